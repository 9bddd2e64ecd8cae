/// \file
/// Why cases are left over: input, policy and perhaps a plan in, tables and text out.
#include "evenload_c/causes.h"

#include <memory>
#include <string>

#include "evenload/allocation/causes.hpp"
#include "guard.hpp"
#include "handles.hpp"
#include "options.hpp"

struct evenload_causes {
  std::shared_ptr<const evenload::allocation::AllocationPolicy> policy;
  evenload::allocation::WhyUnplaced why;
};

using namespace evenload;
using namespace evenload::c_api;

extern "C" {

evenload_status evenload_allocation_why_unplaced(
    evenload_context* context, const evenload_input* input, const evenload_policy* policy,
    const evenload_plan* plan, const char* question, size_t question_size,
    const evenload_solve_options* options, evenload_causes** out) {
  return guarded_make(context, out, [&] {
    const auto& rows = needed(input, "input").input;
    const auto& rules = needed(policy, "policy").policy;
    allocation::CausesQuestion asked;
    if (question != nullptr)
      asked = allocation::causes_question_from_json({question, question_size});
    asked.options.solve = solve_options(options);
    const allocation::WhyUnplaced why = allocation::why_unplaced(
        *rows, *rules, plan == nullptr ? nullptr : &plan->plan, asked.cases, asked.options);
    return new evenload_causes{rules, allocation::seen_by(asked.audience, why)};
  });
}

int64_t evenload_causes_groups(const evenload_causes* causes) {
  return causes == nullptr ? 0 : static_cast<int64_t>(causes->why.blocked.size());
}
int32_t evenload_causes_stop(const evenload_causes* causes) {
  return causes == nullptr ? EVENLOAD_STOP_DONE : static_cast<int32_t>(causes->why.stop);
}
int64_t evenload_causes_work(const evenload_causes* causes) {
  return causes == nullptr ? 0 : causes->why.work;
}

evenload_status evenload_causes_blocked(evenload_context* context, const evenload_causes* causes,
                                        evenload_table** out) {
  return guarded_make(context, out, [&] {
    return make_table(allocation::blocked_table(needed(causes, "causes").why));
  });
}

evenload_status evenload_causes_reasons(evenload_context* context, const evenload_causes* causes,
                                        evenload_table** out) {
  return guarded_make(context, out, [&] {
    return make_table(allocation::causes_table(needed(causes, "causes").why));
  });
}

evenload_status evenload_causes_reliefs(evenload_context* context, const evenload_causes* causes,
                                        evenload_table** out) {
  return guarded_make(context, out, [&] {
    return make_table(allocation::reliefs_table(needed(causes, "causes").why));
  });
}

evenload_status evenload_causes_text(evenload_context* context, const evenload_causes* causes,
                                     const char* language, evenload_text** out) {
  return guarded_make(context, out, [&] {
    const evenload_causes& made = needed(causes, "causes");
    const std::string wanted = &needed(language, "language");
    const auto& own = wanted == "sv" ? made.policy->sentences_sv : made.policy->sentences_en;
    const allocation::Catalogue catalogue(allocation::Catalogue::built_in(wanted), own);
    return make_text(allocation::in_words(made.why, catalogue));
  });
}

evenload_status evenload_causes_to_json(evenload_context* context, const evenload_causes* causes,
                                        evenload_text** out) {
  return guarded_make(context, out,
                      [&] { return make_text(allocation::to_json(needed(causes, "causes").why)); });
}

void evenload_causes_destroy(evenload_causes** causes) { destroy(causes); }

}  // extern "C"
