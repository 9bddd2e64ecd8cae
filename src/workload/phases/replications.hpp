/// \file
/// Replications shared among threads: each is computed whole by one thread, so that the answer does
/// not depend on their number. Private.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

namespace evenload::workload::detail {

/// Calls task(r) once for r = 0, 1, …; stops taking new ones once `stop` is requested. An exception
/// of a task ends the others and is thrown again.
/// \return how many were done: 0 to that number without a gap.
std::int64_t run_replications(std::int64_t replications, std::int32_t threads,
                              const std::stop_token& stop,
                              const std::function<void(std::int64_t)>& task);

}  // namespace evenload::workload::detail
