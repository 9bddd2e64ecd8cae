#include "verb_settings.hpp"

#include <limits>

#include "enum_names.hpp"

namespace evenload::allocation {

namespace {

HandOver read_hand_over(ObjectReader& r) {
  HandOver hand_over;
  hand_over.share = r.rational("share", hand_over.share);
  const std::int64_t weeks = r.integer("weeks", hand_over.weeks);
  if (weeks < 0 || weeks > std::numeric_limits<int>::max()) r.fail("weeks", ErrorCode::out_of_range, "0 to 52");
  hand_over.weeks = static_cast<int>(weeks);
  return hand_over;
}

RedistributeOptions read_redistribute(ObjectReader& r, bool with_from) {
  RedistributeOptions options;
  if (with_from) options.from = r.maybe_date("from");
  options.hand_over = r.maybe_object("hand_over", read_hand_over).value_or(HandOver());
  options.urgent_factor = r.integer("urgent_factor", options.urgent_factor);
  return options;
}

CapacityChange read_capacity_change(ObjectReader& r) {
  CapacityChange change;
  change.caseworker = r.id<CaseworkerId>("caseworker");
  change.capacity = r.maybe_rational("capacity");
  change.hard_limit = r.maybe_rational("hard_limit");
  change.new_cases_limit = r.maybe_integer("new_cases_limit");
  return change;
}

AbsenceChange read_absence_change(ObjectReader& r) {
  AbsenceChange change;
  change.caseworker = r.id<CaseworkerId>("caseworker");
  change.from = r.date("from");
  change.to = r.date("to");
  change.share = r.rational("share", change.share);
  return change;
}

CategoryLimit read_limit_change(ObjectReader& r) {
  CategoryLimit limit;
  limit.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
  limit.category = r.text("category");
  limit.cases = r.maybe_integer("cases");
  limit.weight = r.maybe_rational("weight");
  return limit;
}

ExpectedInflow read_inflow(ObjectReader& r) {
  ExpectedInflow row;
  row.unit = r.maybe_id<UnitId>("unit").value_or(UnitId());
  row.type = r.text("type", "");
  row.phase = r.text("phase", "");
  row.week = r.date("week");
  row.cases = r.rational("cases");
  row.weight = r.maybe_rational("weight");
  return row;
}

}  // namespace

RebalanceOptions read_rebalance_settings(ObjectReader& r) {
  RebalanceOptions options;
  options.most_moves = r.integer("most_moves", options.most_moves);
  options.price = r.integer("price", options.price);
  options.may_move = r.ids<CaseId>("may_move");
  options.pinned = r.ids<CaseId>("pinned");
  return options;
}

RedistributeSettings read_redistribute_settings(ObjectReader& r) {
  RedistributeSettings settings;
  settings.caseworker = r.id<CaseworkerId>("caseworker");
  settings.options = read_redistribute(r, true);
  return settings;
}

CoverSettings read_cover_settings(ObjectReader& r) {
  CoverSettings settings;
  settings.caseworker = r.id<CaseworkerId>("caseworker");
  CoverOptions& options = settings.options;
  options.from = r.date("from");
  options.to = r.maybe_date("to");
  options.visits = r.objects("visits", [](ObjectReader& visit) {
    return Visit{visit.id<CaseId>("case"), visit.date("on")};
  });
  options.redistribute_after_days = r.integer("redistribute_after_days", options.redistribute_after_days);
  options.redistribute = read_redistribute(r, false);
  return settings;
}

PlanAheadOptions read_plan_ahead_settings(ObjectReader& r) {
  PlanAheadOptions options;
  options.inflow = r.objects("inflow", read_inflow);
  options.reserve_as = r.choice("reserve_as", case_classes, options.reserve_as);
  return options;
}

WhatIfChanges read_what_if_settings(ObjectReader& r) {
  WhatIfChanges changes;
  changes.policy = r.maybe_object("policy", [](ObjectReader& policy) {
    if (policy.has("schema_version")) policy.schema_version({});
    return read_policy(policy);
  });
  changes.capacities = r.objects("capacities", read_capacity_change);
  changes.absences = r.objects("absences", read_absence_change);
  changes.weights = r.objects("weights", [](ObjectReader& row) {
    return WeightChange{row.id<CaseId>("case"), row.rational("weight")};
  });
  changes.limits = r.objects("limits", read_limit_change);
  changes.without_caseworkers = r.ids<CaseworkerId>("without_caseworkers");
  changes.without_cases = r.ids<CaseId>("without_cases");
  return changes;
}

}  // namespace evenload::allocation
