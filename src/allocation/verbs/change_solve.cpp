#include "change_solve.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "change_kernel.hpp"
#include "change_search.hpp"
#include "evenload/allocation/allocate.hpp"

namespace evenload::allocation::detail {

namespace {

using optimize::LevelKind;

/// What a kernel call found out about every plan of its problem.
struct KernelBounds {
  bool there = false;
  std::vector<optimize::Level> levels;
  bool repaired = false;  // its plan broke a rule of the real problem: what it proves is no proof of ours
  double per_move = 0;  // what each move costs there in addition, on the last level

  const optimize::Level* of(LevelKind kind) const {
    const auto found = std::find_if(levels.begin(), levels.end(),
                                    [&](const optimize::Level& one) { return one.kind == kind; });
    return found == levels.end() ? nullptr : &*found;
  }
};

double below(double value) { return std::nextafter(value, -std::numeric_limits<double>::infinity()); }

class Solve {
 public:
  Solve(const ChangeProblem& problem, std::int64_t most, const SolveOptions& options)
      : problem_(problem), most_(most), options_(options),
        began_(std::chrono::steady_clock::now()), search_options_(options), 
        meter_(search_options(), search_work()) {
    counts_changes_ = std::find(problem.kinds.begin(), problem.kinds.end(), LevelKind::changes) !=
                      problem.kinds.end();
    for (const ChangeRow& row : problem.rows) {
      forced_ += row.forced;
      if (row.stay.person == none) forced_ += row.size;
    }
  }

  ChangeAnswer run() {
    ChangeState start = call_kernel(ChangeKernel(problem_, true, 0), fixed_, 0, std::nullopt);
    answer_.best.push_back(start);
    if (!interrupted() && most_ > 0 && anything_to_gain(start)) search(start);
    while (static_cast<std::int64_t>(answer_.best.size()) <= most_) {
      answer_.best.push_back(answer_.best.back());
    }
    for (std::size_t m = 0; m < answer_.best.size(); ++m) {
      answer_.levels.push_back(levels_of(m));
    }
    answer_.work += meter_.work();
    if (meter_.stopped()) answer_.stop = std::max(answer_.stop, meter_.reason());  // done, work, time, cancelled
    return std::move(answer_);
  }

 private:
  std::int64_t search_work() const {
    std::int64_t pairs = 0;
    for (const ChangeRow& row : problem_.rows) pairs += static_cast<std::int64_t>(row.pairs.size()) + 1;
    return std::min<std::int64_t>(40'000'000, 2'000'000 + 2'000 * pairs);
  }
  const SolveOptions& search_options() {
    if (options_.work_limit) search_options_.work_limit = std::max<std::int64_t>(1, *options_.work_limit / 4);
    return search_options_;
  }
  bool interrupted() const {
    return answer_.stop == StopReason::cancelled || answer_.stop == StopReason::time;
  }
  SolveOptions kernel_options() const {
    SolveOptions options = options_;
    std::size_t pairs = 0;
    for (const ChangeRow& row : problem_.rows) pairs += row.pairs.size();
    options.work_limit = options.work_limit ? std::max<std::int64_t>(1, *options.work_limit / 4)
                                            : default_work(problem_.rows.size(), problem_.persons(), pairs);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began_;
    options.time_limit = std::max(1e-3, options.time_limit - spent.count());
    return options;
  }

  /// Solves, keeps what it says of every plan, and gives its plan.
  ChangeState call_kernel(ChangeKernel kernel, KernelBounds& bounds, double per_move,
                          const std::optional<ChangeState>& start) {
    if (start) kernel.start_from(*start);
    const optimize::BalancedAssignmentResult result =
        optimize::balanced_assignment(kernel.view(), kernel_options());
    answer_.work += result.work;
    answer_.stop = std::max(answer_.stop, result.stop);
    bounds.there = true;
    bounds.levels = result.levels;
    bounds.per_move = per_move;
    ChangeState state(problem_, kernel.choices(result.assignment));
    bounds.repaired = false;
    for (std::size_t r = 0; r < result.assignment.size(); ++r) {
      bounds.repaired = bounds.repaired || state.person(to_index(r)) != result.assignment[r];
    }
    return state;
  }

  /// Where changes come before all that could be won, and the first level is at its bound, none is made.
  bool anything_to_gain(const ChangeState& start) {
    if (!counts_changes_ || problem_.kinds.front() == LevelKind::changes) return true;
    call_relaxed(start, 0);
    const optimize::Level* first = relaxed_.back().of(problem_.kinds.front());
    return first == nullptr || level_values(start).front() > first->bound;
  }

  ChangeState call_relaxed(const ChangeState& start, std::int64_t steps) {
    relaxed_.emplace_back();
    const double per_move = steps == 0 ? 0 : static_cast<double>(steps) * ChangeKernel::price_step(problem_).to_double();
    ChangeState state = call_kernel(ChangeKernel(problem_, false, steps), relaxed_.back(), per_move, start);
    if (steps == 0) relaxed_state_ = state;
    return state;
  }

  void search(const ChangeState& start) {
    ChangeState far = counts_changes_ && relaxed_state_ ? *relaxed_state_ : call_relaxed(start, 0);
    std::vector<Choices> from_far(static_cast<std::size_t>(most_) + 1);
    for (std::int64_t m = most_; m > 0; --m) {
      take_back(far, m, meter_);
      if (far.moves() <= m && far.all_allowed()) from_far[static_cast<std::size_t>(m)] = far.choices();
    }
    for (std::int64_t m = 1; m <= most_ && !meter_.stopped(); ++m) {
      ChangeState state = answer_.best.back();
      improve(state, m, meter_);
      if (const Choices& other = from_far[static_cast<std::size_t>(m)]; !other.empty()) {
        ChangeState second(problem_, other);
        improve(second, m, meter_);
        if (compare_exactly(second, state) < 0) state = std::move(second);
      }
      if (compare_exactly(state, answer_.best.back()) >= 0) state = answer_.best.back();
      answer_.best.push_back(std::move(state));
    }
    while (static_cast<std::int64_t>(answer_.best.size()) <= most_) {
      answer_.best.push_back(answer_.best.back());
    }
    enumerate_all();
    if (!complete_ && !interrupted() && !counts_changes_) price_moves(start);
  }

  /// Whether the number of plans lets one hope to see them all: its logarithm.
  bool few_plans() const {
    constexpr double most = 14;
    double plans = 0;
    double targets = 1;
    for (const ChangeRow& row : problem_.rows) {
      const auto pairs = static_cast<double>(row.pairs.size());
      if (row.stay.person == none) {
        plans += std::log10(pairs + 1);
      } else {
        targets += pairs;
      }
    }
    return plans + static_cast<double>(most_) * std::log10(targets) <= most;
  }

  void enumerate_all() {
    if (!few_plans()) return;
    std::vector<Choices> known;
    for (const ChangeState& state : answer_.best) known.push_back(state.choices());
    constexpr std::int64_t nodes = 400'000;
    const Enumerated all = enumerate(problem_, known, nodes, meter_);
    for (std::size_t m = 0; m < all.best.size(); ++m) {
      answer_.best[m] = ChangeState(problem_, all.best[m]);
    }
    complete_ = all.complete;
    if (!counts_changes_) return;
    // More changes than were tried could still serve an earlier level, unless that is at its bound.
    std::int64_t every = 0;
    for (const ChangeRow& row : problem_.rows) every += row.stay.person == none ? 0 : row.size;
    const optimize::Level* first = relaxed_.front().of(problem_.kinds.front());
    const bool settled = first != nullptr && level_values(answer_.best.back()).front() <= first->bound;
    complete_ = complete_ && (most_ >= every || settled);
  }

  /// The number of moves is a constraint; its price in the bound is what the last of them was worth.
  void price_moves(const ChangeState& start) {
    const Rational step = ChangeKernel::price_step(problem_);
    if (step == Rational(0)) return;
    const auto& before = answer_.best[answer_.best.size() - 2];
    const auto& last = answer_.best.back();
    const std::vector<double> a = level_values(before);
    const std::vector<double> b = level_values(last);
    const double worth = a.back() - b.back();
    if (!std::equal(a.begin(), a.end() - 1, b.begin()) || worth <= 0) return;
    for (const double share : {1.0, 0.5}) {
      const double steps = worth * share / step.to_double();
      if (steps < 1 || steps > 1e9) continue;
      call_relaxed(start, static_cast<std::int64_t>(steps));
    }
  }

  /// What no plan can avoid on a level, from the rows that have no choice.
  double least(LevelKind kind) const {
    double priority = 0;
    std::vector<std::int64_t> load = problem_.base;
    for (const ChangeRow& row : problem_.rows) {
      const bool alone = row.pairs.empty() && row.stay.person == none;
      const bool counts = (kind == LevelKind::unassigned_must && row.row_class == CaseClass::must) ||
                          (kind == LevelKind::unassigned_due && row.row_class == CaseClass::due) ||
                          (kind == LevelKind::unassigned_may_wait && row.row_class == CaseClass::may_wait);
      if (alone && counts) priority += static_cast<double>(row.priority);
    }
    double overload = 0;
    double peak = 0;
    double squares = 0;
    for (std::size_t j = 0; j < load.size(); ++j) {
      const auto value = static_cast<double>(load[j]);
      const auto capacity = static_cast<double>(problem_.capacity[j]);
      overload += std::max(0.0, value - capacity);
      if (capacity == 0) continue;
      peak = std::max(peak, below(value / capacity));
      squares += std::max(0.0, below(below(value * value) / capacity));
    }
    switch (kind) {
      case LevelKind::overload: return std::max(0.0, below(overload * (1 - 1e-12)));
      case LevelKind::peak: return std::max(0.0, peak);
      case LevelKind::balance: return std::max(0.0, squares * (1 - 1e-12));
      case LevelKind::changes: return static_cast<double>(forced_);
      default: return priority;
    }
  }

  /// Whether every plan that is as good as ours on the earlier levels is one that the kernel's bound speaks of.
  bool speaks_of(const KernelBounds& bounds, const std::vector<double>& values, std::size_t level) const {
    if (!bounds.there) return false;
    for (std::size_t k = 0; k < level; ++k) {
      if (problem_.kinds[k] == LevelKind::changes) continue;
      const optimize::Level* one = bounds.of(problem_.kinds[k]);
      if (one != nullptr && values[k] > one->value) return false;
    }
    return bounds.of(problem_.kinds[level]) != nullptr;
  }

  std::vector<optimize::Level> levels_of(std::size_t moves) const {
    const ChangeState& state = answer_.best[moves];
    const std::vector<double> values = level_values(state);
    std::vector<optimize::Level> levels;
    bool changes_before = false;
    std::int64_t voluntary = static_cast<std::int64_t>(moves);
    if (counts_changes_) voluntary = state.value().whole[ChangeValue::changes] - forced_;
    for (std::size_t k = 0; k < values.size(); ++k) {
      const LevelKind kind = problem_.kinds[k];
      optimize::Level level;
      level.kind = kind;
      level.value = values[k];
      level.bound = std::min(level.value, least(kind));
      const bool limited = !counts_changes_ || changes_before;  // the number of moves binds here
      const bool none_moves = limited && voluntary == 0;
      if (none_moves && speaks_of(fixed_, values, k)) take(level, fixed_, 0, none_moves);
      for (const KernelBounds& one : relaxed_) {
        const bool priced = one.per_move > 0;
        if (priced && (!limited || kind != LevelKind::balance)) continue;
        if (speaks_of(one, values, k)) take(level, one, one.per_move * static_cast<double>(voluntary), false);
      }
      if (kind == LevelKind::changes) {
        changes_before = true;
        if (needs_a_change(values, k)) level.bound = std::min(level.value, static_cast<double>(forced_ + 1));
      }
      if (complete_) level.bound = level.value;
      finish(level, state, none_moves);
      levels.push_back(level);
    }
    return levels;
  }

  void take(optimize::Level& level, const KernelBounds& bounds, double less, bool) const {
    double bound = bounds.of(level.kind)->bound;
    if (less > 0) bound = below(below(bound - less));
    level.bound = std::min(level.value, std::max(level.bound, bound));
  }

  /// Without a voluntary change the earlier levels cannot be as good: at least one it is.
  bool needs_a_change(const std::vector<double>& values, std::size_t level) const {
    for (std::size_t k = 0; k < level; ++k) {
      const optimize::Level* one = fixed_.of(problem_.kinds[k]);
      if (one != nullptr && one->bound > values[k]) return true;
      if (one != nullptr && one->value > values[k]) return false;  // the next level's bound says nothing then
    }
    return false;
  }

  void finish(optimize::Level& level, const ChangeState& state, bool none_moves) const {
    const bool whole = level.kind != LevelKind::balance && level.kind != LevelKind::peak;
    level.proven = complete_ || (whole && level.bound == level.value);
    if (!level.proven && !whole && none_moves) {
      const optimize::Level* one = fixed_.of(level.kind);
      level.proven = one != nullptr && one->proven && !fixed_.repaired && compare_exactly(state, answer_.best.front()) == 0;
    }
    if (level.proven) level.bound = level.value;
    level.absolute_gap = level.value - level.bound;
    if (level.value == level.bound) {
      level.gap = 0;
    } else if (level.bound != 0 && level.value != 0) {
      level.gap = level.absolute_gap / level.value;
    }
    if (level.kind == LevelKind::balance) level.variable_gap = variable_gap(level, state);
  }

  std::optional<double> variable_gap(const optimize::Level& level, const ChangeState& state) const {
    double load = 0;
    double capacity = 0;
    for (std::size_t j = 0; j < problem_.persons(); ++j) {
      if (problem_.capacity[j] == 0) continue;
      load += static_cast<double>(state.load(to_index(j)));
      capacity += static_cast<double>(problem_.capacity[j]);
    }
    if (capacity == 0) return std::nullopt;
    const double vary = level.value - load * load / capacity;
    if (level.absolute_gap == 0) return 0;
    return vary > 0 ? std::optional(level.absolute_gap / vary) : std::nullopt;
  }

  const ChangeProblem& problem_;
  std::int64_t most_;
  const SolveOptions& options_;
  std::chrono::steady_clock::time_point began_;
  SolveOptions search_options_;
  WorkMeter meter_;
  ChangeAnswer answer_;
  KernelBounds fixed_;
  std::vector<KernelBounds> relaxed_;
  std::optional<ChangeState> relaxed_state_;
  bool counts_changes_ = false;
  bool complete_ = false;
  std::int64_t forced_ = 0;
};

}  // namespace

ChangeAnswer solve_changes(const ChangeProblem& problem, std::int64_t most,
                           const SolveOptions& options) {
  check(options);
  return Solve(problem, most, options).run();
}

}  // namespace evenload::allocation::detail
