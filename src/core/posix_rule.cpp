#include "posix_rule.hpp"

#include "civil.hpp"

namespace evenload {

namespace {

constexpr std::int64_t seconds_per_day = 86'400;

/// Reads a rule from the front of a text. Every step returns nothing where the text does not fit.
class RuleScanner {
 public:
  explicit RuleScanner(std::string_view text) noexcept : rest_(text) {}

  bool at_end() const noexcept { return rest_.empty(); }
  bool at(char c) const noexcept { return !rest_.empty() && rest_.front() == c; }

  bool skip(char c) noexcept {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Three letters or more, or anything of letters, digits and signs in <>.
  bool skip_name() noexcept {
    const bool quoted = skip('<');
    std::size_t length = 0;
    const auto belongs = [&](char c) {
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    while (length < rest_.size() && belongs(rest_[length])) ++length;
    rest_.remove_prefix(length);
    return length >= 3 && (!quoted || skip('>'));
  }

  std::optional<int> number(int least, int most) noexcept {
    constexpr std::size_t most_digits = 3;
    int value = 0;
    std::size_t digits = 0;
    for (; digits < rest_.size() && digits < most_digits && rest_[digits] >= '0' &&
           rest_[digits] <= '9';
         ++digits) {
      value = value * 10 + (rest_[digits] - '0');
    }
    if (digits == 0 || value < least || value > most) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

  /// "[+-]h[:mm[:ss]]" in seconds.
  std::optional<std::int64_t> time(int greatest_hour) noexcept {
    const bool negative = at('-');
    if (at('-') || at('+')) rest_.remove_prefix(1);
    const auto hour = number(0, greatest_hour);
    if (!hour) return std::nullopt;
    std::int64_t size = std::int64_t{*hour} * 3600;
    for (const int unit : {60, 1}) {
      if (!skip(':')) break;
      const auto part = number(0, 59);
      if (!part) return std::nullopt;
      size += std::int64_t{*part} * unit;
    }
    return negative ? -size : size;
  }

  std::optional<PosixRule::Change> change() noexcept {
    using Kind = PosixRule::Change::Kind;
    PosixRule::Change change;
    if (skip('M')) {
      const auto month = number(1, 12);
      if (!month || !skip('.')) return std::nullopt;
      const auto week = number(1, 5);
      if (!week || !skip('.')) return std::nullopt;
      const auto weekday = number(0, 6);
      if (!weekday) return std::nullopt;
      change = {Kind::week_of_month, *month, *week, *weekday};
    } else {
      const bool without_leap_day = skip('J');
      const auto day = without_leap_day ? number(1, 365) : number(0, 365);
      if (!day) return std::nullopt;
      change.kind = without_leap_day ? Kind::day_without_leap_day : Kind::day_of_year;
      change.day = *day;
    }
    if (skip('/')) {
      const auto time_of_change = time(167);
      if (!time_of_change) return std::nullopt;
      change.time = *time_of_change;
    }
    return change;
  }

  std::optional<PosixRule> rule() noexcept {
    PosixRule rule;
    if (!skip_name()) return std::nullopt;
    const auto standard_west = time(24);
    if (!standard_west) return std::nullopt;
    rule.standard_offset = -*standard_west;  // POSIX counts westward
    if (at_end()) return rule;

    PosixRule::Summer summer;
    if (!skip_name()) return std::nullopt;
    summer.offset = rule.standard_offset + 3600;
    if (!at(',')) {
      const auto summer_west = time(24);
      if (!summer_west) return std::nullopt;
      summer.offset = -*summer_west;
    }
    if (!skip(',')) return std::nullopt;
    const auto begins = change();
    if (!begins || !skip(',')) return std::nullopt;
    const auto ends = change();
    if (!ends || !at_end()) return std::nullopt;
    summer.begins = *begins;
    summer.ends = *ends;
    rule.summer = summer;
    return rule;
  }

 private:
  std::string_view rest_;
};

/// Wall-clock seconds since 1970-01-01 at which the change happens in that year.
std::int64_t wall_clock_of(const PosixRule::Change& change, std::int64_t year) noexcept {
  std::int64_t day = 0;
  switch (change.kind) {
    case PosixRule::Change::Kind::week_of_month: {
      const std::int64_t first = days_from_civil({year, change.month, 1});
      const std::int64_t weekday_of_first =
          floor_modulo(floor_modulo(first, 7) + 4, 7);  // 1970-01-01 was a Thursday
      std::int64_t day_of_month =
          floor_modulo(change.day - weekday_of_first, 7) + std::int64_t{7} * (change.week - 1);
      if (day_of_month >= days_in_month(year, change.month))
        day_of_month -= 7;  // the fifth may be missing
      day = first + day_of_month;
      break;
    }
    case PosixRule::Change::Kind::day_without_leap_day:
      day = days_from_civil({year, 1, 1}) + change.day - 1 +
            (is_leap(year) && change.day >= 60 ? 1 : 0);
      break;
    case PosixRule::Change::Kind::day_of_year:
      day = days_from_civil({year, 1, 1}) + change.day;
      break;
  }
  return day * seconds_per_day + change.time;
}

}  // namespace

OffsetSpan PosixRule::span_at(std::int64_t utc) const noexcept {
  if (!summer) return {standard_offset, OffsetSpan::no_end};
  const std::int64_t year = civil_from_days(floor_divide(utc, seconds_per_day)).year;
  // A change may lie a week outside its year, so the neighbours count too. Summer all year round is
  // written as an end that meets the next beginning: of two changes at the same second the
  // beginning wins.
  std::int64_t latest = std::numeric_limits<std::int64_t>::min();
  OffsetSpan span{standard_offset, OffsetSpan::no_end};
  const auto consider = [&](std::int64_t at, std::int64_t offset_after) {
    if (at > utc) {
      if (at < span.end) span.end = at;
    } else if (at >= latest) {
      latest = at;
      span.offset = offset_after;
    }
  };
  for (std::int64_t y = year - 2; y <= year + 2; ++y) {
    consider(wall_clock_of(summer->ends, y) - summer->offset, standard_offset);
  }
  for (std::int64_t y = year - 2; y <= year + 2; ++y) {
    consider(wall_clock_of(summer->begins, y) - standard_offset, summer->offset);
  }
  return span;
}

std::optional<PosixRule> parse_posix_rule(std::string_view text) noexcept {
  return RuleScanner(text).rule();
}

}  // namespace evenload
