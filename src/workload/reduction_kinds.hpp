/// \file
/// Names of the kinds of reduction in tables and documents. Private.
#pragma once

#include <array>

#include "evenload/workload/capacity.hpp"
#include "src/core/json_reader.hpp"

namespace evenload::workload {

inline constexpr std::array<evenload::json_io::Choice<ReductionKind>, 2> reduction_kinds{
    {{"fixed_hours", ReductionKind::fixed_hours}, {"share", ReductionKind::share}}};

}  // namespace evenload::workload
