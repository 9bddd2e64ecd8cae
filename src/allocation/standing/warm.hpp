/// \file
/// A prepared input that is kept, and questions about cases that are not in it yet. Private.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "evenload/allocation/explain.hpp"
#include "src/allocation/explain/explanation.hpp"
#include "src/allocation/prepare/prepared.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation::detail {

/// An input as prepare() leaves it, for one question after the other. Input and policy must outlive it.
///
/// A new case is prepared alone, beside the persons as they are with everything that stands: an open case changes nobody's load. Where it is more
/// than that (it names a link, a holder, a unit nobody has heard of) or the input has tables that tie cases to each other in ways that are not
/// looked at here, the whole is prepared again. Either way the answer is that of allocation::recommend.
class Warm {
 public:
  Warm(const AllocationInput& input, const AllocationPolicy& policy);

  const Prepared& prepared() const noexcept { return p_; }
  Explanation recommend(const CaseId& case_id, std::string_view role, int top) const;
  Explanation recommend(const Case& new_case, std::string_view role, int top);
  /// Whether a new case can be prepared alone.
  bool stands_alone(const Case& new_case) const;

 private:
  void set_table_to(const Case& new_case);

  Prepared p_;
  Quotas quotas_;
  bool plain_ = false;                                // no table that is not looked at here
  std::unordered_set<CaseId> excluded_before_;        // unknown cases that exclusions name

  // The bench: the same persons, and the cases of one question.
  AllocationInput question_;
  Prepared bench_;
  std::optional<Quotas> bench_quotas_;
  std::int64_t quotas_denominator_ = 0;
};

}  // namespace evenload::allocation::detail
