/// \file
/// Reading JSON documents: typed access, where every error names the path as table, the field as column and the position in an
/// array as row. Private: nlohmann-json never shows in a public header.
///
/// \code
///   CapacityRule read_capacity_rule(ObjectReader& r) {
///     CapacityRule rule;
///     rule.full_time_hours = r.rational("full_time_hours", rule.full_time_hours);
///     rule.bands = r.objects("bands", read_experience_band);
///     rule.extensions = r.extensions();   // last, see below
///     return rule;
///   }
///   auto rule = read_document(text, "capacity_rule", read_capacity_rule);
/// \endcode
///
/// A field that is null counts as absent. A field that nobody asked for is refused (unknown_field), so a misspelt option is never
/// ignored. In a document of a newer minor version, whose new fields are optional by promise, it is kept instead: in the
/// `extensions` of the nearest enclosing object that holds some, under "unknown_fields", by its JSON Pointer from there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "evenload/core/calendar.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/rational.hpp"

namespace evenload::json_io {

using Json = nlohmann::json;

/// Deepest nesting that is read; writing recurses, so it must be bounded.
inline constexpr int maximum_depth = 64;

/// The text as JSON. A key that stands twice in one object is an error, not the last one winning.
/// \throws InvalidDataError(parse_error) with line and column, for `document`.
Json parse(std::string_view text, std::string_view document);

/// "major.minor" of a document. A minor adds optional fields only.
struct SchemaVersion {
  std::int64_t major = 1;
  std::int64_t minor = 0;
};

/// Name of an enumerator in documents.
template <class Enum>
struct Choice {
  std::string_view name;
  Enum value;
};

template <class Enum, std::size_t Count>
std::string_view name_of(const std::array<Choice<Enum>, Count>& choices, Enum value) {
  for (const Choice<Enum>& choice : choices) {
    if (choice.value == value) return choice.name;
  }
  throw Error({ErrorCode::invalid_argument, {}, {}, {}, "a value of its enumeration",
               std::to_string(static_cast<std::int64_t>(value))});
}

/// One JSON object, being read. Lives no longer than the JSON value it looks at.
class ObjectReader {
 public:
  /// \param path what errors call this object, e.g. "policy". \throws InvalidDataError(wrong_type) unless it is an object.
  ObjectReader(const Json& value, std::string path);
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  /// The path with the position where this object stands in an array: "policy.bands[2]".
  std::string place() const;
  /// Present and not null.
  bool has(std::string_view key);

  // Each form without `otherwise` throws InvalidDataError(missing_value) where the field is absent or null.
  bool boolean(std::string_view key) { return required(key, &ObjectReader::as_boolean); }
  bool boolean(std::string_view key, bool otherwise) { return maybe_boolean(key).value_or(otherwise); }
  std::optional<bool> maybe_boolean(std::string_view key) { return maybe(key, &ObjectReader::as_boolean); }

  /// 3 or 3.0; 3.5 is wrong_type.
  std::int64_t integer(std::string_view key) { return required(key, &ObjectReader::as_integer); }
  std::int64_t integer(std::string_view key, std::int64_t otherwise) { return maybe_integer(key).value_or(otherwise); }
  std::optional<std::int64_t> maybe_integer(std::string_view key) { return maybe(key, &ObjectReader::as_integer); }

  double number(std::string_view key) { return required(key, &ObjectReader::as_number); }
  double number(std::string_view key, double otherwise) { return maybe_number(key).value_or(otherwise); }
  std::optional<double> maybe_number(std::string_view key) { return maybe(key, &ObjectReader::as_number); }

  /// A number, read as the simplest fraction that rounds to it, or text: "1/17", "0.25".
  Rational rational(std::string_view key) { return required(key, &ObjectReader::as_rational); }
  Rational rational(std::string_view key, Rational otherwise) { return maybe_rational(key).value_or(otherwise); }
  std::optional<Rational> maybe_rational(std::string_view key) { return maybe(key, &ObjectReader::as_rational); }

  std::string text(std::string_view key) { return required(key, &ObjectReader::as_text); }
  std::string text(std::string_view key, std::string_view otherwise) { return maybe_text(key).value_or(std::string(otherwise)); }
  std::optional<std::string> maybe_text(std::string_view key) { return maybe(key, &ObjectReader::as_text); }

  /// "2026-11-23"
  Date date(std::string_view key) { return required(key, &ObjectReader::as_date); }
  std::optional<Date> maybe_date(std::string_view key) { return maybe(key, &ObjectReader::as_date); }

  /// RFC 3339 text with an offset.
  Instant instant(std::string_view key) { return required(key, &ObjectReader::as_instant); }
  std::optional<Instant> maybe_instant(std::string_view key) { return maybe(key, &ObjectReader::as_instant); }

  /// Text, or {"system": …, "id": …}; checked by check_id.
  template <class IdType>
  IdType id(std::string_view key) {
    return to_id<IdType>(required(key, &ObjectReader::as_id));
  }
  template <class IdType>
  std::optional<IdType> maybe_id(std::string_view key) {
    std::optional<IdParts> parts = maybe(key, &ObjectReader::as_id);
    if (!parts) return std::nullopt;
    return to_id<IdType>(std::move(*parts));
  }
  /// An array of ids; absent: empty.
  template <class IdType>
  std::vector<IdType> ids(std::string_view key) {
    std::vector<IdType> result;
    for (IdParts& parts : elements(key, &ObjectReader::as_id)) result.push_back(to_id<IdType>(std::move(parts)));
    return result;
  }
  /// An array of texts, integers, rationals, dates; absent: empty.
  std::vector<std::string> texts(std::string_view key) { return elements(key, &ObjectReader::as_text); }
  std::vector<std::int64_t> integers(std::string_view key) { return elements(key, &ObjectReader::as_integer); }
  std::vector<Rational> rationals(std::string_view key) { return elements(key, &ObjectReader::as_rational); }
  std::vector<Date> dates(std::string_view key) { return elements(key, &ObjectReader::as_date); }

  /// One of the names. \throws InvalidDataError(out_of_range) naming all of them.
  template <class Enum, std::size_t Count>
  std::optional<Enum> maybe_choice(std::string_view key, const std::array<Choice<Enum>, Count>& choices) {
    const std::optional<std::string> name = maybe_text(key);
    if (!name) return std::nullopt;
    std::string all;
    for (const Choice<Enum>& choice : choices) {
      if (choice.name == *name) return choice.value;
      all.append(all.empty() ? "one of \"" : ", \"").append(choice.name).append("\"");
    }
    fail(key, ErrorCode::out_of_range, std::move(all));
  }
  template <class Enum, std::size_t Count>
  Enum choice(std::string_view key, const std::array<Choice<Enum>, Count>& choices) {
    if (!has(key)) fail(key, ErrorCode::missing_value, "a value");
    return *maybe_choice(key, choices);
  }
  template <class Enum, std::size_t Count>
  Enum choice(std::string_view key, const std::array<Choice<Enum>, Count>& choices, Enum otherwise) {
    return maybe_choice(key, choices).value_or(otherwise);
  }

  /// A nested object, read by `read(ObjectReader&)`; its unknown fields are looked for when `read` is done.
  template <class Read>
  auto object(std::string_view key, Read read) {
    return read_child(expect(key), key, std::nullopt, read);
  }
  template <class Read>
  auto maybe_object(std::string_view key, Read read) {
    using Result = std::invoke_result_t<Read&, ObjectReader&>;
    const Json* value = find(key);
    return value == nullptr ? std::optional<Result>() : std::optional<Result>(read_child(*value, key, std::nullopt, read));
  }
  /// An array of objects, each read by `read(ObjectReader&)`; absent: empty.
  template <class Read>
  auto objects(std::string_view key, Read read) {
    std::vector<std::invoke_result_t<Read&, ObjectReader&>> result;
    if (const Json* all = find_array(key)) {
      result.reserve(all->size());
      for (std::size_t i = 0; i < all->size(); ++i) {
        result.push_back(read_child((*all)[i], key, static_cast<std::int64_t>(i), read));
      }
    }
    return result;
  }
  /// An object whose keys are data: `take(name, integer)` for each, in the order of the names; absent: none.
  template <class Take>
  void integer_members(std::string_view key, Take take) {
    const Json* all = find_object(key);
    if (all == nullptr) return;
    ObjectReader members(*all, *this, key, std::nullopt);
    for (const auto& [name, value] : all->items()) take(name, members.as_integer(value, {name, std::nullopt}));
  }
  /// The value as it stands, for parts that are read elsewhere; nullptr where absent.
  const Json* raw(std::string_view key) { return find(key); }

  /// Text of the object's "extensions" with what a newer minor version added; empty where there is nothing. Call it last.
  std::string extensions();
  /// Checks "schema_version". \throws InvalidDataError(unsupported_schema) for another major version or none.
  void schema_version(SchemaVersion supported);
  /// Refuses (or keeps, see above) fields that were not asked for. object() and objects() do it for what they read.
  void finish();

  /// Throws InvalidDataError for a field of this object.
  [[noreturn]] void fail(std::string_view key, ErrorCode code, std::string expected) const;

 private:
  /// A field, or an element of the array in a field.
  struct Spot {
    std::string_view key;
    std::optional<std::int64_t> element;
  };
  struct IdParts {
    std::string system;
    std::string value;
  };
  template <class Value>
  using Convert = Value (ObjectReader::*)(const Json&, const Spot&) const;

  ObjectReader(const Json& value, ObjectReader& parent, std::string_view key, std::optional<std::int64_t> row);

  template <class IdType>
  static IdType to_id(IdParts parts) {
    return parts.system.empty() ? IdType(std::move(parts.value)) : IdType(std::move(parts.system), std::move(parts.value));
  }
  template <class Value>
  Value required(std::string_view key, Convert<Value> convert) {
    return (this->*convert)(expect(key), {key, std::nullopt});
  }
  template <class Value>
  std::optional<Value> maybe(std::string_view key, Convert<Value> convert) {
    const Json* value = find(key);
    return value == nullptr ? std::optional<Value>() : std::optional<Value>((this->*convert)(*value, {key, std::nullopt}));
  }
  template <class Value>
  std::vector<Value> elements(std::string_view key, Convert<Value> convert) {
    std::vector<Value> result;
    if (const Json* all = find_array(key)) {
      result.reserve(all->size());
      for (std::size_t i = 0; i < all->size(); ++i) {
        result.push_back((this->*convert)((*all)[i], {key, static_cast<std::int64_t>(i)}));
      }
    }
    return result;
  }
  template <class Read>
  auto read_child(const Json& value, std::string_view key, std::optional<std::int64_t> row, Read& read) {
    ObjectReader child(value, *this, key, row);
    auto result = read(child);
    child.finish();
    return result;
  }

  bool as_boolean(const Json& value, const Spot& spot) const;
  std::int64_t as_integer(const Json& value, const Spot& spot) const;
  double as_number(const Json& value, const Spot& spot) const;
  Rational as_rational(const Json& value, const Spot& spot) const;
  std::string as_text(const Json& value, const Spot& spot) const;
  Date as_date(const Json& value, const Spot& spot) const;
  Instant as_instant(const Json& value, const Spot& spot) const;
  IdParts as_id(const Json& value, const Spot& spot) const;

  /// Marks the field as known; nullptr where it is absent or null.
  const Json* find(std::string_view key);
  const Json* find_array(std::string_view key);
  const Json* find_object(std::string_view key);
  const Json& expect(std::string_view key);
  bool is_known(std::string_view key) const;
  /// What a newer minor version added here, by JSON Pointer from this object; moved out.
  Json take_unknown();

  ErrorInfo located(const Spot& spot, ErrorInfo info) const;
  [[noreturn]] void fail_at(const Spot& spot, const Json& value, ErrorCode code, std::string expected) const;
  template <class Function>
  auto at(const Spot& spot, Function function) const;

  const Json* value_;
  ObjectReader* parent_ = nullptr;
  std::string path_;
  std::optional<std::int64_t> row_;
  std::string pointer_;  ///< JSON Pointer from the parent
  std::vector<std::string> known_;
  bool keep_unknown_ = false;  ///< the document is of a newer minor version
  Json kept_ = Json::object();
};

/// Reads a whole document: syntax, schema version, content by `read(ObjectReader&)`, unknown fields.
/// \param name what errors call the document.
template <class Read>
auto read_document(std::string_view text, std::string_view name, Read read, SchemaVersion supported = {}) {
  const Json json = parse(text, name);
  ObjectReader reader(json, std::string(name));
  reader.schema_version(supported);
  auto result = read(reader);
  reader.finish();
  return result;
}

}  // namespace evenload::json_io
