/// \file
/// Autoregressive models of weekly series: what is expected of a week in the light of those before.
/// docs/models/workload_series.md (7), (8), (12)–(14).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace evenload::workload {

/// Longest memory in weeks.
inline constexpr std::size_t most_lags = 8;

/// x(t) = mean + Σ phi[i] (x(t - 1 - i) - mean) + noise of standard deviation sigma.
struct Autoregression {
  double mean = 0;
  std::vector<double> phi;
  double sigma = 1;
};

/// Shocks die out. \throws InvalidDataError(out_of_range) for more than most_lags, not_finite
bool is_stationary(std::span<const double> phi);

/// How estimates from few weeks are put right; equation (13), (14).
enum class BiasCorrection : std::int32_t {
  none = 0,      ///< least squares as it is: too small a phi, too many false alarms
  mean = 1,      ///< the phi whose estimates are on average what was found
  cautious = 2,  ///< the phi that only `risk` of such estimates would understate more; one lag
};

struct AutoregressionFitOptions {
  std::size_t lags = 1;  ///< 0..most_lags
  BiasCorrection correction = BiasCorrection::mean;
  double risk = 0.1;         ///< of `cautious`: 0.01..0.5
  std::uint64_t seed = 0;    ///< of the simulation behind the correction
};

struct AutoregressionFit {
  std::vector<double> phi;
  double sigma = 0;
  std::vector<double> means;        ///< of each series
  std::vector<double> phi_found;    ///< before the correction
  std::int64_t observations = 0;    ///< weeks with all their lags
  bool shortened = false;           ///< the correction was cut to keep the model stationary
};

/// Least squares of one series, or of several that share phi and sigma but not the mean (pooling a
/// unit's people makes phi far surer than 26 weeks of one of them). NaN is a missing week.
/// O(weeks × lags²), and some thousand times that for the correction. Equal for equal seeds.
/// \throws InvalidDataError naming "series" (the row is the position in its series):
///         out_of_range for options; missing_value where too few weeks stand with their lags;
///         contradiction where nothing varies; not_finite
AutoregressionFit fit_autoregression(std::span<const std::span<const double>> series,
                                     const AutoregressionFitOptions& options = {});

/// How much is known of a series beforehand.
struct InnovationOptions {
  bool learn_mean = false;   ///< the mean is not known: learnt from the weeks so far
  bool learn_sigma = false;  ///< nor sigma
  std::span<const std::size_t> restarts;  ///< weeks before which mean and sigma are forgotten
};

struct Innovations {
  std::vector<double> residual;  ///< NaN where the week is missing or nothing was known yet
  std::vector<double> expected;  ///< of each week before it was seen; NaN where not known
  std::vector<double> spread;    ///< standard deviation around it; NaN where not known
};

/// One-step surprises. While the model holds they are independent standard normal, whatever weeks
/// are missing, and also where mean and sigma are learnt (recursive residuals, Student's t turned
/// into normal): equation (8), (12). A restart forgets the weeks before it where the mean is learnt.
/// O(weeks × lags²).
/// \throws InvalidDataError: out_of_range for sigma, a phi that is not stationary, or restarts that
///         are not ascending weeks; not_finite
Innovations innovations(std::span<const double> values, const Autoregression& model,
                        const InnovationOptions& options = {});

}  // namespace evenload::workload
