#include "json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "utf8.hpp"

namespace evenload::json_io {

namespace {

std::string found_text(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return "an object";
    case Json::value_t::array: return "an array";
    case Json::value_t::string: return utf8::quote(value.get_ref<const std::string&>());
    default: return value.dump();
  }
}

[[noreturn]] void fail_document(std::string_view document, ErrorCode code, std::string expected, std::string found) {
  throw InvalidDataError({code, std::string(document), {}, std::nullopt, std::move(expected), std::move(found)});
}

/// Where a byte stands, for people: "line 3, column 14".
std::string line_and_column(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t last = before.rfind('\n');
  const std::size_t column = before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// A key as one step of a JSON Pointer (RFC 6901).
std::string pointer_step(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

/// Two whole numbers with a point between; nothing else.
std::optional<SchemaVersion> parse_version(std::string_view text) {
  SchemaVersion version;
  const char* const end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
  if (minor.ec != std::errc() || minor.ptr != end || version.major < 0 || version.minor < 0) return std::nullopt;
  return version;
}

}  // namespace

Json parse(std::string_view text, std::string_view document) {
  std::vector<std::set<std::string>> keys;  // of the objects that are open, outermost first
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start) {
      if (depth >= maximum_depth) {
        fail_document(document, ErrorCode::parse_error, "nesting of at most " + std::to_string(maximum_depth) + " levels",
                      "deeper nesting");
      }
      if (event == Json::parse_event_t::object_start) keys.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      keys.pop_back();
    } else if (event == Json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys.back().insert(key).second) {
        fail_document(document, ErrorCode::parse_error, "each key once in an object", utf8::quote(key) + " twice");
      }
    }
    return true;
  };
  try {
    return Json::parse(text.begin(), text.end(), watch);
  } catch (const Json::parse_error& error) {
    fail_document(document, ErrorCode::parse_error, "JSON text",
                  text.empty() ? "an empty text" : "a syntax error at " + line_and_column(text, error.byte));
  } catch (const Json::out_of_range&) {
    fail_document(document, ErrorCode::not_finite, "numbers in the range of a double", "a number beyond it");
  }
}

ObjectReader::ObjectReader(const Json& value, std::string path) : value_(&value), path_(std::move(path)) {
  if (!value.is_object()) fail_document(path_, ErrorCode::wrong_type, "an object", found_text(value));
}

ObjectReader::ObjectReader(const Json& value, ObjectReader& parent, std::string_view key, std::optional<std::int64_t> row)
    : value_(&value),
      parent_(&parent),
      path_(parent.place().append(".").append(key)),
      row_(row),
      pointer_(pointer_step(key)),
      keep_unknown_(parent.keep_unknown_) {
  if (row) pointer_ += pointer_step(std::to_string(*row));
  if (!value.is_object()) parent.fail_at({key, row}, value, ErrorCode::wrong_type, "an object");
}

std::string ObjectReader::place() const { return row_ ? path_ + "[" + std::to_string(*row_) + "]" : path_; }

bool ObjectReader::has(std::string_view key) { return find(key) != nullptr; }

bool ObjectReader::is_known(std::string_view key) const {
  return std::find(known_.begin(), known_.end(), key) != known_.end();
}

const Json* ObjectReader::find(std::string_view key) {
  if (!is_known(key)) known_.emplace_back(key);
  const auto field = value_->find(known_.back() == key ? known_.back() : std::string(key));
  return field == value_->end() || field->is_null() ? nullptr : &*field;
}

const Json* ObjectReader::find_array(std::string_view key) {
  const Json* value = find(key);
  if (value != nullptr && !value->is_array()) fail_at({key, std::nullopt}, *value, ErrorCode::wrong_type, "an array");
  return value;
}

const Json* ObjectReader::find_object(std::string_view key) {
  const Json* value = find(key);
  if (value != nullptr && !value->is_object()) fail_at({key, std::nullopt}, *value, ErrorCode::wrong_type, "an object");
  return value;
}

const Json& ObjectReader::expect(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) fail(key, ErrorCode::missing_value, "a value");
  return *value;
}

/// An element of a field's array is a row of the table that the field is.
ErrorInfo ObjectReader::located(const Spot& spot, ErrorInfo info) const {
  if (spot.element) {
    info.table = place().append(".").append(spot.key);
    info.column.clear();
    info.row = spot.element;
  } else {
    info.table = path_;
    info.column = std::string(spot.key);
    info.row = row_;
  }
  return info;
}

void ObjectReader::fail(std::string_view key, ErrorCode code, std::string expected) const {
  const auto field = value_->find(std::string(key));
  throw InvalidDataError(located({key, std::nullopt}, {code, {}, {}, std::nullopt, std::move(expected),
                                                       field == value_->end() ? "nothing" : found_text(*field)}));
}

void ObjectReader::fail_at(const Spot& spot, const Json& value, ErrorCode code, std::string expected) const {
  throw InvalidDataError(located(spot, {code, {}, {}, std::nullopt, std::move(expected), found_text(value)}));
}

/// Runs `function`, which knows the value only, and adds the place to what it throws.
template <class Function>
auto ObjectReader::at(const Spot& spot, Function function) const {
  try {
    return function();
  } catch (const OverflowError& error) {
    throw OverflowError(located(spot, error.info()));
  } catch (const InvalidDataError& error) {
    throw InvalidDataError(located(spot, error.info()));
  }
}

bool ObjectReader::as_boolean(const Json& value, const Spot& spot) const {
  if (!value.is_boolean()) fail_at(spot, value, ErrorCode::wrong_type, "true or false");
  return value.get<bool>();
}

std::int64_t ObjectReader::as_integer(const Json& value, const Spot& spot) const {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    fail_at(spot, value, ErrorCode::out_of_range, "a whole number of 64 bits");
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) fail_at(spot, value, ErrorCode::wrong_type, "a whole number");
  const auto number = value.get<double>();
  if (number != std::trunc(number)) fail_at(spot, value, ErrorCode::wrong_type, "a whole number");
  // Beyond 2^53 a double no longer says which whole number was meant.
  if (std::abs(number) > 9007199254740992.0) fail_at(spot, value, ErrorCode::out_of_range, "a whole number without exponent");
  return static_cast<std::int64_t>(number);
}

double ObjectReader::as_number(const Json& value, const Spot& spot) const {
  if (!value.is_number()) fail_at(spot, value, ErrorCode::wrong_type, "a number");
  return value.get<double>();
}

Rational ObjectReader::as_rational(const Json& value, const Spot& spot) const {
  if (value.is_string()) return at(spot, [&] { return Rational::parse(value.get_ref<const std::string&>()); });
  if (value.is_number_float()) return at(spot, [&] { return Rational::from_double(value.get<double>()); });
  if (!value.is_number()) fail_at(spot, value, ErrorCode::wrong_type, "a number, or a fraction as text");
  return as_integer(value, spot);
}

std::string ObjectReader::as_text(const Json& value, const Spot& spot) const {
  if (!value.is_string()) fail_at(spot, value, ErrorCode::wrong_type, "text");
  return value.get<std::string>();
}

Date ObjectReader::as_date(const Json& value, const Spot& spot) const {
  if (!value.is_string()) fail_at(spot, value, ErrorCode::invalid_date, "a date as text, yyyy-mm-dd");
  return at(spot, [&] { return parse_date(value.get_ref<const std::string&>()); });
}

Instant ObjectReader::as_instant(const Json& value, const Spot& spot) const {
  if (!value.is_string()) fail_at(spot, value, ErrorCode::invalid_date, "an instant as text, RFC 3339 with offset");
  return at(spot, [&] { return parse_instant(value.get_ref<const std::string&>()); });
}

ObjectReader::IdParts ObjectReader::as_id(const Json& value, const Spot& spot) const {
  IdParts parts;
  if (value.is_string()) {
    parts.value = value.get<std::string>();
  } else if (value.is_object() && value.size() == 2 && value.contains("system") && value.contains("id")) {
    parts.system = as_text(value["system"], spot);
    parts.value = as_text(value["id"], spot);
    at(spot, [&] { check_id(parts.system, {}, {}, -1); });
  } else {
    fail_at(spot, value, ErrorCode::wrong_type, "an id as text, or as {\"system\", \"id\"}");
  }
  at(spot, [&] { check_id(parts.value, {}, {}, -1); });
  return parts;
}

Json ObjectReader::take_unknown() {
  for (const auto& [key, value] : value_->items()) {
    if (!is_known(key)) {
      known_.push_back(key);
      kept_[pointer_step(key)] = value;
    }
  }
  return std::exchange(kept_, Json::object());
}

std::string ObjectReader::extensions() {
  const Json* given = find_object("extensions");
  Json all = given == nullptr ? Json::object() : *given;
  if (keep_unknown_) {
    const Json unknown = take_unknown();
    if (!unknown.empty()) {
      Json& kept = all["unknown_fields"];
      if (!kept.is_null() && !kept.is_object()) fail("extensions", ErrorCode::wrong_type, "\"unknown_fields\" as an object");
      kept.update(unknown);
    }
  }
  return all.empty() ? std::string() : all.dump();
}

void ObjectReader::schema_version(SchemaVersion supported) {
  const std::string expected = "\"" + std::to_string(supported.major) + "." + std::to_string(supported.minor) +
                               "\" or a later minor version";
  const Json* given = find("schema_version");
  if (given == nullptr) fail("schema_version", ErrorCode::missing_value, expected);
  const std::optional<SchemaVersion> version =
      given->is_string() ? parse_version(given->get_ref<const std::string&>()) : std::nullopt;
  if (!version || version->major != supported.major) fail("schema_version", ErrorCode::unsupported_schema, expected);
  keep_unknown_ = version->minor > supported.minor;
}

void ObjectReader::finish() {
  if (keep_unknown_ && parent_ != nullptr) {
    const Json unknown = take_unknown();
    for (const auto& [pointer, value] : unknown.items()) parent_->kept_[pointer_ + pointer] = value;
    return;
  }
  for (const auto& [key, value] : value_->items()) {
    if (is_known(key)) continue;
    std::string expected = "one of the fields";
    for (const std::string& name : known_) expected += (&name == known_.data() ? " " : ", ") + name;
    throw InvalidDataError({ErrorCode::unknown_field, path_, key, row_, std::move(expected), utf8::quote(key)});
  }
  if (!kept_.empty()) {
    fail_document(path_, ErrorCode::unknown_field, "no unknown field, as this document keeps no extensions",
                  utf8::quote(kept_.begin().key()));
  }
}

}  // namespace evenload::json_io
