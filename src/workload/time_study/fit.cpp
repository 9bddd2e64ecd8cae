// Equations (1) to (5) of docs/models/time_study.md.
#include "fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "cone.hpp"
#include "evenload/core/errors.hpp"
#include "interval.hpp"
#include "limits.hpp"
#include "resample.hpp"

namespace evenload::workload {

namespace time_study {

namespace {

constexpr double nothing_known = 1e-11;  // eigenvalues of the scaled counts below it are 0
constexpr double takes_part = 1e-5;      // entry of an eigenvector that counts
constexpr double ridge_size = 1e-6;
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Names the first type that the counts do not tell apart.
[[noreturn]] void refuse_singular(const Design& design, const KnownWeights& known, const Scaled& scaled) {
  for (std::size_t k = 0; k < scaled.total.gram.size; ++k) {
    if (scaled.total.gram.row(k)[k] > 0) continue;
    const std::string& name = design.names[known.weights[k]];
    const bool swept = !design.level_hours.empty();
    throw InvalidDataError({ErrorCode::missing_value, "time_log", "count_" + name, std::nullopt,
                            swept ? "a type whose count changes within a worker's rows" : "a type with at least one case",
                            swept ? "the same count in all rows of each worker" : "0 in every row"});
  }
  std::string together;
  std::size_t first = 0;
  for (std::size_t k = scaled.known.size(); k-- > 0;) {
    if (std::abs(scaled.eigenvectors.row(0)[k]) <= takes_part) continue;
    first = k;
    together = design.names[known.weights[k]] + (together.empty() ? "" : ", ") + together;
  }
  throw InvalidDataError({ErrorCode::unsupported, "time_log", "count_" + design.names[known.weights[first]], std::nullopt,
                          "counts that tell the types apart; fix a weight, or allow a singular study", together + " move together"});
}

/// Tied weights become the same number, whatever rounding made of them.
void level_ties(const KnownWeights& known, std::span<const std::int32_t> binding, std::span<double> weights) {
  for (std::size_t pass = 0; pass < binding.size(); ++pass) {  // a chain of n ties needs n passes at most
    bool changed = false;
    for (const std::int32_t c : binding) {
      const Constraint& one = known.constraints[static_cast<std::size_t>(c)];
      if (one.plus < 0 || one.minus < 0) continue;
      double &a = weights[static_cast<std::size_t>(one.plus)], &b = weights[static_cast<std::size_t>(one.minus)];
      if (a == b) continue;
      a = b = std::min(a, b);
      changed = true;
    }
    if (!changed) break;
  }
}

std::vector<WeightStatus> statuses(const KnownWeights& known, const Scaled& scaled, const Fitted& fit) {
  std::vector<WeightStatus> status(known.fixed.size(), WeightStatus::interior);
  for (std::size_t w = 0; w < status.size(); ++w) {
    if (known.fixed[w]) status[w] = WeightStatus::fixed;
  }
  const auto set = [&](std::int32_t free, WeightStatus value) {
    if (free >= 0) status[known.weights[static_cast<std::size_t>(free)]] = value;
  };
  for (const std::int32_t c : fit.binding) {
    const Constraint& one = known.constraints[static_cast<std::size_t>(c)];
    const bool bound = one.minus < 0 && one.least == 0;
    set(one.plus, bound ? WeightStatus::zero : WeightStatus::tied);
    set(one.minus, WeightStatus::tied);
  }
  for (std::size_t k = 0; k < known.weights.size(); ++k) {
    const std::size_t w = known.weights[k];
    if (status[w] == WeightStatus::tied && fit.final_weights[w] == 0) status[w] = WeightStatus::zero;
    if (scaled.known[k] == 0) status[w] = WeightStatus::not_identified;
  }
  return status;
}

}  // namespace

Scaled scaled(const Design& design, const KnownWeights& known, bool allow_singular) {
  const std::size_t free = design.free;
  Scaled s;
  s.groups = design.by_group();
  s.total = Normal(free);
  for (const Normal& group : s.groups) {
    for (std::size_t i = 0; i < free * free; ++i) s.total.gram.values[i] += group.gram.values[i];
    for (std::size_t i = 0; i < free; ++i) s.total.moment[i] += group.moment[i];
  }
  s.scale.resize(free);
  for (std::size_t i = 0; i < free; ++i) {
    // Sweeping leaves rounding where nothing changes within a worker.
    double most = 0;
    for (std::size_t r = 0; r < design.rows; ++r) {
      const double value = design.all[r * design.names.size() + known.weights[i]];
      most += design.weight[r] * value * value;
    }
    double& length = s.total.gram.row(i)[i];
    if (length <= 1e-20 * most) {
      for (Normal& group : s.groups) {
        for (std::size_t j = 0; j < free; ++j) group.gram.row(i)[j] = group.gram.row(j)[i] = 0;
        group.moment[i] = 0;
      }
      for (std::size_t j = 0; j < free; ++j) s.total.gram.row(i)[j] = s.total.gram.row(j)[i] = 0;
      s.total.moment[i] = 0;
    }
    s.scale[i] = length > 0 ? 1 / std::sqrt(length) : 1;
  }
  const auto rescale = [&](Normal& sum) {
    for (std::size_t i = 0; i < free; ++i) {
      sum.moment[i] *= s.scale[i];
      for (std::size_t j = 0; j < free; ++j) sum.gram.row(i)[j] *= s.scale[i] * s.scale[j];
    }
  };
  for (Normal& group : s.groups) rescale(group);
  rescale(s.total);

  eigen(s.total.gram, s.eigenvalues, s.eigenvectors);
  const double largest = free > 0 ? s.eigenvalues.back() : 0;
  while (s.null < free && s.eigenvalues[s.null] <= nothing_known * std::max(largest, 1.0)) ++s.null;
  s.known.assign(free, 1);
  Square sum = s.total.gram;
  if (s.null > 0) {
    if (!allow_singular) refuse_singular(design, known, s);
    s.ridge = Square(free);
    for (std::size_t n = 0; n < s.null; ++n) {
      const double* vector = s.eigenvectors.row(n);
      for (std::size_t i = 0; i < free; ++i) {
        if (std::abs(vector[i]) > takes_part) s.known[i] = 0;
        for (std::size_t j = 0; j < free; ++j) s.ridge.row(i)[j] += ridge_size * vector[i] * vector[j];
      }
    }
    for (std::size_t i = 0; i < free * free; ++i) sum.values[i] += s.ridge.values[i];
  }
  s.inverse = Square(free);
  if (!cholesky(sum, 0)) refuse_singular(design, known, s);
  invert_cholesky(sum, s.inverse);
  return s;
}

Fitted fitted(const Design& design, const KnownWeights& known, const Scaled& s) {
  const std::size_t free = design.free;
  Fitted fit;
  fit.unconstrained.resize(free);
  multiply(s.inverse, s.total.moment.data(), fit.unconstrained.data());
  // Refined twice from the rows, because squaring the counts has squared their condition.
  std::vector<double> moment(free), step(free);
  for (int pass = 0; pass < 2; ++pass) {
    std::fill(moment.begin(), moment.end(), 0.0);
    for (std::size_t i = 0; i < design.rows; ++i) {
      const std::span<const double> row = design.row(i);
      double residual = design.y[i];
      for (std::size_t j = 0; j < free; ++j) residual -= row[j] * s.scale[j] * fit.unconstrained[j];
      residual *= design.weight[i];
      for (std::size_t j = 0; j < free; ++j) moment[j] += residual * row[j] * s.scale[j];
    }
    multiply(s.inverse, moment.data(), step.data());
    if (s.null > 0) break;  // along what cannot be known the inverse is huge
    for (std::size_t j = 0; j < free; ++j) fit.unconstrained[j] += step[j];
  }
  fit.weights = fit.unconstrained;
  ConeSolver(known.constraints, s.scale).solve(s.inverse, fit.weights, fit.binding);

  std::vector<double> hours(free);
  for (std::size_t j = 0; j < free; ++j) hours[j] = s.scale[j] * fit.weights[j];
  level_ties(known, fit.binding, hours);
  fit.final_weights.resize(design.names.size());
  for (std::size_t w = 0; w < design.names.size(); ++w) {
    fit.final_weights[w] = known.fixed[w] ? *known.fixed[w] : std::max(0.0, hours[static_cast<std::size_t>(known.free[w])]);
  }

  fit.standard_error.assign(free, no_number);
  if (design.groups >= 2) {
    Sandwich sandwich(free);
    sandwich.clear();
    for (const Normal& group : s.groups) sandwich.add(group, 1, fit.unconstrained);
    sandwich.variances(s.inverse, static_cast<double>(design.groups), fit.standard_error);
    for (double& value : fit.standard_error) value = std::sqrt(value);
  }

  fit.fitted.resize(design.rows);
  if (!design.level_hours.empty()) fit.level.resize(design.worker_count());
  const std::size_t names = design.names.size();
  for (std::size_t k = 0; k < design.worker_count(); ++k) {
    double level = 0;
    if (!fit.level.empty()) {
      level = design.level_hours[k];
      for (std::size_t j = 0; j < free; ++j) level -= design.level_x[k * free + j] * fit.final_weights[known.weights[j]];
      fit.level[k] = level;
    }
    for (std::size_t i = design.worker_start[k]; i < design.worker_start[k + 1]; ++i) {
      double sum = level;
      for (std::size_t w = 0; w < names; ++w) sum += design.all[i * names + w] * fit.final_weights[w];
      fit.fitted[i] = sum;
    }
  }
  return fit;
}

namespace {

void describe_counts(const TimeStudy& study, const Design& design, TimeStudyFit& result) {
  const std::size_t names = design.names.size();
  for (std::size_t w = 0; w < names; ++w) {
    FittedWeight& one = result.weights[w];
    for (std::size_t k = 0; k < design.worker_count(); ++k) {
      bool any = false;
      for (std::size_t i = design.worker_start[k]; i < design.worker_start[k + 1]; ++i) {
        const double count = design.all[i * names + w];
        one.cases += count;
        one.rows += count > 0 ? 1 : 0;
        any = any || count > 0;
      }
      one.workers += any && !study.workers.empty() ? 1 : 0;
    }
    one.total_hours = one.hours * one.cases;
  }
}

void describe_intervals(const TimeStudyOptions& options, const Design& design, const KnownWeights& known, const Scaled& s, const Fitted& fit, TimeStudyFit& result) {
  Centre centre{s.groups, s.ridge, fit.unconstrained, known.constraints, s.scale, fit.binding};
  Resamples drawn = resample(centre, options.bootstraps, options.control);
  result.stop = drawn.stop;
  result.bootstraps_used = drawn.used;
  result.bootstraps_left_out = drawn.left_out;
  if (drawn.used == 0) return;
  const std::size_t free = design.free;
  const auto used = static_cast<std::size_t>(drawn.used);
  const double normal = two_sided_normal(options.level);
  std::vector<double> distance(used);
  for (std::size_t j = 0; j < free; ++j) {
    FittedWeight& one = result.weights[known.weights[j]];
    std::size_t zeros = 0;
    for (std::size_t r = 0; r < used; ++r) {
      distance[r] = drawn.distance[r * free + j];
      zeros += drawn.weights[r * free + j] == 0 ? 1 : 0;
    }
    one.zero_share = static_cast<double>(zeros) / static_cast<double>(used);
    if (one.status == WeightStatus::not_identified) continue;
    const double spread = s.scale[j] * fit.standard_error[j] * upper_quantile(distance, options.level) / normal;
    if (!(spread > 0) || !std::isfinite(spread)) {
      if (spread == 0) one.low = one.high = one.hours;  // the log has no noise at all
      continue;
    }
    const auto [low, high] = unified_interval(one.unconstrained / spread, options.level);
    one.low = std::min(low * spread, one.hours);
    one.high = std::max(high * spread, one.hours);
  }
  if (!options.keep_replicates) return;
  const std::size_t names = design.names.size();
  result.replicates.resize(used * names);
  for (std::size_t r = 0; r < used; ++r) {
    for (std::size_t w = 0; w < names; ++w) {
      const std::size_t j = known.fixed[w] ? 0 : static_cast<std::size_t>(known.free[w]);
      double& value = result.replicates[r * names + w];
      value = known.fixed[w] ? *known.fixed[w] : s.scale[j] * drawn.weights[r * free + j];
      if (!known.fixed[w] && s.known[j] == 0) value = no_number;
    }
  }
}

void check_size(const TimeStudy& study, const Design& design) {
  const std::size_t swept = design.level_hours.size();
  if (study.rows < design.free + swept || study.rows == 0) {
    throw InvalidDataError({ErrorCode::out_of_range, "time_log", "", std::nullopt,
                            "at least as many rows as weights to be fitted (" + std::to_string(design.free + swept) + ")", std::to_string(study.rows)});
  }
  if (design.worker_count() < 2) {
    throw InvalidDataError({ErrorCode::out_of_range, "time_log", "caseworker", std::nullopt, "at least two caseworkers, or no such column", "1"});
  }
}

}  // namespace
}  // namespace time_study

TimeStudyFit fit_time_study(const TimeStudy& study, const TimeStudyOptions& options) {
  using namespace time_study;
  check(study, options);
  std::vector<std::string> names = weight_names(study, options.fixed_part);
  const KnownWeights known = known_weights(names, options);
  const Design design(study, options, known, std::move(names));
  check_size(study, design);
  const Scaled s = scaled(design, known, options.allow_singular);
  const Fitted fit = fitted(design, known, s);

  TimeStudyFit result;
  result.level = options.level;
  result.rows = static_cast<std::int64_t>(design.rows);
  result.clusters = static_cast<std::int64_t>(design.groups);
  const std::vector<WeightStatus> status = statuses(known, s, fit);
  for (std::size_t w = 0; w < design.names.size(); ++w) {
    FittedWeight one;
    one.type = design.names[w];
    one.status = status[w];
    one.low = one.high = one.zero_share = no_number;
    one.hours = fit.final_weights[w];
    one.unconstrained = one.hours;
    one.variance_inflation = no_number;
    if (!known.fixed[w]) {
      const auto j = static_cast<std::size_t>(known.free[w]);
      one.unconstrained = s.scale[j] * fit.unconstrained[j];
      one.standard_error = s.scale[j] * fit.standard_error[j];
      one.variance_inflation = s.inverse.row(j)[j];
    }
    if (one.status == WeightStatus::not_identified) {
      one.hours = one.unconstrained = one.standard_error = no_number;
      one.variance_inflation = std::numeric_limits<double>::infinity();
    }
    result.weights.push_back(std::move(one));
  }
  describe_counts(study, design, result);
  describe_intervals(options, design, known, s, fit, result);
  describe_collinearity(design, known, s, result);
  describe_residuals(study, design, fit, result);
  if (result.stop == StopReason::done) describe_workers(design, known, s, fit, options.control, result);
  if (options.pool_units) pool_units(study, options, design, known, s, fit, result);
  return result;
}

}  // namespace evenload::workload
