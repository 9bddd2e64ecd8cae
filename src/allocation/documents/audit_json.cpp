#include "audit_json.hpp"

#include <array>

#include "enum_names.hpp"

namespace evenload::allocation {

namespace {

using json_io::array_of;
using json_io::name_of;
using json_io::put;

constexpr std::array<Choice<AuditPart>, 10> audit_parts = {{{"key", AuditPart::key},
                                                           {"record", AuditPart::record},
                                                           {"version", AuditPart::version},
                                                           {"input", AuditPart::input},
                                                           {"policy", AuditPart::policy},
                                                           {"question", AuditPart::question},
                                                           {"work", AuditPart::work},
                                                           {"outcome", AuditPart::outcome},
                                                           {"levels", AuditPart::levels},
                                                           {"plan", AuditPart::plan}}};

constexpr std::array<Choice<AuditVerdict>, 3> audit_verdicts = {
    {{"agrees", AuditVerdict::agrees}, {"differs", AuditVerdict::differs}, {"not_checked", AuditVerdict::not_checked}}};

constexpr std::array<Choice<Repetition>, 4> repetitions = {{{"repeated", Repetition::repeated},
                                                            {"other_question", Repetition::other_question},
                                                            {"stopped_by_clock", Repetition::stopped_by_clock},
                                                            {"interrupted", Repetition::interrupted}}};

template <class Enum, std::size_t Count>
std::string_view known_name(const std::array<Choice<Enum>, Count>& choices, Enum value) noexcept {
  for (const Choice<Enum>& choice : choices) {
    if (choice.value == value) return choice.name;
  }
  return "unknown";
}

constexpr std::string_view algorithm = "HMAC-SHA-256";

std::string read_digest(ObjectReader& r, std::string_view key) {
  std::string text = r.text(key);
  constexpr std::size_t digits = 64;
  if (text.size() != digits || text.find_first_not_of("0123456789abcdef") != std::string::npos) {
    r.fail(key, ErrorCode::out_of_range, "64 lower-case hexadecimal digits");
  }
  return text;
}

Json json_of(const AuditCheck& check) {
  Json object{{"part", std::string(name_of(audit_parts, check.part))}, {"verdict", std::string(name_of(audit_verdicts, check.verdict))}};
  put(object, "recorded", check.recorded);
  put(object, "found", check.found);
  return object;
}

AuditCheck read_check(ObjectReader& r) {
  AuditCheck check;
  check.part = r.choice("part", audit_parts);
  check.verdict = r.choice("verdict", audit_verdicts);
  check.recorded = r.text("recorded", "");
  check.found = r.text("found", "");
  return check;
}

}  // namespace

std::string_view to_string(AuditPart part) noexcept { return known_name(audit_parts, part); }
std::string_view to_string(AuditVerdict verdict) noexcept { return known_name(audit_verdicts, verdict); }
std::string_view to_string(Repetition repetition) noexcept { return known_name(repetitions, repetition); }

Json json_of(const SealedRecord& record) {
  Json object{{"proposal", json_of(record.proposal)},
              {"levels", array_of(record.levels, [](const optimize::Level& level) { return json_of(level); })},
              {"algorithm", std::string(algorithm)},
              {"key_check", record.key_check},
              {"input_digest", record.input_digest},
              {"policy_digest", record.policy_digest},
              {"question_digest", record.question_digest},
              {"plan_digest", record.plan_digest},
              {"seal", record.seal}};
  put(object, "decided_by_role", record.decided_by_role);
  put(object, "key_name", record.key_name);
  json_io::put_extensions(object, record.extensions, "sealed_record");
  return object;
}

SealedRecord read_sealed_record(ObjectReader& r) {
  SealedRecord record;
  record.proposal = r.object("proposal", read_audit);
  record.levels = r.objects("levels", read_level);
  if (r.text("algorithm") != algorithm) r.fail("algorithm", ErrorCode::unsupported, std::string(algorithm));
  record.decided_by_role = r.text("decided_by_role", "");
  record.key_name = r.text("key_name", "");
  record.key_check = read_digest(r, "key_check");
  record.input_digest = read_digest(r, "input_digest");
  record.policy_digest = read_digest(r, "policy_digest");
  record.question_digest = read_digest(r, "question_digest");
  record.plan_digest = read_digest(r, "plan_digest");
  record.seal = read_digest(r, "seal");
  record.extensions = r.extensions();
  return record;
}

Json json_of(const Verification& verification) {
  return {{"agrees", verification.agrees()},
          {"repetition", std::string(name_of(repetitions, verification.repetition))},
          {"checks", array_of(verification.checks, [](const AuditCheck& check) { return json_of(check); })}};
}

Verification read_verification(ObjectReader& r) {
  Verification verification;
  verification.repetition = r.choice("repetition", repetitions);
  verification.checks = r.objects("checks", read_check);
  for (std::size_t i = 0; i < audit_parts.size(); ++i) {
    if (verification.checks.size() == audit_parts.size() && verification.checks[i].part == audit_parts[i].value) continue;
    r.fail("checks", ErrorCode::out_of_range, "one check for each part, in their order");
  }
  if (r.boolean("agrees") != verification.agrees()) r.fail("agrees", ErrorCode::contradiction, "what the checks say");
  return verification;
}

std::string to_json(const SealedRecord& record) { return json_io::dump_document(json_of(record), "sealed_record"); }

SealedRecord sealed_record_from_json(std::string_view json) { return json_io::read_document(json, "sealed_record", read_sealed_record); }

std::string to_json(const Verification& verification) { return json_io::dump_document(json_of(verification), "verification"); }

Verification verification_from_json(std::string_view json) { return json_io::read_document(json, "verification", read_verification); }

}  // namespace evenload::allocation
