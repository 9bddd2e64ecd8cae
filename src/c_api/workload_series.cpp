/// \file
/// Workload over time.
#include "evenload_c/workload_series.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "evenload/workload/alarm.hpp"
#include "evenload/workload/change.hpp"
#include "evenload/workload/drafts.hpp"
#include "evenload/workload/series.hpp"
#include "evenload/workload/trend.hpp"
#include "guard.hpp"
#include "versioned.hpp"

using namespace evenload;
using namespace evenload::c_api;

struct evenload_weekly_series {
  workload::WeeklySeries series;
};

struct evenload_weekly_load {
  workload::WeeklyLoad sums;
};

namespace {

Date day_from(int32_t day) { return Date(std::chrono::days(day)); }

/// A constant of a C enum that runs from 0 to `last`.
template <class Enum>
Enum constant_of(int32_t value, int32_t last, std::string_view name) {
  if (value < 0 || value > last) {
    throw Error({ErrorCode::out_of_range, "", std::string(name), std::nullopt,
                 "0 to " + std::to_string(last), std::to_string(value)});
  }
  return static_cast<Enum>(value);
}

workload::SeriesInput series_input_of(const evenload_series_tables* given) {
  const evenload_series_tables defaults = EVENLOAD_SERIES_TABLES_INIT;
  const evenload_series_tables tables = versioned(&needed(given, "tables"), defaults, "tables");
  const auto table = [](const evenload_table* one) { return one == nullptr ? nullptr : &one->table; };
  return workload::read_series({table(tables.held_cases), table(tables.caseworkers),
                                table(tables.absences), table(tables.reductions),
                                table(tables.caseworker_weeks)});
}

workload::SeriesOptions series_options_of(const evenload_series_options* options) {
  const evenload_series_options defaults = EVENLOAD_SERIES_OPTIONS_INIT;
  const evenload_series_options given = versioned(&needed(options, "options"), defaults, "options");
  workload::SeriesOptions read;
  read.first = day_from(given.first_day);
  read.last = day_from(given.last_day);
  read.weekday = given.weekday;
  read.person_level = given.person_level != 0;
  read.smallest_group = given.smallest_group;
  read.overlap = constant_of<workload::RoleOverlap>(given.overlap, EVENLOAD_OVERLAP_SHARE, "overlap");
  read.threads = given.threads;
  return read;
}

const workload::LoadGrid& grid_of(const evenload_weekly_load* sums, int32_t group) {
  const workload::WeeklyLoad& all = needed(sums, "sums").sums;
  switch (constant_of<workload::SeriesGroup>(group, EVENLOAD_GROUP_UNHELD, "group")) {
    case workload::SeriesGroup::caseworker: return all.people;
    case workload::SeriesGroup::unit: return all.units;
    case workload::SeriesGroup::municipality: return all.municipality;
    case workload::SeriesGroup::unheld: break;
  }
  return all.unheld;
}

template <class Value>
void copy_where_wanted(const std::vector<Value>& from, Value* out) {
  if (out != nullptr) std::copy(from.begin(), from.end(), out);
}

std::span<const double> values_of(const double* values, std::size_t count, std::string_view name) {
  if (count > 0) needed(values, name);
  return view(values, count, name);
}

}  // namespace

extern "C" {

void evenload_series_options_init(evenload_series_options* options) {
  if (options != nullptr) *options = evenload_series_options EVENLOAD_SERIES_OPTIONS_INIT;
}

void evenload_series_tables_init(evenload_series_tables* tables) {
  if (tables != nullptr) *tables = evenload_series_tables EVENLOAD_SERIES_TABLES_INIT;
}

void evenload_load_spans_init(evenload_load_spans* spans) {
  if (spans != nullptr) *spans = evenload_load_spans EVENLOAD_LOAD_SPANS_INIT;
}

void evenload_alarm_options_init(evenload_alarm_options* options) {
  if (options != nullptr) *options = evenload_alarm_options EVENLOAD_ALARM_OPTIONS_INIT;
}

evenload_status evenload_workload_weekly_series(evenload_context* context, const evenload_series_tables* tables,
                                                const evenload_measurement_rule* rule, const evenload_series_options* options,
                                                evenload_weekly_series** out) {
  return guarded_make(context, out, [&] {
    return new evenload_weekly_series{
        workload::weekly_series(series_input_of(tables), needed(rule, "rule").rule, series_options_of(options))};
  });
}

evenload_status evenload_workload_compare_drafts(evenload_context* context, const evenload_series_tables* tables,
                                                 const evenload_measurement_rule* rule_a, const evenload_measurement_rule* rule_b,
                                                 const evenload_series_options* options, int32_t group, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto level = constant_of<workload::SeriesGroup>(group, EVENLOAD_GROUP_UNHELD, "group");
    const workload::DraftComparison compared =
        workload::compare_drafts(series_input_of(tables), needed(rule_a, "rule_a").rule, needed(rule_b, "rule_b").rule, series_options_of(options));
    return make_table(workload::to_table(compared, level));
  });
}

evenload_status evenload_weekly_series_table(evenload_context* context, const evenload_weekly_series* series, int32_t group,
                                             evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto level = constant_of<workload::SeriesGroup>(group, EVENLOAD_GROUP_UNHELD, "group");
    return make_table(workload::to_table(needed(series, "series").series, level));
  });
}

int64_t evenload_weekly_series_weeks(const evenload_weekly_series* series) {
  return series == nullptr ? 0 : static_cast<int64_t>(series->series.days.size());
}

int64_t evenload_weekly_series_unknown_holders(const evenload_weekly_series* series) {
  return series == nullptr ? 0 : series->series.unknown_holder_count;
}

void evenload_weekly_series_destroy(evenload_weekly_series** series) { destroy(series); }

evenload_status evenload_workload_changes(evenload_context* context, const evenload_series_tables* tables,
                                          const evenload_measurement_rule* rule, int32_t from_day, int32_t to_day,
                                          int32_t person_level, int32_t smallest_group, int32_t group, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto level = constant_of<workload::SeriesGroup>(group, EVENLOAD_GROUP_UNHELD, "group");
    const workload::Changes found = workload::changes(
        series_input_of(tables), needed(rule, "rule").rule,
        {day_from(from_day), day_from(to_day), person_level != 0, smallest_group});
    return make_table(workload::to_table(found, level));
  });
}

evenload_status evenload_workload_weekly_load(evenload_context* context, const evenload_load_spans* spans,
                                              evenload_weekly_load** out) {
  return guarded_make(context, out, [&] {
    const evenload_load_spans defaults = EVENLOAD_LOAD_SPANS_INIT;
    const evenload_load_spans given = versioned(&needed(spans, "spans"), defaults, "spans");
    const auto rows = size_of(given.rows, "spans.rows");
    workload::LoadSpans read;
    read.people = size_of(given.people, "spans.people");
    read.units = size_of(given.units, "spans.units");
    read.cases = size_of(given.cases, "spans.cases");
    read.categories = size_of(given.categories, "spans.categories");
    read.weeks = size_of(given.weeks, "spans.weeks");
    read.first_day = given.first_day;
    if (rows > 0) {
      needed(given.holder, "spans.holder");
      needed(given.from, "spans.from");
      needed(given.to, "spans.to");
      needed(given.weight, "spans.weight");
    }
    read.holder = view(given.holder, rows, "spans.holder");
    read.from = view(given.from, rows, "spans.from");
    read.to = view(given.to, rows, "spans.to");
    read.weight = view(given.weight, rows, "spans.weight");
    read.case_code = view(given.case_code, rows, "spans.case_code");
    read.slot = view(given.role, rows, "spans.role");
    read.category = view(given.category, rows, "spans.category");
    read.unit = view(given.unit, read.people, "spans.unit");
    return new evenload_weekly_load{workload::weekly_load(read, given.threads)};
  });
}

evenload_status evenload_weekly_load_load(evenload_context* context, const evenload_weekly_load* sums, int32_t group,
                                          size_t capacity, int64_t* out) {
  return guarded(context, [&] { copy_out(grid_of(sums, group).load, capacity, out); });
}

evenload_status evenload_weekly_load_cases(evenload_context* context, const evenload_weekly_load* sums, int32_t group,
                                           size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(grid_of(sums, group).cases, capacity, out); });
}

evenload_status evenload_weekly_load_by_category(evenload_context* context, const evenload_weekly_load* sums, int32_t group,
                                                 size_t capacity, int32_t* out) {
  return guarded(context, [&] { copy_out(grid_of(sums, group).by_category, capacity, out); });
}

void evenload_weekly_load_destroy(evenload_weekly_load** sums) { destroy(sums); }

evenload_status evenload_workload_trend(evenload_context* context, const double* values, size_t weeks, double half_life,
                                        double* level, double* slope, double* weight) {
  return guarded(context, [&] {
    const workload::Trend trend = workload::exponential_trend(values_of(values, weeks, "values"), half_life);
    copy_where_wanted(trend.level, level);
    copy_where_wanted(trend.slope, slope);
    copy_where_wanted(trend.weight, weight);
  });
}

evenload_status evenload_workload_cusum_run_length(evenload_context* context, double reference, double threshold, int32_t side,
                                                   double head_start, double shift, double* out) {
  return guarded(context, [&] {
    const auto which = constant_of<workload::AlarmSide>(side, EVENLOAD_SIDE_LOWER, "side");
    needed(out, "out") = workload::cusum_run_length(reference, threshold, which, head_start, shift);
  });
}

evenload_status evenload_workload_cusum_threshold(evenload_context* context, double reference, double run_length, int32_t side,
                                                  double head_start, double* out) {
  return guarded(context, [&] {
    const auto which = constant_of<workload::AlarmSide>(side, EVENLOAD_SIDE_LOWER, "side");
    needed(out, "out") = workload::cusum_threshold(reference, run_length, which, head_start);
  });
}

evenload_status evenload_workload_fit_autoregression(evenload_context* context, const double* values, size_t series_count,
                                                     size_t weeks, size_t lags, int32_t correction, double risk, uint64_t seed,
                                                     double* phi, double* sigma, double* means) {
  return guarded(context, [&] {
    if (lags > 0) needed(phi, "phi");
    needed(sigma, "sigma");
    if (weeks > 0 && series_count > SIZE_MAX / weeks) refuse("series_count", "arrays that memory can hold", std::to_string(series_count));
    const auto all = values_of(values, series_count * weeks, "values");
    std::vector<std::span<const double>> series;
    for (size_t i = 0; i < series_count; ++i) series.push_back(all.subspan(i * weeks, weeks));
    workload::AutoregressionFitOptions options;
    options.lags = lags;
    options.correction = constant_of<workload::BiasCorrection>(correction, EVENLOAD_CORRECTION_CAUTIOUS, "correction");
    options.risk = risk;
    options.seed = seed;
    const workload::AutoregressionFit fit = workload::fit_autoregression(series, options);
    copy_where_wanted(fit.phi, phi);
    *sigma = fit.sigma;
    copy_where_wanted(fit.means, means);
  });
}

evenload_status evenload_workload_alarm(evenload_context* context, const double* values, size_t weeks,
                                        const evenload_alarm_options* options, double* residual, double* upper, double* lower,
                                        int8_t* alarm, double* threshold) {
  return guarded(context, [&] {
    const evenload_alarm_options defaults = EVENLOAD_ALARM_OPTIONS_INIT;
    const evenload_alarm_options given = versioned(options, defaults, "options");
    workload::AlarmOptions read;
    read.side = constant_of<workload::AlarmSide>(given.side, EVENLOAD_SIDE_LOWER, "side");
    read.reference = given.reference;
    read.run_length = given.run_length;
    read.charts = given.charts;
    if (given.threshold != 0) read.threshold = given.threshold;
    read.head_start = given.head_start;
    read.learn_mean = given.learn_mean != 0;
    read.learn_sigma = given.learn_sigma != 0;
    read.first_week = given.first_week;
    if (given.planned_count > 0) needed(given.planned, "options.planned");
    const auto planned = view(given.planned, given.planned_count, "options.planned");
    const std::vector<std::size_t> positions(planned.begin(), planned.end());
    read.planned = positions;
    if (given.lags > 0) needed(given.phi, "options.phi");
    const auto phi = view(given.phi, given.lags, "options.phi");
    const workload::Alarm answer = workload::run_alarm(
        values_of(values, weeks, "values"), {given.mean, {phi.begin(), phi.end()}, given.sigma}, read);
    copy_where_wanted(answer.innovations.residual, residual);
    copy_where_wanted(answer.upper, upper);
    copy_where_wanted(answer.lower, lower);
    if (alarm != nullptr) {
      std::transform(answer.alarm.begin(), answer.alarm.end(), alarm,
                     [](workload::AlarmKind kind) { return static_cast<int8_t>(kind); });
    }
    if (threshold != nullptr) *threshold = answer.threshold;
  });
}

}  // extern "C"
