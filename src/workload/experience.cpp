#include "evenload/workload/experience.hpp"

#include <algorithm>
#include <chrono>

#include "evenload/core/deadline.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::workload {

namespace {

struct Clock {
  std::string_view column;
  std::optional<Date> since;
};

Clock clock_of(const Experience& experience, ExperienceClock clock) {
  switch (clock) {
    case ExperienceClock::profession: return {"profession_since", experience.profession_since};
    case ExperienceClock::employer: return {"employer_since", experience.employer_since};
    case ExperienceClock::case_type: return {"case_type_since", experience.case_type_since};
  }
  throw InvalidDataError({ErrorCode::out_of_range, {}, {}, {}, "a clock of experience", std::to_string(static_cast<int>(clock))});
}

std::string span_text(const ExperienceBand& band) {
  return std::to_string(band.from_months) + (band.to_months ? " to below " + std::to_string(*band.to_months) : " and more") + " months";
}

[[noreturn]] void fail_band(std::string_view table, std::string_view column, std::size_t row, ErrorCode code, std::string expected,
                            std::string found) {
  throw InvalidDataError({code, std::string(table), std::string(column), static_cast<std::int64_t>(row), std::move(expected), std::move(found)});
}

/// The second of two neighbours must begin where the first ends.
void check_neighbours(const std::vector<ExperienceBand>& bands, std::size_t row, std::string_view table) {
  const ExperienceBand& before = bands[row - 1];
  const ExperienceBand& band = bands[row];
  if (before.to_months && *before.to_months == band.from_months) return;
  const bool gap = before.to_months && *before.to_months < band.from_months;
  fail_band(table, "from_months", row, gap ? ErrorCode::gap_in_bands : ErrorCode::overlap_in_bands,
            before.to_months ? "a band from " + std::to_string(*before.to_months) + " months, where row " + std::to_string(row - 1) + " ends"
                             : "no band after row " + std::to_string(row - 1) + ", which has no end",
            "row " + std::to_string(row - 1) + ": " + span_text(before) + "; row " + std::to_string(row) + ": " + span_text(band));
}

}  // namespace

std::int64_t completed_months(const Experience& experience, ExperienceClock clock, Date on) {
  const auto [column, since] = clock_of(experience, clock);
  if (!since) {
    throw InvalidDataError({ErrorCode::missing_value, "caseworkers", std::string(column), {}, "a date, as a rule asks for this experience", "nothing"});
  }
  if (on < *since) {
    throw InvalidDataError(
        {ErrorCode::ends_before_start, "caseworkers", std::string(column), {}, "a day on or before " + to_string(on), to_string(*since)});
  }
  const std::chrono::year_month_day from(*since);
  const std::chrono::year_month_day to(on);
  const std::int64_t months = (int{to.year()} - int{from.year()}) * 12 + static_cast<int>(unsigned{to.month()}) -
                              static_cast<int>(unsigned{from.month()});
  // The month that began last is not complete before its day has come; short months end early, as deadlines do.
  return add_months(*since, months) > on ? months - 1 : months;
}

void check_bands(const std::vector<ExperienceBand>& bands, std::string_view table) {
  if (bands.empty()) {
    throw InvalidDataError({ErrorCode::missing_value, std::string(table), "from_months", {}, "at least one band of experience", "none"});
  }
  for (std::size_t row = 0; row < bands.size(); ++row) {
    const ExperienceBand& band = bands[row];
    if (band.from_months < 0) {
      fail_band(table, "from_months", row, ErrorCode::negative_value, "at least 0 months", std::to_string(band.from_months));
    }
    if (band.to_months && *band.to_months <= band.from_months) {
      fail_band(table, "to_months", row, ErrorCode::out_of_range, "more than from_months, which is " + std::to_string(band.from_months),
                std::to_string(*band.to_months));
    }
    if (band.norm < Rational(0)) {
      fail_band(table, "norm", row, ErrorCode::negative_value, "a norm of at least 0", band.norm.to_string());
    }
    if (row > 0) check_neighbours(bands, row, table);
  }
  if (bands.front().from_months != 0) {
    fail_band(table, "from_months", 0, ErrorCode::gap_in_bands, "a first band from 0 months", "row 0: " + span_text(bands.front()));
  }
  if (bands.back().to_months) {
    const std::size_t last = bands.size() - 1;
    fail_band(table, "to_months", last, ErrorCode::gap_in_bands, "a last band without end",
              "row " + std::to_string(last) + ": " + span_text(bands.back()));
  }
}

const ExperienceBand& band_of(const std::vector<ExperienceBand>& bands, std::int64_t months) {
  const auto next =
      std::upper_bound(bands.begin(), bands.end(), months, [](std::int64_t value, const ExperienceBand& band) { return value < band.from_months; });
  if (next == bands.begin() || (std::prev(next)->to_months && months >= *std::prev(next)->to_months)) {
    throw InvalidDataError({ErrorCode::out_of_range, {}, {}, {}, "months that a band holds", std::to_string(months)});
  }
  return *std::prev(next);
}

}  // namespace evenload::workload
