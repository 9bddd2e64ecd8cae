/// \file
/// Why this caseworker, who next, and why not the others; and a recommendation for one case.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/allocation/reasons.hpp"

namespace evenload::allocation {

/// Who reads. Only the allocator sees absence, conflict or protection as reasons; others read "not available".
enum class Audience : std::int32_t {
  allocator = 0,   ///< everything
  caseworker = 1,  ///< the holder: own row with own load, no other person's load, no exclusions of others
  colleague = 2,   ///< who has it and why in general terms; no loads of persons
  case_file = 3,   ///< who has it and by which rules; nothing about other persons
};
std::string_view to_string(Audience audience) noexcept;
Audience audience_from_string(std::string_view name);

/// What a choice changes on one level, others staying put; negative is better.
struct LevelDifference {
  optimize::LevelKind level = optimize::LevelKind::balance;
  double difference = 0;
};

/// One caseworker who may take the case.
struct Alternative {
  std::int64_t rank = 0;                     ///< 1 is best by the levels
  CaseworkerId caseworker;
  bool chosen = false;
  Rational capacity;
  Rational load_before;                      ///< without this case
  Rational load_after;                       ///< with it
  std::optional<Rational> ratio_before;
  std::optional<Rational> ratio_after;
  std::int64_t cost = 0;
  std::vector<LevelDifference> differences;  ///< against the chosen one (explain), or against leaving the case unassigned (recommend)
  std::vector<Reason> reasons;               ///< soft rules that speak for or against
};

struct ExcludedCaseworker {
  CaseworkerId caseworker;
  std::vector<Reason> reasons;               ///< every hard rule that excludes the pair
};

struct Explanation {
  CaseId case_id;
  std::string role;
  Audience audience = Audience::allocator;
  CaseworkerId caseworker;                   ///< who has it; empty: undistributed
  std::vector<Reason> why;
  std::vector<Alternative> alternatives;     ///< the chosen one and the next best, ranked
  std::vector<ExcludedCaseworker> excluded;  ///< by id
  std::optional<Relaxation> relaxation;      ///< where it is undistributed
  std::string extensions{};  ///< text of a JSON object that documents keep and nobody reads; empty: none
};

/// Explains one role of one case of a plan. Reasons of pairs are derived here, never stored.
/// \param top  how many alternatives besides the chosen one.
/// \throws InvalidDataError(unknown_id) for a case or role the plan does not have.
Explanation explain(const AllocationInput& input, const AllocationPolicy& policy, const Plan& plan, const CaseId& case_id,
                    std::string_view role = "lead", Audience audience = Audience::allocator, int top = 4);

/// Explains one plan many times: reads input and plan once, then answers as explain() and why_not() do, each time in time linear in
/// caseworkers (and in cases where others have roles in the decision). Input, policy and plan must outlive it. Safe from several threads.
class Explainer {
 public:
  /// \throws InvalidDataError, OverflowError as allocate() does for a bad input.
  Explainer(const AllocationInput& input, const AllocationPolicy& policy, const Plan& plan);
  Explainer(Explainer&&) noexcept;
  Explainer& operator=(Explainer&&) noexcept;
  ~Explainer();
  Explanation explain(const CaseId& case_id, std::string_view role = "lead", Audience audience = Audience::allocator, int top = 4) const;
  std::vector<Reason> why_not(const CaseId& case_id, std::string_view role, const CaseworkerId& caseworker) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Every hard rule that keeps this caseworker from this role of this case; empty: eligible.
std::vector<Reason> why_not(const AllocationInput& input, const AllocationPolicy& policy, const CaseId& case_id, std::string_view role, const CaseworkerId& caseworker);

/// The best `top` caseworkers for one open case of the input, all that stands staying put and nothing else being placed.
Explanation recommend(const AllocationInput& input, const AllocationPolicy& policy, const CaseId& case_id, std::string_view role = "lead", int top = 4);

}  // namespace evenload::allocation
