// Checks rows and moves before anything changes.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "evenload/core/errors.hpp"
#include "state.hpp"

namespace evenload::optimize::detail::online {

namespace {

[[noreturn]] void refuse_online(ErrorCode code, const char* table, const char* column, std::optional<std::int64_t> row, std::string expected,
                                std::string found) {
  throw InvalidDataError({code, table, column, row, std::move(expected), std::move(found)});
}

void require_room(const char* column, std::int64_t standing, std::int64_t more) {
  if (more <= most_total - standing) return;
  throw OverflowError({ErrorCode::overflow, "row", column, std::nullopt, "sums of at most 2^62, those of the open rows included", std::to_string(more)});
}

/// What moves add to columns and their categories, before they are made.
class Arrivals {
 public:
  std::map<std::int32_t, std::int64_t> load;
  std::map<std::pair<std::int32_t, std::int32_t>, std::pair<std::int64_t, std::int64_t>> category;  // amount, weight
};

}  // namespace

void State::check_row(const OnlineRow& row) const {
  const std::size_t k = row.columns.size();
  for (std::size_t q = 0; q < k; ++q) {
    if (row.columns[q] >= 0 && row.columns[q] < column_count() && (q == 0 || row.columns[q] > row.columns[q - 1])) continue;
    refuse_online(q > 0 && row.columns[q] == row.columns[q - 1] ? ErrorCode::duplicate_id : ErrorCode::out_of_range, "row", "columns",
                  static_cast<std::int64_t>(q), "columns strictly increasing from 0 to " + std::to_string(column_count() - 1),
                  std::to_string(row.columns[q]));
  }
  const auto length = [](const char* column, std::size_t found, std::size_t expected, bool fits) {
    if (!fits) refuse_online(ErrorCode::length_mismatch, "row", column, std::nullopt, std::to_string(expected) + " elements", std::to_string(found));
  };
  length("weight", row.weight.size(), k, row.weight.size() == 1 || row.weight.size() == k);
  length("cost", row.cost.size(), k, row.cost.empty() || row.cost.size() == k);
  length("category_amount", row.category_amount.size(), row.categories.size(),
         row.category_amount.empty() || row.category_amount.size() == row.categories.size());
  const auto largest = [](const char* column, std::span<const std::int64_t> values) {
    std::int64_t most = 0;
    for (std::size_t q = 0; q < values.size(); ++q) {
      if (values[q] < 0) {
        refuse_online(ErrorCode::negative_value, "row", column, static_cast<std::int64_t>(q), "a whole number of at least 0", std::to_string(values[q]));
      }
      most = std::max(most, values[q]);
    }
    return most;
  };
  require_room("weight", totals_.load, largest("weight", row.weight));
  require_room("cost", totals_.cost, largest("cost", row.cost));
  require_room("priority", totals_.priority, largest("priority", {&row.priority, 1}));
  largest("category_amount", row.category_amount);
  std::int64_t amount = 0;
  for (std::size_t q = 0; q < row.categories.size(); ++q) {
    const std::int64_t more = row.category_amount.empty() ? 1 : row.category_amount[q];
    require_room("category_amount", totals_.amount + amount, more);
    amount += more;
    const auto before = row.categories.first(q);
    if (row.categories[q] < 0) {
      refuse_online(ErrorCode::out_of_range, "row", "categories", static_cast<std::int64_t>(q), "a category of at least 0",
                    std::to_string(row.categories[q]));
    }
    if (std::find(before.begin(), before.end(), row.categories[q]) != before.end()) {
      refuse_online(ErrorCode::duplicate_id, "row", "categories", static_cast<std::int64_t>(q), "distinct categories", std::to_string(row.categories[q]));
    }
  }
  if (row.row_class != RowClass::must && row.row_class != RowClass::due && row.row_class != RowClass::may_wait) {
    refuse_online(ErrorCode::out_of_range, "row", "row_class", std::nullopt, "a whole number from 0 to 2",
                  std::to_string(static_cast<std::int32_t>(row.row_class)));
  }
}

void State::check_moves(std::span<const OnlineMove> moves, const OnlineRow* row, std::int32_t column) {
  Arrivals arrivals;
  const auto count_in = [&](std::int32_t into, std::int32_t category, std::int64_t amount, std::int64_t weight) {
    auto& sum = arrivals.category[{into, category}];
    sum.first += amount;
    sum.second += weight;
  };
  const auto count_slot = [&](std::int32_t slot, std::int32_t at, std::int64_t weight, int sign) {
    arrivals.load[at] += sign * weight;
    const Row& stored = rows_[slot];
    for (std::size_t k = stored.category_begin; k < stored.category_begin + stored.category_count; ++k) {
      count_in(at, categories_[k], sign * amounts_[k], sign * weight);
    }
  };
  std::set<std::int32_t> moved;
  for (std::size_t s = 0; s < moves.size(); ++s) {
    const auto position = static_cast<std::int64_t>(s);
    const OnlineMove& move = moves[s];
    const std::int32_t slot = require_row(move.row, "moves", position);
    if (rows_[slot].fixed) refuse_online(ErrorCode::contradiction, "moves", "row", position, "a row that is not fixed", std::to_string(move.row));
    if (!moved.insert(slot).second) refuse_online(ErrorCode::duplicate_id, "moves", "row", position, "a row moved once", std::to_string(move.row));
    if (move.from != column_of_slot(slot)) {
      refuse_online(ErrorCode::contradiction, "moves", "from", position, "column " + std::to_string(column_of_slot(slot)), std::to_string(move.from));
    }
    const std::int32_t pair = find_pair(slot, move.to);
    if (pair < 0 || move.to == move.from) {
      refuse_online(ErrorCode::unknown_id, "moves", "to", position, "another column among the row's pairs", std::to_string(move.to));
    }
    if (move.from >= 0) count_slot(slot, move.from, pairs_of(slot)[rows_[slot].pair].weight, -1);
    count_slot(slot, move.to, pairs_of(slot)[pair].weight, 1);
  }
  if (row != nullptr && column >= 0) {
    const auto found = std::lower_bound(row->columns.begin(), row->columns.end(), column);
    const std::int64_t weight = weight_at(*row, static_cast<std::size_t>(found - row->columns.begin()));
    arrivals.load[column] += weight;
    for (std::size_t k = 0; k < row->categories.size(); ++k) {
      count_in(column, row->categories[k], row->category_amount.empty() ? 1 : row->category_amount[k], weight);
    }
  }

  const auto require_rules = [&](const char* table, std::optional<std::int64_t> position, std::int32_t into, auto&& categories) {
    const auto refuse_rule = [&](const char* expected) {
      refuse_online(ErrorCode::contradiction, table, "column", position, expected, "column " + std::to_string(into));
    };
    const ColumnNumbers& c = column_[into];
    if (c.capacity == 0) refuse_rule("a column with capacity");
    if (c.load + arrivals.load[into] > c.limit) refuse_rule("a column that stays within its hard limit");
    for (const std::int32_t category : categories) {
      const Limit* limit = find_limit(into, category);
      if (limit == nullptr) continue;
      const auto& [amount, weight] = arrivals.category[{into, category}];
      if (limit->count + amount > limit->most_count || limit->weight + weight > limit->most_weight) {
        refuse_rule("a column that stays within its limits of the row's categories");
      }
    }
  };
  for (std::size_t s = 0; s < moves.size(); ++s) {
    const Row& stored = rows_[require_row(moves[s].row, "moves", 0)];
    require_rules("moves", static_cast<std::int64_t>(s), moves[s].to,
                  std::span(categories_).subspan(stored.category_begin, static_cast<std::size_t>(stored.category_count)));
  }
  if (row != nullptr && column >= 0) require_rules("row", std::nullopt, column, row->categories);
}

}  // namespace evenload::optimize::detail::online
