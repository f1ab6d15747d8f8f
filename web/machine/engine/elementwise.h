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

template <class T> inline Vector<T> first_lane(u32 at) { return Vector<T>{*(const T*)at}; }

template <class T, class Operation>
void unary(const Instruction& i, u32 out, u32 a, u32, u32) {
  constexpr i32 item = sizeof(T), lanes = Lanes<T>::count;
  i32 k = 0;
  if (i.step[0] == item && i.step[1] == item)
    for (; k + lanes <= i.n; k += lanes, out += 16, a += 16)
      store<T>((T*)out, Operation::template of<T>(load<T>((const T*)a)));
  for (; k < i.n; k++, out += i.step[0], a += i.step[1])
    *(T*)out = Operation::template of<T>(first_lane<T>(a))[0];
}

template <class T, class Operation>
void binary(const Instruction& i, u32 out, u32 a, u32 b, u32) {
  constexpr i32 item = sizeof(T), lanes = Lanes<T>::count;
  i32 k = 0, last = i.n - lanes;
  if (i.step[0] == item) {
    if (i.step[1] == item && i.step[2] == item) {
      for (; k <= last; k += lanes, out += 16, a += 16, b += 16)
        store<T>((T*)out, Operation::template of<T>(load<T>((const T*)a), load<T>((const T*)b)));
    } else if (i.step[1] == item && i.step[2] == 0) {
      Vector<T> same = all<T>(*(const T*)b);
      for (; k <= last; k += lanes, out += 16, a += 16)
        store<T>((T*)out, Operation::template of<T>(load<T>((const T*)a), same));
    } else if (i.step[1] == 0 && i.step[2] == item) {
      Vector<T> same = all<T>(*(const T*)a);
      for (; k <= last; k += lanes, out += 16, b += 16)
        store<T>((T*)out, Operation::template of<T>(same, load<T>((const T*)b)));
    }
  }
  for (; k < i.n; k++, out += i.step[0], a += i.step[1], b += i.step[2])
    *(T*)out = Operation::template of<T>(first_lane<T>(a), first_lane<T>(b))[0];
}

/// Where the condition a is true, b, else c.
template <class T> void where(const Instruction& i, u32 out, u32 a, u32 b, u32 c) {
  for (i32 k = 0; k < i.n; k++) {
    *(T*)out = *(const T*)a != 0 ? *(const T*)b : *(const T*)c;
    out += i.step[0], a += i.step[1], b += i.step[2], c += i.step[3];
  }
}
