// A standing state beside a fresh input: after any deltas, every verb answers as it does for the snapshot.
#include <optional>
#include <string>

#include "any_rows.hpp"
#include "evenload/allocation/allocation_state.hpp"
#include "evenload/allocation/document.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

CaseId any_id(int most) { return CaseId("c" + std::to_string(draw(0, most))); }

Change any_change() {
  Change change;
  change.kind = static_cast<ChangeKind>(draw(0, 16));
  change.case_row = any_case(draw(0, 12));
  change.caseworker_row = any_worker(draw(0, 6));
  change.case_id = any_id(10);
  const bool may_be_nobody = change.kind >= ChangeKind::assign && change.kind <= ChangeKind::release;
  change.caseworker = may_be_nobody && draw(0, 3) == 0 ? CaseworkerId() : somebody();
  change.absence = {day("2026-11-23"), day(one_of({"2026-11-24", "2026-12-30"})), Rational(1)};
  change.decision = decision(any_id(10).value(), one_of({OverrideKind::assign, OverrideKind::forbid, OverrideKind::leave_unassigned}), somebody().value());
  if (change.decision.kind == OverrideKind::leave_unassigned) change.decision.caseworker = CaseworkerId();
  return change;
}

/// The answer, or the error, as text.
template <class Ask>
std::string answer(Ask ask) {
  try {
    return to_json(ask());
  } catch (const Error& error) {
    return std::string("refused: ") + std::string(to_string(error.code()));
  }
}

}  // namespace

TEST_CASE("after any deltas a state answers as a fresh input does") {
  evenload::test::property("state against snapshot", [] {
    AllocationInput input;
    const AllocationPolicy policy = any_policy();
    const int workers = draw(1, 6);
    for (int j = 0; j < workers; ++j) input.caseworkers.push_back(any_worker(j));
    const int cases = draw(0, 9);
    for (int i = 0; i < cases; ++i) {
      input.cases.push_back(any_case(i));
      if (draw(0, 6) == 0) input.exclusions.push_back({any_id(14), somebody()});
    }
    std::optional<AllocationState> state(std::in_place, input, policy);
    const int steps = draw(1, 8);
    for (int step = 0; step < steps; ++step) {
      Delta delta;
      delta.key = "k" + std::to_string(step);
      delta.base_version = state->version() - (draw(0, 4) == 0 ? 1 : 0);
      delta.merge = draw(0, 2) == 0;
      const int changes = draw(0, 4);
      for (int k = 0; k < changes; ++k) delta.changes.push_back(any_change());
      // What only its kind's fields hold survives the document.
      const Delta read = delta_from_json(to_json(delta));
      RC_ASSERT(to_json(read) == to_json(delta));
      const std::string before = to_json(*state);
      try {
        const DeltaAnswer first = state->apply(delta);
        RC_ASSERT(first.version == state->version());
        const std::string after = to_json(*state);
        RC_ASSERT(state->apply(read) == first);
        RC_ASSERT(to_json(*state) == after);
      } catch (const Error&) {
        RC_ASSERT(to_json(*state) == before);  // all or nothing
      }
      const std::shared_ptr<const AllocationInput> now = state->snapshot();
      const CaseId open = any_id(12);
      RC_ASSERT(answer([&] { return state->recommend(open, "lead", 3); }) == answer([&] { return recommend(*now, policy, open, "lead", 3); }));
      const Case fresh = any_case(20);
      AllocationInput with = *now;
      with.cases.push_back(fresh);
      RC_ASSERT(answer([&] { return state->recommend(fresh, "lead", 3); }) == answer([&] { return recommend(with, policy, fresh.id, "lead", 3); }));
      if (draw(0, 3) == 0) {
        RC_ASSERT(answer([&] { return state->allocate(); }) == answer([&] { return allocate(*now, policy); }));
        const std::string saved = to_json(*state);
        state.emplace(state_from_json(saved));
        RC_ASSERT(to_json(*state) == saved);
      }
    }
  });
}
