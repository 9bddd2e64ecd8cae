// A standing situation: versions, keys, and what is kept warm between questions.
#include "evenload/allocation/allocation_state.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "src/allocation/read/refuse.hpp"
#include "state_changes.hpp"
#include "state_parts.hpp"

namespace evenload::allocation {

namespace {

std::string described(const HistoryEntry& entry, const std::vector<std::string>& common) {
  std::string text = "version " + std::to_string(entry.version);
  if (!entry.by_role.empty()) text += " by " + entry.by_role;
  text += ":";
  constexpr std::size_t shown_changes = 5;
  for (std::size_t i = 0; i < entry.changes.size() && i < shown_changes; ++i) {
    const ChangeRecord& change = entry.changes[i];
    text += (i == 0 ? " " : ", ") + std::string(to_string(change.kind));
    if (!change.case_id.empty()) text += " " + detail::shown(change.case_id);
    if (!change.caseworker.empty()) text += " " + detail::shown(change.caseworker);
  }
  if (entry.changes.size() > shown_changes) text += " and " + std::to_string(entry.changes.size() - shown_changes) + " more";
  for (std::size_t i = 0; i < common.size() && i < shown_changes; ++i) text += (i == 0 ? " (in common: " : ", ") + common[i];
  return common.empty() ? text : text + ")";
}

std::vector<std::string> in_common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

/// FNV-1a, 64 bits: tells documents apart, keeps no secret.
std::uint64_t fingerprint_of(const std::string& text) noexcept {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : text) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211ULL;
  }
  return hash;
}

/// Refuses a delta whose base is not the version that stands, unless it asks to be merged and touches nothing that changed since.
bool check_base(const std::vector<HistoryEntry>& history, std::int64_t version, const Delta& delta, const std::vector<std::string>& touched) {
  if (delta.base_version == version) return false;
  const std::string base = std::to_string(delta.base_version);
  if (delta.base_version > version || delta.base_version < 0) {
    detail::refuse_row(ErrorCode::out_of_range, "delta", "base_version", std::nullopt, "a version from 0 to " + std::to_string(version), base);
  }
  std::string since;
  bool apart = delta.merge;
  for (const HistoryEntry& entry : history) {
    if (entry.version <= delta.base_version) continue;
    const std::vector<std::string> common = in_common(entry.touched, touched);
    apart = apart && common.empty();
    if (delta.merge && common.empty()) continue;
    constexpr std::size_t enough = 2000;
    if (since.size() < enough) since += (since.empty() ? "" : "; ") + described(entry, common);
  }
  if (apart) return true;
  detail::refuse_row(ErrorCode::stale_version, "delta", "base_version", std::nullopt, "version " + std::to_string(version),
                     base + "; since then " + since);
}

}  // namespace

AllocationState::AllocationState(AllocationInput input, AllocationPolicy policy) : parts_(std::make_unique<Parts>()) {
  parts_->policy = std::make_shared<const AllocationPolicy>(std::move(policy));
  parts_->put(std::make_shared<const AllocationInput>(std::move(input)));
}
AllocationState::AllocationState(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
AllocationState::AllocationState(AllocationState&&) noexcept = default;
AllocationState& AllocationState::operator=(AllocationState&&) noexcept = default;
AllocationState::~AllocationState() = default;

std::int64_t AllocationState::version() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->version;
}

std::vector<HistoryEntry> AllocationState::history() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->history;
}

std::shared_ptr<const AllocationInput> AllocationState::snapshot() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->input;
}

std::shared_ptr<const AllocationPolicy> AllocationState::policy() const { return parts_->policy; }

DeltaAnswer AllocationState::apply(const Delta& delta) {
  if (delta.key.empty()) detail::refuse_row(ErrorCode::missing_value, "delta", "key", std::nullopt, "the caller's own key of this delta", "nothing");
  const std::uint64_t fingerprint = fingerprint_of(to_json(delta));
  const std::lock_guard lock(parts_->mutex);
  for (const HistoryEntry& entry : parts_->history) {
    if (entry.key != delta.key) continue;
    if (entry.fingerprint == fingerprint) return {entry.version, entry.merged};
    detail::refuse_row(ErrorCode::contradiction, "delta", "key", std::nullopt,
                       "the same delta as version " + std::to_string(entry.version) + ", which came with this key", "another one");
  }
  // What the delta names is compared before anything is looked up: what is gone since is stale, not unknown.
  check_base(parts_->history, parts_->version, delta, detail::named(delta.changes));
  // Everything happens on a copy, which takes the place of what stands only when it has been prepared.
  HistoryEntry entry;
  auto changed = std::make_shared<AllocationInput>(*parts_->input);
  entry.changes = detail::make_changes(*changed, *parts_->policy, delta.changes, entry.touched);
  entry.merged = check_base(parts_->history, parts_->version, delta, entry.touched);
  entry.version = parts_->version + 1;
  entry.key = delta.key;
  entry.by_role = delta.by_role;
  entry.fingerprint = fingerprint;
  const DeltaAnswer answer{entry.version, entry.merged};
  parts_->history.reserve(parts_->history.size() + 1);
  parts_->put(std::move(changed));
  parts_->history.push_back(std::move(entry));
  parts_->version = answer.version;
  return answer;
}

Plan AllocationState::allocate(const SolveOptions& options) const { return allocation::allocate(*snapshot(), *policy(), options); }

std::vector<Undistributed> AllocationState::undistributed() const { return allocation::undistributed(*snapshot(), *policy()); }

Explanation AllocationState::recommend(const CaseId& case_id, std::string_view role, int top) const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->warm->recommend(case_id, role, top);
}

Explanation AllocationState::recommend(const Case& new_case, std::string_view role, int top) const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->warm->recommend(new_case, role, top);
}

}  // namespace evenload::allocation
