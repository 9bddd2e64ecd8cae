#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "evenload/core/errors.hpp"
#include "evenload/workload/phase_log.hpp"
#include "src/core/references.hpp"

namespace evenload::workload {

namespace {

/// 1969-12-29, a Monday: periods are counted from here.
constexpr Date first_monday{std::chrono::days(-3)};

std::int64_t floor_period(Date day, PeriodStep step) {
  const std::int64_t days = (day - first_monday).count();
  const auto length = static_cast<std::int64_t>(step);
  return days >= 0 ? days / length : -((-days + length - 1) / length);
}

Date first_of(std::int64_t period, PeriodStep step) {
  return first_monday + std::chrono::days(period * static_cast<std::int64_t>(step));
}

struct PhaseRow {
  CaseId id;
  std::string type, phase, unit;
  Date from{};
  std::optional<Date> to;
  double scale = 1;
  std::size_t row = 0;
};

std::vector<PhaseRow> read_phase_rows(const Table& table) {
  ColumnReader::required(table, "case");
  const IdReader<CaseId> ids(table, "case");
  const auto phase = ColumnReader::required(table, "phase");
  const auto from = ColumnReader::required(table, "from");
  const ColumnReader to(table, "to");
  const ColumnReader type(table, "type");
  const ColumnReader unit(table, "unit");
  const ColumnReader scale(table, "scale");
  std::vector<PhaseRow> rows(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    PhaseRow& one = rows[row];
    if (!ids.has(row)) ids.fail(row, ErrorCode::missing_value, "an id");
    one.id = ids.read(row);
    one.type = type.text_or(row, "");
    one.phase = phase.text(row);
    one.unit = unit.has(row) ? unit.id(row) : "";
    one.from = from.date(row);
    one.to = to.maybe_date(row);
    if (one.to && *one.to < one.from) {
      to.fail(row, ErrorCode::ends_before_start,
              "a day on or after the stay's beginning, " + to_string(one.from));
    }
    if (scale.has(row)) one.scale = scale.non_negative(row).to_double();
    one.row = row;
  }
  std::sort(rows.begin(), rows.end(), [](const PhaseRow& a, const PhaseRow& b) {
    return std::tie(a.id, a.from, a.row) < std::tie(b.id, b.from, b.row);
  });
  return rows;
}

[[noreturn]] void contradict(const Table& table, const PhaseRow& row, const char* column,
                             std::string expected, std::string found) {
  throw InvalidDataError({ErrorCode::contradiction, table.name(), column,
                          static_cast<std::int64_t>(row.row), std::move(expected),
                          std::move(found)});
}

/// Fills in where stays end, and checks that each begins where the one before ended.
void join_rows(const Table& table, std::vector<PhaseRow>& rows) {
  for (std::size_t k = 0; k + 1 < rows.size(); ++k) {
    PhaseRow& here = rows[k];
    const PhaseRow& next = rows[k + 1];
    if (here.id != next.id) continue;
    if (here.type != next.type) {
      contradict(table, next, "type", "the case's type, \"" + here.type + "\"", next.type);
    }
    if (here.to && *here.to != next.from) {
      contradict(table, here, "to",
                 "the day on which the case's next stay begins, " + to_string(next.from),
                 to_string(*here.to));
    }
    here.to = next.from;
  }
}

std::vector<std::string> sorted_names(const std::vector<PhaseRow>& rows,
                                      std::string PhaseRow::*name) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const PhaseRow& row : rows) names.push_back(row.*name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::map<std::string, std::int32_t> positions(const std::vector<std::string>& names) {
  std::map<std::string, std::int32_t> at;
  for (const std::string& name : names) at.emplace(name, static_cast<std::int32_t>(at.size()));
  return at;
}

Date last_day(const std::vector<PhaseRow>& rows) {
  Date last = rows.front().from;
  for (const PhaseRow& row : rows) {
    last = std::max({last, row.from, row.to.value_or(row.from)});
  }
  return last;
}

}  // namespace

PhaseLog read_phase_log(const Table& case_phases, const PhaseLogOptions& options) {
  std::vector<PhaseRow> rows = read_phase_rows(case_phases);
  if (rows.empty()) {
    throw InvalidDataError({ErrorCode::missing_value, case_phases.name(), "case", std::nullopt,
                            "at least one row", "none"});
  }
  join_rows(case_phases, rows);
  PhaseLog log;
  log.step = options.step;
  log.types = sorted_names(rows, &PhaseRow::type);
  log.units = sorted_names(rows, &PhaseRow::unit);
  log.phases = options.phases.empty() ? sorted_names(rows, &PhaseRow::phase) : options.phases;
  const auto types = positions(log.types);
  const auto units = positions(log.units);
  const auto phases = positions(log.phases);
  if (phases.size() != log.phases.size()) {
    throw InvalidDataError({ErrorCode::duplicate_id, "phase_log_options", "phases", std::nullopt,
                            "each phase once", "a phase that stands twice"});
  }

  // The window in whole periods: [begin, end).
  const Date until = options.observed_until.value_or(last_day(rows));
  const std::int64_t end = floor_period(until + std::chrono::days(1), options.step);
  std::int64_t begin = floor_period(
      std::min_element(rows.begin(), rows.end(), [](const PhaseRow& a, const PhaseRow& b) {
        return a.from < b.from;
      })->from, options.step);
  if (options.observed_from) {
    begin = floor_period(*options.observed_from - std::chrono::days(1), options.step) + 1;
  }
  if (end <= begin) {
    throw InvalidDataError({ErrorCode::ends_before_start, "phase_log_options", "observed_until",
                            std::nullopt, "at least one whole period of observation",
                            to_string(first_of(begin, options.step)) + " to " + to_string(until)});
  }
  log.first_day = first_of(begin, options.step);
  log.end_day = first_of(end, options.step);

  std::vector<double> scale_sum(log.types.size(), 0);
  std::vector<std::int64_t> scale_cases(log.types.size(), 0);
  std::int64_t case_index = -1;
  const CaseId* last_id = nullptr;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const PhaseRow& row = rows[k];
    const bool first = k == 0 || rows[k - 1].id != row.id;
    const auto phase = phases.find(row.phase);
    if (phase == phases.end()) {
      throw InvalidDataError({ErrorCode::unknown_id, case_phases.name(), "phase",
                              static_cast<std::int64_t>(row.row), "one of the phases given",
                              row.phase});
    }
    if (!first && options.forward_only && phase->second < phases.at(rows[k - 1].phase)) {
      contradict(case_phases, row, "phase", "a phase after \"" + rows[k - 1].phase + "\"",
                 row.phase);
    }
    const std::int64_t entered = floor_period(row.from, options.step);
    if (entered >= end) {
      ++log.rows_after;
      continue;
    }
    const bool left = row.to && floor_period(*row.to, options.step) < end;
    const std::int64_t gone = left ? floor_period(*row.to, options.step) : end;
    if (left && gone < begin) {
      ++log.rows_before;
      continue;
    }
    if (last_id == nullptr || *last_id != row.id) ++case_index;
    last_id = &row.id;
    PhaseStay stay;
    stay.case_index = case_index;
    stay.type = types.at(row.type);
    stay.phase = phase->second;
    stay.first_age = std::max<std::int64_t>(0, begin - entered);
    stay.last_age = left ? gone - entered : end - 1 - entered;
    stay.starts_case = first && entered >= begin;
    const bool goes_on = k + 1 < rows.size() && rows[k + 1].id == row.id;
    if (left) stay.next = goes_on ? phases.at(rows[k + 1].phase) : case_closed;
    if (stay.starts_case) {
      log.arrivals.push_back({units.at(row.unit), stay.type, row.from});
      scale_sum[static_cast<std::size_t>(stay.type)] += row.scale;
      ++scale_cases[static_cast<std::size_t>(stay.type)];
    }
    if (!left) {
      log.open_cases.push_back(
          {stay.type, stay.phase, end - 1 - entered, units.at(row.unit), row.scale});
      log.open_case_ids.push_back(row.id);
    }
    log.stays.push_back(stay);
  }
  if (log.stays.empty()) {
    throw InvalidDataError({ErrorCode::missing_value, case_phases.name(), "from", std::nullopt,
                            "at least one stay in the window",
                            to_string(log.first_day) + " to " + to_string(log.end_day)});
  }
  log.mean_scale.assign(log.types.size(), 1);
  for (std::size_t type = 0; type < log.types.size(); ++type) {
    if (scale_cases[type] == 0) continue;
    log.mean_scale[type] = scale_sum[type] / static_cast<double>(scale_cases[type]);
  }
  return log;
}

PhaseModel fit_phases(const PhaseLog& log, const PhaseFitOptions& options) {
  return fit_phases(log.types, log.phases, log.stays, options);
}

}  // namespace evenload::workload
