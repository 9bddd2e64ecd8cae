/// \file
/// Demand of units: arrays in, a model out, its moments and scenarios.
#include "pool_demand.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "handles.hpp"
#include "versioned.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

std::vector<double> line_of(const pool::DemandParameters& parameters) {
  std::vector<double> line = parameters.level;
  line.insert(line.end(), parameters.season.begin(), parameters.season.end());
  line.insert(line.end(), parameters.own_variance.begin(), parameters.own_variance.end());
  line.push_back(parameters.common_variance);
  line.push_back(parameters.persistence);
  return line;
}

pool::DemandParameters parameters_from(const double* line, std::size_t units,
                                       std::size_t season) {
  pool::DemandParameters parameters;
  const double* own = line + units + season;
  parameters.level.assign(line, line + units);
  parameters.season.assign(line + units, own);
  parameters.own_variance.assign(own, own + units);
  parameters.common_variance = own[units];
  parameters.persistence = own[units + 1];
  return parameters;
}

/// The input as far as every model has it; kinds and lengths are checked here, values in the core.
evenload_demand_input demand_input(const evenload_demand_input* pointer,
                                   pool::DemandModel& model) {
  needed(pointer, "input");
  const evenload_demand_input defaults = EVENLOAD_DEMAND_INPUT_INIT;
  const auto given = versioned(pointer, defaults, "input");
  if (given.reserved != 0) refuse("input.reserved", "0", std::to_string(given.reserved));
  const std::uint64_t units = size_of(given.units, "input.units");
  const std::uint64_t sizes = size_of(given.sizes, "input.sizes");
  if (units > 10000) refuse("input.units", "at most 10000", std::to_string(units));
  if (sizes > 64) refuse("input.sizes", "at most 64", std::to_string(sizes));
  needed(given.hours_per_case, "input.hours_per_case");
  const auto hours = view(given.hours_per_case, units, "input.hours_per_case");
  const auto siblings = view(given.siblings, sizes, "input.siblings");
  model.hours_per_case.assign(hours.begin(), hours.end());
  if (given.siblings != nullptr) model.siblings.assign(siblings.begin(), siblings.end());
  model.hours_variation = given.hours_variation;
  return given;
}

std::size_t season_length(const evenload_demand_input& given) {
  std::size_t length = 0;
  if (given.season == EVENLOAD_SEASON_FOURIER) {
    if (given.harmonics < 1 || given.harmonics > 13) {
      refuse("input.harmonics", "1 to 13", std::to_string(given.harmonics));
    }
    length = 2 * static_cast<std::size_t>(given.harmonics);
  } else if (given.season == EVENLOAD_SEASON_MONTHLY) {
    length = 12;
  } else if (given.season == EVENLOAD_SEASON_WEEKLY) {
    length = 52;
  } else if (given.season != EVENLOAD_SEASON_NONE) {
    refuse("input.season", "EVENLOAD_SEASON_...", std::to_string(given.season));
  }
  return length * (given.own_season != 0 ? static_cast<std::size_t>(given.units) : 1);
}

}  // namespace

extern "C" {

void evenload_demand_input_init(evenload_demand_input* input) {
  if (input == nullptr) return;
  *input = evenload_demand_input EVENLOAD_DEMAND_INPUT_INIT;
}

void evenload_demand_fit_options_init(evenload_demand_fit_options* options) {
  if (options == nullptr) return;
  *options = evenload_demand_fit_options EVENLOAD_DEMAND_FIT_OPTIONS_INIT;
}

evenload_status evenload_demand_create(evenload_context* context,
                                       const evenload_demand_input* input,
                                       evenload_demand_model** out) {
  return guarded_make(context, out, [&] {
    pool::DemandModel model;
    const evenload_demand_input given = demand_input(input, model);
    model.season = static_cast<pool::SeasonKind>(given.season);
    model.harmonics = given.harmonics;
    model.own_season = given.own_season != 0;
    model.factor = static_cast<pool::FactorKind>(given.factor);
    const auto units = static_cast<std::size_t>(given.units);
    const std::size_t season = season_length(given);
    const std::size_t length = 2 * units + season + 2;
    if (size_of(given.parameters, "input.parameters") != length) {
      refuse("input.parameters", std::to_string(length) + " numbers in a line",
             std::to_string(given.parameters));
    }
    needed(given.parameter, "input.parameter");
    model.parameters = parameters_from(given.parameter, units, season);
    const std::uint64_t draws = size_of(given.draws, "input.draws");
    if (draws > 1000000) refuse("input.draws", "at most 1000000", std::to_string(draws));
    if (draws > 0) needed(given.draw, "input.draw");
    for (std::uint64_t k = 0; k < draws; ++k) {
      model.draws.push_back(parameters_from(given.draw + k * length, units, season));
    }
    pool::check(model);
    return new evenload_demand_model{std::move(model), {}};
  });
}

evenload_status evenload_demand_fit(evenload_context* context, const double* counts, int64_t weeks,
                                    const evenload_demand_input* input,
                                    const evenload_demand_fit_options* pointer,
                                    evenload_demand_model** out) {
  return guarded_make(context, out, [&] {
    pool::DemandModel known;
    const evenload_demand_input given = demand_input(input, known);
    const evenload_demand_fit_options defaults = EVENLOAD_DEMAND_FIT_OPTIONS_INIT;
    const auto asked = versioned(pointer, defaults, "options");
    const std::uint64_t length = size_of(weeks, "weeks");
    if (length > 10000) refuse("weeks", "at most 10000", std::to_string(weeks));
    needed(counts, "counts");
    pool::DemandFitOptions options;
    options.season = static_cast<pool::SeasonKind>(asked.season);
    options.harmonics = asked.harmonics;
    options.own_season = asked.own_season != 0;
    options.factor = static_cast<pool::FactorKind>(asked.factor);
    options.dispersion = static_cast<pool::DispersionMethod>(asked.dispersion);
    options.first_week = asked.first_week;
    options.bootstraps = asked.bootstraps;
    options.seed = asked.seed;
    options.threads = asked.threads;
    if (asked.stop != nullptr) options.stop = asked.stop->source.get_token();
    auto fit = pool::fit_demand(
        view(counts, static_cast<std::uint64_t>(given.units) * length, "counts"), given.units,
        weeks, known.siblings, known.hours_per_case, known.hours_variation, options);
    return new evenload_demand_model{std::move(fit.model), std::move(fit.standard_error)};
  });
}

void evenload_demand_model_destroy(evenload_demand_model** model) { destroy(model); }

int64_t evenload_demand_model_units(const evenload_demand_model* model) {
  return model == nullptr ? 0 : model->model.units();
}

int64_t evenload_demand_model_parameters(const evenload_demand_model* model) {
  if (model == nullptr) return 0;
  return 2 * model->model.units() +
         static_cast<int64_t>(model->model.parameters.season.size()) + 2;
}

int64_t evenload_demand_model_draws(const evenload_demand_model* model) {
  return model == nullptr ? 0 : static_cast<int64_t>(model->model.draws.size());
}

evenload_status evenload_demand_model_parameter(evenload_context* context,
                                                const evenload_demand_model* model,
                                                size_t capacity, double* out) {
  return guarded(context, [&] {
    copy_out(line_of(needed(model, "model").model.parameters), capacity, out);
  });
}

evenload_status evenload_demand_model_standard_error(evenload_context* context,
                                                     const evenload_demand_model* model,
                                                     size_t capacity, double* out) {
  return guarded(context, [&] {
    const pool::DemandParameters& error = needed(model, "model").standard_error;
    copy_out(error.level.empty() ? std::vector<double>{} : line_of(error), capacity, out);
  });
}

evenload_status evenload_demand_model_draw(evenload_context* context,
                                           const evenload_demand_model* model, size_t capacity,
                                           double* out) {
  return guarded(context, [&] {
    std::vector<double> lines;
    for (const pool::DemandParameters& draw : needed(model, "model").model.draws) {
      const std::vector<double> line = line_of(draw);
      lines.insert(lines.end(), line.begin(), line.end());
    }
    copy_out(lines, capacity, out);
  });
}

evenload_status evenload_demand_moments(evenload_context* context,
                                        const evenload_demand_model* model, int64_t weeks,
                                        int64_t first_week, size_t capacity, double* mean,
                                        double* deviation, double* rate_deviation, size_t pairs,
                                        double* correlation) {
  return guarded(context, [&] {
    const auto moments =
        pool::demand_moments(needed(model, "model").model, weeks, first_week);
    needed(mean, "mean");
    needed(deviation, "deviation");
    needed(rate_deviation, "rate_deviation");
    copy_out(moments.correlation, pairs, correlation);
    copy_out(moments.mean, capacity, mean);
    copy_out(moments.deviation, capacity, deviation);
    copy_out(moments.rate_deviation, capacity, rate_deviation);
  });
}

evenload_status evenload_demand_scenarios(evenload_context* context,
                                          const evenload_demand_model* model, int64_t scenarios,
                                          int64_t weeks, int64_t first_week, uint64_t seed,
                                          int32_t parameter_uncertainty, int32_t threads,
                                          size_t capacity, double* hours, double* cases) {
  return guarded(context, [&] {
    pool::DemandDrawOptions options;
    options.scenarios = scenarios;
    options.weeks = weeks;
    options.first_week = first_week;
    options.seed = seed;
    options.parameter_uncertainty = parameter_uncertainty != 0;
    options.threads = threads;
    const auto draws = pool::draw_demand(needed(model, "model").model, options);
    copy_out(draws.hours, capacity, hours);
    if (cases != nullptr) copy_out(draws.cases, capacity, cases);
  });
}

}  // extern "C"
