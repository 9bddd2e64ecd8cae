/// \file
/// Checks of a series of periods. Private.
#pragma once

#include <span>

#include "evenload/pool/erlang_r.hpp"

namespace evenload::pool::queueing {

/// At least one period, rates finite and at least 0 (with their row), a length above 0.
void check_periods(std::span<const double> arrival_rate, double period);
SeriesStart check_start(SeriesStart start);

}  // namespace evenload::pool::queueing
