#include "enum_names.hpp"
#include "evenload/allocation/document.hpp"
#include "json.hpp"

namespace evenload::allocation {

namespace {

using json_io::array_of;
using json_io::name_of;
using json_io::put;
using json_io::to_json;

Json json_of(const LevelDifference& one) {
  return {{"level", std::string(name_of(level_kinds, one.level))}, {"difference", one.difference}};
}

LevelDifference read_difference(ObjectReader& r) {
  LevelDifference one;
  one.level = r.choice("level", level_kinds);
  one.difference = r.number("difference");
  return one;
}

Json json_of(const Alternative& a, const Catalogue* catalogue) {
  Json object{{"rank", a.rank},
              {"caseworker", to_json(a.caseworker)},
              {"chosen", a.chosen},
              {"capacity", to_json(a.capacity)},
              {"load_before", to_json(a.load_before)},
              {"load_after", to_json(a.load_after)},
              {"cost", a.cost},
              {"differences", array_of(a.differences, [](const LevelDifference& one) { return json_of(one); })},
              {"reasons", json_of(a.reasons, catalogue)}};
  put(object, "ratio_before", a.ratio_before);
  put(object, "ratio_after", a.ratio_after);
  return object;
}

Alternative read_alternative(ObjectReader& r) {
  Alternative a;
  a.rank = r.integer("rank");
  a.caseworker = r.id<CaseworkerId>("caseworker");
  a.chosen = r.boolean("chosen", false);
  a.capacity = r.rational("capacity", 0);
  a.load_before = r.rational("load_before", 0);
  a.load_after = r.rational("load_after", 0);
  a.ratio_before = r.maybe_rational("ratio_before");
  a.ratio_after = r.maybe_rational("ratio_after");
  a.cost = r.integer("cost", 0);
  a.differences = r.objects("differences", read_difference);
  a.reasons = r.objects("reasons", read_reason);
  return a;
}

Json json_of(const ExcludedCaseworker& excluded, const Catalogue* catalogue) {
  return {{"caseworker", to_json(excluded.caseworker)}, {"reasons", json_of(excluded.reasons, catalogue)}};
}

ExcludedCaseworker read_excluded(ObjectReader& r) {
  ExcludedCaseworker excluded;
  excluded.caseworker = r.id<CaseworkerId>("caseworker");
  excluded.reasons = r.objects("reasons", read_reason);
  return excluded;
}

}  // namespace

Json json_of(const Explanation& explanation, const Catalogue* catalogue) {
  Json object{{"case", to_json(explanation.case_id)},
              {"role", explanation.role},
              {"audience", std::string(name_of(audiences, explanation.audience))},
              {"why", json_of(explanation.why, catalogue)},
              {"alternatives", array_of(explanation.alternatives, [&](const Alternative& a) { return json_of(a, catalogue); })},
              {"excluded", array_of(explanation.excluded, [&](const ExcludedCaseworker& e) { return json_of(e, catalogue); })}};
  if (!explanation.caseworker.empty()) object["caseworker"] = to_json(explanation.caseworker);
  if (explanation.relaxation) object["relaxation"] = json_of(*explanation.relaxation, catalogue);
  json_io::put_extensions(object, explanation.extensions, "explanation");
  return object;
}

Explanation read_explanation(ObjectReader& r) {
  Explanation explanation;
  explanation.case_id = r.id<CaseId>("case");
  explanation.role = r.text("role");
  explanation.audience = r.choice("audience", audiences);
  explanation.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
  explanation.why = r.objects("why", read_reason);
  explanation.alternatives = r.objects("alternatives", read_alternative);
  explanation.excluded = r.objects("excluded", read_excluded);
  explanation.relaxation = r.maybe_object("relaxation", read_relaxation);
  explanation.extensions = r.extensions();
  return explanation;
}

std::string to_json(const Explanation& explanation) { return json_io::dump_document(json_of(explanation), "explanation"); }

Explanation explanation_from_json(std::string_view json) { return json_io::read_document(json, "explanation", read_explanation); }

}  // namespace evenload::allocation
