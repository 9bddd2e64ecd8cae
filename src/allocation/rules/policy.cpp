// Defaults of the policy (docs/models/allocation.md lists them) and its check.
#include "evenload/allocation/policy.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include "src/allocation/prepare/people.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation {

namespace {

using detail::check_protection_steps;
using detail::refuse_row;

constexpr std::string_view policy_table = "policy";

RuleSetting hard() { return {RuleMode::hard, 0}; }
RuleSetting soft(std::int64_t price) { return {RuleMode::soft, price}; }

bool has_role(const AllocationPolicy& policy, std::string_view name) {
  return std::any_of(policy.roles.begin(), policy.roles.end(), [&](const Role& role) { return role.name == name; });
}

void check_at_least(std::string_view column, std::int64_t value, std::int64_t least) {
  if (value >= least) return;
  refuse_row(ErrorCode::out_of_range, policy_table, column, std::nullopt, "a whole number of at least " + std::to_string(least),
             std::to_string(value));
}

void check_not_negative(std::string_view column, const Rational& value) {
  if (value >= Rational(0)) return;
  refuse_row(ErrorCode::negative_value, policy_table, column, std::nullopt, "a number of at least 0", value.to_string());
}

void check_rules(const AllocationPolicy& policy) {
  for (std::size_t i = 0; i < rule_count; ++i) {
    const auto rule = static_cast<Rule>(i);
    const RuleSetting& setting = policy.rules[i];
    if (!allows(rule, setting.mode)) {
      std::string expected;
      for (const auto& [mode, name] : {std::pair{RuleMode::off, "off"}, {RuleMode::soft, "soft"}, {RuleMode::hard, "hard"}}) {
        if (allows(rule, mode)) expected += (expected.empty() ? "" : " or ") + std::string(name);
      }
      const auto mode = static_cast<std::size_t>(setting.mode);
      constexpr std::string_view names[] = {"off", "soft", "hard"};
      refuse_row(ErrorCode::unsupported, "policy.rules", to_string(rule), i, std::move(expected),
                 mode < 3 ? std::string(names[mode]) : std::to_string(mode));
    }
    if (setting.price < 0) {
      refuse_row(ErrorCode::negative_value, "policy.rules", to_string(rule), i, "a price of at least 0", std::to_string(setting.price));
    }
  }
}

void check_roles(const AllocationPolicy& policy) {
  if (policy.roles.empty()) refuse_row(ErrorCode::missing_value, "policy.roles", "name", std::nullopt, "at least one role", "none");
  for (std::size_t i = 0; i < policy.roles.size(); ++i) {
    const Role& role = policy.roles[i];
    if (role.name.empty()) refuse_row(ErrorCode::missing_value, "policy.roles", "name", i, "a name", "nothing");
    for (std::size_t k = 0; k < i; ++k) {
      if (policy.roles[k].name == role.name) refuse_row(ErrorCode::duplicate_id, "policy.roles", "name", i, "each role once", role.name);
    }
    if (role.share < Rational(0)) {
      refuse_row(ErrorCode::negative_value, "policy.roles", "share", i, "a share of at least 0", role.share.to_string());
    }
  }
  if (policy.rule(Rule::risk_two_workers).mode == RuleMode::hard && !has_role(policy, policy.second_role)) {
    refuse_row(ErrorCode::unknown_id, policy_table, "second_role", std::nullopt, "the name of a role of the policy", policy.second_role);
  }
}

using RolePairs = std::vector<std::array<std::string, 2>>;

bool names_pair(const RolePairs& pairs, const std::array<std::string, 2>& wanted) {
  return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
    return pair == wanted || (pair[0] == wanted[1] && pair[1] == wanted[0]);
  });
}

void check_pairs_of_roles(const AllocationPolicy& policy, const RolePairs& pairs, std::string_view column, std::size_t i) {
  constexpr std::string_view table = "policy.roles_of_type";
  for (const auto& pair : pairs) {
    for (const std::string& name : pair) {
      if (!has_role(policy, name)) refuse_row(ErrorCode::unknown_id, table, column, i, "the name of a role of the policy", name);
    }
    if (pair[0] == pair[1]) refuse_row(ErrorCode::contradiction, table, column, i, "two different roles", pair[0] + " twice");
  }
}

void check_roles_of_type(const AllocationPolicy& policy) {
  constexpr std::string_view table = "policy.roles_of_type";
  for (std::size_t i = 0; i < policy.roles_of_type.size(); ++i) {
    const RolesOfType& row = policy.roles_of_type[i];
    for (std::size_t k = 0; k < i; ++k) {
      if (policy.roles_of_type[k].case_type == row.case_type) {
        refuse_row(ErrorCode::duplicate_id, table, "case_type", i, "one row for a case type", row.case_type);
      }
    }
    if (row.roles.empty()) refuse_row(ErrorCode::missing_value, table, "roles", i, "at least one role", "none");
    for (std::size_t k = 0; k < row.roles.size(); ++k) {
      if (!has_role(policy, row.roles[k])) refuse_row(ErrorCode::unknown_id, table, "roles", i, "the name of a role of the policy", row.roles[k]);
      if (std::find(row.roles.begin(), row.roles.begin() + static_cast<std::ptrdiff_t>(k), row.roles[k]) !=
          row.roles.begin() + static_cast<std::ptrdiff_t>(k)) {
        refuse_row(ErrorCode::duplicate_id, table, "roles", i, "each role once", row.roles[k]);
      }
    }
    check_pairs_of_roles(policy, row.same_person, "same_person", i);
    check_pairs_of_roles(policy, row.same_unit, "same_unit", i);
    check_pairs_of_roles(policy, row.other_unit, "other_unit", i);
    for (const auto& pair : row.other_unit) {
      if (names_pair(row.same_person, pair) || names_pair(row.same_unit, pair)) {
        refuse_row(ErrorCode::contradiction, table, "other_unit", i, "roles that need not have one unit or one caseworker", pair[0] + ", " + pair[1]);
      }
    }
  }
}

void check_deadlines(const AllocationPolicy& policy) {
  constexpr std::string_view table = "policy.deadlines";
  for (std::size_t i = 0; i < policy.deadlines.size(); ++i) {
    const DeadlineOfType& row = policy.deadlines[i];
    for (std::size_t k = 0; k < i; ++k) {
      if (policy.deadlines[k].case_type == row.case_type && policy.deadlines[k].phase == row.phase) {
        refuse_row(ErrorCode::duplicate_id, table, "case_type", i, "one row for a case type and phase", row.case_type + ", " + row.phase);
      }
    }
    if (row.rule.anchor != "received") {
      refuse_row(ErrorCode::unsupported, table, "anchor", i, "received, the only event that the cases carry", row.rule.anchor);
    }
    if (row.rule.amount < 0) refuse_row(ErrorCode::negative_value, table, "amount", i, "at least 0", std::to_string(row.rule.amount));
  }
}

void check_share(std::string_view column, const Rational& value) {
  if (value >= Rational(0) && value <= Rational(1)) return;
  refuse_row(ErrorCode::out_of_range, policy_table, column, std::nullopt, "a share from 0 to 1", value.to_string());
}

void check_protection(const AllocationPolicy& policy) {
  for (std::size_t i = 0; i < policy.protection.size(); ++i) {
    const ProtectionClass& one = policy.protection[i];
    constexpr std::string_view table = "policy.protection";
    if (one.name.empty()) refuse_row(ErrorCode::missing_value, table, "name", i, "a name", "nothing");
    for (std::size_t k = 0; k < i; ++k) {
      if (policy.protection[k].name == one.name) refuse_row(ErrorCode::duplicate_id, table, "name", i, "each name once", one.name);
    }
    check_protection_steps(one.steps, std::string(table) + "[" + std::to_string(i) + "].steps");
  }
}

/// What concerns rules about caseworkers.
void check_people(const AllocationPolicy& policy) {
  check_at_least("deadline_window_days", policy.deadline_window_days, 0);
  if (policy.week_cases_limit) check_at_least("week_cases_limit", *policy.week_cases_limit, 0);
  check_share("presence_share", policy.presence_share);
  if (policy.travel_limit) check_not_negative("travel_limit", *policy.travel_limit);
  if (policy.newcomer_second_share) check_not_negative("newcomer_second_share", *policy.newcomer_second_share);
  if (policy.at && Zone::load(policy.zone).local_date(*policy.at) != *policy.on) {
    refuse_row(ErrorCode::contradiction, policy_table, "at", std::nullopt, "a moment of " + evenload::to_string(*policy.on) + " in " + policy.zone, evenload::to_string(*policy.at));
  }
  if (!policy.student_class.empty() && policy.measurement.capacity) {
    const auto& classes = policy.measurement.capacity->classes;
    if (std::none_of(classes.begin(), classes.end(), [&](const workload::ReductionClass& c) { return c.name == policy.student_class; })) {
      refuse_row(ErrorCode::unknown_id, policy_table, "student_class", std::nullopt, "a class of reductions of the capacity rule", policy.student_class);
    }
  }
  check_protection(policy);
}

void check_reopening(const AllocationPolicy& policy) {
  constexpr std::string_view table = "policy.reopening_of_type";
  for (std::size_t i = 0; i < policy.reopening_of_type.size(); ++i) {
    const ReopeningOfType& row = policy.reopening_of_type[i];
    for (std::size_t k = 0; k < i; ++k) {
      if (policy.reopening_of_type[k].case_type == row.case_type) {
        refuse_row(ErrorCode::duplicate_id, table, "case_type", i, "one row for a case type", row.case_type);
      }
    }
    if (row.case_type.empty()) refuse_row(ErrorCode::missing_value, table, "case_type", i, "a case type", "nothing");
    if (row.months < 0) refuse_row(ErrorCode::negative_value, table, "months", i, "at least 0", std::to_string(row.months));
    if (row.setting.price < 0) refuse_row(ErrorCode::negative_value, table, "price", i, "a price of at least 0", std::to_string(row.setting.price));
    if (!allows(Rule::reopening, row.setting.mode)) {
      refuse_row(ErrorCode::out_of_range, table, "mode", i, "off, soft or hard", std::to_string(static_cast<std::int32_t>(row.setting.mode)));
    }
  }
}

void check_interpreters(const AllocationPolicy& policy) {
  constexpr std::int64_t most = 260;  // working days of a year
  constexpr std::string_view table = "policy.interpreter_days_of";
  const auto check_days = [&](std::string_view of, std::string_view column, std::optional<std::size_t> row, std::int64_t days) {
    if (days < 0 || days > most) refuse_row(ErrorCode::out_of_range, of, column, row, "working days from 0 to 260", std::to_string(days));
  };
  check_days(policy_table, "interpreter_days", std::nullopt, policy.interpreter_days);
  for (std::size_t i = 0; i < policy.interpreter_days_of.size(); ++i) {
    const InterpreterDays& row = policy.interpreter_days_of[i];
    for (std::size_t k = 0; k < i; ++k) {
      if (policy.interpreter_days_of[k].language == row.language) {
        refuse_row(ErrorCode::duplicate_id, table, "language", i, "one row for a language", row.language);
      }
    }
    if (row.language.empty()) refuse_row(ErrorCode::missing_value, table, "language", i, "a language", "nothing");
    check_days(table, "days", i, row.days);
  }
}

void check_handover(const HandoverLoad& handover) {
  constexpr std::string_view table = "policy.handover";
  if (handover.weeks < 0) refuse_row(ErrorCode::negative_value, table, "weeks", std::nullopt, "at least 0", std::to_string(handover.weeks));
  for (const auto& [column, share] : {std::pair{"receiver", handover.receiver}, {"giver", handover.giver}}) {
    if (share < Rational(0)) refuse_row(ErrorCode::negative_value, table, column, std::nullopt, "a share of at least 0", share.to_string());
  }
}

}  // namespace

void detail::check_protection_steps(const std::vector<ProtectionStep>& steps, std::string_view table) {
  std::vector<std::size_t> order(steps.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return steps[a].from_week < steps[b].from_week; });
  for (std::size_t k = 0; k < order.size(); ++k) {
    const ProtectionStep& step = steps[order[k]];
    const auto refuse = [&](ErrorCode code, std::string_view column, std::string expected, std::string found) {
      refuse_row(code, table, column, order[k], std::move(expected), std::move(found));
    };
    if (step.from_week < 0) refuse(ErrorCode::negative_value, "from_week", "a week of at least 0", std::to_string(step.from_week));
    if (step.to_week && *step.to_week <= step.from_week) {
      refuse(ErrorCode::ends_before_start, "to_week", "a week after week " + std::to_string(step.from_week), std::to_string(*step.to_week));
    }
    if (step.new_cases && *step.new_cases < 0) refuse(ErrorCode::negative_value, "new_cases", "at least 0", std::to_string(*step.new_cases));
    if (step.new_weight && *step.new_weight < Rational(0)) refuse(ErrorCode::negative_value, "new_weight", "at least 0", step.new_weight->to_string());
    if (step.load_share && *step.load_share < Rational(0)) refuse(ErrorCode::negative_value, "load_share", "at least 0", step.load_share->to_string());
    if (k == 0) continue;
    const ProtectionStep& before = steps[order[k - 1]];
    if (before.from_week == step.from_week || (before.to_week && *before.to_week > step.from_week)) {
      refuse(ErrorCode::overlap_in_bands, "from_week", "weeks that do not overlap with row " + std::to_string(order[k - 1]), std::to_string(step.from_week));
    }
  }
}

AllocationPolicy::AllocationPolicy() {
  Role lead;
  Role second;
  second.name = "second";
  second.share = Rational(1, 2);
  second.needs_delegation = false;  // the lead decides
  roles = {lead, second};

  measurement.bands = {
      {"within capacity", "#2e7d32", Rational(0), false},
      {"at capacity", "#b26a00", Rational(1), false},
      {"overloaded", "#b71c1c", Rational(11, 10), true},
  };

  rules.fill(hard());
  rule(Rule::preferred_skills) = soft(5);
  rule(Rule::language) = {RuleMode::hard, 5};  // the price of an interpreter, where one will do
  rule(Rule::reopening) = soft(30);
  rule(Rule::continuity) = soft(10);
  rule(Rule::family) = soft(15);
  rule(Rule::wishes) = soft(5);
  rule(Rule::late_start) = soft(2);
  rule(Rule::named_decider) = soft(3);
  rule(Rule::specialisms) = soft(5);
  rule(Rule::travel) = soft(1);  // for each unit of measure
  rule(Rule::municipality_border) = {RuleMode::hard, 5};  // the price of an agreement, where one covers the case
  rule(Rule::planned_handover) = soft(5);
}

void check(const AllocationPolicy& policy) {
  if (!policy.on) refuse_row(ErrorCode::missing_value, policy_table, "on", std::nullopt, "the day of allocation", "nothing");
  check_at_least("horizon_weeks", policy.horizon_weeks, 1);
  check_at_least("start_window_days", policy.start_window_days, 1);
  check_at_least("reopening_window_months", policy.reopening_window_months, 0);
  check_not_negative("cost_weight", policy.cost_weight);
  check_not_negative("hard_limit_factor", policy.hard_limit_factor);
  if (policy.new_cases_limit) check_at_least("new_cases_limit", *policy.new_cases_limit, 0);
  if (policy.balance != optimize::Balance::squares && policy.balance != optimize::Balance::peak && policy.balance != optimize::Balance::leximin) {
    refuse_row(ErrorCode::out_of_range, policy_table, "balance", std::nullopt, "squares, peak or leximin",
               std::to_string(static_cast<std::int32_t>(policy.balance)));
  }
  if (policy.overload_place != optimize::OverloadPlace::after_must && policy.overload_place != optimize::OverloadPlace::after_unassigned) {
    refuse_row(ErrorCode::out_of_range, policy_table, "overload_place", std::nullopt, "after_must or after_unassigned",
               std::to_string(static_cast<std::int32_t>(policy.overload_place)));
  }
  check_people(policy);
  if (policy.carry_over) {
    if (policy.carry_over->half_life_weeks < 1) {
      refuse_row(ErrorCode::out_of_range, "policy.carry_over", "half_life_weeks", std::nullopt, "at least 1", std::to_string(policy.carry_over->half_life_weeks));
    }
    for (const auto& [column, value] : {std::pair{"share", policy.carry_over->share}, std::pair{"most", policy.carry_over->most}}) {
      if (value < Rational(0)) refuse_row(ErrorCode::negative_value, "policy.carry_over", column, std::nullopt, "a number of at least 0", value.to_string());
    }
  }
  check_roles(policy);
  check_roles_of_type(policy);
  check_deadlines(policy);
  check_reopening(policy);
  check_interpreters(policy);
  check_handover(policy.handover);
  check_at_least("hold_notice_days", policy.hold_notice_days, 0);
  check_rules(policy);
  workload::check(policy.measurement, "policy.measurement");
  Zone::load(policy.zone);
}

}  // namespace evenload::allocation
