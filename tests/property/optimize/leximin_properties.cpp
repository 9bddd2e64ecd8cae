// balance = leximin against all plans of tiny problems.
#include <algorithm>
#include <cmath>

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

/// Whole-number levels, then the sorted ratios on the common denominator, then the cost.
struct LeximinValue {
  Counts levels, ratios;
  std::int64_t cost = 0;
  auto operator<=>(const LeximinValue&) const = default;
};

LeximinValue value_of(const TinyProblem& p, const Columns& plan) {
  TinyProblem peak = p;
  peak.balance = optimize::Balance::squares;
  LeximinValue value;
  value.levels = peak.levels(plan);
  value.levels.pop_back();
  Counts load(p.columns);
  for (int j = 0; j < p.columns; ++j) load[j] = p.base_load(j);
  for (int i = 0; i < p.rows; ++i) {
    if (plan[i] < 0) continue;
    load[plan[i]] += p.load_of(i, plan[i]);
    if (!p.cost.empty() && p.lambda_numerator > 0) value.cost += p.cost[p.pair(i, plan[i])];
  }
  for (int j = 0; j < p.columns; ++j) {
    if (p.capacity[j] > 0) value.ratios.push_back(load[j] * (p.denominator() / p.capacity[j]));
  }
  std::sort(value.ratios.rbegin(), value.ratios.rend());
  return value;
}

std::vector<LeximinValue> all_values(const TinyProblem& p) {
  std::vector<LeximinValue> values;
  Columns plan(p.rows, -1);
  const auto visit = [&](const auto& self, int row) -> void {
    if (row == p.rows) {
      if (p.allowed(plan)) values.push_back(value_of(p, plan));
      return;
    }
    plan[row] = -1;
    if (!p.is_fixed(row)) self(self, row + 1);
    for (auto k = p.indptr[row]; k < p.indptr[row + 1]; ++k) {
      if (p.is_fixed(row) && p.indices[k] != p.fixed[row]) continue;
      plan[row] = p.indices[k];
      self(self, row + 1);
    }
    plan[row] = -1;
  };
  visit(visit, 0);
  return values;
}

bool no_worse(const Counts& a, const Counts& b, std::size_t length) {
  for (std::size_t k = 0; k < length; ++k) {
    if (a[k] > b[k]) return false;
  }
  return true;
}

double as_ratio(const TinyProblem& p, std::int64_t value) {
  return static_cast<double>(static_cast<long double>(value) / static_cast<long double>(p.denominator()));
}

/// Values by the definition; nothing claimed that another plan disproves.
void check_claims(const TinyProblem& p, const std::vector<LeximinValue>& all, const optimize::BalancedAssignmentResult& result) {
  RC_ASSERT(p.allowed(result.assignment));
  const LeximinValue own = value_of(p, result.assignment);
  const std::size_t whole = own.levels.size();
  RC_ASSERT(result.levels.size() == whole + 2);
  RC_ASSERT(result.sorted_ratios.has_value());
  const optimize::SortedRatios& sorted = *result.sorted_ratios;
  RC_ASSERT(sorted.ratios.size() == own.ratios.size());
  for (std::size_t k = 0; k < own.ratios.size(); ++k) RC_ASSERT(std::abs(sorted.ratios[k] - as_ratio(p, own.ratios[k])) <= 1e-12);
  const auto& leximin = result.levels[whole];
  const auto& cost = result.levels[whole + 1];
  RC_ASSERT(leximin.kind == optimize::LevelKind::leximin);
  RC_ASSERT(cost.kind == optimize::LevelKind::cost);
  RC_ASSERT(leximin.proven == (sorted.proven == static_cast<std::int64_t>(sorted.ratios.size())));
  RC_ASSERT(sorted.next_bound.has_value() == !leximin.proven);
  for (const LeximinValue& other : all) {
    for (std::size_t k = 0; k < whole; ++k) {
      if (no_worse(other.levels, own.levels, k)) RC_ASSERT(result.levels[k].bound <= static_cast<double>(other.levels[k]));
    }
    if (!no_worse(other.levels, own.levels, whole)) continue;
    if (!own.ratios.empty()) RC_ASSERT(leximin.bound <= as_ratio(p, other.ratios[0]) * (1 + 1e-15));
    for (std::size_t k = 0; k < own.ratios.size(); ++k) {
      if (!no_worse(other.ratios, own.ratios, k)) break;
      if (static_cast<std::int64_t>(k) < sorted.proven) RC_ASSERT(other.ratios[k] >= own.ratios[k]);
      if (static_cast<std::int64_t>(k) == sorted.proven) RC_ASSERT(*sorted.next_bound <= as_ratio(p, other.ratios[k]) * (1 + 1e-15));
    }
    if (!no_worse(other.ratios, own.ratios, own.ratios.size())) continue;
    const double other_cost = static_cast<double>(other.cost * p.lambda_numerator) / static_cast<double>(p.lambda_denominator);
    RC_ASSERT(cost.bound <= other_cost * (1 + 1e-15));
  }
  const auto evaluation = optimize::evaluate(p.view(), result.assignment);
  for (std::size_t k = 0; k < result.levels.size(); ++k) {
    RC_ASSERT(evaluation.kinds[k] == result.levels[k].kind);
    RC_ASSERT(evaluation.values[k] == result.levels[k].value);
  }
}

SolveOptions leximin_options() {
  SolveOptions options;
  options.threads = 1;
  return options;
}

void check_optimal(const TinyProblem& p) {
  RC_LOG() << p;
  const std::vector<LeximinValue> all = all_values(p);
  const auto result = optimize::balanced_assignment(p.view(), leximin_options());
  check_claims(p, all, result);
  RC_ASSERT(value_of(p, result.assignment) == *std::min_element(all.begin(), all.end()));
  RC_ASSERT(result.outcome == evenload::Outcome::optimal);
}

TEST_CASE("leximin finds and proves the best of tiny problems with every feature", "[optimize][leximin]") {
  evenload::test::property("equal to brute force", [] {
    TinyProblem p = tiny_problem();
    p.balance = optimize::Balance::leximin;
    check_optimal(p);
  });
}

/// Rows of one load in each column; limits and groups are taken away, or a limit on all rows is left.
TinyProblem equal_loads() {
  TinyProblem p = tiny_problem();
  p.balance = optimize::Balance::leximin;
  p.group.clear();
  p.marked.clear();
  p.tied.clear();
  p.tied_other.clear();
  p.tied_alike.clear();
  const bool by_column = p.weight_per_pair;
  Counts load;
  for (int j = 0; j <= p.columns; ++j) load.push_back(number(0, 5) + (j == p.columns ? 1 : 0));
  for (std::size_t k = 0; k < p.weight.size(); ++k) p.weight[k] = by_column ? load[p.indices[k]] : load.back();
  p.limit_column.clear();
  p.limit_category.clear();
  p.limit_count.clear();
  p.limit_weight.clear();
  p.category_indptr.clear();
  p.category_indices.clear();
  p.category_amount.clear();
  if (p.columns > 0 && chance(30)) {
    for (int i = 0; i <= p.rows; ++i) p.category_indptr.push_back(i);
    p.category_indices.assign(p.rows, 0);
    for (int j = 0; j < p.columns; ++j) {
      if (!chance(60)) continue;
      p.limit_column.push_back(j);
      p.limit_category.push_back(0);
      p.limit_count.push_back(number(-1, 3));
      p.limit_weight.push_back(chance(50) ? -1 : number(0, 9));
    }
  }
  return p;
}

TEST_CASE("leximin is exact for equal loads", "[optimize][leximin]") {
  evenload::test::property("equal loads: unequal capacities, base loads, classes, limits on all", [] { check_optimal(equal_loads()); });
}

TEST_CASE("leximin claims nothing wrong when the work runs out", "[optimize][leximin]") {
  evenload::test::property("early stops", [] {
    TinyProblem p = chance(30) ? equal_loads() : tiny_problem();
    p.balance = optimize::Balance::leximin;
    SolveOptions options = leximin_options();
    options.work_limit = chance(30) ? number(0, 20) : number(0, 3000);
    RC_LOG() << p << "work limit " << *options.work_limit << '\n';
    const auto result = optimize::balanced_assignment(p.view(), options);
    check_claims(p, all_values(p), result);
    options.threads = 3;
    const auto again = optimize::balanced_assignment(p.view(), options);
    RC_ASSERT(again.assignment == result.assignment);
    RC_ASSERT(again.work == result.work);
    RC_ASSERT(again.sorted_ratios->proven == result.sorted_ratios->proven);
  });
}

TEST_CASE("plans are compared by their sorted ratios", "[optimize][leximin]") {
  evenload::test::property("compare", [] {
    TinyProblem p = tiny_problem();
    p.balance = optimize::Balance::leximin;
    RC_LOG() << p;
    const auto random_plan = [&] {
      Columns plan;
      for (int i = 0; i < p.rows; ++i) {
        const int k = number(-1, static_cast<int>(p.indptr[i + 1] - p.indptr[i]) - 1);
        plan.push_back(k < 0 ? -1 : p.indices[p.indptr[i] + k]);
      }
      return plan;
    };
    const Columns a = random_plan();
    const Columns b = random_plan();
    const auto left = value_of(p, a);
    const auto right = value_of(p, b);
    RC_ASSERT(optimize::compare(p.view(), a, b) == (left < right ? -1 : (right < left ? 1 : 0)));
  });
}

}  // namespace
