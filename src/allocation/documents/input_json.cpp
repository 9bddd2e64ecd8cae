#include <algorithm>
#include <array>
#include <list>

#include "evenload/allocation/document.hpp"
#include "evenload/allocation/tables.hpp"
#include "input_tables.hpp"
#include "json.hpp"

namespace evenload::allocation {

namespace {

/// A table of the input: its field in the document, its place in InputTables, and whether it is needed.
struct TableField {
  const char* name;
  const Table* InputTables::*place;
  bool needed;
};

constexpr std::array<TableField, 22> table_fields = {{{"cases", &InputTables::cases, true},
                                                      {"caseworkers", &InputTables::caseworkers, true},
                                                      {"units", &InputTables::units, false},
                                                      {"absences", &InputTables::absences, false},
                                                      {"reductions", &InputTables::reductions, false},
                                                      {"skills", &InputTables::skills, false},
                                                      {"exclusions", &InputTables::exclusions, false},
                                                      {"limits", &InputTables::limits, false},
                                                      {"assignments", &InputTables::assignments, false},
                                                      {"overrides", &InputTables::overrides, false},
                                                      {"delegations", &InputTables::delegations, false},
                                                      {"deciders", &InputTables::deciders, false},
                                                      {"duty", &InputTables::duty, false},
                                                      {"protection", &InputTables::protection, false},
                                                      {"travel", &InputTables::travel, false},
                                                      {"specialisms", &InputTables::specialisms, false},
                                                      {"events", &InputTables::events, false},
                                                      {"handovers", &InputTables::handovers, false},
                                                      {"worker_pairs", &InputTables::worker_pairs, false},
                                                      {"links", &InputTables::links, false},
                                                      {"agreements", &InputTables::agreements, false},
                                                      {"carried_load", &InputTables::carried_load, false}}};

}  // namespace

Table table_of_rows(const Json& rows, std::string_view name) {
  // Rows may carry extensions, which no reader looks at; only then is a copy made.
  if (rows.is_array() && std::any_of(rows.begin(), rows.end(), [](const Json& row) { return row.is_object() && row.contains("extensions"); })) {
    Json without = rows;
    for (Json& row : without) {
      if (row.is_object()) row.erase("extensions");
    }
    return table_from_json(name, without.dump());
  }
  return table_from_json(name, rows.dump());
}

AllocationInput read_input(ObjectReader& r, std::string_view otherwise) {
  const Zone zone = Zone::load(r.text("zone", otherwise));
  InputTables tables;
  std::list<Table> kept;
  for (const TableField& field : table_fields) {
    const Json* rows = r.raw(field.name);
    if (rows == nullptr) {
      if (field.needed) r.fail(field.name, ErrorCode::missing_value, "an array of rows, which may be empty");
      continue;
    }
    kept.push_back(table_of_rows(*rows, field.name));
    tables.*field.place = &kept.back();
  }
  AllocationInput input = read_input(tables, zone);
  input.extensions = r.extensions();
  return input;
}

std::string to_json(const AllocationInput& input) {
  std::string text = "{\"schema_version\":\"" + std::string(schema_version) + "\"";
  const auto add = [&](const Table& table, bool even_if_empty = false) {
    if (table.rows() == 0 && !even_if_empty) return;
    text += ",\n\"" + table.name() + "\":" + to_json(table);
  };
  add(cases_table(input), true);
  add(caseworkers_table(input), true);
  add(units_table(input));
  add(absences_table(input));
  add(reductions_table(input));
  add(odd_skills_table(input));
  add(exclusions_table(input));
  add(limits_table(input));
  add(standing_assignments_table(input));
  add(overrides_table(input));
  add(delegations_table(input));
  add(deciders_table(input));
  add(duty_table(input));
  add(protection_table(input));
  add(travel_table(input));
  add(specialisms_table(input));
  add(events_table(input));
  add(handovers_table(input));
  add(worker_pairs_table(input));
  add(links_table(input));
  add(agreements_table(input));
  add(carried_load_table(input));
  if (!input.extensions.empty()) {
    Json holder = Json::object();
    json_io::put_extensions(holder, input.extensions, "input");
    text += ",\n\"extensions\":" + holder["extensions"].dump();
  }
  return text + "}";
}

AllocationInput input_from_json(std::string_view json) {
  return json_io::read_document(json, "input", [](ObjectReader& r) { return read_input(r, Zone::default_name); });
}

}  // namespace evenload::allocation
