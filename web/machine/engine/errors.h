// What went wrong, as a sentence that hosts show. Functions that fail answer 0 and leave it here.
#pragma once
#include "numbers.h"
SMALL_CODE

inline char sentence[400];
inline u32 sentence_length = 0;

[[gnu::noinline]] inline void say(const char* text) {
  for (; *text && sentence_length + 1 < sizeof sentence; text++) sentence[sentence_length++] = *text;
  sentence[sentence_length] = 0;
}

[[gnu::noinline]] inline void say(i32 number) {
  char digits[12];
  int at = 11;
  digits[at] = 0;
  u32 left = number < 0 ? 0u - (u32)number : (u32)number;
  do digits[--at] = '0' + left % 10;
  while (left /= 10);
  if (number < 0) digits[--at] = '-';
  say(digits + at);
}

/// Begins a new sentence and answers false, so that `return fail(...)` reads well.
template <class... Parts> inline bool fail(Parts... parts) {
  sentence_length = 0;
  (say(parts), ...);
  return false;
}
END_OF_SMALL_CODE
