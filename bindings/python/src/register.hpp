// One function per subject; module.cpp calls them in the order of their dependencies.
#pragma once

#include <pybind11/pybind11.h>

namespace evenload::python {

void register_errors(pybind11::module_& module);
void register_control(pybind11::module_& module);
void register_table(pybind11::module_& module);
void register_optimize(pybind11::module_& module);
void register_blocking_groups(pybind11::module_& module);
void register_makespan(pybind11::module_& module);
void register_generalized_assignment(pybind11::module_& module);
void register_convex_transport(pybind11::module_& module);
void register_online(pybind11::module_& module);
void register_workload(pybind11::module_& module);
void register_workload_series(pybind11::module_& module);
void register_forecast(pybind11::module_& module);
void register_time_study(pybind11::module_& module);
void register_allocation(pybind11::module_& module);
void register_allocation_state(pybind11::module_& module);
void register_explain(pybind11::module_& module);
void register_replay(pybind11::module_& module);
void register_duty(pybind11::module_& module);
void register_verbs(pybind11::module_& module);
void register_fairness(pybind11::module_& module);
void register_audit(pybind11::module_& module);
void register_causes(pybind11::module_& module);
void register_cross_training(pybind11::module_& module);
void register_cost_shares(pybind11::module_& module);
void register_deploy(pybind11::module_& module);
void register_queueing(pybind11::module_& module);
void register_pool_size(pybind11::module_& module);
void register_pool_worth(pybind11::module_& module);

}  // namespace evenload::python
