#include <new>
#include <optional>
#include <string>

#include "evenload/allocation/document.hpp"
#include "evenload/core/errors.hpp"
#include "requests.hpp"

namespace evenload::allocation {

namespace {

Json error_json(const ErrorInfo& info) {
  Json error{{"code", static_cast<std::int32_t>(info.code)},
             {"name", std::string(to_string(info.code))},
             {"table", info.table},
             {"column", info.column},
             {"row", nullptr},
             {"expected", info.expected},
             {"found", info.found},
             {"message", describe(info)}};
  if (info.row) error["row"] = *info.row;
  return error;
}

/// Answers in an envelope; the parts that do not depend on success are filled in as soon as they are known.
void answer(std::string_view text, const SolveOptions& control, Json& envelope) {
  const Json document = json_io::parse(text, "request");
  ObjectReader fields(document, "request");
  // The caller's own fields come back even where the rest is wrong.
  if (const auto given = document.find("extensions"); given != document.end() && given->is_object()) envelope["extensions"] = *given;
  fields.schema_version({});
  const std::string call = fields.text("call");
  envelope["call"] = call;
  Request request{fields, envelope};
  envelope["result"] = answer_request(call, request, control);
}

}  // namespace

std::string call_document(std::string_view json, const SolveOptions& control) {
  Json envelope{{"schema_version", std::string(schema_version)}};
  std::optional<ErrorInfo> error;
  try {
    answer(json, control, envelope);
  } catch (const Error& thrown) {
    error = thrown.info();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& thrown) {
    error = ErrorInfo{ErrorCode::internal, "request", {}, std::nullopt, "no unexpected exception", thrown.what()};
  } catch (...) {
    error = ErrorInfo{ErrorCode::internal, "request", {}, std::nullopt, "no unexpected exception", "one of an unknown type"};
  }
  if (error) {
    envelope.erase("result");
    envelope["error"] = error_json(*error);
  }
  // Ids and names of columns come from the caller and may be malformed; an answer must always get through.
  return envelope.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace evenload::allocation
