// Random numbers as NumPy's Generator draws them from PCG64 (O'Neill 2014: PCG XSL RR 128/64).
#pragma once
#include "numbers.h"
SMALL_CODE

using u128 = unsigned __int128;

/// 48 bytes that hosts hand over: the state and increment, low word first, and half a spare word.
struct Generator {
  u64 state[2], increment[2];
  u32 has_half, half;

  u64 raw() {
    constexpr u128 factor = (u128)2549297995355413924ull << 64 | 4865540595714422341ull;
    u128 now = (u128)state[1] << 64 | state[0];
    now = now * factor + ((u128)increment[1] << 64 | increment[0]);
    state[0] = (u64)now, state[1] = (u64)(now >> 64);
    u64 folded = state[0] ^ state[1];
    u32 turn = (u32)(state[1] >> 58);
    return folded >> turn | folded << (-turn & 63);
  }

  /// A whole word gives two halves, the lower first.
  u32 raw_half() {
    if (has_half) {
      has_half = 0;
      return half;
    }
    u64 word = raw();
    has_half = 1, half = (u32)(word >> 32);
    return (u32)word;
  }

  double uniform() { return (double)(raw() >> 11) * 0x1p-53; }

  /// A whole number from 0 to `largest`: halves cut to its bits, until one is not too large.
  u32 up_to(u32 largest) {
    if (largest == 0) return 0;
    u32 mask = ~0u >> __builtin_clz(largest), value;
    do value = raw_half() & mask;
    while (value > largest);
    return value;
  }

  /// The numbers 0 … n - 1, shuffled.
  void permute(u32* order, u32 n) {
    for (u32 k = 0; k < n; k++) order[k] = k;
    for (u32 k = n; k-- > 1;) {
      u32 other = up_to(k), held = order[k];
      order[k] = order[other], order[other] = held;
    }
  }
};

/// Dropout's flags, 1 where a unit is kept: four 16-bit pieces of each word, against a threshold.
inline void draw_flags(Generator& g, u32 flags, u32 n, u32 threshold, i32 item) {
  u64 word = 0;
  for (u32 k = 0; k < n; k++, flags += item) {
    word = k % 4 ? word >> 16 : g.raw();
    bool kept = (u32)(word & 0xFFFF) >= threshold;
    if (item == 8) *(double*)flags = kept;
    else *(float*)flags = kept;
  }
}
END_OF_SMALL_CODE
