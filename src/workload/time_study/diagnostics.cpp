// Equations (6) and (7) of docs/models/time_study.md: what the answer hangs on.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "cone.hpp"
#include "fit.hpp"
#include "parallel.hpp"

namespace evenload::workload::time_study {

namespace {

constexpr double troublesome_index = 30;  // Belsley, Kuh & Welsch (1980)
constexpr double large_part = 0.5;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// Share of the fit's freedom, and the largest change of a weight, without one worker.
void pull(const Design& design, const KnownWeights& known, const Scaled& s, const Fitted& fit, std::size_t k, StudyWorker& one) {
  const std::size_t free = design.free;
  if (free == 0) return;
  Normal own(free);
  design.add(design.worker_start[k], design.worker_start[k + 1], own);
  mirror(own.gram);
  Square rest = s.total.gram;
  std::vector<double> moment(free), weights(free);
  for (std::size_t i = 0; i < free; ++i) {
    moment[i] = s.total.moment[i] - own.moment[i] * s.scale[i];
    for (std::size_t j = 0; j < free; ++j) {
      const double value = own.gram.row(i)[j] * s.scale[i] * s.scale[j];
      one.leverage += value * s.inverse.row(i)[j] / static_cast<double>(free);
      rest.row(i)[j] -= value;
    }
  }
  for (std::size_t i = 0; i < s.ridge.values.size(); ++i) rest.values[i] += s.ridge.values[i];
  if (!cholesky(rest, singular_pivot)) {  // without this worker the types cannot be told apart
    one.influence = infinite;
    return;
  }
  Square inverse(free);
  invert_cholesky(rest, inverse);
  multiply(inverse, moment.data(), weights.data());
  std::vector<std::int32_t> binding = fit.binding;
  ConeSolver(known.constraints, s.scale).solve(inverse, weights, binding);
  for (std::size_t j = 0; j < free; ++j) {
    if (s.known[j] == 0 || !(fit.standard_error[j] > 0)) continue;
    const double change = std::abs(weights[j] - fit.weights[j]) / fit.standard_error[j];
    if (change > one.influence) {
      one.influence = change;
      one.influenced = design.names[known.weights[j]];
    }
  }
}

}  // namespace

void describe_workers(const Design& design, const KnownWeights& known, const Scaled& s, const Fitted& fit, const SolveOptions& control, TimeStudyFit& result) {
  if (design.workers.empty()) return;
  result.workers.resize(design.worker_count());
  const auto body = [&](std::size_t k, std::size_t) {
    StudyWorker& one = result.workers[k];
    one.worker = design.workers[k];
    const std::size_t first = design.worker_start[k], last = design.worker_start[k + 1];
    one.rows = static_cast<std::int64_t>(last - first);
    const auto rows = static_cast<double>(one.rows);
    for (std::size_t i = first; i < last; ++i) {
      one.hours += design.hours[i];
      one.fitted += fit.fitted[i];
    }
    one.residual_mean = (one.hours - one.fitted) / rows;
    double squares = 0;
    for (std::size_t i = first; i < last; ++i) {
      const double away = design.hours[i] - fit.fitted[i] - one.residual_mean;
      squares += away * away;
    }
    one.residual_spread = one.rows > 1 ? std::sqrt(squares / (rows - 1)) : std::numeric_limits<double>::quiet_NaN();
    if (!fit.level.empty()) one.own_level = fit.level[k];
    pull(design, known, s, fit, k, one);
  };
  const StopReason stop = for_each(design.worker_count(), control, "influence", body);
  if (stop == StopReason::done) return;
  result.stop = stop;
  result.workers.clear();
}

void describe_collinearity(const Design& design, const KnownWeights& known, const Scaled& s, TimeStudyFit& result) {
  const std::size_t free = design.free;
  if (free == 0) return;
  const double largest = s.eigenvalues.back();
  result.condition_number = s.null > 0 ? infinite : std::sqrt(largest / s.eigenvalues.front());
  std::vector<double> variance(free, 0.0);
  for (std::size_t n = s.null; n < free; ++n) {
    for (std::size_t j = 0; j < free; ++j) variance[j] += s.eigenvectors.row(n)[j] * s.eigenvectors.row(n)[j] / s.eigenvalues[n];
  }
  std::int32_t group = 0;
  for (std::size_t n = 0; n < free; ++n) {
    const double* vector = s.eigenvectors.row(n);
    const double index = n < s.null ? infinite : std::sqrt(largest / s.eigenvalues[n]);
    if (index < troublesome_index) break;
    std::vector<Collinearity> members;
    for (std::size_t j = 0; j < free; ++j) {
      const double part = n < s.null ? vector[j] * vector[j] : vector[j] * vector[j] / s.eigenvalues[n] / variance[j];
      if (n < s.null ? s.known[j] == 0 && part > 1e-8 : part > large_part) members.push_back({group, index, design.names[known.weights[j]], part});
    }
    if (n >= s.null && members.size() < 2) continue;  // one type alone depends on no other
    result.collinearity.insert(result.collinearity.end(), members.begin(), members.end());
    ++group;
  }
}

void describe_residuals(const TimeStudy& study, const Design& design, const Fitted& fit, TimeStudyFit& result) {
  double total = 0, weights = 0;
  for (std::size_t i = 0; i < design.rows; ++i) {
    total += design.weight[i] * design.hours[i];
    weights += design.weight[i];
  }
  const double mean = total / weights;
  double around_mean = 0, squares = 0, plain = 0;
  result.fitted.resize(design.rows);
  double capped = 0;
  for (std::size_t i = 0; i < design.rows; ++i) {
    const std::size_t row = design.order[i];
    const double residual = design.hours[i] - fit.fitted[i];
    around_mean += design.weight[i] * (design.hours[i] - mean) * (design.hours[i] - mean);
    squares += design.weight[i] * residual * residual;
    plain += residual * residual;
    result.fitted[row] = fit.fitted[i];
    result.logged_hours += study.hours[row];
    result.overtime_hours += study.overtime.empty() ? 0 : study.overtime[row];
    result.undone_hours += study.undone.empty() ? 0 : study.undone[row];
    result.explained_hours += fit.fitted[i];
    if (study.hours_present.empty()) continue;
    const double present = study.hours_present[row];
    if (present > 0 && study.hours[row] >= present * (1 - 1e-9) && design.hours[i] == study.hours[row]) {
      ++result.capped_rows;
      capped += residual;
    }
  }
  if (result.capped_rows > 0) capped /= static_cast<double>(result.capped_rows);
  result.capped_residual = capped;
  result.r_squared = around_mean > 0 ? 1 - squares / around_mean : std::numeric_limits<double>::quiet_NaN();
  const std::size_t used = design.free + fit.level.size();
  result.residual_spread = design.rows > used ? std::sqrt(plain / static_cast<double>(design.rows - used)) : std::numeric_limits<double>::quiet_NaN();

  // One-way analysis of variance of the residuals: mean squares between and within workers.
  const std::size_t workers = design.worker_count();
  if (design.workers.empty() || workers < 2 || design.rows <= workers) return;
  double grand = 0, between = 0, within = 0, squared_sizes = 0;
  for (std::size_t i = 0; i < design.rows; ++i) grand += design.hours[i] - fit.fitted[i];
  grand /= static_cast<double>(design.rows);
  for (std::size_t k = 0; k < workers; ++k) {
    const std::size_t first = design.worker_start[k], last = design.worker_start[k + 1];
    const auto size = static_cast<double>(last - first);
    double own = 0;
    for (std::size_t i = first; i < last; ++i) own += design.hours[i] - fit.fitted[i];
    own /= size;
    for (std::size_t i = first; i < last; ++i) {
      const double away = design.hours[i] - fit.fitted[i] - own;
      within += away * away;
    }
    between += size * (own - grand) * (own - grand);
    squared_sizes += size * size;
  }
  const auto n = static_cast<double>(design.rows), c = static_cast<double>(workers);
  const double typical = (n - squared_sizes / n) / (c - 1);
  const double mean_within = within / (n - c), component = (between / (c - 1) - mean_within) / typical;
  if (component + mean_within > 0) result.intraclass = std::clamp(component / (component + mean_within), 0.0, 1.0);
}

}  // namespace evenload::workload::time_study
