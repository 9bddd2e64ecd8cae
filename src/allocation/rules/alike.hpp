/// \file
/// Rows that look alike to the rules: walked through once for all of them. Private.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "eligibility.hpp"
#include "src/allocation/prepare/prepared.hpp"

namespace evenload::allocation::detail {

/// Appends all that the rules of pairs may ask of a row: rows with equal texts have the same reasons and prices with everybody. What only
/// one case knows (conflicts, the previous caseworker, the family's, who holds it, decisions) is part of it, so such a case stands in a group of
/// its own or with those that share it.
///
/// A field that is added to Case, PreparedCase, Member or Row does not compile here until somebody has said whether rules ask for it.
/// Where checks are on (no NDEBUG), EligiblePairs compares what it shares with what the rules say of each row.
void append_signature(const Prepared& p, const Row& row, std::string& to);

/// Who may take a row, and at what price.
struct PairsOfRow {
  std::vector<Index> persons;  // ascending
  std::vector<std::int64_t> costs;
};

/// Persons and prices of rows, found once for rows that look alike. Memory: the pairs of the groups, within a limit; no reason is stored.
class EligiblePairs {
 public:
  EligiblePairs(const Prepared& p, const Candidates& candidates) : p_(p), candidates_(candidates) {}
  /// Valid until the next call.
  const PairsOfRow& of(const Row& row);
  std::size_t groups() const noexcept { return groups_.size(); }

 private:
  PairsOfRow one_by_one(const Row& row) const;
  void check_alike(const Row& row, const PairsOfRow& shared) const;

  const Prepared& p_;
  const Candidates& candidates_;
  std::string signature_;
  std::unordered_map<std::string, PairsOfRow> groups_;
  std::size_t stored_ = 0;
};

}  // namespace evenload::allocation::detail
