#include "evenload/optimize/blocking_groups.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "cut.hpp"
#include "evenload/core/errors.hpp"
#include "rooms.hpp"
#include "src/optimize/instance.hpp"
#include "subset.hpp"

namespace evenload::optimize {

std::string_view to_string(BlockingProof proof) noexcept {
  switch (proof) {
    case BlockingProof::min_cut: return "min_cut";
    case BlockingProof::weight: return "weight";
    case BlockingProof::search: return "search";
    case BlockingProof::not_proven: break;
  }
  return "not_proven";
}

namespace detail {

namespace {

void check_plan(const BalancedAssignmentProblem& p, std::span<const std::int32_t> assignment) {
  const auto refuse = [](ErrorCode code, std::optional<std::int64_t> row, std::string expected, std::string found) {
    throw InvalidDataError({code, "assignment", "column", row, std::move(expected), std::move(found)});
  };
  if (assignment.size() != row_count(p)) {
    refuse(ErrorCode::length_mismatch, std::nullopt, std::to_string(row_count(p)) + " elements", std::to_string(assignment.size()));
  }
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    const bool left_out = assignment[i] == -1;
    if (!left_out && (assignment[i] < 0 || find_pair(p, i, assignment[i]) < 0)) {
      refuse(ErrorCode::out_of_range, static_cast<std::int64_t>(i), "-1 or a column of the row's pairs", std::to_string(assignment[i]));
    }
    if (fixed_of(p, i) >= 0 && assignment[i] != fixed_of(p, i)) {
      refuse(ErrorCode::out_of_range, static_cast<std::int64_t>(i), "the column where the row is fixed, " + std::to_string(fixed_of(p, i)),
             std::to_string(assignment[i]));
    }
  }
}

/// Explains the rows of one class.
class Explainer {
 public:
  Explainer(const Rooms& rooms, const SolveOptions& options, std::int64_t limit, WorkMeter& meter)
      : rooms_(rooms), options_(options), limit_(limit), meter_(meter) {
    const BalancedAssignmentProblem& p = rooms.problem();
    has_rules_ = !p.limit_column.empty() || !p.row_group.empty();
  }

  BlockingGroup explain(std::int32_t row) {
    if (auto group = cut_around(rooms_, row, meter_)) {
      const bool whole = rooms_.equal_weight() > 0 && group->overload == 0;
      group->proof = whole || group->columns.empty() ? BlockingProof::min_cut : BlockingProof::weight;
      // The cut of equal weights misses one place: any row that leaves makes it.
      group->minimal = group->rows.size() == 1 || (whole && !has_rules_);
      return group->minimal ? *group : lessened(std::move(*group), row);
    }
    if (auto group = searched(row)) return *group;
    BlockingGroup alone = group_of(rooms_, {row});
    alone.minimal = false;
    return alone;
  }

 private:
  Verdict ask(std::span<const std::int32_t> rows) {
    const std::int64_t left = limit_ - meter_.work();
    if (meter_.stopped() || left <= 0) return Verdict::unknown;
    std::int64_t work = 0;
    const Verdict verdict = can_place(rooms_, rows, options_, std::min(left, question_work), work);
    meter_.spend(work + static_cast<std::int64_t>(rows.size()));
    return verdict;
  }

  /// Leaves out row after row for as long as the numbers alone prove it, then for as long as the search does.
  BlockingGroup lessened(BlockingGroup group, std::int32_t row) {
    bool changed = group.rows.size() <= most_rows_by_number;
    while (changed && meter_.spend(static_cast<std::int64_t>(group.rows.size()))) {
      changed = false;
      for (std::size_t k = group.rows.size(); k-- > 0;) {
        if (group.rows[k] == row) continue;
        std::vector<std::int32_t> fewer = group.rows;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
        BlockingGroup next = group_of(rooms_, std::move(fewer));
        if (!meter_.spend(static_cast<std::int64_t>(group.rows.size()) / 4 + 1)) break;
        if (!too_heavy(rooms_, next)) continue;
        next.proof = group.proof;
        group = std::move(next);
        changed = true;
      }
    }
    return filtered(std::move(group), row);
  }

  /// Leaves out row after row of a proven group where the search proves the rest; what stays is minimal where every answer was clear.
  BlockingGroup filtered(BlockingGroup group, std::int32_t row) {
    if (group.rows.size() > most_rows_by_search) return group;
    bool clear = true;
    for (std::size_t k = group.rows.size(); k-- > 0;) {
      // Without the row that is left out, the plan itself places the others.
      if (group.rows[k] == row) continue;
      std::vector<std::int32_t> fewer = group.rows;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
      const Verdict verdict = ask(fewer);
      clear = clear && verdict != Verdict::unknown;
      if (verdict != Verdict::impossible) continue;
      BlockingGroup next = group_of(rooms_, std::move(fewer));
      next.proof = too_heavy(rooms_, next) ? group.proof : BlockingProof::search;
      group = std::move(next);
    }
    group.minimal = clear;
    return group;
  }

  /// Rows that have no other columns than a growing set of them.
  std::optional<BlockingGroup> searched(std::int32_t row) {
    const BlockingGroup alone = group_of(rooms_, {row});
    std::vector<char> in_set(rooms_.problem().capacity.size(), 0);
    std::vector<std::int32_t> columns = alone.columns;
    for (const std::int32_t column : columns) in_set[column] = 1;
    std::size_t asked = 0;
    while (!meter_.stopped()) {
      std::vector<std::int32_t> rows{row};
      std::int32_t next = -1;
      std::int64_t fewest = 0;
      for (const std::int32_t column : columns) {
        for (const std::int32_t other : rooms_.rows_of(column)) {
          std::int64_t outside = 0;
          rooms_.each_pair(other, [&](std::int32_t to, std::int64_t) { outside += in_set[to] == 0 ? 1 : 0; });
          if (outside == 0) {
            rows.push_back(other);
          } else if (next < 0 || outside < fewest || (outside == fewest && other < next)) {
            next = other;
            fewest = outside;
          }
        }
      }
      meter_.spend(static_cast<std::int64_t>(rows.size() + columns.size()));
      if (rows.size() > most_rows_by_search) return std::nullopt;
      if (rows.size() > asked) {
        asked = rows.size();
        std::sort(rows.begin(), rows.end());
        if (ask(rows) == Verdict::impossible) {
          BlockingGroup group = group_of(rooms_, std::move(rows));
          group.proof = BlockingProof::search;
          return filtered(std::move(group), row);
        }
      }
      if (next < 0) return std::nullopt;
      rooms_.each_pair(next, [&](std::int32_t to, std::int64_t) {
        if (in_set[to] != 0) return;
        in_set[to] = 1;
        columns.push_back(to);
      });
    }
    return std::nullopt;
  }

  static constexpr std::size_t most_rows_by_number = 2000;
  static constexpr std::size_t most_rows_by_search = 60;
  static constexpr std::int64_t question_work = 200'000;

  const Rooms& rooms_;
  const SolveOptions& options_;
  std::int64_t limit_;
  WorkMeter& meter_;
  bool has_rules_ = false;
};

}  // namespace

}  // namespace detail

BlockingGroupsResult blocking_groups(const BalancedAssignmentProblem& problem, std::span<const std::int32_t> assignment,
                                     const SolveOptions& options) {
  check(options);
  check(problem);
  detail::check_plan(problem, assignment);
  const std::size_t rows = detail::row_count(problem);
  BlockingGroupsResult result;
  result.group_of_row.assign(rows, -1);
  // Some twenty questions to the search, and the cuts.
  const std::int64_t limit =
      options.work_limit.value_or(static_cast<std::int64_t>(4'000'000 + 50 * (rows + detail::column_count(problem) + problem.indices.size())));
  WorkMeter meter(options, limit);
  std::vector<std::int32_t> mark_of_group;
  for (std::size_t i = 0; i < problem.row_marked.size(); ++i) {
    if (problem.row_marked[i] == 0 || problem.row_group.empty() || problem.row_group[i] < 0) continue;
    const auto group = static_cast<std::size_t>(problem.row_group[i]);
    if (mark_of_group.size() <= group) mark_of_group.resize(group + 1, -1);
    mark_of_group[group] = static_cast<std::int32_t>(i);
  }
  const auto class_of = [&](std::size_t row) { return problem.row_class.empty() ? 0 : problem.row_class[row]; };
  for (std::int32_t row_class = 0; row_class < (problem.row_class.empty() ? 1 : 3); ++row_class) {
    std::optional<detail::Rooms> rooms;
    const auto explain = [&](std::size_t row) {
      if (!rooms) rooms.emplace(problem, assignment, row_class);
      BlockingGroup group = detail::Explainer(*rooms, options, limit, meter).explain(static_cast<std::int32_t>(row));
      const auto same = std::find_if(result.groups.begin(), result.groups.end(),
                                     [&](const BlockingGroup& other) { return other.rows == group.rows && other.within_capacity == group.within_capacity; });
      result.group_of_row[row] = static_cast<std::int32_t>(same - result.groups.begin());
      if (same == result.groups.end()) result.groups.push_back(std::move(group));
    };
    for (std::size_t i = 0; i < rows; ++i) {
      if (assignment[i] >= 0 || class_of(i) != row_class || result.group_of_row[i] >= 0) continue;
      // A row that waits for one that is left out as well has that one's reason.
      const std::int32_t group = problem.row_group.empty() ? -1 : problem.row_group[i];
      const std::int32_t mark = group < 0 || static_cast<std::size_t>(group) >= mark_of_group.size() ? -1 : mark_of_group[static_cast<std::size_t>(group)];
      if (mark >= 0 && assignment[mark] < 0 && class_of(mark) <= row_class) {
        if (result.group_of_row[mark] < 0) explain(static_cast<std::size_t>(mark));
        result.group_of_row[i] = result.group_of_row[mark];
      } else {
        explain(i);
      }
    }
  }
  result.stop = meter.stopped() ? meter.reason() : StopReason::done;
  result.work = meter.work();
  return result;
}

}  // namespace evenload::optimize
