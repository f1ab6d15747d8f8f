// A trace as it travels (dlbook/programs/packing.py): 16-bit words, then float64 constants.
#pragma once
#include "memory.h"
#include "operations.h"
SMALL_CODE

constexpr i16 MARK = 0x6C64, VERSION = 1, NONE = -32768;
constexpr int HEADER = 6, MOST_VALUES = 4096;

struct Operation {
  int code, count;      // its number, how many operands
  const i16* operands;  // the values that it takes
  int settings_count;
  const i16* settings;
};

struct Trace {
  int inputs, operations, outputs;
  Operation* operation;
  const i16* output;
  const double* constants;
  int constants_count;

  int values() const { return inputs + operations; }
  /// The operation that makes a value, or nullptr for an input.
  const Operation* maker(int value) const {
    return value < inputs ? nullptr : operation + (value - inputs);
  }
};

inline bool bad_trace() {
  return fail("The program is damaged: it is not what dlbook.programs.pack writes");
}

/// Whether the settings have the length that the operation needs, and name a constant there is.
inline bool settings_are_right(const Operation& op, int constants) {
  int n = op.settings_count;
  const i16* s = op.settings;
  if (is_reduction(op.code) || op.code == COUNT) return n >= 1;
  if (op.code == SLICE) return n == 4 && s[3] != 0;
  if (op.code == EXPAND_DIMS || op.code == SQUEEZE || op.code == CONCATENATE) return n == 1;
  if (op.code == FULL_LIKE || op.code == CONSTANT) return n == 1 && s[0] >= 0 && s[0] < constants;
  return n == 0;
}

/// Reads the packed bytes; what they say about themselves is not trusted.
inline bool read(Trace& trace, const i16* words, u32 bytes) {
  const i16* end = words + bytes / 2;
  if (bytes < 2 * HEADER || words[0] != MARK) return bad_trace();
  if (words[1] != VERSION)
    return fail("The program has version ", words[1], " and this machine runs version ", VERSION,
                ": they must come from the same dlbook");
  trace.inputs = words[2], trace.operations = words[3], trace.outputs = words[4];
  trace.constants_count = words[5];
  if (words[2] < 0 || words[3] < 0 || words[4] < 1 || words[5] < 0) return bad_trace();
  if (trace.values() > MOST_VALUES) return bad_trace();
  trace.constants = (const double*)((const u8*)words + bytes) - trace.constants_count;
  trace.operation = take_array<Operation>(trace.operations);
  if (!trace.operation) return false;
  const i16* at = words + HEADER;
  for (int k = 0; k < trace.operations; k++) {
    Operation& op = trace.operation[k];
    if (end - at < 3) return bad_trace();
    op.code = *at++, op.count = *at++, op.settings_count = *at++;
    if (op.code < 0 || op.code >= OPERATION_COUNT || op.count < 0 || op.settings_count < 0)
      return bad_trace();
    if (end - at < op.count + op.settings_count) return bad_trace();
    i16* operands = take_array<i16>(op.count);
    if (!operands) return false;
    for (int j = 0; j < op.count; j++) operands[j] = trace.inputs + k - at[j];
    op.operands = operands, op.settings = at + op.count;
    at += op.count + op.settings_count;
    int needed = operands_of(op.code);
    if (needed < 0 ? op.count < 1 : op.count != needed) return bad_trace();
    for (int j = 0; j < op.count; j++)
      if (op.operands[j] < 0 || op.operands[j] >= trace.inputs + k) return bad_trace();
    if (!settings_are_right(op, trace.constants_count)) return bad_trace();
  }
  trace.output = at;
  if (end - at < trace.outputs || (const u8*)(at + trace.outputs) > (const u8*)trace.constants)
    return bad_trace();
  for (int k = 0; k < trace.outputs; k++)
    if (at[k] < 0 || at[k] >= trace.values()) return bad_trace();
  return true;
}
END_OF_SMALL_CODE
