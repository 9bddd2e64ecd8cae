/// \file
/// The rule at the end of a compiled zone file, which holds for ever after: POSIX.1 "TZ" with the
/// extension of RFC 8536, 3.3.1.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace evenload {

/// A stretch of time with one offset from UTC, in seconds.
struct OffsetSpan {
  static constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();
  /// Seconds east of UTC.
  std::int64_t offset = 0;
  /// First second (UTC) of the next stretch, where the offset may be the same.
  std::int64_t end = no_end;
};

struct PosixRule {
  /// The day and time of a change.
  struct Change {
    enum class Kind { week_of_month, day_without_leap_day, day_of_year };
    Kind kind = Kind::week_of_month;
    /// 1–12; week_of_month only.
    int month = 1;
    /// 1–5, 5 is the last; week_of_month only.
    int week = 1;
    /// By kind: weekday from Sunday = 0; 1–365, where 29 February is never counted; 0–365.
    int day = 0;
    /// Seconds after midnight, −167 to 167 hours.
    std::int64_t time = 2 * 3600;
  };
  struct Summer {
    std::int64_t offset = 0;
    Change begins;
    Change ends;
  };

  std::int64_t standard_offset = 0;
  std::optional<Summer> summer;

  /// The stretch that holds the second `utc`.
  OffsetSpan span_at(std::int64_t utc) const noexcept;
};

/// "CET-1CEST,M3.5.0,M10.5.0/3"; nothing where it is malformed.
std::optional<PosixRule> parse_posix_rule(std::string_view text) noexcept;

}  // namespace evenload
