#include "working_time_tables.hpp"

#include "evenload/core/errors.hpp"
#include "reduction_kinds.hpp"
#include "src/core/column_values.hpp"

namespace evenload::workload {

namespace {

void check_order(const std::optional<Date>& from, const std::optional<Date>& to, const ColumnReader& to_column, std::size_t row) {
  if (from && to && *to < *from) to_column.fail(row, ErrorCode::ends_before_start, "a day on or after " + to_string(*from));
}

}  // namespace

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
  const auto kind = ColumnReader::required(table, "kind");
  const auto amount = ColumnReader::required(table, "amount");
  const ColumnReader from(table, "from");
  const ColumnReader to(table, "to");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    WorkingTime& time = owner(row);
    Reduction reduction;
    reduction.reduction_class = reduction_class.text_or(row, {});
    needed_text(kind, row);
    reduction.kind = choice_or(kind, row, reduction_kinds, ReductionKind::fixed_hours);
    if (!amount.has(row)) amount.fail(row, ErrorCode::missing_value, "hours a week, or a share from 0 to 1");
    reduction.amount = reduction.kind == ReductionKind::share ? share_or(amount, row, 0) : amount.non_negative(row);
    reduction.from = from.maybe_date(row);
    reduction.to = to.maybe_date(row);
    check_order(reduction.from, reduction.to, to, row);
    time.reductions.push_back(std::move(reduction));
  }
}

}  // namespace evenload::workload
