// The operations by number, in the order of dlbook/programs/operations.py, with their kernels.
#pragma once
#include "products.h"
#include "sums.h"

constexpr const char* NAMES[] = {
    "negative", "absolute", "sign", "sqrt", "exp", "log", "log1p", "tanh", "cos", "floor",
    "add", "subtract", "multiply", "divide", "power", "maximum", "minimum",
    "greater", "greater_equal", "less", "less_equal", "equal", "where",
    "sum", "max", "argmax", "matmul", "transpose", "slice", "expand_dims", "squeeze",
    "concatenate", "full_like", "count", "constant",
};
constexpr int OPERATION_COUNT = sizeof NAMES / sizeof *NAMES;

constexpr int number_of(const char* name) {
  for (int k = 0; k < OPERATION_COUNT; k++)
    if (__builtin_strcmp(NAMES[k], name) == 0) return k;
  return -1;
}
constexpr int ADD = number_of("add"), MULTIPLY = number_of("multiply"),
              MAXIMUM = number_of("maximum"), WHERE = number_of("where"),
              SUM = number_of("sum"), MAX = number_of("max"), ARGMAX = number_of("argmax"),
              MATMUL = number_of("matmul"), TRANSPOSE = number_of("transpose"),
              SLICE = number_of("slice"), EXPAND_DIMS = number_of("expand_dims"),
              SQUEEZE = number_of("squeeze"), CONCATENATE = number_of("concatenate"),
              FULL_LIKE = number_of("full_like"), COUNT = number_of("count"),
              CONSTANT = number_of("constant");

inline bool is_elementwise(int code) { return code <= WHERE; }
inline bool is_reduction(int code) { return code >= SUM && code <= ARGMAX; }
inline bool is_view(int code) { return code >= TRANSPOSE && code <= SQUEEZE; }
/// Whether the operation computes an array that can lie anywhere.
inline bool is_fresh(int code) {
  return is_elementwise(code) || is_reduction(code) || code == MATMUL || code == CONCATENATE ||
         code == FULL_LIKE;
}
inline int operands_of(int code) {
  if (code < ADD || is_reduction(code) || is_view(code)) return 1;
  if (code < WHERE || code == MATMUL) return 2;
  if (code == WHERE) return 3;
  return code == CONSTANT ? 0 : code == CONCATENATE ? -1 : 1;
}

/// The kernels of one kind of numbers, by the operation's number.
struct Kernels {
  i32 item;
  Strip strip[WHERE + 1], copy;
  Kernel place_of_max, by_columns, by_dots;
};

template <class T>
constexpr Kernels KERNELS = {
    sizeof(T),
    {
        strip<T, Negative, 1>, strip<T, Absolute, 1>, strip<T, Sign, 1>, strip<T, Sqrt, 1>,
        strip<T, Exp, 1>, strip<T, Log, 1>, strip<T, Log1p, 1>, strip<T, Tanh, 1>,
        strip<T, Cos, 1>, strip<T, Floor, 1>, strip<T, Add, 2>, strip<T, Subtract, 2>,
        strip<T, Multiply, 2>, strip<T, Divide, 2>, strip<T, Power, 2>, strip<T, Maximum, 2>,
        strip<T, Minimum, 2>, strip<T, Greater, 2>, strip<T, GreaterEqual, 2>, strip<T, Less, 2>,
        strip<T, LessEqual, 2>, strip<T, Equal, 2>, strip<T, Where, 3>,
    },
    strip<double, Copy, 1>,
    place_of_max<T>, product_by_columns<T>, product_by_dots<T>,
};
