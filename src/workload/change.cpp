// What changed between two measurements: docs/models/workload_series.md (16)–(18).

#include "evenload/workload/change.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <unordered_map>

#include "evenload/core/errors.hpp"
#include "kind_weights.hpp"
#include "series_people.hpp"
#include "src/core/locate.hpp"

namespace evenload::workload {

namespace {

constexpr std::size_t index_of(ChangePart part) { return static_cast<std::size_t>(part); }

/// Loads of kinds under the weights of either day, asked for once.
class TwoDays {
 public:
  TwoDays(const HeldCases& held, const MeasurementRule& rule, Date from, Date to)
      : held_(held), rule_(rule), days_{from, to},
        same_(version_on(rule, from) == version_on(rule, to)) {
    for (auto& loads : loads_) loads.resize(held.kinds.size());
  }
  /// \throws as measure
  Rational load(std::size_t row, int day) {
    const auto kind = static_cast<std::size_t>(held_.kind[row]);
    auto& known = loads_[same_ ? 0 : day][kind];
    if (!known) known = in_held_cases(row, [&] { return load_on(held_.kinds[kind], rule_, days_[day]); });
    return *known;
  }
  /// None where the weights of that day do not know the case as it was on the other.
  std::optional<Rational> maybe_sum(const std::vector<std::size_t>& rows, int day) {
    try {
      return sum(rows, day);
    } catch (const InvalidDataError& error) {
      if (error.code() == ErrorCode::unknown_weight) return std::nullopt;
      throw;
    }
  }
  Rational sum(const std::vector<std::size_t>& rows, int day) {
    Rational total;
    for (const std::size_t row : rows) {
      const Rational one = load(row, day);
      total = located("held_cases", "weight", static_cast<std::int64_t>(row),
                      [&] { return total + one; });
    }
    return total;
  }

 private:
  const HeldCases& held_;
  const MeasurementRule& rule_;
  std::array<Date, 2> days_;
  bool same_;
  std::array<std::vector<std::optional<Rational>>, 2> loads_;
};

/// Rows of one case that one group holds, by role, on the first and on the second day.
using Roles = std::map<std::string_view, std::array<std::vector<std::size_t>, 2>>;

class Comparison {
 public:
  Comparison(const SeriesInput& input, const MeasurementRule& rule, const ChangeOptions& options)
      : input_(input), held_(input.held), loads_(held_, rule, options.from, options.to),
        told_(input.caseworkers.size() * 2) {
    WeekTeller teller(input);
    teller.tell(rule, options.from, 0, 2, told_);
    teller.tell(rule, options.to, 1, 2, told_);
    std::unordered_map<CaseworkerId, std::int32_t> positions;
    for (std::size_t i = 0; i < input.caseworkers.size(); ++i) {
      positions.try_emplace(input.caseworkers[i].id, static_cast<std::int32_t>(i));
    }
    for (std::size_t row = 0; row < held_.rows(); ++row) {
      std::int32_t person = -1;
      if (held_.holder[row] >= 0) {
        const auto found = positions.find(held_.holders[static_cast<std::size_t>(held_.holder[row])]);
        if (found != positions.end()) person = found->second;
      }
      person_.push_back(person);
      there_[0].push_back(held_.covers(row, options.from) ? 1 : 0);
      there_[1].push_back(held_.covers(row, options.to) ? 1 : 0);
    }
    order_.resize(held_.rows());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return held_.case_code[a] < held_.case_code[b];
    });
  }

  /// Changes of groups of people; group_of says which, -1: none.
  std::vector<LoadChange> of(const std::vector<std::int32_t>& group_of, std::size_t groups) {
    std::vector<LoadChange> changes(groups);
    std::array<std::vector<Rational>, 2> cases;
    for (auto& loads : cases) loads.resize(input_.caseworkers.size());
    for (std::size_t begin = 0; begin < order_.size();) {
      std::size_t end = begin;
      while (end < order_.size() &&
             held_.case_code[order_[end]] == held_.case_code[order_[begin]]) {
        ++end;
      }
      compare_case({order_.data() + begin, end - begin}, group_of, changes);
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t row = order_[i];
        if (person_[row] < 0) continue;
        for (int day = 0; day < 2; ++day) {
          if (there_[day][row] == 0) continue;
          Rational& sum = cases[day][static_cast<std::size_t>(person_[row])];
          const Rational one = loads_.load(row, day);
          sum = located("held_cases", "weight", static_cast<std::int64_t>(row), [&] { return sum + one; });
        }
      }
      begin = end;
    }
    for (std::size_t person = 0; person < input_.caseworkers.size(); ++person) {
      if (group_of[person] < 0) continue;
      LoadChange& change = changes[static_cast<std::size_t>(group_of[person])];
      located("caseworkers", "base_load", static_cast<std::int64_t>(person), [&] {
        std::array<Rational, 2> load;
        for (std::size_t day = 0; day < 2; ++day) {
          load[day] = std::max(Rational(0), cases[day][person] + told_.beside[person * 2 + day]);
        }
        change.load_from = change.load_from + load[0];
        change.load_to = change.load_to + load[1];
        change.capacity_from = change.capacity_from + told_.capacity[person * 2];
        change.capacity_to = change.capacity_to + told_.capacity[person * 2 + 1];
        // What is not in cases, and what was cut because no load falls below 0.
        Rational& beside = change.load[index_of(ChangePart::beside)];
        beside = beside + (load[1] - cases[1][person]) - (load[0] - cases[0][person]);
      });
    }
    for (LoadChange& change : changes) {
      located("caseworkers", "capacity", std::nullopt, [&] { divide(change); });
    }
    return changes;
  }

 private:
  void compare_case(std::span<const std::size_t> rows, const std::vector<std::int32_t>& group_of,
                    std::vector<LoadChange>& changes) {
    std::map<std::int32_t, Roles> held_by;
    std::array<bool, 2> by_somebody{};  // known or not
    std::array<bool, 2> at_all{};
    for (const std::size_t row : rows) {
      const std::int32_t group =
          person_[row] < 0 ? -1 : group_of[static_cast<std::size_t>(person_[row])];
      for (std::size_t day = 0; day < 2; ++day) {
        if (there_[day][row] == 0) continue;
        at_all[day] = true;
        by_somebody[day] = by_somebody[day] || held_.holder[row] >= 0;
        if (group < 0) continue;
        const std::string& role = held_.kinds[static_cast<std::size_t>(held_.kind[row])].role;
        held_by[group][role][day].push_back(row);
      }
    }
    for (const auto& [group, roles] : held_by) {
      LoadChange& change = changes[static_cast<std::size_t>(group)];
      const bool before = std::any_of(roles.begin(), roles.end(), [](const auto& r) { return !r.second[0].empty(); });
      const bool after = std::any_of(roles.begin(), roles.end(), [](const auto& r) { return !r.second[1].empty(); });
      if (!before) {
        came(change, roles, by_somebody[0] ? ChangePart::taken_over : ChangePart::opened);
      } else if (!after) {
        const ChangePart part = at_all[1] ? ChangePart::handed_over : ChangePart::closed;
        for (const auto& [role, days] : roles) add(change, part, Rational(0) - loads_.sum(days[0], 0));
        ++change.cases[index_of(part)];
      } else {
        kept(change, roles);
      }
    }
  }

  void came(LoadChange& change, const Roles& roles, ChangePart otherwise) {
    std::array<bool, change_parts> counted{};
    for (const auto& [role, days] : roles) {
      for (const std::size_t row : days[1]) {
        const ChangePart part =
            held_.from_vacancy[row] != 0 ? ChangePart::from_vacancy : otherwise;
        add(change, part, loads_.load(row, 1));
        counted[index_of(part)] = true;
      }
    }
    for (std::size_t part = 0; part < change_parts; ++part) change.cases[part] += counted[part] ? 1 : 0;
  }

  /// First what the case became, under the weights of the first day; then the weights. Where those
  /// do not know what it became, the other way round; where neither day knows the other's case,
  /// all of it is the case's.
  void kept(LoadChange& change, const Roles& roles) {
    std::array<bool, change_parts> counted{};
    const auto note = [&](ChangePart part, const Rational& amount) {
      add(change, part, amount);
      counted[index_of(part)] = counted[index_of(part)] || amount != Rational(0);
    };
    for (const auto& [role, days] : roles) {
      const Rational before = loads_.sum(days[0], 0);
      const Rational after = loads_.sum(days[1], 1);
      if (days[0].empty() || days[1].empty()) {
        note(ChangePart::role, after - before);
      } else if (const auto became = loads_.maybe_sum(days[1], 0)) {
        note(ChangePart::phase, *became - before);
        note(ChangePart::weights, after - *became);
      } else if (const auto was = loads_.maybe_sum(days[0], 1)) {
        note(ChangePart::weights, *was - before);
        note(ChangePart::phase, after - *was);
      } else {
        note(ChangePart::phase, after - before);
      }
    }
    for (std::size_t part = 0; part < change_parts; ++part) change.cases[part] += counted[part] ? 1 : 0;
  }

  static void add(LoadChange& change, ChangePart part, const Rational& amount) {
    Rational& sum = change.load[index_of(part)];
    sum = located("held_cases", "weight", std::nullopt, [&] { return sum + amount; });
  }

  /// Ratios: the parts of the load at the first day's capacity, then the capacity: equation (18).
  static void divide(LoadChange& change) {
    if (change.capacity_from != Rational(0)) change.ratio_from = change.load_from / change.capacity_from;
    if (change.capacity_to != Rational(0)) change.ratio_to = change.load_to / change.capacity_to;
    if (!change.ratio_from || !change.ratio_to) return;
    change.ratio.emplace();
    for (std::size_t part = 0; part < change_parts; ++part) {
      (*change.ratio)[part] = change.load[part] / change.capacity_from;
    }
    (*change.ratio)[index_of(ChangePart::capacity)] =
        *change.ratio_to - change.load_to / change.capacity_from;
  }

  const SeriesInput& input_;
  const HeldCases& held_;
  TwoDays loads_;
  PeopleWeeks told_;
  std::vector<std::int32_t> person_;
  std::array<std::vector<std::uint8_t>, 2> there_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::string_view change_part_name(ChangePart part) noexcept {
  constexpr std::array<std::string_view, change_parts> names{
      "new",   "closed", "from_vacancy", "taken_over",   "handed_over",
      "phase", "role",   "weights",      "beside_cases", "capacity"};
  const auto position = static_cast<std::size_t>(part);
  return position < names.size() ? names[position] : "unknown";
}

Changes changes(const SeriesInput& input, const MeasurementRule& rule,
                const ChangeOptions& options) {
  check(rule);
  if (options.to <= options.from) {
    throw InvalidDataError({ErrorCode::ends_before_start, "options", "to", std::nullopt,
                            "a day after " + to_string(options.from), to_string(options.to)});
  }
  if (options.smallest_group < 2) {
    throw InvalidDataError({ErrorCode::out_of_range, "options", "smallest_group", std::nullopt,
                            "at least 2", std::to_string(options.smallest_group)});
  }
  Units units(input.caseworkers);
  if (!options.person_level) units.merge_small(options.smallest_group);
  Comparison comparison(input, rule, options);
  const std::size_t people = input.caseworkers.size();
  Changes answer;
  answer.from = options.from;
  answer.to = options.to;
  answer.person_level = options.person_level;
  answer.units = units.ids;
  answer.by_unit = comparison.of(units.of_person, units.ids.size());
  answer.municipality = comparison.of(std::vector<std::int32_t>(people, 0), 1)[0];
  if (options.person_level) {
    std::vector<std::int32_t> each(people);
    std::iota(each.begin(), each.end(), 0);
    answer.people = comparison.of(each, people);
    for (const MeasuredCaseworker& person : input.caseworkers) {
      answer.caseworkers.push_back(person.id);
      answer.caseworker_units.push_back(person.unit);
    }
  }
  return answer;
}

}  // namespace evenload::workload
