#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "evenload/pool/cross_training.hpp"
#include "property.hpp"
#include "src/pool/skills/network.hpp"

namespace {

using namespace evenload::pool;

/// Random groups, units and skills; each group has its own unit first.
struct AnyNetwork {
  std::int32_t groups = 0, units = 0;
  std::vector<Skill> own, others;
  std::vector<std::int64_t> capacity, demand;

  static AnyNetwork draw(std::int32_t most, std::int64_t hours) {
    AnyNetwork made;
    made.groups = *rc::gen::inRange(1, most + 1);
    made.units = *rc::gen::inRange(1, most + 1);
    for (std::int32_t g = 0; g < made.groups; ++g) {
      const std::int32_t home = *rc::gen::inRange(0, made.units);
      made.own.push_back({g, home});
      for (std::int32_t u = 0; u < made.units; ++u) {
        if (u == home) continue;
        const int kind = *rc::gen::inRange(0, 3);
        if (kind == 1) made.own.push_back({g, u});
        if (kind == 2) made.others.push_back({g, u});
      }
    }
    for (std::int32_t g = 0; g < made.groups; ++g) {
      made.capacity.push_back(*rc::gen::inRange<std::int64_t>(0, hours + 1));
    }
    for (std::int32_t u = 0; u < made.units; ++u) {
      made.demand.push_back(*rc::gen::inRange<std::int64_t>(0, hours + 1));
    }
    return made;
  }
  skills::SkillNetwork network(const std::vector<Skill>& pairs) const {
    return {static_cast<std::size_t>(groups), static_cast<std::size_t>(units), pairs, {}};
  }
};

std::vector<double> as_hours(const std::vector<std::int64_t>& whole) {
  return {whole.begin(), whole.end()};
}

}  // namespace

TEST_CASE("flexibility: our flow, Boost's and the least cut agree") {
  evenload::test::property("any network", [] {
    const AnyNetwork any = AnyNetwork::draw(6, 20);
    const FlexibilityGraph graph{any.groups, any.units, any.own};
    const Throughput found = throughput(graph, any.capacity, any.demand);
    const skills::SkillNetwork network = any.network(any.own);
    skills::ExactFlow flow(network);
    RC_ASSERT(flow.solve(any.capacity, any.demand) == found.value);

    // The flow is one, and the cut proves that there is no larger one.
    std::vector<std::int64_t> used(any.capacity.size(), 0), met(any.demand.size(), 0);
    for (std::size_t at = 0; at < any.own.size(); ++at) {
      RC_ASSERT(found.served[at] >= 0);
      used[static_cast<std::size_t>(any.own[at].group)] += found.served[at];
      met[static_cast<std::size_t>(any.own[at].unit)] += found.served[at];
    }
    for (std::size_t g = 0; g < used.size(); ++g) RC_ASSERT(used[g] <= any.capacity[g]);
    for (std::size_t u = 0; u < met.size(); ++u) RC_ASSERT(met[u] <= any.demand[u]);
    std::int64_t cut = std::accumulate(any.demand.begin(), any.demand.end(), std::int64_t{0});
    for (const std::int32_t u : found.cut_units) cut -= any.demand[static_cast<std::size_t>(u)];
    std::vector<char> in(any.capacity.size(), 0);
    for (const std::int32_t g : found.cut_groups) {
      in[static_cast<std::size_t>(g)] = 1;
      cut += any.capacity[static_cast<std::size_t>(g)];
    }
    for (const Skill& skill : any.own) {
      const bool cut_unit = std::find(found.cut_units.begin(), found.cut_units.end(), skill.unit) !=
                            found.cut_units.end();
      RC_ASSERT(!cut_unit || in[static_cast<std::size_t>(skill.group)] != 0);
    }
    RC_ASSERT(cut == found.value);
    RC_ASSERT(std::accumulate(met.begin(), met.end(), std::int64_t{0}) == found.value);
  });
}

TEST_CASE("flexibility: hours freed and hours wanted tell the gain of any skill") {
  evenload::test::property("any network, any new skill", [] {
    const AnyNetwork any = AnyNetwork::draw(5, 12);
    const skills::SkillNetwork network = any.network(any.own);
    skills::ExactFlow flow(network);
    const std::int64_t before = flow.solve(any.capacity, any.demand);
    std::vector<std::int64_t> freed, wanted;
    flow.free_hours(freed);
    flow.wanted_hours(wanted);
    for (const Skill& skill : any.others) {
      std::vector<Skill> with = any.own;
      with.push_back(skill);
      const skills::SkillNetwork larger = any.network(with);
      const std::int64_t after = skills::ExactFlow(larger).solve(any.capacity, any.demand);
      RC_ASSERT(after - before == std::min(freed[static_cast<std::size_t>(skill.group)],
                                           wanted[static_cast<std::size_t>(skill.unit)]));
    }
  });
}

TEST_CASE("flexibility: slower skills, a plan and the prices that prove it") {
  evenload::test::property("any network, any efficiency", [] {
    const AnyNetwork any = AnyNetwork::draw(5, 20);
    std::vector<double> efficiency;
    for (std::size_t at = 0; at < any.own.size(); ++at) {
      efficiency.push_back(0.1 * *rc::gen::inRange(1, 11));
    }
    const skills::SkillNetwork network(static_cast<std::size_t>(any.groups),
                                       static_cast<std::size_t>(any.units), any.own, efficiency);
    const std::vector<double> capacity = as_hours(any.capacity), demand = as_hours(any.demand);
    skills::GainFlow flow(network);
    const double served = flow.solve(capacity, demand);
    std::vector<double> used(capacity.size(), 0.0), met(demand.size(), 0.0);
    for (std::size_t at = 0; at < any.own.size(); ++at) {
      RC_ASSERT(flow.hours()[at] >= 0);
      used[static_cast<std::size_t>(any.own[at].group)] += flow.hours()[at];
      met[static_cast<std::size_t>(any.own[at].unit)] += efficiency[at] * flow.hours()[at];
    }
    double bound = 0;
    for (std::size_t g = 0; g < used.size(); ++g) {
      RC_ASSERT(used[g] <= capacity[g] + 1e-8);
      bound += capacity[g] * flow.group_gain()[g];
    }
    for (std::size_t u = 0; u < met.size(); ++u) {
      RC_ASSERT(met[u] <= demand[u] + 1e-8);
      bound += demand[u] * (1 - flow.unit_gain()[u]);
    }
    // Prices: an hour of g is worth at least what it would serve at u.
    for (std::size_t at = 0; at < any.own.size(); ++at) {
      RC_ASSERT(flow.group_gain()[static_cast<std::size_t>(any.own[at].group)] + 1e-9 >=
                efficiency[at] * flow.unit_gain()[static_cast<std::size_t>(any.own[at].unit)]);
    }
    RC_ASSERT(std::abs(bound - served) < 1e-7 * std::max(1.0, served));
    RC_ASSERT(std::abs(std::accumulate(met.begin(), met.end(), 0.0) - served) < 1e-8);
  });
}

TEST_CASE("cross-training: against every set of skills") {
  std::int64_t orders = 0, best_found = 0;
  evenload::test::property("tiny problems, scenarios given", [&] {
    AnyNetwork any = AnyNetwork::draw(4, 10);
    if (any.others.size() > 7) any.others.resize(7);
    if (any.others.empty()) return;  // nothing to learn
    for (std::int64_t& hours : any.capacity) ++hours;
    const auto scenarios = static_cast<std::size_t>(*rc::gen::inRange(1, 4));
    const auto units = static_cast<std::size_t>(any.units);
    std::vector<double> hours;
    for (std::size_t k = 0; k < scenarios * units; ++k) hours.push_back(*rc::gen::inRange(1, 16));
    const bool slow = *rc::gen::arbitrary<bool>();
    const std::vector<double> efficiency(any.others.size(), slow ? 0.7 : 1.0);
    const std::vector<double> capacity = as_hours(any.capacity);

    CrossTrainingProblem problem;
    problem.groups = any.groups;
    problem.units = any.units;
    problem.capacity = capacity;
    problem.skills = any.own;
    problem.candidates = any.others;
    problem.candidate_efficiency = efficiency;
    problem.demand.scenarios = static_cast<std::int64_t>(scenarios);
    problem.demand.hours = hours;
    CrossTrainingOptions options;
    options.max_skills = 3;
    options.threads = 1;
    const CrossTraining answer = cross_training(problem, options);

    std::vector<std::vector<std::int32_t>> sets;
    for (std::uint32_t mask = 0; mask < 1U << any.others.size(); ++mask) {
      std::vector<std::int32_t> set;
      for (std::size_t c = 0; c < any.others.size(); ++c) {
        if ((mask >> c & 1U) != 0) set.push_back(static_cast<std::int32_t>(c));
      }
      if (set.size() <= 3) sets.push_back(set);
    }
    const std::vector<DesignValue> values = compare_designs(problem, sets, options);
    std::vector<double> best(4, 0.0);
    for (std::size_t k = 0; k < sets.size(); ++k) {
      for (std::size_t size = sets[k].size(); size <= 3; ++size) {
        best[size] = std::max(best[size], values[k].throughput.mean);
      }
    }
    RC_ASSERT(std::abs(answer.before.mean - best[0]) < 1e-6);
    for (std::size_t k = 0; k < answer.steps.size(); ++k) {
      RC_ASSERT(answer.steps[k].throughput.mean <= best[k + 1] + 1e-5);
      RC_ASSERT(answer.steps[k].bound.mean >= best[k + 1] - 1e-5);
      RC_ASSERT(answer.full.mean >= answer.steps[k].throughput.mean - 1e-5);
    }
    // One skill that helps is always found. (Where only two together help, look-ahead finds them.)
    if (best[1] > best[0] + 1e-4) RC_ASSERT(!answer.steps.empty());
    if (best[2] > best[0] + 1e-4) RC_ASSERT(!answer.steps.empty());
    const double reached =
        answer.steps.empty() ? answer.before.mean : answer.steps.back().throughput.mean;
    ++orders;
    if (reached >= best[3] - 1e-4) ++best_found;
    RC_ASSERT(reached - best[0] >= 0.6 * (best[3] - best[0]) - 1e-4);
  });
  CAPTURE(orders, best_found);
  CHECK(best_found >= orders * 9 / 10);
}
