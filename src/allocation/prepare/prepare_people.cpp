// What side tables say about caseworkers: introduction, turns on duty, students, new work of the
// week, specialisms. Docs: docs/models/allocation.md, "Rules about caseworkers".
#include "people.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

using std::chrono::days;

template <class Row>
const std::vector<const Row*>& rows_of(
    const std::unordered_map<CaseworkerId, std::vector<const Row*>>& all, const CaseworkerId& id) {
  static const std::vector<const Row*> nothing;
  const auto found = all.find(id);
  return found == all.end() ? nothing : found->second;
}

/// The step that holds in a week: the last that has begun, unless it is over.
const ProtectionStep* step_in_week(std::vector<const ProtectionStep*> steps, std::int64_t week) {
  std::sort(steps.begin(), steps.end(), [](const ProtectionStep* a, const ProtectionStep* b) {
    return a->from_week < b->from_week;
  });
  const ProtectionStep* found = nullptr;
  for (const ProtectionStep* step : steps) {
    if (step->from_week <= week) found = step;
  }
  return found != nullptr && found->to_week && *found->to_week <= week ? nullptr : found;
}

std::vector<const ProtectionStep*> schedule_of(Prepared& p, const Person& person,
                                               const PeopleRows& rows) {
  const Caseworker& row = *person.row;
  std::vector<const ProtectionStep*> steps = rows.steps_of(row.id);
  if (!steps.empty() || row.protection_class.empty()) return steps;
  for (const ProtectionClass& one : p.policy->protection) {
    if (one.name != row.protection_class) continue;
    for (const ProtectionStep& step : one.steps) steps.push_back(&step);
    return steps;
  }
  p.notices.push_back(make_reason(ReasonCode::introduction_without_schedule,
                                  text_of("caseworker", row.id.value()),
                                  text_of("class", row.protection_class)));
  return steps;
}

void merge(std::vector<Index>& sorted, Names& names, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) sorted.push_back(names.number(text));
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
}

template <class Value>
void at_most(std::optional<Value>& limit, const std::optional<Value>& other) {
  if (other && (!limit || *other < *limit)) limit = other;
}

std::int64_t working_days(const Prepared& p, Date from, Date to) {
  std::int64_t count = 0;
  for (Date day = from; day <= to; day += days(1)) {
    if (p.calendar.is_working_day(day)) ++count;
  }
  return count;
}

/// Half of what is left below the capacity.
Rational half_of_room(const Person& person) {
  return std::max(Rational(0), person.capacity - person.standing_load) / Rational(2);
}

bool is_this_week(const Prepared& p, const std::optional<Date>& day) {
  return day && *day <= p.on && iso_week(*day) == iso_week(p.on);
}

/// When the lead or another role was given, where the tables say so.
using GivenOn = std::map<std::pair<CaseId, std::string>, Date>;

GivenOn assigned_days(const Prepared& p) {
  GivenOn given;
  for (const StandingAssignment& row : p.input->assignments) {
    if (row.assigned) given[{row.case_id, row.role}] = *row.assigned;
  }
  return given;
}

/// What stands with somebody and was given in the week of the allocation.
struct WeekOfPerson {
  std::set<Index> cases;
  std::map<Index, std::int64_t> cases_of_category;
  std::map<Index, Rational> weight_of_category;
};

std::vector<WeekOfPerson> weeks(const Prepared& p) {
  std::vector<WeekOfPerson> all(p.persons.size());
  const GivenOn given = assigned_days(p);
  for (const Slot& slot : p.slots) {
    if (!slot.stands || slot.holder == none) continue;
    const PreparedCase& c = p.cases[at(slot.case_index)];
    const auto own = given.find({c.row->id, p.role(slot).name});
    std::optional<Date> day = own == given.end() ? std::nullopt : std::optional(own->second);
    if (!day && slot.position == 0) day = c.row->assigned;
    if (!is_this_week(p, day)) continue;
    WeekOfPerson& week = all[at(slot.holder)];
    const bool is_new = week.cases.insert(slot.case_index).second;
    for (const Index category : c.categories) {
      if (is_new) ++week.cases_of_category[category];
      week.weight_of_category[category] =
          week.weight_of_category[category] + load_with(slot, p.persons[at(slot.holder)]);
    }
  }
  return all;
}

void limit_week(const Prepared& p, Person& person, std::int64_t received) {
  if (p.policy->rule(Rule::new_case_limit).mode != RuleMode::hard) return;
  const auto& own = person.row->week_cases_limit;
  const std::optional<std::int64_t> most = own ? own : p.policy->week_cases_limit;
  if (!most) return;
  const std::int64_t left = std::max<std::int64_t>(0, *most - received);
  if (person.new_cases_limit && *person.new_cases_limit <= left) return;
  person.new_cases_limit = left;
  person.limit_source = LimitSource::week;
  person.week_limit = *most;
  person.week_received = received;
}

void limit_categories(Prepared& p, const std::vector<WeekOfPerson>& weeks) {
  for (Limit& limit : p.limits) {
    const WeekOfPerson& week = weeks[at(limit.person)];
    const auto cases = week.cases_of_category.find(limit.category);
    const std::int64_t received = cases == week.cases_of_category.end() ? 0 : cases->second;
    if (limit.week_cases) {
      const std::int64_t left = std::max<std::int64_t>(0, *limit.week_cases - received);
      if (!limit.cases || left < *limit.cases) {
        limit.cases = left;
        limit.cases_received = received;
      }
    }
    const auto weight = week.weight_of_category.find(limit.category);
    const Rational load = weight == week.weight_of_category.end() ? Rational(0) : weight->second;
    if (limit.week_weight) {
      const Rational left = std::max(Rational(0), *limit.week_weight - load);
      if (!limit.weight || left < *limit.weight) {
        limit.weight = left;
        limit.weight_received = load;
      }
    }
  }
}

/// Standing load by category decides who is below the share of a specialism.
void prepare_specialisms(Prepared& p) {
  if (p.policy->rule(Rule::specialisms).mode == RuleMode::off) return;
  std::vector<std::map<Index, Rational>> loads(p.persons.size());
  std::vector<Rational> totals(p.persons.size());
  for (const Slot& slot : p.slots) {
    if (!slot.stands || slot.holder == none) continue;
    const Rational load = load_with(slot, p.persons[at(slot.holder)]);
    totals[at(slot.holder)] = totals[at(slot.holder)] + load;
    for (const Index category : p.cases[at(slot.case_index)].categories) {
      Rational& sum = loads[at(slot.holder)][category];
      sum = sum + load;
    }
  }
  for (std::size_t i = 0; i < p.input->specialisms.size(); ++i) {
    const Specialism& row = p.input->specialisms[i];
    const Index number = p.person_of.at(row.caseworker);
    const Index category = p.names.number(row.category);
    const Rational& total = totals[at(number)];
    const Rational wanted = at_row("specialisms", i, [&] { return row.share * total; });
    const bool below = row.share > Rational(0) &&
                       (total == Rational(0) || loads[at(number)][category] < wanted);
    p.persons[at(number)].specialisms.push_back({category, below});
    if (below) p.wanted_specialisms.push_back(category);
  }
  for (Person& person : p.persons) {
    std::sort(person.specialisms.begin(), person.specialisms.end());
  }
  std::sort(p.wanted_specialisms.begin(), p.wanted_specialisms.end());
}

/// The same moment for everybody: the policy's, else none, and then the whole day counts.
bool is_now(const Prepared& p, const DutyTurn& turn) {
  if (p.policy->at) return turn.from <= *p.policy->at && *p.policy->at < turn.to;
  const auto [first, last] = days_of(p, turn);
  return first <= p.on && p.on <= last;
}

}  // namespace

PeopleRows::PeopleRows(const Prepared& p) {
  for (const OwnProtectionStep& row : p.input->protection) {
    steps_[row.caseworker].push_back(&row.step);
  }
  for (const DutyTurn& turn : p.input->duty) turns_[turn.caseworker].push_back(&turn);
  for (const Caseworker& row : p.input->caseworkers) {
    if (row.student && !row.supervisor.empty()) students_[row.supervisor].push_back(&row);
  }
}

const std::vector<const ProtectionStep*>& PeopleRows::steps_of(const CaseworkerId& id) const {
  return rows_of(steps_, id);
}
const std::vector<const DutyTurn*>& PeopleRows::turns_of(const CaseworkerId& id) const {
  return rows_of(turns_, id);
}
const std::vector<const Caseworker*>& PeopleRows::students_of(const CaseworkerId& id) const {
  return rows_of(students_, id);
}

std::pair<Date, Date> days_of(const Prepared& p, const DutyTurn& turn) {
  return {p.zone.local_date(turn.from),
          p.zone.local_date(turn.to - std::chrono::microseconds(1))};
}

bool covers_type(const DutyTurn& turn, const std::string& type) {
  return turn.types.empty() ||
         std::find(turn.types.begin(), turn.types.end(), type) != turn.types.end();
}

Rational capacity_of(const Prepared& p, const Caseworker& row, std::size_t input_row,
                     const PeopleRows& rows) {
  const std::vector<const DutyTurn*>& turns = rows.turns_of(row.id);
  if (row.capacity) {
    if (turns.empty()) return *row.capacity;
    // As it is, but for the share of the horizon's working days that turns take.
    const Date last = p.on + days(7 * p.policy->horizon_weeks - 1);
    const std::int64_t all = working_days(p, p.on, last);
    Rational left = 1;
    return at_row("caseworkers", input_row, [&] {
      for (const DutyTurn* turn : turns) {
        if (turn->share == Rational(0) || all == 0) continue;
        const auto [from, to] = days_of(p, *turn);
        const std::int64_t taken = working_days(p, std::max(from, p.on), std::min(to, last));
        left = left - turn->share * Rational(taken, all);
      }
      return *row.capacity * std::max(Rational(0), left);
    });
  }
  const auto& rule = p.policy->measurement.capacity;
  if (!rule) {
    refuse_row(ErrorCode::missing_value, "caseworkers", "capacity", input_row,
               "a capacity, or working time and a capacity rule in the policy's measurement",
               "nothing");
  }
  workload::WorkingTime time = row.working_time;
  for (const DutyTurn* turn : turns) {
    if (turn->share == Rational(0)) continue;
    const auto [from, to] = days_of(p, *turn);
    time.reductions.push_back({"", workload::ReductionKind::share, turn->share, from, to});
  }
  const std::string& student_class = p.policy->student_class;
  const bool told = std::any_of(
      time.reductions.begin(), time.reductions.end(), [&](const workload::Reduction& reduction) {
        return !student_class.empty() && reduction.reduction_class == student_class;
      });
  if (!student_class.empty() && !told) {
    for (const Caseworker* student : rows.students_of(row.id)) {
      time.reductions.push_back(
          {student_class, std::nullopt, std::nullopt, student->introduced, std::nullopt});
    }
  }
  return at_row("caseworkers", input_row, [&] {
    return workload::mean_capacity(*rule, time, p.on, p.policy->horizon_weeks);
  });
}

void protect(Prepared& p, Person& person, const PeopleRows& rows) {
  if (p.policy->rule(Rule::newcomer_protection).mode != RuleMode::hard) return;
  const Caseworker& row = *person.row;
  std::optional<std::int64_t> most_cases;
  if (row.protected_until && p.on <= *row.protected_until) {
    person.protected_now = true;
    person.newcomer = true;
    most_cases = row.protected_new_cases;
    person.new_weight_limit = row.protected_new_weight;
    merge(person.protected_categories, p.names, row.protected_categories);
    merge(person.joint_only_categories, p.names, row.joint_only_categories);
  }
  const std::vector<const ProtectionStep*> schedule = schedule_of(p, person, rows);
  if (!schedule.empty()) {
    if (!row.introduced) {
      refuse_row(ErrorCode::missing_value, "caseworkers", "introduced", person.input_row,
                 "the first day of the introduction, as there is a schedule for it", "nothing");
    }
    const std::int64_t week = std::max<std::int64_t>(0, (p.on - *row.introduced).count()) / 7;
    if (const ProtectionStep* step = step_in_week(schedule, week)) {
      person.protected_now = true;
      person.newcomer = person.newcomer || step->newcomer;
      at_most(most_cases, step->new_cases);
      at_most(person.new_weight_limit, step->new_weight);
      merge(person.protected_categories, p.names, step->protected_categories);
      merge(person.joint_only_categories, p.names, step->joint_only_categories);
      person.load_share = step->load_share;
    }
  }
  if (most_cases && (!person.new_cases_limit || *most_cases < *person.new_cases_limit)) {
    person.new_cases_limit = most_cases;
    person.limit_source = LimitSource::protection;
  }
}

void put_on_duty(const Prepared& p, Person& person, const PeopleRows& rows) {
  for (const DutyTurn* turn : rows.turns_of(person.row->id)) {
    if (is_now(p, *turn)) person.turns.push_back(turn);
    const auto [first, last] = days_of(p, *turn);
    NewWork around = NewWork::as_usual;
    if (first <= p.on && p.on <= last) {
      around = turn->during;
    } else if (p.on < first && first - p.on <= days(turn->before_days)) {
      around = turn->before;
    } else if (last < p.on && p.on - last <= days(turn->after_days)) {
      around = turn->after;
    }
    person.rest = std::max(person.rest, around);
  }
  if (p.policy->rule(Rule::duty_rest).mode != RuleMode::hard) person.rest = NewWork::as_usual;
}

void prepare_new_work(Prepared& p) {
  const std::vector<WeekOfPerson> received = weeks(p);
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    Person& person = p.persons[i];
    limit_week(p, person,
               checked_add(person.row->week_cases,
                           static_cast<std::int64_t>(received[i].cases.size())));
    if (person.rest == NewWork::none) person.rest_limit = Rational(0);
    if (person.rest == NewWork::half) person.rest_limit = half_of_room(person);
    if (person.load_share) {
      const Rational most = at_row("caseworkers", person.input_row,
                                   [&] { return *person.load_share * person.capacity; });
      at_most(person.new_weight_limit,
              std::optional(std::max(Rational(0), most - person.standing_load)));
    }
  }
  limit_categories(p, received);
  prepare_specialisms(p);
}

void prepare_travel(Prepared& p) {
  if (p.policy->rule(Rule::travel).mode == RuleMode::off || p.input->travel.empty()) return;
  std::unordered_map<UnitId, std::map<Index, Rational>> of_unit;
  for (const Travel& row : p.input->travel) {
    const Index place = p.names.number(row.place);
    if (!row.unit.empty()) {
      of_unit[row.unit][place] = row.amount;
    } else {
      p.persons[at(p.person_of.at(row.caseworker))].travel[place] = row.amount;
    }
  }
  for (Person& person : p.persons) {
    const auto unit = of_unit.find(person.row->unit);
    if (unit != of_unit.end()) person.travel.insert(unit->second.begin(), unit->second.end());
  }
}

void report_people(Prepared& p) {
  for (const Person& person : p.persons) {
    const Caseworker& row = *person.row;
    if (row.student && (row.supervisor.empty() || p.person_of.count(row.supervisor) == 0)) {
      p.notices.push_back(make_reason(ReasonCode::student_without_supervisor,
                                      text_of("caseworker", row.id.value())));
    }
  }
  if (p.input->duty.empty()) return;
  for (const PreparedCase& c : p.cases) {
    const Slot& lead = p.slots[at(c.first_slot)];
    if (!c.row->duty || lead.stands) continue;
    const Parameter which = text_of("case", c.row->id.value());
    const bool covered = std::any_of(p.persons.begin(), p.persons.end(), [&](const Person& one) {
      return is_on_duty(one, c);
    });
    if (!covered) p.notices.push_back(make_reason(ReasonCode::nobody_on_duty, which));
    if (!c.row->received) continue;
    // Came in while nobody was on duty: the clock runs from then, not from the next turn.
    const Instant received = *c.row->received;
    std::optional<Instant> taken_up = p.policy->at;
    bool inside = false;
    for (const DutyTurn& turn : p.input->duty) {
      if (!covers_type(turn, c.row->type)) continue;
      inside = inside || (turn.from <= received && received < turn.to);
      if (p.policy->at || turn.from <= received) continue;
      if (!taken_up || turn.from < *taken_up) taken_up = turn.from;
    }
    if (inside || !taken_up || *taken_up <= received) continue;
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(*taken_up - received);
    p.notices.push_back(make_reason(ReasonCode::clock_already_running, which,
                                    whole_of("hours", hours.count())));
  }
}

}  // namespace evenload::allocation::detail
