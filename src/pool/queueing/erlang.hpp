/// \file
/// Erlang's formulas without their checks, for those who have checked. Private.
#pragma once

#include <cstdint>

#include "evenload/pool/erlang.hpp"

namespace evenload::pool::queueing {

constexpr std::int64_t most_servers = 1'000'000'000;

/// Share of arrivals that M/M/n/n turns away, and the rest: neither is a difference from 1 that has
/// lost its digits.
struct LossShares {
  double lost = 0;
  double carried = 0;
};
/// load >= 0, finite.
LossShares loss_shares(std::int64_t servers, double load) noexcept;
inline double blocking(std::int64_t servers, double load) noexcept {
  return loss_shares(servers, load).lost;
}
/// P(W > 0) of M/M/n; load < servers; `spare` = servers - load, exact to its last digits.
double delay(std::int64_t servers, double load, double spare) noexcept;

/// The answers for a queue that has been checked. `delay_performance` needs λ < nµ.
QueuePerformance loss_performance(const Queue& queue);
QueuePerformance delay_performance(const Queue& queue);
QueuePerformance patience_performance(const Queue& queue);
double delay_exceeds(const Queue& queue, double tau);
double patience_exceeds(const Queue& queue, double tau);
/// nµ - λ with one rounding.
double spare_rate(const Queue& queue) noexcept;

void check_queue(const Queue& queue, QueueModel model, bool with_servers);
/// \throws where λ >= nµ
void check_stable(const Queue& queue);

}  // namespace evenload::pool::queueing
