/// \file
/// Rows of the tables "absences" and "reductions", whoever they belong to. Private.
#pragma once

#include <functional>

#include "evenload/core/table.hpp"
#include "evenload/workload/capacity.hpp"

namespace evenload::workload {

/// The working time that a row belongs to; refuses a row of somebody unknown.
using OwnerOfRow = std::function<WorkingTime&(std::size_t row)>;

/// Adds every row to its owner's working time. \throws InvalidDataError naming column and row
void read_absences(const Table& table, const OwnerOfRow& owner);
void read_reductions(const Table& table, const OwnerOfRow& owner);

}  // namespace evenload::workload
