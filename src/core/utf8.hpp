/// \file
/// UTF-8: well-formedness, and short quotations for error texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace evenload::utf8 {

/// One decoded character: its code point and its length in bytes; length 0 where `text` does not
/// begin with well-formed UTF-8.
struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t bytes = 0;
};

/// Decodes the first character of a non-empty text, after table 3-7 of the Unicode standard (no
/// overlong forms, no surrogates).
Decoded decode(std::string_view text) noexcept;

bool is_well_formed(std::string_view text) noexcept;

/// Unicode category Cc: C0, DEL and C1.
constexpr bool is_control(std::uint32_t code_point) noexcept {
  return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

/// At most `maximum_bytes` of `text` and then "…" where something was cut, never inside a
/// character. Malformed bytes and control characters become U+FFFD, so that the result can be shown
/// and sent anywhere.
std::string shorten(std::string_view text, std::size_t maximum_bytes = 60);

/// The same in double quotes.
std::string quote(std::string_view text, std::size_t maximum_bytes = 60);

}  // namespace evenload::utf8
