/// \file
/// Exact intervals of a probability from counts. Private.
#pragma once

#include <cstdint>

namespace evenload::pool::sizing {

/// The smallest (largest) probability at which as many (few) as `hits` of `trials` are no rarer
/// than `alpha`: one-sided bounds of Clopper & Pearson 1934, Biometrika 26.
double probability_from(double hits, double trials, double alpha);
double probability_until(double hits, double trials, double alpha);
/// Most hits of which probability_until is at most `limit`; −1 where not even none is.
std::int64_t most_hits(double limit, std::int64_t trials, double alpha);
/// Student's t with `freedom` degrees: P(T <= t) = 1 − alpha.
double student_quantile(double alpha, double freedom);

}  // namespace evenload::pool::sizing
