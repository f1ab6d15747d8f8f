// Memory: a stack of buffers that grows upwards. Hosts note the top and come back to it.
#pragma once
#include "errors.h"
#include "numbers.h"

constexpr u32 PAGE = 65536;
constexpr u32 SPARE = 16;  // vectors may be read a little past the end of an array

extern "C" u8 __heap_base;
inline u8* top = &__heap_base;  // at a multiple of 16

/// The address of so many fresh bytes; 0, with a sentence, where the memory cannot grow that far.
[[gnu::noinline]] inline u32 take(u64 bytes) {
  u32 address = (u32)top;
  u64 end = address + ((bytes + 15) & ~15ull);
  u64 held = (u64)__builtin_wasm_memory_size(0) * PAGE;
  if (end + SPARE > held) {
    u64 pages = (end + SPARE - held + PAGE - 1) / PAGE;
    if (end > 0xFFFF0000ull || (i32)__builtin_wasm_memory_grow(0, (u32)pages) == -1)
      return fail("The machine has no memory left for ", (i32)((bytes + 0xFFFFF) >> 20),
                  " MB more");
  }
  top = (u8*)(u32)end;
  return address;
}

template <class T> inline T* take_array(u64 n) { return (T*)take(n * sizeof(T)); }
