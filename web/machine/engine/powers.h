// x to the power y, one by one: within a unit or two in the last place, since Adam's βᵗ needs it.
#pragma once
#include "doubled.h"
#include "logarithms.h"
SMALL_CODE

/// f of every lane, in float64 whatever T is.
template <class T, class F> inline Vector<T> one_by_one(Vector<T> a, Vector<T> b, F f) {
  Vector<T> out;
  for (int k = 0; k < Lanes<T>::count; k++) out[k] = (T)f((double)a[k], (double)b[k]);
  return out;
}

/// log x for finite x > 0: the leading term, and the quotient that it comes from, doubled.
inline Doubled doubled_log(double x) {
  bool denormal = x < 0x1p-1022;
  Parts parts = take_apart(all<double>(denormal ? x * 0x1p54 : x));
  double k = parts.k[0] - (denormal ? 54 : 0), f = parts.mantissa[0] - 1;
  double below = 2 + f, below_low = f - (below - 2);
  double s = f / below;  // log(1 + f) = 2 s + s rest
  Doubled back = exact_product(s, below);
  double s_low = ((f - back.high) - back.low - s * below_low) / below;
  double rest = log_rest(all<double>(s * s))[0];
  Doubled sum = exact_sum(k * LN2_HIGH, 2 * s);
  return exact_sum(sum.high, sum.low + (2 * s_low + s * rest + k * LN2_LOW));
}

inline double whole_power(double x, u32 n) {
  Doubled result{1, 0}, square{x, 0};
  for (;; n >>= 1) {
    if (n & 1) result = product(result, square);
    if (n <= 1) return result.high + result.low;
    square = product(square, square);
  }
}

/// x^y for finite x > 0 and any y that is not NaN.
inline double positive_power(double x, double y) {
  if (x == 1) return 1;
  double size = __builtin_fabs(y);
  if (size >= 0x1p64) return (x > 1) == (y > 0) ? INFINITE : 0;
  Doubled log_x = doubled_log(x);
  Doubled exponent = exact_product(y, log_x.high);
  exponent.low += y * log_x.low;
  if (size <= 1024 && __builtin_floor(size) == size && __builtin_fabs(exponent.high) < 300) {
    double result = whole_power(x, (u32)size);
    return y < 0 ? 1 / result : result;
  }
  double result = Exp::of<double>(all<double>(exponent.high))[0];
  return result == 0 || result == INFINITE ? result : result + result * exponent.low;
}

[[gnu::noinline]] inline double power(double x, double y) {
  if (y == 2) return x * x;
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return NOT_A_NUMBER;
  if (y == 0.5 && x >= 0 && x < INFINITE) return __builtin_sqrt(x) + 0.0;
  double size = __builtin_fabs(x);
  bool whole = __builtin_floor(y) == y;
  bool odd = whole && __builtin_floor(y / 2) * 2 != y;
  double result;
  if (size == 0 || size == INFINITE) result = (size == 0) == (y < 0) ? INFINITE : 0;
  else if (x < 0 && !whole) return NOT_A_NUMBER;
  else result = positive_power(size, y);
  return odd && __builtin_signbit(x) ? -result : result;
}
END_OF_SMALL_CODE
