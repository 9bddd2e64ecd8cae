/// \file
/// Small logs of events to replay.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenload/allocation/replay.hpp"

namespace evenload::allocation::test {

struct LogRow {
  const char* id;
  const char* time;
  const char* who;
  const char* start = nullptr;
  const char* end = nullptr;
  const char* responsible = nullptr;
  const char* deadline = nullptr;
  const char* type = nullptr;
};

inline Column text_column(const char* name, const std::vector<LogRow>& rows,
                          const char* LogRow::*member) {
  std::vector<std::string> cells;
  std::vector<std::uint8_t> valid;
  for (const LogRow& row : rows) {
    cells.emplace_back(row.*member == nullptr ? "" : row.*member);
    valid.push_back(row.*member == nullptr ? 0 : 1);
  }
  return {name, std::move(cells), std::move(valid)};
}

inline Table log_of(const std::vector<LogRow>& rows) {
  Table table("log", rows.size());
  table.add(text_column("case", rows, &LogRow::id));
  table.add(text_column("time", rows, &LogRow::time));
  table.add(text_column("who", rows, &LogRow::who));
  table.add(text_column("start", rows, &LogRow::start));
  table.add(text_column("end", rows, &LogRow::end));
  table.add(text_column("responsible", rows, &LogRow::responsible));
  table.add(text_column("deadline", rows, &LogRow::deadline));
  table.add(text_column("kind", rows, &LogRow::type));
  return table;
}

inline LogMapping mapping_of(OpenReading open, OwnerReading owner = OwnerReading::most_events) {
  LogMapping mapping;
  mapping.case_column = "case";
  mapping.time_column = "time";
  mapping.resource_column = "who";
  mapping.start_column = "start";
  mapping.end_column = "end";
  mapping.responsible_column = "responsible";
  mapping.zone = "UTC";
  mapping.open = open;
  mapping.owner = owner;
  return mapping;
}

/// With deadlines and types, too.
inline LogMapping full_mapping(OpenReading open = OpenReading::dates,
                               OwnerReading owner = OwnerReading::last_event) {
  LogMapping mapping = mapping_of(open, owner);
  mapping.deadline_column = "deadline";
  mapping.type_column = "kind";
  return mapping;
}

inline ReplayLog replay_log(const Table& table, const LogMapping& mapping) {
  ReplayLog log;
  log.log = &table;
  log.mapping = mapping;
  return log;
}

template <class Numbers>
auto at(const Numbers& numbers, ReplayMeasure measure) {
  return numbers[static_cast<std::size_t>(measure)];
}

/// As they were, and the default policy.
inline std::vector<NamedPolicy> two_arms() {
  return {{"as it was", std::nullopt}, {"default", AllocationPolicy()}};
}

}  // namespace evenload::allocation::test
