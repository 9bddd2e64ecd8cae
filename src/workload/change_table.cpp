// Changes as a table; docs/data-model.md describes the columns.

#include <algorithm>

#include "evenload/core/errors.hpp"
#include "evenload/workload/change.hpp"

namespace evenload::workload {

namespace {

/// The rows as they are filled.
struct ChangeRows {
  std::vector<std::string> caseworker, system, unit, part, load_exact, ratio_exact;
  std::vector<std::uint8_t> has_system, has_unit, has_ratio, has_capacity;
  std::vector<double> load, ratio, capacity;
  std::vector<std::int64_t> cases;

  void add(std::string_view name, const Rational& own_load, const std::optional<Rational>& own_ratio,
           const std::optional<Rational>& own_capacity, std::int64_t count) {
    part.emplace_back(name);
    load.push_back(own_load.to_double());
    load_exact.push_back(own_load.to_string());
    ratio.push_back(own_ratio ? own_ratio->to_double() : 0);
    ratio_exact.push_back(own_ratio ? own_ratio->to_string() : std::string());
    has_ratio.push_back(own_ratio ? 1 : 0);
    capacity.push_back(own_capacity ? own_capacity->to_double() : 0);
    has_capacity.push_back(own_capacity ? 1 : 0);
    cases.push_back(count);
  }
  void add(const LoadChange& change) {
    add("from", change.load_from, change.ratio_from, change.capacity_from, 0);
    for (std::size_t part_at = 0; part_at < change_parts; ++part_at) {
      const std::optional<Rational> own =
          change.ratio ? std::optional((*change.ratio)[part_at]) : std::nullopt;
      add(change_part_name(static_cast<ChangePart>(part_at)), change.load[part_at], own, std::nullopt,
          change.cases[part_at]);
    }
    add("to", change.load_to, change.ratio_to, change.capacity_to, 0);
  }
};

constexpr std::size_t rows_per_group = change_parts + 2;

}  // namespace

Table to_table(const Changes& changes, SeriesGroup group) {
  ChangeRows rows;
  const auto unit_of = [&](const UnitId& unit) {
    rows.unit.insert(rows.unit.end(), rows_per_group, unit.value());
    rows.has_unit.insert(rows.has_unit.end(), rows_per_group, unit.empty() ? 0 : 1);
  };
  Table table("changes");
  switch (group) {
    case SeriesGroup::caseworker:
      if (!changes.person_level) {
        throw InvalidDataError({ErrorCode::unsupported, "changes", "caseworker", std::nullopt,
                                "units or the municipality, as person_level is false",
                                "caseworkers"});
      }
      for (std::size_t i = 0; i < changes.people.size(); ++i) {
        rows.add(changes.people[i]);
        const CaseworkerId& id = changes.caseworkers[i];
        rows.caseworker.insert(rows.caseworker.end(), rows_per_group, id.value());
        rows.system.insert(rows.system.end(), rows_per_group, id.system());
        rows.has_system.insert(rows.has_system.end(), rows_per_group, id.system().empty() ? 0 : 1);
        unit_of(changes.caseworker_units[i]);
      }
      table.add({"caseworker", std::move(rows.caseworker), {}});
      if (std::find(rows.has_system.begin(), rows.has_system.end(), 1) != rows.has_system.end()) {
        table.add({"caseworker_system", std::move(rows.system), std::move(rows.has_system)});
      }
      table.add({"unit", std::move(rows.unit), std::move(rows.has_unit)});
      break;
    case SeriesGroup::unit:
      for (std::size_t i = 0; i < changes.units.size(); ++i) {
        rows.add(changes.by_unit[i]);
        unit_of(changes.units[i]);
      }
      table.add({"unit", std::move(rows.unit), std::move(rows.has_unit)});
      break;
    case SeriesGroup::municipality:
      rows.add(changes.municipality);
      break;
    case SeriesGroup::unheld:
      throw InvalidDataError({ErrorCode::unsupported, "changes", "group", std::nullopt,
                              "caseworkers, units or the municipality", "unheld"});
  }
  table.add({"part", std::move(rows.part), {}});
  table.add({"load", std::move(rows.load), {}});
  table.add({"ratio", std::move(rows.ratio), rows.has_ratio});
  table.add({"capacity", std::move(rows.capacity), std::move(rows.has_capacity)});
  table.add({"cases", std::move(rows.cases), {}});
  table.add({"load_exact", std::move(rows.load_exact), {}});
  table.add({"ratio_exact", std::move(rows.ratio_exact), std::move(rows.has_ratio)});
  return table;
}

}  // namespace evenload::workload
