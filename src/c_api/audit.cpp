/// \file
/// Sealed records and their verification.
#include "evenload_c/audit.h"

#include <memory>
#include <span>

#include "evenload/allocation/audit.hpp"
#include "options.hpp"
#include "versioned.hpp"

struct evenload_sealed_record {
  evenload::allocation::SealedRecord record;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

std::unique_ptr<allocation::KeyedHash> hash_of(const void* key, std::size_t size) {
  if (key == nullptr && size > 0) refuse("key", "a pointer", "NULL");
  return allocation::hmac_sha256({static_cast<const std::byte*>(key), size});
}

evenload_status verify_question(evenload_context* context, const evenload_sealed_record* record, const evenload_plan* announced, const evenload_input* input,
                       const evenload_policy* policy, const char* settings, size_t settings_size, const void* key, size_t key_size,
                       const evenload_solve_options* options, int32_t* agrees, evenload_text** report) {
  if (agrees != nullptr) *agrees = 0;
  if (report != nullptr) *report = nullptr;
  return guarded(context, [&] {
    const auto& sealed = needed(record, "record").record;
    const auto& rows = *needed(input, "input").input;
    const auto& rules = *needed(policy, "policy").policy;
    const auto hash = hash_of(key, key_size);
    allocation::VerbQuestion question;
    question.verb = sealed.proposal.verb;
    if (settings_size > 0) question.settings.assign(&needed(settings, "settings"), settings_size);
    if (announced != nullptr) question.announced = &announced->plan;
    const allocation::Verification verification = allocation::verify(sealed, rows, rules, *hash, solve_options(options), question);
    if (report != nullptr) *report = make_text(allocation::to_json(verification));
    if (agrees != nullptr) *agrees = verification.agrees() ? 1 : 0;
  });
}

const char* text_or_empty(const char* text) { return text == nullptr ? "" : text; }

allocation::SealOptions seal_options(const evenload_seal_options* options) {
  const evenload_seal_options defaults = EVENLOAD_SEAL_OPTIONS_INIT;
  const evenload_seal_options given = versioned(options, defaults, "options");
  return {text_or_empty(given.key_name), text_or_empty(given.decided_by_role)};
}

}  // namespace

extern "C" {

void evenload_seal_options_init(evenload_seal_options* options) {
  if (options == nullptr) return;
  *options = evenload_seal_options EVENLOAD_SEAL_OPTIONS_INIT;
}

evenload_status evenload_allocation_seal(evenload_context* context, const evenload_plan* plan, const void* key, size_t key_size, const evenload_seal_options* options,
                                         evenload_sealed_record** out) {
  return guarded_make(context, out, [&] {
    const evenload_plan& made = needed(plan, "plan");
    const auto hash = hash_of(key, key_size);
    return new evenload_sealed_record{allocation::seal(made.plan, *made.input, *made.policy, *hash, seal_options(options))};
  });
}

evenload_status evenload_verb_answer_seal(evenload_context* context, const evenload_verb_answer* answer, const void* key, size_t key_size,
                                          const evenload_seal_options* options, evenload_sealed_record** out) {
  return guarded_make(context, out, [&] {
    const evenload_verb_answer& made = needed(answer, "answer");
    const allocation::Plan& plan = made.answer.proposal.plan;
    const allocation::VerbQuestion question{plan.audit.verb, made.settings, made.announced ? &*made.announced : nullptr};
    const auto hash = hash_of(key, key_size);
    return new evenload_sealed_record{allocation::seal(plan, *made.asked_input, *made.asked_policy, *hash, seal_options(options), question)};
  });
}

evenload_status evenload_allocation_sealed_record_from_json(evenload_context* context, const char* json, size_t size, evenload_sealed_record** out) {
  return guarded_make(context, out, [&] { return new evenload_sealed_record{allocation::sealed_record_from_json({&needed(json, "json"), size})}; });
}

evenload_status evenload_sealed_record_to_json(evenload_context* context, const evenload_sealed_record* record, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::to_json(needed(record, "record").record)); });
}

void evenload_sealed_record_destroy(evenload_sealed_record** record) { destroy(record); }

evenload_status evenload_allocation_verify(evenload_context* context, const evenload_sealed_record* record, const evenload_input* input, const evenload_policy* policy,
                                           const void* key, size_t key_size, const evenload_solve_options* options, int32_t* agrees, evenload_text** report) {
  return verify_question(context, record, nullptr, input, policy, nullptr, 0, key, key_size, options, agrees, report);
}

evenload_status evenload_allocation_verify_verb(evenload_context* context, const evenload_sealed_record* record, const evenload_plan* announced, const evenload_input* input,
                                                const evenload_policy* policy, const char* settings, size_t settings_size, const void* key, size_t key_size,
                                                const evenload_solve_options* options, int32_t* agrees, evenload_text** report) {
  return verify_question(context, record, announced, input, policy, settings, settings_size, key, key_size, options, agrees, report);
}

evenload_status evenload_allocation_input_digest(evenload_context* context, const evenload_input* input, const void* key, size_t key_size, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::digest(*needed(input, "input").input, *hash_of(key, key_size))); });
}

evenload_status evenload_allocation_policy_digest(evenload_context* context, const evenload_policy* policy, const void* key, size_t key_size, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::digest(*needed(policy, "policy").policy, *hash_of(key, key_size))); });
}

}  // extern "C"
