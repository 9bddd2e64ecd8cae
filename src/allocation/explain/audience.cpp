// What other readers than the allocator may see: nothing of absence, conflict, protection or risk, and nothing of other persons' loads.
//
// What they see may not *depend* on any of it either. Who else could have had the case, and how close it was, does depend on it; so do
// the reasons why a case is left over. Therefore others read one and the same sentence whatever decided, and every colleague without a
// declared reason reads as "not available", whether barred, full, away, or free and not chosen.
#include <algorithm>
#include <string>

#include "explanation.hpp"
#include "notices.hpp"

namespace evenload::allocation::detail {

namespace {

void add_once(std::vector<Reason>& reasons, Reason reason) {
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(std::move(reason));
}

bool names_other_person(const Reason& reason, const CaseworkerId& holder) {
  constexpr std::string_view persons[] = {"previous", "family", "caseworker", "held_by", "decider"};
  return std::any_of(reason.parameters.begin(), reason.parameters.end(), [&](const auto& parameter) {
    const auto* text = std::get_if<std::string>(&parameter.second);
    return text != nullptr && *text != holder.value() && std::find(std::begin(persons), std::end(persons), parameter.first) != std::end(persons);
  });
}

/// The same reason in general terms: without a person's words, other persons, prices, or how others stand. Nothing where it is not for
/// others at all, which is so for every code that is not named here.
std::optional<Reason> in_general_terms(const Reason& reason, const CaseworkerId& holder) {
  switch (reason.code) {
    case ReasonCode::best_level:
    case ReasonCode::only_eligible: return make_reason(ReasonCode::chosen_by_rules);
    case ReasonCode::set_by_override: return make_reason(ReasonCode::decided_by_person);
    case ReasonCode::left_by_override: return make_reason(ReasonCode::left_by_person);
    case ReasonCode::held: return make_reason(ReasonCode::held_for_now);
    case ReasonCode::no_eligible_caseworker:
    case ReasonCode::no_room:
    case ReasonCode::would_overload:
    case ReasonCode::displaced_by_others:
    case ReasonCode::linked_cases_share_nobody:
    case ReasonCode::two_workers_needed:
    case ReasonCode::lead_not_placed: return make_reason(ReasonCode::awaiting_allocation);
    case ReasonCode::awaiting_allocation:
    case ReasonCode::announced_stays:
    case ReasonCode::started_stays:
    case ReasonCode::continuity_kept:
    case ReasonCode::family_kept:
    case ReasonCode::wished:
      if (names_other_person(reason, holder)) return std::nullopt;
      return reason;
    default: return std::nullopt;
  }
}

/// Why somebody else does not have it, as a colleague may read it: borders and declared requirements; the rest is "not available".
bool colleague_may_read(ReasonCode code) {
  switch (code) {
    case ReasonCode::other_unit:
    case ReasonCode::other_committee:
    case ReasonCode::other_municipality:
    case ReasonCode::missing_skill:
    case ReasonCode::expired_skill:
    case ReasonCode::delegation_too_low:
    case ReasonCode::delegation_expired:
    case ReasonCode::missing_language:
    case ReasonCode::interpreter_too_late:
    case ReasonCode::not_on_duty: return true;
    default: return false;
  }
}

/// Everybody but the holder, by id: the declared reasons, else "not available".
std::vector<ExcludedCaseworker> others_for_colleagues(const Prepared& p, const Explanation& full) {
  std::vector<ExcludedCaseworker> seen;
  auto known = full.excluded.begin();  // by id, as persons are
  for (const Person& person : p.persons) {
    const CaseworkerId& id = person.row->id;
    const bool has_reasons = known != full.excluded.end() && known->caseworker == id;
    const ExcludedCaseworker* barred = has_reasons ? &*known++ : nullptr;
    if (id == full.caseworker) continue;
    ExcludedCaseworker shown{id, {}};
    if (barred != nullptr) {
      for (const Reason& reason : barred->reasons) {
        if (colleague_may_read(reason.code)) add_once(shown.reasons, reason);
      }
    }
    if (shown.reasons.empty()) shown.reasons.push_back(make_reason(ReasonCode::not_available));
    seen.push_back(std::move(shown));
  }
  return seen;
}

/// The holder's own row with the own load. The rank, the price and the differences would tell of others or of absence.
std::vector<Alternative> own_row(const std::vector<Alternative>& all, const CaseworkerId& holder) {
  std::vector<Alternative> own;
  for (const Alternative& alternative : all) {
    if (!alternative.chosen) continue;
    Alternative shown = alternative;
    shown.rank = 1;
    shown.cost = 0;
    shown.differences.clear();
    shown.reasons.clear();
    for (const Reason& reason : alternative.reasons) {
      if (std::optional<Reason> general = in_general_terms(reason, holder)) add_once(shown.reasons, std::move(*general));
    }
    own.push_back(std::move(shown));
  }
  return own;
}

}  // namespace

Explanation seen_by(const Prepared& p, Audience audience, Explanation full) {
  full.audience = audience;
  if (audience == Audience::allocator) return full;
  Explanation shown;
  shown.case_id = full.case_id;
  shown.role = full.role;
  shown.audience = audience;
  shown.caseworker = full.caseworker;
  for (const Reason& reason : full.why) {
    if (std::optional<Reason> general = in_general_terms(reason, full.caseworker)) add_once(shown.why, std::move(*general));
  }
  if (audience == Audience::caseworker) shown.alternatives = own_row(full.alternatives, full.caseworker);
  if (audience == Audience::colleague) shown.excluded = others_for_colleagues(p, full);
  return shown;
}

}  // namespace evenload::allocation::detail
