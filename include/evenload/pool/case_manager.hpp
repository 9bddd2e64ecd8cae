/// \file
/// The queue of case managers: workers who have many open cases each, and give attention to one at
/// a time. docs/models/queueing.md (14) to (21); Campello, Ingolfsson & Shumsky 2017.
///
/// Cases arrive by a Poisson process of rate λ. A case goes to the worker with the fewest open
/// cases (ties at random) and stays with that worker; where all have `caseload_limit`, it waits for
/// a slot, first come first served. Each visit takes an exponential time of the worker's attention;
/// after it the case is completed with probability p, or comes back after an exponential external
/// delay and waits for attention, first come first served.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>

#include "evenload/pool/server_kind.hpp"

namespace evenload::pool {

/// Times in one unit, rates per that unit.
struct CaseManagerQueue {
  double arrival_rate = 0;            ///< λ > 0, of all workers together
  double completion_probability = 0;  ///< p of a visit, 0 < p <= 1: a case takes 1/p visits
  double attention_time = 0;          ///< mean of a visit, > 0
  double external_delay = 0;          ///< mean between visits, > 0 (not read where p = 1)
  std::int64_t caseload_limit = 0;    ///< M, 1 to 1e6 open cases a worker
  std::int64_t workers = 0;           ///< N, 1 to 1e6; N M at most 1e7
};

/// Steady state.
struct CaseManagerMeasures {
  double wait_probability = 0;  ///< an arriving case finds every slot taken
  double mean_wait = 0;         ///< until it has a worker
  double mean_queue = 0;        ///< cases without a worker
  double mean_caseload = 0;     ///< open cases of a worker
  double attention_wait = 0;    ///< from coming (back) to the worker until the visit begins
  double mean_time = 0;         ///< from arrival to completion
};

struct CaseManagerOptions {
  /// Σ (states with as many cases)³ up to which each of `exact`, `pooled` and `split` is solved;
  /// 4e8 takes about a second and 100 MB.
  double work_limit = 4e8;
};

struct CaseManagerAnswer {
  /// Who serves: the worker. What an arriving case waits for is a caseload slot.
  ServerKind server = ServerKind::worker_giving_attention;
  double capacity = 0;     ///< most cases per unit of time; the queue is stable below it, (15)
  double utilisation = 0;  ///< share of the workers' time spent on visits, λ / (p µ N), exact
  /// The model itself, by its Markov chain; empty where that has too many states.
  std::optional<CaseManagerMeasures> exact;
  /// Any free worker may take any visit: no case waits longer in the model, (18).
  std::optional<CaseManagerMeasures> pooled;
  /// Cases go to a worker at random, each with a queue of its own: no shorter waits, (19).
  std::optional<CaseManagerMeasures> split;
  /// Number of cases as a birth-death process, visits in balance at each number, (20). Any size.
  CaseManagerMeasures approximation;
};

/// O(states³) per number of cases up to N M; the approximation O(N M). Deterministic.
/// \throws InvalidDataError: table "queue", by column; out_of_range at "arrival_rate" where λ is
/// not below the capacity
CaseManagerAnswer case_manager_queue(const CaseManagerQueue& queue,
                                     const CaseManagerOptions& options = {});

/// (15): the most cases per unit of time. `arrival_rate` is not read.
double case_manager_capacity(const CaseManagerQueue& queue);

struct CaseManagerSimulationOptions {
  std::int64_t replications = 20;  ///< 2 to 100000
  std::int64_t cases = 20000;      ///< counted in each, 1 to 1e8
  std::int64_t warm_up = 5000;     ///< that come before them, 0 to 1e8
  double level = 0.95;             ///< of the intervals
  std::uint64_t seed = 0;
  std::int32_t threads = 0;  ///< 0: as many as the machine has
  std::stop_token stop;
};

/// A mean over replications and half the width of its t interval.
struct SimulatedMean {
  double mean = 0;
  double half_width = 0;
};

struct CaseManagerSimulation {
  SimulatedMean wait_probability, mean_wait, attention_wait, mean_time, utilisation;
  std::int64_t replications = 0;  ///< done; below 2 (stopped) the half widths are infinite
  bool cancelled = false;
};

/// Event by event, case by case. Equal on any number of threads.
/// \throws as case_manager_queue; InvalidDataError: table "options"
CaseManagerSimulation simulate_case_managers(const CaseManagerQueue& queue,
                                             const CaseManagerSimulationOptions& options = {});

}  // namespace evenload::pool
