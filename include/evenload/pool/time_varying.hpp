/// \file
/// Queues whose arrivals and servers change with time: offered load of M_t/GI/∞, the
/// modified-offered-load approximation, and the stationary backlog-carryover approximation.
/// docs/models/queueing.md (27) to (29).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/pool/erlang.hpp"
#include "evenload/pool/erlang_r.hpp"

namespace evenload::pool {

enum class ServiceShape : std::int32_t {
  exponential = 0,
  deterministic = 1,
  lognormal = 2,  ///< by mean and squared coefficient of variation
  erlang = 3      ///< sum of `stages` exponential ones
};

struct ServiceTime {
  double mean = 0;  ///< > 0
  ServiceShape shape = ServiceShape::exponential;
  double squared_variation = 1;  ///< lognormal: variance / mean², > 0
  std::int32_t stages = 1;       ///< erlang: 1 to 1000
};

/// M_t/GI/∞ with piecewise constant rates: the number served is Poisson with this mean if servers
/// never lack (Eick, Massey & Whitt 1993), exactly.
struct ServiceLoadPath {
  std::vector<double> end;   ///< at the end of each period
  std::vector<double> peak;  ///< largest at the ends and at 15 times inside each period
};

/// O(periods²) (exponential: O(periods)).
/// `steady`: before the first period its rate held for ever; `cyclic`: the periods repeated for
/// ever.
/// \throws InvalidDataError: tables "service", "periods" (with row)
ServiceLoadPath offered_load(std::span<const double> arrival_rate, double period,
                             const ServiceTime& service, SeriesStart start);

/// Periods of a queue whose servers change. Spans are read during the call only.
struct TimeVaryingQueue {
  std::span<const double> arrival_rate;   ///< one a period, >= 0
  std::span<const std::int64_t> servers;  ///< one a period, >= 1
  double period = 0;                      ///< length, > 0
  ServiceTime service;
  std::optional<double> patience_rate;  ///< none: nobody gives up
  SeriesStart start = SeriesStart::steady;
  ServerKind server = ServerKind::line;
};

/// Approximate performance in each period.
struct TimeVaryingPerformance {
  ServerKind server = ServerKind::line;
  std::vector<double> offered_load;
  std::vector<double> wait_probability;
  std::vector<double> mean_wait;
  std::vector<double> mean_queue;
  std::vector<double> utilisation;
  std::vector<double> abandonment;  ///< share; 0 without patience
};

/// Modified offered load (Jagerman 1975; Massey & Whitt 1994): the steady-state formula C or A at
/// the largest load of the period.
/// \throws InvalidDataError(out_of_range), table "periods", column "servers", row: without patience
/// the load must stay below the servers in every period; an overloaded one is
/// `backlog_carryover`'s.
TimeVaryingPerformance modified_offered_load(const TimeVaryingQueue& queue);

/// The fewest servers in each period for P(W > tau) <= wait_probability, by the same approximation.
/// `queue.servers` is not read.
struct PeriodStaffing {
  std::vector<std::int64_t> servers;
  TimeVaryingPerformance performance;
};
PeriodStaffing modified_offered_load_staffing(const TimeVaryingQueue& queue,
                                              double wait_probability, double tau = 0);

/// Stationary backlog carryover (Stolletz 2008) for M(t)/M/c(t), overload for a while included:
/// each step of about one mean service time is a loss queue, and what it turns away arrives again
/// in the next. O(steps √servers).
/// \throws InvalidDataError: only exponential service and no patience; periods of at least half a
/// mean service time; `cyclic` only where the periods' work is less than their capacity (the series
/// is repeated until it settles)
struct BacklogCarryover {
  TimeVaryingPerformance performance;  ///< means over each period
  std::vector<double> backlog;         ///< arrivals turned over to the next period, in number
};
BacklogCarryover backlog_carryover(const TimeVaryingQueue& queue);

}  // namespace evenload::pool
