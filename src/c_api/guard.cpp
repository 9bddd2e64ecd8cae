#include "guard.hpp"

#include <string>

namespace evenload::c_api {

void clear(evenload_context& context) noexcept {
  context.status = EVENLOAD_OK;
  context.fixed_message = "";
  context.message.clear();
  context.info.table.clear();
  context.info.column.clear();
  context.info.row.reset();
  context.info.expected.clear();
  context.info.found.clear();
}

evenload_status keep(evenload_context& context, const ErrorInfo& info, const char* message) noexcept {
  context.status = static_cast<evenload_status>(info.code);
  try {
    context.info = info;
    context.message = message;
  } catch (...) {
    context.message.clear();
    context.fixed_message = "an error whose text found no memory";
  }
  return context.status;
}

evenload_status keep(evenload_context& context, evenload_status status, const char* message) noexcept {
  context.status = status;
  try {
    context.message = message;
  } catch (...) {
    context.message.clear();
    context.fixed_message = "out of memory";
  }
  return status;
}

void refuse(std::string_view argument, std::string_view expected, std::string_view found) {
  throw Error({ErrorCode::invalid_argument, "", std::string(argument), std::nullopt, std::string(expected), std::string(found)});
}

}  // namespace evenload::c_api
