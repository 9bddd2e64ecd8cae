#include "evenload/pool/demand.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "error_of.hpp"

using namespace evenload;
using namespace evenload::pool;
using evenload::test::error_of;
using evenload::test::place;

namespace {

DemandModel three_units_demand() {
  DemandModel model;
  model.season = SeasonKind::fourier;
  model.harmonics = 1;
  model.parameters.level = {std::log(8.0), std::log(5.0), std::log(12.0)};
  model.parameters.season = {0.2, -0.1};
  model.parameters.own_variance = {0.1, 0.05, 0.2};
  model.parameters.common_variance = 0.08;
  model.parameters.persistence = 0.6;
  model.siblings = {0.7, 0.2, 0.1};
  model.hours_per_case = {10, 12, 8};
  model.hours_variation = 0.5;
  return model;
}

double mean_product(const DemandDraws& draws, const DemandMoments& moments, std::size_t weeks,
                    std::size_t u, std::size_t t, std::size_t v, std::size_t s) {
  const std::size_t places = 3 * weeks;
  double sum = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(draws.scenarios); ++k) {
    sum += (draws.hours[k * places + u * weeks + t] - moments.mean[u * weeks + t]) *
           (draws.hours[k * places + v * weeks + s] - moments.mean[v * weeks + s]);
  }
  return sum / static_cast<double>(draws.scenarios);
}

}  // namespace

TEST_CASE("draws have the moments of the closed forms") {
  for (const FactorKind kind : {FactorKind::gamma, FactorKind::lognormal}) {
    DemandModel model = three_units_demand();
    model.factor = kind;
    DemandDrawOptions options;
    options.scenarios = 40000;
    options.weeks = 6;
    options.seed = 11;
    const DemandDraws draws = draw_demand(model, options);
    const DemandMoments moments = demand_moments(model, 6);
    const double n = 40000;
    for (std::size_t u = 0; u < 3; ++u) {
      for (const std::size_t t : {std::size_t{0}, std::size_t{5}}) {
        const double variance = moments.deviation[u * 6 + t] * moments.deviation[u * 6 + t];
        double sum = 0;
        for (std::size_t k = 0; k < 40000; ++k) sum += draws.hours[k * 18 + u * 6 + t];
        // Four standard errors; the fourth moment of such sums is below 12 variances squared.
        CHECK(std::fabs(sum / n - moments.mean[u * 6 + t]) < 4 * std::sqrt(variance / n));
        CHECK(std::fabs(mean_product(draws, moments, 6, u, t, u, t) - variance) <
              4 * variance * std::sqrt(12 / n));
      }
      const std::size_t v = (u + 1) % 3;
      const double scale = moments.deviation[u * 6 + 5] * moments.deviation[v * 6 + 5];
      CHECK(std::fabs(mean_product(draws, moments, 6, u, 5, v, 5) -
                      moments.mean[u * 6 + 5] * moments.mean[v * 6 + 5] * 0.08) <
            4 * scale * std::sqrt(6 / n));
      // Two weeks apart: c φ² for gamma, exp(σ² φ²) − 1 for lognormal.
      const double lagged =
          kind == FactorKind::gamma ? 0.08 * 0.36 : std::expm1(std::log1p(0.08) * 0.36);
      CHECK(std::fabs(mean_product(draws, moments, 6, u, 5, v, 3) -
                      moments.mean[u * 6 + 5] * moments.mean[v * 6 + 3] * lagged) <
            4 * scale * std::sqrt(6 / n));
    }
  }
}

TEST_CASE("counts without common factor are negative binomial") {
  DemandModel model;
  model.parameters.level = {std::log(4.0)};
  model.parameters.own_variance = {0.5};
  model.hours_per_case = {1};
  DemandDrawOptions options;
  options.scenarios = 50000;
  options.weeks = 1;
  const DemandDraws draws = draw_demand(model, options);
  // Size 2, mean 4: P(0) = (1/3)², each next by (k + 1) / k · 2/3.
  double probability = 1.0 / 9;
  for (int k = 0; k < 12; ++k) {
    double hits = 0;
    for (const double count : draws.cases) hits += count == k ? 1 : 0;
    CHECK(std::fabs(hits / 50000 - probability) < 4 * std::sqrt(probability / 50000));
    probability *= (k + 2.0) / (k + 1.0) * 2 / 3;
  }
}

TEST_CASE("large means are Poisson all the same") {
  DemandModel model;
  model.parameters.level = {std::log(30.0)};
  model.parameters.own_variance = {0};
  model.hours_per_case = {1};
  DemandDrawOptions options;
  options.scenarios = 50000;
  options.weeks = 1;
  const DemandDraws draws = draw_demand(model, options);
  double probability = std::exp(-30.0);
  for (int k = 0; k < 60; ++k) {
    double hits = 0;
    for (const double count : draws.cases) hits += count == k ? 1 : 0;
    CHECK(std::fabs(hits / 50000 - probability) < 4.5 * std::sqrt((probability + 1e-5) / 50000));
    probability *= 30 / (k + 1.0);
  }
}

TEST_CASE("a scenario does not depend on how many there are, on weeks or threads") {
  const DemandModel model = three_units_demand();
  DemandDrawOptions few;
  few.scenarios = 3;
  few.weeks = 4;
  few.threads = 1;
  few.seed = 5;
  DemandDrawOptions many = few;
  many.scenarios = 20;
  many.weeks = 9;
  many.threads = 3;
  const DemandDraws a = draw_demand(model, few);
  const DemandDraws b = draw_demand(model, many);
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t u = 0; u < 3; ++u) {
      for (std::size_t t = 0; t < 4; ++t) {
        CHECK(a.hours[(s * 3 + u) * 4 + t] == b.hours[(s * 3 + u) * 9 + t]);
      }
    }
  }
}

TEST_CASE("draws of the parameters are used where they are wanted") {
  DemandModel model;
  model.parameters.level = {std::log(5.0)};
  model.parameters.own_variance = {0};
  model.hours_per_case = {1};
  model.draws = {model.parameters, model.parameters};
  model.draws[1].level = {std::log(500.0)};
  DemandDrawOptions options;
  options.scenarios = 400;
  options.weeks = 1;
  double high = 0;
  for (const double count : draw_demand(model, options).cases) high += count > 250 ? 1 : 0;
  CHECK(high > 150);
  CHECK(high < 250);
  options.parameter_uncertainty = false;
  for (const double count : draw_demand(model, options).cases) CHECK(count < 250);
}

TEST_CASE("a demand model is refused by name") {
  const auto refused = [](auto change) {
    DemandModel model = three_units_demand();
    change(model);
    return place(error_of([&] { check(model); }));
  };
  const double nan = std::nan("");
  CHECK(refused([](DemandModel& m) { m.siblings = {0.5, 0.4}; }) ==
        "demand_model.siblings contradiction");
  CHECK(refused([](DemandModel& m) { m.hours_per_case[1] = -1; }) ==
        "demand_model.hours_per_case[1] negative_value");
  CHECK(refused([](DemandModel& m) { m.hours_per_case[2] = 0; }) ==
        "demand_model.hours_per_case[2] out_of_range");
  CHECK(refused([&](DemandModel& m) { m.parameters.level[0] = nan; }) ==
        "demand_model.level[0] not_finite");
  CHECK(refused([](DemandModel& m) { m.parameters.level[2] = 20; }) ==
        "demand_model.level[2] out_of_range");
  CHECK(refused([](DemandModel& m) { m.parameters.own_variance.pop_back(); }) ==
        "demand_model.own_variance length_mismatch");
  CHECK(refused([](DemandModel& m) { m.parameters.persistence = 1; }) ==
        "demand_model.persistence out_of_range");
  CHECK(refused([](DemandModel& m) { m.parameters.season.clear(); }) ==
        "demand_model.season length_mismatch");
  CHECK(refused([](DemandModel& m) { m.parameters = {}; }) == "demand_model.units out_of_range");
  DemandDrawOptions options;
  options.weeks = 0;
  CHECK(place(error_of([&] { draw_demand(three_units_demand(), options); })) ==
        "demand_options.weeks out_of_range");
}
