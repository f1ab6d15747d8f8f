// The product of two matrices: blocks of rows and columns of the result, held in registers.
#pragma once
#include "instructions.h"

// In an Instruction: out (m, n), a (m, k), b (k, n); row[] and column[] are the bytes to the next
// row or column of out, a and b. Columns of out lie side by side.

/// R rows by W vectors of the result, where b's columns lie side by side.
template <class T, int R, int W>
inline void block(const Instruction& i, u32 out, u32 a, u32 b) {
  Vector<T> sum[R][W] = {};
  if (i32 depth = i.k) do {
    Vector<T> right[W];
#pragma unroll
    for (int w = 0; w < W; w++) right[w] = load<T>((const T*)b + w * Lanes<T>::count);
#pragma unroll
    for (int r = 0; r < R; r++) {
      Vector<T> left = all<T>(*(const T*)(a + r * i.row[1]));
#pragma unroll
      for (int w = 0; w < W; w++) sum[r][w] += left * right[w];
    }
    a += i.column[1], b += i.row[2];
  } while (--depth);
#pragma unroll
  for (int r = 0; r < R; r++)
#pragma unroll
    for (int w = 0; w < W; w++)
      store<T>((T*)(out + r * i.row[0]) + w * Lanes<T>::count, sum[r][w]);
}

template <class T> inline void single(const Instruction& i, u32 out, u32 a, u32 b) {
  T sum = 0;
  for (i32 p = 0; p < i.k; p++, a += i.column[1], b += i.row[2]) sum += *(const T*)a * *(const T*)b;
  *(T*)out = sum;
}

/// Where the block of so many rows or columns begins that covers entry `at`: the last block of a
/// row lies over the one before it, and computes some entries again.
inline i32 block_start(i32 at, i32 block, i32 length) {
  return at + block <= length ? at : length - block;
}

template <class T> void product_by_columns(const Instruction& i, u32 out, u32 a, u32 b, u32) {
  constexpr i32 item = sizeof(T), wide = 2 * Lanes<T>::count;
  i32 rows = i.m >= 4 ? 4 : 1, columns = i.n >= wide ? wide : 1;
  if (columns == 1) rows = 1;
  for (i32 r = 0; r < i.m; r += rows) {
    i32 row = block_start(r, rows, i.m);
    for (i32 c = 0; c < i.n; c += columns) {
      i32 column = block_start(c, columns, i.n) * item;
      u32 to = out + row * i.row[0] + column, left = a + row * i.row[1], right = b + column;
      if (columns == 1) single<T>(i, to, left, right);
      else if (rows == 1) block<T, 1, 2>(i, to, left, right);
      else block<T, 4, 2>(i, to, left, right);
    }
  }
}

/// A scalar product with the entries after the last vector added to it.
template <class T>
[[gnu::noinline]] T with_rest(T total, const T* left, const T* right, i32 rest) {
  for (; rest > 0; rest--) total += *left++ * *right++;
  return total;
}

/// R rows by C columns as scalar products: rows of a and columns of b both run on side by side.
/// Each has U sums that take turns, so that no addition waits for the one before.
template <class T, int R, int C, int U>
inline void dots(const Instruction& i, u32 out, u32 a, u32 b) {
  constexpr i32 lanes = Lanes<T>::count;
  Vector<T> sum[R][C][U] = {};
  i32 p = 0;
  for (; p + U * lanes <= i.k; p += U * lanes, a += 16 * U, b += 16 * U) {
#pragma unroll
    for (int u = 0; u < U; u++) {
      Vector<T> right[C];
#pragma unroll
      for (int c = 0; c < C; c++) right[c] = load<T>((const T*)(b + c * i.column[2] + u * 16));
#pragma unroll
      for (int r = 0; r < R; r++) {
        Vector<T> left = load<T>((const T*)(a + r * i.row[1] + u * 16));
#pragma unroll
        for (int c = 0; c < C; c++) sum[r][c][u] += left * right[c];
      }
    }
  }
#pragma unroll
  for (int r = 0; r < R; r++)
#pragma unroll
    for (int c = 0; c < C; c++) {
      Vector<T> lane_sums = sum[r][c][0];
#pragma unroll
      for (int u = 1; u < U; u++) lane_sums += sum[r][c][u];
      T total = lane_sums[0];
#pragma unroll
      for (int lane = 1; lane < lanes; lane++) total += lane_sums[lane];
      if (p < i.k)
        total = with_rest<T>(total, (const T*)(a + r * i.row[1]),
                             (const T*)(b + c * i.column[2]), i.k - p);
      ((T*)(out + r * i.row[0]))[c] = total;
    }
}

template <class T> void product_by_dots(const Instruction& i, u32 out, u32 a, u32 b, u32) {
  bool many = i.m >= 2 && i.n >= 4;
  i32 rows = many ? 2 : 1, columns = many ? 4 : 1;
  for (i32 r = 0; r < i.m; r += rows) {
    i32 row = block_start(r, rows, i.m);
    for (i32 c = 0; c < i.n; c += columns) {
      i32 column = block_start(c, columns, i.n);
      u32 to = out + row * i.row[0] + column * sizeof(T);
      u32 left = a + row * i.row[1], right = b + column * i.column[2];
      if (many) dots<T, 2, 4, 1>(i, to, left, right);
      else dots<T, 1, 1, 4>(i, to, left, right);
    }
  }
}
