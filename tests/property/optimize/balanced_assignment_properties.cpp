// balanced_assignment against all plans of tiny problems that use every feature.
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

SolveOptions one_thread() {
  SolveOptions options;
  options.threads = 1;
  return options;
}

double shown(const TinyProblem& p, const optimize::Level& level, std::int64_t value) {
  const bool fraction = level.kind == optimize::LevelKind::peak || level.kind == optimize::LevelKind::balance;
  return fraction ? static_cast<double>(static_cast<long double>(value) / static_cast<long double>(p.denominator()))
                  : static_cast<double>(value);
}

bool nearly_equal(double a, double b) { return std::abs(a - b) <= 1e-14 * std::max(std::abs(a), std::abs(b)); }

/// The least value of level k over plans whose earlier levels are no worse than `levels`.
std::int64_t least(const std::vector<Counts>& all, const Counts& levels, std::size_t k) {
  std::int64_t result = levels[k];
  for (const Counts& other : all) {
    bool no_worse = true;
    for (std::size_t l = 0; l < k; ++l) no_worse = no_worse && other[l] <= levels[l];
    if (no_worse) result = std::min(result, other[k]);
  }
  return result;
}

/// What every answer must fulfil, optimal or not.
void check_answer(const TinyProblem& p, const std::vector<Counts>& all, const optimize::BalancedAssignmentResult& result) {
  RC_ASSERT(result.assignment.size() == static_cast<std::size_t>(p.rows));
  for (int i = 0; i < p.rows; ++i) RC_ASSERT(result.assignment[i] < 0 || p.pair(i, result.assignment[i]) >= 0);
  RC_ASSERT(p.allowed(result.assignment));
  const Counts levels = p.levels(result.assignment);
  RC_ASSERT(result.levels.size() == levels.size());
  bool all_proven = true;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const optimize::Level& level = result.levels[k];
    RC_ASSERT(nearly_equal(level.value, shown(p, level, levels[k])));
    const std::int64_t optimum = least(all, levels, k);
    RC_ASSERT(level.bound <= level.value);
    RC_ASSERT(level.bound <= shown(p, level, optimum) * (1 + 1e-15));
    if (level.proven) RC_ASSERT(optimum == levels[k]);
    if (level.proven) RC_ASSERT(level.bound == level.value);
    RC_ASSERT(level.absolute_gap == level.value - level.bound);
    RC_ASSERT(level.gap.has_value() == (level.value == 0 || level.bound != 0));
    if (level.gap) RC_ASSERT(*level.gap == (level.value == 0 ? 0.0 : (level.value - level.bound) / level.value));
    RC_ASSERT(level.variable_gap.has_value() == false || level.kind == optimize::LevelKind::balance);
    all_proven = all_proven && level.proven;
  }
  RC_ASSERT((result.outcome == evenload::Outcome::optimal) == all_proven);
  const auto evaluation = optimize::evaluate(p.view(), result.assignment);
  RC_ASSERT(evaluation.allowed);
  RC_ASSERT(evaluation.load == result.load);
  for (std::size_t k = 0; k < levels.size(); ++k) {
    RC_ASSERT(evaluation.kinds[k] == result.levels[k].kind);
    RC_ASSERT(evaluation.values[k] == result.levels[k].value);
  }
}

TEST_CASE("balanced_assignment finds and proves the optimum of tiny problems", "[optimize][balanced_assignment]") {
  evenload::test::property("equal to brute force on every level", [] {
    const TinyProblem p = tiny_problem();
    RC_LOG() << p;
    const std::vector<Counts> all = p.all_levels();
    const auto result = optimize::balanced_assignment(p.view(), one_thread());
    check_answer(p, all, result);
    RC_ASSERT(p.levels(result.assignment) == all.front());
    RC_ASSERT(result.outcome == evenload::Outcome::optimal);
    RC_ASSERT(result.stop == evenload::StopReason::done);
  });
}

TEST_CASE("no bound is above the optimum when the work runs out", "[optimize][balanced_assignment]") {
  evenload::test::property("bounds of early stops", [] {
    const TinyProblem p = tiny_problem();
    RC_LOG() << p;
    SolveOptions options;
    options.threads = 1;
    options.work_limit = chance(30) ? number(0, 20) : number(0, 3000);
    RC_LOG() << "work limit " << *options.work_limit << '\n';
    const auto result = optimize::balanced_assignment(p.view(), options);
    check_answer(p, p.all_levels(), result);
    options.threads = 3;
    const auto again = optimize::balanced_assignment(p.view(), options);
    RC_ASSERT(again.assignment == result.assignment);
    RC_ASSERT(again.work == result.work);
    for (std::size_t k = 0; k < result.levels.size(); ++k) RC_ASSERT(again.levels[k].bound == result.levels[k].bound);
  });
}

TEST_CASE("plans are compared and judged by the definition", "[optimize][balanced_assignment]") {
  evenload::test::property("evaluate and compare", [] {
    const TinyProblem p = tiny_problem();
    RC_LOG() << p;
    const auto random_plan = [&] {
      Columns plan;
      for (int i = 0; i < p.rows; ++i) {
        const auto degree = static_cast<int>(p.indptr[i + 1] - p.indptr[i]);
        const int k = number(-1, degree - 1);
        plan.push_back(p.is_fixed(i) && chance(90) ? p.fixed[i] : (k < 0 ? -1 : p.indices[p.indptr[i] + k]));
      }
      return plan;
    };
    const Columns a = random_plan();
    const Columns b = random_plan();
    RC_ASSERT(optimize::evaluate(p.view(), a).allowed == p.allowed(a));
    const Counts left = p.levels(a);
    const Counts right = p.levels(b);
    RC_ASSERT(optimize::compare(p.view(), a, b) == (left < right ? -1 : (right < left ? 1 : 0)));
  });
}

}  // namespace
