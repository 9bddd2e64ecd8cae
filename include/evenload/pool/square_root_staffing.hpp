/// \file
/// Staffing by the square root of the load, and what it promises in the limit.
/// docs/models/queueing.md (10) to (12).
#pragma once

#include <cstdint>
#include <optional>

#include "evenload/pool/erlang.hpp"

namespace evenload::pool {

/// Halfin & Whitt 1981: P(W > 0) of M/M/n as R grows with n = R + β√R servers; β > 0. \throws
/// InvalidDataError(out_of_range)
double halfin_whitt(double safety);
/// The β that gives this probability, 0 < p < 1; to 1e-14 of itself or so.
double halfin_whitt_safety(double wait_probability);
/// Garnett, Mandelbaum & Reiman 2002: the same of M/M/n+M; β of any sign, patience_ratio = θ/µ > 0.
double garnett(double safety, double patience_ratio);
double garnett_safety(double wait_probability, double patience_ratio);

/// One of `safety` and `wait_probability` is given.
struct SquareRootQuestion {
  double arrival_rate = 0;
  double service_rate = 0;
  std::optional<double> patience_rate;     ///< none: nobody gives up
  std::optional<double> safety;            ///< β
  std::optional<double> wait_probability;  ///< p: β is taken from the limit
  ServerKind server = ServerKind::line;
};

/// What the rule says, and what holds exactly: the limit has no bound of its own, the formula has.
struct SquareRootAnswer {
  double offered_load = 0;       ///< R
  double safety = 0;             ///< β
  double unrounded = 0;          ///< R + β√R
  std::int64_t servers = 0;      ///< that, rounded up; at least 1
  double limit_probability = 0;  ///< P(W > 0) by the limit at `servers`
  QueuePerformance performance;  ///< exactly, at `servers`
  /// Fewest servers whose exact P(W > 0) is at most the given one; empty where β was given.
  std::optional<std::int64_t> exact_servers;
};

/// \throws InvalidDataError as erlang_c and erlang_a; out_of_range where β <= 0 without patience
SquareRootAnswer square_root_staffing(const SquareRootQuestion& question);

/// R + βR^c, rounded up: for a load whose rate is itself uncertain by about R^c.
/// 1/2 <= exponent <= 1, offered_load > 0, safety finite. Bassamboo, Randhawa & Zeevi 2010: with
/// c > 1/2 the choice of β is a newsvendor's, the chance of queueing comes after it.
/// \throws InvalidDataError; OverflowError beyond 1e9 servers
std::int64_t power_staffing(double offered_load, double safety, double exponent);

}  // namespace evenload::pool
