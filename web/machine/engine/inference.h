// The shapes of all results, from those of the inputs.
#pragma once
#include "traces.h"
SMALL_CODE

inline constexpr i64 MOST_ENTRIES = 1ll << 28;

/// Where a slice begins and how many entries it takes of `length`, as in Python.
struct Cut {
  i32 start, count, step;
};
inline Cut cut(const i16* s, i32 length) {
  i32 step = s[3] == NONE ? 1 : s[3];
  auto bound = [&](i16 given, i32 otherwise) {
    if (given == NONE) return otherwise;
    i32 at = given < 0 ? given + length : given;
    i32 lowest = step > 0 ? 0 : -1, highest = step > 0 ? length : length - 1;
    return at < lowest ? lowest : at > highest ? highest : at;
  };
  i32 start = bound(s[1], step > 0 ? 0 : length - 1), stop = bound(s[2], step > 0 ? length : -1);
  i32 span = step > 0 ? stop - start : start - stop, by = step > 0 ? step : -step;
  return {start, span > 0 ? (span + by - 1) / by : 0, step};
}

inline void remove_axis(Shape& shape, int axis) {
  shape.axes--;
  for (int k = axis; k < shape.axes; k++) shape.size[k] = shape.size[k + 1];
}
inline bool insert_axis(Shape& shape, int axis) {
  if (shape.axes == MOST_AXES) return false;
  for (int k = shape.axes++; k > axis; k--) shape.size[k] = shape.size[k - 1];
  shape.size[axis] = 1;
  return true;
}

inline bool reduce_shape(const Operation& op, Shape& shape) {
  for (int j = 0; j < op.settings_count; j++) {
    int axis = from_front(op.settings[j], shape.axes);
    if (axis < 0) return false;
    if (op.code != SUM && shape.size[axis] == 0) return false;
    shape.size[axis] = 1;
  }
  return op.code != ARGMAX || op.settings_count == 1;
}

inline bool matmul_shape(Shape& a, const Shape& b) {
  if (a.axes < 2 || b.axes < 2) return false;
  if (a.size[a.axes - 1] != b.size[b.axes - 2]) return false;
  i32 rows = a.size[a.axes - 2];
  if (!broadcast(a, b, 2)) return false;
  a.size[a.axes - 2] = rows, a.size[a.axes - 1] = b.size[b.axes - 1];
  return true;
}

inline bool concatenate_shape(const Operation& op, const Shape* shapes, Shape& shape) {
  int axis = from_front(op.settings[0], shape.axes);
  if (axis < 0) return false;
  for (int j = 1; j < op.count; j++) {
    Shape part = shapes[op.operands[j]];
    if (part.axes != shape.axes) return false;
    shape.size[axis] += part.size[axis];
    part.size[axis] = shape.size[axis];
    if (!(part == shape)) return false;
  }
  return true;
}

/// The shape of one result, written over `shape`, which is that of the first operand.
inline bool shape_of(const Operation& op, const Shape* shapes, Shape& shape) {
  const i16* s = op.settings;
  if (is_elementwise(op.code)) {
    for (int j = 1; j < op.count; j++)
      if (!broadcast(shape, shapes[op.operands[j]])) return false;
    return true;
  }
  if (is_reduction(op.code)) return reduce_shape(op, shape);
  if (op.code == MATMUL) return matmul_shape(shape, shapes[op.operands[1]]);
  if (op.code == CONCATENATE) return concatenate_shape(op, shapes, shape);
  if (op.code == FULL_LIKE) return true;
  if (op.code == TRANSPOSE) {
    if (shape.axes < 2) return false;
    i32 last = shape.size[shape.axes - 1];
    shape.size[shape.axes - 1] = shape.size[shape.axes - 2], shape.size[shape.axes - 2] = last;
    return true;
  }
  if (op.code == EXPAND_DIMS) {
    int axis = from_front(s[0], shape.axes + 1);
    return axis >= 0 && insert_axis(shape, axis);
  }
  if (op.code == SLICE || op.code == SQUEEZE) {
    int axis = from_front(s[0], shape.axes);
    if (axis < 0) return false;
    if (op.code == SLICE) shape.size[axis] = cut(s, shape.size[axis]).count;
    else if (shape.size[axis] == 1) remove_axis(shape, axis);
    else return false;
    return true;
  }
  if (op.code == COUNT)
    for (int j = 0; j < op.settings_count; j++)
      if (from_front(s[j], shape.axes) < 0) return false;
  shape = {};  // a number
  return true;
}

inline bool infer(const Trace& trace, Shape* shapes) {
  for (int k = 0; k < trace.operations; k++) {
    const Operation& op = trace.operation[k];
    Shape& shape = shapes[trace.inputs + k];
    if (op.count) shape = shapes[op.operands[0]];
    if (!shape_of(op, shapes, shape)) {
      fail("Operation ", k, " of the program, ", NAMES[op.code], ", does not fit the shape");
      if (op.count > 1) say("s");
      for (int j = 0; j < op.count; j++) say(j ? " and " : " "), say(shapes[op.operands[j]]);
      return false;
    }
    if (shape.entries() > MOST_ENTRIES)
      return fail("Operation ", k, " of the program, ", NAMES[op.code],
                  ", asks for more memory than the machine can have: shape ", shape);
  }
  return true;
}
END_OF_SMALL_CODE
