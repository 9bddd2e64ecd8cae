/// \file
/// The peer of OnlineAssignment: for every row that is put in, a shortest path over the columns from nothing, as Bellman and Ford do it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace evenload::benchmark {

/// A plan as plain arrays, kept by the benchmark itself.
struct Standing {
  std::vector<double> capacity;
  std::vector<std::int64_t> load, limit;
  std::vector<std::vector<std::int64_t>> rows_in;  ///< of each column
  std::vector<std::int32_t> column;                ///< of each row, -1: gone or not there yet
  std::vector<std::int64_t> weight;                ///< of each row
  std::span<const std::int64_t> indptr, cost;      ///< pairs of each row, the new ones behind the others
  std::span<const std::int32_t> indices;
  double lambda = 0;

  void put(std::int64_t row, std::int32_t to);
};

/// A path: the new row's column, then each row that goes on and its column.
struct Path {
  std::vector<std::int64_t> rows;
  std::vector<std::int32_t> columns;
};

/// The path of at most `moves` moves with least overload, then least balance, where for each column and incoming weight only the best way
/// there is followed further. Each round relaxes every row of every column reached in the round before.
Path path_per_insertion(const Standing& standing, std::int64_t row, int moves);

}  // namespace evenload::benchmark
