/// \file
/// Questions and answers about causes as parts of JSON documents. Private.
#pragma once

#include "evenload/allocation/causes.hpp"
#include "src/allocation/documents/json.hpp"

namespace evenload::allocation {

/// The fields of a question beside its cases and its reader.
CausesOptions read_causes_options(ObjectReader& r);
Json json_of(const WhyUnplaced& why, const Catalogue* catalogue = nullptr);

}  // namespace evenload::allocation
