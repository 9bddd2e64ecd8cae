// One common denominator for all loads and capacities of a problem. Equation (7) of docs/models/allocation.md.
#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "prepared.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/core/int128.hpp"

namespace evenload::allocation::detail {

namespace {

/// Extends the denominator; an overflow names the value that asked for too much.
void extend(std::int64_t& denominator, const Rational& value, std::string_view table, std::string_view column, std::size_t row) {
  if (value.denominator() == 1 || denominator % value.denominator() == 0) return;
  try {
    denominator = checked_multiply(denominator, value.denominator() / std::gcd(denominator, value.denominator()));
  } catch (const OverflowError&) {
    throw OverflowError({ErrorCode::overflow, std::string(table), std::string(column), static_cast<std::int64_t>(row),
                         "numbers with a common denominator below 2^63", value.to_string()});
  }
}

std::int64_t on_grid(const Rational& value, std::int64_t denominator, std::string_view table, std::string_view column, std::size_t row) {
  try {
    return scaled(value, denominator);
  } catch (const OverflowError&) {
    throw OverflowError({ErrorCode::overflow, std::string(table), std::string(column), static_cast<std::int64_t>(row),
                         "a number below 2^63 over the common denominator " + std::to_string(denominator), value.to_string()});
  }
}

/// floor(value × denominator): what a limit allows where loads are whole. A limit too large for the grid limits nothing.
std::int64_t floor_on_grid(const Rational& value, std::int64_t denominator) {
  constexpr std::int64_t beyond_every_load = std::int64_t{1} << 62;
  const int128 floor = wide::multiply(value.numerator(), denominator) / value.denominator();  // value >= 0
  return floor > beyond_every_load ? beyond_every_load : static_cast<std::int64_t>(floor);
}

/// Squares of loads are formed in 128 bits, so all loads together stay below 2^62.
void check_totals(const Prepared& p) {
  constexpr std::int64_t most = std::int64_t{1} << 62;
  std::int64_t loads = 0;
  std::int64_t capacities = 0;
  const auto add = [](std::int64_t& total, std::int64_t value, std::string_view table, std::string_view column, std::size_t row) {
    if (value > most - total) {
      throw OverflowError({ErrorCode::overflow, std::string(table), std::string(column), static_cast<std::int64_t>(row),
                           "a total below 2^62 on the common denominator", "more, from this row on"});
    }
    total += value;
  };
  for (const Person& person : p.persons) {
    add(loads, person.scaled_base, "caseworkers", "base_load", person.input_row);
    add(capacities, person.scaled_capacity, "caseworkers", "capacity", person.input_row);
  }
  for (const Row& row : p.rows) {
    const std::size_t input_row = p.cases[at(row.members.front().case_index)].input_row;
    add(loads, row.scaled_load, "cases", "weight", input_row);
    for (const Member& member : row.members) {
      add(loads, member.scaled_interpreter_extra, "cases", "weight", input_row);
      add(loads, std::max<std::int64_t>(0, member.scaled_newcomer_extra), "cases", "weight", input_row);
    }
  }
}

}  // namespace

void scale_rows(Prepared& p) {
  for (Row& row : p.rows) {
    const std::size_t input_row = p.cases[at(row.members.front().case_index)].input_row;
    row.scaled_load = on_grid(row.load, p.denominator, "cases", "weight", input_row);
    for (Member& member : row.members) {
      member.scaled_interpreter_extra = on_grid(member.interpreter_extra, p.denominator, "cases", "weight", p.cases[at(member.case_index)].input_row);
      member.scaled_newcomer_extra = on_grid(member.newcomer_extra, p.denominator, "cases", "weight", p.cases[at(member.case_index)].input_row);
    }
  }
  check_totals(p);
}

void scale(Prepared& p, std::int64_t denominator) {
  for (const Person& person : p.persons) {
    extend(denominator, person.capacity, "caseworkers", "capacity", person.input_row);
    extend(denominator, person.standing_load, "caseworkers", "base_load", person.input_row);
  }
  // Each slot by itself, not the row's sum: every assignment has a load on the grid, too.
  for (const Slot& slot : p.slots) extend(denominator, slot.load, "cases", "weight", p.cases[at(slot.case_index)].input_row);
  for (const Row& row : p.rows) {
    for (const Member& member : row.members) {
      extend(denominator, member.interpreter_extra, "cases", "weight", p.cases[at(member.case_index)].input_row);
      extend(denominator, member.newcomer_extra, "cases", "weight", p.cases[at(member.case_index)].input_row);
    }
  }
  p.denominator = denominator;

  for (Person& person : p.persons) {
    person.scaled_capacity = on_grid(person.capacity, denominator, "caseworkers", "capacity", person.input_row);
    person.scaled_base = on_grid(person.standing_load, denominator, "caseworkers", "base_load", person.input_row);
    person.scaled_limit = floor_on_grid(person.hard_limit, denominator);
  }
  scale_rows(p);
}

void prepare_limits(Prepared& p) {
  if (p.policy->rule(Rule::category_limits).mode != RuleMode::hard) return;
  std::map<std::pair<Index, Index>, Limit> merged;
  const auto add = [&](Index person, Index category, const CategoryLimit& row) {
    Limit& limit = merged[{person, category}];
    limit.person = person;
    limit.category = category;
    const bool of_week = row.period == LimitPeriod::week;
    std::optional<std::int64_t>& cases = of_week ? limit.week_cases : limit.cases;
    std::optional<Rational>& weight = of_week ? limit.week_weight : limit.weight;
    if (row.cases) cases = cases ? std::min(*cases, *row.cases) : *row.cases;
    if (row.weight) weight = weight ? std::min(*weight, *row.weight) : *row.weight;
  };
  for (const CategoryLimit& row : p.input->limits) {
    const Index category = p.names.number(row.category);
    if (!row.caseworker.empty()) {
      add(p.person_of.at(row.caseworker), category, row);
      continue;
    }
    for (std::size_t person = 0; person < p.persons.size(); ++person) add(to_index(person), category, row);
  }
  for (const auto& [key, limit] : merged) p.limits.push_back(limit);
  std::sort(p.limits.begin(), p.limits.end(), [&](const Limit& a, const Limit& b) {
    return a.person != b.person ? a.person < b.person : p.names.text(a.category) < p.names.text(b.category);
  });
}

}  // namespace evenload::allocation::detail
