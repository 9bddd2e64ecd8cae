/// \file
/// The requests of the document call: one function per verb. Private.
#pragma once

#include <string>

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

/// Reads what the verb needs from the request and answers; `control` is what the caller of the library gave, the request's own "options"
/// come on top of it. \throws InvalidDataError(unsupported) for an unknown verb, and whatever the verb throws.
Json answer_request(const std::string& call, Request& request, const SolveOptions& control);

}  // namespace evenload::allocation
