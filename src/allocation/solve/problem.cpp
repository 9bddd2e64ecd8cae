#include "problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "evenload/allocation/allocate.hpp"
#include "src/allocation/rules/alike.hpp"
#include "src/allocation/rules/eligibility.hpp"
#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

using optimize::LevelKind;

std::array<bool, 3> classes_used(const Prepared& p) {
  std::array<bool, 3> used{};
  for (std::size_t k = 0; k < used.size(); ++k) used[k] = p.open_of_class[k] > 0;
  if (!used[1] && !used[2]) used[0] = true;  // an empty week has the level of `must`
  return used;
}

bool is_used(const std::array<bool, 3>& used, LevelKind kind) {
  switch (kind) {
    case LevelKind::unassigned_must: return used[0];
    case LevelKind::unassigned_due: return used[1];
    case LevelKind::unassigned_may_wait: return used[2];
    default: return true;
  }
}

/// A bound stays a bound when it is divided: rounded down unless the division is exact.
double bound_in_points(double bound, double value, double scaled_value, double denominator) {
  if (bound == scaled_value) return value;
  const double quotient = bound / denominator;
  return std::fma(quotient, denominator, -bound) > 0 ? std::nextafter(quotient, -std::numeric_limits<double>::infinity()) : quotient;
}

}  // namespace

KernelProblem::KernelProblem(const Prepared& p, const Quotas& quotas)
    : balance(p.policy->balance), overload_place(p.policy->overload_place) {
  try {
    cost_weight = p.policy->cost_weight * Rational(p.denominator);
  } catch (const OverflowError& error) {
    ErrorInfo info = error.info();
    info.table = "policy";
    info.column = "cost_weight";
    throw OverflowError(info);
  }
  for (const Person& person : p.persons) {
    capacity.push_back(person.scaled_capacity);
    base_load.push_back(person.scaled_base);
    hard_limit.push_back(person.scaled_limit);
  }
  for (std::size_t r = 0; r < p.rows.size(); ++r) {
    if (!p.rows[r].stands) rows.push_back(to_index(r));
  }
  add_pairs(p);
  add_quotas(p, quotas);
  add_groups(p);
}

void KernelProblem::add_pairs(const Prepared& p) {
  const Candidates candidates(p);
  EligiblePairs pairs(p, candidates);
  const PairsOfRow nobody;
  bool all_must = true;
  bool any_cost = false;
  for (const Index number : rows) {
    const Row& row = p.rows[at(number)];
    const PairsOfRow& found = row.undecidable() ? nobody : pairs.of(row);
    const std::vector<Index>& persons = found.persons;
    const auto first = static_cast<std::ptrdiff_t>(indices.size());
    indices.insert(indices.end(), persons.begin(), persons.end());
    cost.insert(cost.end(), found.costs.begin(), found.costs.end());
    if (row.fixed != none && !contains(persons, row.fixed)) {
      const std::ptrdiff_t place = std::lower_bound(indices.begin() + first, indices.end(), row.fixed) - indices.begin();
      indices.insert(indices.begin() + place, row.fixed);
      cost.insert(cost.begin() + place, allocation::detail::cost_of(p, row, row.fixed));
    }
    any_cost = any_cost || std::any_of(cost.begin() + first, cost.end(), [](std::int64_t one) { return one != 0; });
    indptr.push_back(static_cast<std::int64_t>(indices.size()));
    priority.push_back(row.priority);
    row_class.push_back(static_cast<std::int32_t>(row.row_class));
    all_must = all_must && row.row_class == CaseClass::must;
    fixed.push_back(row.fixed);
    start.push_back(contains(persons, row.start) || row.start == row.fixed ? row.start : none);
    weight_per_pair = weight_per_pair || std::any_of(row.members.begin(), row.members.end(),
                                                     [](const Member& member) { return member.scaled_interpreter_extra != 0 || member.scaled_newcomer_extra != 0; });
  }
  if (!any_cost) cost.clear();
  if (all_must) row_class.clear();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = p.rows[at(rows[i])];
    if (!weight_per_pair) {
      weight.push_back(row.scaled_load);
      continue;
    }
    for (auto k = static_cast<std::size_t>(indptr[i]); k < static_cast<std::size_t>(indptr[i + 1]); ++k) {
      weight.push_back(pair_load(p, row, indices[k]));
    }
  }
}

void KernelProblem::add_quotas(const Prepared& p, const Quotas& quotas) {
  if (quotas.categories.empty()) return;
  category_indptr.push_back(0);
  for (const Index number : rows) {
    for (std::size_t category = 0; category < quotas.categories.size(); ++category) {
      const std::int64_t amount = quotas.amount(p, p.rows[at(number)], to_index(category));
      if (amount == 0) continue;
      category_indices.push_back(to_index(category));
      category_amount.push_back(amount);
    }
    category_indptr.push_back(static_cast<std::int64_t>(category_indices.size()));
  }
  for (std::size_t person = 0; person < quotas.of_person.size(); ++person) {
    for (const Quota& quota : quotas.of_person[person]) {
      limit_column.push_back(to_index(person));
      limit_category.push_back(quota.category);
      limit_count.push_back(quota.most);
    }
  }
}

void KernelProblem::add_groups(const Prepared& p) {
  if (p.groups.empty()) return;
  for (const Index number : rows) {
    const Row& row = p.rows[at(number)];
    row_group.push_back(row.group);
    row_marked.push_back(row.group != none && p.groups[at(row.group)].lead == number ? 1 : 0);
  }
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    for (const Index other : p.persons[i].apart) {
      if (other < to_index(i)) continue;
      apart_column.push_back(to_index(i));
      apart_other.push_back(other);
    }
  }
  std::vector<Index> place(p.rows.size(), none);
  for (std::size_t i = 0; i < rows.size(); ++i) place[at(rows[i])] = to_index(i);
  for (const Index number : rows) {
    for (const auto& [other, alike] : p.rows[at(number)].ties) {
      if (other < number || place[at(other)] == none) continue;  // each tie once; what stands bars persons
      tied_row.push_back(place[at(number)]);
      tied_other.push_back(place[at(other)]);
      tied_alike.push_back(alike ? 1 : 0);
    }
  }
  if (tied_row.empty()) return;
  for (const Person& person : p.persons) column_label.push_back(person.unit);
}

SolveOptions KernelProblem::with_default_work(SolveOptions options) const {
  if (!options.work_limit) options.work_limit = default_work(rows.size(), capacity.size(), pairs());
  return options;
}

optimize::BalancedAssignmentProblem KernelProblem::view() const {
  optimize::BalancedAssignmentProblem problem;
  problem.indptr = indptr;
  problem.indices = indices;
  problem.weight = weight;
  problem.weight_per_pair = weight_per_pair;
  problem.capacity = capacity;
  problem.base_load = base_load;
  problem.hard_limit = hard_limit;
  problem.priority = priority;
  problem.row_class = row_class;
  problem.cost = cost;
  problem.cost_weight = cost_weight;
  problem.balance = balance;
  problem.overload_place = overload_place;
  problem.category_indptr = category_indptr;
  problem.category_indices = category_indices;
  problem.category_amount = category_amount;
  problem.limit_column = limit_column;
  problem.limit_category = limit_category;
  problem.limit_count = limit_count;
  problem.row_group = row_group;
  problem.row_marked = row_marked;
  problem.apart_column = apart_column;
  problem.apart_other = apart_other;
  problem.column_label = column_label;
  problem.tied_row = tied_row;
  problem.tied_other = tied_other;
  problem.tied_alike = tied_alike;
  problem.fixed = fixed;
  problem.start = start;
  return problem;
}

std::vector<optimize::Level> levels_in_points(const Prepared& p, const std::vector<optimize::Level>& levels) {
  const std::array<bool, 3> used = classes_used(p);
  std::vector<optimize::Level> shown;
  for (const optimize::Level& level : levels) {
    if (is_used(used, level.kind)) shown.push_back(level_in_points(p, level));
  }
  return shown;
}

optimize::Level level_in_points(const Prepared& p, const optimize::Level& level) {
  const bool in_load = level.kind == LevelKind::overload || level.kind == LevelKind::balance || level.kind == LevelKind::cost;
  if (!in_load) return level;
  const auto denominator = static_cast<double>(p.denominator);
  optimize::Level points = level;
  points.value = level.value / denominator;
  points.bound = bound_in_points(level.bound, points.value, level.value, denominator);
  points.absolute_gap = points.value - points.bound;
  return points;
}

std::vector<optimize::LevelKind> level_kinds(const Prepared& p) {
  const std::array<bool, 3> used = classes_used(p);
  std::vector<LevelKind> kinds{LevelKind::unassigned_must};
  if (p.policy->overload_place == optimize::OverloadPlace::after_must) kinds.push_back(LevelKind::overload);
  kinds.insert(kinds.end(), {LevelKind::unassigned_due, LevelKind::unassigned_may_wait});
  if (p.policy->overload_place == optimize::OverloadPlace::after_unassigned) kinds.push_back(LevelKind::overload);
  std::erase_if(kinds, [&](LevelKind kind) { return !is_used(used, kind); });
  if (p.policy->balance == optimize::Balance::peak) kinds.push_back(LevelKind::peak);
  if (p.policy->balance == optimize::Balance::leximin) {
    kinds.insert(kinds.end(), {LevelKind::leximin, LevelKind::cost});
  } else {
    kinds.push_back(LevelKind::balance);
  }
  return kinds;
}

}  // namespace evenload::allocation::detail
