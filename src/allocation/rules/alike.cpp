#include "alike.hpp"

#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

#include "evenload/core/errors.hpp"
#include "pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

/// Values one after the other, each with its length where that may differ: different lists of values give different texts.
class SignatureWriter {
 public:
  explicit SignatureWriter(std::string& to) : to_(to) {}

  template <class Value>
    requires std::is_arithmetic_v<Value>
  void add(Value value) {
    raw(value);
  }
  void add(std::string_view text) {
    raw(text.size());
    to_.append(text);
  }
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(Date date) { raw(date.time_since_epoch().count()); }
  template <class Value>
  void add(const std::optional<Value>& value) {
    raw(value.has_value());
    if (value) add(*value);
  }
  template <class Kind>
  void add(const Id<Kind>& id) {
    add(id.system());
    add(id.value());
  }
  template <class Value>
  void add(const std::vector<Value>& values) {
    raw(values.size());
    for (const Value& value : values) add(value);
  }
  template <class A, class B>
  void add(const std::pair<A, B>& pair) {
    add(pair.first);
    add(pair.second);
  }
  void add(const Rational& value) {
    raw(value.numerator());
    raw(value.denominator());
  }

  template <class... Values>
  void all(const Values&... values) {
    (add(values), ...);
  }

 private:
  template <class Value>
  void raw(Value value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    to_.append(bytes, sizeof value);
  }

  std::string& to_;
};

// The lists of names below stand for all fields, in their order. Whoever adds one puts it among those that are written, unless no rule of pairs
// asks for it (what a case weighs, when it is due, how it is ranked, what was turned into numbers of PreparedCase).

void write_case(SignatureWriter& to, const Case& c) {
  const auto& [id, type, phase, weight, factors, case_class, priority, categories, unit, received, deadline, start, required_skills,
               preferred_skills, delegation_level, language, interpreter, risk, duty, previous_caseworker, closed, family_caseworker,
               current_caseworker, state, released, roles, link, held_by, held_until, assigned, place, on_site, visits,
               client, transferred] = c;
  to.all(type, phase, delegation_level, interpreter, risk, duty, place, on_site, visits);
}

void write_prepared(SignatureWriter& to, const PreparedCase& c) {
  const auto& [row, input_row, unit, committee, municipality, weight, handover_load, giver_load, handover_until, interpreter_extra, start, window_from,
               window_to, last_days, place, deadline, received, categories, required_skills, preferred_skills, language, previous, family, reopened, reopening,
               client_holders, interpreter_from, interpreter_days, handovers, link, wished_by_somebody, conflicts, decider_conflicts, same_person, of_type, first_slot,
               slot_count, held, held_by] = c;
  to.all(unit, committee, municipality, start, window_from, window_to, last_days, decider_conflicts, categories, required_skills, preferred_skills, language, previous, family,
         reopened, static_cast<std::int32_t>(reopening.mode), reopening.price, client_holders, interpreter_from, interpreter_days, handovers,
         wished_by_somebody, conflicts);
  if (interpreter_days > 0) to.all(deadline);
}

void write_member(const Prepared& p, SignatureWriter& to, const Member& member) {
  const auto& [case_index, slots, leads, needs_delegation, protected_may, student_may, two_workers, role_skills, units, current_holder, interpreter_extra,
               scaled_interpreter_extra, newcomer_extra, scaled_newcomer_extra] = member;
  to.all(leads, needs_delegation, protected_may, student_may, two_workers, role_skills, units, current_holder);
  for (const Index number : slots) {
    const Slot& slot = p.slots[at(number)];
    to.all(slot.role, slot.forbidden);
  }
  write_case(to, *p.cases[at(case_index)].row);
  write_prepared(to, p.cases[at(case_index)]);
}

}  // namespace

void append_signature(const Prepared& p, const Row& row, std::string& to) {
  SignatureWriter writer(to);
  const auto& [members, stands, leads, group, load, scaled_load, priority, row_class, start, fixed, fixed_by, left_by, held_case, stays_with,
               taken, holds, ties] = row;
  writer.all(stands, leads, stays_with, taken, holds, ties, members.size());
  for (const Member& member : members) write_member(p, writer, member);
}

PairsOfRow EligiblePairs::one_by_one(const Row& row) const {
  PairsOfRow found;
  found.persons = eligible_persons(p_, candidates_, row);
  found.costs.reserve(found.persons.size());
  for (const Index person : found.persons) found.costs.push_back(cost_of(p_, row, person));
  return found;
}

void EligiblePairs::check_alike(const Row& row, const PairsOfRow& shared) const {
  const PairsOfRow alone = one_by_one(row);
  if (alone.persons == shared.persons && alone.costs == shared.costs) return;
  throw Error({ErrorCode::internal, "cases", "id", std::nullopt, "the same caseworkers and prices for cases that look alike to the rules",
               "others for " + p_.cases[at(row.members.front().case_index)].row->id.value() + ": a rule asks for what append_signature leaves out"});
}

const PairsOfRow& EligiblePairs::of(const Row& row) {
  constexpr std::size_t most_stored = 16'000'000;  // pairs; beyond, groups are forgotten and found again
  signature_.clear();
  append_signature(p_, row, signature_);
  if (const auto known = groups_.find(signature_); known != groups_.end()) {
#ifndef NDEBUG
    check_alike(row, known->second);
#endif
    return known->second;
  }
  if (stored_ > most_stored) {
    groups_.clear();
    stored_ = 0;
  }
  const PairsOfRow& found = groups_.emplace(signature_, one_by_one(row)).first->second;
  stored_ += found.persons.size();
  return found;
}

}  // namespace evenload::allocation::detail
