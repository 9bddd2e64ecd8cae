// Load to come: expected values against simulation, threads, refusals.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/workload/load_forecast.hpp"

using namespace evenload;
using namespace evenload::workload;
using evenload::test::error_of;
using evenload::test::place;

namespace {

/// Two types, three phases, a way back from the last to the first, stays of no length.
PhaseModel mixed_model() {
  std::vector<PhaseStay> stays;
  for (std::int64_t k = 0; k < 120; ++k) {
    const auto type = static_cast<std::int32_t>(k % 2);
    stays.push_back({k, type, 0, 0, (k * 7) % 5, k % 4 == 0 ? case_closed : 1, true});
    if (k % 4 == 0) continue;
    stays.push_back({k, type, 1, 0, (k * 5) % 9, k % 5 == 0 ? still_there : 2, false});
    if (k % 5 == 0) continue;
    stays.push_back({k, type, 2, 0, (k * 3) % 4, k % 7 == 0 ? 0 : case_closed, false});
    if (k % 7 == 0) stays.push_back({k, type, 0, 0, 2, case_closed, false});
  }
  return fit_phases({"x", "y"}, {"a", "b", "c"}, stays, {0, 5, 8});
}

struct Setting {
  PhaseModel model = mixed_model();
  std::vector<OpenCase> open{{0, 0, 1, 0, 1}, {0, 1, 3, 0, 1.5}, {1, 2, 0, 1, 1}, {1, 1, 20, 1, 2}};
  std::vector<ArrivalSeries> series{{0, 0, 1}, {1, 1, .5}};
  std::vector<double> mean;
  std::vector<double> weight;
  explicit Setting(std::int64_t periods) {
    for (std::int64_t k = 0; k < 2 * periods; ++k) mean.push_back(1 + .1 * static_cast<double>(k % 6));
    for (std::int64_t k = 0; k < 6 * periods; ++k) weight.push_back(1 + static_cast<double>(k % 6));
    input = {2, periods, open, series, mean, {}, weight};
  }
  LoadForecastInput input;
};

}  // namespace

TEST_CASE("load forecast: the mean of the draws is the expected value") {
  const Setting setting(12);
  const ExpectedLoad expected = expected_load(setting.model, setting.input);
  LoadSimulationOptions options;
  options.replications = 20000;
  options.parameter_uncertainty = false;
  const LoadSimulation drawn = simulate_load(setting.model, setting.input, options);
  REQUIRE(drawn.replications == 20000);
  for (std::size_t place = 0; place < 24; ++place) {
    double sum = 0;
    double squares = 0;
    double cases = 0;
    for (std::size_t r = 0; r < 20000; ++r) {
      sum += drawn.load[r * 24 + place];
      squares += drawn.load[r * 24 + place] * drawn.load[r * 24 + place];
      cases += drawn.cases[r * 24 + place];
    }
    const double mean = sum / 20000;
    const double error = std::sqrt((squares / 20000 - mean * mean) / 20000);
    const double wanted = expected.open_load[place] + expected.new_load[place];
    CAPTURE(place, mean, wanted, error);
    CHECK(std::abs(mean - wanted) < 4.5 * error);
    double wanted_cases = 0;
    for (std::size_t cell = 0; cell < 6; ++cell) {
      wanted_cases += expected.cases[((place / 12) * 6 + cell) * 12 + place % 12];
    }
    CHECK(cases / 20000 == Approx(wanted_cases).epsilon(.02));
  }
}

TEST_CASE("load forecast: arrivals drawn elsewhere are taken as they are") {
  Setting setting(6);
  std::vector<std::int32_t> draws(50 * 2 * 6, 3);
  setting.input.arrival_draws = draws;
  setting.input.open_cases = {};
  LoadSimulationOptions options;
  options.replications = 50;
  options.parameter_uncertainty = false;
  const LoadSimulation three = simulate_load(setting.model, setting.input, options);
  const std::vector<double> mean(12, 3.0);
  setting.input.arrival_mean = mean;
  const ExpectedLoad expected = expected_load(setting.model, setting.input);
  double sum = 0;
  for (const double load : three.load) sum += load;
  const double wanted = std::accumulate(expected.new_load.begin(), expected.new_load.end(), 0.0);
  CHECK(sum / 50 == Approx(wanted).epsilon(.05));
}

TEST_CASE("load forecast: bitwise the same on any number of threads") {
  const Setting setting(10);
  LoadSimulationOptions options;
  options.replications = 64;
  options.seed = 11;
  options.threads = 1;
  const LoadSimulation one = simulate_load(setting.model, setting.input, options);
  for (const int threads : {2, 3, 8}) {
    options.threads = threads;
    const LoadSimulation many = simulate_load(setting.model, setting.input, options);
    CHECK(many.load == one.load);
    CHECK(many.cases == one.cases);
  }
  options.seed = 12;
  CHECK(simulate_load(setting.model, setting.input, options).load != one.load);
}

TEST_CASE("load forecast: fewer replications are the first ones") {
  const Setting setting(5);
  LoadSimulationOptions options;
  options.replications = 8;
  const LoadSimulation eight = simulate_load(setting.model, setting.input, options);
  options.replications = 3;
  const LoadSimulation three = simulate_load(setting.model, setting.input, options);
  CHECK(std::equal(three.load.begin(), three.load.end(), eight.load.begin()));
}

TEST_CASE("load forecast: means over days make weeks, what is left over is dropped") {
  const Setting setting(17);
  LoadSimulationOptions options;
  options.replications = 4;
  const LoadSimulation days = simulate_load(setting.model, setting.input, options);
  options.mean_over = 7;
  const LoadSimulation weeks = simulate_load(setting.model, setting.input, options);
  REQUIRE(weeks.points == 2);
  for (std::size_t line = 0; line < 8; ++line) {
    double sum = 0;
    for (std::size_t day = 7; day < 14; ++day) sum += days.load[line * 17 + day];
    CHECK(weeks.load[line * 2 + 1] == Approx(sum / 7));
  }
}

TEST_CASE("load forecast: parameters that are uncertain widen the intervals") {
  Setting setting(12);
  LoadSimulationOptions options;
  options.replications = 2000;
  const auto width = [&](bool uncertain) {
    options.parameter_uncertainty = uncertain;
    const LoadSimulation drawn = simulate_load(setting.model, setting.input, options);
    return load_quantile(drawn, .95)[11] - load_quantile(drawn, .05)[11];
  };
  std::vector<double> many(setting.mean.size(), 40.0);  // much arrives: the parameters matter most
  setting.input.arrival_mean = many;
  CHECK(width(true) > 1.1 * width(false));
}

TEST_CASE("load forecast: quantiles interpolate between draws") {
  LoadSimulation draws;
  draws.replications = 5;
  draws.points = 1;
  draws.load = {5, 1, 4, 2, 3};
  CHECK(load_quantile(draws, 0)[0] == 1);
  CHECK(load_quantile(draws, 1)[0] == 5);
  CHECK(load_quantile(draws, .5)[0] == 3);
  CHECK(load_quantile(draws, .1)[0] == Approx(1.4));
  CHECK(place(error_of([&] { load_quantile(draws, 1.5); })) == "simulation.quantile out_of_range");
  CHECK(place(error_of([&] { load_quantile(draws, std::nan("")); })) ==
        "simulation.quantile out_of_range");
  CHECK(place(error_of([&] { load_quantile({}, .5); })) == "simulation.replications out_of_range");
}

TEST_CASE("load forecast: cancelled before it began") {
  const Setting setting(5);
  LoadSimulationOptions options;
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  const LoadSimulation none = simulate_load(setting.model, setting.input, options);
  CHECK(none.stop == StopReason::cancelled);
  CHECK(none.replications == 0);
  CHECK(none.load.empty());
}

TEST_CASE("load forecast: a circle of stays without length is refused where it has no way out") {
  std::vector<PhaseStay> stays;
  for (std::int64_t k = 0; k < 20; ++k) {
    stays.push_back({k, 0, 0, 0, 0, 1, true});
    stays.push_back({k, 0, 1, 0, 0, 0, false});
  }
  const PhaseModel model = fit_phases({"t"}, {"a", "b"}, stays, {0, 1, 0});
  CHECK(place(error_of([&] { new_case_path(model, 0, 5); })) == "phase_model.phase cycle");
  // A way out after many rounds is fine.
  stays[0].next = case_closed;
  const PhaseModel open = fit_phases({"t"}, {"a", "b"}, stays, {0, 1, 0});
  const auto path = new_case_path(open, 0, 3);
  CHECK(std::accumulate(path.begin(), path.end(), 0.0) == Approx(0).margin(1e-9));
}

TEST_CASE("load forecast: what is wrong is named") {
  const auto refused = [](auto change, LoadSimulationOptions options = {}) {
    Setting setting(4);
    options.replications = options.replications == 1000 ? 2 : options.replications;
    change(setting);
    return place(error_of([&] { simulate_load(setting.model, setting.input, options); }));
  };
  CHECK(refused([](Setting& s) { s.open[1].phase = 3; }) == "open_cases.phase[1] out_of_range");
  CHECK(refused([](Setting& s) { s.open[2].type = -1; }) == "open_cases.type[2] out_of_range");
  CHECK(refused([](Setting& s) { s.open[0].age = -1; }) == "open_cases.age[0] out_of_range");
  CHECK(refused([](Setting& s) { s.open[3].unit = 2; }) == "open_cases.unit[3] out_of_range");
  CHECK(refused([](Setting& s) { s.open[3].scale = -2; }) == "open_cases.scale[3] negative_value");
  CHECK(refused([](Setting& s) { s.series[1].type = 2; }) == "arrivals.type[1] out_of_range");
  CHECK(refused([](Setting& s) { s.series[1].unit = -1; }) == "arrivals.unit[1] out_of_range");
  CHECK(refused([](Setting& s) { s.mean[5] = -1; }) == "arrivals.mean[5] negative_value");
  CHECK(refused([](Setting& s) { s.mean[5] = std::nan(""); }) == "arrivals.mean[5] not_finite");
  CHECK(refused([](Setting& s) { s.mean[5] = 1e300; }) == "arrivals.mean[5] out_of_range");
  CHECK(refused([](Setting& s) { s.weight[3] = std::numeric_limits<double>::infinity(); }) ==
        "weights.weight[3] not_finite");
  CHECK(refused([](Setting& s) { s.input.weight = s.input.weight.first(5); }) ==
        "weights.weight length_mismatch");
  CHECK(refused([](Setting& s) { s.input.periods = 0; }) == "forecast.periods out_of_range");
  CHECK(refused([](Setting& s) { s.input.units = -1; }) == "forecast.units out_of_range");
  CHECK(refused([](Setting& s) {
          static const std::vector<std::int32_t> three{1, 2, 3};
          s.input.arrival_draws = three;
        }) == "arrivals.draws length_mismatch");
  CHECK(refused([](Setting& s) {
          static const std::vector<std::int32_t> negative(16, -1);
          s.input.arrival_draws = negative;
        }) == "arrivals.draws[0] negative_value");
  LoadSimulationOptions none;
  none.replications = 0;
  CHECK(refused([](Setting&) {}, none) == "simulation_options.replications out_of_range");
  LoadSimulationOptions over;
  over.mean_over = 5;
  CHECK(refused([](Setting&) {}, over) == "simulation_options.mean_over out_of_range");
  LoadSimulationOptions threads;
  threads.threads = -1;
  CHECK(refused([](Setting&) {}, threads) == "simulation_options.threads out_of_range");
  // A phase in which no case of the type was ever seen.
  const std::vector<PhaseStay> only{{0, 0, 0, 1, 2, case_closed, false}};
  const PhaseModel model = fit_phases({"t"}, {"a", "b"}, only);
  CHECK(place(error_of([&] { remaining_path(model, 0, 1, 0, 3); })) == "open_cases.phase unknown_id");
  CHECK(place(error_of([&] { new_case_path(model, 0, 3); })) == "arrivals.type missing_value");
}

TEST_CASE("load forecast: weights of a phase over the roles of a case") {
  WeightTable table;
  table.weights = {{"x", "", Rational(12), {}, {}}, {"x", "b", Rational(5), {}, {}}};
  table.role_shares = {{"second", Rational(1, 4), ""}};
  const std::vector<std::string> roles{"lead", "second"};
  CHECK(phase_load(table, "x", "a", {}) == Rational(12));
  CHECK(phase_load(table, "x", "b", roles) == Rational(25, 4));
  CHECK(error_of([&] { phase_load(table, "z", "a", roles); }).code == ErrorCode::unknown_weight);
}
