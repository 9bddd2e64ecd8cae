#include "series_people.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

#include "evenload/core/errors.hpp"
#include "src/core/locate.hpp"

namespace evenload::workload {

Units::Units(const std::vector<MeasuredCaseworker>& caseworkers) {
  std::map<UnitId, std::int32_t> codes;
  for (const MeasuredCaseworker& person : caseworkers) {
    if (person.unit.empty()) {
      of_person.push_back(-1);
      continue;
    }
    const auto [entry, is_new] =
        codes.try_emplace(person.unit, static_cast<std::int32_t>(ids.size()));
    if (is_new) {
      ids.push_back(person.unit);
      people.push_back(0);
    }
    of_person.push_back(entry->second);
    ++people[static_cast<std::size_t>(entry->second)];
  }
}

void Units::merge_small(std::int32_t smallest) {
  if (!of_person.empty() && of_person.size() < static_cast<std::size_t>(smallest)) {
    throw InvalidDataError({ErrorCode::out_of_range, "caseworkers", "id", std::nullopt,
                            "at least " + std::to_string(smallest) +
                                " caseworkers, as nothing may be told of a single person",
                            std::to_string(of_person.size())});
  }
  std::int32_t without = 0;
  for (const std::int32_t unit : of_person) without += unit < 0 ? 1 : 0;
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return people[a] != people[b] ? people[a] < people[b] : ids[a] < ids[b];
  });
  // Who is in no unit would be the difference between the units and the municipality.
  std::int32_t gathered = without < smallest ? without : 0;
  std::vector<std::size_t> together;
  for (const std::size_t unit : order) {
    if (people[unit] >= smallest && (gathered == 0 || gathered >= smallest)) break;
    gathered += people[unit];
    together.push_back(unit);
  }
  const bool with_unitless = without > 0 && without < smallest;
  if (together.empty() || (together.size() == 1 && !with_unitless)) return;
  std::sort(together.begin(), together.end(),
            [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
  std::string name;
  for (const std::size_t unit : together) {
    name += (name.empty() ? "" : " + ") + ids[unit].value();
  }
  if (with_unitless) name += " + no unit";
  std::vector<std::int32_t> moved(ids.size());
  std::vector<UnitId> kept;
  std::vector<std::int32_t> kept_people;
  for (std::size_t unit = 0; unit < ids.size(); ++unit) {
    if (std::find(together.begin(), together.end(), unit) != together.end()) continue;
    moved[unit] = static_cast<std::int32_t>(kept.size());
    kept.push_back(ids[unit]);
    kept_people.push_back(people[unit]);
  }
  const auto merged = static_cast<std::int32_t>(kept.size());
  for (const std::size_t unit : together) moved[unit] = merged;
  kept.emplace_back(name);
  kept_people.push_back(gathered);
  for (std::int32_t& unit : of_person) {
    if (unit >= 0) {
      unit = moved[static_cast<std::size_t>(unit)];
    } else if (with_unitless) {
      unit = merged;
    }
  }
  ids = std::move(kept);
  people = std::move(kept_people);
}

WeekTeller::WeekTeller(const SeriesInput& input) : people_(input.caseworkers) {
  std::unordered_map<CaseworkerId, std::size_t> positions;
  for (std::size_t i = 0; i < people_.size(); ++i) positions.try_emplace(people_[i].id, i);
  for (std::size_t i = 0; i < input.weeks.size(); ++i) {
    const auto found = positions.find(input.weeks[i].caseworker);
    if (found == positions.end()) {
      throw InvalidDataError({ErrorCode::unknown_id, "caseworker_weeks", "caseworker",
                              static_cast<std::int64_t>(i), "an id in \"caseworkers\"", {}});
    }
    if (!told_.try_emplace({input.weeks[i].monday, found->second}, &input.weeks[i]).second) {
      throw InvalidDataError({ErrorCode::duplicate_id, "caseworker_weeks", "week",
                              static_cast<std::int64_t>(i), "each caseworker and week once", {}});
    }
  }
}

void WeekTeller::tell(const MeasurementRule& rule, Date day, std::size_t week, std::size_t weeks,
          PeopleWeeks& out) {
  const Date monday = monday_of(day);
  std::vector<std::pair<std::size_t, MeasuredCaseworker>> before;
  for (auto it = told_.lower_bound({monday, 0}); it != told_.end() && it->first.first == monday;
       ++it) {
    MeasuredCaseworker& person = people_[it->first.second];
    const CaseworkerWeek& told = *it->second;
    before.emplace_back(it->first.second, person);
    if (told.capacity) person.capacity = told.capacity;
    if (told.base_load) person.base_load = *told.base_load;
    if (told.work_for_others) person.work_for_others = *told.work_for_others;
    if (told.work_by_others) person.work_by_others = *told.work_by_others;
    if (told.perceived) person.perceived = told.perceived;
  }
  const MeasurementResult measured = measure({}, people_, rule, day);
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const MeasuredCaseworker& person = people_[i];
    const std::size_t cell = i * weeks + week;
    out.capacity[cell] = measured.rows[i].capacity;
    out.perceived[cell] = person.perceived;
    out.beside[cell] = located("caseworkers", "base_load", static_cast<std::int64_t>(i), [&] {
      const Rational fixed = measured.rows[i].capacity > Rational(0) ? rule.fixed_load : Rational(0);
      return person.base_load + fixed + person.work_for_others - person.work_by_others;
    });
  }
  for (auto& [position, person] : before) people_[position] = std::move(person);
}

}  // namespace evenload::workload
