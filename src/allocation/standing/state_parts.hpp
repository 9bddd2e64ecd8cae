/// \file
/// What an AllocationState holds. Private.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "evenload/allocation/allocation_state.hpp"
#include "warm.hpp"

namespace evenload::allocation {

struct AllocationState::Parts {
  /// Takes an input in place of the one that stands, or leaves all as it is and throws.
  void put(std::shared_ptr<const AllocationInput> next) {
    auto prepared = std::make_unique<detail::Warm>(*next, *policy);
    warm = std::move(prepared);
    input = std::move(next);
  }

  std::mutex mutex;
  std::shared_ptr<const AllocationPolicy> policy;
  std::shared_ptr<const AllocationInput> input;
  std::unique_ptr<detail::Warm> warm;  // of input
  std::int64_t version = 0;
  std::vector<HistoryEntry> history;   // by version
};

}  // namespace evenload::allocation
