#include "relaxation.hpp"

#include <algorithm>
#include <cmath>

#include "exact_sum.hpp"

namespace evenload::optimize::detail {

Relaxation::Relaxation(const Instance& instance, const RelaxationTarget& target)
    : instance_(&instance), target_(target), earlier_(target.earlier), limit_(target.limit.empty() ? instance.limit : target.limit) {
  const int over = instance.order.overload;
  std::int64_t base_over = 0;
  for (int j = 0; j < instance.columns; ++j) base_over += std::max<std::int64_t>(0, instance.base[j] - instance.capacity[j]);
  for (int level = 0; level < std::min(target.level, instance.order.count); ++level) {
    if (level == over) {
      if (earlier_[level] > base_over) {
        priced_[level] = true;
      } else {
        for (int j = 0; j < instance.columns; ++j) {
          limit_[j] = std::min(limit_[j], std::max(instance.base[j], instance.capacity[j]));
        }
      }
    } else {
      priced_[level] = earlier_[level] > 0;
    }
  }
  for (int i = 0; i < instance.rows && feasible_; ++i) {
    if (!must_place(i)) continue;
    bool any = false;
    for (std::int32_t pair = instance.pair_begin[i]; pair < instance.pair_begin[i + 1] && !any; ++pair) any = usable(pair);
    feasible_ = any;
  }
  choose_grid();
}

Multipliers Relaxation::zero() const {
  Multipliers result;
  result.price.assign(instance_->columns, 0);
  result.limit_count.assign(instance_->limit_count.size(), 0);
  result.limit_weight.assign(instance_->limit_weight.size(), 0);
  return result;
}

void Relaxation::choose_grid() {
  // Equation 18: every term of a column, a row, a level or a limit stays below `room`, so that all of them fit in 2^124.
  std::int64_t load = 1;
  std::int64_t priority = 1;
  std::int64_t cost = 1;
  std::int64_t amount = 1;
  for (const std::int64_t value : limit_) load = std::max(load, value);
  for (const std::int64_t value : instance_->pair_weight) load = std::max(load, value);
  for (const std::int64_t value : instance_->priority) priority = std::max(priority, value);
  for (const std::int64_t value : earlier_) priority = std::max(priority, value);
  for (const std::int64_t value : instance_->pair_cost) cost = std::max(cost, value);
  for (const std::int64_t value : instance_->limit_amount) amount = std::max(amount, value);
  std::int64_t most_entries = 1;
  for (int pair = 0; instance_->has_limits() && pair < instance_->pairs(); ++pair) {
    most_entries = std::max<std::int64_t>(most_entries, instance_->limit_begin[pair + 1] - instance_->limit_begin[pair]);
  }
  std::int64_t cap = 1;
  for (const auto* limits : {&instance_->limit_count, &instance_->limit_weight}) {
    for (const std::int64_t value : *limits) {
      if (value != unlimited) cap = std::max(cap, value < 0 ? -value : value);
    }
  }
  const auto terms = static_cast<std::uint64_t>(instance_->rows) + static_cast<std::uint64_t>(instance_->columns) +
                     2 * instance_->limit_count.size() + max_whole_levels + 1;
  const uint128 room = (static_cast<uint128>(1) << 120) / terms;
  const auto wide_of = [](std::int64_t value) { return static_cast<uint128>(value); };
  const auto clamp = [](uint128 value) { return static_cast<std::int64_t>(std::min<uint128>(value, static_cast<uint128>(1) << 61)); };
  most_price_ = clamp(room / wide_of(load));
  most_level_ = clamp(room / wide_of(std::max(load, priority)));
  most_limit_ = clamp(room / wide_of(most_entries) / wide_of(std::max({load, amount, cap})));
  const uint128 square = is_balance() ? wide_of(load) * wide_of(load) : wide_of(std::max(load, priority));
  const uint128 priced = std::max<uint128>(1, wide_of(instance_->cost_weight.numerator()));
  const uint128 largest = std::max(square, priced > room / wide_of(cost) ? room : priced * wide_of(cost));
  for (shift_ = -1; shift_ < 40 && (largest << (shift_ + 1)) <= room && (largest << (shift_ + 1)) >> (shift_ + 1) == largest;) ++shift_;
}

std::int64_t Relaxation::on_grid(double multiplier, std::int64_t most) const noexcept {
  const double scaled = std::ldexp(multiplier, shift_);
  const auto bound = static_cast<double>(most);
  if (!(scaled > -bound)) return std::isnan(scaled) ? 0 : -most;
  if (scaled >= bound) return most;
  return std::llround(scaled);
}

std::optional<int128> Relaxation::safe_value(const Multipliers& multipliers) const {
  if (shift_ < 0 || !feasible_) return std::nullopt;
  const Instance& in = *instance_;
  const int over = in.order.overload;
  const std::int64_t one = std::int64_t{1} << shift_;
  std::array<std::int64_t, max_whole_levels> unit{};  // of each level, on the grid
  int128 total = 0;
  for (int level = 0; level < in.order.count; ++level) {
    if (priced_[level]) {
      unit[level] = std::max<std::int64_t>(0, on_grid(multipliers.level[level], most_level_));
      total -= wide::multiply(unit[level], earlier_[level]);
    } else if (level == target_.level) {
      unit[level] = one;
    }
  }

  // Columns (equation 16): the cheapest whole load on either side of the capacity.
  std::vector<std::int64_t> price(in.columns);
  for (int j = 0; j < in.columns; ++j) {
    price[j] = on_grid(multipliers.price[j], most_price_);
    const std::int64_t base = in.base[j];
    const std::int64_t capacity = in.capacity[j];
    std::optional<int128> least;
    const auto consider = [&](std::int64_t load) {
      int128 value = wide::multiply(unit[over], std::max<std::int64_t>(0, load - capacity)) - wide::multiply(price[j], load - base);
      if (is_balance()) value += ((wide::multiply(load, load)) << shift_) / capacity;
      if (!least || value < *least) least = value;
    };
    const auto consider_piece = [&](std::int64_t from, std::int64_t to, std::int64_t slope) {
      if (from > to) return;
      consider(from);
      consider(to);
      if (!is_balance()) return;
      const int128 middle = wide::multiply(slope, capacity) >> (shift_ + 1);  // floor of where the slope vanishes
      for (int step = 0; step < 2; ++step) {
        const int128 load = middle + step;
        if (load > from && load < to) consider(static_cast<std::int64_t>(load));
      }
    };
    consider_piece(base, std::min(capacity, limit_[j]), price[j]);
    consider_piece(std::max(capacity, base), limit_[j], price[j] - unit[over]);
    if (!least) consider(base);
    total += *least;
  }

  // Limits.
  std::vector<std::int64_t> count(in.limit_count.size());
  std::vector<std::int64_t> weight(in.limit_weight.size());
  for (std::size_t l = 0; l < count.size(); ++l) {
    if (in.limit_count[l] != unlimited && in.limit_count[l] >= 0) {
      count[l] = std::max<std::int64_t>(0, on_grid(multipliers.limit_count[l], most_limit_));
      total -= wide::multiply(count[l], in.limit_count[l]);
    }
    if (in.limit_weight[l] != unlimited && in.limit_weight[l] >= 0) {
      weight[l] = std::max<std::int64_t>(0, on_grid(multipliers.limit_weight[l], most_limit_));
      total -= wide::multiply(weight[l], in.limit_weight[l]);
    }
  }

  // Rows (equation 17): the cheapest of the pairs and, where allowed, of being left out.
  for (int i = 0; i < in.rows; ++i) {
    std::optional<int128> least;
    if (!must_place(i)) least = wide::multiply(unit[in.row_level[i]], in.priority[i]);
    for (std::int32_t pair = in.pair_begin[i]; pair < in.pair_begin[i + 1]; ++pair) {
      if (!usable(pair)) continue;
      int128 value = wide::multiply(price[in.pair_column[pair]], in.pair_weight[pair]);
      if (is_balance() && in.pair_cost[pair] != 0) {
        value += floor_divide(wide::multiply(in.pair_cost[pair], in.cost_weight.numerator()) << shift_, in.cost_weight.denominator());
      }
      if (in.has_limits()) {
        for (std::int32_t k = in.limit_begin[pair]; k < in.limit_begin[pair + 1]; ++k) {
          const std::int32_t l = in.limit_index[k];
          value += wide::multiply(count[l], in.limit_amount[k]) + wide::multiply(weight[l], in.pair_weight[pair]);
        }
      }
      if (!least || value < *least) least = value;
    }
    total += *least;
  }
  return total;
}

}  // namespace evenload::optimize::detail
