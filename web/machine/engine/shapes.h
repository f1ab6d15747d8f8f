// Arrays as views of memory, and the rules by which shapes meet.
#pragma once
#include "errors.h"
#include "numbers.h"

constexpr int MOST_AXES = 6;

struct Shape {
  int axes = 0;
  i32 size[MOST_AXES] = {};

  u64 entries() const {
    u64 n = 1;
    for (int k = 0; k < axes; k++) n *= size[k];
    return n;
  }
  bool operator==(const Shape& other) const {
    if (axes != other.axes) return false;
    for (int k = 0; k < axes; k++)
      if (size[k] != other.size[k]) return false;
    return true;
  }
};

/// An array: where it begins, its shape, and how many bytes lie between neighbours on each axis.
struct View {
  u32 address = 0;
  Shape shape;
  i32 stride[MOST_AXES] = {};

  bool contiguous(int item) const {
    i32 expected = item;
    for (int k = shape.axes - 1; k >= 0; k--) {
      if (shape.size[k] != 1 && stride[k] != expected) return false;
      expected *= shape.size[k];
    }
    return true;
  }
};

inline View packed(u32 address, const Shape& shape, int item) {
  View view{address, shape, {}};
  i32 stride = item;
  for (int k = shape.axes - 1; k >= 0; k--) view.stride[k] = stride, stride *= shape.size[k];
  return view;
}

/// An axis counted from the end (-1 is the last) as one counted from the front, or -1.
inline int from_front(int axis, int axes) { return axis < 0 && axis >= -axes ? axes + axis : -1; }

[[gnu::noinline]] inline void say(const Shape& shape) {
  say("(");
  for (int k = 0; k < shape.axes; k++) {
    if (k) say(", ");
    say(shape.size[k]);
  }
  say(shape.axes == 1 ? ",)" : ")");
}

/// Widens `shape` to what it and `other` broadcast to, leaving out the last `apart` axes.
inline bool broadcast(Shape& shape, const Shape& other, int apart = 0) {
  Shape wide = shape.axes >= other.axes ? shape : other;
  const Shape& narrow = shape.axes >= other.axes ? other : shape;
  for (int k = apart + 1; k <= narrow.axes; k++) {
    i32& size = wide.size[wide.axes - k];
    i32 here = narrow.size[narrow.axes - k];
    if (size == 1) size = here;
    else if (here != 1 && here != size) return false;
  }
  shape = wide;
  return true;
}

/// The same entries seen with a wider shape: repeated along new axes and those of length 1.
inline View broadcast_to(const View& view, const Shape& shape) {
  View wide{view.address, shape, {}};
  for (int k = 1; k <= view.shape.axes; k++) {
    int from = view.shape.axes - k, to = shape.axes - k;
    wide.stride[to] = view.shape.size[from] == 1 ? 0 : view.stride[from];
  }
  return wide;
}
