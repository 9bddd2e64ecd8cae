#include "state_changes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation {

namespace {

constexpr std::array<std::string_view, 16> change_names = {
    "add_case",       "change_case",       "close_case",  "assign",         "announce",      "start",            "release",      "add_caseworker",
    "change_caseworker", "remove_caseworker", "add_absence", "remove_absence", "add_exclusion", "remove_exclusion", "add_override", "withdraw_override"};

}  // namespace

std::string_view to_string(ChangeKind kind) noexcept {
  const auto index = static_cast<std::size_t>(kind);
  return index < change_names.size() ? change_names[index] : std::string_view("unknown");
}

ChangeKind change_kind_from_string(std::string_view name) {
  const auto found = std::find(change_names.begin(), change_names.end(), name);
  if (found == change_names.end()) {
    throw InvalidDataError({ErrorCode::invalid_argument, "delta.changes", "change", std::nullopt, "the name of a kind of change", std::string(name)});
  }
  return static_cast<ChangeKind>(found - change_names.begin());
}

namespace detail {

namespace {

/// The role that leads a case: the case's own first, else its type's, else "lead".
std::string lead_role(const AllocationPolicy& policy, const Case& c) {
  if (!c.roles.empty()) return c.roles.front();
  const RolesOfType* general = nullptr;
  for (const RolesOfType& row : policy.roles_of_type) {
    if (row.case_type == c.type && !row.roles.empty()) return row.roles.front();
    if (row.case_type.empty()) general = &row;
  }
  if (general != nullptr && !general->roles.empty()) return general->roles.front();
  const bool named = std::any_of(policy.roles.begin(), policy.roles.end(), [](const Role& role) { return role.name == "lead"; });
  return named || policy.roles.empty() ? "lead" : policy.roles.front().name;
}

bool is_held(AssignmentState state) { return state == AssignmentState::announced || state == AssignmentState::started; }

/// Rows by id; positions move when a row goes, so they are found anew then.
template <class Row>
class Rows {
 public:
  using IdType = decltype(Row::id);
  explicit Rows(std::vector<Row>& rows) : rows_(rows) { index(); }
  Row* find(const IdType& id) {
    const auto found = position_.find(id);
    return found == position_.end() ? nullptr : &rows_[found->second];
  }
  void add(const Row& row) {
    position_.emplace(row.id, rows_.size());
    rows_.push_back(row);
  }
  void remove(const IdType& id) {
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(position_.at(id)));
    index();
  }

 private:
  void index() {
    position_.clear();
    position_.reserve(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) position_.emplace(rows_[i].id, i);
  }
  std::vector<Row>& rows_;
  std::unordered_map<IdType, std::size_t> position_;
};

class Editor {
 public:
  Editor(AllocationInput& input, const AllocationPolicy& policy, std::vector<std::string>& touched)
      : input_(input), policy_(policy), touched_(touched), cases_(input.cases), caseworkers_(input.caseworkers) {}

  ChangeRecord make(const Change& change, std::size_t position) {
    position_ = position;
    switch (change.kind) {
      case ChangeKind::add_case: return add_case(change);
      case ChangeKind::change_case: return change_case(change);
      case ChangeKind::close_case: return close_case(change);
      case ChangeKind::assign: return place(change, AssignmentState::proposed);
      case ChangeKind::announce: return place(change, AssignmentState::announced);
      case ChangeKind::start: return place(change, AssignmentState::started);
      case ChangeKind::release: return release(change);
      case ChangeKind::add_caseworker: return add_caseworker(change);
      case ChangeKind::change_caseworker: return change_caseworker(change);
      case ChangeKind::remove_caseworker: return remove_caseworker(change);
      case ChangeKind::add_absence: return add_absence(change);
      case ChangeKind::remove_absence: return remove_absence(change);
      case ChangeKind::add_exclusion: return add_exclusion(change);
      case ChangeKind::remove_exclusion: return remove_exclusion(change);
      case ChangeKind::add_override: return add_override(change);
      case ChangeKind::withdraw_override: return withdraw_override(change);
    }
    refuse(ErrorCode::out_of_range, "change", "a kind of change", std::to_string(static_cast<std::int32_t>(change.kind)));
  }

 private:
  [[noreturn]] void refuse(ErrorCode code, std::string_view column, std::string expected, std::string found) const {
    refuse_row(code, "delta.changes", column, position_, std::move(expected), std::move(found));
  }

  Case& known_case(const CaseId& id) {
    if (Case* found = cases_.find(id)) return *found;
    refuse(ErrorCode::unknown_id, "case", "a case of the state", id.value());
  }
  Caseworker& known_caseworker(const CaseworkerId& id) {
    if (Caseworker* found = caseworkers_.find(id)) return *found;
    refuse(ErrorCode::unknown_id, "caseworker", "a caseworker of the state", id.value());
  }
  void touch(const Case& c) {
    touched_.push_back("case:" + shown(c.id));
    if (!c.link.empty()) touched_.push_back("link:" + c.link);
  }
  void touch(const CaseworkerId& id) {
    if (!id.empty()) touched_.push_back("caseworker:" + shown(id));
  }

  ChangeRecord add_case(const Change& change) {
    if (cases_.find(change.case_row.id) != nullptr) refuse(ErrorCode::duplicate_id, "case", "an id that is not in the state", change.case_row.id.value());
    cases_.add(change.case_row);
    touch(change.case_row);
    touch(change.case_row.current_caseworker);
    return {change.kind, change.case_row.id, {}, change.case_row.current_caseworker};
  }

  ChangeRecord change_case(const Change& change) {
    Case& row = known_case(change.case_row.id);
    touch(row);
    touch(row.current_caseworker);
    row = change.case_row;
    touch(row);
    touch(row.current_caseworker);
    return {change.kind, row.id, {}, row.current_caseworker};
  }

  ChangeRecord close_case(const Change& change) {
    const Case& row = known_case(change.case_id);
    touch(row);
    touch(row.current_caseworker);
    // What refers to the case goes with it, or it would be about nobody. A new table that names cases is to be looked at here.
    const CaseId id = row.id;
    [[maybe_unused]] const auto& [cases, caseworkers, units, exclusions, limits, assignments, overrides, delegations, deciders, duty, protection, travel,
                                  specialisms, events, handovers, worker_pairs, links, agreements, carried_load, extensions] = input_;
    const auto of_case = [&](const auto& one) { return one.case_id == id; };
    for (const StandingAssignment& one : assignments) {
      if (of_case(one)) touch(one.caseworker);
    }
    std::erase_if(input_.exclusions, of_case);
    std::erase_if(input_.assignments, of_case);
    std::erase_if(input_.overrides, of_case);
    std::erase_if(input_.events, of_case);
    std::erase_if(input_.handovers, of_case);
    std::erase_if(input_.links, [&](const CaseLink& one) { return one.case_id == id || one.other == id; });
    cases_.remove(id);
    return {change.kind, id, {}, {}};
  }

  /// Where a role's holder stands: its row in the table of assignments, or for the lead the case's own.
  struct Holding {
    CaseworkerId& caseworker;
    AssignmentState& state;
    bool& released;
  };

  Holding holding(Case& row, const std::string& role) {
    for (StandingAssignment& one : input_.assignments) {
      if (one.case_id == row.id && one.role == role) return {one.caseworker, one.state, one.released};
    }
    if (role == lead_role(policy_, row)) return {row.current_caseworker, row.state, row.released};
    StandingAssignment added;
    added.case_id = row.id;
    added.role = role;
    added.state = AssignmentState::open;
    StandingAssignment& one = input_.assignments.emplace_back(std::move(added));
    return {one.caseworker, one.state, one.released};
  }

  /// "lead" is whoever leads, whatever the role is called.
  std::string role_of(const Case& row, const std::string& asked) const {
    const std::string lead = lead_role(policy_, row);
    return asked.empty() || asked == "lead" ? lead : asked;
  }

  ChangeRecord place(const Change& change, AssignmentState state) {
    Case& row = known_case(change.case_id);
    const std::string role = role_of(row, change.role);
    const Holding held = holding(row, role);
    CaseworkerId caseworker = change.caseworker;
    if (caseworker.empty() && held.state != AssignmentState::open) caseworker = held.caseworker;
    if (caseworker.empty()) refuse(ErrorCode::missing_value, "caseworker", "who gets it, as nobody has it yet", "nothing");
    known_caseworker(caseworker);
    touch(row);
    touch(held.caseworker);
    touch(caseworker);
    held.caseworker = caseworker;
    held.state = state;
    held.released = false;
    return {change.kind, row.id, role, caseworker};
  }

  ChangeRecord release(const Change& change) {
    Case& row = known_case(change.case_id);
    const std::string role = role_of(row, change.role);
    const Holding held = holding(row, role);
    if (!is_held(held.state)) refuse(ErrorCode::invalid_argument, "role", "a role that is announced or started", role + " of " + row.id.value());
    touch(row);
    touch(held.caseworker);
    held.released = true;
    return {change.kind, row.id, role, held.caseworker};
  }

  ChangeRecord add_caseworker(const Change& change) {
    const Caseworker& row = change.caseworker_row;
    if (caseworkers_.find(row.id) != nullptr) refuse(ErrorCode::duplicate_id, "caseworker", "an id that is not in the state", row.id.value());
    caseworkers_.add(row);
    touch(row.id);
    return {change.kind, {}, {}, row.id};
  }

  ChangeRecord change_caseworker(const Change& change) {
    known_caseworker(change.caseworker_row.id) = change.caseworker_row;
    touch(change.caseworker_row.id);
    return {change.kind, {}, {}, change.caseworker_row.id};
  }

  ChangeRecord remove_caseworker(const Change& change) {
    const CaseworkerId id = known_caseworker(change.caseworker).id;
    // Rows that must name a known caseworker go; a decision that names them has to be withdrawn first, and refuses the delta otherwise.
    [[maybe_unused]] const auto& [cases, caseworkers, units, exclusions, limits, assignments, overrides, delegations, deciders, duty, protection, travel,
                                  specialisms, events, handovers, worker_pairs, links, agreements, carried_load, extensions] = input_;
    const auto of_caseworker = [&](const auto& row) { return row.caseworker == id; };
    std::erase_if(input_.limits, of_caseworker);
    std::erase_if(input_.duty, of_caseworker);
    std::erase_if(input_.protection, of_caseworker);
    std::erase_if(input_.travel, of_caseworker);
    std::erase_if(input_.specialisms, of_caseworker);
    std::erase_if(input_.carried_load, of_caseworker);
    std::erase_if(input_.worker_pairs, [&](const WorkerPair& one) { return one.caseworker == id || one.other == id; });
    caseworkers_.remove(id);
    touch(id);
    return {change.kind, {}, {}, id};
  }

  ChangeRecord add_absence(const Change& change) {
    known_caseworker(change.caseworker).working_time.absences.push_back(change.absence);
    touch(change.caseworker);
    return {change.kind, {}, {}, change.caseworker};
  }

  ChangeRecord remove_absence(const Change& change) {
    std::vector<workload::Absence>& absences = known_caseworker(change.caseworker).working_time.absences;
    const auto found = std::find_if(absences.begin(), absences.end(), [&](const workload::Absence& one) {
      return one.from == change.absence.from && one.to == change.absence.to && one.share == change.absence.share;
    });
    if (found == absences.end()) {
      refuse(ErrorCode::unknown_id, "absence", "an absence of " + change.caseworker.value(), evenload::to_string(change.absence.from));
    }
    absences.erase(found);
    touch(change.caseworker);
    return {change.kind, {}, {}, change.caseworker};
  }

  ChangeRecord add_exclusion(const Change& change) {
    const auto same = [&](const Exclusion& one) { return one.case_id == change.case_id && one.caseworker == change.caseworker; };
    if (std::none_of(input_.exclusions.begin(), input_.exclusions.end(), same)) input_.exclusions.push_back({change.case_id, change.caseworker});
    return record_pair(change);
  }

  ChangeRecord remove_exclusion(const Change& change) {
    const auto same = [&](const Exclusion& one) { return one.case_id == change.case_id && one.caseworker == change.caseworker; };
    if (std::erase_if(input_.exclusions, same) == 0) {
      refuse(ErrorCode::unknown_id, "case", "an exclusion of the state", change.case_id.value() + ", " + change.caseworker.value());
    }
    return record_pair(change);
  }

  ChangeRecord record_pair(const Change& change) {
    touched_.push_back("case:" + shown(change.case_id));
    touch(change.caseworker);
    return {change.kind, change.case_id, {}, change.caseworker};
  }

  ChangeRecord add_override(const Change& change) {
    touch(known_case(change.decision.case_id));
    touch(change.decision.caseworker);
    input_.overrides.push_back(change.decision);
    return {change.kind, change.decision.case_id, change.decision.role, change.decision.caseworker};
  }

  ChangeRecord withdraw_override(const Change& change) {
    const Override& asked = change.decision;
    const auto same = [&](const Override& one) {
      return one.case_id == asked.case_id && one.role == asked.role && one.kind == asked.kind && one.caseworker == asked.caseworker;
    };
    if (std::erase_if(input_.overrides, same) == 0) {
      refuse(ErrorCode::unknown_id, "override", "a decision of the state with that case, role, kind and caseworker", asked.case_id.value());
    }
    touch(known_case(asked.case_id));
    touch(asked.caseworker);
    return {change.kind, asked.case_id, asked.role, asked.caseworker};
  }

  AllocationInput& input_;
  const AllocationPolicy& policy_;
  std::vector<std::string>& touched_;
  Rows<Case> cases_;
  Rows<Caseworker> caseworkers_;
  std::size_t position_ = 0;
};

}  // namespace

std::vector<std::string> named(const std::vector<Change>& changes) {
  std::vector<std::string> names;
  for (const Change& change : changes) {
    for (const CaseId& id : {change.case_row.id, change.case_id, change.decision.case_id}) {
      if (!id.empty()) names.push_back("case:" + shown(id));
    }
    for (const CaseworkerId& id : {change.caseworker_row.id, change.caseworker, change.decision.caseworker}) {
      if (!id.empty()) names.push_back("caseworker:" + shown(id));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<ChangeRecord> make_changes(AllocationInput& input, const AllocationPolicy& policy, const std::vector<Change>& changes,
                                       std::vector<std::string>& touched) {
  Editor editor(input, policy, touched);
  std::vector<ChangeRecord> records;
  records.reserve(changes.size());
  for (std::size_t i = 0; i < changes.size(); ++i) records.push_back(editor.make(changes[i], i));
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  return records;
}

}  // namespace detail

}  // namespace evenload::allocation
