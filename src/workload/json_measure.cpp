#include "json.hpp"

namespace evenload::workload::json_io {

using evenload::json_io::array_of;
using evenload::json_io::put;
using evenload::json_io::put_extensions;
using evenload::json_io::to_json;

LoadBand read_load_band(ObjectReader& r) {
  LoadBand band;
  band.name = r.text("name");
  band.colour = r.text("colour", "");
  band.from = r.rational("from");
  band.strictly_above = r.boolean("strictly_above", band.strictly_above);
  return band;
}

Json json_of(const LoadBand& band) {
  Json object{{"name", band.name}, {"from", to_json(band.from)}, {"strictly_above", band.strictly_above}};
  put(object, "colour", band.colour);
  return object;
}

MeasurementRule read_measurement_rule(ObjectReader& r) {
  MeasurementRule rule;
  rule.weights = r.maybe_object("weights", read_weight_scheme);
  rule.capacity = r.maybe_object("capacity", read_capacity_rule);
  rule.bands = r.objects("bands", read_load_band);
  rule.fixed_load = r.rational("fixed_load", rule.fixed_load);
  if (const auto decimals = r.maybe_integer("ratio_decimals")) {
    // Wider than int is beyond every limit of check, so the value only has to stay out of range.
    rule.ratio_decimals = *decimals == static_cast<int>(*decimals) ? static_cast<int>(*decimals) : -1;
  }
  rule.extensions = r.extensions();
  check(rule, r.place());
  return rule;
}

Json json_of(const MeasurementRule& rule) {
  Json object{{"bands", array_of(rule.bands, [](const LoadBand& band) { return json_of(band); })}};
  if (rule.weights) object["weights"] = json_of(*rule.weights);
  if (rule.capacity) object["capacity"] = json_of(*rule.capacity);
  if (rule.fixed_load != Rational(0)) object["fixed_load"] = to_json(rule.fixed_load);
  put(object, "ratio_decimals", rule.ratio_decimals);
  put_extensions(object, rule.extensions, "measurement_rule");
  return object;
}

HeldCase read_held_case(ObjectReader& r) {
  HeldCase held;
  held.case_id = r.id<CaseId>("case");
  held.caseworker = r.id<CaseworkerId>("caseworker");
  held.role = r.text("role", held.role);
  held.case_type = r.text("type", "");
  held.phase = r.text("phase", "");
  held.factors = r.texts("factors");
  held.categories = r.texts("categories");
  held.weight = r.maybe_rational("weight");
  held.row = r.maybe_integer("row");
  return held;
}

Json json_of(const HeldCase& held) {
  Json object{{"case", to_json(held.case_id)}, {"caseworker", to_json(held.caseworker)}, {"role", held.role}};
  put(object, "type", held.case_type);
  put(object, "phase", held.phase);
  if (!held.factors.empty()) object["factors"] = held.factors;
  if (!held.categories.empty()) object["categories"] = held.categories;
  put(object, "weight", held.weight);
  put(object, "row", held.row);
  return object;
}

MeasuredCaseworker read_measured_caseworker(ObjectReader& r) {
  MeasuredCaseworker person;
  person.id = r.id<CaseworkerId>("id");
  person.unit = r.maybe_id<UnitId>("unit").value_or(UnitId{});
  person.capacity = r.maybe_rational("capacity");
  person.working_time = r.maybe_object("working_time", read_working_time).value_or(WorkingTime{});
  person.base_load = r.rational("base_load", 0);
  person.work_for_others = r.rational("work_for_others", 0);
  person.work_by_others = r.rational("work_by_others", 0);
  person.perceived = r.maybe_rational("perceived");
  person.supervisor = r.maybe_id<CaseworkerId>("supervisor").value_or(CaseworkerId{});
  return person;
}

Json json_of(const MeasuredCaseworker& person) {
  Json object{{"id", to_json(person.id)},
              {"working_time", json_of(person.working_time)},
              {"base_load", to_json(person.base_load)},
              {"work_for_others", to_json(person.work_for_others)},
              {"work_by_others", to_json(person.work_by_others)}};
  if (!person.unit.empty()) object["unit"] = to_json(person.unit);
  put(object, "capacity", person.capacity);
  put(object, "perceived", person.perceived);
  if (!person.supervisor.empty()) object["supervisor"] = to_json(person.supervisor);
  return object;
}

Measurement read_measurement(ObjectReader& r) {
  Measurement measurement;
  measurement.caseworker = r.id<CaseworkerId>("caseworker");
  measurement.unit = r.maybe_id<UnitId>("unit").value_or(UnitId{});
  measurement.on = r.date("date");
  measurement.load = r.rational("load");
  measurement.capacity = r.rational("capacity");
  measurement.ratio = r.maybe_rational("ratio");
  measurement.band = r.text("band", "");
  measurement.perceived = r.maybe_rational("perceived");
  measurement.cases = r.integer("cases");
  r.integer_members("by_category", [&](const std::string& category, std::int64_t count) { measurement.by_category.emplace(category, count); });
  return measurement;
}

Json json_of(const Measurement& measurement) {
  Json object{{"caseworker", to_json(measurement.caseworker)},
              {"date", to_json(measurement.on)},
              {"load", to_json(measurement.load)},
              {"capacity", to_json(measurement.capacity)},
              {"ratio", measurement.ratio ? to_json(*measurement.ratio) : Json()},
              {"cases", measurement.cases},
              {"by_category", measurement.by_category}};
  if (!measurement.unit.empty()) object["unit"] = to_json(measurement.unit);
  put(object, "band", measurement.band);
  put(object, "perceived", measurement.perceived);
  return object;
}

MeasurementResult read_measurement_result(ObjectReader& r) {
  MeasurementResult result;
  result.rows = r.objects("rows", read_measurement);
  result.unmatched = r.ids<CaseId>("unmatched");
  result.extensions = r.extensions();
  return result;
}

Json json_of(const MeasurementResult& result) {
  Json object{{"rows", array_of(result.rows, [](const Measurement& measurement) { return json_of(measurement); })},
              {"unmatched", array_of(result.unmatched, [](const CaseId& id) { return to_json(id); })}};
  put_extensions(object, result.extensions, "measurement_result");
  return object;
}

}  // namespace evenload::workload::json_io
