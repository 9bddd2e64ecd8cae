#include "evenload/pool/demand_fit.hpp"

#include <cmath>
#include <stop_token>

#include "catch.hpp"
#include "error_of.hpp"

using namespace evenload;
using namespace evenload::pool;
using evenload::test::error_of;
using evenload::test::place;

namespace {

DemandModel truth_of_a_log() {
  DemandModel model;
  model.season = SeasonKind::monthly;
  model.parameters.level = {std::log(9.0), std::log(6.0), std::log(14.0)};
  model.parameters.season = {0, .1, .1, .2, .1, -.2, -.5, -.1, .2, .3, .2, -.1};
  model.parameters.own_variance = {0.10, 0.05, 0.15};
  model.parameters.common_variance = 0.06;
  model.parameters.persistence = 0.5;
  model.hours_per_case = {10, 12, 8};
  return model;
}

std::vector<double> drawn_log(const DemandModel& model, std::int64_t weeks, std::uint64_t seed) {
  DemandDrawOptions options;
  options.scenarios = 1;
  options.weeks = weeks;
  options.seed = seed;
  return draw_demand(model, options).cases;
}

void near_truth(double found, double error, double truth) {
  CHECK(error > 0);
  CHECK(std::fabs(found - truth) < 3.5 * error);
}

}  // namespace

TEST_CASE("a fit finds the parameters of the log within its errors") {
  const DemandModel truth = truth_of_a_log();
  for (const DispersionMethod method :
       {DispersionMethod::moments, DispersionMethod::likelihood}) {
    const std::vector<double> log = drawn_log(truth, 520, 3);
    DemandFitOptions options;
    options.season = SeasonKind::monthly;
    options.dispersion = method;
    options.bootstraps = 100;
    const DemandFit fit = fit_demand(log, 3, 520, std::vector{1.0}, truth.hours_per_case, 0,
                                     options);
    const DemandParameters& found = fit.model.parameters;
    const DemandParameters& error = fit.standard_error;
    for (std::size_t u = 0; u < 3; ++u) {
      near_truth(found.level[u], error.level[u], truth.parameters.level[u]);
      near_truth(found.own_variance[u], error.own_variance[u], truth.parameters.own_variance[u]);
    }
    CHECK(found.season[0] == 0);
    for (std::size_t k = 1; k < 12; ++k) {
      near_truth(found.season[k], error.season[k], truth.parameters.season[k]);
    }
    near_truth(found.common_variance, error.common_variance, 0.06);
    near_truth(found.persistence, error.persistence, 0.5);
    CHECK(fit.refits == 100);
    CHECK(fit.model.draws.size() == 100);
  }
}

TEST_CASE("errors of a fit are the spread of estimates over logs") {
  DemandModel truth;
  truth.parameters.level = {std::log(7.0), std::log(7.0)};
  truth.parameters.own_variance = {0.1, 0.1};
  truth.parameters.common_variance = 0.1;
  truth.hours_per_case = {1, 1};
  DemandFitOptions options;
  options.bootstraps = 100;
  double sum = 0, squares = 0, errors = 0;
  const int logs = 60;
  for (int k = 0; k < logs; ++k) {
    const auto log = drawn_log(truth, 156, 100 + static_cast<std::uint64_t>(k));
    const DemandFit fit =
        fit_demand(log, 2, 156, std::vector{1.0}, truth.hours_per_case, 0, options);
    sum += fit.model.parameters.common_variance;
    squares += fit.model.parameters.common_variance * fit.model.parameters.common_variance;
    errors += fit.standard_error.common_variance / logs;
  }
  const double spread = std::sqrt(squares / logs - sum / logs * (sum / logs));
  CHECK(errors / spread > 0.7);
  CHECK(errors / spread < 1.4);
  CHECK(std::fabs(sum / logs - 0.1) < 3 * spread / std::sqrt(logs) + 0.01);
}

TEST_CASE("siblings are no overdispersion of the rate") {
  DemandModel truth;
  truth.parameters.level = {std::log(20.0), std::log(15.0)};
  truth.parameters.own_variance = {0, 0};
  truth.siblings = {0.5, 0.3, 0.2};
  truth.hours_per_case = {1, 1};
  const auto log = drawn_log(truth, 520, 9);
  DemandFitOptions options;
  options.bootstraps = 0;
  const DemandFit knows = fit_demand(log, 2, 520, truth.siblings, truth.hours_per_case, 0, options);
  const DemandFit not_told =
      fit_demand(log, 2, 520, std::vector{1.0}, truth.hours_per_case, 0, options);
  // E[G²] / E[G] = 3.5 / 1.7: not told, the surplus of 1.06 looks like a variance of 1.06 / mean.
  CHECK(knows.model.parameters.own_variance[0] < 0.02);
  CHECK(not_told.model.parameters.own_variance[0] == Approx(1.06 / 20).margin(0.02));
  CHECK(knows.standard_error.level.empty());
  CHECK(knows.model.draws.empty());
}

TEST_CASE("seasons of their own, and shared ones, follow the log") {
  DemandModel truth;
  truth.season = SeasonKind::fourier;
  truth.harmonics = 1;
  truth.own_season = true;
  truth.parameters.level = {3, 3};
  truth.parameters.season = {0.4, 0, 0, -0.4};
  truth.parameters.own_variance = {0, 0};
  truth.hours_per_case = {1, 1};
  const auto log = drawn_log(truth, 312, 4);
  DemandFitOptions options;
  options.season = SeasonKind::fourier;
  options.harmonics = 1;
  options.own_season = true;
  options.bootstraps = 0;
  const DemandFit fit = fit_demand(log, 2, 312, std::vector{1.0}, truth.hours_per_case, 0, options);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(fit.model.parameters.season[k] ==
          Approx(truth.parameters.season[k]).margin(0.07));
  }
}

TEST_CASE("refits do not depend on threads, and stop when asked") {
  const auto log = drawn_log(truth_of_a_log(), 156, 2);
  const std::vector<double> hours{1, 1, 1};
  DemandFitOptions options;
  options.bootstraps = 60;
  options.threads = 1;
  const DemandFit one = fit_demand(log, 3, 156, std::vector{1.0}, hours, 0, options);
  options.threads = 3;
  const DemandFit three = fit_demand(log, 3, 156, std::vector{1.0}, hours, 0, options);
  for (std::size_t b = 0; b < 60; ++b) {
    CHECK(one.model.draws[b].level == three.model.draws[b].level);
    CHECK(one.model.draws[b].common_variance == three.model.draws[b].common_variance);
  }
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  const DemandFit stopped = fit_demand(log, 3, 156, std::vector{1.0}, hours, 0, options);
  CHECK(stopped.refits == 0);
  CHECK(stopped.model.parameters.level == one.model.parameters.level);
}

TEST_CASE("a log is refused by name") {
  std::vector<double> log(2 * 60, 3);
  const std::vector<double> hours{1, 1};
  DemandFitOptions options;
  const auto refused = [&] {
    return place(error_of(
        [&] { fit_demand(log, 2, 60, std::vector{1.0}, hours, 0, options); }));
  };
  options.season = SeasonKind::fourier;
  CHECK(refused() == "counts.weeks out_of_range");
  options = {};
  options.bootstraps = 3;
  CHECK(refused() == "fit_options.bootstraps out_of_range");
  options = {};
  log[70] = -1;
  CHECK(refused() == "counts.cases[70] negative_value");
  log[70] = 1.5;
  CHECK(refused() == "counts.cases[70] wrong_type");
  log[70] = std::nan("");
  CHECK(refused() == "counts.cases[70] not_finite");
  for (std::size_t k = 60; k < 120; ++k) log[k] = 0;
  CHECK(refused() == "counts.cases[1] out_of_range");
  options.dispersion = DispersionMethod::likelihood;
  log[70] = 1;
  CHECK(place(error_of([&] {
          fit_demand(log, 2, 60, std::vector{0.5, 0.5}, hours, 0, options);
        })) == "fit_options.dispersion unsupported");
  CHECK(place(error_of([&] {
          fit_demand(std::span(log).first(100), 2, 60, std::vector{1.0}, hours, 0, {});
        })) == "counts.cases length_mismatch");
}
