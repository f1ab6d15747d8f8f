// The product of two matrices: blocks of rows and columns of the result, held in registers.
#pragma once
#include "instructions.h"

// In an Instruction: out (m, n), a (m, k), b (k, n); row[] and column[] are the bytes to the next
// row or column of out, a and b. Columns of out lie side by side.

/// R rows by W vectors of the result, where b's columns lie side by side.
template <class T, int R, int W>
inline void block(const Instruction& i, u32 out, u32 a, u32 b) {
  Vector<T> sum[R][W] = {};
  for (i32 p = 0; p < i.k; p++, a += i.column[1], b += i.row[2]) {
    Vector<T> right[W];
#pragma unroll
    for (int w = 0; w < W; w++) right[w] = load<T>((const T*)b + w * Lanes<T>::count);
#pragma unroll
    for (int r = 0; r < R; r++) {
      Vector<T> left = all<T>(*(const T*)(a + r * i.row[1]));
#pragma unroll
      for (int w = 0; w < W; w++) sum[r][w] += left * right[w];
    }
  }
#pragma unroll
  for (int r = 0; r < R; r++)
#pragma unroll
    for (int w = 0; w < W; w++)
      store<T>((T*)(out + r * i.row[0]) + w * Lanes<T>::count, sum[r][w]);
}

/// A single column of R rows.
template <class T, int R> inline void thin_block(const Instruction& i, u32 out, u32 a, u32 b) {
  T sum[R] = {};
  for (i32 p = 0; p < i.k; p++, a += i.column[1], b += i.row[2])
#pragma unroll
    for (int r = 0; r < R; r++) sum[r] += *(const T*)(a + r * i.row[1]) * *(const T*)b;
#pragma unroll
  for (int r = 0; r < R; r++) *(T*)(out + r * i.row[0]) = sum[r];
}

template <class T, int R> inline void rows_of_blocks(const Instruction& i, u32 out, u32 a, u32 b) {
  constexpr i32 lanes = Lanes<T>::count;
  i32 j = 0;
  for (; j + 2 * lanes <= i.n; j += 2 * lanes, out += 32, b += 32) block<T, R, 2>(i, out, a, b);
  for (; j + lanes <= i.n; j += lanes, out += 16, b += 16) block<T, R, 1>(i, out, a, b);
  for (; j < i.n; j++, out += sizeof(T), b += sizeof(T)) thin_block<T, R>(i, out, a, b);
}

template <class T> void product_by_columns(const Instruction& i, u32 out, u32 a, u32 b, u32) {
  i32 r = 0;
  for (; r + 4 <= i.m; r += 4) {
    rows_of_blocks<T, 4>(i, out, a, b);
    out += 4 * i.row[0], a += 4 * i.row[1];
  }
  for (; r < i.m; r++) {
    rows_of_blocks<T, 1>(i, out, a, b);
    out += i.row[0], a += i.row[1];
  }
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
      const T *left = (const T*)(a + r * i.row[1]), *right = (const T*)(b + c * i.column[2]);
      for (i32 rest = 0; rest < i.k - p; rest++) total += left[rest] * right[rest];
      ((T*)(out + r * i.row[0]))[c] = total;
    }
}

template <class T> void product_by_dots(const Instruction& i, u32 out, u32 a, u32 b, u32) {
  for (i32 r = 0; r < i.m;) {
    i32 rows = r + 2 <= i.m && i.n >= 4 ? 2 : 1;
    u32 to = out, right = b;
    for (i32 j = 0; j < i.n;) {
      bool many = rows == 2 && j + 4 <= i.n;
      i32 columns = many ? 4 : 1;
      if (many) dots<T, 2, 4, 1>(i, to, a, right);
      else
        for (i32 k = 0; k < rows; k++)
          dots<T, 1, 1, 4>(i, to + k * i.row[0], a + k * i.row[1], right);
      j += columns, to += columns * sizeof(T), right += columns * i.column[2];
    }
    r += rows, out += rows * i.row[0], a += rows * i.row[1];
  }
}

/// Any b: its columns are laid side by side first.
template <class T> void product_after_copy(const Instruction& i, u32 out, u32 a, u32 b, u32) {
  T* to = (T*)i.scratch;
  for (i32 p = 0; p < i.k; p++)
    for (i32 j = 0; j < i.n; j++) *to++ = *(const T*)(b + p * i.row[2] + j * i.column[2]);
  Instruction inner = i;
  inner.row[2] = i.n * sizeof(T), inner.column[2] = sizeof(T);
  product_by_columns<T>(inner, out, a, i.scratch, 0);
}
