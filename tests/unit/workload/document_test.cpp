#include "evenload/workload/document.hpp"

#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

std::string place_of(const ErrorInfo& info) {
  return info.table + "|" + info.column + "|" + (info.row ? std::to_string(*info.row) : "-") + "|" + std::string(to_string(info.code));
}

std::string points_error(const std::string& json) {
  return place_of(error_if_any([&] { weight_scheme_from_json(json); }));
}

std::string rule_error(const std::string& json) {
  return place_of(error_if_any([&] { measurement_rule_from_json(json); }));
}

}  // namespace

TEST_CASE("documents carry a version and are the same text every time") {
  CHECK(to_json(hmpps_capacity()) ==
        R"({"bands":[{"from_months":0,"name":"probation officer","norm":2176}],"clock":"profession","full_time_hours":37,)"
        R"("rounding":"truncate","schema_version":"1.0"})");
  CHECK(to_json(MeasurementRule{}) == R"({"bands":[],"schema_version":"1.0"})");
}

TEST_CASE("documents survive the way there and back") {
  const std::string points = to_json(nassjo_points());
  CHECK(to_json(weight_scheme_from_json(points)) == points);
  const WeightScheme scheme = weight_scheme_from_json(points);
  CHECK(scheme.name == "Göteborg model, Nässjö variant");
  REQUIRE(scheme.tables.size() == 1);
  CHECK(scheme.tables[0].agreement.date == day(2017, 12, 11));
  CHECK(scheme.tables[0].weights[1].maximum == Rational(14));
  CHECK(scheme.tables[0].factors[2].kind == FactorKind::multiply);
  CHECK(scheme.tables[0].factors[2].value == Rational(5, 4));
  CHECK(scheme.tables[0].role_shares[0].share == Rational(2, 3));

  const CapacityRule capacity = capacity_rule_from_json(to_json(nassjo_capacity()));
  CHECK(capacity.bands[2].to_months == 60);
  CHECK_FALSE(capacity.bands[3].to_months.has_value());
  CHECK(capacity.bands[3].norm == Rational(150));

  MeasurementRule rule;
  rule.weights = nassjo_points();
  rule.capacity = hmpps_capacity();
  rule.bands = hmpps_bands();
  rule.ratio_decimals = 3;
  const MeasurementRule read = measurement_rule_from_json(to_json(rule));
  CHECK(to_json(read) == to_json(rule));
  CHECK(read.bands[2].strictly_above);
  CHECK(read.bands[2].from == Rational(11, 10));
  CHECK(read.ratio_decimals == 3);
}

TEST_CASE("a measurement survives the way there and back") {
  auto people = std::vector{with_capacity("a", 3), with_capacity("b", 0)};
  people[0].perceived = Rational(13, 2);
  people[0].unit = UnitId("enhet Ö");
  people[1].id = CaseworkerId("hr", "7");
  MeasurementRule rule;
  rule.bands = hmpps_bands();
  HeldCase held = weighing("1", "a", Rational(1, 17));
  held.categories = {"court"};
  const MeasurementResult result = measure(std::vector{held, weighing("x", "left", 1)}, people, rule, day(2026, 11, 25));
  const MeasurementResult read = measurement_result_from_json(to_json(result));
  CHECK(to_json(read) == to_json(result));
  CHECK(read.rows[0].ratio == Rational(1, 51));
  CHECK(read.rows[0].band == "under");
  CHECK(read.rows[0].by_category.at("court") == 1);
  CHECK_FALSE(read.rows[1].ratio.has_value());
  CHECK(read.rows[1].caseworker == CaseworkerId("hr", "7"));
  CHECK(read.unmatched == std::vector{CaseId("x")});
}

TEST_CASE("missing fields take their defaults") {
  const CapacityRule rule = capacity_rule_from_json(R"({"schema_version":"1.0","bands":[{"norm":"1/17"}]})");
  CHECK(rule.full_time_hours == Rational(40));
  CHECK(rule.clock == ExperienceClock::profession);
  CHECK(rule.rounding == CapacityRounding::none);
  CHECK(rule.bands[0].norm == Rational(1, 17));
  CHECK(weight_scheme_from_json(R"({"schema_version":"1.0"})").tables.empty());
}

TEST_CASE("errors name the path, the field and the row") {
  CHECK(points_error(R"({"schema_version":"1.0","table":[]})") == "weight_scheme|table|-|unknown_field");
  CHECK(points_error(R"({"schema_version":"1.0","tables":[{"version":"a"}]})") == "weight_scheme.tables|effective_from|0|missing_value");
  CHECK(points_error(R"({"schema_version":"1.0","tables":[{"effective_from":"2026-02-30"}]})") == "weight_scheme.tables|effective_from|0|invalid_date");
  const std::string rows = R"({"schema_version":"1.0","tables":[{"effective_from":"2026-01-01","weights":[{"case_type":"a","points":1},)";
  CHECK(points_error(rows + R"({"case_type":"b","points":"many"}]}]})") == "weight_scheme.tables[0].weights|points|1|parse_error");
  CHECK(points_error(rows + R"({"case_type":"b","points":-1}]}]})") == "weight_scheme.tables[0].weights|points|1|negative_value");
  CHECK(points_error(rows + R"({"case_type":"b","points":true}]}]})") == "weight_scheme.tables[0].weights|points|1|wrong_type");
  CHECK(points_error(rows + R"(7]}]})") == "weight_scheme.tables[0].weights||1|wrong_type");
  CHECK(points_error(rows + R"({"case_type":"b","points":1,"colour":"red"}]}]})") == "weight_scheme.tables[0].weights|colour|1|unknown_field");
  CHECK(rule_error(R"({"schema_version":"1.0","capacity":{"bands":[{"norm":1,"from_months":3}]}})") ==
        "measurement_rule.capacity.bands|from_months|0|gap_in_bands");
  CHECK(rule_error(R"({"schema_version":"1.0","capacity":{"bands":[],"clock":"wall"}})") == "measurement_rule.capacity|clock|-|out_of_range");
  CHECK(rule_error(R"({"schema_version":"1.0","ratio_decimals":4294967299})") == "measurement_rule|ratio_decimals|-|out_of_range");
  CHECK(rule_error(R"({"schema_version":"1.0","ratio_decimals":2.5})") == "measurement_rule|ratio_decimals|-|wrong_type");
}

TEST_CASE("another major version is refused, and so is none") {
  CHECK(points_error(R"({"schema_version":"2.0"})") == "weight_scheme|schema_version|-|unsupported_schema");
  CHECK(points_error(R"({"schema_version":"0.9"})") == "weight_scheme|schema_version|-|unsupported_schema");
  CHECK(points_error(R"({"schema_version":"one"})") == "weight_scheme|schema_version|-|unsupported_schema");
  CHECK(points_error(R"({"schema_version":1.0})") == "weight_scheme|schema_version|-|unsupported_schema");
  CHECK(points_error("{}") == "weight_scheme|schema_version|-|missing_value");
}

TEST_CASE("extensions come back as they were") {
  const std::string json =
      R"({"extensions":{"by":{"ä":[1,2.5,null]}},"family":"additive_points","name":"x","schema_version":"1.0","tables":[{"agreement":{"agreed":false},)"
      R"("effective_from":"2026-01-01","extensions":{"colour":"red"},"factors":[],"role_shares":[],"version":"","weights":[]}]})";
  CHECK(to_json(weight_scheme_from_json(json)) == json);
  CHECK(weight_scheme_from_json(json).tables[0].extensions == R"({"colour":"red"})");
  CHECK(points_error(R"({"schema_version":"1.0","extensions":[]})") == "weight_scheme|extensions|-|wrong_type");
}

TEST_CASE("a newer minor version is read, and what is new in it is kept") {
  const MeasurementRule rule = measurement_rule_from_json(
      R"({"schema_version":"1.7","trend":"linear","bands":[{"name":"all","from":0,"icon":"sun"}],)"
      R"("capacity":{"bands":[{"norm":1,"unit":"hours"}],"cap/x":{"a":1},"extensions":{"mine":1}}})");
  CHECK(rule.bands[0].name == "all");
  CHECK(rule.extensions == R"({"unknown_fields":{"/bands/0/icon":"sun","/trend":"linear"}})");
  CHECK(rule.capacity->extensions == R"({"mine":1,"unknown_fields":{"/bands/0/unit":"hours","/cap~1x":{"a":1}}})");
  const MeasurementRule again = measurement_rule_from_json(to_json(rule));  // now 1.0, and nothing is lost
  CHECK(again.extensions == rule.extensions);
  CHECK(again.capacity->extensions == rule.capacity->extensions);
}

TEST_CASE("extensions set by a program must be a JSON object") {
  CapacityRule rule = hmpps_capacity();
  rule.extensions = "[1]";
  CHECK(error_if_any([&] { to_json(rule); }).code == ErrorCode::wrong_type);
  rule.extensions = "{";
  CHECK(error_if_any([&] { to_json(rule); }).code == ErrorCode::parse_error);
  rule.extensions.clear();
  rule.bands[0].name = "\xff";
  CHECK(error_if_any([&] { to_json(rule); }).code == ErrorCode::wrong_type);
}
