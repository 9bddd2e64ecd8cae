#include "change_kernel.hpp"

#include <algorithm>

#include "evenload/core/errors.hpp"

namespace evenload::allocation::detail {

namespace {

using optimize::LevelKind;

constexpr std::int64_t finer = 1024;

/// Cost units of the kernel per cost unit of the problem: fine enough to price a move, else 1.
std::int64_t cost_scale(const ChangeProblem& problem) {
  constexpr std::int64_t most = std::int64_t{1} << 40;
  std::int64_t dearest = 1;
  for (const ChangeRow& row : problem.rows) {
    for (const ChangePair& pair : row.pairs) dearest = std::max(dearest, pair.cost);
    dearest = std::max(dearest, row.stay.cost);
  }
  const std::int64_t numerator = problem.cost_weight.numerator();
  if (numerator > most / finer) return 0;
  const std::int64_t scale = std::max<std::int64_t>(1, numerator) * finer;
  // Room for prices of moves besides: the sum of the dearest stays far below 2^62.
  const double sum = static_cast<double>(dearest) * static_cast<double>(scale) *
                     static_cast<double>(problem.rows.size() + 1);
  return sum > 0x1p60 ? 0 : scale;
}

}  // namespace

Rational ChangeKernel::price_step(const ChangeProblem& problem) {
  const std::int64_t scale = cost_scale(problem);
  if (scale == 0) return 0;
  const std::int64_t denominator = problem.cost_weight.denominator();
  if (denominator > (std::int64_t{1} << 50) / finer) return 0;
  return {1, denominator * finer};
}

ChangeKernel::ChangeKernel(const ChangeProblem& problem, bool fixed, std::int64_t steps)
    : problem_(problem), fixed_(fixed), limit_(problem.limit), cost_weight_(problem.cost_weight) {
  const Rational step = price_step(problem);
  if (step > Rational(0)) {
    cost_weight_ = step;
    scale_ = problem.cost_weight.numerator() * finer;
  } else {
    steps = 0;
  }
  for (const ChangeRow& row : problem.rows) never_left_ += row.priority;
  if (!fixed) {
    std::vector<std::int64_t> there = problem.base;
    for (const ChangeRow& row : problem.rows) {
      if (row.stay.person != none) there[at(row.stay.person)] += row.stay.load;
    }
    for (std::size_t j = 0; j < there.size(); ++j) limit_[j] = std::max(limit_[j], there[j]);
  }
  for (const ChangeRow& row : problem.rows) add_row(row, steps);
  add_quotas();
  add_groups();
  add_meetings();
}

void ChangeKernel::add_row(const ChangeRow& row, std::int64_t steps) {
  const bool stays = row.stay.person != none;
  const bool without_capacity = stays && problem_.capacity[at(row.stay.person)] == 0;
  const bool with_stay = stays && (fixed_ || !without_capacity);
  const auto add = [&](const ChangePair& pair, std::int64_t extra) {
    indices_.push_back(pair.person);
    weight_.push_back(pair.load);
    cost_.push_back(pair.cost * scale_ + extra);
  };
  bool stay_added = !with_stay;
  for (const ChangePair& pair : row.pairs) {
    if (!stay_added && row.stay.person < pair.person) {
      add(row.stay, 0);
      stay_added = true;
    }
    if (!fixed_ || !stays) add(pair, stays ? steps * row.size : 0);
  }
  if (!stay_added) add(row.stay, 0);
  indptr_.push_back(static_cast<std::int64_t>(indices_.size()));
  // To stay with somebody without capacity adds nothing to the balance: as if it were left.
  const bool free_to_stay = stays && !with_stay;
  priority_.push_back(free_to_stay ? 0 : row.may_be_left ? row.priority : never_left_);
  const bool counts = row.may_be_left && !free_to_stay;
  row_class_.push_back(counts ? static_cast<std::int32_t>(row.row_class) : 0);
  fixed_column_.push_back(fixed_ && stays ? row.stay.person : none);
  start_.push_back(fixed_ && stays ? row.stay.person : none);
}

void ChangeKernel::add_quotas() {
  bool any = false;
  std::vector<std::vector<std::int64_t>> most(problem_.persons());
  for (std::size_t j = 0; j < problem_.persons(); ++j) {
    for (const Quota& quota : problem_.quotas[j]) most[j].push_back(quota.most);
    any = any || !problem_.quotas[j].empty();
  }
  if (!any) return;
  category_indptr_.push_back(0);
  for (const ChangeRow& row : problem_.rows) {
    const bool stays = row.stay.person != none;
    if (!stays || problem_.stays_use_quotas) {
      for (const auto& [category, amount] : row.amounts) {
        category_indices_.push_back(category);
        category_amount_.push_back(amount);
        if (!stays || fixed_) continue;
        // Room for what is there, at least.
        const std::vector<Quota>& quotas = problem_.quotas[at(row.stay.person)];
        for (std::size_t q = 0; q < quotas.size(); ++q) {
          if (quotas[q].category == category) most[at(row.stay.person)][q] += amount;
        }
      }
    }
    category_indptr_.push_back(static_cast<std::int64_t>(category_indices_.size()));
  }
  for (std::size_t j = 0; j < problem_.persons(); ++j) {
    for (std::size_t q = 0; q < most[j].size(); ++q) {
      limit_column_.push_back(to_index(j));
      limit_category_.push_back(problem_.quotas[j][q].category);
      limit_count_.push_back(most[j][q]);
    }
  }
}

void ChangeKernel::add_groups() {
  if (problem_.groups.empty()) return;
  for (const ChangeRow& row : problem_.rows) {
    row_group_.push_back(row.group);
    bool waits = row.marked;
    if (waits && !fixed_) {  // what stays beside a mark that is left: not a rule of the relaxation
      for (const Index other : problem_.groups[at(row.group)]) {
        const ChangeRow& one = problem_.rows[at(other)];
        waits = waits && (one.marked || one.stay.person == none);
      }
    }
    row_marked_.push_back(waits ? 1 : 0);
  }
}

/// Where people who may not meet stand together already, the kernel is not told at all: `choices`
/// takes back what would bring others together.
void ChangeKernel::add_meetings() {
  for (const std::vector<Index>& rows : problem_.groups) {
    for (const Index one : rows) {
      const Index home = problem_.rows[at(one)].stay.person;
      for (const Index other : rows) {
        const Index beside = problem_.rows[at(other)].stay.person;
        if (other >= one || home == none || beside == none || home == beside) continue;
        if (!may_meet(problem_, one, home, other, beside)) return;
      }
    }
  }
  for (std::size_t j = 0; j < problem_.apart.size(); ++j) {
    for (const Index other : problem_.apart[j]) {
      if (other < to_index(j)) continue;
      apart_column_.push_back(to_index(j));
      apart_other_.push_back(other);
    }
  }
  for (std::size_t r = 0; r < problem_.rows.size(); ++r) {
    for (const auto& [other, alike] : problem_.rows[r].ties) {
      if (other < to_index(r)) continue;
      tied_row_.push_back(to_index(r));
      tied_other_.push_back(other);
      tied_alike_.push_back(alike ? 1 : 0);
    }
  }
}

optimize::BalancedAssignmentProblem ChangeKernel::view() const {
  optimize::BalancedAssignmentProblem view;
  view.indptr = indptr_;
  view.indices = indices_;
  view.weight = weight_;
  view.weight_per_pair = true;
  view.capacity = problem_.capacity;
  view.base_load = problem_.base;
  view.hard_limit = limit_;
  view.priority = priority_;
  view.row_class = row_class_;
  view.cost = cost_;
  view.cost_weight = cost_weight_;
  const auto& kinds = problem_.kinds;
  const auto position = [&](LevelKind kind) {
    return std::find(kinds.begin(), kinds.end(), kind) - kinds.begin();
  };
  const auto size = static_cast<std::ptrdiff_t>(kinds.size());
  if (position(LevelKind::peak) < size) view.balance = optimize::Balance::peak;
  // A class that no row has is no level, so either of the two may tell.
  const auto overload = position(LevelKind::overload);
  if (overload < size && (position(LevelKind::unassigned_due) < overload ||
                          position(LevelKind::unassigned_may_wait) < overload)) {
    view.overload_place = optimize::OverloadPlace::after_unassigned;
  }
  view.category_indptr = category_indptr_;
  view.category_indices = category_indices_;
  view.category_amount = category_amount_;
  view.limit_column = limit_column_;
  view.limit_category = limit_category_;
  view.limit_count = limit_count_;
  view.row_group = row_group_;
  view.row_marked = row_marked_;
  view.apart_column = apart_column_;
  view.apart_other = apart_other_;
  if (!tied_row_.empty()) view.column_label = problem_.unit;
  view.tied_row = tied_row_;
  view.tied_other = tied_other_;
  view.tied_alike = tied_alike_;
  view.fixed = fixed_column_;
  view.start = start_;
  return view;
}

void ChangeKernel::start_from(const ChangeState& state) {
  for (std::size_t r = 0; r < start_.size(); ++r) {
    const Index person = state.person(to_index(r));
    const auto first = indices_.begin() + indptr_[r];
    const auto last = indices_.begin() + indptr_[r + 1];
    if (person != none && std::binary_search(first, last, person)) start_[r] = person;
  }
}

Choices ChangeKernel::choices(const std::vector<std::int32_t>& assignment) const {
  Choices choices(problem_.rows.size(), nullptr);
  for (std::size_t r = 0; r < choices.size(); ++r) {
    const ChangeRow& row = problem_.rows[r];
    if (row.stay.person != none && (assignment[r] == row.stay.person ||
                                    (assignment[r] == none && !row.may_be_left))) {
      choices[r] = &row.stay;
      continue;
    }
    for (const ChangePair& pair : row.pairs) {
      if (pair.person == assignment[r]) choices[r] = &pair;
    }
  }
  ChangeState state(problem_, std::move(choices));
  for (bool all = false; !all;) {
    all = true;
    for (std::size_t r = 0; r < problem_.rows.size(); ++r) {
      const Index row = to_index(r);
      if (state.allowed(row)) continue;
      const ChangePair* stay = &problem_.rows[r].stay;
      const ChangePair* back = stay->person == none ? nullptr : stay;
      // What stays is in nobody's way; what is new makes room.
      if (state.choice(row) == back) continue;
      state.set(row, back);
      all = false;
    }
  }
  return state.choices();
}

}  // namespace evenload::allocation::detail
