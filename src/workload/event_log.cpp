#include "event_log.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "evenload/core/errors.hpp"

namespace evenload::workload::event_log {

namespace {

constexpr std::chrono::days week{7};

/// Cells of a column that the mapping may leave out; a log may have a column without a name, which is not meant then.
ColumnReader optional_column(const Table& log, const std::string& name) {
  static const Table without_columns("log");
  return name.empty() ? ColumnReader(without_columns, name) : ColumnReader::required(log, name);
}

std::optional<Date> local_day(const ColumnReader& column, std::size_t row, const Zone& zone) {
  if (!column.has(row)) return std::nullopt;
  return zone.local_date(column.instant(row, zone));
}

/// Numbers names as they come; ids sort them in the end.
class Names {
 public:
  std::int32_t number(const std::string& name) {
    const auto [place, added] = numbers_.try_emplace(name, static_cast<std::int32_t>(names_.size()));
    if (added) names_.push_back(name);
    return place->second;
  }
  /// Names in order, and for each old number the new one.
  std::pair<std::vector<std::string>, std::vector<std::int32_t>> sorted() const {
    std::vector<std::string> names = names_;
    std::sort(names.begin(), names.end());
    std::vector<std::int32_t> renumbered(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto place = std::lower_bound(names.begin(), names.end(), names_[i]);
      renumbered[i] = static_cast<std::int32_t>(place - names.begin());
    }
    return {std::move(names), std::move(renumbered)};
  }

 private:
  std::unordered_map<std::string, std::int32_t> numbers_;
  std::vector<std::string> names_;
};

/// The resource with most events; among equals whoever came first. `events` are in order of time.
std::int32_t busiest(const std::vector<Event>& events) {
  std::map<std::int32_t, std::int64_t> counts;
  for (const Event& event : events) ++counts[event.resource];
  std::int32_t best = nobody;
  for (const Event& event : events) {
    if (event.resource != nobody && (best == nobody || counts[event.resource] > counts[best])) best = event.resource;
  }
  return best;
}

std::int32_t first_resource(const std::vector<Event>& events) {
  const auto found = std::find_if(events.begin(), events.end(), [](const Event& event) { return event.resource != nobody; });
  return found == events.end() ? nobody : found->resource;
}

std::int32_t steady_holder(const LoggedCase& logged, OwnerReading reading) {
  switch (reading) {
    case OwnerReading::responsible: return logged.responsible;
    case OwnerReading::most_events: return busiest(logged.events);
    case OwnerReading::first_event:
    case OwnerReading::last_event: break;
  }
  return first_resource(logged.events);
}

Rational weight_of(const LogMapping& mapping, const std::string& type) {
  const auto found = mapping.weight_of_type.find(type);
  return found == mapping.weight_of_type.end() ? mapping.default_weight : found->second;
}

/// The rows of the table, gathered by case. What the rows of a case say differently is settled without regard to their order.
std::vector<LoggedCase> gather(const Table& log, const LogMapping& mapping, const Zone& zone, Names& resources) {
  const ColumnReader case_ids = ColumnReader::required(log, mapping.case_column);
  const ColumnReader times = ColumnReader::required(log, mapping.time_column);
  const ColumnReader who = ColumnReader::required(log, mapping.resource_column);
  const ColumnReader activities = optional_column(log, mapping.activity_column);
  const ColumnReader types = optional_column(log, mapping.type_column);
  const ColumnReader starts = optional_column(log, mapping.start_column);
  const ColumnReader ends = optional_column(log, mapping.end_column);
  const ColumnReader deadlines = optional_column(log, mapping.deadline_column);
  const ColumnReader responsible = optional_column(log, mapping.responsible_column);
  const std::set<std::string, std::less<>> ignored(mapping.ignored_resources.begin(), mapping.ignored_resources.end());
  const auto resource_in = [&](const ColumnReader& column, std::size_t row) {
    if (!column.has(row)) return nobody;
    const std::string name = column.id(row);
    return ignored.contains(name) ? nobody : resources.number(name);
  };

  std::vector<LoggedCase> cases;
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Instant> responsible_since;  // of the event that named the responsible one: the latest counts
  for (std::size_t row = 0; row < log.rows(); ++row) {
    std::string id = case_ids.id(row);
    const auto [place, added] = places.try_emplace(id, cases.size());
    if (added) {
      cases.push_back({});
      cases.back().id = std::move(id);
      responsible_since.push_back(Instant::min());
    }
    LoggedCase& logged = cases[place->second];
    const Instant time = times.instant(row, zone);
    if (mapping.in_order && !logged.events.empty() && time < logged.events.back().time) {
      times.fail(row, ErrorCode::contradiction, "a time not before " + to_string(logged.events.back().time) + ", the case's row above it");
    }
    logged.events.push_back({time, zone.local_date(time), resource_in(who, row), {}});
    if (!mapping.phase_of_activity.empty() && activities.has(row)) {
      const auto phase = mapping.phase_of_activity.find(activities.text(row));
      if (phase != mapping.phase_of_activity.end()) logged.events.back().phase = phase->second;
    }
    if (const auto day = local_day(starts, row, zone)) logged.start = logged.start ? std::min(*logged.start, *day) : *day;
    if (const auto day = local_day(ends, row, zone)) logged.end = logged.end ? std::max(*logged.end, *day) : *day;
    if (deadlines.has(row)) {
      const Instant deadline = deadlines.instant(row, zone);
      logged.deadline = logged.deadline ? std::min(*logged.deadline, deadline) : deadline;
    }
    if (types.has(row)) {
      std::string type = types.text(row);
      if (logged.type.empty() || type < logged.type) logged.type = std::move(type);
    }
    if (const std::int32_t name = resource_in(responsible, row); name != nobody && time >= responsible_since[place->second]) {
      logged.responsible = name;
      responsible_since[place->second] = time;
    }
  }
  return cases;
}

/// First and last open day, under the mapping's reading. A case that ends before it starts is open on the day of its start.
void set_open_days(LoggedCase& logged, OpenReading reading, Date last_day_of_log) {
  logged.first = logged.events.front().day;
  logged.last = logged.events.back().day;
  if (reading == OpenReading::events) return;
  logged.first = logged.start.value_or(logged.first);
  logged.last = std::max(logged.first, logged.end.value_or(last_day_of_log));
}

void find_active(EventLog& log, const LogMapping& mapping) {
  const std::size_t weeks = log.week_of(log.last_monday) + 1;
  log.active.assign(weeks, std::vector<std::uint8_t>(log.resources.size(), 0));
  log.resource_changes.assign(weeks, 0);
  for (const LoggedCase& logged : log.cases) {
    std::int32_t before = nobody;
    for (const Event& event : logged.events) {
      if (event.resource == nobody) continue;
      log.active[log.week_of(event.day)][static_cast<std::size_t>(event.resource)] = 1;
      if (before != nobody && before != event.resource) ++log.resource_changes[log.week_of(event.day)];
      before = event.resource;
    }
  }
  if (mapping.active == ActiveReading::events_in_week) return;
  for (std::size_t j = 0; j < log.resources.size(); ++j) {
    std::size_t first = weeks;
    std::size_t last = 0;
    for (std::size_t w = 0; w < weeks; ++w) {
      if (log.active[w][j] == 0) continue;
      first = std::min(first, w);
      last = w;
    }
    for (std::size_t w = first; w <= last && w < weeks; ++w) log.active[w][j] = 1;
  }
}

}  // namespace

EventLog read(const Table& table, const LogMapping& mapping) {
  const Zone zone = Zone::load(mapping.zone);
  EventLog log;
  Names names;
  log.cases = gather(table, mapping, zone, names);
  if (log.cases.empty()) return log;

  auto [resources, renumbered] = names.sorted();
  log.resources = std::move(resources);
  const auto renumber = [&, &numbers = renumbered](std::int32_t& resource) {
    if (resource != nobody) resource = numbers[static_cast<std::size_t>(resource)];
  };
  Date first_day = log.cases.front().events.front().day;
  Date last_day = first_day;
  for (LoggedCase& logged : log.cases) {
    std::stable_sort(logged.events.begin(), logged.events.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
    for (Event& event : logged.events) renumber(event.resource);
    renumber(logged.responsible);
    first_day = std::min(first_day, logged.events.front().day);
    last_day = std::max(last_day, logged.events.back().day);
    log.events += static_cast<std::int64_t>(logged.events.size());
  }
  for (LoggedCase& logged : log.cases) {
    set_open_days(logged, mapping.open, last_day);
    logged.steady_holder = steady_holder(logged, mapping.owner);
    logged.weight = weight_of(mapping, logged.type);
  }
  std::sort(log.cases.begin(), log.cases.end(),
            [](const LoggedCase& a, const LoggedCase& b) { return a.first != b.first ? a.first < b.first : a.id < b.id; });
  log.first_monday = monday_of(first_day);
  log.last_monday = monday_of(last_day);
  find_active(log, mapping);
  return log;
}

std::int32_t holder_in_week(const LoggedCase& logged, OwnerReading reading, Date monday) {
  std::int32_t holder = logged.steady_holder;
  if (reading != OwnerReading::last_event) return holder;
  for (const Event& event : logged.events) {
    if (event.day >= monday + week) break;
    if (event.resource != nobody) holder = event.resource;
  }
  return holder;
}

LogCounts describe(const EventLog& log) {
  LogCounts result;
  result.cases = static_cast<std::int64_t>(log.cases.size());
  result.events = log.events;
  std::set<std::int32_t> seen;
  std::vector<double> minutes;
  for (const LoggedCase& logged : log.cases) {
    std::set<std::int32_t> here;
    for (const Event& event : logged.events) {
      if (event.resource != nobody) here.insert(event.resource);
    }
    seen.insert(here.begin(), here.end());
    result.cases_with_several_resources += here.size() > 1 ? 1 : 0;
    result.cases_without_resource += logged.steady_holder == nobody ? 1 : 0;
    result.cases_without_end += logged.end ? 0 : 1;
    if (logged.end) {
      result.cases_end_before_start += logged.start && *logged.end < *logged.start ? 1 : 0;
      result.cases_end_before_last_event += *logged.end < logged.events.back().day ? 1 : 0;
    }
    minutes.push_back(std::chrono::duration<double, std::ratio<60>>(logged.events.back().time - logged.events.front().time).count());
  }
  result.resources = static_cast<std::int64_t>(seen.size());

  const auto median = [](std::vector<double> values) {
    if (values.empty()) return 0.0;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  };
  result.median_span_minutes = median(std::move(minutes));
  std::vector<std::set<std::int32_t>> by_week(log.weeks());
  for (const LoggedCase& logged : log.cases) {
    for (const Event& event : logged.events) {
      if (event.resource != nobody) by_week[log.week_of(event.day)].insert(event.resource);
    }
  }
  std::vector<double> active;
  for (const auto& week_resources : by_week) {
    if (!week_resources.empty()) active.push_back(static_cast<double>(week_resources.size()));
  }
  result.median_active = median(std::move(active));
  return result;
}

Window window_of(const EventLog& log, const LogMapping& mapping) {
  Window window{0, log.weeks()};
  if (log.weeks() == 0) return window;
  if (mapping.from && monday_of(*mapping.from) > log.first_monday) {
    window.begin = std::min(log.weeks(), log.week_of(monday_of(*mapping.from)));
  }
  if (mapping.to && monday_of(*mapping.to) < log.last_monday) {
    window.end = *mapping.to < log.first_monday ? 0 : log.week_of(monday_of(*mapping.to)) + 1;
  }
  window.begin = std::min(window.begin, window.end);
  return window;
}

Date monday_at(const EventLog& log, std::size_t week) {
  return log.first_monday + std::chrono::days{7} * static_cast<int>(week);
}

bool open_in_week(const LoggedCase& logged, Date monday) {
  return logged.steady_holder != nobody && logged.first <= monday + std::chrono::days(6) && logged.last >= monday;
}

Rational even_share(const EventLog& log, const Window& window) {
  Rational load;
  std::int64_t active = 0;
  for (std::size_t week = window.begin; week < window.end; ++week) {
    active += std::count(log.active[week].begin(), log.active[week].end(), 1);
    for (const LoggedCase& logged : log.cases) {
      if (open_in_week(logged, monday_at(log, week))) load = load + logged.weight;
    }
  }
  return active == 0 || load == Rational(0) ? Rational(1) : load / Rational(active);
}

std::vector<std::string> unknown_to(const LogMapping& mapping, const LogCounts& counts) {
  std::vector<std::string> names = {"holder", "absence", "working_time"};
  if (mapping.weight_of_type.empty()) names.emplace_back("weight");
  names.emplace_back("effort");
  if (mapping.open == OpenReading::dates && counts.cases_without_end > 0) names.emplace_back("case_end");
  if (mapping.open == OpenReading::events) names.emplace_back("open_between_events");
  names.emplace_back("other_work");
  return names;
}

}  // namespace evenload::workload::event_log
