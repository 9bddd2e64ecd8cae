#include <algorithm>
#include <limits>

#include "enum_names.hpp"
#include "evenload/allocation/document.hpp"
#include "json.hpp"
#include "src/workload/json.hpp"

namespace evenload::allocation {

namespace {

using json_io::array_of;
using json_io::name_of;
using json_io::put;
using json_io::to_json;

int small_integer(ObjectReader& r, std::string_view key, int otherwise) {
  const std::int64_t value = r.integer(key, otherwise);
  constexpr int largest = std::numeric_limits<int>::max();
  if (value < -largest || value > largest) r.fail(key, ErrorCode::out_of_range, "a whole number of at most " + std::to_string(largest));
  return static_cast<int>(value);
}

Json json_of(const RuleSetting& setting) {
  return {{"mode", std::string(name_of(rule_modes, setting.mode))}, {"price", setting.price}};
}

/// What a setting leaves out stays as the default policy has it.
RuleSetting read_setting(ObjectReader& r, const RuleSetting& otherwise) {
  RuleSetting setting;
  setting.mode = r.choice("mode", rule_modes, otherwise.mode);
  setting.price = r.integer("price", otherwise.price);
  return setting;
}

Json json_of(const CarryOver& rule) {
  return {{"half_life_weeks", rule.half_life_weeks}, {"share", to_json(rule.share)}, {"most", to_json(rule.most)}};
}

CarryOver read_carry_over(ObjectReader& r) {
  CarryOver rule;
  rule.half_life_weeks = small_integer(r, "half_life_weeks", rule.half_life_weeks);
  rule.share = r.rational("share", rule.share);
  rule.most = r.rational("most", rule.most);
  return rule;
}

Json json_of(const Role& role) {
  return {{"name", role.name},
          {"share", to_json(role.share)},
          {"required_skills", role.required_skills},
          {"needs_delegation", role.needs_delegation},
          {"protected_may", role.protected_may},
          {"student_may", role.student_may},
          {"unit", role.unit.value()},
          {"any_unit", role.any_unit}};
}

Role read_role(ObjectReader& r) {
  Role role;
  role.name = r.text("name");
  role.share = r.rational("share", role.share);
  role.required_skills = r.texts("required_skills");
  role.needs_delegation = r.boolean("needs_delegation", role.needs_delegation);
  role.protected_may = r.boolean("protected_may", role.protected_may);
  role.student_may = r.boolean("student_may", role.student_may);
  if (const std::string unit = r.text("unit", ""); !unit.empty()) role.unit = UnitId(unit);
  role.any_unit = r.boolean("any_unit", role.any_unit);
  return role;
}

Json json_of(const RolesOfType& row) {
  return {{"case_type", row.case_type}, {"roles", row.roles}, {"same_person", row.same_person}, {"same_unit", row.same_unit}, {"other_unit", row.other_unit}};
}

std::vector<std::array<std::string, 2>> read_pairs_of_roles(ObjectReader& r, std::string_view key) {
  std::vector<std::array<std::string, 2>> read;
  const Json* pairs = r.raw(key);
  if (pairs == nullptr) return read;
  const auto is_pair = [](const Json& pair) {
    return pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string();
  };
  if (!pairs->is_array() || !std::all_of(pairs->begin(), pairs->end(), is_pair)) {
    r.fail(key, ErrorCode::wrong_type, "an array of pairs of roles");
  }
  for (const Json& pair : *pairs) read.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  return read;
}

RolesOfType read_roles_of_type(ObjectReader& r) {
  RolesOfType row;
  row.case_type = r.text("case_type", "");
  row.roles = r.texts("roles");
  row.same_person = read_pairs_of_roles(r, "same_person");
  row.same_unit = read_pairs_of_roles(r, "same_unit");
  row.other_unit = read_pairs_of_roles(r, "other_unit");
  return row;
}

Json json_of(const ReopeningOfType& row) {
  Json object = json_of(row.setting);
  object["case_type"] = row.case_type;
  object["months"] = row.months;
  return object;
}

ReopeningOfType read_reopening(ObjectReader& r) {
  ReopeningOfType row;
  row.case_type = r.text("case_type");
  row.months = small_integer(r, "months", row.months);
  row.setting = read_setting(r, row.setting);
  return row;
}

Json json_of(const InterpreterDays& row) { return {{"language", row.language}, {"days", row.days}}; }

InterpreterDays read_interpreter_days(ObjectReader& r) {
  InterpreterDays row;
  row.language = r.text("language");
  row.days = small_integer(r, "days", row.days);
  return row;
}

Json json_of(const HandoverLoad& handover) {
  return {{"weeks", handover.weeks}, {"receiver", to_json(handover.receiver)}, {"giver", to_json(handover.giver)}};
}

HandoverLoad read_handover(ObjectReader& r) {
  HandoverLoad handover;
  handover.weeks = small_integer(r, "weeks", handover.weeks);
  handover.receiver = r.rational("receiver", handover.receiver);
  handover.giver = r.rational("giver", handover.giver);
  return handover;
}

Json json_of(const DeadlineRule& rule) {
  return {{"anchor", rule.anchor},
          {"amount", rule.amount},
          {"unit", std::string(name_of(deadline_units, rule.unit))},
          {"roll_over", std::string(name_of(roll_overs, rule.roll_over))}};
}

DeadlineRule read_deadline_rule(ObjectReader& r) {
  DeadlineRule rule;
  rule.anchor = r.text("anchor", rule.anchor);
  rule.amount = r.integer("amount");
  rule.unit = r.choice("unit", deadline_units, rule.unit);
  rule.roll_over = r.choice("roll_over", roll_overs, rule.roll_over);
  return rule;
}

Json json_of(const DeadlineOfType& row) {
  return {{"case_type", row.case_type}, {"phase", row.phase}, {"rule", json_of(row.rule)}};
}

DeadlineOfType read_deadline(ObjectReader& r) {
  DeadlineOfType row;
  row.case_type = r.text("case_type", "");
  row.phase = r.text("phase", "");
  row.rule = r.object("rule", read_deadline_rule);
  return row;
}

Json json_of(const ProtectionStep& step) {
  Json object{{"from_week", step.from_week}};
  put(object, "to_week", step.to_week);
  put(object, "new_cases", step.new_cases);
  put(object, "new_weight", step.new_weight);
  put(object, "load_share", step.load_share);
  if (!step.protected_categories.empty()) object["protected_categories"] = step.protected_categories;
  if (!step.joint_only_categories.empty()) object["joint_only_categories"] = step.joint_only_categories;
  if (!step.newcomer) object["newcomer"] = false;
  return object;
}

ProtectionStep read_protection_step(ObjectReader& r) {
  ProtectionStep step;
  step.from_week = r.integer("from_week", 0);
  step.to_week = r.maybe_integer("to_week");
  step.new_cases = r.maybe_integer("new_cases");
  step.new_weight = r.maybe_rational("new_weight");
  step.load_share = r.maybe_rational("load_share");
  step.protected_categories = r.texts("protected_categories");
  step.joint_only_categories = r.texts("joint_only_categories");
  step.newcomer = r.boolean("newcomer", step.newcomer);
  return step;
}

Json json_of(const ProtectionClass& one) {
  return {{"name", one.name}, {"steps", array_of(one.steps, [](const ProtectionStep& step) { return json_of(step); })}};
}

ProtectionClass read_protection_class(ObjectReader& r) {
  ProtectionClass one;
  one.name = r.text("name");
  one.steps = r.objects("steps", read_protection_step);
  return one;
}

std::map<std::string, std::string> read_sentences(ObjectReader& r, std::string_view language) {
  std::map<std::string, std::string> sentences;
  if (!r.has(language)) return sentences;
  const Json& given = *r.raw(language);
  r.object(language, [&](ObjectReader& texts) {
    for (const auto& [name, text] : given.items()) sentences.emplace(name, texts.text(name));
    return true;
  });
  return sentences;
}

}  // namespace

Json json_of(const AllocationPolicy& policy) {
  Json rules = Json::object();
  for (std::size_t i = 0; i < rule_count; ++i) rules[std::string(to_string(static_cast<Rule>(i)))] = json_of(policy.rules[i]);
  Json object{{"name", policy.name},
              {"zone", policy.zone},
              {"holidays", array_of(policy.holidays, [](Date date) { return to_json(date); })},
              {"horizon_weeks", policy.horizon_weeks},
              {"start_window_days", policy.start_window_days},
              {"reopening_window_months", policy.reopening_window_months},
              {"balance", std::string(name_of(balances, policy.balance))},
              {"overload_place", std::string(name_of(overload_places, policy.overload_place))},
              {"cost_weight", to_json(policy.cost_weight)},
              {"hard_limit_factor", to_json(policy.hard_limit_factor)},
              {"measurement", workload::json_io::json_of(policy.measurement)},
              {"roles", array_of(policy.roles, [](const Role& role) { return json_of(role); })},
              {"roles_of_type", array_of(policy.roles_of_type, [](const RolesOfType& row) { return json_of(row); })},
              {"second_role", policy.second_role},
              {"interpreter_factor", policy.interpreter_factor},
              {"reopening_of_type", array_of(policy.reopening_of_type, [](const ReopeningOfType& row) { return json_of(row); })},
              {"interpreter_days", policy.interpreter_days},
              {"interpreter_days_of", array_of(policy.interpreter_days_of, [](const InterpreterDays& row) { return json_of(row); })},
              {"hold_notice_days", policy.hold_notice_days},
              {"handover", json_of(policy.handover)},
              {"deadlines", array_of(policy.deadlines, [](const DeadlineOfType& row) { return json_of(row); })},
              {"deadline_window_days", policy.deadline_window_days},
              {"presence_share", to_json(policy.presence_share)},
              {"protection", array_of(policy.protection, [](const ProtectionClass& one) { return json_of(one); })},
              {"student_class", policy.student_class},
              {"rules", std::move(rules)}};
  put(object, "on", policy.on);
  put(object, "new_cases_limit", policy.new_cases_limit);
  put(object, "week_cases_limit", policy.week_cases_limit);
  put(object, "at", policy.at);
  put(object, "travel_limit", policy.travel_limit);
  put(object, "newcomer_second_share", policy.newcomer_second_share);
  if (policy.carry_over) object["carry_over"] = json_of(*policy.carry_over);
  if (!policy.sentences_en.empty()) object["sentences"]["en"] = policy.sentences_en;
  if (!policy.sentences_sv.empty()) object["sentences"]["sv"] = policy.sentences_sv;
  json_io::put_extensions(object, policy.extensions, "policy");
  return object;
}

AllocationPolicy read_policy(ObjectReader& r) {
  AllocationPolicy policy;
  policy.name = r.text("name", policy.name);
  policy.on = r.maybe_date("on");
  policy.zone = r.text("zone", policy.zone);
  policy.holidays = r.dates("holidays");
  policy.horizon_weeks = small_integer(r, "horizon_weeks", policy.horizon_weeks);
  policy.start_window_days = small_integer(r, "start_window_days", policy.start_window_days);
  policy.reopening_window_months = small_integer(r, "reopening_window_months", policy.reopening_window_months);
  policy.balance = r.choice("balance", balances, policy.balance);
  policy.overload_place = r.choice("overload_place", overload_places, policy.overload_place);
  policy.cost_weight = r.rational("cost_weight", policy.cost_weight);
  policy.hard_limit_factor = r.rational("hard_limit_factor", policy.hard_limit_factor);
  policy.new_cases_limit = r.maybe_integer("new_cases_limit");
  policy.week_cases_limit = r.maybe_integer("week_cases_limit");
  policy.at = r.maybe_instant("at");
  policy.travel_limit = r.maybe_rational("travel_limit");
  policy.newcomer_second_share = r.maybe_rational("newcomer_second_share");
  policy.deadline_window_days = small_integer(r, "deadline_window_days", policy.deadline_window_days);
  policy.presence_share = r.rational("presence_share", policy.presence_share);
  policy.protection = r.objects("protection", read_protection_class);
  policy.student_class = r.text("student_class", policy.student_class);
  policy.carry_over = r.maybe_object("carry_over", read_carry_over);
  if (const Json* measurement = r.raw("measurement")) {
    std::vector<workload::LoadBand> default_bands = std::move(policy.measurement.bands);
    policy.measurement = r.object("measurement", workload::json_io::read_measurement_rule);
    if (!measurement->contains("bands")) policy.measurement.bands = std::move(default_bands);
  }
  if (r.has("roles")) policy.roles = r.objects("roles", read_role);
  if (r.has("roles_of_type")) policy.roles_of_type = r.objects("roles_of_type", read_roles_of_type);
  policy.second_role = r.text("second_role", policy.second_role);
  policy.interpreter_factor = r.text("interpreter_factor", policy.interpreter_factor);
  if (r.has("reopening_of_type")) policy.reopening_of_type = r.objects("reopening_of_type", read_reopening);
  policy.interpreter_days = small_integer(r, "interpreter_days", policy.interpreter_days);
  if (r.has("interpreter_days_of")) policy.interpreter_days_of = r.objects("interpreter_days_of", read_interpreter_days);
  policy.hold_notice_days = small_integer(r, "hold_notice_days", policy.hold_notice_days);
  policy.handover = r.maybe_object("handover", read_handover).value_or(policy.handover);
  if (r.has("deadlines")) policy.deadlines = r.objects("deadlines", read_deadline);
  r.maybe_object("rules", [&](ObjectReader& rules) {
    for (std::size_t i = 0; i < rule_count; ++i) {
      const auto read = [&](ObjectReader& setting) { return read_setting(setting, policy.rules[i]); };
      if (const auto setting = rules.maybe_object(to_string(static_cast<Rule>(i)), read)) policy.rules[i] = *setting;
    }
    return true;
  });
  r.maybe_object("sentences", [&](ObjectReader& sentences) {
    policy.sentences_en = read_sentences(sentences, "en");
    policy.sentences_sv = read_sentences(sentences, "sv");
    return true;
  });
  policy.extensions = r.extensions();
  return policy;
}

std::string to_json(const AllocationPolicy& policy) { return json_io::dump_document(json_of(policy), "policy"); }

AllocationPolicy policy_from_json(std::string_view json) { return json_io::read_document(json, "policy", read_policy); }

}  // namespace evenload::allocation
