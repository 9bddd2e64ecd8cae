/// \file
/// Allocation structs as parts of JSON documents. Private.
///
/// `read_x(ObjectReader&)` reads the object it is given; `json_of(x)` is its inverse. Where a catalogue is given, every reason carries its
/// sentence beside it, which readers accept and do not keep.
#pragma once

#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/allocation/reasons.hpp"
#include "src/core/json_reader.hpp"
#include "src/core/json_writer.hpp"

namespace evenload::allocation {

using json_io::Json;
using json_io::ObjectReader;

// reason_json.cpp
Json json_of(const Reason& reason, const Catalogue* catalogue = nullptr);
Json json_of(const std::vector<Reason>& reasons, const Catalogue* catalogue = nullptr);
Json parameters_json(const Reason& reason);
Reason read_reason(ObjectReader& r);

// plan_json.cpp
Json json_of(const Plan& plan, const Catalogue* catalogue = nullptr);
Json json_of(const Undistributed& one, const Catalogue* catalogue = nullptr);
Json json_of(const Relaxation& relaxation, const Catalogue* catalogue = nullptr);
Json json_of(const Override& one);
/// A seed as number, or as text where it is past what a double keeps.
Json json_of_seed(std::uint64_t seed);
std::optional<std::uint64_t> read_seed(ObjectReader& r, std::string_view key);
Plan read_plan(ObjectReader& r);
Json json_of(const optimize::Level& level);
optimize::Level read_level(ObjectReader& r);
Json json_of(const AuditRecord& audit);
AuditRecord read_audit(ObjectReader& r);
Undistributed read_undistributed(ObjectReader& r);
Relaxation read_relaxation(ObjectReader& r);

// explanation_json.cpp
Json json_of(const Explanation& explanation, const Catalogue* catalogue = nullptr);
Explanation read_explanation(ObjectReader& r);

// policy_json.cpp
Json json_of(const AllocationPolicy& policy);
AllocationPolicy read_policy(ObjectReader& r);

// input_json.cpp
/// An array of row objects as a table; rows may carry "extensions". \throws InvalidDataError
Table table_of_rows(const Json& rows, std::string_view name);
/// \param otherwise  zone of local dates and times where the document names none.
AllocationInput read_input(ObjectReader& r, std::string_view otherwise);

}  // namespace evenload::allocation
