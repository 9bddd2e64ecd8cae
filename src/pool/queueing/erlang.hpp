/// \file
/// Erlang's formulas without their checks, for those who have checked. Private.
#pragma once

#include <cstdint>

#include "evenload/pool/erlang.hpp"

namespace evenload::pool::queueing {

constexpr std::int64_t most_servers = 1'000'000'000;

/// Share of time that all n servers are busy in M/M/n/n. load >= 0, finite.
double blocking(std::int64_t servers, double load) noexcept;
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
