#include "knapsack_dual.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace evenload::optimize::detail::machines {

KnapsackDual::KnapsackDual(const Machines& in, std::vector<double> value)
    : in_(in), rows_(in.columns()), value_(std::move(value)) {
  knapsacks_.reserve(in.columns());
  for (int j = 0; j < in.columns(); ++j) {
    std::vector<std::int64_t> weights;
    for (int i = 0; i < in.rows(); ++i) {
      if (in.time(i, j) < 0) continue;
      rows_[j].push_back(i);
      weights.push_back(in.time(i, j));
    }
    knapsacks_.emplace_back(std::move(weights));
  }
  whole_.resize(in.rows());
  uses_.resize(in.rows());
}

double KnapsackDual::evaluate(std::int64_t target, std::span<const double> value, WorkMeter& meter) {
  double sum = 0;
  for (const double v : value) sum += v;
  if (!(sum > 1e-200)) return -1;  // values that have all faded say nothing
  const double scale = 0x1p40 / sum;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < value.size(); ++i) total += whole_[i] = static_cast<std::int64_t>(value[i] * scale);
  std::fill(uses_.begin(), uses_.end(), 0);
  std::int64_t packed = 0;
  for (int j = 0; j < in_.columns(); ++j) {
    item_value_.resize(rows_[j].size());
    for (std::size_t k = 0; k < rows_[j].size(); ++k) item_value_[k] = whole_[rows_[j][k]];
    packed += knapsacks_[j].solve(item_value_, target - in_.base()[j]);
    for (const std::int32_t k : knapsacks_[j].chosen()) ++uses_[rows_[j][k]];
    if (!meter.spend(1 + knapsacks_[j].effort() / 16)) return -1;
  }
  if (total > packed) proven_ = true;
  return static_cast<double>(total - packed) / 0x1p40;
}

bool KnapsackDual::refute(std::int64_t target, int steps, int patience, WorkMeter& meter) {
  const auto n = static_cast<std::size_t>(in_.rows());
  proven_ = false;
  best_ = -1;
  std::vector<double> at = value_;
  std::vector<double> direction(n, 0.0);
  double theta = 1.0;
  int since = 0;
  double before = -1;
  for (int step = 0; step < steps && !meter.stopped(); ++step) {
    double sum = 0;
    for (const double v : at) sum += v;
    const double now = evaluate(target, at, meter);
    if (proven_) {
      best_ = now;
      value_ = at;
      return true;
    }
    if (meter.stopped()) return false;
    if (now > best_ + 1e-7) {
      best_ = now;
      value_ = at;
      since = 0;
    } else if (++since >= 12) {
      theta *= 0.6;
      since = 0;
      at = value_;
      std::fill(direction.begin(), direction.end(), 0.0);
      if (theta < 1e-3) break;
      continue;
    }
    // Where the progress of the last steps, made that many times over, would not do, it is out of
    // reach.
    if (step % 40 == 39) {
      if (best_ + patience * (best_ - before) < 0) break;
      before = best_;
    }
    double square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double slope = 1.0 - uses_[i];
      direction[i] = 0.35 * slope + 0.65 * direction[i];
      if (at[i] <= 0 && direction[i] < 0) direction[i] = 0;
      square += direction[i] * direction[i];
    }
    if (square < 1e-12) break;
    // Polyak's step towards a little above zero.
    const double length = theta * (1e-4 - now) * sum / square;
    for (std::size_t i = 0; i < n; ++i) at[i] = std::max(0.0, at[i] + length * direction[i]);
  }
  return false;
}

}  // namespace evenload::optimize::detail::machines
