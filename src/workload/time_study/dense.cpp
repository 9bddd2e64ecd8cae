#include "dense.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace evenload::workload::time_study {

bool cholesky(Square& a, double least) {
  const std::size_t n = a.size;
  // A pivot is held against the diagonal as it was, which is kept in the unused lower triangle.
  for (std::size_t k = 1; k < n; ++k) a.row(k)[0] = a.row(k)[k];
  for (std::size_t k = 0; k < n; ++k) {
    double* row = a.row(k);
    if (!(row[k] > least * row[0]) || !(row[k] > 0)) return false;
    const double pivot = std::sqrt(row[k]);
    const double reciprocal = 1 / pivot;
    row[k] = pivot;
    for (std::size_t j = k + 1; j < n; ++j) row[j] *= reciprocal;
    for (std::size_t i = k + 1; i < n; ++i) {
      double* target = a.row(i);
      const double scale = row[i];
      if (scale == 0) continue;
      for (std::size_t j = i; j < n; ++j) target[j] -= scale * row[j];
    }
  }
  return true;
}

void solve_cholesky(const Square& factor, std::span<double> b) {
  const std::size_t n = factor.size;
  for (std::size_t k = 0; k < n; ++k) {
    const double* row = factor.row(k);
    b[k] /= row[k];
    for (std::size_t j = k + 1; j < n; ++j) b[j] -= row[j] * b[k];
  }
  for (std::size_t k = n; k-- > 0;) {
    const double* row = factor.row(k);
    double sum = b[k];
    for (std::size_t j = k + 1; j < n; ++j) sum -= row[j] * b[j];
    b[k] = sum / row[k];
  }
}

void invert_cholesky(const Square& factor, Square& inverse) {
  const std::size_t n = factor.size;
  // M = (U')^-1, row by row into the lower triangle: row i = (e_i - sum over k < i of U_ki row k) / U_ii.
  for (std::size_t i = 0; i < n; ++i) {
    double* row = inverse.row(i);
    std::fill(row, row + n, 0.0);
    for (std::size_t k = 0; k < i; ++k) {
      const double* above = inverse.row(k);
      const double scale = factor.row(k)[i];
      for (std::size_t j = 0; j <= k; ++j) row[j] -= scale * above[j];
    }
    const double reciprocal = 1 / factor.row(i)[i];
    for (std::size_t j = 0; j < i; ++j) row[j] *= reciprocal;
    row[i] = reciprocal;
  }
  // M' M: row k of M is needed in rows 0..k of the answer only, so it may be built from the top, in
  // the lower triangle, row k being consumed when it is reached.
  for (std::size_t k = 0; k < n; ++k) {
    double* row = inverse.row(k);
    for (std::size_t i = 0; i < k; ++i) {
      double* target = inverse.row(i);
      const double scale = row[i];
      for (std::size_t j = 0; j <= i; ++j) target[j] += scale * row[j];
    }
    const double scale = row[k];
    for (std::size_t j = 0; j <= k; ++j) row[j] *= scale;
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) inverse.row(j)[i] = inverse.row(i)[j];
  }
}

void eigen(Square a, std::vector<double>& values, Square& vectors) {
  const std::size_t n = a.size;
  vectors = Square(n);
  for (std::size_t i = 0; i < n; ++i) vectors.row(i)[i] = 1;
  constexpr int most_sweeps = 60;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double off = 0, all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        all += a.row(i)[j] * a.row(i)[j];
        if (i != j) off += a.row(i)[j] * a.row(i)[j];
      }
    }
    if (off <= 1e-30 * all) break;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        const double apq = a.row(p)[q];
        if (apq == 0) continue;
        const double theta = (a.row(q)[q] - a.row(p)[p]) / (2 * apq);
        const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::hypot(1.0, theta));
        const double c = 1 / std::hypot(1.0, t), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          const double kp = a.row(k)[p], kq = a.row(k)[q];
          a.row(k)[p] = c * kp - s * kq;
          a.row(k)[q] = s * kp + c * kq;
        }
        double *row_p = a.row(p), *row_q = a.row(q);
        double *v_p = vectors.row(p), *v_q = vectors.row(q);
        for (std::size_t k = 0; k < n; ++k) {
          const double pk = row_p[k], qk = row_q[k];
          row_p[k] = c * pk - s * qk;
          row_q[k] = s * pk + c * qk;
          const double vp = v_p[k], vq = v_q[k];
          v_p[k] = c * vp - s * vq;
          v_q[k] = s * vp + c * vq;
        }
      }
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return a.row(i)[i] < a.row(j)[j]; });
  Square sorted(n);
  values.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = a.row(order[i])[order[i]];
    std::copy_n(vectors.row(order[i]), n, sorted.row(i));
  }
  vectors = std::move(sorted);
}

void multiply(const Square& a, const double* x, double* y) {
  std::fill(y, y + a.size, 0.0);
  for (std::size_t k = 0; k < a.size; ++k) {
    const double* row = a.row(k);
    const double scale = x[k];
    for (std::size_t j = 0; j < a.size; ++j) y[j] += scale * row[j];
  }
}

}  // namespace evenload::workload::time_study
