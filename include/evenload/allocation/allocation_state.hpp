/// \file
/// A standing situation that several people work on: a snapshot, deltas with a base version and a key, and warm recommendations.
/// What a delta may say, what it touches and how it is refused: docs/models/allocation_state.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenload/allocation/allocate.hpp"
#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/policy.hpp"

namespace evenload::allocation {

/// What one change does. Append-only.
enum class ChangeKind : std::int32_t {
  add_case = 0,            ///< case_row; the id must be new
  change_case = 1,         ///< case_row, as it is from now on; its exclusions, assignments and overrides stay
  close_case = 2,          ///< case_id; what refers to it goes with it
  assign = 3,              ///< case_id, role, caseworker: proposed
  announce = 4,            ///< case_id, role, caseworker (empty: to whom it was proposed)
  start = 5,               ///< case_id, role, caseworker (empty: whoever it was proposed or announced to)
  release = 6,             ///< case_id, role: announced or started, may move from now on
  add_caseworker = 7,      ///< caseworker_row; the id must be new
  change_caseworker = 8,   ///< caseworker_row, as it is from now on, absences included
  remove_caseworker = 9,   ///< caseworker: leaves; what refers to them as history stays
  add_absence = 10,        ///< caseworker, absence
  remove_absence = 11,     ///< caseworker, absence, exactly as it was added
  add_exclusion = 12,      ///< case_id, caseworker
  remove_exclusion = 13,   ///< case_id, caseworker
  add_override = 14,       ///< decision
  withdraw_override = 15,  ///< decision: its case, role, kind and caseworker
};
std::string_view to_string(ChangeKind kind) noexcept;  ///< "add_case"
/// \throws InvalidDataError(invalid_argument) for a name that is no kind.
ChangeKind change_kind_from_string(std::string_view name);

/// One change; only what its kind names is read.
struct Change {
  ChangeKind kind = ChangeKind::add_case;
  Case case_row{};
  Caseworker caseworker_row{};
  CaseId case_id{};
  std::string role = "lead";
  CaseworkerId caseworker{};
  workload::Absence absence{};
  Override decision{};
};

/// Changes that are made together or not at all.
struct Delta {
  std::string key;                ///< the caller's own, not empty: the same key again answers the same and does nothing twice
  std::int64_t base_version = 0;  ///< the version that whoever decided had before their eyes
  std::string by_role;            ///< a role ("unit manager"), never a name
  bool merge = false;             ///< accept an older base where the changes since touch nothing in common
  std::vector<Change> changes;
};

/// What became of a delta.
struct DeltaAnswer {
  std::int64_t version = 0;       ///< of the state with this delta
  bool merged = false;            ///< whether the base was older
  friend bool operator==(const DeltaAnswer&, const DeltaAnswer&) = default;
};

/// One change as the history keeps it: what and whom it touched. No reason, no row.
struct ChangeRecord {
  ChangeKind kind = ChangeKind::add_case;
  CaseId case_id;
  std::string role;
  CaseworkerId caseworker;
  friend bool operator==(const ChangeRecord&, const ChangeRecord&) = default;
};

/// One version of the state.
struct HistoryEntry {
  std::int64_t version = 0;
  std::string key;
  std::string by_role;
  bool merged = false;
  std::uint64_t fingerprint = 0;            ///< of the delta's document: tells a repeated delta from another one with its key
  std::vector<ChangeRecord> changes;
  std::vector<std::string> touched;         ///< "case:c1", "caseworker:Kim", "link:…", sorted: what another delta may not touch unknowingly
  friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

/// Input and policy as they stand, changed by deltas. Every verb answers as it does for snapshot(); recommend() does so without reading
/// the whole input again. Safe from several threads: calls wait for each other, allocate() and undistributed() only while they take the snapshot.
class AllocationState {
 public:
  /// \throws InvalidDataError, OverflowError where allocate() refuses the input.
  AllocationState(AllocationInput input, AllocationPolicy policy);
  AllocationState(AllocationState&&) noexcept;
  AllocationState& operator=(AllocationState&&) noexcept;
  ~AllocationState();

  std::int64_t version() const;
  std::vector<HistoryEntry> history() const;
  /// Makes all changes of a delta, or none. Linear in what the changes touch and in caseworkers; in all cases where a caseworker comes or leaves
  /// or a unit is new.
  /// \throws InvalidDataError(stale_version) naming what changed since the base, InvalidDataError(contradiction) for a key that came with other
  ///         changes, and what the rows themselves are refused for; the state is as it was then.
  DeltaAnswer apply(const Delta& delta);
  /// The input as it stands, rows by id. Shared and never changed.
  std::shared_ptr<const AllocationInput> snapshot() const;
  std::shared_ptr<const AllocationPolicy> policy() const;

  Plan allocate(const SolveOptions& options = {}) const;
  std::vector<Undistributed> undistributed() const;
  /// As allocation::recommend on the snapshot. Linear in caseworkers.
  Explanation recommend(const CaseId& case_id, std::string_view role = "lead", int top = 4) const;
  /// The same for a case that is not in the state yet; the state stays as it is.
  Explanation recommend(const Case& new_case, std::string_view role = "lead", int top = 4) const;

 private:
  friend std::string to_json(const AllocationState& state);
  friend AllocationState state_from_json(std::string_view json);
  struct Parts;
  explicit AllocationState(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// The history as an array of objects: version, key, by_role, merged, fingerprint, changes, touched.
std::string history_to_json(const AllocationState& state);
/// Saves snapshot, policy, version and history: schema "state" of docs/schemas. Equal states give equal bytes.
std::string to_json(const AllocationState& state);
AllocationState state_from_json(std::string_view json);
/// {"key", "base_version", "by_role", "merge", "changes": [{"change": "add_case", "case": {…}}, …]}: schema "delta".
/// Local times are read in `zone`.
Delta delta_from_json(std::string_view json, std::string_view zone = Zone::default_name);
std::string to_json(const Delta& delta);

}  // namespace evenload::allocation
