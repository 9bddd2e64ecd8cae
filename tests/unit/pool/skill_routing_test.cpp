#include "evenload/pool/skill_routing.hpp"

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "src/pool/routing/student.hpp"

namespace {

using namespace evenload;
using namespace evenload::pool;

/// Six types, 15 agents each, 84 of 90 busy on average, 30 waiting spaces: Wallace and Whitt's.
struct SixTypes {
  std::vector<double> rate = std::vector<double>(6, 1.4);
  std::vector<std::int32_t> rows;
  std::vector<double> time;
  std::vector<AgentGroup> groups;
  std::int64_t spaces = 30;

  SixTypes(std::int32_t skills, double slower) {
    rows = even_skills(6, 15, skills);
    const auto width = static_cast<std::size_t>(skills);
    time.assign(width, 10 * slower);
    time[0] = 10;
    for (std::size_t a = 0; a < 90; ++a) {
      groups.push_back({1, std::span(rows).subspan(a * width, width), time});
    }
  }
  RoutingResult run(RoutingOptions options = {}) const {
    if (options.calls == RoutingOptions{}.calls) {
      options.calls = 50000;
      options.warm_up = 5000;
    }
    return simulate_routing({rate, groups, spaces}, options);
  }
};

bool covers(const RoutingMean& mean, double value, double stretch = 1.5) {
  return std::abs(mean.mean - value) <= stretch * (mean.high - mean.mean);
}

}  // namespace

TEST_CASE("skill routing: the pooled queue is exact") {
  // Erlang's waiting system: 48 a minute, one minute each, 50 agents.
  const PooledQueue erlang = pooled_queue(48, 1, 50, 1000000);
  CHECK(erlang.waits == Approx(0.694456).margin(5e-7));
  CHECK(erlang.mean_wait * 60 == Approx(20.834).margin(5e-4));
  CHECK(erlang.utilisation == Approx(0.96).margin(1e-9));
  // One agent, one space, load 1: states 0, 1, 2 alike.
  const PooledQueue small = pooled_queue(1, 1, 1, 1);
  CHECK(small.blocked == Approx(1.0 / 3));
  CHECK(small.waits == Approx(0.5));
  CHECK(small.mean_wait == Approx(0.5));
  CHECK(small.utilisation == Approx(2.0 / 3));
  CHECK(pooled_queue(2, 1, 2, 0).blocked == Approx(0.4));  // Erlang B
}

TEST_CASE("skill routing: all skills are the pooled queue, one skill is many small ones") {
  const RoutingResult all = SixTypes(6, 1).run();
  const PooledQueue exact = pooled_queue(8.4, 10, 90, 30);
  CHECK(covers(all.all.blocked, exact.blocked));
  CHECK(covers(all.all.waits, exact.waits));
  CHECK(covers(all.all.mean_wait, exact.mean_wait));
  CHECK(covers(all.utilisation, exact.utilisation));
  CHECK(covers(all.handling_time, 10));
  CHECK(all.replications == 10);

  SixTypes one(1, 1);
  one.rate.assign(6, 1.2);
  one.spaces = -1;
  const RoutingResult apart = one.run();
  const PooledQueue alone = pooled_queue(1.2, 10, 15, 100000);
  CHECK(apart.all.blocked.mean == 0);
  CHECK(apart.away.mean == 0);
  for (const RoutingMeasure& type : apart.by_type) {
    CHECK(covers(type.waits, alone.waits, 2));
    CHECK(covers(type.mean_wait, alone.mean_wait, 2));
  }
}

TEST_CASE("skill routing: two skills are nearly as good as all, while handling takes as long") {
  const RoutingResult one = SixTypes(1, 1).run();
  const RoutingResult two = SixTypes(2, 1).run();
  const RoutingResult all = SixTypes(6, 1).run();
  CHECK(two.all.blocked.mean - all.all.blocked.mean <
        0.05 * (one.all.blocked.mean - all.all.blocked.mean));
  CHECK(two.all.mean_wait.mean - all.all.mean_wait.mean <
        0.12 * (one.all.mean_wait.mean - all.all.mean_wait.mean));
  CHECK(two.all.blocked.high < one.all.blocked.low);
}

TEST_CASE("skill routing: where handling takes longer away, more skills make it worse") {
  const RoutingResult one = SixTypes(1, 1.5).run();
  const RoutingResult two = SixTypes(2, 1.5).run();
  const RoutingResult all = SixTypes(6, 1.5).run();
  CHECK(all.all.blocked.low > two.all.blocked.high);
  CHECK(all.all.blocked.low > one.all.blocked.high);
  CHECK(all.handling_time.mean > 11);
  CHECK(one.handling_time.mean == Approx(10).margin(0.1));
}

TEST_CASE("skill routing: the same on any number of threads; designs meet the same calls") {
  RoutingOptions options;
  options.calls = 5000;
  options.warm_up = 500;
  options.threads = 1;
  const RoutingResult first = SixTypes(2, 1).run(options);
  options.threads = 3;
  const RoutingResult again = SixTypes(2, 1).run(options);
  CHECK(first.all.mean_wait.mean == again.all.mean_wait.mean);
  CHECK(first.utilisation.low == again.utilisation.low);
  // Without waiting spaces and with none away, nothing of the draws depends on who answers.
  options.seed = 9;
  CHECK(SixTypes(2, 1).run(options).all.mean_wait.mean != first.all.mean_wait.mean);
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  CHECK(SixTypes(2, 1).run(options).stop == StopReason::cancelled);
}

TEST_CASE("skill routing: skills are spread evenly") {
  const std::vector<std::int32_t> rows = even_skills(6, 15, 2);
  REQUIRE(rows.size() == 180);
  std::map<std::pair<std::int32_t, std::int32_t>, int> count;
  for (std::size_t a = 0; a < 90; ++a) ++count[{rows[2 * a], rows[2 * a + 1]}];
  CHECK(count.size() == 30);
  for (const auto& [pair, times] : count) {
    CHECK(pair.first != pair.second);
    CHECK(times == 3);
  }
  CHECK(even_skills(1, 2, 1) == std::vector<std::int32_t>{0, 0});
}

TEST_CASE("skill routing: Student's quantiles") {
  CHECK(routing::student_quantile(0.95, 1) == Approx(12.7062).margin(1e-4));
  CHECK(routing::student_quantile(0.95, 9) == Approx(2.26216).margin(1e-5));
  CHECK(routing::student_quantile(0.99, 10) == Approx(3.16927).margin(1e-5));
  CHECK(routing::student_quantile(0.95, 1000) == Approx(1.96234).margin(1e-5));
}

TEST_CASE("skill routing: bad input is named") {
  const std::vector<double> rate = {1, 1}, time = {0.5}, two_times = {0.5, 0.5};
  const std::vector<std::int32_t> first = {0}, second = {1}, twice = {0, 0}, far = {2};
  const auto of = [&](std::vector<AgentGroup> groups, RoutingOptions options = {},
                      std::int64_t spaces = 5, std::span<const double> rates = {}) {
    return test::place(test::error_of([&] {
      simulate_routing({rates.empty() ? std::span(rate) : rates, groups, spaces}, options);
    }));
  };
  CHECK(of({{1, first, time}}) == "routing.arrival_rate[1] missing_value");
  CHECK(of({{1, first, time}, {0, second, time}}) == "routing.arrival_rate[1] missing_value");
  CHECK(of({{1, {}, {}}}) == "routing.skills[0] missing_value");
  CHECK(of({{1, twice, two_times}}) == "routing.skills[0] duplicate_id");
  CHECK(of({{1, far, time}}) == "routing.skills[0] out_of_range");
  CHECK(of({{1, first, two_times}}) == "routing.handling_time[0] length_mismatch");
  CHECK(of({{-1, first, time}}) == "routing.agents[0] out_of_range");
  const std::vector<AgentGroup> good = {{1, first, time}, {1, second, time}};
  CHECK(of(good, {}, -2) == "routing.waiting_spaces out_of_range");
  const std::vector<double> busy = {1, 2};
  CHECK(of(good, {}, -1, busy) == "routing.arrival_rate[1] out_of_range");
  const std::vector<double> nothing = {1, 0}, unknown = {std::nan(""), 1};
  CHECK(of(good, {}, 5, nothing) == "routing.arrival_rate[1] out_of_range");
  CHECK(of(good, {}, 5, unknown) == "routing.arrival_rate[0] not_finite");
  RoutingOptions options;
  options.replications = 1;
  CHECK(of(good, options) == "options.replications out_of_range");
  options = {};
  options.confidence = 1;
  CHECK(of(good, options) == "options.confidence out_of_range");
  options = {};
  options.target_wait = -1;
  CHECK(of(good, options) == "options.target_wait negative_value");
  CHECK(test::error_of([] { even_skills(3, 1, 4); }).column == "skills");
  CHECK(test::error_of([] { pooled_queue(1, 1, 0, 0); }).column == "agents");
}
