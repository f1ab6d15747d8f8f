// Numbers held as a sum high + low, with twice the digits of float64 (Dekker 1971).
#pragma once
#include "numbers.h"
SMALL_CODE

struct Doubled {
  double high, low;
};

inline Doubled exact_sum(double a, double b) {
  double sum = a + b, b_seen = sum - a;
  return {sum, (a - (sum - b_seen)) + (b - b_seen)};
}

inline Doubled exact_product(double a, double b) {
  constexpr double split = 134217729.0;  // 2^27 + 1
  double product = a * b, a_big = a * split, b_big = b * split;
  double a_high = a_big - (a_big - a), b_high = b_big - (b_big - b);
  double a_low = a - a_high, b_low = b - b_high;
  double rest = product - a_high * b_high - a_low * b_high - a_high * b_low;
  return {product, a_low * b_low - rest};
}

inline Doubled product(Doubled a, Doubled b) {
  Doubled p = exact_product(a.high, b.high);
  return exact_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}
END_OF_SMALL_CODE
