#include "evenload/workload/time_study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <stop_token>

#include "catch.hpp"
#include "error_of.hpp"
#include "simulated_time_study.hpp"
#include "src/workload/time_study/interval.hpp"

using namespace evenload;
using namespace evenload::workload;
using evenload::test::error_of;
using evenload::test::place;

namespace {

/// Two types and four workers; every row is explained without a rest by 2 and 3 hours.
TimeStudyData exact_study() {
  TimeStudyData data;
  data.types = {"inquiry", "follow_up"};
  data.counts = {1, 0, 0, 1, 2, 1, 1, 3, 4, 2, 0, 5, 3, 1, 2, 2};
  data.rows = 8;
  for (std::size_t i = 0; i < data.rows; ++i) {
    data.hours.push_back(2 * data.counts[2 * i] + 3 * data.counts[2 * i + 1]);
    data.workers.push_back(std::string("w") + static_cast<char>('a' + i / 2));
  }
  return data;
}

TimeStudyOptions quick_study(int bootstraps = 199) {
  TimeStudyOptions options;
  options.bootstraps = bootstraps;
  options.control.threads = 1;
  return options;
}

ErrorInfo time_study_refused(const TimeStudyData& data, const TimeStudyOptions& options = quick_study(0)) {
  return error_of([&] { static_cast<void>(fit_time_study(data.view(), options)); });
}

}  // namespace

TEST_CASE("a log without noise gives its weights back") {
  const TimeStudyData data = exact_study();
  const TimeStudyFit fit = fit_time_study(data.view(), quick_study());
  REQUIRE(fit.weights.size() == 2);
  CHECK(fit.weights[0].hours == Approx(2).epsilon(1e-12));
  CHECK(fit.weights[1].hours == Approx(3).epsilon(1e-12));
  CHECK(fit.weights[1].status == WeightStatus::interior);
  CHECK(fit.r_squared == Approx(1));
  CHECK(fit.explained_hours == Approx(fit.logged_hours));
  CHECK(fit.weights[0].cases == 13);
  CHECK(fit.weights[0].rows == 6);
  CHECK(fit.weights[0].workers == 4);
  CHECK(fit.clusters == 4);
  for (std::size_t i = 0; i < data.rows; ++i) CHECK(fit.fitted[i] == Approx(data.hours[i]));
  double leverage = 0;
  for (const StudyWorker& worker : fit.workers) leverage += worker.leverage;
  CHECK(leverage == Approx(1));
}

TEST_CASE("a weight that least squares would make negative is 0, and the rest is fitted without it") {
  TimeStudyData data = exact_study();
  for (std::size_t i = 0; i < data.rows; ++i) data.hours[i] = std::max(0.0, 4 * data.counts[2 * i + 1] - data.counts[2 * i]);
  const TimeStudyFit fit = fit_time_study(data.view(), quick_study());
  CHECK(fit.weights[0].status == WeightStatus::zero);
  CHECK(fit.weights[0].hours == 0);
  CHECK(fit.weights[0].unconstrained < 0);
  CHECK(fit.weights[0].low == 0);
  double xy = 0, xx = 0;
  for (std::size_t i = 0; i < data.rows; ++i) {
    xy += data.counts[2 * i + 1] * data.hours[i];
    xx += data.counts[2 * i + 1] * data.counts[2 * i + 1];
  }
  CHECK(fit.weights[1].hours == Approx(xy / xx).epsilon(1e-10));
}

TEST_CASE("overtime and undone work count as hours") {
  TimeStudyData data = exact_study();
  const TimeStudyFit plain = fit_time_study(data.view(), quick_study(0));
  data.overtime.assign(data.rows, 0);
  data.undone.assign(data.rows, 0);
  for (std::size_t i = 0; i < data.rows; ++i) {
    const double cut = std::max(0.0, data.hours[i] - 8);
    data.hours[i] -= cut;
    data.overtime[i] = cut / 2;
    data.undone[i] = cut - cut / 2;
  }
  const TimeStudyFit fit = fit_time_study(data.view(), quick_study(0));
  CHECK(fit.weights[0].hours == Approx(plain.weights[0].hours));
  CHECK(fit.weights[1].hours == Approx(plain.weights[1].hours));
  CHECK(fit.overtime_hours + fit.undone_hours + fit.logged_hours == Approx(plain.logged_hours));
}

TEST_CASE("a log that the working week cuts off shows in its capped rows") {
  evenload::test::SimulatedStudy study = evenload::test::simulated_study({.workers = 20, .weeks = 10, .types = 4, .zero = {}}, 1);
  TimeStudyData& data = study.data;
  const TimeStudyFit whole = fit_time_study(data.view(), quick_study(0));
  data.hours_present.assign(data.rows, 45);
  std::int64_t cut = 0;
  for (double& hours : data.hours) {
    cut += hours >= 45 ? 1 : 0;
    hours = std::min(hours, 45.0);
  }
  REQUIRE(cut > 20);
  const TimeStudyFit fit = fit_time_study(data.view(), quick_study(0));
  CHECK(fit.capped_rows == cut);
  CHECK(fit.capped_residual < 0);
  CHECK(fit.explained_hours < whole.explained_hours);

  data.overtime.assign(data.rows, 1);  // told: no row is cut off without a word
  CHECK(fit_time_study(data.view(), quick_study(0)).capped_rows == 0);
}

TEST_CASE("fixed parts: for every row, by the hours present, and each worker's own level") {
  TimeStudyData data = exact_study();
  TimeStudyOptions options = quick_study(0);
  for (double& hours : data.hours) hours += 6;
  options.fixed_part = FixedPart::per_row;
  TimeStudyFit fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[2].type == "fixed_hours");
  CHECK(fit.weights[2].hours == Approx(6));
  CHECK(fit.weights[0].hours == Approx(2));

  options.fixed_part = FixedPart::per_hour_present;
  data.hours_present = {40, 30, 20, 40, 35, 40, 25, 40};
  for (std::size_t i = 0; i < data.rows; ++i) data.hours[i] += 0.2 * data.hours_present[i] - 6;
  fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[2].hours == Approx(0.2));
  CHECK(fit.weights[1].hours == Approx(3));

  options.fixed_part = FixedPart::per_worker;
  for (std::size_t i = 0; i < data.rows; ++i) data.hours[i] += -0.2 * data.hours_present[i] + 5 * static_cast<double>(i / 2);
  fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[0].hours == Approx(2));
  CHECK(fit.workers[3].own_level == Approx(15));
  CHECK(fit.fitted[7] == Approx(data.hours[7]));
}

TEST_CASE("fixed and ordered weights") {
  TimeStudyData data = exact_study();
  TimeStudyOptions options = quick_study(0);
  options.fixed = {{"follow_up", 3}};
  TimeStudyFit fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[1].status == WeightStatus::fixed);
  CHECK(fit.weights[1].hours == 3);
  CHECK(fit.weights[0].hours == Approx(2));

  options = quick_study();
  options.order = {{"follow_up", "inquiry"}};  // against the truth: both become equal
  fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[0].status == WeightStatus::tied);
  CHECK(fit.weights[0].hours == fit.weights[1].hours);
  double xy = 0, xx = 0;
  for (std::size_t i = 0; i < data.rows; ++i) {
    const double count = data.counts[2 * i] + data.counts[2 * i + 1];
    xy += count * data.hours[i];
    xx += count * count;
  }
  CHECK(fit.weights[0].hours == Approx(xy / xx));

  options.order = {{"inquiry", "follow_up"}};  // with the truth: nothing changes
  fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[0].hours == Approx(2));

  options.order = {{"inquiry", "follow_up"}};
  options.fixed = {{"inquiry", 4}};
  fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[1].hours == 4);
}

TEST_CASE("equal results for any order of the rows and any number of threads") {
  evenload::test::SimulatedStudy study = evenload::test::simulated_study({.workers = 20, .weeks = 6, .types = 5, .zero = {1}, .units = 3}, 4);
  TimeStudyOptions options = quick_study(99);
  options.keep_replicates = true;
  options.pool_units = true;
  options.control.seed = 5;
  const TimeStudyFit one = fit_time_study(study.data.view(), options);
  options.control.threads = 3;
  CHECK(to_json(fit_time_study(study.data.view(), options)) == to_json(one));

  std::vector<std::size_t> order(study.data.rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(7);
  std::shuffle(order.begin(), order.end(), random);
  TimeStudyData mixed = study.data;
  for (std::size_t i = 0; i < order.size(); ++i) {
    mixed.hours[i] = study.data.hours[order[i]];
    mixed.workers[i] = study.data.workers[order[i]];
    mixed.units[i] = study.data.units[order[i]];
    std::copy_n(study.data.counts.begin() + static_cast<std::ptrdiff_t>(order[i] * 5), 5, mixed.counts.begin() + static_cast<std::ptrdiff_t>(i * 5));
  }
  const TimeStudyFit other = fit_time_study(mixed.view(), options);
  CHECK(other.replicates == one.replicates);
  for (std::size_t w = 0; w < 5; ++w) CHECK(other.weights[w].high == one.weights[w].high);
  for (std::size_t i = 0; i < order.size(); ++i) CHECK(other.fitted[i] == one.fitted[order[i]]);
  options.control.seed = 6;
  CHECK(fit_time_study(study.data.view(), options).replicates != one.replicates);
}

TEST_CASE("singular studies: an error that names the types, or what can be known") {
  TimeStudyData data = exact_study();
  data.types = {"a", "b", "c"};
  std::vector<double> counts;
  for (std::size_t i = 0; i < data.rows; ++i) counts.insert(counts.end(), {data.counts[2 * i], data.counts[2 * i + 1], 2 * data.counts[2 * i + 1]});
  data.counts = counts;
  const ErrorInfo error = time_study_refused(data);
  CHECK(place(error) == "time_log.count_b unsupported");
  CHECK(error.found == "b, c move together");

  TimeStudyOptions options = quick_study();
  options.allow_singular = true;
  const TimeStudyFit fit = fit_time_study(data.view(), options);
  CHECK(fit.weights[0].hours == Approx(2).epsilon(1e-6));
  CHECK(fit.weights[0].status == WeightStatus::interior);
  CHECK(fit.weights[1].status == WeightStatus::not_identified);
  CHECK(std::isnan(fit.weights[2].hours));
  CHECK(std::isinf(fit.condition_number));
  REQUIRE(fit.collinearity.size() == 2);
  CHECK(fit.collinearity[0].type == "b");
  CHECK(fit.fitted[3] == Approx(data.hours[3]).epsilon(1e-5));

  for (std::size_t i = 0; i < data.rows; ++i) data.counts[3 * i + 2] = 0;
  CHECK(place(time_study_refused(data)) == "time_log.count_c missing_value");
  CHECK(fit_time_study(data.view(), options).weights[2].status == WeightStatus::not_identified);
}

TEST_CASE("types that nearly move together are named") {
  evenload::test::SimulatedStudy study = evenload::test::simulated_study({.workers = 20, .weeks = 10, .types = 4, .zero = {}}, 3);
  for (std::size_t i = 0; i < study.data.rows; ++i) study.data.counts[4 * i + 1] = study.data.counts[4 * i] * 2 + (i % 17 == 0 ? 0.1 : 0);
  const TimeStudyFit fit = fit_time_study(study.data.view(), quick_study(0));
  REQUIRE(fit.collinearity.size() == 2);
  CHECK(fit.collinearity[0].type == "type0");
  CHECK(fit.collinearity[1].type == "type1");
  CHECK(fit.collinearity[0].condition_index > 30);
  CHECK(fit.weights[0].variance_inflation > 100);
}

TEST_CASE("bad time logs are refused by table, column and row") {
  const TimeStudyData good = exact_study();
  const auto with = [&](auto change) {
    TimeStudyData data = good;
    change(data);
    return place(time_study_refused(data));
  };
  CHECK(with([](auto& d) { d.hours[2] = -1; }) == "time_log.hours[2] negative_value");
  CHECK(with([](auto& d) { d.hours[2] = std::nan(""); }) == "time_log.hours[2] missing_value");
  CHECK(with([](auto& d) { d.hours[2] = std::numeric_limits<double>::infinity(); }) == "time_log.hours[2] not_finite");
  CHECK(with([](auto& d) { d.hours[2] = 1e300; }) == "time_log.hours[2] out_of_range");
  CHECK(with([](auto& d) { d.counts[5] = -2; }) == "time_log.count_follow_up[2] negative_value");
  CHECK(with([](auto& d) { d.hours.pop_back(); }) == "time_log.hours length_mismatch");
  CHECK(with([](auto& d) { d.counts.pop_back(); }) == "time_log.counts length_mismatch");
  CHECK(with([](auto& d) { d.types[1] = "inquiry"; }) == "time_log.count_inquiry duplicate_id");
  CHECK(with([](auto& d) { d.types.clear(); }) == "time_log.count_ missing_column");
  CHECK(with([](auto& d) { d.observation_weight.assign(8, 0); }) == "time_log.observation_weight[0] out_of_range");
  CHECK(with([](auto& d) { d.workers.assign(8, "one"); }) == "time_log.caseworker out_of_range");
  CHECK(with([](auto& d) {
          d.rows = 1;
          d.counts = {1, 2};
          d.hours = {3};
          d.workers.clear();
        }) == "time_log. out_of_range");
  CHECK(with([](auto& d) { d.rows = std::size_t{1} << 62; }) == "time_log.counts length_mismatch");
  CHECK(with([](auto& d) {
          d.rows = 0;
          d.counts.clear();
          d.hours.clear();
          d.workers.clear();
        }) == "time_log. out_of_range");
}

TEST_CASE("bad options are refused") {
  const auto with = [&](auto change) {
    TimeStudyOptions options = quick_study(0);
    change(options);
    return place(time_study_refused(exact_study(), options));
  };
  CHECK(with([](auto& o) { o.level = 1; }) == "options.level out_of_range");
  CHECK(with([](auto& o) { o.level = std::nan(""); }) == "options.level out_of_range");
  CHECK(with([](auto& o) { o.bootstraps = 5; }) == "options.bootstraps out_of_range");
  CHECK(with([](auto& o) { o.pool_units = true; }) == "time_log.unit length_mismatch");
  CHECK(with([](auto& o) { o.fixed_part = FixedPart::per_hour_present; }) == "time_log.hours_present length_mismatch");
  CHECK(with([](auto& o) { o.fixed = {{"inquiry", 1}, {"court", 1}}; }) == "options.fixed.type[1] unknown_id");
  CHECK(with([](auto& o) { o.fixed = {{"inquiry", 1}, {"inquiry", 1}}; }) == "options.fixed.type[1] duplicate_id");
  CHECK(with([](auto& o) { o.fixed = {{"inquiry", -1}}; }) == "options.fixed.hours[0] negative_value");
  CHECK(with([](auto& o) { o.order = {{"inquiry", "court"}}; }) == "options.order.higher[0] unknown_id");
  CHECK(with([](auto& o) { o.order = {{"inquiry", "follow_up"}, {"follow_up", "inquiry"}}; }).ends_with("cycle"));
  CHECK(with([](auto& o) { o.order = {{"inquiry", "inquiry"}}; }) == "options.order.higher[0] cycle");
  CHECK(with([](auto& o) {
          o.fixed = {{"inquiry", 5}, {"follow_up", 2}};
          o.order = {{"inquiry", "follow_up"}};
        }) == "options.order.higher[0] contradiction");
}

TEST_CASE("a stop leaves the weights and takes the intervals") {
  std::stop_source stop;
  stop.request_stop();
  TimeStudyOptions options = quick_study();
  options.control.stop = stop.get_token();
  const TimeStudyFit fit = fit_time_study(exact_study().view(), options);
  CHECK(fit.stop == StopReason::cancelled);
  CHECK(fit.weights[0].hours == Approx(2));
  CHECK(std::isnan(fit.weights[0].low));
}

TEST_CASE("the unified interval: known limits, exact coverage at every mean") {
  using namespace time_study;
  // Feldman & Cousins (1998), table X, 90 %.
  CHECK(unified_interval(0, 0.9).second == Approx(1.64).margin(0.01));
  CHECK(unified_interval(1, 0.9).second == Approx(2.64).margin(0.01));
  CHECK(unified_interval(-1, 0.9).second == Approx(0.81).margin(0.01));
  CHECK(unified_interval(2, 0.9).first == Approx(0.58).margin(0.01));
  CHECK(unified_interval(3, 0.9).first == Approx(1.37).margin(0.01));
  CHECK(unified_interval(3, 0.9).second == Approx(4.64).margin(0.01));
  CHECK(unified_interval(1.2, 0.9).first == 0);
  CHECK(unified_interval(99, 0.9).second == Approx(99 + 1.64485).epsilon(1e-6));
  CHECK(unified_interval(1e17, 0.9).second >= 1e17);  // a log without noise
  CHECK(unified_interval(-1e17, 0.9).first == 0);
  CHECK(unified_interval(-1e17, 0.9).second < 1e-10);
  evenload::test::StudyRandom random(3);
  for (const double mean : {0.0, 0.5, 1.0, 2.0, 5.0}) {
    int covered = 0;
    for (int i = 0; i < 4000; ++i) {
      const auto [low, high] = unified_interval(mean + random.normal(), 0.9);
      covered += low <= mean && mean <= high ? 1 : 0;
    }
    CHECK(covered / 4000.0 == Approx(0.9).margin(0.02));
  }
}

TEST_CASE("intervals of interior weights and of weights at zero cover as they say (small; tests/soak is the large one)") {
  evenload::test::Coverage interior, zero;
  for (std::uint64_t s = 0; s < 120; ++s) {
    const evenload::test::SimulatedStudy study = evenload::test::simulated_study({.workers = 40, .weeks = 10, .types = 6, .zero = {0, 3}}, s);
    TimeStudyOptions options = quick_study();
    options.control.seed = s;
    const TimeStudyFit fit = fit_time_study(study.data.view(), options);
    for (std::size_t t = 0; t < 6; ++t) (study.weights[t] == 0 ? zero : interior).add(study.weights[t], fit.weights[t].low, fit.weights[t].high);
  }
  CHECK(interior.percent() > 85);
  CHECK(interior.percent() < 95);
  CHECK(zero.percent() > 84);
  CHECK(zero.percent() < 96);
}

TEST_CASE("thin units are drawn towards all of them, large ones are not") {
  const evenload::test::SimulatedStudy study = evenload::test::simulated_study({.workers = 60, .weeks = 12, .types = 4, .zero = {}, .units = 6, .unit_spread = 0.1, .thin = 3}, 9);
  TimeStudyOptions options = quick_study(0);
  options.pool_units = true;
  const TimeStudyFit fit = fit_time_study(study.data.view(), options);
  REQUIRE(fit.units.size() == 24);
  double own_error = 0, pooled_error = 0, large = 0, thin = 0;
  for (std::size_t i = 0; i < fit.units.size(); ++i) {
    const UnitWeight& one = fit.units[i];
    const std::size_t unit = std::stoul(one.unit.substr(4));
    const double truth = study.unit_weights[unit][i % 4];
    CHECK(one.low <= one.hours);
    CHECK(one.hours <= one.high);
    (unit == 0 ? large : thin) += one.shrinkage / (unit == 0 ? 4 : 20);
    if (unit == 0) continue;
    own_error += (one.own - truth) * (one.own - truth);
    pooled_error += (one.hours - truth) * (one.hours - truth);
  }
  CHECK(pooled_error < 0.5 * own_error);
  CHECK(large < thin);
}

TEST_CASE("a time log is read with counts by type, or one case a row") {
  const Table counts = table_from_json("time_log", R"([{"caseworker": "a", "hours": 5, "count_x": 1, "count_y": 1, "week": "2026-W10"},
                                                       {"caseworker": "b", "hours": 7.5, "count_x": 2, "count_y": null, "x_note": "kept"}])");
  const TimeStudyData data = read_time_log(counts);
  CHECK(data.types == std::vector<std::string>{"x", "y"});
  CHECK(data.counts == std::vector<double>{1, 1, 2, 0});
  CHECK(data.workers == std::vector<std::string>{"a", "b"});
  const Table cases = table_from_json("time_log", R"([{"case": "1", "type": "y", "hours": 5, "amount": 2}, {"case": "2", "type": "x", "phase": "start", "hours": 7}])");
  const TimeStudyData by_case = read_time_log(cases);
  CHECK(by_case.types == std::vector<std::string>{"x/start", "y"});
  CHECK(by_case.counts == std::vector<double>{0, 2, 1, 0});
  const auto refused_log = [](const char* json) { return place(error_of([&] { static_cast<void>(read_time_log(table_from_json("time_log", json))); })); };
  CHECK(refused_log(R"([{"hours": 5, "count_x": -1}])") == "time_log.count_x[0] negative_value");
  CHECK(refused_log(R"([{"hours": 5, "count_x": 1, "houers": 1}])") == "time_log.houers unknown_field");
  CHECK(refused_log(R"([{"hours": 5}])") == "time_log.count_ missing_column");
  CHECK(refused_log(R"([{"count_x": 5}])") == "time_log.hours missing_column");
  CHECK(refused_log(R"([{"hours": null, "count_x": 5}, {"hours": 1, "count_x": 5}])") == "time_log.hours[0] missing_value");
  CHECK(refused_log(R"([{"hours": "much", "count_x": 5}])") == "time_log.hours[0] wrong_type");
}
