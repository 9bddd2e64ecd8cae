// All that stands, as arrays, and back: rows keep their ids, and ids of rows that are gone are not given again.
#include <algorithm>
#include <limits>
#include <string>

#include "evenload/core/errors.hpp"
#include "src/optimize/instance.hpp"
#include "state.hpp"

namespace evenload::optimize {

BalancedAssignmentProblem OnlineStanding::problem() const {
  BalancedAssignmentProblem p;
  p.indptr = indptr;
  p.indices = indices;
  p.weight = weight;
  p.weight_per_pair = true;
  p.cost = cost;
  p.cost_weight = cost_weight;
  p.overload_place = overload_place;
  p.capacity = capacity;
  p.base_load = base_load;
  p.hard_limit = hard_limit;
  p.priority = priority;
  p.row_class = row_class;
  p.category_indptr = category_indptr;
  p.category_indices = category_indices;
  p.category_amount = category_amount;
  p.limit_column = limit_column;
  p.limit_category = limit_category;
  p.limit_count = limit_count;
  p.limit_weight = limit_weight;
  p.fixed = fixed;
  p.start = start;
  return p;
}

namespace detail::online {

OnlineStanding State::standing() const {
  OnlineStanding all;
  all.cost_weight = cost_weight_;
  all.overload_place = overload_place_;
  all.ids.version = version_;
  all.ids.slots = static_cast<std::int64_t>(rows_.size());
  all.indptr.push_back(0);
  all.category_indptr.push_back(0);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    const auto slot = static_cast<std::int32_t>(i);
    // A free slot waits under its next generation; the id of a closed row has still to be passed.
    all.ids.generation = std::max<std::int64_t>(all.ids.generation, row.generation + (row.free ? 0 : 1));
    if (!row.open) continue;
    for (const Pair& pair : pairs_of(slot)) {
      all.indices.push_back(pair.column);
      all.weight.push_back(pair.weight);
      all.cost.push_back(pair.cost);
    }
    all.indptr.push_back(static_cast<std::int64_t>(all.indices.size()));
    for (std::size_t k = row.category_begin; k < row.category_begin + static_cast<std::size_t>(row.category_count); ++k) {
      all.category_indices.push_back(categories_[k]);
      all.category_amount.push_back(amounts_[k]);
    }
    all.category_indptr.push_back(static_cast<std::int64_t>(all.category_indices.size()));
    all.priority.push_back(row.priority);
    all.row_class.push_back(static_cast<std::int32_t>(row.row_class));
    all.start.push_back(column_of_slot(slot));
    all.fixed.push_back(row.fixed ? column_of_slot(slot) : -1);
    all.ids.ids.push_back(id_of(slot));
  }
  for (const ColumnNumbers& c : column_) {
    all.capacity.push_back(c.capacity);
    all.base_load.push_back(c.base);
    all.hard_limit.push_back(c.limit);
  }
  for (std::int32_t j = 0; j < column_count(); ++j) {
    for (std::size_t l = limit_begin_[j]; l < limit_begin_[static_cast<std::size_t>(j) + 1]; ++l) {
      const auto told = [](std::int64_t most) { return most == unlimited ? -1 : most; };
      all.limit_column.push_back(j);
      all.limit_category.push_back(limits_[l].category);
      all.limit_count.push_back(told(limits_[l].most_count));
      all.limit_weight.push_back(told(limits_[l].most_weight));
    }
  }
  return all;
}

/// Before rows are stored: slots and generations of their ids, to be given out in the rows' order.
void State::take_ids(const OnlineIds& given, std::size_t n) {
  const auto refuse_standing = [](ErrorCode code, const char* column, std::optional<std::int64_t> row, std::string expected, std::int64_t found) {
    throw InvalidDataError({code, "standing", column, row, std::move(expected), std::to_string(found)});
  };
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  const auto& ids = given.ids;
  if (ids.size() != n) {
    refuse_standing(ErrorCode::length_mismatch, "ids", std::nullopt, std::to_string(n) + " elements", static_cast<std::int64_t>(ids.size()));
  }
  if (given.version < 0) refuse_standing(ErrorCode::negative_value, "version", std::nullopt, "a number of at least 0", given.version);
  if (given.generation < 0 || given.generation > most + 1) {
    refuse_standing(ErrorCode::out_of_range, "generation", std::nullopt, "a number from 0 to 2147483648", given.generation);
  }
  if (given.slots < 0 || given.slots > most) {
    refuse_standing(ErrorCode::out_of_range, "slots", std::nullopt, "a number from 0 to 2147483647", given.slots);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t slot = ids[i] & 0xffffffff;
    const auto row = static_cast<std::int64_t>(i);
    if (ids[i] < 0 || slot >= given.slots || ids[i] >> 32 >= given.generation) {
      refuse_standing(ErrorCode::out_of_range, "ids", row, "a slot and a generation below those of all", ids[i]);
    }
  }
  rows_.resize(static_cast<std::size_t>(given.slots));
  free_slots_.reserve(rows_.capacity());
  for (Row& row : rows_) row.generation = static_cast<std::int32_t>(std::min(given.generation, most));
  for (std::size_t i = n; i-- > 0;) {
    const auto slot = static_cast<std::int32_t>(ids[i] & 0xffffffff);
    if (!rows_[slot].free) refuse_standing(ErrorCode::duplicate_id, "ids", static_cast<std::int64_t>(i), "a slot for each row", ids[i]);
    rows_[slot].free = false;
    rows_[slot].generation = static_cast<std::int32_t>(ids[i] >> 32);
    free_slots_.push_back(slot);
  }
  version_ = first_version_ = given.version;
}

/// When all rows stand: the other slots are free for rows to come, the first of them first.
void State::free_other_slots() {
  for (std::size_t i = rows_.size(); i-- > 0;) {
    if (!rows_[i].free || rows_[i].generation == std::numeric_limits<std::int32_t>::max()) continue;
    free_slots_.push_back(static_cast<std::int32_t>(i));
  }
}

}  // namespace detail::online

}  // namespace evenload::optimize
