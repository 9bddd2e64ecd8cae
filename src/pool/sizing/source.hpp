/// \file
/// Scenarios of demand, from a model or given. Private.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evenload/pool/pool_size.hpp"

namespace evenload::pool::sizing {

/// Refuses what is wrong with a source. `table` names the caller's problem.
void check_source(const DemandSource& source, std::int64_t units, std::int64_t weeks,
                  const char* table);

/// Hands out one scenario at a time. Reading from several threads is safe.
class ScenarioSource {
 public:
  ScenarioSource(const DemandSource& source, std::int64_t units, std::int64_t weeks,
                 std::uint64_t seed);
  bool given() const noexcept { return source_.model == nullptr; }
  bool is_distribution() const noexcept { return given() && !source_.probability.empty(); }
  std::int64_t count() const noexcept { return source_.scenario_count; }
  double weight(std::int64_t scenario) const {
    return is_distribution() ? source_.probability[static_cast<std::size_t>(scenario)] : 1.0;
  }
  /// Hours, units × weeks. \param own room for a drawn scenario
  std::span<const double> hours(std::int64_t scenario, std::vector<double>& own) const;

 private:
  const DemandSource& source_;
  std::size_t places_;
  std::int64_t weeks_;
  std::uint64_t seed_;
  std::vector<double> rows_;
};

}  // namespace evenload::pool::sizing
