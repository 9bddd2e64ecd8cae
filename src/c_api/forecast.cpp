/// \file
/// Phase model and load to come: a table and arrays in, arrays out.
#include "evenload_c/forecast.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "evenload/workload/load_forecast.hpp"
#include "evenload/workload/phase_log.hpp"
#include "handles.hpp"
#include "versioned.hpp"

struct evenload_phase_model {
  evenload::workload::PhaseLog log;
  evenload::workload::PhaseModel model;
};

struct evenload_load_simulation {
  evenload::workload::LoadSimulation result;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

std::optional<Date> phase_day(std::int32_t day) {
  if (day == EVENLOAD_NO_DAY) return std::nullopt;
  // The years 1 to 9999 of the calendar.
  if (day < -719162 || day > 2932896) {
    refuse("options.observed_from", "a day of the years 1 to 9999", std::to_string(day));
  }
  return Date(std::chrono::days(day));
}

workload::PhaseLogOptions phase_log_options(const evenload_phase_fit_options& given) {
  workload::PhaseLogOptions options;
  if (given.step != EVENLOAD_STEP_DAY && given.step != EVENLOAD_STEP_WEEK) {
    refuse("options.step", "EVENLOAD_STEP_DAY or EVENLOAD_STEP_WEEK", std::to_string(given.step));
  }
  options.step = static_cast<workload::PeriodStep>(given.step);
  options.observed_from = phase_day(given.observed_from);
  options.observed_until = phase_day(given.observed_until);
  return options;
}

/// The caller's arrays beside the series made of them.
struct ForecastArrays {
  std::vector<workload::ArrivalSeries> series;
  workload::LoadForecastInput input;

  ForecastArrays(const evenload_phase_model& model, const evenload_load_forecast_input* pointer,
                 std::uint64_t replications) {
    needed(pointer, "input");
    const evenload_load_forecast_input defaults = EVENLOAD_LOAD_FORECAST_INPUT_INIT;
    const auto given = versioned(pointer, defaults, "input");
    if (given.reserved != 0) refuse("input.reserved", "0", std::to_string(given.reserved));
    const std::uint64_t count = size_of(given.series, "input.series");
    const std::uint64_t periods = size_of(given.periods, "input.periods");
    const std::uint64_t cells = model.model.types.size() * model.model.phases.size();
    if (count > 1000000) refuse("input.series", "at most 1000000", std::to_string(count));
    if (periods > 10000) refuse("input.periods", "at most 10000", std::to_string(periods));
    if (count > 0) {
      needed(given.series_unit, "input.series_unit");
      needed(given.series_type, "input.series_type");
      needed(given.arrival_mean, "input.arrival_mean");
    }
    needed(given.weight, "input.weight");
    for (std::uint64_t s = 0; s < count; ++s) {
      const std::int32_t type = given.series_type[s];
      const bool known = type >= 0 && static_cast<std::size_t>(type) < model.log.mean_scale.size();
      const double scale = known ? model.log.mean_scale[static_cast<std::size_t>(type)] : 1;
      series.push_back({given.series_unit[s], type, scale});
    }
    input.units = static_cast<std::int32_t>(model.log.units.size());
    input.periods = given.periods;
    input.open_cases = model.log.open_cases;
    input.series = series;
    input.arrival_mean = view(given.arrival_mean, count * periods, "input.arrival_mean");
    if (given.arrival_draws != nullptr && replications <= 1000000) {
      input.arrival_draws =
          view(given.arrival_draws, replications * count * periods, "input.arrival_draws");
    }
    input.weight = view(given.weight, periods * cells, "input.weight");
  }
};

const char* name_at(const std::vector<std::string>& names, std::int64_t at) {
  return at < 0 || static_cast<std::size_t>(at) >= names.size()
             ? nullptr
             : names[static_cast<std::size_t>(at)].c_str();
}

}  // namespace

extern "C" {

void evenload_phase_fit_options_init(evenload_phase_fit_options* options) {
  if (options == nullptr) return;
  *options = evenload_phase_fit_options EVENLOAD_PHASE_FIT_OPTIONS_INIT;
}

evenload_status evenload_forecast_fit_phases(evenload_context* context,
                                             const evenload_table* case_phases,
                                             const evenload_phase_fit_options* options,
                                             evenload_phase_model** out) {
  return guarded_make(context, out, [&] {
    const evenload_phase_fit_options defaults = EVENLOAD_PHASE_FIT_OPTIONS_INIT;
    const auto given = versioned(options, defaults, "options");
    auto log = workload::read_phase_log(needed(case_phases, "case_phases").table,
                                        phase_log_options(given));
    auto model = workload::fit_phases(
        log, {given.smoothing, given.min_at_risk, given.tail_events});
    return new evenload_phase_model{std::move(log), std::move(model)};
  });
}

void evenload_phase_model_destroy(evenload_phase_model** model) { destroy(model); }

int64_t evenload_phase_model_types(const evenload_phase_model* model) {
  return model == nullptr ? 0 : static_cast<int64_t>(model->log.types.size());
}
int64_t evenload_phase_model_phases(const evenload_phase_model* model) {
  return model == nullptr ? 0 : static_cast<int64_t>(model->log.phases.size());
}
int64_t evenload_phase_model_units(const evenload_phase_model* model) {
  return model == nullptr ? 0 : static_cast<int64_t>(model->log.units.size());
}
const char* evenload_phase_model_type_name(const evenload_phase_model* model, int64_t type) {
  return model == nullptr ? nullptr : name_at(model->log.types, type);
}
const char* evenload_phase_model_phase_name(const evenload_phase_model* model, int64_t phase) {
  return model == nullptr ? nullptr : name_at(model->log.phases, phase);
}
const char* evenload_phase_model_unit_name(const evenload_phase_model* model, int64_t unit) {
  return model == nullptr ? nullptr : name_at(model->log.units, unit);
}
int64_t evenload_phase_model_open_cases(const evenload_phase_model* model) {
  return model == nullptr ? 0 : static_cast<int64_t>(model->log.open_cases.size());
}
int32_t evenload_phase_model_end_day(const evenload_phase_model* model) {
  return model == nullptr
             ? 0
             : static_cast<int32_t>(model->log.end_day.time_since_epoch().count());
}
evenload_status evenload_phase_model_to_json(evenload_context* context,
                                             const evenload_phase_model* model,
                                             evenload_text** out) {
  return guarded_make(context, out,
                      [&] { return make_text(workload::to_json(needed(model, "model").model)); });
}

evenload_status evenload_forecast_survival(evenload_context* context,
                                           const evenload_phase_model* model, int32_t type,
                                           int32_t phase, int64_t ages, size_t capacity,
                                           double* out) {
  return guarded(context, [&] {
    copy_out(workload::survival(needed(model, "model").model, type, phase, ages), capacity, out);
  });
}

evenload_status evenload_forecast_remaining_path(evenload_context* context,
                                                 const evenload_phase_model* model, int32_t type,
                                                 int32_t phase, int64_t age, int64_t periods,
                                                 size_t capacity, double* out) {
  return guarded(context, [&] {
    const workload::PhaseModel& fitted = needed(model, "model").model;
    copy_out(phase == -1 ? workload::new_case_path(fitted, type, periods)
                         : workload::remaining_path(fitted, type, phase, age, periods),
             capacity, out);
  });
}

void evenload_load_forecast_input_init(evenload_load_forecast_input* input) {
  if (input == nullptr) return;
  *input = evenload_load_forecast_input EVENLOAD_LOAD_FORECAST_INPUT_INIT;
}

evenload_status evenload_forecast_expected_load(evenload_context* context,
                                                const evenload_phase_model* model,
                                                const evenload_load_forecast_input* input,
                                                size_t capacity, double* open_load,
                                                double* new_load) {
  return guarded(context, [&] {
    const ForecastArrays arrays(needed(model, "model"), input, 0);
    const workload::ExpectedLoad load = workload::expected_load(model->model, arrays.input);
    needed(new_load, "new_load");
    copy_out(load.open_load, capacity, open_load);
    copy_out(load.new_load, capacity, new_load);
  });
}

void evenload_load_simulation_options_init(evenload_load_simulation_options* options) {
  if (options == nullptr) return;
  *options = evenload_load_simulation_options EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT;
}

evenload_status evenload_forecast_simulate_load(evenload_context* context,
                                                const evenload_phase_model* model,
                                                const evenload_load_forecast_input* input,
                                                const evenload_load_simulation_options* options,
                                                evenload_load_simulation** out) {
  return guarded_make(context, out, [&] {
    const evenload_load_simulation_options defaults = EVENLOAD_LOAD_SIMULATION_OPTIONS_INIT;
    const auto given = versioned(options, defaults, "options");
    if (given.reserved != 0) refuse("options.reserved", "0", std::to_string(given.reserved));
    const ForecastArrays arrays(needed(model, "model"), input,
                                size_of(given.replications, "options.replications"));
    workload::LoadSimulationOptions own;
    own.replications = given.replications;
    own.seed = given.seed;
    own.threads = given.threads;
    own.parameter_uncertainty = given.parameter_uncertainty != 0;
    own.mean_over = given.mean_over;
    if (given.stop != nullptr) own.stop = given.stop->source.get_token();
    return new evenload_load_simulation{
        workload::simulate_load(model->model, arrays.input, own)};
  });
}

void evenload_load_simulation_destroy(evenload_load_simulation** simulation) {
  destroy(simulation);
}
int64_t evenload_load_simulation_replications(const evenload_load_simulation* simulation) {
  return simulation == nullptr ? 0 : simulation->result.replications;
}
int64_t evenload_load_simulation_points(const evenload_load_simulation* simulation) {
  return simulation == nullptr ? 0 : simulation->result.points;
}
int32_t evenload_load_simulation_stop(const evenload_load_simulation* simulation) {
  return simulation == nullptr ? EVENLOAD_STOP_DONE
                               : static_cast<int32_t>(simulation->result.stop);
}
evenload_status evenload_load_simulation_load(evenload_context* context,
                                              const evenload_load_simulation* simulation,
                                              size_t capacity, double* out) {
  return guarded(context,
                 [&] { copy_out(needed(simulation, "simulation").result.load, capacity, out); });
}
evenload_status evenload_load_simulation_quantile(evenload_context* context,
                                                  const evenload_load_simulation* simulation,
                                                  double quantile, size_t capacity, double* out) {
  return guarded(context, [&] {
    copy_out(workload::load_quantile(needed(simulation, "simulation").result, quantile), capacity,
             out);
  });
}

}  // extern "C"
