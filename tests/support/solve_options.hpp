#pragma once

/// \file
/// Options of a solve that ends by its work, never by the clock.

#include <cstdint>

#include "evenload/core/control.hpp"

namespace evenload::test {

/// The work by default: sanitizers and busy machines are slow.
inline SolveOptions patient() {
  SolveOptions options;
  options.time_limit = 1000;
  return options;
}

inline SolveOptions limited(std::int64_t work, int threads = 1, std::uint64_t seed = 0) {
  SolveOptions options = patient();
  options.work_limit = work;
  options.threads = threads;
  options.seed = seed;
  return options;
}

}  // namespace evenload::test
