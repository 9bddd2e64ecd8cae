#pragma once

/// \file
/// Schemes of the field, as small as the tests need them. Sources: docs/models/workload.md.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "error_of.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload::test {

using evenload::test::error_if_any;

inline Date day(int year, unsigned month, unsigned of_month) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(of_month);
}

/// Nässjö variant of the Göteborg model: normal load by years in the profession.
inline CapacityRule nassjo_capacity() {
  CapacityRule rule;
  rule.bands = {{"under 1 year", 0, 12, 120}, {"1 to 3 years", 12, 36, 126}, {"3 to 5 years", 36, 60, 138}, {"over 5 years", 60, std::nullopt, 150}};
  return rule;
}

/// Probation service: points for a grade at 37 hours, truncated.
inline CapacityRule hmpps_capacity() {
  CapacityRule rule;
  rule.full_time_hours = 37;
  rule.bands = {{"probation officer", 0, std::nullopt, 2176}};
  rule.rounding = CapacityRounding::truncate;
  return rule;
}

inline std::vector<LoadBand> hmpps_bands() {
  return {{"under", "green", 0, false}, {"at", "amber", 1, false}, {"over", "#cc0000", Rational(11, 10), true}};
}

inline WorkingTime full_time(int hours = 40) {
  WorkingTime time;
  time.contracted_hours = hours;
  return time;
}

/// Points after the Nässjö variant: a court statement 3, a foster-home follow-up 10 to 14 by travel time.
inline WeightTable nassjo_weights() {
  WeightTable table;
  table.version = "2018";
  table.source = "Suntarbetsliv 2018; Vision 2018 nr 7";
  table.effective_from = day(2018, 1, 1);
  table.agreement = {true, "local cooperation group", day(2017, 12, 11)};
  table.weights = {{"court statement", "", 3, std::nullopt, std::nullopt},
                   {"foster home", "follow-up", 10, 10, 14},
                   {"child investigation", "open", 8, std::nullopt, std::nullopt},
                   {"child investigation", "", 5, std::nullopt, std::nullopt}};
  table.factors = {{"travel over 1 hour", FactorKind::add, 2, ""},
                   {"travel over 3 hours", FactorKind::add, 6, ""},
                   {"interpreter", FactorKind::multiply, Rational(5, 4), ""},
                   {"sibling", FactorKind::add, 1, ""},
                   {"sibling", FactorKind::add, 2, "child investigation"}};
  table.role_shares = {{"lead", Rational(2, 3), "child investigation"}, {"second", Rational(1, 3), "child investigation"}, {"second", Rational(1, 2), ""}};
  return table;
}

inline WeightScheme nassjo_points() { return {"Göteborg model, Nässjö variant", {nassjo_weights()}, {}}; }

inline MeasuredCaseworker with_capacity(const std::string& id, Rational capacity) {
  MeasuredCaseworker person;
  person.id = CaseworkerId(id);
  person.capacity = capacity;
  return person;
}

inline HeldCase weighing(const std::string& id, const std::string& caseworker, Rational weight) {
  HeldCase held;
  held.case_id = CaseId(id);
  held.caseworker = CaseworkerId(caseworker);
  held.weight = weight;
  return held;
}

inline HeldCase of_type(const std::string& id, const std::string& caseworker, const std::string& type, const std::string& phase = "") {
  HeldCase held;
  held.case_id = CaseId(id);
  held.caseworker = CaseworkerId(caseworker);
  held.case_type = type;
  held.phase = phase;
  return held;
}

}  // namespace evenload::workload::test
