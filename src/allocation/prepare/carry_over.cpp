// Carried load of past weeks as room now. Equations (7) to (9) of docs/models/fairness.md.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "prepared.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

constexpr std::string_view carried_table = "carried_load";
// Beyond ten half-lives less than a thousandth is left.
constexpr int most_half_lives = 10;

/// Equation (7): halved after every half-life, straight lines between; nothing beyond the last.
Rational remembered_share(std::int64_t weeks, int half_life) {
  const std::int64_t halvings = weeks / half_life;
  if (halvings >= most_half_lives) return 0;
  const std::int64_t rest = weeks % half_life;
  return Rational(2 * half_life - rest, checked_multiply(std::int64_t{2} * half_life, std::int64_t{1} << halvings));
}

std::int64_t weeks_between(Date from, Date to) { return (monday_of(to) - monday_of(from)).count() / 7; }

void check_carried(const Prepared& p) {
  std::set<std::pair<CaseworkerId, Date>> seen;
  const std::vector<CarriedLoad>& rows = p.input->carried_load;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    check_id(rows[i].caseworker.value(), carried_table, "caseworker", static_cast<std::int64_t>(i));
    if (rows[i].extra_load < Rational(0)) {
      refuse_row(ErrorCode::negative_value, carried_table, "extra_load", i, "a number of at least 0", rows[i].extra_load.to_string());
    }
    if (weeks_between(rows[i].week, p.on) < 0) {
      refuse_row(ErrorCode::out_of_range, carried_table, "week", i, "a week not after the day of allocation, " + evenload::to_string(p.on), evenload::to_string(rows[i].week));
    }
    if (!seen.emplace(rows[i].caseworker, monday_of(rows[i].week)).second) {
      refuse_row(ErrorCode::duplicate_id, carried_table, "week", i, "one row for a caseworker and week", evenload::to_string(rows[i].week));
    }
  }
}

}  // namespace

void add_carried_load(Prepared& p) {
  check_carried(p);
  if (!p.policy->carry_over) return;
  const CarryOver& rule = *p.policy->carry_over;
  std::set<CaseworkerId> unknown;
  const std::vector<CarriedLoad>& rows = p.input->carried_load;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto person = p.person_of.find(rows[i].caseworker);
    if (person == p.person_of.end()) {
      unknown.insert(rows[i].caseworker);
      continue;
    }
    Person& who = p.persons[at(person->second)];
    who.remembered = at_row(carried_table, i, [&] {
      // Hundredths of what each week leaves keep the common denominator small.
      const Rational left = rows[i].extra_load * remembered_share(weeks_between(rows[i].week, p.on), rule.half_life_weeks);
      return who.remembered + left.round_half_up(2);
    });
  }
  for (Person& who : p.persons) {
    if (who.remembered == Rational(0)) continue;
    // Equation (9): no more than the share of the capacity, and never an overload of its own.
    Rational room = std::max(Rational(0), who.capacity - who.standing_load);
    room = std::min(room, who.capacity * rule.most);
    who.remembered = std::min(who.remembered * rule.share, room);
    if (who.remembered == Rational(0)) continue;
    who.standing_load = who.standing_load + who.remembered;
    who.load_before = who.load_before + who.remembered;
    p.notices.push_back(make_reason(ReasonCode::remembered_load, text_of("caseworker", who.row->id.value()), number_of("load", who.remembered)));
  }
  for (const CaseworkerId& id : unknown) p.notices.push_back(make_reason(ReasonCode::unknown_carried_load, text_of("caseworker", id.value())));
}

}  // namespace evenload::allocation::detail
