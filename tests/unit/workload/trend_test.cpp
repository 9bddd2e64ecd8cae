#include "evenload/workload/trend.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "fixtures.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

TEST_CASE("a trend is the weighted line through the weeks so far") {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> values{none, 5, 6, none, 9, 4, 4.5};
  for (const double half_life : {0.5, 4.0, 13.0}) {
    const Trend trend = exponential_trend(values, half_life);
    CHECK(std::isnan(trend.level[0]));
    CHECK(trend.weight[0] == 0);
    CHECK(std::isnan(trend.slope[1]));
    CHECK(trend.level[3] == trend.level[2]);
    CHECK(trend.weight[3] < trend.weight[2]);
    for (std::size_t now = 1; now < values.size(); ++now) {
      double w = 0, wt = 0, wtt = 0, wx = 0, wtx = 0;
      for (std::size_t week = 0; week <= now; ++week) {
        if (std::isnan(values[week])) continue;
        const double t = static_cast<double>(week) - static_cast<double>(now);
        const double weight = std::pow(0.5, -t / half_life);
        w += weight, wt += weight * t, wtt += weight * t * t;
        wx += weight * values[week], wtx += weight * t * values[week];
      }
      CHECK(trend.weight[now] == Approx(w));
      CHECK(trend.level[now] == Approx(wx / w));
      if (now > 1) CHECK(trend.slope[now] == Approx((w * wtx - wt * wx) / (w * wtt - wt * wt)));
    }
  }
}

TEST_CASE("a straight line has its own slope") {
  std::vector<double> line;
  for (int week = 0; week < 60; ++week) line.push_back(0.5 + 0.01 * week);
  CHECK(exponential_trend(line, 8).slope.back() == Approx(0.01));
}

TEST_CASE("wrong trends are refused") {
  const std::vector<double> values{1, std::numeric_limits<double>::infinity()};
  CHECK(error_if_any([&] { exponential_trend(values, 4); }).row == 1);
  CHECK(error_if_any([&] { exponential_trend(values, 0); }).column == "half_life");
  CHECK(error_if_any([&] { exponential_trend(values, std::nan("")); }).column == "half_life");
  CHECK(exponential_trend({}, 4).level.empty());
}
