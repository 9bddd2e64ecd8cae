// workload: phase model and load to come.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "control.hpp"
#include "evenload/workload/load_forecast.hpp"
#include "evenload/workload/phase_log.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "table.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Names = std::vector<std::string>;

/// A log as it was read and the model that was fitted to it; never changes.
struct FittedPhases {
  workload::PhaseLog log;
  workload::PhaseModel model;
};

std::optional<Date> maybe_day(const std::optional<std::string>& text) {
  return text ? std::optional(parse_date(*text)) : std::nullopt;
}

FittedPhases fit_from_table(const TableHandle& table, int step,
                            const std::optional<std::string>& from,
                            const std::optional<std::string>& until, Names phases, bool forward,
                            std::int64_t smoothing, std::int64_t min_at_risk,
                            std::int64_t tail_events) {
  workload::PhaseLogOptions options;
  options.step = static_cast<workload::PeriodStep>(step);
  options.observed_from = maybe_day(from);
  options.observed_until = maybe_day(until);
  options.phases = std::move(phases);
  options.forward_only = forward;
  const py::gil_scoped_release release;
  FittedPhases fitted;
  fitted.log = workload::read_phase_log(*table.table, options);
  fitted.model = workload::fit_phases(fitted.log, {smoothing, min_at_risk, tail_events});
  return fitted;
}

std::span<const double> view_of(const Numbers& numbers) {
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}

/// The arrays of a forecast, lent for one call.
struct ForecastInput {
  std::vector<workload::ArrivalSeries> series;
  workload::LoadForecastInput input;

  ForecastInput(const FittedPhases& fitted, std::int64_t periods,
                const LentArray<std::int32_t>& unit, const LentArray<std::int32_t>& type,
                std::int32_t units, const Numbers& mean, const Numbers& weight,
                const LentArray<std::int32_t>* draws) {
    for (std::size_t s = 0; s < unit.span().size() && s < type.span().size(); ++s) {
      const std::int32_t t = type.span()[s];
      const bool known = t >= 0 && static_cast<std::size_t>(t) < fitted.log.mean_scale.size();
      series.push_back(
          {unit.span()[s], t, known ? fitted.log.mean_scale[static_cast<std::size_t>(t)] : 1});
    }
    input.units = units;
    input.periods = periods;
    input.open_cases = fitted.log.open_cases;
    input.series = series;
    input.arrival_mean = view_of(mean);
    input.weight = view_of(weight);
    if (draws != nullptr) input.arrival_draws = draws->span();
  }
};

/// (open load, new load: units x periods; cases: units x types x phases x periods), all flat.
using ExpectedRow = typing::Tuple<py::array_t<double>, py::array_t<double>, py::array_t<double>>;
ExpectedRow expect(const FittedPhases& fitted, std::int64_t periods, const py::object& unit,
                   const py::object& type, std::int32_t units, const Numbers& mean,
                   const Numbers& weight) {
  const LentArray<std::int32_t> unit_array(unit, "arrivals", "unit");
  const LentArray<std::int32_t> type_array(type, "arrivals", "type");
  const ForecastInput own(fitted, periods, unit_array, type_array, units, mean, weight, nullptr);
  workload::ExpectedLoad load;
  {
    const py::gil_scoped_release release;
    load = workload::expected_load(fitted.model, own.input);
  }
  return py::make_tuple(owning_array(std::move(load.open_load)),
                        owning_array(std::move(load.new_load)),
                        owning_array(std::move(load.cases)));
}

/// (load, cases: replications x units x points, flat; replications; stop).
using SimulatedRow = typing::Tuple<py::array_t<double>, py::array_t<double>, Whole, Text>;
SimulatedRow simulate(const FittedPhases& fitted, std::int64_t periods, const py::object& unit,
                      const py::object& type, std::int32_t units, const Numbers& mean,
                      const Numbers& weight, const py::object& draws, std::int64_t replications,
                      std::int64_t mean_over, std::uint64_t seed, std::int32_t threads,
                      bool parameter_uncertainty, std::optional<const StopToken*> stop) {
  const LentArray<std::int32_t> unit_array(unit, "arrivals", "unit");
  const LentArray<std::int32_t> type_array(type, "arrivals", "type");
  const LentArray<std::int32_t> draw_array(draws, "arrivals", "draws");
  const ForecastInput own(fitted, periods, unit_array, type_array, units, mean, weight,
                          &draw_array);
  workload::LoadSimulationOptions options;
  options.replications = replications;
  options.mean_over = mean_over;
  options.seed = seed;
  options.threads = threads;
  options.parameter_uncertainty = parameter_uncertainty;
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  workload::LoadSimulation drawn;
  {
    const py::gil_scoped_release release;
    drawn = workload::simulate_load(fitted.model, own.input, options);
  }
  return py::make_tuple(owning_array(std::move(drawn.load)), owning_array(std::move(drawn.cases)),
                        drawn.replications, std::string(to_string(drawn.stop)));
}

/// (at risk, events: ages x (phases + 1), tail from, tail events, tail exposure, starts).
using CellRow = typing::Tuple<py::array_t<std::int64_t>, py::array_t<std::int64_t>, Whole, Whole,
                              Whole, Whole>;
CellRow cell_of(const FittedPhases& fitted, std::int32_t type, std::int32_t phase) {
  workload::survival(fitted.model, type, phase, 1);  // refuses positions out of range
  const std::size_t cell = fitted.model.cell(type, phase);
  const workload::PhaseCounts& counts = fitted.model.counts[cell];
  const workload::PhaseCurve& curve = fitted.model.curves[cell];
  return py::make_tuple(owning_array(std::vector<std::int64_t>(counts.at_risk)),
                        owning_array(std::vector<std::int64_t>(counts.events)), curve.tail_from,
                        curve.tail_events, curve.tail_exposure, fitted.model.starts[cell]);
}

/// (ids, type, phase, age, unit, scale) of the open cases.
using OpenRows = typing::Tuple<typing::List<Text>, py::array_t<std::int32_t>,
                               py::array_t<std::int32_t>, py::array_t<std::int64_t>,
                               py::array_t<std::int32_t>, py::array_t<double>>;
OpenRows open_rows(const FittedPhases& fitted) {
  py::list ids;
  for (const auto& id : fitted.log.open_case_ids) ids.append(id.value());
  std::vector<std::int32_t> type, phase, unit;
  std::vector<std::int64_t> age;
  std::vector<double> scale;
  for (const workload::OpenCase& open : fitted.log.open_cases) {
    type.push_back(open.type);
    phase.push_back(open.phase);
    age.push_back(open.age);
    unit.push_back(open.unit);
    scale.push_back(open.scale);
  }
  return py::make_tuple(ids, owning_array(std::move(type)), owning_array(std::move(phase)),
                        owning_array(std::move(age)), owning_array(std::move(unit)),
                        owning_array(std::move(scale)));
}

/// (unit, type, day since 1970) of the arrivals in the window.
using ArrivalRows = typing::Tuple<py::array_t<std::int32_t>, py::array_t<std::int32_t>,
                                  py::array_t<std::int64_t>>;
ArrivalRows arrival_rows(const FittedPhases& fitted) {
  std::vector<std::int32_t> unit, type;
  std::vector<std::int64_t> day;
  for (const workload::Arrival& arrival : fitted.log.arrivals) {
    unit.push_back(arrival.unit);
    type.push_back(arrival.type);
    day.push_back(arrival.on.time_since_epoch().count());
  }
  return py::make_tuple(owning_array(std::move(unit)), owning_array(std::move(type)),
                        owning_array(std::move(day)));
}

}  // namespace

void register_forecast(py::module_& module) {
  py::class_<FittedPhases>(module, "FittedPhases", "A log of phases and the model fitted to it.")
      .def_property_readonly("types", [](const FittedPhases& f) { return f.log.types; })
      .def_property_readonly("phases", [](const FittedPhases& f) { return f.log.phases; })
      .def_property_readonly("units", [](const FittedPhases& f) { return f.log.units; })
      .def_property_readonly("first_day",
                             [](const FittedPhases& f) { return to_string(f.log.first_day); })
      .def_property_readonly("end_day",
                             [](const FittedPhases& f) { return to_string(f.log.end_day); })
      .def_property_readonly("rows_after", [](const FittedPhases& f) { return f.log.rows_after; })
      .def_property_readonly("rows_before", [](const FittedPhases& f) { return f.log.rows_before; })
      .def("open_cases", &open_rows, "(ids, type, phase, age, unit, scale).")
      .def("arrivals", &arrival_rows, "(unit, type, day since 1970-01-01).")
      .def("cell", &cell_of, py::arg("type"), py::arg("phase"),
           "(at risk, events, tail from, tail events, tail exposure, starts).")
      .def(
          "survival",
          [](const FittedPhases& f, std::int32_t type, std::int32_t phase, std::int64_t ages) {
            return owning_array(workload::survival(f.model, type, phase, ages));
          },
          py::arg("type"), py::arg("phase"), py::arg("ages"), "P(stay longer than each age).")
      .def(
          "incidence",
          [](const FittedPhases& f, std::int32_t type, std::int32_t phase, std::int64_t ages) {
            return owning_array(workload::incidence(f.model, type, phase, ages));
          },
          py::arg("type"), py::arg("phase"), py::arg("ages"),
          "P(left for each phase, or closed, by each age), flat.")
      .def(
          "remaining_path",
          [](const FittedPhases& f, std::int32_t type, std::int32_t phase, std::int64_t age,
             std::int64_t periods) {
            return owning_array(workload::remaining_path(f.model, type, phase, age, periods));
          },
          py::arg("type"), py::arg("phase"), py::arg("age"), py::arg("periods"),
          "P(in each phase at the end of each period), flat.")
      .def(
          "new_case_path",
          [](const FittedPhases& f, std::int32_t type, std::int64_t periods) {
            return owning_array(workload::new_case_path(f.model, type, periods));
          },
          py::arg("type"), py::arg("periods"), "The same for a case that arrives.")
      .def("expected_load", &expect, py::arg("periods"), py::arg("unit"), py::arg("type"),
           py::arg("units"), py::arg("mean"), py::arg("weight"),
           "(open load, new load, cases), flat. The GIL is free while it runs.")
      .def("simulate_load", &simulate, py::arg("periods"), py::arg("unit"), py::arg("type"),
           py::arg("units"), py::arg("mean"), py::arg("weight"), py::arg("draws"),
           py::arg("replications"), py::arg("mean_over"), py::arg("seed"), py::arg("threads"),
           py::arg("parameter_uncertainty"), py::arg("stop"),
           "(load, cases, replications, stop), flat. The GIL is free while it runs.")
      .def("resampled_survival",
           [](const FittedPhases& f, std::int32_t type, std::int32_t phase, std::int64_t ages,
              std::uint64_t seed, std::uint32_t replication) {
             return owning_array(workload::survival(
                 workload::resample(f.model, seed, replication), type, phase, ages));
           },
           py::arg("type"), py::arg("phase"), py::arg("ages"), py::arg("seed"),
           py::arg("replication"), "Survival after a resample of the cases.")
      .def("to_json", [](const FittedPhases& f) { return workload::to_json(f.model); });
  module.def("fit_phases", &fit_from_table, py::arg("case_phases"), py::arg("step"),
             py::arg("observed_from"), py::arg("observed_until"), py::arg("phases"),
             py::arg("forward_only"), py::arg("smoothing"), py::arg("min_at_risk"),
             py::arg("tail_events"), "Reads table case_phases and fits the phase model.");
}

}  // namespace evenload::python
