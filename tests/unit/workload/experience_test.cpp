#include "evenload/workload/experience.hpp"

#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

std::int64_t months_in_profession(Date since, Date on) { return completed_months({since, {}, {}}, ExperienceClock::profession, on); }

std::vector<ExperienceBand> bands_of(std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> spans) {
  std::vector<ExperienceBand> bands;
  for (const auto& [from, to] : spans) bands.push_back({"", from, to, 1});
  return bands;
}

}  // namespace

TEST_CASE("a month is complete when its day has come") {
  CHECK(months_in_profession(day(2025, 3, 15), day(2025, 3, 15)) == 0);
  CHECK(months_in_profession(day(2025, 3, 15), day(2025, 4, 14)) == 0);
  CHECK(months_in_profession(day(2025, 3, 15), day(2025, 4, 15)) == 1);
  CHECK(months_in_profession(day(2025, 12, 15), day(2026, 1, 14)) == 0);
  CHECK(months_in_profession(day(2025, 12, 15), day(2026, 1, 15)) == 1);
  CHECK(months_in_profession(day(2020, 6, 1), day(2026, 5, 31)) == 71);
  CHECK(months_in_profession(day(2020, 6, 1), day(2026, 6, 1)) == 72);
}

TEST_CASE("short months complete on their last day") {
  CHECK(months_in_profession(day(2025, 1, 31), day(2025, 2, 27)) == 0);
  CHECK(months_in_profession(day(2025, 1, 31), day(2025, 2, 28)) == 1);
  CHECK(months_in_profession(day(2025, 1, 31), day(2025, 3, 30)) == 1);
  CHECK(months_in_profession(day(2025, 1, 31), day(2025, 3, 31)) == 2);
  CHECK(months_in_profession(day(2024, 2, 29), day(2025, 2, 27)) == 11);
  CHECK(months_in_profession(day(2024, 2, 29), day(2025, 2, 28)) == 12);
  CHECK(months_in_profession(day(2024, 2, 29), day(2028, 2, 28)) == 47);
  CHECK(months_in_profession(day(2024, 2, 29), day(2028, 2, 29)) == 48);
}

TEST_CASE("each rule reads its own clock") {
  const Experience experience{day(2010, 1, 1), day(2024, 1, 1), day(2025, 7, 1)};
  CHECK(completed_months(experience, ExperienceClock::profession, day(2026, 1, 1)) == 192);
  CHECK(completed_months(experience, ExperienceClock::employer, day(2026, 1, 1)) == 24);
  CHECK(completed_months(experience, ExperienceClock::case_type, day(2026, 1, 1)) == 6);
}

TEST_CASE("a clock that is not known is asked for by name") {
  const Experience unknown;
  const auto column = [&](ExperienceClock clock) {
    const ErrorInfo info = error_if_any([&] { completed_months(unknown, clock, day(2026, 1, 1)); });
    CHECK(info.code == ErrorCode::missing_value);
    CHECK(info.table == "caseworkers");
    return info.column;
  };
  CHECK(column(ExperienceClock::profession) == "profession_since");
  CHECK(column(ExperienceClock::employer) == "employer_since");
  CHECK(column(ExperienceClock::case_type) == "case_type_since");
}

TEST_CASE("a day before the clock started has no experience") {
  const ErrorInfo info = error_if_any([] { months_in_profession(day(2026, 1, 2), day(2026, 1, 1)); });
  CHECK(info.code == ErrorCode::ends_before_start);
  CHECK(info.column == "profession_since");
  CHECK(info.found == "2026-01-02");
}

TEST_CASE("bands are half-open") {
  const auto bands = nassjo_capacity().bands;
  check_bands(bands, "bands");
  CHECK(band_of(bands, 0).norm == Rational(120));
  CHECK(band_of(bands, 11).norm == Rational(120));
  CHECK(band_of(bands, 12).norm == Rational(126));
  CHECK(band_of(bands, 35).norm == Rational(126));
  CHECK(band_of(bands, 36).norm == Rational(138));
  CHECK(band_of(bands, 59).norm == Rational(138));
  CHECK(band_of(bands, 60).norm == Rational(150));
  CHECK(band_of(bands, 720).norm == Rational(150));
}

TEST_CASE("months outside all bands are an error, not a neighbour's norm") {
  const auto bands = nassjo_capacity().bands;
  CHECK(error_if_any([&] { band_of(bands, -1); }).code == ErrorCode::out_of_range);
  CHECK(error_if_any([&] { band_of(bands_of({{0, 12}}), 12); }).code == ErrorCode::out_of_range);
  CHECK(error_if_any([&] { band_of({}, 0); }).code == ErrorCode::out_of_range);
}

TEST_CASE("a gap between bands names both rows") {
  const ErrorInfo info = error_if_any([] { check_bands(bands_of({{0, 12}, {13, {}}}), "policy.bands"); });
  CHECK(info.code == ErrorCode::gap_in_bands);
  CHECK(info.table == "policy.bands");
  CHECK(info.column == "from_months");
  CHECK(info.row == 1);
  CHECK(info.found == "row 0: 0 to below 12 months; row 1: 13 and more months");
}

TEST_CASE("an overlap of bands names both rows") {
  const ErrorInfo info = error_if_any([] { check_bands(bands_of({{0, 12}, {12, 36}, {35, {}}}), "policy.bands"); });
  CHECK(info.code == ErrorCode::overlap_in_bands);
  CHECK(info.row == 2);
  CHECK(info.found == "row 1: 12 to below 36 months; row 2: 35 and more months");
  const ErrorInfo endless = error_if_any([] { check_bands(bands_of({{0, {}}, {12, {}}}), "policy.bands"); });
  CHECK(endless.code == ErrorCode::overlap_in_bands);
  CHECK(endless.row == 1);
}

TEST_CASE("bands begin at 0 and have no end") {
  const ErrorInfo late = error_if_any([] { check_bands(bands_of({{1, {}}}), "b"); });
  CHECK(late.code == ErrorCode::gap_in_bands);
  CHECK(late.row == 0);
  const ErrorInfo ends = error_if_any([] { check_bands(bands_of({{0, 12}, {12, 36}}), "b"); });
  CHECK(ends.code == ErrorCode::gap_in_bands);
  CHECK(ends.column == "to_months");
  CHECK(ends.row == 1);
}

TEST_CASE("bands that make no sense in themselves") {
  CHECK(error_if_any([] { check_bands({}, "b"); }).code == ErrorCode::missing_value);
  CHECK(error_if_any([] { check_bands(bands_of({{-1, {}}}), "b"); }).code == ErrorCode::negative_value);
  CHECK(error_if_any([] { check_bands(bands_of({{0, 0}, {0, {}}}), "b"); }).code == ErrorCode::out_of_range);
  const ErrorInfo norm = error_if_any([] { check_bands({{"", 0, {}, -1}}, "b"); });
  CHECK(norm.code == ErrorCode::negative_value);
  CHECK(norm.column == "norm");
  CHECK_NOTHROW(check_bands({{"", 0, {}, 0}}, "b"));
}
