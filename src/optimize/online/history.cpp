// Changes: checked and given room first, then made without a way to fail; written down so that they can be taken back.
#include <algorithm>
#include <string>

#include "evenload/core/errors.hpp"
#include "state.hpp"

namespace evenload::optimize::detail::online {

void State::reserve_history(std::size_t records) {
  if (history_.capacity() - history_.size() < records) history_.reserve(history_.size() + history_.size() / 2 + records + 8);
  if (undo_.size() == undo_.capacity()) undo_.reserve(2 * undo_.size() + 8);
  if (undo_end_.size() == undo_end_.capacity()) undo_end_.reserve(2 * undo_end_.size() + 8);
}

void State::begin_change() noexcept {
  ++version_;
  undo_.push_back(history_.size());
  undo_end_.push_back(history_.size());
}

void State::record(OnlineChangeKind kind, std::int64_t row, std::int32_t from, std::int32_t to, const OnlineColumn& before,
                   const OnlineColumn& after) noexcept {
  history_.push_back({{version_, kind, row, from, to}, before, after});
}

std::size_t State::links_of(std::span<const OnlineMove> moves) const noexcept {
  std::size_t links = 0;
  for (const OnlineMove& move : moves) links += static_cast<std::size_t>(rows_[static_cast<std::int32_t>(move.row & 0xffffffff)].pair_count);
  return links;
}

std::int64_t State::commit(const OnlineRow& row, std::int32_t column, std::span<const OnlineMove> moves) {
  check_row(row);
  std::int32_t pair = -1;
  if (column != -1) {
    const auto found = std::lower_bound(row.columns.begin(), row.columns.end(), column);
    if (found == row.columns.end() || *found != column) {
      throw InvalidDataError({ErrorCode::unknown_id, "row", "column", std::nullopt, "-1 or a column among the row's pairs", std::to_string(column)});
    }
    pair = static_cast<std::int32_t>(found - row.columns.begin());
  }
  constexpr std::size_t most_elements = std::numeric_limits<std::int32_t>::max();
  if (rows_.size() >= most_elements || pairs_.size() + row.columns.size() > most_elements) {
    throw OverflowError({ErrorCode::overflow, "row", "columns", std::nullopt, "at most 2147483647 rows and pairs (forget() frees closed ones)", "more"});
  }
  check_moves(moves, &row, column);
  reserve_history(moves.size() + 1);
  tell_apart(row);
  const std::size_t links = links_of(moves) + row.columns.size();
  for (const OnlineMove& move : moves) reserve_for(static_cast<std::int32_t>(move.row & 0xffffffff), move.to, moves.size() + 1, links);
  if (pair >= 0) {
    for (std::size_t k = 0; k < row.columns.size(); ++k) {
      const std::int32_t cell = cell_of(row.columns[k], weight_at(row, k));
      if (row.columns[k] == column) {
        out_[cell].make_room(links);
      } else {
        in_[cell].make_room(moves.size() + 1);
      }
    }
  }
  const std::int32_t slot = store(row);  // the last that can fail; it then leaves no trace
  begin_change();
  for (const OnlineMove& move : moves) {
    const auto mover = static_cast<std::int32_t>(move.row & 0xffffffff);
    put(mover, find_pair(mover, move.to));
    record(OnlineChangeKind::moved, move.row, move.from, move.to);
  }
  open(slot, pair);
  settle();
  record(OnlineChangeKind::added, id_of(slot), -1, column);
  undo_end_.back() = history_.size();
  return id_of(slot);
}

void State::move_rows(std::span<const OnlineMove> moves) {
  check_moves(moves, nullptr, -1);
  if (moves.empty()) return;
  reserve_history(moves.size());
  const std::size_t links = links_of(moves);
  for (const OnlineMove& move : moves) reserve_for(static_cast<std::int32_t>(move.row & 0xffffffff), move.to, moves.size(), links);
  begin_change();
  for (const OnlineMove& move : moves) {
    const auto mover = static_cast<std::int32_t>(move.row & 0xffffffff);
    put(mover, find_pair(mover, move.to));
    record(OnlineChangeKind::moved, move.row, move.from, move.to);
  }
  settle();
  undo_end_.back() = history_.size();
}

void State::close_row(std::int64_t id) {
  const std::int32_t slot = require_row(id, "row", 0);
  reserve_history(1);
  const std::int32_t from = column_of_slot(slot);
  begin_change();
  close(slot);
  settle();
  record(OnlineChangeKind::closed, id, from, -1);
  undo_end_.back() = history_.size();
}

void State::change_column(std::int32_t j, const OnlineColumn& values) {
  const ColumnNumbers& c = column(j);
  const auto at_least_0 = [&](const char* name, std::int64_t value) {
    if (value >= 0) return;
    throw InvalidDataError({ErrorCode::negative_value, "column", name, j, "a whole number of at least 0", std::to_string(value)});
  };
  at_least_0("capacity", values.capacity);
  at_least_0("base_load", values.base_load);
  at_least_0("hard_limit", values.hard_limit);
  const auto within = [&](const char* name, std::int64_t others, std::int64_t value) {
    if (value <= most_total - others) return;
    throw OverflowError({ErrorCode::overflow, "column", name, j, "sums of at most 2^62, those of the open rows included", std::to_string(value)});
  };
  within("capacity", totals_.capacity - c.capacity, values.capacity);
  within("base_load", totals_.load - c.base, values.base_load);
  reserve_history(1);
  const OnlineColumn before{c.capacity, c.base, c.limit};
  begin_change();
  set_column(j, values);
  settle();
  record(OnlineChangeKind::column_changed, -1, -1, j, before, values);
  undo_end_.back() = history_.size();
}

void State::undo() {
  if (undo_.empty()) throw InvalidDataError({ErrorCode::contradiction, "state", "history", std::nullopt, "a change that can be undone", "none"});
  const std::size_t first = undo_.back();
  const std::size_t last = undo_end_.back();
  const auto slot_of = [](std::int64_t id) { return static_cast<std::int32_t>(id & 0xffffffff); };
  reserve_history(last - first);
  std::size_t links = 0;
  for (std::size_t r = first; r < last; ++r) {
    if (history_[r].change.row >= 0) links += static_cast<std::size_t>(rows_[slot_of(history_[r].change.row)].pair_count);
  }
  for (std::size_t r = first; r < last; ++r) {
    const OnlineChange& change = history_[r].change;
    if (change.row >= 0) reserve_for(slot_of(change.row), change.from, last - first, links);
  }
  undo_.pop_back();
  undo_end_.pop_back();
  ++version_;
  for (std::size_t r = last; r-- > first;) {
    const Record was = history_[r];
    const OnlineChange& change = was.change;
    const std::int32_t slot = slot_of(change.row);
    switch (change.kind) {
      case OnlineChangeKind::added:
        close(slot);
        record(OnlineChangeKind::closed, change.row, change.to, -1);
        break;
      case OnlineChangeKind::closed:
        open(slot, change.from < 0 ? -1 : find_pair(slot, change.from));
        record(OnlineChangeKind::added, change.row, -1, change.from);
        break;
      case OnlineChangeKind::moved:
        put(slot, change.from < 0 ? -1 : find_pair(slot, change.from));
        record(OnlineChangeKind::moved, change.row, change.to, change.from);
        break;
      case OnlineChangeKind::column_changed:
        set_column(change.to, was.before);
        record(OnlineChangeKind::column_changed, -1, -1, change.to, was.after, was.before);
        break;
    }
  }
  settle();
}

std::vector<OnlineChange> State::delta(std::int64_t since) const {
  if (since < first_version_ || since > version_) {
    throw InvalidDataError({ErrorCode::out_of_range, "state", "version", std::nullopt,
                            "a version from " + std::to_string(first_version_) + " to " + std::to_string(version_), std::to_string(since)});
  }
  const auto first = std::upper_bound(history_.begin(), history_.end(), since,
                                      [](std::int64_t version, const Record& record) { return version < record.change.version; });
  std::vector<OnlineChange> changes;
  for (auto record = first; record != history_.end(); ++record) changes.push_back(record->change);
  return changes;
}

void State::forget() {
  // Everything that allocates first.
  std::vector<Pair> pairs;
  std::vector<std::int32_t> categories;
  std::vector<std::int64_t> amounts;
  std::size_t pair_count = 0;
  std::size_t category_count = 0;
  for (const Row& row : rows_) {
    if (!row.open) continue;
    pair_count += static_cast<std::size_t>(row.pair_count);
    category_count += static_cast<std::size_t>(row.category_count);
  }
  pairs.reserve(pair_count + pair_count / 8 + 64);
  categories.reserve(category_count);
  amounts.reserve(category_count);
  free_slots_.reserve(rows_.capacity());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Row& row = rows_[i];
    if (!row.open) {
      if (!row.free && row.generation < std::numeric_limits<std::int32_t>::max()) {
        row.free = true;
        ++row.generation;
        free_slots_.push_back(static_cast<std::int32_t>(i));
      }
      row.pair_count = row.category_count = 0;
      continue;
    }
    const std::size_t pair_begin = pairs.size();
    const std::size_t category_begin = categories.size();
    for (std::int32_t k = 0; k < row.pair_count; ++k) pairs.push_back(pairs_[row.pair_begin + k]);
    for (std::int32_t k = 0; k < row.category_count; ++k) {
      categories.push_back(categories_[row.category_begin + k]);
      amounts.push_back(amounts_[row.category_begin + k]);
    }
    row.pair_begin = pair_begin;
    row.category_begin = category_begin;
  }
  pairs_ = std::move(pairs);
  categories_ = std::move(categories);
  amounts_ = std::move(amounts);
  history_.clear();
  undo_.clear();
  undo_end_.clear();
  first_version_ = version_;
}

}  // namespace evenload::optimize::detail::online
