#include "dual.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "src/core/int128.hpp"

namespace evenload::optimize::detail::generalized {

namespace {

constexpr std::int64_t most_capacity = 1 << 14;
constexpr int most_shift = 16;
constexpr double most_total = 0x1p44;
constexpr double most_sum = 0x1p50;

}  // namespace

Dual::Dual(const Instance& instance) : rows_(instance.rows), columns_(instance.columns) {
  const auto total = static_cast<double>(instance.most_cost) + 1;
  shift_ = std::min(most_shift, static_cast<int>(std::floor(std::log2(most_total / total))));
  most_multiplier_ = std::floor(most_sum / std::max(1, rows_));
  const std::size_t size = static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_);
  cost_.assign(size, 0.0);
  weight_.assign(size, -1);
  whole_.rows_of.resize(instance.capacity.size());
  hint_.resize(instance.capacity.size());
  whole_.fixed.assign(static_cast<std::size_t>(rows_), -1);
  whole_.open_rows = rows_;
  for (int j = 0; j < columns_; ++j) {
    // Dividing weights by their greatest common divisor loses nothing; dividing further and
    // rounding weights down widens the relaxation.
    std::int64_t unit = 0;
    for (int i = 0; i < rows_; ++i) {
      if (instance.cell(i, j).allowed()) unit = std::gcd(unit, instance.cell(i, j).weight);
    }
    unit = std::max<std::int64_t>(unit, 1);
    const std::int64_t whole = instance.capacity[j] / unit;
    if (whole > most_capacity) unit *= (whole + most_capacity - 1) / most_capacity;
    weight_unit_.push_back(unit);
    largest_.push_back(1);
    whole_.capacity.push_back(static_cast<std::int32_t>(instance.capacity[j] / unit));
    for (int i = 0; i < rows_; ++i) {
      const Cell& cell = instance.cell(i, j);
      if (!cell.allowed()) continue;
      cost_[at(i, j)] = scaled(cell.cost);
      weight_[at(i, j)] = static_cast<std::int32_t>(cell.weight / unit);
      largest_[j] = std::max(largest_[j], weight_[at(i, j)]);
      whole_.rows_of[j].push_back(i);
    }
  }
}

double Dual::scaled(std::int64_t cost) const noexcept {
  return shift_ >= 0 ? static_cast<double>(cost * (std::int64_t{1} << shift_))
                     : static_cast<double>(cost >> -shift_);
}

std::int64_t Dual::bound(double value) const noexcept {
  if (value <= 0) return 0;
  const auto whole = static_cast<std::int64_t>(value);
  if (shift_ >= 0) return (whole + (std::int64_t{1} << shift_) - 1) >> shift_;
  const int128 wide_value = static_cast<int128>(whole) << -shift_;
  return wide_value > std::numeric_limits<std::int64_t>::max()
             ? std::numeric_limits<std::int64_t>::max()
             : static_cast<std::int64_t>(wide_value);
}

double Dual::value_for(std::int64_t cost) const noexcept {
  if (shift_ >= 0) return scaled(cost - 1) + 1;
  return scaled(cost) + 1;
}

void Dual::evaluate(const Domain& domain, const std::vector<double>& multiplier, DualPoint& point,
                    WorkMeter& meter) {
  point.taken.clear();
  point.begin.assign(1, 0);
  point.packing.clear();
  point.count.assign(static_cast<std::size_t>(rows_), 0);
  point.value = domain.fixed_cost;
  for (int i = 0; i < rows_; ++i) {
    if (domain.fixed[i] < 0) point.value += multiplier[i];
  }
  meter.spend(1 + rows_ / 32);
  for (int j = 0; j < columns_; ++j) {
    const std::int64_t before = knapsack_.work();
    const Items items{domain.rows_of[j], multiplier.data(), cost_.data() + at(0, j),
                      weight_.data() + at(0, j), largest_[j]};
    const Packing packing = knapsack_.solve(items, domain.capacity[j], hint_[j], point.taken);
    point.value -= packing.value;
    point.packing.push_back(packing);
    point.begin.push_back(point.taken.size());
    if (!meter.spend(knapsack_.work() - before)) break;
  }
  if (static_cast<int>(point.packing.size()) < columns_) {
    // Stopped half-way: says nothing, which bounds nothing.
    point.value = -std::numeric_limits<double>::infinity();
    point.packing.resize(static_cast<std::size_t>(columns_));
    point.begin.resize(static_cast<std::size_t>(columns_) + 1, point.taken.size());
  }
  for (const std::int32_t i : point.taken) ++point.count[i];
}

std::vector<double> multipliers_from(const Dual& dual, const std::vector<double>& price) {
  std::vector<double> multiplier(static_cast<std::size_t>(dual.rows()),
                                 std::numeric_limits<double>::infinity());
  for (int j = 0; j < dual.columns(); ++j) {
    for (const std::int32_t i : dual.whole().rows_of[j]) {
      multiplier[i] = std::min(multiplier[i], dual.cost(i, j) + price[j] * dual.weight(i, j));
    }
  }
  for (double& value : multiplier)
    value = std::clamp(std::floor(value), 0.0, dual.most_multiplier());
  return multiplier;
}

std::vector<double> capacity_prices(const Dual& dual, WorkMeter& meter) {
  const int rows = dual.rows();
  const int columns = dual.columns();
  std::vector<double> price(static_cast<std::size_t>(columns), 0.0);
  std::vector<double> best_price = price;
  std::vector<double> least(static_cast<std::size_t>(rows));
  std::vector<std::int32_t> choice(static_cast<std::size_t>(rows));
  std::vector<double> excess(static_cast<std::size_t>(columns));
  std::vector<double> direction(static_cast<std::size_t>(columns), 0.0);
  double best = -std::numeric_limits<double>::infinity();
  double reach = 0.3;  // how far above the best value the step aims, as a part of the spread
  int stalled = 0;
  std::int64_t pairs = 0;
  // At first the best value may be 0; the spread of the costs says then how far to reach.
  double spread = 1;
  for (int j = 0; j < columns; ++j) {
    pairs += static_cast<std::int64_t>(dual.whole().rows_of[j].size());
    for (const std::int32_t i : dual.whole().rows_of[j]) spread += dual.cost(i, j);
  }
  spread *= static_cast<double>(rows) / static_cast<double>(std::max<std::int64_t>(pairs, 1));
  for (int round = 0; round < 400; ++round) {
    if (!meter.spend(1 + pairs / 32)) break;
    std::fill(least.begin(), least.end(), std::numeric_limits<double>::infinity());
    for (int j = 0; j < columns; ++j) {
      for (const std::int32_t i : dual.whole().rows_of[j]) {
        const double value = dual.cost(i, j) + price[j] * dual.weight(i, j);
        if (value < least[i]) {
          least[i] = value;
          choice[i] = j;
        }
      }
    }
    double value = 0;
    for (int j = 0; j < columns; ++j) {
      excess[j] = -dual.whole().capacity[j];
      value -= price[j] * dual.whole().capacity[j];
    }
    for (int i = 0; i < rows; ++i) {
      value += least[i];
      excess[choice[i]] += dual.weight(i, choice[i]);
    }
    if (value > best) {
      if (value > best + spread * reach * 0.02) stalled = 0;
      best = value;
      best_price = price;
    } else if (++stalled >= 10) {
      stalled = 0;
      reach *= 0.6;
      price = best_price;
    }
    double norm = 0;
    for (int j = 0; j < columns; ++j) {
      direction[j] = 0.7 * direction[j] + excess[j];
      if (price[j] <= 0 && direction[j] < 0) direction[j] = 0;
      norm += direction[j] * direction[j];
    }
    if (norm == 0 || reach < 1e-6) break;
    const double step = (reach * spread + std::max(0.0, best - value)) / norm;
    for (int j = 0; j < columns; ++j) price[j] = std::max(0.0, price[j] + step * direction[j]);
  }
  return best_price;
}

void ascend(Dual& dual, const Domain& domain, Ascent& ascent, double target, int evaluations,
            double factor, WorkMeter& meter) {
  const std::size_t rows = static_cast<std::size_t>(dual.rows());
  dual.evaluate(domain, ascent.multiplier, ascent.point, meter);
  DualPoint point = ascent.point;
  std::vector<float>& share = ascent.share;
  const bool fresh = share.empty();
  if (fresh) share.assign(rows * static_cast<std::size_t>(dual.columns()), 0.0F);
  const auto mix = [&](float part) {
    for (int j = 0; j < dual.columns(); ++j) {
      float* const of_column = share.data() + static_cast<std::size_t>(j) * rows;
      for (const std::int32_t i : domain.rows_of[j]) of_column[i] *= 1 - part;
      for (std::size_t k = point.begin[j]; k < point.begin[j + 1]; ++k)
        of_column[point.taken[k]] += part;
      meter.spend(1 + static_cast<std::int64_t>(domain.rows_of[j].size()) / 16);
    }
  };
  mix(fresh ? 1.0F : 0.3F);
  std::vector<double> missing(rows);
  std::vector<double> trial(ascent.multiplier);
  float alpha = 0.2F;
  int red = 0;
  double checkpoint = ascent.point.value;
  const double most = dual.most_multiplier();
  for (int round = 1; round < evaluations && !meter.stopped() && ascent.point.value < target;
       ++round) {
    for (std::size_t i = 0; i < rows; ++i) missing[i] = domain.fixed[i] < 0 ? 1.0 : 0.0;
    for (int j = 0; j < dual.columns(); ++j) {
      const float* const of_column = share.data() + static_cast<std::size_t>(j) * rows;
      for (const std::int32_t i : domain.rows_of[j])
        missing[i] -= static_cast<double>(of_column[i]);
    }
    double norm = 0;
    double largest = 0;
    for (const double value : missing) {
      norm += value * value;
      largest = std::max(largest, std::abs(value));
    }
    if (norm < 1e-9) break;
    const double aim =
        std::min(target, ascent.point.value + 0.03 * std::abs(ascent.point.value) + 1);
    // Multipliers are whole: a smaller step would change none.
    const double step =
        std::max(factor * (1.02 * (aim - ascent.point.value) + 1) / norm, 1 / largest);
    for (std::size_t i = 0; i < rows; ++i) {
      trial[i] = std::clamp(std::round(ascent.multiplier[i] + step * missing[i]), -most, most);
    }
    dual.evaluate(domain, trial, point, meter);
    double along = 0;
    for (std::size_t i = 0; i < rows; ++i)
      if (domain.fixed[i] < 0) along += missing[i] * (1.0 - point.count[i]);
    mix(alpha);
    if (point.value > ascent.point.value) {
      ascent.multiplier = trial;
      std::swap(ascent.point, point);
      red = 0;
      if (along >= 0) factor = std::min(2.0, factor * 1.1);
    } else if (++red >= (evaluations > 200 ? 20 : 6)) {
      red = 0;
      factor *= 0.66;
    }
    if (round % 100 == 0) {
      // Little gained in a hundred evaluations: average over more of them.
      const double gained = ascent.point.value - checkpoint;
      if (gained < 0.01 * (aim - ascent.point.value)) alpha = std::max(alpha * 0.5F, 0.01F);
      if (gained < 1e-6 * std::abs(ascent.point.value) && factor < 1e-3) break;
      checkpoint = ascent.point.value;
    }
  }
}

}  // namespace evenload::optimize::detail::generalized
