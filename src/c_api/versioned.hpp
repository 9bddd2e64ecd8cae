/// \file
/// Structs that may grow: the caller says how large its own is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

#include "guard.hpp"

namespace evenload::c_api {

/// The caller's struct over the defaults. An older caller's is shorter; a newer one's must be zero beyond what is known here.
template <class Struct>
Struct versioned(const Struct* given, const Struct& defaults, std::string_view name) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  if (given == nullptr) return defaults;
  std::uint32_t size = 0;
  std::memcpy(&size, given, sizeof size);
  if (size < sizeof size) refuse(std::string(name) + ".struct_size", "the size of the struct", std::to_string(size));
  if (size > sizeof(Struct)) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(given);
    if (std::any_of(bytes + sizeof(Struct), bytes + size, [](unsigned char byte) { return byte != 0; })) {
      refuse(std::string(name) + ".struct_size", "fields that this version knows", "a newer field that is set");
    }
  }
  Struct read = defaults;
  std::memcpy(&read, given, std::min<std::size_t>(size, sizeof(Struct)));
  read.struct_size = static_cast<std::uint32_t>(sizeof(Struct));
  return read;
}

}  // namespace evenload::c_api
