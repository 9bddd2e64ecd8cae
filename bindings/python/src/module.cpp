#include "evenload/core/version.hpp"
#include "register.hpp"

PYBIND11_MODULE(_core, module) {
  using namespace evenload::python;
  module.doc() = "The compiled part of evenload. Not an interface: use the package evenload.";
  module.attr("__version__") = std::to_string(EVENLOAD_VERSION_MAJOR) + "." + std::to_string(EVENLOAD_VERSION_MINOR) + "." +
                               std::to_string(EVENLOAD_VERSION_PATCH);
  register_errors(module);
  register_control(module);
  register_table(module);
  register_optimize(module);
  register_blocking_groups(module);
  register_makespan(module);
  register_generalized_assignment(module);
  register_convex_transport(module);
  register_online(module);
  register_workload(module);
  register_workload_series(module);
  register_forecast(module);
  register_time_study(module);
  register_allocation(module);
  register_explain(module);
  register_allocation_state(module);
  register_replay(module);
  register_duty(module);
  register_verbs(module);
  register_fairness(module);
  register_audit(module);
  register_causes(module);
  register_cross_training(module);
  register_cost_shares(module);
  register_deploy(module);
  register_queueing(module);
  register_pool_size(module);
  register_pool_worth(module);
}
