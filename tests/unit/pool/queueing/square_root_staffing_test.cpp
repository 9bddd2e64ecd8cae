#include "evenload/pool/square_root_staffing.hpp"

#include <cmath>

#include "catch.hpp"
#include "error_of.hpp"

// A namespace of its own: several tests are compiled as one source.
namespace evenload::pool::square_root_test {

using evenload::test::error_of;

TEST_CASE("Halfin and Whitt's limit stands beside the exact number at R = 100") {
  // R + β√R: 105 and 110 servers.
  for (const auto& [safety, exact, limit] :
       {std::tuple{0.5, 0.515707, 0.504539}, std::tuple{1.0, 0.237008, 0.223361}}) {
    SquareRootQuestion question{100, 1, {}, safety, {}};
    const SquareRootAnswer answer = square_root_staffing(question);
    CHECK(answer.servers == 100 + static_cast<std::int64_t>(10 * safety));
    CHECK(answer.performance.wait_probability == Approx(exact).margin(5e-7));
    CHECK(answer.limit_probability == Approx(limit).margin(5e-7));
    CHECK(halfin_whitt(safety) == Approx(limit).margin(5e-7));
    CHECK_FALSE(answer.exact_servers);
  }
}

TEST_CASE("limits are inverted, and the exact formulas approach them") {
  for (const double p : {1e-6, 0.05, 0.5, 0.95, 0.999999}) {
    CHECK(halfin_whitt(halfin_whitt_safety(p)) == Approx(p).epsilon(1e-10));
    for (const double ratio : {0.01, 1.0, 50.0}) {
      CHECK(garnett(garnett_safety(p, ratio), ratio) == Approx(p).epsilon(1e-10));
    }
  }
  for (const double safety : {0.2, 1.5}) {
    double before = 1;
    for (const double load : {1e2, 1e4, 1e6}) {
      const auto n = static_cast<std::int64_t>(load + safety * std::sqrt(load));
      const double gap = std::abs(erlang_c({load, 1, n}).wait_probability - halfin_whitt(safety));
      CHECK(gap < before / 5);
      before = gap;
    }
  }
  for (const double safety : {-1.0, 0.0, 1.0}) {
    const auto n = static_cast<std::int64_t>(1e6 + safety * 1e3);
    CHECK(erlang_a({1e6, 1, n, 0.3}).wait_probability == Approx(garnett(safety, 0.3)).margin(2e-3));
  }
  CHECK(garnett(60, 1e-3) == 0);
  CHECK(garnett(-60, 1e-3) == Approx(1));
}

TEST_CASE("a target gives the rule's servers and the exact ones") {
  const SquareRootAnswer answer = square_root_staffing({400, 1, {}, {}, 0.2});
  REQUIRE(answer.exact_servers);
  CHECK(std::abs(answer.servers - *answer.exact_servers) <= 1);
  CHECK(erlang_c({400, 1, *answer.exact_servers}).wait_probability <= 0.2);
  CHECK(erlang_c({400, 1, *answer.exact_servers - 1}).wait_probability > 0.2);
  const SquareRootAnswer patient = square_root_staffing({400, 1, 0.5, {}, 0.7});
  CHECK(patient.safety < 0);
  CHECK(patient.servers < 400);
  CHECK(patient.performance.abandonment > 0);
  // However small β, a queue without patience has a server to spare.
  CHECK(square_root_staffing({7, 1, {}, 1e-9, {}}).servers == 8);
}

TEST_CASE("the load to a power covers uncertain rates") {
  CHECK(power_staffing(100, 0.5, 0.5) == 105);
  CHECK(power_staffing(100, 0.5, 1) == 150);
  CHECK(power_staffing(100, -0.5, 0.75) == 85);
  CHECK(power_staffing(0.01, -5, 0.5) == 1);
  CHECK(error_of([] { power_staffing(0, 1, 0.5); }).column == "offered_load");
  CHECK(error_of([] { power_staffing(1, 1, 0.4); }).column == "exponent");
  CHECK(error_of([] { power_staffing(1, NAN, 0.5); }).code == ErrorCode::not_finite);
  CHECK(error_of<OverflowError>([] { power_staffing(1e12, 1, 0.5); }).code == ErrorCode::overflow);
}

TEST_CASE("square-root staffing refuses contradictions") {
  CHECK(error_of([] { square_root_staffing({1, 1, {}, 0.5, 0.5}); }).code ==
        ErrorCode::contradiction);
  CHECK(error_of([] { square_root_staffing({1, 1, {}, {}, {}}); }).code ==
        ErrorCode::contradiction);
  CHECK(error_of([] { square_root_staffing({1, 1, {}, 0, {}}); }).column == "safety");
  CHECK(error_of([] { square_root_staffing({1, 1, {}, {}, 1}); }).column == "wait_probability");
  CHECK(error_of([] { square_root_staffing({0, 1, {}, 1, {}}); }).column == "arrival_rate");
  CHECK(error_of([] { halfin_whitt(-1); }).code == ErrorCode::out_of_range);
  CHECK(error_of([] { garnett(1, 0); }).column == "patience_ratio");
}

}  // namespace evenload::pool::square_root_test
