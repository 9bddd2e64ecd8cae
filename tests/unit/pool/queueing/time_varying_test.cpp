#include "evenload/pool/time_varying.hpp"

#include <cmath>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

// A namespace of its own: several tests are compiled as one source.
namespace evenload::pool::varying_queues_test {

using evenload::test::error_of;

namespace {

const std::vector<double> rates{3, 8, 12, 10, 2, 5};

/// P(S > age), to be integrated by Simpson's rule.
double survival(const ServiceTime& s, double age) {
  if (s.shape == ServiceShape::deterministic) return age < s.mean ? 1 : 0;
  if (s.shape == ServiceShape::lognormal) {
    const double variance = std::log(1 + s.squared_variation);
    return age <= 0
               ? 1
               : 0.5 * std::erfc((std::log(age / s.mean) + variance / 2) / std::sqrt(2 * variance));
  }
  const int stages = s.shape == ServiceShape::erlang ? s.stages : 1;
  const double y = stages * age / s.mean;
  double term = std::exp(-y), sum = 0;
  for (int k = 0; k < stages; ++k) {
    sum += term;
    term *= y / (k + 1);
  }
  return sum;
}

/// ∫ rate(t - u) P(S > u) du over `ages` in small steps, with the rate before 0 as asked.
double integrated_load(const ServiceTime& s, double period, double time, SeriesStart start,
                       double ages) {
  const int steps = 400000;
  const double h = ages / steps;
  double sum = 0;
  for (int k = 0; k < steps; ++k) {
    const double age = (k + 0.5) * h;
    const auto place = static_cast<std::int64_t>(std::floor((time - age) / period));
    const auto count = static_cast<std::int64_t>(rates.size());
    double rate = 0;
    if (place >= 0) {
      rate = rates[static_cast<std::size_t>(place)];
    } else if (start == SeriesStart::steady) {
      rate = rates[0];
    } else if (start == SeriesStart::cyclic) {
      rate = rates[static_cast<std::size_t>(((place % count) + count) % count)];
    }
    sum += h * rate * survival(s, age);
  }
  return sum;
}

/// M(t)/M/c(t) state by state from an empty office, mean queue and P(all busy) over each period.
struct Transient {
  std::vector<double> queue, busy;
};
Transient transient(const std::vector<double>& arrival, const std::vector<std::int64_t>& servers,
                    double mu, double period) {
  const std::size_t states = 600;
  std::vector<double> law(states, 0), next(states, 0);
  law[0] = 1;
  Transient answer;
  for (std::size_t row = 0; row < arrival.size(); ++row) {
    const auto c = static_cast<double>(servers[row]);
    const double top = 1.01 * (arrival[row] + c * mu);
    const int steps = static_cast<int>(std::ceil(period * top * 20));
    const double h = period / steps;
    double queue = 0, busy = 0;
    for (int s = 0; s < steps; ++s) {
      for (std::size_t k = 0; k < states; ++k) {
        const double done = std::min(static_cast<double>(k), c) * mu;
        double flow = -law[k] * (done + (k + 1 < states ? arrival[row] : 0));
        if (k > 0) flow += law[k - 1] * arrival[row];
        if (k + 1 < states) flow += law[k + 1] * std::min(static_cast<double>(k + 1), c) * mu;
        next[k] = law[k] + h * flow;
        if (static_cast<double>(k) >= c) {
          busy += law[k] / steps;
          queue += law[k] / steps * (static_cast<double>(k) - c);
        }
      }
      law.swap(next);
    }
    answer.queue.push_back(queue);
    answer.busy.push_back(busy);
  }
  return answer;
}

TimeVaryingQueue office(const std::vector<std::int64_t>& servers,
                        const std::vector<double>& arrival = rates) {
  TimeVaryingQueue queue;
  queue.arrival_rate = arrival;
  queue.servers = servers;
  queue.period = 1;
  queue.service = {0.5, ServiceShape::exponential, 1, 1};
  queue.start = SeriesStart::empty;
  return queue;
}

}  // namespace

TEST_CASE("the offered load is the integral of what arrived and is still there") {
  for (const ServiceTime& service : {ServiceTime{0.8, ServiceShape::exponential, 1, 1},
                                     ServiceTime{2.3, ServiceShape::deterministic, 1, 1},
                                     ServiceTime{0.8, ServiceShape::lognormal, 1.5, 1},
                                     ServiceTime{1.7, ServiceShape::erlang, 1, 4}}) {
    for (const SeriesStart start : {SeriesStart::empty, SeriesStart::steady, SeriesStart::cyclic}) {
      const ServiceLoadPath path = offered_load(rates, 1.25, service, start);
      const double ages = service.shape == ServiceShape::lognormal ? 150 : 45;
      for (const std::size_t row : {std::size_t{0}, std::size_t{2}, std::size_t{5}}) {
        const double expected =
            integrated_load(service, 1.25, 1.25 * static_cast<double>(row + 1), start, ages);
        INFO("shape " << static_cast<int>(service.shape) << ", start " << static_cast<int>(start));
        CHECK(path.end[row] == Approx(expected).epsilon(2e-4));
        CHECK(path.peak[row] >= path.end[row] * (1 - 1e-14));
      }
    }
  }
}

TEST_CASE("one Erlang stage is exponential, many are nearly fixed, and balance stays") {
  const ServiceLoadPath one =
      offered_load(rates, 1, {0.7, ServiceShape::exponential, 1, 1}, SeriesStart::cyclic);
  const ServiceLoadPath stage =
      offered_load(rates, 1, {0.7, ServiceShape::erlang, 1, 1}, SeriesStart::cyclic);
  const ServiceLoadPath many =
      offered_load(rates, 1, {0.7, ServiceShape::erlang, 1, 1000}, SeriesStart::steady);
  const ServiceLoadPath fixed =
      offered_load(rates, 1, {0.7, ServiceShape::deterministic, 1, 1}, SeriesStart::steady);
  for (std::size_t row = 0; row < rates.size(); ++row) {
    CHECK(stage.end[row] == Approx(one.end[row]).epsilon(1e-12));
    CHECK(many.end[row] == Approx(fixed.end[row]).epsilon(1e-2));
    CHECK(fixed.end[row] == Approx(0.7 * rates[row]).epsilon(1e-12));
  }
  const std::vector<double> flat(9, 4.0);
  for (const ServiceShape shape : {ServiceShape::lognormal, ServiceShape::erlang}) {
    for (const SeriesStart start : {SeriesStart::steady, SeriesStart::cyclic}) {
      for (const double load : offered_load(flat, 0.3, {2, shape, 0.5, 3}, start).peak) {
        CHECK(load == Approx(8).epsilon(1e-10));
      }
    }
  }
}

TEST_CASE("modified offered load is the steady formula where nothing changes") {
  const std::vector<double> flat(4, 8.0);
  TimeVaryingQueue queue = office({5, 5, 6, 7}, flat);
  const std::vector<std::int64_t> servers{5, 5, 6, 7};
  queue.servers = servers;
  queue.start = SeriesStart::steady;
  const TimeVaryingPerformance c = modified_offered_load(queue);
  queue.patience_rate = 0.5;
  const TimeVaryingPerformance a = modified_offered_load(queue);
  for (std::size_t row = 0; row < 4; ++row) {
    CHECK(c.wait_probability[row] ==
          Approx(erlang_c({8, 2, servers[row]}).wait_probability).epsilon(1e-12));
    CHECK(a.abandonment[row] ==
          Approx(erlang_a({8, 2, servers[row], 0.5}).abandonment).epsilon(1e-12));
  }
}

TEST_CASE(
    "staffing by modified offered load meets its target in the true transient queue, nearly") {
  std::vector<double> wave;
  for (int k = 0; k < 48; ++k) wave.push_back(100 + 40 * std::sin(2 * 3.14159265358979 * k / 48));
  TimeVaryingQueue queue = office({}, wave);
  queue.period = 0.5;
  const PeriodStaffing plan = modified_offered_load_staffing(queue, 0.25);
  const Transient truth = transient(wave, plan.servers, 2, 0.5);
  for (std::size_t row = 6; row < wave.size(); ++row) {
    INFO("row " << row);
    CHECK(plan.performance.wait_probability[row] <= 0.25);
    CHECK(truth.busy[row] < 0.25);
    CHECK(truth.busy[row] > 0.08);
  }
}

TEST_CASE("backlog carryover settles at Erlang C, and carries overload over") {
  const std::vector<double> flat(60, 8.0);
  const std::vector<std::int64_t> five(60, 5);
  for (const SeriesStart start : {SeriesStart::empty, SeriesStart::steady, SeriesStart::cyclic}) {
    TimeVaryingQueue queue = office(five, flat);
    queue.start = start;
    const BacklogCarryover found = backlog_carryover(queue);
    CHECK(found.performance.wait_probability.back() ==
          Approx(erlang_c({8, 2, 5}).wait_probability).epsilon(1e-6));
    CHECK(found.performance.utilisation.back() == Approx(0.8).epsilon(1e-6));
  }
  // Overload in the middle: more arrives than five can do.
  const std::vector<double> hump{6, 6, 6, 13, 13, 6, 6, 6, 6, 6, 6, 6};
  const std::vector<std::int64_t> servers(12, 5);
  const BacklogCarryover found = backlog_carryover(office(servers, hump));
  const Transient truth = transient(hump, servers, 2, 1);
  CHECK(found.backlog[4] > found.backlog[3]);
  CHECK(found.backlog[4] > 2 * found.backlog[2]);
  CHECK(found.performance.utilisation[5] > 0.75);
  double worst = 0;
  for (std::size_t row = 2; row < 12; ++row) {
    worst = std::max(worst, std::abs(found.performance.wait_probability[row] - truth.busy[row]));
  }
  INFO("worst difference of P(wait) " << worst);
  CHECK(worst < 0.1);
}

TEST_CASE("time-varying queues refuse what lies outside their approximation") {
  const std::vector<std::int64_t> servers(6, 7);
  const auto of = [&](auto&& change, auto&& solve) {
    TimeVaryingQueue queue = office(servers);
    change(queue);
    return error_of([&] { solve(queue); });
  };
  const auto mol = [](const TimeVaryingQueue& q) { modified_offered_load(q); };
  const auto sbc = [](const TimeVaryingQueue& q) { backlog_carryover(q); };
  const std::vector<std::int64_t> few{7, 7, 4, 7, 7, 7}, none{7, 7, 7, 0, 7, 7}, ones(6, 1);
  const ErrorInfo overloaded = of([&](auto& q) { q.servers = few; }, mol);
  CHECK(overloaded.row == 2);
  CHECK(overloaded.column == "servers");
  CHECK(overloaded.expected.find("backlog_carryover") != std::string::npos);
  CHECK(of([&](auto& q) { q.servers = none; }, sbc).row == 3);
  CHECK(of([&](auto& q) { q.servers = q.servers.first(5); }, mol).code ==
        ErrorCode::length_mismatch);
  CHECK(of([&](auto& q) { q.service.mean = -1; }, mol).table == "service");
  CHECK(of([&](auto& q) { q.service = {1, ServiceShape::lognormal, 0, 1}; }, mol).column ==
        "squared_variation");
  CHECK(of([&](auto& q) { q.service = {1, ServiceShape::erlang, 1, 0}; }, mol).column == "stages");
  CHECK(of([&](auto& q) { q.service.shape = static_cast<ServiceShape>(9); }, mol).column ==
        "shape");
  CHECK(of([&](auto& q) { q.patience_rate = 0; }, mol).column == "patience_rate");
  CHECK(of([&](auto& q) { q.patience_rate = 1; }, sbc).code == ErrorCode::unsupported);
  CHECK(of([&](auto& q) { q.service.shape = ServiceShape::deterministic; }, sbc).code ==
        ErrorCode::unsupported);
  CHECK(of([&](auto& q) { q.period = 0.1; }, sbc).column == "period");
  CHECK(of([&](auto& q) { q.period = 0; }, sbc).column == "period");
  CHECK(of(
            [&](auto& q) {
              q.servers = ones;
              q.start = SeriesStart::cyclic;
            },
            sbc)
            .column == "arrival_rate");
  CHECK(of(
            [&](auto& q) {
              q.servers = ones;
              q.start = SeriesStart::steady;
            },
            sbc)
            .row == 0);
}

}  // namespace evenload::pool::varying_queues_test
