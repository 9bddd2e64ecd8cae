// Lending out what cannot wait. docs/models/verbs.md (11).
#include "evenload/allocation/cover.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/solved.hpp"
#include "verb_tools.hpp"

namespace evenload::allocation {

namespace detail {

namespace {

constexpr std::string_view cover_table = "cover";

void check_cover(const CoverOptions& options, Date on) {
  if (options.to && *options.to < options.from) {
    refuse_row(ErrorCode::ends_before_start, cover_table, "to", std::nullopt,
               "a day on or after " + evenload::to_string(options.from), evenload::to_string(*options.to));
  }
  if (options.to && *options.to < on) {
    refuse_row(ErrorCode::ends_before_start, cover_table, "to", std::nullopt,
               "a day on or after the day of allocation, " + evenload::to_string(on), evenload::to_string(*options.to));
  }
  if (options.redistribute_after_days < 0) {
    refuse_row(ErrorCode::negative_value, cover_table, "redistribute_after_days", std::nullopt, "at least 0",
               std::to_string(options.redistribute_after_days));
  }
}

std::map<Index, std::vector<Date>> visits_inside(const Prepared& p, const CoverOptions& options) {
  std::map<Index, std::vector<Date>> visits;
  for (std::size_t i = 0; i < options.visits.size(); ++i) {
    const Visit& visit = options.visits[i];
    const Index number = case_of(p, visit.case_id, "cover.visits", "case", i);
    if (options.from <= visit.on && visit.on <= *options.to) visits[number].push_back(visit.on);
  }
  for (auto& [number, dates] : visits) std::sort(dates.begin(), dates.end());
  return visits;
}

/// Why a case cannot wait. A deadline that has passed cannot, either.
std::vector<CoverCause> causes_of(const PreparedCase& c, const std::vector<Date>& visits, Date to) {
  std::vector<CoverCause> causes;
  if (c.deadline && *c.deadline <= to) causes.push_back(CoverCause::deadline);
  if (!visits.empty()) causes.push_back(CoverCause::visit);
  if (c.row->risk) causes.push_back(CoverCause::risk);
  return causes;
}

}  // namespace

}  // namespace detail

std::string_view to_string(CoverCause cause) noexcept {
  constexpr std::array<std::string_view, 3> names = {"deadline", "visit", "risk"};
  const auto index = static_cast<std::size_t>(cause);
  return index < names.size() ? names[index] : std::string_view("unknown");
}

Covered cover(const AllocationInput& input, const AllocationPolicy& policy,
              const CaseworkerId& caseworker, const CoverOptions& cover, const SolveOptions& options) {
  using namespace detail;
  const Prepared before = prepare(input, policy);
  check_cover(cover, before.on);
  const Index away = caseworker_of(before, caseworker, cover_table, "caseworker");
  Covered result;
  result.caseworker = caseworker;
  result.from = cover.from;
  result.to = cover.to;
  const std::int64_t days = cover.to ? (*cover.to - cover.from).count() + 1 : 0;
  if (!cover.to || days > cover.redistribute_after_days) {
    RedistributeOptions for_good = cover.redistribute;
    for_good.from = std::max(cover.from, before.on);
    result.redistributed = redistribute(input, policy, caseworker, for_good, options);
    static_cast<Proposal&>(result) = *result.redistributed;
    result.plan.audit.verb = "cover";
    return result;
  }
  result.back_on = before.calendar.next_working_day(*cover.to + std::chrono::days(1));
  const std::map<Index, std::vector<Date>> visits = visits_inside(before, cover);
  const auto visits_of = [&](Index c) {
    const auto found = visits.find(c);
    return found == visits.end() ? std::vector<Date>() : found->second;
  };

  std::vector<Index> has;
  std::set<std::string> lent_links;
  for (std::size_t k = 0; k < before.slots.size(); ++k) {
    const Slot& slot = before.slots[k];
    if (!slot.stands || slot.holder != away) continue;
    has.push_back(to_index(k));
    const PreparedCase& c = before.cases[at(slot.case_index)];
    if (!c.row->link.empty() && !causes_of(c, visits_of(slot.case_index), *cover.to).empty()) {
      lent_links.insert(c.row->link);
    }
  }
  result.policy = policy;
  // The window counts: who is full for a month may still have these two days.
  constexpr std::int64_t week = 7;
  const std::int64_t ahead = (*cover.to - before.on).count() + 1;
  result.policy.horizon_weeks = static_cast<int>(std::max<std::int64_t>(1, (ahead + week - 1) / week));
  result.input = input;
  without_capacity(result.input, before, away);
  for (const Index k : has) {
    const Slot& slot = before.slots[at(k)];
    const PreparedCase& c = before.cases[at(slot.case_index)];
    Lent one;
    one.visits = visits_of(slot.case_index);
    one.causes = causes_of(c, one.visits, *cover.to);
    if (one.causes.empty() && lent_links.count(c.row->link) == 0) {
      result.waiting.push_back({c.row->id, before.role(slot).name, slot.load});
      continue;
    }
    one.deadline = c.deadline;
    one.move = move_of(before, k, caseworker, {});
    reopen(result.input, before, k);
    Case& row = result.input.cases[c.input_row];
    row.start = std::max(row.start.value_or(before.on), std::max(cover.from, before.on));
    result.lent.push_back(std::move(one));
  }
  const Prepared p = prepare(result.input, result.policy);
  result.plan = allocate_prepared(p, options);
  result.plan.audit.verb = "cover";
  std::map<std::pair<CaseId, std::string>, CaseworkerId> now;
  for (const Assignment& one : result.plan.assignments) now[{one.case_id, one.role}] = one.caseworker;
  Rational lent_load;
  for (Lent& one : result.lent) {
    one.move.to = now[{one.move.case_id, one.move.role}];
    lent_load = lent_load + one.move.load;
  }
  for (CaseworkerLoad& row : result.plan.loads) {
    if (row.caseworker == caseworker) row.load_before = row.load_before + lent_load;
  }
  return result;
}

}  // namespace evenload::allocation
