/// \file
/// Online assignment: a standing state as a handle; questions and changes.
#include "evenload_c/online.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "balanced_problem.hpp"
#include "evenload/optimize/online.hpp"
#include "guard.hpp"
#include "versioned.hpp"

struct evenload_online {
  evenload::optimize::OnlineAssignment state;
};

struct evenload_online_snapshot {
  evenload::optimize::OnlineSnapshot snapshot;
};

struct evenload_online_standing {
  evenload::optimize::OnlineStanding arrays;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

optimize::OnlineRow online_row_from(const evenload_online_row* pointer) {
  needed(pointer, "row");
  const evenload_online_row defaults = EVENLOAD_ONLINE_ROW_INIT;
  const evenload_online_row given = versioned(pointer, defaults, "row");
  const std::uint64_t k = size_of(given.pairs, "row.pairs");
  const std::uint64_t weights = size_of(given.weights, "row.weights");
  const std::uint64_t categories = size_of(given.category_count, "row.category_count");
  if (k > 0) needed(given.columns, "row.columns");
  if (weights > 0) needed(given.weight, "row.weight");
  if (categories > 0) needed(given.categories, "row.categories");
  optimize::OnlineRow row;
  row.columns = view(given.columns, k, "row.columns");
  row.weight = view(given.weight, weights, "row.weight");
  row.cost = view(given.cost, k, "row.cost");
  row.priority = given.priority;
  row.row_class = static_cast<optimize::RowClass>(given.row_class);
  row.categories = view(given.categories, categories, "row.categories");
  row.category_amount = view(given.category_amount, categories, "row.category_amount");
  return row;
}

std::vector<optimize::OnlineMove> online_moves_from(std::size_t count, const evenload_online_move* moves) {
  if (count > 0) needed(moves, "moves");
  std::vector<optimize::OnlineMove> read;
  for (const evenload_online_move& move : view(moves, count, "moves")) read.push_back({move.row, move.from, move.to});
  return read;
}

optimize::OnlineAssignment& online_state(evenload_online* state) { return needed(state, "state").state; }
const optimize::OnlineAssignment& online_state(const evenload_online* state) { return needed(state, "state").state; }

}  // namespace

extern "C" {

void evenload_online_row_init(evenload_online_row* row) {
  if (row == nullptr) return;
  *row = evenload_online_row EVENLOAD_ONLINE_ROW_INIT;
}

evenload_status evenload_online_create(evenload_context* context, const evenload_balanced_assignment_problem* problem, evenload_online** out) {
  return guarded_make(context, out, [&] { return new evenload_online{optimize::OnlineAssignment(problem_from(problem))}; });
}

evenload_status evenload_online_create_with_ids(evenload_context* context, const evenload_balanced_assignment_problem* problem,
                                                const evenload_online_ids* ids, evenload_online** out) {
  return guarded_make(context, out, [&] {
    const evenload_online_ids& given = needed(ids, "ids");
    const std::uint64_t rows = size_of(given.rows, "ids.rows");
    if (rows > 0) needed(given.ids, "ids.ids");
    const auto each = view(given.ids, rows, "ids.ids");
    const optimize::OnlineIds read{{each.begin(), each.end()}, given.slots, given.generation, given.version};
    return new evenload_online{optimize::OnlineAssignment(problem_from(problem), read)};
  });
}

void evenload_online_destroy(evenload_online** state) { destroy(state); }

evenload_status evenload_online_best(evenload_context* context, evenload_online* state, const evenload_online_row* row, size_t capacity,
                                     evenload_online_candidate* out, size_t* count) {
  return guarded(context, [&] {
    needed(count, "count");
    if (capacity > 0) needed(out, "out");
    const auto best = online_state(state).best(online_row_from(row), capacity);
    for (std::size_t k = 0; k < best.size(); ++k) {
      out[k] = {best[k].column, best[k].better_than_out ? 1 : 0, best[k].difference.overload, best[k].difference.balance};
    }
    *count = best.size();
  });
}

evenload_status evenload_online_exclusions(evenload_context* context, evenload_online* state, const evenload_online_row* row, size_t capacity,
                                           int32_t* out) {
  return guarded(context, [&] {
    auto& online = online_state(state);
    const auto columns = static_cast<std::size_t>(online.columns());
    if (capacity < columns) {
      throw Error({ErrorCode::out_of_range, "", "capacity", std::nullopt, "room for " + std::to_string(columns) + " elements",
                   std::to_string(capacity)});
    }
    if (columns > 0) needed(out, "out");
    const auto codes = online.exclusions(online_row_from(row));
    std::transform(codes.begin(), codes.end(), out, [](optimize::OnlineExclusion code) { return static_cast<int32_t>(code); });
  });
}

evenload_status evenload_online_best_with_moves(evenload_context* context, evenload_online* state, const evenload_online_row* row,
                                                int32_t moves, int64_t work_limit, evenload_online_answer* answer) {
  return guarded(context, [&] {
    needed(answer, "answer");
    const optimize::OnlineAnswer found =
        online_state(state).best_with_moves(online_row_from(row), moves, work_limit == -1 ? std::nullopt : std::optional(work_limit));
    evenload_online_answer written{};
    written.column = found.column;
    written.proven = found.proven ? 1 : 0;
    std::copy(found.difference.unassigned.begin(), found.difference.unassigned.end(), written.unassigned);
    written.overload = found.difference.overload;
    written.balance = found.difference.balance;
    written.work = found.work;
    written.move_count = static_cast<int64_t>(found.moves.size());
    std::transform(found.moves.begin(), found.moves.end(), written.moves,
                   [](const optimize::OnlineMove& move) { return evenload_online_move{move.row, move.from, move.to}; });
    *answer = written;
  });
}

evenload_status evenload_online_commit(evenload_context* context, evenload_online* state, const evenload_online_row* row, int32_t column,
                                       size_t move_count, const evenload_online_move* moves, int64_t* id) {
  return guarded(context, [&] {
    const auto made = online_state(state).commit(online_row_from(row), column, online_moves_from(move_count, moves));
    if (id != nullptr) *id = made;
  });
}

evenload_status evenload_online_move_rows(evenload_context* context, evenload_online* state, size_t move_count,
                                          const evenload_online_move* moves) {
  return guarded(context, [&] { online_state(state).move_rows(online_moves_from(move_count, moves)); });
}

evenload_status evenload_online_close_row(evenload_context* context, evenload_online* state, int64_t row) {
  return guarded(context, [&] { online_state(state).close_row(row); });
}

evenload_status evenload_online_change_column(evenload_context* context, evenload_online* state, int32_t column, int64_t capacity,
                                              int64_t base_load, int64_t hard_limit) {
  return guarded(context, [&] { online_state(state).change_column(column, {capacity, base_load, hard_limit}); });
}

evenload_status evenload_online_undo(evenload_context* context, evenload_online* state) {
  return guarded(context, [&] { online_state(state).undo(); });
}

evenload_status evenload_online_forget(evenload_context* context, evenload_online* state) {
  return guarded(context, [&] { online_state(state).forget(); });
}

evenload_status evenload_online_delta(evenload_context* context, const evenload_online* state, int64_t since, size_t capacity,
                                      evenload_online_change* out, size_t* count) {
  return guarded(context, [&] {
    needed(count, "count");
    const auto delta = online_state(state).delta(since);
    std::vector<evenload_online_change> changes;
    for (const auto& change : delta) {
      changes.push_back({change.version, change.row, static_cast<int32_t>(change.kind), change.from, change.to, 0});
    }
    if (capacity > 0) copy_out(changes, capacity, out);
    *count = changes.size();
  });
}

evenload_status evenload_online_take_snapshot(evenload_context* context, const evenload_online* state, evenload_online_snapshot** out) {
  return guarded_make(context, out, [&] { return new evenload_online_snapshot{online_state(state).snapshot()}; });
}

evenload_status evenload_online_restore(evenload_context* context, evenload_online* state, const evenload_online_snapshot* snapshot) {
  return guarded(context, [&] { online_state(state).restore(needed(snapshot, "snapshot").snapshot); });
}

void evenload_online_snapshot_destroy(evenload_online_snapshot** snapshot) { destroy(snapshot); }

int64_t evenload_online_version(const evenload_online* state) { return state == nullptr ? 0 : state->state.version(); }
int64_t evenload_online_rows(const evenload_online* state) { return state == nullptr ? 0 : state->state.rows(); }
int64_t evenload_online_columns(const evenload_online* state) { return state == nullptr ? 0 : state->state.columns(); }

evenload_status evenload_online_column_of(evenload_context* context, const evenload_online* state, int64_t row, int32_t* column) {
  return guarded(context, [&] { needed(column, "column") = online_state(state).column_of(row); });
}

evenload_status evenload_online_load(evenload_context* context, const evenload_online* state, int32_t column, int64_t* load) {
  return guarded(context, [&] { needed(load, "load") = online_state(state).load(column); });
}

evenload_status evenload_online_get_levels(evenload_context* context, const evenload_online* state, evenload_online_levels* levels) {
  return guarded(context, [&] {
    needed(levels, "levels");
    const optimize::OnlineLevels found = online_state(state).levels();
    evenload_online_levels written{};
    std::copy(found.unassigned.begin(), found.unassigned.end(), written.unassigned);
    written.overload = found.overload;
    written.balance = found.balance;
    *levels = written;
  });
}

evenload_status evenload_online_get_standing(evenload_context* context, const evenload_online* state, evenload_online_standing** out) {
  return guarded_make(context, out, [&] { return new evenload_online_standing{online_state(state).standing()}; });
}

evenload_status evenload_online_standing_problem(evenload_context* context, const evenload_online_standing* standing,
                                                 evenload_balanced_assignment_problem* problem) {
  return guarded(context, [&] {
    const optimize::OnlineStanding& from = needed(standing, "standing").arrays;
    evenload_balanced_assignment_problem written = EVENLOAD_BALANCED_ASSIGNMENT_PROBLEM_INIT;
    if (needed(problem, "problem").struct_size != written.struct_size) {
      throw Error({ErrorCode::invalid_argument, "problem", "struct_size", std::nullopt, std::to_string(written.struct_size),
                   std::to_string(problem->struct_size)});
    }
    written.weight_per_pair = 1;
    written.rows = static_cast<int64_t>(from.start.size());
    written.columns = static_cast<int64_t>(from.capacity.size());
    written.pairs = static_cast<int64_t>(from.indices.size());
    written.indptr = from.indptr.data();
    written.indices = from.indices.data();
    written.weight = from.weight.data();
    written.capacity = from.capacity.data();
    written.base_load = from.base_load.data();
    written.hard_limit = from.hard_limit.data();
    written.priority = from.priority.data();
    written.row_class = from.row_class.data();
    written.cost = from.cost.data();
    written.cost_weight_numerator = from.cost_weight.numerator();
    written.cost_weight_denominator = from.cost_weight.denominator();
    written.overload_place = static_cast<int32_t>(from.overload_place);
    written.category_indptr = from.category_indptr.data();
    written.category_indices = from.category_indices.data();
    written.category_amount = from.category_amount.data();
    written.limits = static_cast<int64_t>(from.limit_column.size());
    written.limit_column = from.limit_column.data();
    written.limit_category = from.limit_category.data();
    written.limit_count = from.limit_count.data();
    written.limit_weight = from.limit_weight.data();
    written.fixed = from.fixed.data();
    written.start = from.start.data();
    *problem = written;
  });
}

evenload_status evenload_online_standing_ids(evenload_context* context, const evenload_online_standing* standing, evenload_online_ids* ids) {
  return guarded(context, [&] {
    const optimize::OnlineIds& from = needed(standing, "standing").arrays.ids;
    needed(ids, "ids") = {static_cast<int64_t>(from.ids.size()), from.ids.data(), from.slots, from.generation, from.version};
  });
}

void evenload_online_standing_destroy(evenload_online_standing** standing) { destroy(standing); }

}  // extern "C"
