// Numbers and how they are held: float64 in two lanes of a vector register, float32 in four.
#pragma once

// What runs once, or is short beside what it calls, is compiled to few bytes rather than to be fast.
#define SMALL_CODE _Pragma("clang attribute push(__attribute__((minsize)), apply_to = function)")
#define END_OF_SMALL_CODE _Pragma("clang attribute pop")

using u8 = unsigned char;
using i16 = short;
using u16 = unsigned short;
using i32 = int;
using u32 = unsigned int;
using i64 = long long;
using u64 = unsigned long long;

// Lanes<T>: V holds 16 bytes of T, I the integers of the same width (truths are all bits set).
template <class T> struct Lanes;
template <> struct Lanes<double> {
  typedef double V __attribute__((vector_size(16)));
  typedef i64 I __attribute__((vector_size(16)));
  using Word = i64;
  static constexpr int count = 2, mantissa_bits = 52, bias = 1023;
  static V all(double x) { return V{x, x}; }
  static V at_most(V a, V b) { return __builtin_wasm_pmin_f64x2(a, b); }  // a NaN in a stays
  static V at_least(V a, V b) { return __builtin_wasm_pmax_f64x2(a, b); }
  static V root(V a) { return __builtin_wasm_sqrt_f64x2(a); }
  static V whole(V a) { return __builtin_wasm_floor_f64x2(a); }
};
template <> struct Lanes<float> {
  typedef float V __attribute__((vector_size(16)));
  typedef i32 I __attribute__((vector_size(16)));
  using Word = i32;
  static constexpr int count = 4, mantissa_bits = 23, bias = 127;
  static V all(float x) { return V{x, x, x, x}; }
  static V at_most(V a, V b) { return __builtin_wasm_pmin_f32x4(a, b); }
  static V at_least(V a, V b) { return __builtin_wasm_pmax_f32x4(a, b); }
  static V root(V a) { return __builtin_wasm_sqrt_f32x4(a); }
  static V whole(V a) { return __builtin_wasm_floor_f32x4(a); }
};
template <class T> using Vector = typename Lanes<T>::V;
template <class T> using Integers = typename Lanes<T>::I;

template <class T> inline Vector<T> load(const T* from) {
  Vector<T> v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}
template <class T> inline void store(T* to, Vector<T> v) { __builtin_memcpy(to, &v, sizeof v); }
template <class T> inline Vector<T> all(T x) { return Lanes<T>::all(x); }

/// Writes a number of so many bytes.
inline void put(u32 to, double value, i32 item) {
  if (item == 8) *(double*)to = value;
  else *(float*)to = (float)value;
}

template <class T> inline Integers<T> bits(Vector<T> v) { return (Integers<T>)v; }
template <class T> inline Vector<T> from_bits(Integers<T> v) { return (Vector<T>)v; }

template <class T> inline Vector<T> choose(Integers<T> truth, Vector<T> a, Vector<T> b) {
  return from_bits<T>((truth & bits<T>(a)) | (~truth & bits<T>(b)));
}

template <class T> inline Vector<T> without_sign(Vector<T> x) {
  return from_bits<T>(bits<T>(x) & ~bits<T>(all<T>(-0.0)));
}

constexpr double INFINITE = __builtin_inf();
constexpr double NOT_A_NUMBER = __builtin_nan("");
