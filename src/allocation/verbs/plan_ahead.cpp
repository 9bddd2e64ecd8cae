// Room for expected cases. docs/models/verbs.md (12).
#include "evenload/allocation/plan_ahead.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <tuple>

#include "evenload/workload/weights.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/problem.hpp"
#include "src/allocation/solve/solved.hpp"
#include "verb_tools.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

constexpr std::string_view inflow_table = "inflow";
/// Ids of expected cases have a system of their own, so they meet no real one.
constexpr const char* expected_system = "evenload:expected";
constexpr std::int64_t most_cases = 10'000;

struct Expected {
  ReservedRoom room;
  std::vector<CaseId> cases;
};

Rational weight_of(const Prepared& p, const ExpectedInflow& row, std::size_t i) {
  if (row.weight) {
    if (*row.weight < Rational(0)) {
      refuse_row(ErrorCode::negative_value, inflow_table, "weight", i, "at least 0", row.weight->to_string());
    }
    return *row.weight;
  }
  const auto& scheme = p.policy->measurement.weights;
  if (row.type.empty() || !scheme) {
    refuse_row(ErrorCode::missing_value, inflow_table, "weight", i,
               "a weight, or a type of the weight table in the policy's measurement", "nothing");
  }
  return at_row(inflow_table, i, [&] {
    return workload::case_weight(workload::table_on(*scheme, p.on), row.type, row.phase, std::vector<std::string>());
  });
}

/// Share of the horizon that a case of this week is there: equation (12).
Rational share_of_horizon(const Prepared& p, Date monday) {
  const auto days = (monday - p.on).count();
  const std::int64_t weeks = std::max<std::int64_t>(0, days / 7);
  const std::int64_t horizon = p.policy->horizon_weeks;
  return Rational(std::max<std::int64_t>(0, horizon - weeks), horizon);
}

Date monday_of(Date day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

/// Adds a case for each whole expected one, and one for the rest of the fraction.
void add_cases(AllocationInput& input, const PlanAheadOptions& ahead, const ExpectedInflow& row, const Rational& load,
               std::size_t i, std::int64_t& total, Expected& expected) {
  const auto add = [&](const Rational& weight) {
    Case c;
    c.id = CaseId(expected_system, std::to_string(i) + "/" + std::to_string(expected.cases.size()));
    c.type = row.type;
    c.phase = row.phase;
    c.unit = row.unit;
    c.weight = weight;
    c.case_class = ahead.reserve_as;
    expected.cases.push_back(c.id);
    input.cases.push_back(std::move(c));
  };
  const std::int64_t whole = row.cases.numerator() / row.cases.denominator();
  total = total + std::min(whole, most_cases + 1);
  if (total > most_cases) {
    refuse_row(ErrorCode::out_of_range, inflow_table, "cases", i, "10,000 cases in all, at most", row.cases.to_string());
  }
  if (load == Rational(0)) return;
  for (std::int64_t n = 0; n < whole; ++n) add(load);
  if (const Rational rest = row.cases - Rational(whole); rest > Rational(0)) add(load * rest);
}

std::vector<Expected> add_expected(AllocationInput& input, const Prepared& p, const PlanAheadOptions& ahead) {
  std::vector<Expected> all;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < ahead.inflow.size(); ++i) {
    const ExpectedInflow& row = ahead.inflow[i];
    if (!std::binary_search(p.units.begin(), p.units.end(), row.unit)) {
      refuse_row(ErrorCode::unknown_id, inflow_table, "unit", i, "a unit of the input", row.unit.value());
    }
    if (row.cases < Rational(0)) {
      refuse_row(ErrorCode::negative_value, inflow_table, "cases", i, "at least 0", row.cases.to_string());
    }
    const Date monday = monday_of(row.week);
    if (monday + std::chrono::days(6) < p.on) {
      refuse_row(ErrorCode::ends_before_start, inflow_table, "week", i, "a week that is not over on " + evenload::to_string(p.on),
                 evenload::to_string(row.week));
    }
    Expected expected;
    expected.room.unit = row.unit;
    expected.room.type = row.type;
    expected.room.week = monday;
    expected.room.cases = row.cases;
    const Rational load = at_row(inflow_table, i, [&] { return weight_of(p, row, i) * share_of_horizon(p, monday); });
    at_row(inflow_table, i, [&] { add_cases(input, ahead, row, load, i, total, expected); });
    all.push_back(std::move(expected));
  }
  return all;
}

/// The plan's own values; a bound of the plan without reserve holds as long as the levels before are no worse.
std::vector<optimize::Level> levels_with(const Prepared& p, const KernelProblem& problem, const std::vector<std::int32_t>& assignment,
                                         const std::vector<optimize::Level>& without) {
  const optimize::Evaluation found = optimize::evaluate(problem.view(), assignment);
  std::vector<optimize::Level> levels;
  bool holds = true;
  for (const optimize::Level& other : without) {
    const auto k = std::find(found.kinds.begin(), found.kinds.end(), other.kind) - found.kinds.begin();
    optimize::Level level;
    level.kind = other.kind;
    level.value = found.values[static_cast<std::size_t>(k)];
    level = level_in_points(p, level);
    level.bound = holds ? std::min(level.value, other.bound) : 0;
    level.absolute_gap = level.value - level.bound;
    if (level.absolute_gap == 0) {
      level.gap = 0;
    } else if (level.bound != 0) {
      level.gap = level.absolute_gap / level.value;
    }
    level.proven = holds && other.proven && level.value == other.value;
    holds = holds && level.value <= other.value;
    levels.push_back(level);
  }
  return levels;
}

}  // namespace

}  // namespace detail

PlannedAhead plan_ahead(const AllocationInput& input, const AllocationPolicy& policy,
                        const PlanAheadOptions& ahead, const SolveOptions& options) {
  using namespace detail;
  const Prepared p = prepare(input, policy);
  PlannedAhead result;
  result.input = input;
  result.policy = policy;
  AllocationInput with_expected = input;
  std::vector<Expected> expected = add_expected(with_expected, p, ahead);
  const Plan without = allocate_prepared(p, options);
  result.without = without.levels;
  const Prepared reserved = prepare(with_expected, policy);
  const Plan with = allocate_prepared(reserved, options);

  std::map<CaseId, Expected*> of_case;
  for (Expected& one : expected) {
    for (const CaseId& id : one.cases) of_case[id] = &one;
  }
  std::map<std::pair<CaseId, std::string>, CaseworkerId> now;
  for (const Assignment& one : with.assignments) {
    const auto found = of_case.find(one.case_id);
    if (found == of_case.end()) {
      now[{one.case_id, one.role}] = one.caseworker;
      continue;
    }
    ReservedRoom& room = found->second->room;
    room.wanted = room.wanted + one.load;
    if (!one.caseworker.empty()) room.reserved = room.reserved + one.load;
  }
  for (Expected& one : expected) result.rooms.push_back(std::move(one.room));
  std::sort(result.rooms.begin(), result.rooms.end(), [](const ReservedRoom& a, const ReservedRoom& b) {
    return std::tie(a.unit, a.week, a.type) < std::tie(b.unit, b.week, b.type);
  });

  const Quotas quotas(p);
  const KernelProblem problem(p, quotas);
  State state(p, quotas);
  std::vector<std::int32_t> assignment(problem.rows.size(), none);
  for (std::size_t i = 0; i < problem.rows.size(); ++i) {
    const Slot& slot = p.slots[at(p.rows[at(problem.rows[i])].members.front().slots.front())];
    const CaseworkerId& id = now[{p.cases[at(slot.case_index)].row->id, p.role(slot).name}];
    if (id.empty()) continue;
    assignment[i] = p.person_of.at(id);
    state.place(problem.rows[i], assignment[i]);
  }
  Solved solved;
  solved.levels = levels_with(p, problem, assignment, without.levels);
  solved.outcome = outcome_of(solved.levels);
  solved.stop = std::max(without.stop, with.stop);  // done, work, time, cancelled
  solved.work = without.work + with.work;
  result.plan = plan_of(p, quotas, state, solved, options);
  result.plan.audit.verb = "plan_ahead";
  for (std::size_t k = 0; k < solved.levels.size(); ++k) {
    result.cost.push_back({solved.levels[k].kind, solved.levels[k].value - without.levels[k].value});
  }
  for (std::size_t i = 0; i < without.assignments.size(); ++i) {
    if (without.assignments[i].caseworker != result.plan.assignments[i].caseworker) {
      result.otherwise.push_back(without.assignments[i]);
    }
  }
  return result;
}

}  // namespace evenload::allocation
