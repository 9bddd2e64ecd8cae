// Somebody leaves or is away: redistribute and cover.
#include "evenload/allocation/cover.hpp"

#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

/// Kim has four cases, one due this week, one with risk; Lo has one of their own.
AllocationInput full_desk() {
  AllocationInput input;
  input.caseworkers = {a_worker("Kim", 20), a_worker("Lo", 20), a_worker("Max", 20)};
  for (const char* id : {"c1", "c2", "c3", "c4"}) input.cases.push_back(held_case(a_case(id, 4), "Kim"));
  input.cases[0].deadline = moment("2026-11-27T15:00:00Z");
  input.cases[1].deadline = moment("2027-02-01T15:00:00Z");
  input.cases[2].risk = true;
  input.cases.push_back(held_case(a_case("own", 4), "Lo"));
  input.assignments.push_back({CaseId("c3"), "second", CaseworkerId("Max"), AssignmentState::started, false});
  return input;
}

}  // namespace

TEST_CASE("redistribute hands everything over, by deadline, with its work shown for both") {
  AllocationInput input = full_desk();
  input.cases[3].previous_caseworker = CaseworkerId("Max");
  RedistributeOptions options;
  options.hand_over = {Rational(1, 4), 2};
  const Redistributed result = redistribute(input, monday(), CaseworkerId("Kim"), options);
  REQUIRE(result.handed_over.size() == 4);
  CHECK(result.handed_over[0].move.case_id.value() == "c1");
  CHECK(result.handed_over[0].urgent);
  CHECK(result.handed_over[1].move.case_id.value() == "c2");
  CHECK_FALSE(result.handed_over[1].urgent);
  CHECK(result.load == Rational(16));
  CHECK(result.hand_over_load == Rational(4));
  CHECK(result.hand_over_until == day("2026-12-06"));
  for (const HandedOver& one : result.handed_over) {
    CHECK(one.move.from.value() == "Kim");
    CHECK_FALSE(one.move.to.empty());
    CHECK(one.hand_over_load == Rational(1));
    CHECK(one.mean_hand_over_load == Rational(1, 2));  // two of four weeks
  }
  CHECK(who(result.plan, "c4") == "Max");  // continuity
  CHECK(who(result.plan, "own") == "Lo");
  CHECK(who(result.plan, "c3", "second") == "Max");
  CHECK(who(result.plan, "c3") == "Lo");  // never both roles
  Rational after;
  for (const CaseworkerLoad& load : result.plan.loads) after = after + load.load_after;
  CHECK(after == Rational(16 + 2 + 4 + 2));  // cases, hand-over, own, half a case beside c3
  CHECK(load_of(result.plan, "Kim").load_before == Rational(16));
  CHECK(load_of(result.plan, "Kim").load_after == Rational(0));
  CHECK_FALSE(load_of(result.plan, "Kim").ratio_after.has_value());
}

TEST_CASE("cases with a near deadline come first where not all can be placed") {
  AllocationInput input = full_desk();
  input.cases[2].risk = false;
  input.assignments.clear();
  input.caseworkers = {a_worker("Kim", 20), a_worker("Lo", 10)};
  input.caseworkers[1].hard_limit = 10;  // own 4, one more case with its hand-over
  const Redistributed result = redistribute(input, monday(), CaseworkerId("Kim"), {});
  CHECK(who(result.plan, "c1") == "Lo");
  CHECK(result.plan.undistributed.size() == 3);
}

TEST_CASE("cases held for now are handed over, too, and a later day moves their start") {
  AllocationInput input = full_desk();
  Case held = a_case("held", 2);
  held.held_by = CaseworkerId("Kim");
  input.cases.push_back(held);
  RedistributeOptions options;
  options.from = day("2026-12-01");
  const Redistributed result = redistribute(input, monday(), CaseworkerId("Kim"), options);
  CHECK(result.handed_over.size() == 5);
  CHECK_FALSE(who(result.plan, "held").empty());
  for (const Case& c : result.input.cases) {
    if (c.id.value() != "own") CHECK(c.start == day("2026-12-01"));
  }
}

TEST_CASE("cover lends what cannot wait and says when it comes back") {
  CoverOptions options;
  options.from = day("2026-11-23");
  options.to = day("2026-11-27");
  options.visits = {{CaseId("c4"), day("2026-11-25")}, {CaseId("c2"), day("2026-12-02")}};
  const Covered result = cover(full_desk(), monday(), CaseworkerId("Kim"), options);
  CHECK_FALSE(result.redistributed.has_value());
  CHECK(result.back_on == day("2026-11-30"));
  REQUIRE(result.lent.size() == 3);
  CHECK(result.lent[0].move.case_id.value() == "c1");
  CHECK(result.lent[0].causes == std::vector{CoverCause::deadline});
  CHECK(result.lent[1].causes == std::vector{CoverCause::risk});
  CHECK(result.lent[2].causes == std::vector{CoverCause::visit});
  CHECK(result.lent[2].visits == std::vector{day("2026-11-25")});
  REQUIRE(result.waiting.size() == 1);
  CHECK(result.waiting[0].case_id.value() == "c2");
  for (const Lent& one : result.lent) CHECK(who(result.plan, one.move.case_id.value()) == one.move.to.value());
  CHECK(who(result.plan, "c2") == "Kim");
  CHECK(result.policy.horizon_weeks == 1);
  CHECK_FALSE(load_of(result.plan, "Kim").ratio_after.has_value());
  CHECK(load_of(result.plan, "Kim").load_before == Rational(16));
  CHECK(load_of(result.plan, "Kim").load_after == Rational(4));
}

TEST_CASE("linked cases are lent together") {
  AllocationInput input = full_desk();
  input.cases[0].link = "siblings";
  input.cases[1].link = "siblings";
  CoverOptions options;
  options.from = day("2026-11-23");
  options.to = day("2026-11-27");
  const Covered result = cover(input, monday(), CaseworkerId("Kim"), options);
  REQUIRE(result.lent.size() == 3);
  CHECK(result.lent[1].move.case_id.value() == "c2");
  CHECK(result.lent[1].causes.empty());
  CHECK(result.lent[0].move.to == result.lent[1].move.to);
}

TEST_CASE("a long or open absence hands over for good") {
  CoverOptions options;
  options.from = day("2026-11-23");
  options.to = day("2027-02-20");  // 90 days
  CHECK_FALSE(cover(full_desk(), monday(), CaseworkerId("Kim"), options).redistributed.has_value());
  options.to = day("2027-02-21");
  const Covered result = cover(full_desk(), monday(), CaseworkerId("Kim"), options);
  REQUIRE(result.redistributed.has_value());
  CHECK(result.redistributed->handed_over.size() == 4);
  CHECK(result.lent.empty());
  CHECK(who(result.plan, "c2") == who(result.redistributed->plan, "c2"));
  options.to.reset();
  CHECK(cover(full_desk(), monday(), CaseworkerId("Kim"), options).redistributed.has_value());
}

TEST_CASE("redistribute and cover refuse what makes no sense") {
  const auto info_of = [](auto&& call) { return refused([&] { call(); }); };
  ErrorInfo info = info_of([] { redistribute(full_desk(), monday(), CaseworkerId("nobody"), {}); });
  CHECK(info.code == ErrorCode::unknown_id);
  CHECK(info.table == "redistribute");
  RedistributeOptions options;
  options.from = day("2026-11-20");
  CHECK(info_of([&] { redistribute(full_desk(), monday(), CaseworkerId("Kim"), options); }).code == ErrorCode::ends_before_start);
  options = {};
  options.hand_over.share = 2;
  CHECK(info_of([&] { redistribute(full_desk(), monday(), CaseworkerId("Kim"), options); }).column == "share");
  options = {};
  options.hand_over.weeks = 53;
  CHECK(info_of([&] { redistribute(full_desk(), monday(), CaseworkerId("Kim"), options); }).column == "weeks");
  options = {};
  options.urgent_factor = 0;
  CHECK(info_of([&] { redistribute(full_desk(), monday(), CaseworkerId("Kim"), options); }).column == "urgent_factor");

  CoverOptions away;
  away.from = day("2026-11-25");
  away.to = day("2026-11-24");
  CHECK(info_of([&] { cover(full_desk(), monday(), CaseworkerId("Kim"), away); }).code == ErrorCode::ends_before_start);
  away.from = day("2026-11-16");
  away.to = day("2026-11-20");
  CHECK(info_of([&] { cover(full_desk(), monday(), CaseworkerId("Kim"), away); }).code == ErrorCode::ends_before_start);
  away.to = day("2026-11-27");
  CHECK(info_of([&] { cover(full_desk(), monday(), CaseworkerId("nobody"), away); }).table == "cover");
  away.visits = {{CaseId("c9"), day("2026-11-24")}};
  info = info_of([&] { cover(full_desk(), monday(), CaseworkerId("Kim"), away); });
  CHECK(info.code == ErrorCode::unknown_id);
  CHECK(info.row == 0);
  away.visits.clear();
  away.redistribute_after_days = -1;
  CHECK(info_of([&] { cover(full_desk(), monday(), CaseworkerId("Kim"), away); }).code == ErrorCode::negative_value);
}
