/// \file
/// Expected flows between the phases of one type. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/workload/phases.hpp"

namespace evenload::workload::detail {

/// Renewal equations of one type over a horizon; docs/models/forecast.md (4), (5).
class Renewal {
 public:
  /// \throws InvalidDataError(cycle) where stays of no length lead in a circle for ever.
  Renewal(const PhaseModel& model, std::int32_t type, std::int64_t periods);

  /// A case (or `mass` of them) in `phase` that survived `age`: adds its occupancy of that first
  /// stay, and to `entries` (periods × phases) where it goes from there.
  void add_open(std::int32_t phase, std::int64_t age, double mass, std::vector<double>& entries,
                std::vector<double>& occupancy) const;
  /// Entries from outside (periods × phases) become occupancy, added to `occupancy`.
  void propagate(const std::vector<double>& entries, std::vector<double>& occupancy) const;

 private:
  void factorise();
  void pass_on(double* entered) const;

  const PhaseModel* model_;
  std::int32_t type_;
  std::size_t phases_;
  std::size_t periods_;
  std::vector<double> stays_;   ///< P(stay longer than d): periods × phases
  std::vector<double> leaves_;  ///< P(leaves r for p after exactly d): periods × phases × phases
  std::vector<double> lu_;      ///< of I − Q0ᵀ, stays of age 0; empty where there are none
  std::vector<std::size_t> pivot_;
};

}  // namespace evenload::workload::detail
