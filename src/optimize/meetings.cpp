#include "meetings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "instance.hpp"

namespace evenload::optimize::detail {

namespace {

/// Where each owner's entries begin, from entries sorted by owner.
template <class Entries, class Owner>
std::vector<std::int32_t> begins(std::size_t owners, const Entries& entries, Owner owner) {
  std::vector<std::int32_t> begin(owners + 1, 0);
  for (const auto& entry : entries) ++begin[static_cast<std::size_t>(owner(entry)) + 1];
  for (std::size_t i = 0; i < owners; ++i) begin[i + 1] += begin[i];
  return begin;
}

}  // namespace

Meetings::Meetings(const BalancedAssignmentProblem& p) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for (std::size_t k = 0; k < p.apart_column.size(); ++k) {
    pairs.emplace_back(p.apart_column[k], p.apart_other[k]);
    pairs.emplace_back(p.apart_other[k], p.apart_column[k]);
  }
  if (!pairs.empty()) {
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    apart_begin_ = begins(column_count(p), pairs, [](const auto& pair) { return pair.first; });
    for (const auto& pair : pairs) apart_.push_back(pair.second);
  }
  if (p.tied_row.empty()) return;
  label_.assign(p.column_label.begin(), p.column_label.end());
  std::vector<std::array<std::int32_t, 3>> ties;
  for (std::size_t k = 0; k < p.tied_row.size(); ++k) {
    ties.push_back({p.tied_row[k], p.tied_other[k], p.tied_alike[k]});
    ties.push_back({p.tied_other[k], p.tied_row[k], p.tied_alike[k]});
  }
  std::sort(ties.begin(), ties.end());
  ties.erase(std::unique(ties.begin(), ties.end()), ties.end());
  tied_begin_ = begins(row_count(p), ties, [](const auto& tie) { return tie[0]; });
  for (const auto& tie : ties) tied_.push_back({tie[1], tie[2] == 1});
}

bool Meetings::are_apart(std::int32_t column, std::int32_t other) const noexcept {
  const auto at = static_cast<std::size_t>(column);
  return std::binary_search(apart_.begin() + apart_begin_[at], apart_.begin() + apart_begin_[at + 1], other);
}

bool Meetings::keep_tie(std::int32_t row, std::int32_t column, std::int32_t other_row, std::int32_t other_column) const noexcept {
  const std::int32_t label = label_[static_cast<std::size_t>(column)];
  const bool same = label >= 0 && label == label_[static_cast<std::size_t>(other_column)];
  const auto at = static_cast<std::size_t>(row);
  for (std::int32_t k = tied_begin_[at]; k < tied_begin_[at + 1]; ++k) {
    const Tie& tie = tied_[static_cast<std::size_t>(k)];
    if (tie.other == other_row && tie.alike != same) return false;
  }
  return true;
}

}  // namespace evenload::optimize::detail
