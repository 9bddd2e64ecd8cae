// Tables about caseworkers, written so that read_input gives the same rows again.
#include "enum_names.hpp"
#include "input_tables.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

using json_io::name_of;
constexpr EmptyColumns leave_out = EmptyColumns::leave_out;

/// A choice that is the default stays away.
std::string told(NewWork value) {
  if (value == NewWork::as_usual) return {};
  return std::string(name_of(new_work_choices, value));
}

}  // namespace

Table delegations_table(const AllocationInput& input) {
  using Row = Delegation;
  return std::move(TableBuilder<Row>("delegations", input.delegations, leave_out)
                       .id("caseworker", [](const Row& r) { return r.caseworker; })
                       .text("committee", [](const Row& r) { return r.committee; })
                       .text("type", [](const Row& r) { return r.type; })
                       .column<std::int64_t>("level", [](const Row& r) {
                         return std::optional(r.level);
                       })
                       .column<Date>("from", [](const Row& r) { return r.from; })
                       .column<Date>("to", [](const Row& r) { return r.to; }))
      .done();
}

Table deciders_table(const AllocationInput& input) {
  using Row = Decider;
  using Whole = std::int64_t;
  return std::move(TableBuilder<Row>("deciders", input.deciders, leave_out)
                       .id("caseworker", [](const Row& r) { return r.caseworker; })
                       .column<Whole>("decisions", [](const Row& r) {
                         return std::optional(r.decisions);
                       })
                       .column<Whole>("limit", [](const Row& r) { return r.limit; })
                       .column<Whole>("week_decisions", [](const Row& r) {
                         return std::optional(r.week_decisions);
                       })
                       .column<Whole>("week_limit", [](const Row& r) { return r.week_limit; }))
      .done();
}

Table duty_table(const AllocationInput& input) {
  using Row = DutyTurn;
  using Whole = std::int64_t;
  return std::move(
             TableBuilder<Row>("duty", input.duty, leave_out)
                 .id("caseworker", [](const Row& r) { return r.caseworker; })
                 .column<Instant>("from", [](const Row& r) { return std::optional(r.from); })
                 .column<Instant>("to", [](const Row& r) { return std::optional(r.to); })
                 .exact("share", [](const Row& r) { return std::optional(r.share); })
                 .list("types", [](const Row& r) { return r.types; })
                 .text("before", [](const Row& r) { return told(r.before); })
                 .text("during", [](const Row& r) { return told(r.during); })
                 .text("after", [](const Row& r) { return told(r.after); })
                 .column<Whole>("before_days", [](const Row& r) {
                   return std::optional(r.before_days);
                 })
                 .column<Whole>("after_days", [](const Row& r) {
                   return std::optional(r.after_days);
                 }))
      .done();
}

Table protection_table(const AllocationInput& input) {
  using Row = OwnProtectionStep;
  using Whole = std::int64_t;
  return std::move(
             TableBuilder<Row>("protection", input.protection, leave_out)
                 .id("caseworker", [](const Row& r) { return r.caseworker; })
                 .column<Whole>("from_week", [](const Row& r) {
                   return std::optional(r.step.from_week);
                 })
                 .column<Whole>("to_week", [](const Row& r) { return r.step.to_week; })
                 .column<Whole>("new_cases", [](const Row& r) { return r.step.new_cases; })
                 .exact("new_weight", [](const Row& r) { return r.step.new_weight; })
                 .exact("load_share", [](const Row& r) { return r.step.load_share; })
                 .list("protected_categories", [](const Row& r) {
                   return r.step.protected_categories;
                 })
                 .list("joint_only_categories", [](const Row& r) {
                   return r.step.joint_only_categories;
                 })
                 .flag("newcomer", [](const Row& r) { return r.step.newcomer; }))
      .done();
}

Table travel_table(const AllocationInput& input) {
  using Row = Travel;
  return std::move(TableBuilder<Row>("travel", input.travel, leave_out)
                       .id("caseworker", [](const Row& r) { return r.caseworker; })
                       .text("unit", [](const Row& r) { return r.unit.value(); })
                       .text("place", [](const Row& r) { return r.place; })
                       .exact("amount", [](const Row& r) { return std::optional(r.amount); }))
      .done();
}

Table specialisms_table(const AllocationInput& input) {
  using Row = Specialism;
  return std::move(TableBuilder<Row>("specialisms", input.specialisms, leave_out)
                       .id("caseworker", [](const Row& r) { return r.caseworker; })
                       .text("category", [](const Row& r) { return r.category; })
                       .exact("share", [](const Row& r) { return std::optional(r.share); }))
      .done();
}

}  // namespace evenload::allocation
