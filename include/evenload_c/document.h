/* evenload C ABI: one call for systems that speak JSON. Schemas: docs/schemas/. */
#ifndef EVENLOAD_C_DOCUMENT_H
#define EVENLOAD_C_DOCUMENT_H

#include "evenload_c/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Answers a request document with an answer document. A request that is wrong is answered with an error document and status OK, so that
 * the document alone tells all; the status is an error only where no document could be made. `options` (may be NULL) gives stop token
 * and progress; limits, threads and seed stand in the request. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_document_call(evenload_context* context, const char* json, size_t size, const evenload_solve_options* options, evenload_text** out);

#ifdef __cplusplus
}
#endif

#endif
