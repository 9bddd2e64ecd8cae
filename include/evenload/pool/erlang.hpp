/// \file
/// Erlang's formulas B, C and A, safe up to 1e9 servers, and the fewest servers for a target.
/// docs/models/queueing.md (1) to (9).
///
/// For counters, telephones and intake: Poisson arrivals, exponential times, each server serves one
/// at a time, first come first served. Rates are per unit of time, the same for all; waits are in
/// that unit. Sums have positive terms only and are scaled, so nothing overflows; a probability
/// below 1e-308 is 0. Deterministic.
#pragma once

#include <cstdint>
#include <optional>

#include "evenload/pool/server_kind.hpp"

namespace evenload::pool {

/// \pre arrival_rate >= 0, service_rate > 0, 0 <= servers <= 1e9, patience_rate > 0; all finite.
struct Queue {
  double arrival_rate = 0;   ///< λ
  double service_rate = 0;   ///< µ of one server: 1 / mean service time
  std::int64_t servers = 0;  ///< n
  double patience_rate = 0;  ///< θ = 1 / mean patience; read by `erlang_a` only
  ServerKind server = ServerKind::line;
};

/// Steady state. Means are over all who arrive, those who give up included.
struct QueuePerformance {
  ServerKind server = ServerKind::line;
  double offered_load = 0;      ///< R = λ/µ
  double blocking = 0;          ///< share turned away (B)
  double wait_probability = 0;  ///< P(W > 0) (C, A)
  double mean_wait = 0;
  double mean_queue = 0;      ///< number waiting
  double abandonment = 0;     ///< share that gives up (A)
  double utilisation = 0;     ///< share of the servers' time that is busy
  double relative_error = 0;  ///< no value above is further from the formula than this share of it
};

/// M/M/n/n: who finds all servers busy is lost. O(√n) time. servers >= 0.
/// Jagerman 1974; the Poisson probability after Loader 2000.
/// \throws InvalidDataError(negative_value, not_finite, out_of_range) naming table "queue" and
/// column
/// \throws OverflowError where λ/µ leaves the range of double
QueuePerformance erlang_b(const Queue& queue);

/// M/M/n: everybody waits. O(√n) time. servers >= 1.
/// \throws as erlang_b, and InvalidDataError(out_of_range) where λ >= nµ: the queue has no steady
/// state
QueuePerformance erlang_c(const Queue& queue);

/// M/M/n+M: who waits gives up after an exponential time of rate θ. Always stable. O(√n) time.
/// Palm 1957; Garnett, Mandelbaum & Reiman 2002; Mandelbaum & Zeltyn 2007.
/// \throws as erlang_b, and OverflowError where nµ/θ or λ/θ leaves the range of double
QueuePerformance erlang_a(const Queue& queue);

/// P(W > tau), tau >= 0. With patience: still waiting at tau, of all who arrive.
/// \throws as erlang_c, erlang_a; InvalidDataError for a negative or not finite tau
double erlang_c_wait_exceeds(const Queue& queue, double tau);
double erlang_a_wait_exceeds(const Queue& queue, double tau);

enum class QueueModel : std::int32_t { loss = 0, delay = 1, patience = 2 };

/// What must hold; what is not given is not asked for.
struct QueueTarget {
  std::optional<double> blocking;          ///< at most; loss only
  std::optional<double> wait_probability;  ///< P(W > tau) at most; delay, patience
  double tau = 0;
  std::optional<double> mean_wait;    ///< at most; delay, patience
  std::optional<double> abandonment;  ///< at most; patience only
  std::optional<double> utilisation;  ///< at most
};

/// The fewest servers that meet the target. With one fewer some part of it fails: `one_fewer`.
struct ServersNeeded {
  std::int64_t servers = 0;
  QueuePerformance performance;
  double wait_exceeds = 0;  ///< P(W > tau) at `servers`
  std::optional<QueuePerformance>
      one_fewer;  ///< empty where that is no queue, or has no steady state
};

/// `queue.servers` is not read. O(√n log n).
/// \throws InvalidDataError: table "target" for a part that the model does not have, that is not
/// within its range, or that 1e9 servers do not meet; missing_value where no part is given
ServersNeeded servers_needed(const Queue& queue, QueueModel model, const QueueTarget& target);

}  // namespace evenload::pool
