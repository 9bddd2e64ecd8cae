// A series as tables; docs/data-model.md describes the columns.

#include <chrono>

#include "evenload/core/errors.hpp"
#include "evenload/workload/series.hpp"

namespace evenload::workload {

namespace {

/// One column, cell by cell; groups one after the other.
template <class Value>
struct SeriesColumn {
  std::string name;
  std::vector<Value> values;
  std::vector<std::uint8_t> valid;
  bool complete = true;

  SeriesColumn(std::string column, std::size_t cells) : name(std::move(column)) {
    values.reserve(cells);
    valid.reserve(cells);
  }
  void add(Value value, bool is_there = true) {
    complete = complete && is_there;
    values.push_back(is_there ? std::move(value) : Value{});
    valid.push_back(is_there ? 1 : 0);
  }
  void into(Table& table) && {
    if (complete) valid.clear();
    table.add({std::move(name), std::move(values), std::move(valid)});
  }
};

/// Adds a column with `cell(group, week, column)` called for each cell.
template <class Value, class Cell>
void add_cells(Table& table, std::string name, std::size_t groups, std::size_t weeks, Cell cell) {
  SeriesColumn<Value> column(std::move(name), groups * weeks);
  for (std::size_t group = 0; group < groups; ++group) {
    for (std::size_t week = 0; week < weeks; ++week) cell(group, week, column);
  }
  std::move(column).into(table);
}

void add_days(Table& table, const WeeklySeries& series, std::size_t groups) {
  const std::size_t weeks = series.days.size();
  std::vector<std::string> names;
  for (const Date day : series.days) names.push_back(to_string(iso_week(day)));
  add_cells<std::string>(table, "week", groups, weeks,
                         [&](std::size_t, std::size_t w, auto& out) { out.add(names[w]); });
  add_cells<Date>(table, "date", groups, weeks,
                  [&](std::size_t, std::size_t w, auto& out) { out.add(series.days[w]); });
}

void add_level(Table& table, const WeeklySeries& series, const SeriesLevel& level, bool of_groups) {
  const std::size_t weeks = series.days.size();
  const std::size_t groups = level.groups;
  const auto at = [&](std::size_t g, std::size_t w) { return g * weeks + w; };
  const auto reals = [&](std::string name, auto value) {
    add_cells<double>(table, std::move(name), groups, weeks,
                      [&](std::size_t g, std::size_t w, auto& out) {
                        const std::optional<Rational> found = value(at(g, w));
                        out.add(found ? found->to_double() : 0.0, found.has_value());
                      });
  };
  const auto counts = [&](std::string name, const std::vector<std::int32_t>& values,
                          std::size_t offset) {
    add_cells<std::int64_t>(table, std::move(name), groups, weeks,
                            [&](std::size_t g, std::size_t w, auto& out) {
                              out.add(values[offset + at(g, w)]);
                            });
  };
  reals("load", [&](std::size_t cell) { return std::optional(level.load[cell]); });
  reals("capacity", [&](std::size_t cell) { return std::optional(level.capacity[cell]); });
  reals("ratio", [&](std::size_t cell) { return level.ratio[cell]; });
  add_cells<std::string>(table, "band", groups, weeks, [&](std::size_t g, std::size_t w, auto& out) {
    const std::int32_t band = level.band[at(g, w)];
    out.add(band < 0 ? std::string() : series.bands[static_cast<std::size_t>(band)], band >= 0);
  });
  reals("perceived", [&](std::size_t cell) { return level.perceived[cell]; });
  if (of_groups) counts("ratings", level.ratings, 0);
  counts("cases", level.cases, 0);
  for (std::size_t k = 0; k < series.categories.size(); ++k) {
    counts("count_" + series.categories[k], level.by_category, k * groups * weeks);
  }
}

/// Ids of groups as a column, with the system beside them where one is named.
template <class IdType>
void add_ids(Table& table, const std::string& name, const std::vector<IdType>& ids,
             std::size_t weeks) {
  bool systems = false;
  for (const IdType& id : ids) systems = systems || !id.system().empty();
  add_cells<std::string>(table, name, ids.size(), weeks,
                         [&](std::size_t g, std::size_t, auto& out) {
                           out.add(ids[g].value(), !ids[g].empty());
                         });
  if (!systems) return;
  add_cells<std::string>(table, name + "_system", ids.size(), weeks,
                         [&](std::size_t g, std::size_t, auto& out) {
                           out.add(ids[g].system(), !ids[g].system().empty());
                         });
}

}  // namespace

Table to_table(const WeeklySeries& series, SeriesGroup group) {
  const std::size_t weeks = series.days.size();
  Table table("weekly_series");
  switch (group) {
    case SeriesGroup::caseworker: {
      if (!series.people) {
        throw InvalidDataError({ErrorCode::unsupported, "weekly_series", "caseworker", std::nullopt,
                                "units or the municipality, as person_level is false",
                                "caseworkers"});
      }
      add_ids(table, "caseworker", series.caseworkers, weeks);
      add_cells<std::string>(table, "unit", series.caseworkers.size(), weeks,
                             [&](std::size_t g, std::size_t, auto& out) {
                               const UnitId& unit = series.caseworker_units[g];
                               out.add(unit.value(), !unit.empty());
                             });
      add_days(table, series, series.caseworkers.size());
      add_level(table, series, *series.people, false);
      return table;
    }
    case SeriesGroup::unit:
      add_ids(table, "unit", series.units, weeks);
      add_days(table, series, series.units.size());
      add_cells<std::int64_t>(table, "caseworkers", series.units.size(), weeks,
                              [&](std::size_t g, std::size_t, auto& out) {
                                out.add(series.unit_people[g]);
                              });
      add_level(table, series, series.by_unit, true);
      return table;
    case SeriesGroup::municipality:
      add_days(table, series, 1);
      add_level(table, series, series.municipality, true);
      return table;
    case SeriesGroup::unheld: {
      const std::size_t groups = series.unheld_units.size();
      add_ids(table, "unit", series.unheld_units, weeks);
      add_days(table, series, groups);
      add_cells<double>(table, "load", groups, weeks,
                        [&](std::size_t g, std::size_t w, auto& out) {
                          out.add(series.unheld_load[g * weeks + w].to_double());
                        });
      add_cells<std::int64_t>(table, "cases", groups, weeks,
                              [&](std::size_t g, std::size_t w, auto& out) {
                                out.add(series.unheld_cases[g * weeks + w]);
                              });
      return table;
    }
  }
  throw InvalidDataError({ErrorCode::out_of_range, "weekly_series", "group", std::nullopt,
                          "a level of a series", std::to_string(static_cast<int>(group))});
}

}  // namespace evenload::workload
