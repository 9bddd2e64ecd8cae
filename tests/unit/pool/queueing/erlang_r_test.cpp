#include "evenload/pool/erlang_r.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

// A namespace of its own: several tests are compiled as one source.
namespace evenload::pool::returning_work_test {

using evenload::test::error_of;

namespace {

const ReturningWork office{2, 0.7, 0.4, ServerKind::worker_giving_attention};
const std::vector<double> day{0, 1, 6, 9, 4, 4, 2, 0};

/// Both equations by Runge and Kutta's fourth-order steps.
struct Stepped {
  double needy = 0, content = 0, integral = 0, peak = 0;
};
Stepped stepped(const ReturningWork& w, double rate, double period, double needy, double content) {
  const int steps = 4000;
  const double h = period / steps;
  Stepped now{needy, content, 0, needy};
  const auto slope = [&](double r1, double r2) {
    return std::pair{rate + w.return_rate * r2 - w.service_rate * r1,
                     w.return_probability * w.service_rate * r1 - w.return_rate * r2};
  };
  for (int s = 0; s < steps; ++s) {
    const double before = now.needy;
    const auto [a1, b1] = slope(now.needy, now.content);
    const auto [a2, b2] = slope(now.needy + h / 2 * a1, now.content + h / 2 * b1);
    const auto [a3, b3] = slope(now.needy + h / 2 * a2, now.content + h / 2 * b2);
    const auto [a4, b4] = slope(now.needy + h * a3, now.content + h * b3);
    now.needy += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
    now.content += h / 6 * (b1 + 2 * b2 + 2 * b3 + b4);
    now.integral += h / 2 * (before + now.needy);
    now.peak = std::max(now.peak, now.needy);
  }
  return now;
}

}  // namespace

TEST_CASE("in steady state returning work is Erlang C at the rate of visits") {
  const ErlangRAnswer found = erlang_r(3, office, 7);
  CHECK(found.visit_rate == Approx(10));
  CHECK(found.needy_load == Approx(5));
  CHECK(found.content_load == Approx(0.7 * 10 / 0.4));
  CHECK(found.performance.wait_probability == erlang_c({found.visit_rate, 2, 7}).wait_probability);
  // Little: all who are there over all who come.
  const double there = found.needy_load + found.performance.mean_queue + found.content_load;
  CHECK(found.mean_time == Approx(there / 3));
  CHECK(found.performance.server == ServerKind::worker_giving_attention);
  const ErlangRAnswer once = erlang_r(3, {2, 0, 0, ServerKind::line}, 2);
  CHECK(once.content_load == 0);
  CHECK(once.performance.mean_wait == erlang_c({3, 2, 2}).mean_wait);
}

TEST_CASE("loads over time equal the equations stepped through") {
  for (const ReturningWork& work : {office, ReturningWork{1, 0.2, 1, ServerKind::line},
                                    ReturningWork{0.5, 0.95, 30, ServerKind::line},
                                    ReturningWork{3, 1e-9, 3, ServerKind::line}}) {
    const OfferedLoadPath path = erlang_r_load(day, 1.5, work, SeriesStart::empty);
    double needy = 0, content = 0;
    for (std::size_t row = 0; row < day.size(); ++row) {
      const Stepped expected = stepped(work, day[row], 1.5, needy, content);
      INFO("row " << row << ", return probability " << work.return_probability);
      CHECK(path.needy_end[row] == Approx(expected.needy).epsilon(1e-8).margin(1e-12));
      CHECK(path.content_end[row] == Approx(expected.content).epsilon(1e-8).margin(1e-12));
      CHECK(path.needy_mean[row] == Approx(expected.integral / 1.5).epsilon(1e-5).margin(1e-9));
      CHECK(path.needy_peak[row] == Approx(expected.peak).epsilon(1e-5).margin(1e-12));
      needy = expected.needy;
      content = expected.content;
    }
  }
}

TEST_CASE("a series may begin in balance, or go round") {
  const std::vector<double> constant(5, 3.0);
  for (const SeriesStart start : {SeriesStart::steady, SeriesStart::cyclic}) {
    const OfferedLoadPath path = erlang_r_load(constant, 0.7, office, start);
    for (std::size_t row = 0; row < 5; ++row) {
      CHECK(path.needy_end[row] == Approx(5).epsilon(1e-12));
      CHECK(path.needy_peak[row] == Approx(5).epsilon(1e-12));
      CHECK(path.content_end[row] == Approx(17.5).epsilon(1e-12));
    }
  }
  const OfferedLoadPath round = erlang_r_load(day, 1, office, SeriesStart::cyclic);
  std::vector<double> long_day;
  for (int cycle = 0; cycle < 60; ++cycle) long_day.insert(long_day.end(), day.begin(), day.end());
  const OfferedLoadPath late = erlang_r_load(long_day, 1, office, SeriesStart::empty);
  for (std::size_t row = 0; row < day.size(); ++row) {
    CHECK(round.needy_end[row] == Approx(late.needy_end[59 * day.size() + row]).epsilon(1e-9));
    CHECK(round.needy_mean[row] == Approx(late.needy_mean[59 * day.size() + row]).epsilon(1e-9));
  }
  // What comes must be served: the mean load of the cycle is that of the mean rate.
  const double mean_load =
      std::accumulate(round.needy_mean.begin(), round.needy_mean.end(), 0.0) / 8;
  const double mean_rate = std::accumulate(day.begin(), day.end(), 0.0) / 8;
  CHECK(mean_load == Approx(mean_rate / (2 * 0.3)).epsilon(1e-12));
}

TEST_CASE("staffing follows the load with a lag, and meets its target by the formula") {
  const StaffingPath plan = erlang_r_staffing(day, 1, office, SeriesStart::cyclic, 0.3);
  REQUIRE(plan.servers.size() == day.size());
  for (std::size_t row = 0; row < day.size(); ++row) {
    CHECK(plan.wait_probability[row] <= 0.3);
    const Queue fewer{plan.load.needy_peak[row] * 2, 2, plan.servers[row] - 1};
    if (static_cast<double>(fewer.servers) > plan.load.needy_peak[row]) {
      CHECK(erlang_c(fewer).wait_probability > 0.3);
    }
  }
  // Nobody arrives in the last period, and those who come back still need somebody.
  CHECK(plan.servers.back() > 2);
  const StaffingPath patient = erlang_r_staffing(day, 1, office, SeriesStart::cyclic, 0.3, 1.0);
  for (std::size_t row = 0; row < day.size(); ++row)
    CHECK(patient.servers[row] <= plan.servers[row]);
}

TEST_CASE("returning work refuses what it cannot be") {
  const auto of = [](auto&& change) {
    ReturningWork work = office;
    change(work);
    return error_of([&] { erlang_r(1, work, 9); });
  };
  CHECK(of([](auto& w) { w.service_rate = 0; }).column == "service_rate");
  CHECK(of([](auto& w) { w.return_probability = 1; }).code == ErrorCode::out_of_range);
  CHECK(of([](auto& w) { w.return_probability = -0.1; }).code == ErrorCode::negative_value);
  CHECK(of([](auto& w) { w.return_rate = NAN; }).column == "return_rate");
  CHECK(error_of([] { erlang_r(3, office, 4); }).column == "servers");
  CHECK(error_of([] { erlang_r(-3, office, 5); }).column == "arrival_rate");
  const auto series = [](std::vector<double> rates, double period, SeriesStart start) {
    return error_of([&] { erlang_r_load(rates, period, office, start); });
  };
  CHECK(series({}, 1, SeriesStart::empty).code == ErrorCode::missing_value);
  CHECK(series({1, -2}, 1, SeriesStart::empty).row == 1);
  CHECK(series({1, 2, NAN}, 1, SeriesStart::empty).row == 2);
  CHECK(series({1}, 0, SeriesStart::empty).column == "period");
  CHECK(series({1}, 1, static_cast<SeriesStart>(7)).column == "start");
  CHECK(error_of([] { erlang_r_staffing(day, 1, office, SeriesStart::empty, 0); }).column ==
        "wait_probability");
}

}  // namespace evenload::pool::returning_work_test
