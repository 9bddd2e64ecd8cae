#include "guided_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "column_exchange.hpp"
#include "components.hpp"
#include "construct.hpp"
#include "local_search.hpp"
#include "row_dual.hpp"
#include "smooth_dual.hpp"

namespace evenload::optimize::detail {

namespace {

double balance_value(const Instance& in, const Plan& plan) {
  double value = in.lambda * static_cast<double>(plan.cost);
  for (int j = 0; j < in.columns; ++j) {
    value += static_cast<double>(plan.load[j]) * static_cast<double>(plan.load[j]) / static_cast<double>(in.capacity[j]);
  }
  return value;
}

/// The relaxation of one level under the earlier ones of a plan, near-best multipliers of its loads, and its knapsacks.
struct Guide {
  Guide(const Instance& in, int level, const Plan& plan, WorkMeter& meter)
      : relaxation(in, {level, plan.level, {}}), knapsacks(relaxation) {
    if (!usable()) return;
    // Past that value a whole-number level is proven.
    const double goal = level < in.order.count ? static_cast<double>(plan.level[level]) - 1 + 1e-6 : HUGE_VAL;
    Multipliers multipliers = maximise_dual(relaxation, plan, goal, meter, 1e-4);
    proven = dual_value(relaxation, multipliers) > goal;
    reduced_cost = reduced_costs(relaxation, multipliers);
    start = row_multipliers(relaxation, multipliers);
    prices = std::move(multipliers);
  }
  bool usable() const noexcept { return relaxation.feasible() && knapsacks.usable(); }

  Relaxation relaxation;
  ColumnKnapsacks knapsacks;
  bool proven = false;
  Multipliers prices;
  std::vector<double> reduced_cost;
  RowMultipliers start;
};

/// The rows that compete for room with those left out on a level: they sit where these could go, or where such rows could go, as
/// long as there is no room there.
std::vector<std::int32_t> competing(const Instance& in, const Plan& plan, int level) {
  std::vector<std::vector<std::int32_t>> rows_of(in.columns);
  std::vector<std::int32_t> rows;
  std::vector<char> reached(in.columns, 0);
  for (int row = 0; row < in.rows; ++row) {
    if (plan.pair_of[row] >= 0) {
      rows_of[in.pair_column[plan.pair_of[row]]].push_back(row);
    } else if (in.row_level[row] <= level) {
      rows.push_back(row);
    }
  }
  for (std::size_t k = 0; k < rows.size(); ++k) {
    for (std::int32_t pair = in.pair_begin[rows[k]]; pair < in.pair_begin[rows[k] + 1]; ++pair) {
      const std::int32_t column = in.pair_column[pair];
      // Behind the overload level, room ends where overload begins.
      const std::int64_t full = level < in.order.overload ? in.limit[column] : std::min(in.limit[column], in.capacity[column]);
      if (reached[column] != 0 || plan.load[column] + in.pair_weight[pair] <= full) continue;
      reached[column] = 1;
      rows.insert(rows.end(), rows_of[column].begin(), rows_of[column].end());
    }
  }
  return rows;
}

class Guided {
 public:
  Guided(const Instance& in, const Plan& plan, std::uint64_t seed, std::int64_t budget, WorkMeter& meter)
      : in_(in), plan_(plan), seed_(seed), budget_(budget), end_(meter.work() + budget), meter_(meter), start_(1 + *std::max_element(in.original_row.begin(), in.original_row.end()), -1) {}

  GuidedPlan run() {
    for (int level = 0; level < in_.order.count; ++level) chase(level);
    GuidedPlan result;
    bool again = true;
    while (again) {
      Guide guide(in_, in_.order.count, plan_, meter_);
      if (!guide.usable()) break;
      RowDual dual(guide.knapsacks, guide.relaxation, result.multipliers.row.empty() ? guide.start : result.multipliers);
      again = ascend(guide, dual, in_.order.count, meter_.work() + left() * 17 / 20);
      result.multipliers = dual.best();
      if (!again && !close_ && left() > 0 && !meter_.stopped()) {
        // What is left goes into a search around the best plan.
        plan_ = exchange_columns(in_, plan_, ++seed_, left() * 19 / 20, meter_, guide.reduced_cost, final_exchange_heat);
        plan_ = local_search(in_, plan_, false, ++seed_, left(), meter_, guide.reduced_cost, {.heat = final_heat, .rough = false});
      }
    }
    result.plan = std::move(plan_);
    result.prices = std::move(prices_);
    return result;
  }

 private:
  std::int64_t left() const noexcept { return std::max<std::int64_t>(0, end_ - meter_.work()); }

  /// Lowers a whole-number level as far as a share of the work leads, or until it is proven.
  void chase(int level) {
    if (plan_.level[level] == least(level) || meter_.stopped()) return;
    if (level != in_.order.overload) {
      chase_unassigned(level);
      return;
    }
    const std::int64_t chase_end = meter_.work() + left() / 6;
    bool again = true;
    while (again && plan_.level[level] > least(level)) {
      Guide guide(in_, level, plan_, meter_);
      if (!guide.usable()) return;
      prices_[level] = guide.prices;
      if (guide.proven) return;
      RowDual dual(guide.knapsacks, guide.relaxation, guide.start);
      again = ascend(guide, dual, level, chase_end);
    }
    if (plan_.level[level] > least(level)) anneal_leading_rows(level, least(level), share_of(level));
  }

  /// What the relaxation of loads says that the level cannot go below.
  std::int64_t unassigned_bound(int level) {
    const Relaxation relaxation(in_, {level, plan_.level, {}});
    if (!relaxation.feasible()) return 0;
    const double goal = static_cast<double>(plan_.level[level]) - 1 + 1e-6;
    prices_[level] = maximise_dual(relaxation, plan_, goal, meter_, 1e-4);
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(dual_value(relaxation, *prices_[level]) - 1e-6)));
  }

  void chase_unassigned(int level) {
    // Where everybody can be placed a short search says so sooner than prices would.
    anneal_leading_rows(level, 0, std::min(share_of(level), short_chase * in_.pairs()));
    if (plan_.level[level] == 0 || meter_.stopped()) return;
    const std::int64_t bound = unassigned_bound(level);
    if (plan_.level[level] > bound) anneal_leading_rows(level, bound, share_of(level));
  }
  std::int64_t share_of(int level) const noexcept { return level == in_.order.overload ? left() / 6 : left() * 2 / 5; }

  /// Without the rows of later levels, which have to make room anyway; they come back where they still fit.
  void anneal_leading_rows(int level, std::int64_t bound, std::int64_t share) {
    const Component part = leading_rows(in_, level);
    std::vector<std::int32_t> pair_of(part.instance.rows);
    for (int row = 0; row < part.instance.rows; ++row) {
      const std::int32_t pair = plan_.pair_of[part.rows[row]];
      pair_of[row] = pair < 0 ? -1 : pair - in_.pair_begin[part.rows[row]] + part.instance.pair_begin[row];
    }
    const Plan before = valued(part.instance, std::move(pair_of));
    // One long annealing beats several short ones.
    const std::vector<std::int32_t> rows = competing(part.instance, before, level);
    const Plan after = local_search(part.instance, before, false, ++seed_, share, meter_, {}, {.rows = rows, .level = level, .target = bound});
    if (compare_levels(after, before) >= 0) return;
    std::fill(start_.begin(), start_.end(), -1);
    for (int row = 0; row < part.instance.rows; ++row) {
      const std::int32_t pair = after.pair_of[row];
      start_[part.instance.original_row[row]] = pair < 0 ? -1 : part.instance.original_column[part.instance.pair_column[pair]];
    }
    Plan found = construct(in_, start_, PlaceFirst::worthy);
    if (compare(in_, found, plan_) < 0) plan_ = std::move(found);
  }

  std::int64_t least(int level) const noexcept {
    std::int64_t sum = 0;
    for (int j = 0; level == in_.order.overload && j < in_.columns; ++j) sum += std::max<std::int64_t>(0, in_.base[j] - in_.capacity[j]);
    return sum;
  }

  /// True where a plan was found that is better on the level or an earlier one (for balance: on any whole-number level).
  bool ascend(const Guide& guide, RowDual& dual, int level, std::int64_t end) {
    const bool is_balance = level == in_.order.count;
    for (int step = 1; meter_.work() < end; ++step) {
      const double upper = is_balance ? balance_value(in_, plan_) : static_cast<double>(plan_.level[level]);
      const bool more = dual.step(upper);
      if (!meter_.spend(guide.knapsacks.work())) return false;
      if (!is_balance && dual.best_value() > upper - 1 + 1e-6) return false;
      close_ = is_balance && upper - dual.best_value() <= close_enough * upper;
      if (close_) return false;
      if (!more || (step >= first_repair && step % steps_per_repair == 0)) {
        if (repair(guide, dual, is_balance ? in_.order.count - 1 : level)) return true;
      }
      if (!more) return false;
    }
    return false;
  }

  /// What the columns chose, completed to a plan and searched from.
  Plan completed(const Guide& guide, const RowDual& dual) {
    std::fill(start_.begin(), start_.end(), -1);
    for (const std::int32_t pair : dual.choices().pairs) {
      const std::int32_t row = in_.pair_row[pair];
      if (dual.choices().times[row] == 1) start_[in_.original_row[row]] = in_.original_column[in_.pair_column[pair]];
    }
    bool all_placed = true;
    for (int level = 0; level < in_.order.count; ++level) all_placed = all_placed && (level == in_.order.overload || plan_.level[level] == 0);
    const Plan plan = construct(in_, start_, all_placed ? PlaceFirst::heavy : PlaceFirst::worthy);
    return local_search(in_, plan, false, ++seed_, std::min(left(), budget_ / searches), meter_, guide.reduced_cost, {.heat = repair_heat});
  }
  /// Where room is so short that the choices do not become a plan, what the multipliers say still leads the best plan on.
  Plan led_on(const Guide& guide) {
    return local_search(in_, plan_, false, ++seed_, left() * 3 / 10, meter_, guide.reduced_cost, {.heat = repair_heat, .rough = false});
  }

  /// Tries to better the best plan by what the multipliers and the columns say. True where it became better on a level up to `last`.
  bool repair(const Guide& guide, const RowDual& dual, int last) {
    Plan found = short_of_room_ ? led_on(guide) : completed(guide, dual);
    found = exchange_columns(in_, found, ++seed_, std::min(left(), budget_ / exchanges), meter_, guide.reduced_cost, exchange_heat);
    if (compare_levels(found, plan_) == 0) cross(guide, found);
    short_of_room_ = compare_levels(found, plan_) > 0;
    if (compare(in_, found, plan_) >= 0) return false;
    bool better = false;
    for (int level = 0; level <= last && !better; ++level) better = found.level[level] != plan_.level[level];
    plan_ = std::move(found);
    return better;
  }

  /// Two plans that were found apart agree on most rows; a search among the others often finds what is best in both.
  void cross(const Guide& guide, Plan& found) {
    std::vector<std::int32_t> differing;
    for (int row = 0; row < in_.rows; ++row) {
      if (found.pair_of[row] != plan_.pair_of[row]) differing.push_back(row);
    }
    if (differing.size() < 3) return;
    const Plan& better = compare(in_, found, plan_) < 0 ? found : plan_;
    const std::int64_t share = std::min(left(), cross_work * static_cast<std::int64_t>(differing.size()));
    Plan crossed = local_search(in_, better, false, ++seed_, share, meter_, guide.reduced_cost, {.heat = repair_heat, .rough = false, .rows = differing});
    if (compare(in_, crossed, found) < 0) found = std::move(crossed);
  }

  // Found by trying on several families of instances.
  static constexpr int first_repair = 40;
  static constexpr int steps_per_repair = 10;
  static constexpr std::int64_t searches = 40;
  static constexpr std::int64_t short_chase = 20;  // for each pair
  static constexpr std::int64_t cross_work = 200;  // for each row that differs
  static constexpr std::int64_t exchanges = 80;
  static constexpr double repair_heat = 0.2;
  static constexpr double exchange_heat = 0.05;
  static constexpr double final_exchange_heat = 0.3;
  static constexpr double final_heat = 0.2;
  // Of the balance value: nearer than that to its bound a plan is worth no more work.
  static constexpr double close_enough = 1e-8;

  const Instance& in_;
  Plan plan_;
  std::uint64_t seed_;
  std::int64_t budget_;
  std::int64_t end_;
  WorkMeter& meter_;
  LevelPrices prices_;
  bool close_ = false;
  bool short_of_room_ = false;  // the last attempt left a whole-number level worse
  std::vector<std::int32_t> start_;  // by original row
};

}  // namespace

std::optional<GuidedPlan> guided_search(const Instance& instance, const Plan& plan, std::uint64_t seed, std::int64_t budget,
                                        WorkMeter& meter) {
  const Relaxation relaxation(instance, {instance.order.count, plan.level, {}});
  if (!relaxation.feasible() || !ColumnKnapsacks(relaxation).usable()) return std::nullopt;
  return Guided(instance, plan, seed, budget, meter).run();
}

}  // namespace evenload::optimize::detail
