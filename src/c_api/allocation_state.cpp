/// \file
/// A standing state of allocation as a handle.
#include "evenload_c/allocation_state.h"

#include <memory>
#include <string>
#include <string_view>

#include "evenload/allocation/allocation_state.hpp"
#include "evenload/allocation/tables.hpp"
#include "guard.hpp"
#include "options.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

const allocation::AllocationState& standing(const evenload_allocation_state* state) { return needed(state, "state").state; }

std::string_view role_or_lead(const char* role) { return role == nullptr ? std::string_view("lead") : std::string_view(role); }

evenload_explanation* explanation_of(const allocation::AllocationState& state, allocation::Explanation explanation) {
  return new evenload_explanation{state.policy(), std::move(explanation)};
}

}  // namespace

extern "C" {

evenload_status evenload_allocation_state_create(evenload_context* context, const evenload_input* input, const evenload_policy* policy, evenload_allocation_state** out) {
  return guarded_make(context, out, [&] {
    const auto& rows = needed(input, "input").input;
    const auto& rules = needed(policy, "policy").policy;
    return new evenload_allocation_state{allocation::AllocationState(*rows, *rules)};
  });
}

evenload_status evenload_allocation_state_from_json(evenload_context* context, const char* json, size_t size, evenload_allocation_state** out) {
  return guarded_make(context, out, [&] { return new evenload_allocation_state{allocation::state_from_json({&needed(json, "json"), size})}; });
}

evenload_status evenload_allocation_state_to_json(evenload_context* context, const evenload_allocation_state* state, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::to_json(standing(state))); });
}

void evenload_allocation_state_destroy(evenload_allocation_state** state) { destroy(state); }

int64_t evenload_allocation_state_version(const evenload_allocation_state* state) { return state == nullptr ? 0 : state->state.version(); }

evenload_status evenload_allocation_state_apply(evenload_context* context, evenload_allocation_state* state, const char* delta, size_t size, int64_t* version, int32_t* merged) {
  return guarded(context, [&] {
    allocation::AllocationState& target = needed(state, "state").state;
    const allocation::Delta read = allocation::delta_from_json({&needed(delta, "delta"), size}, target.policy()->zone);
    const allocation::DeltaAnswer answer = target.apply(read);
    if (version != nullptr) *version = answer.version;
    if (merged != nullptr) *merged = answer.merged ? 1 : 0;
  });
}

evenload_status evenload_allocation_state_history(evenload_context* context, const evenload_allocation_state* state, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::history_to_json(standing(state))); });
}

evenload_status evenload_allocation_state_snapshot(evenload_context* context, const evenload_allocation_state* state, evenload_input** out) {
  return guarded_make(context, out, [&] { return new evenload_input{standing(state).snapshot()}; });
}

evenload_status evenload_allocation_state_allocate(evenload_context* context, const evenload_allocation_state* state, const evenload_solve_options* options, evenload_plan** out) {
  return guarded_make(context, out, [&] {
    // Of one moment: the plan explains itself by the very input that it was made for.
    const auto rows = standing(state).snapshot();
    const auto rules = standing(state).policy();
    return new evenload_plan{rows, rules, allocation::allocate(*rows, *rules, solve_options(options))};
  });
}

evenload_status evenload_allocation_state_undistributed(evenload_context* context, const evenload_allocation_state* state, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(allocation::undistributed_table(standing(state).undistributed())); });
}

evenload_status evenload_allocation_state_recommend(evenload_context* context, const evenload_allocation_state* state, const char* case_system, const char* case_id, const char* role,
                                                    int32_t top, evenload_explanation** out) {
  return guarded_make(context, out, [&] {
    const allocation::AllocationState& asked = standing(state);
    const char* id = &needed(case_id, "case_id");
    const CaseId which = case_system == nullptr ? CaseId(id) : CaseId(case_system, id);
    return explanation_of(asked, asked.recommend(which, role_or_lead(role), top));
  });
}

evenload_status evenload_allocation_state_recommend_new(evenload_context* context, const evenload_allocation_state* state, const evenload_table* new_case, const char* role, int32_t top,
                                                        evenload_explanation** out) {
  return guarded_make(context, out, [&] {
    const allocation::AllocationState& asked = standing(state);
    const allocation::Case row = allocation::read_case(needed(new_case, "new_case").table, Zone::load(asked.policy()->zone));
    return explanation_of(asked, asked.recommend(row, role_or_lead(role), top));
  });
}

}  // extern "C"
