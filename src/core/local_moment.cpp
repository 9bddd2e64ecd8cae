#include "local_moment.hpp"

#include <string>

#include "evenload/core/errors.hpp"

namespace evenload {

std::optional<Instant> parse_local_moment(std::string_view text) {
  constexpr std::size_t date_bytes = 10;
  constexpr std::size_t minute_bytes = 16;
  if (text.size() < minute_bytes || (text[date_bytes] != 'T' && text[date_bytes] != ' ')) {
    return std::nullopt;
  }
  // As UTC the usual parser reads it; the offset that is missing is the caller's to put in.
  std::string as_utc(text);
  if (as_utc.size() == minute_bytes) as_utc += ":00";
  try {
    return parse_instant(as_utc + "Z");
  } catch (const InvalidDataError&) {
    return std::nullopt;
  }
}

}  // namespace evenload
