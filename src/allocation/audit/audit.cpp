// Sealing a proposal, and computing it again.
#include "evenload/allocation/audit.hpp"

#include <algorithm>
#include <utility>

#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/verbs_document.hpp"
#include "evenload/core/version.hpp"
#include "src/allocation/documents/audit_json.hpp"

namespace evenload::allocation {

namespace {

std::string key_check_of(const KeyedHash& hash) { return hash.digest("evenload.key.1\n"); }

std::string seal_of(const SealedRecord& record, const KeyedHash& hash) {
  Json content = json_of(record);
  content.erase("seal");
  content.erase("extensions");
  return hash.digest("evenload.record.1\n" + json_io::dump(content, "sealed_record"));
}

std::string levels_text(const std::vector<optimize::Level>& levels) {
  return json_io::array_of(levels, [](const optimize::Level& level) { return json_of(level); }).dump();
}

std::string running_version() {
  return std::to_string(header_version.major) + "." + std::to_string(header_version.minor) + "." + std::to_string(header_version.patch);
}

void check_same(std::string_view field, const std::string& of_plan, const std::string& given) {
  if (of_plan == given) return;
  throw InvalidDataError({ErrorCode::contradiction, "plan.audit", std::string(field), std::nullopt, "the plan's own: " + of_plan, given});
}

/// The plan of the question, with what it answers where that is not what was asked.
void answer_again(Verification& result, const AllocationInput& input, const AllocationPolicy& policy, const VerbQuestion& question,
                  const SolveOptions& options) {
  if (question.verb == "allocate") {
    result.plan = allocate(input, policy, options);
    return;
  }
  Proposal again = answer_verb(question.verb, input, policy, question.announced, question.settings, options).proposal;
  result.plan = std::move(again.plan);
  result.input = std::move(again.input);
  result.policy = std::move(again.policy);
}

/// Fills in the checks one after the other; what nobody compared stays `not_checked`.
class Comparison {
 public:
  explicit Comparison(const KeyedHash& hash) : hash_(hash) {
    for (std::int32_t part = 0; part <= static_cast<std::int32_t>(AuditPart::plan); ++part) {
      verification.checks.push_back({static_cast<AuditPart>(part), AuditVerdict::not_checked, {}, {}});
    }
  }
  bool compare(AuditPart part, std::string recorded, std::string found) {
    const bool same = hash_.same(recorded, found);
    verification.checks[static_cast<std::size_t>(part)] = {part, same ? AuditVerdict::agrees : AuditVerdict::differs, std::move(recorded), std::move(found)};
    return same;
  }
  void leave(AuditPart part, std::string recorded) { verification.checks[static_cast<std::size_t>(part)].recorded = std::move(recorded); }

  Verification verification;

 private:
  const KeyedHash& hash_;
};

}  // namespace

bool Verification::agrees() const noexcept {
  return !checks.empty() && std::all_of(checks.begin(), checks.end(), [](const AuditCheck& check) {
    return check.part == AuditPart::version || check.verdict == AuditVerdict::agrees;
  });
}

SealedRecord seal(const Plan& plan, const AllocationInput& input, const AllocationPolicy& policy, const KeyedHash& hash, const SealOptions& options,
                  const VerbQuestion& question) {
  check_same("verb", plan.audit.verb, question.verb);
  if (question.verb == "allocate") {  // verbs change what they answer
    check_same("policy", plan.audit.policy, policy.name);
    check_same("on", evenload::to_string(plan.audit.on), policy.on ? evenload::to_string(*policy.on) : "no day");
    check_same("cases", std::to_string(plan.audit.cases), std::to_string(input.cases.size()));
    check_same("caseworkers", std::to_string(plan.audit.caseworkers), std::to_string(input.caseworkers.size()));
  }

  SealedRecord record;
  record.proposal = plan.audit;
  record.levels = plan.levels;
  record.decided_by_role = options.decided_by_role;
  record.key_name = options.key_name;
  record.key_check = key_check_of(hash);
  record.input_digest = digest(input, hash);
  record.policy_digest = digest(policy, hash);
  record.question_digest = digest(question, hash);
  record.plan_digest = digest(plan, hash);
  record.seal = seal_of(record, hash);
  return record;
}

Verification verify(const SealedRecord& record, const AllocationInput& input, const AllocationPolicy& policy, const KeyedHash& hash,
                    const SolveOptions& options, const VerbQuestion& question) {
  const AuditRecord& proposal = record.proposal;
  Comparison comparison(hash);
  Verification& result = comparison.verification;
  comparison.compare(AuditPart::version, proposal.version, running_version());
  comparison.leave(AuditPart::work, std::to_string(proposal.work));
  comparison.leave(AuditPart::outcome, std::string(evenload::to_string(proposal.outcome)));
  comparison.leave(AuditPart::levels, levels_text(record.levels));
  comparison.leave(AuditPart::plan, record.plan_digest);

  bool same_question = comparison.compare(AuditPart::key, record.key_check, key_check_of(hash));
  if (same_question) {
    // Each is compared, so that the answer names all that differ.
    same_question = comparison.compare(AuditPart::record, record.seal, seal_of(record, hash));
    same_question = comparison.compare(AuditPart::input, record.input_digest, digest(input, hash)) && same_question;
    same_question = comparison.compare(AuditPart::policy, record.policy_digest, digest(policy, hash)) && same_question;
    same_question = comparison.compare(AuditPart::question, record.question_digest, digest(question, hash)) && same_question;
  } else {
    comparison.leave(AuditPart::record, record.seal);
    comparison.leave(AuditPart::input, record.input_digest);
    comparison.leave(AuditPart::policy, record.policy_digest);
    comparison.leave(AuditPart::question, record.question_digest);
  }
  if (!same_question) return result;
  if (proposal.stop == StopReason::time || proposal.stop == StopReason::cancelled) {
    result.repetition = Repetition::stopped_by_clock;
    return result;
  }

  SolveOptions repeat = options;
  repeat.seed = proposal.seed;
  repeat.work_limit = proposal.work_limit;
  answer_again(result, input, policy, question, repeat);
  const Plan& plan = *result.plan;
  if (plan.stop == StopReason::time || plan.stop == StopReason::cancelled) {
    result.repetition = Repetition::interrupted;
    result.plan.reset();
    return result;
  }
  result.repetition = Repetition::repeated;
  comparison.compare(AuditPart::work, std::to_string(proposal.work), std::to_string(plan.work));
  comparison.compare(AuditPart::outcome, std::string(evenload::to_string(proposal.outcome)), std::string(evenload::to_string(plan.outcome)));
  comparison.compare(AuditPart::levels, levels_text(record.levels), levels_text(plan.levels));
  comparison.compare(AuditPart::plan, record.plan_digest, digest(plan, hash));
  return result;
}

}  // namespace evenload::allocation
