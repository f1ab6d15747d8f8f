// log and log1p, within 3 units in the last place; float32 is worked out in float64.
// The method and its coefficients are those of FDLIBM (Sun Microsystems 1993).
#pragma once
#include "exponentials.h"

using V = Vector<double>;
using I = Integers<double>;

constexpr double LN2_HIGH = Coefficients<double>::ln2_high, LN2_LOW = Coefficients<double>::ln2_low;
constexpr double LOG[] = {6.666666666666735130e-01, 3.999999999940941908e-01,
                          2.857142874366239149e-01, 2.222219843214978396e-01,
                          1.818357216161805012e-01, 1.531383769920937332e-01,
                          1.479819860511658591e-01};

/// (log(1 + f) - 2 s) / s as a polynomial in s², where s = f / (2 + f).
inline V log_rest(V square) { return square * polynomial<double>(LOG, 7, square); }

/// log u = k ln 2 + log(1 + f), with 1 + f between √½ and √2, and `correction` added to it.
inline V log_of_parts(V k, V f, V correction) {
  V s = f / (2.0 + f), half_square = 0.5 * f * f;
  V low = s * (half_square + log_rest(s * s)) + (k * LN2_LOW + correction);
  return k * LN2_HIGH - ((half_square - low) - f);
}

struct Parts {
  V k, mantissa;  // u = 2^k · mantissa
};
inline Parts take_apart(V u) {
  constexpr i64 root_half = 0x3FE6A09E667F3BCD, one = 0x3FF0000000000000;
  I shifted = bits<double>(u) + (one - root_half);
  I within = shifted & ((1ll << 52) - 1);
  // a small whole number in the last bits of 2^52 is that number
  typedef u64 Unsigned __attribute__((vector_size(16)));
  I exponent = (I)((Unsigned)shifted >> 52);
  V k = from_bits<double>(exponent | bits<double>(all<double>(0x1p52))) - (0x1p52 + 1023);
  return {k, from_bits<double>(within + root_half)};
}

/// The answers for 0, negative numbers, infinity and NaN, where `u` is what the logarithm is of.
inline V at_edges(V u, V log_u) {
  log_u = choose<double>(u == 0.0, V{} - INFINITE, log_u);
  log_u = choose<double>(u < 0.0, V{} + NOT_A_NUMBER, log_u);
  return choose<double>((u == INFINITE) | (u != u), u, log_u);
}

[[gnu::noinline]] inline V log_of(V x) {
  I denormal = x < 0x1p-1022;
  Parts parts = take_apart(choose<double>(denormal, x * 0x1p54, x));
  V k = parts.k - from_bits<double>(denormal & bits<double>(all<double>(54)));
  return at_edges(x, log_of_parts(k, parts.mantissa - 1.0, V{}));
}

/// log u with u = 1 + x, and what rounding took from u put back: (1 + x - u) / u.
[[gnu::noinline]] inline V log1p_of(V x) {
  V u = 1.0 + x;
  Parts parts = take_apart(u);
  V lost = choose<double>(u >= 2.0, 1.0 - (u - x), x - (u - 1.0)) / u;
  I direct = parts.k == 0.0;  // then f is x itself, with nothing lost
  V f = choose<double>(direct, x, parts.mantissa - 1.0);
  V log_u = log_of_parts(parts.k, f, choose<double>(direct, V{}, lost));
  return choose<double>(without_sign<double>(x) < 0x1p-54, x, at_edges(u, log_u));
}

/// f in float64, lane by lane or two at a time.
template <class T> inline Vector<T> by_float64(Vector<T> x, V (*f)(V)) {
  if constexpr (sizeof(T) == 8) return f(x);
  else {
    V low = f(V{x[0], x[1]}), high = f(V{x[2], x[3]});
    return Vector<T>{(T)low[0], (T)low[1], (T)high[0], (T)high[1]};
  }
}
