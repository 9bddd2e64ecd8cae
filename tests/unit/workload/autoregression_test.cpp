#include "evenload/workload/autoregression.hpp"

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

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

std::vector<double> path_of(const std::vector<double>& phi, std::size_t weeks, std::uint32_t entity) {
  RandomStream stream({11, 0, entity, 2});
  std::vector<double> path(weeks + 300);
  for (std::size_t week = 0; week < path.size(); ++week) {
    path[week] = normal::quantile(stream.uniform() + 0x1p-54);
    for (std::size_t i = 0; i < phi.size() && i < week; ++i) path[week] += phi[i] * path[week - 1 - i];
  }
  return {path.begin() + 300, path.end()};
}

AutoregressionFit fit(const std::vector<std::vector<double>>& series,
                      const AutoregressionFitOptions& options = {}) {
  const std::vector<std::span<const double>> spans(series.begin(), series.end());
  return fit_autoregression(spans, options);
}

}  // namespace

TEST_CASE("a long series gives its model back") {
  for (const std::vector<double>& phi :
       {std::vector<double>{}, std::vector<double>{0.7}, std::vector<double>{0.5, 0.3},
        std::vector<double>{0.4, -0.5, 0.2}}) {
    AutoregressionFitOptions options;
    options.lags = phi.size();
    auto series = path_of(phi, 20'000, 1);
    for (std::size_t week = 0; week < series.size(); week += 50) series[week] = gap;
    const AutoregressionFit found = fit({series}, options);
    for (std::size_t i = 0; i < phi.size(); ++i) CHECK(found.phi[i] == Approx(phi[i]).margin(0.03));
    CHECK(found.sigma == Approx(1).margin(0.02));
    CHECK_FALSE(found.shortened);
  }
}

TEST_CASE("the bias of few weeks is put right, a cautious phi is rarely too small") {
  constexpr double phi = 0.6;
  double plain = 0, corrected = 0, sigma = 0;
  int understated = 0;
  constexpr int studies = 150;
  for (std::uint32_t study = 0; study < studies; ++study) {
    const std::vector<std::vector<double>> series{path_of({phi}, 26, study)};
    const AutoregressionFit found = fit(series);
    plain += found.phi_found[0] / studies;
    corrected += found.phi[0] / studies;
    sigma += found.sigma / studies;
    AutoregressionFitOptions cautious;
    cautious.correction = BiasCorrection::cautious;
    understated += fit(series, cautious).phi[0] < phi ? 1 : 0;
  }
  // Marriott & Pope (1954): the bias is about -(1 + 3 phi) / weeks.
  CHECK(plain == Approx(phi - (1 + 3 * phi) / 26).margin(0.04));
  CHECK(corrected == Approx(phi).margin(0.04));
  CHECK(sigma == Approx(1).margin(0.05));
  CHECK(understated < 0.17 * studies);
  CHECK(understated > 0.03 * studies);
}

TEST_CASE("people of a unit together tell phi from the same weeks") {
  std::vector<std::vector<double>> series;
  for (std::uint32_t person = 0; person < 40; ++person) {
    series.push_back(path_of({0.8}, 26, 1000 + person));
    for (double& value : series.back()) value += 10.0 * person;
  }
  const AutoregressionFit found = fit(series);
  CHECK(found.phi[0] == Approx(0.8).margin(0.05));
  CHECK(found.phi_found[0] < 0.75);
  CHECK(found.sigma == Approx(1).margin(0.05));
  CHECK(found.means.size() == 40);
  CHECK(found.means[39] == Approx(390).margin(8));
  CHECK(found.observations == 1000);
}

TEST_CASE("equal seeds give equal fits, and series do not depend on their place") {
  const std::vector<std::vector<double>> series{path_of({0.5}, 40, 5)};
  CHECK(fit(series).phi == fit(series).phi);
  AutoregressionFitOptions other;
  other.seed = 1;
  CHECK(fit(series, other).phi[0] == Approx(fit(series).phi[0]).margin(0.02));
}

TEST_CASE("a nearly unit root is cut and said so") {
  std::vector<double> walk{0};
  for (int week = 1; week < 26; ++week) walk.push_back(walk.back() + (week % 5 == 0 ? 0.5 : 1.0));
  const AutoregressionFit found = fit({walk});
  CHECK(found.shortened);
  CHECK(is_stationary(found.phi));
}

TEST_CASE("series that tell nothing are refused") {
  CHECK(error_if_any([] { fit({{1, 2, 3}}); }).code == ErrorCode::missing_value);
  CHECK(error_if_any([] { fit({}); }).code == ErrorCode::missing_value);
  CHECK(error_if_any([] { fit({std::vector<double>(26, 0.1)}); }).code == ErrorCode::contradiction);
  CHECK(error_if_any([] { fit({std::vector<double>(26, gap)}); }).code == ErrorCode::missing_value);
  AutoregressionFitOptions options;
  options.lags = 9;
  CHECK(error_if_any([&] { fit({path_of({}, 40, 1)}, options); }).column == "lags");
  options.lags = 2;
  options.correction = BiasCorrection::cautious;
  CHECK(error_if_any([&] { fit({path_of({}, 40, 1)}, options); }).code == ErrorCode::unsupported);
  options = {};
  options.risk = 0;
  CHECK(error_if_any([&] { fit({path_of({}, 40, 1)}, options); }).column == "risk");
  CHECK(error_if_any([] { fit({{1, 2, std::numeric_limits<double>::infinity()}}); }).code ==
        ErrorCode::not_finite);
}

TEST_CASE("stationarity is that of the partial autocorrelations") {
  CHECK(is_stationary({}));
  CHECK(is_stationary(std::vector<double>{-0.99}));
  CHECK(is_stationary(std::vector<double>{1.5, -0.6}));
  CHECK_FALSE(is_stationary(std::vector<double>{1.5, -0.5}));
  CHECK_FALSE(is_stationary(std::vector<double>{0.6, 0.5}));
}
