/// \file
/// LEMON's cost scaling on a transport problem; compiled as C++17, which its headers need.
#pragma once

#include <cstdint>
#include <vector>

namespace evenload::benchmark {

/// Cost of the best plan that places every row, -1 where there is none; `plan` takes the column of each row. Builds the graph from the arrays and solves.
std::int64_t lemon_cost_scaling(const std::vector<std::int64_t>& indptr, const std::vector<std::int32_t>& indices,
                                const std::vector<std::int64_t>& cost, const std::vector<std::int64_t>& slot_indptr,
                                const std::vector<std::int64_t>& slot_cost, std::vector<std::int32_t>* plan = nullptr);

}  // namespace evenload::benchmark
