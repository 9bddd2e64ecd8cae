/// \file
/// Compiled zone files: TZif, versions 1 to 4 (RFC 8536, RFC 9636).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "posix_rule.hpp"

namespace evenload {

/// Offsets of a zone through all time.
struct ZoneOffsets {
  std::vector<std::int64_t> changes;        ///< UTC seconds, strictly increasing
  std::vector<std::int64_t> offsets_after;  ///< one for each change
  std::int64_t offset_before = 0;           ///< until the first change
  std::optional<PosixRule> rule;            ///< from the last change on

  OffsetSpan span_at(std::int64_t utc) const noexcept;
};

/// \throws InvalidDataError(unknown_zone) that says what is wrong with the file. Nothing is
/// allocated on the word of a count that the bytes do not bear out.
ZoneOffsets parse_zone_file(std::string_view bytes);

}  // namespace evenload
