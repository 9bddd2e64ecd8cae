// Surprises of an autoregressive series: docs/models/workload_series.md (7), (8), (12).

#include "evenload/workload/autoregression.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "evenload/core/errors.hpp"
#include "linear_system.hpp"
#include "normal.hpp"

namespace evenload::workload {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void fail_model(std::string_view what, std::string expected, std::string found,
                             ErrorCode code = ErrorCode::out_of_range,
                             std::optional<std::int64_t> row = std::nullopt) {
  throw InvalidDataError(
      {code, "series", std::string(what), row, std::move(expected), std::move(found)});
}

/// Autocovariances 0..n-1 of the model with noise of variance 1, by Yule and Walker's equations.
std::vector<double> autocovariances(std::span<const double> phi) {
  const std::size_t size = phi.size() + 1;
  std::vector<double> matrix(size * size);
  std::vector<double> answer(size);
  answer[0] = 1;
  for (std::size_t lag = 0; lag < size; ++lag) {
    matrix[lag * size + lag] += 1;
    for (std::size_t i = 0; i < phi.size(); ++i) {
      const std::size_t apart = lag > i + 1 ? lag - i - 1 : i + 1 - lag;
      matrix[lag * size + apart] -= phi[i];
    }
  }
  if (!solve_linear(matrix, answer)) fail_model("phi", "a stationary model", "a unit root");
  return answer;
}

/// Kalman's filter of the model with mean 0 and noise 1, for the series and, beside it, for a
/// series of ones: what a week would be expected to be for each unit of an unknown mean.
class Filter {
 public:
  explicit Filter(std::span<const double> phi) : phi_(phi.begin(), phi.end()) {
    if (phi_.empty()) phi_.push_back(0);
    restart();
  }
  void restart() {
    const std::size_t n = phi_.size();
    const std::vector<double> covariances = autocovariances(phi_);
    state_.assign(n, 0);
    ones_.assign(n, 0);
    spread_.assign(n * n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) spread_[i * n + j] = covariances[i > j ? i - j : j - i];
    }
  }
  double expected() const { return state_[0]; }
  double expected_one() const { return ones_[0]; }
  double variance() const { return spread_[0]; }

  void see(double value) {
    const std::size_t n = phi_.size();
    const double error = value - state_[0];
    const double error_one = 1 - ones_[0];
    std::vector<double> gain(n);
    for (std::size_t i = 0; i < n; ++i) gain[i] = spread_[i * n] / spread_[0];
    const std::vector<double> first(spread_.begin(), spread_.begin() + static_cast<std::ptrdiff_t>(n));
    for (std::size_t i = 0; i < n; ++i) {
      state_[i] += gain[i] * error;
      ones_[i] += gain[i] * error_one;
      for (std::size_t j = 0; j < n; ++j) spread_[i * n + j] -= gain[i] * first[j];
    }
  }

  void next_week() {
    const std::size_t n = phi_.size();
    const auto shift = [&](std::vector<double>& vector) {
      double value = 0;
      for (std::size_t i = 0; i < n; ++i) value += phi_[i] * vector[i];
      for (std::size_t i = n; i-- > 1;) vector[i] = vector[i - 1];
      vector[0] = value;
    };
    shift(state_);
    shift(ones_);
    // T P Tᵀ + noise in the first place, T being the companion matrix.
    std::vector<double> rows(n * n);
    for (std::size_t j = 0; j < n; ++j) {
      double value = 0;
      for (std::size_t i = 0; i < n; ++i) value += phi_[i] * spread_[i * n + j];
      rows[j] = value;
      for (std::size_t i = 1; i < n; ++i) rows[i * n + j] = spread_[(i - 1) * n + j];
    }
    for (std::size_t i = 0; i < n; ++i) {
      double value = 0;
      for (std::size_t j = 0; j < n; ++j) value += phi_[j] * rows[i * n + j];
      spread_[i * n] = value;
      for (std::size_t j = 1; j < n; ++j) spread_[i * n + j] = rows[i * n + j - 1];
    }
    spread_[0] += 1;
  }

 private:
  std::vector<double> phi_;
  std::vector<double> state_;
  std::vector<double> ones_;
  std::vector<double> spread_;
};

/// Mean and sigma as far as the weeks so far tell them: equation (12).
struct Learnt {
  double information = 0;  ///< of the mean, in units of 1 / sigma²
  double weighted = 0;
  double squares = 0;      ///< of the recursive residuals so far
  double freedom = 0;
};

}  // namespace

bool is_stationary(std::span<const double> phi) {
  if (phi.size() > most_lags) {
    fail_model("phi", "at most " + std::to_string(most_lags) + " lags", std::to_string(phi.size()));
  }
  std::vector<double> rest(phi.begin(), phi.end());
  for (const double value : rest) {
    if (!std::isfinite(value)) fail_model("phi", "finite numbers", "another", ErrorCode::not_finite);
  }
  // Down the orders: every partial autocorrelation must lie within -1..1.
  while (!rest.empty()) {
    const double partial = rest.back();
    if (!(std::fabs(partial) < 1)) return false;
    rest.pop_back();
    const std::vector<double> before = rest;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      rest[i] = (before[i] + partial * before[rest.size() - 1 - i]) / (1 - partial * partial);
    }
  }
  return true;
}

Innovations innovations(std::span<const double> values, const Autoregression& model,
                        const InnovationOptions& options) {
  if (!is_stationary(model.phi)) fail_model("phi", "a stationary model", "one that is not");
  if (!(model.sigma > 0) || !std::isfinite(model.sigma)) {
    fail_model("sigma", "more than 0", std::to_string(model.sigma));
  }
  if (!std::isfinite(model.mean)) fail_model("mean", "a finite number", "another", ErrorCode::not_finite);
  for (std::size_t i = 0; i < options.restarts.size(); ++i) {
    if (options.restarts[i] >= values.size() ||
        (i > 0 && options.restarts[i] <= options.restarts[i - 1])) {
      fail_model("restarts", "ascending positions of weeks", std::to_string(options.restarts[i]),
                 ErrorCode::out_of_range, static_cast<std::int64_t>(i));
    }
  }
  Innovations answer;
  answer.residual.assign(values.size(), unknown);
  answer.expected.assign(values.size(), unknown);
  answer.spread.assign(values.size(), unknown);
  Filter filter(model.phi);
  Learnt learnt;
  auto restart = options.restarts.begin();
  for (std::size_t week = 0; week < values.size(); ++week) {
    const double value = values[week];
    if (std::isinf(value)) {
      fail_model("values", "a finite number", "infinity", ErrorCode::not_finite,
                 static_cast<std::int64_t>(week));
    }
    if (restart != options.restarts.end() && *restart == week) {
      ++restart;
      // Where the level is known it stays, and with it what the last weeks say of this one.
      if (options.learn_mean) filter.restart();
      learnt = {};
    }
    // The expectation is filter + ones · mean, in the units of the series.
    const double variance = filter.variance();
    const double share = 1 - filter.expected_one();  // of the mean in the week's surprise
    const bool known = !options.learn_mean || learnt.information > 0;
    const double mean = !options.learn_mean ? model.mean
                        : known             ? learnt.weighted / learnt.information
                                            : 0;
    const double doubt = options.learn_mean && known ? share * share / learnt.information : 0;
    const bool scaled = !options.learn_sigma || learnt.freedom > 0;
    if (known) {
      answer.expected[week] = filter.expected() + share * mean;
      if (scaled) {
        const double sigma = options.learn_sigma ? std::sqrt(learnt.squares / learnt.freedom)
                                                 : model.sigma;
        answer.spread[week] = sigma * std::sqrt(variance + doubt);
      }
    }
    if (!std::isnan(value)) {
      if (known) {
        const double surprise =
            (value - filter.expected() - share * mean) / std::sqrt(variance + doubt);
        if (!options.learn_sigma) {
          answer.residual[week] = surprise / model.sigma;
        } else {
          if (learnt.freedom > 0 && learnt.squares > 0) {
            answer.residual[week] = normal::from_student(
                surprise / std::sqrt(learnt.squares / learnt.freedom), learnt.freedom);
          }
          learnt.squares += surprise * surprise;
          learnt.freedom += 1;
        }
      }
      if (options.learn_mean) {
        learnt.information += share * share / variance;
        learnt.weighted += share * (value - filter.expected()) / variance;
      }
      filter.see(value);
    }
    filter.next_week();
  }
  return answer;
}

}  // namespace evenload::workload
