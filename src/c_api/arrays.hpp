/// \file
/// Arrays of the caller: read as spans, written where there is room.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/errors.hpp"
#include "guard.hpp"

namespace evenload::c_api {

/// A span over the caller's array, or an empty one for NULL.
template <class T>
std::span<const T> view(const T* data, std::uint64_t size, std::string_view name) {
  constexpr auto longest = static_cast<std::uint64_t>(std::numeric_limits<std::ptrdiff_t>::max());
  if (data == nullptr) return {};
  if (size > longest / sizeof(T)) refuse(name, "a length that memory can hold", std::to_string(size));
  return {data, static_cast<std::size_t>(size)};
}

inline std::uint64_t size_of(std::int64_t size, std::string_view name) {
  if (size < 0) refuse(name, "a number of at least 0", std::to_string(size));
  return static_cast<std::uint64_t>(size);
}

template <class T>
void copy_out(const std::vector<T>& from, std::size_t capacity, T* out) {
  if (capacity < from.size()) {
    throw Error({ErrorCode::out_of_range, "", "capacity", std::nullopt,
                 "room for " + std::to_string(from.size()) + " elements", std::to_string(capacity)});
  }
  if (!from.empty()) needed(out, "out");
  std::copy(from.begin(), from.end(), out);
}

}  // namespace evenload::c_api
