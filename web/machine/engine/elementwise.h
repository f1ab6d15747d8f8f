// Operations entry by entry. Each is written once, for a vector; single entries use its first lane.
#pragma once
#include "cosine.h"
#include "exponentials.h"
#include "instructions.h"
#include "powers.h"

template <class T> inline Vector<T> truth(Integers<T> yes) {
  return from_bits<T>(yes & bits<T>(all<T>(1)));
}

#define OPERATION1(Name, answer) \
  struct Name { \
    template <class T> static inline Vector<T> of(Vector<T> a) { return answer; } \
  };
#define OPERATION2(Name, answer) \
  struct Name { \
    template <class T> static inline Vector<T> of(Vector<T> a, Vector<T> b) { return answer; } \
  };

/// Where the condition is true, a, else b.
struct Where {
  template <class T> static inline Vector<T> of(Vector<T> condition, Vector<T> a, Vector<T> b) {
    return choose<T>(condition == all<T>(0), b, a);
  }
};

OPERATION1(Copy, a)
OPERATION1(Negative, -a)
OPERATION1(Absolute, without_sign<T>(a))
OPERATION1(Sign, choose<T>(a != a, a, truth<T>(a > all<T>(0)) - truth<T>(a < all<T>(0))))
OPERATION1(Sqrt, Lanes<T>::root(a))
OPERATION1(Floor, Lanes<T>::whole(a))
OPERATION1(Log, by_float64<T>(a, log_of))
OPERATION1(Log1p, by_float64<T>(a, log1p_of))
OPERATION1(Cos, (one_by_one<T>(a, a, cosine)))
OPERATION2(Add, a + b)
OPERATION2(Subtract, a - b)
OPERATION2(Multiply, a* b)
OPERATION2(Divide, a / b)
OPERATION2(Power, (one_by_one<T>(a, b, power)))
// the second of two equals, as the processors' own instructions have it that NumPy uses: so
// max(0, -0) is -0; NaN goes through from either
OPERATION2(Maximum, choose<T>((a > b) | (a != a), a, b))
OPERATION2(Minimum, choose<T>((a < b) | (a != a), a, b))
OPERATION2(Greater, truth<T>(a > b))
OPERATION2(GreaterEqual, truth<T>(a >= b))
OPERATION2(Less, truth<T>(a < b))
OPERATION2(LessEqual, truth<T>(a <= b))
OPERATION2(Equal, truth<T>(a == b))

template <class T, class Operation, int count>
void strip(const Stretch& s, u32 out, u32 a, u32 b, u32 c) {
  i32 move_a = s.move[1], move_b = s.move[2], move_c = s.move[3], left = s.vectors;
  do {
    Vector<T> x = load<T>((const T*)a);
    if constexpr (count == 1) store<T>((T*)out, Operation::template of<T>(x));
    else {
      Vector<T> y = load<T>((const T*)b);
      if constexpr (count == 2) store<T>((T*)out, Operation::template of<T>(x, y));
      else store<T>((T*)out, Operation::template of<T>(x, y, load<T>((const T*)c)));
    }
    out += 16, a += move_a, b += move_b, c += move_c;
  } while (--left);
}

/// Where entries with gaps between them, and the last few of a row, are put side by side.
constexpr i32 HELD = 64;
alignas(16) inline u8 held[MOST_OPERANDS][HELD * 8];

inline void move_entries(u32 to, i32 to_step, u32 from, i32 from_step, i32 count, i32 item) {
  for (; count > 0; count--, to += to_step, from += from_step)
    if (item == 8) *(u64*)to = *(const u64*)from;
    else *(u32*)to = *(const u32*)from;
}

/// The inner part of an operation entry by entry where it is not a single stretch: as much as
/// possible straight from memory, the rest by way of `held`.
inline void entrywise(const Instruction& i, u32 out, u32 a, u32 b, u32 c) {
  const i32 item = i.item;
  Stretch s = i.stretch;
  u32 at[] = {out, a, b, c}, seen[MOST_OPERANDS];
  for (int k = 1; k <= i.operands; k++)
    if (!s.move[k]) {  // a single number fills a vector that stays
      seen[k] = (u32)held[k];
      move_entries(seen[k], item, at[k], 0, 16 / item, item);
      at[k] = seen[k];
    }
  i32 done = 0;
  if (s.vectors) {
    i.strip(s, at[0], at[1], at[2], at[3]);
    done = s.vectors * 16 / item;
    for (int k = 0; k <= i.operands; k++) at[k] += s.move[k] * s.vectors;
  }
  while (done < i.n) {
    i32 now = i.n - done < HELD ? i.n - done : HELD;
    for (int k = 1; k <= i.operands; k++)
      if (s.move[k]) {
        seen[k] = (u32)held[k];
        move_entries(seen[k], item, at[k], i.step[k], now, item);
        at[k] += i.step[k] * now;
      }
    s.vectors = (now * item + 15) / 16;
    i.strip(s, (u32)held[0], seen[1], seen[2], seen[3]);
    move_entries(at[0], i.step[0], (u32)held[0], item, now, item);
    at[0] += i.step[0] * now, done += now;
  }
}

/// Finds the stretch in an inner part. roomy: whether the result may be written up to a whole
/// number of vectors.
inline void set_stretch(Instruction& i, bool roomy) {
  bool straight = i.step[0] == i.item || i.n == 1, stays = false;
  for (int k = 0; k <= i.operands; k++) {
    bool single = k && i.step[k] == 0;
    straight &= single || i.step[k] == i.item || i.n == 1;
    i.stretch.move[k] = single ? 0 : 16;
    stays |= single && i.n > 1;
  }
  i32 bytes = i.n * i.item;
  i.stretch.vectors = straight ? (roomy ? bytes + 15 : bytes) / 16 : 0;
  bool all = straight && !stays && i.stretch.vectors * 16 >= bytes;
  i.kernel = all ? nullptr : entrywise;
}
