// Inputs, policies, plans and reasons survive JSON, whatever they hold.

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <vector>

#include "evenload/allocation/audit.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/allocation/tables.hpp"
#include "property.hpp"

using namespace evenload;
using namespace evenload::allocation;

namespace {

// --- Generators -------------------------------------------------------------------------------------------------------

int below(int n) { return *rc::gen::inRange(0, n); }
bool coin() { return *rc::gen::arbitrary<bool>(); }
template <class Value, class Make>
std::optional<Value> maybe(Make make) {
  return coin() ? std::optional<Value>(make()) : std::nullopt;
}

/// Text that tries the writers: separators of lists, quotes, control characters, several bytes a character, looks like dates and numbers.
std::string some_text() {
  static const std::array<std::string, 14> pieces = {"a",  "B7", "Ärende", "\"", "\\", "{x}", "🙂", ";", ":2026-01-01", "2026-11-23", "1/17", "\t", "null", " "};
  std::string text = "t";
  for (int i = below(4); i > 0; --i) text += pieces[static_cast<std::size_t>(below(pieces.size()))];
  return text;
}
std::string some_name() { return "n" + std::to_string(below(5)); }
std::vector<std::string> some_texts() {
  std::vector<std::string> texts;
  for (int i = below(3); i > 0; --i) texts.push_back(some_text());
  return texts;
}
Rational some_rational() {
  switch (below(4)) {
    case 0: return Rational(below(200));
    case 1: return Rational(below(2000), 10);
    case 2: return Rational(1 + below(50), 1 + below(97));
    default: return Rational(*rc::gen::inRange<std::int64_t>(0, INT64_MAX), *rc::gen::inRange<std::int64_t>(1, INT64_MAX));
  }
}
Date some_date() { return parse_date("2026-01-01") + std::chrono::days(below(800)); }
Instant some_instant() { return Instant(std::chrono::microseconds(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000))); }
/// Unique per number; the system makes no difference to a reference, as numbers are unique, too.
template <class IdType>
IdType numbered(char prefix, int number) {
  std::string value = prefix + std::to_string(number) + "é;:";
  return number % 3 == 0 ? IdType("sys", std::move(value)) : IdType(std::move(value));
}
CaseworkerId some_caseworker(int people) {
  switch (below(4)) {
    case 0: return CaseworkerId();
    case 1: return CaseworkerId("gone " + std::to_string(below(3)));
    default: return numbered<CaseworkerId>('w', below(people));
  }
}

Case some_case(int number, int people) {
  Case c;
  c.id = numbered<CaseId>('c', number);
  if (coin()) c.type = some_text();
  if (coin()) c.phase = some_text();
  c.weight = maybe<Rational>(some_rational);
  c.factors = some_texts();
  c.case_class = static_cast<CaseClass>(below(3));
  c.priority = below(1000);
  c.categories = some_texts();
  if (coin()) c.unit = UnitId(some_name());
  c.received = maybe<Instant>(some_instant);
  c.deadline = maybe<Instant>(some_instant);
  c.start = maybe<Date>(some_date);
  c.required_skills = some_texts();
  c.preferred_skills = some_texts();
  c.delegation_level = below(4);
  if (coin()) c.language = some_text();
  c.interpreter = coin();
  c.risk = coin();
  c.duty = coin();
  c.previous_caseworker = some_caseworker(people);
  c.closed = maybe<Date>(some_date);
  c.family_caseworker = some_caseworker(people);
  c.current_caseworker = some_caseworker(people);
  c.state = static_cast<AssignmentState>(below(4));
  c.released = coin();
  c.roles = some_texts();
  if (coin()) c.link = some_text();
  c.held_by = some_caseworker(people);
  if (!c.held_by.empty()) c.held_until = maybe<Date>(some_date);
  c.assigned = maybe<Date>(some_date);
  if (coin()) c.place = some_text();
  c.on_site = coin();
  if (coin()) c.client = some_text();
  c.transferred = maybe<Date>(some_date);
  for (int i = below(3); i > 0; --i) c.visits.push_back(some_date());
  return c;
}

Caseworker some_person(int number) {
  Caseworker w;
  w.id = numbered<CaseworkerId>('w', number);
  if (coin()) w.unit = UnitId(some_name());
  w.pool = coin();
  for (int i = below(3); i > 0; --i) w.pool_units.emplace_back(some_name());
  w.capacity = maybe<Rational>(some_rational);
  w.working_time.contracted_hours = some_rational();
  w.working_time.experience = {maybe<Date>(some_date), maybe<Date>(some_date), maybe<Date>(some_date)};
  for (int i = below(3); i > 0; --i) {
    const bool share = coin();
    w.working_time.reductions.push_back({coin() ? some_text() : "", share ? workload::ReductionKind::share : workload::ReductionKind::fixed_hours,
                                         share ? Rational(below(18), 17) : some_rational(), maybe<Date>(some_date), std::nullopt});
  }
  for (int i = below(3); i > 0; --i) {
    const Date from = some_date();
    w.working_time.absences.push_back({from, coin() ? workload::open_end : from + std::chrono::days(below(30)), Rational(below(8), 7)});
  }
  w.base_load = some_rational();
  w.hard_limit = maybe<Rational>(some_rational);
  for (int i = below(4); i > 0; --i) w.skills.emplace(some_text(), maybe<Date>(some_date));
  w.delegation_level = below(4);
  w.languages = some_texts();
  w.on_duty = coin();
  w.protected_until = maybe<Date>(some_date);
  w.protected_new_cases = maybe<std::int64_t>([] { return below(9); });
  w.protected_new_weight = maybe<Rational>(some_rational);
  w.protected_categories = some_texts();
  w.joint_only_categories = some_texts();
  w.new_cases_limit = maybe<std::int64_t>([] { return below(9); });
  w.wished_categories = some_texts();
  w.unwished_categories = some_texts();
  w.perceived = maybe<Rational>(some_rational);
  w.agency = coin();
  w.student = coin();
  w.decider = some_caseworker(1 + number);
  w.introduced = maybe<Date>(some_date);
  if (coin()) w.protection_class = some_text();
  w.week_cases_limit = maybe<std::int64_t>([] { return below(9); });
  w.week_cases = below(3);
  for (int weekday = 1; weekday <= 7; ++weekday) {
    if (coin()) w.remote_days.push_back(weekday);
  }
  return w;
}

ProtectionStep some_step() {
  ProtectionStep step;
  step.from_week = below(9);
  if (coin()) step.to_week = step.from_week + 1 + below(9);
  step.new_cases = maybe<std::int64_t>([] { return below(9); });
  step.new_weight = maybe<Rational>(some_rational);
  step.load_share = maybe<Rational>(some_rational);
  step.protected_categories = some_texts();
  step.joint_only_categories = some_texts();
  step.newcomer = coin();
  return step;
}

/// Tables about caseworkers, a row of each for some of them.
void add_side_rows(AllocationInput& input, int people) {
  const auto whole = [] { return static_cast<std::int64_t>(below(9)); };
  for (int i = 0; i < people; ++i) {
    const CaseworkerId id = numbered<CaseworkerId>('w', i);
    if (coin()) input.delegations.push_back({id, coin() ? some_text() : "", coin() ? some_text() : "", below(4), maybe<Date>(some_date), std::nullopt});
    if (coin()) input.deciders.push_back({id, below(4), maybe<std::int64_t>(whole), below(4), maybe<std::int64_t>(whole)});
    if (coin()) {
      DutyTurn turn;
      turn.caseworker = id;
      turn.from = some_instant();
      turn.to = turn.from + std::chrono::hours(1 + below(99));
      turn.share = Rational(below(8), 7);
      turn.types = some_texts();
      turn.before = static_cast<NewWork>(below(3));
      turn.during = static_cast<NewWork>(below(3));
      turn.after = static_cast<NewWork>(below(3));
      turn.before_days = below(9);
      turn.after_days = below(9);
      input.duty.push_back(turn);
    }
    if (coin()) input.protection.push_back({id, some_step()});
    if (coin()) input.travel.push_back({id, {}, some_text(), some_rational()});
    if (coin()) input.specialisms.push_back({id, some_text(), Rational(below(8), 7)});
  }
  if (coin()) input.travel.push_back({{}, UnitId(some_name()), some_text(), some_rational()});
}

AllocationInput some_input() {
  AllocationInput input;
  const int cases = below(4);
  const int people = 1 + below(3);
  for (int i = 0; i < cases; ++i) input.cases.push_back(some_case(i, people));
  for (int i = 0; i < people; ++i) input.caseworkers.push_back(some_person(i));
  for (int i = below(3); i > 0; --i) input.units.push_back({UnitId("u" + std::to_string(i)), coin() ? some_text() : "", coin() ? some_text() : "", ""});
  for (int i = 0; i < cases; ++i) {
    const CaseId id = numbered<CaseId>('c', i);
    const CaseworkerId person = numbered<CaseworkerId>('w', below(people));
    if (coin()) input.exclusions.push_back({id, person});
    if (coin()) {
      const Date from = some_date();
      input.events.push_back({id, coin() ? some_text() : "", from, maybe<Date>([&] { return from + std::chrono::days(below(9)); }), some_rational()});
    }
    if (coin()) {
      input.handovers.push_back({id, some_text(), coin() ? some_text() : "", UnitId(some_name()), some_date(), maybe<Rational>(some_rational), some_caseworker(people)});
    }
    if (i > 0 && coin()) input.links.push_back({id, numbered<CaseId>('c', i - 1)});
    if (people > 1 && coin()) input.worker_pairs.push_back({numbered<CaseworkerId>('w', 0), numbered<CaseworkerId>('w', 1)});
    if (coin()) input.agreements.push_back({some_text(), some_text(), coin() ? some_text() : "", std::nullopt, maybe<Date>(some_date)});
    if (coin()) input.assignments.push_back({id, some_text(), person, static_cast<AssignmentState>(1 + below(3)), coin(), maybe<Date>(some_date)});
    const auto kind = static_cast<OverrideKind>(below(3));
    if (coin()) input.overrides.push_back({id, some_text(), kind, kind == OverrideKind::leave_unassigned ? CaseworkerId() : person, some_text(), some_text()});
  }
  for (int i = below(4); i > 0; --i) input.carried_load.push_back({numbered<CaseworkerId>('w', below(people)), some_date(), some_rational()});
  for (int i = below(3); i > 0; --i) {
    input.limits.push_back({coin() ? numbered<CaseworkerId>('w', below(people)) : CaseworkerId(), "k" + std::to_string(i), below(5), maybe<Rational>(some_rational), static_cast<LimitPeriod>(below(2))});
  }
  add_side_rows(input, people);
  if (coin()) input.extensions = R"({"a":[1,{"b":null}]})";
  return input;
}

Reason some_reason() {
  Reason reason;
  reason.code = all_reason_codes()[static_cast<std::size_t>(below(static_cast<int>(all_reason_codes().size())))];
  for (const ReasonParameter& parameter : parameters_of(reason.code)) {
    if (parameter.optional && coin()) continue;
    ReasonValue value;
    switch (parameter.kind) {
      case ParameterKind::text: value = some_text(); break;
      case ParameterKind::integer: value = *rc::gen::arbitrary<std::int64_t>(); break;
      case ParameterKind::date: value = some_date(); break;
      case ParameterKind::number:
        if (coin()) value = *rc::gen::arbitrary<std::int64_t>();
        else value = static_cast<double>(*rc::gen::arbitrary<std::int32_t>()) / 7;
        break;
    }
    reason.parameters.emplace_back(parameter.name, std::move(value));
  }
  return reason;
}

double some_double() { return static_cast<double>(*rc::gen::arbitrary<std::int64_t>()) / 1e7; }

Plan some_plan() {
  Plan plan;
  for (int i = below(3); i > 0; --i) {
    plan.assignments.push_back({numbered<CaseId>('c', i), some_text(), coin() ? some_text() : "", some_caseworker(3), static_cast<AssignmentState>(below(4)), coin(),
                                some_rational(), below(100)});
    Undistributed one;
    one.rank = i;
    one.case_id = numbered<CaseId>('c', i);
    one.role = some_text();
    one.case_class = static_cast<CaseClass>(below(3));
    if (coin()) one.unit = UnitId(some_name());
    one.load = some_rational();
    one.slack_days = maybe<std::int64_t>([] { return below(100) - 50; });
    one.waiting_days = maybe<std::int64_t>([] { return below(100); });
    one.reason = some_reason();
    if (coin()) one.relaxation = Relaxation{numbered<CaseworkerId>('w', i), some_reason(), some_rational()};
    one.held_by = some_caseworker(3);
    one.held_until = maybe<Date>(some_date);
    plan.undistributed.push_back(std::move(one));
    plan.loads.push_back({numbered<CaseworkerId>('w', i), coin() ? UnitId(some_name()) : UnitId(), coin(), some_rational(), some_rational(), some_rational(),
                          some_rational(), maybe<Rational>(some_rational), maybe<Rational>(some_rational), coin() ? some_text() : "", some_text(), some_rational(), below(9),
                          maybe<Rational>(some_rational)});
    plan.levels.push_back({static_cast<optimize::LevelKind>(below(6)), some_double(), some_double(), maybe<double>(some_double), some_double(),
                           maybe<double>(some_double), coin()});
    plan.notices.push_back(some_reason());
  }
  plan.outcome = static_cast<Outcome>(below(4));
  plan.stop = static_cast<StopReason>(below(4));
  plan.work = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
  plan.audit = {some_text(), some_text(), some_date(), *rc::gen::arbitrary<std::uint64_t>(), maybe<std::int64_t>([] { return below(1000); }), plan.work,
                plan.stop, plan.outcome, below(9), below(9), {{numbered<CaseId>('c', 1), "lead", OverrideKind::forbid, CaseworkerId("A"), some_text(), ""}}};
  return plan;
}

// --- Equality, field by field -----------------------------------------------------------------------------------------

auto fields(const Case& c) {
  return std::tie(c.id, c.type, c.phase, c.weight, c.factors, c.case_class, c.priority, c.categories, c.unit, c.received, c.deadline, c.start,
                  c.required_skills, c.preferred_skills, c.delegation_level, c.language, c.interpreter, c.risk, c.duty, c.previous_caseworker, c.closed,
                  c.family_caseworker, c.current_caseworker, c.state, c.released, c.roles, c.link, c.held_by, c.held_until, c.assigned, c.place, c.on_site, c.visits,
                  c.client, c.transferred);
}
auto fields(const workload::Reduction& r) { return std::tie(r.reduction_class, r.kind, r.amount, r.from, r.to); }
auto fields(const workload::Absence& a) { return std::tie(a.from, a.to, a.share); }
auto fields(const Caseworker& w) {
  return std::tie(w.id, w.unit, w.pool, w.pool_units, w.capacity, w.working_time.contracted_hours, w.working_time.experience.profession_since,
                  w.working_time.experience.employer_since, w.working_time.experience.case_type_since, w.base_load, w.hard_limit, w.skills, w.delegation_level,
                  w.languages, w.on_duty, w.protected_until, w.protected_new_cases, w.protected_new_weight, w.protected_categories, w.joint_only_categories,
                  w.new_cases_limit, w.wished_categories, w.unwished_categories, w.perceived, w.agency, w.student, w.decider, w.introduced, w.protection_class, w.week_cases_limit,
                  w.week_cases, w.remote_days);
}
auto fields(const Unit& u) { return std::tie(u.id, u.label, u.committee, u.municipality); }
auto fields(const Exclusion& e) { return std::tie(e.case_id, e.caseworker); }
auto fields(const CategoryLimit& l) { return std::tie(l.caseworker, l.category, l.cases, l.weight, l.period); }
auto fields(const StandingAssignment& a) { return std::tie(a.case_id, a.role, a.caseworker, a.state, a.released, a.assigned); }
auto fields(const Delegation& d) { return std::tie(d.caseworker, d.committee, d.type, d.level, d.from, d.to); }
auto fields(const Decider& d) { return std::tie(d.caseworker, d.decisions, d.limit, d.week_decisions, d.week_limit); }
auto fields(const DutyTurn& t) {
  return std::tie(t.caseworker, t.from, t.to, t.share, t.types, t.before, t.during, t.after, t.before_days, t.after_days);
}
auto fields(const OwnProtectionStep& p) {
  return std::tie(p.caseworker, p.step.from_week, p.step.to_week, p.step.new_cases, p.step.new_weight, p.step.load_share, p.step.protected_categories,
                  p.step.joint_only_categories, p.step.newcomer);
}
auto fields(const Travel& t) { return std::tie(t.caseworker, t.unit, t.place, t.amount); }
auto fields(const Specialism& s) { return std::tie(s.caseworker, s.category, s.share); }
auto fields(const Override& o) { return std::tie(o.case_id, o.role, o.kind, o.caseworker, o.reason, o.decided_by_role); }
auto fields(const CaseEvent& e) { return std::tie(e.case_id, e.kind, e.from, e.until, e.weight); }
auto fields(const PlannedHandover& h) { return std::tie(h.case_id, h.role, h.phase, h.unit, h.on, h.weight, h.caseworker); }
auto fields(const WorkerPair& p) { return std::tie(p.caseworker, p.other); }
auto fields(const CaseLink& l) { return std::tie(l.case_id, l.other); }
auto fields(const Agreement& a) { return std::tie(a.municipality, a.with, a.case_type, a.from, a.to); }
auto fields(const Assignment& a) { return std::tie(a.case_id, a.role, a.phase, a.caseworker, a.state, a.overridden, a.load, a.cost); }
auto fields(const CaseworkerLoad& l) {
  return std::tie(l.caseworker, l.unit, l.pool, l.capacity, l.hard_limit, l.load_before, l.load_after, l.ratio_before, l.ratio_after, l.band_before, l.band_after,
                  l.new_cases, l.perceived);
}
auto fields(const optimize::Level& l) { return std::tie(l.kind, l.value, l.bound, l.gap, l.absolute_gap, l.variable_gap, l.proven); }
auto fields(const Undistributed& u) {
  return std::tie(u.rank, u.case_id, u.role, u.case_class, u.unit, u.load, u.slack_days, u.waiting_days, u.reason, u.held_by, u.held_until);
}
auto fields(const Relaxation& r) { return std::tie(r.caseworker, r.reason, r.extra_load); }

template <class Row>
bool same(const Row& a, const Row& b) {
  return fields(a) == fields(b);
}
template <class Row>
bool same(const std::vector<Row>& a, const std::vector<Row>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Row& x, const Row& y) { return same(x, y); });
}

}  // namespace

TEST_CASE("an input is the same after JSON") {
  evenload::test::property("field by field", [] {
    const AllocationInput input = some_input();
    const std::string json = to_json(input);
    const AllocationInput again = input_from_json(json);
    RC_ASSERT(to_json(again) == json);
    RC_ASSERT(same(again.cases, input.cases));
    RC_ASSERT(same(again.caseworkers, input.caseworkers));
    for (std::size_t i = 0; i < input.caseworkers.size(); ++i) {
      RC_ASSERT(same(again.caseworkers[i].working_time.reductions, input.caseworkers[i].working_time.reductions));
      RC_ASSERT(same(again.caseworkers[i].working_time.absences, input.caseworkers[i].working_time.absences));
    }
    RC_ASSERT(same(again.units, input.units));
    RC_ASSERT(same(again.exclusions, input.exclusions));
    RC_ASSERT(same(again.limits, input.limits));
    RC_ASSERT(same(again.assignments, input.assignments));
    RC_ASSERT(same(again.overrides, input.overrides));
    RC_ASSERT(same(again.delegations, input.delegations));
    RC_ASSERT(same(again.deciders, input.deciders));
    RC_ASSERT(same(again.duty, input.duty));
    RC_ASSERT(same(again.protection, input.protection));
    RC_ASSERT(same(again.travel, input.travel));
    RC_ASSERT(same(again.specialisms, input.specialisms));
    RC_ASSERT(same(again.events, input.events));
    RC_ASSERT(same(again.handovers, input.handovers));
    RC_ASSERT(same(again.worker_pairs, input.worker_pairs));
    RC_ASSERT(same(again.links, input.links));
    RC_ASSERT(same(again.agreements, input.agreements));
    RC_ASSERT(again.carried_load.size() == input.carried_load.size());
    for (std::size_t i = 0; i < input.carried_load.size(); ++i) {
      RC_ASSERT(again.carried_load[i].caseworker == input.carried_load[i].caseworker);
      RC_ASSERT(again.carried_load[i].week == input.carried_load[i].week);
      RC_ASSERT(again.carried_load[i].extra_load == input.carried_load[i].extra_load);
    }
    RC_ASSERT(again.extensions == input.extensions);
  });
}

TEST_CASE("the canonical form knows neither the order of rows nor JSON, and every row") {
  evenload::test::property("shuffled, written and read", [] {
    const AllocationInput input = some_input();
    const std::string form = canonical_form(input);
    AllocationInput turned = input;
    const auto turn = [](auto& rows) {
      if (!rows.empty()) std::rotate(rows.begin(), rows.begin() + below(static_cast<int>(rows.size())), rows.end());
      if (coin()) std::reverse(rows.begin(), rows.end());
    };
    turn(turned.cases);
    turn(turned.caseworkers);
    turn(turned.units);
    turn(turned.exclusions);
    turn(turned.limits);
    turn(turned.assignments);
    turn(turned.overrides);
    for (Caseworker& caseworker : turned.caseworkers) {
      turn(caseworker.working_time.absences);
      turn(caseworker.working_time.reductions);
    }
    RC_ASSERT(canonical_form(turned) == form);
    RC_ASSERT(canonical_form(input_from_json(to_json(turned))) == form);
    if (input.cases.empty()) return;
    AllocationInput other = input;
    const auto row = static_cast<std::size_t>(below(static_cast<int>(other.cases.size())));
    switch (below(3)) {
      case 0: other.cases.erase(other.cases.begin() + static_cast<std::ptrdiff_t>(row)); break;
      case 1: other.cases[row].priority += 1; break;
      default: other.cases[row].risk = !other.cases[row].risk; break;
    }
    RC_ASSERT(canonical_form(other) != form);
  });
}

TEST_CASE("a sealed record is the same after JSON") {
  evenload::test::property("byte by byte", [] {
    SealedRecord record;
    const Plan plan = some_plan();
    record.proposal = plan.audit;
    record.levels = plan.levels;
    if (coin()) record.decided_by_role = some_text();
    if (coin()) record.key_name = some_text();
    for (std::string* digest : {&record.key_check, &record.input_digest, &record.policy_digest, &record.question_digest, &record.plan_digest, &record.seal}) {
      for (int i = 0; i < 64; ++i) *digest += "0123456789abcdef"[below(16)];
    }
    const std::string json = to_json(record);
    const SealedRecord again = sealed_record_from_json(json);
    RC_ASSERT(to_json(again) == json);
    RC_ASSERT(std::tie(again.decided_by_role, again.key_name, again.key_check, again.input_digest, again.policy_digest, again.question_digest, again.plan_digest, again.seal) ==
              std::tie(record.decided_by_role, record.key_name, record.key_check, record.input_digest, record.policy_digest, record.question_digest, record.plan_digest, record.seal));
    RC_ASSERT(same(again.levels, record.levels));
    RC_ASSERT(same(again.proposal.overrides, record.proposal.overrides));
  });
}

TEST_CASE("a plan is the same after JSON") {
  evenload::test::property("field by field", [] {
    const Plan plan = some_plan();
    const Plan again = plan_from_json(to_json(plan));
    RC_ASSERT(same(again.assignments, plan.assignments));
    RC_ASSERT(same(again.loads, plan.loads));
    RC_ASSERT(same(again.levels, plan.levels));
    RC_ASSERT(same(again.undistributed, plan.undistributed));
    for (std::size_t i = 0; i < plan.undistributed.size(); ++i) {
      const auto& a = again.undistributed[i].relaxation;
      const auto& b = plan.undistributed[i].relaxation;
      RC_ASSERT(a.has_value() == b.has_value());
      RC_ASSERT((!a || same(*a, *b)));  // the parentheses keep the macro from taking "||" apart
    }
    RC_ASSERT(again.notices == plan.notices);
    RC_ASSERT(std::tie(again.outcome, again.stop, again.work) == std::tie(plan.outcome, plan.stop, plan.work));
    const AuditRecord& a = again.audit;
    const AuditRecord& b = plan.audit;
    RC_ASSERT(std::tie(a.version, a.policy, a.on, a.seed, a.work_limit, a.work, a.stop, a.outcome, a.cases, a.caseworkers) ==
              std::tie(b.version, b.policy, b.on, b.seed, b.work_limit, b.work, b.stop, b.outcome, b.cases, b.caseworkers));
    RC_ASSERT(same(a.overrides, b.overrides));
  });
}

TEST_CASE("an explanation is the same after JSON") {
  evenload::test::property("field by field", [] {
    Explanation explanation;
    explanation.case_id = numbered<CaseId>('c', below(9));
    explanation.role = some_text();
    explanation.audience = static_cast<Audience>(below(4));
    explanation.caseworker = some_caseworker(3);
    explanation.why = {some_reason(), some_reason()};
    Alternative one{below(9), numbered<CaseworkerId>('w', 1), coin(), some_rational(), some_rational(), some_rational(), maybe<Rational>(some_rational),
                    maybe<Rational>(some_rational), below(99), {{static_cast<optimize::LevelKind>(below(6)), some_double()}}, {some_reason()}};
    explanation.alternatives = {one};
    explanation.excluded = {{numbered<CaseworkerId>('w', 2), {some_reason()}}};
    if (coin()) explanation.relaxation = Relaxation{numbered<CaseworkerId>('w', 3), some_reason(), some_rational()};
    const Explanation again = explanation_from_json(to_json(explanation));
    RC_ASSERT(to_json(again) == to_json(explanation));
    RC_ASSERT(std::tie(again.case_id, again.role, again.audience, again.caseworker, again.why) ==
              std::tie(explanation.case_id, explanation.role, explanation.audience, explanation.caseworker, explanation.why));
    const Alternative& other = again.alternatives.at(0);
    RC_ASSERT(std::tie(other.rank, other.caseworker, other.chosen, other.capacity, other.load_before, other.load_after, other.ratio_before, other.ratio_after,
                       other.cost, other.reasons) == std::tie(one.rank, one.caseworker, one.chosen, one.capacity, one.load_before, one.load_after,
                                                              one.ratio_before, one.ratio_after, one.cost, one.reasons));
    RC_ASSERT(other.differences.at(0).level == one.differences.at(0).level);
    RC_ASSERT(other.differences.at(0).difference == one.differences.at(0).difference);
    RC_ASSERT(again.excluded.at(0).reasons == explanation.excluded.at(0).reasons);
    RC_ASSERT(again.relaxation.has_value() == explanation.relaxation.has_value());
  });
}

TEST_CASE("a policy is the same after JSON") {
  evenload::test::property("as text, after every field was drawn", [] {
    AllocationPolicy policy;
    policy.name = some_text();
    policy.on = maybe<Date>(some_date);
    policy.holidays = {some_date(), some_date()};
    policy.horizon_weeks = 1 + below(50);
    policy.start_window_days = 1 + below(9);
    policy.reopening_window_months = below(24);
    policy.balance = static_cast<optimize::Balance>(below(3));
    if (coin()) policy.carry_over = CarryOver{static_cast<int>(1 + below(20)), some_rational(), some_rational()};
    policy.overload_place = coin() ? optimize::OverloadPlace::after_unassigned : optimize::OverloadPlace::after_must;
    policy.cost_weight = some_rational();
    policy.hard_limit_factor = some_rational();
    policy.new_cases_limit = maybe<std::int64_t>([] { return below(9); });
    policy.week_cases_limit = maybe<std::int64_t>([] { return below(9); });
    policy.at = maybe<Instant>(some_instant);
    policy.deadline_window_days = below(9);
    policy.presence_share = some_rational();
    policy.travel_limit = maybe<Rational>(some_rational);
    policy.protection = {{some_text(), {some_step(), some_step()}}};
    policy.newcomer_second_share = maybe<Rational>(some_rational);
    policy.student_class = coin() ? some_text() : "";
    policy.roles.push_back({some_text(), some_rational(), some_texts(), coin(), coin(), coin()});
    policy.roles_of_type = {{some_text(), some_texts(), {{some_text(), some_text()}}}};
    policy.second_role = some_text();
    policy.interpreter_factor = coin() ? some_text() : "";
    policy.deadlines = {{some_text(), "", {"received", below(99), static_cast<DeadlineUnit>(below(6)), static_cast<RollOver>(below(2))}}};
    for (RuleSetting& setting : policy.rules) setting = {static_cast<RuleMode>(below(3)), below(1000)};
    policy.roles.back().unit = UnitId(some_name());
    policy.roles.back().any_unit = coin();
    policy.roles_of_type[0].same_unit = {{some_text(), some_text()}};
    policy.roles_of_type[0].other_unit = {{some_text(), some_text()}, {some_text(), some_text()}};
    policy.reopening_of_type = {{some_text(), below(9), {static_cast<RuleMode>(below(3)), below(99)}}};
    policy.interpreter_days = below(9);
    policy.interpreter_days_of = {{some_text(), below(9)}};
    policy.hold_notice_days = below(9);
    policy.handover = {below(9), some_rational(), some_rational()};
    policy.sentences_en = {{"no_room", some_text()}};
    if (coin()) policy.extensions = R"({"x":1})";
    const AllocationPolicy again = policy_from_json(to_json(policy));
    RC_ASSERT(to_json(again) == to_json(policy));
    RC_ASSERT(std::tie(again.name, again.on, again.holidays, again.horizon_weeks, again.start_window_days, again.reopening_window_months, again.balance,
                       again.overload_place, again.cost_weight, again.hard_limit_factor, again.new_cases_limit, again.second_role, again.interpreter_factor,
                       again.sentences_en, again.sentences_sv, again.extensions) ==
              std::tie(policy.name, policy.on, policy.holidays, policy.horizon_weeks, policy.start_window_days, policy.reopening_window_months, policy.balance,
                       policy.overload_place, policy.cost_weight, policy.hard_limit_factor, policy.new_cases_limit, policy.second_role, policy.interpreter_factor,
                       policy.sentences_en, policy.sentences_sv, policy.extensions));
    RC_ASSERT(std::tie(again.week_cases_limit, again.at, again.deadline_window_days, again.presence_share, again.travel_limit, again.newcomer_second_share,
                       again.student_class) == std::tie(policy.week_cases_limit, policy.at, policy.deadline_window_days, policy.presence_share,
                                                        policy.travel_limit, policy.newcomer_second_share, policy.student_class));
    for (std::size_t k = 0; k < 2; ++k) {
      RC_ASSERT(fields(OwnProtectionStep{{}, again.protection.at(0).steps.at(k)}) == fields(OwnProtectionStep{{}, policy.protection[0].steps[k]}));
    }
    RC_ASSERT(again.roles.back().student_may == policy.roles.back().student_may);
    for (std::size_t i = 0; i < rule_count; ++i) {
      RC_ASSERT(again.rules[i].mode == policy.rules[i].mode);
      RC_ASSERT(again.rules[i].price == policy.rules[i].price);
    }
    RC_ASSERT(again.roles.back().share == policy.roles.back().share);
    RC_ASSERT(again.roles_of_type.at(0).same_person == policy.roles_of_type.at(0).same_person);
    RC_ASSERT(again.roles.back().unit == policy.roles.back().unit);
    RC_ASSERT(again.roles.back().any_unit == policy.roles.back().any_unit);
    RC_ASSERT(again.roles_of_type.at(0).same_unit == policy.roles_of_type.at(0).same_unit);
    RC_ASSERT(again.roles_of_type.at(0).other_unit == policy.roles_of_type.at(0).other_unit);
    const ReopeningOfType& reopening = again.reopening_of_type.at(0);
    RC_ASSERT(reopening.case_type == policy.reopening_of_type[0].case_type);
    RC_ASSERT(reopening.months == policy.reopening_of_type[0].months);
    RC_ASSERT(reopening.setting.mode == policy.reopening_of_type[0].setting.mode);
    RC_ASSERT(reopening.setting.price == policy.reopening_of_type[0].setting.price);
    RC_ASSERT(again.interpreter_days == policy.interpreter_days);
    RC_ASSERT(again.interpreter_days_of.at(0).language == policy.interpreter_days_of[0].language);
    RC_ASSERT(again.interpreter_days_of.at(0).days == policy.interpreter_days_of[0].days);
    RC_ASSERT(again.hold_notice_days == policy.hold_notice_days);
    RC_ASSERT(std::tie(again.handover.weeks, again.handover.receiver, again.handover.giver) ==
              std::tie(policy.handover.weeks, policy.handover.receiver, policy.handover.giver));
    RC_ASSERT(again.deadlines.at(0).rule.amount == policy.deadlines.at(0).rule.amount);
  });
}

TEST_CASE("the document call answers any text, and never throws") {
  evenload::test::property("damaged requests", [] {
    std::string text =
        R"({"schema_version":"1.0","call":"allocate","input":{"cases":[{"id":"C","weight":4,"class":"due"}],"caseworkers":[{"id":"A","capacity":9}]},"policy":{"on":"2026-11-23"},"extensions":{}})";
    for (int i = 1 + below(3); i > 0; --i) {
      const auto at = static_cast<std::size_t>(below(static_cast<int>(text.size())));
      if (coin()) text.erase(at, static_cast<std::size_t>(1 + below(4)));
      else text[at] = static_cast<char>(*rc::gen::arbitrary<char>());
      if (text.empty()) break;
    }
    const std::string answer = call_document(text);
    RC_ASSERT((answer.find("\"result\":") != std::string::npos) != (answer.find("\"error\":") != std::string::npos));
    RC_ASSERT(answer.find("\"name\":\"internal\"") == std::string::npos);
  });
}
