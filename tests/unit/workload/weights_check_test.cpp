#include "evenload/workload/weights.hpp"
#include "fixtures.hpp"
#include "catch.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

/// The error of the Nässjö scheme after `change` was made to its table.
template <class Change>
ErrorInfo after(Change change) {
  WeightScheme scheme = nassjo_points();
  change(scheme.tables[0]);
  return error_if_any([&] { check(scheme); });
}

WeightTable version(const std::string& name, Date from, std::optional<Date> to) {
  WeightTable table;
  table.version = name;
  table.effective_from = from;
  table.effective_to = to;
  return table;
}

ErrorInfo error_of_versions(WeightTable first, WeightTable second) {
  const WeightScheme scheme{"", {std::move(first), std::move(second)}, {}};
  return error_if_any([&] { check(scheme); });
}

}  // namespace

TEST_CASE("schemes that are right") {
  CHECK_NOTHROW(check(nassjo_points()));
  CHECK_NOTHROW(check(WeightScheme{}));
  CHECK_NOTHROW(check(WeightScheme{"", {WeightTable{}}, {}}));
}

TEST_CASE("a pair of type and phase stands once") {
  const ErrorInfo info = after([](WeightTable& t) { t.weights.push_back({"foster home", "follow-up", 11, {}, {}}); });
  CHECK(info.code == ErrorCode::duplicate_id);
  CHECK(info.table == "weight_scheme.tables[0].weights");
  CHECK(info.column == "case_type");
  CHECK(info.row == 4);
  CHECK(info.found == "\"foster home\" with \"follow-up\" in row 1 and row 4");
}

TEST_CASE("a factor and a role share stand once per type") {
  CHECK(after([](WeightTable& t) { t.factors.push_back({"sibling", FactorKind::add, 1, ""}); }).table == "weight_scheme.tables[0].factors");
  CHECK(after([](WeightTable& t) { t.role_shares.push_back({"second", 1, ""}); }).row == 3);
  CHECK(after([](WeightTable& t) { t.role_shares.push_back({"second", 1, "foster home"}); }).code == ErrorCode::internal);
}

TEST_CASE("negative numbers are refused where they mean nothing") {
  const auto column = [](const ErrorInfo& info) {
    CHECK(info.code == ErrorCode::negative_value);
    return info.column;
  };
  CHECK(column(after([](WeightTable& t) { t.weights[0].weight = -3; })) == "points");
  CHECK(column(after([](WeightTable& t) { t.weights[1].minimum = Rational(-1, 2); })) == "minimum");
  CHECK(column(after([](WeightTable& t) { t.weights[0].maximum = -1; })) == "maximum");
  CHECK(column(after([](WeightTable& t) { t.factors[2].value = -1; })) == "value");
  CHECK(column(after([](WeightTable& t) { t.role_shares[0].share = -1; })) == "share");
  CHECK(after([](WeightTable& t) { t.factors[0].value = -2; }).code == ErrorCode::internal);  // an adding factor may lighten
}

TEST_CASE("a minimum above its maximum") {
  const ErrorInfo info = after([](WeightTable& t) { t.weights[1].minimum = 15; });
  CHECK(info.code == ErrorCode::out_of_range);
  CHECK(info.column == "minimum");
  CHECK(info.row == 1);
}

TEST_CASE("names must be there") {
  CHECK(after([](WeightTable& t) { t.weights[0].case_type.clear(); }).code == ErrorCode::missing_value);
  CHECK(after([](WeightTable& t) { t.factors[0].name.clear(); }).column == "name");
  CHECK(after([](WeightTable& t) { t.role_shares[0].role.clear(); }).column == "role");
}

TEST_CASE("what is agreed says by whom and when") {
  CHECK(after([](WeightTable& t) { t.agreement.group.clear(); }).column == "agreement.group");
  const ErrorInfo info = after([](WeightTable& t) { t.agreement.date.reset(); });
  CHECK(info.code == ErrorCode::missing_value);
  CHECK(info.column == "agreement.date");
  CHECK(info.row == 0);
  CHECK(after([](WeightTable& t) { t.agreement = {}; }).code == ErrorCode::internal);  // a draft
}

TEST_CASE("versions that overlap in time name both rows") {
  const ErrorInfo info = error_of_versions(version("a", day(2025, 1, 1), day(2026, 2, 1)), version("b", day(2026, 1, 1), {}));
  CHECK(info.code == ErrorCode::overlap_in_bands);
  CHECK(info.table == "weight_scheme.tables");
  CHECK(info.row == 1);
  CHECK(info.found == "row 0: from 2025-01-01 until before 2026-02-01; row 1: from 2026-01-01 without end");
  CHECK(error_of_versions(version("a", day(2025, 1, 1), {}), version("b", day(2026, 1, 1), {})).code == ErrorCode::overlap_in_bands);
}

TEST_CASE("versions follow one another, with or without time between") {
  CHECK(error_of_versions(version("a", day(2025, 1, 1), day(2026, 1, 1)), version("b", day(2026, 1, 1), {})).code == ErrorCode::internal);
  CHECK(error_of_versions(version("a", day(2025, 1, 1), day(2025, 6, 1)), version("b", day(2026, 1, 1), {})).code == ErrorCode::internal);
  CHECK(error_of_versions(version("b", day(2026, 1, 1), {}), version("a", day(2025, 1, 1), day(2026, 1, 1))).code == ErrorCode::out_of_range);
  CHECK(error_of_versions(version("a", day(2025, 1, 1), day(2026, 1, 1)), version("a", day(2026, 1, 1), {})).code == ErrorCode::duplicate_id);
}

TEST_CASE("a version must not end before it begins") {
  const ErrorInfo info = after([](WeightTable& t) { t.effective_to = t.effective_from; });
  CHECK(info.code == ErrorCode::ends_before_start);
  CHECK(info.column == "effective_to");
}

TEST_CASE("errors call the scheme what the caller calls it") {
  WeightScheme scheme = nassjo_points();
  scheme.tables[0].weights[2].weight = -1;
  const ErrorInfo info = error_if_any([&] { check(scheme, "policy.measurement.weights"); });
  CHECK(describe(info) == "policy.measurement.weights.tables[0].weights.points, row 2: expected at least 0, found -1 (negative_value)");
}
