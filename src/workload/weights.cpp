#include "evenload/workload/weights.hpp"

#include <algorithm>

#include "src/core/utf8.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::workload {

std::string_view family_name(WeightFamily family) noexcept {
  switch (family) {
    case WeightFamily::additive_points: return "additive_points";
    case WeightFamily::hours_per_month: return "hours_per_month";
    case WeightFamily::caseload_caps: return "caseload_caps";
  }
  return "unknown";
}

namespace {

/// "weights "2026", in force from 2026-01-01"
std::string name_of_table(const WeightTable& table) {
  return "the weights " + utf8::quote(table.version) + " of " + to_string(table.effective_from);
}

[[noreturn]] void fail_case(std::string_view column, std::string expected, std::string_view found) {
  throw InvalidDataError({ErrorCode::unknown_weight, "cases", std::string(column), {}, std::move(expected),
                          found.empty() ? std::string("nothing") : utf8::quote(found)});
}

const CaseWeight& weight_row(const WeightTable& table, std::string_view case_type, std::string_view phase) {
  const CaseWeight* any_phase = nullptr;
  bool type_known = false;
  for (const CaseWeight& weight : table.weights) {
    if (weight.case_type != case_type) continue;
    if (weight.phase == phase) return weight;
    if (weight.phase.empty()) any_phase = &weight;
    type_known = true;
  }
  if (any_phase != nullptr) return *any_phase;
  if (type_known) fail_case("phase", "a phase of type " + utf8::quote(case_type) + " in " + name_of_table(table), phase);
  fail_case("type", "a case type in " + name_of_table(table), case_type);
}

/// The row of the case type before the general one; nullptr where neither is there.
template <class Row>
const Row* row_for_type(const std::vector<Row>& rows, std::string Row::*key, std::string_view value, std::string_view case_type) {
  const Row* general = nullptr;
  for (const Row& row : rows) {
    if (row.*key != value) continue;
    if (row.case_type == case_type) return &row;
    if (row.case_type.empty()) general = &row;
  }
  return general;
}

}  // namespace

const WeightTable& table_on(const WeightScheme& scheme, Date on) {
  for (const WeightTable& table : scheme.tables) {
    if (table.effective_from <= on && (!table.effective_to || on < *table.effective_to)) return table;
  }
  throw InvalidDataError({ErrorCode::unknown_weight, "weight_scheme.tables", "effective_from", {}, "weights in force on " + to_string(on),
                          scheme.tables.empty() ? "no version" : "versions for other days only"});
}

/// The first line of equation (1).
Rational case_weight(const WeightTable& table, std::string_view case_type, std::string_view phase, std::span<const std::string> factors) {
  const CaseWeight& row = weight_row(table, case_type, phase);
  Rational multiplied = row.weight;
  Rational added;
  for (const std::string& name : factors) {
    const WeightFactor* factor = row_for_type(table.factors, &WeightFactor::name, name, case_type);
    if (factor == nullptr) fail_case("factors", "a factor in " + name_of_table(table), name);
    if (factor->kind == FactorKind::multiply) {
      multiplied = multiplied * factor->value;
    } else {
      added = added + factor->value;
    }
  }
  Rational weight = std::max(multiplied + added, Rational(0));
  if (row.minimum) weight = std::max(weight, *row.minimum);
  if (row.maximum) weight = std::min(weight, *row.maximum);
  return weight;
}

Rational role_share(const WeightTable& table, std::string_view role, std::string_view case_type) {
  const RoleShare* row = row_for_type(table.role_shares, &RoleShare::role, role, case_type);
  return row == nullptr ? Rational(1) : row->share;
}

}  // namespace evenload::workload
