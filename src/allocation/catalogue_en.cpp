#include <array>

#include "catalogue.hpp"

namespace evenload::allocation {

namespace {

constexpr auto english = std::to_array<SentenceRow>({
    // why a pair is excluded
    {"not_available", "Not available."},
    {"other_unit", "The case belongs to unit {case_unit}[, the caseworker to unit {caseworker_unit}]."},
    {"missing_skill", "Does not have the skill {skill}, which the case requires."},
    {"expired_skill", "The skill {skill} was valid until {expired}."},
    {"delegation_too_low", "The case needs delegated authority at level {needed}; the caseworker has level {held}."},
    {"conflict_of_interest", "Conflict of interest: the caseworker may not have this case."},
    {"absent", "Away from {from} to {to}, when the case has to begin."},
    {"newcomer_category", "Still being introduced: does not yet take cases of the category {category}."},
    {"newcomer_joint_only", "Still being introduced: takes cases of the category {category} only together with a lead."},
    {"missing_language", "Does not speak {language}, which the case requires."},
    {"not_on_duty", "Is not on duty."},
    {"not_previous_caseworker", "The case was reopened and goes back to its previous caseworker, {previous}."},
    {"not_family_caseworker", "The family's cases stay together with {family}."},
    {"zero_capacity", "Has no capacity in this period and takes nothing new."},
    {"base_past_hard_limit", "The workload of {base_load} is already above the limit of {hard_limit}."},
    {"forbidden_by_override", "A person decided against it: {reason}"},
    {"role_needs_other_person", "Already has the role {role} in this case, which needs another person."},
    {"other_committee", "Secrecy: the case belongs to {case_committee}[, the caseworker to {caseworker_committee}]."},
    {"belongs_with", "Belongs together with what {caseworker} already has."},
    // why there is no room, or why a placed alternative is worse
    {"past_hard_limit", "The workload would become {load}, above the limit of {hard_limit}."},
    {"category_limit_reached", "Already takes as much of the category {category} as agreed ({limit})."},
    {"newcomer_limit_reached", "Still being introduced: has reached the limit for new work ({limit})."},
    {"new_case_limit_reached", "Has reached the limit of {limit} new cases."},
    {"lead_not_placed", "The role {role} waits until the case has a lead."},
    // why a case is on the undistributed list
    {"no_eligible_caseworker", "The rules leave nobody who may take the case."},
    {"no_room", "Some may take the case, but none of them has room."},
    {"would_overload", "The case can wait; placing it now would push somebody above capacity."},
    {"held", "Held for now by {held_by}[ until {held_until}]."},
    {"left_by_override", "A person decided to leave it: {reason}"},
    {"displaced_by_others", "The room went to cases that come first."},
    {"linked_cases_share_nobody", "The linked cases ({link}) belong together, but nobody may take all of them."},
    {"two_workers_needed", "The case needs one more caseworker for the role {role}, and too few may take it."},
    {"awaiting_allocation", "Not yet allocated."},
    {"held_for_now", "Held for now."},
    {"left_by_person", "A person decided to leave it for now."},
    // why this one
    {"best_level", "The best choice, decided by the goal \"{level}\" (the next best is worse by {difference})."},
    {"only_eligible", "The only caseworker who may take the case."},
    {"announced_stays", "Already announced, so it stays."},
    {"started_stays", "Work has begun, so it stays."},
    {"set_by_override", "Decided by a person: {reason}"},
    {"decided_by_person", "Decided by a person."},
    {"chosen_by_level", "The best choice, decided by the goal \"{level}\"."},
    // soft rules that apply to a pair
    {"prefers_skill_missing", "Does not have the preferred skill {skill} (price {price})."},
    {"continuity_broken", "The client would leave the previous caseworker, {previous} (price {price})."},
    {"continuity_kept", "The client keeps the caseworker, {previous}."},
    {"family_kept", "The family keeps the caseworker, {family}."},
    {"family_broken", "The family's other case is with {family} (price {price})."},
    {"wished", "Has wished for cases of the category {category}."},
    {"unwished", "Has asked not to have cases of the category {category} (price {price})."},
    {"late_start", "Can begin {days} working days later (price {price})."},
    {"interpreter_needed", "Needs an interpreter for {language} (price {price})."},
    {"soft_other_unit", "The case belongs to unit {case_unit}[, the caseworker to unit {caseworker_unit}] (price {price})."},
    {"same_unit_as_family", "Works in the same unit ({unit}) as {family}, who has the family's other case."},
    {"soft_rule", "Goes against the rule \"{rule}\", which this policy allows at a price ({price})."},
    // notices about the input
    {"unknown_previous_caseworker", "Case {case}: the previous caseworker {caseworker} is not in the table."},
    {"unknown_family_caseworker", "Case {case}: the family's caseworker {caseworker} is not in the table."},
    {"work_to_cover", "{caseworker} has no capacity in this period but a workload of {base_load}, which others need to cover."},
    {"base_load_past_hard_limit", "{caseworker} already has a workload of {base_load}, above the limit of {hard_limit}, and takes nothing new."},
    {"fixed_past_hard_limit", "What {caseworker} already has gives a workload of {load}, above the limit of {hard_limit}."},
    {"override_against_rule", "Case {case} was given to {caseworker} by decision, against the rule \"{rule}\"."},
    {"empty_unit", "Unit {unit} has cases but no caseworker."},
    {"hold_expired", "Case {case} was to be held until {held_until}, and that day has passed."},
    {"deadline_passed", "Case {case}: the deadline {deadline} has passed."},
    {"unknown_current_caseworker", "Case {case}: the current caseworker {caseworker} is not in the table; the case stays there and loads nobody here."},
    {"unknown_exclusion", "An exclusion names case {case} and caseworker {caseworker}, of whom one is not in the tables."},
    // rules
    {"rule.unit_border", "A case stays in its unit; pool members serve the units they belong to."},
    {"rule.committee_border", "A case does not leave the committee of its unit, for secrecy."},
    {"rule.required_skills", "The caseworker has every skill that the case requires."},
    {"rule.preferred_skills", "The caseworker preferably has the skills that suit the case."},
    {"rule.delegation", "The caseworker has the delegated authority that the case needs."},
    {"rule.conflict_of_interest", "Nobody takes a case in which there is a conflict of interest."},
    {"rule.absence", "Somebody is present when the case has to begin."},
    {"rule.newcomer_protection", "Newcomers take fewer new cases, and some kinds only together with a lead."},
    {"rule.language", "The caseworker speaks the client's language, or an interpreter is used."},
    {"rule.duty", "A case for today goes to somebody on duty."},
    {"rule.reopening", "A case that is reopened soon goes back to its previous caseworker."},
    {"rule.continuity", "A client keeps the same caseworker."},
    {"rule.family", "Brothers and sisters have the same caseworker, or caseworkers in the same unit."},
    {"rule.wishes", "Wishes for and against kinds of cases count."},
    {"rule.late_start", "A case begins without waiting for somebody who is away."},
    {"rule.category_limits", "Nobody takes more of one category than agreed."},
    {"rule.new_case_limit", "Nobody takes more new cases at a time than agreed."},
    {"rule.risk_two_workers", "Where there are threats or violence, two caseworkers share the case."},
    // levels, as goals
    {"level.unassigned_must", "Place every case that must be placed."},
    {"level.overload", "Keep every workload within capacity."},
    {"level.unassigned_due", "Place the cases that are due."},
    {"level.unassigned_may_wait", "Place the cases that may wait."},
    {"level.peak", "Keep the highest workload, relative to capacity, low."},
    {"level.balance", "Spread the work evenly at a low price."},
    // classes, states, outcomes, stop reasons
    {"class.must", "Must be placed: safety or statute."},
    {"class.due", "Is due to be placed."},
    {"class.may_wait", "May wait."},
    {"state.open", "Not placed."},
    {"state.proposed", "Proposed; a person decides."},
    {"state.announced", "Announced to the caseworker."},
    {"state.started", "Work has begun."},
    {"outcome.optimal", "No better plan exists; this is proven."},
    {"outcome.feasible", "The plan keeps every rule; whether a better one exists is not proven."},
    {"outcome.infeasible", "No plan keeps every rule."},
    {"outcome.unknown", "The computation stopped before it had a plan."},
    {"stop.done", "The computation was finished."},
    {"stop.work", "The computation stopped after the agreed amount of work."},
    {"stop.time", "The computation stopped when its time was up."},
    {"stop.cancelled", "The computation was cancelled."},
});

}  // namespace

std::span<const SentenceRow> english_sentences() noexcept { return english; }

}  // namespace evenload::allocation
