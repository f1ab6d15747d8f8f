// exp and tanh in vectors, within 3 units in the last place of the true value.
// The methods and their coefficients are those of FDLIBM (Sun Microsystems 1993; for float32 as
// recomputed by FreeBSD): reduce the argument, a short rational or polynomial, put back together.
#pragma once
#include "numbers.h"

template <class T> struct Coefficients;
template <> struct Coefficients<double> {
  static constexpr double log2_e = 1.44269504088896338700, ln2_high = 6.93147180369123816490e-01,
                          ln2_low = 1.90821492927058770002e-10;
  static constexpr double to_integer = 6755399441055744.0;  // 1.5 · 2^52: adding it rounds
  static constexpr double exp_lowest = -746, exp_highest = 710, tanh_one = 22;
  static constexpr int exp_terms = 5;
  static constexpr double exp[] = {1.66666666666666019037e-01, -2.77777777770155933842e-03,
                                   6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                   4.13813679705723846039e-08};
};
template <> struct Coefficients<float> {
  static constexpr float log2_e = 1.4426950216f, ln2_high = 6.9314575195e-01f,
                         ln2_low = 1.4286067653e-06f;
  static constexpr float to_integer = 12582912.0f;  // 1.5 · 2^23
  static constexpr float exp_lowest = -104, exp_highest = 89, tanh_one = 10;
  static constexpr int exp_terms = 2;
  static constexpr float exp[] = {1.6666625440e-1f, -2.7667332906e-3f};
};

/// c[0] + x (c[1] + x (c[2] + …)).
template <class T> inline Vector<T> polynomial(const T* c, int terms, Vector<T> x) {
  Vector<T> sum = all<T>(c[terms - 1]);
#pragma unroll
  for (int k = terms - 2; k >= 0; k--) sum = sum * x + all<T>(c[k]);
  return sum;
}

/// The nearest whole number, as a number and as an integer. Adding 1.5 · 2^(mantissa bits) pushes
/// the fraction out.
template <class T> struct Whole {
  Vector<T> number;
  Integers<T> integer;
};
template <class T> inline Whole<T> to_whole(Vector<T> x) {
  Vector<T> shift = all<T>(Coefficients<T>::to_integer), shifted = x + shift;
  return {shifted - shift, bits<T>(shifted) - bits<T>(shift)};
}

/// x = k ln 2 + r with |r| at most ln 2 / 2; answers e^r - 1 and k.
template <class T> struct Reduced {
  Vector<T> expm1;
  Whole<T> k;
};
template <class T> inline Reduced<T> reduce(Vector<T> x) {
  using C = Coefficients<T>;
  Whole<T> k = to_whole<T>(x * all<T>(C::log2_e));
  Vector<T> high = x - k.number * all<T>(C::ln2_high), low = k.number * all<T>(C::ln2_low);
  Vector<T> r = high - low, square = r * r;
  Vector<T> c = r - square * polynomial<T>(C::exp, C::exp_terms, square);
  return {high + (r * c / (all<T>(2) - c) - low), k};
}

/// 2^k, for k within the normal numbers.
template <class T> inline Vector<T> power_of_two(Integers<T> k) {
  return from_bits<T>((k + Lanes<T>::bias) << Lanes<T>::mantissa_bits);
}

struct Exp {
  template <class T> static inline Vector<T> of(Vector<T> x) {
    using C = Coefficients<T>;
    x = Lanes<T>::at_least(Lanes<T>::at_most(x, all<T>(C::exp_highest)), all<T>(C::exp_lowest));
    Reduced<T> r = reduce<T>(x);
    // in two steps, so that results may be denormal
    Integers<T> half = to_whole<T>(r.k.number * all<T>(0.5)).integer;
    Vector<T> scale = power_of_two<T>(r.k.integer - half);
    return (r.expm1 + all<T>(1)) * power_of_two<T>(half) * scale;
  }
};

struct Tanh {
  /// t / (t + 2) with t = e^2|x| - 1, and the sign of x.
  template <class T> static inline Vector<T> of(Vector<T> x) {
    Integers<T> sign = bits<T>(all<T>(-0.0));
    Vector<T> size = from_bits<T>(bits<T>(x) & ~sign);
    size = Lanes<T>::at_most(size, all<T>(Coefficients<T>::tanh_one));
    Reduced<T> r = reduce<T>(size + size);
    Vector<T> scale = power_of_two<T>(r.k.integer);
    Vector<T> t = scale * r.expm1 + (scale - all<T>(1));
    return from_bits<T>(bits<T>(t / (t + all<T>(2))) | (bits<T>(x) & sign));
  }
};
