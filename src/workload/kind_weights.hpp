/// \file
/// What each kind of held case weighs under each version of the weights. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/workload/held_cases.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload {

/// Loads on one denominator, for LoadSpans.
struct KindWeights {
  std::int64_t denominator = 1;
  std::vector<std::int64_t> numerators;  ///< versions × kinds; -1 where no row needs it
  std::vector<std::int32_t> version;     ///< by day
};

/// Runs `function`; an error about "cases" leaves as one about "held_cases", in this row.
template <class Function>
decltype(auto) in_held_cases(std::size_t row, Function&& function) {
  const auto fill = [&](ErrorInfo info) {
    if (info.table == "cases" || info.table.empty()) {
      info.table = "held_cases";
      info.row = static_cast<std::int64_t>(row);
    }
    return info;
  };
  try {
    return std::forward<Function>(function)();
  } catch (const OverflowError& error) {
    throw OverflowError(fill(error.info()));
  } catch (const InvalidDataError& error) {
    throw InvalidDataError(fill(error.info()));
  }
}

/// What measure() says that one held case loads its holder with on a day.
Rational load_on(const HeldCase& held, const MeasurementRule& rule, Date day);
/// Position of the version of the weights in force on a day, or how many there are where none is.
std::int32_t version_on(const MeasurementRule& rule, Date day);
/// \throws as measure, naming "held_cases"; OverflowError without a common denominator.
KindWeights kind_weights(const HeldCases& held, const MeasurementRule& rule,
                         const std::vector<Date>& days);

}  // namespace evenload::workload
