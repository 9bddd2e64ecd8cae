#include "requests.hpp"

#include <array>
#include <limits>
#include <optional>

#include "enum_names.hpp"
#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/document.hpp"
#include "evenload/allocation/duty.hpp"
#include "evenload/allocation/fairness.hpp"
#include "src/workload/json.hpp"
#include "verb_answers.hpp"

namespace evenload::allocation {

namespace {

SolveOptions read_options(ObjectReader& r, SolveOptions options) {
  options.time_limit = r.number("time_limit", options.time_limit);
  if (const auto limit = r.maybe_integer("work_limit")) options.work_limit = limit;
  const std::int64_t threads = r.integer("threads", options.threads);
  if (threads < 0 || threads > std::numeric_limits<std::int32_t>::max()) {
    r.fail("threads", ErrorCode::out_of_range, "a number of threads, or 0 for as many as the machine has");
  }
  options.threads = static_cast<std::int32_t>(threads);
  options.seed = read_seed(r, "seed").value_or(options.seed);
  return options;
}

}  // namespace

Situation read_situation(ObjectReader& request) {
  Situation situation;
  situation.policy = request.object("policy", nested(read_policy));
  const auto read = [&](ObjectReader& r) { return read_input(r, situation.policy.zone); };
  situation.input = request.object("input", nested(read));
  if (request.has("language")) {
    const std::string language = request.text("language");
    if (language != "en" && language != "sv") request.fail("language", ErrorCode::out_of_range, "one of \"en\", \"sv\"");
    const auto& own = language == "sv" ? situation.policy.sentences_sv : situation.policy.sentences_en;
    situation.catalogue.emplace(Catalogue::built_in(language), own);
  }
  return situation;
}

SolveOptions options_of(ObjectReader& request, const SolveOptions& control) {
  const auto read = [&](ObjectReader& r) { return read_options(r, control); };
  return request.maybe_object("options", read).value_or(control);
}

namespace {

/// The case that is meant: that very id, else the only case with that id in any system.
CaseId case_of(ObjectReader& request, const AllocationInput& input) {
  const auto id = request.id<CaseId>("case");
  const Case* only = nullptr;
  int matches = 0;
  for (const Case& one : input.cases) {
    if (one.id == id) return id;
    if (id.system().empty() && one.id.value() == id.value()) {
      only = &one;
      ++matches;
    }
  }
  return matches == 1 ? only->id : id;
}

int top_of(ObjectReader& request) {
  constexpr std::int64_t usual = 4;
  const std::int64_t top = request.integer("top", usual);
  if (top < 0 || top > std::numeric_limits<int>::max()) request.fail("top", ErrorCode::out_of_range, "how many alternatives, at least 0");
  return static_cast<int>(top);
}

Json answer_allocate(Request& request, const SolveOptions& control) {
  const Situation situation = read_situation(request.fields);
  const SolveOptions options = options_of(request.fields, control);
  request.close();
  return complete(json_of(allocate(situation.input, situation.policy, options), situation.sentences()));
}

Json answer_explain(Request& request, const SolveOptions& control) {
  const Situation situation = read_situation(request.fields);
  const CaseId case_id = case_of(request.fields, situation.input);
  const std::string role = request.fields.text("role", "lead");
  const Audience audience = request.fields.choice("audience", audiences, Audience::allocator);
  const int top = top_of(request.fields);
  const SolveOptions options = options_of(request.fields, control);
  std::optional<Plan> plan = request.fields.maybe_object("plan", nested(read_plan));
  request.close();
  if (!plan) plan = allocate(situation.input, situation.policy, options);
  return complete(json_of(explain(situation.input, situation.policy, *plan, case_id, role, audience, top), situation.sentences()));
}

Json answer_recommend(Request& request) {
  const Situation situation = read_situation(request.fields);
  const CaseId case_id = case_of(request.fields, situation.input);
  const std::string role = request.fields.text("role", "lead");
  const int top = top_of(request.fields);
  request.close();
  return complete(json_of(recommend(situation.input, situation.policy, case_id, role, top), situation.sentences()));
}

Json answer_undistributed(Request& request) {
  const Situation situation = read_situation(request.fields);
  request.close();
  const auto write = [&](const Undistributed& one) { return json_of(one, situation.sentences()); };
  return {{"undistributed", json_io::array_of(undistributed(situation.input, situation.policy), write)}};
}

Json answer_trade_off(Request& request, const SolveOptions& control) {
  const Situation situation = read_situation(request.fields);
  const std::string subject = request.fields.text("subject");
  const std::int64_t most_solves = request.fields.integer("most_solves", 12);
  if (most_solves < 2 || most_solves > 1000) request.fields.fail("most_solves", ErrorCode::out_of_range, "a number from 2 to 1000");
  const SolveOptions options = options_of(request.fields, control);
  request.close();
  return json_io::parse(to_json(trade_off(situation.input, situation.policy, subject, static_cast<int>(most_solves), options)), "trade_off");
}

Json answer_level_orders(Request& request, const SolveOptions& control) {
  const Situation situation = read_situation(request.fields);
  const SolveOptions options = options_of(request.fields, control);
  request.close();
  return json_io::parse(to_json(level_orders(situation.input, situation.policy, options)), "level_orders");
}

Json answer_measure(Request& request) {
  const auto rule = request.fields.object("measurement", nested(workload::json_io::read_measurement_rule));
  const Date on = request.fields.date("on");
  const auto result = request.fields.object("input", nested([&](ObjectReader& input) {
    const auto rows = [&](const char* name) {
      const Json* given = input.raw(name);
      return given == nullptr ? std::optional<Table>() : std::optional<Table>(table_of_rows(*given, name));
    };
    const std::optional<Table> cases = rows("cases");
    const std::optional<Table> caseworkers = rows("caseworkers");
    const std::optional<Table> absences = rows("absences");
    const std::optional<Table> reductions = rows("reductions");
    const std::optional<Table> assignments = rows("assignments");
    input.extensions();
    const auto address = [](const std::optional<Table>& table) { return table ? &*table : nullptr; };
    for (const auto& [table, name] : {std::pair{&cases, "cases"}, std::pair{&caseworkers, "caseworkers"}}) {
      if (!*table) input.fail(name, ErrorCode::missing_value, "an array of rows, which may be empty");
    }
    const auto read = workload::read_measurement({address(cases), address(caseworkers), address(absences), address(reductions), address(assignments)});
    return workload::measure(read.cases, read.caseworkers, rule, on);
  }));
  request.close();
  return complete(workload::json_io::json_of(result));
}

Json json_of(const DutyShare& share) {
  Json object{{"caseworker", json_io::to_json(share.caseworker)},
              {"turns", share.turns},
              {"free_day_turns", share.free_day_turns},
              {"hours", json_io::to_json(share.hours)},
              {"expected_turns", json_io::to_json(share.expected_turns)},
              {"expected_free_day_turns", json_io::to_json(share.expected_free_day_turns)},
              {"expected_hours", json_io::to_json(share.expected_hours)}};
  if (!share.unit.empty()) object["unit"] = json_io::to_json(share.unit);
  return object;
}

Json answer_duty_shares(Request& request) {
  const Situation situation = read_situation(request.fields);
  const Date first = request.fields.date("first");
  const Date last = request.fields.date("last");
  const auto participants = request.fields.ids<CaseworkerId>("participants");
  request.close();
  const auto shares = duty_shares(situation.input, situation.policy, first, last, participants);
  return {{"duty_shares", json_io::array_of(shares, [](const DutyShare& share) { return json_of(share); })}};
}

}  // namespace

Json answer_request(const std::string& call, Request& request, const SolveOptions& control) {
  if (call == "allocate") return answer_allocate(request, control);
  if (call == "explain") return answer_explain(request, control);
  if (call == "recommend") return answer_recommend(request);
  if (call == "trade_off") return answer_trade_off(request, control);
  if (call == "level_orders") return answer_level_orders(request, control);
  if (call == "undistributed") return answer_undistributed(request);
  if (call == "measure") return answer_measure(request);
  if (call == "duty_shares") return answer_duty_shares(request);
  if (call == "why_unplaced") return answer_why_unplaced(request, control);
  if (call == "replay") return answer_replay_request(request, control);
  if (call == "compare_policies") return answer_compare_policies_request(request, control);
  if (is_verb(call)) return answer_verb_request(call, request, control);
  request.fields.fail("call", ErrorCode::unsupported, "one of \"allocate\", \"explain\", \"recommend\", \"undistributed\", \"trade_off\", \"level_orders\", \"measure\", \"duty_shares\", \"rebalance\", "
                      "\"redistribute\", \"cover\", \"replan\", \"plan_ahead\", \"what_if\", \"why_unplaced\", \"replay\", \"compare_policies\"");
}

}  // namespace evenload::allocation
