// exp, tanh, log and log1p in vectors, within 3 units in the last place of the true value.
// The methods and their coefficients are those of FDLIBM (Sun Microsystems 1993; for float32 as
// recomputed by FreeBSD): reduce the argument, a short rational or polynomial, put back together.
#pragma once
#include "numbers.h"

template <class T> struct Coefficients;
template <> struct Coefficients<double> {
  static constexpr double log2_e = 1.44269504088896338700, ln2_high = 6.93147180369123816490e-01,
                          ln2_low = 1.90821492927058770002e-10;
  static constexpr double to_integer = 6755399441055744.0;  // 1.5 · 2^52: adding it rounds
  static constexpr double exp_lowest = -746, exp_highest = 710, tanh_one = 22, tiny = 0x1p-54;
  static constexpr int exp_terms = 5, log_terms = 7;
  static constexpr double exp[] = {1.66666666666666019037e-01, -2.77777777770155933842e-03,
                                   6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                   4.13813679705723846039e-08};
  static constexpr double log[] = {6.666666666666735130e-01, 3.999999999940941908e-01,
                                   2.857142874366239149e-01, 2.222219843214978396e-01,
                                   1.818357216161805012e-01, 1.531383769920937332e-01,
                                   1.479819860511658591e-01};
  static constexpr double smallest_normal = 0x1p-1022, denormal_scale = 0x1p54;
  static constexpr i64 root_half = 0x3FE6A09E667F3BCD, one = 0x3FF0000000000000;
};
template <> struct Coefficients<float> {
  static constexpr float log2_e = 1.4426950216f, ln2_high = 6.9314575195e-01f,
                         ln2_low = 1.4286067653e-06f;
  static constexpr float to_integer = 12582912.0f;  // 1.5 · 2^23
  static constexpr float exp_lowest = -104, exp_highest = 89, tanh_one = 10, tiny = 0x1p-25f;
  static constexpr int exp_terms = 2, log_terms = 4;
  static constexpr float exp[] = {1.6666625440e-1f, -2.7667332906e-3f};
  static constexpr float log[] = {0.66666662693f, 0.40000972152f, 0.28498786688f, 0.24279078841f};
  static constexpr float smallest_normal = 0x1p-126f, denormal_scale = 0x1p25f;
  static constexpr i32 root_half = 0x3F3504F3, one = 0x3F800000;
};

/// c[0] + x (c[1] + x (c[2] + …)).
template <class T> inline Vector<T> polynomial(const T* c, int terms, Vector<T> x) {
  Vector<T> sum = all<T>(c[terms - 1]);
#pragma unroll
  for (int k = terms - 2; k >= 0; k--) sum = sum * x + all<T>(c[k]);
  return sum;
}

/// x = k ln 2 + r with |r| at most ln 2 / 2; answers e^r - 1 and k.
template <class T> struct Reduced {
  Vector<T> expm1;
  Integers<T> k;
};
template <class T> inline Reduced<T> reduce(Vector<T> x) {
  using C = Coefficients<T>;
  Vector<T> shifted = x * all<T>(C::log2_e) + all<T>(C::to_integer);
  Vector<T> k = shifted - all<T>(C::to_integer);
  Vector<T> high = x - k * all<T>(C::ln2_high), low = k * all<T>(C::ln2_low);
  Vector<T> r = high - low, square = r * r;
  Vector<T> c = r - square * polynomial<T>(C::exp, C::exp_terms, square);
  Vector<T> expm1 = high + (r * c / (all<T>(2) - c) - low);
  return {expm1, bits<T>(shifted) - bits<T>(all<T>(C::to_integer))};
}

/// 2^k, for k within the normal numbers.
template <class T> inline Vector<T> power_of_two(Integers<T> k) {
  return from_bits<T>((k + Lanes<T>::bias) << Lanes<T>::mantissa_bits);
}

struct Exp {
  template <class T> static inline Vector<T> of(Vector<T> x) {
    using C = Coefficients<T>;
    x = Lanes<T>::larger(Lanes<T>::smaller(x, all<T>(C::exp_highest)), all<T>(C::exp_lowest));
    Reduced<T> r = reduce<T>(x);
    Integers<T> half = r.k >> 1;  // in two steps, so that results may be denormal
    return (r.expm1 + all<T>(1)) * power_of_two<T>(half) * power_of_two<T>(r.k - half);
  }
};

struct Tanh {
  /// t / (t + 2) with t = e^2|x| - 1, and the sign of x.
  template <class T> static inline Vector<T> of(Vector<T> x) {
    Integers<T> sign = bits<T>(all<T>(-0.0));
    Vector<T> size = from_bits<T>(bits<T>(x) & ~sign);
    size = Lanes<T>::smaller(size, all<T>(Coefficients<T>::tanh_one));
    Reduced<T> r = reduce<T>(size + size);
    Vector<T> scale = power_of_two<T>(r.k);
    Vector<T> t = scale * r.expm1 + (scale - all<T>(1));
    return from_bits<T>(bits<T>(t / (t + all<T>(2))) | (bits<T>(x) & sign));
  }
};

/// log u = k ln 2 + log(1 + f), with 1 + f between √½ and √2, and `correction` added to it.
template <class T> inline Vector<T> log_of_parts(Vector<T> k, Vector<T> f, Vector<T> correction) {
  using C = Coefficients<T>;
  Vector<T> s = f / (all<T>(2) + f), z = s * s, half_square = all<T>(0.5) * f * f;
  Vector<T> rest = z * polynomial<T>(C::log, C::log_terms, z);
  Vector<T> low = s * (half_square + rest) + (k * all<T>(C::ln2_low) + correction);
  return k * all<T>(C::ln2_high) - ((half_square - low) - f);
}

template <class T> struct Parts {
  Vector<T> k, mantissa;  // u = 2^k · mantissa
};
template <class T> inline Parts<T> take_apart(Vector<T> u) {
  using C = Coefficients<T>;
  Integers<T> shifted = bits<T>(u) + (C::one - C::root_half);
  Integers<T> k = (shifted >> Lanes<T>::mantissa_bits) - Lanes<T>::bias;
  Integers<T> within = shifted & (((typename Lanes<T>::Word)1 << Lanes<T>::mantissa_bits) - 1);
  return {__builtin_convertvector(k, Vector<T>), from_bits<T>(within + C::root_half)};
}

/// The answers for 0, negative numbers, infinity and NaN, where `u` is what the logarithm is of.
template <class T> inline Vector<T> at_edges(Vector<T> u, Vector<T> log_u) {
  log_u = choose<T>(u == all<T>(0), all<T>(-INFINITE), log_u);
  log_u = choose<T>(u < all<T>(0), all<T>(NOT_A_NUMBER), log_u);
  return choose<T>((u == all<T>(INFINITE)) | (u != u), u, log_u);
}

struct Log {
  template <class T> static inline Vector<T> of(Vector<T> x) {
    using C = Coefficients<T>;
    Integers<T> denormal = x < all<T>(C::smallest_normal);
    Vector<T> scaled = choose<T>(denormal, x * all<T>(C::denormal_scale), x);
    Parts<T> parts = take_apart<T>(scaled);
    constexpr T moved = sizeof(T) == 8 ? 54 : 25;
    Vector<T> k = parts.k - from_bits<T>(denormal & bits<T>(all<T>(moved)));
    return at_edges<T>(x, log_of_parts<T>(k, parts.mantissa - all<T>(1), Vector<T>{}));
  }
};

struct Log1p {
  /// log u with u = 1 + x, and what rounding took from u put back: (1 + x - u) / u.
  template <class T> static inline Vector<T> of(Vector<T> x) {
    Vector<T> one = all<T>(1), u = one + x;
    Parts<T> parts = take_apart<T>(u);
    Vector<T> lost = choose<T>(u >= all<T>(2), one - (u - x), x - (u - one)) / u;
    Integers<T> direct = parts.k == all<T>(0);  // then f is x itself, with nothing lost
    Vector<T> f = choose<T>(direct, x, parts.mantissa - one);
    Vector<T> log_u = log_of_parts<T>(parts.k, f, choose<T>(direct, Vector<T>{}, lost));
    Vector<T> size = from_bits<T>(bits<T>(x) & ~bits<T>(all<T>(-0.0)));
    return choose<T>(size < all<T>(Coefficients<T>::tiny), x, at_edges<T>(u, log_u));
  }
};
