#include "lower_bound.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace evenload::optimize::detail::machines {

namespace {

// Knapsacks take some 40 bytes a pair.
constexpr std::size_t most_pairs = 4'000'000;

/// The least target at which the columns have room for as many rows as there are, each column filled
/// with its shortest times: equation 12. Starts from `low`, which must be a bound.
std::int64_t count_bound(const Machines& in, std::int64_t low, WorkMeter& meter) {
  std::vector<std::vector<std::int64_t>> sums(static_cast<std::size_t>(in.columns()));
  for (int j = 0; j < in.columns(); ++j) {
    if (!meter.spend(1 + in.rows() / 2)) return low;
    std::vector<std::int64_t>& column = sums[j];
    for (int i = 0; i < in.rows(); ++i) {
      if (in.time(i, j) >= 0) column.push_back(in.time(i, j));
    }
    std::sort(column.begin(), column.end());
    for (std::size_t k = 1; k < column.size(); ++k) column[k] += column[k - 1];
  }
  const auto enough = [&](std::int64_t target) {
    std::int64_t rows = 0;
    for (int j = 0; j < in.columns(); ++j) {
      const auto end = std::upper_bound(sums[j].begin(), sums[j].end(), target - in.base()[j]);
      rows += end - sums[j].begin();
    }
    return rows >= in.rows();
  };
  if (enough(low)) return low;
  std::int64_t refuted = low;
  std::int64_t reached = std::int64_t{1} << 62;
  while (reached - refuted > 1) {
    const std::int64_t middle = refuted + (reached - refuted) / 2;
    (enough(middle) ? reached : refuted) = middle;
  }
  return reached;
}

}  // namespace

LowerBound::LowerBound(const Machines& in)
    : in_(in), value_(in.simple_bound()), missed_(no_target) {
  linear_.price.assign(static_cast<std::size_t>(in.columns()), 1.0 / std::max(in.columns(), 1));
}

void LowerBound::start(WorkMeter& meter) {
  meter.phase("bound");
  linear_ = solve_linear_dual(in_, no_target, {}, meter);
  value_ = std::max(value_, exact_linear_bound(in_, linear_.price, no_target));
  if (meter.stopped()) return;
  if (static_cast<std::size_t>(in_.rows()) * static_cast<std::size_t>(in_.columns()) <= most_pairs)
    value_ = count_bound(in_, value_, meter);
  LinearDual tighter = solve_linear_dual(in_, value_, linear_.price, meter);
  value_ = std::max(value_, std::min(exact_linear_bound(in_, tighter.price, value_), value_ + 1));
  if (!meter.stopped()) linear_ = std::move(tighter);
}

void LowerBound::raise(std::int64_t incumbent, WorkMeter& meter) {
  if (static_cast<std::size_t>(in_.rows()) * static_cast<std::size_t>(in_.columns()) <= most_pairs)
    raise_by_knapsacks(incumbent, meter);
}

void LowerBound::raise_by_knapsacks(std::int64_t incumbent, WorkMeter& meter) {
  if (!knapsacks_) {
    std::vector<double> value(static_cast<std::size_t>(in_.rows()));
    for (int i = 0; i < in_.rows(); ++i) {
      value[i] = -1;
      for (int j = 0; j < in_.columns(); ++j) {
        if (in_.time(i, j) < 0 || in_.time(i, j) > incumbent - in_.base()[j]) continue;
        const double here = linear_.price[j] * static_cast<double>(in_.time(i, j));
        if (value[i] < 0 || here < value[i]) value[i] = here;
      }
      value[i] = std::max(value[i], 0.0);
    }
    knapsacks_.emplace(in_, std::move(value));
  }
  // A target that was missed may do with more patience.
  if (missed_ <= value_) {
    ++retries_;
    missed_ = no_target;
  }
  // From the bound upwards in growing steps: values for one target are nearly right for the next,
  // and those of a hopeless target, like that of an early incumbent, lead astray.
  while (!meter.stopped()) {
    const std::int64_t top = std::min(incumbent, missed_) - 1;
    if (top < value_) return;
    const std::int64_t target = value_ + std::min(top - value_, step_ - 1);
    if (knapsacks_->refute(target, 300 << retries_, 2 << retries_, meter)) {
      value_ = target + 1;
      step_ = std::min(2 * step_, std::int64_t{1} << 60);
    } else if (!meter.stopped()) {
      missed_ = target;
      step_ = std::max<std::int64_t>(step_ / 4, 1);
    }
  }
}

}  // namespace evenload::optimize::detail::machines
