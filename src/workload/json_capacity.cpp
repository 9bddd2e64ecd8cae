#include "json.hpp"
#include "reduction_kinds.hpp"

namespace evenload::workload::json_io {

using evenload::json_io::array_of;
using evenload::json_io::Choice;
using evenload::json_io::name_of;
using evenload::json_io::put;
using evenload::json_io::put_extensions;
using evenload::json_io::to_json;

namespace {

constexpr std::array<Choice<ExperienceClock>, 3> clocks{
    {{"profession", ExperienceClock::profession}, {"employer", ExperienceClock::employer}, {"case_type", ExperienceClock::case_type}}};
constexpr std::array<Choice<CapacityRounding>, 2> roundings{{{"none", CapacityRounding::none}, {"truncate", CapacityRounding::truncate}}};

}  // namespace

Experience read_experience(ObjectReader& r) {
  Experience experience;
  experience.profession_since = r.maybe_date("profession_since");
  experience.employer_since = r.maybe_date("employer_since");
  experience.case_type_since = r.maybe_date("case_type_since");
  return experience;
}

Json json_of(const Experience& experience) {
  Json object = Json::object();
  put(object, "profession_since", experience.profession_since);
  put(object, "employer_since", experience.employer_since);
  put(object, "case_type_since", experience.case_type_since);
  return object;
}

ExperienceBand read_experience_band(ObjectReader& r) {
  ExperienceBand band;
  band.name = r.text("name", "");
  band.from_months = r.integer("from_months", band.from_months);
  band.to_months = r.maybe_integer("to_months");
  band.norm = r.rational("norm");
  return band;
}

Json json_of(const ExperienceBand& band) {
  Json object{{"name", band.name}, {"from_months", band.from_months}, {"norm", to_json(band.norm)}};
  put(object, "to_months", band.to_months);
  return object;
}

Reduction read_reduction(ObjectReader& r) {
  Reduction reduction;
  reduction.reduction_class = r.text("class", "");
  reduction.kind = r.choice("kind", reduction_kinds);
  reduction.amount = r.rational("amount");
  reduction.from = r.maybe_date("from");
  reduction.to = r.maybe_date("to");
  return reduction;
}

Json json_of(const Reduction& reduction) {
  Json object{{"kind", name_of(reduction_kinds, reduction.kind)}, {"amount", to_json(reduction.amount)}};
  put(object, "class", reduction.reduction_class);
  put(object, "from", reduction.from);
  put(object, "to", reduction.to);
  return object;
}

Absence read_absence(ObjectReader& r) {
  Absence absence;
  absence.from = r.date("from");
  absence.to = r.maybe_date("to").value_or(open_end);
  absence.share = r.rational("share", absence.share);
  return absence;
}

Json json_of(const Absence& absence) {
  return {{"from", to_json(absence.from)}, {"to", to_json(absence.to)}, {"share", to_json(absence.share)}};
}

WorkingTime read_working_time(ObjectReader& r) {
  WorkingTime time;
  time.contracted_hours = r.rational("contracted_hours", time.contracted_hours);
  time.experience = r.maybe_object("experience", read_experience).value_or(Experience{});
  time.reductions = r.objects("reductions", read_reduction);
  time.absences = r.objects("absences", read_absence);
  return time;
}

Json json_of(const WorkingTime& time) {
  return {{"contracted_hours", to_json(time.contracted_hours)},
          {"experience", json_of(time.experience)},
          {"reductions", array_of(time.reductions, [](const Reduction& reduction) { return json_of(reduction); })},
          {"absences", array_of(time.absences, [](const Absence& absence) { return json_of(absence); })}};
}

CapacityRule read_capacity_rule(ObjectReader& r) {
  CapacityRule rule;
  rule.full_time_hours = r.rational("full_time_hours", rule.full_time_hours);
  rule.clock = r.choice("clock", clocks, rule.clock);
  rule.bands = r.objects("bands", read_experience_band);
  rule.rounding = r.choice("rounding", roundings, rule.rounding);
  rule.extensions = r.extensions();
  check(rule, r.place());
  return rule;
}

Json json_of(const CapacityRule& rule) {
  Json object{{"full_time_hours", to_json(rule.full_time_hours)},
              {"clock", name_of(clocks, rule.clock)},
              {"bands", array_of(rule.bands, [](const ExperienceBand& band) { return json_of(band); })},
              {"rounding", name_of(roundings, rule.rounding)}};
  put_extensions(object, rule.extensions, "capacity_rule");
  return object;
}

}  // namespace evenload::workload::json_io
