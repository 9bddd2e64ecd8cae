#include "evenload/workload/series.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "catch.hpp"
#include "evenload/core/errors.hpp"
#include "generators.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

std::int32_t number_of(Date day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }

/// Rows over three months: cases that change hands, phases and roles, some held by nobody.
HeldCases some_held_cases(int most) {
  HeldCases held;
  for (int i = 0; i < 6; ++i) held.cases.emplace_back("case " + std::to_string(i));
  for (int i = 0; i < 4; ++i) held.holders.emplace_back("person " + std::to_string(i));
  held.units = {UnitId("unit 0"), UnitId("unit 1")};
  for (HeldCase& one : some_cases(most)) {
    one.case_id = CaseId();
    one.caseworker = CaseworkerId();
    held.kinds.push_back(std::move(one));
    held.kind.push_back(static_cast<std::int32_t>(held.kinds.size()) - 1);
    held.case_code.push_back(pick(6));
    held.holder.push_back(pick(5) - 1);
    held.unit.push_back(pick(3) - 1);
    const Date from = some_day() - std::chrono::days(pick(30));
    held.from.push_back(number_of(from));
    held.to.push_back(coin() ? still_held : number_of(from) + pick(60));
    held.from_vacancy.push_back(0);
  }
  return held;
}

SeriesInput some_input() {
  SeriesInput input;
  input.held = some_held_cases(14);
  input.caseworkers = some_people();
  const Date first(std::chrono::year(2026) / std::chrono::January / 5);
  for (int week = 0; week < 12; ++week) {
    if (pick(4) != 0) continue;
    CaseworkerWeek told;
    told.caseworker = input.caseworkers[static_cast<std::size_t>(pick(3))].id;
    told.monday = first + std::chrono::days(7 * week);
    told.capacity = maybe([] { return fraction(100); });
    told.base_load = maybe([] { return fraction(5); });
    told.work_by_others = maybe([] { return fraction(5); });
    told.perceived = maybe([] { return fraction(10); });
    input.weeks.push_back(told);
  }
  return input;
}

SeriesOptions some_options() {
  SeriesOptions options;
  options.first = some_day();
  options.last = options.first + std::chrono::days(pick(80));
  options.weekday = pick(7) + 1;
  options.overlap = RoleOverlap::share;
  options.threads = pick(4);
  return options;
}

/// A rule with two versions of the weights, the second from some day on.
MeasurementRule two_versions() {
  MeasurementRule rule = some_rule();
  WeightTable later = some_weight_table();
  later.version = "2";
  later.effective_from = some_day();
  rule.weights->tables[0].effective_to = later.effective_from;
  rule.weights->tables.push_back(later);
  return rule;
}

/// The cases of one day as measure() wants them, and the people as that week has them.
std::vector<HeldCase> held_on(const HeldCases& held, Date day) {
  std::vector<HeldCase> cases;
  for (std::size_t row = 0; row < held.rows(); ++row) {
    if (held.holder[row] >= 0 && held.covers(row, day)) cases.push_back(held.held(row));
  }
  return cases;
}

std::vector<MeasuredCaseworker> people_on(const SeriesInput& input, Date day) {
  auto people = input.caseworkers;
  for (const CaseworkerWeek& told : input.weeks) {
    if (told.monday != monday_of(day)) continue;
    for (MeasuredCaseworker& person : people) {
      if (person.id != told.caseworker) continue;
      if (told.capacity) person.capacity = told.capacity;
      if (told.base_load) person.base_load = *told.base_load;
      if (told.work_by_others) person.work_by_others = *told.work_by_others;
      if (told.perceived) person.perceived = told.perceived;
    }
  }
  return people;
}

bool meets_itself(const HeldCases& held) {
  for (std::size_t a = 0; a < held.rows(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const HeldCase first = held.held(a), second = held.held(b);
      if (first.case_id == second.case_id && held.holder[a] == held.holder[b] &&
          first.role == second.role && first.phase == second.phase &&
          held.from[a] <= held.to[b] && held.from[b] <= held.to[a]) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

TEST_CASE("a series is measure() on each of its days") {
  evenload::test::property("any holdings, people, rule and weekday", [] {
    SeriesInput input = some_input();
    std::set<std::pair<std::string, Date>> once;
    std::erase_if(input.weeks, [&](const CaseworkerWeek& told) {
      return !once.emplace(told.caseworker.value(), told.monday).second;
    });
    const MeasurementRule rule = two_versions();
    const SeriesOptions options = some_options();
    if (meets_itself(input.held)) {
      RC_ASSERT_THROWS_AS(weekly_series(input, rule, options), InvalidDataError);
      return;
    }
    const WeeklySeries series = weekly_series(input, rule, options);
    const std::size_t weeks = series.days.size();
    for (std::size_t week = 0; week < weeks; ++week) {
      const Date day = series.days[week];
      RC_ASSERT(std::chrono::weekday(day).iso_encoding() == static_cast<unsigned>(options.weekday));
      const auto cases = held_on(input.held, day);
      const MeasurementResult measured = measure(cases, people_on(input, day), rule, day);
      std::map<UnitId, std::set<CaseId>> by_unit;
      std::map<UnitId, Rational> unit_load;
      std::set<CaseId> all;
      for (std::size_t person = 0; person < measured.rows.size(); ++person) {
        const Measurement& row = measured.rows[person];
        const std::size_t cell = person * weeks + week;
        RC_ASSERT(series.people->load[cell] == row.load);
        RC_ASSERT(series.people->capacity[cell] == row.capacity);
        RC_ASSERT(series.people->ratio[cell] == row.ratio);
        RC_ASSERT(series.people->perceived[cell] == row.perceived);
        RC_ASSERT(series.people->cases[cell] == row.cases);
        const std::int32_t band = series.people->band[cell];
        RC_ASSERT((band < 0 ? std::string() : series.bands[static_cast<std::size_t>(band)]) == row.band);
        for (std::size_t k = 0; k < series.categories.size(); ++k) {
          const auto found = row.by_category.find(series.categories[k]);
          const std::int64_t expected = found == row.by_category.end() ? 0 : found->second;
          RC_ASSERT(series.people->by_category[k * 3 * weeks + cell] == expected);
        }
        unit_load[row.unit] = unit_load[row.unit] + row.load;
        for (const HeldCase& held : cases) {
          if (held.caseworker != row.caseworker) continue;
          by_unit[row.unit].insert(held.case_id);
          all.insert(held.case_id);
        }
      }
      for (std::size_t unit = 0; unit < series.units.size(); ++unit) {
        const std::size_t cell = unit * weeks + week;
        RC_ASSERT(series.by_unit.load[cell] == unit_load[series.units[unit]]);
        RC_ASSERT(series.by_unit.cases[cell] ==
                  static_cast<std::int32_t>(by_unit[series.units[unit]].size()));
      }
      RC_ASSERT(series.municipality.cases[week] == static_cast<std::int32_t>(all.size()));
      // Units and the municipality count categories as one person with all their cases would.
      auto together = cases;
      std::erase_if(together, [](const HeldCase& held) { return held.caseworker.value() == "person 3"; });
      std::map<std::string, std::set<CaseId>> categories;
      for (const HeldCase& held : together) {
        categories[held.case_type].insert(held.case_id);
        for (const std::string& name : held.categories) categories[name].insert(held.case_id);
      }
      for (std::size_t k = 0; k < series.categories.size(); ++k) {
        RC_ASSERT(series.municipality.by_category[k * weeks + week] ==
                  static_cast<std::int32_t>(categories[series.categories[k]].size()));
      }
    }
  });
}

TEST_CASE("without person level nobody and no small unit comes out") {
  evenload::test::property("any holdings and people", [] {
    SeriesInput input = some_input();
    input.weeks.clear();
    for (int extra = pick(6); extra > 0; --extra) {
      MeasuredCaseworker person = input.caseworkers[0];
      person.id = CaseworkerId("extra " + std::to_string(extra));
      person.unit = coin() ? UnitId(name_of("unit ", 4)) : UnitId();
      input.caseworkers.push_back(person);
    }
    if (meets_itself(input.held)) return;
    SeriesOptions options = some_options();
    const MeasurementRule rule = some_rule();
    const WeeklySeries open = weekly_series(input, rule, options);
    options.person_level = false;
    options.smallest_group = 2 + pick(2);
    const WeeklySeries closed = weekly_series(input, rule, options);
    RC_ASSERT(!closed.people);
    RC_ASSERT(closed.caseworkers.empty() && closed.caseworker_units.empty());
    RC_ASSERT(closed.unknown_holders.empty());
    RC_ASSERT(closed.unknown_holder_count == open.unknown_holder_count);
    std::int32_t in_units = 0;
    for (const std::int32_t people : closed.unit_people) {
      RC_ASSERT(people >= options.smallest_group);
      in_units += people;
    }
    // Nor does the difference between the units and the municipality tell of a few.
    const std::int32_t rest = static_cast<std::int32_t>(input.caseworkers.size()) - in_units;
    RC_ASSERT(rest == 0 || rest >= options.smallest_group);
    RC_ASSERT(closed.municipality.load == open.municipality.load);
    RC_ASSERT(closed.municipality.cases == open.municipality.cases);
    for (std::size_t i = 0; i < closed.municipality.ratings.size(); ++i) {
      RC_ASSERT(closed.municipality.ratings[i] == 0 ||
                closed.municipality.ratings[i] >= options.smallest_group);
    }
  });
}
