/// \file
/// Dense linear algebra of a few hundred unknowns, row-major. Private.
///
/// Small enough to be ours: matrices are never larger than the number of case types, nothing is
/// allocated per resample, and sums run in one fixed order, so answers are equal on any machine that
/// keeps IEEE arithmetic.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace evenload::workload::time_study {

/// A square matrix by rows.
struct Square {
  Square() = default;
  explicit Square(std::size_t n) : size(n), values(n * n, 0.0) {}
  double* row(std::size_t i) { return values.data() + i * size; }
  const double* row(std::size_t i) const { return values.data() + i * size; }
  std::size_t size = 0;
  std::vector<double> values;
};

/// Replaces the upper triangle of a symmetric matrix, the only one that is read, by its Cholesky
/// factor U: U' U is the matrix. The lower triangle is left in disorder. Inner loops run along rows, so that compilers can use vectors
/// without changing the order of a sum.
/// \return false where a pivot falls below `least` times its diagonal: (nearly) singular.
bool cholesky(Square& a, double least);
/// Solves U' U x = b in place.
void solve_cholesky(const Square& factor, std::span<double> b);
/// The inverse of U' U, in full. `factor` stays. `inverse` has the same size.
void invert_cholesky(const Square& factor, Square& inverse);
/// Eigenvalues, ascending, of a symmetric matrix and its eigenvectors (row i belongs to value i), by
/// cyclic Jacobi rotations.
void eigen(Square a, std::vector<double>& values, Square& vectors);
/// y = A x for a symmetric matrix in full.
void multiply(const Square& a, const double* x, double* y);

}  // namespace evenload::workload::time_study
