#include "verb_tools.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "src/allocation/read/refuse.hpp"
#include "src/allocation/rules/eligibility.hpp"
#include "src/allocation/rules/pair_rules.hpp"
#include "src/allocation/solve/problem.hpp"

namespace evenload::allocation::detail {

namespace {

Case& row_of_slot(AllocationInput& input, const Prepared& p, Index slot) {
  return input.cases[p.cases[at(p.slots[at(slot)].case_index)].input_row];
}

/// Calls visit(row) for the rows of the table of assignments that speak of the slot.
template <class Visit>
bool for_each_assignment(AllocationInput& input, const Prepared& p, Index slot, Visit visit) {
  const Slot& what = p.slots[at(slot)];
  const CaseId& id = p.cases[at(what.case_index)].row->id;
  bool any = false;
  for (StandingAssignment& one : input.assignments) {
    if (one.case_id != id || one.role != p.role(what).name) continue;
    visit(one);
    any = true;
  }
  return any;
}

}  // namespace

Index caseworker_of(const Prepared& p, const CaseworkerId& id, std::string_view table,
                    std::string_view column, std::optional<std::size_t> row) {
  const auto found = p.person_of.find(id);
  if (found == p.person_of.end()) {
    refuse_row(ErrorCode::unknown_id, table, column, row, "a caseworker of the caseworkers table",
               id.value());
  }
  return found->second;
}

Index case_of(const Prepared& p, const CaseId& id, std::string_view table, std::string_view column,
              std::optional<std::size_t> row) {
  const auto found = p.case_of.find(id);
  if (found == p.case_of.end()) {
    refuse_row(ErrorCode::unknown_id, table, column, row, "a case of the cases table", id.value());
  }
  return found->second;
}

void release(AllocationInput& input, const Prepared& p, Index slot) {
  if (p.slots[at(slot)].position == 0) row_of_slot(input, p, slot).released = true;
  for_each_assignment(input, p, slot, [](StandingAssignment& one) { one.released = true; });
}

void announce(AllocationInput& input, const Prepared& p, Index slot, const CaseworkerId& id) {
  const Slot& what = p.slots[at(slot)];
  if (what.position == 0) {
    Case& row = row_of_slot(input, p, slot);
    row.current_caseworker = id;
    row.state = AssignmentState::announced;
    row.released = true;
  }
  const bool there = for_each_assignment(input, p, slot, [&](StandingAssignment& one) {
    one.caseworker = id;
    one.state = AssignmentState::announced;
    one.released = true;
  });
  if (there || what.position == 0) return;
  StandingAssignment one;
  one.case_id = p.cases[at(what.case_index)].row->id;
  one.role = p.role(what).name;
  one.caseworker = id;
  one.state = AssignmentState::announced;
  one.released = true;
  input.assignments.push_back(std::move(one));
}

void reopen(AllocationInput& input, const Prepared& p, Index slot) {
  if (p.slots[at(slot)].position == 0) {
    Case& row = row_of_slot(input, p, slot);
    if (row.previous_caseworker == row.current_caseworker) row.previous_caseworker = {};
    row.current_caseworker = {};
    row.state = AssignmentState::open;
    row.released = false;
  }
  for_each_assignment(input, p, slot, [](StandingAssignment& one) {
    one.state = AssignmentState::open;
    one.released = false;
  });
}

void without_capacity(AllocationInput& input, const Prepared& p, Index person) {
  Caseworker& row = input.caseworkers[p.persons[at(person)].input_row];
  row.capacity = Rational(0);
  row.hard_limit.reset();
}

ChangeProblem change_problem(const Prepared& p, const Quotas& quotas,
                             const std::vector<Standing>& standing, std::int64_t price,
                             bool stays_are_new, std::vector<Index>& row_of) {
  if (p.policy->balance != optimize::Balance::squares &&
      p.policy->balance != optimize::Balance::peak) {
    refuse_row(ErrorCode::unsupported, "policy", "balance", std::nullopt, "squares or peak", "another");
  }
  ChangeProblem problem;
  problem.stays_use_quotas = stays_are_new;
  problem.cost_weight = p.policy->cost_weight * Rational(p.denominator);
  problem.quotas = quotas.of_person;
  for (const Person& person : p.persons) {
    problem.capacity.push_back(person.scaled_capacity);
    problem.limit.push_back(person.scaled_limit);
    problem.base.push_back(person.scaled_base);
    problem.apart.push_back(person.apart);
    problem.unit.push_back(person.unit);
  }
  std::map<Index, SharedRoom> rooms;
  for (std::size_t j = 0; j < quotas.of_person.size(); ++j) {
    for (std::size_t q = 0; q < quotas.of_person[j].size(); ++q) {
      if (quotas.categories[at(quotas.of_person[j][q].category)].kind != QuotaKind::decisions) continue;
      const Index decider = p.persons[j].decider;
      rooms[decider].room = *p.deciders[at(decider)].room;
      rooms[decider].members.emplace_back(to_index(j), q);
    }
  }
  for (auto& [decider, room] : rooms) {
    if (room.members.size() > 1) problem.shared.push_back(std::move(room));
  }
  const Candidates candidates(p);
  std::vector<Index> group_of(p.groups.size(), none);
  row_of.clear();
  for (std::size_t r = 0; r < p.rows.size(); ++r) {
    const Row& what = p.rows[r];
    if (what.stands) continue;
    const Standing& has = standing[r];
    ChangeRow row;
    row.row_class = what.row_class;
    row.priority = what.priority;
    row.size = has.size;
    row.forced = has.forced;
    for (std::size_t c = 0; c < quotas.categories.size(); ++c) {
      const std::int64_t amount = quotas.amount(p, what, to_index(c));
      if (amount != 0) row.amounts.emplace_back(to_index(c), amount);
    }
    if (what.fixed != none) {
      // A person's decision stands past limits, and uses them up.
      row.stay = {what.fixed, pair_load(p, what, what.fixed), cost_of(p, what, what.fixed)};
      row.may_be_left = false;
      row.forced += has.home == what.fixed ? 0 : has.size;
      row.size = 0;
      if (!stays_are_new) {
        for (Quota& quota : problem.quotas[at(what.fixed)]) {
          for (const auto& [category, amount] : row.amounts) {
            if (category == quota.category) quota.most = std::max<std::int64_t>(0, quota.most - amount);
          }
        }
      }
    } else {
      if (has.may_stay) {
        // What stood before the verb adds what it added; what was only announced is weighed anew.
        row.stay = {has.home, stays_are_new ? pair_load(p, what, has.home) : what.scaled_load,
                    stays_are_new ? cost_of(p, what, has.home) : 0};
        row.may_be_left = stays_are_new;
      }
      if (!what.undecidable()) {
        for (const Index person : eligible_persons(p, candidates, what)) {
          if (person == has.home && has.may_stay) continue;
          const std::int64_t extra = has.may_stay ? checked_multiply(price, has.size) : 0;
          row.pairs.push_back({person, pair_load(p, what, person),
                               checked_add(cost_of(p, what, person), extra)});
        }
      }
    }
    if (what.group != none) {
      if (group_of[at(what.group)] == none) {
        group_of[at(what.group)] = to_index(problem.groups.size());
        problem.groups.emplace_back();
      }
      row.group = group_of[at(what.group)];
      row.marked = p.groups[at(what.group)].lead == to_index(r);
      problem.groups[at(row.group)].push_back(to_index(problem.rows.size()));
    }
    row_of.push_back(to_index(r));
    problem.rows.push_back(std::move(row));
  }
  std::vector<Index> place(p.rows.size(), none);
  for (std::size_t k = 0; k < row_of.size(); ++k) place[at(row_of[k])] = to_index(k);
  for (std::size_t k = 0; k < row_of.size(); ++k) {
    for (const auto& [other, alike] : p.rows[at(row_of[k])].ties) {
      if (place[at(other)] != none) problem.rows[k].ties.emplace_back(place[at(other)], alike);
    }
  }
  return problem;
}

std::vector<LevelDifference> differences_in_points(const Prepared& p, const ChangeProblem& problem,
                                                   const std::vector<double>& before,
                                                   const std::vector<double>& after) {
  std::vector<LevelDifference> differences;
  for (std::size_t k = 0; k < problem.kinds.size(); ++k) {
    const optimize::LevelKind kind = problem.kinds[k];
    const bool scaled_level =
        kind == optimize::LevelKind::overload || kind == optimize::LevelKind::balance;
    const double by = scaled_level ? static_cast<double>(p.denominator) : 1.0;
    differences.push_back({kind, (after[k] - before[k]) / by});
  }
  return differences;
}

Outcome outcome_of(const std::vector<optimize::Level>& levels) {
  const bool all = std::all_of(levels.begin(), levels.end(),
                               [](const optimize::Level& level) { return level.proven; });
  return all ? Outcome::optimal : Outcome::feasible;
}

Move move_of(const Prepared& p, Index slot, const CaseworkerId& from, const CaseworkerId& to) {
  const Slot& what = p.slots[at(slot)];
  Move move;
  move.case_id = p.cases[at(what.case_index)].row->id;
  move.role = p.role(what).name;
  move.from = from;
  move.to = to;
  move.load = what.load;
  return move;
}

std::vector<Move> moves_between(const Plan& before, const Plan& after) {
  std::map<std::pair<CaseId, std::string>, const Assignment*> was;
  for (const Assignment& one : before.assignments) was[{one.case_id, one.role}] = &one;
  std::vector<Move> moves;
  const auto add = [&](const Assignment& row, const CaseworkerId& from, const CaseworkerId& to) {
    if (from == to) return;
    Move move;
    move.case_id = row.case_id;
    move.role = row.role;
    move.from = from;
    move.to = to;
    move.load = row.load;
    moves.push_back(std::move(move));
  };
  for (const Assignment& one : after.assignments) {
    const auto found = was.find({one.case_id, one.role});
    add(one, found == was.end() ? CaseworkerId() : found->second->caseworker, one.caseworker);
    if (found != was.end()) was.erase(found);
  }
  for (const auto& [key, one] : was) add(*one, one->caseworker, CaseworkerId());
  return moves;
}

}  // namespace evenload::allocation::detail
