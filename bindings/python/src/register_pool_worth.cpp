// pool: worth of a pool as a project, and where its frictions eat it up.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evenload/pool/pool_worth.hpp"
#include "numpy_memory.hpp"
#include "pool_demand.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

/// Arrays and numbers of a worth problem, kept while it runs.
struct WorthArrays {
  DemandArrays demand;
  std::vector<double> capacity, initial_backlog, ramp_up;
  std::vector<std::int64_t> from_units, fixed_posts;
  pool::WorthProblem problem;

  pool::WorthProblem view() const {
    pool::WorthProblem own = problem;
    own.demand = demand.view();
    own.capacity = capacity;
    own.initial_backlog = initial_backlog;
    own.ramp_up = ramp_up;
    own.from_units = from_units;
    own.fixed_posts = fixed_posts;
    return own;
  }
};

/// The numbers by their names; a name that is not known is a mistake of the facade.
void set_number(pool::WorthProblem& problem, const std::string& name, double value) {
  static const std::map<std::string_view, std::int64_t pool::WorthProblem::*> wholes{
      {"outside", &pool::WorthProblem::outside},
      {"start", &pool::WorthProblem::start},
      {"end", &pool::WorthProblem::end},
      {"last_intake", &pool::WorthProblem::last_intake},
      {"lead_weeks", &pool::WorthProblem::lead_weeks}};
  static const std::map<std::string_view, double pool::WorthProblem::*> reals{
      {"member_hours", &pool::WorthProblem::member_hours},
      {"presence", &pool::WorthProblem::presence},
      {"absence_weeks", &pool::WorthProblem::absence_weeks},
      {"hand_back_share", &pool::WorthProblem::hand_back_share},
      {"efficiency", &pool::WorthProblem::efficiency},
      {"travel_hours", &pool::WorthProblem::travel_hours},
      {"handover_hours", &pool::WorthProblem::handover_hours},
      {"agency_hours", &pool::WorthProblem::agency_hours},
      {"agency_factor", &pool::WorthProblem::agency_factor},
      {"agency_efficiency", &pool::WorthProblem::agency_efficiency},
      {"agency_trigger", &pool::WorthProblem::agency_trigger},
      {"hour_cost", &pool::WorthProblem::hour_cost},
      {"shortage_cost", &pool::WorthProblem::shortage_cost},
      {"alarm", &pool::WorthProblem::alarm}};
  if (const auto it = wholes.find(name); it != wholes.end()) {
    problem.*it->second = static_cast<std::int64_t>(value);
  } else if (const auto real = reals.find(name); real != reals.end()) {
    problem.*real->second = value;
  } else {
    throw py::key_error(name);
  }
}

pool::WorthOptions worth_options(double confidence, double equal_margin, std::int64_t replications,
                                 std::int64_t most_replications, std::uint64_t seed, int threads,
                                 const std::optional<const StopToken*>& stop) {
  pool::WorthOptions options;
  options.confidence = confidence;
  options.equal_margin = equal_margin;
  options.replications = replications;
  options.most_replications = most_replications;
  options.seed = seed;
  options.threads = threads;
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  return options;
}

using WorthNumbers = py::array_t<double>;
/// (against, measure, mean, low, high, verdict).
using ComparisonRow = typing::Tuple<Text, Text, Real, Real, Real, Text>;
/// (measures: arms × measures × 3, comparisons, final backlog, weekly mean, low, high: arms ×
/// weeks; hand-overs, posts, replications, looks, stop).
using WorthRow =
    typing::Tuple<WorthNumbers, typing::List<ComparisonRow>, WorthNumbers, WorthNumbers,
                  WorthNumbers, WorthNumbers, Real, typing::List<Whole>, Whole, Whole, Text>;
WorthRow worth_row(const WorthArrays& arrays, double confidence, double equal_margin,
                   std::int64_t replications, std::int64_t most_replications, std::uint64_t seed,
                   int threads, std::optional<const StopToken*> stop) {
  const pool::WorthOptions options = worth_options(confidence, equal_margin, replications,
                                                   most_replications, seed, threads, stop);
  pool::PoolWorth worth;
  {
    const py::gil_scoped_release release;
    worth = pool::pool_worth(arrays.view(), options);
  }
  std::vector<double> measures;
  for (const pool::WorthEstimate& one : worth.measures) {
    measures.insert(measures.end(), {one.mean, one.low, one.high});
  }
  py::list comparisons;
  for (const pool::WorthComparison& one : worth.comparisons) {
    comparisons.append(py::make_tuple(std::string(to_string(one.against)),
                                      std::string(to_string(one.measure)), one.difference.mean,
                                      one.difference.low, one.difference.high,
                                      std::string(to_string(one.verdict))));
  }
  py::list posts;
  for (const std::int64_t one : worth.posts) posts.append(one);
  return py::make_tuple(owning_array(std::move(measures)), comparisons,
                        owning_array(std::move(worth.final_backlog)),
                        owning_array(std::move(worth.weekly_shortage)),
                        owning_array(std::move(worth.weekly_low)),
                        owning_array(std::move(worth.weekly_high)), worth.handovers, posts,
                        worth.replications, worth.looks, std::string(to_string(worth.stop)));
}

/// (kind, value, helps until, hurts from, gentle and hard difference, replications).
using BreakEvenRow = typing::Tuple<Text, Real, Real, Real, Real, Real, Whole>;
BreakEvenRow break_even_row(const WorthArrays& arrays, int friction, int against, int measure,
                            double confidence, std::int64_t replications, std::uint64_t seed,
                            int threads, std::optional<const StopToken*> stop) {
  const pool::WorthOptions options =
      worth_options(confidence, 0.01, replications, replications, seed, threads, stop);
  pool::BreakEven even;
  {
    const py::gil_scoped_release release;
    even = pool::pool_break_even(arrays.view(), static_cast<pool::Friction>(friction),
                                 static_cast<pool::WorthArm>(against),
                                 static_cast<pool::WorthMeasure>(measure), options);
  }
  return py::make_tuple(std::string(to_string(even.kind)), even.value, even.helps_until,
                        even.hurts_from, even.gentle_difference, even.hard_difference,
                        even.replications);
}

}  // namespace

void register_demand_arrays(py::module_& module) {
  py::class_<DemandArrays>(module, "DemandSource", "A model, or scenarios.")
      .def(py::init([](std::optional<const pool::DemandModel*> model,
                       const py::array_t<double, py::array::c_style | py::array::forcecast>&
                           scenarios,
                       std::int64_t count,
                       std::vector<double> probability, std::int64_t first_week,
                       bool parameter_uncertainty) {
             DemandArrays arrays;
             if (model && *model != nullptr) arrays.model = **model;
             arrays.scenarios.assign(scenarios.data(), scenarios.data() + scenarios.size());
             arrays.count = count;
             arrays.probability = std::move(probability);
             arrays.first_week = first_week;
             arrays.parameter_uncertainty = parameter_uncertainty;
             return arrays;
           }),
           py::arg("model"), py::arg("scenarios"), py::arg("count"), py::arg("probability"),
           py::arg("first_week"), py::arg("parameter_uncertainty"));
}

void register_pool_worth(py::module_& module) {
  py::class_<WorthArrays>(module, "WorthProblem", "A worth problem as arrays.")
      .def(py::init([](const DemandArrays& demand, std::int64_t units, std::int64_t weeks,
                       std::vector<double> capacity, std::vector<double> initial_backlog,
                       std::vector<std::int64_t> from_units,
                       std::vector<std::int64_t> fixed_posts, std::vector<double> ramp_up,
                       const std::vector<std::pair<std::string, double>>& numbers) {
             WorthArrays arrays;
             arrays.demand = demand;
             arrays.capacity = std::move(capacity);
             arrays.initial_backlog = std::move(initial_backlog);
             arrays.from_units = std::move(from_units);
             arrays.fixed_posts = std::move(fixed_posts);
             arrays.ramp_up = std::move(ramp_up);
             arrays.problem.units = units;
             arrays.problem.weeks = weeks;
             for (const auto& [name, value] : numbers) set_number(arrays.problem, name, value);
             return arrays;
           }),
           py::arg("demand"), py::arg("units"), py::arg("weeks"), py::arg("capacity"),
           py::arg("initial_backlog"), py::arg("from_units"), py::arg("fixed_posts"),
           py::arg("ramp_up"), py::arg("numbers"))
      .def("worth", &worth_row, py::arg("confidence"), py::arg("equal_margin"),
           py::arg("replications"), py::arg("most_replications"), py::arg("seed"),
           py::arg("threads"), py::arg("stop"), "The GIL is free while it runs.")
      .def("break_even", &break_even_row, py::arg("friction"), py::arg("against"),
           py::arg("measure"), py::arg("confidence"), py::arg("replications"), py::arg("seed"),
           py::arg("threads"), py::arg("stop"), "The GIL is free while it runs.");
}

}  // namespace evenload::python
