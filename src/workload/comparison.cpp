#include "evenload/workload/comparison.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "evenload/core/errors.hpp"
#include "src/core/utf8.hpp"

namespace evenload::workload {

namespace {

/// The people and cases of one unit.
struct UnitPart {
  std::vector<MeasuredCaseworker> people;
  std::vector<HeldCase> cases;
};

void check_rules(std::span<const UnitRule> rules) {
  std::unordered_map<UnitId, std::size_t> seen;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    if (rules[i].unit.empty()) {
      throw InvalidDataError({ErrorCode::missing_value, "rules", "unit", row, "a unit", "nothing"});
    }
    if (const auto [first, is_new] = seen.try_emplace(rules[i].unit, i); !is_new) {
      throw InvalidDataError({ErrorCode::duplicate_id, "rules", "unit", row, "one rule for each unit, so that no unit mixes families",
                              utf8::quote(rules[i].unit.value()) + " in row " + std::to_string(first->second) + " and row " + std::to_string(i)});
    }
    check(rules[i].rule, "rules[" + std::to_string(i) + "]");
  }
}

std::unordered_map<UnitId, UnitPart> parts_of(std::span<const HeldCase> cases, std::span<const MeasuredCaseworker> caseworkers) {
  std::unordered_map<UnitId, UnitPart> parts;
  std::unordered_map<CaseworkerId, UnitId> unit_of;
  for (const MeasuredCaseworker& person : caseworkers) {
    parts[person.unit].people.push_back(person);
    unit_of.emplace(person.id, person.unit);
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto unit = unit_of.find(cases[i].caseworker);
    if (unit == unit_of.end()) continue;
    HeldCase one = cases[i];
    if (!one.row) one.row = static_cast<std::int64_t>(i);
    parts[unit->second].cases.push_back(std::move(one));
  }
  return parts;
}

const WeightTable* table_in_force(const MeasurementRule& rule, Date on) {
  if (!rule.weights) return nullptr;
  for (const WeightTable& table : rule.weights->tables) {
    if (table.effective_from <= on && (!table.effective_to || on < *table.effective_to)) return &table;
  }
  return nullptr;
}

/// Whether a table has a weight for the type and phase of a case.
bool knows(const WeightTable& table, const HeldCase& held) {
  try {
    case_weight(table, held.case_type, held.phase, held.factors);
    return true;
  } catch (const InvalidDataError& error) {
    if (error.info().code != ErrorCode::unknown_weight) throw;
    return false;
  }
}

UnitMeasurement measure_unit(const UnitRule& rule, const UnitPart& part, Date on) {
  UnitMeasurement unit;
  unit.unit = rule.unit;
  if (rule.rule.weights) {
    unit.scheme = rule.rule.weights->name;
    unit.family = rule.rule.weights->family;
  }
  if (const WeightTable* table = table_in_force(rule.rule, on)) {
    unit.version = table->version;
    unit.agreed = table->agreement.agreed;
  }
  std::vector<HeldCase> weighed;
  for (const HeldCase& held : part.cases) {
    const WeightTable* table = held.weight ? nullptr : table_in_force(rule.rule, on);
    if (table != nullptr && !held.case_type.empty() && !knows(*table, held)) {
      ++unit.not_weighed;
    } else {
      weighed.push_back(held);
    }
  }
  const MeasurementResult measured = measure(weighed, part.people, rule.rule, on);
  std::vector<Rational> ratios;
  for (const Measurement& row : measured.rows) {
    ++unit.people;
    unit.cases += row.cases;
    unit.load = unit.load + row.load;
    unit.capacity = unit.capacity + row.capacity;
    if (row.load > row.capacity) ++unit.over_capacity;
    if (row.capacity == Rational(0)) {
      ++unit.without_capacity;
    } else {
      ratios.push_back(row.load / row.capacity);
    }
  }
  if (unit.capacity > Rational(0)) unit.ratio = unit.load / unit.capacity;
  if (!ratios.empty()) {
    std::sort(ratios.begin(), ratios.end());
    unit.lowest = ratios.front();
    unit.median = (ratios[(ratios.size() - 1) / 2] + ratios[ratios.size() / 2]) / Rational(2);
    unit.highest = ratios.back();
  }
  return unit;
}

bool carries_load_beside_cases(const MeasuredCaseworker& person) {
  const Rational none(0);
  return person.base_load != none || person.work_for_others != none || person.work_by_others != none;
}

CrossMeasurement measure_across(const UnitRule& own, const UnitRule& other, const UnitPart& part, Date on) {
  CrossMeasurement cross{own.unit, other.unit, std::nullopt, 0, 0};
  const WeightTable* table = table_in_force(other.rule, on);
  std::vector<HeldCase> weighed;
  for (const HeldCase& held : part.cases) {
    if (!held.weight && table != nullptr && knows(*table, held)) {
      weighed.push_back(held);
    } else {
      ++cross.not_weighed;
    }
  }
  cross.weighed = static_cast<std::int64_t>(weighed.size());
  // A capacity of one's own, or load outside the cases, is in the unit of one's own scheme.
  const bool foreign = std::any_of(part.people.begin(), part.people.end(), [](const MeasuredCaseworker& person) {
    return person.capacity || carries_load_beside_cases(person);
  });
  if (foreign || !other.rule.capacity || weighed.empty()) return cross;
  Rational load;
  Rational capacity;
  for (const Measurement& row : measure(weighed, part.people, other.rule, on).rows) {
    load = load + row.load;
    capacity = capacity + row.capacity;
  }
  if (capacity > Rational(0)) cross.ratio = load / capacity;
  return cross;
}

/// What the numbers leave open, in the order of the rules.
class Caveats {
 public:
  explicit Caveats(UnitComparison& comparison) : comparison_(comparison) {}
  void add(ComparisonCaveat caveat, const UnitId& unit, const UnitId& other = {}) {
    comparison_.cannot_tell.push_back({caveat, unit, other});
  }

 private:
  UnitComparison& comparison_;
};

void tell_unit(const UnitRule& rule, const UnitMeasurement& unit, const UnitPart& part, Caveats& caveats) {
  if (rule.rule.weights && !unit.agreed) caveats.add(ComparisonCaveat::draft_weights, rule.unit);
  if (rule.rule.weights && !rule.rule.weights->assumption.empty()) caveats.add(ComparisonCaveat::converted_weights, rule.unit);
  if (std::any_of(part.cases.begin(), part.cases.end(), [](const HeldCase& held) { return held.weight.has_value(); })) {
    caveats.add(ComparisonCaveat::own_weights, rule.unit);
  }
  if (std::any_of(part.people.begin(), part.people.end(), [](const MeasuredCaseworker& person) { return person.capacity.has_value(); })) {
    caveats.add(ComparisonCaveat::own_capacity, rule.unit);
  }
  if (std::any_of(part.people.begin(), part.people.end(), carries_load_beside_cases)) caveats.add(ComparisonCaveat::own_load, rule.unit);
  if (unit.not_weighed > 0) caveats.add(ComparisonCaveat::own_cases_not_weighed, rule.unit);
}

void tell_pair(const UnitMeasurement& first, const UnitMeasurement& second, Caveats& caveats) {
  if (first.family != second.family) {
    caveats.add(ComparisonCaveat::different_families, first.unit, second.unit);
  } else if (first.scheme != second.scheme || first.version != second.version) {
    caveats.add(ComparisonCaveat::different_schemes, first.unit, second.unit);
  }
}

}  // namespace

UnitComparison compare_units(std::span<const HeldCase> cases, std::span<const MeasuredCaseworker> caseworkers, std::span<const UnitRule> rules, Date on) {
  check_rules(rules);
  auto parts = parts_of(cases, caseworkers);
  UnitComparison comparison;
  Caveats caveats(comparison);
  for (const UnitRule& rule : rules) {
    comparison.units.push_back(measure_unit(rule, parts[rule.unit], on));
    tell_unit(rule, comparison.units.back(), parts[rule.unit], caveats);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t k = 0; k < rules.size(); ++k) {
      if (i == k) continue;
      if (i < k) tell_pair(comparison.units[i], comparison.units[k], caveats);
      comparison.cross.push_back(measure_across(rules[i], rules[k], parts[rules[i].unit], on));
      if (comparison.cross.back().not_weighed > 0) caveats.add(ComparisonCaveat::cases_not_weighed, rules[i].unit, rules[k].unit);
    }
  }
  std::unordered_set<CaseworkerId> measured;
  for (const MeasuredCaseworker& person : caseworkers) measured.insert(person.id);
  if (std::any_of(cases.begin(), cases.end(), [&](const HeldCase& held) { return !measured.contains(held.caseworker); })) {
    caveats.add(ComparisonCaveat::unmatched_cases, {});
  }
  std::set<UnitId> without;
  for (const MeasuredCaseworker& person : caseworkers) {
    if (std::none_of(rules.begin(), rules.end(), [&](const UnitRule& rule) { return rule.unit == person.unit; })) without.insert(person.unit);
  }
  for (const UnitId& unit : without) caveats.add(ComparisonCaveat::unit_without_rule, unit);
  return comparison;
}

}  // namespace evenload::workload
