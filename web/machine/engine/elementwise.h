// Operations entry by entry. Each is written once, for a vector; single entries use its first lane.
#pragma once
#include "cosine.h"
#include "exponentials.h"
#include "instructions.h"
#include "powers.h"

template <class T> inline Vector<T> truth(Integers<T> yes) {
  return from_bits<T>(yes & bits<T>(all<T>(1)));
}
template <class T> inline Vector<T> without_sign(Vector<T> x) {
  return from_bits<T>(bits<T>(x) & ~bits<T>(all<T>(-0.0)));
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
OPERATION1(Cos, (one_by_one<T>(a, a, [](double x, double) { return cosine(x); })))
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

/// So many vectors through an operation; `move` is 16 or, for a vector that stays, 0.
template <class T, class Operation, int count>
void strip(u32 out, i32 vectors, const u32* at, const u32* move) {
  u32 a = at[1], b = at[2], c = at[3], move_a = move[1], move_b = move[2], move_c = move[3];
  for (; vectors > 0; vectors--, out += 16, a += move_a, b += move_b, c += move_c) {
    Vector<T> x = load<T>((const T*)a), y{}, z{};
    if constexpr (count > 1) y = load<T>((const T*)b);
    if constexpr (count > 2) z = load<T>((const T*)c);
    if constexpr (count == 1) store<T>((T*)out, Operation::template of<T>(x));
    if constexpr (count == 2) store<T>((T*)out, Operation::template of<T>(x, y));
    if constexpr (count == 3) store<T>((T*)out, Operation::template of<T>(x, y, z));
  }
}

/// Where entries with gaps between them, and the last few of a row, are put side by side.
constexpr i32 HELD = 64;
alignas(16) inline u8 held[MOST_OPERANDS][HELD * 8];

[[gnu::noinline]] inline void move_entries(u32 to, i32 to_step, u32 from, i32 from_step, i32 count,
                                           i32 item) {
  for (; count > 0; count--, to += to_step, from += from_step)
    if (item == 8) *(u64*)to = *(const u64*)from;
    else *(u32*)to = *(const u32*)from;
}

/// The inner part of an operation entry by entry: as much as possible straight from memory.
inline void entrywise(const Instruction& i, u32 out, u32 a, u32 b, u32 c) {
  const i32 item = i.item, lanes = 16 / item;
  u32 at[] = {out, a, b, c}, move[] = {16, 16, 16, 16};
  bool straight = i.step[0] == item;
  for (int k = 1; k <= i.operands; k++) {
    if (i.step[k] == 0) {  // a single number fills a vector that stays
      move_entries((u32)held[k], item, at[k], 0, lanes, item);
      at[k] = (u32)held[k], move[k] = 0;
    } else straight &= i.step[k] == item;
  }
  i32 done = 0;
  if (straight && i.n >= lanes) {
    i32 vectors = i.n / lanes;
    done = vectors * lanes;
    i.strip(out, vectors, at, move);
    for (int k = 0; k <= i.operands; k++) at[k] += move[k] * vectors;
  }
  while (done < i.n) {
    i32 now = i.n - done < HELD ? i.n - done : HELD;
    u32 seen[] = {0, at[1], at[2], at[3]};
    for (int k = 1; k <= i.operands; k++)
      if (move[k]) {
        seen[k] = (u32)held[k];
        move_entries(seen[k], item, at[k], i.step[k], now, item);
        at[k] += i.step[k] * now;
      }
    i.strip((u32)held[0], (now + lanes - 1) / lanes, seen, move);
    move_entries(at[0], i.step[0], (u32)held[0], item, now, item);
    at[0] += i.step[0] * now, done += now;
  }
}
