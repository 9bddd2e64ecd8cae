/// \file
/// Erlang-R: work that comes back. docs/models/queueing.md (22) to (26); Yom-Tov & Mandelbaum 2014.
///
/// Visitors arrive at rate λ and are served by one of s (rate µ each); then they leave, or with
/// probability p come back after an exponential time of rate δ. Unlike case managers, anybody free
/// serves who comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "evenload/pool/erlang.hpp"

namespace evenload::pool {

struct ReturningWork {
  double service_rate = 0;        ///< µ > 0, of one visit
  double return_probability = 0;  ///< 0 <= p < 1
  double return_rate = 0;         ///< δ > 0; not read where p = 0
  ServerKind server = ServerKind::worker_giving_attention;
};

struct ErlangRAnswer {
  double visit_rate = 0;    ///< λ / (1 - p), visits per unit of time
  double needy_load = 0;    ///< R1: offered load of the servers
  double content_load = 0;  ///< R2: mean number who will come back
  /// Of each visit; in steady state as M/M/s with the visit rate (Jackson 1957).
  QueuePerformance performance;
  double mean_time = 0;  ///< from arrival to leaving for good
};

/// Steady state. O(√servers).
/// \throws InvalidDataError as erlang_c; out_of_range where R1 >= servers
ErlangRAnswer erlang_r(double arrival_rate, const ReturningWork& work, std::int64_t servers);

/// How a series of periods begins.
enum class SeriesStart : std::int32_t {
  empty = 0,   ///< nobody there
  steady = 1,  ///< the first period's rate has been there for ever
  cyclic = 2   ///< the periods come again and again
};

/// Offered load of periods whose arrival rates are constant within each.
struct OfferedLoadPath {
  std::vector<double> needy_end;    ///< R1 at the end of each period
  std::vector<double> content_end;  ///< R2 at the end of each period
  std::vector<double> needy_mean;   ///< mean of R1 over each period
  std::vector<double> needy_peak;   ///< largest R1 in each period
};

/// R1' = λ(t) + δ R2 - µ R1, R2' = p µ R1 - δ R2, solved exactly (no time steps): O(periods).
/// \param arrival_rate one for each period, >= 0; at least one  \param period length, > 0
/// \throws InvalidDataError: tables "work", "periods" (with row)
OfferedLoadPath erlang_r_load(std::span<const double> arrival_rate, double period,
                              const ReturningWork& work, SeriesStart start);

/// Staffing by the offered load: in each period the fewest servers whose steady-state P(W > 0) at
/// the period's largest load is at most the target.
struct StaffingPath {
  OfferedLoadPath load;
  std::vector<std::int64_t> servers;
  std::vector<double> wait_probability;  ///< by the formula at that load; an approximation
};

/// Modified offered load: Erlang C (or A with `patience_rate`) at R1(t). O(periods √servers).
/// \pre 0 < wait_probability < 1. Good where servers follow the load, so that waits are short
/// beside service and return times; docs/models/queueing.md says what was measured.
StaffingPath erlang_r_staffing(std::span<const double> arrival_rate, double period,
                               const ReturningWork& work, SeriesStart start,
                               double wait_probability, std::optional<double> patience_rate = {});

}  // namespace evenload::pool
