/// \file
/// Policies, inputs and the verbs of allocation.
#include "evenload_c/allocation.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/allocation/duty.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/tables.hpp"
#include "options.hpp"
#include "versioned.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

const Table* table_of(const evenload_table* table) { return table == nullptr ? nullptr : &table->table; }

CaseId case_id_of(const char* system, const char* id) {
  const char* text = &needed(id, "case_id");
  return system == nullptr ? CaseId(text) : CaseId(system, text);
}

const allocation::Explainer& explainer_of(const evenload_plan& plan) {
  const std::lock_guard<std::mutex> lock(plan.mutex);
  if (!plan.explainer) plan.explainer.emplace(*plan.input, *plan.policy, plan.plan);
  return *plan.explainer;
}

std::string_view role_of(const char* role) { return role == nullptr ? std::string_view("lead") : std::string_view(role); }

}  // namespace

extern "C" {

evenload_status evenload_allocation_policy_from_json(evenload_context* context, const char* json, size_t size, evenload_policy** out) {
  return guarded_make(context, out, [&] {
    auto policy = std::make_shared<const allocation::AllocationPolicy>(allocation::policy_from_json({&needed(json, "json"), size}));
    return new evenload_policy{std::move(policy)};
  });
}

evenload_status evenload_allocation_policy_to_json(evenload_context* context, const evenload_policy* policy, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::to_json(*needed(policy, "policy").policy)); });
}

void evenload_allocation_policy_destroy(evenload_policy** policy) { destroy(policy); }

void evenload_allocation_tables_init(evenload_allocation_tables* tables) {
  if (tables == nullptr) return;
  *tables = evenload_allocation_tables EVENLOAD_ALLOCATION_TABLES_INIT;
}

evenload_status evenload_allocation_input_create(evenload_context* context, const evenload_allocation_tables* tables, const char* zone, evenload_input** out) {
  return guarded_make(context, out, [&] {
    needed(tables, "tables");
    const evenload_allocation_tables defaults = EVENLOAD_ALLOCATION_TABLES_INIT;
    const evenload_allocation_tables given = versioned(tables, defaults, "tables");
    needed(given.cases, "tables.cases");
    needed(given.caseworkers, "tables.caseworkers");
    allocation::InputTables read;
    read.cases = table_of(given.cases);
    read.caseworkers = table_of(given.caseworkers);
    read.units = table_of(given.units);
    read.absences = table_of(given.absences);
    read.reductions = table_of(given.reductions);
    read.skills = table_of(given.skills);
    read.exclusions = table_of(given.exclusions);
    read.limits = table_of(given.limits);
    read.assignments = table_of(given.assignments);
    read.overrides = table_of(given.overrides);
    read.delegations = table_of(given.delegations);
    read.deciders = table_of(given.deciders);
    read.duty = table_of(given.duty);
    read.protection = table_of(given.protection);
    read.travel = table_of(given.travel);
    read.specialisms = table_of(given.specialisms);
    read.events = table_of(given.events);
    read.handovers = table_of(given.handovers);
    read.worker_pairs = table_of(given.worker_pairs);
    read.links = table_of(given.links);
    read.agreements = table_of(given.agreements);
    read.carried_load = table_of(given.carried_load);
    const Zone local = Zone::load(zone == nullptr ? Zone::default_name : std::string_view(zone));
    auto input = std::make_shared<const allocation::AllocationInput>(allocation::read_input(read, local));
    return new evenload_input{std::move(input)};
  });
}

evenload_status evenload_allocation_input_from_json(evenload_context* context, const char* json, size_t size, evenload_input** out) {
  return guarded_make(context, out, [&] {
    auto input = std::make_shared<const allocation::AllocationInput>(allocation::input_from_json({&needed(json, "json"), size}));
    return new evenload_input{std::move(input)};
  });
}

evenload_status evenload_allocation_input_to_json(evenload_context* context, const evenload_input* input, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::to_json(*needed(input, "input").input)); });
}

void evenload_allocation_input_destroy(evenload_input** input) { destroy(input); }

evenload_status evenload_allocation_allocate(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const evenload_solve_options* options,
                                             evenload_plan** out) {
  return guarded_make(context, out, [&] {
    const auto& rows = needed(input, "input").input;
    const auto& rules = needed(policy, "policy").policy;
    return new evenload_plan{rows, rules, allocation::allocate(*rows, *rules, solve_options(options))};
  });
}

evenload_status evenload_allocation_explain(evenload_context* context, const evenload_plan* plan, const char* case_system, const char* case_id, const char* role, int32_t audience,
                                            int32_t top, evenload_explanation** out) {
  return guarded_make(context, out, [&] {
    const evenload_plan& made = needed(plan, "plan");
    if (audience < EVENLOAD_AUDIENCE_ALLOCATOR || audience > EVENLOAD_AUDIENCE_CASE_FILE) refuse("audience", "EVENLOAD_AUDIENCE_…", std::to_string(audience));
    const allocation::Explainer& explainer = explainer_of(made);
    return new evenload_explanation{made.policy, explainer.explain(case_id_of(case_system, case_id), role_of(role), static_cast<allocation::Audience>(audience), top)};
  });
}

evenload_status evenload_allocation_recommend(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* case_system, const char* case_id,
                                              const char* role, int32_t top, evenload_explanation** out) {
  return guarded_make(context, out, [&] {
    const auto& rows = needed(input, "input").input;
    const auto& rules = needed(policy, "policy").policy;
    return new evenload_explanation{rules, allocation::recommend(*rows, *rules, case_id_of(case_system, case_id), role_of(role), top)};
  });
}

evenload_status evenload_allocation_undistributed(evenload_context* context, const evenload_input* input, const evenload_policy* policy, evenload_table** out) {
  return guarded_make(context, out, [&] {
    return make_table(allocation::undistributed_table(allocation::undistributed(*needed(input, "input").input, *needed(policy, "policy").policy)));
  });
}

evenload_status evenload_allocation_duty_shares(evenload_context* context, const evenload_input* input, const evenload_policy* policy, int32_t first_day, int32_t last_day,
                                                const char* const* participants, int64_t n_participants, evenload_table** out) {
  return guarded_make(context, out, [&] {
    if (n_participants < 0 || (n_participants > 0 && participants == nullptr)) refuse("participants", "an array of n_participants ids", std::to_string(n_participants));
    std::vector<CaseworkerId> ids;
    for (int64_t i = 0; i < n_participants; ++i) ids.emplace_back(&needed(participants[i], "participants"));
    const auto date = [](int32_t day) { return Date(std::chrono::days(day)); };
    return make_table(allocation::duty_shares_table(
        allocation::duty_shares(*needed(input, "input").input, *needed(policy, "policy").policy, date(first_day), date(last_day), ids)));
  });
}

}  // extern "C"
