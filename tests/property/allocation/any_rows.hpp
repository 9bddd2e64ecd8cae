/// \file
/// Cases and caseworkers that every rule says something about, for properties.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "../../unit/allocation/scenario.hpp"
#include "property.hpp"

namespace evenload::allocation::test {

inline int draw(int from, int to) { return *rc::gen::inRange(from, to); }

template <class Value>
Value one_of(std::initializer_list<Value> values) {
  return *(values.begin() + draw(0, static_cast<int>(values.size())));
}

inline std::vector<std::string> some_of(std::initializer_list<const char*> texts) {
  std::vector<std::string> chosen;
  for (const char* text : texts) {
    if (draw(0, 3) == 0) chosen.emplace_back(text);
  }
  return chosen;
}

inline CaseworkerId somebody() { return CaseworkerId("w" + std::to_string(draw(0, 6))); }

inline Caseworker any_worker(int number) {
  Caseworker w = a_worker("w" + std::to_string(number), Rational(draw(0, 12)));
  w.base_load = Rational(draw(0, 8));
  w.unit = UnitId(one_of({"a", "b"}));
  if (draw(0, 5) == 0) {
    w.pool = true;
    w.unit = UnitId();
    if (draw(0, 2) == 0) w.pool_units = {UnitId("a")};
  }
  for (const std::string& skill : some_of({"court", "young"})) {
    w.skills[skill] = draw(0, 2) == 0 ? std::optional(day("2026-11-25")) : std::nullopt;
  }
  w.delegation_level = draw(0, 3);
  w.languages = some_of({"ar", "so"});
  w.on_duty = draw(0, 2) == 0;
  if (draw(0, 3) == 0) w.protected_until = day("2027-01-01");
  w.protected_categories = some_of({"type", "other"});
  w.joint_only_categories = some_of({"type", "extra"});
  w.wished_categories = some_of({"type", "extra"});
  w.unwished_categories = some_of({"other", "extra"});
  if (draw(0, 3) == 0) w = away(w, "2026-11-20", one_of({"2026-11-23", "2026-11-25", "2026-12-24"}));
  return w;
}

inline Case any_case(int number) {
  Case c = a_case("c" + std::to_string(number), Rational(draw(1, 4)));
  c.type = one_of({"type", "other"});
  c.phase = one_of({"", "phase"});
  c.categories = some_of({"extra"});
  if (draw(0, 3) != 0) c.unit = UnitId(one_of({"a", "b"}));
  if (draw(0, 2) == 0) c.start = day(one_of({"2026-11-23", "2026-11-26", "2026-12-01"}));
  if (draw(0, 3) == 0) c.deadline = moment(one_of({"2026-11-23T20:00:00Z", "2026-11-25T20:00:00Z"}));
  if (draw(0, 3) == 0) c.received = moment(one_of({"2026-11-20T08:00:00Z", "2026-10-01T08:00:00Z"}));
  c.required_skills = some_of({"court"});
  c.preferred_skills = some_of({"young", "court"});
  c.delegation_level = draw(0, 3);
  if (draw(0, 3) == 0) c.language = one_of({"ar", "so"});
  c.interpreter = draw(0, 2) == 0;
  c.risk = draw(0, 5) == 0;
  c.duty = draw(0, 4) == 0;
  if (draw(0, 3) == 0) c.previous_caseworker = somebody();
  if (draw(0, 4) == 0) c.closed = day(one_of({"2026-09-01", "2025-01-01"}));
  if (draw(0, 4) == 0) c.family_caseworker = somebody();
  if (draw(0, 5) == 0) {
    c = held_case(c, somebody().value(), one_of({AssignmentState::announced, AssignmentState::started}));
    c.released = draw(0, 2) == 0;
  }
  if (draw(0, 6) == 0) c.link = one_of({"l", "m"});
  if (draw(0, 3) == 0) c.client = one_of({"k", "l"});
  if (!c.previous_caseworker.empty() && draw(0, 3) == 0) c.transferred = day("2026-11-20");
  if (draw(0, 3) == 0) c.visits = {day(one_of({"2026-11-24", "2026-12-01"}))};
  return c;
}

/// Rules in any of their modes, mostly as they are.
inline AllocationPolicy any_policy() {
  AllocationPolicy policy = monday();
  for (std::size_t r = 0; r < rule_count; ++r) {
    const auto rule = static_cast<Rule>(r);
    const auto mode = static_cast<RuleMode>(draw(0, 3));
    if (draw(0, 3) == 0 && allows(rule, mode)) policy.rule(rule).mode = mode;
  }
  return policy;
}

}  // namespace evenload::allocation::test
