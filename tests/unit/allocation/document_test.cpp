#include "evenload/allocation/document.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/workload/document.hpp"

using namespace evenload;
using namespace evenload::allocation;
using evenload::test::error_of;
using evenload::test::place;

namespace {

std::string example(const std::string& name) {
  const auto path = std::filesystem::path(EVENLOAD_SOURCE_DIR) / "examples/data/documents" / name;
  std::ifstream file(path);
  INFO(path.string());
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Text between `"result":` and the end of a successful answer: result comes before schema_version.
std::string result_of(const std::string& answer) {
  INFO(answer.substr(0, 2000));
  const std::string key = "\"result\":";
  const std::size_t from = answer.find(key);
  REQUIRE(from != std::string::npos);
  const std::size_t to = answer.rfind(",\"schema_version\"");
  return answer.substr(from + key.size(), to - from - key.size());
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr std::string_view tiny =
    R"("input": {"cases": [{"id": "C", "weight": 4}], "caseworkers": [{"id": "A", "capacity": 100}]}, "policy": {"on": "2026-11-23"})";

std::string request(std::string_view call, std::string_view rest) {
  return "{\"schema_version\": \"1.0\", \"call\": \"" + std::string(call) + "\", " + std::string(rest) + "}";
}

}  // namespace

TEST_CASE("the example policy is read whole and written back the same") {
  const AllocationPolicy policy = policy_from_json(example("policy.json"));
  CHECK(policy.name == "Children and families, autumn 2026");
  CHECK(policy.on == parse_date("2026-11-23"));
  CHECK(policy.holidays.size() == 5);
  CHECK(policy.cost_weight == Rational(1, 20));
  CHECK(policy.hard_limit_factor == Rational(5, 4));
  CHECK(policy.new_cases_limit == 4);
  CHECK(policy.rule(Rule::reopening).mode == RuleMode::soft);
  CHECK(policy.rule(Rule::reopening).price == 30);
  CHECK(policy.roles.size() == 3);
  CHECK(policy.roles[2].required_skills == std::vector<std::string>{"foster_care"});
  CHECK_FALSE(policy.roles[2].protected_may);
  CHECK(policy.roles_of_type[1].roles == std::vector<std::string>{"lead", "foster_care"});
  REQUIRE(policy.deadlines.size() == 3);
  CHECK(policy.deadlines[0].rule.roll_over == RollOver::none);
  CHECK(policy.deadlines[1].rule.amount == 14);
  CHECK(policy.deadlines[2].rule.unit == DeadlineUnit::months);
  REQUIRE(policy.measurement.capacity.has_value());
  REQUIRE(policy.measurement.capacity->bands.size() == 4);
  CHECK(policy.measurement.capacity->bands[3].norm == Rational(150));
  CHECK(policy.measurement.bands.size() == 4);
  CHECK(policy.measurement.weights->tables.at(0).factors.at(2).value == Rational(5, 4));
  CHECK(policy.sentences_sv.at("no_room") == "Alla som får ta ärendet har fullt.");
  CHECK(policy.extensions == R"({"drawn_up_by":"the unit's working group"})");
  CHECK_NOTHROW(check(policy));

  const std::string written = to_json(policy);
  CHECK(to_json(policy_from_json(written)) == written);
  CHECK(contains(written, R"("cost_weight":"1/20")"));
}

TEST_CASE("a policy that leaves things out has the defaults") {
  const AllocationPolicy defaults;
  CHECK(to_json(policy_from_json(R"({"schema_version": "1.0"})")) == to_json(defaults));
  const AllocationPolicy some = policy_from_json(
      R"({"schema_version": "1.0", "rules": {"wishes": {"price": 9}, "duty": {"mode": "off"}}, "measurement": {}, "roles_of_type": [], "on": null})");
  CHECK(some.rule(Rule::wishes).mode == defaults.rule(Rule::wishes).mode);
  CHECK(some.rule(Rule::wishes).price == 9);
  CHECK(some.rule(Rule::duty).mode == RuleMode::off);
  CHECK(some.rule(Rule::absence).mode == defaults.rule(Rule::absence).mode);
  CHECK(some.measurement.bands.size() == defaults.measurement.bands.size());
  CHECK(some.roles_of_type.empty());
  CHECK_FALSE(some.on.has_value());
  CHECK(policy_from_json(R"({"schema_version": "1.0", "measurement": {"bands": []}})").measurement.bands.empty());
}

TEST_CASE("errors of a policy name the path, the field and the position") {
  const auto error = [](const std::string& fields) {
    return place(error_of([&] { policy_from_json("{\"schema_version\": \"1.0\", " + fields + "}"); }));
  };
  CHECK(error(R"("blance": "peak")") == "policy.blance unknown_field");
  CHECK(error(R"("balance": "fair")") == "policy.balance out_of_range");
  CHECK(error(R"("on": "23 November")") == "policy.on invalid_date");
  CHECK(error(R"("horizon_weeks": 3000000000)") == "policy.horizon_weeks out_of_range");
  CHECK(error(R"("rules": {"unit_boarder": {}})") == "policy.rules.unit_boarder unknown_field");
  CHECK(error(R"("rules": {"duty": {"mode": "maybe"}})") == "policy.rules.duty.mode out_of_range");
  CHECK(error(R"("roles": [{"name": "lead"}, {"share": 1}])") == "policy.roles.name[1] missing_value");
  CHECK(error(R"("roles_of_type": [{"roles": ["lead"], "same_person": [["lead"]]}])") == "policy.roles_of_type.same_person[0] wrong_type");
  CHECK(error(R"("deadlines": [{"rule": {"unit": "days"}}])") == "policy.deadlines[0].rule.amount missing_value");
  CHECK(error(R"("sentences": {"en": {"no_room": 3}})") == "policy.sentences.en.no_room wrong_type");
  CHECK(error(R"("cost_weight": "1/0")") == "policy.cost_weight parse_error");
  CHECK(place(error_of([] { policy_from_json(R"({"name": "x"})"); })) == "policy.schema_version missing_value");
  CHECK(place(error_of([] { policy_from_json(R"({"schema_version": "2.0"})"); })) == "policy.schema_version unsupported_schema");
}

TEST_CASE("a policy of a newer minor version is read, and what is new is kept") {
  const AllocationPolicy policy =
      policy_from_json(R"({"schema_version": "1.4", "name": "p", "mood": "good", "roles": [{"name": "lead", "hat": "red"}]})");
  CHECK(policy.name == "p");
  CHECK(contains(policy.extensions, R"("/mood":"good")"));
  CHECK(contains(policy.extensions, R"("/roles/0/hat":"red")"));
  CHECK(policy_from_json(to_json(policy)).extensions == policy.extensions);
}

TEST_CASE("the example input is read whole and written back the same") {
  const AllocationInput input = input_from_json(example("input.json"));
  REQUIRE(input.cases.size() == 9);
  CHECK(to_string(*input.cases[0].deadline) == "2026-11-23T15:30:00Z");
  CHECK(input.cases[8].state == AssignmentState::started);
  REQUIRE(input.caseworkers.size() == 5);
  CHECK(input.caseworkers[0].skills.at("court") == parse_date("2027-06-30"));
  CHECK(input.caseworkers[4].working_time.absences.at(0).to == workload::open_end);
  CHECK(input.overrides.at(0).reason == "wrote the earlier statement");
  const std::string written = to_json(input);
  CHECK(to_json(input_from_json(written)) == written);
}

TEST_CASE("rows may carry extensions, which are not read, and the document's own are kept") {
  const AllocationInput input = input_from_json(
      R"({"schema_version": "1.0", "cases": [{"id": "C", "extensions": {"a": {"b": []}}}, {"id": "D"}], "caseworkers": [], "extensions": {"from": "suite"}})");
  CHECK(input.cases.size() == 2);
  CHECK(input.extensions == R"({"from":"suite"})");
  CHECK(contains(to_json(input), R"("extensions":{"from":"suite"})"));
}

TEST_CASE("errors of an input document") {
  const auto error = [](const std::string& fields) {
    return place(error_of([&] { input_from_json("{\"schema_version\": \"1.0\"" + fields + "}"); }));
  };
  CHECK(error("") == "input.cases missing_value");
  CHECK(error(R"(, "cases": [])") == "input.caseworkers missing_value");
  CHECK(error(R"(, "cases": {}, "caseworkers": [])") == "cases. wrong_type");
  CHECK(error(R"(, "cases": [7], "caseworkers": [])") == "cases.[0] wrong_type");
  CHECK(error(R"(, "cases": [{"id": "C", "weight": [1]}], "caseworkers": [])") == "cases.weight[0] wrong_type");
  CHECK(error(R"(, "cases": [{"id": "C", "wieght": 1}], "caseworkers": [])") == "cases.wieght unknown_field");
  CHECK(error(R"(, "cases": [], "caseworkers": [], "case": [])") == "input.case unknown_field");
  CHECK(error(R"(, "cases": [], "caseworkers": [], "zone": "Mars/Olympus")").ends_with("unknown_zone"));
  CHECK(error(R"(, "cases": [{"id": "C", "priority": 99999999999999999999}], "caseworkers": [])") == "cases.priority[0] out_of_range");
}

TEST_CASE("plans and explanations round-trip, with and without sentences") {
  const std::string answer = call_document(example("allocate_request.json"));
  CHECK(contains(answer, R"("extensions":{"ticket":"2026-11-23/1"})"));
  CHECK(contains(answer, "\"sentence\":\"Alla som f\xC3\xA5r ta \xC3\xA4rendet har fullt.\"") == contains(answer, "\"no_room\""));
  const std::string result = result_of(answer);
  const Plan plan = plan_from_json(result);
  CHECK(plan.assignments.size() >= 9);
  CHECK(plan.loads.size() == 5);
  CHECK(plan.audit.seed == 7);
  CHECK(plan.audit.overrides.size() == 1);
  for (const Undistributed& one : plan.undistributed) CHECK_NOTHROW(check(one.reason));
  for (const Reason& notice : plan.notices) CHECK_NOTHROW(check(notice));
  const std::string written = to_json(plan);
  CHECK_FALSE(contains(written, "sentence"));
  CHECK(to_json(plan_from_json(written)) == written);

  // A case that nobody may take stays, with the reason; a held one stays, too; the decision stands.
  const auto left = [&](const std::string& id) {
    for (const Undistributed& one : plan.undistributed) {
      if (one.case_id.value() == id) return std::string(to_string(one.reason.code));
    }
    return std::string("placed");
  };
  CHECK(left("C-7") == "no_eligible_caseworker");
  CHECK(left("C-8") == "held");
  CHECK(left("C-5") == "placed");

  const AllocationInput input = input_from_json(example("input.json"));
  const AllocationPolicy policy = policy_from_json(example("policy.json"));
  for (const Assignment& assignment : plan.assignments) {
    for (const Audience audience : {Audience::allocator, Audience::caseworker, Audience::colleague, Audience::case_file}) {
      const Explanation explanation = explain(input, policy, plan, assignment.case_id, assignment.role, audience);
      const std::string text = to_json(explanation);
      CHECK(to_json(explanation_from_json(text)) == text);
      for (const Reason& reason : explanation.why) CHECK_NOTHROW(check(reason));
      for (const Alternative& one : explanation.alternatives) {
        for (const Reason& reason : one.reasons) CHECK_NOTHROW(check(reason));
      }
      for (const ExcludedCaseworker& one : explanation.excluded) {
        for (const Reason& reason : one.reasons) {
          CHECK_NOTHROW(check(reason));
          CHECK((audience == Audience::allocator || !is_protected(reason.code)));
        }
      }
    }
  }
}

TEST_CASE("seeds up to 2^64 - 1 survive, as text where a double would lose them") {
  Plan plan;
  plan.audit.seed = UINT64_MAX;
  const std::string written = to_json(plan);
  CHECK(contains(written, R"("seed":"18446744073709551615")"));
  CHECK(plan_from_json(written).audit.seed == UINT64_MAX);
  plan.audit.seed = 7;
  CHECK(contains(to_json(plan), R"("seed":7)"));
}

TEST_CASE("the document call answers every verb") {
  const std::string explained = call_document(example("explain_request.json"));
  CHECK(explanation_from_json(result_of(explained)).audience == Audience::colleague);
  const Explanation recommended = explanation_from_json(result_of(call_document(example("recommend_request.json"))));
  CHECK(recommended.case_id.value() == "C-4");
  CHECK_FALSE(recommended.alternatives.empty());
  const std::string list = call_document(example("undistributed_request.json"));
  CHECK(contains(list, R"("call":"undistributed")"));
  CHECK(contains(result_of(list), R"("case":"C-7")"));
  const auto measured = workload::measurement_result_from_json(result_of(call_document(example("measure_request.json"))));
  REQUIRE(measured.rows.size() == 2);
  CHECK(measured.rows[0].load == Rational(82));
  CHECK(measured.rows[1].load == Rational(66));
  CHECK(measured.rows[0].perceived == Rational(4));
}

TEST_CASE("explain takes the plan it is given") {
  const std::string plan = result_of(call_document(request("allocate", tiny)));
  const std::string given = call_document(request("explain", std::string(tiny) + R"(, "case": "C", "plan": )" + plan));
  CHECK(explanation_from_json(result_of(given)).caseworker.value() == "A");
  CHECK(result_of(given) == result_of(call_document(request("explain", std::string(tiny) + R"(, "case": "C")"))));
  // A plan of another input does not have the case.
  const std::string other = call_document(request("explain", std::string(tiny) + R"(, "case": "Z", "plan": )" + plan));
  CHECK(contains(other, R"("name":"unknown_id")"));
}

TEST_CASE("a case is found by its id alone where one system has it") {
  const std::string rows =
      R"("input": {"cases": [{"id": "C", "system": "suite", "weight": 4}], "caseworkers": [{"id": "A", "capacity": 100}]}, "policy": {"on": "2026-11-23"})";
  const std::string found = call_document(request("recommend", rows + R"(, "case": "C")"));
  CHECK(explanation_from_json(result_of(found)).case_id == CaseId("suite", "C"));
  const std::string exact = call_document(request("recommend", rows + R"(, "case": {"system": "suite", "id": "C"})"));
  CHECK(exact == found);
  CHECK(contains(call_document(request("recommend", rows + R"(, "case": {"system": "hr", "id": "C"})")), R"("name":"unknown_id")"));
}

TEST_CASE("local dates of a request are read in the policy's zone unless the input names one") {
  const auto slack = [](const std::string& input_zone) {
    const std::string answer = call_document(request(
        "undistributed", R"("input": {)" + input_zone +
                             R"("cases": [{"id": "C", "weight": 4, "deadline": "2026-11-24 02:00"}], "caseworkers": []},
                                "policy": {"on": "2026-11-23", "zone": "UTC"})"));
    return result_of(answer);
  };
  CHECK(contains(slack(""), R"("slack_days":1)"));
  CHECK(contains(slack(R"("zone": "Asia/Tokyo", )"), R"("slack_days":0)"));
}

TEST_CASE("wrong requests are answered with an error document and their extensions") {
  const std::string answer = call_document(example("wrong_request.json"));
  CHECK(answer ==
        R"({"call":"allocate","error":{"code":15,"column":"weight","expected":"a number of at least 0","found":"-2",)"
        R"~("message":"cases.weight, row 1: expected a number of at least 0, found -2 (negative_value)","name":"negative_value","row":1,"table":"cases"},)~"
        R"("extensions":{"ticket":"2026-11-23/2"},"schema_version":"1.0"})");

  const auto error = [](const std::string& text, std::string_view name, std::string_view column) {
    const std::string given = call_document(text);
    INFO(text.substr(0, 300) << "\n" << given);
    CHECK(contains(given, "\"name\":\"" + std::string(name) + "\""));
    CHECK(contains(given, "\"column\":\"" + std::string(column) + "\""));
    CHECK_FALSE(contains(given, "\"result\""));
    CHECK(contains(given, R"("schema_version":"1.0")"));
  };
  error("", "parse_error", "");
  error(" ", "parse_error", "");
  error("null", "wrong_type", "");
  error("[]", "wrong_type", "");
  error("{", "parse_error", "");
  error("\xFF\xFE", "parse_error", "");
  error("{\"schema_version\": \"1.0\", \"call\": \"\xC3\x28\"}", "parse_error", "");
  error("{\"schema_version\": \"1.0\", \"call\": \"a\\ud800\"}", "parse_error", "");
  error(R"({"schema_version": "1.0", "schema_version": "1.0"})", "parse_error", "");
  error(std::string(100000, '['), "parse_error", "");
  error(request("allocate", "\"extensions\": " + std::string(100, '[') + std::string(100, ']')), "parse_error", "");
  error(R"({"call": "allocate"})", "missing_value", "schema_version");
  error(R"({"schema_version": "2.0", "call": "allocate"})", "unsupported_schema", "schema_version");
  error(R"({"schema_version": 1, "call": "allocate"})", "unsupported_schema", "schema_version");
  error(R"({"schema_version": "1.0"})", "missing_value", "call");
  error(R"({"schema_version": "1.0", "call": 7})", "wrong_type", "call");
  error(request("alocate", tiny), "unsupported", "call");
  error(request("allocate", R"("policy": {"on": "2026-11-23"})"), "missing_value", "input");
  error(request("allocate", std::string(tiny) + R"(, "case": "C")"), "unknown_field", "case");
  error(request("allocate", std::string(tiny) + R"(, "options": {"time_limit": 1e999})"), "not_finite", "");
  error(request("allocate", std::string(tiny) + R"(, "options": {"time_limit": 0})"), "out_of_range", "time_limit");
  error(request("allocate", std::string(tiny) + R"(, "options": {"threads": -1})"), "out_of_range", "threads");
  error(request("allocate", std::string(tiny) + R"(, "options": {"seed": -1})"), "wrong_type", "seed");
  error(request("allocate", std::string(tiny) + R"(, "options": {"seed": "18446744073709551616"})"), "out_of_range", "seed");
  error(request("allocate", std::string(tiny) + R"(, "language": "fi")"), "out_of_range", "language");
  error(request("allocate", std::string(tiny) + R"(, "extensions": 7)"), "wrong_type", "extensions");
  error(request("explain", tiny), "missing_value", "case");
  error(request("explain", std::string(tiny) + R"(, "case": "C", "audience": "press")"), "out_of_range", "audience");
  error(request("explain", std::string(tiny) + R"(, "case": "C", "top": -1)"), "out_of_range", "top");
  error(request("explain", std::string(tiny) + R"(, "case": "C", "plan": {"outcome": "good"})"), "out_of_range", "outcome");
  error(request("recommend", std::string(tiny) + R"(, "case": "Z")"), "unknown_id", "case");
  error(request("measure", R"("input": {"cases": [], "caseworkers": []}, "on": "2026-11-23")"), "missing_value", "measurement");
  error(request("allocate", R"("input": {"cases": [], "caseworkers": []}, "policy": {})"), "missing_value", "on");
  error(request("allocate", R"("input": {"cases": [{"id": "a"}], "caseworkers": []}, "policy": {"on": "2026-11-23"})"), "missing_value", "weight");
}

TEST_CASE("an empty week is an answer") {
  const std::string nothing = call_document(request("allocate", R"("input": {"cases": [], "caseworkers": []}, "policy": {"on": "2026-11-23"})"));
  CHECK(plan_from_json(result_of(nothing)).assignments.empty());
  const std::string nobody =
      call_document(request("allocate", R"("input": {"cases": [{"id": "C", "weight": 1}], "caseworkers": []}, "policy": {"on": "2026-11-23"})"));
  CHECK(plan_from_json(result_of(nobody)).undistributed.size() == 1);
}

TEST_CASE("a request of a newer minor version is read, and its new fields come back") {
  const std::string answer =
      call_document("{\"schema_version\": \"1.3\", \"call\": \"allocate\", \"tone\": \"kind\", \"extensions\": {\"a\": 1}, " + std::string(tiny) + "}");
  CHECK(contains(answer, R"("extensions":{"a":1,"unknown_fields":{"/tone":"kind"}})"));
  CHECK(contains(answer, "\"result\""));
}

TEST_CASE("what the calling program set stands unless the request says otherwise") {
  SolveOptions control;
  control.seed = 41;
  control.time_limit = 1;
  CHECK(plan_from_json(result_of(call_document(request("allocate", tiny), control))).audit.seed == 41);
  const std::string own = call_document(request("allocate", std::string(tiny) + R"(, "options": {"seed": 42})"), control);
  CHECK(plan_from_json(result_of(own)).audit.seed == 42);
  std::stop_source stop;
  stop.request_stop();
  control.stop = stop.get_token();
  CHECK(plan_from_json(result_of(call_document(request("allocate", tiny), control))).assignments.size() == 1);
}

TEST_CASE("answers that an earlier build gave are read") {
  // Stored as they were; a change that cannot read them is a new major version.
  const auto stored = [](const std::string& name) {
    const std::string answer = example(name);
    const std::size_t from = answer.find("\"result\": ");
    REQUIRE(from != std::string::npos);
    return answer.substr(from + 10, answer.rfind(",\n  \"schema_version\"") - from - 10);
  };
  const Plan plan = plan_from_json(stored("allocate_answer.json"));
  CHECK(plan.assignments.size() == 11);
  CHECK(plan.undistributed.at(0).relaxation->reason.code == ReasonCode::missing_skill);
  CHECK(plan.loads.at(1).capacity == Rational(414, 5));
  CHECK(plan.audit.overrides.at(0).decided_by_role == "unit manager");
  const Explanation told = explanation_from_json(stored("explain_answer.json"));
  REQUIRE(told.excluded.size() == 2);  // everybody but the holder
  CHECK(told.excluded[0].reasons.at(0).code == ReasonCode::not_available);
  CHECK(told.excluded[1].reasons.at(0).code == ReasonCode::delegation_too_low);
  CHECK(explanation_from_json(stored("recommend_answer.json")).alternatives.at(0).differences.size() == 4);
  CHECK(workload::measurement_result_from_json(stored("measure_answer.json")).rows.size() == 2);
}
