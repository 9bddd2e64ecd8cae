// The document call why_unplaced.
#include "requests.hpp"

#include "src/allocation/causes/causes_json.hpp"

namespace evenload::allocation {

Json answer_why_unplaced(Request& request, const SolveOptions& control) {
  const Situation situation = read_situation(request.fields);
  CausesQuestion question;
  question.cases = request.fields.ids<CaseId>("cases");
  question.audience = request.fields.choice("audience", audiences, Audience::allocator);
  const auto read = [](ObjectReader& r) { return read_causes_options(r); };
  question.options = request.fields.maybe_object("causes", read).value_or(CausesOptions());
  question.options.solve = options_of(request.fields, control);
  const std::optional<Plan> plan = request.fields.maybe_object("plan", nested(read_plan));
  request.close();
  const WhyUnplaced why = why_unplaced(situation.input, situation.policy, plan ? &*plan : nullptr,
                                       question.cases, question.options);
  return complete(json_of(seen_by(question.audience, why), situation.sentences()));
}

}  // namespace evenload::allocation
