#include "row_dual.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace evenload::optimize::detail {

namespace {

// Found by trying: a deflected direction and patience before the step is shortened (Camerini, Fratta and Maffioli 1975).
constexpr double memory = 0.3;
constexpr double shorter = 0.7;
constexpr int patience = 8;
constexpr double shortest = 2e-3;

}  // namespace

RowDual::RowDual(ColumnKnapsacks& knapsacks, const Relaxation& relaxation, RowMultipliers start)
    : knapsacks_(knapsacks),
      relaxation_(relaxation),
      at_(std::move(start)),
      last_(at_),
      best_(at_),
      best_value_(-HUGE_VAL),
      direction_(at_.row.size(), 0) {
  // The overload multiplier prices a unit of load, a row's the whole row.
  const Instance& in = relaxation.instance();
  double weight = 0;
  for (const std::int64_t one : in.pair_weight) weight += static_cast<double>(one);
  weight = std::max(1e-9, weight / std::max(1, in.pairs()));
  level_scale_ = 1 / (weight * weight);
}

bool RowDual::step(double upper) {
  const Instance& in = relaxation_.instance();
  const int over = in.order.overload;
  knapsacks_.evaluate(at_, choices_);
  last_ = at_;
  if (choices_.value > best_value_ + 1e-12 * std::abs(best_value_) || best_value_ == -HUGE_VAL) {
    best_value_ = choices_.value;
    best_ = at_;
    failures_ = 0;
  } else if (++failures_ >= patience) {
    length_ *= shorter;
    failures_ = 0;
    at_ = best_;
  }

  double norm = 0;
  for (int row = 0; row < in.rows; ++row) {
    double slope = 1 - choices_.times[row];
    // Left out it takes the place of a column's choice.
    if (choices_.times[row] == 0 && last_.row[row] >= knapsacks_.left_out(last_, row)) slope = 0;
    direction_[row] = slope + memory * direction_[row];
    norm += direction_[row] * direction_[row];
  }
  const bool priced = relaxation_.priced(over);
  if (priced) {
    level_direction_ = static_cast<double>(choices_.overload - relaxation_.earlier(over)) + memory * level_direction_;
    norm += level_direction_ * level_direction_ * level_scale_;
  }
  if (norm < 1e-18 || length_ < shortest || !(upper > choices_.value)) return false;
  const double size = length_ * 0.5 * (upper - choices_.value) / norm;
  if (priced) at_.level[over] = std::max(0.0, at_.level[over] + size * level_scale_ * level_direction_);
  for (int row = 0; row < in.rows; ++row) {
    // Above the price of leaving it out a row's multiplier gains nothing.
    at_.row[row] = std::min(at_.row[row] + size * direction_[row], knapsacks_.left_out(at_, row));
  }
  return true;
}

}  // namespace evenload::optimize::detail
