#include "proof.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "ratios.hpp"
#include "src/core/int128.hpp"
#include "src/optimize/exact_sum.hpp"

namespace evenload::optimize::detail {

namespace {

/// Columns that no row inside can leave, and the load that must come to them (equation 39).
struct ClosedSet {
  std::vector<std::int32_t> columns;
  std::vector<std::int64_t> capacity;  // largest first
  int128 total_capacity = 0;
  int128 least_load = 0;
};

class ClosedSets {
 public:
  ClosedSets(const Instance& in, const WholeLevels& earlier, const Plan& plan) : in_(in), earlier_(earlier), inside_(in.columns, 0) {
    std::vector<std::int32_t> order(in.columns);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
      return compare(Ratio{plan.load[a], in.capacity[a]}, Ratio{plan.load[b], in.capacity[b]}) > 0;
    });
    rows_of_.resize(in.columns);
    for (int i = 0; i < in.rows; ++i) {
      if (plan.pair_of[i] >= 0) rows_of_[in.pair_column[plan.pair_of[i]]].push_back(i);
    }
    for (const std::int32_t column : order) {
      if (inside_[column] != 0) continue;
      if (sets_.size() == most_sets) {
        // The last set is all columns.
        for (const std::int32_t other : order) take(other);
        sets_.back() = set_now();
        break;
      }
      take(column);
      sets_.push_back(set_now());
    }
  }
  const std::vector<ClosedSet>& sets() const noexcept { return sets_; }

 private:
  bool must_place(std::int32_t row) const noexcept { return earlier_[in_.row_level[row]] == 0 && in_.priority[row] > 0; }

  /// A column with all that its rows could go to, and so on.
  void take(std::int32_t first) {
    if (inside_[first] != 0) return;
    inside_[first] = 1;
    members_.push_back(first);
    for (std::size_t k = members_.size() - 1; k < members_.size(); ++k) {
      const std::int32_t column = members_[k];
      least_load_ += in_.base[column];
      for (const std::int32_t row : rows_of_[column]) {
        std::optional<std::int64_t> lightest;
        for (std::int32_t pair = in_.pair_begin[row]; pair < in_.pair_begin[row + 1]; ++pair) {
          const std::int64_t weight = in_.pair_weight[pair];
          lightest = std::min(lightest.value_or(weight), weight);
          const std::int32_t other = in_.pair_column[pair];
          if (inside_[other] != 0) continue;
          inside_[other] = 1;
          members_.push_back(other);
        }
        if (must_place(row)) least_load_ += *lightest;
      }
    }
  }

  ClosedSet set_now() const {
    ClosedSet set;
    set.columns = members_;
    set.least_load = least_load_;
    for (const std::int32_t column : members_) {
      set.capacity.push_back(in_.capacity[column]);
      set.total_capacity += in_.capacity[column];
    }
    std::sort(set.capacity.begin(), set.capacity.end(), std::greater<>());
    return set;
  }

  static constexpr std::size_t most_sets = 64;

  const Instance& in_;
  WholeLevels earlier_;
  std::vector<char> inside_;
  std::vector<std::vector<std::int32_t>> rows_of_;
  std::vector<std::int32_t> members_;
  int128 least_load_ = 0;
  std::vector<ClosedSet> sets_;
};

/// Loads that a column can have lie on this grid.
std::vector<std::int64_t> load_steps(const Instance& in) {
  std::vector<std::int64_t> steps(in.columns, 0);
  for (int pair = 0; pair < in.pairs(); ++pair) {
    auto& step = steps[in.pair_column[pair]];
    step = std::gcd(step, in.pair_weight[pair]);
  }
  return steps;
}

/// The least ratio at or above load / capacity that one of the columns can have (equation 41).
std::optional<Ratio> next_attainable(const Instance& in, const ClosedSet& set, const std::vector<std::int64_t>& steps, int128 load, int128 capacity) {
  std::optional<Ratio> least;
  for (const std::int32_t j : set.columns) {
    const auto product = wide::try_multiply(load, in.capacity[j]);
    if (!product) return std::nullopt;
    const int128 needed = -floor_divide(-*product, capacity);
    int128 reached = in.base[j];
    if (needed > reached) {
      if (steps[j] == 0) continue;  // never that high
      const int128 step = steps[j];
      reached += (needed - reached + step - 1) / step * step;
    }
    if (!wide::fits_int64(reached)) continue;
    if (reached > in.base[j] && reached > in.limit[j]) continue;
    const Ratio ratio{static_cast<std::int64_t>(reached), in.capacity[j]};
    if (!least || compare(ratio, *least) < 0) least = ratio;
  }
  return least;
}

/// Equation 40: what the position after `before` must reach, where the positions before it are no larger than that.
std::optional<Ratio> bound_in_set(const Instance& in, const ClosedSet& set, const std::vector<std::int64_t>& steps, std::span<const Ratio> before) {
  if (before.size() >= set.capacity.size()) return std::nullopt;
  int128 load = set.least_load;
  int128 capacity = set.total_capacity;
  for (std::size_t l = 0; l < before.size(); ++l) {
    // The largest ratio on the largest capacity and so on: more load than that they cannot hold.
    load -= -floor_divide(-wide::multiply(before[l].load, set.capacity[l]), before[l].capacity);
    capacity -= set.capacity[l];
    if (load <= 0) return std::nullopt;
  }
  return next_attainable(in, set, steps, load, capacity);
}

}  // namespace

RatioProof prove_ratios(const Instance& instance, const WholeLevels& earlier, const Plan& plan, const Ratio& first) {
  RatioProof proof;
  proof.ratios = sorted_ratios(instance, plan.load);
  const std::vector<Ratio> base = sorted_ratios(instance, instance.base);
  const ClosedSets closed(instance, earlier, plan);
  const std::vector<std::int64_t> steps = load_steps(instance);
  while (!proof.all()) {
    const std::span<const Ratio> before(proof.ratios.data(), proof.proven);
    proof.next = base[proof.proven];
    const auto raise = [&](const Ratio& ratio) {
      if (compare(proof.next, ratio) < 0) proof.next = ratio;
    };
    if (proof.proven == 0) raise(first);
    for (const ClosedSet& set : closed.sets()) {
      if (const auto bound = bound_in_set(instance, set, steps, before)) raise(*bound);
      if (compare(proof.next, proof.ratios[proof.proven]) >= 0) break;
    }
    if (compare(proof.next, proof.ratios[proof.proven]) < 0) return proof;
    ++proof.proven;
  }
  return proof;
}

RatioProof merged(std::span<const RatioProof> parts) {
  RatioProof result;
  std::optional<Ratio> first_open;  // largest ratio that is not proven
  for (const RatioProof& part : parts) {
    result.ratios.insert(result.ratios.end(), part.ratios.begin(), part.ratios.end());
    if (part.all()) continue;
    const Ratio& open = part.ratios[part.proven];
    if (!first_open || compare(*first_open, open) < 0) first_open = open;
  }
  sort_ratios(result.ratios);
  if (!first_open) {
    result.proven = result.ratios.size();
    return result;
  }
  const auto raise = [&](const Ratio& ratio) {
    if (compare(result.next, ratio) < 0) result.next = ratio;
  };
  for (const RatioProof& part : parts) {
    for (std::size_t k = 0; k < part.proven; ++k) {
      if (compare(part.ratios[k], *first_open) >= 0) {
        ++result.proven;
      } else {
        raise(part.ratios[k]);
        break;
      }
    }
    if (!part.all()) raise(part.next);
  }
  return result;
}

}  // namespace evenload::optimize::detail
