/// \file
/// The requests of the document call: one function per verb. Private.
#pragma once

#include <optional>
#include <string>

#include "enum_names.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/core/control.hpp"
#include "json.hpp"

namespace evenload::allocation {

/// A request being read, and the answer's envelope.
struct Request {
  ObjectReader& fields;
  Json& envelope;

  /// To be called when all is read and nothing is computed yet: refuses unknown fields, or keeps those of a newer minor version with
  /// the caller's extensions, which come back in the answer.
  void close() {
    const std::string extensions = fields.extensions();
    if (!extensions.empty()) envelope["extensions"] = json_io::parse(extensions, "extensions");
    fields.finish();
  }
};

/// A document inside a request may leave out its version; where it stands, it is checked.
template <class Read>
auto nested(Read read) {
  return [read](ObjectReader& r) {
    if (r.has("schema_version")) r.schema_version({});
    return read(r);
  };
}

/// A document inside an answer is complete, so that it can be stored as it is.
inline Json complete(Json object) {
  object["schema_version"] = std::string(schema_version);
  return object;
}

/// What every verb of allocation starts from.
struct Situation {
  AllocationPolicy policy;
  AllocationInput input;
  std::optional<Catalogue> catalogue;
  const Catalogue* sentences() const { return catalogue ? &*catalogue : nullptr; }
};

/// Reads "policy", "input" and "language".
Situation read_situation(ObjectReader& request);
/// Reads "options" on top of what the caller of the library gave.
SolveOptions options_of(ObjectReader& request, const SolveOptions& control);

/// The verbs after Monday's allocation: requests_verbs.cpp.
Json answer_verb_request(const std::string& call, Request& request, const SolveOptions& control);
// requests_causes.cpp
Json answer_why_unplaced(Request& request, const SolveOptions& control);

/// Replays of an event log: requests_replay.cpp.
Json answer_replay_request(Request& request, const SolveOptions& control);
Json answer_compare_policies_request(Request& request, const SolveOptions& control);

/// Reads what the verb needs from the request and answers; `control` is what the caller of the library gave, the request's own "options"
/// come on top of it. \throws InvalidDataError(unsupported) for an unknown verb, and whatever the verb throws.
Json answer_request(const std::string& call, Request& request, const SolveOptions& control);

}  // namespace evenload::allocation
