/// \file
/// Writing values as JSON so that json_reader reads the same values back. Private, as json_reader.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "evenload/core/calendar.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/rational.hpp"
#include "json_reader.hpp"

namespace evenload::json_io {

/// A whole number as number, anything else as "n/d": exact either way.
Json to_json(const Rational& value);
/// "2026-11-23"
Json to_json(Date date);
/// RFC 3339, always with Z.
Json to_json(Instant instant);
/// Text; {"system": …, "id": …} where the id names its system.
template <class Kind>
Json to_json(const Id<Kind>& id) {
  if (id.system().empty()) return id.value();
  return {{"system", id.system()}, {"id", id.value()}};
}

/// Adds a field where there is a value.
template <class Value>
void put(Json& object, const char* key, const std::optional<Value>& value) {
  if (!value) return;
  if constexpr (std::is_arithmetic_v<Value> || std::is_same_v<Value, std::string>) {
    object[key] = *value;
  } else {
    object[key] = to_json(*value);
  }
}
/// Adds a text where there is one.
inline void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}
/// Adds "extensions" from its text; none where the text is empty.
/// \throws InvalidDataError(parse_error, wrong_type) unless it is a JSON object.
void put_extensions(Json& object, const std::string& text, std::string_view path);
/// An array of what `write` makes of each.
template <class Value, class Write>
Json array_of(const std::vector<Value>& values, Write write) {
  Json all = Json::array();
  for (const Value& value : values) all.push_back(write(value));
  return all;
}

/// Compact text with sorted keys: equal values give equal bytes. \throws InvalidDataError(wrong_type) for text that is not UTF-8.
std::string dump(const Json& value, std::string_view path);
/// The text of a whole document: `object` with its "schema_version".
std::string dump_document(Json object, std::string_view name, SchemaVersion version = {});

}  // namespace evenload::json_io
