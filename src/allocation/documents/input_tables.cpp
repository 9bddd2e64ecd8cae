#include "input_tables.hpp"

#include "enum_names.hpp"
#include "evenload/allocation/tables.hpp"
#include "src/allocation/read/read_input.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

using json_io::name_of;

std::vector<std::string> values_of(const std::vector<UnitId>& ids) {
  std::vector<std::string> values;
  for (const UnitId& id : ids) values.push_back(id.value());
  return values;
}

std::vector<std::string> texts_of(const std::vector<Rational>& numbers) {
  std::vector<std::string> texts;
  for (const Rational& number : numbers) texts.push_back(number.to_string());
  return texts;
}

std::vector<std::string> texts_of(const std::vector<Date>& days) {
  std::vector<std::string> texts;
  for (const Date day : days) texts.push_back(evenload::to_string(day));
  return texts;
}

std::vector<std::string> weekdays_of(const Caseworker& caseworker) {
  std::vector<std::string> names;
  for (const int day : caseworker.remote_days) names.emplace_back(weekday_names.at(static_cast<std::size_t>(day - 1)));
  return names;
}

bool fits_the_list(const std::string& skill) {
  const std::size_t colon = skill.rfind(':');
  return colon == std::string::npos || !looks_like_date(std::string_view(skill).substr(colon + 1));
}

std::vector<std::string> skills_of(const Caseworker& caseworker) {
  std::vector<std::string> entries;
  for (const auto& [skill, last_day] : caseworker.skills) {
    if (fits_the_list(skill)) entries.push_back(last_day ? skill + ":" + evenload::to_string(*last_day) : skill);
  }
  return entries;
}

/// Something that belongs to a caseworker, one row each.
template <class Thing>
struct Owned {
  const CaseworkerId* caseworker;
  const Thing* thing;
};

template <class Thing, class Things>
std::vector<Owned<Thing>> all_owned(const AllocationInput& input, Things things) {
  std::vector<Owned<Thing>> all;
  for (const Caseworker& caseworker : input.caseworkers) {
    for (const Thing& thing : things(caseworker)) all.push_back({&caseworker.id, &thing});
  }
  return all;
}

}  // namespace

Table cases_table(const AllocationInput& input) {
  return std::move(TableBuilder<Case>("cases", input.cases, EmptyColumns::leave_out)
                       .id("id", [](const Case& c) { return c.id; })
                       .text("type", [](const Case& c) { return c.type; })
                       .text("phase", [](const Case& c) { return c.phase; })
                       .exact("weight", [](const Case& c) { return c.weight; })
                       .list("factors", [](const Case& c) { return c.factors; })
                       .text("class", [](const Case& c) { return name_of(case_classes, c.case_class); })
                       .column<std::int64_t>("priority", [](const Case& c) { return std::optional(c.priority); })
                       .list("categories", [](const Case& c) { return c.categories; })
                       .text("unit", [](const Case& c) { return c.unit.value(); })
                       .column<Instant>("received", [](const Case& c) { return c.received; })
                       .column<Instant>("deadline", [](const Case& c) { return c.deadline; })
                       .column<Date>("start", [](const Case& c) { return c.start; })
                       .list("required_skills", [](const Case& c) { return c.required_skills; })
                       .list("preferred_skills", [](const Case& c) { return c.preferred_skills; })
                       .column<std::int64_t>("delegation_level", [](const Case& c) { return std::optional(c.delegation_level); })
                       .text("language", [](const Case& c) { return c.language; })
                       .flag("interpreter", [](const Case& c) { return c.interpreter; }, true)
                       .flag("risk", [](const Case& c) { return c.risk; }, true)
                       .flag("duty", [](const Case& c) { return c.duty; }, true)
                       .id("previous_caseworker", [](const Case& c) { return c.previous_caseworker; })
                       .column<Date>("closed", [](const Case& c) { return c.closed; })
                       .id("family_caseworker", [](const Case& c) { return c.family_caseworker; })
                       .id("current_caseworker", [](const Case& c) { return c.current_caseworker; })
                       .text("state", [](const Case& c) { return name_of(assignment_states, c.state); })
                       .flag("released", [](const Case& c) { return c.released; }, true)
                       .list("roles", [](const Case& c) { return c.roles; })
                       .text("link", [](const Case& c) { return c.link; })
                       .id("held_by", [](const Case& c) { return c.held_by; })
                       .column<Date>("held_until", [](const Case& c) { return c.held_until; })
                       .column<Date>("assigned", [](const Case& c) { return c.assigned; })
                       .text("place", [](const Case& c) { return c.place; })
                       .flag("on_site", [](const Case& c) { return c.on_site; }, true)
                       .text("client", [](const Case& c) { return c.client; })
                       .column<Date>("transferred", [](const Case& c) { return c.transferred; })
                       .list("visits", [](const Case& c) { return texts_of(c.visits); }))
      .done();
}

Table caseworkers_table(const AllocationInput& input) {
  using Row = Caseworker;
  return std::move(
             TableBuilder<Row>("caseworkers", input.caseworkers, EmptyColumns::leave_out)
                 .id("id", [](const Row& c) { return c.id; })
                 .text("unit", [](const Row& c) { return c.unit.value(); })
                 .flag("pool", [](const Row& c) { return c.pool; }, true)
                 .list("pool_units", [](const Row& c) { return values_of(c.pool_units); })
                 .exact("capacity", [](const Row& c) { return c.capacity; })
                 .exact("contracted_hours", [](const Row& c) { return std::optional(c.working_time.contracted_hours); })
                 .list("weekday_hours", [](const Row& c) { return texts_of(c.working_time.weekday_hours); })
                 .column<Date>("cycle_from", [](const Row& c) { return c.working_time.cycle_from == Date{} ? std::nullopt : std::optional(c.working_time.cycle_from); })
                 .id("supervisor", [](const Row& c) { return c.supervisor; })
                 .column<Date>("profession_since", [](const Row& c) { return c.working_time.experience.profession_since; })
                 .column<Date>("employer_since", [](const Row& c) { return c.working_time.experience.employer_since; })
                 .column<Date>("case_type_since", [](const Row& c) { return c.working_time.experience.case_type_since; })
                 .exact("base_load", [](const Row& c) { return std::optional(c.base_load); })
                 .exact("hard_limit", [](const Row& c) { return c.hard_limit; })
                 .list("skills", skills_of)
                 .column<std::int64_t>("delegation_level", [](const Row& c) { return std::optional(c.delegation_level); })
                 .list("languages", [](const Row& c) { return c.languages; })
                 .flag("on_duty", [](const Row& c) { return c.on_duty; }, true)
                 .column<Date>("protected_until", [](const Row& c) { return c.protected_until; })
                 .column<std::int64_t>("protected_new_cases", [](const Row& c) { return c.protected_new_cases; })
                 .exact("protected_new_weight", [](const Row& c) { return c.protected_new_weight; })
                 .list("protected_categories", [](const Row& c) { return c.protected_categories; })
                 .list("joint_only_categories", [](const Row& c) { return c.joint_only_categories; })
                 .column<std::int64_t>("new_cases_limit", [](const Row& c) { return c.new_cases_limit; })
                 .list("wished_categories", [](const Row& c) { return c.wished_categories; })
                 .list("unwished_categories", [](const Row& c) { return c.unwished_categories; })
                 .exact("perceived", [](const Row& c) { return c.perceived; })
                 .flag("agency", [](const Row& c) { return c.agency; }, true)
                 .flag("student", [](const Row& c) { return c.student; }, true)
                 .id("decider", [](const Row& c) { return c.decider; })
                 .column<Date>("introduced", [](const Row& c) { return c.introduced; })
                 .text("protection_class", [](const Row& c) { return c.protection_class; })
                 .column<std::int64_t>("week_cases_limit", [](const Row& c) { return c.week_cases_limit; })
                 .column<std::int64_t>("week_cases", [](const Row& c) { return c.week_cases == 0 ? std::nullopt : std::optional(c.week_cases); })
                 .list("remote_days", weekdays_of))
      .done();
}

Table units_table(const AllocationInput& input) {
  return std::move(TableBuilder<Unit>("units", input.units, EmptyColumns::leave_out)
                       .id("id", [](const Unit& u) { return u.id; })
                       .text("label", [](const Unit& u) { return u.label; })
                       .text("committee", [](const Unit& u) { return u.committee; })
                       .text("municipality", [](const Unit& u) { return u.municipality; }))
      .done();
}

Table absences_table(const AllocationInput& input) {
  using Row = Owned<workload::Absence>;
  const auto rows = all_owned<workload::Absence>(input, [](const Caseworker& c) -> auto& { return c.working_time.absences; });
  return std::move(TableBuilder<Row>("absences", rows, EmptyColumns::leave_out)
                       .id("caseworker", [](const Row& r) { return *r.caseworker; })
                       .template column<Date>("from", [](const Row& r) { return std::optional(r.thing->from); })
                       .template column<Date>("to",
                                              [](const Row& r) {
                                                return r.thing->to == workload::open_end ? std::nullopt : std::optional(r.thing->to);
                                              })
                       .exact("share", [](const Row& r) { return std::optional(r.thing->share); }))
      .done();
}

Table reductions_table(const AllocationInput& input) {
  using Row = Owned<workload::Reduction>;
  const auto rows = all_owned<workload::Reduction>(input, [](const Caseworker& c) -> auto& { return c.working_time.reductions; });
  return std::move(TableBuilder<Row>("reductions", rows, EmptyColumns::leave_out)
                       .id("caseworker", [](const Row& r) { return *r.caseworker; })
                       .text("class", [](const Row& r) { return r.thing->reduction_class; })
                       .text("kind", [](const Row& r) { return r.thing->kind ? std::string(name_of(reduction_kinds, *r.thing->kind)) : std::string(); })
                       .exact("amount", [](const Row& r) { return r.thing->amount; })
                       .template column<Date>("from", [](const Row& r) { return r.thing->from; })
                       .template column<Date>("to", [](const Row& r) { return r.thing->to; }))
      .done();
}

Table odd_skills_table(const AllocationInput& input) {
  using Entry = std::map<std::string, std::optional<Date>>::value_type;
  using Row = Owned<Entry>;
  std::vector<Row> rows = all_owned<Entry>(input, [](const Caseworker& c) -> auto& { return c.skills; });
  std::erase_if(rows, [](const Row& r) { return fits_the_list(r.thing->first); });
  return std::move(TableBuilder<Row>("skills", rows, EmptyColumns::leave_out)
                       .id("caseworker", [](const Row& r) { return *r.caseworker; })
                       .text("skill", [](const Row& r) { return r.thing->first; })
                       .template column<Date>("valid_until", [](const Row& r) { return r.thing->second; }))
      .done();
}

Table exclusions_table(const AllocationInput& input) {
  return std::move(TableBuilder<Exclusion>("exclusions", input.exclusions, EmptyColumns::leave_out)
                       .id("case", [](const Exclusion& e) { return e.case_id; })
                       .id("caseworker", [](const Exclusion& e) { return e.caseworker; }))
      .done();
}

Table limits_table(const AllocationInput& input) {
  return std::move(TableBuilder<CategoryLimit>("limits", input.limits, EmptyColumns::leave_out)
                       .id("caseworker", [](const CategoryLimit& l) { return l.caseworker; })
                       .text("category", [](const CategoryLimit& l) { return l.category; })
                       .column<std::int64_t>("cases", [](const CategoryLimit& l) { return l.cases; })
                       .exact("weight", [](const CategoryLimit& l) { return l.weight; })
                       .text("period", [](const CategoryLimit& l) { return l.period == LimitPeriod::allocation ? std::string() : std::string(name_of(limit_periods, l.period)); }))
      .done();
}

Table standing_assignments_table(const AllocationInput& input) {
  using Row = StandingAssignment;
  return std::move(TableBuilder<Row>("assignments", input.assignments, EmptyColumns::leave_out)
                       .id("case", [](const Row& a) { return a.case_id; })
                       .text("role", [](const Row& a) { return a.role; })
                       .id("caseworker", [](const Row& a) { return a.caseworker; })
                       .text("state", [](const Row& a) { return name_of(assignment_states, a.state); })
                       .flag("released", [](const Row& a) { return a.released; }, true)
                       .column<Date>("assigned", [](const Row& a) { return a.assigned; }))
      .done();
}

Table carried_load_table(const AllocationInput& input) {
  return std::move(TableBuilder<CarriedLoad>("carried_load", input.carried_load, EmptyColumns::leave_out)
                       .id("caseworker", [](const CarriedLoad& c) { return c.caseworker; })
                       .column<Date>("week", [](const CarriedLoad& c) { return std::optional(c.week); })
                       .exact("extra_load", [](const CarriedLoad& c) { return std::optional(c.extra_load); }))
      .done();
}

Table overrides_table(const AllocationInput& input) {
  return std::move(TableBuilder<Override>("overrides", input.overrides, EmptyColumns::leave_out)
                       .id("case", [](const Override& o) { return o.case_id; })
                       .text("role", [](const Override& o) { return o.role; })
                       .text("kind", [](const Override& o) { return name_of(override_kinds, o.kind); })
                       .id("caseworker", [](const Override& o) { return o.caseworker; })
                       .text("reason", [](const Override& o) { return o.reason; })
                       .text("decided_by_role", [](const Override& o) { return o.decided_by_role; }))
      .done();
}

}  // namespace evenload::allocation
