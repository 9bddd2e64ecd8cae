/// \file
/// Small allocations to test with: Monday 23 November 2026, everybody with room for 10 points unless said otherwise.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/core/errors.hpp"
#include "catch.hpp"

namespace evenload::allocation::test {

inline Date day(const char* text) { return parse_date(text); }
inline Instant moment(const char* text) { return parse_instant(text); }

inline AllocationPolicy monday() {
  AllocationPolicy policy;
  policy.on = day("2026-11-23");
  return policy;
}

inline Case a_case(const std::string& id, Rational weight = 1) {
  Case c;
  c.id = CaseId(id);
  c.type = "type";
  c.weight = weight;
  return c;
}

inline Caseworker a_worker(const std::string& id, Rational capacity = 10) {
  Caseworker w;
  w.id = CaseworkerId(id);
  w.capacity = capacity;
  return w;
}

inline Caseworker away(Caseworker worker, const char* from, const char* to, Rational share = 1) {
  worker.working_time.absences.push_back({day(from), day(to), share});
  return worker;
}

inline Case held_case(Case c, const std::string& caseworker, AssignmentState state = AssignmentState::started) {
  c.current_caseworker = CaseworkerId(caseworker);
  c.state = state;
  return c;
}

inline Override decision(const std::string& case_id, OverrideKind kind, const std::string& caseworker, const std::string& role = "lead") {
  Override o;
  o.case_id = CaseId(case_id);
  o.role = role;
  o.kind = kind;
  o.caseworker = CaseworkerId(caseworker);
  o.reason = "agreed in the meeting";
  o.decided_by_role = "unit manager";
  return o;
}

inline const Assignment& assignment(const Plan& plan, std::string_view case_id, std::string_view role = "lead") {
  const auto found = std::find_if(plan.assignments.begin(), plan.assignments.end(),
                                  [&](const Assignment& a) { return a.case_id.value() == case_id && a.role == role; });
  REQUIRE(found != plan.assignments.end());
  return *found;
}

/// Who has it; "" where nobody has.
inline std::string who(const Plan& plan, std::string_view case_id, std::string_view role = "lead") {
  return assignment(plan, case_id, role).caseworker.value();
}

inline const CaseworkerLoad& load_of(const Plan& plan, std::string_view id) {
  const auto found = std::find_if(plan.loads.begin(), plan.loads.end(), [&](const CaseworkerLoad& l) { return l.caseworker.value() == id; });
  REQUIRE(found != plan.loads.end());
  return *found;
}

inline const Undistributed& left_over(const Plan& plan, std::string_view case_id, std::string_view role = "lead") {
  const auto found = std::find_if(plan.undistributed.begin(), plan.undistributed.end(),
                                  [&](const Undistributed& u) { return u.case_id.value() == case_id && u.role == role; });
  REQUIRE(found != plan.undistributed.end());
  return *found;
}

inline std::vector<ReasonCode> codes(const std::vector<Reason>& reasons) {
  std::vector<ReasonCode> found;
  for (const Reason& reason : reasons) {
    CHECK_NOTHROW(check(reason));  // the parameters are the documented ones
    found.push_back(reason.code);
  }
  return found;
}

inline bool has(const std::vector<Reason>& reasons, ReasonCode code) {
  const std::vector<ReasonCode> all = codes(reasons);
  return std::find(all.begin(), all.end(), code) != all.end();
}

inline const Reason& find(const std::vector<Reason>& reasons, ReasonCode code) {
  const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& reason) { return reason.code == code; });
  REQUIRE(found != reasons.end());
  return *found;
}

inline std::string text(const Reason& reason, std::string_view name) {
  for (const auto& [key, value] : reason.parameters) {
    if (key == name) return std::get<std::string>(value);
  }
  FAIL("no parameter " << name);
  return {};
}

/// The codes that keep a caseworker from a case.
inline std::vector<ReasonCode> barriers(const AllocationInput& input, const AllocationPolicy& policy, const std::string& case_id,
                                        const std::string& worker, std::string_view role = "lead") {
  return codes(why_not(input, policy, CaseId(case_id), role, CaseworkerId(worker)));
}

/// The price that a caseworker has for a case, and why; nothing where the pair is excluded.
struct Priced {
  std::int64_t cost = 0;
  std::vector<Reason> reasons;
};
inline std::optional<Priced> priced(const AllocationInput& input, const AllocationPolicy& policy, const std::string& case_id,
                                    const std::string& worker, std::string_view role = "lead") {
  const Explanation explanation = recommend(input, policy, CaseId(case_id), role, 1000);
  for (const Alternative& alternative : explanation.alternatives) {
    if (alternative.caseworker.value() == worker) return Priced{alternative.cost, alternative.reasons};
  }
  return std::nullopt;
}

template <class Work>
ErrorInfo refused(Work&& work) {
  try {
    work();
  } catch (const InvalidDataError& error) {
    return error.info();
  }
  FAIL("nothing was refused");
  return {};
}

}  // namespace evenload::allocation::test
