#include "utf8.hpp"

namespace evenload::utf8 {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";     // U+2026

}  // namespace

Decoded decode(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;  // 0 is no continuation byte
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF) {
    if (!continues(1)) return {};
    return {(first & 0x1FU) << 6 | (byte(1) & 0x3FU), 2};
  }
  if (first >= 0xE0 && first <= 0xEF) {
    if (!continues(1) || !continues(2)) return {};
    const std::uint32_t point = (first & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF)) return {};
    return {point, 3};
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return {};
    const std::uint32_t point = (first & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 |
                                (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    if (point < 0x10000 || point > 0x10FFFF) return {};
    return {point, 4};
  }
  return {};
}

bool is_well_formed(std::string_view text) noexcept {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.bytes == 0) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

std::string shorten(std::string_view text, std::size_t maximum_bytes) {
  std::string shown;
  while (!text.empty()) {
    const Decoded next = decode(text);
    const bool bad = next.bytes == 0 || is_control(next.code_point);
    const std::size_t consumed = next.bytes == 0 ? 1 : next.bytes;
    const std::string_view piece = bad ? replacement : text.substr(0, consumed);
    if (shown.size() + piece.size() > maximum_bytes) return shown.append(ellipsis);
    shown.append(piece);
    text.remove_prefix(consumed);
  }
  return shown;
}

std::string quote(std::string_view text, std::size_t maximum_bytes) {
  return '"' + shorten(text, maximum_bytes) + '"';
}

}  // namespace evenload::utf8
