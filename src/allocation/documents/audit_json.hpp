/// \file
/// Audit records and verifications as parts of JSON documents. Private.
#pragma once

#include "evenload/allocation/audit.hpp"
#include "json.hpp"

namespace evenload::allocation {

// audit_json.cpp
Json json_of(const SealedRecord& record);
SealedRecord read_sealed_record(ObjectReader& r);
Json json_of(const Verification& verification);
Verification read_verification(ObjectReader& r);

}  // namespace evenload::allocation
