#include "subject.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "evenload/allocation/tables.hpp"
#include "evenload/workload/held_cases.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::replaying {

namespace {

using std::chrono::days;
using workload::event_log::monday_at;

constexpr days week_length{7};

bool is_weekday(Date day) { return std::chrono::weekday(day).iso_encoding() <= 5; }

/// Gives everybody of the log and of the table a number, by id.
void merge_people(EventLog& log, const std::vector<Caseworker>& rows) {
  std::vector<std::string> all = log.resources;
  for (const Caseworker& row : rows) all.push_back(row.id.value());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const auto number = [&](std::int32_t& person) {
    if (person == nobody) return;
    const auto place =
        std::lower_bound(all.begin(), all.end(), log.resources[static_cast<std::size_t>(person)]);
    person = static_cast<std::int32_t>(place - all.begin());
  };
  for (LoggedCase& logged : log.cases) {
    for (workload::event_log::Event& event : logged.events) number(event.resource);
    number(logged.responsible);
    number(logged.steady_holder);
  }
  log.resources = std::move(all);
}

}  // namespace

Subject::Subject(const ReplayLog& given, const ReplaySettings& settings)
    : mapping_(given.mapping), settings_(settings) {
  check(settings_);
  workload::check(mapping_);
  if (given.log == nullptr) {
    detail::refuse_row(ErrorCode::missing_value, "log", "", std::nullopt, "a table of events", "");
  }
  std::sort(settings_.batch_days.begin(), settings_.batch_days.end());
  segments_per_week_ = segments(Date{} + days(4)).size();  // 5 January 1970 was a Monday
  log_ = workload::event_log::read(*given.log, mapping_);
  window_ = workload::event_log::window_of(log_, mapping_);
  if (given.caseworkers != nullptr) {
    read_people(given);
  } else if (given.caseworker_weeks != nullptr) {
    detail::refuse_row(ErrorCode::missing_value, "caseworkers", "", std::nullopt,
                       "the table of the people of caseworker_weeks", "");
  } else {
    even_ = mapping_.capacity ? *mapping_.capacity : workload::event_log::even_share(log_, window_);
  }
  note_days();
}

void Subject::read_people(const ReplayLog& given) {
  if (mapping_.capacity) {
    detail::refuse_row(ErrorCode::contradiction, "mapping", "capacity", std::nullopt,
                       "nothing, as the table of caseworkers says it",
                       mapping_.capacity->to_string());
  }
  ColumnReader::required(*given.caseworkers, "capacity");
  InputTables tables;
  Table cases("cases");
  cases.add({"id", std::vector<std::string>{}, {}});
  tables.cases = &cases;
  tables.caseworkers = given.caseworkers;
  read_rows_ = read_input(tables, Zone::load(mapping_.zone)).caseworkers;
  std::vector<workload::CaseworkerWeek> told;
  if (given.caseworker_weeks != nullptr) {
    told = workload::read_caseworker_weeks(*given.caseworker_weeks, *given.caseworkers);
  }
  for (std::size_t row = 0; row < read_rows_.size(); ++row) {
    const Caseworker& one = read_rows_[row];
    if (!one.capacity) {
      detail::refuse_row(ErrorCode::missing_value, "caseworkers", "capacity", row, "a capacity",
                         "");
    }
    if (!one.id.system().empty()) {
      detail::refuse_row(ErrorCode::unsupported, "caseworkers", "id_system", row,
                         "no system, as a log names its people by one id", one.id.system());
    }
  }
  merge_people(log_, read_rows_);
  by_person_ = true;
  const std::size_t count = people();
  rows_.assign(count, nullptr);
  std::map<std::string, std::size_t, std::less<>> numbers;
  for (std::size_t j = 0; j < count; ++j) numbers.emplace(log_.resources[j], j);
  capacity_.assign(log_.weeks(), std::vector<Rational>(count));
  beside_ = capacity_;
  for (const Caseworker& row : read_rows_) {
    const std::size_t j = numbers.at(row.id.value());
    rows_[j] = &row;
    for (std::size_t week = 0; week < log_.weeks(); ++week) {
      capacity_[week][j] = *row.capacity;
      beside_[week][j] = row.base_load;
    }
  }
  for (const workload::CaseworkerWeek& one : told) {
    if (one.monday < log_.first_monday) continue;
    const std::size_t week = log_.week_of(one.monday);
    if (week >= log_.weeks()) continue;
    const std::size_t j = numbers.at(one.caseworker.value());
    if (one.capacity) capacity_[week][j] = *one.capacity;
    if (one.base_load) beside_[week][j] = *one.base_load;
  }
  for (std::size_t week = 0; week < log_.weeks(); ++week) {
    log_.active[week].assign(count, 0);
    for (std::size_t j = 0; j < count; ++j) {
      log_.active[week][j] = capacity_[week][j] > Rational(0) ? 1 : 0;
    }
  }
  for (std::size_t j = 0; j < count; ++j) {
    if (rows_[j] == nullptr) unknown_.push_back(log_.resources[j]);
  }
}

void Subject::note_days() {
  const Zone zone = Zone::load(mapping_.zone);
  traces_.assign(people(), {});
  if (!log_.cases.empty()) first_day_ = last_day_ = log_.cases.front().events.front().day;
  for (const LoggedCase& logged : log_.cases) {
    deadlines_.push_back(logged.deadline ? std::optional(zone.local_date(*logged.deadline))
                                         : std::nullopt);
    for (const workload::event_log::Event& event : logged.events) {
      if (event.resource != nobody) {
        traces_[static_cast<std::size_t>(event.resource)].push_back(event.day);
      }
      first_day_ = std::min(first_day_, event.day);
      last_day_ = std::max(last_day_, event.day);
    }
  }
  for (std::vector<Date>& trace : traces_) {
    std::sort(trace.begin(), trace.end());
    trace.erase(std::unique(trace.begin(), trace.end()), trace.end());
  }
  if (window_.begin < window_.end) {
    last_day_ = std::min(last_day_, monday_at(log_, window_.end - 1) + days(6));
  }
}

std::vector<Segment> Subject::segments(Date monday) const {
  const Date end = monday + week_length;
  if (foresight()) return {{monday, end, true}};
  std::vector<Segment> all;
  if (settings_.batch_days.front() > 1) all.push_back({monday, end, false});
  for (const int weekday : settings_.batch_days) {
    const Date begin = monday + days(weekday - 1);
    if (!all.empty()) all.back().end = begin;
    all.push_back({begin, end, true});
  }
  return all;
}

std::optional<Date> Subject::at_work(std::int32_t person, Date day) const {
  const auto j = static_cast<std::size_t>(person);
  if (!by_person_ && mapping_.active == ActiveReading::events_in_week) {
    const std::vector<Date>& trace = traces_[j];
    const auto found = std::lower_bound(trace.begin(), trace.end(), day);
    return found == trace.end() ? std::nullopt : std::optional(*found);
  }
  // Known by the week: any of its working days.
  for (std::size_t week = day < log_.first_monday ? 0 : log_.week_of(day); week < log_.weeks();
       ++week) {
    const Date first = std::max(day, monday_at(log_, week));
    if (active(week, j) && is_weekday(first)) return first;
  }
  return std::nullopt;
}

std::int64_t Subject::cases_with_deadline() const {
  return std::count_if(deadlines_.begin(), deadlines_.end(),
                       [](const std::optional<Date>& deadline) { return deadline.has_value(); });
}

}  // namespace evenload::allocation::replaying
