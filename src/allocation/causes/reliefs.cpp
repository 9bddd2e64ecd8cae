// Plans with changes: one by one, then combined. Equations (6) to (8) of docs/models/causes.md.
#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "changes.hpp"
#include "src/allocation/solve/plan_rows.hpp"
#include "src/allocation/solve/solve.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation::detail {

namespace {

/// Input, problem and plan under some changes. Rows are numbered as today; caseworkers may be more.
struct ChangedProblem {
  AllocationInput input;
  Prepared p;
  Quotas quotas;
  KernelProblem kernel;

  ChangedProblem(const Today& today, const std::vector<ReliefChange>& changes)
      : input(changed_input(today.p, today.input, changes)),
        p(prepare(input, today.policy)),
        quotas(p),
        kernel(p, quotas) {
    open_pairs(p, kernel, waivers_of(changes));
  }
  ChangedProblem(const ChangedProblem&) = delete;
  ChangedProblem& operator=(const ChangedProblem&) = delete;
};

struct Gain {
  std::array<std::int64_t, 3> by_class{};
  Rational worth;
};

struct Found {
  std::vector<std::int32_t> assignment;
  Gain gain;
  bool proven = false;
};

class PlanSearch {
 public:
  PlanSearch(const Today& today, const CausesOptions& options, WorkMeter& meter)
      : today_(today), options_(options), meter_(meter) {
    for (const std::size_t i : today.left_over) most_ = most_ + worth_of(i);
  }

  const Rational& most_worth() const { return most_; }
  std::int64_t plans() const { return plans_; }
  bool exhausted() const { return plans_ >= options_.most_plans || meter_.stopped(); }

  /// Solves for what is placed; how evenly does not matter yet.
  Found quick(const std::vector<ReliefChange>& changes) {
    ChangedProblem changed(today_, changes);
    ++plans_;
    KernelProblem& kernel = changed.kernel;
    kernel.start = carried_over(changed);
    kernel.cost.clear();
    kernel.cost_weight = 0;
    kernel.balance = optimize::Balance::squares;
    const std::int64_t usual =
        optimize::default_work(kernel.rows.size(), changed.p.persons.size(), kernel.pairs());
    return solved(changed, std::clamp<std::int64_t>(usual / 8, 20'000, 3'000'000));
  }

  /// The plan that people would get, from the quick one on.
  Relief told(const std::vector<ReliefChange>& changes, const Found& quick) {
    ChangedProblem changed(today_, changes);
    changed.kernel.start = quick.assignment;
    const Found found = solved(changed, changed.kernel.with_default_work({}).work_limit);

    Relief relief;
    relief.changes = changes;
    for (const ReliefChange& change : changes) relief.cost = relief.cost + change.cost;
    relief.gain = found.gain.by_class;
    relief.worth = found.gain.worth;
    relief.proven = found.proven && today_.proven;
    State state(changed.p, changed.quotas);
    for (std::size_t i = 0; i < found.assignment.size(); ++i) {
      if (found.assignment[i] != none) state.place(changed.kernel.rows[i], found.assignment[i]);
    }
    const std::vector<Assignment> rows = assignment_rows(changed.p, state);
    for (const Assignment& row : rows) {
      const std::size_t i = kernel_row(changed.p, row);
      if (i == open_rows() || (today_.assignment[i] == none) == row.caseworker.empty()) continue;
      if (row.caseworker.empty())
        relief.lost.push_back({row.case_id, row.role});
      else
        relief.placed.push_back(row);
    }
    const auto by_id = [](const auto& a, const auto& b) {
      return std::tie(a.case_id, a.role) < std::tie(b.case_id, b.role);
    };
    std::sort(relief.placed.begin(), relief.placed.end(), by_id);
    std::sort(relief.lost.begin(), relief.lost.end(), by_id);
    return relief;
  }

 private:
  std::size_t open_rows() const { return today_.kernel.rows.size(); }

  Rational worth_of(std::size_t i) const {
    const Row& row = today_.p.rows[at(today_.kernel.rows[i])];
    return options_.class_worth[static_cast<std::size_t>(row.row_class)] * Rational(row.priority);
  }

  std::size_t kernel_row(const Prepared& p, const Assignment& assignment) const {
    const PreparedCase& c = p.cases[at(p.case_of.at(assignment.case_id))];
    for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
      if (p.role(p.slots[at(k)]).name != assignment.role) continue;
      const auto& rows = today_.kernel.rows;
      const auto place = std::lower_bound(rows.begin(), rows.end(), p.slots[at(k)].row);
      if (place != rows.end() && *place == p.slots[at(k)].row) {
        return static_cast<std::size_t>(place - rows.begin());
      }
    }
    return open_rows();
  }

  std::vector<std::int32_t> carried_over(const ChangedProblem& changed) const {
    std::vector<std::int32_t> start(open_rows(), none);
    for (std::size_t i = 0; i < start.size(); ++i) {
      if (today_.assignment[i] == none) continue;
      start[i] = changed.p.person_of.at(today_.p.persons[at(today_.assignment[i])].row->id);
    }
    return start;
  }

  Found solved(ChangedProblem& changed, std::optional<std::int64_t> work) {
    SolveOptions own;
    own.time_limit = options_.solve.time_limit;
    own.stop = options_.solve.stop;
    own.seed = options_.solve.seed;
    own.threads = options_.solve.threads;
    own.work_limit = work;
    const auto result = solve(changed.p, changed.quotas, changed.kernel, own);
    meter_.spend(result.work);
    Found found;
    found.assignment = result.assignment;
    for (std::size_t i = 0; i < open_rows(); ++i) {
      const Row& row = today_.p.rows[at(today_.kernel.rows[i])];
      const int change =
          (today_.assignment[i] == none ? 1 : 0) - (result.assignment[i] == none ? 1 : 0);
      if (change == 0) continue;
      auto& gain = found.gain.by_class[static_cast<std::size_t>(row.row_class)];
      gain = checked_add(gain, change * row.priority);
      found.gain.worth = found.gain.worth + Rational(change) * worth_of(i);
    }
    found.proven = true;
    for (const optimize::Level& level : result.levels) {
      found.proven = found.proven && (!places_cases(level.kind) || level.proven);
    }
    return found;
  }

  const Today& today_;
  const CausesOptions& options_;
  WorkMeter& meter_;
  Rational most_;
  std::int64_t plans_ = 0;
};

/// One single change with a known effect.
struct Single {
  ReliefChange change;
  Found found;
};

Rational per_worth(const Rational& cost, const Rational& worth) { return cost / worth; }

bool comes_first(const Rational& cost_a, const Rational& worth_a, const Rational& cost_b,
                 const Rational& worth_b) {
  const Rational a = per_worth(cost_a, worth_a);
  const Rational b = per_worth(cost_b, worth_b);
  return a != b ? a < b : cost_a < cost_b;
}

/// The steps at which raising a limit places more: halving between what is known.
void thresholds(PlanSearch& search, const Candidate& candidate, std::vector<Single>& singles,
                bool& all) {
  const std::int64_t most = (candidate.most / candidate.step).ceil();
  std::map<std::int64_t, Single> known;
  const auto at_step = [&](std::int64_t step) -> const Single& {
    auto place = known.find(step);
    if (place == known.end()) {
      Single single;
      single.change = with_reason(candidate, Rational(step) * candidate.step);
      single.found = search.quick({single.change});
      place = known.emplace(step, std::move(single)).first;
    }
    return place->second;
  };
  Rational reached = 0;
  const Rational best = at_step(most).found.gain.worth;
  std::int64_t below = 0;  // places no more than `reached`
  while (reached < best) {
    std::int64_t enough = most;
    while (enough - below > 1) {
      if (search.exhausted()) {
        all = false;
        break;
      }
      const std::int64_t middle = below + (enough - below) / 2;
      if (at_step(middle).found.gain.worth > reached)
        enough = middle;
      else
        below = middle;
    }
    singles.push_back(at_step(enough));
    reached = std::max(reached, singles.back().found.gain.worth);
    below = enough;
    if (search.exhausted()) {
      all = all && reached >= best;
      break;
    }
  }
}

bool may_combine(const std::vector<ReliefChange>& changes) {
  for (std::size_t a = 0; a < changes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      // Two raises of one limit are one raise.
      if (changes[a].kind == changes[b].kind && changes[a].by > Rational(0) &&
          changes[a].caseworker == changes[b].caseworker &&
          changes[a].category == changes[b].category) {
        return false;
      }
    }
  }
  return true;
}

Rational cost_of_all(const std::vector<ReliefChange>& changes) {
  Rational cost;
  for (const ReliefChange& change : changes) cost = cost + change.cost;
  return cost;
}

struct Combination {
  std::vector<std::size_t> of;  // into the list of changes, increasing
  Rational cost;
  Found found;
  bool better_than(const Combination& other) const {
    if (found.gain.worth != other.found.gain.worth)
      return found.gain.worth > other.found.gain.worth;
    return cost != other.cost ? cost < other.cost : of < other.of;
  }
};

/// Number of subsets of `size` among `count`, capped.
std::int64_t subsets(std::size_t count, int size, std::int64_t cap) {
  std::int64_t number = 1;
  for (int k = 0; k < size; ++k) {
    number = number *
             static_cast<std::int64_t>(count - std::min(count, static_cast<std::size_t>(k))) /
             (k + 1);
    if (number > cap) return cap + 1;
  }
  return number;
}

class Combiner {
 public:
  Combiner(PlanSearch& search, const CausesOptions& options, std::vector<ReliefChange> changes)
      : search_(search), options_(options), changes_(std::move(changes)) {}

  void run(const std::vector<Single>& singles, bool all_examined, WhyUnplaced& answer) {
    std::vector<Combination> best = start_from(singles);
    Rational reached = singles.empty() ? Rational(0) : best.front().found.gain.worth;
    // What is told counts, not what a quick plan reached: that may place more than people would get.
    Rational told = most_told(answer.single);
    bool exact = all_examined;
    for (int size = 2; size <= options_.most_changes && told < search_.most_worth(); ++size) {
      const std::int64_t left = options_.most_plans - search_.plans();
      const bool every = subsets(changes_.size(), size, left) <= left;
      std::vector<Combination> next = every ? all_of_size(size) : extended(best);
      exact = exact && every && !search_.exhausted();
      if (next.empty()) continue;
      if (next.front().found.gain.worth > reached) {
        reached = next.front().found.gain.worth;
        Relief relief = search_.told(chosen(next.front()), next.front().found);
        told = std::max(told, relief.worth);
        if (relief.worth > Rational(0)) answer.combined.push_back(std::move(relief));
      }
      best = std::move(next);
    }
    answer.combined_proven = exact || told == search_.most_worth();
  }

 private:
  static Rational most_told(const std::vector<Relief>& reliefs) {
    Rational most(0);
    for (const Relief& relief : reliefs) most = std::max(most, relief.worth);
    return most;
  }

  std::vector<ReliefChange> chosen(const Combination& combination) const {
    std::vector<ReliefChange> changes;
    for (const std::size_t i : combination.of) changes.push_back(changes_[i]);
    return changes;
  }

  std::vector<Combination> start_from(const std::vector<Single>& singles) const {
    std::vector<Combination> best;
    for (std::size_t i = 0; i < singles.size(); ++i) {  // the list of changes begins with them
      best.push_back({{i}, singles[i].change.cost, singles[i].found});
    }
    if (singles.empty()) {  // the most direct ones, though none does alone
      for (std::size_t i = 0; i < changes_.size(); ++i) best.push_back({{i}, changes_[i].cost, {}});
    }
    keep_best(best);
    return best;
  }

  void keep_best(std::vector<Combination>& all) const {
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.better_than(b); });
    constexpr std::size_t width = 4;
    if (all.size() > width) all.resize(width);
  }

  void try_one(std::vector<std::size_t> of, std::vector<Combination>& into) {
    Combination combination{std::move(of), {}, {}};
    const std::vector<ReliefChange> changes = chosen(combination);
    if (!may_combine(changes)) return;
    combination.cost = cost_of_all(changes);
    combination.found = search_.quick(changes);
    into.push_back(std::move(combination));
  }

  std::vector<Combination> all_of_size(int size) {
    std::vector<Combination> all;
    std::vector<std::size_t> of(static_cast<std::size_t>(size));
    for (std::size_t i = 0; i < of.size(); ++i) of[i] = i;
    while (!of.empty() && of.back() < changes_.size() && !search_.exhausted()) {
      try_one(of, all);
      std::size_t place = of.size();
      while (place-- > 0 && of[place] == changes_.size() - of.size() + place) {
        if (place == 0) {
          keep_best(all);
          return all;
        }
      }
      ++of[place];
      for (std::size_t k = place + 1; k < of.size(); ++k) of[k] = of[k - 1] + 1;
    }
    keep_best(all);
    return all;
  }

  std::vector<Combination> extended(const std::vector<Combination>& best) {
    std::vector<Combination> all;
    std::vector<std::vector<std::size_t>> tried;
    for (const Combination& base : best) {
      for (std::size_t i = 0; i < changes_.size() && !search_.exhausted(); ++i) {
        if (std::find(base.of.begin(), base.of.end(), i) != base.of.end()) continue;
        std::vector<std::size_t> of = base.of;
        of.insert(std::lower_bound(of.begin(), of.end(), i), i);
        if (std::find(tried.begin(), tried.end(), of) != tried.end()) continue;
        tried.push_back(of);
        try_one(std::move(of), all);
      }
    }
    keep_best(all);
    return all;
  }

  PlanSearch& search_;
  const CausesOptions& options_;
  std::vector<ReliefChange> changes_;
};

}  // namespace

void find_reliefs(const Today& today, const CausesOptions& options, WorkMeter& meter,
                  WhyUnplaced& answer) {
  PlanSearch search(today, options, meter);
  answer.most_worth = search.most_worth();
  answer.all_examined = answer.combined_proven = today.left_over.empty();  // nothing is to gain
  if (options.most_changes == 0 || today.left_over.empty()) return;
  answer.all_examined = true;

  const std::vector<Candidate> candidates = candidates_for(today, options);
  answer.candidates = static_cast<std::int64_t>(candidates.size());
  std::vector<Single> singles;
  std::vector<ReliefChange> helpless;  // alone
  for (const Candidate& candidate : candidates) {
    if (search.exhausted()) {
      answer.all_examined = false;
      break;
    }
    const std::size_t before = singles.size();
    if (candidate.most > Rational(0)) {
      thresholds(search, candidate, singles, answer.all_examined);
    } else {
      Single single;
      single.change = with_reason(candidate, 0);
      single.found = search.quick({single.change});
      if (single.found.gain.worth > Rational(0)) singles.push_back(std::move(single));
    }
    if (singles.size() == before) helpless.push_back(with_reason(candidate, candidate.likely));
  }
  std::stable_sort(singles.begin(), singles.end(), [](const Single& a, const Single& b) {
    return comes_first(a.change.cost, a.found.gain.worth, b.change.cost, b.found.gain.worth);
  });
  for (const Single& single : singles) {
    if (answer.single.size() == static_cast<std::size_t>(options.most_reliefs) || meter.stopped())
      break;
    // The plan that people would get may place less than the quick one: it keeps earlier levels better.
    Relief relief = search.told({single.change}, single.found);
    if (relief.worth > Rational(0)) answer.single.push_back(std::move(relief));
  }
  std::stable_sort(answer.single.begin(), answer.single.end(), [](const Relief& a, const Relief& b) {
    return comes_first(a.cost, a.worth, b.cost, b.worth);
  });

  std::vector<ReliefChange> changes;
  for (const Single& single : singles) changes.push_back(single.change);
  changes.insert(changes.end(), helpless.begin(), helpless.end());
  Combiner(search, options, std::move(changes)).run(singles, answer.all_examined, answer);
  answer.plans = search.plans();
}

}  // namespace evenload::allocation::detail
