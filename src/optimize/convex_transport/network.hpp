/// \file
/// The residual network of a transport problem with rows contracted into their columns: one node and one price per column.
///
/// Node m is the outside: it holds the rows that are left over and owns the slots that nobody uses. Numbers: docs/models/convex_transport.md.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "evenload/core/control.hpp"

namespace evenload::optimize::detail::transport {

/// Slot costs of columns, compressed by column, and what it costs to leave a row outside.
struct TransportColumns {
  std::vector<std::int64_t> begin;  ///< m + 1
  std::vector<std::int64_t> slot;   ///< non-decreasing within a column
  std::int64_t outside = 1;         ///< cost of a row left outside, equation 3

  std::int32_t count() const noexcept { return static_cast<std::int32_t>(begin.size()) - 1; }
  std::int64_t slots(std::int32_t column) const noexcept { return begin[column + 1] - begin[column]; }
};

/// Cost is int32_t where all costs fit: rows are streams, and half the bytes is nearly half the time.
template <class Cost>
class TransportNetwork {
 public:
  struct Pair {
    std::int32_t column;
    Cost cost;
  };

  explicit TransportNetwork(TransportColumns columns);

  // Rows. A row is added to the pool, then attached; only attached rows take part.
  void reserve(std::size_t rows, std::size_t pairs);
  std::int32_t add_row(std::span<const std::int32_t> columns, std::span<const std::int64_t> cost);
  static constexpr std::int32_t stay_outside = -1;
  static constexpr std::int32_t anywhere = -2;
  /// Puts a row where it is cheapest at the prices; ties go to `wanted`, then to the column with most room, then out.
  void attach(std::int32_t row, std::int32_t wanted = anywhere);
  /// After this, attaching the row cannot fail.
  void prepare(std::int32_t row);
  /// Takes a row out of its column. Linear in the rows of that column.
  void detach(std::int32_t row);
  void forget_row(std::int32_t row) noexcept { row_[row].end = row_[row].begin; }
  std::span<Pair> pairs(std::int32_t row) noexcept { return {pair_.data() + row_[row].begin, pair_.data() + row_[row].end}; }

  /// Costs count in units of 2^shift, rounded down, until this is called again. No row may be attached.
  void start_phase(int shift);
  /// Takes all rows out.
  void clear();
  void set_outside(std::int64_t price) noexcept { columns_.outside = outside_ = price; }
  void set_prices(std::span<const std::int64_t> prices);
  /// Chooses how many slots of each column are used so that no slot contradicts its price; call after attaching rows.
  void settle_slots();

  /// Sends all excess to where rows are wanted, along cheapest paths. False where the meter stopped it; prices stay valid.
  bool balance(WorkMeter& meter);

  std::int64_t excess() const noexcept;  ///< units still to be sent
  std::int32_t column_of(std::int32_t row) const noexcept { return at_[row]; }  ///< m: outside
  std::span<const std::int64_t> prices() const noexcept { return {price_.data(), static_cast<std::size_t>(m_)}; }
  std::int64_t rows_in(std::int32_t column) const noexcept { return static_cast<std::int64_t>(list_[column].size()); }
  const TransportColumns& columns() const noexcept { return columns_; }
  std::int32_t rows() const noexcept { return static_cast<std::int32_t>(row_.size()); }

 private:
  struct Row {
    std::int32_t begin, end;
  };
  struct Entry {
    std::int32_t row, pair;  ///< pair -1: outside
  };
  struct Cursor {
    std::size_t entry;
    std::int32_t pair;  ///< -1: not begun
  };

  std::int64_t cost(std::int32_t pair) const noexcept { return pair < 0 ? outside_ : static_cast<std::int64_t>(pair_[pair].cost) >> shift_; }
  std::int64_t slot(std::int32_t column, std::int64_t k) const noexcept { return columns_.slot[columns_.begin[column] + k] >> shift_; }
  std::int64_t slots_below(std::int32_t column, std::int64_t price, bool or_equal) const noexcept;
  bool shortest_paths(WorkMeter& meter);
  void scan(std::int32_t node, std::int64_t distance);
  void offer(std::int32_t node, std::int64_t distance);
  bool levels(WorkMeter& meter);
  void blocking_flow(WorkMeter& meter);
  void deep_flow(WorkMeter& meter);
  bool spend_scanned(WorkMeter& meter);
  std::int32_t advance(std::int32_t node);
  void push_along_path();

  TransportColumns columns_;
  std::int32_t m_;
  int shift_ = 0;
  std::int64_t outside_;
  std::vector<Pair> pair_;
  std::vector<Row> row_;
  std::vector<std::int32_t> at_;
  std::vector<std::vector<Entry>> list_;  // m + 1
  std::vector<std::int64_t> price_;       // m + 1; the outside's is 0
  std::vector<std::int64_t> used_;        // slots in use
  std::vector<std::int64_t> room_;        // while attaching: slots not above the price, less rows
  std::vector<std::int64_t> excess_;      // rows - used slots; of the outside: used slots - rows
  std::vector<std::int64_t> distance_, key_;
  std::vector<std::pair<std::int64_t, std::int32_t>> heap_;
  std::vector<char> done_;
  std::vector<std::int32_t> level_, queue_, path_;
  std::int32_t last_level_ = 0;
  bool deep_ = false;  // advance() takes any node not yet visited (level 0) instead of the next level
  std::vector<Cursor> cursor_;
  std::int32_t slot_cursor_ = 0;
  std::int64_t scanned_ = 0;
};

extern template class TransportNetwork<std::int32_t>;
extern template class TransportNetwork<std::int64_t>;

}  // namespace evenload::optimize::detail::transport
