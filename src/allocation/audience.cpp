// What other readers than the allocator may see: nothing of absence, conflict or protection, and nothing of other persons' loads.
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

/// The same reason in general terms: without a person's words, other persons, or how others stand. Nothing where it is not for others at all.
std::optional<Reason> in_general_terms(const Reason& reason, const CaseworkerId& holder) {
  switch (reason.code) {
    case ReasonCode::best_level: return make_reason(ReasonCode::chosen_by_level, reason.parameters.front());
    case ReasonCode::set_by_override: return make_reason(ReasonCode::decided_by_person);
    case ReasonCode::left_by_override: return make_reason(ReasonCode::left_by_person);
    case ReasonCode::held: return make_reason(ReasonCode::held_for_now);
    default: break;
  }
  if (is_protected(reason.code) || names_other_person(reason, holder)) return std::nullopt;
  return reason;
}

/// Why somebody else does not have it, as a colleague may read it: borders and declared requirements; the rest is "not available".
bool colleague_may_read(ReasonCode code) {
  switch (code) {
    case ReasonCode::other_unit:
    case ReasonCode::other_committee:
    case ReasonCode::missing_skill:
    case ReasonCode::expired_skill:
    case ReasonCode::delegation_too_low:
    case ReasonCode::delegation_expired:
    case ReasonCode::missing_language:
    case ReasonCode::not_on_duty:
    case ReasonCode::role_needs_other_person: return true;
    default: return false;
  }
}

std::vector<ExcludedCaseworker> excluded_for_colleagues(const std::vector<ExcludedCaseworker>& all) {
  std::vector<ExcludedCaseworker> seen;
  for (const ExcludedCaseworker& one : all) {
    ExcludedCaseworker shown{one.caseworker, {}};
    for (const Reason& reason : one.reasons) {
      add_once(shown.reasons, colleague_may_read(reason.code) ? reason : make_reason(ReasonCode::not_available));
    }
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

Explanation seen_by(Audience audience, Explanation full) {
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
  if (audience == Audience::colleague) shown.excluded = excluded_for_colleagues(full.excluded);
  return shown;
}

}  // namespace evenload::allocation::detail
