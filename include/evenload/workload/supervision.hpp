/// \file
/// Supervisors as subjects of a measurement: how many they lead, what they carry themselves, what they hold for now.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evenload/workload/measure.hpp"

namespace evenload::workload {

/// What one supervisor leads and carries on a day.
struct SupervisorMeasurement {
  CaseworkerId supervisor;
  UnitId unit;                           ///< empty where they are not among the caseworkers
  std::int64_t span = 0;                 ///< people led
  std::optional<Rational> span_full_time;  ///< the same in full-time contracts; none where the hours of somebody are not told
  std::optional<Rational> span_ratio;    ///< people led / most people to lead; none where no such number was given
  bool measured = false;                 ///< they are among the caseworkers; else own load and held cases are not known
  Rational own_load;                     ///< as measured
  Rational own_capacity;
  std::int64_t held_cases = 0;           ///< cases in their own name, each once
  Rational team_load;                    ///< of the people led
  Rational team_capacity;
  std::optional<Rational> team_ratio;    ///< none at zero capacity
  std::int64_t over_capacity = 0;        ///< people led whose load is above their capacity
};

/// One row for everybody whom somebody names as supervisor, in the order of their first mention; caseworkers without one
/// are in nobody's row. `measured` is what measure() answered for these caseworkers.
/// \param full_time_hours hours of a full-time contract a week, > 0
/// \param most_people whom one supervisor should lead (CWLA standard: 5); none: no ratio
/// \throws InvalidDataError(out_of_range) for numbers that are not above 0, (cycle) for somebody who leads themselves or
///         leads somebody who leads them at any distance, naming caseworkers.supervisor and the row, (length_mismatch) for a
///         measurement of other caseworkers.
std::vector<SupervisorMeasurement> measure_supervisors(std::span<const MeasuredCaseworker> caseworkers, const MeasurementResult& measured,
                                                       const Rational& full_time_hours, const std::optional<Rational>& most_people);
/// Columns: supervisor, unit, span, span_full_time, span_ratio, own_load, own_capacity, own_ratio, held_cases, team_load,
/// team_capacity, team_ratio, over_capacity. What is not known is missing.
Table to_table(std::span<const SupervisorMeasurement> supervisors);

}  // namespace evenload::workload
