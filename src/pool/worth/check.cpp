#include <algorithm>
#include <numeric>

#include "evenload/core/errors.hpp"
#include "project.hpp"
#include "src/pool/refusal.hpp"

namespace evenload::pool::worth {

namespace {

constexpr const char* worth_table = "worth_problem";

void check_members(const WorthProblem& problem) {
  const auto units = static_cast<std::size_t>(problem.units);
  sizing::check_whole(problem.outside, 0, 64, worth_table, "outside");
  std::int64_t members = problem.outside;
  if (!problem.from_units.empty()) {
    sizing::check_length(problem.from_units.size(), units, worth_table, "from_units", "units");
    for (std::size_t u = 0; u < units; ++u) {
      if (problem.from_units[u] >= 0 && problem.from_units[u] <= 64) {
        members += problem.from_units[u];
        continue;
      }
      sizing::refuse_input(ErrorCode::out_of_range, worth_table, "from_units",
                           static_cast<std::int64_t>(u), "0 to 64",
                           std::to_string(problem.from_units[u]));
    }
  }
  if (members < 1 || members > 64) {
    sizing::refuse_input(ErrorCode::out_of_range, worth_table, "outside", std::nullopt,
                         "1 to 64 members in all, from units and from outside",
                         std::to_string(members));
  }
  if (!problem.fixed_posts.empty()) {
    sizing::check_length(problem.fixed_posts.size(), units, worth_table, "fixed_posts", "units");
    for (std::size_t u = 0; u < units; ++u) {
      if (problem.fixed_posts[u] >= 0 && problem.fixed_posts[u] <= 64) continue;
      sizing::refuse_input(ErrorCode::out_of_range, worth_table, "fixed_posts",
                           static_cast<std::int64_t>(u), "0 to 64",
                           std::to_string(problem.fixed_posts[u]));
    }
    const std::int64_t posts =
        std::accumulate(problem.fixed_posts.begin(), problem.fixed_posts.end(), std::int64_t{0});
    if (posts != problem.outside) {
      sizing::refuse_input(ErrorCode::contradiction, worth_table, "fixed_posts", std::nullopt,
                           "as many posts as members from outside: " +
                               std::to_string(problem.outside),
                           std::to_string(posts));
    }
  }
}

void check_project(const WorthProblem& problem) {
  sizing::check_whole(problem.start, 0, problem.weeks - 1, worth_table, "start");
  if (problem.end != 0) {
    sizing::check_whole(problem.end, problem.start + 1, problem.weeks, worth_table, "end");
  }
  const std::int64_t end = problem.end == 0 ? problem.weeks : problem.end;
  if (problem.last_intake != 0) {
    sizing::check_whole(problem.last_intake, problem.start, end - 1, worth_table, "last_intake");
  }
  sizing::check_whole(problem.lead_weeks, 0, 1000, worth_table, "lead_weeks");
  sizing::check_numbers(problem.ramp_up, 0, 1, worth_table, "ramp_up");
  sizing::check_number(problem.hand_back_share, 0, 1, worth_table, "hand_back_share");
  sizing::check_number(problem.efficiency, 0, 1, worth_table, "efficiency");
  sizing::check_number(problem.travel_hours, 0, 1e6, worth_table, "travel_hours");
  sizing::check_number(problem.handover_hours, 0, 1e6, worth_table, "handover_hours");
  sizing::check_number(problem.presence, 0, 1, worth_table, "presence");
  sizing::check_number(problem.member_hours, 0, 1e6, worth_table, "member_hours");
  if (!(problem.presence > 0) || !(problem.member_hours > 0)) {
    sizing::refuse_input(ErrorCode::out_of_range, worth_table,
                         problem.presence > 0 ? "member_hours" : "presence", std::nullopt,
                         "more than 0", "0");
  }
  if (problem.absence_weeks != 0) {
    sizing::check_number(problem.absence_weeks, 1, 1000, worth_table, "absence_weeks");
    const double least = (1 - problem.presence) / problem.presence;
    if (least > problem.absence_weeks) {
      sizing::refuse_input(ErrorCode::contradiction, worth_table, "absence_weeks", std::nullopt,
                           "absences long enough for the share of absence: at least " +
                               sizing::number_text(least),
                           sizing::number_text(problem.absence_weeks));
    }
  }
  for (std::size_t u = 0; u < problem.from_units.size(); ++u) {
    const double given = static_cast<double>(problem.from_units[u]) * problem.member_hours *
                         problem.presence;
    for (std::int64_t t = problem.start; t < end; ++t) {
      const auto place = u * static_cast<std::size_t>(problem.weeks) + static_cast<std::size_t>(t);
      if (problem.capacity[place] >= given) continue;
      sizing::refuse_input(ErrorCode::contradiction, worth_table, "from_units",
                           static_cast<std::int64_t>(u),
                           "no more hours than the unit has in any week of the project: " +
                               sizing::number_text(problem.capacity[place]) + " in week " +
                               std::to_string(t),
                           sizing::number_text(given));
    }
  }
}

}  // namespace

void check_worth(const WorthProblem& problem) {
  sizing::check_whole(problem.units, 1, 20, worth_table, "units");
  sizing::check_whole(problem.weeks, 1, 1000, worth_table, "weeks");
  const auto units = static_cast<std::size_t>(problem.units);
  sizing::check_source(problem.demand, problem.units, problem.weeks, worth_table);
  if (problem.demand.model == nullptr && !problem.demand.probability.empty()) {
    sizing::refuse_input(ErrorCode::unsupported, worth_table, "probability", std::nullopt,
                         "scenarios that are a sample, without probabilities", "probabilities");
  }
  if (problem.demand.model == nullptr && problem.demand.scenario_count < 2) {
    sizing::refuse_input(ErrorCode::out_of_range, worth_table, "scenarios", std::nullopt,
                         "at least 2 scenarios",
                         std::to_string(problem.demand.scenario_count));
  }
  sizing::check_length(problem.capacity.size(), units * static_cast<std::size_t>(problem.weeks),
                       worth_table, "capacity", "units x weeks");
  sizing::check_numbers(problem.capacity, 0, 1e9, worth_table, "capacity");
  if (!problem.initial_backlog.empty()) {
    sizing::check_length(problem.initial_backlog.size(), units, worth_table, "initial_backlog",
                         "units");
    sizing::check_numbers(problem.initial_backlog, 0, 1e9, worth_table, "initial_backlog");
  }
  check_members(problem);
  check_project(problem);
  sizing::check_number(problem.agency_hours, 0, 1e9, worth_table, "agency_hours");
  sizing::check_number(problem.agency_factor, 0, 1e6, worth_table, "agency_factor");
  sizing::check_number(problem.agency_efficiency, 0, 1, worth_table, "agency_efficiency");
  sizing::check_number(problem.agency_trigger, 0, 1e9, worth_table, "agency_trigger");
  sizing::check_number(problem.hour_cost, 0, 1e9, worth_table, "hour_cost");
  sizing::check_number(problem.shortage_cost, 0, 1e9, worth_table, "shortage_cost");
  sizing::check_number(problem.alarm, 0, 1e6, worth_table, "alarm");
  if (!(problem.alarm > 0)) {
    sizing::refuse_input(ErrorCode::out_of_range, worth_table, "alarm", std::nullopt,
                         "more than 0", "0");
  }
}

void check_worth_options(const WorthOptions& options, const WorthProblem& problem) {
  const char* table = "worth_options";
  sizing::check_number(options.confidence, 0, 1, table, "confidence");
  if (!(options.confidence > 0.5 && options.confidence < 1)) {
    sizing::refuse_input(ErrorCode::out_of_range, table, "confidence", std::nullopt,
                         "above 0.5 and below 1", sizing::number_text(options.confidence));
  }
  sizing::check_number(options.equal_margin, 0, 1, table, "equal_margin");
  sizing::check_whole(options.replications, 32, 1000000, table, "replications");
  sizing::check_whole(options.most_replications, options.replications, 1000000, table,
                      "most_replications");
  sizing::check_whole(options.threads, 0, 100000, table, "threads");
  const double places = static_cast<double>(problem.units + 4) *
                        static_cast<double>(problem.weeks) *
                        static_cast<double>(options.most_replications);
  if (problem.demand.model != nullptr && places > 536870912.0) {
    throw OverflowError({ErrorCode::overflow, table, "most_replications", std::nullopt,
                         "at most 536870912 numbers to keep",
                         std::to_string(options.most_replications)});
  }
}

}  // namespace evenload::pool::worth
