/// \file
/// Input rows as tables besides the two public ones; with them read_input gives the same input again. Private.
#pragma once

#include "evenload/allocation/data.hpp"
#include "evenload/core/table.hpp"

namespace evenload::allocation {

Table units_table(const AllocationInput& input);
Table absences_table(const AllocationInput& input);
Table reductions_table(const AllocationInput& input);
/// Skills that the list in the table of caseworkers cannot say: names that end like a date.
Table odd_skills_table(const AllocationInput& input);
Table exclusions_table(const AllocationInput& input);
Table limits_table(const AllocationInput& input);
Table standing_assignments_table(const AllocationInput& input);
Table carried_load_table(const AllocationInput& input);
Table overrides_table(const AllocationInput& input);
// people_tables.cpp
Table delegations_table(const AllocationInput& input);
Table deciders_table(const AllocationInput& input);
Table duty_table(const AllocationInput& input);
Table protection_table(const AllocationInput& input);
Table travel_table(const AllocationInput& input);
Table specialisms_table(const AllocationInput& input);

// case_tables.cpp
Table events_table(const AllocationInput& input);
Table handovers_table(const AllocationInput& input);
Table worker_pairs_table(const AllocationInput& input);
Table links_table(const AllocationInput& input);
Table agreements_table(const AllocationInput& input);

}  // namespace evenload::allocation
