// Tables in and out of a measurement; docs/data-model.md describes the columns.

#include <algorithm>
#include <set>
#include <unordered_map>

#include "evenload/core/errors.hpp"
#include "evenload/core/table.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload {

namespace {

/// The current caseworker has announced or started the case; where no state is told, whoever is named holds it.
bool is_held(const ColumnReader& state, std::size_t row) {
  if (!state.has(row)) return true;
  const std::string text = state.text(row);
  if (text == "announced" || text == "started") return true;
  if (text == "open" || text == "proposed") return false;
  state.fail(row, ErrorCode::out_of_range, "\"open\", \"proposed\", \"announced\" or \"started\"");
}

std::optional<Rational> maybe_non_negative(const ColumnReader& column, std::size_t row) {
  return column.has(row) ? std::optional(column.non_negative(row)) : std::nullopt;
}

Rational non_negative_or_zero(const ColumnReader& column, std::size_t row) { return maybe_non_negative(column, row).value_or(Rational(0)); }

Rational share_or(const ColumnReader& column, std::size_t row, const Rational& otherwise) {
  const Rational share = maybe_non_negative(column, row).value_or(otherwise);
  if (share > Rational(1)) column.fail(row, ErrorCode::out_of_range, "a share from 0 to 1");
  return share;
}

/// An id with the system beside it, where there is one.
template <class IdType>
IdType read_id(const ColumnReader& id, const ColumnReader& system, std::size_t row) {
  return system.has(row) ? IdType(system.id(row), id.id(row)) : IdType(id.id(row));
}

using Positions = std::unordered_map<CaseworkerId, std::size_t>;

/// Rows of a table that belong to caseworkers.
class Owners {
 public:
  Owners(const Table& table, const Positions& positions)
      : column_(ColumnReader::required(table, "caseworker")), system_(table, "caseworker_system"), positions_(&positions) {}
  std::size_t of(std::size_t row) const {
    const auto position = positions_->find(read_id<CaseworkerId>(column_, system_, row));
    if (position == positions_->end()) column_.fail(row, ErrorCode::unknown_id, "the id of a caseworker in \"caseworkers\"");
    return position->second;
  }

 private:
  ColumnReader column_;
  ColumnReader system_;
  const Positions* positions_;
};

void read_absences(const Table& table, const Owners& owners, std::vector<MeasuredCaseworker>& people) {
  const auto from = ColumnReader::required(table, "from");
  const ColumnReader to(table, "to");
  const ColumnReader share(table, "share");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Absence absence{from.date(row), to.maybe_date(row).value_or(open_end), share_or(share, row, 1)};
    if (absence.to < absence.from) to.fail(row, ErrorCode::ends_before_start, "a day on or after " + to_string(absence.from));
    people[owners.of(row)].working_time.absences.push_back(absence);
  }
}

ReductionKind reduction_kind(const ColumnReader& kind, std::size_t row) {
  const std::string text = kind.text(row);
  if (text == "share") return ReductionKind::share;
  if (text != "fixed_hours") kind.fail(row, ErrorCode::out_of_range, "\"fixed_hours\" or \"share\"");
  return ReductionKind::fixed_hours;
}

void read_reductions(const Table& table, const Owners& owners, std::vector<MeasuredCaseworker>& people) {
  const ColumnReader reduction_class(table, "class");
  const auto kind = ColumnReader::required(table, "kind");
  const auto amount = ColumnReader::required(table, "amount");
  const ColumnReader from(table, "from");
  const ColumnReader to(table, "to");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Reduction reduction;
    reduction.reduction_class = reduction_class.text_or(row, {});
    reduction.kind = reduction_kind(kind, row);
    reduction.amount = amount.non_negative(row);
    if (reduction.kind == ReductionKind::share && reduction.amount > Rational(1)) {
      amount.fail(row, ErrorCode::out_of_range, "a share from 0 to 1");
    }
    reduction.from = from.maybe_date(row);
    reduction.to = to.maybe_date(row);
    if (reduction.from && reduction.to && *reduction.to < *reduction.from) {
      to.fail(row, ErrorCode::ends_before_start, "a day on or after " + to_string(*reduction.from));
    }
    people[owners.of(row)].working_time.reductions.push_back(std::move(reduction));
  }
}

/// Time for duties (meetings, supervision, support roles) in two columns, for those who have no table of reductions.
void read_duties(const ColumnReader& fixed_hours, const ColumnReader& share, std::size_t row, WorkingTime& time) {
  if (fixed_hours.has(row)) {
    time.reductions.push_back({"duty", ReductionKind::fixed_hours, fixed_hours.non_negative(row), std::nullopt, std::nullopt});
  }
  if (share.has(row)) {
    time.reductions.push_back({"duty", ReductionKind::share, share_or(share, row, 0), std::nullopt, std::nullopt});
  }
}

/// A column that is filled row by row, with missing values where there is nothing.
template <class Value>
class ColumnBuilder {
 public:
  ColumnBuilder(std::string name, std::size_t rows) : name_(std::move(name)) {
    values_.reserve(rows);
    valid_.reserve(rows);
  }
  void add(std::optional<Value> value) {
    valid_.push_back(value ? 1 : 0);
    all_valid_ = all_valid_ && value.has_value();
    values_.push_back(std::move(value).value_or(Value{}));
  }
  Column done() && {
    if (all_valid_) valid_.clear();
    return {std::move(name_), std::move(values_), std::move(valid_)};
  }

 private:
  std::string name_;
  std::vector<Value> values_;
  std::vector<std::uint8_t> valid_;
  bool all_valid_ = true;
};

/// Adds a column with `value(measurement)` for each row.
template <class Value, class Function>
void add_column(Table& table, std::string name, const MeasurementResult& result, Function value) {
  ColumnBuilder<Value> column(std::move(name), result.rows.size());
  for (const Measurement& measurement : result.rows) column.add(value(measurement));
  table.add(std::move(column).done());
}

std::optional<double> shown(const std::optional<Rational>& value) {
  return value ? std::optional(value->to_double()) : std::nullopt;
}

std::optional<std::string> text_or_missing(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

std::vector<HeldCase> read_held_cases(const Table& cases) {
  const auto id = ColumnReader::required(cases, "id");
  const ColumnReader system(cases, "system");
  const ColumnReader caseworker(cases, "current_caseworker");
  const ColumnReader caseworker_system(cases, "current_caseworker_system");
  const ColumnReader state(cases, "state");
  const ColumnReader role(cases, "role");
  const ColumnReader type(cases, "type");
  const ColumnReader phase(cases, "phase");
  const ColumnReader factors(cases, "factors");
  const ColumnReader categories(cases, "categories");
  const ColumnReader weight(cases, "weight");
  std::vector<HeldCase> held;
  for (std::size_t row = 0; row < cases.rows(); ++row) {
    const bool is_open = is_held(state, row);
    CaseId case_id = read_id<CaseId>(id, system, row);
    if (!caseworker.has(row) || !is_open) continue;
    HeldCase& one = held.emplace_back();
    one.case_id = std::move(case_id);
    one.caseworker = read_id<CaseworkerId>(caseworker, caseworker_system, row);
    one.role = role.text_or(row, "lead");
    one.case_type = type.text_or(row, {});
    one.phase = phase.text_or(row, {});
    one.factors = factors.present() ? factors.list(row) : std::vector<std::string>();
    one.categories = categories.present() ? categories.list(row) : std::vector<std::string>();
    one.weight = maybe_non_negative(weight, row);
    one.row = static_cast<std::int64_t>(row);
  }
  return held;
}

std::vector<MeasuredCaseworker> read_measured_caseworkers(const Table& caseworkers, const Table* absences, const Table* reductions) {
  const auto id = ColumnReader::required(caseworkers, "id");
  const ColumnReader system(caseworkers, "system");
  const ColumnReader unit(caseworkers, "unit");
  const ColumnReader fixed_duty_hours(caseworkers, "fixed_duty_hours");
  const ColumnReader duty_share(caseworkers, "duty_share");
  const ColumnReader capacity(caseworkers, "capacity");
  const ColumnReader contracted_hours(caseworkers, "contracted_hours");
  const ColumnReader profession_since(caseworkers, "profession_since");
  const ColumnReader employer_since(caseworkers, "employer_since");
  const ColumnReader case_type_since(caseworkers, "case_type_since");
  const ColumnReader base_load(caseworkers, "base_load");
  const ColumnReader work_for_others(caseworkers, "work_for_others");
  const ColumnReader work_by_others(caseworkers, "work_by_others");
  const ColumnReader perceived(caseworkers, "perceived");

  std::vector<MeasuredCaseworker> people(caseworkers.rows());
  Positions positions;
  for (std::size_t row = 0; row < people.size(); ++row) {
    MeasuredCaseworker& person = people[row];
    person.id = read_id<CaseworkerId>(id, system, row);
    if (!positions.emplace(person.id, row).second) id.fail(row, ErrorCode::duplicate_id, "an id that no row above has");
    if (unit.has(row)) person.unit = UnitId(unit.id(row));
    person.capacity = maybe_non_negative(capacity, row);
    if (!person.capacity && !contracted_hours.has(row)) {
      const ColumnReader& needed = capacity.present() && !contracted_hours.present() ? capacity : contracted_hours;
      needed.fail(row, ErrorCode::missing_value, "contracted hours a week, or a capacity");
    }
    person.working_time.contracted_hours = non_negative_or_zero(contracted_hours, row);
    person.working_time.experience = {profession_since.maybe_date(row), employer_since.maybe_date(row), case_type_since.maybe_date(row)};
    read_duties(fixed_duty_hours, duty_share, row, person.working_time);
    person.base_load = non_negative_or_zero(base_load, row);
    person.work_for_others = non_negative_or_zero(work_for_others, row);
    person.work_by_others = non_negative_or_zero(work_by_others, row);
    if (perceived.has(row)) person.perceived = perceived.rational(row);
  }

  if (absences != nullptr) read_absences(*absences, Owners(*absences, positions), people);
  if (reductions != nullptr) read_reductions(*reductions, Owners(*reductions, positions), people);
  return people;
}

Table to_table(const MeasurementResult& result) {
  Table table("measurement", result.rows.size());
  add_column<std::string>(table, "caseworker", result, [](const Measurement& m) { return m.caseworker.value(); });
  if (std::any_of(result.rows.begin(), result.rows.end(), [](const Measurement& m) { return !m.caseworker.system().empty(); })) {
    add_column<std::string>(table, "caseworker_system", result, [](const Measurement& m) { return text_or_missing(m.caseworker.system()); });
  }
  add_column<std::string>(table, "unit", result, [](const Measurement& m) { return text_or_missing(m.unit.value()); });
  add_column<Date>(table, "date", result, [](const Measurement& m) { return m.on; });
  add_column<double>(table, "load", result, [](const Measurement& m) { return m.load.to_double(); });
  add_column<double>(table, "capacity", result, [](const Measurement& m) { return m.capacity.to_double(); });
  add_column<double>(table, "ratio", result, [](const Measurement& m) { return shown(m.ratio); });
  add_column<std::string>(table, "band", result, [](const Measurement& m) { return text_or_missing(m.band); });
  add_column<double>(table, "perceived", result, [](const Measurement& m) { return shown(m.perceived); });
  add_column<std::int64_t>(table, "cases", result, [](const Measurement& m) { return m.cases; });

  std::set<std::string> categories;
  for (const Measurement& measurement : result.rows) {
    for (const auto& [category, count] : measurement.by_category) categories.insert(category);
  }
  for (const std::string& category : categories) {
    add_column<std::int64_t>(table, "count_" + category, result, [&](const Measurement& m) {
      const auto found = m.by_category.find(category);
      return found == m.by_category.end() ? std::int64_t{0} : found->second;
    });
  }
  return table;
}

}  // namespace evenload::workload
