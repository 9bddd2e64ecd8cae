// workload: series over weeks, trend, alarm, what changed.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/workload/alarm.hpp"
#include "evenload/workload/change.hpp"
#include "evenload/workload/drafts.hpp"
#include "evenload/workload/document.hpp"
#include "evenload/workload/series.hpp"
#include "evenload/workload/trend.hpp"
#include "lent_array.hpp"
#include "numpy_memory.hpp"
#include "register.hpp"
#include "table.hpp"
#include "typed.hpp"

namespace py = pybind11;

namespace evenload::python {

namespace {

using workload::AlarmSide;
using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;
using MaybeTable = std::optional<const TableHandle*>;

const Table* given_table(const MaybeTable& handle) {
  return handle && *handle != nullptr ? (*handle)->table.get() : nullptr;
}

using MaybeHandle = typing::Optional<TableHandle>;
/// (people or None, units, municipality, unheld, unknown holders, how many of them).
using SeriesRow =
    typing::Tuple<MaybeHandle, TableHandle, TableHandle, TableHandle, typing::List<Text>, Whole>;
/// (people or None, units, municipality).
using ChangesRow = typing::Tuple<MaybeHandle, TableHandle, TableHandle>;
using Grid = typing::Dict<Text, Any>;
using GridRow = typing::Tuple<Grid, Grid, Grid>;
using CellsRow = typing::Tuple<py::array_t<double>, py::array_t<std::int32_t>>;
/// (level, slope, weight).
using TrendRow = typing::Tuple<py::array_t<double>, py::array_t<double>, py::array_t<double>>;
/// (phi, sigma, means, phi before the correction, observations, shortened).
using FitRow = typing::Tuple<typing::List<Real>, Real, typing::List<Real>, typing::List<Real>,
                             Whole, Flag>;

std::span<const double> span_of(const Doubles& values, const char* name) {
  if (values.ndim() != 1) {
    throw InvalidDataError({ErrorCode::wrong_type, "series", name, std::nullopt,
                            "an array of one dimension",
                            std::to_string(values.ndim()) + " dimensions"});
  }
  return {values.data(), static_cast<std::size_t>(values.size())};
}

template <class Value, std::size_t Count>
Value chosen(std::string_view name, const std::array<std::pair<std::string_view, Value>, Count>& all,
             const char* option) {
  std::string expected;
  for (const auto& [text, value] : all) {
    if (text == name) return value;
    expected += (expected.empty() ? "\"" : ", \"") + std::string(text) + "\"";
  }
  throw InvalidDataError({ErrorCode::out_of_range, {}, option, std::nullopt, "one of " + expected,
                          std::string(name)});
}

AlarmSide side_of(std::string_view name) {
  return chosen<AlarmSide, 3>(name,
                              {{{"both", AlarmSide::both},
                                {"upper", AlarmSide::upper},
                                {"lower", AlarmSide::lower}}},
                              "side");
}

workload::SeriesInput series_input(const TableHandle& held, const TableHandle& caseworkers,
                                   const MaybeTable& absences, const MaybeTable& reductions,
                                   const MaybeTable& weeks) {
  return workload::read_series({held.table.get(), caseworkers.table.get(), given_table(absences),
                                given_table(reductions), given_table(weeks)});
}


workload::SeriesOptions series_options(std::string_view first, std::string_view last, int weekday,
                                       bool person_level, int smallest_group,
                                       std::string_view overlap, int threads) {
  workload::SeriesOptions options;
  options.first = parse_date(first);
  options.last = parse_date(last);
  options.weekday = weekday;
  options.person_level = person_level;
  options.smallest_group = smallest_group;
  options.overlap = chosen<workload::RoleOverlap, 2>(
      overlap,
      {{{"refuse", workload::RoleOverlap::refuse}, {"share", workload::RoleOverlap::share}}},
      "overlap");
  options.threads = threads;
  return options;
}

ChangesRow compare_drafts_of(const TableHandle& held, const TableHandle& caseworkers,
                            const MaybeTable& absences, const MaybeTable& reductions,
                            const MaybeTable& weeks, std::string_view rule_a,
                            std::string_view rule_b, std::string_view first, std::string_view last,
                            int weekday, bool person_level, int smallest_group,
                            std::string_view overlap, int threads) {
  const auto a = workload::measurement_rule_from_json(rule_a);
  const auto b = workload::measurement_rule_from_json(rule_b);
  const workload::SeriesOptions options =
      series_options(first, last, weekday, person_level, smallest_group, overlap, threads);
  workload::DraftComparison compared;
  {
    const py::gil_scoped_release release;
    compared = workload::compare_drafts(
        series_input(held, caseworkers, absences, reductions, weeks), a, b, options);
  }
  py::object people = py::none();
  if (person_level) people = py::cast(handle_of(to_table(compared, workload::SeriesGroup::caseworker)));
  return py::make_tuple(people, handle_of(to_table(compared, workload::SeriesGroup::unit)),
                        handle_of(to_table(compared, workload::SeriesGroup::municipality)));
}

SeriesRow weekly_series_of(const TableHandle& held, const TableHandle& caseworkers,
                           const MaybeTable& absences, const MaybeTable& reductions,
                           const MaybeTable& weeks, std::string_view rule_json,
                           std::string_view first, std::string_view last, int weekday,
                           bool person_level, int smallest_group, std::string_view overlap,
                           int threads) {
  const auto rule = workload::measurement_rule_from_json(rule_json);
  const workload::SeriesOptions options =
      series_options(first, last, weekday, person_level, smallest_group, overlap, threads);
  std::optional<Table> people;
  Table units, municipality, unheld;
  std::vector<std::string> unknown;
  std::int64_t unknown_count = 0;
  {
    const py::gil_scoped_release release;
    const auto input = series_input(held, caseworkers, absences, reductions, weeks);
    const workload::WeeklySeries series = workload::weekly_series(input, rule, options);
    if (series.people) people = to_table(series, workload::SeriesGroup::caseworker);
    units = to_table(series, workload::SeriesGroup::unit);
    municipality = to_table(series, workload::SeriesGroup::municipality);
    unheld = to_table(series, workload::SeriesGroup::unheld);
    for (const auto& id : series.unknown_holders) unknown.push_back(id.value());
    unknown_count = series.unknown_holder_count;
  }
  py::object shown = py::none();
  if (people) shown = py::cast(handle_of(std::move(*people)));
  return py::make_tuple(shown, handle_of(std::move(units)), handle_of(std::move(municipality)),
                        handle_of(std::move(unheld)), unknown, unknown_count);
}

ChangesRow changes_of(const TableHandle& held, const TableHandle& caseworkers,
                     const MaybeTable& absences, const MaybeTable& reductions,
                     const MaybeTable& weeks, std::string_view rule_json, std::string_view from,
                     std::string_view to, bool person_level, int smallest_group) {
  const auto rule = workload::measurement_rule_from_json(rule_json);
  const workload::ChangeOptions options{parse_date(from), parse_date(to), person_level,
                                        smallest_group};
  std::optional<Table> people;
  Table units, municipality;
  {
    const py::gil_scoped_release release;
    const auto input = series_input(held, caseworkers, absences, reductions, weeks);
    const workload::Changes found = workload::changes(input, rule, options);
    if (found.person_level) people = to_table(found, workload::SeriesGroup::caseworker);
    units = to_table(found, workload::SeriesGroup::unit);
    municipality = to_table(found, workload::SeriesGroup::municipality);
  }
  py::object shown = py::none();
  if (people) shown = py::cast(handle_of(std::move(*people)));
  return py::make_tuple(shown, handle_of(std::move(units)), handle_of(std::move(municipality)));
}

Grid grid_dict(workload::LoadGrid grid) {
  Grid answer;
  answer["load"] = owning_array(std::move(grid.load));
  answer["cases"] = owning_array(std::move(grid.cases));
  answer["by_category"] = owning_array(std::move(grid.by_category));
  return answer;
}

/// Arrays as they stand: see LoadSpans.
GridRow weekly_load_of(const py::object& holder, const py::object& from, const py::object& to,
                         const py::object& weight, const py::object& case_code,
                         const py::object& role, const py::object& category, const py::object& unit,
                         std::int32_t first_day, std::size_t weeks, std::size_t people,
                         std::size_t units, std::size_t cases, std::size_t categories,
                         int threads) {
  constexpr const char* table = "held_cases";
  const LentArray<std::int32_t> holders(holder, table, "caseworker");
  const LentArray<std::int32_t> begin(from, table, "from");
  const LentArray<std::int32_t> end(to, table, "to");
  const LentArray<std::int64_t> weights(weight, table, "weight");
  const LentArray<std::int32_t> codes(case_code, table, "case");
  const LentArray<std::int32_t> slots(role, table, "role");
  const LentArray<std::int32_t> category_codes(category, table, "category");
  const LentArray<std::int32_t> unit_codes(unit, "caseworkers", "unit");
  workload::LoadSpans spans;
  spans.people = people;
  spans.units = units;
  spans.cases = cases;
  spans.categories = categories;
  spans.weeks = weeks;
  spans.first_day = first_day;
  spans.holder = holders.span();
  spans.from = begin.span();
  spans.to = end.span();
  spans.weight = weights.span();
  spans.case_code = codes.span();
  spans.slot = slots.span();
  spans.category = category_codes.span();
  spans.unit = unit_codes.span();
  workload::WeeklyLoad sums;
  {
    const py::gil_scoped_release release;
    sums = workload::weekly_load(spans, threads);
  }
  return py::make_tuple(grid_dict(std::move(sums.people)), grid_dict(std::move(sums.units)),
                        grid_dict(std::move(sums.municipality)));
}

CellsRow rate_cells_of(const py::object& load, std::int64_t load_denominator,
                        const py::object& capacity, std::int64_t capacity_denominator,
                        const std::vector<std::pair<std::string, bool>>& bands, int decimals) {
  const LentArray<std::int64_t> loads(load, "cells", "load");
  const LentArray<std::int64_t> capacities(capacity, "cells", "capacity");
  std::vector<workload::BandStart> starts;
  for (const auto& [from, strictly_above] : bands) {
    starts.push_back({Rational::parse(from), strictly_above});
  }
  workload::RatedCells rated;
  {
    const py::gil_scoped_release release;
    rated = workload::rate_cells(loads.span(), load_denominator, capacities.span(),
                                 capacity_denominator, starts, decimals);
  }
  return py::make_tuple(owning_array(std::move(rated.ratio)), owning_array(std::move(rated.band)));
}

TrendRow trend_of(const Doubles& values, double half_life) {
  workload::Trend trend = workload::exponential_trend(span_of(values, "values"), half_life);
  return py::make_tuple(owning_array(std::move(trend.level)), owning_array(std::move(trend.slope)),
                        owning_array(std::move(trend.weight)));
}

FitRow fit_of(const std::vector<Doubles>& series, std::size_t lags, std::string_view correction,
                 double risk, std::uint64_t seed) {
  using workload::BiasCorrection;
  workload::AutoregressionFitOptions options;
  options.lags = lags;
  options.correction = chosen<BiasCorrection, 3>(correction,
                                                 {{{"none", BiasCorrection::none},
                                                   {"mean", BiasCorrection::mean},
                                                   {"cautious", BiasCorrection::cautious}}},
                                                 "correction");
  options.risk = risk;
  options.seed = seed;
  std::vector<std::span<const double>> spans;
  for (const Doubles& values : series) spans.push_back(span_of(values, "values"));
  workload::AutoregressionFit fit;
  {
    const py::gil_scoped_release release;
    fit = workload::fit_autoregression(spans, options);
  }
  return py::make_tuple(fit.phi, fit.sigma, fit.means, fit.phi_found, fit.observations,
                        fit.shortened);
}

Grid alarm_of(const Doubles& values, double mean, std::vector<double> phi, double sigma,
                  std::string_view side, double reference, double run_length, std::int64_t charts,
                  std::optional<double> threshold, double head_start, bool learn_mean,
                  bool learn_sigma, std::size_t first_week,
                  const std::vector<std::size_t>& planned) {
  workload::AlarmOptions options;
  options.side = side_of(side);
  options.reference = reference;
  options.run_length = run_length;
  options.charts = charts;
  options.threshold = threshold;
  options.head_start = head_start;
  options.learn_mean = learn_mean;
  options.learn_sigma = learn_sigma;
  options.first_week = first_week;
  options.planned = planned;
  const auto span = span_of(values, "values");
  workload::Alarm alarm;
  {
    const py::gil_scoped_release release;
    alarm = workload::run_alarm(span, {mean, std::move(phi), sigma}, options);
  }
  std::vector<std::int8_t> kinds;
  for (const workload::AlarmKind kind : alarm.alarm) kinds.push_back(static_cast<std::int8_t>(kind));
  Grid answer;
  answer["threshold"] = alarm.threshold;
  answer["run_length"] = alarm.run_length;
  answer["residual"] = owning_array(std::move(alarm.innovations.residual));
  answer["expected"] = owning_array(std::move(alarm.innovations.expected));
  answer["spread"] = owning_array(std::move(alarm.innovations.spread));
  answer["upper"] = owning_array(std::move(alarm.upper));
  answer["lower"] = owning_array(std::move(alarm.lower));
  answer["alarm"] = owning_array(std::move(kinds));
  return answer;
}

}  // namespace

void register_workload_series(py::module_& module) {
  module.def("weekly_series", &weekly_series_of, py::arg("held_cases"), py::arg("caseworkers"),
             py::arg("absences"), py::arg("reductions"), py::arg("caseworker_weeks"),
             py::arg("rule"), py::arg("first"), py::arg("last"), py::arg("weekday"),
             py::arg("person_level"), py::arg("smallest_group"), py::arg("overlap"),
             py::arg("threads"),
             "(people or None, units, municipality, unheld, unknown holders, how many).");
  module.def("compare_drafts", &compare_drafts_of, py::arg("held_cases"), py::arg("caseworkers"),
             py::arg("absences"), py::arg("reductions"), py::arg("caseworker_weeks"),
             py::arg("rule_a"), py::arg("rule_b"), py::arg("first"), py::arg("last"),
             py::arg("weekday"), py::arg("person_level"), py::arg("smallest_group"),
             py::arg("overlap"), py::arg("threads"), "(people or None, units, municipality).");
  module.def("changes", &changes_of, py::arg("held_cases"), py::arg("caseworkers"),
             py::arg("absences"), py::arg("reductions"), py::arg("caseworker_weeks"),
             py::arg("rule"), py::arg("start"), py::arg("end"), py::arg("person_level"),
             py::arg("smallest_group"), "(people or None, units, municipality).");
  module.def("weekly_load", &weekly_load_of, py::arg("holder"), py::arg("start"), py::arg("end"),
             py::arg("weight"), py::arg("case_code"), py::arg("role"), py::arg("category"),
             py::arg("unit"), py::arg("first_day"), py::arg("weeks"), py::arg("people"),
             py::arg("units"), py::arg("cases"), py::arg("categories"), py::arg("threads"),
             "Dicts of load, cases and by_category: people, units, municipality.");
  module.def("rate_cells", &rate_cells_of, py::arg("load"), py::arg("load_denominator"),
             py::arg("capacity"), py::arg("capacity_denominator"), py::arg("bands"),
             py::arg("decimals"), "(ratio, band).");
  module.def("exponential_trend", &trend_of, py::arg("values"), py::arg("half_life"),
             "(level, slope, weight).");
  module.def(
      "cusum_run_length",
      [](double reference, double threshold, std::string_view side, double head_start,
         double shift) {
        return workload::cusum_run_length(reference, threshold, side_of(side), head_start, shift);
      },
      py::arg("reference"), py::arg("threshold"), py::arg("side"), py::arg("head_start"),
      py::arg("shift"), "Mean number of values until an alarm.");
  module.def(
      "cusum_threshold",
      [](double reference, double run_length, std::string_view side, double head_start) {
        return workload::cusum_threshold(reference, run_length, side_of(side), head_start);
      },
      py::arg("reference"), py::arg("run_length"), py::arg("side"), py::arg("head_start"),
      "The threshold with that run length.");
  module.def("fit_autoregression", &fit_of, py::arg("series"), py::arg("lags"),
             py::arg("correction"), py::arg("risk"), py::arg("seed"),
             "(phi, sigma, means, phi before the correction, observations, shortened).");
  module.def("run_alarm", &alarm_of, py::arg("values"), py::arg("mean"), py::arg("phi"),
             py::arg("sigma"), py::arg("side"), py::arg("reference"), py::arg("run_length"),
             py::arg("charts"), py::arg("threshold"), py::arg("head_start"), py::arg("learn_mean"),
             py::arg("learn_sigma"), py::arg("first_week"), py::arg("planned"),
             "threshold, run_length, residual, expected, spread, upper, lower, alarm.");
}

}  // namespace evenload::python
