/// \file
/// Readers of the single tables; read_input puts them together. Private.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/table.hpp"
#include "src/core/references.hpp"

namespace evenload::allocation {

std::vector<Case> read_cases(const Table& table, const CaseIndex& ids, const CaseworkerIndex& caseworkers, const Zone& zone);
/// Absences, reductions and the skills of the side table are added afterwards.
std::vector<Caseworker> read_caseworkers(const Table& table, const CaseworkerIndex& ids);

/// A skill with its last valid day, from "court" or "court:2027-06-30".
using Skill = std::pair<std::string, std::optional<Date>>;
/// Whether a text is written as a date, right or wrong: "2027-06-31".
bool looks_like_date(std::string_view text) noexcept;
/// Keeps the longer validity where the skill is there already.
void add_skill(Caseworker& caseworker, Skill skill);

void read_absences(const Table& table, const CaseworkerIndex& ids, std::vector<Caseworker>& caseworkers);
void read_reductions(const Table& table, const CaseworkerIndex& ids, std::vector<Caseworker>& caseworkers);
void read_skills(const Table& table, const CaseworkerIndex& ids, std::vector<Caseworker>& caseworkers);

std::vector<Unit> read_units(const Table& table);
std::vector<Exclusion> read_exclusions(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers);
std::vector<CategoryLimit> read_limits(const Table& table, const CaseworkerIndex& caseworkers);
std::vector<StandingAssignment> read_assignments(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers);
// read_people_tables.cpp
std::vector<Delegation> read_delegations(const Table& table, const CaseworkerIndex& ids);
std::vector<Decider> read_deciders(const Table& table, const CaseworkerIndex& ids);
std::vector<DutyTurn> read_duty(const Table& table, const CaseworkerIndex& ids, const Zone& zone);
std::vector<OwnProtectionStep> read_protection(const Table& table, const CaseworkerIndex& ids);
std::vector<Travel> read_travel(const Table& table, const CaseworkerIndex& ids);
std::vector<Specialism> read_specialisms(const Table& table, const CaseworkerIndex& ids);

std::vector<CarriedLoad> read_carried_load(const Table& table, const CaseworkerIndex& caseworkers);
std::vector<Override> read_overrides(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers);

// read_case_tables.cpp
std::vector<CaseEvent> read_events(const Table& table, const CaseIndex& cases);
std::vector<PlannedHandover> read_handovers(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers);
std::vector<WorkerPair> read_worker_pairs(const Table& table, const CaseworkerIndex& caseworkers);
std::vector<CaseLink> read_links(const Table& table, const CaseIndex& cases);
std::vector<Agreement> read_agreements(const Table& table);

}  // namespace evenload::allocation
