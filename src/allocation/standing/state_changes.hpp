/// \file
/// Changes of a standing input, one after the other on a copy. Private.
#pragma once

#include <string>
#include <vector>

#include "evenload/allocation/allocation_state.hpp"

namespace evenload::allocation::detail {

/// Makes the changes on `input`, in their order, and says what each touched. What rows say is checked when the whole is prepared.
/// \throws InvalidDataError naming table "delta.changes", column and the position of the change.
std::vector<ChangeRecord> make_changes(AllocationInput& input, const AllocationPolicy& policy, const std::vector<Change>& changes,
                                       std::vector<std::string>& touched);

/// Cases and caseworkers that the changes themselves name, sorted: part of what they touch.
std::vector<std::string> named(const std::vector<Change>& changes);

/// An id as people read it: with its system where it has one.
template <class IdType>
std::string shown(const IdType& id) {
  return id.system().empty() ? id.value() : id.system() + ":" + id.value();
}

}  // namespace evenload::allocation::detail
