#include "causes_json.hpp"

#include <array>
#include <limits>

#include "src/allocation/documents/enum_names.hpp"

namespace evenload::allocation {

namespace {

using json_io::array_of;
using json_io::name_of;
using json_io::to_json;

enum class ReasonsBy { unit, caseworker };
constexpr std::array<Choice<ReasonsBy>, 2> reasons_by = {
    {{"unit", ReasonsBy::unit}, {"caseworker", ReasonsBy::caseworker}}};

constexpr std::array<const char*, 3> class_fields = {"must", "due", "may_wait"};

int small(ObjectReader& r, std::string_view key, int otherwise) {
  const std::int64_t value = r.integer(key, otherwise);
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
    r.fail(key, ErrorCode::out_of_range, "a small number");
  }
  return static_cast<int>(value);
}

Json json_of(const CaseRole& one) { return {{"case", to_json(one.case_id)}, {"role", one.role}}; }

template <class Kind>
Json json_of(const std::vector<Id<Kind>>& ids) {
  return array_of(ids, [](const Id<Kind>& id) { return to_json(id); });
}

Json json_of_all(const std::vector<CaseRole>& roles) {
  return array_of(roles, [](const CaseRole& one) { return json_of(one); });
}

Json json_of(const Cause& cause, const Catalogue* catalogue) {
  Json object{{"reason", json_of(cause.reason, catalogue)},
              {"people", cause.people},
              {"caseworkers", json_of(cause.caseworkers)},
              {"needed", cause.needed}};
  if (!cause.unit.empty()) object["unit"] = to_json(cause.unit);
  return object;
}

Json json_of(const CauseSet& set, const Catalogue* catalogue) {
  return {
      {"proven", set.proven},
      {"causes", array_of(set.causes, [&](const Cause& one) { return json_of(one, catalogue); })}};
}

Json json_of(const BlockedCases& blocked, const Catalogue* catalogue) {
  return {{"cases", json_of_all(blocked.cases)},
          {"left_over", json_of_all(blocked.left_over)},
          {"caseworkers", json_of(blocked.caseworkers)},
          {"load", to_json(blocked.load)},
          {"room", to_json(blocked.room)},
          {"within_capacity", blocked.within_capacity},
          {"proof", std::string(optimize::to_string(blocked.proof))},
          {"minimal", blocked.minimal},
          {"sets",
           array_of(blocked.sets, [&](const CauseSet& one) { return json_of(one, catalogue); })},
          {"all_sets", blocked.all_sets},
          {"missing", std::string(evenload::to_string(blocked.missing))}};
}

Json json_of(const ReliefChange& change, const Catalogue* catalogue) {
  Json object{{"kind", std::string(to_string(change.kind))},
              {"cost", to_json(change.cost)},
              {"reason", json_of(change.reason, catalogue)}};
  const auto put_id = [&](const char* key, const auto& id) {
    if (!id.empty()) object[key] = to_json(id);
  };
  if (change.rule) object["rule"] = std::string(to_string(*change.rule));
  put_id("case", change.case_id);
  put_id("caseworker", change.caseworker);
  put_id("unit", change.unit);
  put_id("case_unit", change.case_unit);
  json_io::put(object, "category", change.category);
  if (change.by > Rational(0)) object["by"] = to_json(change.by);
  if (change.kind == ReliefKind::new_caseworker) {
    object["skills"] = change.skills;
    object["delegation_level"] = change.delegation_level;
    object["on_duty"] = change.on_duty;
    object["capacity"] = to_json(change.capacity);
  }
  json_io::put(object, "language", change.language);
  return object;
}

Json json_of_placed(const Assignment& a) {
  return {{"case", to_json(a.case_id)},
          {"role", a.role},
          {"caseworker", to_json(a.caseworker)},
          {"load", to_json(a.load)}};
}

Json json_of(const Relief& relief, const Catalogue* catalogue) {
  Json gain = Json::object();
  for (std::size_t k = 0; k < class_fields.size(); ++k) gain[class_fields[k]] = relief.gain[k];
  return {{"changes",
           array_of(relief.changes, [&](const ReliefChange& one) { return json_of(one, catalogue); })},
          {"cost", to_json(relief.cost)},
          {"gain", gain},
          {"worth", to_json(relief.worth)},
          {"placed",
           array_of(relief.placed, [](const Assignment& one) { return json_of_placed(one); })},
          {"lost", json_of_all(relief.lost)},
          {"proven", relief.proven}};
}

}  // namespace

CausesOptions read_causes_options(ObjectReader& r) {
  CausesOptions options;
  options.most_sets = small(r, "most_sets", options.most_sets);
  options.by_caseworker =
      r.choice("reasons_by", reasons_by, ReasonsBy::unit) == ReasonsBy::caseworker;
  options.most_changes = small(r, "most_changes", options.most_changes);
  options.most_reliefs = small(r, "most_reliefs", options.most_reliefs);
  options.most_plans = r.integer("most_plans", options.most_plans);
  if (r.has("costs")) {
    options.costs = r.object("costs", [&](ObjectReader& costs) {
      std::map<std::string, Rational> read;
      for (const auto& [name, value] : r.raw("costs")->items())
        read.emplace(name, costs.rational(name));
      return read;
    });
  }
  options.never = r.texts("never");
  options.caseworker_factor = r.rational("caseworker_factor", options.caseworker_factor);
  options.limit_step = r.rational("limit_step", options.limit_step);
  r.maybe_object("class_worth", [&](ObjectReader& worth) {
    for (std::size_t k = 0; k < class_fields.size(); ++k) {
      options.class_worth[k] = worth.rational(class_fields[k], options.class_worth[k]);
    }
    return true;
  });
  options.new_capacity = r.maybe_rational("new_capacity");
  return options;
}

CausesQuestion causes_question_from_json(std::string_view json) {
  return json_io::read_document(json, "causes_question", [](ObjectReader& r) {
    CausesQuestion question;
    question.cases = r.ids<CaseId>("cases");
    question.audience = r.choice("audience", audiences, Audience::allocator);
    question.options = read_causes_options(r);
    return question;
  });
}

Json json_of(const WhyUnplaced& why, const Catalogue* catalogue) {
  const auto relief = [&](const Relief& one) { return json_of(one, catalogue); };
  return {{"blocked",
           array_of(why.blocked, [&](const BlockedCases& one) { return json_of(one, catalogue); })},
          {"single", array_of(why.single, relief)},
          {"combined", array_of(why.combined, relief)},
          {"all_examined", why.all_examined},
          {"combined_proven", why.combined_proven},
          {"most_worth", to_json(why.most_worth)},
          {"candidates", why.candidates},
          {"plans", why.plans},
          {"audience", std::string(name_of(audiences, why.audience))},
          {"stop", std::string(evenload::to_string(why.stop))},
          {"work", why.work}};
}

std::string to_json(const WhyUnplaced& why) {
  return json_io::dump_document(json_of(why), "why_unplaced");
}

}  // namespace evenload::allocation
