/// \file
/// The change problem as the kernel sees it: what stays is fixed, or all may move at a price.
/// Private.
#pragma once

#include <cstdint>
#include <vector>

#include "change_problem.hpp"

namespace evenload::allocation::detail {

/// With `fixed` stays it is the same problem without moves. Without, it is a relaxation: limits are
/// as wide as what is there, whatever it takes to stay is free, and a move costs `steps` price steps.
class ChangeKernel {
 public:
  ChangeKernel(const ChangeProblem& problem, bool fixed, std::int64_t steps);
  optimize::BalancedAssignmentProblem view() const;
  /// Units of load that one price step is worth; 0 where prices cannot be told apart any finer.
  static Rational price_step(const ChangeProblem& problem);
  void start_from(const ChangeState& state);
  /// The kernel's assignment as choices; what breaks a rule of the real problem is taken back.
  Choices choices(const std::vector<std::int32_t>& assignment) const;

 private:
  void add_row(const ChangeRow& row, std::int64_t steps);
  void add_quotas();
  void add_groups();
  void add_meetings();

  const ChangeProblem& problem_;
  bool fixed_;
  std::int64_t scale_ = 1;      // kernel cost units per cost unit
  std::int64_t never_left_ = 1; // priority of what may not be left
  std::vector<std::int64_t> indptr_{0};
  std::vector<std::int32_t> indices_;
  std::vector<std::int64_t> weight_, cost_, limit_, priority_;
  std::vector<std::int32_t> row_class_, fixed_column_, start_;
  std::vector<std::int64_t> category_indptr_, category_amount_, limit_count_;
  std::vector<std::int32_t> category_indices_, limit_column_, limit_category_;
  std::vector<std::int32_t> row_group_;
  std::vector<std::uint8_t> row_marked_;
  std::vector<std::int32_t> apart_column_, apart_other_, tied_row_, tied_other_;
  std::vector<std::uint8_t> tied_alike_;
  Rational cost_weight_;
};

}  // namespace evenload::allocation::detail
