// The rota: who is on duty when, what it takes, the rest around it, and whether turns are fair.
#include "evenload/allocation/duty.hpp"
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

using Codes = std::vector<ReasonCode>;

namespace {

Instant at_hour(const char* date, int hour) {
  return Zone::load().to_instant(day(date), std::chrono::hours(hour));
}

DutyTurn turn(const std::string& caseworker, const char* from, int from_hour, const char* to,
              int to_hour) {
  DutyTurn one;
  one.caseworker = CaseworkerId(caseworker);
  one.from = at_hour(from, from_hour);
  one.to = at_hour(to, to_hour);
  return one;
}

/// A case for those on duty, with two who take turns on Monday.
struct Rota {
  AllocationInput input;
  AllocationPolicy policy = monday();
  Rota() {
    input.cases.push_back(a_case("C"));
    input.cases[0].duty = true;
    input.caseworkers = {a_worker("day"), a_worker("night")};
    input.duty = {turn("day", "2026-11-23", 8, "2026-11-23", 16),
                  turn("night", "2026-11-23", 16, "2026-11-24", 8)};
  }
  Codes barriers_of(const std::string& worker) const {
    return barriers(input, policy, "C", worker);
  }
};

}  // namespace

TEST_CASE("duty: who is on duty at the moment, or else on that day, for which types") {
  Rota r;
  CHECK(r.barriers_of("day").empty());
  CHECK(r.barriers_of("night").empty());  // on that day
  r.policy.at = at_hour("2026-11-23", 15);
  CHECK(r.barriers_of("day").empty());
  CHECK(r.barriers_of("night") == Codes{ReasonCode::not_on_duty});
  r.policy.at = at_hour("2026-11-23", 16);  // the end is not of the turn
  CHECK(r.barriers_of("day") == Codes{ReasonCode::not_on_duty});
  CHECK(who(allocate(r.input, r.policy), "C") == "night");
  r.policy.on = day("2026-11-24");
  CHECK(refused([&] { allocate(r.input, r.policy); }).column == "at");
  r.policy.at = at_hour("2026-11-24", 7);
  CHECK(r.barriers_of("night").empty());
  r.input.duty[1].types = {"another type"};
  CHECK(r.barriers_of("night") == Codes{ReasonCode::not_on_duty});
  const Plan plan = allocate(r.input, r.policy);
  CHECK(text(find(plan.notices, ReasonCode::nobody_on_duty), "case") == "C");
  r.input.caseworkers[0].on_duty = true;  // the simple form stays
  CHECK(r.barriers_of("day").empty());
  CHECK_FALSE(has(allocate(r.input, r.policy).notices, ReasonCode::nobody_on_duty));
}

TEST_CASE("duty: a report from outside the hours comes with its clock running") {
  Rota r;
  r.input.duty.pop_back();
  r.input.cases[0].received = at_hour("2026-11-22", 21);
  const Plan plan = allocate(r.input, r.policy);
  const Reason& running = find(plan.notices, ReasonCode::clock_already_running);
  CHECK(Catalogue::built_in("en").sentence(running) ==
        "Case C came in outside the hours of the rota; its deadline has been running for 11 hours.");
  r.policy.at = at_hour("2026-11-23", 9);
  const Plan later = allocate(r.input, r.policy);
  CHECK(std::get<std::int64_t>(find(later.notices, ReasonCode::clock_already_running).parameters[1].second) == 12);
  r.input.cases[0].received = at_hour("2026-11-23", 8);
  CHECK_FALSE(has(allocate(r.input, r.policy).notices, ReasonCode::clock_already_running));
  // The deadline itself counts from when it came in.
  r.policy.deadlines = {{"", "", {"received", 24, DeadlineUnit::hours, RollOver::none}}};
  r.input.cases[0].received = at_hour("2026-11-21", 21);
  r.input.caseworkers.clear();
  r.input.duty.clear();
  CHECK(left_over(allocate(r.input, r.policy), "C").slack_days == -1);
}

TEST_CASE("duty: a turn takes a share of the days it covers") {
  Rota r;
  r.policy.horizon_weeks = 1;
  r.input.duty[0].share = Rational(1, 2);
  r.input.duty[0].to = at_hour("2026-11-25", 16);
  r.input.duty[1].share = Rational(1);
  r.input.duty[1].to = at_hour("2027-01-25", 16);
  Plan plan = allocate(r.input, r.policy);
  CHECK(load_of(plan, "day").capacity == Rational(7));  // 10 less half of three days of five
  CHECK(load_of(plan, "night").capacity == Rational(0));
  workload::CapacityRule rule;
  rule.bands = {{"all", 0, std::nullopt, Rational(40)}};
  r.policy.measurement.capacity = rule;
  for (Caseworker& w : r.input.caseworkers) {
    w.capacity.reset();
    w.working_time.contracted_hours = Rational(40);
  }
  plan = allocate(r.input, r.policy);
  CHECK(load_of(plan, "day").capacity == Rational(28));
  CHECK(load_of(plan, "night").capacity == Rational(0));
}

TEST_CASE("duty_rest: none or half of the new work before, during and after a turn") {
  AllocationInput input;
  for (const char* id : {"A", "B", "C", "D"}) input.cases.push_back(a_case(id, 2));
  input.caseworkers = {a_worker("x")};
  input.caseworkers[0].base_load = 2;  // room for 8, half of it 4
  input.duty = {turn("x", "2026-11-25", 8, "2026-11-27", 8)};
  DutyTurn& one = input.duty[0];
  one.before = NewWork::half;
  one.during = NewWork::none;
  one.after = NewWork::half;
  one.before_days = 1;
  one.after_days = 3;
  AllocationPolicy policy = monday();
  const auto placed = [&](const char* on) {
    policy.on = day(on);
    return load_of(allocate(input, policy), "x").new_cases;
  };
  CHECK(placed("2026-11-23") == 4);
  CHECK(placed("2026-11-24") == 2);
  CHECK(placed("2026-11-25") == 0);
  CHECK(placed("2026-11-27") == 0);  // until eight in the morning
  CHECK(placed("2026-11-30") == 2);
  CHECK(placed("2026-12-01") == 4);
  input.cases[0].duty = true;  // what the turn is for comes all the same
  policy.on = day("2026-11-25");
  const Plan plan = allocate(input, policy);
  CHECK(who(plan, "A") == "x");
  const Reason why = plan.undistributed[0].relaxation->reason;
  CHECK(why.code == ReasonCode::around_duty);
  CHECK_FALSE(is_protected(why.code));
  policy.rule(Rule::duty_rest).mode = RuleMode::off;
  CHECK(placed("2026-11-25") == 4);
}

TEST_CASE("turns against expectation by contract") {
  AllocationInput input;
  input.caseworkers = {a_worker("full"), a_worker("half"), a_worker("student"), a_worker("away")};
  for (Caseworker& w : input.caseworkers) w.working_time.contracted_hours = Rational(40);
  input.caseworkers[1].working_time.contracted_hours = Rational(20);
  input.caseworkers[2].student = true;
  input.caseworkers[3] = away(input.caseworkers[3], "2026-11-23", "2026-11-27");
  input.duty = {turn("full", "2026-11-23", 8, "2026-11-23", 16),
                turn("half", "2026-11-28", 8, "2026-11-29", 8),
                turn("away", "2026-12-04", 8, "2026-12-04", 12),
                turn("full", "2026-12-07", 8, "2026-12-07", 16)};  // outside the period
  const AllocationPolicy policy = monday();
  const auto shares = duty_shares(input, policy, day("2026-11-23"), day("2026-12-06"));
  REQUIRE(shares.size() == 3);  // in the order of the table, the student left out
  CHECK(shares[0].caseworker.value() == "full");
  CHECK(shares[0].turns == 1);
  CHECK(shares[0].hours == Rational(8));
  CHECK(shares[1].free_day_turns == 1);
  CHECK(shares[1].hours == Rational(24));
  // Claims 400 : 200 : 200, three turns, 36 hours, one on a Saturday.
  CHECK(shares[0].expected_turns == Rational(3, 2));
  CHECK(shares[1].expected_turns == Rational(3, 4));
  CHECK(shares[2].expected_turns == Rational(3, 4));
  CHECK(shares[0].expected_hours == Rational(18));
  CHECK(shares[2].expected_free_day_turns == Rational(1, 4));
  const Table table = duty_shares_table(shares);
  CHECK(table.rows() == 3);
  CHECK(table.find("expected_turns") != nullptr);

  const std::vector<CaseworkerId> two = {CaseworkerId("half"), CaseworkerId("away")};
  const auto outside = refused([&] { duty_shares(input, policy, day("2026-11-23"), day("2026-12-06"), two); });
  CHECK(outside.table == "duty");
  CHECK(outside.row == 0);
  CHECK(duty_shares(input, policy, day("2026-11-24"), day("2026-12-06"), two).size() == 2);
  const std::vector<CaseworkerId> nobody = {CaseworkerId("nobody")};
  CHECK(refused([&] { duty_shares(input, policy, day("2026-11-23"), day("2026-12-06"), nobody); }).table == "participants");
  CHECK(refused([&] { duty_shares(input, policy, day("2026-11-23"), day("2026-11-22")); }).code ==
        ErrorCode::ends_before_start);
  input.caseworkers[1].working_time.contracted_hours = Rational(0);  // then by head
  CHECK(duty_shares(input, policy, day("2026-11-30"), day("2026-12-06"))[1].expected_turns == Rational(1, 3));
}

TEST_CASE("side tables about caseworkers are checked") {
  Rota r;
  const auto refusal = [&] { return refused([&] { allocate(r.input, r.policy); }); };
  r.input.duty[1].to = r.input.duty[1].from;
  CHECK(refusal().code == ErrorCode::ends_before_start);
  CHECK(refusal().row == 1);
  r.input.duty = {turn("nobody", "2026-11-23", 8, "2026-11-23", 16)};
  CHECK(refusal().code == ErrorCode::unknown_id);
  r.input.duty.clear();
  r.input.delegations = {{CaseworkerId("outside"), "", "", 1, {}, {}}};
  CHECK(refusal().table == "delegations");
  r.input.caseworkers[0].decider = CaseworkerId("outside");
  CHECK_NOTHROW(allocate(r.input, r.policy));
  r.input.delegations[0].from = day("2026-12-01");
  r.input.delegations[0].to = day("2026-11-01");
  CHECK(refusal().column == "to");
  r.input.delegations.clear();
  r.input.deciders = {{CaseworkerId("outside"), 0, 1, 0, {}}, {CaseworkerId("outside"), 0, 2, 0, {}}};
  CHECK(refusal().code == ErrorCode::duplicate_id);
  r.input.deciders = {{CaseworkerId("outside"), -1, 1, 0, {}}};
  CHECK(refusal().column == "decisions");
  r.input.deciders.clear();
  ProtectionStep step;
  r.input.protection = {{CaseworkerId("day"), step}, {CaseworkerId("night"), step}, {CaseworkerId("day"), step}};
  CHECK(refusal().code == ErrorCode::overlap_in_bands);
  CHECK(refusal().row == 2);
  r.input.protection.clear();
  r.input.travel = {{{}, {}, "north", Rational(1)}};
  CHECK(refusal().column == "unit");
  r.input.travel = {{CaseworkerId("day"), {}, "north", Rational(-1)}};
  CHECK(refusal().code == ErrorCode::negative_value);
  r.input.travel.clear();
  r.input.specialisms = {{CaseworkerId("day"), "k", Rational(3, 2)}};
  CHECK(refusal().code == ErrorCode::out_of_range);
  r.input.specialisms.clear();
  r.input.caseworkers[0].remote_days = {8};
  CHECK(refusal().column == "remote_days");
  r.input.caseworkers[0].remote_days.clear();
  r.policy.presence_share = Rational(2);
  CHECK(refusal().column == "presence_share");
  r.policy.presence_share = 0;
  ProtectionStep next;
  next.from_week = 2;
  step.to_week = 3;
  r.policy.protection = {{"year", {step, next}}};
  CHECK(refusal().table == "policy.protection[0].steps");
  r.policy.protection = {{"year", {}}, {"year", {}}};
  CHECK(refusal().code == ErrorCode::duplicate_id);
}
