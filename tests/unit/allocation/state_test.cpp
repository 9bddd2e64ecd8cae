// A standing state: deltas, versions, keys, what is refused, save and load.
#include "evenload/allocation/allocation_state.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "evenload/allocation/document.hpp"
#include "scenario.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

AllocationState office() {
  AllocationInput input;
  input.cases = {a_case("c1", 4), a_case("c2", 3)};
  input.caseworkers = {a_worker("Kim"), a_worker("Lo")};
  return AllocationState(std::move(input), monday());
}

Change on_case(ChangeKind kind, const std::string& case_id, const std::string& caseworker = {}) {
  Change change;
  change.kind = kind;
  change.case_id = CaseId(case_id);
  change.caseworker = CaseworkerId(caseworker);
  return change;
}

Delta delta(std::int64_t base, const std::string& key, std::vector<Change> changes, bool merge = false) {
  return {key, base, "unit manager", merge, std::move(changes)};
}

const Case& case_of(const AllocationInput& input, const std::string& id) {
  const auto found = std::find_if(input.cases.begin(), input.cases.end(), [&](const Case& c) { return c.id.value() == id; });
  REQUIRE(found != input.cases.end());
  return *found;
}

Change new_case(const std::string& id, Rational weight) {
  Change change;
  change.kind = ChangeKind::add_case;
  change.case_row = a_case(id, weight);
  return change;
}

}  // namespace

TEST_CASE("a delta changes all that it says, and the history says so") {
  AllocationState state = office();
  CHECK(state.version() == 0);
  CHECK(state.apply(delta(0, "a", {new_case("c3", 2), on_case(ChangeKind::announce, "c1", "Kim")})) == DeltaAnswer{1, false});
  const auto now = state.snapshot();
  CHECK(now->cases.size() == 3);
  CHECK(case_of(*now, "c1").state == AssignmentState::announced);
  CHECK(case_of(*now, "c1").current_caseworker == CaseworkerId("Kim"));
  const auto history = state.history();
  REQUIRE(history.size() == 1);
  CHECK(history[0].by_role == "unit manager");
  CHECK(history[0].changes.size() == 2);
  CHECK(history[0].touched == std::vector<std::string>{"case:c1", "case:c3", "caseworker:Kim"});
}

TEST_CASE("the same key answers the same and does nothing twice; other changes with it are refused") {
  AllocationState state = office();
  const Delta first = delta(0, "a", {new_case("c3", 2)});
  const DeltaAnswer answer = state.apply(first);
  state.apply(delta(1, "b", {on_case(ChangeKind::start, "c2", "Lo")}));
  CHECK(state.apply(first) == answer);
  CHECK(state.version() == 2);
  CHECK(refused([&] { state.apply(delta(2, "a", {new_case("c4", 1)})); }).code == ErrorCode::contradiction);
  CHECK(refused([&] { state.apply(delta(2, "", {})); }).code == ErrorCode::missing_value);
}

TEST_CASE("a stale base is refused and says what changed since") {
  AllocationState state = office();
  state.apply(delta(0, "a", {on_case(ChangeKind::announce, "c1", "Kim")}));
  const ErrorInfo info = refused([&] { state.apply(delta(0, "b", {on_case(ChangeKind::announce, "c1", "Lo")})); });
  CHECK(info.code == ErrorCode::stale_version);
  CHECK(info.found.find("version 1 by unit manager: announce c1 Kim") != std::string::npos);
  CHECK(state.version() == 1);
  CHECK(case_of(*state.snapshot(), "c1").current_caseworker == CaseworkerId("Kim"));
  CHECK(refused([&] { state.apply(delta(7, "c", {})); }).code == ErrorCode::out_of_range);
}

TEST_CASE("on request a stale base is accepted where nothing is in common") {
  AllocationState state = office();
  state.apply(delta(0, "a", {on_case(ChangeKind::announce, "c1", "Kim")}));
  const ErrorInfo same_person = refused([&] { state.apply(delta(0, "b", {on_case(ChangeKind::announce, "c2", "Kim")}, true)); });
  CHECK(same_person.code == ErrorCode::stale_version);
  CHECK(same_person.found.find("in common: caseworker:Kim") != std::string::npos);
  CHECK(state.apply(delta(0, "c", {on_case(ChangeKind::announce, "c2", "Lo")}, true)) == DeltaAnswer{2, true});
  state.apply(delta(2, "d", {on_case(ChangeKind::close_case, "c2")}));
  CHECK(refused([&] { state.apply(delta(2, "e", {on_case(ChangeKind::start, "c2", "Lo")}, true)); }).code == ErrorCode::stale_version);
}

TEST_CASE("a delta that fails in its last change leaves everything as it was") {
  AllocationState state = office();
  const std::string before = to_json(state);
  const ErrorInfo unknown = refused([&] { state.apply(delta(0, "a", {new_case("c3", 2), on_case(ChangeKind::start, "c9", "Kim")})); });
  CHECK(unknown.code == ErrorCode::unknown_id);
  CHECK(unknown.table == "delta.changes");
  CHECK(unknown.row == 1);
  CHECK(to_json(state) == before);
  // What only the whole input can tell is found, too.
  Change contradiction;
  contradiction.kind = ChangeKind::add_override;
  contradiction.decision = decision("c1", OverrideKind::assign, "nobody");
  CHECK(refused([&] { state.apply(delta(0, "b", {contradiction})); }).code == ErrorCode::unknown_id);
  CHECK(to_json(state) == before);
}

TEST_CASE("an assignment goes from proposed to started, is released, and the case is closed") {
  AllocationState state = office();
  state.apply(delta(0, "1", {on_case(ChangeKind::assign, "c1", "Kim")}));
  CHECK(case_of(*state.snapshot(), "c1").state == AssignmentState::proposed);
  state.apply(delta(1, "2", {on_case(ChangeKind::announce, "c1")}));
  state.apply(delta(2, "3", {on_case(ChangeKind::start, "c1")}));
  CHECK(case_of(*state.snapshot(), "c1").state == AssignmentState::started);
  CHECK(case_of(*state.snapshot(), "c1").current_caseworker == CaseworkerId("Kim"));
  state.apply(delta(3, "4", {on_case(ChangeKind::release, "c1")}));
  CHECK(case_of(*state.snapshot(), "c1").released);
  CHECK(refused([&] { state.apply(delta(4, "5", {on_case(ChangeKind::release, "c2")})); }).code == ErrorCode::invalid_argument);
  CHECK(refused([&] { state.apply(delta(4, "6", {on_case(ChangeKind::announce, "c2")})); }).code == ErrorCode::missing_value);
  state.apply(delta(4, "7", {on_case(ChangeKind::close_case, "c1")}));
  CHECK(state.snapshot()->cases.size() == 1);
}

TEST_CASE("caseworkers come, change and leave; absences come and go") {
  AllocationState state = office();
  Change comes;
  comes.kind = ChangeKind::add_caseworker;
  comes.caseworker_row = a_worker("Max", 20);
  Change ill;
  ill.kind = ChangeKind::add_absence;
  ill.caseworker = CaseworkerId("Kim");
  ill.absence = {day("2026-11-20"), day("2026-12-24"), Rational(1)};
  state.apply(delta(0, "a", {comes, ill}));
  const Explanation advice = state.recommend(CaseId("c1"));
  REQUIRE(advice.alternatives.size() == 2);
  CHECK(advice.alternatives[0].caseworker == CaseworkerId("Max"));
  CHECK(has(advice.excluded[0].reasons, ReasonCode::absent));
  Change back = ill;
  back.kind = ChangeKind::remove_absence;
  Change leaves;
  leaves.kind = ChangeKind::remove_caseworker;
  leaves.caseworker = CaseworkerId("Max");
  state.apply(delta(1, "b", {back, leaves}));
  CHECK(state.recommend(CaseId("c1")).alternatives.size() == 2);
  CHECK(state.recommend(CaseId("c1")).excluded.empty());
  CHECK(refused([&] { state.apply(delta(2, "c", {back})); }).code == ErrorCode::unknown_id);
}

TEST_CASE("a new case is looked at without joining the state") {
  AllocationState state = office();
  const Explanation advice = state.recommend(a_case("new", Rational(7, 3)));
  AllocationInput with = *state.snapshot();
  with.cases.push_back(a_case("new", Rational(7, 3)));
  CHECK(to_json(advice) == to_json(recommend(with, monday(), CaseId("new"))));
  CHECK(state.snapshot()->cases.size() == 2);
  CHECK(refused([&] { state.recommend(a_case("c1")); }).code == ErrorCode::duplicate_id);
  CHECK(refused([&] { state.recommend(CaseId("c9")); }).code == ErrorCode::unknown_id);
  // A linked case asks for the others of its link.
  Case linked = a_case("linked", 2);
  linked.link = "siblings";
  CHECK_NOTHROW(state.recommend(linked));
}

TEST_CASE("saved and loaded, a state goes on where it was") {
  AllocationState state = office();
  state.apply(delta(0, "a", {on_case(ChangeKind::announce, "c1", "Kim")}));
  AllocationState loaded = state_from_json(to_json(state));
  CHECK(loaded.version() == 1);
  CHECK(loaded.history() == state.history());
  CHECK(to_json(loaded) == to_json(state));
  CHECK(loaded.apply(delta(0, "a", {on_case(ChangeKind::announce, "c1", "Kim")})) == DeltaAnswer{1, false});
  CHECK(refused([&] { loaded.apply(delta(0, "b", {})); }).code == ErrorCode::stale_version);
  CHECK(refused([] { state_from_json(R"({"schema_version":"9.0"})"); }).code == ErrorCode::unsupported_schema);
  std::string broken = to_json(state);
  broken.replace(broken.find("\"version\":1"), 11, "\"version\":4");
  CHECK(refused([&] { state_from_json(broken); }).code == ErrorCode::contradiction);
}

TEST_CASE("names of changes") {
  for (int k = 0; k < 16; ++k) CHECK(change_kind_from_string(to_string(static_cast<ChangeKind>(k))) == static_cast<ChangeKind>(k));
  CHECK(refused([] { change_kind_from_string("move"); }).code == ErrorCode::invalid_argument);
}

TEST_CASE("two managers at once: each delta counts once, and nothing is lost") {
  AllocationState state = office();
  std::atomic<int> accepted = 0;
  std::vector<std::thread> managers;
  for (int t = 0; t < 4; ++t) {
    managers.emplace_back([&state, &accepted, t] {
      for (int i = 0; i < 10; ++i) {
        const std::string name = std::to_string(t) + "." + std::to_string(i);
        for (;;) {
          try {
            state.apply(delta(state.version(), name, {new_case("n" + name, 1)}));
            ++accepted;
            break;
          } catch (const InvalidDataError& error) {
            if (error.code() != ErrorCode::stale_version) throw;
          }
          state.recommend(a_case("x", 1));
        }
      }
    });
  }
  for (std::thread& manager : managers) manager.join();
  CHECK(accepted == 40);
  CHECK(state.version() == 40);
  CHECK(state.snapshot()->cases.size() == 42);
}
