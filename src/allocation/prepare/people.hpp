/// \file
/// What rules about caseworkers need of the input beside the caseworkers' own rows. Private.
#pragma once

#include <string_view>
#include <vector>

#include "prepared.hpp"

namespace evenload::allocation::detail {

/// Weeks in order, without overlap, nothing negative. \throws InvalidDataError naming `table`
void check_protection_steps(const std::vector<ProtectionStep>& steps, std::string_view table);
/// The side tables about caseworkers. \throws InvalidDataError
void check_people_rows(const AllocationInput& input);

/// Rows of the side tables by person. Built once, used by the functions below.
class PeopleRows {
 public:
  explicit PeopleRows(const Prepared& p);
  const std::vector<const ProtectionStep*>& steps_of(const CaseworkerId& id) const;
  const std::vector<const DutyTurn*>& turns_of(const CaseworkerId& id) const;
  const std::vector<const Caseworker*>& students_of(const CaseworkerId& id) const;

 private:
  std::unordered_map<CaseworkerId, std::vector<const ProtectionStep*>> steps_;
  std::unordered_map<CaseworkerId, std::vector<const DutyTurn*>> turns_;
  std::unordered_map<CaseworkerId, std::vector<const Caseworker*>> students_;
};

/// Capacity over the horizon: as it is or from working time, less what turns on duty and placement
/// students take. Equation (1).
Rational capacity_of(const Prepared& p, const Caseworker& row, std::size_t input_row,
                     const PeopleRows& rows);
/// Whether and how the person is protected on the day of allocation. Needs the capacity.
void protect(Prepared& p, Person& person, const PeopleRows& rows);
/// Turns in force now, and how much new work there is around them.
void put_on_duty(const Prepared& p, Person& person, const PeopleRows& rows);
/// Delegations and deciders; after all persons are there.
void prepare_authority(Prepared& p);
/// Ways of persons to the places of cases; after all persons are there.
void prepare_travel(Prepared& p);
/// What is new this week, the rest around duty, who is below the share of a specialism; after the
/// standing loads.
void prepare_new_work(Prepared& p);
void report_people(Prepared& p);

/// First and last day of a turn in the policy's zone.
std::pair<Date, Date> days_of(const Prepared& p, const DutyTurn& turn);
bool covers_type(const DutyTurn& turn, const std::string& type);
/// Level that this authority has for a case on its first day.
std::int64_t level_for(const Authority& authority, const PreparedCase& c, const Prepared& p);
/// A delegation that would have been enough but is over; nullptr where there is none.
const Delegation* expired_for(const Authority& authority, const PreparedCase& c, const Prepared& p);

}  // namespace evenload::allocation::detail
