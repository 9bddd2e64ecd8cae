// The Lagrangian bound on its own, with as much work as it wants, for plans that need not be optimal.
#include <algorithm>
#include <cmath>

#include "src/optimize/column_exchange.hpp"
#include "src/optimize/components.hpp"
#include "src/optimize/construct.hpp"
#include "src/optimize/full_value.hpp"
#include "src/optimize/guided_search.hpp"
#include "src/optimize/lagrangian.hpp"
#include "src/optimize/row_dual.hpp"
#include "src/optimize/smooth_dual.hpp"
#include "support/property.hpp"
#include "tiny_generator.hpp"

namespace {

using evenload::test::chance;
using evenload::test::Columns;
using evenload::test::Counts;
using evenload::test::number;
using evenload::test::TinyProblem;
namespace detail = evenload::optimize::detail;

/// A plan of the free rows: random pairs where they fit.
detail::Plan some_plan(const TinyProblem& p, const detail::Instance& whole) {
  Columns start(p.rows, -1);
  for (int i = 0; i < p.rows; ++i) start[i] = number(-1, p.columns - 1);
  return detail::construct(whole, start);
}

Columns assignment_of(const TinyProblem& p, const detail::Instance& whole, const detail::Plan& plan) {
  Columns result = p.fixed.empty() ? Columns(p.rows, -1) : p.fixed;
  for (int row = 0; row < whole.rows; ++row) {
    const std::int32_t pair = plan.pair_of[row];
    if (pair >= 0) result[whole.original_row[row]] = whole.original_column[whole.pair_column[pair]];
  }
  return result;
}

/// No plan whose earlier levels are no worse is below the bound.
void check_bound(const TinyProblem& p, const detail::Reduction& reduction, const std::vector<Counts>& all, const Counts& levels, int level,
                 const detail::SafeBound& bound) {
  const detail::Instance& whole = reduction.whole;
  std::int64_t optimum = levels[level];
  for (const Counts& other : all) {
    bool no_worse = true;
    for (int l = 0; l < level; ++l) no_worse = no_worse && other[l] <= levels[l];
    if (no_worse) optimum = std::min(optimum, other[level]);
  }
  if (level < whole.order.count) {
    RC_ASSERT(bound.whole() + reduction.constant[level] <= optimum);
    return;
  }
  // Balance on the common denominator, without what the reduction took out.
  std::int64_t constant = p.lambda_numerator * reduction.constant_cost * (p.denominator() / p.lambda_denominator);
  for (int j = 0; j < p.columns; ++j) {
    const bool inside = std::find(whole.original_column.begin(), whole.original_column.end(), j) != whole.original_column.end();
    if (!inside && p.capacity[j] > 0) constant += reduction.load[j] * reduction.load[j] * (p.denominator() / p.capacity[j]);
  }
  const long double proven = std::ldexp(static_cast<long double>(bound.value), -bound.shift);
  RC_ASSERT(proven * static_cast<long double>(p.denominator()) <= static_cast<long double>(optimum - constant) + 1e-6L);
}

}  // namespace

TEST_CASE("a Lagrangian bound is never above the optimum", "[optimize][relaxation]") {
  evenload::test::property("every level, any plan, any weight of the multipliers", [] {
    TinyProblem p = evenload::test::tiny_problem();
    p.balance = evenload::optimize::Balance::squares;
    RC_LOG() << p;
    const auto view = p.view();
    const detail::Reduction reduction = detail::reduce(view);
    const detail::Instance& whole = reduction.whole;
    if (whole.rows == 0) return;
    const detail::Plan plan = some_plan(p, whole);
    const Columns assignment = assignment_of(p, whole, plan);
    RC_ASSERT(p.allowed(assignment));
    const Counts levels = p.levels(assignment);
    const std::vector<Counts> all = p.all_levels();

    for (int level = 0; level <= whole.order.count; ++level) {
      detail::RelaxationTarget target;
      target.level = level;
      target.earlier = plan.level;
      const detail::Relaxation relaxation(whole, target);
      RC_ASSERT(relaxation.feasible());
      evenload::SolveOptions options;
      options.work_limit = chance(30) ? number(0, 500) : 1'000'000;
      evenload::WorkMeter meter(options, 0);
      const auto bound = detail::lagrangian_bound(relaxation, plan, 1e30, meter);
      RC_ASSERT(bound.has_value());
      check_bound(p, reduction, all, levels, level, *bound);

      // The columns' knapsacks, at the same prices, at better ones, and at any.
      detail::ColumnKnapsacks knapsacks(relaxation);
      RC_ASSERT(knapsacks.usable());
      detail::RowDual dual(knapsacks, relaxation, detail::row_multipliers(relaxation, detail::maximise_dual(relaxation, plan, 1e30, meter)));
      for (int step = number(1, 30); step > 0 && dual.step(1e3); --step) {}
      const auto better = knapsacks.safe_value(dual.best());
      if (better) {  // none where an ascent without end led to multipliers that no grid holds
        check_bound(p, reduction, all, levels, level, *better);
        // What is proven exactly is no less than what the doubles promised.
        const double promised = dual.best_value();
        // Multipliers are rounded to the grid, and what they multiply may be thousands.
        double multiplied = 200;
        for (const std::int64_t weight : whole.pair_weight) multiplied += static_cast<double>(weight);
        for (const std::int64_t value : plan.level) multiplied += static_cast<double>(value);
        const double tolerance = 1e-5 * (1 + std::abs(promised)) + std::ldexp(multiplied, -better->shift);
        RC_ASSERT(std::ldexp(static_cast<double>(better->value), -better->shift) >= promised - tolerance);
      }
      detail::RowMultipliers any = dual.best();
      for (double& price : any.row) price = number(-40, 200) / 7.0;
      for (double& price : any.level) price = number(0, 40) / 3.0;
      const auto loose = knapsacks.safe_value(any);
      RC_ASSERT(loose.has_value());
      check_bound(p, reduction, all, levels, level, *loose);
    }
  });
}

TEST_CASE("a guided search gives a plan that keeps the rules and is no worse, and prices that prove", "[optimize][guided]") {
  evenload::test::property("any plan to start from, any work", [] {
    TinyProblem p = evenload::test::tiny_problem();
    p.balance = evenload::optimize::Balance::squares;
    RC_LOG() << p;
    const auto view = p.view();
    const detail::Reduction reduction = detail::reduce(view);
    const detail::Instance& whole = reduction.whole;
    if (whole.rows == 0) return;
    const detail::Plan plan = some_plan(p, whole);
    evenload::SolveOptions options;
    evenload::WorkMeter meter(options, 0);
    const auto guided = detail::guided_search(whole, plan, 7, number(0, 30'000), meter);
    RC_ASSERT(guided.has_value());
    RC_ASSERT(detail::compare(whole, guided->plan, plan) <= 0);
    const Columns assignment = assignment_of(p, whole, guided->plan);
    RC_ASSERT(p.allowed(assignment));
    if (guided->multipliers.row.empty()) return;
    const detail::Relaxation relaxation(whole, {whole.order.count, guided->plan.level, {}});
    const auto bound = detail::ColumnKnapsacks(relaxation).safe_value(guided->multipliers);
    RC_ASSERT(bound.has_value());
    check_bound(p, reduction, p.all_levels(), p.levels(assignment), whole.order.count, *bound);
  });
}

TEST_CASE("components split a problem without loss", "[optimize][components]") {
  evenload::test::property("values add up", [] {
    const TinyProblem p = evenload::test::tiny_problem();
    RC_LOG() << p;
    const auto view = p.view();
    const detail::Reduction reduction = detail::reduce(view);
    const detail::Instance& whole = reduction.whole;
    const detail::Plan plan = some_plan(p, whole);
    detail::WholeLevels sum{};
    std::int64_t cost = 0;
    int rows = 0, columns = 0, pairs = 0;
    for (const detail::Component& part : detail::components(whole)) {
      std::vector<std::int32_t> pair_of;
      for (const std::int32_t row : part.rows) {
        const std::int32_t pair = plan.pair_of[row];
        pair_of.push_back(pair < 0 ? -1 : part.instance.pair_begin[pair_of.size()] + pair - whole.pair_begin[row]);
      }
      const detail::Plan own = detail::valued(part.instance, pair_of);
      for (int level = 0; level < detail::max_whole_levels; ++level) sum[level] += own.level[level];
      cost += own.cost;
      rows += part.instance.rows;
      columns += part.instance.columns;
      pairs += part.instance.pairs();
      for (int j = 0; j < part.instance.columns; ++j) RC_ASSERT(own.load[j] == plan.load[part.columns[j]]);
    }
    RC_ASSERT(sum == plan.level);
    RC_ASSERT(cost == plan.cost);
    RC_ASSERT(rows == whole.rows);
    RC_ASSERT(columns == whole.columns);
    RC_ASSERT(pairs == whole.pairs());
  });
}

TEST_CASE("columns that exchange rows cannot share them out better", "[optimize][exchange]") {
  evenload::test::property("any plan; against every division of the rows of two columns", [] {
    TinyProblem p = evenload::test::tiny_problem();
    p.balance = evenload::optimize::Balance::squares;
    RC_LOG() << p;
    const auto view = p.view();
    const detail::Reduction reduction = detail::reduce(view);
    const detail::Instance& in = reduction.whole;
    if (in.rows == 0) return;
    const detail::Plan plan = some_plan(p, in);
    evenload::SolveOptions options;
    options.work_limit = 1'000'000;
    evenload::WorkMeter meter(options, 0);
    const double heat = chance(50) ? 0 : number(1, 20) / 10.0;
    const detail::Plan found = detail::exchange_columns(in, plan, number(0, 99), 100'000, meter, {}, heat);
    RC_ASSERT(p.allowed(assignment_of(p, in, found)));
    RC_ASSERT(detail::compare(in, found, plan) <= 0);
    for (int row = 0; row < in.rows; ++row) RC_ASSERT((found.pair_of[row] < 0) == (plan.pair_of[row] < 0));
    if (heat > 0 || in.has_groups() || in.has_limits()) return;
    for (int a = 0; a < in.columns; ++a) {
      for (int b = a + 1; b < in.columns; ++b) {
        std::vector<std::pair<std::int32_t, std::int32_t>> shared;
        for (int row = 0; row < in.rows; ++row) {
          const std::int32_t to_a = in.find_pair(row, a);
          const std::int32_t to_b = in.find_pair(row, b);
          const std::int32_t held = found.pair_of[row];
          if (held < 0 || to_a < 0 || to_b < 0 || (held != to_a && held != to_b)) continue;
          if (in.pair_weight[to_a] == in.pair_weight[to_b] && in.pair_weight[to_a] > 0) shared.emplace_back(to_a, to_b);
        }
        for (unsigned chosen = 0; shared.size() >= 2 && chosen < 1U << shared.size(); ++chosen) {
          std::vector<std::int32_t> pair_of = found.pair_of;
          for (std::size_t k = 0; k < shared.size(); ++k) {
            pair_of[in.pair_row[shared[k].first]] = (chosen >> k & 1U) != 0 ? shared[k].first : shared[k].second;
          }
          const detail::Plan other = detail::valued(in, std::move(pair_of));
          if (other.load[a] > in.limit[a] || other.load[b] > in.limit[b]) continue;
          RC_ASSERT(detail::compare(in, other, found) >= 0);
        }
      }
    }
  });
}
