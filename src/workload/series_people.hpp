/// \file
/// People of a series: their units, and what measure() says of them beside their cases. Private.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "evenload/workload/series.hpp"

namespace evenload::workload {

/// Units of the people in the order in which they first occur.
struct Units {
  std::vector<UnitId> ids;
  std::vector<std::int32_t> of_person;  ///< -1: none
  std::vector<std::int32_t> people;

  explicit Units(const std::vector<MeasuredCaseworker>& caseworkers);
  /// Puts units together until each has `smallest` people, so that no unit, and no difference of
  /// units and the municipality, is about fewer.
  /// \throws InvalidDataError(out_of_range) where the whole table has fewer
  void merge_small(std::int32_t smallest);
};

/// People × weeks: capacity and own ratings, and the load beside the cases.
struct PeopleWeeks {
  std::vector<Rational> capacity;
  std::vector<Rational> beside;  ///< base load and work for others, less work by others
  std::vector<std::optional<Rational>> perceived;

  explicit PeopleWeeks(std::size_t cells) : capacity(cells), beside(cells), perceived(cells) {}
};

/// Tells them week by week, with what caseworker_weeks says over the table of caseworkers.
class WeekTeller {
 public:
  /// \throws InvalidDataError naming "caseworker_weeks": unknown_id, duplicate_id
  explicit WeekTeller(const SeriesInput& input);
  /// Fills the cells of week `week` of `weeks`. \throws as measure
  void tell(const MeasurementRule& rule, Date day, std::size_t week, std::size_t weeks,
            PeopleWeeks& out);

 private:
  std::vector<MeasuredCaseworker> people_;
  std::map<std::pair<Date, std::size_t>, const CaseworkerWeek*> told_;
};

}  // namespace evenload::workload
