// What others than the allocator may read of why cases are left over.
#include <algorithm>
#include <tuple>

#include "evenload/allocation/causes.hpp"

namespace evenload::allocation {

WhyUnplaced seen_by(Audience audience, const WhyUnplaced& full) {
  if (audience == Audience::allocator) return full;
  // Which sets there are, and which cases compete, follows from absences and conflicts, too: the
  // reasons that could be told would differ with those that may not.
  BlockedCases left;
  for (const BlockedCases& blocked : full.blocked) {
    left.left_over.insert(left.left_over.end(), blocked.left_over.begin(), blocked.left_over.end());
  }
  std::sort(left.left_over.begin(), left.left_over.end(), [](const CaseRole& a, const CaseRole& b) {
    return std::tie(a.case_id, a.role) < std::tie(b.case_id, b.role);
  });
  left.left_over.erase(std::unique(left.left_over.begin(), left.left_over.end()),
                       left.left_over.end());
  left.cases = left.left_over;
  WhyUnplaced shown;
  shown.audience = audience;
  if (!left.cases.empty()) shown.blocked.push_back(std::move(left));
  return shown;
}

}  // namespace evenload::allocation
