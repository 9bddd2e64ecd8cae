/// \file
/// Any bytes into the document call: an answer document, or a status; never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "evenload_c/evenload.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  evenload_context* context = nullptr;
  if (evenload_context_create(&context) != EVENLOAD_OK) return 0;
  evenload_solve_options options = EVENLOAD_SOLVE_OPTIONS_INIT;
  evenload_text* answer = nullptr;
  const evenload_status status = evenload_document_call(context, reinterpret_cast<const char*>(data), size, &options, &answer);
  if (status == EVENLOAD_OK && std::strstr(evenload_text_data(answer), "\"schema_version\"") == nullptr) std::abort();
  if (status == EVENLOAD_ERROR_INTERNAL) std::abort();
  evenload_text_destroy(&answer);
  evenload_context_destroy(&context);
  return 0;
}
