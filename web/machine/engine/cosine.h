// cos, one by one, for any angle. Polynomials as in FDLIBM (Sun Microsystems 1993).
#pragma once
#include "doubled.h"
SMALL_CODE

using u128 = unsigned __int128;

/// An angle within a quarter turn, and how many quarter turns were taken off.
struct Turned {
  u32 quarters;
  Doubled angle;
};

/// 2/π in binary, after 64 zeros, so that a window on it may begin before the point.
constexpr u64 TWO_OVER_PI[] = {
    0,
    0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561,
    0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
    0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
    0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B,
    0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08,
};

/// 64 binary digits of 2/π, from the digit `at` on.
inline u64 digits(u32 at) {
  u32 word = at / 64, shift = at % 64;
  return TWO_OVER_PI[word] << shift | TWO_OVER_PI[word + 1] >> 1 >> (63 - shift);
}

/// Payne and Hanek 1983: of x · 2/π only the digits that matter. x is a sum of powers of two, so
/// these are sums of digits of 2/π, without those that make whole turns.
inline Turned turn_far(double x) {
  u64 bits = __builtin_bit_cast(u64, x), whole = bits | 1ull << 52;
  u32 exponent = (u32)(bits >> 52) - 1075, first = exponent - 2 + 64;  // x = whole · 2^exponent
  u128 turned = 0;
  for (u32 k = 0; k < 53; k++)
    if (whole >> k & 1) turned += (u128)digits(first + k) << 64 | digits(first + k + 64);
  // the fraction of a quarter turn, from -½ to ½ of it, times 2^64, and what comes after that
  i64 fraction = (i64)(u64)(turned >> 62);
  double near = (double)fraction;
  double rest = (double)(fraction - (i64)near) + (double)((u64)turned << 2) * 0x1p-64;
  Doubled quarter = exact_sum(near * 0x1p-64, rest * 0x1p-64);
  return {(u32)(turned >> 126) + (fraction < 0),
          product(quarter, {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54})};
}

/// x less a multiple of π/2, whose 119 digits come in three parts (Cody and Waite 1980).
inline Turned turn_near(double x) {
  double n = __builtin_roundeven(x * 0.63661977236758134308);
  Doubled r = exact_sum(x - n * 0x1.921fb544p+0, -(n * 0x1.0b4611a6p-34));
  r = exact_sum(r.high, r.low - n * 0x1.3198a2e037073p-69);
  return {(u32)n, r};
}

inline double sine_within(Doubled r) {
  double z = r.high * r.high, v = z * r.high;
  double p = 8.33333333332248946124e-03 +
             z * (-1.98412698298579493134e-04 +
                  z * (2.75573137070700676789e-06 +
                       z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  return r.high - ((z * (0.5 * r.low - v * p) - r.low) + v * 1.66666666666666324348e-01);
}

inline double cosine_within(Doubled r) {
  double z = r.high * r.high;
  double p = z * (4.16666666666666019037e-02 +
                  z * (-1.38888888888741095749e-03 +
                       z * (2.48015872894767294178e-05 +
                            z * (-2.75573143513906633035e-07 +
                                 z * (2.08757232129817482790e-09 +
                                      z * -1.13596475577881948265e-11)))));
  double half = 0.5 * z, w = 1 - half;
  return w + (((1 - w) - half) + (z * p - r.high * r.low));
}

[[gnu::noinline]] inline double cosine(double x, double) {
  x = __builtin_fabs(x);
  if (!(x < INFINITE)) return NOT_A_NUMBER;
  Turned t = x < 0x1p20 ? turn_near(x) : turn_far(x);
  double size = t.quarters & 1 ? sine_within(t.angle) : cosine_within(t.angle);
  return (t.quarters + 1) & 2 ? -size : size;
}
END_OF_SMALL_CODE
