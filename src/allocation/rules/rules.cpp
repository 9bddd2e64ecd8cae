// Names of rules, and the switches that make sense for each.
#include <algorithm>
#include <array>
#include <string>

#include "evenload/allocation/policy.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::allocation {

namespace {

/// What a rule can be: some are borders that no price can move, some are prices that exclude nobody.
enum class Switches { hard_only, off_or_hard, off_or_soft, any };

struct RuleRow {
  std::string_view name;
  Switches switches;
};

/// By Rule. Absence and protection have no soft form: a price would show the reader what only the allocator may know.
constexpr std::array<RuleRow, rule_count> rule_table = {{
    {"unit_border", Switches::any},
    {"committee_border", Switches::off_or_hard},
    {"required_skills", Switches::any},
    {"preferred_skills", Switches::any},
    {"delegation", Switches::any},
    {"conflict_of_interest", Switches::hard_only},
    {"absence", Switches::off_or_hard},
    {"newcomer_protection", Switches::off_or_hard},
    {"language", Switches::any},
    {"duty", Switches::any},
    {"reopening", Switches::any},
    {"continuity", Switches::any},
    {"family", Switches::any},
    {"wishes", Switches::off_or_soft},
    {"late_start", Switches::off_or_soft},
    {"category_limits", Switches::off_or_hard},
    {"new_case_limit", Switches::off_or_hard},
    {"risk_two_workers", Switches::off_or_hard},
    {"named_decider", Switches::off_or_soft},
    {"two_worker_lead", Switches::off_or_hard},
    {"students", Switches::off_or_hard},
    {"duty_rest", Switches::off_or_hard},
    {"deadline_absence", Switches::any},
    {"specialisms", Switches::off_or_soft},
    {"travel", Switches::any},
    {"remote", Switches::any},
    {"municipality_border", Switches::off_or_hard},
    {"worker_pairs", Switches::off_or_hard},
    {"no_lone_visits", Switches::off_or_hard},
    {"parallel_roles", Switches::off_or_hard},
    {"planned_handover", Switches::any},
    {"transfer", Switches::off_or_hard},
    {"case_events", Switches::off_or_hard},
}};

}  // namespace

std::string_view to_string(Rule rule) noexcept {
  const auto index = static_cast<std::size_t>(rule);
  return index < rule_count ? rule_table[index].name : std::string_view("unknown");
}

Rule rule_from_string(std::string_view name) {
  const auto at = std::find_if(rule_table.begin(), rule_table.end(), [&](const RuleRow& row) { return row.name == name; });
  if (at == rule_table.end()) {
    throw InvalidDataError({ErrorCode::invalid_argument, "policy.rules", "rule", std::nullopt, "the name of a rule", std::string(name)});
  }
  return static_cast<Rule>(at - rule_table.begin());
}

bool allows(Rule rule, RuleMode mode) noexcept {
  const auto index = static_cast<std::size_t>(rule);
  if (index >= rule_count) return false;
  switch (rule_table[index].switches) {
    case Switches::hard_only: return mode == RuleMode::hard;
    case Switches::off_or_hard: return mode == RuleMode::off || mode == RuleMode::hard;
    case Switches::off_or_soft: return mode == RuleMode::off || mode == RuleMode::soft;
    case Switches::any: return mode == RuleMode::off || mode == RuleMode::soft || mode == RuleMode::hard;
  }
  return false;
}

}  // namespace evenload::allocation
