#include "working_time_tables.hpp"

#include "evenload/core/errors.hpp"
#include "reduction_kinds.hpp"
#include "src/core/column_values.hpp"

namespace evenload::workload {

namespace {

void check_order(const std::optional<Date>& from, const std::optional<Date>& to, const ColumnReader& to_column, std::size_t row) {
  if (from && to && *to < *from) to_column.fail(row, ErrorCode::ends_before_start, "a day on or after " + to_string(*from));
}

/// Hours of each day: whole weeks from Monday to Sunday, or five numbers for Monday to Friday.
std::vector<Rational> read_weekday_hours(const ColumnReader& column, std::size_t row) {
  std::vector<Rational> hours;
  for (const std::string& entry : column.list(row)) {
    try {
      hours.push_back(Rational::parse(entry));
    } catch (const Error&) {
      column.fail(row, ErrorCode::parse_error, "hours of each day, Monday first: 8;8;6.5;8;8");
    }
  }
  if (hours.size() == 5) hours.resize(7);
  return hours;
}

}  // namespace

WorkingTimeColumns::WorkingTimeColumns(const Table& caseworkers)
    : contracted_hours_(caseworkers, "contracted_hours"), weekday_hours_(caseworkers, "weekday_hours"), cycle_from_(caseworkers, "cycle_from"),
      profession_since_(caseworkers, "profession_since"), employer_since_(caseworkers, "employer_since"),
      case_type_since_(caseworkers, "case_type_since"), fixed_duty_hours_(caseworkers, "fixed_duty_hours"), duty_share_(caseworkers, "duty_share") {}

WorkingTime WorkingTimeColumns::read(std::size_t row) const {
  WorkingTime time;
  time.experience = {profession_since_.maybe_date(row), employer_since_.maybe_date(row), case_type_since_.maybe_date(row)};
  if (weekday_hours_.present()) time.weekday_hours = read_weekday_hours(weekday_hours_, row);
  time.cycle_from = cycle_from_.maybe_date(row).value_or(time.cycle_from);
  if (contracted_hours_.has(row) || time.weekday_hours.empty()) {
    time.contracted_hours = non_negative_or_zero(contracted_hours_, row);
  } else {
    Rational sum;
    for (const Rational& hours : time.weekday_hours) sum = sum + hours;
    time.contracted_hours = sum * Rational(7) / Rational(static_cast<std::int64_t>(time.weekday_hours.size()));
  }
  if (fixed_duty_hours_.has(row)) {
    time.reductions.push_back({"duty", ReductionKind::fixed_hours, fixed_duty_hours_.non_negative(row), std::nullopt, std::nullopt});
  }
  if (duty_share_.has(row)) {
    time.reductions.push_back({"duty", ReductionKind::share, share_or(duty_share_, row, 0), std::nullopt, std::nullopt});
  }
  return time;
}

void read_absences(const Table& table, const OwnerOfRow& owner) {
  const auto from = ColumnReader::required(table, "from");
  const ColumnReader to(table, "to");
  const ColumnReader share(table, "share");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    WorkingTime& time = owner(row);
    const Absence absence{from.date(row), to.maybe_date(row).value_or(open_end), share_or(share, row, 1)};
    check_order(absence.from, absence.to, to, row);
    time.absences.push_back(absence);
  }
}

void read_reductions(const Table& table, const OwnerOfRow& owner) {
  const ColumnReader reduction_class(table, "class");
  const ColumnReader kind(table, "kind");
  const ColumnReader amount(table, "amount");
  const ColumnReader from(table, "from");
  const ColumnReader to(table, "to");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    WorkingTime& time = owner(row);
    Reduction reduction;
    reduction.reduction_class = reduction_class.text_or(row, {});
    if (kind.has(row)) reduction.kind = choice_or(kind, row, reduction_kinds, ReductionKind::fixed_hours);
    if (amount.has(row)) {
      reduction.amount = reduction.kind == ReductionKind::share ? share_or(amount, row, 0) : amount.non_negative(row);
    }
    // Without a class of the capacity rule a row has to tell both.
    if (reduction.reduction_class.empty()) {
      if (!kind.present() || !kind.has(row)) ColumnReader::required(table, "kind").fail(row, ErrorCode::missing_value, "a kind, or a class of the capacity rule");
      if (!amount.has(row)) ColumnReader::required(table, "amount").fail(row, ErrorCode::missing_value, "hours a week, or a share from 0 to 1");
    }
    reduction.from = from.maybe_date(row);
    reduction.to = to.maybe_date(row);
    check_order(reduction.from, reduction.to, to, row);
    time.reductions.push_back(std::move(reduction));
  }
}

}  // namespace evenload::workload
