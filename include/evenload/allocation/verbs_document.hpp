/// \file
/// The verbs after Monday's allocation as documents and tables: one call for all of them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "evenload/allocation/moves.hpp"
#include "evenload/core/control.hpp"
#include "evenload/core/table.hpp"

namespace evenload::allocation {

/// What a verb answers besides its plan: tables by name, and everything as one JSON object
/// (docs/schemas/README.md says which fields).
struct VerbAnswer {
  Proposal proposal;
  std::map<std::string, Table> tables;
  std::string json;
};

/// Calls a verb by its name: "rebalance", "redistribute", "cover", "replan", "plan_ahead", "what_if".
/// \param announced  the plan that replan starts from; others do not look at it; none: an empty one.
/// \param settings   JSON object with the verb's settings; empty text: none.
/// \throws InvalidDataError(unsupported) for another name; parse_error, unknown_field … with the
///         verb's name as table for bad settings; whatever the verb throws.
VerbAnswer answer_verb(std::string_view verb, const AllocationInput& input,
                       const AllocationPolicy& policy, const Plan* announced,
                       std::string_view settings, const SolveOptions& options = {});

}  // namespace evenload::allocation
