#include "evenload/allocation/reasons.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/core/control.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/optimize/balanced_assignment.hpp"

using namespace evenload;
using namespace evenload::allocation;
using evenload::test::error_of;

namespace {

std::vector<std::string> places(std::string_view pattern) {
  std::vector<std::string> found;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    found.emplace_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  }
  return found;
}

ReasonValue sample(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::text: return std::string("sample");
    case ParameterKind::integer: return std::int64_t{7};
    case ParameterKind::number: return 2.5;
    case ParameterKind::date: return parse_date("2026-11-23");
  }
  return std::string();
}

/// A reason with a value for every documented parameter, or for the needed ones only.
Reason complete(ReasonCode code, bool with_optional) {
  Reason reason{code, {}};
  for (const ReasonParameter& parameter : parameters_of(code)) {
    if (with_optional || !parameter.optional) reason.parameters.emplace_back(parameter.name, sample(parameter.kind));
  }
  return reason;
}

}  // namespace

TEST_CASE("every reason code has a name of its own that leads back to it") {
  std::set<std::string_view> names;
  for (const ReasonCode code : all_reason_codes()) {
    INFO(static_cast<std::int32_t>(code));
    CHECK(to_string(code) != "unknown");
    CHECK(names.insert(to_string(code)).second);
    CHECK(reason_code_from_string(to_string(code)) == code);
  }
  CHECK(std::is_sorted(all_reason_codes().begin(), all_reason_codes().end()));
  CHECK(to_string(static_cast<ReasonCode>(29)) == "unknown");
  CHECK(error_of([] { reason_code_from_string("missing_skil"); }).code == ErrorCode::invalid_argument);
}

TEST_CASE("numbers of reason codes never change") {
  // Other systems store these; extend the list, do not edit it.
  const std::vector<std::pair<int, std::string_view>> published = {
      {40, "other_municipality"},   {41, "kept_apart"},         {42, "away_on_visit_day"},     {43, "role_in_wrong_unit"},
      {44, "interpreter_too_late"}, {106, "would_hand_over"},   {107, "by_agreement"},         {108, "interpreter_lead_time"},
      {109, "holder_cannot_take"},  {135, "event_in_open_case"}, {136, "hold_ends_soon"},      {137, "room_reserved"},
      {138, "handed_over"},
      {1, "not_available"},         {2, "other_unit"},          {3, "missing_skill"},          {4, "expired_skill"},
      {5, "delegation_too_low"},    {6, "conflict_of_interest"}, {7, "absent"},                {8, "newcomer_category"},
      {9, "newcomer_joint_only"},   {10, "missing_language"},   {11, "not_on_duty"},           {12, "not_previous_caseworker"},
      {13, "not_family_caseworker"}, {14, "zero_capacity"},     {15, "base_past_hard_limit"},  {16, "forbidden_by_override"},
      {17, "role_needs_other_person"}, {18, "other_committee"}, {30, "past_hard_limit"},       {31, "category_limit_reached"},
      {32, "newcomer_limit_reached"}, {33, "new_case_limit_reached"}, {34, "lead_not_placed"}, {50, "no_eligible_caseworker"},
      {51, "no_room"},              {52, "would_overload"},     {53, "held"},                  {54, "left_by_override"},
      {55, "displaced_by_others"},  {56, "linked_cases_share_nobody"}, {57, "two_workers_needed"}, {70, "best_level"},
      {71, "only_eligible"},        {72, "announced_stays"},    {73, "started_stays"},         {74, "set_by_override"},
      {90, "prefers_skill_missing"}, {91, "continuity_broken"}, {92, "continuity_kept"},       {93, "family_kept"},
      {94, "family_broken"},        {95, "wished"},             {96, "unwished"},              {97, "late_start"},
      {98, "interpreter_needed"},   {99, "soft_other_unit"},    {100, "same_unit_as_family"},  {101, "soft_rule"},
      {120, "unknown_previous_caseworker"}, {121, "unknown_family_caseworker"}, {122, "work_to_cover"},
      {123, "base_load_past_hard_limit"}, {124, "fixed_past_hard_limit"}, {125, "override_against_rule"}, {126, "empty_unit"},
      {127, "hold_expired"},        {128, "deadline_passed"},   {129, "unknown_current_caseworker"}, {130, "unknown_exclusion"},
      {150, "remembered_load"},     {151, "unknown_carried_load"},
      {20, "belongs_with"},         {58, "awaiting_allocation"}, {59, "held_for_now"},         {60, "left_by_person"},
      {75, "decided_by_person"},    {76, "chosen_by_level"}, {77, "chosen_by_rules"},
      {19, "newcomer_not_lead"},    {21, "student_may_not"},    {22, "too_far"},               {23, "works_remotely"},
      {24, "away_when_needed"},     {25, "decider_not_available"},     {35, "delegation_expired"}, {36, "decider_without_room"},  {37, "week_limit_reached"},
      {38, "around_duty"},          {39, "away_some_days"},     {102, "decided_by"},           {103, "specialism_elsewhere"},
      {104, "specialism_kept"},     {105, "travel"},            {131, "clock_already_running"}, {132, "nobody_on_duty"},
      {133, "student_without_supervisor"}, {134, "introduction_without_schedule"},
      {160, "cause_rule"},          {161, "cause_protected_rule"}, {162, "cause_hard_limits"}, {163, "cause_capacities"},
      {164, "cause_standing"},      {165, "change_rule"},       {166, "change_limit"},        {167, "change_new_caseworker"},
      {168, "change_border"},       {169, "change_interpreter"}};
  for (const auto& [number, name] : published) CHECK(to_string(static_cast<ReasonCode>(number)) == name);
  CHECK(all_reason_codes().size() == published.size());
}

TEST_CASE("absence, conflict and protection are for the allocator only") {
  const std::set<ReasonCode> expected = {ReasonCode::kept_apart,           ReasonCode::away_on_visit_day,
                                         ReasonCode::interpreter_lead_time,
                                         ReasonCode::conflict_of_interest, ReasonCode::absent,
                                         ReasonCode::newcomer_category,    ReasonCode::newcomer_joint_only,
                                         ReasonCode::zero_capacity,        ReasonCode::newcomer_limit_reached,
                                         ReasonCode::late_start,           ReasonCode::newcomer_not_lead,
                                         ReasonCode::away_when_needed,     ReasonCode::away_some_days,
                                         ReasonCode::introduction_without_schedule, ReasonCode::decider_not_available,
                                         ReasonCode::cause_protected_rule, ReasonCode::change_rule,
                                         ReasonCode::change_limit};
  for (const ReasonCode code : all_reason_codes()) {
    INFO(to_string(code));
    CHECK(is_protected(code) == (expected.count(code) == 1));
  }
}

TEST_CASE("both catalogues cover every code, rule, level, class, state, outcome and stop reason") {
  std::set<std::string> expected;
  for (const ReasonCode code : all_reason_codes()) expected.emplace(to_string(code));
  for (std::size_t rule = 0; rule < rule_count; ++rule) {
    expected.insert("rule." + std::string(to_string(static_cast<Rule>(rule))));
  }
  for (int level = 0; level <= static_cast<int>(optimize::LevelKind::changes); ++level) {
    expected.insert("level." + std::string(optimize::to_string(static_cast<optimize::LevelKind>(level))));
  }
  for (const char* limit : {"hard_limit", "capacity", "new_case_limit", "category_limit"}) {
    expected.insert("limit." + std::string(limit));
  }
  for (const char* name : {"class.must", "class.due", "class.may_wait", "state.open", "state.proposed", "state.announced", "state.started"}) {
    expected.insert(name);
  }
  for (int value = 0; value < 4; ++value) {
    expected.insert("outcome." + std::string(evenload::to_string(static_cast<Outcome>(value))));
    expected.insert("stop." + std::string(evenload::to_string(static_cast<StopReason>(value))));
  }
  for (const char* language : {"en", "sv"}) {
    INFO(language);
    const Catalogue& catalogue = Catalogue::built_in(language);
    CHECK(catalogue.language() == language);
    const std::vector<std::string> names = catalogue.names();
    CHECK(std::set<std::string>(names.begin(), names.end()) == expected);
    for (const std::string& name : names) {
      INFO(name);
      const std::string& text = catalogue.pattern(name);
      REQUIRE(text.size() > 5);
      CHECK((text.back() == '.' || text.size() - text.rfind("{reason}") == 8));
    }
  }
}

TEST_CASE("a sentence has places for documented parameters only, and says all the needed ones but prices of other codes") {
  for (const char* language : {"en", "sv"}) {
    for (const ReasonCode code : all_reason_codes()) {
      INFO(language << " " << to_string(code));
      const auto documented = parameters_of(code);
      const std::vector<std::string> used = places(Catalogue::built_in(language).pattern(to_string(code)));
      for (const std::string& place : used) {
        INFO(place);
        CHECK(std::any_of(documented.begin(), documented.end(), [&](const ReasonParameter& p) { return p.name == place; }));
      }
      for (const ReasonParameter& parameter : documented) {
        INFO(parameter.name);
        CHECK(std::count(used.begin(), used.end(), parameter.name) == 1);
      }
    }
  }
  for (const std::string& name : Catalogue::built_in("sv").names()) {
    if (name.find('.') != std::string::npos) CHECK(places(Catalogue::built_in("sv").pattern(name)).empty());
  }
}

TEST_CASE("a complete reason leaves no place and no bracket in its sentence") {
  for (const char* language : {"en", "sv"}) {
    for (const ReasonCode code : all_reason_codes()) {
      for (const bool with_optional : {true, false}) {
        const Reason reason = complete(code, with_optional);
        CHECK_NOTHROW(check(reason));
        const std::string sentence = Catalogue::built_in(language).sentence(reason);
        INFO(sentence);
        CHECK(sentence.find_first_of("{}[]") == std::string::npos);
      }
    }
  }
}

TEST_CASE("sentences are written as the language does") {
  const Reason full{ReasonCode::past_hard_limit, {{"load", 131.255}, {"hard_limit", std::int64_t{126}}}};
  CHECK(Catalogue::built_in("en").sentence(full) == "The workload would become 131.26, above the limit of 126.");
  CHECK(Catalogue::built_in("sv").sentence(full) == "Arbetstyngden skulle bli 131,26, över taket på 126.");

  const Reason held{ReasonCode::held, {{"held_by", std::string("intake")}, {"held_until", parse_date("2026-12-01")}}};
  CHECK(Catalogue::built_in("en").sentence(held) == "Held for now by intake until 2026-12-01.");
  CHECK(Catalogue::built_in("sv").sentence({ReasonCode::held, {{"held_by", std::string("mottagningen")}}}) ==
        "Hålls tills vidare av mottagningen.");

  // An empty unit reads as a missing one: a pool member belongs to none.
  const Reason pool{ReasonCode::other_unit, {{"case_unit", std::string("A")}, {"caseworker_unit", std::string()}}};
  CHECK(Catalogue::built_in("en").sentence(pool) == "The case belongs to unit A.");

  const Reason best{ReasonCode::best_level, {{"level", std::string("overload")}, {"difference", 0.1 + 0.2}}};
  CHECK(Catalogue::built_in("en").sentence(best) ==
        "The best choice, decided by the goal \"Keep every workload within capacity\" (the next best is worse by 0.3).");
  const Reason rule{ReasonCode::soft_rule, {{"rule", std::string("language")}, {"price", std::int64_t{4}}}};
  CHECK(Catalogue::built_in("sv").sentence(rule) ==
        "Går emot regeln \"Handläggaren talar klientens språk, eller så anlitas tolk\", vilket är tillåtet här till ett pris (4).");
  // A place without its parameter stays; a value that looks like a place is not filled again.
  CHECK(Catalogue::built_in("en").sentence({ReasonCode::missing_skill, {}}) == "Does not have the skill {skill}, which the case requires.");
  CHECK(Catalogue::built_in("en").sentence({ReasonCode::set_by_override, {{"reason", std::string("see {reason} [x]")}}}) ==
        "Decided by a person: see {reason} [x]");
}

TEST_CASE("the user's own sentences replace the built-in ones by name") {
  const Catalogue own(Catalogue::built_in("en"), {{"no_room", "Everybody is full [really]."}, {"level.overload", "No overload."}});
  CHECK(own.sentence({ReasonCode::no_room, {}}) == "Everybody is full [really].");
  CHECK(own.sentence({ReasonCode::held, {{"held_by", std::string("A")}}}) == "Held for now by A.");
  CHECK(own.sentence({ReasonCode::best_level, {{"level", std::string("overload")}, {"difference", 1.0}}}) ==
        "The best choice, decided by the goal \"No overload\" (the next best is worse by 1).");
  const ErrorInfo error = error_of([] { Catalogue(Catalogue::built_in("en"), {{"no_rom", "…"}}); });
  CHECK(error.code == ErrorCode::unknown_field);
  CHECK(error.column == "no_rom");
  CHECK(error_of([] { Catalogue::built_in("fi"); }).code == ErrorCode::unsupported);
  CHECK(error_of([] { Catalogue::built_in("en").pattern("unit_border"); }).code == ErrorCode::invalid_argument);
  // Rules and codes that share a name keep sentences of their own.
  CHECK(own.pattern("conflict_of_interest") != own.pattern("rule.conflict_of_interest"));
}

TEST_CASE("check refuses parameters that the code does not document") {
  CHECK(error_of([] { check(Reason{ReasonCode::missing_skill, {}}); }).code == ErrorCode::missing_value);
  const ErrorInfo extra = error_of([] { check(Reason{ReasonCode::no_room, {{"load", std::int64_t{1}}}}); });
  CHECK(extra.code == ErrorCode::invalid_argument);
  CHECK(extra.table == "reason.no_room");
  CHECK(extra.column == "load");
  CHECK(error_of([] { check(Reason{ReasonCode::missing_skill, {{"skill", std::int64_t{1}}}}); }).code == ErrorCode::wrong_type);
  CHECK(error_of([] { check(Reason{ReasonCode::delegation_too_low, {{"needed", 2.5}, {"held", std::int64_t{1}}}}); }).column == "needed");
  CHECK(error_of([] {
          check(Reason{ReasonCode::missing_skill, {{"skill", std::string("a")}, {"skill", std::string("b")}}});
        }).code == ErrorCode::invalid_argument);
  CHECK(error_of([] { check(Reason{static_cast<ReasonCode>(29), {}}); }).code == ErrorCode::invalid_argument);
}

TEST_CASE("the data model lists every code with its number and sentence") {
  const auto path = std::filesystem::path(EVENLOAD_SOURCE_DIR) / "docs/data-model.md";
  std::ifstream file(path);
  REQUIRE(file.good());
  const std::string document{std::istreambuf_iterator<char>(file), {}};
  for (const ReasonCode code : all_reason_codes()) {
    INFO(to_string(code));
    const std::string row = "| " + std::to_string(static_cast<std::int32_t>(code)) + " | " + std::string(to_string(code)) + " | ";
    const std::size_t at = document.find(row);
    REQUIRE(at != std::string::npos);
    const std::string line = document.substr(at, document.find('\n', at) - at);
    CHECK(line.ends_with(" | " + Catalogue::built_in("en").pattern(to_string(code)) + " |"));
    CHECK((line.find("| allocator |") != std::string::npos) == is_protected(code));
    for (const ReasonParameter& parameter : parameters_of(code)) CHECK(line.find(std::string(parameter.name) + " (") != std::string::npos);
  }
}
