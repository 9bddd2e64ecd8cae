#include "evenload/pool/cross_training.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"

namespace {

using namespace evenload;
using namespace evenload::pool;

/// Ten units, ten groups of 100 hours, demand N(100, 40²) cut off at two deviations.
struct TenUnits {
  std::vector<double> capacity = std::vector<double>(10, 100.0);
  std::vector<double> mean = std::vector<double>(10, 100.0);
  std::vector<double> deviation = std::vector<double>(10, 40.0);
  std::vector<Skill> own;
  TenUnits() {
    for (std::int32_t g = 0; g < 10; ++g) own.push_back({g, g});
  }
  CrossTrainingProblem problem() const {
    CrossTrainingProblem p;
    p.groups = 10;
    p.units = 10;
    p.capacity = capacity;
    p.skills = own;
    p.demand.mean = mean;
    p.demand.deviation = deviation;
    return p;
  }
  /// Position of the candidate (g, u) among all pairs that are no skill.
  static std::int32_t candidate(std::int32_t g, std::int32_t u) {
    return g * 9 + (u < g ? u : u - 1);
  }
  /// Closed chains of `length` groups each.
  static std::vector<std::int32_t> chains(std::int32_t length) {
    std::vector<std::int32_t> design;
    for (std::int32_t g = 0; g < 10; ++g) {
      const std::int32_t first = g / length * length;
      design.push_back(candidate(g, first + (g - first + 1) % length));
    }
    return design;
  }
};

/// Two groups, two units, given scenarios: easy to do by hand.
struct TwoUnits {
  std::vector<double> capacity = {10, 10};
  std::vector<Skill> own = {{0, 0}, {1, 1}};
  std::vector<double> hours = {4, 16, 20, 0};
  std::vector<double> probability = {0.25, 0.75};
  std::vector<double> training_hours, training_weeks, cost, efficiency;
  CrossTrainingProblem problem() const {
    CrossTrainingProblem p;
    p.groups = 2;
    p.units = 2;
    p.capacity = capacity;
    p.skills = own;
    p.demand.scenarios = 2;
    p.demand.hours = hours;
    p.demand.probability = probability;
    p.training_hours = training_hours;
    p.training_weeks = training_weeks;
    p.cost = cost;
    p.candidate_efficiency = efficiency;
    return p;
  }
};

bool within(const ScenarioMean& found, double expected, double own_error) {
  return std::abs(found.mean - expected) <= 3 * std::hypot(found.standard_error, own_error);
}

}  // namespace

TEST_CASE("cross-training: ten units, the known numbers") {
  const TenUnits units;
  CrossTrainingOptions options;
  options.scenarios = 40000;
  const CrossTraining answer = cross_training(units.problem(), options);
  // Closed form 855.44; 951.6 and 955.4 are simulated elsewhere to ± 0.2.
  CHECK(dedicated_throughput(units.capacity, units.mean, units.deviation, 2) ==
        Approx(855.44).margin(0.005));
  CHECK(std::abs(answer.before.mean - 855.442) < 0.05);
  REQUIRE(answer.steps.size() == 10);
  CHECK(within(answer.steps.back().throughput, 951.6, 0.2));
  CHECK(within(answer.full, 955.4, 0.2));
  CHECK(answer.steps.back().throughput.standard_error < 0.25);
  CHECK(answer.demand.mean == Approx(1000).margin(0.1));
  CHECK_FALSE(answer.exact);
  CHECK(answer.scenarios == 40000);

  // One closed chain through all ten, and its closing is worth most.
  CHECK(answer.shape == FlexibilityShape::none);
  CHECK(answer.steps.back().shape == FlexibilityShape::closed_chain);
  CHECK(answer.steps.back().closes == 10);
  CHECK(answer.steps[8].shape == FlexibilityShape::open_chain);
  const double closing = answer.steps.back().gain.mean;
  for (std::size_t k = 0; k + 1 < 10; ++k) {
    CHECK(answer.steps[k].closes == 0);
    CHECK(answer.steps[k].gain.mean < 0.6 * closing);
    CHECK(answer.steps[k].bound.mean >= answer.steps[k].throughput.mean);
    if (k > 0) {
      const double error =
          answer.steps[k].gain.standard_error + answer.steps[k - 1].gain.standard_error;
      CHECK(answer.steps[k].gain.mean > answer.steps[k - 1].gain.mean - 3 * error);
    }
  }
  // The first step alone is best among all, and no bound passes full flexibility.
  CHECK(answer.steps[0].bound.mean - answer.steps[0].throughput.mean < 1);
  CHECK(answer.steps.back().bound.mean <= answer.full.mean + 1e-9);
  CHECK(answer.next.size() == 90);
  CHECK(answer.next.front().gain.mean >= answer.next.back().gain.mean);
}

TEST_CASE("cross-training: one long chain beats several short ones") {
  const TenUnits units;
  const std::vector<std::vector<std::int32_t>> designs = {
      TenUnits::chains(10), TenUnits::chains(5), TenUnits::chains(2), {}};
  const std::vector<DesignValue> values = compare_designs(units.problem(), designs);
  REQUIRE(values.size() == 4);
  CHECK(values[0].shape == FlexibilityShape::closed_chain);
  CHECK(values[1].shape == FlexibilityShape::closed_chains);
  CHECK(within(values[0].throughput, 951.6, 0.2));
  for (std::size_t k = 1; k < 4; ++k) {
    CHECK(values[k].gain.mean < -5 * values[k].gain.standard_error);
    CHECK(values[k].throughput.mean < values[k - 1].throughput.mean);
  }
  CHECK(values[0].gain.mean == 0);
  CHECK(values[3].throughput.mean == Approx(855.442).margin(0.05));
}

TEST_CASE("cross-training: by hand") {
  // Served today: 4 + 10 with probability 1/4, 10 + 0 with 3/4.
  TwoUnits two;
  CrossTrainingOptions options;
  options.max_skills = 2;
  CrossTraining answer = cross_training(two.problem(), options);
  CHECK(answer.exact);
  CHECK(answer.before.mean == Approx(11));
  CHECK(answer.before.standard_error == 0);
  REQUIRE(answer.steps.size() == 2);
  CHECK(answer.steps[0].skill == Skill{1, 0});
  CHECK(answer.steps[0].gain.mean == Approx(7.5));
  CHECK(answer.steps[1].gain.mean == Approx(1.5));
  CHECK(answer.steps[1].shape == FlexibilityShape::closed_chain);
  CHECK(answer.full.mean == Approx(20));
  CHECK(answer.steps[0].bound.mean == Approx(18.5));
  CHECK(answer.best_step == 0);  // an hour is worth nothing until somebody says what

  SECTION("slower away from home") {
    two.efficiency = {0.5, 0.8};
    answer = cross_training(two.problem(), options);
    REQUIRE(answer.steps.size() == 2);
    CHECK(answer.steps[0].gain.mean == Approx(0.75 * 8));
    CHECK(answer.steps[1].gain.mean == Approx(0.25 * 3));
  }
  SECTION("training takes hours, weeks and money") {
    two.training_hours = {20, 20};
    two.training_weeks = {4, 4};
    two.cost = {100, 100};
    options.weeks = 24;
    options.worth_per_hour = 2;
    answer = cross_training(two.problem(), options);
    REQUIRE(answer.steps.size() == 2);
    // Group 1 has 5 hours a week less for 4 weeks, which are missed in scenario 0: 1.25 a week.
    CHECK(answer.steps[0].net_worth.mean == Approx(2 * (20 * 7.5 - 4 * 1.25) - 100));
    // Then group 0 too: 5 of its 10 hours are missed in scenario 1, none of the 6 spare in 0.
    CHECK(answer.steps[1].net_worth.mean == Approx(2 * (20 * 9.0 - 4 * (1.25 + 3.75)) - 200));
    CHECK(answer.best_step == 1);
    options.worth_per_hour = 0.2;
    CHECK(cross_training(two.problem(), options).best_step == 0);
    options.weeks = 4;  // over before anybody is trained
    options.worth_per_hour = 1000;
    CHECK(cross_training(two.problem(), options).best_step == 0);
  }
  SECTION("a budget") {
    two.cost = {10, 80};
    options.budget = 85;
    answer = cross_training(two.problem(), options);
    // 1.5 hours for 10 are more for the money than 7.5 for 80, and 90 are not there.
    REQUIRE(answer.steps.size() == 1);
    CHECK(answer.steps[0].cost <= 85);
    options.budget = 5;
    CHECK(cross_training(two.problem(), options).steps.empty());
  }
}

TEST_CASE("cross-training: looking ahead finds two skills that help only together") {
  // Group 0 has spare hours, unit 2 lacks them; group 0 can learn unit 1 only, whose group can
  // learn unit 2. A third skill gives a little at once.
  const std::vector<double> capacity = {20, 10, 10, 10}, hours = {10, 10, 20, 10.5};
  const std::vector<Skill> own = {{0, 0}, {1, 1}, {2, 2}, {3, 3}};
  const std::vector<Skill> candidates = {{0, 3}, {0, 1}, {1, 2}};
  CrossTrainingProblem problem;
  problem.groups = 4;
  problem.units = 4;
  problem.capacity = capacity;
  problem.skills = own;
  problem.candidates = candidates;
  problem.demand.scenarios = 1;
  problem.demand.hours = hours;
  CrossTrainingOptions options;
  options.max_skills = 2;
  const CrossTraining ahead = cross_training(problem, options);
  REQUIRE(ahead.steps.size() == 2);
  CHECK(ahead.steps[1].throughput.mean == Approx(50));
  options.look_ahead = false;
  const CrossTraining near = cross_training(problem, options);
  REQUIRE(near.steps.size() == 1);
  CHECK(near.steps[0].throughput.mean == Approx(40.5));
}

TEST_CASE("cross-training: the same on any number of threads, another with another seed") {
  const TenUnits units;
  CrossTrainingOptions options;
  options.scenarios = 2000;
  options.search_scenarios = 400;
  options.threads = 1;
  const CrossTraining one = cross_training(units.problem(), options);
  options.threads = 3;
  const CrossTraining three = cross_training(units.problem(), options);
  options.seed = 1;
  const CrossTraining other = cross_training(units.problem(), options);
  REQUIRE(one.steps.size() == three.steps.size());
  for (std::size_t k = 0; k < one.steps.size(); ++k) {
    CHECK(one.steps[k].candidate == three.steps[k].candidate);
    CHECK(one.steps[k].throughput.mean == three.steps[k].throughput.mean);
    CHECK(one.steps[k].bound.mean == three.steps[k].bound.mean);
  }
  CHECK(one.full.mean != other.full.mean);
  std::stop_source source;
  source.request_stop();
  options.stop = source.get_token();
  const CrossTraining stopped = cross_training(units.problem(), options);
  CHECK(stopped.stop == StopReason::cancelled);
  CHECK(stopped.steps.empty());
}

TEST_CASE("cross-training: draws keep to their law") {
  const std::vector<double> mean = {100, 50}, deviation = {40, 10};
  UnitDemand demand;
  demand.mean = mean;
  demand.deviation = deviation;
  demand.correlation = 0.6;
  const std::int64_t scenarios = 20000;
  const std::vector<double> hours = draw_demand(demand, 2, scenarios, 3);
  double sum[2] = {}, square[2] = {}, both = 0;
  for (std::size_t s = 0; s < hours.size() / 2; ++s) {
    for (std::size_t u = 0; u < 2; ++u) {
      const double z = (hours[2 * s + u] - mean[u]) / deviation[u];
      CHECK_FALSE(std::abs(z) > 2.0000001);
      sum[u] += z;
      square[u] += z * z;
    }
    both += (hours[2 * s] - 100) / 40 * (hours[2 * s + 1] - 50) / 10;
  }
  // Variance of the normal cut off at 2: 1 - 4 φ(2) / (2 Φ(2) - 1) = .7737.
  for (std::size_t u = 0; u < 2; ++u) {
    CHECK(std::abs(sum[u]) / scenarios < 0.02);
    CHECK(square[u] / scenarios == Approx(0.7737).margin(0.01));
  }
  CHECK(both / std::sqrt(square[0] * square[1]) == Approx(0.6).margin(0.03));
}

TEST_CASE("cross-training: bad input is named") {
  TwoUnits two;
  const auto place = [](auto&& call) { return test::place(test::error_of(call)); };
  const auto of = [&](const CrossTrainingProblem& problem, CrossTrainingOptions options = {}) {
    return place([&] { cross_training(problem, options); });
  };
  CrossTrainingProblem p = two.problem();
  p.groups = 0;
  CHECK(of(p) == "cross_training.groups out_of_range");
  p = two.problem();
  p.units = 1001;
  CHECK(of(p) == "cross_training.units out_of_range");
  two.capacity = {10};
  CHECK(of(two.problem()) == "cross_training.capacity length_mismatch");
  two.capacity = {10, -1};
  CHECK(of(two.problem()) == "cross_training.capacity[1] negative_value");
  two.capacity = {0, 0};
  CHECK(of(two.problem()) == "cross_training.capacity missing_value");
  two.capacity = {10, std::nan("")};
  CHECK(of(two.problem()) == "cross_training.capacity[1] not_finite");
  two.capacity = {10, 1e10};
  CHECK(test::error_of<OverflowError>([&] { cross_training(two.problem()); }).column == "capacity");
  two.capacity = {10, 10};
  two.own = {{0, 0}, {0, 1}};
  CHECK(of(two.problem()) == "cross_training.skills[1] missing_value");
  two.own = {{0, 0}, {1, 1}};
  const std::vector<Skill> known = {{0, 1}, {1, 1}};
  p = two.problem();
  p.candidates = known;
  CHECK(of(p) == "cross_training.candidates[1] contradiction");
  two.efficiency = {0.5, 1.5};
  CHECK(of(two.problem()) == "cross_training.candidate_efficiency[1] out_of_range");
  two.efficiency = {0.5};
  CHECK(of(two.problem()) == "cross_training.candidate_efficiency length_mismatch");
  two.efficiency = {};
  two.training_hours = {0, 5};
  CHECK(of(two.problem()) == "cross_training.training_weeks[1] contradiction");
  two.training_hours = {};
  two.hours = {4, 16, 20};
  CHECK(of(two.problem()) == "demand.hours length_mismatch");
  two.hours = {4, 0, 20, 0};
  CHECK(of(two.problem()) == "demand.hours[1] missing_value");
  two.hours = {4, 1, -20, 0};
  CHECK(of(two.problem()) == "demand.hours[2] negative_value");
  two.hours = {4, 1, std::numeric_limits<double>::infinity(), 0};
  CHECK(of(two.problem()) == "demand.hours[2] not_finite");
  two.hours = {4, 16, 20, 0};
  two.probability = {0.5, 0.4};
  CHECK(of(two.problem()) == "demand.probability out_of_range");
  two.probability = {1};
  CHECK(of(two.problem()) == "demand.probability length_mismatch");
  two.probability = {1.5, -0.5};
  CHECK(of(two.problem()) == "demand.probability[1] negative_value");
  two.probability = {};

  const TenUnits ten;
  p = ten.problem();
  p.demand.truncation = 0;
  CHECK(of(p) == "demand.truncation out_of_range");
  p = ten.problem();
  p.demand.correlation = 1;
  CHECK(of(p) == "demand.correlation out_of_range");
  p = ten.problem();
  p.demand.mean = p.demand.mean.first(9);
  CHECK(of(p) == "demand.mean length_mismatch");
  const std::vector<double> none(10, 0.0);
  p = ten.problem();
  p.demand.mean = none;
  p.demand.deviation = none;
  CHECK(of(p) == "demand.mean[0] missing_value");

  CrossTrainingOptions options;
  options.scenarios = 19;
  CHECK(of(two.problem(), options) == "options.scenarios out_of_range");
  options = {};
  options.budget = -1;
  CHECK(of(two.problem(), options) == "options.budget negative_value");
  options = {};
  options.weeks = 0;
  CHECK(of(two.problem(), options) == "options.weeks out_of_range");
  options = {};
  options.max_skills = -2;
  CHECK(of(two.problem(), options) == "options.max_skills out_of_range");
  const std::vector<std::vector<std::int32_t>> twice = {{0}, {1, 1}}, far = {{2}};
  CHECK(place([&] { compare_designs(two.problem(), twice); }) ==
        "designs.candidate[1] duplicate_id");
  CHECK(place([&] { compare_designs(two.problem(), far); }) == "designs.candidate[0] out_of_range");
  CHECK(place([] {
          dedicated_throughput(std::vector<double>{1}, std::vector<double>{1},
                               std::vector<double>{1}, 2);
        }) == "demand.mean[0] unsupported");
}
