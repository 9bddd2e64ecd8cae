// A few moves between caseworkers, and what each is worth. docs/models/verbs.md (1) to (9).
#include "evenload/allocation/rebalance.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "change_solve.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/problem.hpp"
#include "src/allocation/solve/solved.hpp"
#include "verb_tools.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

constexpr std::string_view rebalance_table = "rebalance";

void check_rebalance(const RebalanceOptions& options) {
  constexpr std::int64_t most = 200;
  const auto refuse = [](ErrorCode code, const char* field, const char* expected, std::int64_t found) {
    refuse_row(code, rebalance_table, field, std::nullopt, expected, std::to_string(found));
  };
  if (options.most_moves < 0) refuse(ErrorCode::negative_value, "most_moves", "0 to 200", options.most_moves);
  if (options.most_moves > most) refuse(ErrorCode::out_of_range, "most_moves", "0 to 200", options.most_moves);
  if (options.price < 0) refuse(ErrorCode::negative_value, "price", "at least 0", options.price);
}

/// Slots that the caller lets move and that somebody in the table has.
std::vector<bool> movable_slots(const Prepared& p, const RebalanceOptions& options) {
  std::vector<bool> may_case(p.cases.size(), options.may_move.empty());
  for (std::size_t i = 0; i < options.may_move.size(); ++i) {
    may_case[at(case_of(p, options.may_move[i], rebalance_table, "may_move", i))] = true;
  }
  const std::set<CaseId> named(options.may_move.begin(), options.may_move.end());
  for (std::size_t i = 0; i < options.pinned.size(); ++i) {
    const Index number = case_of(p, options.pinned[i], rebalance_table, "pinned", i);
    if (named.count(options.pinned[i]) != 0) {
      refuse_row(ErrorCode::contradiction, rebalance_table, "pinned", i,
                 "a case that is not among those that may move", options.pinned[i].value());
    }
    may_case[at(number)] = false;
  }
  std::vector<bool> movable;
  for (const Slot& slot : p.slots) {
    const Case& row = *p.cases[at(slot.case_index)].row;
    movable.push_back(slot.stands && slot.holder != none && may_case[at(slot.case_index)] &&
                      row.held_by.empty());
  }
  return movable;
}

AllocationInput released_input(const AllocationInput& input, const Prepared& p,
                               const std::vector<bool>& slots) {
  AllocationInput released = input;
  for (std::size_t k = 0; k < slots.size(); ++k) {
    if (slots[k]) release(released, p, to_index(k));
  }
  return released;
}

/// Takes those out that are one decision with something that stays; true where there were any.
bool keep_together(const Prepared& released, std::vector<bool>& movable) {
  bool any = false;
  for (const Row& row : released.rows) {
    if (row.stands) continue;
    bool some = false;
    bool whole = row.stays_with.empty();
    Index holder = none;
    for (const Member& member : row.members) {
      for (const Index slot : member.slots) {
        some = some || movable[at(slot)];
        const Index has = released.slots[at(slot)].holder;
        whole = whole && movable[at(slot)] && (holder == none || holder == has);
        holder = has;
      }
    }
    if (!some || whole) continue;
    any = true;
    for (const Member& member : row.members) {
      for (const Index slot : member.slots) movable[at(slot)] = false;
    }
  }
  return any;
}

std::vector<Index> slots_of(const Row& row) {
  std::vector<Index> slots;
  for (const Member& member : row.members) {
    slots.insert(slots.end(), member.slots.begin(), member.slots.end());
  }
  return slots;
}

/// The moves in the order in which they help most.
class MoveOrder {
 public:
  MoveOrder(const Prepared& p, const ChangeState& plan, const std::vector<Index>& row_of)
      : p_(p), problem_(plan.problem()), row_of_(row_of), state_(plan) {
    for (std::size_t r = 0; r < problem_.rows.size(); ++r) {
      if (!plan.moved(to_index(r))) continue;
      waiting_.push_back({to_index(r), plan.choice(to_index(r))});
    }
    for (const auto& [row, choice] : waiting_) state_.set(row, &problem_.rows[at(row)].stay);
    state_.settle();
  }

  std::vector<Move> run() {
    std::vector<Move> moves;
    while (!waiting_.empty()) {
      const std::size_t next = best();
      const auto [row, choice] = waiting_[next];
      waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(next));
      const std::vector<double> before = level_values(state_);
      const CaseworkerId from = id(problem_.rows[at(row)].stay.person);
      state_.set(row, choice);
      state_.settle();
      std::vector<LevelDifference> gained =
          differences_in_points(p_, problem_, before, level_values(state_));
      for (const Index slot : slots_of(p_.rows[at(row_of_[at(row)])])) {
        moves.push_back(move_of(p_, slot, from, id(choice->person)));
        moves.back().differences = gained;
        for (LevelDifference& one : gained) one.difference = 0;  // linked: counted once
      }
    }
    return moves;
  }

 private:
  const CaseworkerId& id(Index person) const { return p_.persons[at(person)].row->id; }

  std::size_t best() {
    std::size_t best = 0;
    bool best_allowed = false;
    ChangeValue best_value;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      const auto [row, choice] = waiting_[i];
      const ChangePair* stay = state_.choice(row);
      const long double squares = state_.squares();
      state_.set(row, choice);
      const bool allowed = state_.allowed(row);
      const ChangeValue value = state_.value();
      state_.undo(row, stay, squares);
      const bool better = compare(problem_, value, best_value, tolerance_of(value.balance)) < 0;
      if (i > 0 && (allowed != best_allowed ? !allowed : !better)) continue;
      best = i;
      best_allowed = allowed;
      best_value = value;
    }
    return best;
  }

  const Prepared& p_;
  const ChangeProblem& problem_;
  const std::vector<Index>& row_of_;
  ChangeState state_;
  std::vector<std::pair<Index, const ChangePair*>> waiting_;
};

}  // namespace

}  // namespace detail

Rebalanced rebalance(const AllocationInput& input, const AllocationPolicy& policy,
                     const RebalanceOptions& rebalance, const SolveOptions& options) {
  using namespace detail;
  check_rebalance(rebalance);
  const Prepared as_it_is = prepare(input, policy);
  std::vector<bool> movable = movable_slots(as_it_is, rebalance);
  AllocationInput open_input = released_input(input, as_it_is, movable);
  while (keep_together(prepare(open_input, policy), movable)) {
    open_input = released_input(input, as_it_is, movable);
  }
  const Prepared p = prepare(open_input, policy);
  const Quotas quotas(p);
  std::vector<Standing> standing(p.rows.size());
  for (std::size_t r = 0; r < p.rows.size(); ++r) {
    const std::vector<Index> slots = slots_of(p.rows[r]);
    if (p.rows[r].stands || !movable[at(slots.front())]) continue;
    standing[r] = {p.slots[at(slots.front())].holder, true, static_cast<std::int64_t>(slots.size()), 0};
  }
  std::vector<Index> row_of;
  ChangeProblem problem = change_problem(p, quotas, standing, rebalance.price, false, row_of);
  problem.kinds = detail::level_kinds(as_it_is);
  const ChangeAnswer answer = solve_changes(problem, rebalance.most_moves, options);

  // The fewest moves among equally good ones.
  std::size_t chosen = answer.best.size() - 1;
  while (chosen > 0 && compare_exactly(answer.best[chosen - 1], answer.best[chosen]) <= 0) --chosen;
  const ChangeState& best = answer.best[chosen];

  Rebalanced result;
  result.policy = policy;
  std::vector<bool> moved(p.slots.size(), false);
  for (std::size_t r = 0; r < problem.rows.size(); ++r) {
    if (!best.moved(to_index(r)) || problem.rows[r].size == 0) continue;
    for (const Index slot : slots_of(p.rows[at(row_of[r])])) moved[at(slot)] = true;
  }
  result.input = released_input(input, as_it_is, moved);
  const Prepared final = prepare(result.input, policy);
  const Quotas final_quotas(final);
  State state(final, final_quotas);
  for (std::size_t r = 0; r < problem.rows.size(); ++r) {
    const Index person = best.person(to_index(r));
    const Index row = final.slots[at(slots_of(p.rows[at(row_of[r])]).front())].row;
    if (person != none && !final.rows[at(row)].stands) state.place(row, person);
  }
  Solved solved;
  for (const optimize::Level& level : answer.levels.back()) {
    solved.levels.push_back(level_in_points(p, level));
  }
  solved.outcome = outcome_of(solved.levels);
  solved.stop = answer.stop;
  solved.work = answer.work;
  result.plan = plan_of(final, final_quotas, state, solved, options);
  result.plan.audit.verb = "rebalance";
  result.moves = MoveOrder(p, best, row_of).run();
  for (std::size_t m = 0; m < answer.best.size(); ++m) {
    MovesValue value;
    value.most_moves = static_cast<std::int64_t>(m);
    value.moves = answer.best[m].moves();
    for (const optimize::Level& level : answer.levels[m]) {
      value.levels.push_back(level_in_points(p, level));
    }
    result.by_moves.push_back(std::move(value));
  }
  return result;
}

}  // namespace evenload::allocation
