/// \file
/// Why rows are left out: arrays and a plan in, groups out.
#include "evenload_c/blocking_groups.h"

#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "balanced_problem.hpp"
#include "evenload/optimize/blocking_groups.hpp"
#include "handles.hpp"
#include "options.hpp"

struct evenload_blocking_groups {
  evenload::optimize::BlockingGroupsResult result;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

const optimize::BlockingGroup& group_at(const evenload_blocking_groups* groups, int64_t index) {
  const auto& all = needed(groups, "groups").result.groups;
  if (index < 0 || static_cast<std::uint64_t>(index) >= all.size()) {
    throw Error({ErrorCode::out_of_range, "", "index", std::nullopt, "a group below " + std::to_string(all.size()), std::to_string(index)});
  }
  return all[static_cast<std::size_t>(index)];
}

}  // namespace

extern "C" {

evenload_status evenload_optimize_blocking_groups(evenload_context* context, const evenload_balanced_assignment_problem* problem, const int32_t* assignment,
                                                  const evenload_solve_options* options, evenload_blocking_groups** out) {
  return guarded_make(context, out, [&] {
    const optimize::BalancedAssignmentProblem read = problem_from(problem);
    const std::size_t rows = read.indptr.size() - 1;
    if (rows > 0) needed(assignment, "assignment");
    return new evenload_blocking_groups{optimize::blocking_groups(read, {assignment, rows}, solve_options(options))};
  });
}

int64_t evenload_blocking_groups_count(const evenload_blocking_groups* groups) {
  return groups == nullptr ? 0 : static_cast<int64_t>(groups->result.groups.size());
}
int32_t evenload_blocking_groups_stop(const evenload_blocking_groups* groups) {
  return groups == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(groups->result.stop);
}
int64_t evenload_blocking_groups_work(const evenload_blocking_groups* groups) { return groups == nullptr ? 0 : groups->result.work; }

evenload_status evenload_blocking_groups_get(evenload_context* context, const evenload_blocking_groups* groups, int64_t index, evenload_blocking_group* out) {
  return guarded(context, [&] {
    const optimize::BlockingGroup& group = group_at(groups, index);
    needed(out, "out") = {static_cast<int32_t>(group.proof),
                          group.minimal ? 1 : 0,
                          group.within_capacity ? 1 : 0,
                          0,
                          static_cast<int64_t>(group.rows.size()),
                          static_cast<int64_t>(group.columns.size()),
                          group.load,
                          group.room,
                          group.overload};
  });
}

evenload_status evenload_blocking_groups_rows(evenload_context* context, const evenload_blocking_groups* groups, int64_t index, size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(group_at(groups, index).rows, capacity, out); });
}
evenload_status evenload_blocking_groups_columns(evenload_context* context, const evenload_blocking_groups* groups, int64_t index, size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(group_at(groups, index).columns, capacity, out); });
}
evenload_status evenload_blocking_groups_of_rows(evenload_context* context, const evenload_blocking_groups* groups, size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(needed(groups, "groups").result.group_of_row, capacity, out); });
}

void evenload_blocking_groups_destroy(evenload_blocking_groups** groups) { destroy(groups); }

}  // extern "C"
