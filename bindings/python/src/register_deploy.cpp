// pool: deployment on arrays.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/typing.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/pool/deploy.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using ByName = py::typing::Dict<py::str, py::object>;

/// A problem whose arrays stay where the caller has them.
class LentDeployProblem {
 public:
  explicit LentDeployProblem(const py::dict& given) : given_(given) {
    p_.units = size("units");
    p_.weeks = size("weeks");
    p_.members = size("members");
    p_.scenarios = size("scenarios");
    p_.backlog_ages = size("backlog_ages");
    p_.price_ages = size("price_ages");
    p_.periods_per_week = small("periods_per_week");
    p_.fading_weeks = small("fading_weeks");
    p_.minimum_stay = small("minimum_stay");
    p_.tail_weight = small("tail_weight");
    p_.tail_level = small("tail_level");
    p_.fairness_price = given["fairness_price"].cast<std::int64_t>();
    p_.change_price = given["change_price"].cast<std::int64_t>();
    p_.demand = wide("demand");
    p_.own_capacity = wide("own_capacity");
    p_.scenario_weight = wide("scenario_weight");
    p_.backlog = wide("backlog");
    p_.backlog_price = wide("backlog_price");
    p_.end_price = wide("end_price");
    p_.minutes = wide("minutes");
    p_.efficiency = wide("efficiency");
    p_.settling = wide("settling");
    p_.least_level = narrow("least_level");
    p_.kept_share = wide("kept_share");
    p_.hand_over_price = wide("hand_over_price");
    p_.hand_over_minutes = wide("hand_over_minutes");
    p_.place_price = wide("place_price");
    p_.move_price = wide("move_price");
    p_.burden = wide("burden");
    p_.start_unit = narrow("start_unit");
    p_.start_level = narrow("start_level");
    p_.start_stay = narrow("start_stay");
    p_.last_plan = narrow("last_plan");
    p_.fixed = narrow("fixed");
    blocks_ = std::make_unique<LentArray<std::uint8_t>>(given["block_start"], "problem", "block_start");
    p_.block_start = blocks_->span();
  }
  const pool::DeployProblem& problem() const noexcept { return p_; }

 private:
  std::size_t size(const char* name) const { return given_[name].cast<std::size_t>(); }
  std::int32_t small(const char* name) const { return given_[name].cast<std::int32_t>(); }
  std::span<const std::int64_t> wide(const char* name) {
    wide_.push_back(std::make_unique<LentArray<std::int64_t>>(given_[name], "problem", name));
    return wide_.back()->span();
  }
  std::span<const std::int32_t> narrow(const char* name) {
    narrow_.push_back(std::make_unique<LentArray<std::int32_t>>(given_[name], "problem", name));
    return narrow_.back()->span();
  }

  py::dict given_;
  pool::DeployProblem p_;
  std::vector<std::unique_ptr<LentArray<std::int64_t>>> wide_;
  std::vector<std::unique_ptr<LentArray<std::int32_t>>> narrow_;
  std::unique_ptr<LentArray<std::uint8_t>> blocks_;
};

ByName value_dict(pool::DeploymentValue value) {
  ByName answer;
  answer["objective"] = value.objective;
  answer["mean"] = value.mean;
  answer["tail"] = value.tail;
  answer["place"] = value.place;
  answer["move"] = value.move;
  answer["hand_over"] = value.hand_over;
  answer["change"] = value.change;
  answer["fairness"] = value.fairness;
  answer["loss"] = owning_array(std::move(value.loss));
  answer["burden"] = owning_array(std::move(value.burden));
  answer["supply"] = owning_array(std::move(value.supply));
  answer["backlog"] = owning_array(std::move(value.backlog));
  answer["mean_by_age"] = owning_array(std::move(value.mean_by_age));
  return answer;
}

ByName deploy_pool(const ByName& given, double time_limit, const py::object& work_limit, const py::object& threads, const py::object& seed,
                     const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  const LentDeployProblem lent(given);
  pool::DeployResult result;
  {
    const py::gil_scoped_release release;
    result = pool::deploy(lent.problem(), options);
  }
  ByName answer = value_dict(std::move(result.value));
  answer["unit"] = owning_array(std::move(result.deployment.unit));
  answer["handed_over"] = owning_array(std::move(result.deployment.handed_over));
  answer["bound"] = result.bound;
  answer["status"] = std::string(to_string(result.outcome));
  answer["stop"] = std::string(to_string(result.stop));
  answer["work"] = result.work;
  return answer;
}

ByName evaluate_pool(const ByName& given, const py::object& unit, const py::object& handed_over) {
  const LentDeployProblem lent(given);
  const LentArray<std::int32_t> units(unit, "deployment", "unit");
  const LentArray<std::uint8_t> handed(handed_over, "deployment", "handed_over");
  const pool::Deployment plan{{units.span().begin(), units.span().end()}, {handed.span().begin(), handed.span().end()}};
  pool::DeploymentValue value;
  {
    const py::gil_scoped_release release;
    value = pool::evaluate_deployment(lent.problem(), plan);
  }
  return value_dict(std::move(value));
}

std::optional<double> clairvoyant_pool(const ByName& given, double time_limit, const py::object& work_limit, const py::object& threads,
                                       const py::object& seed, const py::object& progress, std::optional<const StopToken*> stop) {
  const Control control{time_limit, work_limit, threads, seed, progress, stop.value_or(nullptr)};
  const SolveOptions options = control.options();
  const LentDeployProblem lent(given);
  const py::gil_scoped_release release;
  return pool::clairvoyant_bound(lent.problem(), options);
}

}  // namespace

void register_deploy(py::module_& module) {
  module.def("deploy", &deploy_pool, py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"), py::arg("seed"),
             py::arg("progress"), py::arg("stop"), "A deployment and its value by name. The GIL is free while it runs.");
  module.def("evaluate_deployment", &evaluate_pool, py::arg("problem"), py::arg("unit"), py::arg("handed_over"), "The value of a deployment by name.");
  module.def("clairvoyant_bound", &clairvoyant_pool, py::arg("problem"), py::arg("time_limit"), py::arg("work_limit"), py::arg("threads"),
             py::arg("seed"), py::arg("progress"), py::arg("stop"), "None where a member has no way.");
}

}  // namespace evenload::python
