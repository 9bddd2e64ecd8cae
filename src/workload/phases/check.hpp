/// \file
/// Checks of arguments of the phase model and the forecast. Private.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "evenload/workload/load_forecast.hpp"
#include "evenload/workload/phases.hpp"

namespace evenload::workload::detail {

inline constexpr std::int64_t longest_horizon = 10000;

/// \throws InvalidDataError(out_of_range) unless 0 <= value < limit
void refuse_outside(std::string_view table, std::string_view column,
                    std::optional<std::int64_t> row, std::int64_t value, std::int64_t limit);
/// Type and phase are positions in the model. \throws InvalidDataError(out_of_range)
void check_cell(const PhaseModel& model, std::int32_t type, std::int32_t phase);
/// 1 to longest_horizon. \throws InvalidDataError(out_of_range)
void check_span(std::string_view name, std::int64_t value);
/// Everything but the draws of arrivals.
void check_input(const PhaseModel& model, const LoadForecastInput& input);
/// An open case may be in this phase. \throws InvalidDataError(out_of_range, unknown_id)
void check_open_case(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                     std::int64_t age, std::optional<std::int64_t> row);
/// A case of this type may begin. \throws InvalidDataError(missing_value)
void check_type_begins(const PhaseModel& model, std::int32_t type, std::optional<std::int64_t> row);

}  // namespace evenload::workload::detail
