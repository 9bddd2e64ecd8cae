#include <cmath>

#include "evenload/core/errors.hpp"
#include "size.hpp"
#include "source.hpp"
#include "src/pool/refusal.hpp"

namespace evenload::pool::sizing {

void check_problem(const PoolProblem& problem) {
  const char* table = "pool_problem";
  check_whole(problem.units, 1, 20, table, "units");
  check_whole(problem.weeks, 1, 1000, table, "weeks");
  check_whole(problem.profiles, 1, 8, table, "profiles");
  check_whole(static_cast<std::int64_t>(problem.scope), 0, 2, table, "scope");
  const auto units = static_cast<std::size_t>(problem.units);
  const auto profiles = static_cast<std::size_t>(problem.profiles);
  check_source(problem.demand, problem.units, problem.weeks, table);
  check_length(problem.capacity.size(), units * static_cast<std::size_t>(problem.weeks), table,
               "capacity", "units x weeks");
  check_numbers(problem.capacity, 0, 1e9, table, "capacity");
  check_length(problem.threshold.size(), units, table, "threshold", "units");
  check_numbers(problem.threshold, 0, 1e9, table, "threshold");
  check_length(problem.risk.size(), units, table, "risk", "units");
  for (std::size_t u = 0; u < units; ++u) {
    check_number(problem.risk[u], 0, 1, table, "risk", static_cast<std::int64_t>(u));
    if (problem.risk[u] > 0 && problem.risk[u] < 1) continue;
    refuse_input(ErrorCode::out_of_range, table, "risk", static_cast<std::int64_t>(u),
                 problem.risk[u] == 0
                     ? "a risk above 0: no pool rules a shortage out; raise the threshold instead"
                     : "a risk below 1: a risk of 1 needs no pool; leave the unit out",
                 number_text(problem.risk[u]));
  }
  check_length(problem.efficiency.size(), profiles * units, table, "efficiency",
               "profiles x units");
  check_numbers(problem.efficiency, 0, 1, table, "efficiency");
  check_length(problem.hours.size(), profiles, table, "hours", "profiles");
  check_length(problem.cost.size(), profiles, table, "cost", "profiles");
  check_length(problem.presence.size(), profiles, table, "presence", "profiles");
  check_numbers(problem.hours, 0, 1e6, table, "hours");
  check_numbers(problem.cost, 0, 1e12, table, "cost");
  check_numbers(problem.presence, 0, 1, table, "presence");
  if (!problem.absence_weeks.empty()) {
    check_length(problem.absence_weeks.size(), profiles, table, "absence_weeks", "profiles");
    check_numbers(problem.absence_weeks, 1, 1000, table, "absence_weeks");
  }
  if (!problem.most.empty()) {
    check_length(problem.most.size(), profiles, table, "most", "profiles");
  }
  for (std::size_t p = 0; p < profiles; ++p) {
    const auto row = static_cast<std::int64_t>(p);
    bool qualified = false;
    for (std::size_t u = 0; u < units; ++u) qualified |= problem.efficiency[p * units + u] > 0;
    if (!qualified) {
      refuse_input(ErrorCode::contradiction, table, "efficiency", row,
                   "a profile that may work in at least one unit", "0 in all units");
    }
    const auto above_zero = [&](double value, const char* column) {
      if (value > 0) return;
      refuse_input(ErrorCode::out_of_range, table, column, row, "more than 0", "0");
    };
    above_zero(problem.hours[p], "hours");
    above_zero(problem.cost[p], "cost");
    above_zero(problem.presence[p], "presence");
    if (problem.presence[p] < 1 && problem.demand.model == nullptr &&
        !problem.demand.probability.empty()) {
      refuse_input(ErrorCode::contradiction, table, "presence", row,
                   "1 where scenarios with probabilities are the whole distribution; leave out the "
                   "probabilities to draw absences",
                   number_text(problem.presence[p]));
    }
    if (!problem.absence_weeks.empty() &&
        (1 - problem.presence[p]) / problem.presence[p] > problem.absence_weeks[p]) {
      refuse_input(ErrorCode::contradiction, table, "absence_weeks", row,
                   "absences long enough for the share of absence: at least " +
                       number_text((1 - problem.presence[p]) / problem.presence[p]),
                   number_text(problem.absence_weeks[p]));
    }
    if (problem.most.empty()) continue;
    if (problem.most[p] < 0 || problem.most[p] > 64) {
      refuse_input(ErrorCode::out_of_range, table, "most", row, "0 to 64",
                   std::to_string(problem.most[p]));
    }
  }
}

void check_size_options(const PoolSizeOptions& options, const PoolProblem& problem) {
  const char* table = "pool_options";
  check_number(options.confidence, 0, 1, table, "confidence");
  if (!(options.confidence > 0.5 && options.confidence < 1)) {
    refuse_input(ErrorCode::out_of_range, table, "confidence", std::nullopt,
                 "above 0.5 and below 1", number_text(options.confidence));
  }
  check_whole(options.scenarios, 64, 1000000, table, "scenarios");
  check_whole(options.most_scenarios, options.scenarios, 1000000, table, "most_scenarios");
  check_whole(options.threads, 0, 100000, table, "threads");
  const double places = static_cast<double>(problem.units) * static_cast<double>(problem.weeks);
  if (problem.demand.model != nullptr &&
      2 * places * static_cast<double>(options.most_scenarios) > 2147483648.0) {
    throw OverflowError({ErrorCode::overflow, table, "most_scenarios", std::nullopt,
                         "at most 2147483648 unit-weeks in all scenarios",
                         std::to_string(options.most_scenarios)});
  }
}

}  // namespace evenload::pool::sizing
