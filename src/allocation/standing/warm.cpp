#include "warm.hpp"

#include <algorithm>

#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

/// Whether the input holds only what the bench knows how to take along. A table that is added to AllocationInput does not compile here until somebody
/// has said whether it ties a new case to other cases.
bool is_plain(const AllocationInput& input) {
  [[maybe_unused]] const auto& [cases, caseworkers, units, exclusions, limits, assignments, overrides, delegations, deciders, duty, protection, travel,
                                specialisms, events, handovers, worker_pairs, links, agreements, carried_load, extensions] = input;
  // Events, hand-overs and links name cases of the input, so none is about a new one; agreements go along. A decider's room and conflicts, places
  // and shares of specialisms are counted over all cases.
  return delegations.empty() && deciders.empty() && duty.empty() && protection.empty() && travel.empty() && specialisms.empty();
}

/// Forgets all that is about cases.
void clear_cases(Prepared& p) {
  p.cases.clear();
  p.case_of.clear();
  p.slots.clear();
  p.rows.clear();
  p.groups.clear();
  p.notices.clear();
}

/// The persons of a prepared input without its cases, which step aside while it is copied.
Prepared persons_of(Prepared& p) {
  Prepared aside;
  const auto step = [&] {
    std::swap(p.cases, aside.cases);
    std::swap(p.case_of, aside.case_of);
    std::swap(p.slots, aside.slots);
    std::swap(p.rows, aside.rows);
    std::swap(p.groups, aside.groups);
    std::swap(p.notices, aside.notices);
  };
  step();
  try {
    Prepared bench = p;
    step();
    return bench;
  } catch (...) {
    step();
    throw;
  }
}

}  // namespace

Warm::Warm(const AllocationInput& input, const AllocationPolicy& policy)
    : p_(prepare(input, policy)), quotas_(p_), plain_(is_plain(input)), bench_(persons_of(p_)) {
  question_.agreements = input.agreements;
  for (const Exclusion& exclusion : input.exclusions) {
    if (p_.case_of.count(exclusion.case_id) == 0) excluded_before_.insert(exclusion.case_id);
  }
}

Explanation Warm::recommend(const CaseId& case_id, std::string_view role, int top) const {
  return recommended(p_, quotas_, find_slot(p_, case_id, role, "cases"), top);
}

bool Warm::stands_alone(const Case& new_case) const {
  // All fields, so that one that is added does not compile here until somebody has said whether it ties the case to other cases or people's loads.
  [[maybe_unused]] const auto& [id, type, phase, weight, factors, case_class, priority, categories, unit, received, deadline, start, required_skills,
                                preferred_skills, delegation_level, language, interpreter, risk, duty, previous_caseworker, closed,
                                family_caseworker, current_caseworker, state, released, roles, link, held_by, held_until, assigned, place, on_site, visits,
                                client, transferred] =
      new_case;
  const bool open = (state == AssignmentState::open || state == AssignmentState::proposed) && held_by.empty();
  const bool known_unit = unit.empty() || std::binary_search(p_.units.begin(), p_.units.end(), unit);
  return plain_ && open && known_unit && link.empty() && client.empty() && !transferred && excluded_before_.count(id) == 0;
}

void Warm::set_table_to(const Case& new_case) {
  question_.cases.assign(1, new_case);
  check_rows(question_, *p_.policy);
  bench_.input = &question_;
  clear_cases(bench_);
  bench_.weights = p_.weights;
  bench_.open_of_class = p_.open_of_class;
  prepare_cases(bench_);
  prepare_slots(bench_);
  prepare_rows(bench_);
  // Persons are on a grid already; another one is asked for only where this case needs it.
  const auto fits = [&](const Rational& load) { return bench_.denominator % load.denominator() == 0; };
  const bool same_grid = bench_.denominator == p_.denominator &&
                         std::all_of(bench_.slots.begin(), bench_.slots.end(), [&](const Slot& slot) { return fits(slot.load); }) &&
                         std::all_of(bench_.rows.begin(), bench_.rows.end(), [&](const Row& row) {
                           return std::all_of(row.members.begin(), row.members.end(),
                                              [&](const Member& m) { return fits(m.interpreter_extra) && fits(m.newcomer_extra); });
                         });
  if (same_grid) {
    scale_rows(bench_);
  } else {
    scale(bench_, p_.denominator);
  }
}

Explanation Warm::recommend(const Case& new_case, std::string_view role, int top) {
  if (p_.case_of.count(new_case.id) != 0) {
    refuse_row(ErrorCode::duplicate_id, "case", "id", std::size_t{0}, "an id that is not in the state", new_case.id.value());
  }
  if (!stands_alone(new_case)) {
    AllocationInput with = *p_.input;
    with.cases.push_back(new_case);
    return allocation::recommend(with, *p_.policy, new_case.id, role, top);
  }
  set_table_to(new_case);
  if (quotas_denominator_ != bench_.denominator) {
    bench_quotas_.emplace(bench_);
    quotas_denominator_ = bench_.denominator;
  }
  return recommended(bench_, *bench_quotas_, find_slot(bench_, new_case.id, role, "cases"), top);
}

}  // namespace evenload::allocation::detail
