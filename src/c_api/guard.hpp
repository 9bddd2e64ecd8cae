/// \file
/// The one wrapper of every entry point: clears the context, runs the body, turns whatever it throws into a status.
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string_view>

#include "evenload/core/errors.hpp"
#include "handles.hpp"

namespace evenload::c_api {

/// Forgets the last error.
void clear(evenload_context& context) noexcept;
/// Keeps an error with all its parts; where memory is short, at least its status and a fixed text.
evenload_status keep(evenload_context& context, const ErrorInfo& info, const char* message) noexcept;
evenload_status keep(evenload_context& context, evenload_status status, const char* message) noexcept;

/// Throws invalid_argument naming the argument of a C function.
[[noreturn]] void refuse(std::string_view argument, std::string_view expected, std::string_view found);

/// The argument, or invalid_argument where it is NULL.
template <class T>
T& needed(T* argument, std::string_view name) {
  if (argument == nullptr) refuse(name, "a pointer", "NULL");
  return *argument;
}

/// Runs `body` for a context. Nothing leaves it but a status.
template <class Body>
evenload_status guarded(evenload_context* context, Body&& body) noexcept {
  if (context == nullptr) return EVENLOAD_ERROR_INVALID_ARGUMENT;
  clear(*context);
  try {
    body();
    return EVENLOAD_OK;
  } catch (const Error& error) {
    return keep(*context, error.info(), error.what());
  } catch (const std::bad_alloc&) {
    return keep(*context, EVENLOAD_ERROR_OUT_OF_MEMORY, "out of memory");
  } catch (const std::length_error&) {
    return keep(*context, EVENLOAD_ERROR_OUT_OF_MEMORY, "a size beyond what can be allocated");
  } catch (const std::exception& error) {
    return keep(*context, EVENLOAD_ERROR_INTERNAL, error.what());
  } catch (...) {
    return keep(*context, EVENLOAD_ERROR_INTERNAL, "an unknown exception, perhaps thrown by a callback");
  }
}

/// The same for functions that make a handle: *out is NULL unless all went well.
template <class Handle, class Body>
evenload_status guarded_make(evenload_context* context, Handle** out, Body&& body) noexcept {
  if (out != nullptr) *out = nullptr;
  return guarded(context, [&] {
    needed(out, "out");
    *out = body();
  });
}

}  // namespace evenload::c_api
