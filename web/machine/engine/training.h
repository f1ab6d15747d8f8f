// Training: the same few programs again and again, on batches and with draws. It knows of programs,
// rows and flags, not of networks; the order is that of dlbook.numpy_engine.training.
#pragma once
#include "draws.h"
#include "programs.h"
SMALL_CODE

constexpr int MOST_ROWS = 8, MOST_FLAGS = 16, MOST_NUMBERS = 16;

/// An array whose last axis is the examples, (width, n), of which batches take columns.
struct Rows {
  u32 source;
  i32 width;
  u32 batch[2];  // where the columns go: for whole batches, for the shorter last one
};

/// Flags (units, batch) to be drawn before each step.
struct Flags {
  i32 units;
  u32 batch[2];
};

/// A number that changes from step to step. It is worked out in float64, whatever the training is
/// in: 1 - βᵗ has few digits in float32.
struct Number {
  const double* from;
  u32 to;
};

struct Training {
  i32 item, n, batch_size;
  u32* order;             // of the examples in this epoch; nullptr: all of them in every step
  const Program* before;  // in float64, what a step does first, for instance a rate from its number
  const Program* gradient[2];
  const Program* update;
  Generator *shuffling, *dropping;
  u32 threshold;
  int rows_count, flags_count, numbers_count;
  Rows rows[MOST_ROWS];
  Flags flags[MOST_FLAGS];
  Number numbers[MOST_NUMBERS];
  double* step_number;    // where the number of the step, from 1, is written; nullptr: nowhere
  double* rate;           // before step k it is set to rates[k - 1], later to the last of them
  const double* rates;
  i32 rates_count;
  i32 first;  // the first example of the next batch, within the epoch
  i32 step;
};

inline void gather(const Training& t, const Rows& rows, i32 count, int kind) {
  const u32* order = t.order + t.first;
  u32 from = rows.source, to = rows.batch[kind];
  for (i32 row = 0; row < rows.width; row++, from += t.n * t.item)
    for (i32 k = 0; k < count; k++, to += t.item)
      if (t.item == 8) *(u64*)to = ((const u64*)from)[order[k]];
      else *(u32*)to = ((const u32*)from)[order[k]];
}

inline void prepare(Training& t, i32 count, int kind) {
  if (t.order) {
    if (t.first == 0) t.shuffling->permute(t.order, t.n);
    for (int k = 0; k < t.rows_count; k++) gather(t, t.rows[k], count, kind);
  }
  for (int k = 0; k < t.flags_count; k++)
    draw_flags(*t.dropping, t.flags[k].batch[kind], t.flags[k].units * count, t.threshold, t.item);
  if (t.step_number) *t.step_number = t.step;
  if (t.rate) *t.rate = t.rates[t.step < t.rates_count ? t.step - 1 : t.rates_count - 1];
  if (t.before) run(*t.before);
  for (int k = 0; k < t.numbers_count; k++) put(t.numbers[k].to, *t.numbers[k].from, t.item);
}

/// So many steps. log, if not 0: where the number at `watched` is noted after each of them.
inline void train(Training& t, i32 steps, u32 watched, u32 log) {
  for (; steps > 0; steps--, log += t.item) {
    i32 left = t.n - t.first, count = left < t.batch_size ? left : t.batch_size;
    int kind = count < t.batch_size;
    t.step++;
    prepare(t, count, kind);
    if (t.gradient[kind]) run(*t.gradient[kind]);
    if (t.update) run(*t.update);
    if (watched) move_entries(log, t.item, watched, t.item, 1, t.item);
    t.first = t.first + count == t.n ? 0 : t.first + count;
  }
}
END_OF_SMALL_CODE
