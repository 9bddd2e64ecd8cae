/// \file
/// Independent pieces of work on several threads. Private.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "evenload/core/control.hpp"

namespace evenload::workload::time_study {

/// Calls body(k, slot) once for every k < count; no two calls with the same slot at a time, slots count
/// from 0 to below slot_count(options, count). The calling thread works too, reports and looks for a stop.
/// An exception of a call or of the callback ends the others and is thrown again.
/// \return done, or why not every call was made.
StopReason for_each(std::size_t count, const SolveOptions& options, std::string_view phase,
                    const std::function<void(std::size_t, std::size_t)>& body);
std::size_t slot_count(const SolveOptions& options, std::size_t count);

}  // namespace evenload::workload::time_study
