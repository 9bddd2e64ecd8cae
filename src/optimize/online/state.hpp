/// \file
/// The standing state of OnlineAssignment: rows, columns, limits, and for each row a bound of what moving it would cost.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "evenload/optimize/online.hpp"
#include "value.hpp"

namespace evenload::optimize::detail::online {

/// No sum passes this (equation 13 of docs/models/balanced_assignment.md).
inline constexpr std::int64_t most_total = std::int64_t{1} << 62;

struct Pair {
  std::int64_t weight = 0;
  std::int64_t cost = 0;
  std::int32_t column = 0;
  std::int32_t place = -1;  ///< in the column's list of pairs; -1: the row cannot be moved now
};

struct Row {
  std::int64_t priority = 1;
  std::int64_t heaviest = 0;
  std::int64_t dearest = 0;
  std::int64_t amount = 0;      ///< of all its categories
  std::size_t pair_begin = 0;
  std::size_t category_begin = 0;
  std::int32_t pair_count = 0;
  std::int32_t category_count = 0;
  std::int32_t pair = -1;       ///< the one in use, from pair_begin; -1: left out
  std::int32_t place = -1;      ///< among the column's movable rows
  std::int32_t generation = 0;
  RowClass row_class = RowClass::must;
  bool fixed = false;
  bool open = false;
  bool free = true;             ///< the slot may be given to another row
};

/// How many moves ahead the bounds look.
inline constexpr int foresight = 2;

/// Not above what taking a row in costs any other column, less what that column may gain by 0 and 1 more moves (equations 5 and 7).
using Relocation = std::array<double, foresight>;

/// A movable row as its column sees it.
struct Standing {
  Relocation relocation;
  std::int64_t weight = 0;
  std::int32_t slot = -1;
};
/// A pair of a movable row, as the column sees it that the pair leads to.
struct PairOf {
  std::int64_t weight = 0;
  double cost = 0;          ///< lambda times the difference to the pair in use
  std::int32_t slot = -1;
  std::int32_t pair = -1;
  std::int32_t owner = -1;  ///< column where the row stands
};

struct ColumnNumbers {
  std::int64_t load = 0;
  std::int64_t capacity = 0;
  std::int64_t limit = 0;
  std::int64_t base = 0;
  double inverse = 0;  ///< of the capacity; 0 where that is 0
};

struct Limit {
  std::int32_t category = 0;
  std::int64_t most_count = 0;
  std::int64_t most_weight = 0;
  std::int64_t count = 0;
  std::int64_t weight = 0;
};

/// What up to 1 and 2 moves out of a column gain at most once a row has come, by classes of that row's weight (equation 7).
inline constexpr int weight_classes = 64;
struct Gains {
  struct Class {
    std::array<double, foresight> most{};
    std::array<double, foresight - 1> told{};  ///< not below `most`: what the relocations of other columns' rows reckon with
  };
  std::array<Class, weight_classes> of;
  bool to_tell = false;  ///< they may have passed what was told
};

struct Record {
  OnlineChange change;
  OnlineColumn before, after;
};

struct Totals {
  std::int64_t load = 0, capacity = 0, priority = 0, cost = 0, amount = 0;
};

class State {
 public:
  explicit State(const BalancedAssignmentProblem& problem, const OnlineIds* ids = nullptr);

  std::span<const OnlineCandidate> best(const OnlineRow& row, std::size_t count);
  std::span<const OnlineExclusion> exclusions(const OnlineRow& row);
  OnlineAnswer best_with_moves(const OnlineRow& row, int moves, std::int64_t work_limit);

  std::int64_t commit(const OnlineRow& row, std::int32_t column, std::span<const OnlineMove> moves);
  void move_rows(std::span<const OnlineMove> moves);
  void close_row(std::int64_t id);
  void change_column(std::int32_t column, const OnlineColumn& values);
  void undo();
  void forget();
  std::vector<OnlineChange> delta(std::int64_t since) const;
  void reserve_questions();

  std::int64_t version() const noexcept { return version_; }
  std::int64_t open_rows() const noexcept { return open_rows_; }
  std::int32_t column_count() const noexcept { return static_cast<std::int32_t>(column_.size()); }
  std::int32_t column_of(std::int64_t id) const { return column_of_slot(require_row(id, "row", 0)); }
  const ColumnNumbers& column(std::int32_t column) const;
  OnlineLevels levels() const;
  OnlineStanding standing() const;

 private:
  // -- standing.cpp
  void take_ids(const OnlineIds& given, std::size_t rows);
  void free_other_slots();

  // -- rows.cpp: storage
  std::int64_t id_of(std::int32_t slot) const noexcept { return (static_cast<std::int64_t>(rows_[slot].generation) << 32) | slot; }
  std::int32_t require_row(std::int64_t id, const char* table, std::int64_t position) const;
  std::int32_t column_of_slot(std::int32_t slot) const noexcept {
    const Row& row = rows_[slot];
    return row.pair < 0 ? -1 : pairs_[row.pair_begin + row.pair].column;
  }
  std::span<Pair> pairs_of(std::int32_t slot) noexcept { return {pairs_.data() + rows_[slot].pair_begin, static_cast<std::size_t>(rows_[slot].pair_count)}; }
  std::span<const Pair> pairs_of(std::int32_t slot) const noexcept {
    return {pairs_.data() + rows_[slot].pair_begin, static_cast<std::size_t>(rows_[slot].pair_count)};
  }
  std::int32_t find_pair(std::int32_t slot, std::int32_t column) const noexcept;
  std::int32_t store(const OnlineRow& row);
  void reserve_for(std::int32_t slot, std::int32_t column, std::size_t rows);
  void open(std::int32_t slot, std::int32_t pair) noexcept;
  void close(std::int32_t slot) noexcept;
  void put(std::int32_t slot, std::int32_t pair) noexcept;   // into a column, or out (-1)
  void attach(std::int32_t slot) noexcept;                   // movable: lists of its columns
  void detach(std::int32_t slot) noexcept;
  void count_categories(std::int32_t slot, std::int32_t column, std::int64_t weight, int sign) noexcept;
  void change_load(std::int32_t column, std::int64_t change) noexcept;
  void set_column(std::int32_t column, const OnlineColumn& values) noexcept;

  // -- validate.cpp: checks
  void check_row(const OnlineRow& row) const;
  void check_moves(std::span<const OnlineMove> moves, const OnlineRow* row, std::int32_t column);

  // -- bounds.cpp: what moves may gain at most
  double add_cost(std::int32_t column, std::int64_t weight) const noexcept;                          // equation 3
  double take_gain(std::int32_t column, std::int64_t load, std::int64_t weight) const noexcept;       // from that load
  Relocation relocation_of(std::int32_t slot) const noexcept;
  int class_of(std::int64_t weight) const noexcept;
  void relocate(std::int32_t slot, const Relocation& relocation) noexcept;
  void lower(const PairOf& in, const Relocation& relocation) noexcept;
  void raise(std::int32_t column, std::int64_t weight, const Relocation& relocation) noexcept;
  void check_told(std::int32_t column) noexcept;
  void recompute_gains(std::int32_t column) noexcept;
  void lower_told(Gains::Class& gains) noexcept;
  void lower_relocations(std::int32_t column) noexcept;
  double untold(std::int32_t column) const noexcept;
  void tell_some() noexcept;
  void scale_to(std::int64_t weight, std::int64_t cost) noexcept;
  void stand_at_most(std::int64_t weight) noexcept;
  void rescale() noexcept;

  // -- question.cpp
  static std::int64_t weight_at(const OnlineRow& row, std::size_t k) noexcept { return row.weight.size() == 1 ? row.weight[0] : row.weight[k]; }
  static std::int64_t cost_at(const OnlineRow& row, std::size_t k) noexcept { return row.cost.empty() ? 0 : row.cost[k]; }
  OnlineExclusion exclusion(const OnlineRow& row, std::int32_t column, std::int64_t weight) const noexcept;
  bool better_than_out(const OnlineRow& row, const ChangeValue& value) const noexcept;
  ChangeValue value_of(const OnlineRow& row, std::size_t k) const noexcept;
  LevelDifference out_difference(const OnlineRow& row) const noexcept;
  const Limit* find_limit(std::int32_t column, std::int32_t category) const noexcept;
  Limit* find_limit(std::int32_t column, std::int32_t category) noexcept { return const_cast<Limit*>(std::as_const(*this).find_limit(column, category)); }

  // -- paths.cpp
  struct Step {
    std::int32_t column = -1;
    std::int32_t slot = -1;  ///< that came there; -1 for the new row
    std::int64_t weight = 0;
    std::int32_t pair = -1;
  };
  struct Child {
    double bound = 0;
    double value = 0;
    Step step;
  };
  /// A place of the search: a row has come to a column (`leaving` < 0), or `leaving` then goes on from there.
  struct Open {
    double bound = 0;
    double value = 0;            ///< of the path so far; without the row that leaves
    Step step;
    std::int32_t before = -1;    ///< among visited_: the place that this follows
    std::int32_t leaving = -1;
    std::int32_t depth = 0;      ///< moves so far
  };
  struct Visited {
    double value = 0;
    Step step;
    std::int32_t before = -1;
    std::int32_t depth = 0;
    bool whole = false;          ///< searched to the end already
  };
  void search(int moves) noexcept;
  double bound_of(const Open& place, int moves) const noexcept;
  bool open_place(const Open& place) noexcept;
  void visit(const Open& place, int moves) noexcept;
  void leave(const Open& place, int moves) noexcept;
  void trace(const Step& last, std::int32_t before, int depth) noexcept;
  void extend(int depth, int remaining, double value) noexcept;
  void follow(int depth, int remaining, std::vector<Child>& children) noexcept;
  void offer(int depth, double value) noexcept;
  bool enters(const Step& step, std::int32_t leaving, std::int64_t leaving_weight) const noexcept;
  bool on_path(std::int32_t column, int depth) const noexcept;
  ChangeValue path_value() const noexcept;

  // -- history.cpp
  void reserve_history(std::size_t records);
  void begin_change() noexcept;
  void record(OnlineChangeKind kind, std::int64_t row, std::int32_t from, std::int32_t to, const OnlineColumn& before = {},
              const OnlineColumn& after = {}) noexcept;

  static constexpr std::size_t most_children = 1024;
  static constexpr std::size_t tells_per_change = 8;
  static constexpr std::size_t most_open = 8192;
  static constexpr std::size_t most_visited = 2048;

  std::vector<ColumnNumbers> column_;
  std::vector<std::vector<Standing>> standing_;  // movable rows of each column
  std::vector<std::vector<PairOf>> pairs_in_;    // pairs of movable rows that lead to each column
  std::vector<Gains> gains_;
  std::vector<Relocation> relocation_;           // by slot: the same numbers as in standing_, for looking up
  std::vector<std::int32_t> to_tell_;            // columns whose gains passed what was told
  std::array<std::int64_t, weight_classes> class_top_{};
  int classes_ = 1;                              // in use
  double headroom_ = 0;
  double untold_ = 0;                            // most that gains passed what was told
  std::vector<std::size_t> limit_begin_;
  std::vector<Limit> limits_;
  std::vector<Row> rows_;
  std::vector<Pair> pairs_;
  std::vector<std::int32_t> categories_;
  std::vector<std::int64_t> amounts_;
  std::vector<std::int32_t> free_slots_;
  Rational cost_weight_;
  double lambda_ = 0;
  OverloadPlace overload_place_ = OverloadPlace::after_must;
  Totals totals_;
  std::int64_t open_rows_ = 0;

  std::int64_t heaviest_ = 0;  // of any pair of a row that stands or stood
  // The scale of one number for overload and balance (equation 3): grows, never shrinks.
  std::int64_t scale_weight_ = 0;
  std::int64_t scale_cost_ = 0;
  std::int64_t most_load_ = 0;
  std::int64_t least_capacity_ = std::numeric_limits<std::int64_t>::max();
  double penalty_ = 1;
  double tolerance_ = 0;
  int class_shift_ = 0;

  // History.
  std::int64_t version_ = 0;
  std::int64_t first_version_ = 0;  // what forget() left
  std::vector<Record> history_;
  std::vector<std::size_t> undo_;   // first record of each change that can be undone
  std::vector<std::size_t> undo_end_;

  // Room for answers.
  std::vector<OnlineCandidate> candidates_;
  std::vector<std::size_t> order_;
  std::vector<OnlineExclusion> exclusions_;
  std::array<OnlineMove, most_online_moves> moves_;
  const OnlineRow* asked_ = nullptr;
  std::size_t longest_ = 64;  // pairs of a row: questions have room for as many
  std::vector<Child> roots_;
  std::vector<Open> open_;        // a heap
  std::vector<Visited> visited_;
  std::array<std::vector<Child>, most_online_moves + 1> children_;
  std::array<Step, most_online_moves + 1> path_;
  std::array<Step, most_online_moves + 1> found_;
  int found_length_ = 0;   // columns on it; 0: none
  double found_value_ = 0;
  double reach_ = 0;       // most that any further move may gain
  std::int64_t work_ = 0;
  std::int64_t work_limit_ = 0;
};

}  // namespace evenload::optimize::detail::online
