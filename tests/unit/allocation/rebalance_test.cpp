// A few moves: who, in which order, what each is worth, and what is refused.
#include "evenload/allocation/rebalance.hpp"

#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

/// Four started cases of 3 with Kim, who has room for 10; Lo and Max have nothing.
AllocationInput uneven_office() {
  AllocationInput input;
  input.caseworkers = {a_worker("Kim"), a_worker("Lo"), a_worker("Max")};
  for (const char* id : {"c1", "c2", "c3", "c4"}) input.cases.push_back(held_case(a_case(id, 3), "Kim"));
  return input;
}

AllocationPolicy without_prices() {
  AllocationPolicy policy = monday();
  policy.cost_weight = 0;
  return policy;
}

RebalanceOptions up_to(std::int64_t most) {
  RebalanceOptions options;
  options.most_moves = most;
  return options;
}

double value(const std::vector<optimize::Level>& levels, LevelKind kind) {
  for (const optimize::Level& level : levels) {
    if (level.kind == kind) return level.value;
  }
  FAIL("no such level");
  return 0;
}

}  // namespace

TEST_CASE("rebalance moves at most k cases and says what each number of moves is worth") {
  const Rebalanced result = rebalance(uneven_office(), without_prices(), up_to(2));
  REQUIRE(result.moves.size() == 2);
  REQUIRE(result.by_moves.size() == 3);
  // 12 of 10: the overload of 2 goes with the first move; 12²/10, then (9² + 3²)/10, then (6² + 3² + 3²)/10.
  CHECK(value(result.by_moves[0].levels, LevelKind::overload) == 2);
  CHECK(value(result.by_moves[1].levels, LevelKind::overload) == 0);
  CHECK(value(result.by_moves[0].levels, LevelKind::balance) == 14.4);
  CHECK(value(result.by_moves[1].levels, LevelKind::balance) == 9);
  CHECK(value(result.by_moves[2].levels, LevelKind::balance) == 5.4);
  CHECK(result.plan.outcome == Outcome::optimal);
  CHECK(load_of(result.plan, "Kim").load_after == Rational(6));
  CHECK(load_of(result.plan, "Kim").load_before == Rational(12));
  for (const Move& move : result.moves) {
    CHECK(move.from.value() == "Kim");
    CHECK(move.load == Rational(3));
    CHECK(who(result.plan, move.case_id.value()) == move.to.value());
    CHECK(assignment(result.plan, move.case_id.value()).state == AssignmentState::proposed);
  }
  REQUIRE(result.moves[0].differences.size() == 3);
  CHECK(result.moves[0].differences[1].difference == -2);
  CHECK(result.moves[1].differences[1].difference == 0);
  CHECK(result.moves[0].differences[2].difference + result.moves[1].differences[2].difference == Approx(-9.0));
}

TEST_CASE("a price per move decides where another one stops paying") {
  AllocationPolicy policy = monday();
  policy.cost_weight = 1;
  policy.rule(Rule::continuity).mode = RuleMode::off;
  RebalanceOptions options = up_to(4);
  options.price = 4;  // the third move would gain nothing, the second gains 3.6
  const Rebalanced result = rebalance(uneven_office(), policy, options);
  CHECK(result.moves.size() == 1);  // the first takes the overload away, whatever it costs
  CHECK(result.by_moves[4].moves == 1);
  CHECK(value(result.by_moves[4].levels, LevelKind::balance) == 13);  // 9 + 4
  options.price = 3;
  CHECK(rebalance(uneven_office(), policy, options).moves.size() == 2);
  // Continuity charges a move, too.
  policy.rule(Rule::continuity) = {RuleMode::soft, 10};
  CHECK(rebalance(uneven_office(), policy, options).moves.size() == 1);
}

TEST_CASE("with no moves the levels are those of allocate") {
  AllocationInput input = uneven_office();
  input.cases.push_back(a_case("new", 4));
  const Plan plan = allocate(input, monday());
  const Rebalanced result = rebalance(input, monday(), up_to(0));
  REQUIRE(result.plan.levels.size() == plan.levels.size());
  for (std::size_t k = 0; k < plan.levels.size(); ++k) {
    CHECK(result.plan.levels[k].kind == plan.levels[k].kind);
    CHECK(result.plan.levels[k].value == plan.levels[k].value);
  }
  CHECK(result.moves.empty());
  CHECK(result.plan.assignments.size() == 5);
}

TEST_CASE("what is pinned, held, linked or with somebody outside the table stays") {
  RebalanceOptions options = up_to(4);
  options.pinned = {CaseId("c1"), CaseId("c2"), CaseId("c3")};
  Rebalanced result = rebalance(uneven_office(), without_prices(), options);
  REQUIRE(result.moves.size() == 1);
  CHECK(result.moves[0].case_id.value() == "c4");

  options = up_to(4);
  options.may_move = {CaseId("c2")};
  result = rebalance(uneven_office(), without_prices(), options);
  REQUIRE(result.moves.size() == 1);
  CHECK(result.moves[0].case_id.value() == "c2");

  AllocationInput input = uneven_office();
  input.cases[0].held_by = CaseworkerId("Lo");
  input.cases[1] = held_case(input.cases[1], "gone");
  input.cases[2].link = "siblings";
  input.cases[3].link = "siblings";
  input.cases[3].current_caseworker = CaseworkerId("Lo");
  CHECK(rebalance(input, without_prices(), up_to(4)).moves.empty());
}

TEST_CASE("linked cases move together and count each") {
  AllocationInput input = uneven_office();
  for (Case& c : input.cases) c.link = c.id.value() < std::string("c3") ? "first" : "second";
  CHECK(rebalance(input, without_prices(), up_to(1)).moves.empty());
  const Rebalanced result = rebalance(input, without_prices(), up_to(3));
  REQUIRE(result.moves.size() == 2);
  CHECK(result.moves[0].to == result.moves[1].to);
  CHECK(result.by_moves[3].moves == 2);
}

TEST_CASE("staying needs no rule, moving keeps them all") {
  AllocationInput input = uneven_office();
  input.exclusions = {{CaseId("c1"), CaseworkerId("Kim")}};  // found out later: who has it keeps it
  for (const char* id : {"c1", "c2", "c3", "c4"}) input.exclusions.push_back({CaseId(id), CaseworkerId("Lo")});
  input.caseworkers[2].new_cases_limit = 1;
  const Rebalanced result = rebalance(input, without_prices(), up_to(4));
  REQUIRE(result.moves.size() == 1);
  CHECK(result.moves[0].to.value() == "Max");
}

TEST_CASE("rebalance brings nobody together who does not work together, and leaves those who do") {
  AllocationInput input;
  input.caseworkers = {a_worker("Kim"), a_worker("Lo"), a_worker("Max")};
  input.caseworkers[0].base_load = 8;
  Case shared = held_case(a_case("c", 4), "Kim");
  shared.risk = true;
  input.cases = {shared};
  StandingAssignment second;
  second.case_id = CaseId("c");
  second.role = "second";
  second.caseworker = CaseworkerId("Lo");
  second.state = AssignmentState::started;
  input.assignments = {second};
  const auto pair_after = [&](std::int64_t most) {
    const Plan plan = rebalance(input, without_prices(), up_to(most)).plan;
    return std::pair(who(plan, "c"), who(plan, "c", "second"));
  };
  using Pair = std::pair<std::string, std::string>;
  CHECK(pair_after(1) == Pair("Max", "Lo"));
  // One move would put the lead beside Lo with Max. Two may swap the roles.
  input.worker_pairs = {{CaseworkerId("Lo"), CaseworkerId("Max")}};
  CHECK(pair_after(1).first == "Kim");
  CHECK(pair_after(2) == Pair("Lo", "Kim"));
  // Kim and Lo stand together already: that may go on, and does not keep the rest from being asked.
  input.worker_pairs = {{CaseworkerId("Kim"), CaseworkerId("Lo")}};
  CHECK(pair_after(0) == Pair("Kim", "Lo"));
  CHECK(pair_after(1) == Pair("Max", "Lo"));
}

TEST_CASE("room is made for an open case by moving another") {
  AllocationInput input;
  input.caseworkers = {a_worker("Kim"), a_worker("Lo")};
  input.caseworkers[0].skills["court"] = std::nullopt;
  input.cases = {held_case(a_case("old", 10), "Kim"), a_case("new", 8)};
  input.cases[1].required_skills = {"court"};
  CHECK(who(rebalance(input, monday(), up_to(0)).plan, "new").empty());
  const Rebalanced result = rebalance(input, monday(), up_to(1));
  CHECK(who(result.plan, "new") == "Kim");
  CHECK(who(result.plan, "old") == "Lo");
  CHECK(result.plan.undistributed.empty());
  // The plan explains itself with its own input.
  const Explanation why = explain(result.input, result.policy, result.plan, CaseId("old"));
  CHECK(why.caseworker.value() == "Lo");
}

TEST_CASE("somebody without capacity gives away, and nothing is divided by it") {
  AllocationInput input = uneven_office();
  input.caseworkers[0].capacity = 0;
  const Rebalanced result = rebalance(input, without_prices(), up_to(4));
  CHECK(result.moves.size() == 4);
  CHECK_FALSE(load_of(result.plan, "Kim").ratio_after.has_value());
  CHECK(value(result.plan.levels, LevelKind::overload) == 0);
}

TEST_CASE("bounds are below values, and values never grow with the number of moves") {
  AllocationInput input;
  for (int j = 0; j < 6; ++j) input.caseworkers.push_back(a_worker("w" + std::to_string(j), 10 + j));
  for (int i = 0; i < 40; ++i) {
    input.cases.push_back(held_case(a_case("c" + std::to_string(100 + i), 1 + i % 4), "w" + std::to_string(i % 3)));
  }
  for (int i = 0; i < 5; ++i) input.cases.push_back(a_case("n" + std::to_string(i), 2));
  const Rebalanced result = rebalance(input, monday(), up_to(6));
  REQUIRE(result.by_moves.size() == 7);
  for (std::size_t m = 0; m < result.by_moves.size(); ++m) {
    CHECK(result.by_moves[m].moves <= static_cast<std::int64_t>(m));
    for (const optimize::Level& level : result.by_moves[m].levels) CHECK(level.bound <= level.value);
    if (m == 0) continue;
    std::vector<double> now, before;
    for (const optimize::Level& level : result.by_moves[m].levels) now.push_back(level.value);
    for (const optimize::Level& level : result.by_moves[m - 1].levels) before.push_back(level.value);
    CHECK_FALSE(before < now);
  }
}

TEST_CASE("rebalance refuses what makes no sense") {
  const auto refuses = [](RebalanceOptions options, ErrorCode code, const std::string& column) {
    const ErrorInfo info = refused([&] { rebalance(uneven_office(), monday(), options); });
    CHECK(info.code == code);
    CHECK(info.table == "rebalance");
    CHECK(info.column == column);
  };
  refuses(up_to(-1), ErrorCode::negative_value, "most_moves");
  refuses(up_to(201), ErrorCode::out_of_range, "most_moves");
  RebalanceOptions options = up_to(1);
  options.price = -1;
  refuses(options, ErrorCode::negative_value, "price");
  options = up_to(1);
  options.may_move = {CaseId("c1"), CaseId("c9")};
  refuses(options, ErrorCode::unknown_id, "may_move");
  options.may_move = {CaseId("c1")};
  options.pinned = {CaseId("c1")};
  refuses(options, ErrorCode::contradiction, "pinned");
}
