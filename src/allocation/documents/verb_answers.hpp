/// \file
/// Answers of the verbs as tables and JSON objects. Private.
#pragma once

#include "evenload/allocation/verbs_document.hpp"
#include "verb_settings.hpp"

namespace evenload::allocation {

/// A verb's answer before its JSON is text.
struct VerbResult {
  Proposal proposal;
  std::map<std::string, Table> tables;
  Json json;
};

VerbResult result_of(Rebalanced answer, const Catalogue* catalogue);
VerbResult result_of(Redistributed answer, const Catalogue* catalogue);
VerbResult result_of(Covered answer, const Catalogue* catalogue);
VerbResult result_of(Replanned answer, const Catalogue* catalogue);
VerbResult result_of(PlannedAhead answer, const Catalogue* catalogue);
VerbResult result_of(WhatIf answer, const Catalogue* catalogue);

/// \param settings  its unknown fields are refused by whoever reads the object around it.
VerbResult call_verb(std::string_view verb, const AllocationInput& input,
                     const AllocationPolicy& policy, const Plan* announced, ObjectReader& settings,
                     const SolveOptions& options, const Catalogue* catalogue);
bool is_verb(std::string_view name) noexcept;

}  // namespace evenload::allocation
