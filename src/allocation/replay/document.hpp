/// \file
/// Replays as parts of JSON documents. Private.
#pragma once

#include <vector>

#include "evenload/allocation/replay.hpp"
#include "src/allocation/documents/json.hpp"

namespace evenload::allocation::replaying {

ReplaySettings read_settings(ObjectReader& r);
Json json_of(const ReplaySettings& settings);
std::vector<NamedPolicy> read_named_policies(ObjectReader& r);
Json json_of(const ReplayResult& result);
Json json_of(const PolicyComparison& comparison);

}  // namespace evenload::allocation::replaying
