#include "constraints.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "evenload/core/errors.hpp"
#include "limits.hpp"

namespace evenload::workload::time_study {

namespace {

using Names = std::unordered_map<std::string_view, std::size_t>;
using Edge = std::pair<std::size_t, std::size_t>;  // (lower, higher)

constexpr const char* fixed_weights_table = "options.fixed";
constexpr const char* ordered_weights_table = "options.order";

std::size_t weight_named(const Names& names, const std::string& name, const char* table,
                         const char* column, std::size_t row) {
  const auto found = names.find(name);
  if (found == names.end()) {
    throw InvalidDataError({ErrorCode::unknown_id, table, column, static_cast<std::int64_t>(row),
                            "a type of the study", name});
  }
  return found->second;
}

void read_fixed(const Names& names, const TimeStudyOptions& options, KnownWeights& known) {
  for (std::size_t i = 0; i < options.fixed.size(); ++i) {
    const FixedWeight& one = options.fixed[i];
    const std::size_t weight = weight_named(names, one.type, fixed_weights_table, "type", i);
    check_amount(one.hours, fixed_weights_table, "hours", i);
    if (known.fixed[weight]) {
      throw InvalidDataError({ErrorCode::duplicate_id, fixed_weights_table, "type",
                              static_cast<std::int64_t>(i), "each type once", one.type});
    }
    known.fixed[weight] = one.hours;
  }
}

/// Weights from below upwards. \throws InvalidDataError(cycle) naming a row of the order in it.
std::vector<std::size_t> upwards(std::size_t count, const std::vector<Edge>& edges,
                                 const TimeStudyOptions& options) {
  std::vector<std::size_t> below(count, 0), order;
  for (const Edge& edge : edges) ++below[edge.second];
  for (std::size_t w = 0; w < count; ++w) {
    if (below[w] == 0) order.push_back(w);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const Edge& edge : edges) {
      if (edge.first == order[next] && --below[edge.second] == 0) order.push_back(edge.second);
    }
  }
  if (order.size() == count) return order;
  // What is left has something below it that is left: going down long enough ends in the cycle.
  std::size_t at = 0;
  while (below[at] == 0) ++at;
  std::size_t row = 0;
  for (std::size_t step = 0; step <= count; ++step) {
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (edges[e].second == at && below[edges[e].first] > 0) {
        row = e;
        at = edges[e].first;
        break;
      }
    }
  }
  throw InvalidDataError({ErrorCode::cycle, ordered_weights_table, "higher", static_cast<std::int64_t>(row),
                          "an order without a cycle",
                          options.order[row].lower + " <= " + options.order[row].higher});
}

/// A fixed weight may not lie below what the order makes the least for it.
void check_fixed_in_order(const std::vector<std::size_t>& order, const std::vector<Edge>& edges,
                          const KnownWeights& known) {
  std::vector<double> least(known.fixed.size(), 0.0);
  for (const std::size_t weight : order) {
    if (known.fixed[weight]) least[weight] = *known.fixed[weight];
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (edges[e].first != weight) continue;
      const std::size_t higher = edges[e].second;
      if (known.fixed[higher] && *known.fixed[higher] < least[weight]) {
        throw InvalidDataError({ErrorCode::contradiction, ordered_weights_table, "higher",
                                static_cast<std::int64_t>(e),
                                "a fixed weight that is no less than those below it",
                                number(*known.fixed[higher]) + " above " + number(least[weight])});
      }
      least[higher] = std::max(least[higher], least[weight]);
    }
  }
}

}  // namespace

KnownWeights known_weights(std::span<const std::string> names, const TimeStudyOptions& options) {
  KnownWeights known;
  known.fixed.resize(names.size());
  Names index;
  for (std::size_t w = 0; w < names.size(); ++w) index.emplace(names[w], w);
  read_fixed(index, options, known);

  std::vector<Edge> edges;
  for (std::size_t i = 0; i < options.order.size(); ++i) {
    edges.emplace_back(weight_named(index, options.order[i].lower, ordered_weights_table, "lower", i),
                       weight_named(index, options.order[i].higher, ordered_weights_table, "higher", i));
  }
  check_fixed_in_order(upwards(names.size(), edges, options), edges, known);

  known.free.assign(names.size(), -1);
  for (std::size_t w = 0; w < names.size(); ++w) {
    if (known.fixed[w]) continue;
    known.free[w] = static_cast<std::int32_t>(known.weights.size());
    known.weights.push_back(w);
  }
  std::vector<std::uint8_t> has_lower(names.size(), 0);
  std::set<Edge> seen;
  for (const Edge& edge : edges) {
    const auto [lower, higher] = edge;
    has_lower[higher] = 1;
    if (!seen.insert(edge).second || (known.fixed[lower] && known.fixed[higher])) continue;
    Constraint one;
    one.plus = known.free[higher];
    one.minus = known.free[lower];
    if (known.fixed[lower]) one.least = *known.fixed[lower];
    if (known.fixed[higher]) one.least = -*known.fixed[higher];
    known.constraints.push_back(one);
  }
  // What has another weight below it is at least 0 already.
  for (const std::size_t weight : known.weights) {
    if (has_lower[weight] == 0) known.constraints.push_back({known.free[weight], -1, 0});
  }
  return known;
}

}  // namespace evenload::workload::time_study
