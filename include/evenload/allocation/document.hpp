/// \file
/// Input, policy, plan and explanation as versioned JSON documents (docs/schemas/), both ways.
#pragma once

#include <string>
#include <string_view>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"

namespace evenload::allocation {

inline constexpr std::string_view schema_version = "1.0";

std::string to_json(const AllocationInput& input);
AllocationInput input_from_json(std::string_view json);
std::string to_json(const AllocationPolicy& policy);
/// Missing fields take their defaults; unknown ones are errors outside "extensions".
AllocationPolicy policy_from_json(std::string_view json);
std::string to_json(const Plan& plan);
Plan plan_from_json(std::string_view json);
std::string to_json(const Explanation& explanation);
Explanation explanation_from_json(std::string_view json);

/// One call for systems that speak JSON: {"schema_version", "call": "allocate" | "explain" | "recommend" | "undistributed" | "measure", …}.
/// Whatever stands under "extensions" comes back unchanged. Errors are documents, too: {"error": {…}}; nothing is thrown but std::bad_alloc.
std::string call_document(std::string_view json, const SolveOptions& control = {});

}  // namespace evenload::allocation
