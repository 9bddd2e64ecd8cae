/// \file
/// Writes small problems row by row.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"

namespace evenload::test {

struct RowFeatures {
  std::int64_t priority = 1;
  std::int32_t row_class = -1;
  std::vector<std::int64_t> weights{};  // per pair
  std::vector<std::int64_t> costs{};    // per pair
  std::vector<std::int32_t> categories{};
  std::int32_t group = -1;
  bool marked = false;
  std::int32_t fixed = -1;
};

class ProblemBuilder {
 public:
  explicit ProblemBuilder(std::vector<std::int64_t> capacity) : capacity_(std::move(capacity)) {}

  ProblemBuilder& row(std::int64_t weight, std::vector<std::int32_t> columns, RowFeatures features = {}) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      indices_.push_back(columns[k]);
      cost_.push_back(features.costs.empty() ? 0 : features.costs[k]);
      pair_weight_.push_back(features.weights.empty() ? weight : features.weights[k]);
    }
    indptr_.push_back(static_cast<std::int64_t>(indices_.size()));
    weight_.push_back(weight);
    priority_.push_back(features.priority);
    if (features.row_class >= 0) row_class_.push_back(features.row_class);
    category_.insert(category_.end(), features.categories.begin(), features.categories.end());
    category_indptr_.push_back(static_cast<std::int64_t>(category_.size()));
    group_.push_back(features.group);
    marked_.push_back(features.marked ? 1 : 0);
    fixed_.push_back(features.fixed);
    return *this;
  }
  ProblemBuilder& base(std::vector<std::int64_t> values) { return base_ = std::move(values), *this; }
  ProblemBuilder& hard(std::vector<std::int64_t> values) { return hard_ = std::move(values), *this; }
  ProblemBuilder& limit(std::int32_t column, std::int32_t category, std::int64_t count, std::int64_t weight) {
    limit_column_.push_back(column);
    limit_category_.push_back(category);
    limit_count_.push_back(count);
    limit_weight_.push_back(weight);
    return *this;
  }

  optimize::BalancedAssignmentProblem problem() const {
    optimize::BalancedAssignmentProblem p;
    p.indptr = indptr_;
    p.indices = indices_;
    p.weight = pair_weights ? pair_weight_ : weight_;
    p.weight_per_pair = pair_weights;
    p.capacity = capacity_;
    p.base_load = base_;
    p.hard_limit = hard_;
    p.priority = priority_;
    p.row_class = row_class_;
    p.cost = cost_;
    p.cost_weight = cost_weight;
    p.balance = balance;
    p.overload_place = place;
    p.category_indptr = category_indptr_;
    p.category_indices = category_;
    p.limit_column = limit_column_;
    p.limit_category = limit_category_;
    p.limit_count = limit_count_;
    p.limit_weight = limit_weight_;
    p.row_group = group_;
    p.row_marked = marked_;
    p.fixed = fixed_;
    p.start = start;
    return p;
  }

  bool pair_weights = false;
  Rational cost_weight = 0;
  optimize::Balance balance = optimize::Balance::squares;
  optimize::OverloadPlace place = optimize::OverloadPlace::after_must;
  std::vector<std::int32_t> start;

 private:
  std::vector<std::int64_t> indptr_{0}, weight_, pair_weight_, capacity_, base_, hard_, priority_, cost_, category_indptr_{0};
  std::vector<std::int64_t> limit_count_, limit_weight_;
  std::vector<std::int32_t> indices_, row_class_, category_, group_, fixed_, limit_column_, limit_category_;
  std::vector<std::uint8_t> marked_;
};

}  // namespace evenload::test
