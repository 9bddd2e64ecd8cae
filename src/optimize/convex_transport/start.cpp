// First prices by best responses to rising slot costs, and plans made feasible after an interruption.
#include <algorithm>
#include <limits>

#include "solve.hpp"
#include "src/core/int128.hpp"

namespace evenload::optimize::detail::transport {

namespace {

constexpr int passes = 8;
constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

/// Rows in each column and what the next one would pay.
class Offers {
 public:
  Offers(const TransportColumns& columns, std::int64_t cost_range) : columns_(columns), range_(cost_range) {
    rows_.assign(static_cast<std::size_t>(columns.count()), 0);
    for (std::int32_t j = 0; j < columns.count(); ++j) price_.push_back(price_at(j, 0));
  }
  void add(std::int32_t column, std::int64_t change) {
    rows_[column] += change;
    price_[column] = price_at(column, rows_[column]);
  }
  std::int64_t price(std::int32_t column) const noexcept { return price_[column]; }
  std::int64_t rows(std::int32_t column) const noexcept { return rows_[column]; }

  /// A slot's cost; past the last one a price that rises so that a quarter more rows than slots meet a price of the whole cost range.
  std::int64_t price_at(std::int32_t column, std::int64_t rows) const noexcept {
    const std::int64_t slots = columns_.slots(column);
    if (rows < slots) return columns_.slot[columns_.begin[column] + rows];
    if (slots == 0) return columns_.outside;
    const int128 past = static_cast<int128>(range_) * (rows - slots + 1) * 4 / (slots + 1);
    const int128 price = columns_.slot[columns_.begin[column] + slots - 1] + past;
    return price < columns_.outside ? static_cast<std::int64_t>(price) : columns_.outside;
  }

 private:
  const TransportColumns& columns_;
  std::int64_t range_;
  std::vector<std::int64_t> rows_, price_;
};

}  // namespace

TransportColumns transport_columns(const ConvexTransportProblem& p, std::int64_t outside) {
  TransportColumns columns;
  for (std::int64_t j = 0; j <= p.columns; ++j) columns.begin.push_back(first_slot(p, j));
  columns.slot.assign(p.slot_cost.begin(), p.slot_cost.end());
  columns.outside = outside;
  return columns;
}

BestResponses best_responses(const ConvexTransportProblem& p, const TransportColumns& columns, std::int64_t cost_range, WorkMeter& meter) {
  const std::size_t rows = p.indptr.size() - 1;
  Offers offers(columns, cost_range);
  BestResponses result;
  std::vector<std::int32_t>& at = result.plan.assignment;
  at.assign(rows, -1);
  for (std::size_t i = 0; i < p.start.size(); ++i) {
    for (auto k = p.indptr[i]; k < p.indptr[i + 1]; ++k) {
      if (p.indices[static_cast<std::size_t>(k)] != p.start[i]) continue;
      at[i] = p.start[i];
      offers.add(at[i], 1);
    }
  }
  bool moved = true;
  for (int pass = 0; pass < passes && moved; ++pass) {
    moved = false;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::int32_t before = at[i];
      if (before >= 0) offers.add(before, -1);
      std::int64_t best = none;
      std::int32_t column = -1;
      const auto end = static_cast<std::size_t>(p.indptr[i + 1]);
      for (auto k = static_cast<std::size_t>(p.indptr[i]); k < end; ++k) {
        const std::int64_t value = p.cost[k] + offers.price(p.indices[k]);
        if (value >= best) continue;
        best = value;
        column = p.indices[k];
      }
      at[i] = column;
      if (column >= 0) offers.add(column, 1);
      moved = moved || column != before;
      if (!meter.spend(1 + (p.indptr[i + 1] - p.indptr[i]) / 8)) {
        moved = false;
        break;
      }
    }
  }
  std::int64_t counted = 0;
  int128 steps = 0;
  for (std::int32_t j = 0; j < columns.count(); ++j) {
    const std::int64_t last = offers.rows(j) > 0 ? offers.price_at(j, offers.rows(j) - 1) : offers.price(j);
    result.plan.prices.push_back(last);
    if (offers.rows(j) == 0 || columns.slots(j) == 0) continue;
    ++counted;
    steps += offers.price(j) - last;
  }
  if (counted > 0) result.step = static_cast<std::int64_t>(steps / counted);
  return result;
}

void make_feasible(const ConvexTransportProblem& p, std::span<std::int32_t> assignment) {
  const auto m = static_cast<std::size_t>(p.columns);
  std::vector<std::int64_t> load(m, 0);
  const auto slots = [&](std::int32_t j) { return first_slot(p, j + 1) - first_slot(p, j); };
  for (std::int32_t& j : assignment) {
    if (j < 0) continue;
    if (load[j] < slots(j)) {
      ++load[j];
    } else {
      j = -1;
    }
  }
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    if (assignment[i] >= 0) continue;
    std::int64_t best = none;
    for (auto k = static_cast<std::size_t>(p.indptr[i]); k < static_cast<std::size_t>(p.indptr[i + 1]); ++k) {
      const std::int32_t j = p.indices[k];
      if (load[j] >= slots(j)) continue;
      const std::int64_t value = p.cost[k] + p.slot_cost[static_cast<std::size_t>(first_slot(p, j) + load[j])];
      if (value >= best) continue;
      best = value;
      assignment[i] = j;
    }
    if (assignment[i] >= 0) ++load[assignment[i]];
  }
}

}  // namespace evenload::optimize::detail::transport
