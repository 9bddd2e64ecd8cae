#include <algorithm>
#include <cmath>

#include "evenload/core/errors.hpp"
#include "evenload/pool/demand.hpp"
#include "season.hpp"
#include "src/pool/refusal.hpp"

namespace evenload::pool {

namespace {

constexpr double most_cases = 1e6;
constexpr double most_hours = 1e9;

void check_parameters(const DemandModel& model, const DemandParameters& parameters) {
  const char* table = "demand_model";
  const std::size_t units = model.parameters.level.size();
  sizing::check_length(parameters.level.size(), units, table, "level", "units");
  sizing::check_numbers(parameters.level, -50, 50, table, "level");
  const auto size =
      static_cast<std::size_t>(sizing::season_size(model.season, model.harmonics)) *
      (model.own_season ? units : 1);
  sizing::check_length(parameters.season.size(), size, table, "season", "coefficients");
  sizing::check_numbers(parameters.season, -50, 50, table, "season");
  sizing::check_length(parameters.own_variance.size(), units, table, "own_variance", "units");
  sizing::check_numbers(parameters.own_variance, 0, 1e6, table, "own_variance");
  sizing::check_number(parameters.common_variance, 0, 1e6, table, "common_variance");
  sizing::check_number(parameters.persistence, 0, 0.9999, table, "persistence");
}

void check_means(std::span<const double> mean, std::int64_t weeks) {
  for (std::size_t k = 0; k < mean.size(); ++k) {
    if (mean[k] <= most_cases) continue;
    sizing::refuse_input(ErrorCode::out_of_range, "demand_model", "level",
                         static_cast<std::int64_t>(k) / weeks,
                         "a mean of at most 1000000 cases a week", sizing::number_text(mean[k]));
  }
}

}  // namespace

std::string_view to_string(SeasonKind kind) noexcept {
  switch (kind) {
    case SeasonKind::fourier: return "fourier";
    case SeasonKind::monthly: return "monthly";
    case SeasonKind::weekly: return "weekly";
    default: return "none";
  }
}

std::string_view to_string(FactorKind kind) noexcept {
  return kind == FactorKind::lognormal ? "lognormal" : "gamma";
}

void check(const DemandModel& model) {
  const char* table = "demand_model";
  const std::size_t units = model.parameters.level.size();
  sizing::check_whole(static_cast<std::int64_t>(units), 1, 10000, table, "units");
  sizing::check_whole(static_cast<std::int64_t>(model.season), 0, 3, table, "season_kind");
  sizing::check_whole(static_cast<std::int64_t>(model.factor), 0, 1, table, "factor");
  if (model.season == SeasonKind::fourier) {
    sizing::check_whole(model.harmonics, 1, 13, table, "harmonics");
  }
  sizing::check_whole(static_cast<std::int64_t>(model.siblings.size()), 1, 64, table, "siblings");
  sizing::check_probabilities(model.siblings, table, "siblings");
  sizing::check_length(model.hours_per_case.size(), units, table, "hours_per_case", "units");
  sizing::check_numbers(model.hours_per_case, 0, most_hours, table, "hours_per_case");
  for (std::size_t u = 0; u < units; ++u) {
    if (model.hours_per_case[u] > 0) continue;
    sizing::refuse_input(ErrorCode::out_of_range, table, "hours_per_case",
                         static_cast<std::int64_t>(u), "more than 0 hours", "0");
  }
  sizing::check_number(model.hours_variation, 0, 100, table, "hours_variation");
  check_parameters(model, model.parameters);
  for (const DemandParameters& draw : model.draws) check_parameters(model, draw);
  check_means(sizing::mean_cases(model, model.parameters, 53, 0), 53);
  for (const DemandParameters& draw : model.draws) {
    check_means(sizing::mean_cases(model, draw, 53, 0), 53);
  }
}

DemandMoments demand_moments(const DemandModel& model, std::int64_t weeks,
                             std::int64_t first_week) {
  check(model);
  sizing::check_whole(weeks, 1, 10000, "demand_options", "weeks");
  sizing::check_whole(first_week, 0, 51, "demand_options", "first_week");
  const DemandParameters& own = model.parameters;
  const auto units = static_cast<std::size_t>(model.units());
  const auto length = static_cast<std::size_t>(weeks);
  const sizing::GroupMoments group = sizing::group_moments(model.siblings);
  const double c = own.common_variance;
  DemandMoments moments;
  const std::vector<double> cases = sizing::mean_cases(model, own, weeks, first_week);
  moments.mean.resize(cases.size());
  moments.deviation.resize(cases.size());
  moments.rate_deviation.resize(cases.size());
  std::vector<double> mean_of(units, 0);
  const double spread = model.hours_variation * model.hours_variation;
  // Equation (5): compound Poisson within the rate, and the rate's own variance.
  const auto variance_of = [&](std::size_t u, double hours, double& rate) {
    const double h = model.hours_per_case[u];
    rate = hours * hours * ((1 + c) * (1 + own.own_variance[u]) - 1);
    return hours * h * (spread + group.square / group.mean) + rate;
  };
  for (std::size_t u = 0; u < units; ++u) {
    for (std::size_t t = 0; t < length; ++t) {
      const std::size_t k = u * length + t;
      double rate = 0;
      moments.mean[k] = cases[k] * model.hours_per_case[u];
      moments.deviation[k] = std::sqrt(variance_of(u, moments.mean[k], rate));
      moments.rate_deviation[k] = std::sqrt(rate);
      mean_of[u] += moments.mean[k] / static_cast<double>(weeks);
    }
  }
  moments.correlation.assign(units * units, 1);
  for (std::size_t u = 0; u < units; ++u) {
    for (std::size_t v = 0; v < units; ++v) {
      if (u == v) continue;
      double unused = 0;
      const double both = variance_of(u, mean_of[u], unused) * variance_of(v, mean_of[v], unused);
      // Equation (6).
      moments.correlation[u * units + v] =
          both > 0 ? mean_of[u] * mean_of[v] * c / std::sqrt(both) : 0;
    }
  }
  return moments;
}

}  // namespace evenload::pool
