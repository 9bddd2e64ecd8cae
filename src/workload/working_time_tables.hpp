/// \file
/// Rows of the tables "absences" and "reductions", whoever they belong to. Private.
#pragma once

#include <functional>

#include "evenload/core/table.hpp"
#include "evenload/workload/capacity.hpp"

namespace evenload::workload {

/// The columns of a table of caseworkers that tell working time.
class WorkingTimeColumns {
 public:
  explicit WorkingTimeColumns(const Table& caseworkers);
  /// Without what stands in tables of absences and reductions. \throws InvalidDataError naming column and row
  WorkingTime read(std::size_t row) const;
  /// The column that a row without capacity and without hours lacks.
  const ColumnReader& contracted_hours() const noexcept { return contracted_hours_; }
  bool tells_hours(std::size_t row) const { return contracted_hours_.has(row) || weekday_hours_.has(row); }

 private:
  ColumnReader contracted_hours_, weekday_hours_, cycle_from_;
  ColumnReader profession_since_, employer_since_, case_type_since_;
  ColumnReader fixed_duty_hours_, duty_share_;
};

/// The working time that a row belongs to; refuses a row of somebody unknown.
using OwnerOfRow = std::function<WorkingTime&(std::size_t row)>;

/// Adds every row to its owner's working time. \throws InvalidDataError naming column and row
void read_absences(const Table& table, const OwnerOfRow& owner);
void read_reductions(const Table& table, const OwnerOfRow& owner);

}  // namespace evenload::workload
