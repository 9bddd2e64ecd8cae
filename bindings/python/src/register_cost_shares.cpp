// pool: shares of a common cost, a pool across municipalities.
#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control.hpp"
#include "evenload/pool/cost_shares.hpp"
#include "evenload/pool/shared_pool.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"
#include "unit_demand.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using PoolAnswer = typing::Dict<Text, Any>;

const char* core_name(pool::CoreOutcome core) {
  switch (core) {
    case pool::CoreOutcome::not_empty:
      return "not_empty";
    case pool::CoreOutcome::empty:
      return "empty";
    case pool::CoreOutcome::not_examined:
      break;
  }
  return "not_examined";
}

PoolAnswer shares_told(const pool::CostShares& found) {
  py::list certificate;
  for (const pool::BalancedCoalition& one : found.certificate) {
    certificate.append(py::make_tuple(one.coalition, one.weight, one.cost));
  }
  PoolAnswer answer;
  answer["total"] = found.total;
  answer["shapley"] = owning_array(std::vector<double>(found.shapley));
  answer["proportional"] = owning_array(std::vector<double>(found.proportional));
  answer["alone"] = owning_array(std::vector<double>(found.alone));
  answer["core"] = core_name(found.core);
  answer["least_excess"] = found.least_excess;
  answer["core_point"] = owning_array(std::vector<double>(found.core_point));
  answer["core_point_is_nucleolus"] = found.core_point_is_nucleolus;
  answer["certificate"] = certificate;
  answer["shapley_in_core"] = found.shapley_in_core;
  answer["shapley_excess"] = found.shapley_excess;
  answer["shapley_objector"] = found.shapley_objector;
  answer["subadditive"] = found.subadditive;
  answer["concave"] = found.concave;
  return answer;
}

PoolAnswer share_costs(std::int32_t players, const HourArray& cost, double tolerance,
                       bool examine_core) {
  pool::CostShares found;
  {
    const std::span<const double> values = hours_in(cost);
    const py::gil_scoped_release release;
    found = pool::cost_shares(players, values, {tolerance, examine_core});
  }
  return shares_told(found);
}

PoolAnswer sample_shares(std::int32_t players, const pool::CoalitionCost& cost, double confidence,
                         double half_width, std::int64_t pairs, std::uint64_t seed,
                         std::optional<const StopToken*> stop) {
  pool::SampledSharesOptions options{confidence, half_width, pairs, seed, {}};
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  pool::SampledShares found = pool::sampled_shares(players, cost, options);
  PoolAnswer answer;
  answer["total"] = found.total;
  answer["share"] = owning_array(std::move(found.share));
  answer["low"] = owning_array(std::move(found.low));
  answer["high"] = owning_array(std::move(found.high));
  answer["pairs"] = found.pairs;
  answer["coalitions"] = found.coalitions;
  answer["stop"] = std::string(to_string(found.stop));
  return answer;
}

PoolAnswer pool_shared(std::int32_t municipalities, std::int32_t case_types, const py::object& home,
                       const HourArray& hours, const MaybeHourArray& member_cost,
                       const std::vector<std::uint8_t>& qualified, const MaybeHourArray& away,
                       const py::object& border, const std::vector<std::uint8_t>& agreed,
                       const UnitDemandRow& law, double shortage_cost, double joint_cost,
                       double joining_cost, std::int64_t scenarios, double tolerance,
                       std::uint64_t seed, std::int32_t threads,
                       std::optional<const StopToken*> stop) {
  const LentArray<std::int32_t> homes(home, "shared_pool", "home");
  const LentArray<std::int32_t> borders(border, "shared_pool", "border");
  const OwnedDemand demand(law);
  pool::SharedPoolProblem problem;
  problem.municipalities = municipalities;
  problem.case_types = case_types;
  problem.home = homes.span();
  problem.hours = hours_in(hours);
  problem.member_cost = hours_in(member_cost);
  problem.qualified = qualified;
  problem.away_efficiency = hours_in(away);
  problem.border = borders.span();
  problem.agreed_types = agreed;
  problem.demand = demand.demand;
  problem.shortage_cost = shortage_cost;
  problem.joint_cost = joint_cost;
  problem.joining_cost = joining_cost;
  pool::SharedPoolOptions options;
  options.scenarios = scenarios;
  options.shares.tolerance = tolerance;
  options.seed = seed;
  options.threads = threads;
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  pool::SharedPool found;
  {
    const py::gil_scoped_release release;
    found = pool::shared_pool(problem, options);
  }
  py::list eligibility;
  for (const pool::PoolEligibility reason : found.eligibility) {
    eligibility.append(std::string(to_string(reason)));
  }
  PoolAnswer answer;
  answer["shares"] = shares_told(found.shares);
  answer["cost"] = owning_array(std::move(found.cost));
  answer["cost_error"] = owning_array(std::move(found.cost_error));
  answer["shortage_hours"] = owning_array(std::move(found.shortage_hours));
  answer["share_error"] = owning_array(std::move(found.share_error));
  answer["saving"] = py::make_tuple(found.saving, found.saving_mean.standard_error);
  answer["eligibility"] = eligibility;
  answer["hours_between"] = owning_array(std::move(found.hours_between));
  answer["scenarios"] = found.scenarios;
  answer["exact"] = found.exact;
  answer["stop"] = std::string(to_string(found.stop));
  return answer;
}

}  // namespace

void register_cost_shares(py::module_& module) {
  module.def("cost_shares", &share_costs, py::arg("players"), py::arg("cost"), py::arg("tolerance"),
             py::arg("examine_core"), "{total, shapley, core, …}. The GIL is free while it runs.");
  module.def("sampled_shares", &sample_shares, py::arg("players"), py::arg("cost"),
             py::arg("confidence"), py::arg("half_width"), py::arg("pairs"), py::arg("seed"),
             py::arg("stop"), "{total, share, low, high, …}.");
  module.def("shared_pool", &pool_shared, py::arg("municipalities"), py::arg("case_types"),
             py::arg("home"), py::arg("hours"), py::arg("member_cost"), py::arg("qualified"),
             py::arg("away_efficiency"), py::arg("border"), py::arg("agreed_types"),
             py::arg("demand"), py::arg("shortage_cost"), py::arg("joint_cost"),
             py::arg("joining_cost"), py::arg("scenarios"), py::arg("tolerance"), py::arg("seed"),
             py::arg("threads"), py::arg("stop"),
             "{cost, shares, eligibility, …}. The GIL is free while it runs.");
}

}  // namespace evenload::python
