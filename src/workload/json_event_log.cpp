#include "evenload/workload/event_log.hpp"

#include <utility>

#include "json.hpp"

namespace evenload::workload {

namespace {

using evenload::json_io::Choice;

constexpr std::array<Choice<OpenReading>, 2> open_readings = {{{"dates", OpenReading::dates}, {"events", OpenReading::events}}};

constexpr std::array<Choice<OwnerReading>, 4> owner_readings = {{{"responsible", OwnerReading::responsible},
                                                                 {"most_events", OwnerReading::most_events},
                                                                 {"first_event", OwnerReading::first_event},
                                                                 {"last_event", OwnerReading::last_event}}};

constexpr std::array<Choice<ActiveReading>, 2> active_readings = {
    {{"events_in_week", ActiveReading::events_in_week}, {"first_to_last", ActiveReading::first_to_last}}};

}  // namespace

std::string_view name_of(OpenReading reading) noexcept { return open_readings[static_cast<std::size_t>(reading)].name; }
std::string_view name_of(OwnerReading reading) noexcept { return owner_readings[static_cast<std::size_t>(reading)].name; }
std::string_view name_of(ActiveReading reading) noexcept { return active_readings[static_cast<std::size_t>(reading)].name; }

LogMapping log_mapping_from_json(std::string_view json) { return evenload::json_io::read_document(json, "mapping", json_io::read_log_mapping); }

std::string to_json(const LogMapping& mapping) { return evenload::json_io::dump_document(json_io::json_of(mapping), "mapping"); }

std::string to_json(const LogHoldings& holdings) {
  using evenload::json_io::Json;
  const LogCounts& counts = holdings.counts;
  Json object = {{"capacity", evenload::json_io::to_json(holdings.capacity)},
                 {"cases", counts.cases},
                 {"events", counts.events},
                 {"resources", counts.resources},
                 {"cases_without_end", counts.cases_without_end},
                 {"cases_end_before_start", counts.cases_end_before_start},
                 {"cases_end_before_last_event", counts.cases_end_before_last_event},
                 {"cases_with_several_resources", counts.cases_with_several_resources},
                 {"cases_without_resource", counts.cases_without_resource},
                 {"median_span_minutes", counts.median_span_minutes},
                 {"median_active", counts.median_active}};
  object["cannot_know"] = evenload::json_io::array_of(holdings.cannot_know, [](const std::string& name) {
    return Json{{"name", name}, {"en", log_sentence(name, "en")}, {"sv", log_sentence(name, "sv")}};
  });
  return evenload::json_io::dump_document(std::move(object), "log_holdings");
}

namespace json_io {

using evenload::json_io::put;
using evenload::json_io::to_json;

LogMapping read_log_mapping(ObjectReader& r) {
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
  for (auto& [activity, phase] : r.objects("phase_of_activity", [](ObjectReader& row) {
         return std::pair(row.text("activity"), row.text("phase"));
       })) {
    mapping.phase_of_activity[activity] = phase;
  }
  mapping.first_phase = r.text("first_phase", "");
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
  mapping.in_order = r.boolean("in_order", false);
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
                 {"open", name_of(mapping.open)},
                 {"owner", name_of(mapping.owner)},
                 {"active", name_of(mapping.active)},
                 {"ignored_resources", mapping.ignored_resources},
                 {"default_weight", to_json(mapping.default_weight)},
                 {"patience_weeks", mapping.patience_weeks},
                 {"in_order", mapping.in_order}};
  put(object, "activity_column", mapping.activity_column);
  put(object, "type_column", mapping.type_column);
  put(object, "deadline_column", mapping.deadline_column);
  put(object, "start_column", mapping.start_column);
  put(object, "end_column", mapping.end_column);
  put(object, "responsible_column", mapping.responsible_column);
  put(object, "capacity", mapping.capacity);
  put(object, "from", mapping.from);
  put(object, "to", mapping.to);
  put(object, "first_phase", mapping.first_phase);
  if (!mapping.phase_of_activity.empty()) {
    Json phases = Json::array();
    for (const auto& [activity, phase] : mapping.phase_of_activity) phases.push_back({{"activity", activity}, {"phase", phase}});
    object["phase_of_activity"] = std::move(phases);
  }
  Json weights = Json::array();
  for (const auto& [type, weight] : mapping.weight_of_type) weights.push_back({{"type", type}, {"weight", to_json(weight)}});
  object["weight_of_type"] = std::move(weights);
  return object;
}

}  // namespace json_io

}  // namespace evenload::workload
