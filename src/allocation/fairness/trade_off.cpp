// One rule's price against balance: a sweep of weights between the two ends. Equations (1) to (6) of docs/models/fairness.md.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "evenload/allocation/fairness.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/rules/pair_rules.hpp"
#include "src/allocation/solve/problem.hpp"
#include "src/allocation/solve/solve.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

using Placing = std::vector<std::int32_t>;

/// A plan on its way to the curve.
struct CurvePlan {
  Placing placing;
  std::vector<double> earlier;  // levels before balance
  double balance = 0;           // kernel units
  std::int64_t rule_cost = 0;
  bool proven = false;
};

/// What a solve at one weight proves: balance + weight * rule cost is at least that for every plan with as good earlier levels.
struct LineBound {
  double weight = 0;
  double least = 0;  // points
};

/// The same problem at every weight of the rule.
class RuleSweep {
 public:
  RuleSweep(const AllocationInput& input, const AllocationPolicy& policy, std::string_view subject)
      : policy_(policy), unheard_(without_price(policy, subject)), heard_p_(prepare(input, policy)), unheard_p_(prepare(input, unheard_)),
        heard_quotas_(heard_p_), quotas_(unheard_p_), heard_(heard_p_, heard_quotas_), problem_(unheard_p_, quotas_) {
    other_cost_ = problem_.cost;
    other_cost_.resize(problem_.pairs(), 0);
    if (subject == "cost") std::fill(other_cost_.begin(), other_cost_.end(), 0);
    rule_cost_ = heard_.cost;
    rule_cost_.resize(problem_.pairs(), 0);
    for (std::size_t k = 0; k < rule_cost_.size(); ++k) rule_cost_[k] -= other_cost_[k];
    if (std::all_of(rule_cost_.begin(), rule_cost_.end(), [](std::int64_t cost) { return cost == 0; })) {
      throw InvalidDataError({ErrorCode::invalid_argument, "", "subject", std::nullopt, "a soft rule that charges a price for some pair of this input",
                              std::string(subject)});
    }
    problem_.cost = other_cost_;
    problem_.balance = optimize::Balance::squares;
  }

  /// The kernel's problem with the rule at this weight, in points per cost unit.
  optimize::BalancedAssignmentResult solve(const Rational& weight, const Placing& start, const SolveOptions& options) {
    const Rational& other = policy_.cost_weight;
    const std::int64_t common = checked_multiply(other.denominator(), weight.denominator() / std::gcd(other.denominator(), weight.denominator()));
    const std::int64_t per_other = checked_multiply(other.numerator(), common / other.denominator());
    const std::int64_t per_rule = checked_multiply(weight.numerator(), common / weight.denominator());
    std::vector<std::int64_t> cost(other_cost_.size());
    for (std::size_t k = 0; k < cost.size(); ++k) {
      cost[k] = checked_add(checked_multiply(other_cost_[k], per_other), checked_multiply(rule_cost_[k], per_rule));
    }
    KernelProblem problem = problem_;
    problem.cost = std::move(cost);
    problem.cost_weight = Rational(unheard_p_.denominator, common);
    if (!start.empty()) problem.start = start;
    return detail::solve(unheard_p_, quotas_, problem, options);
  }
  /// The plan of the policy as it stands.
  optimize::BalancedAssignmentResult solve_as_it_stands(const SolveOptions& options) {
    return detail::solve(heard_p_, heard_quotas_, heard_, options);
  }

  CurvePlan valued(Placing placing, bool proven) const {
    CurvePlan plan;
    plan.proven = proven;
    const optimize::Evaluation evaluation = optimize::evaluate(problem_.view(), placing);
    plan.earlier.assign(evaluation.values.begin(), evaluation.values.end() - 1);
    plan.balance = evaluation.values.back();
    for_each_pair(placing, [&](std::size_t pair) { plan.rule_cost += rule_cost_[pair]; });
    plan.placing = std::move(placing);
    return plan;
  }
  /// The kernel does not know limits that people share: plans are then not put together by hand.
  bool has_shared_rooms() const {
    return std::any_of(quotas_.categories.begin(), quotas_.categories.end(), [](const QuotaCategory& quota) { return quota.kind == QuotaKind::decisions; });
  }
  bool allowed(const Placing& placing) const { return optimize::evaluate(problem_.view(), placing).allowed; }
  /// -1 where a is better on the levels and on balance without the rule; exact.
  int compare(const CurvePlan& a, const CurvePlan& b) const { return optimize::compare(problem_.view(), a.placing, b.placing); }
  std::int64_t broken(const CurvePlan& plan) const {
    std::int64_t count = 0;
    for_each_pair(plan.placing, [&](std::size_t pair) { count += rule_cost_[pair] > 0 ? 1 : 0; });
    return count;
  }
  double points(double scaled) const { return scaled / static_cast<double>(unheard_p_.denominator); }

  /// Balance without the rule in points; the fraction itself where it fits into 64 bits.
  Rational exact_balance(const CurvePlan& plan) const {
    try {
      Rational sum = 0;
      std::vector<std::int64_t> load = problem_.base_load;
      std::int64_t cost = 0;
      for_each_pair(plan.placing, [&](std::size_t pair) {
        load[at(problem_.indices[pair])] += problem_.weight_per_pair ? problem_.weight[pair] : problem_.weight[row_of(pair)];
        cost += other_cost_[pair];
      });
      for (std::size_t j = 0; j < load.size(); ++j) {
        if (problem_.capacity[j] > 0) sum = sum + Rational(load[j], problem_.capacity[j]) * Rational(load[j], unheard_p_.denominator);
      }
      return sum + policy_.cost_weight * Rational(cost);
    } catch (const OverflowError&) {
      return Rational::from_double(points(plan.balance));
    }
  }

  SolveOptions with_default_work(const SolveOptions& options) const { return problem_.with_default_work(options); }
  std::vector<optimize::Level> levels_of(const optimize::BalancedAssignmentResult& result) const { return levels_in_points(unheard_p_, result.levels); }

 private:
  static AllocationPolicy without_price(const AllocationPolicy& policy, std::string_view subject) {
    AllocationPolicy unheard = policy;
    if (subject != "cost") {
      try {
        unheard.rule(rule_from_string(subject)).price = 0;
      } catch (const InvalidDataError&) {
        throw InvalidDataError({ErrorCode::invalid_argument, "", "subject", std::nullopt, "the name of a rule, or \"cost\"", std::string(subject)});
      }
    }
    return unheard;
  }

  std::size_t row_of(std::size_t pair) const {
    const auto next = std::upper_bound(problem_.indptr.begin(), problem_.indptr.end(), static_cast<std::int64_t>(pair));
    return static_cast<std::size_t>(next - problem_.indptr.begin()) - 1;
  }

  template <class Visit>
  void for_each_pair(const Placing& placing, Visit visit) const {
    for (std::size_t i = 0; i < placing.size(); ++i) {
      if (placing[i] < 0) continue;
      for (auto k = static_cast<std::size_t>(problem_.indptr[i]); k < static_cast<std::size_t>(problem_.indptr[i + 1]); ++k) {
        if (problem_.indices[k] == placing[i]) visit(k);
      }
    }
  }

  const AllocationPolicy& policy_;
  AllocationPolicy unheard_;
  Prepared heard_p_;
  Prepared unheard_p_;
  Quotas heard_quotas_;
  Quotas quotas_;
  KernelProblem heard_;
  KernelProblem problem_;
  std::vector<std::int64_t> other_cost_;
  std::vector<std::int64_t> rule_cost_;
};

class CurveTracer {
 public:
  CurveTracer(RuleSweep& sweep, int most_solves, SolveOptions options) : sweep_(sweep), solves_left_(most_solves), options_(std::move(options)) {}

  TradeOff trace(const AllocationPolicy& policy, std::string_view subject) {
    TradeOff result;
    result.subject = subject;
    result.current_weight = policy.cost_weight;
    const CurvePlan current = as_it_stands(policy);
    const std::size_t unheard = solve_at(Rational(0), current.placing);
    find_other_end(policy.cost_weight, unheard);
    sweep_segments();
    walk_between_neighbours();
    keep_curve();
    for (const CurvePlan& plan : plans_) result.points.push_back(point_of(plan));
    mark_supported(result.points);
    result.current = point_of(current);
    result.earlier = earlier_;
    if (!result.earlier.empty()) result.earlier.pop_back();
    const bool proven = std::all_of(result.points.begin(), result.points.end(), [](const TradeOffPoint& point) { return point.proven; }) &&
                        std::all_of(result.earlier.begin(), result.earlier.end(), [](const optimize::Level& level) { return level.proven; });
    result.outcome = proven ? Outcome::optimal : Outcome::feasible;
    result.stop = proven ? StopReason::done : stop_;
    result.work = work_;
    return result;
  }

 private:
  CurvePlan as_it_stands(const AllocationPolicy& policy) {
    const optimize::BalancedAssignmentResult found = sweep_.solve_as_it_stands(options_);
    note(found);
    --solves_left_;
    const bool squares = policy.balance == optimize::Balance::squares;
    const bool proven = squares && found.outcome == Outcome::optimal;
    CurvePlan plan = sweep_.valued(found.assignment, proven);
    if (squares) take_bound(policy.cost_weight, found, plan);
    add(plan, found);
    return plan;
  }

  void note(const optimize::BalancedAssignmentResult& found) {
    work_ += found.work;
    // Cancelled and time before work before done.
    stop_ = std::max(stop_, found.stop);
  }
  bool interrupted() const noexcept { return stop_ == StopReason::cancelled || stop_ == StopReason::time; }

  /// A bound holds for all plans whose levels are no worse than those of the plan it comes with.
  void take_bound(const Rational& weight, const optimize::BalancedAssignmentResult& found, const CurvePlan& plan) {
    lines_.push_back({plan.earlier, {weight.to_double(), sweep_.points(found.levels.back().bound)}});
  }

  /// Keeps a plan where its earlier levels are as good as the best; better ones make the others useless.
  std::size_t add(const CurvePlan& plan, const optimize::BalancedAssignmentResult& found) {
    if (!plans_.empty() && plan.earlier < plans_.front().earlier) plans_.clear();
    if (!plans_.empty() && plans_.front().earlier < plan.earlier) return none_kept;
    if (plans_.empty()) earlier_ = sweep_.levels_of(found);
    return add_equal(plan);
  }
  std::size_t add_equal(const CurvePlan& plan) {
    for (std::size_t k = 0; k < plans_.size(); ++k) {
      if (plans_[k].rule_cost != plan.rule_cost || sweep_.compare(plans_[k], plan) != 0) continue;
      plans_[k].proven = plans_[k].proven || plan.proven;
      return k;
    }
    plans_.push_back(plan);
    return plans_.size() - 1;
  }

  std::size_t solve_at(const Rational& weight, const Placing& start) {
    --solves_left_;
    const optimize::BalancedAssignmentResult found = sweep_.solve(weight, start, options_);
    note(found);
    const CurvePlan plan = sweep_.valued(found.assignment, found.outcome == Outcome::optimal);
    take_bound(weight, found, plan);
    return add(plan, found);
  }

  /// Weights that grow until nothing that balance could give would pay for one more cost unit (equation 3).
  void find_other_end(const Rational& usual, std::size_t unheard) {
    Rational weight = Rational(16) * std::max(usual, Rational(1, 20));
    for (int attempt = 0; attempt < 3 && solves_left_ > 0 && !interrupted(); ++attempt) {
      const std::size_t end = solve_at(weight, unheard == none_kept ? Placing() : plans_.at(std::min(unheard, plans_.size() - 1)).placing);
      if (end == none_kept) return;
      double least = plans_[end].balance;
      for (const CurvePlan& plan : plans_) least = std::min(least, plan.balance);
      const double needed = std::ceil(sweep_.points(plans_[end].balance - least)) + 1;
      if (needed <= weight.to_double() || needed > 1e12) return;
      weight = Rational(static_cast<std::int64_t>(needed));
    }
  }

  void sort_plans() {
    std::sort(plans_.begin(), plans_.end(), [&](const CurvePlan& a, const CurvePlan& b) {
      if (a.rule_cost != b.rule_cost) return a.rule_cost > b.rule_cost;
      return sweep_.compare(a, b) < 0;
    });
  }
  /// Drops plans that another one beats or equals in both (equation 2).
  void keep_curve() {
    sort_plans();
    std::vector<CurvePlan> kept;
    for (std::size_t k = 0; k < plans_.size(); ++k) {
      const bool beaten = std::any_of(plans_.begin(), plans_.end(), [&](const CurvePlan& other) {
        if (&other == &plans_[k] || other.rule_cost > plans_[k].rule_cost) return false;
        const int balance = sweep_.compare(other, plans_[k]);
        return balance < 0 || (balance == 0 && other.rule_cost < plans_[k].rule_cost);
      });
      if (!beaten) kept.push_back(plans_[k]);
    }
    plans_ = std::move(kept);
  }

  /// Where the line between two neighbours may be undercut (equation 4), the widest first.
  void sweep_segments() {
    std::vector<std::pair<std::int64_t, std::int64_t>> closed;  // rule costs of neighbours
    while (solves_left_ > 0 && !interrupted()) {
      keep_curve();
      std::size_t widest = none_kept;
      double width = 0;
      for (std::size_t k = 0; k + 1 < plans_.size(); ++k) {
        const CurvePlan& a = plans_[k];
        const CurvePlan& b = plans_[k + 1];
        const std::pair<std::int64_t, std::int64_t> costs{a.rule_cost, b.rule_cost};
        if (a.rule_cost - b.rule_cost < 2 || std::find(closed.begin(), closed.end(), costs) != closed.end()) continue;
        const double area = (b.balance - a.balance) * static_cast<double>(a.rule_cost - b.rule_cost);
        if (area > width) {
          width = area;
          widest = k;
        }
      }
      if (widest == none_kept) return;
      const CurvePlan a = plans_[widest];
      const CurvePlan b = plans_[widest + 1];
      closed.emplace_back(a.rule_cost, b.rule_cost);
      const double slope = sweep_.points(b.balance - a.balance) / static_cast<double>(a.rule_cost - b.rule_cost);
      solve_at(simple_weight(slope), a.placing);
    }
  }

  /// A fraction of few digits near the slope: any weight between the neighbours' own will do.
  static Rational simple_weight(double slope) {
    const double digits = std::pow(10.0, 5 - std::floor(std::log10(slope)));
    if (digits >= 1e12 || digits < 1e-3) return Rational::from_double(slope);
    return Rational(static_cast<std::int64_t>(std::llround(slope * std::max(1.0, digits))), static_cast<std::int64_t>(std::max(1.0, digits)));
  }

  /// From one neighbour to the next, one decision at a time, always the one after which balance is best (equation 5).
  void walk_between_neighbours() {
    keep_curve();
    if (sweep_.has_shared_rooms()) return;
    const std::vector<CurvePlan> ends = plans_;
    for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
      if (ends[k].rule_cost - ends[k + 1].rule_cost < 2) continue;
      std::vector<std::size_t> differing;
      for (std::size_t i = 0; i < ends[k].placing.size(); ++i) {
        if (ends[k].placing[i] != ends[k + 1].placing[i]) differing.push_back(i);
      }
      if (differing.size() < 2 || differing.size() > most_differing) continue;
      walk(ends[k], ends[k + 1], std::move(differing));
    }
  }
  void walk(const CurvePlan& from, const CurvePlan& to, std::vector<std::size_t> differing) {
    Placing placing = from.placing;
    while (differing.size() > 1) {
      std::optional<CurvePlan> best;
      std::size_t chosen = 0;
      for (std::size_t k = 0; k < differing.size(); ++k) {
        Placing next = placing;
        next[differing[k]] = to.placing[differing[k]];
        CurvePlan plan = sweep_.valued(std::move(next), false);
        if (best && sweep_.compare(plan, *best) >= 0) continue;
        best = std::move(plan);
        chosen = k;
      }
      placing = best->placing;
      differing.erase(differing.begin() + static_cast<std::ptrdiff_t>(chosen));
      if (best->earlier == from.earlier && sweep_.allowed(placing)) add_equal(*best);
    }
  }

  TradeOffPoint point_of(const CurvePlan& plan) const {
    TradeOffPoint point;
    point.rule_cost = plan.rule_cost;
    point.broken = sweep_.broken(plan);
    point.balance = sweep_.points(plan.balance);
    point.proven = plan.proven || std::any_of(plans_.begin(), plans_.end(), [&](const CurvePlan& other) {
                     return other.proven && other.rule_cost == plan.rule_cost && sweep_.compare(other, plan) == 0;
                   });
    double bound = 0;
    for (const auto& [earlier, line] : lines_) {
      // Only what was proven of plans as good as these.
      if (plan.earlier != earlier) continue;
      const double there = line.weight * static_cast<double>(plan.rule_cost);
      bound = std::max(bound, line.least - there - 1e-12 * (std::abs(line.least) + there));
    }
    point.balance_bound = point.proven ? point.balance : std::min(bound, point.balance);
    return point;
  }

  /// The lower hull of the points, and the weights at which each of its corners is best (equation 6).
  void mark_supported(std::vector<TradeOffPoint>& points) const {
    std::vector<std::size_t> hull;
    const auto above = [&](std::size_t a, std::size_t b, std::size_t c) {
      const auto dx = [&](std::size_t i, std::size_t j) { return static_cast<double>(points[i].rule_cost - points[j].rule_cost); };
      return (points[b].balance - points[a].balance) * dx(a, c) > (points[c].balance - points[a].balance) * dx(a, b);
    };
    for (std::size_t k = 0; k < points.size(); ++k) {
      while (hull.size() >= 2 && above(hull[hull.size() - 2], hull.back(), k)) hull.pop_back();
      hull.push_back(k);
    }
    for (std::size_t h = 0; h < hull.size(); ++h) {
      TradeOffPoint& point = points[hull[h]];
      point.supported = true;
      point.weight_from = Rational(0);
      if (h > 0) point.weight_from = points[hull[h - 1]].weight_to;
      if (h + 1 < hull.size()) point.weight_to = slope(plans_[hull[h]], plans_[hull[h + 1]]);
    }
  }
  Rational slope(const CurvePlan& a, const CurvePlan& b) const {
    try {
      return (sweep_.exact_balance(b) - sweep_.exact_balance(a)) / Rational(a.rule_cost - b.rule_cost);
    } catch (const OverflowError&) {
      return Rational::from_double(sweep_.points(b.balance - a.balance) / static_cast<double>(a.rule_cost - b.rule_cost));
    }
  }

  static constexpr std::size_t none_kept = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t most_differing = 24;

  RuleSweep& sweep_;
  int solves_left_;
  SolveOptions options_;
  std::vector<CurvePlan> plans_;
  std::vector<std::pair<std::vector<double>, LineBound>> lines_;
  std::vector<optimize::Level> earlier_;
  StopReason stop_ = StopReason::done;
  std::int64_t work_ = 0;
};

}  // namespace

}  // namespace detail

TradeOff trade_off(const AllocationInput& input, const AllocationPolicy& policy, std::string_view subject, int most_solves, const SolveOptions& options) {
  if (most_solves < 2) {
    throw InvalidDataError({ErrorCode::out_of_range, "", "most_solves", std::nullopt, "at least 2", std::to_string(most_solves)});
  }
  detail::RuleSweep sweep(input, policy, subject);
  return detail::CurveTracer(sweep, most_solves, sweep.with_default_work(options)).trace(policy, subject);
}

}  // namespace evenload::allocation
