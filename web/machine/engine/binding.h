// Binding: every result of a trace gets its place in memory, every operation becomes instructions.
#pragma once
#include "placing.h"
SMALL_CODE

struct Binder : Places {
  const Kernels& kernels;
  Instruction* next;

  Binder(const Places& places, const Kernels& kernels, Instruction* instructions)
      : Places(places), kernels(kernels), next(instructions) {}

  void elementwise(int code, const View& out, const View* operands, int count, bool roomy) {
    if (out.shape.entries() == 0) return;
    View wide[MOST_OPERANDS] = {out};
    const View* all[MOST_OPERANDS] = {wide, wide + 1, wide + 2, wide + 3};
    for (int j = 0; j < count; j++) wide[j + 1] = broadcast_to(operands[j], out.shape);
    Instruction& i = *next++;
    i = {};
    i.strip = code < 0 ? kernels.copy : kernels.strip[code];
    i.item = item, i.operands = count;
    set_axes(i, all, count + 1);
    take_inner(i);
    set_stretch(i, roomy && i.axes == 0);
  }
  void copy(const View& to, const View& from) { elementwise(-1, to, &from, 1, false); }

  /// Entries known while binding are written at once.
  void fill(const View& to, double value) {
    u32 address = take(item);
    if (!address || !memory_left) { memory_left = false; return; }
    put(address, value, item);
    Instruction* before = next;
    copy(to, packed(address, {}, item));
    if (next != before) execute(*--next);
  }

  /// One axis after the other; a sum or maximum over a single entry is that entry.
  void reduction(const Operation& op, const View& out) {
    View from = views[op.operands[0]];
    for (int j = 0; j < op.settings_count; j++) {
      int axis = from_front(op.settings[j], from.shape.axes);
      if (from.shape.size[axis] == 1 && op.code != ARGMAX) continue;
      View seen = from;
      seen.shape.size[axis] = 1;
      View to = seen.shape == out.shape ? out : fresh_buffer(seen.shape);
      if (!memory_left) return;
      if (from.shape.size[axis] == 0) fill(to, 0);
      else if (to.shape.entries()) reduce(op.code, to, seen, from.shape.size[axis], axis);
      from = to;
    }
    if (from.address != out.address) copy(out, from);
  }
  void reduce(int code, const View& to, const View& seen, i32 count, int axis) {
    const View* both[] = {&to, &seen};
    Instruction& i = *next++;
    i = {};
    i.kernel = code == ARGMAX ? kernels.place_of_max : fold;
    i.strip = kernels.strip[code == SUM ? ADD : MAXIMUM];
    i.start = code == SUM ? 0 : -INFINITE;
    i.item = item;
    set_axes(i, both, 2);
    take_inner(i);
    i.k = count, i.column[1] = seen.stride[axis];
  }

  void matmul(const View& out, const View& a, View b) {
    if (out.shape.entries() == 0) return;
    if (a.shape.size[a.shape.axes - 1] == 1) {  // a column times a row: each entry by each
      View both[] = {a, b};
      return elementwise(MULTIPLY, out, both, 2, false);
    }
    auto side_by_side = [&](const View& view, int from_last) {
      int axis = view.shape.axes - 1 - from_last;
      return view.shape.size[axis] == 1 || view.stride[axis] == item;
    };
    bool columns = side_by_side(b, 0), dots = side_by_side(a, 0) && side_by_side(b, 1);
    if (!columns && !dots) {
      View copied = fresh_buffer(b.shape);
      if (!memory_left) return;
      copy(copied, b);
      b = copied;
    }
    int last = out.shape.axes - 1;
    View wide[3] = {out, spread(a, out.shape), spread(b, out.shape)};
    const View* all[] = {wide, wide + 1, wide + 2};
    Instruction& i = *next++;
    i = {};
    set_axes(i, all, 3, 2);
    i.m = out.shape.size[last - 1], i.n = out.shape.size[last];
    i.k = a.shape.size[a.shape.axes - 1];
    for (int k = 0; k < 3; k++)
      i.row[k] = wide[k].stride[last - 1], i.column[k] = wide[k].stride[last];
    i.kernel = dots && (!columns || i.n == 1) ? kernels.by_dots : kernels.by_columns;
  }
  /// Leading axes broadcast to those of a product, the last two as they are.
  static View spread(const View& view, const Shape& product) {
    Shape shape = product;
    for (int k = 1; k <= 2; k++)
      shape.size[shape.axes - k] = view.shape.size[view.shape.axes - k];
    View wide = broadcast_to(view, shape);
    for (int k = 1; k <= 2; k++)
      wide.stride[shape.axes - k] = view.stride[view.shape.axes - k];
    return wide;
  }

  View view_of(const Operation& op, const View& from, const Shape& shape) const {
    View view = from;
    view.shape = shape;
    int axes = from.shape.axes;
    if (op.code == TRANSPOSE) {
      view.stride[axes - 1] = from.stride[axes - 2], view.stride[axes - 2] = from.stride[axes - 1];
    } else if (op.code == SLICE) {
      int axis = from_front(op.settings[0], axes);
      Cut c = cut(op.settings, from.shape.size[axis]);
      view.address += c.start * from.stride[axis];
      view.stride[axis] = c.step * from.stride[axis];
    } else if (op.code == EXPAND_DIMS) {
      int axis = from_front(op.settings[0], shape.axes);
      for (int k = shape.axes - 1; k > axis; k--) view.stride[k] = from.stride[k - 1];
      view.stride[axis] = 0;
    } else {
      for (int k = from_front(op.settings[0], axes); k < shape.axes; k++)
        view.stride[k] = from.stride[k + 1];
    }
    return view;
  }

  double number(const Operation& op) const {
    if (op.code != COUNT) return trace.constants[op.settings[0]];
    const Shape& shape = shapes[op.operands[0]];
    double n = 1;
    for (int j = 0; j < op.settings_count; j++)
      n *= shape.size[from_front(op.settings[j], shape.axes)];
    return n;
  }

  void make(int value) {
    const Operation& op = *trace.maker(value);
    View& out = views[value];
    if (is_view(op.code)) {
      out = view_of(op, views[op.operands[0]], shapes[value]);
      return;
    }
    bool own = !out.address;  // then it has its memory to itself, up to a multiple of 16 bytes
    if (own) out = fresh_buffer(shapes[value]);
    if (!memory_left) return;
    View operands[MOST_OPERANDS];
    for (int j = 0; j < op.count && j < MOST_OPERANDS; j++) operands[j] = views[op.operands[j]];
    if (is_elementwise(op.code)) elementwise(op.code, out, operands, op.count, own);
    else if (is_reduction(op.code)) reduction(op, out);
    else if (op.code == MATMUL) matmul(out, operands[0], operands[1]);
    else if (op.code == CONCATENATE) join(op, value);
    else fill(out, number(op));
  }

  void join(const Operation& op, int value) {
    for (int j = 0; j < op.count; j++) {
      View to = part(op, value, j);
      if (views[op.operands[j]].address != to.address) copy(to, views[op.operands[j]]);
    }
  }

  /// Outputs as contiguous arrays where they are wanted. First those that are parts of inputs are
  /// put aside: another output may be about to take their place.
  void deliver(const u32* destinations, View* outputs) {
    for (int k = 0; k < trace.outputs; k++) {
      outputs[k] = views[trace.output[k]];
      if (root[trace.output[k]] < 0 || !memory_left) continue;
      View aside = fresh_buffer(outputs[k].shape);
      if (memory_left) copy(aside, outputs[k]), outputs[k] = aside;
    }
    for (int k = 0; k < trace.outputs && memory_left; k++) {
      bool there = destinations[k] ? outputs[k].address == destinations[k]
                                   : outputs[k].contiguous(item);
      if (there) continue;
      View to = destinations[k] ? packed(destinations[k], outputs[k].shape, item)
                                : fresh_buffer(outputs[k].shape);
      if (memory_left) copy(to, outputs[k]), outputs[k] = to;
    }
  }
};
END_OF_SMALL_CODE
