/// \file
/// Experience on three clocks, and bands of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/core/calendar.hpp"
#include "evenload/core/rational.hpp"

namespace evenload::workload {

/// Which experience a rule means. Every rule names its clock.
enum class ExperienceClock : std::int32_t { profession = 0, employer = 1, case_type = 2 };

/// Days on which each clock started; none: not known, which only matters where a rule asks for it.
struct Experience {
  std::optional<Date> profession_since;
  std::optional<Date> employer_since;
  std::optional<Date> case_type_since;
};

/// Completed calendar months on `clock` at `on`. \throws InvalidDataError(missing_value) naming caseworkers.<clock>_since where it is not known,
/// InvalidDataError(ends_before_start) where `on` lies before it.
std::int64_t completed_months(const Experience& experience, ExperienceClock clock, Date on);

/// Half-open: from_months <= experience < to_months.
struct ExperienceBand {
  std::string name;
  std::int64_t from_months = 0;
  std::optional<std::int64_t> to_months;  ///< none: no end
  Rational norm;                          ///< full-time capacity in this band: points, hours, or 1 for caps
};

/// Bands from 0 months to no end, in order, without gap or overlap.
/// \throws InvalidDataError(gap_in_bands, overlap_in_bands) naming both rows (the second as `row`, both in `found`);
///         missing_value without any band, negative_value for months or norm, out_of_range for a band that ends where it begins or before.
void check_bands(const std::vector<ExperienceBand>& bands, std::string_view table);
/// The band of an experience; `bands` as check_bands accepts them. \throws InvalidDataError(out_of_range) where no band holds it.
const ExperienceBand& band_of(const std::vector<ExperienceBand>& bands, std::int64_t months);

}  // namespace evenload::workload
