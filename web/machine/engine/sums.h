// Sum, largest entry and its place along one axis, which is kept with length 1.
// The order of addition is fixed, so that every processor gives the same digits.
#pragma once
#include "elementwise.h"

// The inner part of these kernels: `n` results side by side, each of `k` entries. step[0] leads
// from one result to the next, step[1] to its first entry, column[1] from one entry to the next.

struct Sum {
  static constexpr double start = 0;
  template <class T> static inline Vector<T> of(Vector<T> a, Vector<T> b) { return a + b; }
};
struct Max {
  static constexpr double start = -INFINITE;
  template <class T> static inline Vector<T> of(Vector<T> a, Vector<T> b) {
    return Maximum::of<T>(a, b);
  }
};

/// Entries that lie side by side: four vectors take turns, then their lanes are put together.
template <class T, class Fold> inline T along_line(u32 a, i32 n) {
  constexpr i32 lanes = Lanes<T>::count;
  Vector<T> part[4];
  for (auto& p : part) p = all<T>(Fold::start);
  i32 k = 0;
  for (; k + 4 * lanes <= n; k += 4 * lanes, a += 64)
    for (int j = 0; j < 4; j++)
      part[j] = Fold::template of<T>(part[j], load<T>((const T*)a + j * lanes));
  for (; k + lanes <= n; k += lanes, a += 16)
    part[0] = Fold::template of<T>(part[0], load<T>((const T*)a));
  Vector<T> both = Fold::template of<T>(Fold::template of<T>(part[0], part[1]),
                                        Fold::template of<T>(part[2], part[3]));
  T result = both[0];
  for (int j = 1; j < lanes; j++)
    result = Fold::template of<T>(all<T>(result), all<T>(both[j]))[0];
  for (; k < n; k++, a += sizeof(T))
    result = Fold::template of<T>(all<T>(result), all<T>(*(const T*)a))[0];
  return result;
}

/// Results side by side, each down a column: as many columns at once as a vector has lanes.
template <class T, class Fold>
void fold(const Instruction& i, u32 out, u32 a, u32, u32) {
  constexpr i32 item = sizeof(T), lanes = Lanes<T>::count;
  i32 j = 0;
  if (i.column[1] == item) {
    for (; j < i.n; j++, out += i.step[0], a += i.step[1]) *(T*)out = along_line<T, Fold>(a, i.k);
    return;
  }
  if (i.step[0] == item && i.step[1] == item)
    for (; j + lanes <= i.n; j += lanes, out += 16, a += 16) {
      Vector<T> result = all<T>(Fold::start);
      u32 from = a;
      for (i32 k = 0; k < i.k; k++, from += i.column[1])
        result = Fold::template of<T>(result, load<T>((const T*)from));
      store<T>((T*)out, result);
    }
  for (; j < i.n; j++, out += i.step[0], a += i.step[1]) {
    Vector<T> result = all<T>(Fold::start);
    u32 from = a;
    for (i32 k = 0; k < i.k; k++, from += i.column[1])
      result = Fold::template of<T>(result, all<T>(*(const T*)from));
    *(T*)out = result[0];
  }
}

/// The place of the first largest entry; a NaN counts as the largest.
template <class T> void place_of_max(const Instruction& i, u32 out, u32 a, u32, u32) {
  for (i32 j = 0; j < i.n; j++, out += i.step[0], a += i.step[1]) {
    u32 from = a + i.column[1];
    T largest = *(const T*)a;
    i32 place = 0;
    for (i32 k = 1; k < i.k && largest == largest; k++, from += i.column[1]) {
      T entry = *(const T*)from;
      if (entry > largest || entry != entry) largest = entry, place = k;
    }
    *(T*)out = (T)place;
  }
}
