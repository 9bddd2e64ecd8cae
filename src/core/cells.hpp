/// \file
/// The cells of a column, by the name of its type.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenload/core/calendar.hpp"

namespace evenload {

using Booleans = std::vector<std::uint8_t>;
using Integers = std::vector<std::int64_t>;
using Floats = std::vector<double>;
using Texts = std::vector<std::string>;
using Dates = std::vector<Date>;
using Instants = std::vector<Instant>;
using Lists = std::vector<std::vector<std::string>>;

}  // namespace evenload
