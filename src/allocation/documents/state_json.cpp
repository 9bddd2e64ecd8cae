// Deltas and standing states as JSON documents.
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "enum_names.hpp"
#include "evenload/allocation/allocation_state.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/allocation/tables.hpp"
#include "input_tables.hpp"
#include "json.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/standing/state_parts.hpp"
#include "src/workload/json.hpp"

namespace evenload::allocation {

namespace {

using json_io::name_of;
using json_io::put;

constexpr int base_16 = 16;

ChangeKind read_kind(ObjectReader& r) {
  const std::string name = r.text("change");
  try {
    return change_kind_from_string(name);
  } catch (const InvalidDataError& error) {
    r.fail("change", ErrorCode::out_of_range, error.info().expected);
  }
}

/// A row and what belongs to it, read as a table of one row, so that every way in reads it alike.
AllocationInput read_rows(ObjectReader& r, const char* field, bool is_case, const std::string& zone) {
  const Json* row = r.raw(field);
  if (row == nullptr) r.fail(field, ErrorCode::missing_value, "a row, with the columns of its table");
  Json document{{"cases", Json::array()}, {"caseworkers", Json::array()}, {"zone", zone}};
  document[is_case ? "cases" : "caseworkers"].push_back(*row);
  if (!is_case && row->is_object()) {
    for (const char* side : {"absences", "reductions", "skills"}) {
      const Json* rows = r.raw(side);
      if (rows == nullptr) continue;
      Json owned = *rows;
      if (owned.is_array()) {
        for (Json& one : owned) {
          if (!one.is_object() || !row->contains("id")) continue;
          one["caseworker"] = (*row)["id"];
          if (row->contains("system")) one["caseworker_system"] = (*row)["system"];
        }
      }
      document[side] = std::move(owned);
    }
  }
  ObjectReader rows(document, r.place());
  AllocationInput input = read_input(rows, zone);
  rows.finish();
  return input;
}

Override read_decision(ObjectReader& r) {
  Override one;
  one.case_id = r.id<CaseId>("case");
  one.role = r.text("role", "lead");
  one.kind = r.choice("kind", override_kinds);
  one.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
  one.reason = r.text("reason", "");
  one.decided_by_role = r.text("decided_by_role", "");
  return one;
}

Change read_change(ObjectReader& r, const std::string& zone) {
  Change change;
  change.kind = read_kind(r);
  switch (change.kind) {
    case ChangeKind::add_case:
    case ChangeKind::change_case: {
      change.case_row = std::move(read_rows(r, "case", true, zone).cases.front());
      break;
    }
    case ChangeKind::add_caseworker:
    case ChangeKind::change_caseworker: {
      change.caseworker_row = std::move(read_rows(r, "caseworker", false, zone).caseworkers.front());
      break;
    }
    case ChangeKind::close_case: change.case_id = r.id<CaseId>("case"); break;
    case ChangeKind::assign:
    case ChangeKind::announce:
    case ChangeKind::start:
    case ChangeKind::release:
      change.case_id = r.id<CaseId>("case");
      change.role = r.text("role", "lead");
      change.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
      break;
    case ChangeKind::remove_caseworker: change.caseworker = r.id<CaseworkerId>("caseworker"); break;
    case ChangeKind::add_absence:
    case ChangeKind::remove_absence:
      change.caseworker = r.id<CaseworkerId>("caseworker");
      change.absence = r.object("absence", workload::json_io::read_absence);
      break;
    case ChangeKind::add_exclusion:
    case ChangeKind::remove_exclusion:
      change.case_id = r.id<CaseId>("case");
      change.caseworker = r.id<CaseworkerId>("caseworker");
      break;
    case ChangeKind::add_override:
    case ChangeKind::withdraw_override: change.decision = r.object("override", read_decision); break;
  }
  return change;
}

Json first_row(const Table& table) { return Json::parse(to_json(table)).at(0); }

/// Rows of a side table without the caseworker that they belong to.
void put_side(Json& object, const char* name, const Table& table) {
  if (table.rows() == 0) return;
  Json rows = Json::parse(to_json(table));
  for (Json& row : rows) {
    row.erase("caseworker");
    row.erase("caseworker_system");
  }
  object[name] = std::move(rows);
}

Json json_of(const Change& change) {
  Json object{{"change", std::string(to_string(change.kind))}};
  AllocationInput rows;
  switch (change.kind) {
    case ChangeKind::add_case:
    case ChangeKind::change_case:
      rows.cases.push_back(change.case_row);
      object["case"] = first_row(cases_table(rows));
      break;
    case ChangeKind::add_caseworker:
    case ChangeKind::change_caseworker:
      rows.caseworkers.push_back(change.caseworker_row);
      object["caseworker"] = first_row(caseworkers_table(rows));
      put_side(object, "absences", absences_table(rows));
      put_side(object, "reductions", reductions_table(rows));
      put_side(object, "skills", odd_skills_table(rows));
      break;
    case ChangeKind::close_case: object["case"] = json_io::to_json(change.case_id); break;
    case ChangeKind::assign:
    case ChangeKind::announce:
    case ChangeKind::start:
    case ChangeKind::release:
      object["case"] = json_io::to_json(change.case_id);
      object["role"] = change.role;
      if (!change.caseworker.empty()) object["caseworker"] = json_io::to_json(change.caseworker);
      break;
    case ChangeKind::remove_caseworker: object["caseworker"] = json_io::to_json(change.caseworker); break;
    case ChangeKind::add_absence:
    case ChangeKind::remove_absence:
      object["caseworker"] = json_io::to_json(change.caseworker);
      object["absence"] = workload::json_io::json_of(change.absence);
      break;
    case ChangeKind::add_exclusion:
    case ChangeKind::remove_exclusion:
      object["case"] = json_io::to_json(change.case_id);
      object["caseworker"] = json_io::to_json(change.caseworker);
      break;
    case ChangeKind::add_override:
    case ChangeKind::withdraw_override: object["override"] = json_of(change.decision); break;
  }
  return object;
}

Delta read_delta(ObjectReader& r, const std::string& zone) {
  Delta delta;
  delta.key = r.text("key");
  delta.base_version = r.integer("base_version");
  delta.by_role = r.text("by_role", "");
  delta.merge = r.boolean("merge", false);
  delta.changes = r.objects("changes", [&](ObjectReader& change) { return read_change(change, zone); });
  return delta;
}

ChangeRecord read_record(ObjectReader& r) {
  ChangeRecord record;
  record.kind = read_kind(r);
  record.case_id = r.maybe_id<CaseId>("case").value_or(CaseId());
  record.role = r.text("role", "");
  record.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
  return record;
}

Json json_of(const ChangeRecord& record) {
  Json object{{"change", std::string(to_string(record.kind))}};
  if (!record.case_id.empty()) object["case"] = json_io::to_json(record.case_id);
  put(object, "role", record.role);
  if (!record.caseworker.empty()) object["caseworker"] = json_io::to_json(record.caseworker);
  return object;
}

HistoryEntry read_entry(ObjectReader& r) {
  HistoryEntry entry;
  entry.version = r.integer("version");
  entry.key = r.text("key");
  entry.by_role = r.text("by_role", "");
  entry.merged = r.boolean("merged", false);
  const std::string text = r.text("fingerprint");
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), entry.fingerprint, base_16);
  if (error != std::errc() || end != text.data() + text.size()) r.fail("fingerprint", ErrorCode::parse_error, "up to 16 hexadecimal digits");
  entry.changes = r.objects("changes", read_record);
  entry.touched = r.texts("touched");
  return entry;
}

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 2 * sizeof number> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base_16).ptr;
  return {digits.data(), end};
}

Json json_of(const HistoryEntry& entry) {
  Json object{{"version", entry.version}, {"key", entry.key}, {"merged", entry.merged}, {"fingerprint", hexadecimal(entry.fingerprint)},
              {"touched", entry.touched}};
  put(object, "by_role", entry.by_role);
  object["changes"] = json_io::array_of(entry.changes, [](const ChangeRecord& record) { return json_of(record); });
  return object;
}

std::string text_of(const std::vector<HistoryEntry>& history) {
  return json_io::dump(json_io::array_of(history, [](const HistoryEntry& entry) { return json_of(entry); }), "state.history");
}

}  // namespace

std::string history_to_json(const AllocationState& state) { return text_of(state.history()); }

std::string to_json(const Delta& delta) {
  Json object{{"key", delta.key}, {"base_version", delta.base_version}, {"merge", delta.merge}};
  put(object, "by_role", delta.by_role);
  object["changes"] = json_io::array_of(delta.changes, [](const Change& change) { return json_of(change); });
  return json_io::dump_document(std::move(object), "delta");
}

Delta delta_from_json(std::string_view json, std::string_view zone) {
  return json_io::read_document(json, "delta", [&](ObjectReader& r) { return read_delta(r, std::string(zone)); });
}

std::string to_json(const AllocationState& state) {
  const std::lock_guard lock(state.parts_->mutex);
  // Input and policy are documents of their own inside this one.
  std::string text = "{\"schema_version\":\"" + std::string(schema_version) + "\",\n\"version\":" + std::to_string(state.parts_->version);
  text += ",\n\"history\":" + text_of(state.parts_->history);
  text += ",\n\"policy\":" + to_json(*state.parts_->policy);
  return text + ",\n\"input\":" + to_json(*state.parts_->input) + "}";
}

AllocationState state_from_json(std::string_view json) {
  auto parts = std::make_unique<AllocationState::Parts>();
  json_io::read_document(json, "state", [&](ObjectReader& r) {
    const auto inner = [](auto read) {
      return [read](ObjectReader& part) {
        part.schema_version({});
        return read(part);
      };
    };
    parts->version = r.integer("version");
    parts->history = r.objects("history", read_entry);
    parts->policy = std::make_shared<const AllocationPolicy>(r.object("policy", inner(read_policy)));
    const std::string zone = parts->policy->zone;
    const auto read = [zone](ObjectReader& part) { return read_input(part, zone); };
    auto input = std::make_shared<const AllocationInput>(r.object("input", inner(read)));
    // Versions follow each other to the one that stands: a base is compared with what came after it.
    const auto count = static_cast<std::int64_t>(parts->history.size());
    if (parts->version < 0 || count > parts->version) r.fail("version", ErrorCode::out_of_range, "the version of the last delta");
    for (std::size_t i = 0; i < parts->history.size(); ++i) {
      if (parts->history[i].version == parts->version - count + 1 + static_cast<std::int64_t>(i)) continue;
      detail::refuse_row(ErrorCode::contradiction, "state.history", "version", i, "versions that follow each other up to that of the state",
                         std::to_string(parts->history[i].version));
    }
    parts->put(std::move(input));
    return true;
  });
  return AllocationState(std::move(parts));
}

}  // namespace evenload::allocation
