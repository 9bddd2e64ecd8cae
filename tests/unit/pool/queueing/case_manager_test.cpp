#include "evenload/pool/case_manager.hpp"

#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/pool/erlang.hpp"

// A namespace of its own: several tests are compiled as one source.
namespace evenload::pool::case_managers_test {

using evenload::test::error_of;

namespace {

/// Two workers, each a person of their own, and a queue cut off at 250: the law by repeated passes
/// over the balance equations. Shares nothing with the chain under test.
CaseManagerMeasures two_workers(const CaseManagerQueue& q) {
  using State = std::array<int, 5>;  // queue, cases and needy of the first and the second
  const int longest = 250;
  const auto limit = static_cast<int>(q.caseload_limit);
  const double visit = 1 / q.attention_time, p = q.completion_probability;
  std::map<State, int> number;
  std::vector<State> states;
  for (int queue = 0; queue <= longest; ++queue) {
    for (int m = queue > 0 ? limit : 0; m <= limit; ++m) {
      for (int k = queue > 0 ? limit : 0; k <= limit; ++k) {
        for (int a = 0; a <= m; ++a) {
          for (int b = 0; b <= k; ++b) {
            number[{queue, m, a, k, b}] = static_cast<int>(states.size());
            states.push_back({queue, m, a, k, b});
          }
        }
      }
    }
  }
  std::vector<std::vector<std::pair<int, double>>> into(states.size());
  std::vector<double> out(states.size(), 0);
  const auto move = [&](const State& from, const State& to, double rate) {
    if (rate <= 0 || !number.count(to)) return;
    into[static_cast<std::size_t>(number[to])].push_back({number[from], rate});
    out[static_cast<std::size_t>(number[from])] += rate;
  };
  for (const State& s : states) {
    const auto [queue, m, a, k, b] = s;
    if (m == limit && k == limit) {
      move(s, {queue + 1, m, a, k, b}, q.arrival_rate);
    } else {
      const double first = m < k ? 1 : m == k ? 0.5 : 0;
      move(s, {0, m + 1, a + 1, k, b}, q.arrival_rate * first);
      move(s, {0, m, a, k + 1, b + 1}, q.arrival_rate * (1 - first));
    }
    for (const int who : {0, 1}) {
      const int needy = who == 0 ? a : b, cases = who == 0 ? m : k;
      State next = s;
      if (needy > 0) {
        next[who == 0 ? 2 : 4] = needy - 1;
        move(s, next, visit * (1 - p));
        if (queue > 0) {  // the next case takes the slot and wants attention
          next = s;
          next[0] = queue - 1;
        } else {
          next[who == 0 ? 1 : 3] = cases - 1;
        }
        move(s, next, visit * p);
      }
      next = s;
      next[who == 0 ? 2 : 4] = needy + 1;
      if (needy < cases) move(s, next, (cases - needy) / q.external_delay);
    }
  }
  std::vector<double> law(states.size(), 1);
  for (int pass = 0; pass < 20000; ++pass) {
    double total = 0, change = 0;
    for (std::size_t s = 0; s < states.size(); ++s) {
      double flow = 0;
      for (const auto& [from, rate] : into[s]) flow += law[static_cast<std::size_t>(from)] * rate;
      const double next = flow / out[s];
      change = std::max(change, std::abs(next - law[s]));
      law[s] = next;
      total += next;
    }
    for (double& share : law) share /= total;
    if (change < 1e-14 * total) break;
  }
  CaseManagerMeasures answer;
  double needy = 0, cases = 0;
  for (std::size_t s = 0; s < states.size(); ++s) {
    const auto [queue, m, a, k, b] = states[s];
    if (m == limit && k == limit) answer.wait_probability += law[s];
    answer.mean_queue += law[s] * queue;
    needy += law[s] * (a + b);
    cases += law[s] * (m + k);
  }
  answer.mean_wait = answer.mean_queue / q.arrival_rate;
  answer.mean_caseload = cases / 2;
  answer.attention_wait = needy * p / q.arrival_rate - q.attention_time;
  answer.mean_time = (answer.mean_queue + cases) / q.arrival_rate;
  return answer;
}

void same(const CaseManagerMeasures& found, const CaseManagerMeasures& expected, double margin) {
  CHECK(found.wait_probability == Approx(expected.wait_probability).epsilon(margin));
  CHECK(found.mean_wait == Approx(expected.mean_wait).epsilon(margin));
  CHECK(found.mean_queue == Approx(expected.mean_queue).epsilon(margin));
  CHECK(found.mean_caseload == Approx(expected.mean_caseload).epsilon(margin));
  CHECK(found.attention_wait == Approx(expected.attention_wait).epsilon(margin).margin(1e-9));
  CHECK(found.mean_time == Approx(expected.mean_time).epsilon(margin));
}

void holds(const SimulatedMean& simulated, double exact) {
  INFO("simulated " << simulated.mean << " ± " << simulated.half_width << ", exact " << exact);
  CHECK(std::abs(simulated.mean - exact) <= simulated.half_width);
  CHECK(simulated.half_width < 0.2 * std::max(exact, 0.05));
}

}  // namespace

TEST_CASE("with one slot and one visit, a case manager is a server") {
  for (const std::int64_t workers : {1, 2, 5}) {
    const double rate = 0.8 * static_cast<double>(workers) / 1.5;
    const CaseManagerAnswer found = case_manager_queue({rate, 1, 1.5, 0, 1, workers});
    const QueuePerformance erlang = erlang_c({rate, 1 / 1.5, workers});
    REQUIRE(found.exact);
    CHECK(found.capacity == Approx(static_cast<double>(workers) / 1.5));
    CHECK(found.exact->wait_probability == Approx(erlang.wait_probability).epsilon(1e-10));
    CHECK(found.exact->mean_wait == Approx(erlang.mean_wait).epsilon(1e-10));
    CHECK(found.exact->mean_time == Approx(erlang.mean_wait + 1.5).epsilon(1e-10));
    CHECK(found.approximation.mean_wait == Approx(erlang.mean_wait).epsilon(1e-10));
    CHECK(found.pooled->mean_wait == Approx(erlang.mean_wait).epsilon(1e-10));
    // Each alone: M/M/1.
    CHECK(found.split->mean_wait ==
          Approx(erlang_c({0.8 / 1.5, 1 / 1.5, 1}).mean_wait).epsilon(1e-10));
    CHECK(found.utilisation == Approx(0.8));
  }
}

TEST_CASE("the chain of two workers equals balance equations solved one by one") {
  for (const CaseManagerQueue& q :
       {CaseManagerQueue{0.45, 0.25, 0.5, 1, 2, 2}, CaseManagerQueue{0.14, 0.1, 0.2, 2, 2, 2},
        CaseManagerQueue{1.1, 0.5, 0.6, 0.4, 3, 2}}) {
    CAPTURE(q.arrival_rate);
    const CaseManagerAnswer found = case_manager_queue(q);
    REQUIRE(found.exact);
    same(*found.exact, two_workers(q), 1e-6);
  }
}

TEST_CASE("capacity is that of workers whose slots are all taken") {
  // Law of the needy cases of one worker, by hand: up (M - a)/delay, down (1 - p)/attention.
  const CaseManagerQueue q{1, 0.2, 0.25, 3, 7, 4};
  double weight = 1, total = 1;
  for (int a = 0; a < 7; ++a) {
    weight *= (7 - a) / q.external_delay / (0.8 / q.attention_time);
    total += weight;
  }
  CHECK(case_manager_capacity(q) == Approx(4 * 0.2 / 0.25 * (1 - 1 / total)).epsilon(1e-13));
  CaseManagerQueue below = q;
  below.arrival_rate = case_manager_capacity(q) * (1 - 1e-6);
  CHECK(case_manager_queue(below, {0}).approximation.mean_queue > 1e3);
  below.arrival_rate = case_manager_capacity(q);
  CHECK(error_of([&] { case_manager_queue(below); }).column == "arrival_rate");
}

TEST_CASE("a simulation that knows nothing of the chain agrees with it") {
  CaseManagerSimulationOptions options;
  options.level = 0.999;
  options.seed = 11;
  for (const CaseManagerQueue& q :
       {CaseManagerQueue{1.2, 0.2, 0.2, 1, 4, 2}, CaseManagerQueue{1.1, 0.2, 0.2, 1, 3, 3},
        CaseManagerQueue{0.5, 0.5, 0.45, 4, 6, 1}}) {
    const CaseManagerAnswer exact = case_manager_queue(q);
    const CaseManagerSimulation simulated = simulate_case_managers(q, options);
    REQUIRE(exact.exact);
    holds(simulated.wait_probability, exact.exact->wait_probability);
    holds(simulated.mean_wait, exact.exact->mean_wait);
    holds(simulated.attention_wait, exact.exact->attention_wait);
    holds(simulated.mean_time, exact.exact->mean_time);
    holds(simulated.utilisation, exact.utilisation);
  }
}

TEST_CASE("simulations are equal on any number of threads, and stop") {
  const CaseManagerQueue q{4, 0.2, 0.2, 1, 5, 7};
  CaseManagerSimulationOptions options;
  options.replications = 5;
  options.cases = 2000;
  options.warm_up = 100;
  options.threads = 1;
  const CaseManagerSimulation one = simulate_case_managers(q, options);
  options.threads = 3;
  const CaseManagerSimulation three = simulate_case_managers(q, options);
  CHECK(one.mean_time.mean == three.mean_time.mean);
  CHECK(one.mean_time.half_width == three.mean_time.half_width);
  CHECK(one.attention_wait.mean == three.attention_wait.mean);
  CHECK(one.replications == 5);
  options.seed = 1;
  CHECK(simulate_case_managers(q, options).mean_time.mean != one.mean_time.mean);
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  const CaseManagerSimulation stopped = simulate_case_managers(q, options);
  CHECK(stopped.cancelled);
  CHECK(stopped.replications == 0);
  CHECK(std::isinf(stopped.mean_wait.half_width));
}

TEST_CASE("what is too large is approximated, not solved") {
  const CaseManagerQueue office{9, 0.1, 0.1, 1, 20, 10};
  const CaseManagerAnswer found = case_manager_queue(office);
  CHECK_FALSE(found.exact);
  REQUIRE(found.pooled);
  REQUIRE(found.split);
  CHECK(found.pooled->mean_time <= found.approximation.mean_time);
  CHECK(found.approximation.mean_time <= found.split->mean_time);
  const CaseManagerAnswer country = case_manager_queue({9e4, 0.1, 0.1, 1, 100, 100000}, {1e6});
  CHECK_FALSE(country.pooled);
  CHECK(country.approximation.wait_probability >= 0);
  CHECK(std::isfinite(country.approximation.mean_time));
}

TEST_CASE("case managers refuse what they cannot be") {
  const CaseManagerQueue good{1, 0.5, 0.5, 1, 3, 2};
  const auto of = [&](auto&& change) {
    CaseManagerQueue q = good;
    change(q);
    return error_of([&] { case_manager_queue(q); });
  };
  CHECK(of([](auto& q) { q.arrival_rate = 0; }).column == "arrival_rate");
  CHECK(of([](auto& q) { q.arrival_rate = NAN; }).code == ErrorCode::not_finite);
  CHECK(of([](auto& q) { q.completion_probability = 0; }).column == "completion_probability");
  CHECK(of([](auto& q) { q.completion_probability = 1.5; }).code == ErrorCode::out_of_range);
  CHECK(of([](auto& q) { q.completion_probability = NAN; }).code == ErrorCode::not_finite);
  CHECK(of([](auto& q) { q.attention_time = -1; }).code == ErrorCode::negative_value);
  CHECK(of([](auto& q) { q.external_delay = 0; }).column == "external_delay");
  CHECK(of([](auto& q) { q.caseload_limit = 0; }).column == "caseload_limit");
  CHECK(of([](auto& q) { q.workers = -2; }).column == "workers");
  CHECK(of([](auto& q) { q.workers = q.caseload_limit = 1'000'000; }).code ==
        ErrorCode::out_of_range);
  CHECK(of([](auto& q) { q.arrival_rate = 2; }).expected.find("capacity") != std::string::npos);
  const auto option = [&](auto&& change) {
    CaseManagerSimulationOptions options;
    change(options);
    return error_of([&] { simulate_case_managers(good, options); });
  };
  CHECK(option([](auto& o) { o.replications = 1; }).column == "replications");
  CHECK(option([](auto& o) { o.cases = 0; }).column == "cases");
  CHECK(option([](auto& o) { o.level = 1; }).column == "level");
  CHECK(option([](auto& o) { o.threads = -1; }).column == "threads");
  CHECK(error_of([&] { case_manager_queue(good, {-1}); }).column == "work_limit");
}

}  // namespace evenload::pool::case_managers_test
