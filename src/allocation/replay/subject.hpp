/// \file
/// A log made ready for its runs: what all of them share and none of them changes. Private.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/replay.hpp"
#include "src/workload/event_log.hpp"

namespace evenload::allocation::replaying {

using workload::event_log::EventLog;
using workload::event_log::LoggedCase;
using workload::event_log::nobody;
using workload::event_log::Window;

/// Between two moments at which somebody may get cases.
struct Segment {
  Date begin{};
  Date end{};  ///< past the last day
  bool batch = false;
};

class Subject {
 public:
  /// \throws InvalidDataError as replay
  Subject(const ReplayLog& given, const ReplaySettings& settings);

  const EventLog& log() const { return log_; }
  const LogMapping& mapping() const { return mapping_; }
  const ReplaySettings& settings() const { return settings_; }
  const Window& window() const { return window_; }
  std::size_t people() const { return log_.resources.size(); }
  /// A whole week is known on its Monday.
  bool foresight() const { return settings_.batch_days.empty(); }
  std::vector<Segment> segments(Date monday) const;
  std::size_t segments_per_week() const { return segments_per_week_; }

  bool active(std::size_t week, std::size_t person) const { return log_.active[week][person] != 0; }
  const Rational& capacity(std::size_t week, std::size_t person) const {
    return by_person_ ? capacity_[week][person] : even_;
  }
  /// Load beside the cases of the log.
  Rational beside(std::size_t week, std::size_t person) const {
    return by_person_ ? beside_[week][person] : Rational(0);
  }
  bool by_person() const { return by_person_; }
  /// The log knows no hard limits, and neither mapping nor table brings capacities.
  bool unlimited() const { return !by_person_ && !mapping_.capacity; }
  const Rational& even_capacity() const { return even_; }
  /// Row of the table of caseworkers; nullptr where there is none.
  const Caseworker* row(std::size_t person) const {
    return rows_.empty() ? nullptr : rows_[person];
  }
  const std::vector<std::string>& unknown() const { return unknown_; }

  /// The first day on or after `day` on which somebody is at work; none: never again in the log.
  std::optional<Date> at_work(std::int32_t person, Date day) const;
  const std::optional<Date>& deadline(std::size_t index) const { return deadlines_[index]; }
  std::int64_t cases_with_deadline() const;
  /// Length as it happened, in days, and whether its end was seen.
  std::int64_t length(std::size_t index) const {
    return (log_.cases[index].last - log_.cases[index].first).count() + 1;
  }
  bool ended(std::size_t index) const {
    return mapping_.open == OpenReading::events || log_.cases[index].end.has_value();
  }
  std::int32_t holder(std::size_t index, Date monday) const {
    return workload::event_log::holder_in_week(log_.cases[index], mapping_.owner, monday);
  }
  Date first_day() const { return first_day_; }  ///< of the log's events
  Date last_day() const { return last_day_; }    ///< of the window, and of the log

 private:
  void read_people(const ReplayLog& given);
  void note_days();

  LogMapping mapping_;
  ReplaySettings settings_;
  EventLog log_;
  Window window_;
  std::size_t segments_per_week_ = 1;
  bool by_person_ = false;
  Rational even_ = 1;
  std::vector<std::vector<Rational>> capacity_, beside_;  ///< week × person, with a table
  std::vector<Caseworker> read_rows_;
  std::vector<const Caseworker*> rows_;  ///< by person, with a table
  std::vector<std::string> unknown_;
  std::vector<std::vector<Date>> traces_;  ///< by person: days with an event, in order
  std::vector<std::optional<Date>> deadlines_;
  Date first_day_{}, last_day_{};
};

}  // namespace evenload::allocation::replaying
