#include <charconv>
#include <limits>

#include "enum_names.hpp"
#include "evenload/allocation/document.hpp"
#include "json.hpp"

namespace evenload::allocation {

namespace {

using json_io::array_of;
using json_io::name_of;
using json_io::put;
using json_io::to_json;

template <class IdType>
void put_id(Json& object, const char* key, const IdType& id) {
  if (!id.empty()) object[key] = to_json(id);
}

Json json_of(const Assignment& a) {
  Json object{{"case", to_json(a.case_id)},
              {"role", a.role},
              {"state", std::string(name_of(assignment_states, a.state))},
              {"overridden", a.overridden},
              {"load", to_json(a.load)},
              {"cost", a.cost}};
  put(object, "phase", a.phase);
  put_id(object, "caseworker", a.caseworker);
  return object;
}

Assignment read_assignment(ObjectReader& r) {
  Assignment a;
  a.case_id = r.id<CaseId>("case");
  a.role = r.text("role");
  a.phase = r.text("phase", "");
  a.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
  a.state = r.choice("state", assignment_states);
  a.overridden = r.boolean("overridden", false);
  a.load = r.rational("load");
  a.cost = r.integer("cost", 0);
  return a;
}

Json json_of(const CaseworkerLoad& l) {
  Json object{{"caseworker", to_json(l.caseworker)}, {"pool", l.pool},
              {"capacity", to_json(l.capacity)},     {"hard_limit", to_json(l.hard_limit)},
              {"load_before", to_json(l.load_before)}, {"load_after", to_json(l.load_after)},
              {"new_cases", l.new_cases}};
  if (l.remembered != Rational(0)) object["remembered"] = to_json(l.remembered);
  put_id(object, "unit", l.unit);
  put(object, "ratio_before", l.ratio_before);
  put(object, "ratio_after", l.ratio_after);
  put(object, "band_before", l.band_before);
  put(object, "band_after", l.band_after);
  put(object, "perceived", l.perceived);
  return object;
}

CaseworkerLoad read_load(ObjectReader& r) {
  CaseworkerLoad l;
  l.caseworker = r.id<CaseworkerId>("caseworker");
  l.unit = r.maybe_id<UnitId>("unit").value_or(UnitId());
  l.pool = r.boolean("pool", false);
  l.capacity = r.rational("capacity");
  l.hard_limit = r.rational("hard_limit");
  l.load_before = r.rational("load_before");
  l.load_after = r.rational("load_after");
  l.ratio_before = r.maybe_rational("ratio_before");
  l.ratio_after = r.maybe_rational("ratio_after");
  l.band_before = r.text("band_before", "");
  l.band_after = r.text("band_after", "");
  l.remembered = r.rational("remembered", 0);
  l.new_cases = r.integer("new_cases", 0);
  l.perceived = r.maybe_rational("perceived");
  return l;
}

}  // namespace

Json json_of(const optimize::Level& level) {
  Json object{{"level", std::string(name_of(level_kinds, level.kind))},
              {"value", level.value},
              {"bound", level.bound},
              {"absolute_gap", level.absolute_gap},
              {"proven", level.proven}};
  put(object, "gap", level.gap);
  put(object, "variable_gap", level.variable_gap);
  return object;
}

optimize::Level read_level(ObjectReader& r) {
  optimize::Level level;
  level.kind = r.choice("level", level_kinds);
  level.value = r.number("value");
  level.bound = r.number("bound");
  level.gap = r.maybe_number("gap");
  level.absolute_gap = r.number("absolute_gap", 0);
  level.variable_gap = r.maybe_number("variable_gap");
  level.proven = r.boolean("proven", false);
  return level;
}

namespace {

Json json_of(const optimize::SortedRatios& sorted) {
  Json object{{"ratios", sorted.ratios}, {"proven", sorted.proven}};
  put(object, "next_bound", sorted.next_bound);
  return object;
}

optimize::SortedRatios read_sorted_ratios(ObjectReader& r) {
  optimize::SortedRatios sorted;
  const Json* ratios = r.raw("ratios");
  if (ratios == nullptr || !ratios->is_array() || !std::all_of(ratios->begin(), ratios->end(), [](const Json& one) { return one.is_number(); })) {
    r.fail("ratios", ErrorCode::wrong_type, "an array of numbers");
  }
  sorted.ratios = ratios->get<std::vector<double>>();
  sorted.proven = r.integer("proven");
  sorted.next_bound = r.maybe_number("next_bound");
  return sorted;
}

Override read_override(ObjectReader& r) {
  Override one;
  one.case_id = r.id<CaseId>("case");
  one.role = r.text("role", "lead");
  one.kind = r.choice("kind", override_kinds);
  one.caseworker = r.maybe_id<CaseworkerId>("caseworker").value_or(CaseworkerId());
  one.reason = r.text("reason");
  one.decided_by_role = r.text("decided_by_role", "");
  return one;
}

}  // namespace

Json json_of(const AuditRecord& audit) {
  Json object{{"version", audit.version},
              {"verb", audit.verb},
              {"policy", audit.policy},
              {"on", to_json(audit.on)},
              {"seed", json_of_seed(audit.seed)},
              {"work", audit.work},
              {"stop", std::string(name_of(stop_reasons, audit.stop))},
              {"outcome", std::string(name_of(outcomes, audit.outcome))},
              {"cases", audit.cases},
              {"caseworkers", audit.caseworkers},
              {"overrides", array_of(audit.overrides, [](const Override& one) { return json_of(one); })}};
  put(object, "work_limit", audit.work_limit);
  return object;
}

AuditRecord read_audit(ObjectReader& r) {
  AuditRecord audit;
  audit.version = r.text("version");
  audit.policy = r.text("policy");
  audit.on = r.date("on");
  audit.seed = read_seed(r, "seed").value_or(0);
  audit.work_limit = r.maybe_integer("work_limit");
  audit.work = r.integer("work");
  audit.stop = r.choice("stop", stop_reasons);
  audit.outcome = r.choice("outcome", outcomes);
  audit.cases = r.integer("cases");
  audit.caseworkers = r.integer("caseworkers");
  audit.overrides = r.objects("overrides", read_override);
  audit.verb = r.text("verb", audit.verb);
  return audit;
}

Json json_of_seed(std::uint64_t seed) {
  // JSON readers with doubles alone keep whole numbers up to 2^53.
  constexpr std::uint64_t exact_in_double = std::uint64_t{1} << 53;
  return seed <= exact_in_double ? Json(seed) : Json(std::to_string(seed));
}

std::optional<std::uint64_t> read_seed(ObjectReader& r, std::string_view key) {
  const Json* value = r.raw(key);
  if (value == nullptr) return std::nullopt;
  constexpr std::string_view expected = "a whole number from 0 to 2^64 - 1, as text beyond 2^53";
  if (value->is_number_unsigned()) return value->get<std::uint64_t>();
  if (!value->is_string()) r.fail(key, ErrorCode::wrong_type, std::string(expected));
  const auto& text = value->get_ref<const std::string&>();
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size()) r.fail(key, ErrorCode::out_of_range, std::string(expected));
  return seed;
}

Json json_of(const Override& one) {
  Json object{{"case", to_json(one.case_id)},
              {"role", one.role},
              {"kind", std::string(name_of(override_kinds, one.kind))},
              {"reason", one.reason}};
  put_id(object, "caseworker", one.caseworker);
  put(object, "decided_by_role", one.decided_by_role);
  return object;
}

Json json_of(const Relaxation& relaxation, const Catalogue* catalogue) {
  return {{"caseworker", to_json(relaxation.caseworker)},
          {"reason", json_of(relaxation.reason, catalogue)},
          {"extra_load", to_json(relaxation.extra_load)}};
}

Relaxation read_relaxation(ObjectReader& r) {
  Relaxation relaxation;
  relaxation.caseworker = r.id<CaseworkerId>("caseworker");
  relaxation.reason = r.object("reason", read_reason);
  relaxation.extra_load = r.rational("extra_load", 0);
  return relaxation;
}

Json json_of(const Undistributed& one, const Catalogue* catalogue) {
  Json object{{"rank", one.rank},
              {"case", to_json(one.case_id)},
              {"role", one.role},
              {"class", std::string(name_of(case_classes, one.case_class))},
              {"load", to_json(one.load)},
              {"reason", json_of(one.reason, catalogue)}};
  put_id(object, "unit", one.unit);
  put(object, "slack_days", one.slack_days);
  put(object, "waiting_days", one.waiting_days);
  if (one.relaxation) object["relaxation"] = json_of(*one.relaxation, catalogue);
  put_id(object, "held_by", one.held_by);
  put(object, "held_until", one.held_until);
  return object;
}

Undistributed read_undistributed(ObjectReader& r) {
  Undistributed one;
  one.rank = r.integer("rank");
  one.case_id = r.id<CaseId>("case");
  one.role = r.text("role");
  one.case_class = r.choice("class", case_classes);
  one.unit = r.maybe_id<UnitId>("unit").value_or(UnitId());
  one.load = r.rational("load");
  one.slack_days = r.maybe_integer("slack_days");
  one.waiting_days = r.maybe_integer("waiting_days");
  one.reason = r.object("reason", read_reason);
  one.relaxation = r.maybe_object("relaxation", read_relaxation);
  one.held_by = r.maybe_id<CaseworkerId>("held_by").value_or(CaseworkerId());
  one.held_until = r.maybe_date("held_until");
  return one;
}

Json json_of(const Plan& plan, const Catalogue* catalogue) {
  Json object{{"assignments", array_of(plan.assignments, [](const Assignment& a) { return json_of(a); })},
              {"undistributed", array_of(plan.undistributed, [&](const Undistributed& u) { return json_of(u, catalogue); })},
              {"loads", array_of(plan.loads, [](const CaseworkerLoad& l) { return json_of(l); })},
              {"levels", array_of(plan.levels, [](const optimize::Level& l) { return json_of(l); })},
              {"notices", json_of(plan.notices, catalogue)},
              {"outcome", std::string(name_of(outcomes, plan.outcome))},
              {"stop", std::string(name_of(stop_reasons, plan.stop))},
              {"work", plan.work},
              {"audit", json_of(plan.audit)}};
  if (plan.sorted_ratios) object["sorted_ratios"] = json_of(*plan.sorted_ratios);
  json_io::put_extensions(object, plan.extensions, "plan");
  return object;
}

Plan read_plan(ObjectReader& r) {
  Plan plan;
  plan.assignments = r.objects("assignments", read_assignment);
  plan.undistributed = r.objects("undistributed", read_undistributed);
  plan.loads = r.objects("loads", read_load);
  plan.levels = r.objects("levels", read_level);
  plan.sorted_ratios = r.maybe_object("sorted_ratios", read_sorted_ratios);
  plan.notices = r.objects("notices", read_reason);
  plan.outcome = r.choice("outcome", outcomes);
  plan.stop = r.choice("stop", stop_reasons);
  plan.work = r.integer("work");
  plan.audit = r.object("audit", read_audit);
  plan.extensions = r.extensions();
  return plan;
}

std::string to_json(const Plan& plan) { return json_io::dump_document(json_of(plan), "plan"); }

Plan plan_from_json(std::string_view json) { return json_io::read_document(json, "plan", read_plan); }

}  // namespace evenload::allocation
