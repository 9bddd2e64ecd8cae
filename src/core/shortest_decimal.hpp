/// \file
/// Doubles as text, without a locale.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace evenload {

/// The shortest decimal text that reads back as the same double; "inf" and "nan" too.
inline std::string shortest_decimal(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

}  // namespace evenload
