#include "evenload/workload/panel.hpp"

#include <cmath>

#include "catch.hpp"
#include "error_of.hpp"

using namespace evenload;
using namespace evenload::workload;
using evenload::test::error_of;
using evenload::test::place;

TEST_CASE("RAND/UCLA: fifteen ratings of a published panel do not disagree, a split panel does") {
  // Three low ratings, five of 7, five of 8, two of 9: range 1, needed 6.1.
  std::vector<PanelEstimate> panel;
  const double ratings[] = {4, 5, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9};
  for (int i = 0; i < 15; ++i) panel.push_back({1, "p" + std::to_string(i), "inquiry", ratings[i]});
  PanelOptions options;
  options.scale_low = 1;
  options.scale_high = 9;
  std::vector<PanelResult> rounds = panel_rounds(panel, options);
  REQUIRE(rounds.size() == 1);
  CHECK(rounds[0].median == 7);
  CHECK(rounds[0].disagreement == Approx(1 / 6.1));
  CHECK_FALSE(rounds[0].stable);
  CHECK(std::isnan(rounds[0].median_change));
  for (int i = 0; i < 15; ++i) panel[static_cast<std::size_t>(i)].estimate = i < 7 ? 2 : 8;
  CHECK(panel_rounds(panel, options)[0].disagreement > 1);
}

TEST_CASE("estimates in hours: the median settles from round to round") {
  std::vector<PanelEstimate> panel;
  const double first[] = {2, 4, 8, 10}, second[] = {5, 6, 6, 7};
  for (std::size_t i = 0; i < 4; ++i) {
    panel.push_back({2, std::string(1, static_cast<char>('a' + i)), "court", second[i]});
    panel.push_back({1, std::string(1, static_cast<char>('a' + i)), "court", first[i]});
  }
  const std::vector<PanelResult> rounds = panel_rounds(panel);
  REQUIRE(rounds.size() == 2);
  CHECK(rounds[0].round == 1);
  CHECK(rounds[0].median == 6);
  CHECK(rounds[0].disagreement == Approx((8.2 - 3.8) / 3));
  CHECK(rounds[1].disagreement < 1);
  CHECK(rounds[1].stable);
  CHECK(rounds[1].median_change == 0);
  CHECK(rounds[1].spread_change < 0);
}

TEST_CASE("bad panels are refused") {
  const auto refused = [](std::vector<PanelEstimate> panel, PanelOptions options = {}) { return place(error_of([&] { static_cast<void>(panel_rounds(panel, options)); })); };
  CHECK(refused({{1, "a", "x", 1}, {1, "a", "x", 2}}) == "panel.panelist[1] duplicate_id");
  CHECK(refused({{1, "a", "x", -1}}) == "panel.estimate[0] negative_value");
  CHECK(refused({{0, "a", "x", 1}}) == "panel.round[0] out_of_range");
  CHECK(refused({{1, "a", "x", std::nan("")}}) == "panel.estimate[0] missing_value");
  CHECK(refused({{1, "a", "x", 10}}, {1.0, 9.0}) == "panel.estimate[0] out_of_range");
  CHECK(refused({}, {9.0, 1.0}) == "options.scale out_of_range");
  CHECK(panel_rounds({}).empty());
}

TEST_CASE("observed weights beside intended ones") {
  TimeStudyFit fit;
  const auto add = [&](const char* type, double hours, double low, double high, double cases) {
    FittedWeight one;
    one.type = type;
    one.hours = hours;
    one.low = low;
    one.high = high;
    one.cases = cases;
    one.total_hours = hours * cases;
    fit.weights.push_back(one);
  };
  add("a", 2, 1.5, 2.5, 10);
  add("b", 4, 3, 5, 10);
  add("c", 0, std::nan(""), std::nan(""), 5);
  const std::vector<IntendedWeight> intended{{"c", 1}, {"a", 1}, {"b", 4}};
  const std::vector<ComparedWeight> compared = compare_weights(fit, intended);
  REQUIRE(compared.size() == 3);
  CHECK(compared[0].verdict == "above");
  CHECK(compared[0].ratio == 2);
  CHECK(compared[1].verdict == "within");
  CHECK(compared[2].verdict == "unknown");
  const std::vector<IntendedWeight> points{{"a", 10}, {"b", 20}};
  CHECK(compare_weights(fit, points, true)[0].intended == Approx(2));
  const auto refused = [&](std::vector<IntendedWeight> weights, bool match) { return place(error_of([&] { static_cast<void>(compare_weights(fit, weights, match)); })); };
  CHECK(refused({{"z", 1}}, false) == "intended.type[0] unknown_id");
  CHECK(refused({{"a", 1}, {"a", 1}}, false) == "intended.type[1] duplicate_id");
  CHECK(refused({{"a", -1}}, false) == "intended.weight[0] negative_value");
  CHECK(refused({{"a", 0}}, true) == "intended.weight out_of_range");
}
