#include "path_per_insertion.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace evenload::benchmark {

namespace {

/// A row that has come to a column, and where from.
struct Label {
  double value = 0;  ///< of the path if it ends here
  std::int64_t row = -1;
  std::int32_t column = -1;
  int before = -1;
};

constexpr double overload_price = 1e6;

double worth(double load, double capacity) { return load * load / capacity + overload_price * std::max(0.0, load - capacity); }

}  // namespace

void Standing::put(std::int64_t row, std::int32_t to) {
  const auto i = static_cast<std::size_t>(row);
  if (column[i] >= 0) {
    auto& rows = rows_in[static_cast<std::size_t>(column[i])];
    rows.erase(std::find(rows.begin(), rows.end(), row));
    load[static_cast<std::size_t>(column[i])] -= weight[i];
  }
  column[i] = to;
  if (to < 0) return;
  rows_in[static_cast<std::size_t>(to)].push_back(row);
  load[static_cast<std::size_t>(to)] += weight[i];
}

Path path_per_insertion(const Standing& s, std::int64_t row, int moves) {
  std::vector<Label> labels;
  const auto cost_of = [&](std::int64_t k) { return s.lambda * static_cast<double>(s.cost[static_cast<std::size_t>(k)]); };
  const auto add = [&](std::size_t j, std::int64_t weight) {
    const auto load = static_cast<double>(s.load[j]);
    return worth(load + static_cast<double>(weight), s.capacity[j]) - worth(load, s.capacity[j]);
  };
  const auto weight_of = [&](std::int64_t i) { return s.weight[static_cast<std::size_t>(i)]; };
  for (auto k = s.indptr[static_cast<std::size_t>(row)]; k < s.indptr[static_cast<std::size_t>(row) + 1]; ++k) {
    const std::int32_t to = s.indices[static_cast<std::size_t>(k)];
    labels.push_back({add(static_cast<std::size_t>(to), weight_of(row)) + cost_of(k), row, to, -1});
  }
  int best = -1;
  double best_value = std::numeric_limits<double>::infinity();
  const auto ends = [&](int at) {
    const Label& label = labels[static_cast<std::size_t>(at)];
    const auto j = static_cast<std::size_t>(label.column);
    if (s.load[j] + weight_of(label.row) > s.limit[j] || label.value >= best_value) return;
    best = at;
    best_value = label.value;
  };
  for (std::size_t at = 0; at < labels.size(); ++at) ends(static_cast<int>(at));

  std::size_t first = 0;
  for (int round = 0; round < moves; ++round) {
    const std::size_t last = labels.size();
    std::unordered_map<std::uint64_t, int> reached;  // by column and weight
    for (std::size_t at = first; at < last; ++at) {
      const Label from = labels[at];
      const auto a = static_cast<std::size_t>(from.column);
      const double here = static_cast<double>(s.load[a] + weight_of(from.row));
      for (const std::int64_t i : s.rows_in[a]) {
        const std::int64_t left = s.load[a] + weight_of(from.row) - weight_of(i);
        if (left > s.limit[a]) continue;
        const double without = from.value + worth(static_cast<double>(left), s.capacity[a]) - worth(here, s.capacity[a]);
        const auto begin = s.indptr[static_cast<std::size_t>(i)];
        const auto end = s.indptr[static_cast<std::size_t>(i) + 1];
        auto own = begin;
        while (s.indices[static_cast<std::size_t>(own)] != from.column) ++own;
        for (auto k = begin; k < end; ++k) {
          const std::int32_t to = s.indices[static_cast<std::size_t>(k)];
          bool visited = false;
          for (int back = static_cast<int>(at); back >= 0; back = labels[static_cast<std::size_t>(back)].before) {
            visited = visited || labels[static_cast<std::size_t>(back)].column == to;
          }
          if (visited) continue;
          const double value = without + add(static_cast<std::size_t>(to), weight_of(i)) + cost_of(k) - cost_of(own);
          const std::uint64_t key = (static_cast<std::uint64_t>(to) << 32) | static_cast<std::uint64_t>(weight_of(i));
          const auto [place, fresh] = reached.try_emplace(key, static_cast<int>(labels.size()));
          if (fresh) {
            labels.push_back({value, i, to, static_cast<int>(at)});
          } else if (value < labels[static_cast<std::size_t>(place->second)].value) {
            labels[static_cast<std::size_t>(place->second)] = {value, i, to, static_cast<int>(at)};
          }
        }
      }
    }
    for (std::size_t at = last; at < labels.size(); ++at) ends(static_cast<int>(at));
    first = last;
  }
  Path path;
  for (int at = best; at >= 0; at = labels[static_cast<std::size_t>(at)].before) {
    path.rows.insert(path.rows.begin(), labels[static_cast<std::size_t>(at)].row);
    path.columns.insert(path.columns.begin(), labels[static_cast<std::size_t>(at)].column);
  }
  return path;
}

}  // namespace evenload::benchmark
