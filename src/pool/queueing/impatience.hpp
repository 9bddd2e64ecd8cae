/// \file
/// The queue of M/M/n+M while all servers are busy, as ratios that neither overflow nor cancel.
/// docs/models/queueing.md (5) to (8). Private.
#pragma once

namespace evenload::pool::queueing {

/// All servers busy, service at rate nµ and patience of rate θ: c = nµ/θ, η = λ/θ,
/// A = Σ_j η^j / ((c+1)…(c+j)), so that π(n) A is the probability that all are busy.
struct Impatience {
  double inverse = 0;     ///< 1/A; 0 where A > e^600
  double more_busy = 0;   ///< (A - 1)/A: somebody waits, given that all are busy
  double mean_queue = 0;  ///< number waiting, given that all are busy
};

/// \param c nµ/θ > 0  \param eta λ/θ >= 0  \param spare c - η, exact to its last digits
Impatience impatience(double c, double eta, double spare);

/// P(an offered wait is longer than s/θ | it is above 0), s >= 0.
double longer_offered_wait(double c, double eta, double spare, double s);

}  // namespace evenload::pool::queueing
