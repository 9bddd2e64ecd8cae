/// \file
/// Results of replays as JSON documents.
#include "document.hpp"

#include <utility>

#include "src/workload/json.hpp"

namespace evenload::allocation {

namespace {

Json week_json(const ReplayWeek& week) {
  return {{"week", evenload::to_string(week.week)},
          {"active", week.active},
          {"open_cases", week.open_cases},
          {"open_cases_replayed", week.open_cases_replayed},
          {"new_cases", week.new_cases},
          {"undistributed", week.undistributed},
          {"waiting", week.waiting},
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

Json summary_json(const ReplaySummary& summary) {
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

Json number_json(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json number_json(const ReplayEstimate& one) {
  return {{"mean", number_json(one.mean)},
          {"deviation", number_json(one.deviation)},
          {"low", number_json(one.low)},
          {"high", number_json(one.high)}};
}

/// {"spread": …, …}
template <class Numbers>
Json by_measure(const Numbers& numbers) {
  Json object = Json::object();
  for (std::size_t m = 0; m < replay_measures; ++m) {
    object[std::string(name_of(static_cast<ReplayMeasure>(m)))] = number_json(numbers[m]);
  }
  return object;
}

Json reading_json(const ReplayReading& reading) {
  Json object = {{"mapping", workload::json_io::json_of(reading.mapping)},
                 {"settings", replaying::json_of(reading.settings)},
                 {"cases", reading.log.cases},
                 {"events", reading.log.events},
                 {"resources", reading.log.resources},
                 {"cases_without_end", reading.log.cases_without_end},
                 {"cases_end_before_start", reading.log.cases_end_before_start},
                 {"cases_end_before_last_event", reading.log.cases_end_before_last_event},
                 {"cases_with_several_resources", reading.log.cases_with_several_resources},
                 {"cases_without_resource", reading.log.cases_without_resource},
                 {"cases_with_deadline", reading.cases_with_deadline},
                 {"median_span_minutes", reading.log.median_span_minutes},
                 {"median_active", reading.log.median_active},
                 {"unknown_caseworkers", reading.unknown_caseworkers},
                 {"replications", reading.replications},
                 {"work", reading.work},
                 {"stop", evenload::to_string(reading.stop)}};
  json_io::put(object, "capacity", reading.capacity);
  object["cannot_know"] = json_io::array_of(reading.cannot_know, [](const std::string& name) {
    return Json{{"name", name},
                {"en", workload::log_sentence(name, "en")},
                {"sv", workload::log_sentence(name, "sv")}};
  });
  return object;
}

}  // namespace

Json replaying::json_of(const ReplayResult& result) {
  Json object = reading_json(result);
  object["summary"] = summary_json(result.summary);
  object["weeks"] =
      json_io::array_of(result.weeks, [](const ReplayWeek& week) { return week_json(week); });
  object["happened"] = by_measure(result.happened);
  object["reference"] = by_measure(result.reference);
  object["replayed"] = by_measure(result.replayed);
  object["difference"] = by_measure(result.difference);
  return object;
}

Json replaying::json_of(const PolicyComparison& comparison) {
  Json object = reading_json(comparison);
  object["happened"] = by_measure(comparison.happened);
  object["baseline"] = comparison.baseline;
  object["policies"] = json_io::array_of(comparison.policies, [](const ComparedPolicy& one) {
    const auto measures = [](const ReplayMeasures& run) { return by_measure(run); };
    return Json{{"name", one.name},
                {"measures", by_measure(one.measures)},
                {"difference", by_measure(one.difference)},
                {"replications", json_io::array_of(one.replications, measures)}};
  });
  return object;
}

std::string to_json(const ReplayResult& result) {
  return json_io::dump_document(replaying::json_of(result), "replay");
}

std::string to_json(const PolicyComparison& comparison) {
  return json_io::dump_document(replaying::json_of(comparison), "comparison");
}

}  // namespace evenload::allocation
