// Checks of the side tables about caseworkers.
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "refuse.hpp"
#include "src/allocation/prepare/people.hpp"

namespace evenload::allocation::detail {

namespace {

using Known = std::unordered_set<CaseworkerId>;

void check_known(const Known& known, std::string_view table, const CaseworkerId& id,
                 std::size_t row) {
  check_id(id.value(), table, "caseworker", static_cast<std::int64_t>(row));
  if (known.count(id) != 0) return;
  refuse_row(ErrorCode::unknown_id, table, "caseworker", row,
             "a caseworker of the caseworkers table", id.value());
}

void not_negative(std::string_view table, std::string_view column, std::size_t row,
                  const std::optional<std::int64_t>& value) {
  if (!value || *value >= 0) return;
  refuse_row(ErrorCode::negative_value, table, column, row, "a whole number of at least 0",
             std::to_string(*value));
}

void check_share(std::string_view table, std::size_t row, const Rational& share) {
  if (share >= Rational(0) && share <= Rational(1)) return;
  refuse_row(ErrorCode::out_of_range, table, "share", row, "a share from 0 to 1",
             share.to_string());
}

void check_authority(const AllocationInput& input, const Known& known) {
  Known deciders;
  for (const Caseworker& row : input.caseworkers) {
    if (!row.decider.empty()) deciders.insert(row.decider);
  }
  // A decider may stand outside the table, but then somebody names them.
  const auto check_person = [&](std::string_view table, const CaseworkerId& id, std::size_t row) {
    check_id(id.value(), table, "caseworker", static_cast<std::int64_t>(row));
    if (known.count(id) != 0 || deciders.count(id) != 0) return;
    refuse_row(ErrorCode::unknown_id, table, "caseworker", row,
               "a caseworker of the caseworkers table, or somebody's decider", id.value());
  };
  for (std::size_t i = 0; i < input.delegations.size(); ++i) {
    const Delegation& row = input.delegations[i];
    check_person("delegations", row.caseworker, i);
    not_negative("delegations", "level", i, row.level);
    if (row.from && row.to && *row.to < *row.from) {
      refuse_row(ErrorCode::ends_before_start, "delegations", "to", i,
                 "a last day on or after " + evenload::to_string(*row.from), evenload::to_string(*row.to));
    }
  }
  Known seen;
  for (std::size_t i = 0; i < input.deciders.size(); ++i) {
    const Decider& row = input.deciders[i];
    check_person("deciders", row.caseworker, i);
    if (!seen.insert(row.caseworker).second) {
      refuse_row(ErrorCode::duplicate_id, "deciders", "caseworker", i, "each decider once",
                 row.caseworker.value());
    }
    not_negative("deciders", "decisions", i, row.decisions);
    not_negative("deciders", "limit", i, row.limit);
    not_negative("deciders", "week_decisions", i, row.week_decisions);
    not_negative("deciders", "week_limit", i, row.week_limit);
  }
}

void check_duty(const AllocationInput& input, const Known& known) {
  for (std::size_t i = 0; i < input.duty.size(); ++i) {
    const DutyTurn& row = input.duty[i];
    check_known(known, "duty", row.caseworker, i);
    if (row.to <= row.from) {
      refuse_row(ErrorCode::ends_before_start, "duty", "to", i, "an end after " + evenload::to_string(row.from),
                 evenload::to_string(row.to));
    }
    check_share("duty", i, row.share);
    not_negative("duty", "before_days", i, row.before_days);
    not_negative("duty", "after_days", i, row.after_days);
    for (const auto& [column, value] : {std::pair{"before", row.before}, {"during", row.during}, {"after", row.after}}) {
      const auto number = static_cast<std::int32_t>(value);
      if (number >= 0 && number <= 2) continue;
      refuse_row(ErrorCode::out_of_range, "duty", column, i, "as_usual, half or none",
                 std::to_string(number));
    }
  }
}

/// Errors name the row of the table, whosever steps they are.
void check_own_protection(const AllocationInput& input, const Known& known) {
  std::unordered_map<CaseworkerId, std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < input.protection.size(); ++i) {
    check_known(known, "protection", input.protection[i].caseworker, i);
    rows[input.protection[i].caseworker].push_back(i);
  }
  for (std::size_t i = 0; i < input.protection.size(); ++i) {
    const std::vector<std::size_t>& own = rows[input.protection[i].caseworker];
    if (own.front() != i) continue;
    std::vector<ProtectionStep> steps;
    for (const std::size_t row : own) steps.push_back(input.protection[row].step);
    try {
      check_protection_steps(steps, "protection");
    } catch (const InvalidDataError& error) {
      ErrorInfo info = error.info();
      info.row = static_cast<std::int64_t>(own[static_cast<std::size_t>(*info.row)]);
      throw InvalidDataError(info);
    }
  }
}

void check_travel(const AllocationInput& input, const Known& known) {
  for (std::size_t i = 0; i < input.travel.size(); ++i) {
    const Travel& row = input.travel[i];
    if (row.caseworker.empty() == row.unit.empty()) {
      refuse_row(row.unit.empty() ? ErrorCode::missing_value : ErrorCode::contradiction, "travel",
                 "unit", i, "a caseworker or a unit, and not both", row.unit.value());
    }
    if (!row.caseworker.empty()) check_known(known, "travel", row.caseworker, i);
    if (row.place.empty()) {
      refuse_row(ErrorCode::missing_value, "travel", "place", i, "a place", "nothing");
    }
    if (row.amount < Rational(0)) {
      refuse_row(ErrorCode::negative_value, "travel", "amount", i, "a number of at least 0",
                 row.amount.to_string());
    }
  }
}

void check_specialisms(const AllocationInput& input, const Known& known) {
  std::set<std::pair<CaseworkerId, std::string>> seen;
  for (std::size_t i = 0; i < input.specialisms.size(); ++i) {
    const Specialism& row = input.specialisms[i];
    check_known(known, "specialisms", row.caseworker, i);
    if (row.category.empty()) {
      refuse_row(ErrorCode::missing_value, "specialisms", "category", i, "a category", "nothing");
    }
    check_share("specialisms", i, row.share);
    if (!seen.emplace(row.caseworker, row.category).second) {
      refuse_row(ErrorCode::duplicate_id, "specialisms", "category", i,
                 "each specialism of a caseworker once", row.category);
    }
  }
}

}  // namespace

void check_people_rows(const AllocationInput& input) {
  Known known;
  for (const Caseworker& row : input.caseworkers) known.insert(row.id);
  check_authority(input, known);
  check_duty(input, known);
  check_own_protection(input, known);
  check_travel(input, known);
  check_specialisms(input, known);
}

}  // namespace evenload::allocation::detail
