#include "evenload/workload/alarm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "evenload/core/random.hpp"
#include "fixtures.hpp"
#include "src/workload/normal.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A settled series of the model from its own stream.
std::vector<double> simulated(const Autoregression& model, std::size_t weeks, std::uint32_t entity) {
  RandomStream stream({7, 0, entity, 1});
  constexpr std::size_t warm_up = 300;
  std::vector<double> path(weeks + warm_up);
  for (std::size_t week = 0; week < path.size(); ++week) {
    double value = model.sigma * normal::quantile(stream.uniform() + 0x1p-54);
    for (std::size_t i = 0; i < model.phi.size() && i < week; ++i) {
      value += model.phi[i] * path[week - 1 - i];
    }
    path[week] = value;
  }
  path.erase(path.begin(), path.begin() + warm_up);
  for (double& value : path) value += model.mean;
  return path;
}

double alarms_in(const Alarm& alarm) {
  return static_cast<double>(std::count_if(alarm.alarm.begin(), alarm.alarm.end(),
                                           [](AlarmKind kind) { return kind != AlarmKind::none; }));
}

/// Mean and variance of the residuals, and their correlation with those of the week before.
struct Moments {
  double mean = 0, variance = 0, neighbours = 0;
};
Moments moments_of(const std::vector<double>& values) {
  Moments m;
  double count = 0, pairs = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    m.mean += values[i];
    m.variance += values[i] * values[i];
    ++count;
    if (i == 0 || std::isnan(values[i - 1])) continue;
    m.neighbours += values[i] * values[i - 1];
    ++pairs;
  }
  return {m.mean / count, m.variance / count, m.neighbours / pairs};
}

}  // namespace

TEST_CASE("run lengths are those of the literature") {
  // Lucas & Crosier (1982), tables 1 and 2: two-sided, reference 0.5; Hawkins & Olwell (1998).
  CHECK(cusum_run_length(0.5, 4) == Approx(168).margin(0.5));
  CHECK(cusum_run_length(0.5, 5) == Approx(465).margin(0.6));
  CHECK(cusum_run_length(0.5, 4, AlarmSide::both, 0.5) == Approx(149).margin(0.5));
  CHECK(cusum_run_length(0.5, 5, AlarmSide::both, 0.5) == Approx(430).margin(0.6));
  CHECK(cusum_run_length(0.5, 4, AlarmSide::both, 0, 1) == Approx(8.38).margin(0.005));
  CHECK(cusum_run_length(0.5, 5, AlarmSide::both, 0, 1) == Approx(10.4).margin(0.05));
  CHECK(cusum_run_length(0.5, 4, AlarmSide::both, 0.5, 1) == Approx(5.29).margin(0.02));
  CHECK(cusum_run_length(0.5, 4.77) == Approx(370).epsilon(0.01));
  // One-sided run lengths are equal for both sides and twice the two-sided one.
  CHECK(cusum_run_length(0.5, 4, AlarmSide::upper) == Approx(2 * cusum_run_length(0.5, 4)));
  CHECK(cusum_run_length(0.5, 4, AlarmSide::lower, 0, -1) ==
        Approx(cusum_run_length(0.5, 4, AlarmSide::upper, 0, 1)));
  // At a threshold near 0 the first value beyond the reference is an alarm.
  CHECK(cusum_run_length(1, 1e-9, AlarmSide::upper) == Approx(1 / (1 - normal::below(1))));
}

TEST_CASE("a threshold has the run length that was asked for") {
  for (const double reference : {0.0, 0.25, 0.5, 1.0, 2.0}) {
    for (const double run_length : {20.0, 365.0, 14600.0}) {
      for (const double head_start : {0.0, 0.5}) {
        // Charts that no threshold makes so quick, or so slow.
        if (reference == 0 && run_length > 1000) continue;
        if (reference == 2 && run_length < 100) continue;
        for (const AlarmSide side : {AlarmSide::both, AlarmSide::upper}) {
          const double threshold = cusum_threshold(reference, run_length, side, head_start);
          CAPTURE(reference, run_length, head_start);
          CHECK(cusum_run_length(reference, threshold, side, head_start) ==
                Approx(run_length).epsilon(1e-8));
        }
      }
    }
  }
  CHECK(error_if_any([] { cusum_threshold(5, 3); }).column == "run_length");
  CHECK(error_if_any([] { cusum_threshold(0.5, 1e10); }).column == "run_length");
  CHECK(error_if_any([] { cusum_threshold(-0.1, 365); }).column == "reference");
  CHECK(error_if_any([] { cusum_run_length(0.5, missing); }).column == "threshold");
  CHECK(error_if_any([] { cusum_run_length(0.5, 4, AlarmSide::both, 1); }).column == "head_start");
}

TEST_CASE("quantiles are inverse to the distribution") {
  for (const double p : {1e-200, 1e-9, 0.001, 0.07, 0.3, 0.5, 0.9, 0.999999}) {
    CHECK(normal::below(normal::quantile(p)) == Approx(p).epsilon(1e-12));
  }
  // Tables of Student's t: 0.975 at one, five and thirty degrees of freedom.
  CHECK(normal::from_student(12.7062047364, 1) == Approx(1.959963985).epsilon(1e-8));
  CHECK(normal::from_student(2.5705818356, 5) == Approx(1.959963985).epsilon(1e-8));
  CHECK(normal::from_student(-2.0422724563, 30) == Approx(-1.959963985).epsilon(1e-8));
  CHECK(normal::from_student(1e6, 25) > 8);
}

TEST_CASE("surprises of a known model are independent standard normal, gaps or not") {
  for (const Autoregression& model :
       {Autoregression{3, {}, 2}, Autoregression{-1, {0.8}, 0.5}, Autoregression{0, {0.5, 0.3}, 1},
        Autoregression{10, {0.2, -0.4, 0.3}, 3}}) {
    auto values = simulated(model, 20'000, static_cast<std::uint32_t>(model.phi.size()));
    for (std::size_t week = 0; week < values.size(); week += 7) values[week] = missing;
    for (std::size_t week = 100; week < 130; ++week) values[week] = missing;
    for (const bool learn : {false, true}) {
      const Innovations told = innovations(values, model, {learn, learn, {}});
      const Moments moments = moments_of(told.residual);
      CAPTURE(model.phi.size(), learn);
      CHECK(moments.mean == Approx(0).margin(0.03));
      CHECK(moments.variance == Approx(1).margin(0.04));
      CHECK(moments.neighbours == Approx(0).margin(0.03));
    }
  }
}

TEST_CASE("what is learnt costs no false surprises, however few the weeks") {
  // The third to tenth residual of many short series, mean and sigma unknown.
  const Autoregression model{50, {0.6}, 4};
  std::vector<double> all;
  for (std::uint32_t series = 0; series < 4000; ++series) {
    const Innovations told = innovations(simulated(model, 10, series), model, {true, true, {}});
    CHECK(std::isnan(told.residual[0]));
    CHECK(std::isnan(told.residual[1]));
    all.insert(all.end(), told.residual.begin() + 2, told.residual.end());
  }
  const auto beyond = std::count_if(all.begin(), all.end(), [](double r) { return std::fabs(r) > 1.96; });
  CHECK(static_cast<double>(beyond) / static_cast<double>(all.size()) == Approx(0.05).margin(0.005));
  const Moments moments = moments_of(all);
  CHECK(moments.variance == Approx(1).margin(0.02));
  CHECK(moments.mean == Approx(0).margin(0.02));
}

TEST_CASE("the rate of false alarms holds on series whose weeks resemble each other") {
  // The small version of tests/soak/alarm.py: 600 alarms expected each.
  for (const double phi : {0.0, 0.5, 0.8, 0.95}) {
    const Autoregression model{100, {phi}, 5};
    const auto values = simulated(model, 60'000, static_cast<std::uint32_t>(100 * phi));
    AlarmOptions options;
    options.run_length = 100;
    const Alarm alarm = run_alarm(values, model, options);
    CHECK(alarm.run_length == Approx(100));
    CAPTURE(phi);
    CHECK(60'000 / alarms_in(alarm) == Approx(100).epsilon(0.1));
    // As if the weeks were independent, the same chart would cry wolf.
    if (phi < 0.5) continue;
    const double spread = 5 / std::sqrt(1 - phi * phi);
    const Alarm naive = run_alarm(values, {100, {}, spread}, options);
    CHECK(60'000 / alarms_in(naive) < 50);
  }
}

TEST_CASE("a chart of many people has one false alarm per stated time") {
  AlarmOptions options;
  options.run_length = 52;
  options.charts = 40;
  const std::vector<double> values{0, 0};
  const Alarm alarm = run_alarm(values, {}, options);
  CHECK(alarm.run_length == Approx(2080));
  CHECK(alarm.threshold > cusum_threshold(0.5, 52));
}

TEST_CASE("a shift is found, a fast start finds it sooner, a planned change is not an alarm") {
  const Autoregression model{20, {0.5}, 1};
  auto values = simulated(model, 80, 3);
  for (std::size_t week = 40; week < 80; ++week) values[week] += 6;
  const auto first_alarm = [&](const AlarmOptions& options) {
    const Alarm alarm = run_alarm(values, model, options);
    return std::find_if(alarm.alarm.begin() + 40, alarm.alarm.end(),
                        [](AlarmKind kind) { return kind != AlarmKind::none; }) -
           alarm.alarm.begin();
  };
  AlarmOptions options;
  options.learn_mean = true;
  const auto found = first_alarm(options);
  CHECK(found >= 40);
  CHECK(found < 46);
  const std::vector<std::size_t> planned{40};
  options.planned = planned;
  CHECK(first_alarm(options) == 80);
  options.learn_mean = false;
  CHECK(first_alarm(options) < 46);  // a known mean is still known after the change
  options.planned = {};
  options.side = AlarmSide::lower;
  CHECK(first_alarm(options) == 80);
  AlarmOptions fast;
  fast.side = AlarmSide::upper;
  fast.first_week = 40;
  const auto plain = first_alarm(fast);
  fast.head_start = 0.5;
  CHECK(first_alarm(fast) <= plain);
}

TEST_CASE("sums begin anew after an alarm and stay over missing weeks") {
  const std::vector<double> values{3, missing, 3, 3, 0};
  AlarmOptions options;
  options.threshold = 4.0;
  const Alarm alarm = run_alarm(values, {0, {}, 1}, options);
  CHECK(alarm.upper == std::vector<double>{2.5, 2.5, 5, 2.5, 2});
  CHECK(alarm.alarm[2] == AlarmKind::upper);
  CHECK(alarm.alarm[3] == AlarmKind::none);
  CHECK(alarm.lower == std::vector<double>(5, 0.0));
  CHECK(std::isnan(alarm.innovations.residual[1]));
  CHECK(alarm.innovations.expected[1] == 0);
}

TEST_CASE("wrong models and options are refused") {
  const std::vector<double> values{1, 2, 3};
  CHECK(error_if_any([&] { run_alarm(values, {0, {1.0}, 1}); }).column == "phi");
  CHECK(error_if_any([&] { run_alarm(values, {0, {0.6, 0.5}, 1}); }).column == "phi");
  CHECK(error_if_any([&] { run_alarm(values, {0, {}, 0}); }).column == "sigma");
  CHECK(error_if_any([&] { run_alarm(values, {missing, {}, 1}); }).code == ErrorCode::not_finite);
  CHECK(error_if_any([&] { run_alarm(values, {0, std::vector<double>(9, 0.0), 1}); }).column == "phi");
  const std::vector<double> infinite{1, std::numeric_limits<double>::infinity()};
  CHECK(error_if_any([&] { run_alarm(infinite, {}); }).row == 1);
  AlarmOptions options;
  options.charts = 0;
  CHECK(error_if_any([&] { run_alarm(values, {}, options); }).column == "charts");
  options = {};
  const std::vector<std::size_t> backwards{2, 1}, beyond{3};
  options.planned = backwards;
  CHECK(error_if_any([&] { run_alarm(values, {}, options); }).column == "restarts");
  options.planned = beyond;
  CHECK(error_if_any([&] { run_alarm(values, {}, options); }).column == "restarts");
  CHECK(run_alarm({}, {}).alarm.empty());
}
