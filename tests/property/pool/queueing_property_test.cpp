// Identities and orders that the formulas of queues must keep on any numbers.
#include <algorithm>
#include <cmath>

#include "evenload/pool/case_manager.hpp"
#include "evenload/pool/erlang.hpp"
#include "evenload/pool/erlang_r.hpp"
#include "evenload/pool/square_root_staffing.hpp"
#include "property.hpp"

namespace evenload::pool::queueing_property_test {

using evenload::test::property;

namespace {

/// Servers from 1 to 1e6 or so, small ones more often.
std::int64_t some_servers() {
  const int digits = *rc::gen::inRange(0, 6);
  return *rc::gen::inRange<std::int64_t>(1, static_cast<std::int64_t>(std::pow(10, digits + 1)));
}

double between(double low, double high) {
  return low + (high - low) * (*rc::gen::inRange(0, 1'000'001)) / 1e6;
}

/// 1e-4 to 1e4, evenly in the logarithm.
double some_rate() { return std::pow(10, between(-4, 4)); }

bool near(double a, double b, double relative) {
  return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)) + 1e-290;
}

}  // namespace

TEST_CASE("Erlang B keeps its recursion, and C follows from B") {
  property("any load, any number of servers", [] {
    const std::int64_t n = some_servers();
    const double mu = some_rate();
    const auto size = static_cast<double>(n);
    const double load = size * between(1e-3, 2);
    const QueuePerformance b = erlang_b({load * mu, mu, n});
    const QueuePerformance more = erlang_b({load * mu, mu, n + 1});
    const double error = 4 * more.relative_error;
    RC_ASSERT(b.blocking >= 0 && b.blocking <= 1);
    RC_ASSERT(more.blocking <= b.blocking);
    if (b.blocking > 1e-280) {
      RC_ASSERT(near(more.blocking, load * b.blocking / (size + 1 + load * b.blocking), error));
    }
    if (load < size * 0.9999) {
      const QueuePerformance c = erlang_c({load * mu, mu, n});
      RC_ASSERT(near(c.wait_probability, size * b.blocking / (size - load * (1 - b.blocking)),
                     error * 1e2));
      RC_ASSERT(c.wait_probability >= b.blocking);
      RC_ASSERT(erlang_c({load * mu, mu, n + 1}).wait_probability <= c.wait_probability);
    }
  });
}

TEST_CASE("Erlang A conserves work, and lies between B and C") {
  property("any load and patience", [] {
    const std::int64_t n = some_servers();
    const double mu = some_rate();
    const auto size = static_cast<double>(n);
    const Queue queue{size * mu * between(1e-3, 3), mu, n, mu * some_rate()};
    const QueuePerformance a = erlang_a(queue);
    const QueuePerformance b = erlang_b(queue);
    // What does not give up is served.
    RC_ASSERT(near(a.offered_load * (1 - a.abandonment), size * a.utilisation, 1e-9));
    RC_ASSERT(near(queue.patience_rate * a.mean_queue, queue.arrival_rate * a.abandonment, 1e-9));
    RC_ASSERT(a.abandonment <= b.blocking * (1 + 1e-9));
    RC_ASSERT(a.wait_probability >= b.blocking * (1 - 1e-9));
    if (a.offered_load < 0.999 * size) {
      RC_ASSERT(a.wait_probability <= erlang_c(queue).wait_probability * (1 + 1e-9));
      RC_ASSERT(a.mean_queue <= erlang_c(queue).mean_queue * (1 + 1e-9));
    }
    Queue longer = queue;
    longer.servers = n + 1;
    RC_ASSERT(erlang_a(longer).wait_probability <= a.wait_probability * (1 + 1e-9));
    RC_ASSERT(erlang_a(longer).abandonment <= a.abandonment * (1 + 1e-9));
  });
}

TEST_CASE("patience without end is Erlang C, none at all is Erlang B") {
  property("limits", [] {
    const std::int64_t n = *rc::gen::inRange<std::int64_t>(1, 3000);
    const auto size = static_cast<double>(n);
    const double load = size * between(0.05, 0.95);
    const QueuePerformance patient = erlang_a({load, 1, n, 1e-13});
    const QueuePerformance c = erlang_c({load, 1, n});
    RC_ASSERT(near(patient.wait_probability, c.wait_probability, 1e-8));
    RC_ASSERT(near(patient.mean_wait, c.mean_wait, 1e-8));
    const QueuePerformance hasty = erlang_a({load, 1, n, 1e12});
    RC_ASSERT(near(hasty.abandonment, erlang_b({load, 1, n}).blocking, 1e-6));
  });
}

TEST_CASE("P(W > tau) begins at P(W > 0), falls, and has the mean wait below it") {
  property("tails", [] {
    const std::int64_t n = *rc::gen::inRange<std::int64_t>(1, 20000);
    const auto size = static_cast<double>(n);
    const double mu = some_rate();
    const Queue queue{size * mu * between(0.3, 1.5), mu, n, mu * std::pow(10, between(-3, 2))};
    const QueuePerformance a = erlang_a(queue);
    RC_PRE(a.wait_probability > 1e-200);
    RC_ASSERT(near(erlang_a_wait_exceeds(queue, 0), a.wait_probability, 1e-10));
    // The mean is the integral of the tail; Simpson over where it is above 1e-9 of its start.
    double reach = a.mean_wait / a.wait_probability;
    while (erlang_a_wait_exceeds(queue, reach) > 1e-9 * a.wait_probability) reach *= 1.5;
    const int panels = 300;
    double integral = 0, before = 2;
    for (int k = 0; k <= 2 * panels; ++k) {
      const double value = erlang_a_wait_exceeds(queue, reach * k / (2.0 * panels));
      RC_ASSERT(value <= before * (1 + 1e-10));
      before = value;
      integral += value * (k == 0 || k == 2 * panels ? 1 : k % 2 == 1 ? 4 : 2);
    }
    integral *= reach / (6.0 * panels);
    RC_ASSERT(near(integral, a.mean_wait, 1e-4));
  });
}

TEST_CASE("the fewest servers meet their target, and one fewer do not") {
  property("targets", [] {
    const double load = std::pow(10, between(-1, 5));
    QueueTarget target;
    target.wait_probability = between(0.001, 0.999);
    target.tau = between(0, 1) / std::sqrt(load);
    const Queue queue{load, 1, 0, some_rate()};
    for (const QueueModel model : {QueueModel::delay, QueueModel::patience}) {
      const ServersNeeded needed = servers_needed(queue, model, target);
      Queue at = queue;
      at.servers = needed.servers;
      const bool patience = model == QueueModel::patience;
      RC_ASSERT((patience ? erlang_a_wait_exceeds(at, target.tau)
                          : erlang_c_wait_exceeds(at, target.tau)) <= *target.wait_probability);
      at.servers -= 1;
      if (at.servers < 1 || (!patience && static_cast<double>(at.servers) <= load)) continue;
      RC_ASSERT((patience ? erlang_a_wait_exceeds(at, target.tau)
                          : erlang_c_wait_exceeds(at, target.tau)) > *target.wait_probability);
    }
  });
}

TEST_CASE("case managers lie between pooled and split, and conserve their work") {
  property("small offices", [] {
    CaseManagerQueue queue;
    queue.completion_probability = between(0.05, 1);
    queue.attention_time = some_rate();
    queue.external_delay = queue.attention_time * std::pow(10, between(-1, 1.3));
    queue.workers = *rc::gen::inRange<std::int64_t>(1, 4);
    queue.caseload_limit = *rc::gen::inRange<std::int64_t>(1, queue.workers == 3 ? 4 : 7);
    queue.arrival_rate = case_manager_capacity(queue) * between(0.05, 0.97);
    const CaseManagerAnswer found = case_manager_queue(queue);
    RC_ASSERT(found.exact.has_value() && found.pooled.has_value() && found.split.has_value());
    const CaseManagerMeasures& exact = *found.exact;
    RC_ASSERT(found.pooled->mean_wait <= exact.mean_wait * (1 + 1e-8) + 1e-12);
    RC_ASSERT(exact.mean_wait <= found.split->mean_wait * (1 + 1e-8) + 1e-12);
    RC_ASSERT(found.pooled->mean_time <= exact.mean_time * (1 + 1e-8));
    RC_ASSERT(exact.mean_time <= found.split->mean_time * (1 + 1e-8));
    RC_ASSERT(found.pooled->wait_probability <= exact.wait_probability * (1 + 1e-8) + 1e-12);
    RC_ASSERT(exact.wait_probability <= found.split->wait_probability * (1 + 1e-8) + 1e-12);
    // A case's time is its visits, its delays, and its waits.
    const double visits = 1 / queue.completion_probability;
    const double time = exact.mean_wait + visits * (queue.attention_time + exact.attention_wait) +
                        (visits - 1) * queue.external_delay;
    RC_ASSERT(near(exact.mean_time, time, 1e-7));
  });
}

TEST_CASE("returning work never needs fewer than its steady load in the mean of a cycle") {
  property("cycles", [] {
    const ReturningWork work{some_rate(), between(0, 0.99), some_rate(), ServerKind::line};
    const auto rates = *rc::gen::container<std::vector<double>>(
        *rc::gen::inRange(1, 9),
        rc::gen::map(rc::gen::inRange(0, 1000), [](int r) { return r / 10.0; }));
    const double period = some_rate();
    const OfferedLoadPath path = erlang_r_load(rates, period, work, SeriesStart::cyclic);
    double mean_load = 0, mean_rate = 0;
    for (std::size_t row = 0; row < rates.size(); ++row) {
      mean_load += path.needy_mean[row] / static_cast<double>(rates.size());
      mean_rate += rates[row] / static_cast<double>(rates.size());
      RC_ASSERT(path.needy_peak[row] >= path.needy_mean[row] * (1 - 1e-7) - 1e-12);
      RC_ASSERT(path.needy_peak[row] >= path.needy_end[row]);
    }
    const double steady = mean_rate / (work.service_rate * (1 - work.return_probability));
    RC_ASSERT(near(mean_load, steady, 1e-6) || steady < 1e-9);
  });
}

}  // namespace evenload::pool::queueing_property_test
