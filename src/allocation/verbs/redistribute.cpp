// Somebody leaves: cases go to others for good, with the work of handing over. docs/models/verbs.md (10).
#include "evenload/allocation/redistribute.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <tuple>

#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/solved.hpp"
#include "verb_tools.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

constexpr std::string_view redistribute_table = "redistribute";

void check_redistribute(const RedistributeOptions& options, Date on) {
  const auto refuse = [](ErrorCode code, const char* field, std::string expected, std::string found) {
    refuse_row(code, redistribute_table, field, std::nullopt, std::move(expected), std::move(found));
  };
  constexpr int most_weeks = 52;
  constexpr std::int64_t most_factor = 1000;
  const HandOver& hand_over = options.hand_over;
  if (options.from && *options.from < on) {
    refuse(ErrorCode::ends_before_start, "from", "a day on or after " + evenload::to_string(on),
           evenload::to_string(*options.from));
  }
  if (hand_over.share < Rational(0) || hand_over.share > Rational(1)) {
    refuse(ErrorCode::out_of_range, "share", "0 to 1", hand_over.share.to_string());
  }
  if (hand_over.weeks < 0 || hand_over.weeks > most_weeks) {
    refuse(ErrorCode::out_of_range, "weeks", "0 to 52", std::to_string(hand_over.weeks));
  }
  if (options.urgent_factor < 1 || options.urgent_factor > most_factor) {
    refuse(ErrorCode::out_of_range, "urgent_factor", "1 to 1000", std::to_string(options.urgent_factor));
  }
}

/// What the caseworker has: standing work, and cases held for now.
std::vector<Index> slots_of(const Prepared& p, Index person) {
  std::vector<Index> slots;
  for (std::size_t k = 0; k < p.slots.size(); ++k) {
    const Slot& slot = p.slots[k];
    const PreparedCase& c = p.cases[at(slot.case_index)];
    const bool had = (slot.state == AssignmentState::announced || slot.state == AssignmentState::started) &&
                     slot.holder == person;
    const bool held = slot.position == 0 && c.held && c.held_by == person;
    if (had || held) slots.push_back(to_index(k));
  }
  return slots;
}

}  // namespace

}  // namespace detail

Redistributed redistribute(const AllocationInput& input, const AllocationPolicy& policy,
                           const CaseworkerId& caseworker, const RedistributeOptions& redistribute,
                           const SolveOptions& options) {
  using namespace detail;
  const Prepared before = prepare(input, policy);
  check_redistribute(redistribute, before.on);
  const Index leaver = caseworker_of(before, caseworker, redistribute_table, "caseworker");
  Redistributed result;
  result.caseworker = caseworker;
  result.policy = policy;
  result.input = input;
  result.from = redistribute.from.value_or(before.on);
  result.hand_over_until = result.from + std::chrono::days(7 * redistribute.hand_over.weeks - 1);
  without_capacity(result.input, before, leaver);

  const std::vector<Index> slots = slots_of(before, leaver);
  const Rational mean_share = redistribute.hand_over.share *
                              Rational(std::min(redistribute.hand_over.weeks, policy.horizon_weeks), policy.horizon_weeks);
  std::vector<std::int64_t> urgent_case(before.cases.size(), 0);
  for (const Index k : slots) {
    const Slot& slot = before.slots[at(k)];
    const PreparedCase& c = before.cases[at(slot.case_index)];
    reopen(result.input, before, k);
    Case& row = result.input.cases[c.input_row];
    row.start = std::max(row.start.value_or(before.on), result.from);
    if (row.previous_caseworker == caseworker) row.previous_caseworker = {};
    if (slot.position == 0 && c.held && c.held_by == leaver) {
      row.held_by = {};
      row.held_until.reset();
    }
    HandedOver one;
    one.move = move_of(before, k, caseworker, {});
    one.deadline = c.deadline;
    one.urgent = c.deadline && *c.deadline <= std::max(result.hand_over_until, result.from);
    one.hand_over_load = at_row("cases", c.input_row, [&] { return slot.load * redistribute.hand_over.share; });
    one.mean_hand_over_load = at_row("cases", c.input_row, [&] { return slot.load * mean_share; });
    result.load = at_row("cases", c.input_row, [&] { return result.load + slot.load; });
    if (one.urgent && urgent_case[at(slot.case_index)]++ == 0) {
      row.priority = at_row("cases", c.input_row, [&] { return checked_multiply(row.priority, redistribute.urgent_factor); });
    }
    result.handed_over.push_back(std::move(one));
  }
  result.hand_over_load = result.load * redistribute.hand_over.share;

  // Cases and roles are numbered alike: the tables have the same rows.
  const Prepared p = prepare(result.input, policy, [&](Prepared& made) {
    for (const Index k : slots) {
      Slot& slot = made.slots[at(k)];
      slot.load = at_row("cases", made.cases[at(slot.case_index)].input_row, [&] { return slot.load * (Rational(1) + mean_share); });
    }
  });
  result.plan = allocate_prepared(p, options);
  result.plan.audit.verb = "redistribute";
  std::map<std::pair<CaseId, std::string>, CaseworkerId> now;
  for (const Assignment& one : result.plan.assignments) now[{one.case_id, one.role}] = one.caseworker;
  for (HandedOver& one : result.handed_over) one.move.to = now[{one.move.case_id, one.move.role}];
  for (CaseworkerLoad& row : result.plan.loads) {
    if (row.caseworker == caseworker) row.load_before = row.load_before + result.load;
  }
  std::sort(result.handed_over.begin(), result.handed_over.end(), [](const HandedOver& a, const HandedOver& b) {
    const auto key = [](const HandedOver& one) {
      return std::tuple(!one.deadline.has_value(), one.deadline.value_or(Date()), one.move.case_id, one.move.role);
    };
    return key(a) < key(b);
  });
  return result;
}

}  // namespace evenload::allocation
