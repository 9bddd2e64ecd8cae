/// \file
/// The audit of a proposal: keyed digests of what went in and came out, a record of them, and the check that repeats it.
/// What this detects and what not, and the canonical form to the letter: docs/models/audit.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/core/control.hpp"

namespace evenload::allocation {

/// Shortest key that is taken: 128 bits. Whoever makes one takes 32 random bytes.
inline constexpr std::size_t minimum_key_bytes = 16;

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key, whoever computes it. The key shows nowhere: not in errors, records or digests.
class KeyedHash {
 public:
  KeyedHash() = default;
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;
  virtual ~KeyedHash() = default;
  /// 64 lower-case hexadecimal digits.
  virtual std::string digest(std::string_view message) const = 0;
  /// Whether two digests are the same, in a time that does not tell where they differ.
  virtual bool same(std::string_view a, std::string_view b) const = 0;
};

/// By libcrypto; the key is copied, and overwritten when the hash goes.
/// \throws InvalidDataError(out_of_range) for a key shorter than minimum_key_bytes, an empty one included;
/// Error(unsupported) where evenload was built without libcrypto.
std::unique_ptr<KeyedHash> hmac_sha256(std::span<const std::byte> key);

/// The canonical form of an input: the same text for the same rows in any order. Linear in the rows but for sorting them.
/// \throws InvalidDataError(wrong_type) for text that is not UTF-8.
std::string canonical_form(const AllocationInput& input);
std::string canonical_form(const AllocationPolicy& policy);
/// Of what a plan decides: assignments, undistributed list, loads, notices; without levels, work and stop, which a record holds itself.
std::string canonical_form(const Plan& plan);

/// Digest of the canonical form, 64 hexadecimal digits. What kind of document it is goes into the digest.
std::string digest(const AllocationInput& input, const KeyedHash& hash);
std::string digest(const AllocationPolicy& policy, const KeyedHash& hash);
std::string digest(const Plan& plan, const KeyedHash& hash);

/// What a verb was asked besides input and policy. As it stands: an allocation.
struct VerbQuestion {
  std::string verb = "allocate";    ///< or one that answer_verb knows
  std::string settings{};           ///< JSON object as answer_verb takes it; empty: none
  const Plan* announced = nullptr;  ///< where replan starts; nullptr: none
};
/// The verb, its settings without nulls and without their version, and the canonical form of the announced plan.
/// \throws InvalidDataError(parse_error) with the verb as table for settings that are no JSON object.
std::string canonical_form(const VerbQuestion& question);
std::string digest(const VerbQuestion& question, const KeyedHash& hash);

/// What the caller adds to a record.
struct SealOptions {
  std::string key_name;         ///< which key it was, so that it is found again after a change of keys; never the key
  std::string decided_by_role;  ///< who took the proposal over: a role ("unit manager"), never a name; empty: not told
};

/// A proposal that can be verified: what repeats it, how good it was, and digests of what went in and came out.
struct SealedRecord {
  AuditRecord proposal;
  std::vector<optimize::Level> levels;
  std::string decided_by_role;
  std::string key_name;
  std::string key_check;      ///< a digest of nothing: tells another key from other data
  std::string input_digest;
  std::string policy_digest;
  std::string question_digest;  ///< of the verb with its settings
  std::string plan_digest;
  std::string seal;           ///< digest of all the above
  std::string extensions{};   ///< text of a JSON object that documents keep and nobody reads, not sealed; empty: none
};

/// Seals a plan of this input and policy. Deterministic: the same arguments give the same record.
/// \param input, policy  of a verb those that it was given, not those of its Proposal.
/// \param question       what made the plan; of a verb with the settings that it was given.
/// \throws InvalidDataError(contradiction) where the plan's record is of another verb, or, of an allocation, of another
/// policy or number of rows.
SealedRecord seal(const Plan& plan, const AllocationInput& input, const AllocationPolicy& policy, const KeyedHash& hash, const SealOptions& options = {},
                  const VerbQuestion& question = {});

/// What a verification compares, in its order.
enum class AuditPart : std::int32_t {
  key = 0,      ///< the key is the one that sealed
  record = 1,   ///< nobody changed the record
  version = 2,  ///< of evenload; another one may find other plans
  input = 3,
  policy = 4,
  question = 5, ///< the verb, its settings, and the plan that it starts from
  work = 6,     ///< of the repetition; this and the following
  outcome = 7,
  levels = 8,
  plan = 9,
};
enum class AuditVerdict : std::int32_t { agrees = 0, differs = 1, not_checked = 2 };
/// Whether the proposal was computed again.
enum class Repetition : std::int32_t {
  repeated = 0,
  other_question = 1,    ///< key, record, input, policy or question differ, so that there is nothing to compare
  stopped_by_clock = 2,  ///< the recorded computation ended by its time limit or was cancelled: no work limit ends another one there
  interrupted = 3,       ///< this one ended by its own time limit or was cancelled
};
std::string_view to_string(AuditPart part) noexcept;
std::string_view to_string(AuditVerdict verdict) noexcept;
std::string_view to_string(Repetition repetition) noexcept;

struct AuditCheck {
  AuditPart part = AuditPart::key;
  AuditVerdict verdict = AuditVerdict::not_checked;
  std::string recorded;  ///< digests, versions and numbers; never a row
  std::string found;     ///< empty where nothing was computed
};

struct Verification {
  std::vector<AuditCheck> checks;       ///< one for each part
  Repetition repetition = Repetition::other_question;
  /// Of the repetition, not part of documents: the plan, and what it answers where a verb changed input and policy.
  std::optional<Plan> plan{};
  std::optional<AllocationInput> input{};
  std::optional<AllocationPolicy> policy{};
  /// Everything agrees; another version of evenload that finds the same is no disagreement.
  bool agrees() const noexcept;
  const AuditCheck& check(AuditPart part) const { return checks.at(static_cast<std::size_t>(part)); }
};

/// Computes the proposal again with the recorded day, seed and work limit, and says what agrees and what does not. A proposal whose
/// computation ended by itself or by its work is repeated to the last unit; one that a clock or a person ended cannot be.
/// \param options  time limit (a safety net), threads, stop token and progress; seed and work limit are the record's.
/// \param question as seal() was given it.
/// \throws whatever allocate or the verb throws for what is not accepted, where the digests agree.
Verification verify(const SealedRecord& record, const AllocationInput& input, const AllocationPolicy& policy, const KeyedHash& hash,
                    const SolveOptions& options = {}, const VerbQuestion& question = {});

/// Versioned documents (docs/schemas/sealed_record.schema.json, verification.schema.json), both ways; equal values give equal bytes.
std::string to_json(const SealedRecord& record);
/// \throws InvalidDataError(parse_error, unsupported_schema, unknown_field …), (out_of_range) for a digest that is none.
SealedRecord sealed_record_from_json(std::string_view json);
std::string to_json(const Verification& verification);
Verification verification_from_json(std::string_view json);

}  // namespace evenload::allocation
