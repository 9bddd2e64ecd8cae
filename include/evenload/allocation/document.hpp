/// \file
/// Input, policy, plan and explanation as versioned JSON documents (docs/schemas/), both ways, without loss. Fractions are written as
/// "n/d", doubles with their shortest form, keys sorted: equal values give equal bytes. Every reader throws InvalidDataError (parse_error,
/// unsupported_schema, unknown_field …) with the path as table, the field as column and the position in an array as row.
#pragma once

#include <string>
#include <string_view>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"

namespace evenload::allocation {

inline constexpr std::string_view schema_version = "1.0";

/// An object of tables, each an array of rows with the columns of docs/data-model.md.
std::string to_json(const AllocationInput& input);
/// Local dates and times are read in the document's "zone", Europe/Stockholm where it names none.
AllocationInput input_from_json(std::string_view json);
std::string to_json(const AllocationPolicy& policy);
/// Missing fields take their defaults; unknown ones are errors outside "extensions".
AllocationPolicy policy_from_json(std::string_view json);
std::string to_json(const Plan& plan);
Plan plan_from_json(std::string_view json);
std::string to_json(const Explanation& explanation);
Explanation explanation_from_json(std::string_view json);

/// One call for systems that speak JSON: {"schema_version", "call": "allocate" | "explain" | "recommend" | "undistributed" | "measure", …};
/// docs/schemas/README.md says what each call takes and answers. Whatever stands under "extensions" comes back unchanged. Errors are
/// documents, too: {"error": {…}}; nothing is thrown but std::bad_alloc, what a progress callback throws included.
/// \param control  token, callback and defaults; "options" of the request come on top.
std::string call_document(std::string_view json, const SolveOptions& control = {});

}  // namespace evenload::allocation
