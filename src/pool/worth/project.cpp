#include "project.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "src/pool/sizing/presence.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool::worth {

namespace {

/// Gains that differ by less are equal.
constexpr double equal_gain = 1e-9;

}  // namespace

/// A week of one arm.
struct Project::Situation {
  std::vector<double> backlog;         ///< units
  std::vector<double> rest;            ///< units: still to do
  std::vector<double> received;        ///< units: hours beside their own
  std::vector<std::size_t> where;      ///< members: unit; units_ before the first
};

Project::Project(const WorthProblem& problem, const WorthOptions& options)
    : problem_(problem),
      source_(problem.demand, problem.units, problem.weeks, options.seed),
      seed_(options.seed),
      threads_(options.threads),
      units_(static_cast<std::size_t>(problem.units)),
      weeks_(static_cast<std::size_t>(problem.weeks)),
      outside_(static_cast<std::size_t>(problem.outside)),
      end_(static_cast<std::size_t>(problem.end == 0 ? problem.weeks : problem.end)),
      last_intake_(static_cast<std::size_t>(problem.last_intake == 0
                                                ? static_cast<std::int64_t>(end_) - 1
                                                : problem.last_intake)),
      home_(outside_, units_) {
  for (std::size_t u = 0; u < problem.from_units.size(); ++u) {
    home_.insert(home_.end(), static_cast<std::size_t>(problem.from_units[u]), u);
  }
  if (problem.fixed_posts.empty()) {
    // Drawn demand is needed for the mean need; see grow().
    posts_.assign(units_, 0);
  } else {
    posts_.assign(problem.fixed_posts.begin(), problem.fixed_posts.end());
  }
}

std::int64_t Project::available() const noexcept {
  return source_.given() ? source_.count() : 1000000;
}

bool Project::grow(std::int64_t replications, const std::stop_token& stop) {
  if (replications <= replications_) return true;
  const std::size_t places = units_ * weeks_;
  demand_.resize(static_cast<std::size_t>(replications) * places);
  present_.resize(static_cast<std::size_t>(replications) * weeks_);
  const std::int64_t from = replications_;
  const auto draw = [&](std::int64_t k) {
    const std::int64_t r = from + k;
    std::vector<double> room;
    const std::span<const double> hours = source_.hours(r, room);
    const auto at = static_cast<std::size_t>(r);
    std::copy(hours.begin(), hours.end(),
              demand_.begin() + static_cast<std::ptrdiff_t>(at * places));
    sizing::draw_presence(seed_, static_cast<std::uint32_t>(r), 0, problem_.presence,
                          problem_.absence_weeks, static_cast<std::int64_t>(home_.size()),
                          std::span(present_).subspan(at * weeks_, weeks_));
  };
  const bool all = workload::detail::run_replications(replications - from, threads_, stop, draw) ==
                   replications - from;
  if (!all) return false;
  replications_ = replications;
  // The posts are spread once, by the first replications, and stay where they are.
  if (from == 0 && problem_.fixed_posts.empty()) spread_posts();
  return true;
}

void Project::spread_posts() {
  // Mean hours beyond the units' own, then demand where no unit lacks any; largest remainders.
  std::vector<double> need(units_, 0);
  std::vector<double> all(units_, 0);
  const auto count = static_cast<std::size_t>(replications_);
  for (std::size_t u = 0; u < units_; ++u) {
    for (std::size_t t = 0; t < weeks_; ++t) {
      double sum = 0;
      for (std::size_t r = 0; r < count; ++r) sum += demand_[(r * units_ + u) * weeks_ + t];
      all[u] += sum / static_cast<double>(count);
      need[u] += sum / static_cast<double>(count) - problem_.capacity[u * weeks_ + t];
    }
    need[u] = std::max(need[u], 0.0);
  }
  if (std::accumulate(need.begin(), need.end(), 0.0) <= 0) need = all;
  const double total = std::accumulate(need.begin(), need.end(), 0.0);
  std::vector<double> remainder(units_);
  std::int64_t left = problem_.outside;
  for (std::size_t u = 0; u < units_; ++u) {
    const double exact = total > 0 ? need[u] / total * static_cast<double>(problem_.outside)
                                   : static_cast<double>(problem_.outside) /
                                         static_cast<double>(units_);
    posts_[u] = static_cast<std::int64_t>(std::floor(exact + 1e-9));
    remainder[u] = exact - static_cast<double>(posts_[u]);
    left -= posts_[u];
  }
  for (; left > 0; --left) {
    const auto best = std::max_element(remainder.begin(), remainder.end()) - remainder.begin();
    ++posts_[static_cast<std::size_t>(best)];
    remainder[static_cast<std::size_t>(best)] = -1;
  }
}

double Project::share_of_outsider(std::size_t week) const {
  const auto begin = static_cast<std::size_t>(problem_.start + problem_.lead_weeks);
  if (week < begin) return 0;
  const std::size_t since = week - begin;
  return since < problem_.ramp_up.size() ? problem_.ramp_up[since] : 1;
}

void Project::work_pool(std::size_t week, std::uint64_t there, const Frictions& frictions,
                        Situation& now, ArmRun& run) const {
  const bool winding_down = week > last_intake_;
  const double outsider = share_of_outsider(week);
  for (std::size_t member = 0; member < home_.size(); ++member) {
    const bool from_outside = member < outside_;
    const double share = (from_outside ? outsider : 1) *
                         (winding_down ? problem_.hand_back_share : 1);
    if ((there >> member & 1U) == 0 || share <= 0) continue;
    const std::size_t at = now.where[member];
    std::size_t best = units_;
    double best_gain = 0;
    double best_done = 0;
    for (std::size_t u = 0; u < units_; ++u) {
      if (winding_down && u != at) continue;
      const bool away = u != home_[member];
      const double hours = std::max(
          0.0, problem_.member_hours * share - (away ? frictions.travel_hours : 0));
      const double done = std::min(now.rest[u], hours * (away ? frictions.efficiency : 1));
      // Equation (30): what a move gains, less the hand-over that it costs.
      const double gain = done - (at != units_ && u != at ? frictions.handover_hours : 0);
      const bool more = best == units_ || gain > best_gain + equal_gain;
      const bool as_much = !more && gain > best_gain - equal_gain;
      const bool rather =
          as_much && best != at && (u == at || now.rest[u] > now.rest[best] + equal_gain);
      if (!more && !rather) continue;
      best = u;
      best_gain = gain;
      best_done = done;
    }
    if (best == units_ || (best != at && at != units_ && best_done <= 0)) continue;
    if (best_done <= 0) continue;
    if (at != units_ && best != at) {
      now.backlog[at] += frictions.handover_hours;
      run.handovers += 1;
    }
    now.where[member] = best;
    now.rest[best] -= best_done;
    now.received[best] += best_done;
  }
}

void Project::buy_agency(Situation& now, ArmRun& run) const {
  const double most = problem_.agency_hours > 0
                          ? problem_.agency_hours
                          : problem_.member_hours * static_cast<double>(outside_);
  double wanted = 0;
  for (const double rest : now.rest) wanted += std::max(0.0, rest - problem_.agency_trigger);
  if (wanted <= 0 || problem_.agency_efficiency <= 0) return;
  const double bought = std::min(most, wanted / problem_.agency_efficiency);
  const double share = bought * problem_.agency_efficiency / wanted;
  for (std::size_t u = 0; u < units_; ++u) {
    const double done = share * std::max(0.0, now.rest[u] - problem_.agency_trigger);
    now.rest[u] -= done;
    now.received[u] += done;
  }
  run.measures[static_cast<std::size_t>(WorthMeasure::money)] +=
      bought * problem_.hour_cost * problem_.agency_factor;
}

void Project::run_arm(WorthArm arm, std::span<const double> demand,
                      std::span<const std::uint64_t> there, const Frictions& frictions,
                      ArmRun& run, std::span<double> weekly) const {
  Situation now;
  now.backlog.assign(units_, 0);
  if (!problem_.initial_backlog.empty()) {
    now.backlog.assign(problem_.initial_backlog.begin(), problem_.initial_backlog.end());
  }
  now.rest.resize(units_);
  now.received.resize(units_);
  now.where = home_;
  const auto start = static_cast<std::size_t>(problem_.start);
  const auto outsiders_begin = start + static_cast<std::size_t>(problem_.lead_weeks);
  double& shortage = run.measures[static_cast<std::size_t>(WorthMeasure::shortage)];
  double& money = run.measures[static_cast<std::size_t>(WorthMeasure::money)];
  for (std::size_t t = 0; t < weeks_; ++t) {
    const bool pooling = arm == WorthArm::pool && t >= start && t < end_;
    if (arm == WorthArm::pool && t == end_) {
      // Handing back: who is not at home gives cases to those who stay.
      for (std::size_t member = 0; member < home_.size(); ++member) {
        if (now.where[member] == units_ || now.where[member] == home_[member]) continue;
        now.backlog[now.where[member]] += frictions.handover_hours;
        run.handovers += 1;
      }
    }
    std::fill(now.received.begin(), now.received.end(), 0);
    std::size_t post = 0;
    for (std::size_t u = 0; u < units_; ++u) {
      double own = problem_.capacity[u * weeks_ + t];
      if (pooling && !problem_.from_units.empty()) {
        own -= static_cast<double>(problem_.from_units[u]) * problem_.member_hours *
               problem_.presence;
      }
      if (arm == WorthArm::fixed_posts) {
        for (std::int64_t k = 0; k < posts_[u]; ++k, ++post) {
          if ((there[t] >> post & 1U) != 0) own += problem_.member_hours * share_of_outsider(t);
        }
      }
      now.received[u] = own;
      now.rest[u] = std::max(0.0, now.backlog[u] + demand[u * weeks_ + t] - own);
    }
    // What is carried over is in `rest`; hand-overs of this week come on top below.
    std::vector<double>& carried = now.backlog;
    std::vector<double> work(units_);
    for (std::size_t u = 0; u < units_; ++u) {
      work[u] = carried[u] + demand[u * weeks_ + t];
      carried[u] = 0;
    }
    if (pooling) work_pool(t, there[t], frictions, now, run);
    if (arm == WorthArm::agency && t >= start) buy_agency(now, run);
    double undone = 0;
    for (std::size_t u = 0; u < units_; ++u) {
      carried[u] += now.rest[u];
      undone += carried[u];
      // Equation (33): work against capacity, the received hours included.
      if (work[u] > problem_.alarm * now.received[u] && work[u] > 0) {
        run.measures[static_cast<std::size_t>(WorthMeasure::alarm_weeks)] += 1;
      }
    }
    shortage += undone;
    if (!weekly.empty()) weekly[t] = undone;
    const bool paid = (pooling || arm == WorthArm::fixed_posts) && t >= outsiders_begin;
    if (paid) money += static_cast<double>(outside_) * problem_.member_hours * problem_.hour_cost;
  }
  run.final_backlog = std::accumulate(now.backlog.begin(), now.backlog.end(), 0.0);
  run.measures[static_cast<std::size_t>(WorthMeasure::burden)] =
      money + problem_.shortage_cost * shortage;
}

ReplicationRun Project::run(std::int64_t replication, const Frictions& frictions,
                            std::uint32_t arms, std::span<double> weekly) const {
  ReplicationRun answer;
  const auto r = static_cast<std::size_t>(replication);
  const auto demand = std::span(demand_).subspan(r * units_ * weeks_, units_ * weeks_);
  const auto there = std::span(present_).subspan(r * weeks_, weeks_);
  for (std::size_t arm = 0; arm < worth_arms; ++arm) {
    if ((arms >> arm & 1U) == 0) continue;
    run_arm(static_cast<WorthArm>(arm), demand, there, frictions, answer[arm],
            weekly.empty() ? weekly : weekly.subspan(arm * weeks_, weeks_));
  }
  return answer;
}

}  // namespace evenload::pool::worth
