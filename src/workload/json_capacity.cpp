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
  reduction.kind = r.maybe_choice("kind", reduction_kinds);
  reduction.amount = r.maybe_rational("amount");
  reduction.from = r.maybe_date("from");
  reduction.to = r.maybe_date("to");
  return reduction;
}

Json json_of(const Reduction& reduction) {
  Json object = Json::object();
  put(object, "class", reduction.reduction_class);
  if (reduction.kind) object["kind"] = name_of(reduction_kinds, *reduction.kind);
  put(object, "amount", reduction.amount);
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
  time.weekday_hours = r.rationals("weekday_hours");
  time.cycle_from = r.maybe_date("cycle_from").value_or(time.cycle_from);
  return time;
}

Json json_of(const WorkingTime& time) {
  Json object{{"contracted_hours", to_json(time.contracted_hours)},
              {"experience", json_of(time.experience)},
              {"reductions", array_of(time.reductions, [](const Reduction& reduction) { return json_of(reduction); })},
              {"absences", array_of(time.absences, [](const Absence& absence) { return json_of(absence); })}};
  if (!time.weekday_hours.empty()) {
    object["weekday_hours"] = array_of(time.weekday_hours, [](const Rational& hours) { return to_json(hours); });
    object["cycle_from"] = to_json(time.cycle_from);
  }
  return object;
}

namespace {

ReductionStep read_reduction_step(ObjectReader& r) {
  ReductionStep step;
  step.from_months = r.integer("from_months", step.from_months);
  step.to_months = r.maybe_integer("to_months");
  step.amount = r.rational("amount");
  return step;
}

Json json_of(const ReductionStep& step) {
  Json object{{"from_months", step.from_months}, {"amount", to_json(step.amount)}};
  put(object, "to_months", step.to_months);
  return object;
}

ReductionClass read_reduction_class(ObjectReader& r) {
  ReductionClass kind;
  kind.name = r.text("name");
  kind.kind = r.choice("kind", reduction_kinds);
  kind.amount = r.maybe_rational("amount");
  kind.maximum = r.maybe_rational("maximum");
  kind.steps = r.objects("steps", read_reduction_step);
  kind.clock = r.maybe_choice("clock", clocks);
  kind.everyone = r.boolean("everyone", kind.everyone);
  const std::int64_t rest = r.integer("rest_days", 0);
  // Wider than int is beyond every limit of check, so the value only has to stay out of range.
  kind.rest_days = rest == static_cast<int>(rest) ? static_cast<int>(rest) : -1;
  return kind;
}

Json json_of(const ReductionClass& kind) {
  Json object{{"name", kind.name}, {"kind", name_of(reduction_kinds, kind.kind)}};
  put(object, "amount", kind.amount);
  put(object, "maximum", kind.maximum);
  if (!kind.steps.empty()) object["steps"] = array_of(kind.steps, [](const ReductionStep& step) { return json_of(step); });
  if (kind.clock) object["clock"] = name_of(clocks, *kind.clock);
  if (kind.everyone) object["everyone"] = true;
  if (kind.rest_days != 0) object["rest_days"] = kind.rest_days;
  return object;
}

Holiday read_holiday(ObjectReader& r) {
  Holiday holiday;
  holiday.date = r.date("date");
  holiday.share = r.rational("share", holiday.share);
  return holiday;
}

Json json_of(const Holiday& holiday) { return {{"date", to_json(holiday.date)}, {"share", to_json(holiday.share)}}; }

}  // namespace

CapacityRule read_capacity_rule(ObjectReader& r) {
  CapacityRule rule;
  rule.full_time_hours = r.rational("full_time_hours", rule.full_time_hours);
  rule.clock = r.choice("clock", clocks, rule.clock);
  rule.bands = r.objects("bands", read_experience_band);
  rule.rounding = r.choice("rounding", roundings, rule.rounding);
  rule.classes = r.objects("classes", read_reduction_class);
  rule.holidays = r.objects("holidays", read_holiday);
  rule.extensions = r.extensions();
  check(rule, r.place());
  return rule;
}

Json json_of(const CapacityRule& rule) {
  Json object{{"full_time_hours", to_json(rule.full_time_hours)},
              {"clock", name_of(clocks, rule.clock)},
              {"bands", array_of(rule.bands, [](const ExperienceBand& band) { return json_of(band); })},
              {"rounding", name_of(roundings, rule.rounding)}};
  if (!rule.classes.empty()) object["classes"] = array_of(rule.classes, [](const ReductionClass& kind) { return json_of(kind); });
  if (!rule.holidays.empty()) object["holidays"] = array_of(rule.holidays, [](const Holiday& holiday) { return json_of(holiday); });
  put_extensions(object, rule.extensions, "capacity_rule");
  return object;
}

}  // namespace evenload::workload::json_io
