#include "solve.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <numeric>

#include "src/allocation/rules/delegation.hpp"

namespace evenload::allocation::detail {

namespace {

using Result = optimize::BalancedAssignmentResult;
using Split = std::vector<std::int64_t>;  // room by member

/// People who share one decider's room.
struct Shared {
  std::int64_t room = 0;
  std::vector<Index> persons;
  std::vector<std::size_t> limits;  // positions in KernelProblem::limit_count
  std::vector<std::int64_t> most;   // decisions that each could need at all
};

std::vector<Shared> shared_rooms(const Prepared& p, const Quotas& quotas,
                                 const KernelProblem& problem) {
  std::map<Index, Shared> of_decider;
  for (std::size_t k = 0; k < problem.limit_category.size(); ++k) {
    const QuotaCategory& quota = quotas.categories[at(problem.limit_category[k])];
    if (quota.kind != QuotaKind::decisions) continue;
    const Index decider = p.persons[at(quota.person)].decider;
    Shared& shared = of_decider[decider];
    shared.room = *p.deciders[at(decider)].room;
    shared.persons.push_back(quota.person);
    shared.limits.push_back(k);
    std::int64_t most = 0;
    for (const Index row : problem.rows) {
      most = checked_add(most, quotas.amount(p, p.rows[at(row)], problem.limit_category[k]));
    }
    shared.most.push_back(std::min(most, shared.room));
  }
  std::vector<Shared> all;
  for (auto& [decider, shared] : of_decider) {
    if (shared.persons.size() > 1) all.push_back(std::move(shared));
  }
  return all;
}

/// Decisions that a result takes of one person.
std::int64_t taken(const Prepared& p, const Quotas& quotas, const KernelProblem& problem,
                   const Result& result, const Shared& shared, std::size_t member) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < problem.rows.size(); ++i) {
    if (result.assignment[i] != shared.persons[member]) continue;
    const Row& row = p.rows[at(problem.rows[i])];
    if (row.fixed != none) continue;  // a person decided so, against every limit
    sum += quotas.amount(p, row, problem.limit_category[shared.limits[member]]);
  }
  return sum;
}

bool better(const Result& a, const Result& b) {
  for (std::size_t k = 0; k < a.levels.size(); ++k) {
    if (a.levels[k].value != b.levels[k].value) return a.levels[k].value < b.levels[k].value;
    if (a.levels[k].kind != optimize::LevelKind::leximin) continue;
    if (a.sorted_ratios->ratios != b.sorted_ratios->ratios) {
      return a.sorted_ratios->ratios < b.sorted_ratios->ratios;
    }
  }
  return false;
}

class SharedRooms {
 public:
  SharedRooms(const Prepared& p, const Quotas& quotas, KernelProblem& problem,
              const SolveOptions& options, std::vector<Shared> shared)
      : p_(p),
        quotas_(quotas),
        problem_(problem),
        options_(options),
        shared_(std::move(shared)),
        kept_(problem.limit_count),
        start_(std::chrono::steady_clock::now()) {}
  ~SharedRooms() { problem_.limit_count = kept_; }
  SharedRooms(const SharedRooms&) = delete;
  SharedRooms& operator=(const SharedRooms&) = delete;

  Result run() {
    relaxed_ = solve();
    std::vector<Split> splits;
    bool fits = true;
    for (const Shared& shared : shared_) {
      Split split;
      for (std::size_t m = 0; m < shared.persons.size(); ++m) {
        split.push_back(taken(p_, quotas_, problem_, relaxed_, shared, m));
      }
      fits = fits && std::accumulate(split.begin(), split.end(), std::int64_t{0}) <= shared.room;
      splits.push_back(std::move(split));
    }
    if (fits || interrupted()) return fits ? relaxed_ : within(splits);
    const bool all = enumerate();
    if (!all) improve(splits);
    Result best = std::move(*best_);
    set_bounds(best, all);
    best.work = work_;
    best.stop = stop_;
    return best;
  }

 private:
  static constexpr std::size_t most_splits = 48;
  static constexpr int most_moves = 24;

  bool interrupted() const { return stop_ == StopReason::time || stop_ == StopReason::cancelled; }

  Result solve() {
    SolveOptions options = options_;
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - start_;
    // What is over stops at once, with whatever the kernel constructs first.
    options.time_limit = std::max(1e-3, options_.time_limit - gone.count());
    Result result = optimize::balanced_assignment(problem_.view(), options);
    work_ = checked_add(work_, result.work);
    stop_ = std::max(stop_, result.stop);  // done, work, time, cancelled
    return result;
  }

  void apply(const std::vector<Split>& splits) {
    for (std::size_t s = 0; s < shared_.size(); ++s) {
      for (std::size_t m = 0; m < shared_[s].limits.size(); ++m) {
        problem_.limit_count[shared_[s].limits[m]] = splits[s][m];
      }
    }
  }

  bool offer(const std::vector<Split>& splits) {
    apply(splits);
    Result result = solve();
    tried_.push_back(result.levels);
    if (best_ && !better(result, *best_)) return false;
    best_ = std::move(result);
    return true;
  }

  /// Shares in the proportion of what was taken, largest remainders first, ties by id.
  static Split proportional(const Shared& shared, const Split& wish) {
    const std::int64_t sum = std::accumulate(wish.begin(), wish.end(), std::int64_t{0});
    if (sum <= shared.room) return wish;
    Split split(wish.size());
    std::vector<std::size_t> order(wish.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::int64_t left = shared.room;
    for (std::size_t m = 0; m < wish.size(); ++m) {
      split[m] = checked_multiply(wish[m], shared.room) / sum;
      left -= split[m];
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return wish[a] * shared.room % sum > wish[b] * shared.room % sum;
    });
    for (std::size_t k = 0; left > 0; ++k, --left) ++split[order[k]];
    return split;
  }

  Result within(const std::vector<Split>& wishes) {
    std::vector<Split> splits;
    for (std::size_t s = 0; s < shared_.size(); ++s) {
      splits.push_back(proportional(shared_[s], wishes[s]));
    }
    offer(splits);
    Result best = std::move(*best_);
    set_bounds(best, false);
    best.work = work_;
    best.stop = stop_;
    return best;
  }

  /// All splits that give the whole room away, as far as anybody could use it.
  bool enumerate() {
    std::vector<std::vector<Split>> of_shared;
    std::size_t count = 1;
    for (const Shared& shared : shared_) {
      std::vector<Split> splits;
      Split split(shared.persons.size());
      if (!extend(shared, 0, shared.room, split, splits)) return false;
      count *= splits.size();
      if (count > most_splits) return false;
      of_shared.push_back(std::move(splits));
    }
    std::vector<std::size_t> at_split(shared_.size(), 0);
    while (true) {
      std::vector<Split> splits;
      for (std::size_t s = 0; s < shared_.size(); ++s) {
        splits.push_back(of_shared[s][at_split[s]]);
      }
      offer(splits);
      if (interrupted()) return false;
      std::size_t s = 0;
      while (s < shared_.size() && ++at_split[s] == of_shared[s].size()) at_split[s++] = 0;
      if (s == shared_.size()) return true;
    }
  }

  bool extend(const Shared& shared, std::size_t member, std::int64_t left, Split& split,
              std::vector<Split>& splits) const {
    if (member == shared.persons.size()) {
      splits.push_back(split);
      return splits.size() <= most_splits;
    }
    std::int64_t others = 0;
    for (std::size_t m = member + 1; m < shared.most.size(); ++m) others += shared.most[m];
    const std::int64_t most = std::min(left, shared.most[member]);
    for (std::int64_t part = std::min(most, std::max<std::int64_t>(0, left - others)); part <= most;
         ++part) {
      split[member] = part;
      if (!extend(shared, member + 1, left - part, split, splits)) return false;
    }
    return true;
  }

  /// From what the kernel took, in proportion; then one decision's room at a time to somebody else.
  void improve(const std::vector<Split>& wishes) {
    std::vector<Split> splits;
    for (std::size_t s = 0; s < shared_.size(); ++s) {
      splits.push_back(proportional(shared_[s], wishes[s]));
    }
    offer(splits);
    int moves = 0;
    for (std::size_t s = 0; s < shared_.size(); ++s) {
      for (std::size_t a = 0; a < shared_[s].persons.size(); ++a) {
        for (std::size_t b = 0; b < shared_[s].persons.size(); ++b) {
          if (a == b || splits[s][a] == 0 || splits[s][b] >= shared_[s].most[b]) continue;
          if (interrupted() || ++moves > most_moves) return;
          --splits[s][a];
          ++splits[s][b];
          if (offer(splits)) continue;
          ++splits[s][a];
          --splits[s][b];
        }
      }
    }
  }

  /// Equal values on all levels before k, so that a bound of one is about plans of the other.
  static bool same_before(const std::vector<optimize::Level>& a,
                          const std::vector<optimize::Level>& b, std::size_t k) {
    for (std::size_t i = 0; i < k; ++i) {
      if (a[i].value != b[i].value) return false;
    }
    return true;
  }

  /// No plan of a split that cannot match the levels before k has a say on level k.
  static bool is_out(const std::vector<optimize::Level>& split, const Result& best, std::size_t k) {
    for (std::size_t i = 0; i < k; ++i) {
      if (!same_before(split, best.levels, i)) return false;
      if (split[i].bound > best.levels[i].value) return true;
    }
    return false;
  }

  void set_bounds(Result& best, bool all) const {
    bool proven = true;
    for (std::size_t k = 0; k < best.levels.size(); ++k) {
      optimize::Level& level = best.levels[k];
      // Without the shared limit there are more plans, so its bounds hold, too.
      const bool comparable = same_before(relaxed_.levels, best.levels, k);
      const double floor = comparable ? relaxed_.levels[k].bound : 0;
      double bound = floor;
      if (all) {
        double least = std::numeric_limits<double>::infinity();
        for (const auto& split : tried_) {
          if (is_out(split, best, k)) continue;
          least = std::min(least, same_before(split, best.levels, k) ? split[k].bound : floor);
        }
        if (least != std::numeric_limits<double>::infinity()) bound = std::max(bound, least);
      }
      level.bound = std::min(bound, level.value);
      level.absolute_gap = level.value - level.bound;
      level.proven = level.bound == level.value;
      if (level.value == 0) level.gap = 0;
      else if (level.bound == 0) level.gap = std::nullopt;
      else level.gap = level.absolute_gap / level.value;
      if (level.variable_gap) level.variable_gap = level.proven ? std::optional<double>(0) : std::nullopt;
      proven = proven && level.proven;
    }
    if (best.sorted_ratios) proven = claim_largest_ratio(best) && proven;
    best.outcome = proven ? Outcome::optimal : Outcome::feasible;
  }

  /// Of the ratios after the largest one, and of the cost behind them, a split says nothing about the others.
  static bool claim_largest_ratio(Result& best) {
    optimize::SortedRatios& sorted = *best.sorted_ratios;
    optimize::Level& leximin = best.levels[best.levels.size() - 2];
    optimize::Level& cost = best.levels.back();
    const bool largest = leximin.proven && !sorted.ratios.empty();
    sorted.proven = largest ? 1 : 0;
    const bool all = sorted.proven == static_cast<std::int64_t>(sorted.ratios.size());
    sorted.next_bound = all ? std::nullopt : std::optional<double>(largest ? 0 : leximin.bound);
    leximin.proven = all;
    if (all || cost.value == 0) return all;
    cost.bound = 0;
    cost.absolute_gap = cost.value;
    cost.gap = std::nullopt;
    cost.proven = false;
    return false;
  }

  const Prepared& p_;
  const Quotas& quotas_;
  KernelProblem& problem_;
  const SolveOptions& options_;
  std::vector<Shared> shared_;
  std::vector<std::int64_t> kept_;
  std::chrono::steady_clock::time_point start_;
  Result relaxed_;
  std::optional<Result> best_;
  std::vector<std::vector<optimize::Level>> tried_;
  std::int64_t work_ = 0;
  StopReason stop_ = StopReason::done;
};

}  // namespace

optimize::BalancedAssignmentResult solve(const Prepared& p, const Quotas& quotas,
                                         KernelProblem& problem, const SolveOptions& options) {
  std::vector<Shared> shared = shared_rooms(p, quotas, problem);
  if (shared.empty()) return optimize::balanced_assignment(problem.view(), options);
  return SharedRooms(p, quotas, problem, options, std::move(shared)).run();
}

}  // namespace evenload::allocation::detail
