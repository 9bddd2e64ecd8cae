/// \file
/// The verbs after Monday's allocation.
#include "evenload_c/verbs.h"

#include <memory>
#include <string>

#include "evenload/allocation/verbs_document.hpp"
#include "guard.hpp"
#include "options.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

evenload_status verb(evenload_context* context, const char* name, const allocation::Plan* announced, const evenload_input* input,
                     const evenload_policy* policy, const char* settings, size_t settings_size, const evenload_solve_options* options,
                     evenload_verb_answer** out) {
  return guarded_make(context, out, [&] {
    const std::string_view text = settings_size == 0 ? std::string_view() : std::string_view(&needed(settings, "settings"), settings_size);
    const auto asked_input = needed(input, "input").input;
    const auto asked_policy = needed(policy, "policy").policy;
    allocation::VerbAnswer answer = allocation::answer_verb(name, *asked_input, *asked_policy, announced, text, solve_options(options));
    auto own_input = std::make_shared<const allocation::AllocationInput>(std::move(answer.proposal.input));
    auto own_policy = std::make_shared<const allocation::AllocationPolicy>(std::move(answer.proposal.policy));
    std::optional<allocation::Plan> before;
    if (announced != nullptr) before = *announced;
    return new evenload_verb_answer{std::move(own_input), std::move(own_policy), std::move(answer), asked_input, asked_policy, std::string(text), std::move(before)};
  });
}

}  // namespace

extern "C" {

evenload_status evenload_allocation_rebalance(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                              size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out) {
  return verb(context, "rebalance", nullptr, input, policy, settings, settings_size, options, out);
}

evenload_status evenload_allocation_redistribute(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                                 size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out) {
  return verb(context, "redistribute", nullptr, input, policy, settings, settings_size, options, out);
}

evenload_status evenload_allocation_cover(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                          size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out) {
  return verb(context, "cover", nullptr, input, policy, settings, settings_size, options, out);
}

evenload_status evenload_allocation_replan(evenload_context* context, const evenload_plan* announced, const evenload_input* input, const evenload_policy* policy,
                                           const evenload_solve_options* options, evenload_verb_answer** out) {
  if (context != nullptr && announced == nullptr) {
    return guarded_make(context, out, [&]() -> evenload_verb_answer* { refuse("announced", "a pointer", "NULL"); });
  }
  return verb(context, "replan", announced == nullptr ? nullptr : &announced->plan, input, policy, nullptr, 0, options, out);
}

evenload_status evenload_allocation_plan_ahead(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                               size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out) {
  return verb(context, "plan_ahead", nullptr, input, policy, settings, settings_size, options, out);
}

evenload_status evenload_allocation_what_if(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* settings,
                                            size_t settings_size, const evenload_solve_options* options, evenload_verb_answer** out) {
  return verb(context, "what_if", nullptr, input, policy, settings, settings_size, options, out);
}

evenload_status evenload_verb_answer_plan(evenload_context* context, const evenload_verb_answer* answer, evenload_plan** out) {
  return guarded_make(context, out, [&] {
    const evenload_verb_answer& made = needed(answer, "answer");
    return new evenload_plan{made.input, made.policy, made.answer.proposal.plan};
  });
}

evenload_status evenload_verb_answer_table(evenload_context* context, const evenload_verb_answer* answer, const char* name, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto& tables = needed(answer, "answer").answer.tables;
    const auto found = tables.find(&needed(name, "name"));
    if (found == tables.end()) {
      std::string known;
      for (const auto& [one, table] : tables) known += (known.empty() ? "" : ", ") + one;
      refuse("name", known, name);
    }
    return make_table(found->second);
  });
}

evenload_status evenload_verb_answer_to_json(evenload_context* context, const evenload_verb_answer* answer, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(needed(answer, "answer").answer.json); });
}

void evenload_verb_answer_destroy(evenload_verb_answer** answer) { destroy(answer); }

}  // extern "C"
