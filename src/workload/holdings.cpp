// A log of events as cases that people hold over spans of days, and the weeks in which these people are there.

#include <algorithm>
#include <string>
#include <utility>

#include "event_log.hpp"
#include "evenload/core/errors.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::workload {

namespace {

using event_log::EventLog;
using event_log::LoggedCase;
using event_log::nobody;

[[noreturn]] void refuse(const char* column, std::string expected, std::string found) {
  throw InvalidDataError({ErrorCode::out_of_range, "mapping", column, std::nullopt, std::move(expected), std::move(found)});
}

void need(const std::string& value, const char* column) {
  if (value.empty()) {
    throw InvalidDataError({ErrorCode::missing_value, "mapping", column, std::nullopt, "the name of a column of the log", ""});
  }
}

/// One case with one holder in one phase.
struct Span {
  const LoggedCase* logged = nullptr;
  std::int32_t holder = nobody;
  std::string phase;
  Date from{};
  Date to{};
};

/// A week in which somebody is active.
struct Presence {
  std::int32_t resource = nobody;
  Date monday{};
};

/// Holder and phase change on the day of an event; the last event of a day counts. Before its first event a case is its first
/// holder's, after the last one it stays where it is.
void add_spans(const LoggedCase& logged, const LogMapping& mapping, Date first_day, Date last_day, std::vector<Span>& spans) {
  if (logged.steady_holder == nobody) return;
  const std::size_t begin = spans.size();
  const Date first = std::max(logged.first, first_day);
  const Date last = std::min(logged.last, last_day);
  if (last < first) return;
  Span now{&logged, logged.steady_holder, mapping.first_phase, first, last};
  const auto close_before = [&](Date day) {
    if (day > now.from) {
      Span done = now;
      done.to = day - std::chrono::days(1);
      spans.push_back(std::move(done));
    }
    now.from = std::max(now.from, day);
  };
  for (const event_log::Event& event : logged.events) {
    if (event.day > last) break;
    const std::int32_t holder =
        mapping.owner == OwnerReading::last_event && event.resource != nobody ? event.resource : now.holder;
    const std::string& phase = event.phase.empty() ? now.phase : event.phase;
    if (holder == now.holder && phase == now.phase) continue;
    if (event.day > now.from) close_before(event.day);
    now.holder = holder;
    now.phase = phase;
  }
  spans.push_back(now);
  // Within a day things may go there and back again.
  for (std::size_t i = begin + 1; i < spans.size();) {
    if (spans[i].holder == spans[i - 1].holder && spans[i].phase == spans[i - 1].phase) {
      spans[i - 1].to = spans[i].to;
      spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

std::vector<Presence> presences(const EventLog& log, const event_log::Window& window) {
  std::vector<Presence> all;
  for (std::size_t j = 0; j < log.resources.size(); ++j) {
    for (std::size_t week = window.begin; week < window.end; ++week) {
      if (log.active[week][j] != 0) all.push_back({static_cast<std::int32_t>(j), event_log::monday_at(log, week)});
    }
  }
  return all;
}

}  // namespace

void check(const LogMapping& mapping) {
  need(mapping.case_column, "case_column");
  need(mapping.time_column, "time_column");
  need(mapping.resource_column, "resource_column");
  if (mapping.owner == OwnerReading::responsible) need(mapping.responsible_column, "responsible_column");
  if (!mapping.phase_of_activity.empty()) need(mapping.activity_column, "activity_column");
  if (mapping.default_weight <= Rational(0)) refuse("default_weight", "a number above 0", mapping.default_weight.to_string());
  for (const auto& [type, weight] : mapping.weight_of_type) {
    if (weight <= Rational(0)) refuse("weight_of_type", "a number above 0 for \"" + type + "\"", weight.to_string());
  }
  if (mapping.capacity && *mapping.capacity <= Rational(0)) refuse("capacity", "a number above 0", mapping.capacity->to_string());
  if (mapping.patience_weeks < 0) refuse("patience_weeks", "a number of weeks of at least 0", std::to_string(mapping.patience_weeks));
  if (mapping.from && mapping.to && *mapping.to < *mapping.from) {
    throw InvalidDataError({ErrorCode::ends_before_start, "mapping", "to", std::nullopt, "a day on or after " + to_string(*mapping.from),
                            to_string(*mapping.to)});
  }
}

LogHoldings holdings_of(const Table& table, const LogMapping& mapping) {
  check(mapping);
  const EventLog log = event_log::read(table, mapping);
  const event_log::Window window = event_log::window_of(log, mapping);
  LogHoldings holdings;
  holdings.counts = event_log::describe(log);
  holdings.cannot_know = event_log::unknown_to(mapping, holdings.counts);
  holdings.capacity = mapping.capacity ? *mapping.capacity : event_log::even_share(log, window);

  std::vector<Span> spans;
  if (window.begin < window.end) {
    const Date first = event_log::monday_at(log, window.begin);
    const Date last = event_log::monday_at(log, window.end - 1) + std::chrono::days(6);
    for (const LoggedCase& logged : log.cases) add_spans(logged, mapping, first, last, spans);
  }
  const auto name = [&](std::int32_t resource) { return log.resources[static_cast<std::size_t>(resource)]; };
  holdings.held_cases = std::move(TableBuilder<Span>("held_cases", spans, EmptyColumns::keep)
                                      .text("case", [](const Span& s) { return s.logged->id; })
                                      .text("caseworker", [&](const Span& s) { return name(s.holder); })
                                      .text("type", [](const Span& s) { return s.logged->type; })
                                      .text("phase", [](const Span& s) { return s.phase; })
                                      .exact("weight", [](const Span& s) { return std::optional(s.logged->weight); })
                                      .column<Date>("from", [](const Span& s) { return std::optional(s.from); })
                                      .column<Date>("to", [](const Span& s) { return std::optional(s.to); }))
                            .done();
  holdings.caseworkers = std::move(TableBuilder<std::string>("caseworkers", log.resources, EmptyColumns::keep)
                                       .text("id", [](const std::string& id) { return id; })
                                       .column<std::int64_t>("capacity", [](const std::string&) { return std::optional<std::int64_t>(0); }))
                             .done();
  const std::vector<Presence> there = presences(log, window);
  holdings.caseworker_weeks = std::move(TableBuilder<Presence>("caseworker_weeks", there, EmptyColumns::keep)
                                            .text("caseworker", [&](const Presence& p) { return name(p.resource); })
                                            .column<Date>("week", [](const Presence& p) { return std::optional(p.monday); })
                                            .exact("capacity", [&](const Presence&) { return std::optional(holdings.capacity); }))
                                  .done();
  return holdings;
}

}  // namespace evenload::workload
