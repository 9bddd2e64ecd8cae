#pragma once

/// \file
/// Options of a solve that ends by its work, never by the clock.

#include <cstdint>

#include "evenload/core/control.hpp"

namespace evenload::test {

inline SolveOptions limited(std::int64_t work, int threads = 1, std::uint64_t seed = 0) {
  SolveOptions options;
  options.work_limit = work;
  options.threads = threads;
  options.seed = seed;
  options.time_limit = 1000;
  return options;
}

}  // namespace evenload::test
