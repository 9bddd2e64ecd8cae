#include "lower_bound.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace evenload::optimize::detail::machines {

namespace {

// Knapsacks take some 40 bytes a pair.
constexpr std::size_t most_pairs = 4'000'000;

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
  // The incumbent's own target first, then, where that fails, what seems within reach.
  std::int64_t target = std::min(incumbent, missed_) - 1;
  while (target >= value_) {
    if (knapsacks_->refute(target, steps_, meter)) {
      value_ = target + 1;
      return;
    }
    if (meter.stopped()) return;
    missed_ = target;
    const double reach = static_cast<double>(target) * (1 + knapsacks_->best());
    target = std::clamp(static_cast<std::int64_t>(std::floor(reach)), value_, std::max(value_, target - 1));
    if (target >= missed_) return;
  }
}

}  // namespace evenload::optimize::detail::machines
