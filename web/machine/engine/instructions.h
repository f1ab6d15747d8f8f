// An instruction: a kernel with its operands, bound to addresses, and the axes it is repeated over.
#pragma once
#include "shapes.h"

constexpr int MOST_OPERANDS = 4;  // the result and up to three operands

struct Instruction;
using Kernel = void (*)(const Instruction&, u32 out, u32 a, u32 b, u32 c);

/// A stretch of whole vectors: how many, at least one, and the bytes from one to the next of each
/// operand, 16 or, for a vector that stays, 0.
struct Stretch {
  i32 vectors;
  i32 move[MOST_OPERANDS];
};
using Strip = void (*)(const Stretch&, u32 out, u32 a, u32 b, u32 c);

/// The kernel works on the inner part, whose meaning is its own; `axes` outer axes lead to it.
/// Without a kernel, the inner part is a single stretch for `strip`.
struct Instruction {
  Kernel kernel;
  u32 address[MOST_OPERANDS];
  int axes;
  i32 size[MOST_AXES];
  i32 stride[MOST_OPERANDS][MOST_AXES];
  // the inner part: its length, the bytes from one entry to the next of each operand
  i32 n;
  i32 step[MOST_OPERANDS];
  // operations entry by entry: what works on vectors, the bytes of an entry, how many operands
  Strip strip;
  Stretch stretch;
  i32 item, operands;
  double start;  // of a sum or a maximum
  // matrices: rows m, columns `n`, depth k; what leads to the next row or column of each operand
  i32 m, k;
  i32 row[3], column[3];
};

inline void inner(const Instruction& i, u32 out, u32 a, u32 b, u32 c) {
  if (i.kernel) i.kernel(i, out, a, b, c);
  else i.strip(i.stretch, out, a, b, c);
}

inline void repeat(const Instruction& i, int axis, u32 out, u32 a, u32 b, u32 c) {
  if (axis == i.axes) return inner(i, out, a, b, c);
  for (i32 k = 0; k < i.size[axis]; k++) {
    repeat(i, axis + 1, out, a, b, c);
    out += i.stride[0][axis], a += i.stride[1][axis];
    b += i.stride[2][axis], c += i.stride[3][axis];
  }
}

inline void execute(const Instruction& i) {
  const u32* at = i.address;
  if (i.axes == 0) inner(i, at[0], at[1], at[2], at[3]);
  else repeat(i, 0, at[0], at[1], at[2], at[3]);
}

/// Sets the axes to go over: those of `views`, all of one shape, without the last `apart`.
/// Axes of length 1 vanish; neighbours along which every operand runs on evenly become one.
inline void set_axes(Instruction& i, const View* const* views, int count, int apart = 0) {
  const Shape& shape = views[0]->shape;
  i.axes = 0;
  for (int k = 0; k < count; k++) i.address[k] = views[k]->address;
  for (int axis = 0; axis < shape.axes - apart; axis++) {
    if (shape.size[axis] == 1) continue;
    bool joins = i.axes > 0;
    for (int k = 0; k < count && joins; k++)
      joins = i.stride[k][i.axes - 1] == views[k]->stride[axis] * shape.size[axis];
    if (!joins) i.size[i.axes++] = 1;
    i.size[i.axes - 1] *= shape.size[axis];
    for (int k = 0; k < count; k++) i.stride[k][i.axes - 1] = views[k]->stride[axis];
  }
}

/// Makes the last of the axes the inner part.
inline void take_inner(Instruction& i) {
  i.n = 1;
  if (i.axes == 0) return;
  i.axes--;
  i.n = i.size[i.axes];
  for (int k = 0; k < MOST_OPERANDS; k++) i.step[k] = i.stride[k][i.axes];
}
