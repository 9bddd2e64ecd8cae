// convex_transport on published min-cost-flow networks that have its shape.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "support/catch.hpp"
#include "transport_builder.hpp"

namespace {

using evenload::test::TransportArrays;
namespace optimize = evenload::optimize;

std::filesystem::path shared_data() {
  const char* given = std::getenv("EVENLOAD_SHARED");
  return std::filesystem::path(given != nullptr ? given : EVENLOAD_SOURCE_DIR "/../shared") / "data" / "mincostflow";
}

/// Every unit of supply is a row, every unit of demand a slot that costs nothing.
TransportArrays read_dimacs(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::map<int, std::int64_t> supply, demand;
  std::map<int, std::map<int, std::int64_t>> arcs;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    char kind = 'c';
    words >> kind;
    if (kind == 'n') {
      int node = 0;
      std::int64_t flow = 0;
      words >> node >> flow;
      (flow > 0 ? supply[node] : demand[node]) = std::abs(flow);
    } else if (kind == 'a') {
      int from = 0, to = 0;
      std::int64_t low = 0, capacity = 0, cost = 0;
      words >> from >> to >> low >> capacity >> cost;
      arcs[from][to] = cost;
    }
  }
  std::map<int, std::int32_t> column;
  TransportArrays arrays;
  for (const auto& [node, slots] : demand) {
    column.emplace(node, static_cast<std::int32_t>(column.size()));
    arrays.column(std::vector<std::int64_t>(static_cast<std::size_t>(slots), 0));
  }
  for (const auto& [node, rows] : supply) {
    std::vector<std::pair<std::int32_t, std::int64_t>> pairs;
    for (const auto& [to, cost] : arcs[node]) pairs.emplace_back(column.at(to), cost);
    for (std::int64_t i = 0; i < rows; ++i) arrays.row(pairs);
  }
  return arrays;
}

}  // namespace

TEST_CASE("published transport networks are solved to their known costs", "[optimize][convex_transport]") {
  const std::pair<const char*, std::int64_t> instances[] = {{"assignment_50x50.min", 50}, {"transport_40x30.min", 42'667}};
  for (const auto& [name, cost] : instances) {
    if (!std::filesystem::exists(shared_data() / name)) {
      WARN("skipped: " << name << " is not in ../shared/data/mincostflow (or $EVENLOAD_SHARED)");
      continue;
    }
    const TransportArrays arrays = read_dimacs(shared_data() / name);
    const auto r = optimize::convex_transport(arrays.problem());
    CHECK(r.unassigned == 0);
    CHECK(r.cost == cost);
    CHECK(optimize::check_duals(arrays.problem(), r.assignment, r.row_price, r.column_price, r.outside_price).optimal);
  }
}
