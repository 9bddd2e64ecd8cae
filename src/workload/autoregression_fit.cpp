// Fitting autoregressive models to few weeks: docs/models/workload_series.md (7), (13), (14).

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "evenload/core/errors.hpp"
#include "evenload/core/random.hpp"
#include "evenload/workload/autoregression.hpp"
#include "linear_system.hpp"
#include "normal.hpp"

namespace evenload::workload {

namespace {

constexpr std::uint32_t purpose_of_correction = 0x6172;
constexpr double largest_partial = 0.98;
constexpr int correction_steps = 12;

using Series = std::span<const double>;

[[noreturn]] void fail_fit(std::string_view what, ErrorCode code, std::string expected,
                           std::string found) {
  throw InvalidDataError(
      {code, "series", std::string(what), std::nullopt, std::move(expected), std::move(found)});
}

/// Sums of squares within the series, each around its own means.
struct Within {
  std::size_t lags;
  std::size_t rows = 0;
  std::size_t series = 0;
  std::vector<double> squares;   ///< lags × lags
  std::vector<double> products;  ///< lags, with the week itself
  double own = 0;

  explicit Within(std::size_t order) : lags(order), squares(order * order), products(order) {}

  void add(Series values) {
    std::vector<double> means(lags + 1);
    std::size_t count = 0;
    const auto complete = [&](std::size_t week) {
      for (std::size_t lag = 0; lag <= lags; ++lag) {
        if (std::isnan(values[week - lag])) return false;
      }
      return true;
    };
    for (std::size_t week = lags; week < values.size(); ++week) {
      if (!complete(week)) continue;
      ++count;
      for (std::size_t lag = 0; lag <= lags; ++lag) means[lag] += values[week - lag];
    }
    if (count == 0) return;
    for (double& mean : means) mean /= static_cast<double>(count);
    for (std::size_t week = lags; week < values.size(); ++week) {
      if (!complete(week)) continue;
      const double now = values[week] - means[0];
      own += now * now;
      for (std::size_t i = 0; i < lags; ++i) {
        const double left = values[week - 1 - i] - means[i + 1];
        products[i] += left * now;
        for (std::size_t j = 0; j < lags; ++j) {
          squares[i * lags + j] += left * (values[week - 1 - j] - means[j + 1]);
        }
      }
    }
    rows += count;
    ++series;
  }

  bool solve(std::vector<double>& phi) const {
    std::vector<double> matrix = squares;
    phi = products;
    if (lags == 0) return true;
    for (std::size_t i = 0; i < lags; ++i) {
      if (!(matrix[i * lags + i] > 1e-12 * (1 + own) * 1e-3)) return false;
    }
    return solve_linear(matrix, phi);
  }
  double squares_at(const std::vector<double>& phi) const {
    double sum = own;
    for (std::size_t i = 0; i < lags; ++i) {
      sum -= 2 * phi[i] * products[i];
      for (std::size_t j = 0; j < lags; ++j) sum += phi[i] * phi[j] * squares[i * lags + j];
    }
    return sum;
  }
};

/// Partial autocorrelations of the model, or the model of partial autocorrelations.
std::vector<double> partials_of(std::vector<double> phi) {
  std::vector<double> partials(phi.size());
  while (!phi.empty()) {
    const double last = phi.back();
    partials[phi.size() - 1] = last;
    phi.pop_back();
    const std::vector<double> before = phi;
    const double rest = std::max(1e-9, 1 - last * last);
    for (std::size_t i = 0; i < phi.size(); ++i) {
      phi[i] = (before[i] + last * before[phi.size() - 1 - i]) / rest;
    }
  }
  return partials;
}

std::vector<double> model_of(const std::vector<double>& partials) {
  std::vector<double> phi;
  for (const double last : partials) {
    const std::vector<double> before = phi;
    for (std::size_t i = 0; i < phi.size(); ++i) phi[i] -= last * before[phi.size() - 1 - i];
    phi.push_back(last);
  }
  return phi;
}

/// Cuts partial autocorrelations to what leaves the model stationary. True where it had to.
bool keep_stationary(std::vector<double>& phi) {
  std::vector<double> partials = partials_of(phi);
  bool cut = false;
  for (double& partial : partials) {
    if (std::fabs(partial) <= largest_partial) continue;
    partial = std::copysign(largest_partial, partial);
    cut = true;
  }
  if (cut) phi = model_of(partials);
  return cut;
}

/// Estimates from simulated series of the same lengths and gaps, always from the same noise.
class Simulation {
 public:
  Simulation(std::span<const Series> series, const AutoregressionFitOptions& options)
      : series_(series), lags_(options.lags) {
    std::size_t weeks = 0;
    for (const Series& one : series) weeks += one.size();
    // Surer for one short series, whose estimates scatter more.
    constexpr std::size_t most = 1000, fewest = 60, budget = 100'000;
    repeats_ = std::clamp(budget / std::max<std::size_t>(1, weeks), fewest, most);
    noise_.reserve(repeats_ * weeks);
    for (std::size_t repeat = 0; repeat < repeats_; ++repeat) {
      for (std::size_t s = 0; s < series.size(); ++s) {
        RandomStream stream({options.seed, static_cast<std::uint32_t>(repeat),
                             static_cast<std::uint32_t>(s), purpose_of_correction});
        for (std::size_t week = 0; week < series[s].size(); ++week) {
          noise_.push_back(normal::quantile(stream.uniform() + 0x1p-54));
        }
      }
    }
  }

  /// The estimates under phi, repeat by repeat.
  std::vector<std::vector<double>> estimates(const std::vector<double>& phi) const {
    const std::vector<double> partials = partials_of(phi);
    // Models of the first weeks, which have fewer weeks before them, and their noise.
    std::vector<std::vector<double>> first;
    std::vector<double> spread;
    for (std::size_t week = 0; week < lags_; ++week) {
      const auto known = partials.begin() + static_cast<std::ptrdiff_t>(week);
      first.push_back(model_of({partials.begin(), known}));
      double variance = 1;
      for (auto it = known; it != partials.end(); ++it) variance /= 1 - *it * *it;
      spread.push_back(std::sqrt(variance));
    }
    std::vector<std::vector<double>> all;
    std::vector<double> values;
    const double* noise = noise_.data();
    for (std::size_t repeat = 0; repeat < repeats_; ++repeat) {
      Within within(lags_);
      for (const Series& shape : series_) {
        values.resize(shape.size());
        for (std::size_t week = 0; week < shape.size(); ++week) {
          const bool early = week < lags_;
          const std::vector<double>& model = early ? first[week] : phi;
          double value = (early ? spread[week] : 1) * *noise++;
          for (std::size_t i = 0; i < model.size(); ++i) value += model[i] * values[week - 1 - i];
          values[week] = value;
        }
        for (std::size_t week = 0; week < shape.size(); ++week) {
          if (std::isnan(shape[week])) values[week] = std::numeric_limits<double>::quiet_NaN();
        }
        within.add(values);
      }
      std::vector<double> found;
      if (within.solve(found)) all.push_back(std::move(found));
    }
    return all;
  }

 private:
  std::span<const Series> series_;
  std::size_t lags_;
  std::size_t repeats_;
  std::vector<double> noise_;
};

std::vector<double> mean_of(const std::vector<std::vector<double>>& estimates, std::size_t lags) {
  std::vector<double> mean(lags);
  for (const auto& one : estimates) {
    for (std::size_t i = 0; i < lags; ++i) mean[i] += one[i] / static_cast<double>(estimates.size());
  }
  return mean;
}

/// The phi under which estimates are on average what was found: equation (13).
bool correct_mean(const Simulation& simulation, const std::vector<double>& found,
                  std::vector<double>& phi) {
  bool cut = keep_stationary(phi);
  for (int step = 0; step < correction_steps; ++step) {
    const std::vector<double> mean = mean_of(simulation.estimates(phi), phi.size());
    double moved = 0;
    for (std::size_t i = 0; i < phi.size(); ++i) {
      phi[i] += found[i] - mean[i];
      moved = std::max(moved, std::fabs(found[i] - mean[i]));
    }
    cut = keep_stationary(phi);
    if (moved < 1e-4) break;
  }
  return cut;
}

/// The phi under which only `risk` of the estimates are smaller than what was found: equation (14).
bool correct_cautiously(const Simulation& simulation, double found, double risk,
                        std::vector<double>& phi) {
  const auto share_below = [&](double value) {
    const auto estimates = simulation.estimates({value});
    const auto below = std::count_if(estimates.begin(), estimates.end(),
                                     [&](const auto& one) { return one[0] < found; });
    return static_cast<double>(below) / static_cast<double>(estimates.size());
  };
  double low = -largest_partial, high = largest_partial;
  if (share_below(high) >= risk) {
    phi[0] = high;
    return true;
  }
  for (int step = 0; step < correction_steps; ++step) {
    const double middle = (low + high) / 2;
    (share_below(middle) > risk ? low : high) = middle;
  }
  phi[0] = high;
  return false;
}

void check_fit_options(const AutoregressionFitOptions& options) {
  if (options.lags > most_lags) {
    fail_fit("lags", ErrorCode::out_of_range, "0 to " + std::to_string(most_lags),
             std::to_string(options.lags));
  }
  if (!(options.risk >= 0.01 && options.risk <= 0.5)) {
    fail_fit("risk", ErrorCode::out_of_range, "0.01 to 0.5", std::to_string(options.risk));
  }
  if (options.correction == BiasCorrection::cautious && options.lags != 1) {
    fail_fit("lags", ErrorCode::unsupported, "one lag for a cautious correction",
             std::to_string(options.lags));
  }
}

}  // namespace

AutoregressionFit fit_autoregression(std::span<const Series> series,
                                     const AutoregressionFitOptions& options) {
  check_fit_options(options);
  Within within(options.lags);
  AutoregressionFit fit;
  for (const Series& one : series) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t week = 0; week < one.size(); ++week) {
      if (std::isinf(one[week])) {
        throw InvalidDataError({ErrorCode::not_finite, "series", "values",
                                static_cast<std::int64_t>(week), "a finite number", "infinity"});
      }
      if (std::isnan(one[week])) continue;
      sum += one[week];
      ++count;
    }
    fit.means.push_back(count > 0 ? sum / static_cast<double>(count)
                                  : std::numeric_limits<double>::quiet_NaN());
    within.add(one);
  }
  if (within.rows < within.series + 2 * options.lags + 2) {
    fail_fit("values", ErrorCode::missing_value,
             "at least " + std::to_string(within.series + 2 * options.lags + 2) +
                 " weeks with the " + std::to_string(options.lags) + " before them",
             std::to_string(within.rows));
  }
  fit.observations = static_cast<std::int64_t>(within.rows);
  double level = 0;
  for (const double mean : fit.means) {
    if (!std::isnan(mean)) level = std::max(level, std::fabs(mean));
  }
  // What rounding leaves of a constant series is not variation.
  const bool varies = within.own > 1e-24 * level * level * static_cast<double>(within.rows);
  if (!varies || !within.solve(fit.phi_found)) {
    fail_fit("values", ErrorCode::contradiction, "values that vary", "a constant");
  }
  fit.phi = fit.phi_found;
  if (options.lags > 0) {
    const Simulation simulation(series, options);
    if (options.correction == BiasCorrection::mean) {
      fit.shortened = correct_mean(simulation, fit.phi_found, fit.phi);
    } else if (options.correction == BiasCorrection::cautious) {
      fit.shortened = correct_cautiously(simulation, fit.phi_found[0], options.risk, fit.phi);
    } else {
      fit.shortened = keep_stationary(fit.phi);
    }
  }
  // Around a phi that was not fitted, only the means cost degrees of freedom.
  const bool fitted = options.correction == BiasCorrection::none;
  const auto freedom =
      static_cast<double>(within.rows - within.series - (fitted ? options.lags : 0));
  fit.sigma = std::sqrt(std::max(0.0, within.squares_at(fit.phi)) / freedom);
  return fit;
}

}  // namespace evenload::workload
