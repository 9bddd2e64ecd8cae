/// \file
/// Reasons as keys: what of the rules, limits and decisions counts as one reason. Private.
///
/// Pairs are taken together by the rule, by what the case asks for, and by the unit of the people.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

#include "evenload/allocation/reasons.hpp"
#include "src/allocation/prepare/prepared.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation::detail {

/// What a reason is about. Earlier ones are left out first, so later ones stay in the sets.
enum class ReasonKind { hard_limit, capacity, apart, quota, pair, tie, roles, link, decision };

/// One reason: what it is, what is asked, and of which people. Compares the same in any order of
/// rows.
struct ReasonKey {
  ReasonKind kind = ReasonKind::pair;
  std::int64_t order = 0;  ///< among its kind
  ReasonCode code = ReasonCode::not_available;
  std::int64_t rule = -1;  ///< Rule, where there is one
  std::string detail;      ///< what is asked: a skill, a level, a category, a link …
  Index scope = none;      ///< unit or person; none: without a unit, or not about people
  friend auto operator<=>(const ReasonKey&, const ReasonKey&) = default;
};

ReasonKey hard_limit_key(Index scope);
ReasonKey capacity_key(Index scope);
/// That a person left the row, or holds it.
ReasonKey decision_key(const Prepared& p, const Row& row);
/// That the roles of the row's case or link go to different people.
ReasonKey roles_key(const Prepared& p, const Row& row);
/// That roles of the row's case go to one unit, or to different ones.
ReasonKey tie_key(const Prepared& p, const Row& row);
/// That some pairs of people do not work on one case together.
ReasonKey apart_key();
ReasonKey quota_key(const Prepared& p, const QuotaCategory& category, Index person, Index scope);
/// Every reason that bars the pair.
void for_each_bar(const Prepared& p, const Row& row, Index person, Index scope,
                  const std::function<void(ReasonKey)>& take);

}  // namespace evenload::allocation::detail
