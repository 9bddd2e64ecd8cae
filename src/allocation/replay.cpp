#include "evenload/allocation/replay.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>
#include <utility>

#include "evenload/allocation/allocate.hpp"
#include "src/workload/event_log.hpp"

namespace evenload::allocation {

namespace {

using workload::event_log::EventLog;
using workload::event_log::LoggedCase;
using workload::event_log::nobody;
using workload::event_log::monday_at;
using workload::event_log::open_in_week;
using workload::event_log::Window;
using workload::event_log::window_of;

constexpr std::chrono::days six_days{6};

// A replay shows no bounds, so most of what the solver does by default, proving how good a plan is, would be in vain. With this
// much work the weeks of the logs that were tried come out as with ten times as much.
constexpr std::int64_t default_week_work = 50'000;

/// Loads of the active caseworkers of a week, and what lies with others.
class WeekLoads {
 public:
  explicit WeekLoads(const std::vector<std::uint8_t>& active) : active_(&active), load_(active.size()) {}

  void add(std::int32_t holder, const Rational& weight) {
    if (holder == nobody) return;
    Rational& sum = is_active(holder) ? load_[static_cast<std::size_t>(holder)] : away_;
    sum = sum + weight;
  }
  bool is_active(std::int32_t holder) const { return (*active_)[static_cast<std::size_t>(holder)] != 0; }
  const Rational& load(std::size_t holder) const { return load_[holder]; }
  double away() const { return away_.to_double(); }

  /// Standard deviation and largest of load/capacity over the active ones.
  std::pair<double, double> spread_and_peak(const Rational& capacity) const {
    std::vector<double> ratios;
    for (std::size_t j = 0; j < load_.size(); ++j) {
      if ((*active_)[j] != 0) ratios.push_back((load_[j] / capacity).to_double());
    }
    if (ratios.empty()) return {0, 0};
    double mean = 0;
    for (const double ratio : ratios) mean += ratio;
    mean /= static_cast<double>(ratios.size());
    double variance = 0;
    for (const double ratio : ratios) variance += (ratio - mean) * (ratio - mean);
    return {std::sqrt(variance / static_cast<double>(ratios.size())), *std::max_element(ratios.begin(), ratios.end())};
  }

 private:
  const std::vector<std::uint8_t>* active_;
  std::vector<Rational> load_;
  Rational away_;
};

/// The policy as far as a log can be subject to it: a lead with the whole weight for every case, and no weight table.
AllocationPolicy for_log(AllocationPolicy policy) {
  const AllocationPolicy plain;
  policy.roles = plain.roles;
  policy.roles_of_type = plain.roles_of_type;
  policy.second_role = plain.second_role;
  policy.measurement.weights.reset();
  policy.measurement.capacity.reset();
  return policy;
}

class Replayer {
 public:
  Replayer(const EventLog& log, const LogMapping& mapping, const AllocationPolicy& policy, const SolveOptions& options)
      : log_(log),
        mapping_(mapping),
        policy_(for_log(policy)),
        options_(options),
        window_(window_of(log, mapping)),
        capacity_(mapping.capacity ? *mapping.capacity : workload::event_log::even_share(log, window_)),
        holder_(log.cases.size(), nobody),
        happened_(log.cases.size(), nobody),
        idle_weeks_(log.resources.size(), 0) {
    for (const LoggedCase& logged : log.cases) no_limit_ = no_limit_ + logged.weight;
    no_limit_ = no_limit_ + capacity_;
  }

  void run(ReplayResult& result) {
    using Clock = std::chrono::steady_clock;
    const auto started = Clock::now();
    result.capacity = capacity_;
    for (std::size_t week = 0; week < window_.end; ++week) {
      note_activity(week);
      if (week < window_.begin) continue;
      const double left = options_.time_limit - std::chrono::duration<double>(Clock::now() - started).count();
      if (left <= 0) {
        result.stop = StopReason::time;
        return;
      }
      if (options_.stop.stop_requested()) {
        result.stop = StopReason::cancelled;
        return;
      }
      SolveOptions options = options_;
      options.time_limit = left;
      options.work_limit = options_.work_limit.value_or(default_week_work);
      ReplayWeek row = replay_week(week, options, result);
      // A week that was cut short depends on the clock: it is left out.
      if (result.stop != StopReason::done) return;
      result.weeks.push_back(row);
    }
  }

 private:
  void note_activity(std::size_t week) {
    for (std::size_t j = 0; j < idle_weeks_.size(); ++j) idle_weeks_[j] = log_.active[week][j] != 0 ? 0 : idle_weeks_[j] + 1;
  }

  bool must_hand_over(std::int32_t holder) const {
    return idle_weeks_[static_cast<std::size_t>(holder)] > mapping_.patience_weeks;
  }

  ReplayWeek replay_week(std::size_t week, const SolveOptions& options, ReplayResult& result) {
    const Date monday = monday_at(log_, week);
    ReplayWeek row;
    row.week = iso_week(monday);
    row.active = std::count(log_.active[week].begin(), log_.active[week].end(), 1);
    row.resource_changes = log_.resource_changes[week];
    WeekLoads happened(log_.active[week]);
    WeekLoads carried(log_.active[week]);
    std::vector<std::size_t> to_place;
    for (std::size_t i = 0; i < log_.cases.size(); ++i) {
      const LoggedCase& logged = log_.cases[i];
      if (logged.first > monday + six_days) break;
      if (!open_in_week(logged, monday)) continue;
      ++row.open_cases;
      const bool was_open = week > window_.begin && open_in_week(logged, monday - std::chrono::days{7});
      const std::int32_t holder = workload::event_log::holder_in_week(logged, mapping_.owner, monday);
      happened.add(holder, logged.weight);
      row.hand_overs_happened += was_open && holder != happened_[i] ? 1 : 0;
      happened_[i] = holder;
      if (!was_open) {
        // Open before the first week of the replay: begins with whoever had it.
        if (logged.first < monday) holder_[i] = holder;
        row.new_cases += logged.first < monday ? 0 : 1;
      }
      if (holder_[i] == nobody || must_hand_over(holder_[i])) {
        to_place.push_back(i);
      } else {
        carried.add(holder_[i], logged.weight);
      }
    }
    place(week, to_place, carried, row, options, result);
    std::tie(row.spread_happened, row.peak_happened) = happened.spread_and_peak(capacity_);
    std::tie(row.spread_replayed, row.peak_replayed) = carried.spread_and_peak(capacity_);
    row.load_away_happened = happened.away();
    row.load_away_replayed = carried.away();
    return row;
  }

  /// Allocates the week's cases and adds them to the loads. A case that is to be handed over but finds nobody stays where it is.
  void place(std::size_t week, const std::vector<std::size_t>& to_place, WeekLoads& loads, ReplayWeek& row,
             const SolveOptions& options, ReplayResult& result) {
    if (to_place.empty()) return;
    const std::vector<std::int32_t> chosen = row.active == 0 ? std::vector<std::int32_t>(to_place.size(), nobody)
                                                             : allocate_week(week, to_place, loads, options, result);
    for (std::size_t k = 0; k < to_place.size(); ++k) {
      std::int32_t& holder = holder_[to_place[k]];
      if (chosen[k] != nobody) {
        row.hand_overs_replayed += holder != nobody ? 1 : 0;
        holder = chosen[k];
      }
      row.undistributed += holder == nobody ? 1 : 0;
      loads.add(holder, log_.cases[to_place[k]].weight);
    }
  }

  std::vector<std::int32_t> allocate_week(std::size_t week, const std::vector<std::size_t>& to_place, const WeekLoads& loads,
                                          const SolveOptions& options, ReplayResult& result) {
    const Date monday = monday_at(log_, week);
    AllocationInput input;
    for (const std::size_t i : to_place) {
      const LoggedCase& logged = log_.cases[i];
      Case open;
      open.id = CaseId(logged.id);
      open.type = logged.type;
      open.weight = logged.weight;
      open.deadline = logged.deadline;
      input.cases.push_back(std::move(open));
    }
    for (std::size_t j = 0; j < log_.resources.size(); ++j) {
      if (log_.active[week][j] == 0) continue;
      Caseworker caseworker;
      caseworker.id = CaseworkerId(log_.resources[j]);
      caseworker.unit = UnitId("log");
      caseworker.capacity = capacity_;
      caseworker.base_load = loads.load(j);
      if (!mapping_.capacity) caseworker.hard_limit = no_limit_;
      input.caseworkers.push_back(std::move(caseworker));
    }
    policy_.on = monday;
    const Plan plan = allocate(input, policy_, options);
    result.work += plan.work;
    if (plan.stop == StopReason::time || plan.stop == StopReason::cancelled) result.stop = plan.stop;

    std::vector<std::int32_t> chosen;
    for (const Assignment& assignment : plan.assignments) {
      if (assignment.caseworker.empty()) {
        chosen.push_back(nobody);
        continue;
      }
      const auto place = std::lower_bound(log_.resources.begin(), log_.resources.end(), assignment.caseworker.value());
      chosen.push_back(static_cast<std::int32_t>(place - log_.resources.begin()));
    }
    return chosen;
  }

  const EventLog& log_;
  const LogMapping& mapping_;
  AllocationPolicy policy_;
  const SolveOptions& options_;
  Window window_;
  Rational capacity_;
  Rational no_limit_;
  std::vector<std::int32_t> holder_;    ///< in the replay, by case
  std::vector<std::int32_t> happened_;  ///< the week before, by case
  std::vector<int> idle_weeks_;         ///< up to and including this one, by resource
};

ReplaySummary summarise(const std::vector<ReplayWeek>& weeks) {
  ReplaySummary sum;
  for (const ReplayWeek& week : weeks) {
    sum.hand_overs_happened += week.hand_overs_happened;
    sum.hand_overs_replayed += week.hand_overs_replayed;
    sum.resource_changes += week.resource_changes;
    sum.undistributed += week.undistributed;
    if (week.active == 0) continue;
    ++sum.weeks;
    sum.active += static_cast<double>(week.active);
    sum.open_cases += static_cast<double>(week.open_cases);
    sum.spread_happened += week.spread_happened;
    sum.spread_replayed += week.spread_replayed;
    sum.peak_happened += week.peak_happened;
    sum.peak_replayed += week.peak_replayed;
    sum.highest_happened = std::max(sum.highest_happened, week.peak_happened);
    sum.highest_replayed = std::max(sum.highest_replayed, week.peak_replayed);
    sum.load_away_happened += week.load_away_happened;
    sum.load_away_replayed += week.load_away_replayed;
  }
  if (sum.weeks == 0) return sum;
  const auto n = static_cast<double>(sum.weeks);
  for (double* mean : {&sum.active, &sum.open_cases, &sum.spread_happened, &sum.spread_replayed, &sum.peak_happened,
                       &sum.peak_replayed, &sum.load_away_happened, &sum.load_away_replayed}) {
    *mean /= n;
  }
  return sum;
}

}  // namespace

ReplayResult replay(const Table& table, const LogMapping& mapping, const AllocationPolicy& policy, const SolveOptions& options) {
  check(mapping);
  check(options);
  ReplayResult result;
  result.mapping = mapping;
  const EventLog log = workload::event_log::read(table, mapping);
  result.log = workload::event_log::describe(log);
  Replayer(log, mapping, policy, options).run(result);
  result.summary = summarise(result.weeks);
  result.cannot_know = workload::event_log::unknown_to(mapping, result.log);
  auto& names = result.cannot_know;
  names.insert(std::find(names.begin(), names.end(), "effort") + 1, "eligibility");
  names.insert(names.end(), {"arrival_order", "same_duration"});
  return result;
}

}  // namespace evenload::allocation
