/// \file
/// Result of a replay as JSON documents, and the result as a table.
#include <utility>

#include "evenload/allocation/replay.hpp"
#include "src/core/cells.hpp"
#include "src/core/json_writer.hpp"
#include "src/workload/json.hpp"

namespace evenload::allocation {

namespace {

using json_io::Json;

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

std::string to_json(const ReplayResult& result) {
  Json object = {{"mapping", workload::json_io::json_of(result.mapping)},
                 {"capacity", json_io::to_json(result.capacity)},
                 {"summary", json_of(result.summary)},
                 {"cases", result.log.cases},
                 {"events", result.log.events},
                 {"resources", result.log.resources},
                 {"cases_without_end", result.log.cases_without_end},
                 {"cases_end_before_start", result.log.cases_end_before_start},
                 {"cases_end_before_last_event", result.log.cases_end_before_last_event},
                 {"cases_with_several_resources", result.log.cases_with_several_resources},
                 {"cases_without_resource", result.log.cases_without_resource},
                 {"median_span_minutes", result.log.median_span_minutes},
                 {"median_active", result.log.median_active},
                 {"work", result.work},
                 {"stop", evenload::to_string(result.stop)}};
  object["weeks"] = json_io::array_of(result.weeks, [](const ReplayWeek& week) { return json_of(week); });
  object["cannot_know"] = json_io::array_of(result.cannot_know, [](const std::string& name) {
    return Json{{"name", name}, {"en", workload::log_sentence(name, "en")}, {"sv", workload::log_sentence(name, "sv")}};
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
