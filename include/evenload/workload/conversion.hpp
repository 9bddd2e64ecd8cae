/// \file
/// Weights of one family as weights of another.
#pragma once

#include "evenload/workload/measure.hpp"
#include "evenload/workload/weights.hpp"

namespace evenload::workload {

/// The scheme in another family, where `full_time_from` of its own unit stand for `full_time_to` of the other: a
/// full-time caseworker's norm in points, their hours for cases in a month, or 1 for caseload caps.
/// docs/models/workload.md (4): every weight, adding factor, minimum and maximum is multiplied by full_time_to /
/// full_time_from, exactly, so every share of a full-time capacity stays what it was. The answer states the assumption,
/// and its versions are drafts: whoever agreed on the original did not agree on this.
///
/// What no conversion can tell: whether the two schemes mean the same work by a case type. It carries weights over as
/// they are, with everything that the original scheme leaves out.
/// \throws InvalidDataError(out_of_range) for capacities that are not above 0, and for one of caseload caps that is not
///         1; as check; OverflowError.
WeightScheme convert(const WeightScheme& scheme, WeightFamily to, const Rational& full_time_from, const Rational& full_time_to);

/// A whole rule: weights as above, and with them the norms of its capacity rule and its fixed load, so that every ratio of a
/// measurement stays what it was, but for capacities that were cut to whole numbers: they no longer are, and the assumption says so.
/// \throws as above; InvalidDataError(missing_value) for a rule without weights.
MeasurementRule convert(const MeasurementRule& rule, WeightFamily to, const Rational& full_time_from, const Rational& full_time_to);

}  // namespace evenload::workload
