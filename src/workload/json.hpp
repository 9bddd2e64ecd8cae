/// \file
/// Workload structs as parts of JSON documents; src/allocation uses them for the parts of its own. Private.
///
/// `read_x(ObjectReader&)` reads the object it is given and checks it; `json_of(x)` is its inverse. Fields are called like the columns of
/// docs/data-model.md where there is one, else like the members.
#pragma once

#include "src/core/json_reader.hpp"
#include "src/core/json_writer.hpp"
#include "evenload/workload/event_log.hpp"
#include "evenload/workload/measure.hpp"

namespace evenload::workload::json_io {

using evenload::json_io::Json;
using evenload::json_io::ObjectReader;

// json_weights.cpp
CaseWeight read_case_weight(ObjectReader& r, WeightFamily family);
WeightFactor read_weight_factor(ObjectReader& r);
RoleShare read_role_share(ObjectReader& r);
Agreement read_agreement(ObjectReader& r);
WeightTable read_weight_table(ObjectReader& r, WeightFamily family);
WeightScheme read_weight_scheme(ObjectReader& r);
Json json_of(const CaseWeight& weight, WeightFamily family);
Json json_of(const WeightFactor& factor);
Json json_of(const RoleShare& share);
Json json_of(const Agreement& agreement);
Json json_of(const WeightTable& table, WeightFamily family);
Json json_of(const WeightScheme& scheme);

// json_capacity.cpp
Experience read_experience(ObjectReader& r);
ExperienceBand read_experience_band(ObjectReader& r);
Reduction read_reduction(ObjectReader& r);
Absence read_absence(ObjectReader& r);
WorkingTime read_working_time(ObjectReader& r);
CapacityRule read_capacity_rule(ObjectReader& r);
Json json_of(const Experience& experience);
Json json_of(const ExperienceBand& band);
Json json_of(const Reduction& reduction);
Json json_of(const Absence& absence);
Json json_of(const WorkingTime& time);
Json json_of(const CapacityRule& rule);

// json_event_log.cpp
LogMapping read_log_mapping(ObjectReader& r);
Json json_of(const LogMapping& mapping);

// json_measure.cpp
LoadBand read_load_band(ObjectReader& r);
MeasurementRule read_measurement_rule(ObjectReader& r);
HeldCase read_held_case(ObjectReader& r);
MeasuredCaseworker read_measured_caseworker(ObjectReader& r);
Measurement read_measurement(ObjectReader& r);
MeasurementResult read_measurement_result(ObjectReader& r);
Json json_of(const LoadBand& band);
Json json_of(const MeasurementRule& rule);
Json json_of(const HeldCase& held);
Json json_of(const MeasuredCaseworker& person);
Json json_of(const Measurement& measurement);
Json json_of(const MeasurementResult& result);

}  // namespace evenload::workload::json_io
