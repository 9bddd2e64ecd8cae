#include "evenload/core/errors.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "utf8.hpp"

namespace evenload {

namespace {

constexpr std::array<std::pair<ErrorCode, std::string_view>, 27> names = {{
    {ErrorCode::internal, "internal"},
    {ErrorCode::invalid_argument, "invalid_argument"},
    {ErrorCode::out_of_memory, "out_of_memory"},
    {ErrorCode::overflow, "overflow"},
    {ErrorCode::missing_column, "missing_column"},
    {ErrorCode::wrong_type, "wrong_type"},
    {ErrorCode::length_mismatch, "length_mismatch"},
    {ErrorCode::missing_value, "missing_value"},
    {ErrorCode::not_finite, "not_finite"},
    {ErrorCode::negative_value, "negative_value"},
    {ErrorCode::out_of_range, "out_of_range"},
    {ErrorCode::duplicate_id, "duplicate_id"},
    {ErrorCode::unknown_id, "unknown_id"},
    {ErrorCode::invalid_id, "invalid_id"},
    {ErrorCode::invalid_date, "invalid_date"},
    {ErrorCode::unknown_zone, "unknown_zone"},
    {ErrorCode::gap_in_bands, "gap_in_bands"},
    {ErrorCode::overlap_in_bands, "overlap_in_bands"},
    {ErrorCode::unknown_weight, "unknown_weight"},
    {ErrorCode::cycle, "cycle"},
    {ErrorCode::contradiction, "contradiction"},
    {ErrorCode::unsupported, "unsupported"},
    {ErrorCode::parse_error, "parse_error"},
    {ErrorCode::unsupported_schema, "unsupported_schema"},
    {ErrorCode::ends_before_start, "ends_before_start"},
    {ErrorCode::unknown_field, "unknown_field"},
    {ErrorCode::stale_version, "stale_version"},
}};

[[noreturn]] void fail_parse(std::string_view column, std::string expected, std::string found) {
  throw InvalidDataError({ErrorCode::parse_error, "error", std::string(column), std::nullopt,
                          std::move(expected), std::move(found)});
}

std::string text_field(const nlohmann::json& document, const char* name) {
  const auto field = document.find(name);
  if (field == document.end() || field->is_null()) return {};
  if (!field->is_string()) fail_parse(name, "text", field->type_name());
  return field->get<std::string>();
}

}  // namespace

std::string_view to_string(ErrorCode code) noexcept {
  const auto entry = std::find_if(names.begin(), names.end(),
                                  [&](const auto& pair) { return pair.first == code; });
  return entry == names.end() ? "unknown" : entry->second;
}

ErrorCode error_code_from_string(std::string_view name) {
  const auto entry = std::find_if(names.begin(), names.end(),
                                  [&](const auto& pair) { return pair.second == name; });
  if (entry == names.end()) {
    throw Error({ErrorCode::invalid_argument,
                 {},
                 {},
                 std::nullopt,
                 "the name of an error code",
                 utf8::quote(name)});
  }
  return entry->first;
}

std::string describe(const ErrorInfo& info) {
  std::string text = info.table;
  if (!info.column.empty()) text += (text.empty() ? "" : ".") + info.column;
  if (info.row) text += (text.empty() ? "row " : ", row ") + std::to_string(*info.row);
  if (!text.empty() && (!info.expected.empty() || !info.found.empty())) text += ": ";
  if (!info.expected.empty()) text += "expected " + info.expected;
  if (!info.found.empty()) text += (info.expected.empty() ? "found " : ", found ") + info.found;
  const std::string name(to_string(info.code));
  return text.empty() ? name : text + " (" + name + ")";
}

Error::Error(ErrorInfo info) : std::runtime_error(describe(info)), info_(std::move(info)) {}

std::string to_json(const ErrorInfo& info) {
  nlohmann::ordered_json document;
  document["code"] = std::string(to_string(info.code));
  document["table"] = info.table;
  document["column"] = info.column;
  document["row"] = info.row ? nlohmann::ordered_json(*info.row) : nlohmann::ordered_json();
  document["expected"] = info.expected;
  document["found"] = info.found;
  // Column names come from the caller and may be malformed; an error text must always get through.
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ErrorInfo error_info_from_json(std::string_view json) {
  const auto document =
      nlohmann::json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) fail_parse({}, "a JSON object", "malformed JSON");
  if (!document.is_object()) fail_parse({}, "a JSON object", document.type_name());
  ErrorInfo info;
  const std::string code = text_field(document, "code");
  const auto entry = std::find_if(names.begin(), names.end(),
                                  [&](const auto& pair) { return pair.second == code; });
  if (entry == names.end()) fail_parse("code", "the name of an error code", utf8::quote(code));
  info.code = entry->first;
  info.table = text_field(document, "table");
  info.column = text_field(document, "column");
  info.expected = text_field(document, "expected");
  info.found = text_field(document, "found");
  if (const auto row = document.find("row"); row != document.end() && !row->is_null()) {
    const bool fits = row->is_number_integer() &&
                      (!row->is_number_unsigned() || row->get<std::uint64_t>() <= INT64_MAX);
    if (!fits)
      fail_parse("row", "a whole number or null",
                 row->is_number() ? row->dump() : row->type_name());
    info.row = row->get<std::int64_t>();
  }
  return info;
}

}  // namespace evenload
