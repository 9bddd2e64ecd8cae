// What a given plan is worth and whether it is allowed, from the definition alone.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "full_value.hpp"
#include "leximin/ratios.hpp"
#include "meetings.hpp"

namespace evenload::optimize {

std::string_view to_string(LevelKind kind) noexcept {
  switch (kind) {
    case LevelKind::unassigned_must: return "unassigned_must";
    case LevelKind::overload: return "overload";
    case LevelKind::unassigned_due: return "unassigned_due";
    case LevelKind::unassigned_may_wait: return "unassigned_may_wait";
    case LevelKind::peak: return "peak";
    case LevelKind::leximin: return "leximin";
    case LevelKind::cost: return "cost";
    case LevelKind::changes: return "changes";
    case LevelKind::balance: break;
  }
  return "balance";
}

namespace detail {

FullValue full_value(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment) {
  FullValue value;
  value.order = level_order(p);
  value.has_peak = p.balance == Balance::peak;
  value.has_ratios = p.balance == Balance::leximin;
  value.load.resize(column_count(p));
  for (std::size_t j = 0; j < value.load.size(); ++j) value.load[j] = base_load_of(p, j);
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    if (assignment[i] < 0) {
      const auto row_class = p.row_class.empty() ? 0 : static_cast<std::size_t>(p.row_class[i]);
      value.level[value.order.unassigned[row_class]] += priority_of(p, i);
      continue;
    }
    const auto pair = static_cast<std::size_t>(find_pair(p, i, assignment[i]));
    value.load[assignment[i]] += weight_of(p, i, pair);
    value.cost += cost_of(p, pair);
  }
  for (std::size_t j = 0; j < value.load.size(); ++j) {
    value.level[value.order.overload] += std::max<std::int64_t>(0, value.load[j] - p.capacity[j]);
    if (p.capacity[j] == 0) continue;
    const Ratio ratio{value.load[j], p.capacity[j]};
    if (compare(value.peak, ratio) < 0) value.peak = ratio;
    if (value.has_ratios) value.ratios.push_back(ratio);
  }
  sort_ratios(value.ratios);
  return value;
}

ExactSum balance_of(const BalancedAssignmentProblem& p, const FullValue& value) {
  ExactSum sum;
  for (std::size_t j = 0; j < value.load.size(); ++j) {
    if (p.capacity[j] > 0) sum.add(wide::multiply(value.load[j], value.load[j]), p.capacity[j]);
  }
  sum.add(wide::multiply(value.cost, p.cost_weight.numerator()), p.cost_weight.denominator());
  return sum;
}

ExactSum priced_cost(const BalancedAssignmentProblem& p, std::int64_t cost) {
  ExactSum sum;
  sum.add(wide::multiply(cost, p.cost_weight.numerator()), p.cost_weight.denominator());
  return sum;
}

}  // namespace detail

namespace {

void check_assignment(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment) {
  const std::size_t rows = detail::row_count(p);
  if (assignment.size() != rows) {
    throw InvalidDataError({ErrorCode::length_mismatch, "assignment", "column", std::nullopt, std::to_string(rows) + " elements",
                            std::to_string(assignment.size())});
  }
  for (std::size_t i = 0; i < rows; ++i) {
    if (assignment[i] >= -1 && assignment[i] < static_cast<std::int64_t>(detail::column_count(p))) continue;
    throw InvalidDataError({ErrorCode::out_of_range, "assignment", "column", static_cast<std::int64_t>(i),
                            "-1 or a column below " + std::to_string(detail::column_count(p)), std::to_string(assignment[i])});
  }
}

/// Rules are asked of the free rows only: what is fixed stands.
class Rules {
 public:
  Rules(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment) : p_(p), assignment_(assignment) {}

  bool kept(const std::vector<std::int64_t>& load) const {
    for (std::size_t i = 0; i < assignment_.size(); ++i) {
      const std::int32_t j = assignment_[i];
      const std::int32_t fixed = detail::fixed_of(p_, i);
      if (fixed >= 0 && j != fixed) return false;
      if (fixed >= 0 || j < 0) continue;
      if (p_.capacity[j] == 0 || load[j] > detail::hard_limit_of(p_, static_cast<std::size_t>(j))) return false;
    }
    return limits_kept() && groups_kept();
  }

 private:
  bool limits_kept() const {
    if (p_.category_indptr.empty() || p_.limit_column.empty()) return true;
    std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> limit_at;
    for (std::size_t l = 0; l < p_.limit_column.size(); ++l) limit_at[{p_.limit_column[l], p_.limit_category[l]}] = l;
    struct Use {
      std::int64_t count = 0;
      std::int64_t weight = 0;
      bool free_row = false;
    };
    std::vector<Use> uses(p_.limit_column.size());
    for (std::size_t i = 0; i < assignment_.size(); ++i) {
      if (assignment_[i] < 0) continue;
      for (auto k = p_.category_indptr[i]; k < p_.category_indptr[i + 1]; ++k) {
        const auto at = limit_at.find({assignment_[i], p_.category_indices[k]});
        if (at == limit_at.end()) continue;
        Use& use = uses[at->second];
        use.count += p_.category_amount.empty() ? 1 : p_.category_amount[k];
        use.weight += detail::weight_of(p_, i, static_cast<std::size_t>(detail::find_pair(p_, i, assignment_[i])));
        use.free_row = use.free_row || detail::fixed_of(p_, i) < 0;
      }
    }
    for (std::size_t l = 0; l < uses.size(); ++l) {
      if (!uses[l].free_row) continue;
      if (!p_.limit_count.empty() && p_.limit_count[l] >= 0 && uses[l].count > p_.limit_count[l]) return false;
      if (!p_.limit_weight.empty() && p_.limit_weight[l] >= 0 && uses[l].weight > p_.limit_weight[l]) return false;
    }
    return true;
  }

  bool groups_kept() const {
    if (p_.row_group.empty()) return true;
    const detail::Meetings meetings(p_);
    std::unordered_map<std::int32_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < assignment_.size(); ++i) {
      if (p_.row_group[i] >= 0) members[p_.row_group[i]].push_back(i);
    }
    for (std::size_t i = 0; i < assignment_.size(); ++i) {
      if (p_.row_group[i] < 0 || assignment_[i] < 0 || detail::fixed_of(p_, i) >= 0) continue;
      const bool marked = !p_.row_marked.empty() && p_.row_marked[i] == 1;
      for (const std::size_t other : members[p_.row_group[i]]) {
        if (other == i) continue;
        if (assignment_[other] >= 0 && !meetings.allow(static_cast<std::int32_t>(i), assignment_[i], static_cast<std::int32_t>(other), assignment_[other])) {
          return false;
        }
        if (!marked && !p_.row_marked.empty() && p_.row_marked[other] == 1 && assignment_[other] < 0) return false;
      }
    }
    return true;
  }

  const BalancedAssignmentProblem& p_;
  std::span<const std::int32_t> assignment_;
};

/// Every assigned column is one of the row's pairs.
bool all_pairs(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment) {
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    if (assignment[i] >= 0 && detail::find_pair(p, i, assignment[i]) < 0) return false;
  }
  return true;
}

void require_pairs(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment) {
  check_assignment(p, assignment);
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    if (assignment[i] < 0 || detail::find_pair(p, i, assignment[i]) >= 0) continue;
    throw InvalidDataError({ErrorCode::contradiction, "assignment", "column", static_cast<std::int64_t>(i),
                            "-1 or a column among the row's pairs", std::to_string(assignment[i])});
  }
}

}  // namespace

Evaluation evaluate(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> assignment) {
  check(problem);
  check_assignment(problem, assignment);
  Evaluation result;
  // A row outside its pairs has no weight there: it counts as unassigned, and the plan is not allowed.
  std::vector<std::int32_t> known(assignment.begin(), assignment.end());
  const bool pairs = all_pairs(problem, assignment);
  for (std::size_t i = 0; !pairs && i < known.size(); ++i) {
    if (known[i] >= 0 && detail::find_pair(problem, i, known[i]) < 0) known[i] = -1;
  }
  const detail::FullValue value = detail::full_value(problem, known);
  result.allowed = pairs && Rules(problem, known).kept(value.load);
  for (int level = 0; level < value.order.count; ++level) {
    result.kinds.push_back(value.order.kind[level]);
    result.values.push_back(static_cast<double>(value.level[level]));
  }
  if (value.has_peak) {
    result.kinds.push_back(LevelKind::peak);
    result.values.push_back(detail::nearest_quotient(value.peak.load, value.peak.capacity));
  }
  if (value.has_ratios) {
    result.kinds.insert(result.kinds.end(), {LevelKind::leximin, LevelKind::cost});
    result.values.push_back(detail::nearest_quotient(value.peak.load, value.peak.capacity));
    result.values.push_back(detail::priced_cost(problem, value.cost).nearest());
  } else {
    result.kinds.push_back(LevelKind::balance);
    result.values.push_back(detail::balance_of(problem, value).nearest());
  }
  result.load = value.load;
  return result;
}

int compare(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> a, std::span<const std::int32_t> b) {
  check(problem);
  require_pairs(problem, a);
  require_pairs(problem, b);
  const detail::FullValue left = detail::full_value(problem, a);
  const detail::FullValue right = detail::full_value(problem, b);
  if (left.level != right.level) return left.level < right.level ? -1 : 1;
  if (left.has_peak) {
    const int peaks = detail::compare(left.peak, right.peak);
    if (peaks != 0) return peaks;
  }
  if (left.has_ratios) {
    if (const int ratios = detail::compare_sorted(left.ratios, right.ratios); ratios != 0) return ratios;
    return detail::priced_cost(problem, left.cost - right.cost).sign();
  }
  detail::ExactSum difference;
  for (std::size_t j = 0; j < left.load.size(); ++j) {
    if (problem.capacity[j] == 0 || left.load[j] == right.load[j]) continue;
    difference.add(wide::multiply(left.load[j] - right.load[j], left.load[j] + right.load[j]), problem.capacity[j]);
  }
  difference.add(wide::multiply(left.cost - right.cost, problem.cost_weight.numerator()), problem.cost_weight.denominator());
  return difference.sign();
}

}  // namespace evenload::optimize
