/// \file
/// Which members of a pool are there, week by week. Private. docs/models/pool_size.md (13).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "evenload/core/random.hpp"

namespace evenload::pool::sizing {

constexpr std::uint32_t member_entity = 0x40000000;
constexpr std::size_t most_members = 64;

/// Bits of the first `most` members of a profile that are there. Member m is there or not whatever
/// the size of the pool. \param absence_weeks mean length of an absence; 0: independent weeks
inline void draw_presence(std::uint64_t seed, std::uint32_t scenario, std::size_t profile,
                          double presence, double absence_weeks, std::int64_t most,
                          std::span<std::uint64_t> weeks) {
  std::fill(weeks.begin(), weeks.end(), 0);
  // P(absent again | absent), P(absent | there) of a chain with these shares.
  const double away = 1 - presence;
  const double stay = absence_weeks > 0 ? 1 - 1 / absence_weeks : away;
  const double fall = absence_weeks > 0 ? away / presence / absence_weeks : away;
  for (std::size_t member = 0; member < static_cast<std::size_t>(most); ++member) {
    const auto own = static_cast<std::uint32_t>(profile * most_members + member);
    RandomStream stream({seed, scenario, member_entity + own, 0});
    bool absent = false;
    for (std::size_t t = 0; t < weeks.size(); ++t) {
      const double u = stream.uniform();
      absent = u < (t == 0 ? away : absent ? stay : fall);
      if (!absent) weeks[t] |= std::uint64_t{1} << member;
    }
  }
}

}  // namespace evenload::pool::sizing
