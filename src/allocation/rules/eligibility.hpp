/// \file
/// Who may take which decision, sparse. Private.
#pragma once

#include <vector>

#include "src/allocation/prepare/prepared.hpp"

namespace evenload::allocation::detail {

/// Finds the persons that a row need be compared with at all: across a hard unit border nobody is looked at.
class Candidates {
 public:
  explicit Candidates(const Prepared& p);
  /// Sorted; valid until the next call.
  const std::vector<Index>& of(const Row& row) const;

 private:
  const Prepared& p_;
  std::vector<Index> everybody_;
  std::vector<std::vector<Index>> of_unit_;
};

/// Persons who may take the row, ascending.
std::vector<Index> eligible_persons(const Prepared& p, const Candidates& candidates, const Row& row);

}  // namespace evenload::allocation::detail
