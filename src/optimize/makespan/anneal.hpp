/// \file
/// Looks for a plan that keeps to a target: annealing on the priced overload.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "candidates.hpp"
#include "evenload/core/control.hpp"
#include "machines.hpp"

namespace evenload::optimize::detail::machines {

struct AnnealSettings {
  std::int64_t target = 0;
  std::int64_t steps = 0;  ///< of one cooling
  double hot = 3;        ///< first and last temperature, as overload of a column of average price
  double cold = 0.1;
  double convex = 0.0;  ///< weight of the square of the overload, per typical time
};

/// One cooling, which may be run in slices.
class Cooling {
 public:
  enum class State { paused, missed, kept };
  /// Rows of `start` with a single candidate are moved there first.
  /// \param weight of each column's overload.
  Cooling(const Machines& in, Candidates candidates, std::vector<double> weight,
          const AnnealSettings& settings, std::uint64_t seed, MachinePlan start);
  Cooling(Cooling&&) noexcept;
  Cooling& operator=(Cooling&&) noexcept;
  ~Cooling();
  /// Goes on until the meter stops (paused), the steps are used up (missed), or no load is above
  /// the target (kept).
  State run(WorkMeter& meter);
  /// The state of the search, as run() left it.
  const MachinePlan& plan() const noexcept;

 private:
  class Search;
  std::unique_ptr<Search> search_;
};

}  // namespace evenload::optimize::detail::machines
