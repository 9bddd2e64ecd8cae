// workload: time studies and panels.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/workload/panel.hpp"
#include "evenload/workload/time_study.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "table.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using Fixed = std::vector<std::pair<std::string, double>>;
using Order = std::vector<std::pair<std::string, std::string>>;

auto fit_time_study_of(const TableHandle& log, std::string_view fixed_part, const Fixed& fixed, const Order& order, double level, std::int32_t bootstraps, bool keep_replicates,
                       bool pool_units, bool allow_singular, double time_limit, const py::object& threads, const py::object& seed, const py::object& progress,
                       std::optional<const StopToken*> stop) {
  const Control control{time_limit, py::none(), threads, seed, progress, stop.value_or(nullptr)};
  workload::TimeStudyOptions options;
  options.control = control.options();
  options.fixed_part = workload::fixed_part_from_string(fixed_part);
  for (const auto& [type, hours] : fixed) options.fixed.push_back({type, hours});
  for (const auto& [lower, higher] : order) options.order.push_back({lower, higher});
  options.level = level;
  options.bootstraps = bootstraps;
  options.keep_replicates = keep_replicates;
  options.pool_units = pool_units;
  options.allow_singular = allow_singular;
  workload::TimeStudyFit fit;
  std::string document;
  {
    const py::gil_scoped_release release;
    const workload::TimeStudyData data = workload::read_time_log(*log.table);
    fit = workload::fit_time_study(data.view(), options);
    document = workload::to_json(fit);
  }
  return std::tuple(handle_of(workload::weights_table(fit)), handle_of(workload::workers_table(fit)), handle_of(workload::collinearity_table(fit)),
                    handle_of(workload::units_table(fit)), handle_of(workload::summary_table(fit)), owning_array(std::move(fit.fitted)),
                    owning_array(std::move(fit.replicates)), document);
}

/// (type, hours, low, high, cases, total hours).
using WeightRow = std::tuple<std::string, double, double, double, double, double>;

TableHandle compare_with(const std::vector<WeightRow>& weights, const TableHandle& intended, bool match_hours) {
  workload::TimeStudyFit fit;
  for (const auto& [type, hours, low, high, cases, total] : weights) {
    workload::FittedWeight one;
    one.type = type;
    one.hours = hours;
    one.low = low;
    one.high = high;
    one.cases = cases;
    one.total_hours = total;
    fit.weights.push_back(std::move(one));
  }
  return handle_of(workload::to_table(workload::compare_weights(fit, workload::read_intended(*intended.table), match_hours)));
}

}  // namespace

void register_time_study(py::module_& module) {
  module.def("fit_time_study", &fit_time_study_of, py::arg("log"), py::arg("fixed_part"), py::arg("fixed"), py::arg("order"), py::arg("level"), py::arg("bootstraps"),
             py::arg("keep_replicates"), py::arg("pool_units"), py::arg("allow_singular"), py::arg("time_limit"), py::arg("threads"), py::arg("seed"), py::arg("progress"),
             py::arg("stop"), "(weights, workers, collinearity, units, summary, fitted, replicates, JSON document). The GIL is free while it runs.");
  module.def("compare_weights", &compare_with, py::arg("weights"), py::arg("intended"), py::arg("match_hours"),
             "Observed weights (type, hours, low, high, cases, total hours) beside a table of intended ones.");
  module.def(
      "panel_rounds",
      [](const TableHandle& panel, std::optional<std::pair<double, double>> scale, double stable_within, double agreed_spread) {
        workload::PanelOptions options;
        if (scale) {
          options.scale_low = scale->first;
          options.scale_high = scale->second;
        }
        options.stable_within = stable_within;
        options.agreed_spread = agreed_spread;
        return handle_of(workload::to_table(workload::panel_rounds(workload::read_panel(*panel.table), options)));
      },
      py::arg("panel"), py::arg("scale"), py::arg("stable_within"), py::arg("agreed_spread"), "A table of rounds.");
}

}  // namespace evenload::python
