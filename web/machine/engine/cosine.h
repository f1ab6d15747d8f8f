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
    0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
};

/// Payne and Hanek 1983: of x · 2/π only the digits that matter, as a product of whole numbers.
inline Turned turn_far(double x) {
  u64 bits = __builtin_bit_cast(u64, x);
  u64 whole = (bits & ((1ull << 52) - 1)) | 1ull << 52;
  int exponent = (int)(bits >> 52) - 1075;  // x = whole · 2^exponent
  int first = exponent - 2 + 64, word = first / 64, shift = first % 64;
  u64 window[3];
  for (int k = 0; k < 3; k++) {
    window[k] = TWO_OVER_PI[word + k] << shift;
    if (shift) window[k] |= TWO_OVER_PI[word + k + 1] >> (64 - shift);
  }
  u128 low = (u128)whole * window[2];
  u128 high = (u128)whole * window[1] + (u64)(low >> 64) + ((u128)(whole * window[0]) << 64);
  u32 quarters = (u32)(high >> 126);
  // the fraction of a quarter turn, from -½ to ½ of it, times 2^64, and what comes after that
  i64 fraction = (i64)(u64)(high >> 62);
  u64 after = (u64)high << 2 | (u64)low >> 62;
  double near = (double)fraction;
  double rest = (double)(fraction - (i64)near) + (double)after * 0x1p-64;
  Doubled turned = exact_sum(near * 0x1p-64, rest * 0x1p-64);
  return {quarters + (fraction < 0), product(turned, {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54})};
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
