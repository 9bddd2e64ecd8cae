// Why a decision is left over, and the order in which a person looks at what is left.
#include "undistributed.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>

#include "evenload/allocation/allocate.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/rules/alike.hpp"
#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

/// Persons who may take the row as far as rules go: too much base load is want of room, not a rule.
std::vector<Index> allowed_by_rules(const Prepared& p, const Candidates& candidates, const Row& row) {
  std::vector<Index> allowed;
  for (const Index person : candidates.of(row)) {
    const bool barred = !for_each_barrier(p, row, person, [](const Barrier& barrier, const auto&) {
      return barrier.code == ReasonCode::base_past_hard_limit;
    });
    if (!barred) allowed.push_back(person);
  }
  return allowed;
}

/// Can every row get a person of its own? Augmenting paths; groups are small.
class Distinct {
 public:
  explicit Distinct(std::vector<std::vector<Index>> allowed) : allowed_(std::move(allowed)) {}

  bool possible() {
    for (std::size_t row = 0; row < allowed_.size(); ++row) {
      seen_.clear();
      if (!place(row)) return false;
    }
    return true;
  }

 private:
  bool place(std::size_t row) {
    for (const Index person : allowed_[row]) {
      if (std::find(seen_.begin(), seen_.end(), person) != seen_.end()) continue;
      seen_.push_back(person);
      const auto taken = std::find_if(taken_.begin(), taken_.end(), [&](const auto& t) { return t.first == person; });
      if (taken == taken_.end()) {
        taken_.emplace_back(person, row);
        return true;
      }
      const std::size_t other = taken->second;
      if (!place(other)) continue;
      // `other` moved on, which may have grown the list: look again.
      std::find_if(taken_.begin(), taken_.end(), [&](const auto& t) { return t.first == person && t.second == other; })->second = row;
      return true;
    }
    return false;
  }

  std::vector<std::vector<Index>> allowed_;
  std::vector<Index> seen_;
  std::vector<std::pair<Index, std::size_t>> taken_;
};

/// Can every row get a person with whom the others may have theirs? Tries them all, within reason: groups are small, and so is the chance
/// that a pair which may not meet is in the way.
class Compatible {
 public:
  Compatible(const Prepared& p, const std::vector<Index>& rows, const std::vector<std::vector<Index>>& allowed)
      : p_(p), rows_(rows), allowed_(allowed), chosen_(rows.size(), none) {}
  bool possible() { return place(0); }

 private:
  bool place(std::size_t row) {
    if (row == rows_.size()) return true;
    for (const Index person : allowed_[row]) {
      if (--left_ < 0) return true;  // not proven impossible
      bool clashes = false;
      for (std::size_t other = 0; other < row && !clashes; ++other) {
        clashes = clash_of(p_, p_.rows[at(rows_[row])], person, rows_[other], chosen_[other]) != Clash::nothing;
      }
      chosen_[row] = person;
      if (!clashes && place(row + 1)) return true;
    }
    return false;
  }

  const Prepared& p_;
  const std::vector<Index>& rows_;
  const std::vector<std::vector<Index>>& allowed_;
  std::vector<Index> chosen_;
  std::int64_t left_ = 1'000'000;
};

bool group_lacks_people(const Prepared& p, const Candidates& candidates, const Group& group) {
  std::vector<Index> rows;
  std::vector<std::vector<Index>> allowed;
  for (const Index number : group.rows) {
    const Row& row = p.rows[at(number)];
    if (row.undecidable()) continue;
    std::vector<Index> persons = row.fixed != none ? std::vector<Index>{row.fixed} : allowed_by_rules(p, candidates, row);
    if (persons.empty()) continue;  // a row that nobody may take has a reason of its own
    rows.push_back(number);
    allowed.push_back(std::move(persons));
  }
  if (!Distinct(allowed).possible()) return true;
  const bool tied = std::any_of(rows.begin(), rows.end(), [&](Index row) { return !p.rows[at(row)].ties.empty(); });
  return (tied || !p.input->worker_pairs.empty()) && !Compatible(p, rows, allowed).possible();
}

/// The reason where rules, not load, leave nobody.
std::optional<Reason> contradiction_of(const Prepared& p, const Candidates& candidates, const Row& row) {
  const auto role_reason = [&] {
    const Slot& slot = p.slots[at(row.members.front().slots.front())];
    return make_reason(ReasonCode::two_workers_needed, text_of("role", p.role(slot).name));
  };
  if (!allowed_by_rules(p, candidates, row).empty()) {
    if (row.group != none && group_lacks_people(p, candidates, p.groups[at(row.group)])) return role_reason();
    return std::nullopt;
  }
  // Would somebody do if the other roles had other people?
  for (const Index person : candidates.of(row)) {
    const bool only_taken = for_each_barrier(p, row, person, [](const Barrier& barrier, const auto&) {
      return barrier.code == ReasonCode::role_needs_other_person || barrier.code == ReasonCode::kept_apart ||
             barrier.code == ReasonCode::role_in_wrong_unit || barrier.code == ReasonCode::base_past_hard_limit;
    });
    if (only_taken) return role_reason();
  }
  // Would each of the linked cases find somebody alone?
  const std::string& link = p.cases[at(row.members.front().case_index)].link;
  if (!link.empty() && (row.members.size() > 1 || !row.stays_with.empty())) {
    Row alone = row;
    alone.stays_with.clear();
    const bool each = std::all_of(row.members.begin(), row.members.end(), [&](const Member& member) {
      alone.members = {member};
      return !allowed_by_rules(p, candidates, alone).empty();
    });
    if (each) return make_reason(ReasonCode::linked_cases_share_nobody, text_of("link", link));
  }
  return make_reason(ReasonCode::no_eligible_caseworker);
}

Reason reason_of_hold(const Case& row) {
  Reason reason = make_reason(ReasonCode::held, text_of("held_by", row.held_by.value()));
  if (row.held_until) reason.parameters.push_back(date_of("held_until", *row.held_until));
  return reason;
}

/// What lists are sorted by: class, slack (none last), waiting (longest first, none last), id, role.
auto rank_key(const Undistributed& entry, Index slot) {
  return std::tuple(entry.case_class, !entry.slack_days.has_value(), entry.slack_days.value_or(0), !entry.waiting_days.has_value(),
                    -entry.waiting_days.value_or(0), slot);  // slots are in the order of case ids and roles
}

Undistributed entry_of(const Prepared& p, const Slot& slot, const Reason& reason, const std::optional<Relaxation>& relaxation) {
  const PreparedCase& c = p.cases[at(slot.case_index)];
  Undistributed entry;
  entry.case_id = c.row->id;
  entry.role = p.role(slot).name;
  entry.case_class = c.row->case_class;
  entry.unit = c.row->unit;
  entry.load = slot.load;
  if (c.deadline) entry.slack_days = (*c.deadline - p.on).count();
  if (c.received) entry.waiting_days = std::max<std::int64_t>(0, (p.on - *c.received).count());
  entry.reason = reason;
  entry.relaxation = relaxation;
  if (c.held) {
    entry.held_by = c.row->held_by;
    entry.held_until = c.row->held_until;
  }
  return entry;
}

struct Finding {
  Reason reason;
  std::optional<Relaxation> relaxation;
};

/// Findings for rows that are left over; rows that look alike, weigh the same and stand alone share one.
class LeftOver {
 public:
  LeftOver(const Prepared& p, const Quotas& quotas, const State& state, Stage stage)
      : p_(p), candidates_(p), start_(p, quotas), state_(state), stage_(stage) {}

  const Finding& of(Index number) {
    const Row& row = p_.rows[at(number)];
    if (row.undecidable() || row.fixed != none || row.group != none || row.members.size() > 1 || !row.stays_with.empty()) {
      alone_ = find(number);
      return alone_;
    }
    signature_.clear();
    append_signature(p_, row, signature_);
    for (const std::int64_t value : {row.scaled_load, row.members.front().scaled_interpreter_extra, static_cast<std::int64_t>(row.row_class)}) {
      signature_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    const auto known = shared_.find(signature_);
    return known != shared_.end() ? known->second : shared_.emplace(signature_, find(number)).first->second;
  }

 private:
  Finding find(Index number) const {
    Reason reason = reason_left_over(p_, candidates_, start_, state_, number, stage_);
    std::optional<Relaxation> relaxation = cheapest_relaxation(p_, candidates_, state_, number, reason);
    return {std::move(reason), std::move(relaxation)};
  }

  const Prepared& p_;
  Candidates candidates_;
  State start_;
  const State& state_;
  Stage stage_;
  Finding alone_;
  std::string signature_;
  std::unordered_map<std::string, Finding> shared_;
};

}  // namespace

Reason reason_left_over(const Prepared& p, const Candidates& candidates, const State& start, const State& state, Index number, Stage stage) {
  const Row& row = p.rows[at(number)];
  if (row.left_by != none) {
    return make_reason(ReasonCode::left_by_override, text_of("reason", p.input->overrides[at(row.left_by)].reason));
  }
  if (row.held_case != none) return reason_of_hold(*p.cases[at(row.held_case)].row);
  if (row.fixed != none) return make_reason(ReasonCode::awaiting_allocation);
  const Index lead = row.group == none ? none : p.groups[at(row.group)].lead;
  const bool waits = lead != none && lead != number && state.person_of(lead) == none;
  const std::optional<Reason> contradiction = contradiction_of(p, candidates, row);
  if (contradiction && (!waits || contradiction->code != ReasonCode::two_workers_needed)) return *contradiction;
  if (waits && (stage == Stage::proposed || p.rows[at(lead)].undecidable())) {
    return make_reason(ReasonCode::lead_not_placed, text_of("role", p.role(p.slots[at(row.members.front().slots.front())]).name));
  }
  if (contradiction) return *contradiction;

  bool fits_now = false;
  bool fits_at_start = false;
  bool fits_without_overload = false;
  for (const Index person : eligible_persons(p, candidates, row)) {
    fits_at_start = fits_at_start || start.fits(number, person);
    if (state.taken_by_group(number, person) || !state.fits(number, person)) continue;
    fits_now = true;
    const Person& who = p.persons[at(person)];
    const std::int64_t load = pair_load(p, row, person);
    fits_without_overload = fits_without_overload || load == 0 || state.load(person) + load <= who.scaled_capacity;
  }
  if (!fits_at_start) return make_reason(ReasonCode::no_room);
  if (!fits_now) return make_reason(ReasonCode::displaced_by_others);
  if (stage == Stage::as_it_stands || fits_without_overload || row.row_class == CaseClass::must) {
    return make_reason(ReasonCode::awaiting_allocation);
  }
  return make_reason(ReasonCode::would_overload);
}

std::vector<Undistributed> list_undistributed(const Prepared& p, const Quotas& quotas, const State& state, Stage stage) {
  std::vector<std::pair<Index, Undistributed>> entries;
  LeftOver left_over(p, quotas, state, stage);
  for (std::size_t r = 0; r < p.rows.size(); ++r) {
    const Index number = to_index(r);
    const Row& row = p.rows[r];
    if (row.stands || state.person_of(number) != none) continue;
    const Finding& finding = left_over.of(number);
    for (const Member& member : row.members) {
      for (const Index slot : member.slots) entries.emplace_back(slot, entry_of(p, p.slots[at(slot)], finding.reason, finding.relaxation));
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return rank_key(a.second, a.first) < rank_key(b.second, b.first); });
  std::vector<Undistributed> list;
  list.reserve(entries.size());
  for (auto& [slot, entry] : entries) {
    entry.rank = static_cast<std::int64_t>(list.size()) + 1;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace evenload::allocation::detail

namespace evenload::allocation {

std::vector<Undistributed> undistributed(const AllocationInput& input, const AllocationPolicy& policy) {
  const detail::Prepared p = detail::prepare(input, policy);
  const detail::Quotas quotas(p);
  return detail::list_undistributed(p, quotas, detail::State(p, quotas), detail::Stage::as_it_stands);
}

}  // namespace evenload::allocation
