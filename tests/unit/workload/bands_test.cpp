#include "evenload/workload/measure.hpp"
#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

ErrorInfo error_of_bands(std::vector<LoadBand> bands) {
  MeasurementRule rule;
  rule.bands = std::move(bands);
  return error_if_any([&] { check(rule); });
}

}  // namespace

TEST_CASE("HMPPS: below 100 %, from 100 %, above 110 %") {
  const auto bands = hmpps_bands();
  const auto name = [&](Rational ratio) { return band_of(bands, ratio).name; };
  CHECK(name(0) == "under");
  CHECK(name(Rational(999, 1000)) == "under");
  CHECK(name(1) == "at");
  CHECK(name(Rational(1099, 1000)) == "at");
  CHECK(name(Rational(11, 10)) == "at");  // exactly 110 % is in the middle band
  CHECK(name(Rational(1101, 1000)) == "over");
  CHECK(name(Rational(110000000000001, 100000000000000)) == "over");
  CHECK(name(50) == "over");
}

TEST_CASE("a band may hold a single ratio") {
  const std::vector<LoadBand> bands{{"below", "", 0, false}, {"exactly full", "", 1, false}, {"above", "", 1, true}};
  MeasurementRule rule;
  rule.bands = bands;
  CHECK_NOTHROW(check(rule));
  CHECK(band_of(bands, Rational(99, 100)).name == "below");
  CHECK(band_of(bands, 1).name == "exactly full");
  CHECK(band_of(bands, Rational(101, 100)).name == "above");
}

TEST_CASE("no bands, or a ratio below them") {
  CHECK(error_if_any([] { band_of(std::span<const LoadBand>(), 1); }).found == "no bands");
  CHECK(error_if_any([] { band_of(hmpps_bands(), Rational(-1, 2)); }).code == ErrorCode::out_of_range);
  CHECK_NOTHROW(check(MeasurementRule{}));
}

TEST_CASE("bands that start alike or out of order overlap, and both rows are named") {
  const ErrorInfo alike = error_of_bands({{"a", "", 0, false}, {"b", "", 1, false}, {"c", "", 1, false}});
  CHECK(alike.code == ErrorCode::overlap_in_bands);
  CHECK(alike.table == "measurement_rule.bands");
  CHECK(alike.row == 2);
  CHECK(alike.found == "row 1: from 1; row 2: from 1");
  CHECK(error_of_bands({{"a", "", 0, false}, {"b", "", 1, true}, {"c", "", 1, false}}).found == "row 1: above 1; row 2: from 1");
  CHECK(error_of_bands({{"a", "", 0, false}, {"b", "", Rational(11, 10), false}, {"c", "", 1, false}}).code == ErrorCode::overlap_in_bands);
}

TEST_CASE("nothing lies below the first band") {
  const ErrorInfo gap = error_of_bands({{"a", "", Rational(1, 10), false}});
  CHECK(gap.code == ErrorCode::gap_in_bands);
  CHECK(gap.row == 0);
  CHECK(error_of_bands({{"a", "", 0, true}}).code == ErrorCode::gap_in_bands);
  CHECK(error_of_bands({{"a", "", -1, false}}).code == ErrorCode::negative_value);
}

TEST_CASE("names stand once, colours are colours") {
  CHECK(error_of_bands({{"a", "", 0, false}, {"a", "", 1, false}}).code == ErrorCode::duplicate_id);
  CHECK(error_of_bands({{"", "", 0, false}}).code == ErrorCode::missing_value);
  CHECK(error_of_bands({{"a", "red\"><script>", 0, false}}).column == "colour");
  CHECK(error_of_bands({{"a", "#12345g", 0, false}}).code == ErrorCode::out_of_range);
  CHECK(error_of_bands({{"a", "#fff", 0, false}}).code == ErrorCode::out_of_range);
  CHECK(error_of_bands({{"a", "darkOrange", 0, false}, {"b", "#00Ff9a", 1, false}}).code == ErrorCode::internal);
}

TEST_CASE("decimals of the ratio have a range") {
  MeasurementRule rule;
  for (const int decimals : {0, 3, 9}) {
    rule.ratio_decimals = decimals;
    CHECK_NOTHROW(check(rule));
  }
  for (const int decimals : {-1, 10}) {
    rule.ratio_decimals = decimals;
    CHECK(error_if_any([&] { check(rule, "policy.measurement"); }).table == "policy.measurement");
  }
}
