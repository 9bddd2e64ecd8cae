/// \file
/// Version, status names, contexts and texts.
#include <string>
#include <string_view>

#include "evenload/core/errors.hpp"
#include "evenload/core/version.hpp"
#include "handles.hpp"

using evenload::c_api::destroy;

#define EVENLOAD_TEXT_OF(x) #x
#define EVENLOAD_TEXT(x) EVENLOAD_TEXT_OF(x)

extern "C" {

const char* evenload_version(void) {
  return EVENLOAD_TEXT(EVENLOAD_VERSION_MAJOR) "." EVENLOAD_TEXT(EVENLOAD_VERSION_MINOR) "." EVENLOAD_TEXT(EVENLOAD_VERSION_PATCH);
}

const char* evenload_status_name(evenload_status status) {
  if (status == EVENLOAD_OK) return "ok";
  // The names are literals, so their data ends with a zero.
  const std::string_view name = evenload::to_string(static_cast<evenload::ErrorCode>(status));
  return name.empty() ? "unknown" : name.data();
}

evenload_status evenload_context_create(evenload_context** out) {
  if (out == nullptr) return EVENLOAD_ERROR_INVALID_ARGUMENT;
  *out = nullptr;
  try {
    *out = new evenload_context();
    return EVENLOAD_OK;
  } catch (...) {
    return EVENLOAD_ERROR_OUT_OF_MEMORY;
  }
}

void evenload_context_destroy(evenload_context** context) { destroy(context); }

evenload_status evenload_context_error_status(const evenload_context* context) { return context == nullptr ? EVENLOAD_ERROR_INVALID_ARGUMENT : context->status; }

const char* evenload_context_error_message(const evenload_context* context) {
  if (context == nullptr) return "";
  return context->message.empty() ? context->fixed_message : context->message.c_str();
}

const char* evenload_context_error_table(const evenload_context* context) { return context == nullptr ? "" : context->info.table.c_str(); }
const char* evenload_context_error_column(const evenload_context* context) { return context == nullptr ? "" : context->info.column.c_str(); }
int64_t evenload_context_error_row(const evenload_context* context) { return context == nullptr ? -1 : context->info.row.value_or(-1); }
const char* evenload_context_error_expected(const evenload_context* context) { return context == nullptr ? "" : context->info.expected.c_str(); }
const char* evenload_context_error_found(const evenload_context* context) { return context == nullptr ? "" : context->info.found.c_str(); }

const char* evenload_text_data(const evenload_text* text) { return text == nullptr ? "" : text->text.c_str(); }
size_t evenload_text_size(const evenload_text* text) { return text == nullptr ? 0 : text->text.size(); }
void evenload_text_destroy(evenload_text** text) { destroy(text); }

}  // extern "C"
