// What changes cost where nothing else is said. Table of docs/models/causes.md.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "changes.hpp"

namespace evenload::allocation {

namespace {

constexpr std::array<std::string_view, relief_kind_count> kind_names = {
    "rule_for_case",         "rule_for_caseworker", "absence_moved",   "border_opened",
    "interpreter",           "hard_limit_raised",   "capacity_raised", "new_cases_raised",
    "category_limit_raised", "new_caseworker",
};

constexpr auto usual_costs = std::to_array<std::pair<std::string_view, std::int64_t>>({
    {"preferred_skills", 1},
    {"continuity", 2},
    {"reopening", 2},
    {"family", 2},
    {"interpreter", 2},
    {"language", 3},
    {"duty", 3},
    {"required_skills", 4},
    {"unit_border", 4},
    {"delegation", 5},
    {"newcomer_protection", 6},
    {"absence", 6},
    {"border", 8},
    {"committee_border", 20},
    {"municipality_border", 20},
    {"new_case_limit", 1},
    {"category_limit", 1},
    {"capacity", 1},
    {"hard_limit", 2},
    {"new_caseworker", 40},
});

/// A rule that came later than the table above.
constexpr std::int64_t other_rule_cost = 5;

std::optional<Rule> rule_named(std::string_view name) {
  for (std::size_t i = 0; i < rule_count; ++i) {
    if (to_string(static_cast<Rule>(i)) == name) return static_cast<Rule>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(ReliefKind kind) noexcept {
  const auto i = static_cast<std::size_t>(kind);
  return i < kind_names.size() ? kind_names[i] : "unknown";
}

namespace detail {

bool is_cost_name(std::string_view name) {
  const bool listed = std::any_of(usual_costs.begin(), usual_costs.end(),
                                  [&](const auto& row) { return row.first == name; });
  if (listed) return true;
  const std::optional<Rule> rule = rule_named(name);
  return rule && !always_stands(*rule);
}

std::optional<Rational> cost_of_name(const CausesOptions& options, std::string_view name) {
  if (!is_cost_name(name)) return std::nullopt;
  if (std::find(options.never.begin(), options.never.end(), name) != options.never.end()) {
    return std::nullopt;
  }
  if (const auto own = options.costs.find(std::string(name)); own != options.costs.end()) {
    return own->second;
  }
  for (const auto& [known, cost] : usual_costs) {
    if (known == name) return Rational(cost);
  }
  return Rational(other_rule_cost);
}

}  // namespace detail

}  // namespace evenload::allocation
