#include "components.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <boost/graph/incremental_components.hpp>
#include <boost/pending/disjoint_sets.hpp>

namespace evenload::optimize::detail {

namespace {

/// Number of the component of every vertex: rows, then columns; numbered by first row.
std::vector<std::int32_t> component_numbers(const Instance& whole, std::int32_t& count) {
  const std::int32_t vertices = whole.rows + whole.columns;
  std::vector<std::int32_t> rank(vertices, 0);
  std::vector<std::int32_t> parent(vertices, 0);
  boost::disjoint_sets<std::int32_t*, std::int32_t*> sets(rank.data(), parent.data());
  for (std::int32_t v = 0; v < vertices; ++v) sets.make_set(v);
  for (int pair = 0; pair < whole.pairs(); ++pair) sets.union_set(whole.pair_row[pair], whole.rows + whole.pair_column[pair]);
  for (std::size_t group = 0; group + 1 < whole.group_begin.size(); ++group) {
    for (std::int32_t k = whole.group_begin[group] + 1; k < whole.group_begin[group + 1]; ++k) {
      sets.union_set(whole.group_rows[k - 1], whole.group_rows[k]);
    }
  }
  std::vector<std::int32_t> number_of_root(vertices, -1);
  std::vector<std::int32_t> number(vertices);
  count = 0;
  for (std::int32_t v = 0; v < vertices; ++v) {
    std::int32_t& of_root = number_of_root[sets.find_set(v)];
    if (of_root < 0) of_root = count++;
    number[v] = of_root;
  }
  return number;
}

void copy_row(const Instance& whole, std::int32_t row, const std::vector<std::int32_t>& column_place,
              const std::vector<std::int32_t>& limit_place, Instance& part) {
  if (part.pair_begin.empty()) part.pair_begin.push_back(0);
  if (whole.has_limits() && part.limit_begin.empty()) part.limit_begin.push_back(0);
  part.original_row.push_back(whole.original_row[row]);
  part.priority.push_back(whole.priority[row]);
  part.row_level.push_back(whole.row_level[row]);
  for (std::int32_t pair = whole.pair_begin[row]; pair < whole.pair_begin[row + 1]; ++pair) {
    part.pair_row.push_back(part.rows);
    part.pair_column.push_back(column_place[whole.pair_column[pair]]);
    part.pair_weight.push_back(whole.pair_weight[pair]);
    part.pair_cost.push_back(whole.pair_cost[pair]);
    if (!whole.has_limits()) continue;
    for (std::int32_t k = whole.limit_begin[pair]; k < whole.limit_begin[pair + 1]; ++k) {
      part.limit_index.push_back(limit_place[whole.limit_index[k]]);
      part.limit_amount.push_back(whole.limit_amount[k]);
    }
    part.limit_begin.push_back(static_cast<std::int32_t>(part.limit_index.size()));
  }
  part.pair_begin.push_back(static_cast<std::int32_t>(part.pair_column.size()));
  ++part.rows;
}

void copy_column(const Instance& whole, std::int32_t column, Instance& part) {
  part.base.push_back(whole.base[column]);
  part.capacity.push_back(whole.capacity[column]);
  part.limit.push_back(whole.limit[column]);
  part.original_column.push_back(whole.original_column[column]);
  ++part.columns;
}

/// Parts of the whole by number of every row and column (rows first); rows of a negative number are in none. A row must not stand
/// in another part than one of its columns, or than another row of its group.
std::vector<Component> parts_of(const Instance& whole, const std::vector<std::int32_t>& number, std::int32_t count,
                                const std::stop_token& stop = {}) {
  std::vector<Component> parts(count);
  for (Component& part : parts) {
    part.instance.order = whole.order;
    part.instance.cost_weight = whole.cost_weight;
    part.instance.lambda = whole.lambda;
  }

  std::vector<std::int32_t> column_place(whole.columns);
  for (std::int32_t j = 0; j < whole.columns; ++j) {
    Component& part = parts[number[whole.rows + j]];
    column_place[j] = part.instance.columns;
    part.columns.push_back(j);
    copy_column(whole, j, part.instance);
  }

  // A limit belongs to the component of its column, known from the pairs that meet it.
  std::vector<std::int32_t> limit_place(whole.limit_count.size(), -1);
  for (int pair = 0; whole.has_limits() && pair < whole.pairs(); ++pair) {
    if (number[whole.pair_row[pair]] < 0) continue;
    Instance& part = parts[number[whole.pair_row[pair]]].instance;
    for (std::int32_t k = whole.limit_begin[pair]; k < whole.limit_begin[pair + 1]; ++k) {
      const std::int32_t limit = whole.limit_index[k];
      if (limit_place[limit] >= 0) continue;
      limit_place[limit] = static_cast<std::int32_t>(part.limit_count.size());
      part.limit_count.push_back(whole.limit_count[limit]);
      part.limit_weight.push_back(whole.limit_weight[limit]);
    }
  }

  std::vector<std::int32_t> row_place(whole.rows, -1);
  for (std::int32_t i = 0; i < whole.rows; ++i) {
    if (number[i] < 0) continue;
    Component& part = parts[number[i]];
    row_place[i] = part.instance.rows;
    part.rows.push_back(i);
    copy_row(whole, i, column_place, limit_place, part.instance);
  }

  for (std::size_t group = 0; group + 1 < whole.group_begin.size(); ++group) {
    const auto of_group = std::span(whole.group_rows).subspan(whole.group_begin[group], whole.group_begin[group + 1] - whole.group_begin[group]);
    const auto kept = std::find_if(of_group.begin(), of_group.end(), [&](std::int32_t row) { return row_place[row] >= 0; });
    if (kept == of_group.end()) continue;
    Instance& part = parts[number[*kept]].instance;
    if (part.row_group.empty()) {
      part.row_group.assign(part.rows, -1);
      part.group_begin.push_back(0);
      part.meetings = whole.meetings;
    }
    for (const std::int32_t row : of_group) {
      if (row_place[row] < 0) continue;
      part.row_group[row_place[row]] = static_cast<std::int32_t>(part.group_marked.size());
      part.group_rows.push_back(row_place[row]);
    }
    part.group_begin.push_back(static_cast<std::int32_t>(part.group_rows.size()));
    const std::int32_t marked = whole.group_marked[group];
    part.group_marked.push_back(marked < 0 ? -1 : row_place[marked]);
  }

  if (stop.stop_requested()) return {};
  for (Component& part : parts) {
    if (part.instance.limit_index.empty()) part.instance.limit_begin.clear();
    index_columns(part.instance);
  }
  return parts;
}

}  // namespace

std::vector<Component> components(const Instance& whole, const std::stop_token& stop) {
  std::int32_t count = 0;
  const std::vector<std::int32_t> number = component_numbers(whole, count);
  if (stop.stop_requested()) return {};
  return parts_of(whole, number, count, stop);
}

Component leading_rows(const Instance& whole, int level) {
  std::vector<std::int32_t> number(whole.rows + whole.columns, 0);
  for (std::int32_t row = 0; row < whole.rows; ++row) {
    if (whole.row_level[row] > level) number[row] = -1;
  }
  // A marked row stays where a row that waits for it does.
  for (std::int32_t row = 0; row < whole.rows; ++row) {
    if (number[row] == 0 && whole.waits_for(row) >= 0) number[whole.waits_for(row)] = 0;
  }
  return std::move(parts_of(whole, number, 1).front());
}

}  // namespace evenload::optimize::detail
