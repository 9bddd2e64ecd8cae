#include "evenload/workload/measure.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "src/core/locate.hpp"
#include "src/core/utf8.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::workload {

namespace {

using Row = std::int64_t;

[[noreturn]] void fail_row(std::string_view table, std::string_view column, Row row, ErrorCode code, std::string expected, std::string found) {
  throw InvalidDataError({code, std::string(table), std::string(column), row, std::move(expected), std::move(found)});
}

void check_amount(std::string_view table, std::string_view column, Row row, const Rational& value) {
  if (value < Rational(0)) fail_row(table, column, row, ErrorCode::negative_value, "at least 0", value.to_string());
}

/// Adds to a load; a sum that leaves exact arithmetic names the row that did it.
void add_to(Rational& sum, const Rational& value, std::string_view table, std::string_view column, Row row) {
  sum = located(table, column, row, [&] { return sum + value; });
}

/// The weights in force on a day, looked up when a case first needs them.
class Weights {
 public:
  Weights(const MeasurementRule& rule, Date on) : scheme_(rule.weights ? &*rule.weights : nullptr), on_(on) {
    if (scheme_ == nullptr) return;
    const auto in_force = std::find_if(scheme_->tables.begin(), scheme_->tables.end(), [&](const WeightTable& table) {
      return table.effective_from <= on && (!table.effective_to || on < *table.effective_to);
    });
    if (in_force != scheme_->tables.end()) table_ = &*in_force;
  }

  /// What one case weighs on who holds it: equation (1).
  Rational load(const HeldCase& held, Row row) const {
    return located("cases", "weight", row, [&] {
      const Rational share = table_ == nullptr ? Rational(1) : role_share(*table_, held.role, held.case_type);
      return weight(held, row) * share;
    });
  }

 private:
  Rational weight(const HeldCase& held, Row row) const {
    if (held.weight) {
      check_amount("cases", "weight", row, *held.weight);
      return *held.weight;
    }
    if (scheme_ == nullptr) fail_row("cases", "weight", row, ErrorCode::missing_value, "a weight, as the rule has no weights", "nothing");
    if (held.case_type.empty()) fail_row("cases", "type", row, ErrorCode::missing_value, "a type, or a weight", "nothing");
    return case_weight(table_ != nullptr ? *table_ : table_on(*scheme_, on_), held.case_type, held.phase, held.factors);
  }

  const WeightScheme* scheme_;
  const WeightTable* table_ = nullptr;
  Date on_;
};

Rational capacity_of(const MeasuredCaseworker& person, const MeasurementRule& rule, Date on, Row row) {
  if (person.capacity) {
    check_amount("caseworkers", "capacity", row, *person.capacity);
    return *person.capacity;
  }
  if (!rule.capacity) {
    fail_row("caseworkers", "capacity", row, ErrorCode::missing_value, "a capacity, as the rule says nothing about it", "nothing");
  }
  return located("caseworkers", "contracted_hours", row, [&] { return capacity(*rule.capacity, person.working_time, monday_of(on)); });
}

/// Ratio and band: equation (3).
void rate(Measurement& measurement, const MeasurementRule& rule, Row row) {
  if (measurement.capacity == Rational(0)) return;
  measurement.ratio = located("caseworkers", "capacity", row, [&] {
    const Rational ratio = measurement.load / measurement.capacity;
    return rule.ratio_decimals ? ratio.round_half_up(*rule.ratio_decimals) : ratio;
  });
  if (!rule.bands.empty()) measurement.band = band_of(rule.bands, *measurement.ratio).name;
}

/// Counts a case once, whatever the number of roles its holder has in it.
class CaseCounter {
 public:
  explicit CaseCounter(std::size_t caseworkers) : cases_(caseworkers), categories_(caseworkers) {}

  void count(Measurement& holder, std::size_t position, const HeldCase& held) {
    if (cases_[position].insert(held.case_id).second) ++holder.cases;
    const auto count_category = [&](const std::string& category) {
      if (!category.empty() && categories_[position].emplace(held.case_id, category).second) ++holder.by_category[category];
    };
    count_category(held.case_type);
    for (const std::string& category : held.categories) count_category(category);
  }

 private:
  std::vector<std::set<CaseId>> cases_;
  std::vector<std::set<std::pair<CaseId, std::string>>> categories_;
};

using Positions = std::unordered_map<CaseworkerId, std::size_t>;

Positions positions_of(std::span<const MeasuredCaseworker> caseworkers) {
  Positions positions;
  for (std::size_t i = 0; i < caseworkers.size(); ++i) {
    const CaseworkerId& id = caseworkers[i].id;
    const auto row = static_cast<Row>(i);
    check_id(id.value(), "caseworkers", "id", row);
    if (const auto [first, is_new] = positions.try_emplace(id, i); !is_new) {
      fail_row("caseworkers", "id", row, ErrorCode::duplicate_id, "each id once",
               utf8::quote(id.value()) + " in row " + std::to_string(first->second) + " and row " + std::to_string(i));
    }
  }
  return positions;
}

void check_once(std::span<const HeldCase> cases) {
  std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view, std::string_view, std::string_view>> seen;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const HeldCase& held = cases[i];
    const Row row = held.row.value_or(static_cast<Row>(i));
    check_id(held.case_id.value(), "cases", "id", row);
    if (!seen.emplace(held.case_id.system(), held.case_id.value(), held.caseworker.system(), held.caseworker.value(), held.role, held.phase).second) {
      fail_row("cases", "id", row, ErrorCode::duplicate_id, "each case once by caseworker, role and phase", utf8::quote(held.case_id.value()));
    }
  }
}

}  // namespace

MeasurementResult measure(std::span<const HeldCase> cases, std::span<const MeasuredCaseworker> caseworkers, const MeasurementRule& rule, Date on) {
  check(rule);
  const Positions positions = positions_of(caseworkers);
  check_once(cases);

  MeasurementResult result;
  result.rows.resize(caseworkers.size());
  const Weights weights(rule, on);
  CaseCounter counter(caseworkers.size());
  std::unordered_set<CaseId> unmatched;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Row row = cases[i].row.value_or(static_cast<Row>(i));
    const Rational load = weights.load(cases[i], row);  // checked for the unmatched, too
    const auto holder = positions.find(cases[i].caseworker);
    if (holder == positions.end()) {
      if (unmatched.insert(cases[i].case_id).second) result.unmatched.push_back(cases[i].case_id);
      continue;
    }
    Measurement& measurement = result.rows[holder->second];
    add_to(measurement.load, load, "cases", "weight", row);
    counter.count(measurement, holder->second, cases[i]);
  }

  for (std::size_t i = 0; i < caseworkers.size(); ++i) {
    const MeasuredCaseworker& person = caseworkers[i];
    const auto row = static_cast<Row>(i);
    check_amount("caseworkers", "base_load", row, person.base_load);
    check_amount("caseworkers", "work_for_others", row, person.work_for_others);
    check_amount("caseworkers", "work_by_others", row, person.work_by_others);
    Measurement& measurement = result.rows[i];
    measurement.caseworker = person.id;
    measurement.unit = person.unit;
    measurement.on = on;
    measurement.perceived = person.perceived;
    add_to(measurement.load, person.base_load, "caseworkers", "base_load", row);
    add_to(measurement.load, person.work_for_others, "caseworkers", "work_for_others", row);
    measurement.capacity = capacity_of(person, rule, on, row);
    if (measurement.capacity > Rational(0)) add_to(measurement.load, rule.fixed_load, "caseworkers", "base_load", row);
    add_to(measurement.load, Rational(0) - person.work_by_others, "caseworkers", "work_by_others", row);
    measurement.load = std::max(measurement.load, Rational(0));
    rate(measurement, rule, row);
  }
  return result;
}

}  // namespace evenload::workload
