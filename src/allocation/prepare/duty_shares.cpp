#include "evenload/allocation/duty.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

#include "people.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

using detail::refuse_row;

std::unordered_set<CaseworkerId> taking_part(const AllocationInput& input,
                                             std::span<const CaseworkerId> participants) {
  std::unordered_set<CaseworkerId> known;
  std::unordered_set<CaseworkerId> part;
  for (const Caseworker& row : input.caseworkers) {
    known.insert(row.id);
    if (participants.empty() && !row.student) part.insert(row.id);
  }
  for (std::size_t i = 0; i < participants.size(); ++i) {
    if (known.count(participants[i]) == 0) {
      refuse_row(ErrorCode::unknown_id, "participants", "caseworker", i,
                 "a caseworker of the caseworkers table", participants[i].value());
    }
    part.insert(participants[i]);
  }
  return part;
}

/// Days of the period that are not lost to absence.
Rational present_days(const Caseworker& row, const HolidayCalendar& calendar, Date first,
                      Date last) {
  Rational present;
  for (Date day = first; day <= last; day += std::chrono::days(1)) {
    if (!calendar.is_working_day(day)) continue;
    Rational away;
    for (const workload::Absence& absence : row.working_time.absences) {
      if (absence.from <= day && day <= absence.to) away = away + absence.share;
    }
    present = present + (Rational(1) - std::min(away, Rational(1)));
  }
  return present;
}

}  // namespace

std::vector<DutyShare> duty_shares(const AllocationInput& input, const AllocationPolicy& policy,
                                   Date first, Date last,
                                   std::span<const CaseworkerId> participants) {
  if (last < first) {
    refuse_row(ErrorCode::ends_before_start, "duty_shares", "last", std::nullopt,
               "a day on or after " + evenload::to_string(first), evenload::to_string(last));
  }
  detail::check_people_rows(input);
  const auto part = taking_part(input, participants);
  const Zone zone = Zone::load(policy.zone);
  const HolidayCalendar calendar(policy.holidays);

  std::vector<DutyShare> shares;
  std::vector<Rational> claims;
  std::unordered_map<CaseworkerId, std::size_t> place;
  const bool by_contract =
      std::all_of(input.caseworkers.begin(), input.caseworkers.end(), [&](const Caseworker& row) {
        return part.count(row.id) == 0 || row.working_time.contracted_hours > Rational(0);
      });
  for (std::size_t i = 0; i < input.caseworkers.size(); ++i) {
    const Caseworker& row = input.caseworkers[i];
    if (part.count(row.id) == 0) continue;
    place.emplace(row.id, shares.size());
    DutyShare share;
    share.caseworker = row.id;
    share.unit = row.unit;
    shares.push_back(std::move(share));
    claims.push_back(detail::at_row("caseworkers", i, [&] {
      const Rational days = present_days(row, calendar, first, last);
      return by_contract ? row.working_time.contracted_hours * days : days;
    }));
  }

  DutyShare all;
  for (std::size_t i = 0; i < input.duty.size(); ++i) {
    const DutyTurn& turn = input.duty[i];
    const Date begins = zone.local_date(turn.from);
    if (begins < first || last < begins) continue;
    const auto found = place.find(turn.caseworker);
    if (found == place.end()) {
      refuse_row(ErrorCode::unknown_id, "duty", "caseworker", i, "somebody who takes part in the rota",
                 turn.caseworker.value());
    }
    constexpr std::int64_t microseconds = 3'600'000'000;
    const Rational hours((turn.to - turn.from).count(), microseconds);
    for (DutyShare* share : {&shares[found->second], &all}) {
      ++share->turns;
      if (!calendar.is_working_day(begins)) ++share->free_day_turns;
      share->hours = detail::at_row("duty", i, [&] { return share->hours + hours; });
    }
  }

  Rational claimed;
  for (const Rational& claim : claims) claimed = claimed + claim;
  if (claimed == Rational(0)) return shares;  // everybody was away
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const Rational share = claims[k] / claimed;
    shares[k].expected_turns = share * Rational(all.turns);
    shares[k].expected_free_day_turns = share * Rational(all.free_day_turns);
    shares[k].expected_hours = share * all.hours;
  }
  return shares;
}

Table duty_shares_table(std::span<const DutyShare> shares) {
  using Row = DutyShare;
  using Whole = std::int64_t;
  const std::vector<Row> rows(shares.begin(), shares.end());
  return std::move(
             TableBuilder<Row>("duty_shares", rows, EmptyColumns::keep)
                 .id("caseworker", [](const Row& r) { return r.caseworker; })
                 .text("unit", [](const Row& r) { return r.unit.value(); })
                 .column<Whole>("turns", [](const Row& r) { return std::optional(r.turns); })
                 .column<Whole>("free_day_turns",
                                [](const Row& r) { return std::optional(r.free_day_turns); })
                 .number("hours", [](const Row& r) { return std::optional(r.hours); })
                 .number("expected_turns", [](const Row& r) { return std::optional(r.expected_turns); })
                 .number("expected_free_day_turns",
                         [](const Row& r) { return std::optional(r.expected_free_day_turns); })
                 .number("expected_hours",
                         [](const Row& r) { return std::optional(r.expected_hours); }))
      .done();
}

}  // namespace evenload::allocation
