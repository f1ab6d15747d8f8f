// Programs: a trace bound to its inputs, ready to run.
#pragma once
#include "binding.h"
SMALL_CODE

struct Program {
  Instruction* instructions;
  int count, outputs;
  View* output;  // all contiguous
};

/// Bytes that are copied each time that a program is run again: see `scan`.
struct Move {
  u32 from, to, bytes, from_stride, to_stride;
  void make(u32 time) const {
    u32 source = from + time * from_stride, target = to + time * to_stride;
    __builtin_memcpy((void*)target, (const void*)source, bytes);
  }
};

inline void run(const Program& program) {
  const Instruction* end = program.instructions + program.count;
  for (const Instruction* i = program.instructions; i < end; i++) execute(*i);
}

/// How many instructions a trace can become at most.
inline int most_instructions(const Trace& trace) {
  int count = 1 + 2 * trace.outputs;
  for (int k = 0; k < trace.operations; k++)
    count += trace.operation[k].count + trace.operation[k].settings_count + 1;
  return count;
}

/// Binds a trace to inputs and to where its outputs are wanted (0: anywhere).
/// nullptr where that is impossible, with the reason as the sentence of errors.h.
inline Program* bind(const Kernels& kernels, const Trace& trace, const View* inputs,
                     const u32* destinations) {
  Program* program = take_array<Program>(1);
  View* views = take_array<View>(trace.values());
  Shape* shapes = take_array<Shape>(trace.values());
  int* root = take_array<int>(trace.values());
  View* outputs = take_array<View>(trace.outputs);
  Instruction* instructions = take_array<Instruction>(most_instructions(trace));
  if (!program || !views || !shapes || !root || !outputs || !instructions)
    return nullptr;
  for (int k = 0; k < trace.values(); k++) {
    const Operation* op = trace.maker(k);
    views[k] = op ? View{} : inputs[k];
    shapes[k] = op ? Shape{} : inputs[k].shape;
    root[k] = !op ? k : is_view(op->code) ? root[op->operands[0]] : -1;
  }
  if (!infer(trace, shapes)) return nullptr;
  Binder binder({kernels.item, trace, shapes, views, root}, kernels, instructions);
  binder.place(destinations);
  for (int k = trace.inputs; k < trace.values() && binder.memory_left; k++) binder.make(k);
  if (binder.memory_left) binder.deliver(destinations, outputs);
  if (!binder.memory_left) return nullptr;
  *program = {instructions, (int)(binder.next - instructions), trace.outputs, outputs};
  return program;
}
END_OF_SMALL_CODE
