// The arrays of a balanced assignment as Python gave them; also what a standing state is made from.
#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <string>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "lent_array.hpp"
#include "rational.hpp"

namespace evenload::python {

/// A problem and the arrays that it reads.
class BalancedProblem {
 public:
  using Given = const pybind11::object&;
  BalancedProblem(Given indptr, Given indices, Given weight, std::optional<bool> weight_per_pair, Given capacity, Given base_load, Given hard_limit,
                  Given priority, Given row_class, Given cost, Given cost_weight, const std::string& balance, const std::string& overload_place,
                  Given category_indptr, Given category_indices, Given category_amount, Given limit_column, Given limit_category, Given limit_count,
                  Given limit_weight, Given row_group, Given row_marked, Given fixed, Given start)
      : indptr_(indptr, table, "indptr"),
        indices_(indices, table, "indices"),
        weight_(weight, table, "weight"),
        capacity_(capacity, table, "capacity"),
        base_load_(base_load, table, "base_load"),
        hard_limit_(hard_limit, table, "hard_limit"),
        priority_(priority, table, "priority"),
        row_class_(row_class, table, "row_class"),
        cost_(cost, table, "cost"),
        category_indptr_(category_indptr, table, "category_indptr"),
        category_indices_(category_indices, table, "category_indices"),
        category_amount_(category_amount, table, "category_amount"),
        limit_column_(limit_column, table, "limit_column"),
        limit_category_(limit_category, table, "limit_category"),
        limit_count_(limit_count, table, "limit_count"),
        limit_weight_(limit_weight, table, "limit_weight"),
        row_group_(row_group, table, "row_group"),
        row_marked_(row_marked, table, "row_marked"),
        fixed_(fixed, table, "fixed"),
        start_(start, table, "start") {
    problem_.indptr = indptr_.span();
    problem_.indices = indices_.span();
    problem_.weight = weight_.span();
    // One weight per row, unless there are as many as pairs (or the caller says so).
    problem_.weight_per_pair = weight_per_pair.value_or(problem_.weight.size() + 1 != problem_.indptr.size() &&
                                                        problem_.weight.size() == problem_.indices.size());
    problem_.capacity = capacity_.span();
    problem_.base_load = base_load_.span();
    problem_.hard_limit = hard_limit_.span();
    problem_.priority = priority_.span();
    problem_.row_class = row_class_.span();
    problem_.cost = cost_.span();
    problem_.cost_weight = rational_from_python(cost_weight, table, "cost_weight");
    problem_.balance = balance_of(balance);
    problem_.overload_place = overload_place_of(overload_place);
    problem_.category_indptr = category_indptr_.span();
    problem_.category_indices = category_indices_.span();
    problem_.category_amount = category_amount_.span();
    problem_.limit_column = limit_column_.span();
    problem_.limit_category = limit_category_.span();
    problem_.limit_count = limit_count_.span();
    problem_.limit_weight = limit_weight_.span();
    problem_.row_group = row_group_.span();
    problem_.row_marked = row_marked_.span();
    problem_.fixed = fixed_.span();
    problem_.start = start_.span();
  }

  /// Who may meet in a group, beyond going to different columns.
  void meet(Given apart_column, Given apart_other, Given column_label, Given tied_row, Given tied_other, Given tied_alike) {
    apart_column_.emplace(apart_column, table, "apart_column");
    apart_other_.emplace(apart_other, table, "apart_other");
    column_label_.emplace(column_label, table, "column_label");
    tied_row_.emplace(tied_row, table, "tied_row");
    tied_other_.emplace(tied_other, table, "tied_other");
    tied_alike_.emplace(tied_alike, table, "tied_alike");
    problem_.apart_column = apart_column_->span();
    problem_.apart_other = apart_other_->span();
    problem_.column_label = column_label_->span();
    problem_.tied_row = tied_row_->span();
    problem_.tied_other = tied_other_->span();
    problem_.tied_alike = tied_alike_->span();
  }

  const optimize::BalancedAssignmentProblem& get() const noexcept { return problem_; }

 private:
  static constexpr const char* table = "problem";
  static optimize::Balance balance_of(const std::string& name) {
    if (name == "squares") return optimize::Balance::squares;
    if (name == "peak") return optimize::Balance::peak;
    if (name == "leximin") return optimize::Balance::leximin;
    throw InvalidDataError({ErrorCode::invalid_argument, table, "balance", std::nullopt, "\"squares\", \"peak\" or \"leximin\"", "\"" + name.substr(0, 40) + "\""});
  }
  static optimize::OverloadPlace overload_place_of(const std::string& name) {
    if (name == "after_must") return optimize::OverloadPlace::after_must;
    if (name == "after_unassigned") return optimize::OverloadPlace::after_unassigned;
    throw InvalidDataError({ErrorCode::invalid_argument, table, "overload_place", std::nullopt, "\"after_must\" or \"after_unassigned\"",
                            "\"" + name.substr(0, 40) + "\""});
  }

  LentArray<std::int64_t> indptr_;
  LentArray<std::int32_t> indices_;
  LentArray<std::int64_t> weight_, capacity_, base_load_, hard_limit_, priority_;
  LentArray<std::int32_t> row_class_;
  LentArray<std::int64_t> cost_, category_indptr_;
  LentArray<std::int32_t> category_indices_;
  LentArray<std::int64_t> category_amount_;
  LentArray<std::int32_t> limit_column_, limit_category_;
  LentArray<std::int64_t> limit_count_, limit_weight_;
  LentArray<std::int32_t> row_group_;
  LentArray<std::uint8_t> row_marked_;
  LentArray<std::int32_t> fixed_, start_;
  std::optional<LentArray<std::int32_t>> apart_column_, apart_other_, column_label_, tied_row_, tied_other_;
  std::optional<LentArray<std::uint8_t>> tied_alike_;
  optimize::BalancedAssignmentProblem problem_;
};

}  // namespace evenload::python
