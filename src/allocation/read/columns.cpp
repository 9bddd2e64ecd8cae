#include "columns.hpp"

#include <algorithm>
#include <vector>

#include "evenload/core/errors.hpp"
#include "src/core/local_moment.hpp"

namespace evenload::allocation {

namespace {

/// Damerau-Levenshtein distance, adjacent swaps only (optimal string alignment), on bytes.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t longest_compared = 64;  // no column is longer, and the work grows with the product of the lengths
  if (name.size() > longest_compared) return {};
  std::string_view nearest;
  std::size_t fewest = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edits(name, candidate);
    if (distance < fewest) {
      fewest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

void check_columns(const Table& table, std::span<const std::string_view> known) {
  for (const Column& column : table.columns()) {
    if (column.name.starts_with("x_") || std::find(known.begin(), known.end(), column.name) != known.end()) continue;
    std::string expected = "a column of the data model, or one that begins with \"x_\"";
    const std::string_view nearest = nearest_name(column.name, known);
    if (!nearest.empty()) expected.append(" (did you mean \"").append(nearest).append("\"?)");
    constexpr std::size_t shown_bytes = 64;
    throw InvalidDataError({ErrorCode::unknown_field, table.name(), column.name, std::nullopt, std::move(expected),
                            column.name.substr(0, shown_bytes)});
  }
}

Instant MomentReader::of_day(Date date) const {
  // The last microsecond, not the midnight after it: then the local date of the instant is the day that was written.
  return day_ == DayMeans::its_end ? zone_->to_instant(date + std::chrono::days{1}, {}) - std::chrono::microseconds{1} : zone_->to_instant(date, {});
}

Instant MomentReader::read(std::size_t row) const {
  if (cells_->type() == ColumnType::date) return of_day(reader_.date(row));
  if (const auto* texts = std::get_if<std::vector<std::string>>(&cells_->values)) {
    constexpr std::size_t date_bytes = 10;
    const std::string_view text = without_blanks((*texts)[row]);
    if (text.size() == date_bytes) return of_day(reader_.date(row));
    if (const std::optional<Instant> local = parse_local_moment(text)) {
      const Date date = std::chrono::floor<std::chrono::days>(*local);
      return *local == date ? of_day(date) : zone_->to_instant(date, *local - date);
    }
  }
  return reader_.instant(row, *zone_);
}

std::optional<Instant> MomentReader::maybe(std::size_t row) const {
  if (!reader_.has(row)) return std::nullopt;
  const Instant instant = read(row);
  // The zone's offset can lead out of the years that the data contract knows.
  constexpr Instant first = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
  constexpr Instant past_last = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);
  if (instant < first || instant >= past_last) reader_.fail(row, ErrorCode::invalid_date, "an instant in the years 1 to 9999, UTC");
  return instant;
}

}  // namespace evenload::allocation
