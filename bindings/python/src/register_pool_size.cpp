// pool: demand of units, size of a pool, rules beside it.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/pool/demand_fit.hpp"
#include "evenload/pool/pool_rules.hpp"
#include "evenload/pool/pool_size.hpp"
#include "numpy_memory.hpp"
#include "pool_demand.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using PoolNumbers = py::array_t<double>;
using PoolWholes = py::array_t<std::int64_t>;

pool::DemandParameters demand_parameters(std::span<const double> line, std::size_t units,
                                         std::size_t season) {
  pool::DemandParameters parameters;
  const auto own = line.subspan(units + season);
  parameters.level.assign(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(units));
  const auto seasons = line.subspan(units, season);
  parameters.season.assign(seasons.begin(), seasons.end());
  parameters.own_variance.assign(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(units));
  parameters.common_variance = own[units];
  parameters.persistence = own[units + 1];
  return parameters;
}

std::vector<double> demand_line(const pool::DemandParameters& parameters) {
  std::vector<double> line = parameters.level;
  line.insert(line.end(), parameters.season.begin(), parameters.season.end());
  line.insert(line.end(), parameters.own_variance.begin(), parameters.own_variance.end());
  if (parameters.level.empty()) return line;
  line.push_back(parameters.common_variance);
  line.push_back(parameters.persistence);
  return line;
}

pool::DemandModel make_model(int season, int harmonics, bool own_season, int factor,
                             std::vector<double> siblings, std::vector<double> hours_per_case,
                             double hours_variation, const std::vector<double>& line,
                             const std::vector<double>& draws) {
  pool::DemandModel model;
  model.season = static_cast<pool::SeasonKind>(season);
  model.harmonics = harmonics;
  model.own_season = own_season;
  model.factor = static_cast<pool::FactorKind>(factor);
  model.siblings = std::move(siblings);
  model.hours_per_case = std::move(hours_per_case);
  model.hours_variation = hours_variation;
  const std::size_t units = model.hours_per_case.size();
  const auto refuse = [&](const char* column, std::string expected, std::size_t found) {
    throw InvalidDataError({ErrorCode::length_mismatch, "demand_model", column, std::nullopt,
                            std::move(expected), std::to_string(found) + " numbers"});
  };
  if (line.size() < 2 * units + 2) {
    refuse("parameters", "at least " + std::to_string(2 * units + 2), line.size());
  }
  if (draws.size() % line.size() != 0) {
    refuse("draws", "lines of " + std::to_string(line.size()), draws.size());
  }
  const std::size_t coefficients = line.size() - 2 * units - 2;
  model.parameters = demand_parameters(line, units, coefficients);
  for (std::size_t from = 0; from < draws.size(); from += line.size()) {
    model.draws.push_back(demand_parameters(std::span(draws).subspan(from, line.size()), units,
                                            coefficients));
  }
  pool::check(model);
  return model;
}

/// (parameters, standard errors, draws: flat, raw common variance, raw own variances, fitted means,
/// refits).
using DemandFitRow = typing::Tuple<PoolNumbers, PoolNumbers, PoolNumbers, Real, PoolNumbers,
                                   PoolNumbers, Whole>;
DemandFitRow fit_demand_model(const std::vector<double>& counts, std::int64_t units,
                              std::int64_t weeks, const std::vector<double>& siblings,
                              const std::vector<double>& hours_per_case, double hours_variation,
                              int season, int harmonics, bool own_season, int factor,
                              int dispersion, std::int64_t first_week, int bootstraps,
                              std::uint64_t seed, int threads) {
  pool::DemandFitOptions options;
  options.season = static_cast<pool::SeasonKind>(season);
  options.harmonics = harmonics;
  options.own_season = own_season;
  options.factor = static_cast<pool::FactorKind>(factor);
  options.dispersion = static_cast<pool::DispersionMethod>(dispersion);
  options.first_week = first_week;
  options.bootstraps = bootstraps;
  options.seed = seed;
  options.threads = threads;
  pool::DemandFit fit;
  {
    const py::gil_scoped_release release;
    fit = pool::fit_demand(counts, units, weeks, siblings, hours_per_case, hours_variation,
                           options);
  }
  std::vector<double> draws;
  for (const pool::DemandParameters& draw : fit.model.draws) {
    const std::vector<double> line = demand_line(draw);
    draws.insert(draws.end(), line.begin(), line.end());
  }
  return py::make_tuple(owning_array(demand_line(fit.model.parameters)),
                        owning_array(demand_line(fit.standard_error)),
                        owning_array(std::move(draws)), fit.common_variance_raw,
                        owning_array(std::move(fit.own_variance_raw)),
                        owning_array(std::move(fit.mean)), fit.refits);
}

/// (mean, deviation, rate deviation: units × weeks; correlation: units × units), flat.
using MomentsRow = typing::Tuple<PoolNumbers, PoolNumbers, PoolNumbers, PoolNumbers>;
MomentsRow model_moments(const pool::DemandModel& model, std::int64_t weeks,
                         std::int64_t first_week) {
  pool::DemandMoments moments = pool::demand_moments(model, weeks, first_week);
  return py::make_tuple(owning_array(std::move(moments.mean)),
                        owning_array(std::move(moments.deviation)),
                        owning_array(std::move(moments.rate_deviation)),
                        owning_array(std::move(moments.correlation)));
}

/// (hours, cases: scenarios × units × weeks), flat.
using ScenariosRow = typing::Tuple<PoolNumbers, PoolNumbers>;
ScenariosRow model_scenarios(const pool::DemandModel& model, std::int64_t scenarios,
                             std::int64_t weeks, std::int64_t first_week, std::uint64_t seed,
                             bool parameter_uncertainty, int threads) {
  pool::DemandDrawOptions options;
  options.scenarios = scenarios;
  options.weeks = weeks;
  options.first_week = first_week;
  options.seed = seed;
  options.parameter_uncertainty = parameter_uncertainty;
  options.threads = threads;
  pool::DemandDraws draws;
  {
    const py::gil_scoped_release release;
    draws = pool::draw_demand(model, options);
  }
  return py::make_tuple(owning_array(std::move(draws.hours)),
                        owning_array(std::move(draws.cases)));
}

/// Arrays of a sizing problem, kept while it runs.
struct PoolArrays {
  DemandArrays demand;
  std::vector<double> capacity, threshold, risk, efficiency, hours, cost, presence, absence_weeks;
  std::vector<std::int64_t> most;
  int scope;
  std::int64_t units, weeks;

  pool::PoolProblem view() const {
    pool::PoolProblem problem;
    problem.units = units;
    problem.weeks = weeks;
    problem.profiles = static_cast<std::int64_t>(hours.size());
    problem.demand = demand.view();
    problem.capacity = capacity;
    problem.threshold = threshold;
    problem.risk = risk;
    problem.efficiency = efficiency;
    problem.hours = hours;
    problem.cost = cost;
    problem.presence = presence;
    problem.absence_weeks = absence_weeks;
    problem.most = most;
    problem.scope = static_cast<pool::RiskScope>(scope);
    return problem;
  }
};

/// (members, cost, worst, low, high, allowed, unit, week, meets, fails, shortage, its error, idle
/// share, beyond demand, probabilities).
using RiskRow =
    typing::Tuple<typing::List<Whole>, Real, Real, Real, Real, Real, Whole, Whole, Flag, Flag, Real,
                  Real, Real, Flag, PoolNumbers>;
RiskRow risk_row(pool::PoolRisk risk) {
  py::list members;
  for (const std::int64_t one : risk.members) members.append(one);
  return py::make_tuple(members, risk.cost, risk.worst, risk.worst_low, risk.worst_high,
                        risk.allowed, risk.worst_unit, risk.worst_week, risk.meets, risk.fails,
                        risk.shortage, risk.shortage_error, risk.idle_share, risk.beyond_demand,
                        owning_array(std::move(risk.probability)));
}

typing::List<RiskRow> risk_rows(std::vector<pool::PoolRisk> risks) {
  py::list rows;
  for (pool::PoolRisk& risk : risks) rows.append(risk_row(std::move(risk)));
  return rows;
}

pool::PoolSizeOptions size_options(double confidence, std::int64_t scenarios,
                                   std::int64_t most_scenarios, std::uint64_t seed, int threads,
                                   const std::optional<const StopToken*>& stop) {
  pool::PoolSizeOptions options;
  options.confidence = confidence;
  options.scenarios = scenarios;
  options.most_scenarios = most_scenarios;
  options.seed = seed;
  options.threads = threads;
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  return options;
}

/// (verdict, pool, safe, smaller, cheaper, cheaper open, scenarios, looks, tried, most, stop).
using SizeRow = typing::Tuple<Text, RiskRow, RiskRow, typing::List<RiskRow>, typing::List<RiskRow>,
                              Whole, Whole, Whole, Whole, typing::List<Whole>, Text>;
SizeRow size_problem(const PoolArrays& arrays, double confidence, std::int64_t scenarios,
                     std::int64_t most_scenarios, std::uint64_t seed, int threads,
                     std::optional<const StopToken*> stop) {
  const pool::PoolSizeOptions options =
      size_options(confidence, scenarios, most_scenarios, seed, threads, stop);
  pool::PoolSize size;
  {
    const py::gil_scoped_release release;
    size = pool::size_pool(arrays.view(), options);
  }
  py::list most;
  for (const std::int64_t one : size.most) most.append(one);
  return py::make_tuple(std::string(to_string(size.verdict)), risk_row(std::move(size.pool)),
                        risk_row(std::move(size.safe)), risk_rows(std::move(size.smaller)),
                        risk_rows(std::move(size.cheaper)), size.cheaper_open, size.scenarios,
                        size.looks, size.pools_tried, most, std::string(to_string(size.stop)));
}

typing::List<RiskRow> risk_problem(const PoolArrays& arrays,
                                   const std::vector<std::int64_t>& members, double confidence,
                                   std::int64_t scenarios, std::uint64_t seed, int threads,
                                   std::optional<const StopToken*> stop) {
  const pool::PoolSizeOptions options =
      size_options(confidence, scenarios, scenarios, seed, threads, stop);
  std::vector<pool::PoolRisk> risks;
  {
    const py::gil_scoped_release release;
    risks = pool::pool_risk(arrays.view(), members, options);
  }
  return risk_rows(std::move(risks));
}

/// (z, offered, pooled deviation, split deviation, safety ratio, (staff, pool) of pooled, split,
/// square root, power; critical ratio, (staff, pool) of newsvendor, rates govern).
using StaffRow = typing::Tuple<Real, Real>;
using RulesRow = typing::Tuple<Real, Real, Real, Real, Real, StaffRow, StaffRow, StaffRow, StaffRow,
                               Real, StaffRow, Flag>;
RulesRow rules_row(const std::vector<double>& mean, const std::vector<double>& deviation,
                   const std::vector<double>& correlation, double rate_deviation,
                   double member_hours, double own_hours, double risk, double factor,
                   double exponent, double capacity_cost, double shortage_cost) {
  pool::PoolRulesInput input;
  input.mean = mean;
  input.deviation = deviation;
  input.correlation = correlation;
  input.rate_deviation = rate_deviation;
  input.member_hours = member_hours;
  input.own_hours = own_hours;
  input.risk = risk;
  input.factor = factor;
  input.exponent = exponent;
  input.capacity_cost = capacity_cost;
  input.shortage_cost = shortage_cost;
  const pool::PoolRules rules = pool::pool_rules(input);
  const auto staff = [](const pool::RuleStaff& one) { return py::make_tuple(one.staff, one.pool); };
  return py::make_tuple(rules.z, rules.offered, rules.pooled_deviation, rules.split_deviation,
                        rules.safety_ratio, staff(rules.pooled), staff(rules.split),
                        staff(rules.square_root), staff(rules.power), rules.critical_ratio,
                        staff(rules.newsvendor), rules.rates_govern);
}

}  // namespace

void register_pool_size(py::module_& module) {
  py::class_<pool::DemandModel>(module, "DemandModel", "A model of weekly demand.")
      .def(py::init(&make_model), py::arg("season"), py::arg("harmonics"), py::arg("own_season"),
           py::arg("factor"), py::arg("siblings"), py::arg("hours_per_case"),
           py::arg("hours_variation"), py::arg("parameters"), py::arg("draws"))
      .def("moments", &model_moments, py::arg("weeks"), py::arg("first_week"),
           "(mean, deviation, rate deviation, correlation), flat.")
      .def("scenarios", &model_scenarios, py::arg("scenarios"), py::arg("weeks"),
           py::arg("first_week"), py::arg("seed"), py::arg("parameter_uncertainty"),
           py::arg("threads"), "(hours, cases), flat. The GIL is free while it runs.");
  module.def("fit_demand", &fit_demand_model, py::arg("counts"), py::arg("units"),
             py::arg("weeks"), py::arg("siblings"), py::arg("hours_per_case"),
             py::arg("hours_variation"), py::arg("season"), py::arg("harmonics"),
             py::arg("own_season"), py::arg("factor"), py::arg("dispersion"),
             py::arg("first_week"), py::arg("bootstraps"), py::arg("seed"), py::arg("threads"),
             "(parameters, standard errors, draws, raw common and own variances, means, refits).");
  register_demand_arrays(module);
  py::class_<PoolArrays>(module, "PoolProblem", "A sizing problem as arrays.")
      .def(py::init([](const DemandArrays& demand, std::int64_t units, std::int64_t weeks,
                       std::vector<double> capacity, std::vector<double> threshold,
                       std::vector<double> risk, std::vector<double> efficiency,
                       std::vector<double> hours, std::vector<double> cost,
                       std::vector<double> presence, std::vector<double> absence_weeks,
                       std::vector<std::int64_t> most, int scope) {
             return PoolArrays{demand,
                               std::move(capacity),
                               std::move(threshold),
                               std::move(risk),
                               std::move(efficiency),
                               std::move(hours),
                               std::move(cost),
                               std::move(presence),
                               std::move(absence_weeks),
                               std::move(most),
                               scope,
                               units,
                               weeks};
           }),
           py::arg("demand"), py::arg("units"), py::arg("weeks"), py::arg("capacity"),
           py::arg("threshold"), py::arg("risk"), py::arg("efficiency"), py::arg("hours"),
           py::arg("cost"), py::arg("presence"), py::arg("absence_weeks"), py::arg("most"),
           py::arg("scope"))
      .def("size", &size_problem, py::arg("confidence"), py::arg("scenarios"),
           py::arg("most_scenarios"), py::arg("seed"), py::arg("threads"), py::arg("stop"),
           "The cheapest pool. The GIL is free while it runs.")
      .def("risk", &risk_problem, py::arg("members"), py::arg("confidence"), py::arg("scenarios"),
           py::arg("seed"), py::arg("threads"), py::arg("stop"), "Risks of pools × profiles.");
  module.def("pool_rules", &rules_row, py::arg("mean"), py::arg("deviation"),
             py::arg("correlation"), py::arg("rate_deviation"), py::arg("member_hours"),
             py::arg("own_hours"), py::arg("risk"), py::arg("factor"), py::arg("exponent"),
             py::arg("capacity_cost"), py::arg("shortage_cost"), "Rules of thumb.");
  module.def(
      "deal_out",
      [](const std::vector<double>& need, const std::vector<double>& efficiency,
         const std::vector<double>& hours) {
        return owning_array(pool::deal_out(need, efficiency, hours));
      },
      py::arg("need"), py::arg("efficiency"), py::arg("hours"), "Hours undone in each unit.");
}

}  // namespace evenload::python
