#include "json_writer.hpp"

#include "evenload/core/errors.hpp"

namespace evenload::json_io {

Json to_json(const Rational& value) {
  if (value.denominator() == 1) return value.numerator();
  return value.to_string();
}

Json to_json(Date date) { return evenload::to_string(date); }

Json to_json(Instant instant) { return evenload::to_string(instant); }

void put_extensions(Json& object, const std::string& text, std::string_view path) {
  if (text.empty()) return;
  Json extensions = parse(text, std::string(path) + ".extensions");
  if (!extensions.is_object()) {
    throw InvalidDataError({ErrorCode::wrong_type, std::string(path), "extensions", std::nullopt, "the text of a JSON object",
                            extensions.type_name()});
  }
  object["extensions"] = std::move(extensions);
}

std::string dump(const Json& value, std::string_view path) {
  try {
    return value.dump();
  } catch (const Json::type_error&) {  // the only one that dump throws: ill-formed UTF-8
    throw InvalidDataError({ErrorCode::wrong_type, std::string(path), {}, std::nullopt, "texts in UTF-8", "other bytes"});
  }
}

std::string dump_document(Json object, std::string_view name, SchemaVersion version) {
  object["schema_version"] = std::to_string(version.major) + "." + std::to_string(version.minor);
  return dump(object, name);
}

}  // namespace evenload::json_io
