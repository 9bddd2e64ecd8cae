#include "cone.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenload::workload::time_study {

namespace {

constexpr double smallest_pivot = 1e-13;
constexpr double relative_tolerance = 1e-11;
constexpr int patience = 5;  // exchanges that may fail to lessen what is wrong

}  // namespace

ConeSolver::ConeSolver(std::span<const Constraint> constraints, std::span<const double> scale)
    : constraints_(constraints) {
  for (const Constraint& one : constraints) {
    const double plus = one.plus < 0 ? 0 : scale[static_cast<std::size_t>(one.plus)];
    const double minus = one.minus < 0 ? 0 : scale[static_cast<std::size_t>(one.minus)];
    const double size = std::max(plus, minus);
    plus_.push_back(plus / size);
    minus_.push_back(minus / size);
    least_.push_back(one.least / size);
  }
  in_set_.assign(constraints.size(), 0);
}

double ConeSolver::slack(std::size_t constraint, std::span<const double> v) const {
  const Constraint& one = constraints_[constraint];
  double value = -least_[constraint];
  if (one.plus >= 0) value += plus_[constraint] * v[static_cast<std::size_t>(one.plus)];
  if (one.minus >= 0) value -= minus_[constraint] * v[static_cast<std::size_t>(one.minus)];
  return value;
}

double ConeSolver::coupling(const Square& inverse, std::size_t i, std::size_t j) const {
  const Constraint &a = constraints_[i], &b = constraints_[j];
  const auto entry = [&](std::int32_t row, std::int32_t column) {
    return row < 0 || column < 0
               ? 0.0
               : inverse.row(static_cast<std::size_t>(row))[static_cast<std::size_t>(column)];
  };
  return plus_[i] * (plus_[j] * entry(a.plus, b.plus) - minus_[j] * entry(a.plus, b.minus)) -
         minus_[i] * (plus_[j] * entry(a.minus, b.plus) - minus_[j] * entry(a.minus, b.minus));
}

/// Solves for the multipliers that make the set bind. False where its constraints depend on each other.
bool ConeSolver::multipliers(const Square& inverse, std::span<const double> start) {
  const std::size_t size = set_.size();
  lambda_.resize(size);
  if (system_.values.size() < size * size) system_.values.resize(size * size);
  system_.size = size;
  for (std::size_t i = 0; i < size; ++i) {
    const auto a = static_cast<std::size_t>(set_[i]);
    for (std::size_t j = i; j < size; ++j) {
      system_.row(i)[j] = coupling(inverse, a, static_cast<std::size_t>(set_[j]));
    }
    lambda_[i] = -slack(a, start);
  }
  if (!cholesky(system_, smallest_pivot)) return false;
  solve_cholesky(system_, lambda_);
  return true;
}

/// v = start + inverse A' lambda.
void ConeSolver::move(const Square& inverse, std::span<const double> start,
                      std::span<double> v) const {
  std::copy(start.begin(), start.end(), v.begin());
  const auto add = [&](std::int32_t at, double amount) {
    if (at < 0) return;
    const double* row = inverse.row(static_cast<std::size_t>(at));
    for (std::size_t k = 0; k < v.size(); ++k) v[k] += amount * row[k];
  };
  for (std::size_t i = 0; i < set_.size(); ++i) {
    const auto c = static_cast<std::size_t>(set_[i]);
    add(constraints_[c].plus, lambda_[i] * plus_[c]);
    add(constraints_[c].minus, -lambda_[i] * minus_[c]);
  }
}

double ConeSolver::tolerance(std::span<const double> start) const {
  double largest = 0;
  for (const double value : start) largest = std::max(largest, std::abs(value));
  for (const double value : least_) largest = std::max(largest, std::abs(value));
  return relative_tolerance * largest;
}

/// Exchanges all that is wrong at once: violated constraints come in, negative multipliers go out.
bool ConeSolver::pivot(const Square& inverse, std::span<const double> start, std::span<double> v) {
  const double allowed = tolerance(start);
  std::size_t fewest = constraints_.size() + set_.size() + 1;
  for (int left = patience; left > 0;) {
    if (!multipliers(inverse, start)) return false;
    move(inverse, start, v);
    std::size_t wrong = 0;
    std::fill(in_set_.begin(), in_set_.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < set_.size(); ++i) {
      const bool stays = lambda_[i] >= 0;
      in_set_[static_cast<std::size_t>(set_[i])] = stays ? 1 : 2;
      wrong += stays ? 0 : 1;
    }
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
      if (in_set_[c] == 0 && slack(c, v) < -allowed) {
        in_set_[c] = 1;
        ++wrong;
      }
    }
    if (wrong == 0) return true;
    if (wrong < fewest) {
      fewest = wrong;
      left = patience;
    } else {
      --left;
    }
    set_.clear();
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
      if (in_set_[c] == 1) set_.push_back(static_cast<std::int32_t>(c));
    }
  }
  return false;
}

/// The most violated constraint comes in; where a multiplier would turn negative on the way, the
/// first one to reach 0 goes out. The dual value rises with every step, so no set comes twice.
void ConeSolver::one_by_one(const Square& inverse, std::span<const double> start,
                            std::span<double> v) {
  const double allowed = tolerance(start);
  set_.clear();
  kept_.clear();  // multipliers of the set, all positive
  std::copy(start.begin(), start.end(), v.begin());
  std::fill(in_set_.begin(), in_set_.end(), std::uint8_t{0});  // 2: depends on the set, left alone
  const std::size_t most = 20 * constraints_.size() + 20;
  for (std::size_t step = 0; step < most; ++step) {
    std::size_t worst = constraints_.size();
    double lowest = -allowed;
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
      if (in_set_[c] != 0) continue;
      if (const double value = slack(c, v); value < lowest) {
        lowest = value;
        worst = c;
      }
    }
    if (worst == constraints_.size()) return;
    set_.push_back(static_cast<std::int32_t>(worst));
    kept_.push_back(0);
    in_set_[worst] = 1;
    if (!multipliers(inverse, start)) {  // violated by rounding alone
      in_set_[worst] = 2;
      set_.pop_back();
      kept_.pop_back();
      continue;
    }
    while (std::any_of(lambda_.begin(), lambda_.end(), [](double value) { return !(value > 0); })) {
      double step_length = 1;
      for (std::size_t i = 0; i < set_.size(); ++i) {
        if (lambda_[i] > 0) continue;
        step_length = std::min(step_length, kept_[i] / (kept_[i] - lambda_[i]));
      }
      if (std::isnan(step_length)) step_length = 0;
      std::size_t to = 0;
      for (std::size_t i = 0; i < set_.size(); ++i) {
        const double value = kept_[i] + step_length * (lambda_[i] - kept_[i]);
        const bool goes = lambda_[i] <= 0 && value <= 1e-14 * std::abs(lambda_[i] - kept_[i]);
        if (goes) {
          in_set_[static_cast<std::size_t>(set_[i])] = 0;
        } else {
          set_[to] = set_[i];
          kept_[to++] = value;
        }
      }
      if (to == set_.size()) break;  // rounding: nothing reached 0
      set_.resize(to);
      kept_.resize(to);
      if (!multipliers(inverse, start)) break;
    }
    kept_ = lambda_;
    move(inverse, start, v);
    for (std::uint8_t& flag : in_set_) flag = flag == 2 ? std::uint8_t{0} : flag;
  }
}

/// What binds, binds exactly: a bound is met to the bit, and so is what is tied to it from above.
void ConeSolver::settle(std::span<double> v) const {
  for (std::size_t pass = 0; pass <= set_.size(); ++pass) {
    bool changed = false;
    for (const std::int32_t c : set_) {
      const auto i = static_cast<std::size_t>(c);
      const Constraint& one = constraints_[i];
      const bool upper = one.plus < 0;
      double& bound = v[static_cast<std::size_t>(upper ? one.minus : one.plus)];
      double value = upper ? -least_[i] / minus_[i] : least_[i] / plus_[i];
      if (!upper && one.minus >= 0) {
        if (v[static_cast<std::size_t>(one.minus)] != 0) continue;
        value = 0;
      }
      changed = changed || bound != value;
      bound = value;
    }
    if (!changed) break;
  }
}

void ConeSolver::solve(const Square& inverse, std::span<double> v,
                       std::vector<std::int32_t>& binding) {
  start_.assign(v.begin(), v.end());
  set_.assign(binding.begin(), binding.end());
  if (!pivot(inverse, start_, v)) one_by_one(inverse, start_, v);
  std::sort(set_.begin(), set_.end());
  settle(v);
  binding.assign(set_.begin(), set_.end());
}

}  // namespace evenload::workload::time_study
