// Sum, largest entry and its place along one axis, which is kept with length 1. The first two are
// made of additions and maxima of many entries at once, in a fixed order, so that every processor
// gives the same digits.
#pragma once
#include "elementwise.h"

// The inner part of these kernels: `n` results side by side, each of `k` entries. step[0] leads
// from one result to the next, step[1] to its first entry, column[1] from one entry to the next.

inline void fill_entries(u32 at, i32 step, double value, i32 count, i32 item) {
  for (; count > 0; count--, at += step) put(at, value, item);
}

alignas(16) inline u8 partial[HELD * 8];

/// to = to + from, or the larger of both, for so many whole vectors.
inline void fold_vectors(const Instruction& i, u32 to, u32 from, i32 vectors) {
  i.strip({vectors, {16, 16, 16, 16}}, to, to, from, 0);
}

/// One result: the entries in `HELD` heaps by turns, then always half of the heaps into the others.
inline void fold_line(const Instruction& i, u32 out, u32 a) {
  const i32 item = i.item, vectors = HELD * item / 16;
  u32 heaps = (u32)partial, aside = (u32)held[2];
  fill_entries(heaps, item, i.start, HELD, item);
  for (i32 left = i.k; left > 0; left -= HELD, a += HELD * i.column[1]) {
    u32 from = a;
    if (left < HELD || i.column[1] != item) {
      fill_entries(aside, item, i.start, HELD, item);
      move_entries(aside, item, a, i.column[1], left < HELD ? left : HELD, item);
      from = aside;
    }
    fold_vectors(i, heaps, from, vectors);
  }
  for (i32 half = HELD / 2; half > 0; half /= 2) {
    move_entries(aside, item, heaps + half * item, item, half, item);
    fold_vectors(i, heaps, aside, (half * item + 15) / 16);
  }
  move_entries(out, item, heaps, item, 1, item);
}

inline void fold(const Instruction& i, u32 out, u32 a, u32, u32) {
  if (i.column[1] == i.item || i.n == 1) {
    for (i32 j = 0; j < i.n; j++) fold_line(i, out + j * i.step[0], a + j * i.step[1]);
    return;
  }
  fill_entries(out, i.step[0], i.start, i.n, i.item);
  Instruction row = i;
  row.operands = 2;
  row.step[2] = i.step[1], row.step[1] = i.step[0];
  set_stretch(row, false);
  for (i32 k = 0; k < i.k; k++, a += i.column[1]) inner(row, out, out, a, 0);
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
