// An array machine: what hosts call. Addresses are those of the exported memory.
// A host takes memory, writes a trace and arrays into it, binds, runs, and reads the outputs.
#include "training.h"

#define EXPORT(name) extern "C" __attribute__((export_name(name)))

/// So many bytes of fresh memory, at a multiple of 16; 0 where there is none left.
EXPORT("take") u32 export_take(u32 bytes) { return take(bytes); }

/// What is taken from now on can be given back by `release` of this address.
EXPORT("mark") u32 export_mark() { return take(0); }
EXPORT("release") void export_release(u32 mark) { top = (u8*)mark; }

/// The sentence that says why the last call failed, ended by a 0.
EXPORT("sentence") u32 export_sentence() { return (u32)sentence; }

EXPORT("version") i32 export_version() { return VERSION; }

/// Binds packed bytes of a trace. item: 8 for float64, 4 for float32.
/// inputs: for each its address, number of axes and six sizes, as 32-bit words, all contiguous.
/// destinations: for each output the address where it is wanted, or 0 for a place of its own.
/// Answers the program's address, or 0.
EXPORT("bind") u32 export_bind(u32 bytes, u32 length, i32 item, const u32* inputs,
                               i32 inputs_count, const u32* destinations) {
  Trace trace;
  if (!read(trace, (const i16*)bytes, length)) return 0;
  if (inputs_count != trace.inputs)
    return fail("The program takes ", trace.inputs, " inputs, given ", inputs_count);
  View* views = take_array<View>(trace.inputs);
  if (!views) return 0;
  for (int k = 0; k < trace.inputs; k++, inputs += 2 + MOST_AXES) {
    Shape shape;
    shape.axes = inputs[1];
    for (int axis = 0; axis < shape.axes; axis++) shape.size[axis] = inputs[2 + axis];
    views[k] = packed(inputs[0], shape, item);
  }
  const Kernels& kernels = item == 8 ? KERNELS<double> : KERNELS<float>;
  return (u32)bind(kernels, trace, views, destinations);
}

EXPORT("run") void export_run(const Program* program, i32 times) {
  for (; times > 0; times--) run(*program);
}

/// The program again and again. moves: each copies so many bytes, before the program runs (the
/// first `before` of them) or after it; both ends go on by a stride of their own each time.
EXPORT("scan") void export_scan(const Program* program, i32 times, const Move* moves, i32 before,
                                i32 count) {
  for (i32 k = 0; k < times; k++) {
    for (i32 i = 0; i < before; i++) moves[i].make(k);
    run(*program);
    for (i32 i = before; i < count; i++) moves[i].make(k);
  }
}

/// An output of a bound program, as 32-bit words: its address, number of axes, six sizes.
EXPORT("output") u32 export_output(const Program* program, i32 k) {
  return (u32)&program->output[k];
}

EXPORT("instructions") i32 export_instructions(const Program* program) { return program->count; }

// Training is set up piece by piece.

EXPORT("training") u32 export_training(i32 item, i32 n, i32 batch_size) {
  Training* t = take_array<Training>(1);
  if (!t) return 0;
  *t = {};
  t->item = item, t->n = n, t->batch_size = batch_size;
  return (u32)t;
}

/// Batches are drawn from a Generator (48 bytes, see draws.h); without this, each step takes all.
EXPORT("set_order") i32 export_set_order(Training* t, Generator* generator) {
  t->shuffling = generator;
  t->order = take_array<u32>(t->n);
  return t->order != nullptr;
}

EXPORT("add_rows")
i32 export_add_rows(Training* t, u32 source, i32 width, u32 whole, u32 last) {
  if (t->rows_count == MOST_ROWS)
    return fail("A training takes at most ", MOST_ROWS, " arrays of examples");
  t->rows[t->rows_count++] = {source, width, {whole, last}};
  return true;
}

EXPORT("set_dropout") void export_set_dropout(Training* t, Generator* generator, u32 threshold) {
  t->dropping = generator, t->threshold = threshold;
}

EXPORT("add_flags") i32 export_add_flags(Training* t, i32 units, u32 whole, u32 last) {
  if (t->flags_count == MOST_FLAGS)
    return fail("A training draws at most ", MOST_FLAGS, " arrays of flags a step");
  t->flags[t->flags_count++] = {units, {whole, last}};
  return true;
}

/// before, always in float64, and update may be 0; last may be 0 where no batch is shorter.
EXPORT("set_programs")
void export_set_programs(Training* t, Program* before, Program* whole, Program* last,
                         Program* update) {
  t->before = before, t->gradient[0] = whole, t->gradient[1] = last, t->update = update;
}

/// The number of each step, from 1, is written to this address, as float64.
EXPORT("set_step_number") void export_set_step_number(Training* t, double* address) {
  t->step_number = address;
}

/// The float64 at `address` is set before step k to rates[k - 1], later to the last of them.
EXPORT("set_rates")
void export_set_rates(Training* t, double* address, const double* rates, i32 count) {
  t->rate = address, t->rates = rates, t->rates_count = count;
}

/// Before each step, and after the program `before`, a float64 is copied to a number of the
/// training's own kind.
EXPORT("add_number") i32 export_add_number(Training* t, const double* from, u32 to) {
  if (t->numbers_count == MOST_NUMBERS)
    return fail("At most ", MOST_NUMBERS, " numbers can change from step to step");
  t->numbers[t->numbers_count++] = {from, to};
  return true;
}

EXPORT("train") void export_train(Training* t, i32 steps, u32 watched, u32 log) {
  train(*t, steps, watched, log);
}

// The draws by themselves.

EXPORT("draw_raw") void export_draw_raw(Generator* g, u64* out, i32 n) {
  for (i32 k = 0; k < n; k++) out[k] = g->raw();
}
EXPORT("draw_uniform") void export_draw_uniform(Generator* g, double* out, i32 n) {
  for (i32 k = 0; k < n; k++) out[k] = g->uniform();
}
EXPORT("draw_permutation") void export_draw_permutation(Generator* g, u32* out, i32 n) {
  g->permute(out, n);
}
