#include "curves.hpp"

#include <algorithm>

namespace evenload::workload::detail {

namespace {

std::int64_t copies_of(std::span<const std::int32_t> copies, const PhaseStay& stay) {
  return copies.empty() ? 1 : copies[static_cast<std::size_t>(stay.case_index)];
}

}  // namespace

std::vector<PhaseCounts> count_stays(std::size_t types, std::size_t phases,
                                     std::span<const PhaseStay> stays,
                                     std::span<const std::int32_t> copies) {
  const std::size_t destinations = phases + 1;
  std::vector<PhaseCounts> all(types * phases);
  const auto cell_of = [&](const PhaseStay& stay) {
    return static_cast<std::size_t>(stay.type) * phases + static_cast<std::size_t>(stay.phase);
  };
  std::vector<std::int64_t> last(all.size(), -1);
  for (const PhaseStay& stay : stays) {
    if (copies_of(copies, stay) == 0) continue;
    auto& longest = last[cell_of(stay)];
    longest = std::max(longest, stay.last_age);
  }
  for (std::size_t cell = 0; cell < all.size(); ++cell) {
    const auto ages = static_cast<std::size_t>(last[cell] + 1);
    all[cell].at_risk.assign(ages, 0);
    all[cell].events.assign(ages * destinations, 0);
  }
  // At risk from the first to the last age: differences first, sums after.
  for (const PhaseStay& stay : stays) {
    const std::int64_t times = copies_of(copies, stay);
    if (times == 0) continue;
    PhaseCounts& counts = all[cell_of(stay)];
    const auto first_age = static_cast<std::size_t>(stay.first_age);
    const auto last_age = static_cast<std::size_t>(stay.last_age);
    counts.at_risk[first_age] += times;
    if (last_age + 1 < counts.at_risk.size()) counts.at_risk[last_age + 1] -= times;
    if (stay.next == still_there) continue;
    const std::size_t to = stay.next == case_closed ? phases : static_cast<std::size_t>(stay.next);
    counts.events[last_age * destinations + to] += times;
  }
  for (PhaseCounts& counts : all) {
    for (std::size_t age = 1; age < counts.at_risk.size(); ++age) {
      counts.at_risk[age] += counts.at_risk[age - 1];
    }
  }
  return all;
}

std::vector<std::int64_t> count_starts(std::size_t types, std::size_t phases,
                                       std::span<const PhaseStay> stays,
                                       std::span<const std::int32_t> copies) {
  std::vector<std::int64_t> starts(types * phases, 0);
  for (const PhaseStay& stay : stays) {
    if (!stay.starts_case) continue;
    starts[static_cast<std::size_t>(stay.type) * phases + static_cast<std::size_t>(stay.phase)] +=
        copies_of(copies, stay);
  }
  return starts;
}

PhaseCurve curve_of(const PhaseCounts& counts, std::size_t destinations,
                    const PhaseFitOptions& options) {
  const auto ages = static_cast<std::int64_t>(counts.at_risk.size());
  const auto at = [&](std::int64_t age) { return counts.at_risk[static_cast<std::size_t>(age)]; };
  const auto event = [&](std::int64_t age, std::size_t r) {
    return counts.events[static_cast<std::size_t>(age) * destinations + r];
  };
  PhaseCurve curve;
  curve.tail.assign(destinations, 0);
  curve.tail_from = ages;
  if (options.tail_events > 0) {
    std::vector<std::int64_t> left(destinations, 0);
    while (curve.tail_from > 0 && curve.tail_events < options.tail_events) {
      --curve.tail_from;
      curve.tail_exposure += at(curve.tail_from);
      for (std::size_t r = 0; r < destinations; ++r) {
        left[r] += event(curve.tail_from, r);
        curve.tail_events += event(curve.tail_from, r);
      }
    }
    for (std::size_t r = 0; r < destinations && curve.tail_exposure > 0; ++r) {
      curve.tail[r] = static_cast<double>(left[r]) / static_cast<double>(curve.tail_exposure);
    }
  }
  // Prefix sums make every window two look-ups.
  std::vector<std::int64_t> exposure(static_cast<std::size_t>(ages) + 1, 0);
  std::vector<std::int64_t> departures((static_cast<std::size_t>(ages) + 1) * destinations, 0);
  for (std::int64_t age = 0; age < ages; ++age) {
    const auto row = static_cast<std::size_t>(age);
    exposure[row + 1] = exposure[row] + at(age);
    for (std::size_t r = 0; r < destinations; ++r) {
      departures[(row + 1) * destinations + r] = departures[row * destinations + r] + event(age, r);
    }
  }
  curve.hazard.assign(static_cast<std::size_t>(curve.tail_from) * destinations, 0);
  for (std::int64_t age = 0; age < curve.tail_from; ++age) {
    // The first period is only partly lived through, so its departures stay out of other windows.
    const std::int64_t lowest = age == 0 ? 0 : 1;
    const std::int64_t widest = age == 0 ? 0 : options.smoothing;
    std::int64_t from = std::max(lowest, age - widest);
    std::int64_t to = std::min(ages - 1, age + widest);
    const auto enough = [&] {
      return exposure[static_cast<std::size_t>(to + 1)] - exposure[static_cast<std::size_t>(from)] >=
             options.min_at_risk;
    };
    while (!enough() && (from > lowest || to < ages - 1)) {
      from = std::max(lowest, from - 1);
      to = std::min(ages - 1, to + 1);
    }
    const std::int64_t risk =
        exposure[static_cast<std::size_t>(to + 1)] - exposure[static_cast<std::size_t>(from)];
    if (risk == 0) continue;
    for (std::size_t r = 0; r < destinations; ++r) {
      const std::int64_t left = departures[static_cast<std::size_t>(to + 1) * destinations + r] -
                                departures[static_cast<std::size_t>(from) * destinations + r];
      curve.hazard[static_cast<std::size_t>(age) * destinations + r] =
          static_cast<double>(left) / static_cast<double>(risk);
    }
  }
  return curve;
}

}  // namespace evenload::workload::detail
