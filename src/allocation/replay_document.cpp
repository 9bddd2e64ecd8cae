/// \file
/// Mapping and result of a replay as JSON documents, and the result as a table.
#include <array>
#include <utility>

#include "evenload/allocation/replay.hpp"
#include "src/core/cells.hpp"
#include "src/core/json_reader.hpp"
#include "src/core/json_writer.hpp"

namespace evenload::allocation {

namespace {

using json_io::Choice;
using json_io::Json;
using json_io::ObjectReader;

constexpr std::array<Choice<OpenReading>, 2> open_readings = {{{"dates", OpenReading::dates}, {"events", OpenReading::events}}};

constexpr std::array<Choice<OwnerReading>, 4> owner_readings = {{{"responsible", OwnerReading::responsible},
                                                                 {"most_events", OwnerReading::most_events},
                                                                 {"first_event", OwnerReading::first_event},
                                                                 {"last_event", OwnerReading::last_event}}};

constexpr std::array<Choice<ActiveReading>, 2> active_readings = {
    {{"events_in_week", ActiveReading::events_in_week}, {"first_to_last", ActiveReading::first_to_last}}};

LogMapping read_mapping(ObjectReader& r) {
  LogMapping mapping;
  mapping.case_column = r.text("case_column");
  mapping.activity_column = r.text("activity_column", "");
  mapping.time_column = r.text("time_column");
  mapping.resource_column = r.text("resource_column");
  mapping.type_column = r.text("type_column", "");
  mapping.deadline_column = r.text("deadline_column", "");
  mapping.start_column = r.text("start_column", "");
  mapping.end_column = r.text("end_column", "");
  mapping.responsible_column = r.text("responsible_column", "");
  mapping.zone = r.text("zone", mapping.zone);
  mapping.open = r.choice("open", open_readings, mapping.open);
  mapping.owner = r.choice("owner", owner_readings, mapping.owner);
  mapping.active = r.choice("active", active_readings, mapping.active);
  mapping.ignored_resources = r.texts("ignored_resources");
  mapping.default_weight = r.rational("default_weight", mapping.default_weight);
  for (auto& [type, weight] : r.objects("weight_of_type", [](ObjectReader& row) {
         return std::pair(row.text("type"), row.rational("weight"));
       })) {
    mapping.weight_of_type[type] = weight;
  }
  mapping.capacity = r.maybe_rational("capacity");
  const std::int64_t patience = r.integer("patience_weeks", mapping.patience_weeks);
  if (patience < 0 || patience > 100'000) r.fail("patience_weeks", ErrorCode::out_of_range, "a number of weeks from 0 to 100000");
  mapping.patience_weeks = static_cast<int>(patience);
  mapping.from = r.maybe_date("from");
  mapping.to = r.maybe_date("to");
  check(mapping);
  return mapping;
}

Json json_of(const LogMapping& mapping) {
  Json object = {{"case_column", mapping.case_column},
                 {"time_column", mapping.time_column},
                 {"resource_column", mapping.resource_column},
                 {"zone", mapping.zone},
                 {"open", to_string(mapping.open)},
                 {"owner", to_string(mapping.owner)},
                 {"active", to_string(mapping.active)},
                 {"ignored_resources", mapping.ignored_resources},
                 {"default_weight", json_io::to_json(mapping.default_weight)},
                 {"patience_weeks", mapping.patience_weeks}};
  json_io::put(object, "activity_column", mapping.activity_column);
  json_io::put(object, "type_column", mapping.type_column);
  json_io::put(object, "deadline_column", mapping.deadline_column);
  json_io::put(object, "start_column", mapping.start_column);
  json_io::put(object, "end_column", mapping.end_column);
  json_io::put(object, "responsible_column", mapping.responsible_column);
  json_io::put(object, "capacity", mapping.capacity);
  json_io::put(object, "from", mapping.from);
  json_io::put(object, "to", mapping.to);
  Json weights = Json::array();
  for (const auto& [type, weight] : mapping.weight_of_type) weights.push_back({{"type", type}, {"weight", json_io::to_json(weight)}});
  object["weight_of_type"] = std::move(weights);
  return object;
}

Json json_of(const ReplayWeek& week) {
  return {{"week", evenload::to_string(week.week)},
          {"active", week.active},
          {"open_cases", week.open_cases},
          {"new_cases", week.new_cases},
          {"undistributed", week.undistributed},
          {"spread_happened", week.spread_happened},
          {"spread_replayed", week.spread_replayed},
          {"peak_happened", week.peak_happened},
          {"peak_replayed", week.peak_replayed},
          {"load_away_happened", week.load_away_happened},
          {"load_away_replayed", week.load_away_replayed},
          {"hand_overs_happened", week.hand_overs_happened},
          {"hand_overs_replayed", week.hand_overs_replayed},
          {"resource_changes", week.resource_changes}};
}

Json json_of(const ReplaySummary& summary) {
  return {{"weeks", summary.weeks},
          {"active", summary.active},
          {"open_cases", summary.open_cases},
          {"spread_happened", summary.spread_happened},
          {"spread_replayed", summary.spread_replayed},
          {"peak_happened", summary.peak_happened},
          {"peak_replayed", summary.peak_replayed},
          {"highest_happened", summary.highest_happened},
          {"highest_replayed", summary.highest_replayed},
          {"load_away_happened", summary.load_away_happened},
          {"load_away_replayed", summary.load_away_replayed},
          {"hand_overs_happened", summary.hand_overs_happened},
          {"hand_overs_replayed", summary.hand_overs_replayed},
          {"resource_changes", summary.resource_changes},
          {"undistributed", summary.undistributed}};
}

}  // namespace

std::string_view to_string(OpenReading reading) noexcept { return open_readings[static_cast<std::size_t>(reading)].name; }
std::string_view to_string(OwnerReading reading) noexcept { return owner_readings[static_cast<std::size_t>(reading)].name; }
std::string_view to_string(ActiveReading reading) noexcept { return active_readings[static_cast<std::size_t>(reading)].name; }

LogMapping log_mapping_from_json(std::string_view json) { return json_io::read_document(json, "mapping", read_mapping); }

std::string to_json(const LogMapping& mapping) { return json_io::dump_document(json_of(mapping), "mapping"); }

std::string to_json(const ReplayResult& result) {
  Json object = {{"mapping", json_of(result.mapping)},
                 {"capacity", json_io::to_json(result.capacity)},
                 {"summary", json_of(result.summary)},
                 {"cases", result.cases},
                 {"events", result.events},
                 {"resources", result.resources},
                 {"cases_without_end", result.cases_without_end},
                 {"cases_end_before_start", result.cases_end_before_start},
                 {"cases_end_before_last_event", result.cases_end_before_last_event},
                 {"cases_with_several_resources", result.cases_with_several_resources},
                 {"cases_without_resource", result.cases_without_resource},
                 {"median_span_minutes", result.median_span_minutes},
                 {"median_active", result.median_active},
                 {"work", result.work},
                 {"stop", evenload::to_string(result.stop)}};
  object["weeks"] = json_io::array_of(result.weeks, [](const ReplayWeek& week) { return json_of(week); });
  object["cannot_know"] = json_io::array_of(result.cannot_know, [](const std::string& name) {
    return Json{{"name", name}, {"en", replay_sentence(name, "en")}, {"sv", replay_sentence(name, "sv")}};
  });
  return json_io::dump_document(std::move(object), "replay");
}

Table to_table(const ReplayResult& result) {
  Table table("replay", result.weeks.size());
  const auto add = [&](const char* name, auto cells, auto value) {
    cells.reserve(result.weeks.size());
    for (const ReplayWeek& week : result.weeks) cells.push_back(value(week));
    table.add({name, std::move(cells), {}});
  };
  add("week", Texts(), [](const ReplayWeek& week) { return evenload::to_string(week.week); });
  add("active", Integers(), [](const ReplayWeek& week) { return week.active; });
  add("open_cases", Integers(), [](const ReplayWeek& week) { return week.open_cases; });
  add("new_cases", Integers(), [](const ReplayWeek& week) { return week.new_cases; });
  add("undistributed", Integers(), [](const ReplayWeek& week) { return week.undistributed; });
  add("spread_happened", Floats(), [](const ReplayWeek& week) { return week.spread_happened; });
  add("spread_replayed", Floats(), [](const ReplayWeek& week) { return week.spread_replayed; });
  add("peak_happened", Floats(), [](const ReplayWeek& week) { return week.peak_happened; });
  add("peak_replayed", Floats(), [](const ReplayWeek& week) { return week.peak_replayed; });
  add("load_away_happened", Floats(), [](const ReplayWeek& week) { return week.load_away_happened; });
  add("load_away_replayed", Floats(), [](const ReplayWeek& week) { return week.load_away_replayed; });
  add("hand_overs_happened", Integers(), [](const ReplayWeek& week) { return week.hand_overs_happened; });
  add("hand_overs_replayed", Integers(), [](const ReplayWeek& week) { return week.hand_overs_replayed; });
  add("resource_changes", Integers(), [](const ReplayWeek& week) { return week.resource_changes; });
  return table;
}

}  // namespace evenload::allocation
