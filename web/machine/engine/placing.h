// Where the results of a trace lie: outputs where they are wanted, parts where they are joined.
#pragma once
#include "inference.h"
SMALL_CODE

/// Whether two runs of bytes share any.
inline bool overlap(u32 a, u64 a_bytes, u32 b, u64 b_bytes) {
  return a < b + b_bytes && b < a + a_bytes;
}

struct Places {
  const int item;
  const Trace& trace;
  const Shape* shapes;
  View* views;  // of each value; address 0 where it has no place yet
  int* root;    // the input whose memory a value lies in, or -1
  bool memory_left = true;

  View fresh_buffer(const Shape& shape) {
    u32 address = take(shape.entries() * item);
    if (!address) memory_left = false;
    return packed(address, shape, item);
  }

  bool can_be_placed(int value) const {
    const Operation* op = trace.maker(value);
    return op && is_fresh(op->code) && views[value].address == 0;
  }

  /// Whether a result may be written to where inputs lie: those were read for the last time, entry
  /// by entry, by the operation that makes it.
  bool may_overwrite(int value, u32 address) const {
    u64 bytes = shapes[value].entries() * item;
    for (int input = 0; input < trace.inputs; input++) {
      u64 held = shapes[input].entries() * item;
      if (!overlap(address, bytes, views[input].address, held)) continue;
      const Operation& op = *trace.maker(value);
      if (!is_elementwise(op.code) || views[input].address != address) return false;
      if (!(shapes[input] == shapes[value])) return false;
      for (int j = 0; j < op.count; j++)
        if (root[op.operands[j]] == input && op.operands[j] != input) return false;
      for (int k = value + 1; k < trace.values(); k++)
        for (int j = 0; j < trace.maker(k)->count; j++)
          if (root[trace.maker(k)->operands[j]] == input) return false;
      for (int k = 0; k < trace.outputs; k++)
        if (root[trace.output[k]] == input) return false;
    }
    return true;
  }

  /// Results that are outputs are computed where they are wanted, parts where they are joined.
  void place(const u32* destinations) {
    for (int k = 0; k < trace.outputs; k++) {
      int value = trace.output[k];
      if (!can_be_placed(value)) continue;
      if (!destinations[k]) views[value] = fresh_buffer(shapes[value]);
      else if (may_overwrite(value, destinations[k]))
        views[value] = packed(destinations[k], shapes[value], item);
    }
    for (int value = trace.values() - 1; value >= trace.inputs; value--) {
      const Operation& op = *trace.maker(value);
      if (op.code != CONCATENATE) continue;
      if (!views[value].address) views[value] = fresh_buffer(shapes[value]);
      for (int j = 0; j < op.count; j++)
        if (can_be_placed(op.operands[j])) views[op.operands[j]] = part(op, value, j);
    }
  }

  /// Where operand j of a concatenation lies in it.
  View part(const Operation& op, int value, int j) const {
    const View& whole = views[value];
    int axis = from_front(op.settings[0], whole.shape.axes);
    View view = whole;
    for (int before = 0; before < j; before++)
      view.address += shapes[op.operands[before]].size[axis] * whole.stride[axis];
    view.shape = shapes[op.operands[j]];
    return view;
  }
};
END_OF_SMALL_CODE
