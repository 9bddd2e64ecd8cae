#include "evenload/pool/time_varying.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/erlang.hpp"
#include "src/pool/queueing/periods.hpp"
#include "src/pool/queueing/service_time.hpp"

namespace evenload::pool {

namespace {

/// Times inside a period at which the load is taken, its end included.
constexpr int load_times = 16;

/// (27) at one place inside every period: what arrived `lag` periods ago is still there to the
/// share weight[lag].
class LoadWeights {
 public:
  LoadWeights(const ServiceTime& service, double period, std::size_t periods, double place,
              SeriesStart start)
      : start_(start) {
    const double whole = period * static_cast<double>(periods);
    const double enough = service.mean * (1 - 1e-16);
    for (std::size_t lag = 0; lag < periods; ++lag) {
      const double young = lag == 0 ? 0 : (static_cast<double>(lag) - 1 + place) * period;
      const double old = (static_cast<double>(lag) + place) * period;
      double weight = 0;
      if (queueing::service_until(service, young) >= enough) break;
      const auto cycles = start == SeriesStart::cyclic ? most_cycles : 1;
      for (std::int64_t cycle = 0; cycle < cycles; ++cycle) {
        // In the current period only what has arrived so far; in earlier cycles all of it.
        const double back = static_cast<double>(cycle) * whole;
        const double from = lag == 0 && cycle > 0 ? back - (1 - place) * period : back + young;
        const double until = back + old;
        const double before = queueing::service_until(service, from);
        if (before >= enough) break;
        weight += queueing::service_until(service, until) - before;
      }
      weight_.push_back(weight);
      // Steady: all that came before the first period.
      rest_.push_back(service.mean - queueing::service_until(service, old));
    }
  }

  double load(std::span<const double> rate, std::size_t period) const {
    double sum = 0;
    const std::size_t reach =
        start_ == SeriesStart::cyclic ? rate.size() : std::min(rate.size(), period + 1);
    for (std::size_t lag = 0; lag < std::min(reach, weight_.size()); ++lag) {
      sum += weight_[lag] * rate[(period + rate.size() - lag) % rate.size()];
    }
    if (start_ == SeriesStart::steady && period < rest_.size()) sum += rate[0] * rest_[period];
    return sum;
  }

 private:
  static constexpr std::int64_t most_cycles = 100'000;
  SeriesStart start_;
  std::vector<double> weight_, rest_;
};

void check_time_varying(const TimeVaryingQueue& queue, bool with_servers) {
  queueing::check_periods(queue.arrival_rate, queue.period);
  queueing::check_service(queue.service);
  queueing::check_start(queue.start);
  server_kind(static_cast<std::int32_t>(queue.server));
  if (queue.patience_rate) queueing::positive(*queue.patience_rate, "queue", "patience_rate");
  if (!with_servers) return;
  if (queue.servers.size() != queue.arrival_rate.size()) {
    throw InvalidDataError(
        {ErrorCode::length_mismatch, "periods", "servers", std::nullopt,
         "one number for each of " + std::to_string(queue.arrival_rate.size()) + " periods",
         std::to_string(queue.servers.size())});
  }
  for (std::size_t row = 0; row < queue.servers.size(); ++row) {
    queueing::whole_within(queue.servers[row], 1, queueing::most_servers, "periods", "servers",
                           static_cast<std::int64_t>(row));
  }
}

Queue stationary(const TimeVaryingQueue& queue, double load, std::int64_t servers) {
  const double rate = 1 / queue.service.mean;
  return {load * rate, rate, servers, queue.patience_rate.value_or(0), queue.server};
}

void add_period(TimeVaryingPerformance& to, const QueuePerformance& found) {
  to.offered_load.push_back(found.offered_load);
  to.wait_probability.push_back(found.wait_probability);
  to.mean_wait.push_back(found.mean_wait);
  to.mean_queue.push_back(found.mean_queue);
  to.utilisation.push_back(found.utilisation);
  to.abandonment.push_back(found.abandonment);
}

/// One step of (29): a loss queue, and the queue that has what it carries.
struct CarryStep {
  double backlog_rate = 0;
  QueuePerformance found;
};
CarryStep carry_step(double arrival_rate, std::int64_t servers, double service_rate) {
  CarryStep step;
  const double load = arrival_rate / service_rate;
  const queueing::LossShares loss = queueing::loss_shares(servers, load);
  step.backlog_rate = arrival_rate * loss.lost;
  const auto n = static_cast<double>(servers);
  // Never quite full: at 1e15 times the capacity the share of idle time has no digits left.
  const double idle = std::max(n - load * loss.carried, 1e-12 * n);
  Queue carried{(n - idle) * service_rate, service_rate, servers, 0, ServerKind::line};
  step.found.offered_load = load;
  step.found.wait_probability = queueing::delay(servers, n - idle, idle);
  step.found.mean_wait = step.found.wait_probability / (idle * service_rate);
  step.found.mean_queue = carried.arrival_rate * step.found.mean_wait;
  step.found.utilisation = (n - idle) / n;
  return step;
}

/// The backlog rate at which as much is carried as arrives.
double steady_backlog(double arrival_rate, std::int64_t servers, double service_rate) {
  if (arrival_rate == 0) return 0;
  double low = arrival_rate, high = 2 * arrival_rate;
  const auto carried = [&](double rate) {
    return rate * queueing::loss_shares(servers, rate / service_rate).carried;
  };
  for (int doubling = 0; doubling < 60 && carried(high) < arrival_rate; ++doubling) high *= 2;
  for (int halving = 0; halving < 200; ++halving) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (carried(middle) < arrival_rate ? low : high) = middle;
  }
  return high - arrival_rate;
}

}  // namespace

ServiceLoadPath offered_load(std::span<const double> arrival_rate, double period,
                             const ServiceTime& service, SeriesStart start) {
  queueing::check_periods(arrival_rate, period);
  queueing::check_service(service);
  queueing::check_start(start);
  ServiceLoadPath path;
  if (service.shape == ServiceShape::exponential) {
    // Erlang-R without returns; within a period the load runs one way.
    const ReturningWork work{1 / service.mean, 0, 0, ServerKind::line};
    OfferedLoadPath found = erlang_r_load(arrival_rate, period, work, start);
    return {std::move(found.needy_end), std::move(found.needy_peak)};
  }
  const std::size_t periods = arrival_rate.size();
  path.peak.assign(periods, 0);
  for (int time = 1; time <= load_times; ++time) {
    const double place = static_cast<double>(time) / load_times;
    const LoadWeights weights(service, period, periods, place, start);
    for (std::size_t row = 0; row < periods; ++row) {
      const double load = weights.load(arrival_rate, row);
      path.peak[row] = std::max(path.peak[row], load);
      // A period begins with the load that the one before it ends with.
      if (time == load_times) {
        path.end.push_back(load);
        if (row + 1 < periods) path.peak[row + 1] = std::max(path.peak[row + 1], load);
      }
    }
  }
  const double begin = start == SeriesStart::cyclic   ? path.end.back()
                       : start == SeriesStart::steady ? arrival_rate[0] * service.mean
                                                      : 0;
  path.peak[0] = std::max(path.peak[0], begin);
  for (const double load : path.peak) queueing::in_double_range(load, "periods", "arrival_rate");
  return path;
}

TimeVaryingPerformance modified_offered_load(const TimeVaryingQueue& queue) {
  check_time_varying(queue, true);
  const ServiceLoadPath path =
      offered_load(queue.arrival_rate, queue.period, queue.service, queue.start);
  TimeVaryingPerformance answer;
  answer.server = queue.server;
  for (std::size_t row = 0; row < path.peak.size(); ++row) {
    const Queue now = stationary(queue, path.peak[row], queue.servers[row]);
    if (!queue.patience_rate && !(queueing::spare_rate(now) > 0)) {
      throw InvalidDataError(
          {ErrorCode::out_of_range, "periods", "servers", static_cast<std::int64_t>(row),
           "more than the offered load of " + queueing::number_text(path.peak[row]) +
               " (backlog_carryover takes overload for a while)",
           std::to_string(queue.servers[row])});
    }
    add_period(answer, queue.patience_rate ? erlang_a(now) : erlang_c(now));
  }
  return answer;
}

PeriodStaffing modified_offered_load_staffing(const TimeVaryingQueue& queue,
                                              double wait_probability, double tau) {
  check_time_varying(queue, false);
  const ServiceLoadPath path =
      offered_load(queue.arrival_rate, queue.period, queue.service, queue.start);
  QueueTarget target;
  target.wait_probability = wait_probability;
  target.tau = tau;
  PeriodStaffing answer;
  answer.performance.server = queue.server;
  const QueueModel model = queue.patience_rate ? QueueModel::patience : QueueModel::delay;
  for (const double load : path.peak) {
    const ServersNeeded needed = servers_needed(stationary(queue, load, 0), model, target);
    answer.servers.push_back(needed.servers);
    add_period(answer.performance, needed.performance);
  }
  return answer;
}

BacklogCarryover backlog_carryover(const TimeVaryingQueue& queue) {
  check_time_varying(queue, true);
  if (queue.service.shape != ServiceShape::exponential) {
    throw InvalidDataError({ErrorCode::unsupported, "service", "shape", std::nullopt,
                            "exponential: the approximation knows no other", "another"});
  }
  if (queue.patience_rate) {
    throw InvalidDataError({ErrorCode::unsupported, "queue", "patience_rate", std::nullopt,
                            "none: the approximation knows nobody who gives up", "a rate"});
  }
  const double rate = 1 / queue.service.mean;
  const double services = queue.period * rate;
  if (services < 0.5 || services > 1e6) {
    queueing::refuse_number(ErrorCode::out_of_range, "periods", "period",
                            "half a mean service time to 1e6 of them", queue.period);
  }
  const auto steps = std::max<std::int64_t>(1, std::llround(services));
  const double length = queue.period / static_cast<double>(steps);
  const std::size_t periods = queue.arrival_rate.size();
  double carried = 0;
  if (queue.start == SeriesStart::steady) {
    const auto n = static_cast<double>(queue.servers[0]);
    if (!(queue.arrival_rate[0] < n * rate)) {
      throw InvalidDataError(
          {ErrorCode::out_of_range, "periods", "servers", 0,
           "more than the offered load, where the first period has been for ever",
           std::to_string(queue.servers[0])});
    }
    carried = steady_backlog(queue.arrival_rate[0], queue.servers[0], rate);
  }
  const auto pass = [&](BacklogCarryover* to) {
    for (std::size_t row = 0; row < periods; ++row) {
      QueuePerformance mean;
      const auto share = 1 / static_cast<double>(steps);
      for (std::int64_t step = 0; step < steps; ++step) {
        const CarryStep now =
            carry_step(queue.arrival_rate[row] + carried, queue.servers[row], rate);
        carried = now.backlog_rate;
        mean.offered_load += share * now.found.offered_load;
        mean.wait_probability += share * now.found.wait_probability;
        mean.mean_wait += share * now.found.mean_wait;
        mean.mean_queue += share * now.found.mean_queue;
        mean.utilisation += share * now.found.utilisation;
      }
      if (to == nullptr) continue;
      add_period(to->performance, mean);
      to->backlog.push_back(carried * length);
    }
  };
  if (queue.start == SeriesStart::cyclic) {
    double work = 0, capacity = 0;
    for (std::size_t row = 0; row < periods; ++row) {
      work += queue.arrival_rate[row];
      capacity += static_cast<double>(queue.servers[row]) * rate;
    }
    if (!(work < capacity)) {
      queueing::refuse_number(ErrorCode::out_of_range, "periods", "arrival_rate",
                              "a sum below the servers' " + queueing::number_text(capacity) +
                                  ", where the periods repeat for ever",
                              work);
    }
    const std::int64_t most = 10'000'000 / (steps * static_cast<std::int64_t>(periods)) + 100;
    bool settled = false;
    for (std::int64_t cycle = 0; cycle < most && !settled; ++cycle) {
      const double before = carried;
      pass(nullptr);
      settled = std::abs(carried - before) <= 1e-12 * carried;
    }
    if (!settled) {
      throw InvalidDataError({ErrorCode::out_of_range, "periods", "servers", std::nullopt,
                              "enough that the repeated series settles within " +
                                  std::to_string(most) + " repetitions",
                              "too few"});
    }
  }
  BacklogCarryover answer;
  answer.performance.server = queue.server;
  pass(&answer);
  return answer;
}

}  // namespace evenload::pool
