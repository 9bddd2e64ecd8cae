#include "evenload/pool/erlang.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/erlang.hpp"
#include "src/pool/queueing/impatience.hpp"
#include "src/pool/queueing/poisson.hpp"

namespace evenload::pool {

namespace queueing {

LossShares loss_shares(std::int64_t servers, double load) noexcept {
  if (servers == 0) return {1, 0};
  if (load == 0) return {0, 1};
  const auto n = static_cast<double>(servers);
  if (n <= load) {
    // (1): 1/B as a sum whose terms fall from the first.
    double term = 1;
    double others = 0;
    for (double left = n; left > 0; --left) {
      term *= left / load;
      others += term;
      if (term < 1e-18 * others) break;
    }
    return {1 / (1 + others), others / (1 + others)};
  }
  // (3): the Poisson probability of n over that of at most n.
  double term = 1;
  double tail = 0;
  for (double k = n + 1; term > 1e-18 * tail; ++k) {
    term *= load / k;
    tail += term;
    if (term == 0) break;
  }
  const double exactly = poisson_probability(servers, load);
  const double lost = exactly / (1 - exactly * tail);
  return {lost, 1 - lost};
}

double delay(std::int64_t servers, double load, double spare) noexcept {
  const double lost = blocking(servers, load);
  return static_cast<double>(servers) * lost / (spare + load * lost);
}

double spare_rate(const Queue& queue) noexcept {
  return std::fma(static_cast<double>(queue.servers), queue.service_rate, -queue.arrival_rate);
}

void check_queue(const Queue& queue, QueueModel model, bool with_servers) {
  server_kind(static_cast<std::int32_t>(queue.server));
  non_negative(queue.arrival_rate, "queue", "arrival_rate");
  positive(queue.service_rate, "queue", "service_rate");
  if (with_servers) {
    whole_within(queue.servers, model == QueueModel::loss ? 0 : 1, most_servers, "queue",
                 "servers");
  }
  in_double_range(queue.arrival_rate / queue.service_rate, "queue", "arrival_rate");
  in_double_range(static_cast<double>(most_servers) * queue.service_rate, "queue", "service_rate");
  if (model != QueueModel::patience) return;
  positive(queue.patience_rate, "queue", "patience_rate");
  in_double_range(queue.arrival_rate / queue.patience_rate, "queue", "patience_rate");
  in_double_range(static_cast<double>(most_servers) * queue.service_rate / queue.patience_rate,
                  "queue", "patience_rate");
}

void check_stable(const Queue& queue) {
  if (spare_rate(queue) > 0) return;
  const double load = queue.arrival_rate / queue.service_rate;
  throw InvalidDataError(
      {ErrorCode::out_of_range, "queue", "servers", std::nullopt,
       "more than the offered load of " + number_text(load) +
           " (with fewer the queue grows for ever; erlang_a knows those who give up)",
       std::to_string(queue.servers)});
}

namespace {

QueuePerformance begin_performance(const Queue& queue) {
  QueuePerformance answer;
  answer.server = queue.server;
  answer.offered_load = queue.arrival_rate / queue.service_rate;
  const double size = std::max(static_cast<double>(queue.servers), 1.0);
  answer.relative_error = 1e-13 * (1 + std::sqrt(size));
  return answer;
}

/// P(all servers busy) from B and 1/A, (6).
double all_busy(const LossShares& loss, const Impatience& waiting) noexcept {
  return loss.lost == 0 ? 0 : loss.lost / (loss.lost + loss.carried * waiting.inverse);
}

}  // namespace

QueuePerformance loss_performance(const Queue& queue) {
  QueuePerformance answer = begin_performance(queue);
  const LossShares loss = loss_shares(queue.servers, answer.offered_load);
  answer.blocking = loss.lost;
  if (queue.servers > 0) {
    answer.utilisation =
        std::min(1.0, answer.offered_load * loss.carried / static_cast<double>(queue.servers));
  }
  return answer;
}

QueuePerformance delay_performance(const Queue& queue) {
  QueuePerformance answer = begin_performance(queue);
  const double spare = spare_rate(queue);
  answer.wait_probability = delay(queue.servers, answer.offered_load, spare / queue.service_rate);
  answer.mean_wait = answer.wait_probability / spare;
  answer.mean_queue = queue.arrival_rate * answer.mean_wait;
  answer.utilisation = answer.offered_load / static_cast<double>(queue.servers);
  return answer;
}

QueuePerformance patience_performance(const Queue& queue) {
  QueuePerformance answer = begin_performance(queue);
  if (queue.arrival_rate == 0) return answer;
  const auto n = static_cast<double>(queue.servers);
  const double c = n * queue.service_rate / queue.patience_rate;
  const double eta = queue.arrival_rate / queue.patience_rate;
  const Impatience waiting = impatience(c, eta, spare_rate(queue) / queue.patience_rate);
  const LossShares loss = loss_shares(queue.servers, answer.offered_load);
  const double busy = all_busy(loss, waiting);
  answer.wait_probability = busy;
  answer.mean_queue = busy * waiting.mean_queue;
  answer.mean_wait = answer.mean_queue / queue.arrival_rate;
  answer.abandonment = std::min(1.0, queue.patience_rate * answer.mean_wait);
  const double rho = answer.offered_load / n;
  // (8): what those carry who wait does not cancel in overload.
  if (rho <= 1) {
    answer.utilisation = rho * (1 - answer.abandonment);
  } else {
    const double free =
        loss.carried * waiting.inverse / (loss.lost + loss.carried * waiting.inverse);
    answer.utilisation = std::min(1.0, rho * free + busy * waiting.more_busy);
  }
  return answer;
}

double delay_exceeds(const Queue& queue, double tau) {
  const double spare = spare_rate(queue);
  return delay(queue.servers, queue.arrival_rate / queue.service_rate, spare / queue.service_rate) *
         std::exp(-spare * tau);
}

double patience_exceeds(const Queue& queue, double tau) {
  if (queue.arrival_rate == 0) return 0;
  const auto n = static_cast<double>(queue.servers);
  const double c = n * queue.service_rate / queue.patience_rate;
  const double eta = queue.arrival_rate / queue.patience_rate;
  const double spare = spare_rate(queue) / queue.patience_rate;
  const LossShares loss = loss_shares(queue.servers, queue.arrival_rate / queue.service_rate);
  const double busy = all_busy(loss, impatience(c, eta, spare));
  const double s = queue.patience_rate * tau;
  const double stays = std::exp(-s);
  return busy == 0 || stays == 0 ? 0 : busy * stays * longer_offered_wait(c, eta, spare, s);
}

}  // namespace queueing

QueuePerformance erlang_b(const Queue& queue) {
  queueing::check_queue(queue, QueueModel::loss, true);
  return queueing::loss_performance(queue);
}

QueuePerformance erlang_c(const Queue& queue) {
  queueing::check_queue(queue, QueueModel::delay, true);
  queueing::check_stable(queue);
  return queueing::delay_performance(queue);
}

QueuePerformance erlang_a(const Queue& queue) {
  queueing::check_queue(queue, QueueModel::patience, true);
  return queueing::patience_performance(queue);
}

double erlang_c_wait_exceeds(const Queue& queue, double tau) {
  queueing::check_queue(queue, QueueModel::delay, true);
  queueing::check_stable(queue);
  return queueing::delay_exceeds(queue, queueing::non_negative(tau, "queue", "tau"));
}

double erlang_a_wait_exceeds(const Queue& queue, double tau) {
  queueing::check_queue(queue, QueueModel::patience, true);
  return queueing::patience_exceeds(queue, queueing::non_negative(tau, "queue", "tau"));
}

}  // namespace evenload::pool
