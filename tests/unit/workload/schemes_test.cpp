#include <string>
#include <vector>

#include "catch.hpp"
#include "evenload/workload/conversion.hpp"
#include "evenload/workload/document.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

/// CWLA standard: 12 investigations, or 17 families.
WeightScheme cwla() {
  return weight_scheme_from_json(R"({"schema_version":"1.0","name":"CWLA","family":"caseload_caps","tables":[{"version":"1","effective_from":"2000-01-01",
    "weights":[{"case_type":"investigation","cap":12},{"case_type":"family","cap":17}]}]})");
}

/// Delaware code 29 §9015: 89 direct hours a month, 8.4 an investigation.
WeightScheme delaware_hours() {
  return weight_scheme_from_json(R"({"schema_version":"1.0","name":"Delaware","family":"hours_per_month","tables":[{"version":"1","effective_from":"2000-01-01",
    "weights":[{"case_type":"investigation","hours":8.4}]}]})");
}

Rational ratio_of(const WeightScheme& scheme, Rational norm, const std::vector<std::pair<std::string, int>>& counts) {
  MeasurementRule rule;
  rule.weights = scheme;
  std::vector<HeldCase> cases;
  for (const auto& [type, count] : counts) {
    for (int i = 0; i < count; ++i) cases.push_back(of_type(type + std::to_string(i), "a", type));
  }
  return *measure(cases, std::vector{with_capacity("a", norm)}, rule, day(2026, 11, 23)).rows[0].ratio;
}

}  // namespace

TEST_CASE("CWLA: seventeen families at a cap of seventeen are exactly the whole capacity") {
  CHECK(ratio_of(cwla(), 1, {{"family", 17}}) == Rational(1));
  CHECK(ratio_of(cwla(), 1, {{"investigation", 12}}) == Rational(1));
}

TEST_CASE("CWLA: ten families and four investigations are 10/17 + 4/12") {
  const Rational mixed = ratio_of(cwla(), 1, {{"family", 10}, {"investigation", 4}});
  CHECK(mixed == Rational(10, 17) + Rational(4, 12));
  CHECK(mixed.round_half_up(2) == Rational(92, 100));
}

TEST_CASE("Delaware: 89 hours hold 10.6 investigations of 8.4 hours") {
  const WeightScheme caps = convert(delaware_hours(), WeightFamily::caseload_caps, 89, 1);
  const Rational cap = Rational(1) / caps.tables[0].weights[0].weight;
  CHECK(cap == Rational(890, 84));
  CHECK(cap.round_half_up(1) == Rational(106, 10));
  CHECK(caps.assumption == "89 hours a month = 1 caseload");
  // Eleven of them are more than the hours that are there, twelve treatment cases are the legal cap.
  CHECK(ratio_of(delaware_hours(), 89, {{"investigation", 11}}) > Rational(1));
  CHECK(ratio_of(delaware_hours(), 89, {{"investigation", 10}}) < Rational(1));
}

TEST_CASE("California SB 2030: caps become hours a month of a stated number, and the other way round") {
  WeightScheme caps = weight_scheme_from_json(R"({"schema_version":"1.0","family":"caseload_caps","tables":[{"version":"minimal","effective_from":"2000-01-01",
    "weights":[{"case_type":"emergency_response","cap":13},{"case_type":"family_maintenance","cap":14.2},
               {"case_type":"reunification","cap":15.6},{"case_type":"permanent_placement","cap":23.7}]}]})");
  CHECK(ratio_of(caps, 1, {{"emergency_response", 13}}) == Rational(1));
  const WeightScheme hours = convert(caps, WeightFamily::hours_per_month, 1, 120);
  CHECK(hours.tables[0].weights[0].weight == Rational(120, 13));
  CHECK(hours.tables[0].weights[1].weight == Rational(1200, 142));
  CHECK(ratio_of(hours, 120, {{"reunification", 10}}) == ratio_of(caps, 1, {{"reunification", 10}}));
  const WeightScheme back = convert(hours, WeightFamily::caseload_caps, 120, 1);
  CHECK(back.tables[0].weights[3].weight == caps.tables[0].weights[3].weight);
  CHECK(back.assumption == "1 caseload = 120 hours a month; 120 hours a month = 1 caseload");
}

TEST_CASE("points become caps on the norm of a full-time caseworker, agreed weights become drafts") {
  const WeightScheme caps = convert(nassjo_points(), WeightFamily::caseload_caps, 150, 1);
  CHECK(caps.tables[0].weights[0].weight == Rational(3, 150));
  CHECK(caps.tables[0].weights[1].maximum == Rational(14, 150));
  CHECK(caps.tables[0].factors[0].value == Rational(2, 150));
  CHECK(caps.tables[0].factors[2].value == Rational(5, 4));  // a multiplier has no unit
  CHECK_FALSE(caps.tables[0].agreement.agreed);
  CHECK(caps.tables[0].source == nassjo_points().tables[0].source);
}

TEST_CASE("a conversion needs capacities that can stand for each other") {
  const auto code = [](WeightFamily to, Rational from, Rational full) {
    return error_if_any([&] { convert(nassjo_points(), to, from, full); });
  };
  CHECK(code(WeightFamily::hours_per_month, 0, 89).column == "full_time_from");
  CHECK(code(WeightFamily::hours_per_month, 150, -1).column == "full_time_to");
  CHECK(code(WeightFamily::caseload_caps, 150, 2).code == ErrorCode::out_of_range);
  CHECK(error_if_any([] { convert(cwla(), WeightFamily::additive_points, 17, 150); }).column == "full_time_from");
}

TEST_CASE("each family has its own field, and caps may be told as shares") {
  const auto error = [](const std::string& family, const std::string& row) {
    const std::string json = R"({"schema_version":"1.0","family":")" + family + R"(","tables":[{"effective_from":"2026-01-01","weights":[{"case_type":"a",)" + row + "}]}]}";
    const ErrorInfo info = error_if_any([&] { weight_scheme_from_json(json); });
    return info.table + "|" + info.column + "|" + std::string(to_string(info.code));
  };
  const std::string rows = "weight_scheme.tables[0].weights|";
  CHECK(error("caseload_caps", R"("cap":0)") == rows + "cap|out_of_range");
  CHECK(error("caseload_caps", R"("cap":-3)") == rows + "cap|out_of_range");
  CHECK(error("caseload_caps", R"("points":3)") == rows + "cap|missing_value");
  CHECK(error("caseload_caps", R"("cap":3,"share":0.1)") == rows + "share|out_of_range");
  CHECK(error("caseload_caps", R"("share":-0.1)") == rows + "cap|negative_value");
  CHECK(error("hours_per_month", R"("hours":-1)") == rows + "hours|negative_value");
  CHECK(error("hours_per_month", R"("cap":12)") == rows + "hours|missing_value");
  CHECK(error("additive_points", R"("points":1,"hours":1)") == rows + "hours|unknown_field");
  CHECK(error("guesses", R"("points":1)") == "weight_scheme|family|out_of_range");
  const WeightScheme free = weight_scheme_from_json(
      R"({"schema_version":"1.0","family":"caseload_caps","tables":[{"effective_from":"2026-01-01","weights":[{"case_type":"a","share":0},{"case_type":"b","share":"1/12"}]}]})");
  CHECK(free.tables[0].weights[0].weight == Rational(0));
  CHECK(free.tables[0].weights[1].weight == Rational(1, 12));
  CHECK(to_json(weight_scheme_from_json(to_json(free))) == to_json(free));
}

TEST_CASE("Wirral: a full time of 100 is 15 fixed and the cases") {
  MeasurementRule rule;
  rule.fixed_load = 15;
  const auto measured = measure(std::vector{weighing("1", "a", 60), weighing("2", "a", 25), weighing("3", "b", 75)},
                                std::vector{with_capacity("a", 100), with_capacity("b", 90), with_capacity("away", 0)}, rule, day(2026, 11, 23));
  CHECK(measured.rows[0].load == Rational(100));
  CHECK(measured.rows[1].ratio == Rational(1));  // a first-year worker: 90
  CHECK(measured.rows[2].load == Rational(0));   // nobody carries it who is not there
  rule.fixed_load = -1;
  CHECK(error_if_any([&] { check(rule); }).column == "fixed_load");
}
