/// \file
/// JSON in, JSON out.
#include "evenload_c/document.h"

#include "evenload/allocation/document.hpp"
#include "guard.hpp"
#include "options.hpp"

using namespace evenload;
using namespace evenload::c_api;

extern "C" {

evenload_status evenload_document_call(evenload_context* context, const char* json, size_t size, const evenload_solve_options* options, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(allocation::call_document({&needed(json, "json"), size}, solve_options(options))); });
}

}  // extern "C"
