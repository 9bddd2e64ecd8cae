/// \file
/// The standing state of OnlineAssignment: rows, columns, limits, and tables of what moves may gain.
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
#include "tables.hpp"
#include "value.hpp"

namespace evenload::optimize::detail::online {

/// No sum passes this (equation 13 of docs/models/balanced_assignment.md).
inline constexpr std::int64_t most_total = std::int64_t{1} << 62;

struct Pair {
  std::int64_t weight = 0;
  std::int64_t cost = 0;
  std::int32_t column = 0;
  std::int32_t in = -1;     ///< of the link, in the list of the cell it leads to; -1: the row cannot be moved now, or stands there
  std::int32_t out = -1;    ///< and in that of the cell it starts from
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
  std::int32_t generation = 0;
  RowClass row_class = RowClass::must;
  bool fixed = false;
  bool open = false;
  bool free = true;             ///< the slot may be given to another row
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
  void reserve_for(std::int32_t slot, std::int32_t column, std::size_t rows, std::size_t links);
  void open(std::int32_t slot, std::int32_t pair) noexcept;
  void close(std::int32_t slot) noexcept;
  void put(std::int32_t slot, std::int32_t pair) noexcept;   // into a column, or out (-1)
  void count_categories(std::int32_t slot, std::int32_t column, std::int64_t weight, int sign) noexcept;
  void change_load(std::int32_t column, std::int64_t change) noexcept;
  void set_column(std::int32_t column, const OnlineColumn& values) noexcept;

  // -- validate.cpp: checks
  void check_row(const OnlineRow& row) const;
  void check_moves(std::span<const OnlineMove> moves, const OnlineRow* row, std::int32_t column);

  // -- classes.cpp: classes of weight, and the links that are kept by them
  int class_count() const noexcept { return static_cast<int>(starts_.size()); }
  int class_of(std::int64_t weight) const noexcept;
  std::int32_t cell_of(std::int32_t column, std::int64_t weight) const noexcept { return class_of(weight) * column_count() + column; }
  void tell_apart(const OnlineRow& row);
  void classify(std::span<const std::int64_t> more);
  void set_classes() noexcept;
  void attach(std::int32_t slot) noexcept;  // movable: lists of its cells
  void detach(std::int32_t slot) noexcept;
  void keep_levels(int moves);
  std::vector<PriceLevel> made_levels(int kept, std::size_t cells) const;

  // -- tables.cpp: what moves cost at least
  double add_cost(std::int32_t column, double weight) const noexcept;                              // equation 3
  double take_gain(std::int32_t column, double come, double leave) const noexcept;                 // once `come` is there
  double common_gain(std::int32_t column, double weight) const noexcept;
  double class_gain(std::int32_t column, double come, int leaving) const noexcept;
  double link_price(const Links::Near& near, const Links::Far& far, std::int32_t column, std::int32_t owner,
                    const Price& come) const noexcept;
  Price leave_price(int level, std::int32_t cell) const noexcept;
  void change_come(int level, std::int32_t cell, const Price& price) noexcept;
  void come_and_stay(std::int32_t column) noexcept;
  void come_and_go(int level, std::int32_t column) noexcept;
  /// Of a column, by class of the row that comes or goes.
  struct LeaveTerms {
    std::array<double, most_classes> leave, share, less, slope, over;
    std::int64_t rest = 0;  ///< load above the hard limit
  };
  void best_leave(const LeaveTerms& terms, const double* prices, int first, int last, int light, int heavy, double* best,
                  int* which) const noexcept;
  void mark_column(std::int32_t column) noexcept;
  void mark_cell(std::int32_t cell) noexcept;
  void activate(std::int32_t column) noexcept;
  void fetch_prices(int level, std::int32_t column) const noexcept;
  bool keeps_second(int level) const noexcept;
  std::size_t guess_of(std::int32_t cell) const noexcept {
    return static_cast<std::size_t>(column_of_cell_[cell]) * starts_.size() + static_cast<std::size_t>(cell / column_count());
  }
  void lower_guesses() noexcept;
  /// Are prices the same for all rows that go to a column, whatever they are?
  bool spreads() const noexcept { return lambda_ == 0 && exact_ && mixed_links_ == 0; }
  void spread(int level) noexcept;
  void hand_on(int level) noexcept;
  void settle() noexcept;
  void scale_to(std::int64_t weight, std::int64_t cost) noexcept;
  void set_scale() noexcept;
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
  /// A place of the search: a row has come to a column, and all that may follow (`leaving` < 0) or a row of that class goes on.
  struct Open {
    double bound = 0;
    double value = 0;            ///< of the path if it ended here
    Step step;
    std::int32_t before = -1;    ///< among visited_: the place that this follows, or is
    std::int32_t leaving = -1;
    std::int32_t depth = 0;      ///< moves so far
    bool fresh = false;          ///< `bound` was made for this question
  };
  struct Visited {
    Step step;
    std::int32_t before = -1;
  };
  void search(int moves) noexcept;
  bool open_place(const Open& place) noexcept;
  void visit(const Open& place, int moves) noexcept;
  void leave(const Open& place, int moves) noexcept;
  void trace(const Step& last, std::int32_t before, int depth) noexcept;
  void extend(int depth, int remaining, double value) noexcept;
  template <class Found>
  void each_class(int depth, int remaining, double value, Found found) noexcept;
  template <class Found>
  void each_link(int depth, int remaining, double value, std::int32_t leaving, Found found) noexcept;
  double on_path(const Price& price, int depth) const noexcept;
  void offer(int depth, double value) noexcept;
  bool enters(const Step& step, std::int32_t leaving, std::int64_t leaving_weight) const noexcept;
  bool on_path(std::int32_t column, int depth) const noexcept;
  ChangeValue path_value() const noexcept;

  // -- history.cpp
  void reserve_history(std::size_t records);
  std::size_t links_of(std::span<const OnlineMove> moves) const noexcept;
  void begin_change() noexcept;
  void record(OnlineChangeKind kind, std::int64_t row, std::int32_t from, std::int32_t to, const OnlineColumn& before = {},
              const OnlineColumn& after = {}) noexcept;

  static constexpr std::size_t most_open = 8192;
  static constexpr std::size_t most_visited = 2048;

  std::vector<ColumnNumbers> column_;
  // By cell: links that start there, and that lead there.
  std::vector<Links> out_;
  std::vector<Links> in_;
  std::vector<std::int64_t> starts_;             // least weight of each class
  bool exact_ = true;                            // each class is one weight
  std::array<std::int64_t, most_classes> low_{}, high_{};
  std::vector<std::int32_t> column_of_cell_;
  int kept_ = -1;                                // levels of tables in use, beyond that of 0 moves; -1: none
  std::vector<PriceLevel> levels_;
  std::vector<double> guess_;                    // by column and class: not above what going on costs with all moves that tables are for
  std::vector<Changed> changed_, next_changed_;
  // What the next settle() is about; lists with their marks.
  std::vector<std::int32_t> columns_, cells_, active_;
  std::vector<char> column_mark_, cell_mark_, active_mark_;
  bool rescale_ = false;
  std::int64_t mixed_links_ = 0;                 // between cells of different classes
  std::vector<std::pair<double, std::int32_t>> order_by_price_;
  std::vector<Price> spread_;
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

  // The scale of one number for overload and balance (equation 3): grows, never shrinks.
  std::int64_t scale_weight_ = 0;
  std::int64_t scale_cost_ = 0;
  std::int64_t most_load_ = 0;
  std::int64_t least_capacity_ = std::numeric_limits<std::int64_t>::max();
  double penalty_ = 1;
  double tolerance_ = 0;

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
  std::vector<Open> roots_;
  std::vector<Open> open_;        // a heap
  std::vector<Visited> visited_;
  std::array<Step, most_online_moves + 1> path_;
  std::array<Step, most_online_moves + 1> found_;
  int found_length_ = 0;   // columns on it; 0: none
  double found_value_ = 0;
  std::int64_t work_ = 0;
  std::int64_t work_limit_ = 0;
};

}  // namespace evenload::optimize::detail::online
