// blocking_groups against all plans of tiny problems.
#include "evenload/optimize/blocking_groups.hpp"

#include <algorithm>

#include "support/property.hpp"
#include "tiny_generator.hpp"

namespace {

using evenload::SolveOptions;
using evenload::test::chance;
using evenload::test::Columns;
using evenload::test::Counts;
using evenload::test::number;
using evenload::test::tiny_problem;
using evenload::test::TinyProblem;
namespace optimize = evenload::optimize;
using optimize::BlockingGroup;
using optimize::BlockingProof;

std::int64_t overload_of(const TinyProblem& p, const Columns& plan) {
  const bool second = p.row_class.empty() || p.place == optimize::OverloadPlace::after_must;
  return p.levels(plan)[second ? 1 : 3];
}

template <class Visit>
void every_plan(const TinyProblem& p, Visit visit) {
  Columns plan(p.rows, -1);
  const auto place = [&](auto self, int row) -> void {
    if (row == p.rows) {
      if (p.allowed(plan)) visit(plan);
      return;
    }
    plan[row] = -1;
    self(self, row + 1);
    for (auto k = p.indptr[row]; k < p.indptr[row + 1]; ++k) {
      plan[row] = p.indices[k];
      self(self, row + 1);
    }
    plan[row] = -1;
  };
  place(place, 0);
}

/// Is there an allowed plan with all of these rows, and no more overload than that where it counts?
bool placeable(const std::vector<std::pair<Columns, std::int64_t>>& plans, const Columns& rows, bool within, std::int64_t most) {
  return std::any_of(plans.begin(), plans.end(), [&](const auto& plan) {
    return (!within || plan.second <= most) && std::all_of(rows.begin(), rows.end(), [&](std::int32_t row) { return plan.first[row] >= 0; });
  });
}

}  // namespace

TEST_CASE("no plan places a proven blocking group, and some plan all of a minimal one but any row", "[optimize][blocking_groups]") {
  int proven = 0;
  int minimal = 0;
  evenload::test::property("against all plans", [&] {
    const TinyProblem p = tiny_problem();
    std::vector<std::pair<Columns, std::int64_t>> plans;
    every_plan(p, [&](const Columns& plan) { plans.emplace_back(plan, overload_of(p, plan)); });
    SolveOptions options;
    options.threads = 1;
    const Columns plan = chance(60) ? optimize::balanced_assignment(p.view(), options).assignment : plans[number(0, static_cast<int>(plans.size()) - 1)].first;
    const std::int64_t overload = overload_of(p, plan);
    if (chance(20)) options.work_limit = number(0, 2000);
    const auto result = optimize::blocking_groups(p.view(), plan, options);
    for (int i = 0; i < p.rows; ++i) {
      RC_ASSERT((plan[i] < 0) == (result.group_of_row[i] >= 0));
      if (plan[i] >= 0) continue;
      RC_ASSERT(result.group_of_row[i] < static_cast<std::int32_t>(result.groups.size()));
    }
    for (const BlockingGroup& group : result.groups) {
      RC_ASSERT(std::any_of(group.rows.begin(), group.rows.end(), [&](std::int32_t row) { return plan[row] < 0; }));
      if (group.proof == BlockingProof::not_proven) {
        RC_ASSERT(!group.minimal);
        continue;
      }
      ++proven;
      RC_ASSERT(!placeable(plans, group.rows, group.within_capacity, overload));
      // Marks outside the group are no part of what is said.
      if (!group.minimal || !p.marked.empty()) continue;
      ++minimal;
      for (const std::int32_t row : group.rows) {
        Columns others = group.rows;
        others.erase(std::find(others.begin(), others.end(), row));
        RC_ASSERT(placeable(plans, others, group.within_capacity, overload));
      }
    }
  });
  CHECK(proven > 50);
  CHECK(minimal > 30);
}

TEST_CASE("a row of equal weights that the best plan leaves out is always explained by a minimal cut", "[optimize][blocking_groups]") {
  int explained = 0;
  evenload::test::property("equal weights, no other rules", [&] {
    TinyProblem p;
    p.rows = number(1, 8);
    p.columns = number(1, 4);
    const int weight = number(1, 3);
    for (int i = 0; i < p.rows; ++i) {
      for (int j = 0; j < p.columns; ++j) {
        if (chance(45)) p.indices.push_back(j);
      }
      p.indptr.push_back(static_cast<std::int64_t>(p.indices.size()));
      p.weight.push_back(weight);
    }
    for (int j = 0; j < p.columns; ++j) {
      p.capacity.push_back(number(0, 7));
      p.base.push_back(number(0, 3));
    }
    SolveOptions options;
    options.threads = 1;
    const auto plan = optimize::balanced_assignment(p.view(), options).assignment;
    const auto result = optimize::blocking_groups(p.view(), plan, options);
    std::vector<std::pair<Columns, std::int64_t>> plans;
    for (int i = 0; i < p.rows; ++i) {
      if (plan[i] >= 0) continue;
      const BlockingGroup& group = result.groups[result.group_of_row[i]];
      RC_ASSERT(group.proof == BlockingProof::min_cut);
      RC_ASSERT(group.minimal);
      RC_ASSERT(std::count(group.rows.begin(), group.rows.end(), i) == 1);
      if (plans.empty()) every_plan(p, [&](const Columns& other) { plans.emplace_back(other, 0); });
      RC_ASSERT(!placeable(plans, group.rows, false, 0));
      for (const std::int32_t row : group.rows) {
        Columns others = group.rows;
        others.erase(std::find(others.begin(), others.end(), row));
        RC_ASSERT(placeable(plans, others, false, 0));
      }
      ++explained;
    }
  });
  CHECK(explained > 30);
}
