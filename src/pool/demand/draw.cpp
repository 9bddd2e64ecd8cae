#include <algorithm>
#include <cmath>
#include <cstdint>

#include "evenload/core/random.hpp"
#include "evenload/pool/demand.hpp"
#include "sampling.hpp"
#include "season.hpp"
#include "src/pool/refusal.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool {

namespace sizing {

namespace {

constexpr std::uint32_t common_entity = 0xFFFFFFFF;
constexpr std::uint32_t parameter_entity = 0xFFFFFFFE;
enum StreamPart : std::uint32_t { own_part = 1, count_part = 2, hours_part = 3 };

std::uint32_t purpose_of(std::size_t week, std::uint32_t part) {
  return static_cast<std::uint32_t>(week) * 16 + part;
}

/// A variance so small that the factor is 1 to all digits that count.
constexpr double no_variance = 1e-12;

/// The factor that all units share, week by week. Equations (3), (3').
class CommonFactor {
 public:
  CommonFactor(const DemandModel& model, const DemandParameters& parameters)
      : kind_(model.factor),
        variance_(parameters.common_variance),
        persistence_(parameters.persistence) {}

  double next(std::uint64_t seed, std::uint32_t scenario, std::size_t week) {
    if (variance_ < no_variance) return 1;
    RandomStream stream({seed, scenario, common_entity, purpose_of(week, 0)});
    if (kind_ == FactorKind::lognormal) {
      const double z = draw_normal(stream);
      state_ = week == 0 ? z
                         : persistence_ * state_ + std::sqrt(1 - persistence_ * persistence_) * z;
      const double sigma2 = std::log1p(variance_);
      return std::exp(std::sqrt(sigma2) * state_ - sigma2 / 2);
    }
    // The autoregressive gamma process: gamma with correlation persistence^k at lag k.
    const double shape = 1 / variance_;
    if (week == 0 || persistence_ == 0) {
      state_ = draw_gamma(stream, shape);
    } else {
      const double more =
          draw_poisson_count(stream, persistence_ / (1 - persistence_) * state_);
      state_ = (1 - persistence_) * draw_gamma(stream, shape + more);
    }
    return state_ / shape;
  }

 private:
  FactorKind kind_;
  double variance_;
  double persistence_;
  double state_ = 0;
};

}  // namespace

GroupMoments group_moments(std::span<const double> siblings) noexcept {
  GroupMoments moments{0, 0};
  for (std::size_t k = 0; k < siblings.size(); ++k) {
    const double size = static_cast<double>(k + 1);
    moments.mean += siblings[k] * size;
    moments.square += siblings[k] * size * size;
  }
  return moments;
}

std::vector<double> season_rows(const DemandModel& model, std::int64_t weeks,
                                std::int64_t first_week) {
  const auto size = static_cast<std::size_t>(season_size(model.season, model.harmonics));
  std::vector<double> rows(size * static_cast<std::size_t>(weeks));
  for (std::int64_t t = 0; t < weeks; ++t) {
    season_row(model.season, model.harmonics, first_week + t,
               std::span(rows).subspan(static_cast<std::size_t>(t) * size, size));
  }
  return rows;
}

void mean_cases_into(const DemandModel& model, const DemandParameters& parameters,
                     std::int64_t weeks, std::span<const double> rows, std::span<double> mean) {
  const auto size = static_cast<std::size_t>(season_size(model.season, model.harmonics));
  const auto length = static_cast<std::size_t>(weeks);
  for (std::size_t u = 0; u < parameters.level.size(); ++u) {
    const double* own = parameters.season.data() + (model.own_season ? u * size : 0);
    for (std::size_t t = 0; t < length; ++t) {
      double log_mean = parameters.level[u];
      for (std::size_t k = 0; k < size; ++k) log_mean += rows[t * size + k] * own[k];
      mean[u * length + t] = std::exp(log_mean);
    }
  }
}

std::vector<double> mean_cases(const DemandModel& model, const DemandParameters& parameters,
                               std::int64_t weeks, std::int64_t first_week) {
  std::vector<double> mean(parameters.level.size() * static_cast<std::size_t>(weeks));
  mean_cases_into(model, parameters, weeks, season_rows(model, weeks, first_week), mean);
  return mean;
}

const DemandParameters& parameters_of(const DemandModel& model, bool uncertain, std::uint64_t seed,
                                      std::uint32_t scenario) noexcept {
  if (!uncertain || model.draws.empty()) return model.parameters;
  RandomStream stream({seed, scenario, parameter_entity, 0});
  return model.draws[stream.below(static_cast<std::uint32_t>(model.draws.size()))];
}

void draw_scenario(const DemandModel& model, const DemandParameters& parameters,
                   std::span<const double> mean, std::int64_t weeks, std::uint64_t seed,
                   std::uint32_t scenario, std::span<double> hours, std::span<double> cases) {
  const auto length = static_cast<std::size_t>(weeks);
  const double group = group_moments(model.siblings).mean;
  const double spread = model.hours_variation * model.hours_variation;
  CommonFactor common(model, parameters);
  for (std::size_t t = 0; t < length; ++t) {
    const double shared = common.next(seed, scenario, t);
    for (std::size_t u = 0; u < parameters.level.size(); ++u) {
      const auto entity = static_cast<std::uint32_t>(u);
      double rate = mean[u * length + t] / group * shared;
      if (parameters.own_variance[u] >= no_variance) {
        const double shape = 1 / parameters.own_variance[u];
        RandomStream stream({seed, scenario, entity, purpose_of(t, own_part)});
        rate *= draw_gamma(stream, shape) / shape;
      }
      // Groups of each size are Poisson processes of their own.
      RandomStream stream({seed, scenario, entity, purpose_of(t, count_part)});
      double count = 0;
      for (std::size_t k = 0; k < model.siblings.size(); ++k) {
        if (model.siblings[k] == 0) continue;
        count += static_cast<double>(k + 1) * draw_poisson_count(stream, rate * model.siblings[k]);
      }
      if (!cases.empty()) cases[u * length + t] = count;
      if (hours.empty()) continue;
      double amount = count * model.hours_per_case[u];
      if (spread > 0 && count > 0) {
        // Hours of `count` cases, each gamma, are one gamma number.
        RandomStream each({seed, scenario, entity, purpose_of(t, hours_part)});
        amount = draw_gamma(each, count / spread) * spread * model.hours_per_case[u];
      }
      hours[u * length + t] = amount;
    }
  }
}

}  // namespace sizing

DemandDraws draw_demand(const DemandModel& model, const DemandDrawOptions& options) {
  check(model);
  const char* table = "demand_options";
  sizing::check_whole(options.scenarios, 1, 1000000, table, "scenarios");
  sizing::check_whole(options.weeks, 1, 10000, table, "weeks");
  sizing::check_whole(options.first_week, 0, 51, table, "first_week");
  sizing::check_whole(options.threads, 0, 100000, table, "threads");
  const auto units = static_cast<std::size_t>(model.units());
  const std::size_t places = units * static_cast<std::size_t>(options.weeks);
  if (static_cast<double>(places) * static_cast<double>(options.scenarios) > 1e9) {
    sizing::refuse_input(ErrorCode::out_of_range, table, "scenarios", std::nullopt,
                         "at most 1000000000 unit-weeks in all", std::to_string(options.scenarios));
  }
  DemandDraws draws;
  draws.hours.resize(static_cast<std::size_t>(options.scenarios) * places);
  draws.cases.resize(draws.hours.size());
  const std::vector<double> rows = sizing::season_rows(model, options.weeks, options.first_week);
  const auto draw = [&](std::int64_t scenario) {
    const auto s = static_cast<std::uint32_t>(scenario);
    const DemandParameters& own =
        sizing::parameters_of(model, options.parameter_uncertainty, options.seed, s);
    std::vector<double> mean(places);
    sizing::mean_cases_into(model, own, options.weeks, rows, mean);
    const std::size_t from = static_cast<std::size_t>(scenario) * places;
    sizing::draw_scenario(model, own, mean, options.weeks, options.seed, s,
                          std::span(draws.hours).subspan(from, places),
                          std::span(draws.cases).subspan(from, places));
  };
  draws.scenarios = workload::detail::run_replications(options.scenarios, options.threads,
                                                       options.stop, draw);
  draws.hours.resize(static_cast<std::size_t>(draws.scenarios) * places);
  draws.cases.resize(draws.hours.size());
  return draws;
}

}  // namespace evenload::pool
