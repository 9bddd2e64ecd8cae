/* evenload C ABI: audit. A proposal sealed under the caller's key, and the check that repeats it. What it detects: docs/models/audit.md.
 *
 * A key is at least 16 bytes, better 32 random ones; it is read during the call only, and shows in no error, record or digest. That is
 * why there is no document call for this: a key does not belong in a document.
 */
#ifndef EVENLOAD_C_AUDIT_H
#define EVENLOAD_C_AUDIT_H

#include "evenload_c/allocation.h"
#include "evenload_c/core.h"
#include "evenload_c/verbs.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Shortest key, in bytes. */
#define EVENLOAD_MINIMUM_KEY_BYTES 16

/* What the caller adds to a record; NULL is the empty text. */
typedef struct evenload_seal_options {
  uint32_t struct_size;
  const char* key_name;        /* which key it was, never the key */
  const char* decided_by_role; /* who took the proposal over: a role, never a name */
} evenload_seal_options;

#define EVENLOAD_SEAL_OPTIONS_INIT {(uint32_t)sizeof(evenload_seal_options), NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_seal_options_init(evenload_seal_options* options);

typedef struct evenload_sealed_record evenload_sealed_record;

/* Seals a plan of evenload_allocation_allocate with the input and policy that it keeps; a verb's plan is refused. `options`: NULL for none. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_seal(evenload_context* context, const evenload_plan* plan, const void* key, size_t key_size, const evenload_seal_options* options,
                                                        evenload_sealed_record** out);
/* The same for the plan of a verb, with what the verb was given: input, policy, settings, announced plan. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_verb_answer_seal(evenload_context* context, const evenload_verb_answer* answer, const void* key, size_t key_size, const evenload_seal_options* options,
                                                         evenload_sealed_record** out);
/* docs/schemas/sealed_record.schema.json. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_sealed_record_from_json(evenload_context* context, const char* json, size_t size, evenload_sealed_record** out);
EVENLOAD_C_API evenload_status evenload_sealed_record_to_json(evenload_context* context, const evenload_sealed_record* record, evenload_text** out);
EVENLOAD_C_API void evenload_sealed_record_destroy(evenload_sealed_record** record);

/* Computes the proposal again and compares. `agrees`: 1 where everything does, else 0; `report`: what agrees and what does not
 * (docs/schemas/verification.schema.json). Either may be NULL. A disagreement is no error. Seed and work limit are the record's, all
 * else of `options` (may be NULL) holds. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_verify(evenload_context* context, const evenload_sealed_record* record, const evenload_input* input, const evenload_policy* policy,
                                                          const void* key, size_t key_size, const evenload_solve_options* options, int32_t* agrees, evenload_text** report);

/* The same for the record of a verb (which one, the record says): with the input and policy that the verb was given, its settings (NULL with size 0
 * for none), and the announced plan (NULL but for replan). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_verify_verb(evenload_context* context, const evenload_sealed_record* record, const evenload_plan* announced, const evenload_input* input,
                                                               const evenload_policy* policy, const char* settings, size_t settings_size, const void* key, size_t key_size,
                                                               const evenload_solve_options* options, int32_t* agrees, evenload_text** report);

/* Keyed digests of the canonical forms, 64 hexadecimal digits. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_allocation_input_digest(evenload_context* context, const evenload_input* input, const void* key, size_t key_size, evenload_text** out);
EVENLOAD_C_API evenload_status evenload_allocation_policy_digest(evenload_context* context, const evenload_policy* policy, const void* key, size_t key_size, evenload_text** out);

#ifdef __cplusplus
}
#endif

#endif
