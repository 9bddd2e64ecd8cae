/// \file
/// Online assignment: a standing plan of many rows (pieces of work), asked where one more row does best, and changed row by row.
///
/// Levels and rules are those of balanced_assignment.hpp; questions, their guarantees and the method: docs/models/online.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "evenload/optimize/balanced_assignment.hpp"

namespace evenload::optimize {

/// Most rows that one question may move along.
inline constexpr int most_online_moves = 8;

/// A row that is asked about or added. Units as in BalancedAssignmentProblem; the spans are read during the call only.
struct OnlineRow {
  std::span<const std::int32_t> columns;          ///< k, strictly increasing: its pairs
  std::span<const std::int64_t> weight;           ///< 1 or k, >= 0: the load it adds
  std::span<const std::int64_t> cost;             ///< k, >= 0; default 0
  std::int64_t priority = 1;                      ///< >= 0
  RowClass row_class = RowClass::must;
  std::span<const std::int32_t> categories;       ///< from 0, distinct
  std::span<const std::int64_t> category_amount;  ///< one per category, >= 0; default 1
};

/// Why a column may not take a row. Append-only.
enum class OnlineExclusion : std::int32_t {
  none = 0,
  not_a_pair = 1,
  zero_capacity = 2,
  base_past_hard_limit = 3,  ///< base load alone is above the hard limit
  hard_limit = 4,            ///< the load would end above the hard limit
  category_count = 5,        ///< the amount of a category would end above its limit
  category_weight = 6,       ///< the load of a category would end above its limit
};
std::string_view to_string(OnlineExclusion code) noexcept;

/// After less before, level by level.
struct LevelDifference {
  std::array<std::int64_t, 3> unassigned{};  ///< by RowClass
  std::int64_t overload = 0;
  double balance = 0;  ///< of exact parts; within a few units in the last place
};

/// The state's levels. Exact but for `balance`, which is the nearest double.
struct OnlineLevels {
  std::array<std::int64_t, 3> unassigned{};  ///< by RowClass
  std::int64_t overload = 0;
  double balance = 0;
};

struct OnlineCandidate {
  std::int32_t column = -1;
  LevelDifference difference;  ///< to the state without the row
  bool better_than_out = false;  ///< strictly better, by exact comparison, than leaving the row out
};

/// A standing row that goes from one column to another.
struct OnlineMove {
  std::int64_t row = -1;
  std::int32_t from = -1;
  std::int32_t to = -1;
};

struct OnlineAnswer {
  std::int32_t column = -1;           ///< of the new row; -1: leaving it out is best, or nothing else is allowed
  LevelDifference difference;         ///< to the state without the row
  std::span<const OnlineMove> moves;  ///< in order of the path; valid until the next call
  bool proven = true;                 ///< the search ended within its work: no path is better (docs/models/online.md, equation 10)
  std::int64_t work = 0;              ///< units, some 200 ns each
};

enum class OnlineChangeKind : std::int32_t { added = 0, closed = 1, moved = 2, column_changed = 3 };
/// One step of the history. A change that was undone is followed by its opposite.
struct OnlineChange {
  std::int64_t version = 0;  ///< of the state after it
  OnlineChangeKind kind = OnlineChangeKind::added;
  std::int64_t row = -1;     ///< none for column_changed
  std::int32_t from = -1;    ///< column before (moved, closed)
  std::int32_t to = -1;      ///< column after (added, moved); the column itself for column_changed
  friend bool operator==(const OnlineChange&, const OnlineChange&) = default;
};

struct OnlineColumn {
  std::int64_t capacity = 0;
  std::int64_t base_load = 0;
  std::int64_t hard_limit = 0;
};

/// Under which ids the rows of a state stand.
struct OnlineIds {
  std::vector<std::int64_t> ids;  ///< one per row; an id is slot + 2^32 * generation
  std::int64_t slots = 0;         ///< all slots are below this
  std::int64_t generation = 0;    ///< all generations are; ids given later are of it, or of a new slot
  std::int64_t version = 0;
};

/// All that stands, as arrays: to store a state, or to plan it anew with balanced_assignment. The history is not part of it.
struct OnlineStanding {
  std::vector<std::int64_t> indptr, weight, cost;  ///< `weight` and `cost` per pair
  std::vector<std::int32_t> indices;
  std::vector<std::int64_t> priority, category_indptr, category_amount;
  std::vector<std::int32_t> row_class, category_indices, fixed, start;
  std::vector<std::int64_t> capacity, base_load, hard_limit;
  std::vector<std::int32_t> limit_column, limit_category;
  std::vector<std::int64_t> limit_count, limit_weight;
  Rational cost_weight;
  OverloadPlace overload_place = OverloadPlace::after_must;
  OnlineIds ids;

  /// Reads these arrays.
  BalancedAssignmentProblem problem() const;
};

namespace detail::online {
class State;
}

/// A copy of a whole state, history included. Cheap to pass on; never changes.
class OnlineSnapshot {
 public:
  OnlineSnapshot() = default;

 private:
  friend class OnlineAssignment;
  std::shared_ptr<const detail::online::State> state_;
};

/// The standing state. Rows that stand are kept even past the rules; whatever a call adds or moves obeys them: each column that receives
/// a row has capacity, ends within its hard limit, and within every limit of the row's categories. Standing rows are never left out.
///
/// Deterministic: the same calls give the same answers. Questions allocate nothing once one with as many moves was asked; changes may. After an exception the state is as
/// before. Row ids: 0 to n - 1 for those of the problem; later ones are larger or equal to n, and no id is used twice unless an older
/// snapshot is restored. Sums are bounded as in BalancedAssignmentProblem, the asked row included; anything beyond is an OverflowError.
/// Not for use by two threads at once.
class OnlineAssignment {
 public:
  /// Rows stand where `fixed` or else `start` puts them; fixed ones are never moved along. Linear in rows, pairs and limits; keeps nothing
  /// of the spans. Some 100 bytes a pair, 150 a row and 200 a column and class of weight.
  /// \throws InvalidDataError, OverflowError as check(problem); InvalidDataError(unsupported) for peak and row groups, and
  ///         (contradiction) where `start` is not a pair of its row.
  explicit OnlineAssignment(const BalancedAssignmentProblem& problem);
  /// Rows under given ids, at a given version, without the history before it: what `standing` told. Memory is linear in `slots` too.
  /// \throws as above, and InvalidDataError naming table "standing" where these cannot be the ids of the problem's rows.
  OnlineAssignment(const BalancedAssignmentProblem& problem, const OnlineIds& ids);
  ~OnlineAssignment();
  OnlineAssignment(OnlineAssignment&&) noexcept;
  OnlineAssignment& operator=(OnlineAssignment&&) noexcept;

  /// The best `count` columns while all others stay put; exact order, ties by column. Linear in the row's pairs, times `count` at worst.
  /// Valid until the next call. Room is made for the longest row so far: only a longer one allocates.
  /// \throws InvalidDataError naming table "row"; OverflowError.
  std::span<const OnlineCandidate> best(const OnlineRow& row, std::size_t count = 5);
  /// Why each column may not take the row, `none` where it may; m elements, valid until the next call.
  /// \throws as best.
  std::span<const OnlineExclusion> exclusions(const OnlineRow& row);
  /// The best way to take the row in while at most `moves` standing rows go on along one path of different columns: the row into a first
  /// column, a row of that into a second, and so on. Fewer moves where the gain of more cannot be told from rounding. By default the work
  /// limit is 1,000 units: some 0.2 ms. The first question that asks for more moves than any before makes tables: linear in the pairs.
  /// \throws as best; InvalidDataError (table "options") for `moves` outside 0 to 8, or a work limit below 0.
  OnlineAnswer best_with_moves(const OnlineRow& row, int moves, std::optional<std::int64_t> work_limit = std::nullopt);

  /// Adds a row to a column (-1: left out) and makes the moves, all at once; returns the row's id. The moves need not be of one path.
  /// Time: linear in the pairs of the columns concerned.
  /// \throws InvalidDataError (tables "row", "moves", "column") where a row is stale, fixed, not where the move says, moved twice, or
  ///         a rule would be broken; OverflowError.
  std::int64_t commit(const OnlineRow& row, std::int32_t column, std::span<const OnlineMove> moves = {});
  /// Moves alone. `from` may be -1: a row that was left out is placed.
  /// \throws as commit.
  void move_rows(std::span<const OnlineMove> moves);
  /// Takes a row out for good.
  /// \throws InvalidDataError(unknown_id) where there is no such row.
  void close_row(std::int64_t row);
  /// \throws InvalidDataError naming table "column"; OverflowError.
  void change_column(std::int32_t column, const OnlineColumn& values);
  /// Takes the last change back that has not been taken back; as a new version. Ids of rows that it had added are stale then.
  /// \throws InvalidDataError(contradiction) where there is none left.
  void undo();

  std::int64_t version() const noexcept;  ///< changes so far, undone ones and undoing included
  /// What changed after `since`, in order.
  /// \throws InvalidDataError(out_of_range) for a version to come, or one before what forget() left.
  std::vector<OnlineChange> delta(std::int64_t since) const;
  /// Gives up the history so far, and with it undo; ids and memory of closed rows become free. Linear.
  void forget();
  OnlineSnapshot snapshot() const;
  /// Everything is as it was, ids and version included; questions get the same answers.
  /// \throws InvalidDataError(invalid_argument) for an empty snapshot.
  void restore(const OnlineSnapshot& snapshot);

  std::int64_t rows() const noexcept;                         ///< open ones
  std::int64_t columns() const noexcept;
  std::int32_t column_of(std::int64_t row) const;             ///< -1: left out. \throws InvalidDataError(unknown_id)
  std::int64_t load(std::int32_t column) const;               ///< \throws InvalidDataError(out_of_range)
  OnlineColumn column(std::int32_t column) const;             ///< \throws InvalidDataError(out_of_range)
  OnlineLevels levels() const;                                ///< linear in rows and columns; allocates
  OnlineStanding standing() const;                            ///< linear in rows, pairs and limits

 private:
  std::unique_ptr<detail::online::State> state_;
};

}  // namespace evenload::optimize
