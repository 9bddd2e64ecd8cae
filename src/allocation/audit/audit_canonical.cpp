// Canonical forms: docs/models/audit.md, "The canonical form".
#include <algorithm>
#include <array>
#include <initializer_list>

#include "evenload/allocation/audit.hpp"
#include "evenload/allocation/document.hpp"
#include "src/allocation/documents/json.hpp"

namespace evenload::allocation {

namespace {

/// The document without its version, which may rise without any change of content, and what else does not belong to it.
Json content_of(const std::string& document, std::initializer_list<const char*> without) {
  Json content = Json::parse(document);
  content.erase("schema_version");
  content.erase("extensions");
  for (const char* field : without) content.erase(field);
  return content;
}

/// A row says nothing of the columns in which it has no value: whether they are there depends on other rows.
std::string row_text(Json row) {
  for (auto field = row.begin(); field != row.end();) field = field->is_null() ? row.erase(field) : std::next(field);
  return row.dump();
}

/// Every member is an array of rows: each as text, in the order of the texts' bytes.
std::string tables_text(Json tables) {
  std::string text = "{";
  for (auto& [name, rows] : tables.items()) {
    std::vector<std::string> texts;
    texts.reserve(rows.size());
    for (Json& row : rows) texts.push_back(row_text(std::move(row)));
    std::sort(texts.begin(), texts.end());
    text += (text.size() > 1 ? "," : "") + Json(name).dump() + ":[";
    for (std::size_t i = 0; i < texts.size(); ++i) text.append(i == 0 ? "" : ",").append(texts[i]);
    text += "]";
  }
  return text + "}";
}

void drop_nulls(Json& value) {
  if (value.is_array()) {
    for (Json& entry : value) drop_nulls(entry);
  }
  if (!value.is_object()) return;
  for (auto field = value.begin(); field != value.end();) {
    if (field->is_null()) {
      field = value.erase(field);
    } else {
      drop_nulls(*field++);
    }
  }
}

std::string keyed(const char* kind, const std::string& form, const KeyedHash& hash) {
  return hash.digest("evenload." + std::string(kind) + ".1\n" + form);
}

}  // namespace

std::string canonical_form(const AllocationInput& input) { return tables_text(content_of(to_json(input), {})); }

std::string canonical_form(const AllocationPolicy& policy) {
  Json content = content_of(to_json(policy), {});
  if (content.contains("holidays")) std::sort(content["holidays"].begin(), content["holidays"].end());
  return content.dump();
}

std::string canonical_form(const Plan& plan) {
  return tables_text(content_of(to_json(plan), {"audit", "levels", "sorted_ratios", "outcome", "stop", "work"}));
}

std::string canonical_form(const VerbQuestion& question) {
  Json content{{"verb", question.verb}};
  if (!question.settings.empty()) {
    Json settings = json_io::parse(question.settings, question.verb);
    if (!settings.is_object()) {
      throw InvalidDataError({ErrorCode::parse_error, question.verb, {}, std::nullopt, "a JSON object", settings.type_name()});
    }
    settings.erase("schema_version");
    drop_nulls(settings);
    if (!settings.empty()) content["settings"] = std::move(settings);
  }
  if (question.announced != nullptr) content["announced"] = canonical_form(*question.announced);
  return json_io::dump(content, "question");
}

std::string digest(const AllocationInput& input, const KeyedHash& hash) { return keyed("input", canonical_form(input), hash); }
std::string digest(const AllocationPolicy& policy, const KeyedHash& hash) { return keyed("policy", canonical_form(policy), hash); }
std::string digest(const Plan& plan, const KeyedHash& hash) { return keyed("plan", canonical_form(plan), hash); }
std::string digest(const VerbQuestion& question, const KeyedHash& hash) { return keyed("question", canonical_form(question), hash); }

}  // namespace evenload::allocation
