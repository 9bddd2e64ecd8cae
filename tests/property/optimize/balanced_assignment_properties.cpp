// balanced_assignment against all plans of tiny problems that use every feature.
#include <cmath>

#include "support/property.hpp"
#include "tiny_problem.hpp"

namespace {

using evenload::SolveOptions;
using evenload::test::Columns;
using evenload::test::Counts;
using evenload::test::TinyProblem;
namespace optimize = evenload::optimize;

int number(int least, int most) { return *rc::gen::inRange(least, most + 1); }
bool chance(int percent) { return number(0, 99) < percent; }

SolveOptions one_thread() {
  SolveOptions options;
  options.threads = 1;
  return options;
}

TinyProblem tiny_problem() {
  TinyProblem p;
  p.rows = number(0, 6);
  p.columns = number(0, 4);
  const bool large = chance(10);  // loads in the thousands, most of them distinct
  const auto scaled = [&](int value) { return large ? value * (std::int64_t{1} << 8) + (value != 0 ? number(0, 3) : 0) : value; };
  p.weight_per_pair = chance(30);
  const int density = number(20, 100);
  const int heaviest = number(0, 7);
  for (int i = 0; i < p.rows; ++i) {
    for (int j = 0; j < p.columns; ++j) {
      if (chance(density)) p.indices.push_back(j);
    }
    p.indptr.push_back(static_cast<std::int64_t>(p.indices.size()));
  }
  const std::size_t weights = p.weight_per_pair ? p.indices.size() : static_cast<std::size_t>(p.rows);
  for (std::size_t k = 0; k < weights; ++k) p.weight.push_back(scaled(number(0, heaviest)));
  for (int j = 0; j < p.columns; ++j) p.capacity.push_back(chance(12) ? 0 : (large ? number(1, 12) * (std::int64_t{1} << 8) : number(1, 12)));
  if (chance(60)) {
    for (int j = 0; j < p.columns; ++j) p.base.push_back(scaled(number(0, 8)));
  }
  if (chance(50)) {
    for (int j = 0; j < p.columns; ++j) p.hard.push_back(scaled(number(0, 16)));
  }
  if (chance(70)) {
    for (int i = 0; i < p.rows; ++i) p.priority.push_back(number(0, 4));
  }
  if (chance(60)) {
    for (int i = 0; i < p.rows; ++i) p.row_class.push_back(number(0, 2));
  }
  if (chance(60)) {
    for (std::size_t k = 0; k < p.indices.size(); ++k) p.cost.push_back(number(0, 9));
    p.lambda_numerator = number(0, 3);
    p.lambda_denominator = number(1, 5);
  }
  if (chance(40)) p.balance = optimize::Balance::peak;
  if (chance(40)) p.place = optimize::OverloadPlace::after_unassigned;
  if (p.columns > 0 && chance(50)) {
    const int categories = number(1, 2);
    const bool amounts = chance(50);
    p.category_indptr.push_back(0);
    for (int i = 0; i < p.rows; ++i) {
      for (int category = 0; category < categories; ++category) {
        if (!chance(60)) continue;
        p.category_indices.push_back(category);
        if (amounts) p.category_amount.push_back(number(0, 3));
      }
      p.category_indptr.push_back(static_cast<std::int64_t>(p.category_indices.size()));
    }
    const bool counts = chance(70);
    const bool weights_too = chance(60);
    for (int j = 0; j < p.columns; ++j) {
      for (int category = 0; category < categories; ++category) {
        if (!chance(50)) continue;
        p.limit_column.push_back(j);
        p.limit_category.push_back(category);
        if (counts) p.limit_count.push_back(number(-1, 4));
        if (weights_too) p.limit_weight.push_back(chance(30) ? -1 : scaled(number(0, 8)));
      }
    }
  }
  if (chance(50)) {
    const int groups = number(1, 3);
    std::vector<bool> has_mark(groups, false);
    const bool marks = chance(70);
    for (int i = 0; i < p.rows; ++i) {
      p.group.push_back(number(-1, groups - 1));
      const int group = p.group.back();
      const bool mark = marks && group >= 0 && !has_mark[group] && chance(60);
      if (mark) has_mark[group] = true;
      if (marks) p.marked.push_back(mark ? 1 : 0);
    }
  }
  const auto some_plan = [&](int percent, bool anywhere) {
    Columns plan;
    for (int i = 0; i < p.rows; ++i) {
      const auto degree = static_cast<int>(p.indptr[i + 1] - p.indptr[i]);
      if (!chance(percent)) {
        plan.push_back(-1);
      } else if (anywhere) {
        plan.push_back(number(-1, p.columns - 1));
      } else {
        plan.push_back(degree == 0 ? -1 : p.indices[p.indptr[i] + number(0, degree - 1)]);
      }
    }
    return plan;
  };
  if (chance(40)) p.fixed = some_plan(30, false);
  if (chance(40)) p.start = some_plan(80, true);
  return p;
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
    RC_ASSERT(level.proven == (level.bound == level.value) || !level.proven);
    RC_ASSERT(level.absolute_gap == level.value - level.bound);
    RC_ASSERT(level.gap.has_value());
    if (level.value != 0) RC_ASSERT(*level.gap == (level.value - level.bound) / level.value);
    if (level.value == 0) RC_ASSERT(*level.gap == 0.0);
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
