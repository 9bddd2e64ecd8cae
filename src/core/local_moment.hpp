/// \file
/// A date with a time of day but no offset, as spreadsheets and logs write it. Private.
#pragma once

#include <optional>
#include <string_view>

#include "evenload/core/calendar.hpp"

namespace evenload {

/// "2026-11-23 08:15", "2026-11-23T08:15:30.25": the wall clock as if it were UTC; none for any other form.
std::optional<Instant> parse_local_moment(std::string_view text);

}  // namespace evenload
