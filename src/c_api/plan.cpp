/// \file
/// Reading plans and explanations.
#include <string>

#include "evenload/allocation/document.hpp"
#include "evenload/allocation/reasons.hpp"
#include "evenload/allocation/tables.hpp"
#include "evenload_c/allocation.h"
#include "level.hpp"

using namespace evenload;
using namespace evenload::c_api;

extern "C" {

int32_t evenload_plan_outcome(const evenload_plan* plan) { return plan == nullptr ? EVENLOAD_OUTCOME_UNKNOWN : static_cast<int32_t>(plan->plan.outcome); }
int32_t evenload_plan_stop(const evenload_plan* plan) { return plan == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(plan->plan.stop); }
int64_t evenload_plan_work(const evenload_plan* plan) { return plan == nullptr ? 0 : plan->plan.work; }
int64_t evenload_plan_levels(const evenload_plan* plan) { return plan == nullptr ? 0 : static_cast<int64_t>(plan->plan.levels.size()); }

evenload_status evenload_plan_level(evenload_context* context, const evenload_plan* plan, int64_t index, evenload_level* out) {
  return guarded(context, [&] { needed(out, "out") = level_at(needed(plan, "plan").plan.levels, index); });
}

evenload_status evenload_plan_assignments(evenload_context* context, const evenload_plan* plan, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(allocation::assignments_table(needed(plan, "plan").plan)); });
}

evenload_status evenload_plan_undistributed(evenload_context* context, const evenload_plan* plan, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(allocation::undistributed_table(needed(plan, "plan").plan.undistributed)); });
}

evenload_status evenload_plan_loads(evenload_context* context, const evenload_plan* plan, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(allocation::loads_table(needed(plan, "plan").plan)); });
}

evenload_status evenload_plan_to_json(evenload_context* context, const evenload_plan* plan, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::to_json(needed(plan, "plan").plan)); });
}

void evenload_plan_destroy(evenload_plan** plan) { destroy(plan); }

evenload_status evenload_explanation_alternatives(evenload_context* context, const evenload_explanation* explanation, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(allocation::alternatives_table(needed(explanation, "explanation").explanation)); });
}

evenload_status evenload_explanation_excluded(evenload_context* context, const evenload_explanation* explanation, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(allocation::excluded_table(needed(explanation, "explanation").explanation)); });
}

evenload_status evenload_explanation_text(evenload_context* context, const evenload_explanation* explanation, const char* language, evenload_text** out) {
  return guarded_make(context, out, [&] {
    const evenload_explanation& made = needed(explanation, "explanation");
    const std::string wanted = &needed(language, "language");
    const allocation::Catalogue catalogue(allocation::Catalogue::built_in(wanted), wanted == "sv" ? made.policy->sentences_sv : made.policy->sentences_en);
    std::string text;
    for (const allocation::Reason& reason : made.explanation.why) {
      if (!text.empty()) text += '\n';
      text += catalogue.sentence(reason);
    }
    return make_text(std::move(text));
  });
}

evenload_status evenload_explanation_to_json(evenload_context* context, const evenload_explanation* explanation, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::to_json(needed(explanation, "explanation").explanation)); });
}

void evenload_explanation_destroy(evenload_explanation** explanation) { destroy(explanation); }

}  // extern "C"
