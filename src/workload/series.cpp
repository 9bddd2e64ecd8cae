// Measurement over time: docs/models/workload_series.md (1)–(5).

#include "evenload/workload/series.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <unordered_map>

#include "evenload/core/errors.hpp"
#include "kind_weights.hpp"
#include "series_people.hpp"
#include "src/core/locate.hpp"

namespace evenload::workload {

namespace {

constexpr std::int64_t most_weeks = 100'000;

[[noreturn]] void fail_option(std::string_view option, std::string expected, std::string found) {
  throw InvalidDataError({ErrorCode::out_of_range, "options", std::string(option), std::nullopt,
                          std::move(expected), std::move(found)});
}

std::vector<Date> measuring_days(const SeriesOptions& options) {
  if (options.weekday < 1 || options.weekday > 7) {
    fail_option("weekday", "1 (Monday) to 7 (Sunday)", std::to_string(options.weekday));
  }
  if (options.smallest_group < 2) {
    fail_option("smallest_group", "at least 2", std::to_string(options.smallest_group));
  }
  if (options.threads < 0) {
    fail_option("threads", "at least 0", std::to_string(options.threads));
  }
  if (options.last < options.first) {
    throw InvalidDataError({ErrorCode::ends_before_start, "options", "last", std::nullopt,
                            "a day on or after " + to_string(options.first),
                            to_string(options.last)});
  }
  const Date monday = monday_of(options.first);
  Date day = monday + std::chrono::days(options.weekday - 1);
  if (day < options.first) day += std::chrono::days(7);
  if ((options.last - day).count() / 7 >= most_weeks) {
    fail_option("last", "at most " + std::to_string(most_weeks) + " weeks", to_string(options.last));
  }
  std::vector<Date> days;
  for (; day <= options.last; day += std::chrono::days(7)) days.push_back(day);
  return days;
}

/// Codes of categories by kind, the type first; a category that a row names twice counts once.
void code_categories(const HeldCases& held, std::vector<std::string>& names,
                     std::vector<std::vector<std::int32_t>>& of_kind) {
  std::set<std::string> all;
  const auto each = [](const HeldCase& kind, auto use) {
    if (!kind.case_type.empty()) use(kind.case_type);
    for (const std::string& category : kind.categories) {
      if (!category.empty()) use(category);
    }
  };
  for (const HeldCase& kind : held.kinds) each(kind, [&](const std::string& name) { all.insert(name); });
  names.assign(all.begin(), all.end());
  for (const HeldCase& kind : held.kinds) {
    std::set<std::int32_t> own;
    each(kind, [&](const std::string& name) {
      own.insert(static_cast<std::int32_t>(std::lower_bound(names.begin(), names.end(), name) -
                                           names.begin()));
    });
    of_kind.emplace_back(own.begin(), own.end());
  }
}

/// Numbers what may stand in a case once at a time: a role, or where roles may be shared, a role
/// of one person in one phase.
std::vector<std::int32_t> slots_of(const HeldCases& held, RoleOverlap overlap) {
  std::map<std::tuple<std::string_view, std::string_view, std::int32_t>, std::int32_t> codes;
  std::vector<std::int32_t> slots(held.rows());
  std::vector<std::int32_t> of_kind(held.kinds.size(), -1);
  for (std::size_t row = 0; row < held.rows(); ++row) {
    const auto kind = static_cast<std::size_t>(held.kind[row]);
    const HeldCase& shared = held.kinds[kind];
    const bool refuse = overlap == RoleOverlap::refuse;
    if (refuse && of_kind[kind] >= 0) {
      slots[row] = of_kind[kind];
      continue;
    }
    const auto key = refuse ? std::tuple<std::string_view, std::string_view, std::int32_t>(
                                  shared.role, "", -1)
                            : std::tuple<std::string_view, std::string_view, std::int32_t>(
                                  shared.role, shared.phase, held.holder[row]);
    slots[row] = codes.try_emplace(key, static_cast<std::int32_t>(codes.size())).first->second;
    of_kind[kind] = slots[row];
  }
  return slots;
}

/// Ratio and band of a cell as measure() gives them.
void rate(SeriesLevel& level, std::size_t cell, const MeasurementRule& rule) {
  level.band[cell] = -1;
  if (level.capacity[cell] == Rational(0)) return;
  Rational ratio = level.load[cell] / level.capacity[cell];
  if (rule.ratio_decimals) ratio = ratio.round_half_up(*rule.ratio_decimals);
  if (!rule.bands.empty()) {
    level.band[cell] = static_cast<std::int32_t>(&band_of(rule.bands, ratio) - rule.bands.data());
  }
  level.ratio[cell] = ratio;
}

SeriesLevel empty_level(std::size_t groups, std::size_t weeks) {
  SeriesLevel level;
  level.groups = groups;
  const std::size_t cells = groups * weeks;
  level.load.resize(cells);
  level.capacity.resize(cells);
  level.ratio.resize(cells);
  level.band.assign(cells, -1);
  level.perceived.resize(cells);
  level.ratings.assign(cells, 0);
  return level;
}

/// Loads, capacities and ratings of the people of each group together.
SeriesLevel group_level(const SeriesLevel& people, const std::vector<std::int32_t>& group_of,
                        std::size_t groups, std::size_t weeks, LoadGrid counts,
                        const MeasurementRule& rule, std::int32_t fewest_ratings) {
  SeriesLevel level = empty_level(groups, weeks);
  for (std::size_t person = 0; person < people.groups; ++person) {
    if (group_of[person] < 0) continue;
    for (std::size_t week = 0; week < weeks; ++week) {
      const std::size_t from = person * weeks + week;
      const std::size_t to = static_cast<std::size_t>(group_of[person]) * weeks + week;
      located("caseworkers", "capacity", static_cast<std::int64_t>(person), [&] {
        level.load[to] = level.load[to] + people.load[from];
        level.capacity[to] = level.capacity[to] + people.capacity[from];
        if (people.perceived[from]) {
          level.perceived[to] = level.perceived[to].value_or(Rational(0)) + *people.perceived[from];
          ++level.ratings[to];
        }
      });
    }
  }
  for (std::size_t cell = 0; cell < groups * weeks; ++cell) {
    located("caseworkers", "capacity", std::nullopt, [&] { rate(level, cell, rule); });
    if (level.ratings[cell] > 0) {
      level.perceived[cell] = *level.perceived[cell] / Rational(level.ratings[cell]);
    }
    // A mean of few ratings would tell what somebody answered, and so would their number.
    if (level.ratings[cell] < fewest_ratings) {
      level.perceived[cell].reset();
      level.ratings[cell] = 0;
    }
  }
  level.cases = std::move(counts.cases);
  level.by_category = std::move(counts.by_category);
  return level;
}

}  // namespace

SeriesInput read_series(const SeriesTables& tables) {
  if (tables.held_cases == nullptr || tables.caseworkers == nullptr) {
    const char* missing = tables.held_cases == nullptr ? "held_cases" : "caseworkers";
    throw InvalidDataError({ErrorCode::missing_value, missing, {}, std::nullopt,
                            "a table, which may be empty", "none"});
  }
  const auto given = [](const Table* table) { return table != nullptr && table->rows() > 0; };
  const auto optional = [&](const Table* table) { return given(table) ? table : nullptr; };
  SeriesInput input;
  if (given(tables.caseworkers)) {
    input.caseworkers = read_measured_caseworkers(*tables.caseworkers, optional(tables.absences),
                                                  optional(tables.reductions));
  }
  if (given(tables.held_cases)) {
    input.held = read_held_spans(*tables.held_cases, tables.caseworkers);
  }
  if (given(tables.caseworker_weeks)) {
    input.weeks = read_caseworker_weeks(*tables.caseworker_weeks, *tables.caseworkers);
  }
  return input;
}

WeeklySeries weekly_series(const SeriesInput& input, const MeasurementRule& rule,
                           const SeriesOptions& options) {
  check(rule);
  WeeklySeries series;
  series.days = measuring_days(options);
  const std::size_t weeks = series.days.size();
  const HeldCases& held = input.held;
  const std::size_t people = input.caseworkers.size();
  Units units(input.caseworkers);
  if (!options.person_level) {
    units.merge_small(options.smallest_group);
  }

  // Capacity and everything that is not a case, as measure() has it.
  PeopleWeeks told(people * weeks);
  WeekTeller teller(input);
  for (std::size_t week = 0; week < weeks; ++week) {
    teller.tell(rule, series.days[week], week, weeks, told);
  }

  // Cases, on one denominator.
  std::unordered_map<CaseworkerId, std::int32_t> positions;
  for (std::size_t i = 0; i < people; ++i) {
    positions.try_emplace(input.caseworkers[i].id, static_cast<std::int32_t>(i));
  }
  std::vector<std::int32_t> person_of(held.holders.size(), -1);
  for (std::size_t i = 0; i < held.holders.size(); ++i) {
    const auto found = positions.find(held.holders[i]);
    if (found != positions.end()) person_of[i] = found->second;
  }
  std::vector<std::int32_t> holder(held.rows());
  std::set<std::int32_t> unknown;
  for (std::size_t row = 0; row < held.rows(); ++row) {
    holder[row] = held.holder[row] < 0 ? -1 : person_of[static_cast<std::size_t>(held.holder[row])];
    if (holder[row] >= 0 || held.holder[row] < 0 || weeks == 0) continue;
    const bool counts = held.from[row] <= series.days.back().time_since_epoch().count() &&
                        held.to[row] >= series.days.front().time_since_epoch().count();
    if (counts) unknown.insert(held.holder[row]);
  }
  const KindWeights weights = kind_weights(held, rule, series.days);
  std::vector<std::vector<std::int32_t>> categories_of_kind;
  code_categories(held, series.categories, categories_of_kind);
  std::vector<std::int64_t> category_indptr{0};
  std::vector<std::int32_t> category;
  for (std::size_t row = 0; row < held.rows(); ++row) {
    const auto& own = categories_of_kind[static_cast<std::size_t>(held.kind[row])];
    category.insert(category.end(), own.begin(), own.end());
    category_indptr.push_back(static_cast<std::int64_t>(category.size()));
  }
  const std::vector<std::int32_t> slots = slots_of(held, options.overlap);

  LoadSpans spans;
  spans.people = people;
  spans.units = units.ids.size();
  spans.cases = held.cases.size();
  spans.categories = series.categories.size();
  spans.weeks = weeks;
  spans.first_day =
      weeks == 0 ? 0 : static_cast<std::int32_t>(series.days[0].time_since_epoch().count());
  spans.holder = holder;
  spans.from = held.from;
  spans.to = held.to;
  spans.case_code = held.case_code;
  spans.slot = slots;
  spans.kind = held.kind;
  spans.kinds = held.kinds.size();
  spans.kind_weight = weights.numerators;
  spans.version = weights.version;
  spans.category = category;
  spans.category_indptr = category_indptr;
  spans.unit = units.of_person;
  WeeklyLoad sums = weekly_load(spans, options.threads);

  SeriesLevel level = empty_level(people, weeks);
  for (std::size_t person = 0; person < people; ++person) {
    for (std::size_t week = 0; week < weeks; ++week) {
      const std::size_t cell = person * weeks + week;
      located("caseworkers", "capacity", static_cast<std::int64_t>(person), [&] {
        level.load[cell] = std::max(
            Rational(0), Rational(sums.people.load[cell], weights.denominator) + told.beside[cell]);
        level.capacity[cell] = told.capacity[cell];
        rate(level, cell, rule);
      });
      level.perceived[cell] = told.perceived[cell];
      level.ratings[cell] = told.perceived[cell] ? 1 : 0;
    }
  }
  level.cases = std::move(sums.people.cases);
  level.by_category = std::move(sums.people.by_category);

  const std::int32_t fewest = options.person_level ? 0 : options.smallest_group;
  series.units = units.ids;
  series.unit_people = units.people;
  series.by_unit = group_level(level, units.of_person, units.ids.size(), weeks,
                               std::move(sums.units), rule, fewest);
  series.municipality = group_level(level, std::vector<std::int32_t>(people, 0), 1, weeks,
                                    std::move(sums.municipality), rule, fewest);
  for (const LoadBand& band : rule.bands) series.bands.push_back(band.name);

  // What nobody here holds, by the unit that the row of the case names.
  LoadSpans rest = spans;
  std::vector<std::int32_t> nobody(held.rows());
  std::transform(holder.begin(), holder.end(), nobody.begin(),
                 [](std::int32_t person) { return person < 0 ? -1 : 0; });
  rest.people = 1;
  rest.holder = nobody;
  rest.units = held.units.size();
  rest.case_unit = held.unit;
  rest.unit = {};
  WeeklyLoad unheld = weekly_load(rest, options.threads);
  series.unheld_units = held.units;
  series.unheld_units.emplace_back();
  for (const std::int64_t load : unheld.unheld.load) {
    series.unheld_load.emplace_back(load, weights.denominator);
  }
  series.unheld_cases = std::move(unheld.unheld.cases);
  series.unknown_holder_count = static_cast<std::int64_t>(unknown.size());

  if (options.person_level) {
    for (const MeasuredCaseworker& person : input.caseworkers) {
      series.caseworkers.push_back(person.id);
      series.caseworker_units.push_back(person.unit);
    }
    for (const std::int32_t code : unknown) {
      series.unknown_holders.push_back(held.holders[static_cast<std::size_t>(code)]);
    }
    series.people = std::move(level);
  }
  return series;
}

}  // namespace evenload::workload
