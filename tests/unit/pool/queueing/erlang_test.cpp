#include "evenload/pool/erlang.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

// A namespace of its own: several tests are compiled as one source.
namespace evenload::pool::erlang_formulas_test {

using evenload::test::error_of;
using evenload::test::refusal;

namespace {

using Wide = long double;

/// B by its recursion from no server on, in long double: another way to the same number.
Wide recursion_b(std::int64_t servers, Wide load) {
  Wide lost = 1;
  for (std::int64_t n = 1; n <= servers; ++n) {
    lost = load * lost / (static_cast<Wide>(n) + load * lost);
  }
  return lost;
}

/// M/M/n+M state by state, in long double.
struct StateByState {
  Wide wait = 0, queue = 0, abandonment = 0, utilisation = 0;
};
StateByState states_a(const Queue& queue) {
  const Wide lambda = queue.arrival_rate, mu = queue.service_rate, theta = queue.patience_rate;
  const auto n = static_cast<Wide>(queue.servers);
  Wide total = 0, busy = 0, all = 0, waiting = 0;
  // Relative to the fullest state of a loss queue: π(k - 1) = π(k) kµ/λ going down.
  Wide weight = 1;
  for (Wide k = n; k >= 0; --k) {
    total += weight;
    busy += weight * k;
    weight *= k * mu / lambda;
  }
  weight = 1;
  all = 1;
  for (Wide j = 1;; ++j) {
    weight *= lambda / (n * mu + j * theta);
    total += weight;
    busy += weight * n;
    all += weight;
    waiting += j * weight;
    if (j * weight < 1e-22L * waiting && lambda < n * mu + j * theta) break;
  }
  return {all / total, waiting / total, theta * waiting / total / lambda, busy / total / n};
}

void close(double found, Wide expected, double relative) {
  INFO("found " << found << ", expected " << static_cast<double>(expected));
  CHECK(std::abs(static_cast<Wide>(found) - expected) <= static_cast<Wide>(relative) * expected);
}

}  // namespace

TEST_CASE("the published numbers of Erlang C and A are met to all their digits") {
  const QueuePerformance c = erlang_c({48, 1, 50});
  CHECK(c.wait_probability == Approx(0.694456).margin(5e-7));
  CHECK(c.mean_wait * 60 == Approx(20.834).margin(5e-4));
  CHECK(c.mean_queue == Approx(16.667).margin(5e-4));
  CHECK(c.utilisation == Approx(0.96).epsilon(1e-14));
  const QueuePerformance a = erlang_a({48, 1, 50, 0.5});
  CHECK(a.wait_probability == Approx(0.467774).margin(5e-7));
  CHECK(a.mean_wait * 60 == Approx(3.709470).margin(5e-7));
  CHECK(a.abandonment == Approx(0.030912).margin(5e-7));
  CHECK(a.utilisation == Approx(0.930324).margin(5e-7));
}

TEST_CASE("ten workers as servers, and the same load on twelve caseload slots each") {
  const QueuePerformance workers = erlang_c({9, 1, 10, 0, ServerKind::worker_giving_attention});
  const QueuePerformance slots = erlang_c({108, 1, 120, 0, ServerKind::caseload_slot});
  CHECK(workers.wait_probability == Approx(0.67).margin(5e-3));
  CHECK(slots.wait_probability == Approx(0.18).margin(5e-3));
  CHECK(workers.utilisation == Approx(slots.utilisation));
  CHECK(to_string(workers.server) == "worker_giving_attention");
  CHECK(to_string(slots.server) == "caseload_slot");
}

TEST_CASE("Erlang B and C keep their stated error from one server to a million") {
  for (const std::int64_t n : {1LL, 2LL, 7LL, 14LL, 15LL, 16LL, 50LL, 333LL, 10000LL, 1000000LL}) {
    const auto size = static_cast<double>(n);
    const double root = std::sqrt(size);
    for (const double load : {1e-3 * size, 0.3 * size, 0.9 * size, size - 3 * root, size - root,
                              size - 0.01 * root, size, size + root, 1.1 * size, 40 * size}) {
      if (load <= 0) continue;
      const Wide expected = recursion_b(n, load);
      INFO("servers " << n << ", load " << load);
      const QueuePerformance b = erlang_b({load, 1, n});
      if (expected > 1e-300L) {
        close(b.blocking, expected, b.relative_error);
      } else {
        CHECK(b.blocking <= 1e-290);
      }
      if (load >= size) continue;
      const auto s = static_cast<Wide>(n);
      const Wide delay = s * expected / (s - load * (1 - expected));
      const QueuePerformance c = erlang_c({load, 1, n});
      if (expected > 1e-300L) {
        close(c.wait_probability, delay, c.relative_error);
        close(c.mean_wait, delay / (s - load), c.relative_error);
      }
    }
  }
}

TEST_CASE("Erlang A keeps its stated error in every regime of load and patience") {
  for (const std::int64_t n : {1LL, 5LL, 50LL, 1000LL, 100000LL, 1000000LL}) {
    for (const double rho : {0.01, 0.7, 0.97, 0.9999, 1.0, 1.0001, 1.05, 1.6, 20.0}) {
      for (const double patience : {1e-4, 0.02, 0.5, 1.0, 7.0, 1e4, 1e9}) {
        // The sum state by state would have more terms than a test has time for, or leave even the
        // range of long double.
        const double c = static_cast<double>(n) / patience;
        if (c > 1e9) continue;
        if (rho > 1 && (c * (rho - 1 - std::log(rho)) > 1e4 || c * (rho - 1) > 3e6)) continue;
        const Queue queue{rho * static_cast<double>(n), 1, n, patience};
        const StateByState expected = states_a(queue);
        INFO("servers " << n << ", load per server " << rho << ", patience rate " << patience);
        const QueuePerformance a = erlang_a(queue);
        if (!(expected.wait > 1e-290L) || !std::isfinite(expected.wait)) continue;
        close(a.wait_probability, expected.wait, a.relative_error);
        close(a.mean_queue, expected.queue, a.relative_error);
        close(a.abandonment, expected.abandonment, a.relative_error);
        close(a.utilisation, expected.utilisation, a.relative_error);
      }
    }
  }
}

TEST_CASE("P(W > tau) with patience equals a death process run forward in time") {
  for (const Queue& queue : {Queue{48, 1, 50, 0.5}, Queue{3, 1, 2, 0.2}, Queue{0.4, 1, 1, 3},
                             Queue{9, 1, 4, 0.05}, Queue{6, 2, 3, 2}}) {
    // Law of the number waiting in front, found state by state.
    const auto n = static_cast<Wide>(queue.servers);
    const int deepest = 1500;
    std::vector<Wide> ahead(deepest, 0);
    Wide total = 0, weight = 1;
    for (Wide k = n; k >= 0; --k) {
      total += weight;
      weight *= k * static_cast<Wide>(queue.service_rate) / queue.arrival_rate;
    }
    ahead[0] = 1;
    for (int j = 1; j < deepest; ++j) {
      ahead[j] = ahead[j - 1] * queue.arrival_rate /
                 (n * queue.service_rate + j * static_cast<Wide>(queue.patience_rate));
      total += ahead[j];
    }
    for (Wide& share : ahead) share /= total;
    for (const double tau : {0.0, 0.05, 0.4, 2.0}) {
      // With j in front the next departure comes at rate nµ + jθ; the last one is our turn.
      // Uniformised at a rate that covers all of them.
      const Wide top = n * queue.service_rate + deepest * static_cast<Wide>(queue.patience_rate);
      std::vector<Wide> now = ahead;
      Wide left = 0, chance = std::exp(-top * tau), sum_chance = 0;
      for (int jump = 0; jump < 200000; ++jump) {
        Wide inside = 0;
        for (const Wide share : now) inside += share;
        left += chance * inside;
        sum_chance += chance;
        if (1 - sum_chance < 1e-17L && static_cast<Wide>(jump) > top * tau) break;
        for (int j = 0; j < deepest; ++j) {
          const Wide rate = n * queue.service_rate + j * static_cast<Wide>(queue.patience_rate);
          now[j] *= 1 - rate / top;
          if (j + 1 < deepest) now[j] += now[j + 1] * (rate + queue.patience_rate) / top;
        }
        chance *= top * tau / (jump + 1);
      }
      INFO("load " << queue.arrival_rate << ", tau " << tau);
      close(erlang_a_wait_exceeds(queue, tau), std::exp(-queue.patience_rate * tau) * left, 1e-9);
    }
  }
}

TEST_CASE("nothing overflows at the edges") {
  CHECK(erlang_b({0, 1, 0}).blocking == 1);
  CHECK(erlang_b({0, 1, 3}).blocking == 0);
  CHECK(erlang_b({1e12, 1, 1}).blocking == Approx(1 - 1e-12).epsilon(1e-15));
  CHECK(erlang_b({1e12, 1, 1}).utilisation == Approx(1 - 1e-12).epsilon(1e-14));
  // Nobody has any patience: a loss queue, and just as busy.
  CHECK(erlang_a({1e12, 1, 1, 1e20}).utilisation == Approx(1 - 1e-12).epsilon(1e-11));
  CHECK(erlang_a({1e12, 1, 1, 1e20}).abandonment == Approx(1 - 1e-12).epsilon(1e-14));
  CHECK(erlang_b({1, 1, 1'000'000'000}).blocking == 0);
  CHECK(erlang_c({0, 1, 1}).wait_probability == 0);
  CHECK(erlang_c({1e-300, 1, 1}).wait_probability == Approx(1e-300));
  CHECK(erlang_a({0, 1, 1, 1}).mean_wait == 0);
  const QueuePerformance drowned = erlang_a({1e15, 1, 3, 1e-3});
  CHECK(drowned.wait_probability == 1);
  CHECK(drowned.abandonment == Approx(1).epsilon(1e-12));
  CHECK(drowned.utilisation == Approx(1).epsilon(1e-12));
  CHECK(drowned.mean_queue == Approx(1e18).epsilon(1e-12));
  const QueuePerformance patient = erlang_a({48, 1, 50, 1e-200});
  CHECK(patient.wait_probability == Approx(erlang_c({48, 1, 50}).wait_probability).epsilon(1e-12));
  CHECK(erlang_c_wait_exceeds({48, 1, 50}, 1e6) == 0);
  CHECK(erlang_a_wait_exceeds({48, 1, 50, 0.5}, 1e6) == 0);
  CHECK(erlang_a_wait_exceeds({1e6 * 1.2, 1, 1'000'000, 0.5}, 0.2) > 0.9 * std::exp(-0.1));
}

TEST_CASE("sum and integral meet where one takes over from the other") {
  for (const double rho : {0.5, 0.999, 1.0, 1.02}) {
    const double patience = 0.1;
    const std::int64_t n = 1000;  // c = 1e4
    const Queue below{rho * n, 1 - 1e-9, n, patience};
    const Queue above{rho * n, 1 + 1e-9, n, patience};
    CHECK(erlang_a(below).mean_queue == Approx(erlang_a(above).mean_queue).epsilon(2e-5));
    CHECK(erlang_a_wait_exceeds(below, 0.05) ==
          Approx(erlang_a_wait_exceeds(above, 0.05)).epsilon(2e-5));
  }
}

TEST_CASE("the fewest servers are those that a search from one upwards finds") {
  for (const double rate : {0.3, 4.0, 48.0}) {
    QueueTarget late;
    late.wait_probability = 0.2;
    late.tau = 1.0 / 3;
    QueueTarget means;
    means.mean_wait = 0.05;
    means.utilisation = 0.85;
    QueueTarget given_up;
    given_up.abandonment = 0.02;
    QueueTarget lost;
    lost.blocking = 0.01;
    const Queue queue{rate, 1, 0, 0.5};
    const auto search = [&](auto&& meets) {
      for (std::int64_t n = 1;; ++n) {
        if (meets(Queue{rate, 1, n, 0.5})) return n;
      }
    };
    CHECK(servers_needed(queue, QueueModel::delay, late).servers == search([](const Queue& q) {
            return q.arrival_rate < static_cast<double>(q.servers) &&
                   erlang_c_wait_exceeds(q, 1.0 / 3) <= 0.2;
          }));
    CHECK(servers_needed(queue, QueueModel::patience, late).servers ==
          search([](const Queue& q) { return erlang_a_wait_exceeds(q, 1.0 / 3) <= 0.2; }));
    CHECK(servers_needed(queue, QueueModel::delay, means).servers == search([](const Queue& q) {
            return q.arrival_rate < static_cast<double>(q.servers) &&
                   erlang_c(q).mean_wait <= 0.05 && erlang_c(q).utilisation <= 0.85;
          }));
    CHECK(servers_needed(queue, QueueModel::patience, given_up).servers ==
          search([](const Queue& q) { return erlang_a(q).abandonment <= 0.02; }));
    CHECK(servers_needed(queue, QueueModel::loss, lost).servers ==
          search([](const Queue& q) { return erlang_b(q).blocking <= 0.01; }));
  }
  QueueTarget half;
  half.wait_probability = 0.5;
  const ServersNeeded many = servers_needed({1e6, 1, 0}, QueueModel::delay, half);
  REQUIRE(many.one_fewer);
  CHECK(many.performance.wait_probability <= 0.5);
  CHECK(many.one_fewer->wait_probability > 0.5);
}

TEST_CASE("queues refuse what they cannot be") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  CHECK(refusal([] { erlang_c({-1, 1, 2}); }) ==
        "queue.arrival_rate: expected a number of at least 0, found -1 (negative_value)");
  CHECK(error_of([&] { erlang_c({nan, 1, 2}); }).code == ErrorCode::not_finite);
  CHECK(error_of([&] { erlang_b({1, inf, 2}); }).column == "service_rate");
  CHECK(error_of([] { erlang_b({1, 0, 2}); }).code == ErrorCode::out_of_range);
  CHECK(error_of([] { erlang_b({1, 1, -1}); }).column == "servers");
  CHECK(error_of([] { erlang_c({1, 1, 0}); }).column == "servers");
  CHECK(error_of([] { erlang_c({1, 1, 2'000'000'000}); }).code == ErrorCode::out_of_range);
  CHECK(refusal([] { erlang_c({2, 1, 2}); }) ==
        "queue.servers: expected more than the offered load of 2 (with fewer the queue grows for "
        "ever; erlang_a knows those who give up), found 2 (out_of_range)");
  CHECK(error_of([] { erlang_a({1, 1, 2, 0}); }).column == "patience_rate");
  CHECK(error_of([] { erlang_a({1, 1, 2, -3}); }).code == ErrorCode::negative_value);
  CHECK(error_of([] { erlang_c_wait_exceeds({1, 1, 2}, -1); }).column == "tau");
  CHECK(error_of([&] { erlang_a_wait_exceeds({1, 1, 2, 1}, nan); }).code == ErrorCode::not_finite);
  CHECK(error_of([] { erlang_b({1, 1, 2, 0, static_cast<ServerKind>(9)}); }).column == "server");
  CHECK(error_of<OverflowError>([] { erlang_b({1e300, 1e-300, 2}); }).code == ErrorCode::overflow);
  CHECK(error_of<OverflowError>([] { erlang_a({1, 1, 2, 1e-305}); }).column == "patience_rate");
}

TEST_CASE("targets refuse what their model does not have") {
  const Queue queue{5, 1, 0, 1};
  const auto of = [&](QueueModel model, auto&& set) {
    QueueTarget target;
    set(target);
    return error_of([&] { servers_needed(queue, model, target); });
  };
  CHECK(of(QueueModel::delay, [](QueueTarget&) {}).code == ErrorCode::missing_value);
  CHECK(of(QueueModel::delay, [](QueueTarget& t) { t.blocking = 0.1; }).code ==
        ErrorCode::unsupported);
  CHECK(of(QueueModel::loss, [](QueueTarget& t) { t.mean_wait = 1; }).column == "mean_wait");
  CHECK(of(QueueModel::delay, [](QueueTarget& t) { t.abandonment = 0.1; }).column == "abandonment");
  CHECK(of(QueueModel::delay, [](QueueTarget& t) { t.wait_probability = 0; }).code ==
        ErrorCode::out_of_range);
  CHECK(of(QueueModel::delay, [](QueueTarget& t) { t.wait_probability = 1; }).column ==
        "wait_probability");
  CHECK(of(QueueModel::delay, [](QueueTarget& t) { t.mean_wait = -1; }).code ==
        ErrorCode::negative_value);
  // Nobody gives up sooner than that, however many serve; 1e9 servers do not reach it.
  CHECK(of(QueueModel::delay, [](QueueTarget& t) { t.utilisation = 1e-12; }).table == "target");
}

}  // namespace evenload::pool::erlang_formulas_test
