#include <algorithm>
#include <cmath>

#include "change_problem.hpp"
#include "src/core/int128.hpp"
#include "src/optimize/exact_sum.hpp"

namespace evenload::allocation::detail {

namespace {

using optimize::LevelKind;

std::size_t count_of(LevelKind kind) {
  switch (kind) {
    case LevelKind::unassigned_must: return ChangeValue::must;
    case LevelKind::unassigned_due: return ChangeValue::due;
    case LevelKind::unassigned_may_wait: return ChangeValue::may_wait;
    case LevelKind::overload: return ChangeValue::overload;
    default: return ChangeValue::changes;
  }
}

int compare_peaks(const ChangeValue& a, const ChangeValue& b) {
  const int128 left = wide::multiply(a.peak_load, b.peak_capacity);
  const int128 right = wide::multiply(b.peak_load, a.peak_capacity);
  return left < right ? -1 : left > right ? 1 : 0;
}

int compare_whole(const ChangeProblem& problem, const ChangeValue& a, const ChangeValue& b) {
  for (const LevelKind kind : problem.kinds) {
    if (kind == LevelKind::balance) break;
    if (kind == LevelKind::peak) {
      if (const int order = compare_peaks(a, b); order != 0) return order;
      continue;
    }
    const std::size_t count = count_of(kind);
    if (a.whole[count] != b.whole[count]) return a.whole[count] < b.whole[count] ? -1 : 1;
  }
  return 0;
}

}  // namespace

long double tolerance_of(long double balance) noexcept {
  return 1e-16L * std::max(1.0L, std::fabs(balance));
}

int compare(const ChangeProblem& problem, const ChangeValue& a, const ChangeValue& b,
            long double tolerance) {
  if (const int order = compare_whole(problem, a, b); order != 0) return order;
  if (a.balance < b.balance - tolerance) return -1;
  return a.balance > b.balance + tolerance ? 1 : 0;
}

int compare_exactly(const ChangeState& a, const ChangeState& b) {
  const ChangeProblem& problem = a.problem();
  if (const int order = compare_whole(problem, a.value(), b.value()); order != 0) return order;
  optimize::detail::ExactSum difference;
  for (std::size_t j = 0; j < problem.persons(); ++j) {
    const std::int64_t left = a.load(to_index(j));
    const std::int64_t right = b.load(to_index(j));
    if (problem.capacity[j] == 0 || left == right) continue;
    difference.add(wide::multiply(left - right, left + right), problem.capacity[j]);
  }
  std::int64_t cost = 0;
  for (std::size_t r = 0; r < problem.rows.size(); ++r) {
    const ChangePair* left = a.choices()[r];
    const ChangePair* right = b.choices()[r];
    cost += (left == nullptr ? 0 : left->cost) - (right == nullptr ? 0 : right->cost);
  }
  difference.add(wide::multiply(cost, problem.cost_weight.numerator()),
                 problem.cost_weight.denominator());
  return difference.sign();
}

std::vector<double> level_values(const ChangeState& state) {
  const ChangeProblem& problem = state.problem();
  const ChangeValue value = state.value();
  std::vector<double> values;
  for (const LevelKind kind : problem.kinds) {
    if (kind == LevelKind::peak) {
      values.push_back(optimize::detail::nearest_quotient(value.peak_load, value.peak_capacity));
    } else if (kind == LevelKind::balance) {
      optimize::detail::ExactSum sum;
      for (std::size_t j = 0; j < problem.persons(); ++j) {
        const std::int64_t load = state.load(to_index(j));
        if (problem.capacity[j] > 0) sum.add(wide::multiply(load, load), problem.capacity[j]);
      }
      std::int64_t cost = 0;
      for (const ChangePair* choice : state.choices()) cost += choice == nullptr ? 0 : choice->cost;
      sum.add(wide::multiply(cost, problem.cost_weight.numerator()),
              problem.cost_weight.denominator());
      values.push_back(sum.nearest());
    } else {
      values.push_back(static_cast<double>(value.whole[count_of(kind)]));
    }
  }
  return values;
}

ChangeState::ChangeState(const ChangeProblem& problem, Choices choices)
    : problem_(&problem),
      choices_(problem.rows.size(), nullptr),
      load_(problem.base),
      new_rows_(problem.persons(), 0),
      used_(problem.persons()) {
  for (std::size_t j = 0; j < problem.persons(); ++j) used_[j].assign(problem.quotas[j].size(), 0);
  for (const ChangeRow& row : problem.rows) {
    whole_[static_cast<std::size_t>(row.row_class)] += row.priority;
    changes_ += row.size + row.forced;
    if (row.stay.person != none) moves_ += row.size;
  }
  for (std::size_t j = 0; j < problem.persons(); ++j) {
    whole_[ChangeValue::overload] += std::max<std::int64_t>(0, load_[j] - problem.capacity[j]);
  }
  has_peak_ = std::find(problem.kinds.begin(), problem.kinds.end(), LevelKind::peak) !=
              problem.kinds.end();
  for (std::size_t r = 0; r < choices.size(); ++r) {
    if (choices[r] != nullptr) set(to_index(r), choices[r]);
  }
  settle();
}

void ChangeState::settle() {
  squares_ = 0;
  for (std::size_t j = 0; j < load_.size(); ++j) {
    if (problem_->capacity[j] == 0) continue;
    const auto load = static_cast<long double>(load_[j]);
    squares_ += load * load / static_cast<long double>(problem_->capacity[j]);
  }
}

void ChangeState::add_load(Index person, std::int64_t load) {
  const std::int64_t capacity = problem_->capacity[at(person)];
  std::int64_t& now = load_[at(person)];
  whole_[ChangeValue::overload] += std::max<std::int64_t>(0, now + load - capacity) -
                                   std::max<std::int64_t>(0, now - capacity);
  if (capacity > 0) {
    squares_ += static_cast<long double>(load) *
                (2 * static_cast<long double>(now) + static_cast<long double>(load)) /
                static_cast<long double>(capacity);
  }
  now += load;
}

bool ChangeState::moved(Index row) const {
  const ChangeRow& what = problem_->rows[at(row)];
  return what.stay.person != none && choice(row) != &what.stay;
}

void ChangeState::use(Index row, const ChangePair& choice, std::int64_t sign) {
  const ChangeRow& what = problem_->rows[at(row)];
  const bool stays = &choice == &what.stay;
  add_load(choice.person, sign * choice.load);
  cost_ += sign * choice.cost;
  whole_[static_cast<std::size_t>(what.row_class)] -= sign * what.priority;
  if (stays) {
    moves_ -= sign * what.size;
    changes_ -= sign * what.size;
  } else {
    new_rows_[at(choice.person)] += sign;
  }
  if (stays && !problem_->stays_use_quotas) return;
  const std::vector<Quota>& quotas = problem_->quotas[at(choice.person)];
  for (std::size_t q = 0; q < quotas.size(); ++q) {
    for (const auto& [category, amount] : what.amounts) {
      if (category == quotas[q].category) used_[at(choice.person)][q] += sign * amount;
    }
  }
}

void ChangeState::set(Index row, const ChangePair* choice) {
  if (choices_[at(row)] != nullptr) use(row, *choices_[at(row)], -1);
  choices_[at(row)] = choice;
  if (choice != nullptr) use(row, *choice, 1);
}

bool ChangeState::person_allowed(Index person) const {
  if (new_rows_[at(person)] == 0) return true;
  if (load_[at(person)] > problem_->limit[at(person)]) return false;
  const std::vector<Quota>& quotas = problem_->quotas[at(person)];
  for (std::size_t q = 0; q < quotas.size(); ++q) {
    if (used_[at(person)][q] > quotas[q].most) return false;
  }
  return std::all_of(problem_->shared.begin(), problem_->shared.end(), [&](const SharedRoom& one) {
    std::int64_t used = 0;
    bool concerned = false;
    for (const auto& [member, quota] : one.members) {
      used += used_[at(member)][quota];
      concerned = concerned || member == person;
    }
    return !concerned || used <= one.room;
  });
}

bool may_meet(const ChangeProblem& problem, Index row, Index person, Index other_row, Index other) {
  if (person == other) return false;
  const std::vector<Index>& apart = problem.apart[at(person)];
  if (std::binary_search(apart.begin(), apart.end(), other)) return false;
  const Index unit = problem.unit[at(person)];
  const bool one_unit = unit != none && unit == problem.unit[at(other)];
  const auto& ties = problem.rows[at(row)].ties;
  return std::none_of(ties.begin(), ties.end(), [&](const std::pair<Index, bool>& tie) {
    return tie.first == other_row && tie.second != one_unit;
  });
}

bool ChangeState::group_allowed(Index row) const {
  const Index group = problem_->rows[at(row)].group;
  if (group == none) return true;
  const std::vector<Index>& rows = problem_->groups[at(group)];
  bool mark_left = false;
  for (const Index one : rows) {
    mark_left = mark_left || (problem_->rows[at(one)].marked && choice(one) == nullptr);
  }
  for (const Index one : rows) {
    if (choice(one) == nullptr) continue;
    if (mark_left && choice(one) != &problem_->rows[at(one)].stay) return false;
    for (const Index other : rows) {
      if (other >= one || choice(other) == nullptr) continue;
      if (person(other) == person(one)) return false;
      // What stood together before may go on.
      const bool both_stay = choice(one) == &problem_->rows[at(one)].stay &&
                             choice(other) == &problem_->rows[at(other)].stay;
      if (!both_stay && !may_meet(*problem_, one, person(one), other, person(other))) return false;
    }
  }
  return true;
}

bool ChangeState::allowed(Index row) const {
  const ChangePair* now = choice(row);
  if (now == nullptr && !problem_->rows[at(row)].may_be_left) return false;
  return (now == nullptr || person_allowed(now->person)) && group_allowed(row);
}

bool ChangeState::all_allowed() const {
  for (std::size_t r = 0; r < choices_.size(); ++r) {
    if (!allowed(to_index(r))) return false;
  }
  return true;
}

ChangeValue ChangeState::value() const {
  ChangeValue value;
  value.whole = whole_;
  value.whole[ChangeValue::changes] = changes_;
  value.balance = squares_ + static_cast<long double>(cost_) *
                                 static_cast<long double>(problem_->cost_weight.numerator()) /
                                 static_cast<long double>(problem_->cost_weight.denominator());
  if (!has_peak_) return value;
  for (std::size_t j = 0; j < load_.size(); ++j) {
    const std::int64_t capacity = problem_->capacity[j];
    if (capacity == 0) continue;
    if (wide::multiply(load_[j], value.peak_capacity) >
        wide::multiply(value.peak_load, capacity)) {
      value.peak_load = load_[j];
      value.peak_capacity = capacity;
    }
  }
  return value;
}

}  // namespace evenload::allocation::detail
