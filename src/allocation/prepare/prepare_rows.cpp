// Decisions: which slots go to one person, which to different ones. Equation (6) of docs/models/allocation.md.
#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "prepared.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation::detail {

namespace {

/// Disjoint sets; the smallest member stands for its set.
class IndexSets {
 public:
  explicit IndexSets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0); }
  Index find(Index one) {
    while (parent_[at(one)] != one) one = parent_[at(one)] = parent_[at(parent_[at(one)])];
    return one;
  }
  void join(Index a, Index b) {
    a = find(a);
    b = find(b);
    parent_[at(std::max(a, b))] = std::min(a, b);
  }

 private:
  std::vector<Index> parent_;
};

Index slot_of_role(const Prepared& p, const PreparedCase& c, const std::string& role) {
  for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
    if (p.role(p.slots[at(k)]).name == role) return k;
  }
  return none;
}

/// Cases that are one decision, by first case: those that are linked, every other case alone. Links chain, so a ring of them is a chain
/// with one link too many. Where continuity is hard, a client's open cases are linked, too.
std::vector<std::vector<Index>> linked_cases(Prepared& p) {
  IndexSets sets(p.cases.size());
  std::map<std::string_view, Index> first_of_link;
  std::map<std::string_view, Index> first_of_client;
  const bool by_client = p.policy->rule(Rule::continuity).mode == RuleMode::hard;
  for (std::size_t i = 0; i < p.cases.size(); ++i) {
    PreparedCase& c = p.cases[i];
    const Case& row = *c.row;
    if (!row.link.empty()) sets.join(first_of_link.try_emplace(row.link, to_index(i)).first->second, to_index(i));
    if (!by_client || row.client.empty() || p.slots[at(c.first_slot)].stands) continue;
    sets.join(first_of_client.try_emplace(row.client, to_index(i)).first->second, to_index(i));
  }
  for (const CaseLink& link : p.input->links) sets.join(p.case_of.at(link.case_id), p.case_of.at(link.other));

  std::vector<std::vector<Index>> groups;
  std::vector<Index> group_of(p.cases.size(), none);
  for (std::size_t i = 0; i < p.cases.size(); ++i) {
    Index& group = group_of[at(sets.find(to_index(i)))];
    if (group == none) {
      group = to_index(groups.size());
      groups.emplace_back();
    }
    groups[at(group)].push_back(to_index(i));
  }
  for (const std::vector<Index>& group : groups) {
    if (group.size() < 2) continue;
    for (const Index i : group) {
      const Case& row = *p.cases[at(i)].row;
      p.cases[at(i)].link = row.link.empty() ? p.cases[at(group.front())].row->id.value() : row.link;
    }
  }
  return groups;
}

/// Leads go together, other roles by name, and roles of a case that the policy wants with one person.
void join_slots(const Prepared& p, const std::vector<Index>& cases, IndexSets& sets) {
  std::map<Index, Index> first_of_role;
  for (const Index i : cases) {
    const PreparedCase& c = p.cases[at(i)];
    sets.join(c.first_slot, p.cases[at(cases.front())].first_slot);
    for (Index k = c.first_slot + 1; k < c.first_slot + c.slot_count; ++k) {
      sets.join(k, first_of_role.try_emplace(p.slots[at(k)].role, k).first->second);
    }
    for (const auto& pair : c.same_person) {
      const Index a = slot_of_role(p, c, pair[0]);
      const Index b = slot_of_role(p, c, pair[1]);
      if (a != none && b != none) sets.join(a, b);
    }
  }
}

/// The unit that has to be the caseworker's: the role's own, else the case's.
void add_unit(const Prepared& p, Member& member, const Role& role) {
  if (role.any_unit) return;
  const Index unit = role.unit.empty() ? p.cases[at(member.case_index)].unit : unit_number(p, role.unit);
  const auto place = std::lower_bound(member.units.begin(), member.units.end(), unit);
  if (unit != none && (place == member.units.end() || *place != unit)) member.units.insert(place, unit);
}

void add_to_member(const Prepared& p, Row& row, Index number) {
  const Slot& slot = p.slots[at(number)];
  if (row.members.empty() || row.members.back().case_index != slot.case_index) {
    Member member;
    member.case_index = slot.case_index;
    row.members.push_back(std::move(member));
  }
  Member& member = row.members.back();
  const Role& role = p.role(slot);
  member.slots.push_back(number);
  member.leads = member.leads || slot.position == 0;
  member.needs_delegation = member.needs_delegation || role.needs_delegation;
  member.student_may = member.student_may && role.student_may;
  member.protected_may = member.protected_may && role.protected_may && slot.position != 0;
  const PreparedCase& of_case = p.cases[at(slot.case_index)];
  if (slot.newcomer_load != slot.load) {
    member.newcomer_extra = at_row("cases", of_case.input_row, [&] { return member.newcomer_extra + slot.newcomer_load - slot.load; });
  }
  const Index second = slot_of_role(p, of_case, p.policy->second_role);
  member.two_workers = second != none && second != of_case.first_slot;
  for (const std::string& skill : role.required_skills) {
    const Index skill_number = p.names.find(skill);
    if (std::find(member.role_skills.begin(), member.role_skills.end(), skill_number) == member.role_skills.end()) {
      member.role_skills.push_back(skill_number);
    }
  }
  add_unit(p, member, role);
  const bool had = slot.state == AssignmentState::announced || slot.state == AssignmentState::started;
  if (had && member.current_holder == none) member.current_holder = slot.holder;
  // The language is asked of the lead, so an interpreter weighs on that role.
  if (slot.position == 0) {
    const PreparedCase& c = p.cases[at(slot.case_index)];
    if (c.interpreter_extra > Rational(0) && c.weight > Rational(0)) {
      member.interpreter_extra = at_row("cases", c.input_row, [&] { return c.interpreter_extra * (slot.load - c.handover_load) / c.weight; });
    }
  }
}

void fix_row(const Prepared& p, Row& row, Index slot_number) {
  const Index decision = p.slots[at(slot_number)].assigned_by;
  const CaseworkerId& caseworker = p.input->overrides[at(decision)].caseworker;
  const Index person = p.person_of.at(caseworker);
  if (row.fixed != none && row.fixed != person) {
    const auto [earlier, later] = std::minmax(row.fixed_by, decision);
    refuse_row(ErrorCode::contradiction, "overrides", "caseworker", at(later),
               "one person for what is one decision, as in row " + std::to_string(earlier), p.input->overrides[at(later)].caseworker.value());
  }
  if (row.fixed != none && row.fixed_by <= decision) return;
  row.fixed = person;
  row.fixed_by = decision;
}

Row make_row(const Prepared& p, const std::vector<Index>& slots, bool stands) {
  Row row;
  row.stands = stands;
  row.row_class = CaseClass::may_wait;
  for (const Index number : slots) {
    const Slot& slot = p.slots[at(number)];
    const PreparedCase& c = p.cases[at(slot.case_index)];
    add_to_member(p, row, number);
    row.leads = row.leads || slot.position == 0;
    row.row_class = std::min(row.row_class, c.row->case_class);
    at_row("cases", c.input_row, [&] {
      row.load = row.load + slot.load;
      row.priority = checked_add(row.priority, c.row->priority);
    });
    if (row.start == none) row.start = slot.holder;
    if (slot.assigned_by != none) fix_row(p, row, number);
    if (slot.left_by != none && row.left_by == none) row.left_by = slot.left_by;
    if (c.held && slot.position == 0 && c.held_by != none) row.holds.emplace_back(c.held_by, slot.load);
  }
  if (row.fixed != none) row.left_by = none;
  return row;
}

/// Rows of one set of linked cases.
class GroupBuilder {
 public:
  GroupBuilder(Prepared& p, IndexSets& sets, const std::vector<Index>& cases) : p_(p), sets_(sets), cases_(cases) {}

  void build() {
    split();
    for (const auto& [set, open] : open_) add_open(set, open);
    for (const auto& [set, standing] : standing_) {
      for (const Index slot : standing) add_standing(set, slot);
    }
    link_rows();
    tie_rows();
    check_fixed();
  }

 private:
  void split() {
    for (const Index i : cases_) {
      const PreparedCase& c = p_.cases[at(i)];
      if (c.held && held_ == none) held_ = i;
      for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
        (p_.slots[at(k)].stands ? standing_ : open_)[sets_.find(k)].push_back(k);
      }
    }
  }

  void add_open(Index set, const std::vector<Index>& slots) {
    Row row = make_row(p_, slots, false);
    if (row.fixed == none && row.left_by == none) row.held_case = held_;
    note_taken(row, set);
    if (const auto same = standing_.find(set); same != standing_.end()) {
      for (const Index slot : same->second) {
        if (p_.slots[at(slot)].holder != none) row.stays_with.push_back(p_.slots[at(slot)].holder);
      }
    }
    std::sort(row.stays_with.begin(), row.stays_with.end());
    row.stays_with.erase(std::unique(row.stays_with.begin(), row.stays_with.end()), row.stays_with.end());
    rows_.push_back(add(std::move(row), slots));
  }

  /// What stands is a row, too: explanations ask what else could have been done with it.
  void add_standing(Index set, Index number) {
    const Slot& slot = p_.slots[at(number)];
    Row row = make_row(p_, {number}, true);
    if (slot.holder != none) row.holds.emplace_back(slot.holder, load_with(slot, p_.persons[at(slot.holder)]));
    note_taken(row, set);
    standing_rows_.push_back(add(std::move(row), {number}));
  }

  void note_taken(Row& row, Index set) const {
    for (const auto& [other, standing] : standing_) {
      if (other == set) continue;
      for (const Index slot : standing) {
        if (p_.slots[at(slot)].holder != none) row.taken.emplace_back(p_.slots[at(slot)].holder, slot);
      }
    }
  }

  Index add(Row row, const std::vector<Index>& slots) {
    const Index number = to_index(p_.rows.size());
    for (const Index slot : slots) p_.slots[at(slot)].row = number;
    p_.rows.push_back(std::move(row));
    return number;
  }

  void link_rows() {
    if (rows_.empty() || rows_.size() + standing_rows_.size() < 2) return;
    Group group;
    group.rows = rows_;
    for (const Index row : rows_) {
      p_.rows[at(row)].group = to_index(p_.groups.size());
      if (p_.rows[at(row)].leads) group.lead = row;
    }
    for (const Index row : standing_rows_) p_.rows[at(row)].group = to_index(p_.groups.size());
    p_.groups.push_back(std::move(group));
  }

  /// Roles of a case that go to one unit, or to different ones.
  void tie_rows() {
    if (p_.policy->rule(Rule::parallel_roles).mode == RuleMode::off) return;
    for (const Index i : cases_) {
      const PreparedCase& c = p_.cases[at(i)];
      if (c.of_type == nullptr) continue;
      for (const auto& pair : c.of_type->same_unit) tie(c, pair, true);
      for (const auto& pair : c.of_type->other_unit) tie(c, pair, false);
    }
  }

  void tie(const PreparedCase& c, const std::array<std::string, 2>& roles, bool alike) {
    const Index a = slot_of_role(p_, c, roles[0]);
    const Index b = slot_of_role(p_, c, roles[1]);
    if (a == none || b == none) return;
    const Index one = p_.slots[at(a)].row;
    const Index other = p_.slots[at(b)].row;
    if (one == other) return;  // one person, one unit
    p_.rows[at(one)].ties.emplace_back(other, alike);
    p_.rows[at(other)].ties.emplace_back(one, alike);
  }

  void check_fixed() const {
    for (std::size_t a = 0; a < rows_.size(); ++a) {
      const Row& row = p_.rows[at(rows_[a])];
      if (row.fixed == none) continue;
      for (std::size_t b = 0; b < a; ++b) {
        const Row& other = p_.rows[at(rows_[b])];
        if (other.fixed == row.fixed) refuse_same_person(std::max(row.fixed_by, other.fixed_by));
      }
      for (const auto& [person, slot] : row.taken) {
        if (person == row.fixed) refuse_same_person(row.fixed_by);
      }
    }
  }

  [[noreturn]] void refuse_same_person(Index decision) const {
    refuse_row(ErrorCode::contradiction, "overrides", "caseworker", at(decision), "different people for different roles of a case",
               p_.input->overrides[at(decision)].caseworker.value() + " in two of them");
  }

  Prepared& p_;
  IndexSets& sets_;
  const std::vector<Index>& cases_;
  std::map<Index, std::vector<Index>> open_;
  std::map<Index, std::vector<Index>> standing_;
  std::vector<Index> rows_;
  std::vector<Index> standing_rows_;
  Index held_ = none;
};

}  // namespace

void prepare_rows(Prepared& p) {
  for (const Role& role : p.policy->roles) {
    for (const std::string& skill : role.required_skills) p.names.number(skill);
  }
  IndexSets sets(p.slots.size());
  for (const std::vector<Index>& cases : linked_cases(p)) {
    join_slots(p, cases, sets);
    GroupBuilder(p, sets, cases).build();
  }
  for (const Row& row : p.rows) {
    if (!row.stands) ++p.open_of_class[static_cast<std::size_t>(row.row_class)];
  }
}

}  // namespace evenload::allocation::detail
