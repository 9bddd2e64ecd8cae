#include "evenload/allocation/tables.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/core/errors.hpp"

using namespace evenload;
using namespace evenload::allocation;
using evenload::test::error_of;
using evenload::test::place;

namespace {

/// Tables of one input as JSON rows; those left empty are not given.
struct Rows {
  std::string cases = R"([{"id": "C1"}])";
  std::string caseworkers = R"([{"id": "A", "capacity": 100}, {"id": "B", "contracted_hours": 40}])";
  std::string units{}, absences{}, reductions{}, skills{}, exclusions{}, limits{}, assignments{}, overrides{};
};

AllocationInput read(const Rows& rows, const Zone& zone = Zone::load()) {
  std::vector<Table> kept;
  kept.reserve(10);
  const auto table = [&](std::string_view name, const std::string& json) -> const Table* {
    if (json.empty()) return nullptr;
    kept.push_back(table_from_json(name, json));
    return &kept.back();
  };
  InputTables tables;
  tables.cases = table("cases", rows.cases);
  tables.caseworkers = table("caseworkers", rows.caseworkers);
  tables.units = table("units", rows.units);
  tables.absences = table("absences", rows.absences);
  tables.reductions = table("reductions", rows.reductions);
  tables.skills = table("skills", rows.skills);
  tables.exclusions = table("exclusions", rows.exclusions);
  tables.limits = table("limits", rows.limits);
  tables.assignments = table("assignments", rows.assignments);
  tables.overrides = table("overrides", rows.overrides);
  return read_input(tables, zone);
}

Rows with_cases(std::string json) {
  Rows rows;
  rows.cases = std::move(json);
  return rows;
}
Rows with_caseworkers(std::string json) {
  Rows rows;
  rows.caseworkers = std::move(json);
  return rows;
}

ErrorInfo reading_error(const Rows& rows) {
  return error_of([&] { read(rows); });
}

}  // namespace

TEST_CASE("cases: only the id is needed, the rest has defaults") {
  const Case one = read(Rows{}).cases.at(0);
  CHECK(one.id.value() == "C1");
  CHECK(one.case_class == CaseClass::must);
  CHECK(one.priority == 1);
  CHECK(one.state == AssignmentState::open);
  CHECK(one.current_caseworker.empty());
  CHECK_FALSE(one.weight.has_value());
  CHECK_FALSE(one.received.has_value());
  CHECK(one.roles.empty());
}

TEST_CASE("cases: every column is read") {
  const Rows rows = with_cases(R"([{"id": "C1", "type": "child_investigation", "phase": "investigation", "weight": 12.5,
    "factors": ["siblings"], "class": "may_wait", "priority": 3, "categories": ["violence", "court"], "unit": "children",
    "received": "2026-11-20", "deadline": "2026-12-07", "start": "2026-11-24", "required_skills": ["court"],
    "preferred_skills": ["child_interview"], "delegation_level": 2, "language": "ar", "interpreter": true, "risk": true, "duty": true,
    "previous_caseworker": "left long ago", "closed": "2026-08-01", "family_caseworker": "B", "current_caseworker": "A",
    "state": "announced", "released": true, "roles": ["lead", "second"], "link": "L1", "held_by": "intake", "held_until": "2026-12-01",
    "x_note": "not read"}])");
  const Case one = read(rows).cases.at(0);
  CHECK(one.type == "child_investigation");
  CHECK(one.phase == "investigation");
  CHECK(one.weight == Rational(25, 2));
  CHECK(one.factors == std::vector<std::string>{"siblings"});
  CHECK(one.case_class == CaseClass::may_wait);
  CHECK(one.priority == 3);
  CHECK(one.categories == std::vector<std::string>{"violence", "court"});
  CHECK(one.unit.value() == "children");
  CHECK(one.start == parse_date("2026-11-24"));
  CHECK(one.required_skills == std::vector<std::string>{"court"});
  CHECK(one.preferred_skills == std::vector<std::string>{"child_interview"});
  CHECK(one.delegation_level == 2);
  CHECK(one.language == "ar");
  CHECK(one.interpreter);
  CHECK(one.risk);
  CHECK(one.duty);
  CHECK(one.previous_caseworker.value() == "left long ago");
  CHECK(one.closed == parse_date("2026-08-01"));
  CHECK(one.family_caseworker.value() == "B");
  CHECK(one.current_caseworker.value() == "A");
  CHECK(one.state == AssignmentState::announced);
  CHECK(one.released);
  CHECK(one.roles == std::vector<std::string>{"lead", "second"});
  CHECK(one.link == "L1");
  CHECK(one.held_by.value() == "intake");
  CHECK(one.held_until == parse_date("2026-12-01"));
}

TEST_CASE("caseworkers: every column is read, duties become reductions, skills their last days") {
  const Rows rows = with_caseworkers(R"([{"id": "A", "unit": "children", "pool": true, "pool_units": ["children", "adults"], "capacity": "285/2",
    "contracted_hours": "30", "profession_since": "2015-01-01", "employer_since": "2016-02-01", "case_type_since": "2017-03-01",
    "fixed_duty_hours": "6", "duty_share": "0.25", "base_load": "7", "work_for_others": "2", "work_by_others": "4", "hard_limit": "150",
    "skills": ["court:2027-06-30", "plain", "odd:name"], "delegation_level": 3, "languages": ["ar", "so"], "on_duty": true,
    "protected_until": "2027-01-31", "protected_new_cases": 2, "protected_new_weight": "10.5", "protected_categories": ["court"],
    "joint_only_categories": ["violence"], "new_cases_limit": 4, "wished_categories": ["family"], "unwished_categories": ["debt"],
    "perceived": "4"}])");
  const Caseworker one = read(rows).caseworkers.at(0);
  CHECK(one.unit.value() == "children");
  CHECK(one.pool);
  CHECK(one.pool_units == std::vector<UnitId>{UnitId("children"), UnitId("adults")});
  CHECK(one.capacity == Rational(285, 2));
  CHECK(one.working_time.contracted_hours == Rational(30));
  CHECK(one.working_time.experience.profession_since == parse_date("2015-01-01"));
  CHECK(one.working_time.experience.employer_since == parse_date("2016-02-01"));
  CHECK(one.working_time.experience.case_type_since == parse_date("2017-03-01"));
  REQUIRE(one.working_time.reductions.size() == 2);
  CHECK(one.working_time.reductions[0].reduction_class == "duty");
  CHECK(one.working_time.reductions[0].kind == workload::ReductionKind::fixed_hours);
  CHECK(one.working_time.reductions[0].amount == Rational(6));
  CHECK(one.working_time.reductions[1].kind == workload::ReductionKind::share);
  CHECK(one.working_time.reductions[1].amount == Rational(1, 4));
  CHECK(one.base_load == Rational(5));
  CHECK(one.hard_limit == Rational(150));
  CHECK(one.skills == std::map<std::string, std::optional<Date>>{
                          {"court", parse_date("2027-06-30")}, {"plain", std::nullopt}, {"odd:name", std::nullopt}});
  CHECK(one.delegation_level == 3);
  CHECK(one.languages == std::vector<std::string>{"ar", "so"});
  CHECK(one.on_duty);
  CHECK(one.protected_until == parse_date("2027-01-31"));
  CHECK(one.protected_new_cases == 2);
  CHECK(one.protected_new_weight == Rational(21, 2));
  CHECK(one.protected_categories == std::vector<std::string>{"court"});
  CHECK(one.joint_only_categories == std::vector<std::string>{"violence"});
  CHECK(one.new_cases_limit == 4);
  CHECK(one.wished_categories == std::vector<std::string>{"family"});
  CHECK(one.unwished_categories == std::vector<std::string>{"debt"});
  CHECK(one.perceived == Rational(4));

  // What others do lightens the load, but not below nothing.
  const Rows light = with_caseworkers(R"([{"id": "A", "capacity": 1, "base_load": 3, "work_by_others": 9}])");
  CHECK(read(light).caseworkers.at(0).base_load == Rational(0));
}

TEST_CASE("dates without a time of day: a case is received at midnight and due at the end of the day, in the zone") {
  const Zone stockholm = Zone::load("Europe/Stockholm");
  const auto moment = [&](const std::string& column, const std::string& text, const Zone& zone) {
    const Case one = read(with_cases("[{\"id\": \"C\", \"" + column + "\": \"" + text + "\"}]"), zone).cases.at(0);
    return to_string(*(column == "received" ? one.received : one.deadline));
  };
  CHECK(moment("received", "2026-11-23", stockholm) == "2026-11-22T23:00:00Z");
  CHECK(moment("received", "2026-07-01", stockholm) == "2026-06-30T22:00:00Z");
  CHECK(moment("deadline", "2026-11-23", stockholm) == "2026-11-23T22:59:59.999999Z");
  CHECK(moment("deadline", "2026-11-23", Zone::utc()) == "2026-11-23T23:59:59.999999Z");
  // The clocks go back on 25 October 2026: the day has 25 hours.
  CHECK(moment("received", "2026-10-25", stockholm) == "2026-10-24T22:00:00Z");
  CHECK(moment("deadline", "2026-10-25", stockholm) == "2026-10-25T22:59:59.999999Z");
  // Local times, with and without seconds; an offset always wins.
  CHECK(moment("deadline", "2026-11-23 16:30", stockholm) == "2026-11-23T15:30:00Z");
  CHECK(moment("deadline", "2026-11-23T16:30:15", stockholm) == "2026-11-23T15:30:15Z");
  CHECK(moment("received", "2026-11-23T16:30:00+00:00", stockholm) == "2026-11-23T16:30:00Z");
  // Spreadsheets write a date as a midnight.
  CHECK(moment("deadline", "2026-11-23 00:00:00", stockholm) == "2026-11-23T22:59:59.999999Z");
  CHECK(moment("deadline", "2026-11-23T00:00:00Z", stockholm) == "2026-11-23T00:00:00Z");
  CHECK(stockholm.local_date(*read(with_cases(R"([{"id": "C", "deadline": "2026-11-23"}])")).cases.at(0).deadline) ==
        parse_date("2026-11-23"));

  CHECK(place(reading_error(with_cases(R"([{"id": "C", "deadline": "23/11 2026"}])"))) == "cases.deadline[0] invalid_date");
  CHECK(place(reading_error(with_cases(R"([{"id": "C", "received": "2026-11-23 25:00"}])"))) == "cases.received[0] invalid_date");
  CHECK(place(reading_error(with_cases(R"([{"id": "C", "received": "2026-02-30"}])"))) == "cases.received[0] invalid_date");
  CHECK(place(reading_error(with_cases(R"([{"id": "C", "received": "0001-01-01"}])"))) == "cases.received[0] invalid_date");

  Table cases("cases");
  cases.add({"id", std::vector<std::string>{"C"}, {}});
  cases.add({"deadline", std::vector<Date>{parse_date("2026-11-23")}, {}});
  cases.add({"received", std::vector<Instant>{parse_instant("2026-11-20T10:00:00Z")}, {}});
  const Table caseworkers = table_from_json("caseworkers", R"([{"id": "A", "capacity": 1}])");
  InputTables tables;
  tables.cases = &cases;
  tables.caseworkers = &caseworkers;
  const Case typed = read_input(tables, stockholm).cases.at(0);
  CHECK(to_string(*typed.deadline) == "2026-11-23T22:59:59.999999Z");
  CHECK(to_string(*typed.received) == "2026-11-20T10:00:00Z");
}

TEST_CASE("whoever is named has the case, unless the state says otherwise") {
  const auto state = [](const std::string& fields) { return read(with_cases("[{\"id\": \"C\"" + fields + "}]")).cases.at(0).state; };
  CHECK(state("") == AssignmentState::open);
  CHECK(state(R"(, "current_caseworker": "A")") == AssignmentState::started);
  CHECK(state(R"(, "current_caseworker": "A", "state": "proposed")") == AssignmentState::proposed);
  CHECK(state(R"(, "state": "started")") == AssignmentState::started);
}

TEST_CASE("an unknown column is an error that suggests the nearest one") {
  const ErrorInfo near = reading_error(with_cases(R"([{"id": "C", "wieght": 3}])"));
  CHECK(place(near) == "cases.wieght unknown_field");
  CHECK(near.expected.find("did you mean \"weight\"") != std::string::npos);
  const ErrorInfo far = reading_error(with_caseworkers(R"([{"id": "A", "capacity": 1, "shoe_size": 41}])"));
  CHECK(place(far) == "caseworkers.shoe_size unknown_field");
  CHECK(far.expected.find("did you mean") == std::string::npos);
  CHECK_NOTHROW(read(with_cases(R"([{"id": "C", "x_wieght": 3}])")));
  Rows rows;
  rows.absences = R"([{"caseworker": "A", "from": "2026-11-23", "until": "2026-11-24"}])";
  CHECK(place(reading_error(rows)) == "absences.until unknown_field");
  CHECK(place(reading_error(with_cases("[{\"id\": \"C\", \"" + std::string(100000, 'w') + "\": 3}]"))).ends_with(" unknown_field"));
}

TEST_CASE("ids: missing, double, malformed, long, numeric, unicode") {
  CHECK(place(reading_error(with_cases(R"([{"type": "a"}])"))) == "cases.id missing_column");
  CHECK(place(reading_error(with_cases(R"([{"id": "C"}, {"type": "a"}])"))) == "cases.id[1] missing_value");
  CHECK(place(reading_error(with_cases(R"([{"id": "C"}, {"id": "D"}, {"id": "C"}])"))) == "cases.id[2] duplicate_id");
  CHECK(place(reading_error(with_caseworkers(R"([{"id": "A", "capacity": 1}, {"id": "A", "capacity": 1}])"))) == "caseworkers.id[1] duplicate_id");
  CHECK(place(reading_error(with_cases("[{\"id\": \"" + std::string(129, 'a') + "\"}]"))) == "cases.id[0] invalid_id");
  CHECK(place(reading_error(with_cases(R"([{"id": "a\nb"}])"))) == "cases.id[0] invalid_id");
  CHECK(read(with_cases(R"([{"id": 17}])")).cases.at(0).id.value() == "17");
  CHECK(read(with_cases("[{\"id\": \"Ärende 7 – 🙂\"}]")).cases.at(0).id.value() == "Ärende 7 – 🙂");
}

TEST_CASE("ids of several systems: references find the row that is meant") {
  Rows rows;
  rows.caseworkers = R"([{"id": "7", "system": "hr", "capacity": 1}, {"id": "7", "system": "agency", "capacity": 1},
                         {"id": "8", "system": "hr", "capacity": 1}, {"id": "9", "capacity": 1}, {"id": "9", "system": "hr", "capacity": 1}])";
  rows.cases = R"([{"id": "C", "system": "suite", "current_caseworker": "7", "current_caseworker_system": "agency",
                    "previous_caseworker": "8", "family_caseworker": "9"},
                   {"id": "D", "previous_caseworker": "7", "previous_caseworker_system": "old hr"}])";
  rows.absences = R"([{"caseworker": "8", "from": "2026-11-23"}])";
  const AllocationInput input = read(rows);
  CHECK(input.cases[0].id == CaseId("suite", "C"));
  CHECK(input.cases[0].current_caseworker == CaseworkerId("agency", "7"));
  CHECK(input.cases[0].previous_caseworker == CaseworkerId("hr", "8"));  // the only 8 there is
  CHECK(input.cases[0].family_caseworker == CaseworkerId("9"));          // the one without a system comes first
  CHECK(input.cases[1].previous_caseworker == CaseworkerId("old hr", "7"));  // unknown: as it stands
  REQUIRE(input.caseworkers[2].working_time.absences.size() == 1);
  CHECK(input.caseworkers[2].working_time.absences[0].to == workload::open_end);

  rows.absences = R"([{"caseworker": "7", "from": "2026-11-23"}])";
  CHECK(place(reading_error(rows)) == "absences.caseworker[0] invalid_id");
  rows.absences = R"([{"caseworker": "7", "caseworker_system": "nobody's", "from": "2026-11-23"}])";
  CHECK(place(reading_error(rows)) == "absences.caseworker[0] unknown_id");
  CHECK(place(reading_error(with_cases(R"([{"id": "C", "previous_caseworker_system": "hr"}])"))) == "cases.previous_caseworker[0] missing_value");
}

TEST_CASE("numbers and names out of their range") {
  const std::vector<std::pair<std::string, std::string>> wrong_cases = {
      {R"("weight": -1)", "weight[0] negative_value"},       {R"("weight": "heavy")", "weight[0] wrong_type"},
      {R"("weight": 1e300)", "weight[0] out_of_range"},      {R"("priority": -1)", "priority[0] negative_value"},
      {R"("priority": 1.5)", "priority[0] wrong_type"},      {R"("delegation_level": -2)", "delegation_level[0] negative_value"},
      {R"("class": "later")", "class[0] out_of_range"},      {R"("state": "closed")", "state[0] out_of_range"},
      {R"("risk": "perhaps")", "risk[0] wrong_type"},        {R"("start": "soon")", "start[0] invalid_date"},
      {R"("held_until": "2026-12-01")", "held_by[0] missing_value"}};
  for (const auto& [field, expected] : wrong_cases) {
    CHECK(place(reading_error(with_cases("[{\"id\": \"C\", " + field + "}]"))) == "cases." + expected);
  }
  const std::vector<std::pair<std::string, std::string>> wrong_people = {
      {R"("capacity": -1)", "capacity[0] negative_value"},
      {R"("capacity": 1, "duty_share": 1.5)", "duty_share[0] out_of_range"},
      {R"("capacity": 1, "hard_limit": -3)", "hard_limit[0] negative_value"},
      {R"("capacity": 1, "protected_new_cases": -1)", "protected_new_cases[0] negative_value"},
      {R"("capacity": 1, "skills": "court:2027-06-31")", "skills[0] invalid_date"},
      {R"("capacity": 1, "base_load": -0.5)", "base_load[0] negative_value"},
      {R"("capacity": null, "contracted_hours": null)", "contracted_hours[0] missing_value"},
      {R"("unit": "a")", "contracted_hours[0] missing_column"},
      {R"("capacity": 1, "pool_units": [""])", "pool_units[0] invalid_id"}};
  for (const auto& [field, expected] : wrong_people) {
    CHECK(place(reading_error(with_caseworkers("[{\"id\": \"A\", " + field + "}]"))) == "caseworkers." + expected);
  }
}

TEST_CASE("skills: the list and the side table together, the longer validity counts") {
  Rows rows;
  rows.caseworkers = R"([{"id": "A", "capacity": 1, "skills": "court:2026-01-01;family; care:2026-05-05"}])";
  rows.skills = R"([{"caseworker": "A", "skill": "court", "valid_until": "2027-01-01"}, {"caseworker": "A", "skill": "family", "valid_until": "2020-01-01"},
                    {"caseworker": "A", "skill": "care", "valid_until": null}, {"caseworker": "A", "skill": "name:2026-01-01", "valid_until": null}])";
  CHECK(read(rows).caseworkers.at(0).skills ==
        std::map<std::string, std::optional<Date>>{
            {"court", parse_date("2027-01-01")}, {"family", std::nullopt}, {"care", std::nullopt}, {"name:2026-01-01", std::nullopt}});
}

TEST_CASE("side tables: read, and their errors") {
  Rows rows;
  rows.units = R"([{"id": "children", "label": "Barn", "committee": "social", "municipality": "Exempelby"}])";
  rows.absences = R"([{"caseworker": "A", "from": "2026-11-23", "to": "2026-11-27", "share": 0.5}])";
  rows.reductions = R"([{"caseworker": "B", "class": "mentor", "kind": "share", "amount": 0.2, "from": "2026-01-01", "to": null}])";
  rows.exclusions = R"([{"case": "C1", "caseworker": "A"}, {"case": "closed long ago", "caseworker": "who left"}])";
  rows.limits = R"([{"caseworker": null, "category": "court", "cases": 2}, {"caseworker": "A", "category": "court", "weight": 7, "cases": null}])";
  rows.assignments = R"([{"case": "C1", "role": "second", "caseworker": "B", "state": "announced"}])";
  rows.overrides = R"([{"case": "C1", "role": null, "kind": "assign", "caseworker": "B", "reason": "asked for", "decided_by_role": "unit manager"},
                       {"case": "C1", "role": "second", "kind": "leave_unassigned", "caseworker": null, "reason": "waits", "decided_by_role": null}])";
  const AllocationInput input = read(rows);
  CHECK(input.units.at(0).committee == "social");
  CHECK(input.caseworkers[0].working_time.absences.at(0).share == Rational(1, 2));
  CHECK(input.caseworkers[1].working_time.reductions.at(0).reduction_class == "mentor");
  CHECK(input.exclusions.at(0).caseworker.value() == "A");
  CHECK(input.exclusions.at(1).case_id.value() == "closed long ago");
  CHECK(input.limits.at(0).caseworker.empty());
  CHECK(input.limits.at(1).weight == Rational(7));
  CHECK(input.assignments.at(0).state == AssignmentState::announced);
  CHECK(input.overrides.at(0).role == "lead");
  CHECK(input.overrides.at(1).kind == OverrideKind::leave_unassigned);

  using Member = std::string Rows::*;
  const std::vector<std::tuple<Member, std::string, std::string>> wrong = {
      {&Rows::units, R"([{"label": "x"}])", "units.id missing_column"},
      {&Rows::units, R"([{"id": "a"}, {"id": "a"}])", "units.id[1] duplicate_id"},
      {&Rows::absences, R"([{"caseworker": "Z", "from": "2026-11-23"}])", "absences.caseworker[0] unknown_id"},
      {&Rows::absences, R"([{"caseworker": "A"}])", "absences.from missing_column"},
      {&Rows::absences, R"([{"caseworker": "A", "from": "2026-11-23", "to": "2026-11-22"}])", "absences.to[0] ends_before_start"},
      {&Rows::absences, R"([{"caseworker": "A", "from": "2026-11-23", "share": 1.1}])", "absences.share[0] out_of_range"},
      {&Rows::reductions, R"([{"caseworker": "A", "kind": "hours", "amount": 1}])", "reductions.kind[0] out_of_range"},
      {&Rows::reductions, R"([{"caseworker": "A", "kind": "share", "amount": 2}])", "reductions.amount[0] out_of_range"},
      {&Rows::reductions, R"([{"caseworker": "A", "kind": "share", "amount": null}])", "reductions.amount[0] missing_value"},
      {&Rows::reductions, R"([{"caseworker": "A", "amount": 2}])", "reductions.kind missing_column"},
      {&Rows::skills, R"([{"caseworker": "A", "skill": ""}])", "skills.skill[0] missing_value"},
      {&Rows::exclusions, R"([{"case": "C1", "caseworker": "A", "reason": "they are cousins"}])", "exclusions.reason unsupported"},
      {&Rows::exclusions, R"([{"case": "C1", "caseworker": null}])", "exclusions.caseworker[0] missing_value"},
      {&Rows::limits, R"([{"category": "court"}])", "limits.cases[0] missing_value"},
      {&Rows::limits, R"([{"category": "court", "cases": 1}, {"category": "court", "cases": 2}])", "limits.category[1] duplicate_id"},
      {&Rows::assignments, R"([{"case": "C9", "role": "lead", "caseworker": "A"}])", "assignments.case[0] unknown_id"},
      {&Rows::assignments, R"([{"case": "C1", "role": "lead", "caseworker": "A", "state": "open"}])", "assignments.state[0] out_of_range"},
      {&Rows::assignments, R"([{"case": "C1", "role": "lead", "caseworker": "A"}, {"case": "C1", "role": "lead", "caseworker": "B"}])",
       "assignments.role[1] duplicate_id"},
      {&Rows::overrides, R"([{"case": "C1", "kind": "assign", "caseworker": "A", "reason": " "}])", "overrides.reason[0] missing_value"},
      {&Rows::overrides, R"([{"case": "C1", "kind": "assign", "caseworker": "Z", "reason": "r"}])", "overrides.caseworker[0] unknown_id"},
      {&Rows::overrides, R"([{"case": "C1", "kind": "leave_unassigned", "caseworker": "A", "reason": "r"}])", "overrides.caseworker[0] contradiction"},
      {&Rows::overrides, R"([{"case": "C1", "kind": "swap", "caseworker": "A", "reason": "r"}])", "overrides.kind[0] out_of_range"}};
  for (const auto& [member, json, expected] : wrong) {
    Rows one;
    one.*member = json;
    CHECK(place(reading_error(one)) == expected);
  }
}

TEST_CASE("the reason of an exclusion never shows in its error") {
  Rows rows;
  rows.exclusions = R"([{"case": "C1", "caseworker": "A", "reason": "they are cousins"}])";
  CHECK(describe(reading_error(rows)).find("cousins") == std::string::npos);
}

TEST_CASE("empty tables are answers, missing ones are not") {
  const AllocationInput input = read(with_cases("[]"));
  CHECK(input.cases.empty());
  CHECK(input.caseworkers.size() == 2);
  Rows rows;
  rows.caseworkers = "[]";
  rows.absences = "[]";
  CHECK(read(rows).caseworkers.empty());

  const Table named = [] {
    Table table("cases", 0);
    table.add({"type", std::vector<std::string>{}, {}});
    return table;
  }();
  const Table people = table_from_json("caseworkers", "[]");
  InputTables tables;
  tables.cases = &named;
  tables.caseworkers = &people;
  CHECK(place(error_of([&] { read_input(tables, Zone::utc()); })) == "cases.id missing_column");
  tables.cases = nullptr;
  CHECK(place(error_of([&] { read_input(tables, Zone::utc()); })) == "cases. invalid_argument");
}

TEST_CASE("permuting rows permutes what is read") {
  const AllocationInput a = read(with_cases(R"([{"id": "C", "weight": 1}, {"id": "D", "weight": 2}])"));
  const AllocationInput b = read(with_cases(R"([{"id": "D", "weight": 2}, {"id": "C", "weight": 1}])"));
  CHECK(a.cases[0].id == b.cases[1].id);
  CHECK(a.cases[1].weight == b.cases[0].weight);
}

TEST_CASE("input rows come back from their tables") {
  const Rows rows = with_cases(R"([{"id": "C", "weight": "1/17", "received": "2026-11-20T10:00:00Z", "categories": ["a", "b"]},
                                   {"id": "D", "weight": "3", "risk": true, "current_caseworker": "A"}])");
  const AllocationInput input = read(rows);
  const Table cases = cases_table(input);
  CHECK(cases.find("link") == nullptr);  // nobody has one
  REQUIRE(cases.find("weight") != nullptr);
  const Table caseworkers = caseworkers_table(input);
  InputTables tables;
  tables.cases = &cases;
  tables.caseworkers = &caseworkers;
  const AllocationInput again = read_input(tables, Zone::utc());
  CHECK(again.cases[0].weight == Rational(1, 17));
  CHECK(again.cases[0].received == input.cases[0].received);
  CHECK(again.cases[0].categories == input.cases[0].categories);
  CHECK(again.cases[1].risk);
  CHECK(again.cases[1].state == AssignmentState::started);
  CHECK(again.caseworkers[0].capacity == Rational(100));
}

TEST_CASE("answers as tables: columns, exact values as doubles, missing values") {
  Plan plan;
  plan.assignments = {{CaseId("C"), "lead", "", CaseworkerId("A"), AssignmentState::proposed, false, Rational(1, 4), 3},
                      {CaseId("suite", "D"), "lead", "p", CaseworkerId(), AssignmentState::open, true, Rational(2), 0}};
  const Table assignments = assignments_table(plan);
  CHECK(assignments.name() == "assignments");
  CHECK(assignments.rows() == 2);
  CHECK(std::get<std::vector<double>>(assignments.find("load")->values) == std::vector<double>{0.25, 2});
  CHECK(std::get<std::vector<std::string>>(assignments.find("state")->values) == std::vector<std::string>{"proposed", "open"});
  CHECK(assignments.find("case_system")->is_valid(1));
  CHECK_FALSE(assignments.find("case_system")->is_valid(0));
  CHECK_FALSE(assignments.find("caseworker")->is_valid(1));
  CHECK(assignments.find("caseworker_system") == nullptr);

  Undistributed one;
  one.rank = 1;
  one.case_id = CaseId("D");
  one.role = "lead";
  one.reason = {ReasonCode::held, {{"held_by", std::string("intake")}, {"held_until", parse_date("2026-12-01")}}};
  one.relaxation = Relaxation{CaseworkerId("A"), {ReasonCode::past_hard_limit, {{"load", 3.5}, {"hard_limit", std::int64_t{3}}}}, Rational(1, 2)};
  const Table undistributed = undistributed_table({one});
  CHECK(std::get<std::vector<std::string>>(undistributed.find("reason")->values).at(0) == "held");
  CHECK(std::get<std::vector<std::string>>(undistributed.find("reason_parameters")->values).at(0) ==
        R"({"held_by":"intake","held_until":"2026-12-01"})");
  CHECK(std::get<std::vector<double>>(undistributed.find("relaxation_extra_load")->values).at(0) == 0.5);
  CHECK_FALSE(undistributed.find("slack_days")->is_valid(0));
  CHECK(undistributed_table({}).columns().size() == undistributed.columns().size());

  plan.loads = {{CaseworkerId("A"), UnitId("u"), true, Rational(0), Rational(0), Rational(5), Rational(5), std::nullopt, std::nullopt, "", "", Rational(1), 0,
                 Rational(4)}};
  const Table loads = loads_table(plan);
  CHECK_FALSE(loads.find("ratio_after")->is_valid(0));
  CHECK_FALSE(loads.find("band_after")->is_valid(0));
  CHECK(std::get<std::vector<double>>(loads.find("perceived")->values).at(0) == 4);
  CHECK(std::get<std::vector<double>>(loads.find("remembered")->values).at(0) == 1);

  const Table levels = levels_table({{optimize::LevelKind::balance, 2, 1, 0.5, 1, std::nullopt, false}});
  CHECK(std::get<std::vector<std::string>>(levels.find("level")->values).at(0) == "balance");
  CHECK_FALSE(levels.find("variable_gap")->is_valid(0));

  Explanation explanation;
  Alternative best, second;
  best.rank = 1;
  best.caseworker = CaseworkerId("A");
  best.chosen = true;
  second.rank = 2;
  second.caseworker = CaseworkerId("B");
  second.differences = {{optimize::LevelKind::overload, 2.5}};
  second.reasons = {{ReasonCode::wished, {{"category", std::string("court")}}}};
  explanation.alternatives = {best, second};
  explanation.excluded = {{CaseworkerId("Z"), {{ReasonCode::not_on_duty, {}}, {ReasonCode::missing_skill, {{"skill", std::string("s")}}}}}};
  const Table alternatives = alternatives_table(explanation);
  CHECK(alternatives.find("difference_balance") == nullptr);
  CHECK_FALSE(alternatives.find("difference_overload")->is_valid(0));
  CHECK(std::get<std::vector<double>>(alternatives.find("difference_overload")->values).at(1) == 2.5);
  CHECK(std::get<std::vector<std::vector<std::string>>>(alternatives.find("reasons")->values).at(1) == std::vector<std::string>{"wished"});
  const Table excluded = excluded_table(explanation);
  CHECK(excluded.rows() == 2);
  CHECK(std::get<std::vector<std::string>>(excluded.find("reason")->values).at(1) == "missing_skill");
}
