/// \file
/// Small offices with everything in the way of a case that one rule each describes, for properties.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "any_rows.hpp"

namespace evenload::allocation::test {

inline std::string called(char prefix, int number) {
  return std::string(1, prefix) + std::to_string(number);
}

/// Everything that may stand in the way: units, skills, delegation, language, conflicts, absence,
/// protection, links, roles, limits.
struct Blocked {
  AllocationInput input;
  AllocationPolicy policy = monday();
};

inline Blocked any_blocked(bool roles_and_links) {
  Blocked office;
  const int workers = draw(0, 4);
  for (int j = 0; j < workers; ++j) {
    Caseworker w = a_worker(called('w', j), Rational(draw(0, 6)));
    w.base_load = Rational(draw(0, 5));
    w.unit = UnitId(called('u', draw(0, 2)));
    if (draw(0, 2) == 0) w.skills["court"] = std::nullopt;
    w.delegation_level = draw(0, 2);
    if (draw(0, 3) == 0) w.languages = {"sv"};
    if (draw(0, 6) == 0) w = away(w, "2026-11-20", "2026-12-24");
    if (draw(0, 6) == 0) {
      w.protected_until = day("2027-01-01");
      w.joint_only_categories = {"type"};
    }
    if (draw(0, 5) == 0) w.new_cases_limit = draw(0, 2);
    office.input.caseworkers.push_back(w);
  }
  const int cases = draw(1, 5);
  for (int i = 0; i < cases; ++i) {
    Case c = a_case(called('c', i), Rational(draw(0, 5)));
    c.case_class = static_cast<CaseClass>(draw(0, 3));
    c.priority = draw(1, 4);
    if (draw(0, 2) == 0) c.unit = UnitId(called('u', draw(0, 2)));
    if (draw(0, 3) == 0) c.required_skills = {"court"};
    if (draw(0, 3) == 0) c.delegation_level = draw(0, 3);
    if (draw(0, 4) == 0) c.language = "sv";
    if (roles_and_links && draw(0, 3) == 0) c.link = called('l', draw(0, 2));
    if (roles_and_links && draw(0, 4) == 0) c.risk = true;
    office.input.cases.push_back(c);
    if (draw(0, 6) == 0)
      office.input.exclusions.push_back({c.id, CaseworkerId(called('w', draw(0, 3)))});
  }
  if (draw(0, 5) == 0)
    office.input.limits.push_back({CaseworkerId(), "type", draw(0, 3), std::nullopt});
  return office;
}

/// The rules as far as any_blocked goes, one by one.
inline std::set<Rule> broken(const AllocationInput& input, const Case& c, const Caseworker& w) {
  std::set<Rule> rules;
  if (!c.unit.empty() && c.unit != w.unit) rules.insert(Rule::unit_border);
  if (!c.required_skills.empty() && w.skills.empty()) rules.insert(Rule::required_skills);
  if (w.delegation_level < c.delegation_level) rules.insert(Rule::delegation);
  if (!c.language.empty() && !c.interpreter && w.languages.empty()) rules.insert(Rule::language);
  if (!w.working_time.absences.empty()) rules.insert(Rule::absence);
  if (w.protected_until) rules.insert(Rule::newcomer_protection);
  for (const Exclusion& e : input.exclusions) {
    if (e.case_id == c.id && e.caseworker == w.id) rules.insert(Rule::conflict_of_interest);
  }
  return rules;
}

}  // namespace evenload::allocation::test
