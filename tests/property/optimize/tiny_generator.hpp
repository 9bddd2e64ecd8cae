/// \file
/// Random tiny problems for RapidCheck.
#pragma once

#include <rapidcheck.h>

#include "tiny_problem.hpp"

namespace evenload::test {

inline int number(int least, int most) { return *rc::gen::inRange(least, most + 1); }
inline bool chance(int percent) { return number(0, 99) < percent; }

inline TinyProblem tiny_problem() {
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
    for (int i = p.columns > 1 && chance(40) ? number(1, 3) : 0; i > 0; --i) {
      p.apart.push_back(number(0, p.columns - 1));
      p.apart_other.push_back((p.apart.back() + number(1, p.columns - 1)) % p.columns);
    }
    if (chance(40)) {
      for (int j = 0; j < p.columns; ++j) p.label.push_back(number(-1, 1));
      for (int i = 0; i < p.rows; ++i) {
        for (int other = 0; other < i; ++other) {
          if (p.group[i] < 0 || p.group[i] != p.group[other] || !chance(40)) continue;
          p.tied.push_back(i);
          p.tied_other.push_back(other);
          p.tied_alike.push_back(chance(50) ? 1 : 0);
        }
      }
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

}  // namespace evenload::test
