#include "change_search.hpp"

#include <algorithm>
#include <optional>

namespace evenload::allocation::detail {

namespace {

/// One or two rows and what they become.
struct Step {
  Index row = none;
  const ChangePair* choice = nullptr;
  Index second = none;
  const ChangePair* second_choice = nullptr;
};

class Improvement {
 public:
  Improvement(ChangeState& state, std::int64_t most, WorkMeter& meter)
      : state_(state), problem_(state.problem()), most_(most), meter_(meter),
        rows_of_(problem_.persons()), now_(state.value()) {
    for (std::size_t r = 0; r < problem_.rows.size(); ++r) note(to_index(r));
  }

  void run() {
    while (!meter_.stopped()) {
      if (single()) continue;
      if (pairs() || trades()) continue;
      return;
    }
  }

 private:
  template <class Visit>
  void for_each_choice(Index row, Visit visit) {
    const ChangeRow& what = problem_.rows[at(row)];
    const ChangePair* now = state_.choice(row);
    if (what.stay.person != none && now != &what.stay) visit(&what.stay);
    for (const ChangePair& pair : what.pairs) {
      if (now != &pair) visit(&pair);
    }
    if (what.may_be_left && now != nullptr) visit(nullptr);
  }

  void note(Index row) {
    if (state_.person(row) != none) rows_of_[at(state_.person(row))].push_back(row);
  }
  void forget(Index row) {
    if (state_.person(row) != none) std::erase(rows_of_[at(state_.person(row))], row);
  }

  void consider(const Step& step) {
    meter_.spend(1);
    if (state_.moves() > most_ || !state_.allowed(step.row)) return;
    if (step.second != none && !state_.allowed(step.second)) return;
    const ChangeValue value = state_.value();
    const ChangeValue& than = best_ ? best_value_ : now_;
    if (compare(problem_, value, than, tolerance_of(than.balance)) >= 0) return;
    best_ = step;
    best_value_ = value;
  }

  bool take() {
    if (!best_) return false;
    const auto change = [&](Index row, const ChangePair* choice) {
      forget(row);
      state_.set(row, choice);
      note(row);
    };
    change(best_->row, best_->choice);
    if (best_->second != none) change(best_->second, best_->second_choice);
    best_.reset();
    state_.settle();
    now_ = state_.value();
    return true;
  }

  /// The best change of one row.
  bool single() {
    for (std::size_t r = 0; r < problem_.rows.size() && !meter_.stopped(); ++r) {
      const Index row = to_index(r);
      const ChangePair* before = state_.choice(row);
      const long double squares = state_.squares();
      for_each_choice(row, [&](const ChangePair* choice) {
        state_.set(row, choice);
        consider({row, choice, none, nullptr});
        state_.undo(row, before, squares);
      });
    }
    return take();
  }

  /// A row goes to somebody who passes another one on: chains, and exchanges among them.
  bool pairs() {
    bool any = false;
    for (std::size_t r = 0; r < problem_.rows.size() && !meter_.stopped(); ++r) {
      const Index row = to_index(r);
      const ChangePair* before = state_.choice(row);
      const long double squares = state_.squares();
      for_each_choice(row, [&](const ChangePair* choice) {
        if (choice == nullptr || meter_.stopped()) return;
        state_.set(row, choice);
        for (const Index other : rows_of_[at(choice->person)]) {
          if (other != row) try_second({row, choice, other, nullptr});
        }
        state_.undo(row, before, squares);
      });
      any = take() || any;
    }
    return any;
  }

  /// A row that moved goes back, another one moves instead.
  bool trades() {
    for (std::size_t r = 0; r < problem_.rows.size() && !meter_.stopped(); ++r) {
      const Index row = to_index(r);
      if (!state_.moved(row)) continue;
      const ChangePair* before = state_.choice(row);
      const ChangePair* home = &problem_.rows[r].stay;
      const long double squares = state_.squares();
      state_.set(row, home);
      for (std::size_t s = 0; s < problem_.rows.size() && !meter_.stopped(); ++s) {
        if (s != r) try_second({row, home, to_index(s), nullptr});
      }
      state_.undo(row, before, squares);
    }
    return take();
  }

  void try_second(Step step) {
    const ChangePair* before = state_.choice(step.second);
    const long double squares = state_.squares();
    for_each_choice(step.second, [&](const ChangePair* choice) {
      step.second_choice = choice;
      state_.set(step.second, choice);
      consider(step);
      state_.undo(step.second, before, squares);
    });
  }

  ChangeState& state_;
  const ChangeProblem& problem_;
  std::int64_t most_;
  WorkMeter& meter_;
  std::vector<std::vector<Index>> rows_of_;
  ChangeValue now_;
  std::optional<Step> best_;
  ChangeValue best_value_;
};

/// Depth first over the rows; loads only grow on the way down, so the levels so far are a bound.
class Enumeration {
 public:
  Enumeration(const ChangeProblem& problem, const std::vector<Choices>& known, std::int64_t nodes,
              WorkMeter& meter)
      : problem_(problem), nodes_(nodes), meter_(meter),
        state_(problem, Choices(problem.rows.size(), nullptr)) {
    for (const Choices& choices : known) {
      best_.emplace_back(problem, choices);
      values_.push_back(best_.back().value());
    }
    order_rows();
    bound_rest();
  }

  Enumerated run() {
    Enumerated result;
    ChangeValue nothing_left;
    for (const ChangeRow& row : problem_.rows) {
      nothing_left.whole[ChangeValue::changes] += row.forced;
    }
    descend(0, nothing_left, 0);
    result.complete = nodes_ > 0 && !meter_.stopped() && exact_enough();
    for (const ChangeState& state : best_) result.best.push_back(state.choices());
    return result;
  }

 private:
  /// What somebody has first and the heavy before the light, so that bounds rise early.
  void order_rows() {
    for (std::size_t r = 0; r < problem_.rows.size(); ++r) order_.push_back(to_index(r));
    std::stable_sort(order_.begin(), order_.end(), [&](Index a, Index b) {
      const auto weight = [&](Index r) {
        const ChangeRow& row = problem_.rows[at(r)];
        return row.pairs.empty() ? row.stay.load : row.pairs.front().load;
      };
      const bool marked_a = problem_.rows[at(a)].marked;
      const bool marked_b = problem_.rows[at(b)].marked;
      if (marked_a != marked_b) return marked_a;
      return weight(a) > weight(b);
    });
  }

  /// What the rows from here on add to the balance at least, each placed on base loads alone.
  void bound_rest() {
    const auto lambda = static_cast<long double>(problem_.cost_weight.numerator()) /
                        static_cast<long double>(problem_.cost_weight.denominator());
    rest_.assign(order_.size() + 1, 0);
    for (std::size_t k = order_.size(); k-- > 0;) {
      const ChangeRow& row = problem_.rows[at(order_[k])];
      std::optional<long double> least;
      if (row.may_be_left) least = 0;
      const auto look = [&](const ChangePair& pair) {
        const std::int64_t capacity = problem_.capacity[at(pair.person)];
        const auto load = static_cast<long double>(pair.load);
        const auto base = static_cast<long double>(problem_.base[at(pair.person)]);
        const long double squares =
            capacity == 0 ? 0 : load * (2 * base + load) / static_cast<long double>(capacity);
        const long double adds = squares + lambda * static_cast<long double>(pair.cost);
        if (!least || adds < *least) least = adds;
      };
      if (row.stay.person != none) look(row.stay);
      for (const ChangePair& pair : row.pairs) look(pair);
      rest_[k] = rest_[k + 1] + least.value_or(0);
    }
  }

  /// Different balances differ by more than rounding does: 1 over the common denominator.
  bool exact_enough() const {
    long double common = static_cast<long double>(problem_.cost_weight.denominator());
    std::vector<std::int64_t> seen;
    for (const std::int64_t capacity : problem_.capacity) {
      if (capacity == 0 || std::find(seen.begin(), seen.end(), capacity) != seen.end()) continue;
      seen.push_back(capacity);
      common *= static_cast<long double>(capacity);
    }
    long double largest = 0;
    for (const ChangeValue& value : values_) largest = std::max(largest, value.balance);
    return 1 / common > 4 * tolerance_of(largest);
  }

  void descend(std::size_t depth, const ChangeValue& left, std::int64_t moves) {
    if (--nodes_ <= 0 || !meter_.spend(1)) return;
    // Rows that are not decided yet count as left in the state, so what was left is kept apart.
    ChangeValue bound = state_.value();
    for (std::size_t c = 0; c < 3; ++c) bound.whole[c] = left.whole[c];
    bound.whole[ChangeValue::changes] = left.whole[ChangeValue::changes];
    bound.balance += rest_[depth];
    const ChangeValue& best = values_[static_cast<std::size_t>(moves)];
    const long double tolerance = tolerance_of(best.balance);
    if (compare(problem_, bound, best, tolerance) > 0) return;
    if (depth == order_.size()) {
      keep(moves);
      return;
    }
    const bool same = compare(problem_, bound, best, tolerance) == 0;
    if (same) return;
    const Index row = order_[depth];
    const ChangeRow& what = problem_.rows[at(row)];
    const auto go = [&](const ChangePair* choice) {
      const bool moves_it = what.stay.person != none && choice != &what.stay;
      const std::int64_t then = moves + (moves_it ? what.size : 0);
      if (then >= static_cast<std::int64_t>(values_.size())) return;
      ChangeValue so_far = left;
      if (choice == nullptr) so_far.whole[static_cast<std::size_t>(what.row_class)] += what.priority;
      if (choice != &what.stay) so_far.whole[ChangeValue::changes] += what.size;
      const long double squares = state_.squares();
      state_.set(row, choice);
      if (state_.allowed(row)) descend(depth + 1, so_far, then);
      state_.undo(row, nullptr, squares);
    };
    if (what.stay.person != none) go(&what.stay);
    for (const ChangePair& pair : what.pairs) go(&pair);
    if (what.may_be_left) go(nullptr);
  }

  void keep(std::int64_t moves) {
    if (!state_.all_allowed()) return;
    for (auto m = static_cast<std::size_t>(moves); m < values_.size(); ++m) {
      if (compare_exactly(state_, best_[m]) >= 0) continue;
      best_[m] = state_;
      values_[m] = state_.value();
    }
  }

  const ChangeProblem& problem_;
  std::int64_t nodes_;
  WorkMeter& meter_;
  ChangeState state_;
  std::vector<ChangeState> best_;
  std::vector<ChangeValue> values_;
  std::vector<Index> order_;
  std::vector<long double> rest_;
};

}  // namespace

void improve(ChangeState& state, std::int64_t most, WorkMeter& meter) {
  Improvement(state, most, meter).run();
}

void take_back(ChangeState& state, std::int64_t most, WorkMeter& meter) {
  const ChangeProblem& problem = state.problem();
  while (state.moves() > most && !meter.stopped()) {
    Index best = none;
    ChangeValue best_value;
    for (std::size_t r = 0; r < problem.rows.size() && !meter.stopped(); ++r) {
      const Index row = to_index(r);
      if (!state.moved(row)) continue;
      const ChangePair* before = state.choice(row);
      const long double squares = state.squares();
      state.set(row, &problem.rows[r].stay);
      meter.spend(1);
      const ChangeValue value = state.value();
      if (state.allowed(row) &&
          (best == none ||
           compare(problem, value, best_value, tolerance_of(best_value.balance)) < 0)) {
        best = row;
        best_value = value;
      }
      state.undo(row, before, squares);
    }
    if (best == none) return;
    state.set(best, &problem.rows[at(best)].stay);
    state.settle();
  }
}

Enumerated enumerate(const ChangeProblem& problem, const std::vector<Choices>& known,
                     std::int64_t nodes, WorkMeter& meter) {
  return Enumeration(problem, known, nodes, meter).run();
}

}  // namespace evenload::allocation::detail
