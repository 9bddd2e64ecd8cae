#include "run.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "batch.hpp"
#include "evenload/core/random.hpp"

namespace evenload::allocation::replaying {

namespace {

using std::chrono::days;
using workload::event_log::monday_at;
using workload::event_log::open_in_week;

constexpr std::uint32_t solver_purpose = 2;
constexpr double rounding = 1e-9;  // of lengths that a pace has made fractions
constexpr double least_time = 1e-6;

/// The seed of a replication's allocations; the first keeps the one given.
std::uint64_t solver_seed(std::uint64_t seed, std::uint32_t replication) {
  if (replication == 0) return seed;
  RandomStream stream({seed, replication, 0, solver_purpose});
  const std::uint64_t high = stream();
  return high << 32U | stream();
}

/// Where a case stands in a run.
struct Standing {
  std::int32_t holder = nobody;
  std::int32_t first_holder = nobody;
  std::vector<std::int32_t> holders;  ///< all it had, each once
  std::optional<Date> begun;          ///< when its length began to run
  std::optional<Date> at_work;        ///< when the holder first is, having it; none: never again
  double left = 0;                    ///< days
  std::optional<Date> closed;         ///< last open day
  bool tried = false;                 ///< a batch found no room
  bool acted = false;
  bool seen = false;  ///< open in a week of the run
};

class Run {
 public:
  Run(const Subject& subject, const Lengths& lengths, const RunTask& task,
      const SolveOptions& options, const TimeLeft& time_left)
      : subject_(subject),
        lengths_(lengths),
        task_(task),
        seed_(options.seed),
        stop_(options.stop),
        time_left_(time_left),
        cases_(subject.log().cases.size()),
        loads_(subject.people()),
        ratios_(subject.people()),
        idle_weeks_(subject.people(), 0) {
    if (task.policy != nullptr) {
      SolveOptions own = options;
      own.seed = solver_seed(options.seed, task.replication);
      batches_.emplace(subject, *task.policy, own);
    }
  }

  RunRecord all_weeks() {
    const Window& window = subject_.window();
    for (std::size_t week = 0; week < window.end; ++week) {
      note_activity(week);
      if (week < window.begin) continue;
      begin_week(week);
      const auto segments = subject_.segments(monday_);
      for (std::size_t k = 0; k < segments.size(); ++k) {
        if (!go_on()) return finish();
        place(week, segments[k]);
        if (record_.stop != StopReason::done) return finish();
        work_off(week, k, segments[k]);
      }
      end_week(week);
    }
    return finish();
  }

 private:
  bool as_it_was() const { return task_.policy == nullptr; }

  bool go_on() {
    if (stop_.stop_requested()) record_.stop = StopReason::cancelled;
    if (record_.stop == StopReason::done && time_left_() <= 0) record_.stop = StopReason::time;
    return record_.stop == StopReason::done;
  }

  void note_activity(std::size_t week) {
    for (std::size_t j = 0; j < idle_weeks_.size(); ++j) {
      idle_weeks_[j] = subject_.active(week, j) ? 0 : idle_weeks_[j] + 1;
    }
  }

  bool must_hand_over(std::int32_t holder) const {
    return idle_weeks_[static_cast<std::size_t>(holder)] > subject_.mapping().patience_weeks;
  }

  double length(std::size_t i, std::int64_t age) const {
    if (task_.log_lengths || subject_.settings().durations != Durations::resampled) {
      return lengths_.kept(i);
    }
    return lengths_.drawn(i, age, seed_, task_.replication);
  }

  void begin_week(std::size_t week) {
    monday_ = monday_at(subject_.log(), week);
    this_week_ = {};
    const std::vector<LoggedCase>& all = subject_.log().cases;
    for (; next_ < all.size() && all[next_].first < monday_ + days(7); ++next_) {
      const LoggedCase& logged = all[next_];
      if (logged.steady_holder == nobody) continue;
      Standing& standing = cases_[next_];
      if (logged.first < monday_ && !open_in_week(logged, monday_)) continue;
      standing.seen = true;
      if (logged.first < monday_) {
        // Open before the first week: begins with whoever had it.
        const std::int64_t age = (monday_ - logged.first).count();
        standing.left = length(next_, age) - static_cast<double>(age);
        standing.begun = monday_;
        standing.acted = true;
        give(next_, subject_.holder(next_, monday_), logged.first);
      } else {
        standing.left = length(next_, 0);
        ++this_week_.new_cases;
      }
      open_.push_back(next_);
    }
    if (!as_it_was()) return;
    for (const std::size_t i : open_) {
      const std::int32_t holder = subject_.holder(i, monday_);
      const bool is_new = !cases_[i].begun;
      if (is_new) cases_[i].begun = all[i].first;
      if (holder != cases_[i].holder) give(i, holder, is_new ? all[i].first : monday_);
    }
  }

  void give(std::size_t i, std::int32_t holder, Date since) {
    Standing& standing = cases_[i];
    if (standing.holder != nobody && standing.holder != holder) ++this_week_.hand_overs;
    standing.holder = holder;
    standing.at_work.reset();
    if (holder == nobody) return;
    if (!standing.acted) standing.at_work = subject_.at_work(holder, since);
    if (standing.first_holder == nobody) standing.first_holder = holder;
    auto& holders = standing.holders;
    if (std::find(holders.begin(), holders.end(), holder) == holders.end()) {
      holders.push_back(holder);
    }
  }

  /// Open when the segment begins, or known by then.
  bool is_known(std::size_t i, const Segment& segment) const {
    return !cases_[i].closed &&
           (subject_.foresight() || subject_.log().cases[i].first <= segment.begin);
  }

  /// What everybody has when the segment begins, new and handed-over cases placed.
  void place(std::size_t week, const Segment& segment) {
    std::fill(loads_.begin(), loads_.end(), Rational(0));
    std::vector<std::size_t> to_place;
    for (const std::size_t i : open_) {
      if (!is_known(i, segment)) continue;
      const std::int32_t holder = cases_[i].holder;
      const bool waits = holder == nobody || (!as_it_was() && must_hand_over(holder));
      if (waits && segment.batch && !as_it_was()) {
        to_place.push_back(i);
      } else if (holder != nobody) {
        add_load(i);
      }
    }
    if (to_place.empty()) return;
    const BatchAnswer answer =
        batches_->place(week, segment.begin, to_place, loads_, std::max(time_left_(), least_time));
    record_.work += answer.work;
    record_.stop = answer.stop;
    // A batch that was cut short depends on the clock: its week is left out.
    if (answer.stop != StopReason::done) return;
    for (std::size_t k = 0; k < to_place.size(); ++k) {
      const std::size_t i = to_place[k];
      Standing& standing = cases_[i];
      standing.tried = true;
      if (answer.holder[k] != nobody) {
        const Date since = std::max(segment.begin, subject_.log().cases[i].first);
        if (!standing.begun) standing.begun = since;
        give(i, answer.holder[k], since);
      }
      // A case that is to be handed over but finds nobody stays where it is.
      if (standing.holder != nobody) add_load(i);
    }
  }

  void add_load(std::size_t i) {
    Rational& load = loads_[static_cast<std::size_t>(cases_[i].holder)];
    load = load + subject_.log().cases[i].weight;
  }

  double ratio(std::size_t week, std::size_t person, const Rational& load) const {
    const Rational all = load + subject_.beside(week, person);
    return (all / subject_.capacity(week, person)).to_double();
  }

  /// Days of the segment go by; cases whose length is over close.
  void work_off(std::size_t week, std::size_t k, const Segment& segment) {
    const bool paced = task_.reference != nullptr;
    if (paced || task_.record != nullptr) {
      for (std::size_t j = 0; j < ratios_.size(); ++j) {
        ratios_[j] = subject_.active(week, j) ? ratio(week, j, loads_[j]) : 0;
        if (task_.record != nullptr) task_.record->note(week, k, j, ratios_[j]);
      }
    }
    for (const std::size_t i : open_) {
      Standing& standing = cases_[i];
      if (!standing.begun || standing.closed) continue;
      const Date from = std::max(segment.begin, *standing.begun);
      if (from >= segment.end) continue;
      const auto here = static_cast<double>((segment.end - from).count());
      const double speed = paced && standing.holder != nobody
                               ? pace(task_.reference->ratio(i, week, k),
                                      ratios_[static_cast<std::size_t>(standing.holder)],
                                      subject_.settings().elasticity)
                               : 1;
      const double needed = std::ceil(standing.left / speed - rounding);
      if (needed > here) {
        standing.left -= here * speed;
        continue;
      }
      const auto last = std::max<std::int64_t>(1, static_cast<std::int64_t>(needed));
      standing.closed = from + days(last - 1);
    }
  }

  void end_week(std::size_t week) {
    const Date sunday = monday_ + days(6);
    std::fill(loads_.begin(), loads_.end(), Rational(0));
    Rational away;
    for (const std::size_t i : open_) {
      Standing& standing = cases_[i];
      ++this_week_.open_cases;
      if (standing.holder == nobody) {
        ++(standing.tried ? this_week_.undistributed : this_week_.waiting);
        continue;
      }
      ++held_weeks_;
      first_holder_weeks_ += standing.holder == standing.first_holder ? 1 : 0;
      if (subject_.active(week, static_cast<std::size_t>(standing.holder))) {
        add_load(i);
      } else {
        away = away + subject_.log().cases[i].weight;
      }
      if (!standing.acted) note_action(i, sunday);
    }
    this_week_.load_away = away.to_double();
    std::vector<double> ratios;
    for (std::size_t j = 0; j < loads_.size(); ++j) {
      if (subject_.active(week, j)) ratios.push_back(ratio(week, j, loads_[j]));
    }
    this_week_.active = static_cast<std::int64_t>(ratios.size());
    if (!ratios.empty()) {
      double mean = 0;
      for (const double one : ratios) mean += one;
      mean /= static_cast<double>(ratios.size());
      double variance = 0;
      for (const double one : ratios) variance += (one - mean) * (one - mean);
      this_week_.spread = std::sqrt(variance / static_cast<double>(ratios.size()));
      this_week_.peak = *std::max_element(ratios.begin(), ratios.end());
    }
    record_.weeks.push_back(this_week_);
    settle_closed(sunday);
  }

  /// Cases that closed leave the list; somebody may still come to act on them later.
  void settle_closed(Date sunday) {
    const auto closed = [&](std::size_t i) { return cases_[i].closed.has_value(); };
    std::erase_if(late_, [&](std::size_t i) {
      note_action(i, sunday);
      return cases_[i].acted;
    });
    for (const std::size_t i : open_) {
      if (closed(i) && !cases_[i].acted && cases_[i].at_work) late_.push_back(i);
    }
    std::erase_if(open_, closed);
  }

  void note_action(std::size_t i, Date until) {
    Standing& standing = cases_[i];
    if (!standing.at_work || *standing.at_work > until) return;
    standing.acted = true;
    const days wait = *standing.at_work - subject_.log().cases[i].first;
    action_days_ += static_cast<double>(wait.count());
    ++actions_;
  }

  RunRecord finish() {
    using M = ReplayMeasure;
    const auto set = [&](M measure, double value) {
      record_.measures[static_cast<std::size_t>(measure)] = value;
    };
    const auto mean = [&](M measure, double sum, std::int64_t count) {
      if (count > 0) set(measure, sum / static_cast<double>(count));
    };
    RunWeek sum;
    std::int64_t weeks = 0;
    double highest = 0;
    for (const RunWeek& week : record_.weeks) {
      sum.hand_overs += week.hand_overs;
      sum.undistributed += week.undistributed;
      sum.waiting += week.waiting;
      if (week.active == 0) continue;
      ++weeks;
      sum.spread += week.spread;
      sum.peak += week.peak;
      sum.load_away += week.load_away;
      highest = std::max(highest, week.peak);
    }
    mean(M::spread, sum.spread, weeks);
    mean(M::peak, sum.peak, weeks);
    mean(M::load_away, sum.load_away, weeks);
    if (weeks > 0) set(M::highest, highest);
    set(M::hand_overs, static_cast<double>(sum.hand_overs));
    set(M::undistributed, static_cast<double>(sum.undistributed));
    set(M::waiting, static_cast<double>(sum.waiting));
    mean(M::first_action_days, action_days_, actions_);
    measure_cases();
    mean(M::continuity, static_cast<double>(first_holder_weeks_), held_weeks_);
    return std::move(record_);
  }

  void measure_cases() {
    using M = ReplayMeasure;
    std::int64_t breaches = 0, held = 0, holders = 0, ended = 0, not_acted = 0;
    std::int64_t length = 0;
    for (std::size_t i = 0; i < next_; ++i) {
      const Standing& standing = cases_[i];
      const LoggedCase& logged = subject_.log().cases[i];
      if (!standing.seen) continue;
      // What lies beyond the log counts for nobody, whether a case waited or not.
      const Date last = std::min(standing.closed.value_or(Date::max()), subject_.last_day());
      if (subject_.deadline(i)) breaches += last > *subject_.deadline(i) ? 1 : 0;
      not_acted += standing.acted ? 0 : 1;
      held += standing.holders.empty() ? 0 : 1;
      holders += static_cast<std::int64_t>(standing.holders.size());
      if (standing.closed) {
        ++ended;
        length += (*standing.closed - logged.first).count() + 1;
      }
    }
    const auto set = [&](M measure, double value) {
      record_.measures[static_cast<std::size_t>(measure)] = value;
    };
    set(M::deadline_breaches, static_cast<double>(breaches));
    set(M::not_acted_on, static_cast<double>(not_acted));
    if (held > 0) set(M::holders, static_cast<double>(holders) / static_cast<double>(held));
    if (ended > 0) set(M::case_days, static_cast<double>(length) / static_cast<double>(ended));
  }

  const Subject& subject_;
  const Lengths& lengths_;
  const RunTask& task_;
  std::uint64_t seed_;
  std::stop_token stop_;
  const TimeLeft& time_left_;
  std::optional<Batches> batches_;
  RunRecord record_;
  std::vector<Standing> cases_;    ///< by case of the log
  std::vector<std::size_t> open_;  ///< by first day, then id
  std::vector<std::size_t> late_;  ///< closed before their holder was at work
  std::size_t next_ = 0;           ///< of the log's cases, to come
  Date monday_{};
  RunWeek this_week_;
  std::vector<Rational> loads_;  ///< by person
  std::vector<double> ratios_;
  std::vector<int> idle_weeks_;  ///< up to and including this one
  std::int64_t held_weeks_ = 0, first_holder_weeks_ = 0, actions_ = 0;
  double action_days_ = 0;
};

}  // namespace

RunRecord run(const Subject& subject, const Lengths& lengths, const RunTask& task,
              const SolveOptions& options, const TimeLeft& time_left) {
  return Run(subject, lengths, task, options, time_left).all_weeks();
}

}  // namespace evenload::allocation::replaying
