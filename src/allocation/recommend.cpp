// The best caseworkers for one open case, nothing else being placed.
#include <algorithm>
#include <string>

#include "evenload/allocation/explain.hpp"
#include "explanation.hpp"
#include "refuse.hpp"
#include "undistributed.hpp"

namespace evenload::allocation {

Explanation recommend(const AllocationInput& input, const AllocationPolicy& policy, const CaseId& case_id, std::string_view role, int top) {
  const detail::Prepared p = detail::prepare(input, policy);
  const detail::Slot& slot = p.slots[detail::at(detail::find_slot(p, case_id, role, "cases"))];
  const detail::Row& row = p.rows[detail::at(slot.row)];
  if (row.stands) {
    detail::refuse_row(ErrorCode::invalid_argument, "cases", "state", p.cases[detail::at(slot.case_index)].input_row,
                       "an open case: release what was announced or started first",
                       slot.state == AssignmentState::announced ? "announced" : "started");
  }
  const detail::Quotas quotas(p);
  detail::State state(p, quotas);
  Explanation explanation;
  explanation.case_id = case_id;
  explanation.role = role;
  const detail::Field field(p, state, slot.row, detail::none);
  explanation.alternatives = field.alternatives(field.chooser().left_unassigned(), std::max(0, top));
  explanation.excluded = field.excluded();
  if (field.ranked().empty()) {
    const detail::Candidates candidates(p);
    const Reason reason = detail::reason_left_over(p, candidates, quotas, state, slot.row, detail::Stage::as_it_stands);
    explanation.why.push_back(reason);
    explanation.relaxation = detail::cheapest_relaxation(p, candidates, state, slot.row, reason);
  }
  return explanation;
}

}  // namespace evenload::allocation
