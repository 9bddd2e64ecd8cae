// The best caseworkers for one open case, nothing else being placed.
#include <string>

#include "evenload/allocation/explain.hpp"
#include "explanation.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/solve/undistributed.hpp"

namespace evenload::allocation {

namespace detail {

Explanation recommended(const Prepared& p, const Quotas& quotas, Index slot_number, int top) {
  const Slot& slot = p.slots[at(slot_number)];
  if (p.rows[at(slot.row)].stands) {
    refuse_row(ErrorCode::invalid_argument, "cases", "state", p.cases[at(slot.case_index)].input_row,
               "an open case: release what was announced or started first",
               slot.state == AssignmentState::announced ? "announced" : "started");
  }
  const State state(p, quotas);
  Explanation explanation;
  explanation.case_id = p.cases[at(slot.case_index)].row->id;
  explanation.role = p.role(slot).name;
  const Field field(p, state, slot.row, none, top);
  explanation.alternatives = field.alternatives(field.chooser().left_unassigned());
  explanation.excluded = field.excluded();
  if (field.empty()) {
    const Candidates candidates(p);
    const Reason reason = reason_left_over(p, candidates, state, state, slot.row, Stage::as_it_stands);
    explanation.why.push_back(reason);
    explanation.relaxation = cheapest_relaxation(p, candidates, state, slot.row, reason);
  }
  return explanation;
}

}  // namespace detail

Explanation recommend(const AllocationInput& input, const AllocationPolicy& policy, const CaseId& case_id, std::string_view role, int top) {
  const detail::Prepared p = detail::prepare(input, policy);
  return detail::recommended(p, detail::Quotas(p), detail::find_slot(p, case_id, role, "cases"), top);
}

}  // namespace evenload::allocation
