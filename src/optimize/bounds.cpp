#include "bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "lagrangian.hpp"
#include "leximin/proof.hpp"
#include "leximin/ratios.hpp"

namespace evenload::optimize::detail {

namespace {

class Bounds {
 public:
  Bounds(const BalancedAssignmentProblem& problem, const Reduction& reduction, std::span<const Part> parts, const FullValue& value,
         Team& team)
      : problem_(problem), reduction_(reduction), parts_(parts), value_(value), team_(team) {
    pairs_ = std::max(1, reduction.whole.pairs());
  }

  std::vector<Level> run() {
    const LevelOrder& order = reduction_.whole.order;
    std::vector<Level> levels;
    proven_ = true;
    for (int level = 0; level < order.count; ++level) levels.push_back(whole_level(level));
    if (value_.has_peak) levels.push_back(peak_level());
    if (value_.has_ratios) {
      levels.push_back(leximin_level());
      levels.push_back(cost_level());
    } else {
      levels.push_back(balance_level());
    }
    return levels;
  }
  std::optional<SortedRatios> take_ratios() { return std::move(sorted_ratios_); }

 private:
  static Level shown(LevelKind kind, double value, double bound, bool proven) {
    Level level;
    level.kind = kind;
    level.value = value;
    level.bound = proven ? value : std::min(bound, value);
    level.absolute_gap = level.value - level.bound;
    if (level.value == 0) {
      level.gap = 0;  // the bound is never above the value, and no level is below 0
    } else if (level.bound != 0) {
      level.gap = level.absolute_gap / level.value;
    }
    level.proven = proven;
    return level;
  }

  /// What the rows of the parts may spend of the earlier levels: the plan's value less what no plan can change.
  WholeLevels whole_earlier() const {
    WholeLevels earlier = value_.level;
    for (int level = 0; level < max_whole_levels; ++level) earlier[level] -= reduction_.constant[level];
    return earlier;
  }

  std::int64_t base_overload(const Instance& in) const {
    std::int64_t sum = 0;
    for (int j = 0; j < in.columns; ++j) sum += std::max<std::int64_t>(0, in.base[j] - in.capacity[j]);
    return sum;
  }

  /// That part of the work that is left.
  std::int64_t share(double fraction) const {
    return static_cast<std::int64_t>(fraction * static_cast<double>(std::max<std::int64_t>(0, team_.work_limit() - team_.work())));
  }
  std::vector<std::int64_t> shares(double fraction) const {
    const auto left = static_cast<double>(share(fraction));
    std::vector<std::int64_t> limits;
    for (const Part& part : parts_) limits.push_back(static_cast<std::int64_t>(left * part.component.instance.pairs() / pairs_));
    return limits;
  }

  /// Plan of all parts on the whole instance.
  Plan whole_plan() const {
    std::vector<std::int32_t> pair_of(reduction_.whole.rows, -1);
    for (const Part& part : parts_) {
      for (std::size_t i = 0; i < part.component.rows.size(); ++i) {
        const std::int32_t pair = part.plan.pair_of[i];
        if (pair < 0) continue;
        const std::int32_t row = part.component.rows[i];
        pair_of[row] = reduction_.whole.pair_begin[row] + pair - part.component.instance.pair_begin[i];
      }
    }
    return valued(reduction_.whole, std::move(pair_of));
  }

  std::vector<std::int64_t> limits_at(const Instance& in, const Ratio& peak) const {
    std::vector<std::int64_t> limits(in.limit);
    for (int j = 0; j < in.columns; ++j) limits[j] = std::min(limits[j], std::max(in.base[j], load_at(peak, in.capacity[j])));
    return limits;
  }

  /// Who cancels does not wait for the bounds of a large problem: those that are known without computing have to do.
  static bool hurried(const Instance& in, WorkMeter& meter) {
    constexpr int few_pairs = 20'000;
    return in.pairs() > few_pairs && !meter.spend(1) && meter.reason() == StopReason::cancelled;
  }

  std::int64_t whole_bound(const Instance& in, int level, const WholeLevels& earlier, const Plan& plan, bool closed,
                           const std::optional<Multipliers>& prices, WorkMeter& meter) const {
    const std::int64_t value = plan.level[level];
    const std::int64_t least = level == in.order.overload ? base_overload(in) : 0;
    if (closed || value == least) return closed ? value : least;
    if (hurried(in, meter)) return least;
    const Relaxation relaxation(in, {level, earlier, {}});
    if (prices) {
      const auto found = relaxation.safe_value(*prices);
      if (found && SafeBound{*found, relaxation.shift()}.whole() >= value) return value;
    }
    const auto bound = lagrangian_bound(relaxation, plan, static_cast<double>(value) - 1 + 1e-6, meter);
    return bound ? std::clamp(bound->whole(), least, value) : least;
  }

  Level whole_level(int level) {
    std::int64_t bound = reduction_.constant[level];
    if (proven_) {
      std::vector<std::int64_t> found(parts_.size());
      team_.run("prove", shares(0.5), [&](std::size_t k, WorkMeter& meter) {
        const Part& part = parts_[k];
        found[k] = whole_bound(part.component.instance, level, part.plan.level, part.plan, part.levels_closed, part.prices[level], meter);
      });
      for (const std::int64_t part : found) bound += part;
    } else {
      std::int64_t found = 0;
      const std::array<std::int64_t, 1> limit{share(0.5)};
      team_.run("prove", limit, [&](std::size_t, WorkMeter& meter) {
        found = whole_bound(reduction_.whole, level, whole_earlier(), whole_plan(), false, std::nullopt, meter);
      });
      bound += found;
    }
    proven_ = proven_ && bound == value_.level[level];
    return shown(reduction_.whole.order.kind[level], static_cast<double>(value_.level[level]), below(bound), bound == value_.level[level]);
  }

  static double below(std::int64_t value) { return double_below(value, 0); }

  // --- peak (equation 10) ---

  /// Largest ratio that no plan can change.
  Ratio constant_peak() const {
    Ratio peak;
    for (std::size_t j = 0; j < reduction_.load.size(); ++j) {
      if (problem_.capacity[j] == 0) continue;
      const Ratio ratio{reduction_.load[j], problem_.capacity[j]};
      if (compare(peak, ratio) < 0) peak = ratio;
    }
    return peak;
  }

  /// Is it proven that no plan that meets `earlier` keeps every column at or below these limits?
  bool excluded(const Instance& in, const std::vector<std::int64_t>& limits, const WholeLevels& earlier, const Plan& plan,
                WorkMeter& meter) const {
    for (int level = 0; level < in.order.count; ++level) {
      RelaxationTarget target{level, earlier, limits};
      const Relaxation relaxation(in, target);
      if (!relaxation.feasible()) return true;
      const auto bound = lagrangian_bound(relaxation, plan, static_cast<double>(earlier[level]) + 1e-6, meter);
      if (bound && bound->whole() > earlier[level]) return true;
    }
    const Relaxation relaxation(in, {in.order.count, earlier, limits});
    return !relaxation.feasible();
  }

  /// A proven lower bound on the peak of plans that meet `earlier`, found by halving from the plan's own peak downwards.
  Ratio peak_bound(const Instance& in, const WholeLevels& earlier, const Plan& plan, WorkMeter& meter) const {
    const Ratio value = peak_of(in, plan);
    Ratio least;
    for (int j = 0; j < in.columns; ++j) {
      const Ratio ratio{in.base[j], in.capacity[j]};
      if (compare(least, ratio) < 0) least = ratio;
    }
    if (compare(least, value) >= 0) return value;
    if (hurried(in, meter)) return least;
    std::vector<std::int64_t> limits(in.limit);
    const auto set_limits = [&](auto load_of) {
      for (int j = 0; j < in.columns; ++j) limits[j] = std::min(in.limit[j], std::max(in.base[j], load_of(in.capacity[j])));
    };
    set_limits([&](std::int64_t capacity) { return load_below(value, capacity); });
    if (excluded(in, limits, earlier, plan, meter)) return value;
    double low = static_cast<double>(least.load) / static_cast<double>(least.capacity);
    double high = static_cast<double>(value.load) / static_cast<double>(value.capacity);
    for (int step = 0; step < 16 && !meter.stopped() && high - low > 1e-9 * high; ++step) {
      const double middle = low + (high - low) / 2;
      const auto load_of = [&](std::int64_t capacity) { return static_cast<std::int64_t>(std::floor(middle * static_cast<double>(capacity))); };
      set_limits(load_of);
      if (!excluded(in, limits, earlier, plan, meter)) {
        high = middle;
        continue;
      }
      low = middle;
      // Some column must then pass its limit: the smallest ratio at which one does is a bound.
      std::optional<Ratio> next;
      for (int j = 0; j < in.columns; ++j) {
        const Ratio ratio{std::max(in.base[j], load_of(in.capacity[j])) + 1, in.capacity[j]};
        if (limits[j] < in.limit[j] && (!next || compare(ratio, *next) < 0)) next = ratio;
      }
      if (next && compare(least, *next) < 0) least = *next;
    }
    return compare(least, value) < 0 ? least : value;
  }

  Level peak_level() {
    Ratio bound = constant_peak();
    if (proven_) {
      std::vector<Ratio> found(parts_.size());
      team_.run("prove", shares(0.5), [&](std::size_t k, WorkMeter& meter) {
        const Part& part = parts_[k];
        // Only the parts that reach the plan's peak can tie it down.
        if (compare(peak_of(part.component.instance, part.plan), value_.peak) < 0) return;
        found[k] = part.levels_closed ? value_.peak : peak_bound(part.component.instance, part.plan.level, part.plan, meter);
      });
      for (const Ratio& ratio : found) {
        if (compare(bound, ratio) < 0) bound = ratio;
      }
    } else {
      Ratio found;
      const std::array<std::int64_t, 1> limit{share(0.5)};
      team_.run("prove", limit, [&](std::size_t, WorkMeter& meter) {
        found = peak_bound(reduction_.whole, whole_earlier(), whole_plan(), meter);
      });
      if (compare(bound, found) < 0) bound = found;
    }
    const bool proven = compare(bound, value_.peak) >= 0;
    proven_ = proven_ && proven;
    return shown(LevelKind::peak, nearest_quotient(value_.peak.load, value_.peak.capacity),
                 std::nextafter(nearest_quotient(bound.load, bound.capacity), 0.0), proven);
  }

  // --- leximin ---

  /// Parts share no column, so what is proven of their ratios can be merged; columns that take nothing are a part that is proven.
  RatioProof ratio_proof() {
    std::vector<RatioProof> proofs;
    if (proven_) {
      proofs.resize(parts_.size());
      team_.run("prove", shares(0.8), [&](std::size_t k, WorkMeter& meter) {
        const Part& part = parts_[k];
        const Instance& in = part.component.instance;
        if (part.levels_closed) {
          proofs[k].ratios = detail::sorted_ratios(in, part.plan.load);
          proofs[k].proven = proofs[k].ratios.size();
        } else {
          proofs[k] = prove_ratios(in, part.plan.level, part.plan, peak_bound(in, part.plan.level, part.plan, meter));
        }
      });
    } else {
      proofs.resize(1);
      const std::array<std::int64_t, 1> limit{share(0.8)};
      team_.run("prove", limit, [&](std::size_t, WorkMeter& meter) {
        const Plan plan = whole_plan();
        proofs[0] = prove_ratios(reduction_.whole, whole_earlier(), plan, peak_bound(reduction_.whole, whole_earlier(), plan, meter));
      });
    }
    RatioProof constant;
    for (std::size_t j = 0; j < reduction_.load.size(); ++j) {
      if (problem_.capacity[j] > 0 && !in_whole(j)) constant.ratios.push_back({reduction_.load[j], problem_.capacity[j]});
    }
    sort_ratios(constant.ratios);
    constant.proven = constant.ratios.size();
    proofs.push_back(std::move(constant));
    return merged(proofs);
  }

  Level leximin_level() {
    const RatioProof proof = ratio_proof();
    const auto shown_bound = [](const Ratio& ratio) { return std::nextafter(nearest_quotient(ratio.load, ratio.capacity), 0.0); };
    SortedRatios sorted;
    for (const Ratio& ratio : proof.ratios) sorted.ratios.push_back(nearest_quotient(ratio.load, ratio.capacity));
    sorted.proven = static_cast<std::int64_t>(proof.proven);
    if (!proof.all()) sorted.next_bound = std::min(shown_bound(proof.next), sorted.ratios[proof.proven]);
    proven_ = proven_ && proof.all();
    const double value = nearest_quotient(value_.peak.load, value_.peak.capacity);
    const double bound = proof.proven > 0 ? value : sorted.next_bound.value_or(value);
    sorted_ratios_ = std::move(sorted);
    return shown(LevelKind::leximin, value, bound, proof.all());
  }

  /// Where not all is proven, each row that must be placed costs at least its cheapest pair.
  Level cost_level() {
    std::int64_t bound = reduction_.constant_cost;
    for (const Part& part : parts_) {
      if (proven_ && part.balance_closed) {
        bound += part.plan.cost;
        continue;
      }
      const Instance& in = part.component.instance;
      for (int row = 0; row < in.rows; ++row) {
        const int level = in.row_level[row];
        if (value_.level[level] != 0 || in.priority[row] == 0) continue;
        std::int64_t least = unlimited;
        for (std::int32_t pair = in.pair_begin[row]; pair < in.pair_begin[row + 1]; ++pair) least = std::min(least, in.pair_cost[pair]);
        bound += least;
      }
    }
    const bool unpriced = problem_.cost_weight == Rational(0);
    const double value = priced_cost(problem_, value_.cost).nearest();
    return shown(LevelKind::cost, value, std::nextafter(priced_cost(problem_, bound).nearest(), 0.0), unpriced || bound == value_.cost);
  }

  // --- balance ---

  std::vector<std::int64_t> balance_limits(const Instance& in) const {
    return value_.has_peak ? limits_at(in, value_.peak) : std::vector<std::int64_t>();
  }

  /// Base loads alone: every plan is at least that.
  ExactSum base_balance(const Instance& in) const {
    ExactSum sum;
    for (int j = 0; j < in.columns; ++j) sum.add(wide::multiply(in.base[j], in.base[j]), in.capacity[j]);
    return sum;
  }

  static void add_plan(const Instance& in, const Plan& plan, ExactSum& sum) {
    for (int j = 0; j < in.columns; ++j) sum.add(wide::multiply(plan.load[j], plan.load[j]), in.capacity[j]);
    sum.add(wide::multiply(plan.cost, in.cost_weight.numerator()), in.cost_weight.denominator());
  }

  void add_bound(const Instance& in, const std::optional<SafeBound>& bound, ExactSum& sum) const {
    if (bound) {
      sum.add(bound->value, std::int64_t{1} << bound->shift);
      return;
    }
    for (int j = 0; j < in.columns; ++j) sum.add(wide::multiply(in.base[j], in.base[j]), in.capacity[j]);
  }

  Level balance_level() {
    ExactSum bound;
    for (std::size_t j = 0; j < reduction_.load.size(); ++j) {
      if (problem_.capacity[j] > 0 && !in_whole(j)) bound.add(wide::multiply(reduction_.load[j], reduction_.load[j]), problem_.capacity[j]);
    }
    bound.add(wide::multiply(reduction_.constant_cost, problem_.cost_weight.numerator()), problem_.cost_weight.denominator());
    bool closed = proven_;
    if (proven_) {
      std::vector<std::optional<SafeBound>> found(parts_.size());
      team_.run("bound", shares(1.0), [&](std::size_t k, WorkMeter& meter) {
        const Part& part = parts_[k];
        if (part.balance_closed) return;
        found[k] = balance_bound(part.component.instance, part.plan.level, part.plan, part, meter);
      });
      for (std::size_t k = 0; k < parts_.size(); ++k) {
        closed = closed && parts_[k].balance_closed;
        if (parts_[k].balance_closed) {
          add_plan(parts_[k].component.instance, parts_[k].plan, bound);
        } else {
          add_bound(parts_[k].component.instance, found[k], bound);
        }
      }
    } else {
      std::optional<SafeBound> found;
      const std::array<std::int64_t, 1> limit{share(1)};
      team_.run("bound", limit, [&](std::size_t, WorkMeter& meter) {
        // Prices of one part that is the whole are prices of the whole.
        found = balance_bound(reduction_.whole, whole_earlier(), whole_plan(), parts_.size() == 1 ? static_cast<const Found&>(parts_[0]) : Found{}, meter);
      });
      add_bound(reduction_.whole, found, bound);
    }
    const double value = balance_of(problem_, value_).nearest();
    Level level = shown(LevelKind::balance, value, closed ? value : std::nextafter(bound.nearest(), -std::numeric_limits<double>::infinity()), closed);
    add_variable_gap(level);
    return level;
  }

  std::optional<SafeBound> balance_bound(const Instance& in, const WholeLevels& earlier, const Plan& plan,
                                         const Found& known, WorkMeter& meter) const {
    if (hurried(in, meter)) return std::nullopt;
    const Relaxation relaxation(in, {in.order.count, earlier, balance_limits(in)});
    if (!relaxation.feasible()) return std::nullopt;
    if (known.multipliers) {
      const ColumnKnapsacks knapsacks(relaxation);
      meter.spend(4 * knapsacks.work());
      if (auto bound = knapsacks.safe_value(*known.multipliers)) return bound;
    }
    double value = in.lambda * static_cast<double>(plan.cost);
    for (int j = 0; j < in.columns; ++j) {
      value += static_cast<double>(plan.load[j]) * static_cast<double>(plan.load[j]) / static_cast<double>(in.capacity[j]);
    }
    return lagrangian_bound(relaxation, plan, value, meter, known.balance_prices);
  }

  bool in_whole(std::size_t column) const {
    const auto& columns = reduction_.whole.original_column;
    return std::binary_search(columns.begin(), columns.end(), static_cast<std::int32_t>(column));
  }

  /// Gap relative to what can vary: value - (sum load)^2 / sum capacity.
  void add_variable_gap(Level& level) const {
    std::int64_t load = 0;
    std::int64_t capacity = 0;
    for (std::size_t j = 0; j < value_.load.size(); ++j) {
      if (problem_.capacity[j] == 0) continue;
      load += value_.load[j];
      capacity += problem_.capacity[j];
    }
    if (capacity == 0) {
      if (level.absolute_gap == 0) level.variable_gap = 0;
      return;
    }
    ExactSum varies = balance_of(problem_, value_);
    varies.add(-wide::multiply(load, load), capacity);
    if (varies.sign() > 0) {
      level.variable_gap = level.absolute_gap / varies.nearest();
    } else if (level.absolute_gap == 0) {
      level.variable_gap = 0;
    }
  }

  const BalancedAssignmentProblem& problem_;
  const Reduction& reduction_;
  std::span<const Part> parts_;
  const FullValue& value_;
  Team& team_;
  double pairs_ = 1;
  bool proven_ = true;
  std::optional<SortedRatios> sorted_ratios_;
};

}  // namespace

std::vector<Level> bound_levels(const BalancedAssignmentProblem& problem, const Reduction& reduction, std::span<const Part> parts,
                                const FullValue& value, Team& team, std::optional<SortedRatios>& sorted_ratios) {
  Bounds bounds(problem, reduction, parts, value, team);
  std::vector<Level> levels = bounds.run();
  sorted_ratios = bounds.take_ratios();
  return levels;
}

}  // namespace evenload::optimize::detail
