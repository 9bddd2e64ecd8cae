// rebalance, redistribute, cover, replan, plan_ahead and what_if as document calls.
#include "requests.hpp"
#include "verb_answers.hpp"

namespace evenload::allocation {

Json answer_verb_request(const std::string& call, Request& request, const SolveOptions& control) {
  const Situation situation = read_situation(request.fields);
  const SolveOptions options = options_of(request.fields, control);
  std::optional<Plan> announced;
  if (call == "replan") announced = request.fields.object("plan", nested(read_plan));
  const bool with_input = request.fields.boolean("with_input", false);
  const Json* given = request.fields.raw("settings");
  const Json nothing = Json::object();
  ObjectReader settings(given == nullptr ? nothing : *given, call);
  request.close();
  VerbResult result = call_verb(call, situation.input, situation.policy, announced ? &*announced : nullptr, settings, options,
                                situation.sentences());
  if (with_input) {
    result.json["input"] = complete(json_io::parse(to_json(result.proposal.input), "input"));
    result.json["policy"] = complete(json_io::parse(to_json(result.proposal.policy), "policy"));
  }
  return complete(std::move(result.json));
}

}  // namespace evenload::allocation
