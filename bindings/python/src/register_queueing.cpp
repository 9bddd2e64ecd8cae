// pool: queues.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "control.hpp"
#include "evenload/pool/case_manager.hpp"
#include "evenload/pool/erlang.hpp"
#include "evenload/pool/erlang_r.hpp"
#include "evenload/pool/square_root_staffing.hpp"
#include "evenload/pool/time_varying.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

// Of its own: several sources are compiled as one.
namespace queueing {

namespace {

using Reals = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Counts = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;
using MaybeNumber = std::optional<double>;

/// (server, offered load, blocking, P(wait), mean wait, mean queue, abandonment, utilisation,
/// error).
using PerformanceRow = typing::Tuple<Text, Real, Real, Real, Real, Real, Real, Real, Real>;
using MaybePerformance = typing::Optional<PerformanceRow>;

PerformanceRow performance_row(const pool::QueuePerformance& found) {
  return py::make_tuple(std::string(to_string(found.server)), found.offered_load, found.blocking,
                        found.wait_probability, found.mean_wait, found.mean_queue,
                        found.abandonment, found.utilisation, found.relative_error);
}

pool::QueueModel queue_model(int model) { return static_cast<pool::QueueModel>(model); }

PerformanceRow erlang(int model, double arrival_rate, double service_rate, std::int64_t servers,
                      double patience_rate, int server) {
  const pool::Queue queue{arrival_rate, service_rate, servers, patience_rate,
                          pool::server_kind(server)};
  switch (queue_model(model)) {
    case pool::QueueModel::loss:
      return performance_row(pool::erlang_b(queue));
    case pool::QueueModel::delay:
      return performance_row(pool::erlang_c(queue));
    case pool::QueueModel::patience:
      break;
  }
  return performance_row(pool::erlang_a(queue));
}

double wait_exceeds(int model, double arrival_rate, double service_rate, std::int64_t servers,
                    double patience_rate, double tau) {
  const pool::Queue queue{arrival_rate, service_rate, servers, patience_rate};
  return queue_model(model) == pool::QueueModel::patience ? pool::erlang_a_wait_exceeds(queue, tau)
                                                          : pool::erlang_c_wait_exceeds(queue, tau);
}

/// (servers, performance, P(W > tau), performance with one fewer or None).
using NeededRow = typing::Tuple<Whole, PerformanceRow, Real, MaybePerformance>;
NeededRow servers_needed(int model, double arrival_rate, double service_rate, double patience_rate,
                         int server, MaybeNumber blocking, MaybeNumber wait_probability, double tau,
                         MaybeNumber mean_wait, MaybeNumber abandonment, MaybeNumber utilisation) {
  const pool::Queue queue{arrival_rate, service_rate, 0, patience_rate, pool::server_kind(server)};
  const pool::ServersNeeded found =
      pool::servers_needed(queue, queue_model(model),
                           {blocking, wait_probability, tau, mean_wait, abandonment, utilisation});
  py::object fewer = py::none();
  if (found.one_fewer) fewer = performance_row(*found.one_fewer);
  return py::make_tuple(found.servers, performance_row(found.performance), found.wait_exceeds,
                        fewer);
}

/// (offered load, safety, unrounded, servers, limit, performance, exact servers or None).
using SquareRootRow =
    typing::Tuple<Real, Real, Real, Whole, Real, PerformanceRow, typing::Optional<Whole>>;
SquareRootRow square_root(double arrival_rate, double service_rate, MaybeNumber patience_rate,
                          MaybeNumber safety, MaybeNumber wait_probability, int server) {
  const pool::SquareRootAnswer found =
      pool::square_root_staffing({arrival_rate, service_rate, patience_rate, safety,
                                  wait_probability, pool::server_kind(server)});
  return py::make_tuple(found.offered_load, found.safety, found.unrounded, found.servers,
                        found.limit_probability, performance_row(found.performance),
                        found.exact_servers);
}

/// (P(wait), mean wait, mean queue, mean caseload, wait for attention, mean time).
using MeasuresRow = typing::Tuple<Real, Real, Real, Real, Real, Real>;
using MaybeMeasures = typing::Optional<MeasuresRow>;

MeasuresRow measures_row(const pool::CaseManagerMeasures& found) {
  return py::make_tuple(found.wait_probability, found.mean_wait, found.mean_queue,
                        found.mean_caseload, found.attention_wait, found.mean_time);
}

py::object maybe_measures(const std::optional<pool::CaseManagerMeasures>& found) {
  return found ? py::object(measures_row(*found)) : py::none();
}

/// (server, capacity, utilisation, exact, pooled, split, approximation).
using CaseManagerRow =
    typing::Tuple<Text, Real, Real, MaybeMeasures, MaybeMeasures, MaybeMeasures, MeasuresRow>;
CaseManagerRow case_managers(double arrival_rate, double completion_probability,
                             double attention_time, double external_delay,
                             std::int64_t caseload_limit, std::int64_t workers, double work_limit) {
  pool::CaseManagerAnswer found;
  {
    const py::gil_scoped_release release;
    found = pool::case_manager_queue({arrival_rate, completion_probability, attention_time,
                                      external_delay, caseload_limit, workers},
                                     {work_limit});
  }
  return py::make_tuple(std::string(to_string(found.server)), found.capacity, found.utilisation,
                        maybe_measures(found.exact), maybe_measures(found.pooled),
                        maybe_measures(found.split), measures_row(found.approximation));
}

/// (mean, half width).
using MeanRow = typing::Tuple<Real, Real>;
/// (replications, cancelled, P(wait), mean wait, wait for attention, mean time, utilisation).
using CaseSimulationRow = typing::Tuple<Whole, Flag, MeanRow, MeanRow, MeanRow, MeanRow, MeanRow>;
CaseSimulationRow simulate_cases(double arrival_rate, double completion_probability,
                                 double attention_time, double external_delay,
                                 std::int64_t caseload_limit, std::int64_t workers,
                                 std::int64_t replications, std::int64_t cases,
                                 std::int64_t warm_up, double level, std::uint64_t seed,
                                 std::int32_t threads, std::optional<const StopToken*> stop) {
  pool::CaseManagerSimulationOptions options;
  options.replications = replications;
  options.cases = cases;
  options.warm_up = warm_up;
  options.level = level;
  options.seed = seed;
  options.threads = threads;
  if (stop && *stop != nullptr) options.stop = (*stop)->token();
  pool::CaseManagerSimulation found;
  {
    const py::gil_scoped_release release;
    found = pool::simulate_case_managers({arrival_rate, completion_probability, attention_time,
                                          external_delay, caseload_limit, workers},
                                         options);
  }
  const auto mean = [](const pool::SimulatedMean& of) {
    return py::make_tuple(of.mean, of.half_width);
  };
  return py::make_tuple(found.replications, found.cancelled, mean(found.wait_probability),
                        mean(found.mean_wait), mean(found.attention_wait), mean(found.mean_time),
                        mean(found.utilisation));
}

std::span<const double> span_of(const Reals& numbers) {
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}

pool::ReturningWork work_of(double service_rate, double return_probability, double return_rate,
                            int server) {
  return {service_rate, return_probability, return_rate, pool::server_kind(server)};
}

/// (visit rate, needy load, content load, mean time, performance).
using ErlangRRow = typing::Tuple<Real, Real, Real, Real, PerformanceRow>;
ErlangRRow erlang_r(double arrival_rate, double service_rate, std::int64_t servers,
                    double return_probability, double return_rate, int server) {
  const pool::ErlangRAnswer found = pool::erlang_r(
      arrival_rate, work_of(service_rate, return_probability, return_rate, server), servers);
  return py::make_tuple(found.visit_rate, found.needy_load, found.content_load, found.mean_time,
                        performance_row(found.performance));
}

using RealArray = py::array_t<double>;
using CountArray = py::array_t<std::int64_t>;

/// (R1 at the end, R2 at the end, mean R1, largest R1) of each period.
using LoadRow = typing::Tuple<RealArray, RealArray, RealArray, RealArray>;
LoadRow load_row(pool::OfferedLoadPath path) {
  return py::make_tuple(
      owning_array(std::move(path.needy_end)), owning_array(std::move(path.content_end)),
      owning_array(std::move(path.needy_mean)), owning_array(std::move(path.needy_peak)));
}

LoadRow erlang_r_load(const Reals& arrival_rate, double period, double service_rate,
                      double return_probability, double return_rate, int start) {
  return load_row(pool::erlang_r_load(span_of(arrival_rate), period,
                                      work_of(service_rate, return_probability, return_rate, 0),
                                      static_cast<pool::SeriesStart>(start)));
}

using ReturnStaffingRow = typing::Tuple<LoadRow, CountArray, RealArray>;
ReturnStaffingRow erlang_r_staffing(const Reals& arrival_rate, double period, double service_rate,
                                    double return_probability, double return_rate, int start,
                                    double wait_probability, MaybeNumber patience_rate) {
  pool::StaffingPath path = pool::erlang_r_staffing(
      span_of(arrival_rate), period, work_of(service_rate, return_probability, return_rate, 0),
      static_cast<pool::SeriesStart>(start), wait_probability, patience_rate);
  return py::make_tuple(load_row(std::move(path.load)), owning_array(std::move(path.servers)),
                        owning_array(std::move(path.wait_probability)));
}

/// (load, P(wait), mean wait, mean queue, utilisation, abandonment), one of each a period.
using PeriodsRow = typing::Tuple<RealArray, RealArray, RealArray, RealArray, RealArray, RealArray>;
PeriodsRow periods_row(pool::TimeVaryingPerformance found) {
  return py::make_tuple(
      owning_array(std::move(found.offered_load)), owning_array(std::move(found.wait_probability)),
      owning_array(std::move(found.mean_wait)), owning_array(std::move(found.mean_queue)),
      owning_array(std::move(found.utilisation)), owning_array(std::move(found.abandonment)));
}

/// (mean, shape, squared variation, stages).
using ServiceTuple = std::tuple<double, int, double, std::int32_t>;
pool::ServiceTime service_of(const ServiceTuple& given) {
  const auto& [mean, shape, squared_variation, stages] = given;
  return {mean, static_cast<pool::ServiceShape>(shape), squared_variation, stages};
}

using ServiceLoadRow = typing::Tuple<RealArray, RealArray>;
ServiceLoadRow offered_load(const Reals& arrival_rate, double period, const ServiceTuple& service,
                            int start) {
  pool::ServiceLoadPath path;
  {
    const py::gil_scoped_release release;
    path = pool::offered_load(span_of(arrival_rate), period, service_of(service),
                              static_cast<pool::SeriesStart>(start));
  }
  return py::make_tuple(owning_array(std::move(path.end)), owning_array(std::move(path.peak)));
}

pool::TimeVaryingQueue varying(const Reals& arrival_rate, const Counts* servers, double period,
                               const ServiceTuple& service, MaybeNumber patience_rate, int start) {
  pool::TimeVaryingQueue queue;
  queue.arrival_rate = span_of(arrival_rate);
  if (servers != nullptr) {
    queue.servers = {servers->data(), static_cast<std::size_t>(servers->size())};
  }
  queue.period = period;
  queue.service = service_of(service);
  queue.patience_rate = patience_rate;
  queue.start = static_cast<pool::SeriesStart>(start);
  return queue;
}

PeriodsRow modified_offered_load(const Reals& arrival_rate, const Counts& servers, double period,
                                 const ServiceTuple& service, MaybeNumber patience_rate,
                                 int start) {
  pool::TimeVaryingPerformance found;
  {
    const py::gil_scoped_release release;
    found = pool::modified_offered_load(
        varying(arrival_rate, &servers, period, service, patience_rate, start));
  }
  return periods_row(std::move(found));
}

using PeriodStaffingRow = typing::Tuple<CountArray, PeriodsRow>;
PeriodStaffingRow period_staffing(const Reals& arrival_rate, double period,
                                  const ServiceTuple& service, MaybeNumber patience_rate, int start,
                                  double wait_probability, double tau) {
  pool::PeriodStaffing found;
  {
    const py::gil_scoped_release release;
    found = pool::modified_offered_load_staffing(
        varying(arrival_rate, nullptr, period, service, patience_rate, start), wait_probability,
        tau);
  }
  return py::make_tuple(owning_array(std::move(found.servers)),
                        periods_row(std::move(found.performance)));
}

using CarryoverRow = typing::Tuple<PeriodsRow, RealArray>;
CarryoverRow backlog_carryover(const Reals& arrival_rate, const Counts& servers, double period,
                               double mean_service, int start) {
  pool::BacklogCarryover found;
  {
    const py::gil_scoped_release release;
    found = pool::backlog_carryover(
        varying(arrival_rate, &servers, period, {mean_service, 0, 1, 1}, std::nullopt, start));
  }
  return py::make_tuple(periods_row(std::move(found.performance)),
                        owning_array(std::move(found.backlog)));
}

}  // namespace

}  // namespace queueing

void register_queueing(py::module_& module) {
  using namespace queueing;
  module.def("erlang", &erlang, py::arg("model"), py::arg("arrival_rate"), py::arg("service_rate"),
             py::arg("servers"), py::arg("patience_rate"), py::arg("server"),
             "Steady state of a loss (0), delay (1) or patience (2) queue.");
  module.def("erlang_wait_exceeds", &wait_exceeds, py::arg("model"), py::arg("arrival_rate"),
             py::arg("service_rate"), py::arg("servers"), py::arg("patience_rate"), py::arg("tau"),
             "P(W > tau).");
  module.def("servers_needed", &servers_needed, py::arg("model"), py::arg("arrival_rate"),
             py::arg("service_rate"), py::arg("patience_rate"), py::arg("server"),
             py::arg("blocking"), py::arg("wait_probability"), py::arg("tau"), py::arg("mean_wait"),
             py::arg("abandonment"), py::arg("utilisation"),
             "(servers, performance, P(W > tau), performance with one fewer).");
  module.def("square_root_staffing", &square_root, py::arg("arrival_rate"), py::arg("service_rate"),
             py::arg("patience_rate"), py::arg("safety"), py::arg("wait_probability"),
             py::arg("server"),
             "(load, safety, unrounded, servers, limit, performance, exact servers).");
  module.def("power_staffing", &pool::power_staffing, py::arg("offered_load"), py::arg("safety"),
             py::arg("exponent"), "Load + safety load^exponent, rounded up.");
  module.def("halfin_whitt", &pool::halfin_whitt, py::arg("safety"));
  module.def("halfin_whitt_safety", &pool::halfin_whitt_safety, py::arg("wait_probability"));
  module.def("garnett", &pool::garnett, py::arg("safety"), py::arg("patience_ratio"));
  module.def("garnett_safety", &pool::garnett_safety, py::arg("wait_probability"),
             py::arg("patience_ratio"));
  module.def("case_manager_queue", &case_managers, py::arg("arrival_rate"),
             py::arg("completion_probability"), py::arg("attention_time"),
             py::arg("external_delay"), py::arg("caseload_limit"), py::arg("workers"),
             py::arg("work_limit"), "The GIL is free while it runs.");
  module.def(
      "case_manager_capacity",
      [](double completion_probability, double attention_time, double external_delay,
         std::int64_t caseload_limit, std::int64_t workers) {
        return pool::case_manager_capacity(
            {0, completion_probability, attention_time, external_delay, caseload_limit, workers});
      },
      py::arg("completion_probability"), py::arg("attention_time"), py::arg("external_delay"),
      py::arg("caseload_limit"), py::arg("workers"), "Most cases per unit of time.");
  module.def("simulate_case_managers", &simulate_cases, py::arg("arrival_rate"),
             py::arg("completion_probability"), py::arg("attention_time"),
             py::arg("external_delay"), py::arg("caseload_limit"), py::arg("workers"),
             py::arg("replications"), py::arg("cases"), py::arg("warm_up"), py::arg("level"),
             py::arg("seed"), py::arg("threads"), py::arg("stop"),
             "The GIL is free while it runs.");
  module.def("erlang_r", &erlang_r, py::arg("arrival_rate"), py::arg("service_rate"),
             py::arg("servers"), py::arg("return_probability"), py::arg("return_rate"),
             py::arg("server"), "(visit rate, needy load, content load, mean time, performance).");
  module.def("erlang_r_load", &erlang_r_load, py::arg("arrival_rate"), py::arg("period"),
             py::arg("service_rate"), py::arg("return_probability"), py::arg("return_rate"),
             py::arg("start"), "(needy end, content end, needy mean, needy peak).");
  module.def("erlang_r_staffing", &erlang_r_staffing, py::arg("arrival_rate"), py::arg("period"),
             py::arg("service_rate"), py::arg("return_probability"), py::arg("return_rate"),
             py::arg("start"), py::arg("wait_probability"), py::arg("patience_rate"),
             "(load, servers, P(wait)).");
  module.def("offered_load", &offered_load, py::arg("arrival_rate"), py::arg("period"),
             py::arg("service"), py::arg("start"), "(at the end, largest) of each period.");
  module.def("modified_offered_load", &modified_offered_load, py::arg("arrival_rate"),
             py::arg("servers"), py::arg("period"), py::arg("service"), py::arg("patience_rate"),
             py::arg("start"), "(load, P(wait), mean wait, mean queue, utilisation, abandonment).");
  module.def("modified_offered_load_staffing", &period_staffing, py::arg("arrival_rate"),
             py::arg("period"), py::arg("service"), py::arg("patience_rate"), py::arg("start"),
             py::arg("wait_probability"), py::arg("tau"), "(servers, performance).");
  module.def("backlog_carryover", &backlog_carryover, py::arg("arrival_rate"), py::arg("servers"),
             py::arg("period"), py::arg("mean_service"), py::arg("start"),
             "(performance, backlog).");
}

}  // namespace evenload::python
