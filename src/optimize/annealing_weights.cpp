#include "annealing_weights.hpp"

#include <algorithm>
#include <cmath>

namespace evenload::optimize::detail {

AnnealingWeights::AnnealingWeights(const Instance& instance, int aim_level, bool below_peak, bool limits_give_way, double balance)
    : in_(instance), level_(aim_level), limits_give_way_(limits_give_way) {
  double heaviest = 1;
  double dearest = 0;
  double priority = 1;
  double steepest = 0;
  double mean_weight = 0;
  for (int k = 0; k < in_.pairs(); ++k) {
    heaviest = std::max(heaviest, static_cast<double>(in_.pair_weight[k]));
    dearest = std::max(dearest, static_cast<double>(in_.pair_cost[k]));
    mean_weight += static_cast<double>(in_.pair_weight[k]);
  }
  mean_weight = in_.pairs() > 0 ? std::max(mean_weight / in_.pairs(), 1e-9) : 1;
  double mean_inverse = 0;
  for (int i = 0; i < in_.rows; ++i) priority = std::max(priority, static_cast<double>(in_.priority[i]));
  for (int j = 0; j < in_.columns; ++j) {
    steepest = std::max(steepest, 2.0 * static_cast<double>(in_.limit[j]) / static_cast<double>(in_.capacity[j]));
    mean_inverse += 1.0 / static_cast<double>(in_.capacity[j]);
  }
  if (in_.columns > 0) mean_inverse /= in_.columns;
  // Largest change of balance by one compound move, and a typical one.
  const double largest = 3 * (heaviest * steepest + in_.lambda * dearest) + 1e-12;
  plain_effect_ = 2 * mean_weight * mean_weight * mean_inverse;
  typical_ = 2 * mean_weight * mean_weight * mean_inverse + in_.lambda * dearest / 4 + 1e-12;
  tolerance_ = 1e-13 * largest + 1e-13 * std::abs(balance);
  slope_ = std::max(steepest, 1e-12);
  double sum = largest;
  strict_.excess = 2 * sum;
  if (below_peak) sum += strict_.excess * 3 * heaviest;
  for (int level = in_.order.count - 1; level >= 0; --level) {
    strict_.level[level] = 2 * sum;
    sum += strict_.level[level] * 3 * (level == in_.order.overload ? heaviest : priority);
  }
  if (limits_give_way_) strict_.excess = 2 * sum;
  mean_weight_ = mean_weight;
  measure_aim();
}

void AnnealingWeights::measure_aim() {
  double sum = 0;
  double count = 0;
  for (int i = 0; i < in_.rows; ++i) {
    if (in_.row_level[i] != level_) continue;
    sum += static_cast<double>(in_.priority[i]);
    count += 1;
  }
  priority_ = count > 0 ? std::max(1.0, sum / count) : 1;
  unit_ = 100 * typical_;
}

Weights AnnealingWeights::hardened(double t) const {
  const auto between = [&](double soft, double hard) { return soft * std::pow(std::max(hard / soft, 1.0), t); };
  Weights weights = strict_;
  for (int level = 0; level < in_.order.count; ++level) {
    const double soft = level == in_.order.overload ? slope_ : 4 * slope_ * mean_weight_;
    weights.level[level] = between(soft, strict_.level[level]);
  }
  weights.excess = between(slope_, strict_.excess);
  return weights;
}

Weights AnnealingWeights::aimed(const Aim& cycle, double t) const {
  const double over = cycle.over_first * std::pow(cycle.over_last / cycle.over_first, t);
  const double left = 2 * std::pow(cycle.left_last / 2, t);
  Weights weights = strict_;
  for (int level = 0; level < in_.order.count; ++level) {
    const bool is_overload = level == in_.order.overload;
    if (level > level_) {
      weights.level[level] = 1e-3 * unit_ / (is_overload ? mean_weight_ : 1.0);
    } else if (level == level_) {
      weights.level[level] = unit_;
    } else {
      weights.level[level] = unit_ * priority_ * (is_overload ? over / mean_weight_ : left);
    }
  }
  weights.excess = limits_give_way_ ? 2 * unit_ * priority_ * over / mean_weight_ : 0;
  return weights;
}

}  // namespace evenload::optimize::detail
