#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/pool/demand_fit.hpp"
#include "sampling.hpp"
#include "season.hpp"
#include "src/pool/refusal.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool {

namespace sizing {

namespace {

/// Refits draw their logs from streams that no scenario of a draw uses.
constexpr std::uint32_t refit_scenarios = 0x80000000;
constexpr double largest_persistence = 0.99;

struct DemandEstimate {
  DemandParameters parameters;
  double common_raw = 0;
  std::vector<double> own_raw;
  std::vector<double> mean;  ///< units × weeks
};

/// Fits one log; keeps what does not change from log to log.
class DemandEstimator {
 public:
  DemandEstimator(const DemandModel& shape, const DemandFitOptions& options, std::int64_t weeks)
      : shape_(shape),
        likelihood_(options.dispersion == DispersionMethod::likelihood),
        units_(shape.hours_per_case.size()),
        weeks_(static_cast<std::size_t>(weeks)),
        rows_(season_rows(shape, weeks, options.first_week)),
        season_(static_cast<std::size_t>(season_size(shape.season, shape.harmonics))) {
    const GroupMoments group = group_moments(shape.siblings);
    clumping_ = group.square / group.mean;
    // A full set of indicators and a level are one too many: the first month (week) is the level.
    dropped_ = shape.season == SeasonKind::monthly || shape.season == SeasonKind::weekly ? 1 : 0;
    free_season_ = season_ > 0 ? season_ - dropped_ : 0;
  }

  DemandEstimate operator()(std::span<const double> counts) const {
    DemandEstimate estimate;
    estimate.parameters.level.assign(units_, 0);
    estimate.parameters.season.assign(shape_.own_season ? units_ * season_ : season_, 0);
    for (std::size_t u = 0; u < units_; ++u) {
      double sum = 0;
      for (std::size_t t = 0; t < weeks_; ++t) sum += counts[u * weeks_ + t];
      // A refit may have drawn a unit without a case.
      estimate.parameters.level[u] = std::log(std::max(sum, 0.5) / static_cast<double>(weeks_));
    }
    std::vector<double> total(units_, 0);
    double common = 0;
    for (int round = 0; round < 4; ++round) {
      fit_means(counts, total, estimate);
      for (std::size_t u = 0; u < units_; ++u) {
        total[u] = likelihood_ ? likely_dispersion(counts, estimate.mean, u)
                               : dispersion(counts, estimate.mean, u, std::max(total[u], 0.0));
      }
      common = shared(counts, estimate.mean, total, 0);
    }
    estimate.common_raw = units_ > 1 ? common : 0;
    DemandParameters& found = estimate.parameters;
    found.common_variance = std::max(estimate.common_raw, 0.0);
    for (std::size_t u = 0; u < units_; ++u) {
      // Equation (4), solved for the unit's own part.
      estimate.own_raw.push_back((1 + total[u]) / (1 + found.common_variance) - 1);
      found.own_variance.push_back(std::max(estimate.own_raw[u], 0.0));
    }
    if (found.common_variance > 1e-9) {
      const double next = shared(counts, estimate.mean, total, 1);
      const double ratio = shape_.factor == FactorKind::gamma
                               ? next / found.common_variance
                               : std::log1p(std::max(next, 0.0)) /
                                     std::log1p(found.common_variance);
      found.persistence = std::clamp(ratio, 0.0, largest_persistence);
    }
    return estimate;
  }

 private:
  /// Variance of a count over its mean. Equation (4).
  double scale(double mean, double total) const {
    return clumping_ + std::max(total, 0.0) * mean;
  }

  void season_part(std::size_t week, Eigen::VectorXd& x, std::size_t from) const {
    for (std::size_t k = 0; k < free_season_; ++k) {
      x[static_cast<Eigen::Index>(from + k)] = rows_[week * season_ + k + dropped_];
    }
  }

  /// Scoring for the units `first` to before `last`, which share a season.
  void fit_group(std::span<const double> counts, const std::vector<double>& total,
                 std::size_t first, std::size_t last, double* season, DemandEstimate& e) const {
    const std::size_t members = last - first;
    const auto size = static_cast<Eigen::Index>(members + free_season_);
    Eigen::VectorXd x(size);
    for (int iteration = 0; iteration < 60; ++iteration) {
      Eigen::MatrixXd information = Eigen::MatrixXd::Zero(size, size);
      Eigen::VectorXd score = Eigen::VectorXd::Zero(size);
      mean_cases_into(shape_, e.parameters, static_cast<std::int64_t>(weeks_), rows_, e.mean);
      for (std::size_t u = first; u < last; ++u) {
        for (std::size_t t = 0; t < weeks_; ++t) {
          const double m = e.mean[u * weeks_ + t];
          x.setZero();
          x[static_cast<Eigen::Index>(u - first)] = 1;
          season_part(t, x, members);
          const double s = scale(m, total[u]);
          information.selfadjointView<Eigen::Lower>().rankUpdate(x, m / s);
          score += x * ((counts[u * weeks_ + t] - m) / s);
        }
      }
      const Eigen::LDLT<Eigen::MatrixXd> factor(
          information.selfadjointView<Eigen::Lower>());
      Eigen::VectorXd step = factor.solve(score);
      if (factor.info() != Eigen::Success || !step.allFinite()) break;
      // A month without a case would go to minus infinity: no step longer than 1, no more than 60.
      const double longest = step.cwiseAbs().maxCoeff();
      if (longest > 1) step /= longest;
      for (std::size_t u = first; u < last; ++u) {
        double& level = e.parameters.level[u];
        level = std::clamp(level + step[static_cast<Eigen::Index>(u - first)], -45.0, 45.0);
      }
      for (std::size_t k = 0; k < free_season_; ++k) {
        double& one = season[k + dropped_];
        one = std::clamp(one + step[static_cast<Eigen::Index>(members + k)], -45.0, 45.0);
      }
      if (longest < 1e-10) break;
    }
    mean_cases_into(shape_, e.parameters, static_cast<std::int64_t>(weeks_), rows_, e.mean);
  }

  void fit_means(std::span<const double> counts, const std::vector<double>& total,
                 DemandEstimate& e) const {
    e.mean.resize(units_ * weeks_);
    double* season = e.parameters.season.data();
    if (!shape_.own_season) {
      fit_group(counts, total, 0, units_, season, e);
      return;
    }
    for (std::size_t u = 0; u < units_; ++u) {
      fit_group(counts, total, u, u + 1, season + u * season_, e);
    }
  }

  /// Makes up for the coefficients that were fitted.
  double correction() const {
    const double length = static_cast<double>(weeks_);
    const double spent = 1 + static_cast<double>(free_season_) /
                                 (shape_.own_season ? 1.0 : static_cast<double>(units_));
    return length / (length - spent);
  }

  /// Equation (9).
  double dispersion(std::span<const double> counts, const std::vector<double>& mean,
                    std::size_t u, double before) const {
    const double more = correction();
    double above = 0;
    double below = 0;
    for (std::size_t t = 0; t < weeks_; ++t) {
      const double m = mean[u * weeks_ + t];
      const double rest = counts[u * weeks_ + t] - m;
      const double s = scale(m, before);
      above += (rest * rest * more - clumping_ * m) / (s * s);
      below += m * m / (s * s);
    }
    return above / below;
  }

  /// Equation (10) for lag 0 (pairs of units) and 1 (all pairs).
  double shared(std::span<const double> counts, const std::vector<double>& mean,
                const std::vector<double>& total, std::size_t lag) const {
    double above = 0;
    double below = 0;
    for (std::size_t t = 0; t + lag < weeks_; ++t) {
      for (std::size_t u = 0; u < units_; ++u) {
        const std::size_t a = u * weeks_ + t;
        const double left = (counts[a] - mean[a]) / scale(mean[a], total[u]);
        const double left_mean = mean[a] / scale(mean[a], total[u]);
        for (std::size_t v = lag == 0 ? u + 1 : 0; v < units_; ++v) {
          const std::size_t b = v * weeks_ + t + lag;
          above += left * (counts[b] - mean[b]) / scale(mean[b], total[v]);
          below += left_mean * mean[b] / scale(mean[b], total[v]);
        }
      }
    }
    return below > 0 ? above / below * correction() : 0;
  }

  double log_likelihood(std::span<const double> counts, const std::vector<double>& mean,
                        std::size_t u, double total) const {
    const double r = 1 / total;
    double sum = 0;
    for (std::size_t t = 0; t < weeks_; ++t) {
      const double y = counts[u * weeks_ + t];
      const double m = mean[u * weeks_ + t];
      sum += log_gamma(y + r) - log_gamma(r) - r * std::log1p(total * m) +
             y * std::log(total * m / (1 + total * m));
    }
    return sum;
  }

  /// The dispersion with the greatest negative-binomial likelihood, by golden section on its log.
  double likely_dispersion(std::span<const double> counts, const std::vector<double>& mean,
                           std::size_t u) const {
    constexpr double golden = 0.6180339887498949;
    double low = std::log(1e-6);
    double high = std::log(100.0);
    const auto value = [&](double at) {
      return log_likelihood(counts, mean, u, std::exp(at));
    };
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double left_value = value(left);
    double right_value = value(right);
    for (int step = 0; step < 60; ++step) {
      if (left_value > right_value) {
        high = right;
        right = left;
        right_value = left_value;
        left = high - golden * (high - low);
        left_value = value(left);
      } else {
        low = left;
        left = right;
        left_value = right_value;
        right = low + golden * (high - low);
        right_value = value(right);
      }
    }
    const double best = std::exp((low + high) / 2);
    return best < 2e-6 ? 0 : best;
  }

  const DemandModel& shape_;
  bool likelihood_;
  std::size_t units_;
  std::size_t weeks_;
  std::vector<double> rows_;
  std::size_t season_;
  std::size_t dropped_ = 0;
  std::size_t free_season_ = 0;
  double clumping_ = 1;
};

void check_fit(std::span<const double> counts, std::int64_t units, std::int64_t weeks,
               std::span<const double> siblings, const DemandFitOptions& options) {
  const char* table = "fit_options";
  check_whole(units, 1, 10000, "counts", "units");
  check_whole(static_cast<std::int64_t>(options.season), 0, 3, table, "season");
  check_whole(static_cast<std::int64_t>(options.factor), 0, 1, table, "factor");
  check_whole(static_cast<std::int64_t>(options.dispersion), 0, 1, table, "dispersion");
  if (options.season == SeasonKind::fourier) {
    check_whole(options.harmonics, 1, 13, table, "harmonics");
  }
  check_whole(options.first_week, 0, 51, table, "first_week");
  check_whole(options.threads, 0, 100000, table, "threads");
  if (options.bootstraps != 0) check_whole(options.bootstraps, 50, 100000, table, "bootstraps");
  const std::int64_t least = options.season == SeasonKind::none     ? 26
                             : options.season == SeasonKind::weekly ? 156
                                                                    : 104;
  if (weeks < least || weeks > 10000) {
    refuse_input(ErrorCode::out_of_range, "counts", "weeks", std::nullopt,
                 std::to_string(least) + " to 10000 weeks", std::to_string(weeks));
  }
  check_length(counts.size(), static_cast<std::size_t>(units * weeks), "counts", "cases",
               "units x weeks");
  for (std::int64_t u = 0; u < units; ++u) {
    double sum = 0;
    for (std::int64_t t = 0; t < weeks; ++t) {
      const auto k = static_cast<std::size_t>(u * weeks + t);
      check_number(counts[k], 0, 1e6, "counts", "cases", static_cast<std::int64_t>(k));
      if (counts[k] != std::floor(counts[k])) {
        refuse_input(ErrorCode::wrong_type, "counts", "cases", static_cast<std::int64_t>(k),
                     "a whole number", number_text(counts[k]));
      }
      sum += counts[k];
    }
    if (sum == 0) {
      refuse_input(ErrorCode::out_of_range, "counts", "cases", u,
                   "a unit with at least one case; leave out a unit without demand", "0 cases");
    }
  }
  check_probabilities(siblings, "demand_model", "siblings");
  if (options.dispersion == DispersionMethod::likelihood && siblings.size() > 1) {
    refuse_input(ErrorCode::unsupported, table, "dispersion", std::nullopt,
                 "moments where cases come in groups", "likelihood");
  }
}

/// All numbers of the parameters in one line, and back.
std::vector<double*> places_of(DemandParameters& parameters) {
  std::vector<double*> places;
  for (double& one : parameters.level) places.push_back(&one);
  for (double& one : parameters.season) places.push_back(&one);
  for (double& one : parameters.own_variance) places.push_back(&one);
  places.push_back(&parameters.common_variance);
  places.push_back(&parameters.persistence);
  return places;
}

}  // namespace

}  // namespace sizing

std::string_view to_string(DispersionMethod method) noexcept {
  return method == DispersionMethod::likelihood ? "likelihood" : "moments";
}

DemandFit fit_demand(std::span<const double> counts, std::int64_t units, std::int64_t weeks,
                     std::span<const double> siblings, std::span<const double> hours_per_case,
                     double hours_variation, const DemandFitOptions& options) {
  sizing::check_fit(counts, units, weeks, siblings, options);
  sizing::check_length(hours_per_case.size(), static_cast<std::size_t>(units), "demand_model",
                       "hours_per_case", "units");
  DemandFit fit;
  fit.model.season = options.season;
  fit.model.harmonics = options.season == SeasonKind::fourier ? options.harmonics : 0;
  fit.model.own_season = options.own_season && options.season != SeasonKind::none;
  fit.model.factor = options.factor;
  fit.model.siblings.assign(siblings.begin(), siblings.end());
  fit.model.hours_per_case.assign(hours_per_case.begin(), hours_per_case.end());
  fit.model.hours_variation = hours_variation;
  const DemandModel shape = fit.model;
  const sizing::DemandEstimator estimator(shape, options, weeks);
  sizing::DemandEstimate estimate = estimator(counts);
  fit.model.parameters = std::move(estimate.parameters);
  fit.common_variance_raw = estimate.common_raw;
  fit.own_variance_raw = std::move(estimate.own_raw);
  fit.mean = std::move(estimate.mean);
  check(fit.model);

  std::vector<DemandParameters> draws(static_cast<std::size_t>(options.bootstraps));
  const auto refit = [&](std::int64_t b) {
    std::vector<double> drawn(counts.size());
    sizing::draw_scenario(fit.model, fit.model.parameters, fit.mean, weeks, options.seed,
                          sizing::refit_scenarios + static_cast<std::uint32_t>(b), {}, drawn);
    draws[static_cast<std::size_t>(b)] = estimator(drawn).parameters;
  };
  fit.refits = workload::detail::run_replications(options.bootstraps, options.threads,
                                                  options.stop, refit);
  draws.resize(static_cast<std::size_t>(fit.refits));
  if (draws.size() > 1) {
    fit.standard_error = fit.model.parameters;
    const std::vector<double*> spread = sizing::places_of(fit.standard_error);
    for (std::size_t k = 0; k < spread.size(); ++k) {
      double sum = 0;
      double squares = 0;
      for (DemandParameters& draw : draws) sum += *sizing::places_of(draw)[k];
      const double mean = sum / static_cast<double>(draws.size());
      for (DemandParameters& draw : draws) {
        const double rest = *sizing::places_of(draw)[k] - mean;
        squares += rest * rest;
      }
      *spread[k] = std::sqrt(squares / static_cast<double>(draws.size() - 1));
    }
  }
  fit.model.draws = std::move(draws);
  return fit;
}

}  // namespace evenload::pool
