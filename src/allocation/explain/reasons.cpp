#include "evenload/allocation/reasons.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "evenload/core/errors.hpp"

namespace evenload::allocation {

namespace {

constexpr ReasonParameter text(std::string_view name) { return {name, ParameterKind::text, false}; }
constexpr ReasonParameter integer(std::string_view name) { return {name, ParameterKind::integer, false}; }
constexpr ReasonParameter number(std::string_view name) { return {name, ParameterKind::number, false}; }
constexpr ReasonParameter date(std::string_view name) { return {name, ParameterKind::date, false}; }
constexpr ReasonParameter maybe(ReasonParameter parameter) { return {parameter.name, parameter.kind, true}; }

enum class Sight { open, allocator_only };

/// One code: its name, who may see it, and its parameters (up to four).
struct CodeRow {
  ReasonCode code;
  std::string_view name;
  Sight sight;
  std::array<ReasonParameter, 4> parameters;
  std::size_t parameter_count;
};

template <class... Parameters>
constexpr CodeRow row(ReasonCode code, std::string_view name, Sight sight, Parameters... parameters) {
  return {code, name, sight, {parameters...}, sizeof...(parameters)};
}

using enum ReasonCode;
constexpr Sight everyone = Sight::open;
constexpr Sight allocator_only = Sight::allocator_only;

/// Ascending by code. A unit or committee is optional where the row that should name it may leave it empty.
constexpr std::array reason_rows = {
    row(not_available, "not_available", everyone),
    row(other_unit, "other_unit", everyone, text("case_unit"), maybe(text("caseworker_unit"))),
    row(missing_skill, "missing_skill", everyone, text("skill")),
    row(expired_skill, "expired_skill", everyone, text("skill"), date("expired")),
    row(delegation_too_low, "delegation_too_low", everyone, integer("needed"), integer("held")),
    row(conflict_of_interest, "conflict_of_interest", allocator_only),
    row(absent, "absent", allocator_only, date("from"), date("to")),
    row(newcomer_category, "newcomer_category", allocator_only, text("category")),
    row(newcomer_joint_only, "newcomer_joint_only", allocator_only, text("category")),
    row(missing_language, "missing_language", everyone, text("language")),
    row(not_on_duty, "not_on_duty", everyone),
    row(not_previous_caseworker, "not_previous_caseworker", everyone, text("previous")),
    row(not_family_caseworker, "not_family_caseworker", everyone, text("family")),
    row(zero_capacity, "zero_capacity", allocator_only),
    row(base_past_hard_limit, "base_past_hard_limit", everyone, number("base_load"), number("hard_limit")),
    row(forbidden_by_override, "forbidden_by_override", everyone, text("reason")),
    row(role_needs_other_person, "role_needs_other_person", everyone, text("role")),
    row(other_committee, "other_committee", everyone, text("case_committee"), maybe(text("caseworker_committee"))),
    row(newcomer_not_lead, "newcomer_not_lead", allocator_only, text("role")),
    row(belongs_with, "belongs_with", everyone, text("caseworker")),
    row(student_may_not, "student_may_not", everyone, text("role")),
    row(too_far, "too_far", everyone, text("place"), number("amount"), number("limit")),
    row(works_remotely, "works_remotely", everyone, date("date")),
    row(away_when_needed, "away_when_needed", allocator_only, date("from"), date("to"), date("needed")),
    row(decider_not_available, "decider_not_available", allocator_only, text("decider")),
    row(past_hard_limit, "past_hard_limit", everyone, number("load"), number("hard_limit")),
    row(category_limit_reached, "category_limit_reached", everyone, text("category"), number("limit")),
    row(newcomer_limit_reached, "newcomer_limit_reached", allocator_only, number("limit")),
    row(new_case_limit_reached, "new_case_limit_reached", everyone, integer("limit")),
    row(lead_not_placed, "lead_not_placed", everyone, text("role")),
    row(delegation_expired, "delegation_expired", everyone, integer("level"), date("expired")),
    row(decider_without_room, "decider_without_room", everyone, text("decider"), integer("limit")),
    row(week_limit_reached, "week_limit_reached", everyone, number("limit"), number("received"), maybe(text("category"))),
    row(around_duty, "around_duty", everyone, number("limit")),
    row(away_some_days, "away_some_days", allocator_only, integer("days"), integer("price")),
    row(other_municipality, "other_municipality", everyone, text("case_municipality"), maybe(text("caseworker_municipality"))),
    row(kept_apart, "kept_apart", allocator_only, text("caseworker")),
    row(away_on_visit_day, "away_on_visit_day", allocator_only, date("date")),
    row(role_in_wrong_unit, "role_in_wrong_unit", everyone, text("role"), maybe(text("unit"))),
    row(interpreter_too_late, "interpreter_too_late", everyone, text("language"), date("from"), date("deadline")),
    row(no_eligible_caseworker, "no_eligible_caseworker", everyone),
    row(no_room, "no_room", everyone),
    row(would_overload, "would_overload", everyone),
    row(held, "held", everyone, text("held_by"), maybe(date("held_until"))),
    row(left_by_override, "left_by_override", everyone, text("reason")),
    row(displaced_by_others, "displaced_by_others", everyone),
    row(linked_cases_share_nobody, "linked_cases_share_nobody", everyone, text("link")),
    row(two_workers_needed, "two_workers_needed", everyone, text("role")),
    row(awaiting_allocation, "awaiting_allocation", everyone),
    row(held_for_now, "held_for_now", everyone),
    row(left_by_person, "left_by_person", everyone),
    row(best_level, "best_level", everyone, text("level"), number("difference")),
    row(only_eligible, "only_eligible", everyone),
    row(announced_stays, "announced_stays", everyone),
    row(started_stays, "started_stays", everyone),
    row(set_by_override, "set_by_override", everyone, text("reason")),
    row(decided_by_person, "decided_by_person", everyone),
    row(chosen_by_level, "chosen_by_level", everyone, text("level")),
    row(chosen_by_rules, "chosen_by_rules", everyone),
    row(prefers_skill_missing, "prefers_skill_missing", everyone, text("skill"), integer("price")),
    row(continuity_broken, "continuity_broken", everyone, text("previous"), integer("price")),
    row(continuity_kept, "continuity_kept", everyone, text("previous")),
    row(family_kept, "family_kept", everyone, text("family")),
    row(family_broken, "family_broken", everyone, text("family"), integer("price")),
    row(wished, "wished", everyone, text("category")),
    row(unwished, "unwished", everyone, text("category"), integer("price")),
    row(late_start, "late_start", allocator_only, integer("days"), integer("price")),
    row(interpreter_needed, "interpreter_needed", everyone, text("language"), integer("price")),
    row(soft_other_unit, "soft_other_unit", everyone, text("case_unit"), maybe(text("caseworker_unit")), integer("price")),
    row(same_unit_as_family, "same_unit_as_family", everyone, text("family"), text("unit")),
    row(soft_rule, "soft_rule", everyone, text("rule"), integer("price")),
    row(decided_by, "decided_by", everyone, text("decider"), integer("price")),
    row(specialism_elsewhere, "specialism_elsewhere", everyone, text("category"), integer("price")),
    row(specialism_kept, "specialism_kept", everyone, text("category")),
    row(ReasonCode::travel, "travel", everyone, text("place"), number("amount"), integer("price")),
    row(would_hand_over, "would_hand_over", everyone, text("unit"), date("on"), maybe(integer("price"))),
    row(by_agreement, "by_agreement", everyone, text("municipality"), integer("price")),
    row(interpreter_lead_time, "interpreter_lead_time", allocator_only, text("language"), integer("days"), integer("price")),
    row(holder_cannot_take, "holder_cannot_take", everyone, text("caseworker")),
    row(unknown_previous_caseworker, "unknown_previous_caseworker", everyone, text("case"), text("caseworker")),
    row(unknown_family_caseworker, "unknown_family_caseworker", everyone, text("case"), text("caseworker")),
    row(work_to_cover, "work_to_cover", everyone, text("caseworker"), number("base_load")),
    row(base_load_past_hard_limit, "base_load_past_hard_limit", everyone, text("caseworker"), number("base_load"), number("hard_limit")),
    row(fixed_past_hard_limit, "fixed_past_hard_limit", everyone, text("caseworker"), number("load"), number("hard_limit")),
    row(override_against_rule, "override_against_rule", everyone, text("case"), text("caseworker"), text("rule")),
    row(empty_unit, "empty_unit", everyone, text("unit")),
    row(hold_expired, "hold_expired", everyone, text("case"), date("held_until")),
    row(deadline_passed, "deadline_passed", everyone, text("case"), date("deadline")),
    row(unknown_current_caseworker, "unknown_current_caseworker", everyone, text("case"), text("caseworker")),
    row(unknown_exclusion, "unknown_exclusion", everyone, text("case"), text("caseworker")),
    row(clock_already_running, "clock_already_running", everyone, text("case"), integer("hours")),
    row(nobody_on_duty, "nobody_on_duty", everyone, text("case")),
    row(student_without_supervisor, "student_without_supervisor", everyone, text("caseworker")),
    row(introduction_without_schedule, "introduction_without_schedule", allocator_only, text("caseworker"), text("class")),
    row(event_in_open_case, "event_in_open_case", everyone, text("case"), number("weight"), maybe(date("until"))),
    row(hold_ends_soon, "hold_ends_soon", everyone, text("case"), text("held_by"), date("held_until")),
    row(room_reserved, "room_reserved", everyone, text("unit"), number("load"), integer("cases")),
    row(handed_over, "handed_over", everyone, text("case"), number("load"), date("until")),
    row(remembered_load, "remembered_load", everyone, text("caseworker"), number("load")),
    row(unknown_carried_load, "unknown_carried_load", everyone, text("caseworker")),
    row(cause_rule, "cause_rule", everyone, text("rule"), maybe(integer("people")), maybe(text("detail")), maybe(text("unit"))),
    row(cause_protected_rule, "cause_protected_rule", allocator_only, text("rule"), maybe(integer("people")), maybe(text("detail")), maybe(text("unit"))),
    row(cause_hard_limits, "cause_hard_limits", everyone, integer("people"), maybe(text("unit"))),
    row(cause_capacities, "cause_capacities", everyone, integer("people"), maybe(text("unit"))),
    row(cause_standing, "cause_standing", everyone, integer("people"), maybe(text("unit"))),
    row(change_rule, "change_rule", allocator_only, text("rule"), maybe(text("case")), maybe(text("caseworker"))),
    row(change_limit, "change_limit", allocator_only, text("limit"), text("caseworker"), number("by"), maybe(text("category"))),
    row(change_new_caseworker, "change_new_caseworker", everyone, number("capacity"), maybe(text("unit")), maybe(integer("delegation")), maybe(text("skills"))),
    row(change_border, "change_border", everyone, text("case_unit"), text("unit")),
    row(change_interpreter, "change_interpreter", everyone, text("case"), text("language")),
};

static_assert(std::is_sorted(reason_rows.begin(), reason_rows.end(), [](const CodeRow& a, const CodeRow& b) { return a.code < b.code; }));

const CodeRow* find(ReasonCode code) noexcept {
  const auto at = std::lower_bound(reason_rows.begin(), reason_rows.end(), code, [](const CodeRow& a, ReasonCode b) { return a.code < b; });
  return at != reason_rows.end() && at->code == code ? &*at : nullptr;
}

bool fits(ParameterKind kind, const ReasonValue& value) noexcept {
  switch (kind) {
    case ParameterKind::text: return std::holds_alternative<std::string>(value);
    case ParameterKind::integer: return std::holds_alternative<std::int64_t>(value);
    case ParameterKind::number: return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
    case ParameterKind::date: return std::holds_alternative<Date>(value);
  }
  return false;
}

std::string_view kind_name(ParameterKind kind) noexcept {
  constexpr std::array<std::string_view, 4> names = {"text", "a whole number", "a number", "a date"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view to_string(ReasonCode code) noexcept {
  const CodeRow* known = find(code);
  return known == nullptr ? "unknown" : known->name;
}

ReasonCode reason_code_from_string(std::string_view name) {
  const auto at = std::find_if(reason_rows.begin(), reason_rows.end(), [&](const CodeRow& row) { return row.name == name; });
  if (at == reason_rows.end()) {
    throw InvalidDataError({ErrorCode::invalid_argument, "reason", "code", std::nullopt, "the name of a reason code", std::string(name)});
  }
  return at->code;
}

bool is_protected(ReasonCode code) noexcept {
  const CodeRow* known = find(code);
  return known != nullptr && known->sight == Sight::allocator_only;
}

const std::vector<ReasonCode>& all_reason_codes() {
  static const std::vector<ReasonCode> all = [] {
    std::vector<ReasonCode> codes;
    codes.reserve(reason_rows.size());
    for (const CodeRow& row : reason_rows) codes.push_back(row.code);
    return codes;
  }();
  return all;
}

std::span<const ReasonParameter> parameters_of(ReasonCode code) noexcept {
  const CodeRow* known = find(code);
  return known == nullptr ? std::span<const ReasonParameter>() : std::span(known->parameters).first(known->parameter_count);
}

void check(const Reason& reason) {
  const std::string table = "reason." + std::string(to_string(reason.code));
  if (find(reason.code) == nullptr) {
    throw InvalidDataError({ErrorCode::invalid_argument, "reason", "code", std::nullopt, "a reason code",
                            std::to_string(static_cast<std::int32_t>(reason.code))});
  }
  const std::span<const ReasonParameter> documented = parameters_of(reason.code);
  for (std::size_t i = 0; i < reason.parameters.size(); ++i) {
    const auto& [name, value] = reason.parameters[i];
    const auto known = std::find_if(documented.begin(), documented.end(), [&, &key = name](const ReasonParameter& p) { return p.name == key; });
    if (known == documented.end()) {
      throw InvalidDataError({ErrorCode::invalid_argument, table, name, std::nullopt, "a documented parameter", name});
    }
    if (!fits(known->kind, value)) {
      throw InvalidDataError({ErrorCode::wrong_type, table, name, std::nullopt, std::string(kind_name(known->kind)), "another type"});
    }
    const auto same_name = [&, &key = name](const auto& earlier) { return earlier.first == key; };
    if (std::any_of(reason.parameters.begin(), reason.parameters.begin() + static_cast<std::ptrdiff_t>(i), same_name)) {
      throw InvalidDataError({ErrorCode::invalid_argument, table, name, std::nullopt, "each parameter once", name});
    }
  }
  for (const ReasonParameter& needed : documented) {
    const auto given = [&](const auto& parameter) { return parameter.first == needed.name; };
    if (!needed.optional && std::none_of(reason.parameters.begin(), reason.parameters.end(), given)) {
      throw InvalidDataError({ErrorCode::missing_value, table, std::string(needed.name), std::nullopt,
                              std::string(kind_name(needed.kind)), "nothing"});
    }
  }
}

}  // namespace evenload::allocation
