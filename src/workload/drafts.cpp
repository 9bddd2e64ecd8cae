#include "evenload/workload/drafts.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"
#include "src/core/locate.hpp"
#include "src/core/table_builder.hpp"
#include "src/core/utf8.hpp"

namespace evenload::workload {

namespace {

constexpr Date first_of_days = std::chrono::year(1) / std::chrono::January / 1;

/// One group of two series of the same groups and weeks.
DraftDifference compare_group(const SeriesLevel& a, const SeriesLevel& b, std::size_t group, std::size_t weeks) {
  DraftDifference one;
  Rational capacity_a;
  Rational capacity_b;
  for (std::size_t cell = group * weeks; cell < (group + 1) * weeks; ++cell) {
    if (a.load[cell] > a.capacity[cell]) ++one.weeks_over_a;
    if (b.load[cell] > b.capacity[cell]) ++one.weeks_over_b;
    if (a.capacity[cell] == Rational(0) || b.capacity[cell] == Rational(0)) continue;
    ++one.weeks;
    one.load_a = one.load_a + a.load[cell];
    one.load_b = one.load_b + b.load[cell];
    capacity_a = capacity_a + a.capacity[cell];
    capacity_b = capacity_b + b.capacity[cell];
  }
  if (one.weeks == 0) return one;
  one.ratio_a = one.load_a / capacity_a;
  one.ratio_b = one.load_b / capacity_b;
  one.difference = *one.ratio_b - *one.ratio_a;
  one.load_a = one.load_a / Rational(one.weeks);
  one.load_b = one.load_b / Rational(one.weeks);
  return one;
}

}  // namespace

WeightScheme only_version(const WeightScheme& scheme, std::string_view version) {
  std::string all;
  for (const WeightTable& table : scheme.tables) {
    if (table.version == version) {
      WeightScheme single = scheme;
      single.tables = {table};
      single.tables.front().effective_from = first_of_days;
      single.tables.front().effective_to = std::nullopt;
      return single;
    }
    all.append(all.empty() ? "one of " : ", ").append(utf8::quote(table.version));
  }
  throw InvalidDataError({ErrorCode::unknown_id, "weight_scheme.tables", "version", {}, all.empty() ? "a scheme with versions" : all, utf8::quote(version)});
}

DraftComparison compare_drafts(const SeriesInput& input, const MeasurementRule& a, const MeasurementRule& b, const SeriesOptions& options) {
  const WeeklySeries first = weekly_series(input, a, options);
  const WeeklySeries second = weekly_series(input, b, options);
  DraftComparison comparison;
  comparison.days = first.days;
  const std::size_t weeks = first.days.size();
  if (first.people) {
    for (std::size_t i = 0; i < first.caseworkers.size(); ++i) {
      comparison.people.push_back(compare_group(*first.people, *second.people, i, weeks));
      comparison.people.back().caseworker = first.caseworkers[i];
      comparison.people.back().unit = first.caseworker_units[i];
    }
  }
  for (std::size_t i = 0; i < first.units.size(); ++i) {
    comparison.units.push_back(compare_group(first.by_unit, second.by_unit, i, weeks));
    comparison.units.back().unit = first.units[i];
  }
  comparison.municipality = compare_group(first.municipality, second.municipality, 0, weeks);
  return comparison;
}

Table to_table(const DraftComparison& comparison, SeriesGroup group) {
  using Row = DraftDifference;
  std::vector<Row> rows;
  if (group == SeriesGroup::caseworker) rows = comparison.people;
  if (group == SeriesGroup::unit) rows = comparison.units;
  if (group == SeriesGroup::municipality) rows = {comparison.municipality};
  if (group == SeriesGroup::unheld || (group == SeriesGroup::caseworker && rows.empty() && !comparison.units.empty())) {
    throw InvalidDataError({ErrorCode::unsupported, "drafts", {}, {}, "a group that is compared", "another one, or people where they are not told"});
  }
  TableBuilder<Row> table("drafts", rows, EmptyColumns::keep);
  if (group == SeriesGroup::caseworker) table.id("caseworker", [](const Row& r) { return r.caseworker; });
  if (group != SeriesGroup::municipality) table.text("unit", [](const Row& r) { return r.unit.value(); });
  return std::move(table.column<std::int64_t>("weeks", [](const Row& r) { return std::optional(r.weeks); })
                       .number("load_a", [](const Row& r) { return std::optional(r.load_a); })
                       .number("load_b", [](const Row& r) { return std::optional(r.load_b); })
                       .number("ratio_a", [](const Row& r) { return r.ratio_a; })
                       .number("ratio_b", [](const Row& r) { return r.ratio_b; })
                       .number("difference", [](const Row& r) { return r.difference; })
                       .column<std::int64_t>("weeks_over_a", [](const Row& r) { return std::optional(r.weeks_over_a); })
                       .column<std::int64_t>("weeks_over_b", [](const Row& r) { return std::optional(r.weeks_over_b); }))
      .done();
}

}  // namespace evenload::workload
