// Small random offices: the plan against brute force by the levels' definition in points, the order of rows, and what explanations say.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "../../unit/allocation/scenario.hpp"
#include "people_oracle.hpp"
#include "property.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

std::string name(char prefix, int number) { return std::string(1, prefix) + std::to_string(number); }

int pick(int from, int to) { return *rc::gen::inRange(from, to); }

struct Office {
  AllocationInput input;
  AllocationPolicy policy = monday();
};

/// Rules about cases: municipalities, pairs of caseworkers, parallel roles, visits, clients, events, hand-overs, links. May do nothing.
void add_rules_about_cases(Office& office) {
  AllocationInput& input = office.input;
  if (pick(0, 4) == 0) {
    input.units = {{UnitId("u0"), "", "", "m0"}, {UnitId("u1"), "", "", pick(0, 2) == 0 ? "m0" : "m1"}};
    for (Caseworker& w : input.caseworkers) w.pool = w.unit.empty();
    if (pick(0, 2) == 0) input.agreements.push_back({"m0", "m1", pick(0, 2) == 0 ? "" : "type", std::nullopt, std::nullopt});
  }
  const int workers = static_cast<int>(input.caseworkers.size());
  const int cases = static_cast<int>(input.cases.size());
  for (int i = pick(0, 3); i > 0 && workers > 1; --i) {
    const int one = pick(0, workers);
    input.worker_pairs.push_back({CaseworkerId(name('w', one)), CaseworkerId(name('w', (one + 1) % 4))});
  }
  if (pick(0, 4) == 0) {
    RolesOfType both{"", {"lead", "second"}, {}, {}, {}};
    (pick(0, 2) == 0 ? both.same_unit : both.other_unit) = {{"second", "lead"}};
    office.policy.roles_of_type = {both};
  }
  for (Case& c : input.cases) {
    if (c.risk && pick(0, 2) == 0) c.visits = {day("2026-11-24")};
    if (pick(0, 3) == 0) c.client = "client";
    if (!c.previous_caseworker.empty() && pick(0, 3) == 0) c.transferred = day(pick(0, 3) == 0 ? "2026-10-01" : "2026-11-20");
    if (pick(0, 4) == 0) input.events.push_back({c.id, "", day("2026-11-20"), pick(0, 2) == 0 ? std::nullopt : std::optional(day("2026-11-22")), Rational(pick(1, 4), 2)});
    if (pick(0, 5) == 0 && workers > 0) {
      const CaseworkerId receiver(name('w', pick(0, workers)));
      input.handovers.push_back({c.id, "lead", "next", UnitId("u0"), day(pick(0, 3) == 0 ? "2027-03-01" : "2026-12-01"), Rational(pick(0, 3), 2), receiver});
    }
  }
  if (cases > 1 && pick(0, 4) == 0) {
    const int one = pick(0, cases);
    input.links.push_back({input.cases[static_cast<std::size_t>(one)].id, input.cases[static_cast<std::size_t>((one + 1) % cases)].id});
  }
}

/// Up to five cases and three caseworkers with everything that decides pairs: units, skills, conflicts, absence, prices, links, roles, limits.
Office any_office() {
  Office office;
  AllocationPolicy& policy = office.policy;
  policy.cost_weight = Rational(pick(0, 3), pick(1, 4));
  if (pick(0, 2) == 0) policy.balance = pick(0, 1) == 0 ? optimize::Balance::peak : optimize::Balance::leximin;
  if (pick(0, 4) == 0) policy.overload_place = optimize::OverloadPlace::after_unassigned;
  if (pick(0, 4) == 0) policy.new_cases_limit = pick(0, 3);
  const int workers = pick(0, 4);
  for (int j = 0; j < workers; ++j) {
    Caseworker w = a_worker(name('w', j), Rational(pick(0, 9), pick(1, 3)));
    w.base_load = Rational(pick(0, 6), 2);
    if (pick(0, 2) == 0) w.unit = UnitId(name('u', pick(0, 2)));
    if (pick(0, 3) == 0) w.skills["court"] = std::nullopt;
    if (pick(0, 6) == 0) w = away(w, "2026-11-20", pick(0, 2) == 0 ? "2026-11-24" : "2026-12-24");
    if (pick(0, 5) == 0) w.unwished_categories = {"type"};
    if (pick(0, 5) == 0) {
      w.protected_until = day("2027-01-01");
      w.joint_only_categories = {"type"};
    }
    office.input.caseworkers.push_back(w);
  }
  const int cases = pick(0, 5);
  for (int i = 0; i < cases; ++i) {
    Case c = a_case(name('c', i), Rational(pick(0, 8), pick(1, 3)));
    c.case_class = static_cast<CaseClass>(pick(0, 3));
    c.priority = pick(0, 4);
    if (pick(0, 3) == 0) c.unit = UnitId(name('u', pick(0, 2)));
    if (pick(0, 4) == 0) c.required_skills = {"court"};
    if (pick(0, 3) == 0) c.previous_caseworker = CaseworkerId(name('w', pick(0, 3)));
    if (pick(0, 3) == 0) c.link = name('l', pick(0, 2));
    if (pick(0, 4) == 0) c.risk = true;
    if (pick(0, 7) == 0 && workers > 0) c = held_case(c, name('w', pick(0, workers)), static_cast<AssignmentState>(pick(1, 4)));
    if (pick(0, 9) == 0) c.held_by = CaseworkerId(name('w', pick(0, 3)));
    office.input.cases.push_back(c);
    if (pick(0, 5) == 0) office.input.exclusions.push_back({c.id, CaseworkerId(name('w', pick(0, 3)))});
  }
  // One family of rules at a time: each is judged by an oracle of its own.
  if (pick(0, 2) == 0) {
    add_people_rules(office.input, office.policy);
  } else {
    add_rules_about_cases(office);
  }
  return office;
}

/// Cases that are one decision have one name.
std::string decision_of(const AllocationInput& input, const Case& c) {
  std::set<std::string> reached{c.id.value()};
  for (bool grows = true; grows;) {
    const std::size_t before = reached.size();
    for (const Case& a : input.cases) {
      for (const Case& b : input.cases) {
        const bool column = !a.link.empty() && a.link == b.link;
        const bool table = std::any_of(input.links.begin(), input.links.end(), [&](const CaseLink& l) {
          return (l.case_id == a.id && l.other == b.id) || (l.case_id == b.id && l.other == a.id);
        });
        if ((column || table) && reached.count(a.id.value()) != 0) reached.insert(b.id.value());
      }
    }
    grows = reached.size() > before;
  }
  return *reached.begin();
}

/// Slots that go together, by first case and role: links join leads with leads and seconds with seconds.
struct Slot {
  std::size_t case_index;
  std::string role;
};
std::vector<std::vector<Slot>> decisions(const AllocationInput& input, const Plan& plan) {
  std::map<std::string, std::vector<Slot>> rows;
  for (const Assignment& a : plan.assignments) {
    const auto c = std::find_if(input.cases.begin(), input.cases.end(), [&](const Case& x) { return x.id == a.case_id; });
    rows[decision_of(input, *c) + "/" + a.role].push_back(
        {static_cast<std::size_t>(c - input.cases.begin()), a.role});
  }
  std::vector<std::vector<Slot>> decisions;
  for (auto& [key, slots] : rows) decisions.push_back(std::move(slots));
  return decisions;
}

/// The levels of an assignment, from the definition: sums over slots, loads per caseworker, all in points.
struct Judge {
  const Office& office;
  const Plan& plan;  // for loads and states of slots, not for who has them

  PeopleOracle people() const { return {office.input, office.policy}; }

  std::size_t worker(const std::string& id) const {
    for (std::size_t j = 0; j < office.input.caseworkers.size(); ++j) {
      if (office.input.caseworkers[j].id.value() == id) return j;
    }
    return office.input.caseworkers.size();
  }

  static bool stands(const Case& c) { return c.state == AssignmentState::announced || c.state == AssignmentState::started; }
  static bool hands_over(const Case& c) { return c.transferred && *c.transferred > day("2026-11-09"); }

  Rational weight(const Case& c) const {
    Rational weight = *c.weight;
    for (const CaseEvent& event : office.input.events) {
      if (event.case_id == c.id && !event.until) weight = weight + event.weight;
    }
    return weight;
  }

  Rational load(const Case& c, const std::string& role) const {
    if (role != "lead") return weight(c) * Rational(1, 2);
    return hands_over(c) ? weight(c) * Rational(6, 5) : weight(c);
  }

  /// The same where the share depends on who has the role.
  Rational load(const Case& c, const std::string& role, const Caseworker& w) const {
    const Rational own = weight(c) * people().share(role, w);
    return role == "lead" && hands_over(c) ? own + weight(c) * Rational(1, 5) : own;
  }

  /// The hand-over that is near enough, or null.
  const PlannedHandover* next(const Case& c) const {
    for (const PlannedHandover& h : office.input.handovers) {
      if (h.case_id == c.id && h.on < day("2027-01-01")) return &h;
    }
    return nullptr;
  }

  /// Loads that stand: base, announced and started work, cases on hold, hand-overs given and expected.
  std::vector<Rational> standing() const {
    const AllocationInput& input = office.input;
    std::vector<Rational> loads;
    for (const Caseworker& w : input.caseworkers) loads.push_back(w.base_load);
    const auto add = [&](const CaseworkerId& id, const Rational& load) {
      if (const std::size_t j = worker(id.value()); j < loads.size()) loads[j] = loads[j] + load;
    };
    for (const Case& c : input.cases) {
      add(stands(c) ? c.current_caseworker : c.held_by, load(c, "lead"));
      if (hands_over(c) && !(stands(c) && c.current_caseworker == c.previous_caseworker)) add(c.previous_caseworker, weight(c) * Rational(1, 10));
      const PlannedHandover* h = next(c);
      if (h != nullptr && !(stands(c) && c.current_caseworker == h->caseworker)) add(h->caseworker, *h->weight);
    }
    return loads;
  }

  std::string municipality(const UnitId& unit) const {
    for (const Unit& one : office.input.units) {
      if (one.id == unit) return one.municipality;
    }
    return {};
  }
  bool crosses(const Case& c, const Caseworker& w) const {
    if (c.unit.empty() || office.input.units.empty()) return false;
    std::string own = municipality(w.unit);
    if (w.unit.empty() && office.input.units[0].municipality == office.input.units[1].municipality) own = "m0";
    return own != municipality(c.unit);
  }
  bool agreed(const Case& c, const Caseworker& w) const {
    return !office.input.agreements.empty() && municipality(c.unit) == "m0" && municipality(w.unit) == "m1";
  }

  bool together(const std::string& a, const std::string& b) const {
    return std::none_of(office.input.worker_pairs.begin(), office.input.worker_pairs.end(), [&](const WorkerPair& pair) {
      return (pair.caseworker.value() == a && pair.other.value() == b) || (pair.caseworker.value() == b && pair.other.value() == a);
    });
  }
  /// Whether lead and second of a case may be these two, as far as their units go.
  bool units_go_together(const std::string& a, const std::string& b) const {
    const auto& of_type = office.policy.roles_of_type;
    if (of_type.empty() || worker(a) == office.input.caseworkers.size()) return true;
    const UnitId& one = office.input.caseworkers[worker(a)].unit;
    const bool same = !one.empty() && one == office.input.caseworkers[worker(b)].unit;
    return of_type[0].same_unit.empty() ? !same : same;
  }

  std::vector<Rational> values(const std::vector<std::pair<std::vector<Slot>, std::string>>& chosen) const {
    const AllocationInput& input = office.input;
    const AllocationPolicy& policy = office.policy;
    std::vector<Rational> loads = standing();
    std::map<CaseClass, Rational> unassigned;
    Rational cost;
    for (const auto& [slots, id] : chosen) {
      CaseClass row_class = CaseClass::may_wait;
      for (const Slot& slot : slots) row_class = std::min(row_class, input.cases[slot.case_index].case_class);
      for (const Slot& slot : slots) {
        const Case& c = input.cases[slot.case_index];
        if (id.empty()) {
          unassigned[row_class] = unassigned[row_class] + Rational(c.priority);
          continue;
        }
        const std::size_t j = worker(id);
        loads[j] = loads[j] + load(c, slot.role, input.caseworkers[j]);
        cost = cost + Rational(price(c, input.caseworkers[j], slot.role));
      }
    }
    Rational overload;
    Rational peak;
    Rational squares;
    std::vector<Rational> ratios;
    for (std::size_t j = 0; j < loads.size(); ++j) {
      const Rational capacity = *input.caseworkers[j].capacity;
      if (capacity == Rational(0)) {
        overload = overload + loads[j];
        continue;
      }
      overload = overload + std::max(Rational(0), loads[j] - capacity);
      peak = std::max(peak, loads[j] / capacity);
      squares = squares + loads[j] * loads[j] / capacity;
      ratios.push_back(loads[j] / capacity);
    }
    std::vector<Rational> values{unassigned[CaseClass::must]};
    if (policy.overload_place == optimize::OverloadPlace::after_must) values.push_back(overload);
    values.push_back(unassigned[CaseClass::due]);
    values.push_back(unassigned[CaseClass::may_wait]);
    if (policy.overload_place == optimize::OverloadPlace::after_unassigned) values.push_back(overload);
    if (policy.balance == optimize::Balance::peak) values.push_back(peak);
    if (policy.balance == optimize::Balance::leximin) {
      std::sort(ratios.rbegin(), ratios.rend());
      values.push_back(peak);  // 0 where nobody has capacity
      values.insert(values.end(), ratios.begin(), ratios.end());
      values.push_back(policy.cost_weight * cost);
    } else {
      values.push_back(squares + policy.cost_weight * cost);
    }
    return values;
  }

  /// The default prices that any_office can meet: continuity 10 on the lead, wishes 5, late start 2 a day.
  std::int64_t price(const Case& c, const Caseworker& w, const std::string& role) const {
    std::int64_t price = 0;
    std::set<std::string> keepers;
    for (const Case& other : office.input.cases) {
      const bool same_client = !c.client.empty() && other.client == c.client && other.id != c.id;
      if (same_client && stands(other)) keepers.insert(other.current_caseworker.value());
    }
    const bool known = worker(c.previous_caseworker.value()) < office.input.caseworkers.size() && !c.transferred;
    if (keepers.empty() && known) keepers.insert(c.previous_caseworker.value());
    if (role == "lead" && !keepers.empty() && keepers.count(w.id.value()) == 0) price += 10;
    if (role == "lead" && next(c) != nullptr && next(c)->caseworker != w.id) price += 5;
    if (crosses(c, w)) price += 5;  // by agreement, else excluded
    if (!w.unwished_categories.empty()) price += 5;
    if (!w.working_time.absences.empty()) price += 4;  // Monday and Tuesday; whoever is away longer is excluded
    return price + people().price(c, role, w);
  }

  bool may(const std::vector<Slot>& slots, const Caseworker& w) const {
    for (const Slot& slot : slots) {
      const Case& c = office.input.cases[slot.case_index];
      if (!c.unit.empty() && c.unit != w.unit && !w.pool) return false;
      if (crosses(c, w) && !agreed(c, w)) return false;
      if (!c.visits.empty() && !w.working_time.absences.empty()) return false;  // all of them are away on the day of the visit
      if (!c.required_skills.empty() && w.skills.empty()) return false;
      if (!w.working_time.absences.empty() && w.working_time.absences[0].to > day("2026-11-26")) return false;
      if (w.protected_until && slot.role == "lead") return false;
      if (!people().may(c, slot.role, w)) return false;
      for (const Exclusion& e : office.input.exclusions) {
        if (e.case_id == c.id && e.caseworker == w.id) return false;
      }
    }
    return *w.capacity > Rational(0);
  }

  /// The best levels of all assignments that keep the rules.
  std::vector<Rational> best() const {
    const AllocationInput& input = office.input;
    struct Row {
      std::vector<Slot> slots;
      std::string group;
      bool leads;
      std::vector<std::string> persons;  // "" among them: left over
      std::string stands;                // who has it and keeps it
      std::set<std::string> cases;       // of which it is a part
    };
    std::vector<Row> rows;
    for (const std::vector<Slot>& slots : decisions(input, plan)) {
      Row open{{}, {}, slots[0].role == "lead", {""}, {}, {}};
      const Case& first = input.cases[slots[0].case_index];
      open.group = decision_of(input, first);
      std::set<std::string> pinned;
      for (const Slot& slot : slots) {
        const Case& c = input.cases[slot.case_index];
        if (slot.role == "lead" && (c.state == AssignmentState::announced || c.state == AssignmentState::started)) {
          Row standing{{}, open.group, true, {}, c.current_caseworker.value(), {c.id.value()}};
          rows.push_back(standing);
          pinned.insert(c.current_caseworker.value());
        } else {
          open.slots.push_back(slot);
          open.cases.insert(c.id.value());
        }
      }
      if (open.slots.empty()) continue;
      bool held = false;
      for (const Case& c : input.cases) {
        held = held || (decision_of(input, c) == open.group && !c.held_by.empty() && !stands(c));
      }
      for (const Caseworker& w : input.caseworkers) {
        if (held || !may(open.slots, w)) continue;
        if (!pinned.empty() && pinned.count(w.id.value()) == 0) continue;
        open.persons.push_back(w.id.value());
      }
      rows.push_back(open);
    }
    std::vector<Rational> best;
    std::vector<std::string> choice(rows.size());
    const auto allowed = [&] {
      std::vector<Rational> loads = standing();
      const std::vector<Rational> before = loads;
      std::vector<std::set<const Case*>> new_cases(loads.size());
      std::vector<std::vector<std::pair<const Case*, std::string>>> new_slots(loads.size());
      std::map<std::string, std::int64_t> decisions;
      std::map<std::string, bool> lead_open;
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (rows[r].leads && rows[r].stands.empty() && choice[r].empty()) lead_open[rows[r].group] = true;
        for (std::size_t s = 0; s < r; ++s) {
          const std::string& a = rows[r].stands.empty() ? choice[r] : rows[r].stands;
          const std::string& b = rows[s].stands.empty() ? choice[s] : rows[s].stands;
          if (rows[r].group != rows[s].group || rows[r].leads == rows[s].leads || a.empty() || b.empty()) continue;
          if (a == b || !together(a, b)) return false;
          const bool share_a_case = std::any_of(rows[r].cases.begin(), rows[r].cases.end(), [&](const auto& c) { return rows[s].cases.count(c) != 0; });
          const std::string& lead = rows[r].leads ? a : b;
          if (share_a_case && !units_go_together(lead, rows[r].leads ? b : a)) return false;
        }
      }
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (choice[r].empty()) continue;
        if (!rows[r].leads && lead_open[rows[r].group]) return false;
        const std::size_t j = worker(choice[r]);
        for (const Slot& slot : rows[r].slots) {
          const Case& c = input.cases[slot.case_index];
          const Caseworker& w = input.caseworkers[j];
          loads[j] = loads[j] + load(c, slot.role, w);
          new_cases[j].insert(&c);
          new_slots[j].emplace_back(&c, slot.role);
          if (people().lacks_delegation(c, w, slot.role)) ++decisions[people().decider(c, w)];
        }
        if (loads[j] > *input.caseworkers[j].capacity * Rational(5, 4)) return false;
        const auto& limit = office.policy.new_cases_limit;
        if (limit && static_cast<std::int64_t>(new_cases[j].size()) > *limit) return false;
      }
      for (std::size_t j = 0; j < loads.size(); ++j) {
        if (!people().keeps_limits(input.caseworkers[j], new_cases[j], new_slots[j], before[j])) return false;
      }
      return people().keeps_rooms(decisions);
    };
    const std::function<void(std::size_t)> search = [&](std::size_t r) {
      if (r == rows.size()) {
        if (!allowed()) return;
        std::vector<std::pair<std::vector<Slot>, std::string>> chosen;
        for (std::size_t i = 0; i < rows.size(); ++i) {
          if (rows[i].stands.empty()) chosen.emplace_back(rows[i].slots, choice[i]);
        }
        std::vector<Rational> found = values(chosen);
        if (best.empty() || found < best) best = std::move(found);
        return;
      }
      if (!rows[r].stands.empty()) {
        choice[r].clear();
        search(r + 1);
        return;
      }
      for (const std::string& person : rows[r].persons) {
        choice[r] = person;
        search(r + 1);
      }
    };
    search(0);
    return best;
  }

  /// The levels of the plan itself, by the same definition.
  std::vector<Rational> of_plan() const {
    std::vector<std::pair<std::vector<Slot>, std::string>> chosen;
    for (const std::vector<Slot>& slots : decisions(office.input, plan)) {
      std::vector<Slot> open;
      std::string id;
      for (const Slot& slot : slots) {
        const Case& c = office.input.cases[slot.case_index];
        if (slot.role == "lead" && (c.state == AssignmentState::announced || c.state == AssignmentState::started)) continue;
        open.push_back(slot);
        id = who(plan, c.id.value(), slot.role);
      }
      if (!open.empty()) chosen.emplace_back(open, id);
    }
    return values(chosen);
  }
};

template <class Rows>
void shuffle(Rows& rows) {
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[static_cast<std::size_t>(pick(0, static_cast<int>(i)))]);
}

bool protects(const Reason& reason) { return is_protected(reason.code); }

/// Texts in a reason that name a caseworker other than `except`.
bool names_another(const Reason& reason, const AllocationInput& input, const std::string& except) {
  return std::any_of(reason.parameters.begin(), reason.parameters.end(), [&](const auto& parameter) {
    const auto* text = std::get_if<std::string>(&parameter.second);
    return text != nullptr && *text != except &&
           std::any_of(input.caseworkers.begin(), input.caseworkers.end(), [&](const Caseworker& w) { return w.id.value() == *text; });
  });
}

}  // namespace

TEST_CASE("the plan is as good as the best of all plans, level by level, in points") {
  evenload::test::property("brute force", [] {
    const Office office = any_office();
    const Plan plan = allocate(office.input, office.policy);
    const Judge judge{office, plan};
    const std::vector<Rational> best = judge.best();
    const std::vector<Rational> found = judge.of_plan();
    RC_ASSERT(found == best);
    // What the plan says of itself: values as judged, bounds not above them; levels of classes that do not occur are 0.
    std::map<LevelKind, double> said;
    for (const optimize::Level& level : plan.levels) {
      said[level.kind] = level.value;
      RC_ASSERT(level.bound <= level.value);
    }
    std::vector<LevelKind> order{LevelKind::unassigned_must, LevelKind::overload, LevelKind::unassigned_due, LevelKind::unassigned_may_wait};
    if (office.policy.overload_place == optimize::OverloadPlace::after_unassigned) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
    if (office.policy.balance == optimize::Balance::peak) order.push_back(LevelKind::peak);
    if (office.policy.balance == optimize::Balance::leximin) {
      order.push_back(LevelKind::leximin);
      const double cost = found.back().to_double();
      RC_ASSERT(std::abs(said[LevelKind::cost] - cost) <= 1e-9 * (1 + cost));
      RC_ASSERT(plan.sorted_ratios.has_value());
      RC_ASSERT(plan.sorted_ratios->proven == static_cast<std::int64_t>(plan.sorted_ratios->ratios.size()));
    } else {
      order.push_back(LevelKind::balance);
    }
    for (std::size_t k = 0; k < order.size(); ++k) {
      const double judged = found[k].to_double();
      RC_ASSERT(std::abs(said[order[k]] - judged) <= 1e-9 * (1 + std::abs(judged)));
    }
  });
}

TEST_CASE("permuting the rows permutes the answer and nothing else") {
  evenload::test::property("permutation", [] {
    const Office office = any_office();
    Office shuffled = office;
    shuffle(shuffled.input.cases);
    shuffle(shuffled.input.caseworkers);
    shuffle(shuffled.input.exclusions);
    shuffle(shuffled.input.delegations);
    shuffle(shuffled.input.deciders);
    shuffle(shuffled.input.duty);
    shuffle(shuffled.input.protection);
    shuffle(shuffled.input.travel);
    shuffle(shuffled.input.specialisms);
    shuffle(shuffled.input.events);
    shuffle(shuffled.input.handovers);
    shuffle(shuffled.input.worker_pairs);
    shuffle(shuffled.input.links);
    const Plan a = allocate(office.input, office.policy);
    const Plan b = allocate(shuffled.input, shuffled.policy);
    for (const Assignment& one : a.assignments) {
      const Assignment& other = assignment(b, one.case_id.value(), one.role);
      RC_ASSERT(one.caseworker == other.caseworker);
      RC_ASSERT(one.state == other.state);
      RC_ASSERT(one.cost == other.cost);
      RC_ASSERT(one.load == other.load);
    }
    for (const CaseworkerLoad& one : a.loads) {
      const CaseworkerLoad& other = load_of(b, one.caseworker.value());
      RC_ASSERT(one.load_after == other.load_after);
      RC_ASSERT(one.load_before == other.load_before);
      RC_ASSERT(one.new_cases == other.new_cases);
    }
    RC_ASSERT(a.undistributed.size() == b.undistributed.size());
    for (std::size_t i = 0; i < a.undistributed.size(); ++i) {
      RC_ASSERT(a.undistributed[i].case_id == b.undistributed[i].case_id);
      RC_ASSERT(a.undistributed[i].reason == b.undistributed[i].reason);
      RC_ASSERT(a.undistributed[i].relaxation.has_value() == b.undistributed[i].relaxation.has_value());
      if (a.undistributed[i].relaxation) RC_ASSERT(a.undistributed[i].relaxation->caseworker == b.undistributed[i].relaxation->caseworker);
    }
    RC_ASSERT(a.notices == b.notices);
    RC_ASSERT(a.work == b.work);
  });
}

TEST_CASE("explanations agree with the plan and with the rules") {
  evenload::test::property("explanations", [] {
    const Office office = any_office();
    const Plan plan = allocate(office.input, office.policy);
    for (const Assignment& a : plan.assignments) {
      const Explanation e = explain(office.input, office.policy, plan, a.case_id, a.role, Audience::allocator, 1000);
      RC_ASSERT(e.caseworker == a.caseworker);
      RC_ASSERT(!e.why.empty());
      RC_ASSERT(e.alternatives.size() + e.excluded.size() == office.input.caseworkers.size());
      const bool stands = a.state == AssignmentState::announced || a.state == AssignmentState::started;
      if (plan.outcome == Outcome::optimal && !stands && !a.caseworker.empty()) {
        RC_ASSERT(e.alternatives.front().chosen || std::all_of(e.alternatives.front().differences.begin(), e.alternatives.front().differences.end(),
                                                               [](const LevelDifference& d) { return d.difference == 0; }));
        for (const Alternative& other : e.alternatives) {
          for (const LevelDifference& d : other.differences) {
            RC_ASSERT(d.difference >= 0);
            if (d.difference > 0) break;
          }
        }
      }
      for (const ExcludedCaseworker& excluded : e.excluded) {
        RC_ASSERT(!excluded.reasons.empty());
        const std::vector<Reason> hard = why_not(office.input, office.policy, a.case_id, a.role, excluded.caseworker);
        if (!hard.empty()) RC_ASSERT(std::all_of(hard.begin(), hard.end(), [&](const Reason& r) { return has(excluded.reasons, r.code); }));
      }
      for (const Alternative& other : e.alternatives) {
        if (!other.chosen) RC_ASSERT(why_not(office.input, office.policy, a.case_id, a.role, other.caseworker).empty());
      }
    }
  });
}

TEST_CASE("no reader but the allocator learns of absence, conflict, protection, or of others' loads") {
  evenload::test::property("audiences", [] {
    const Office office = any_office();
    const Plan plan = allocate(office.input, office.policy);
    for (const Assignment& a : plan.assignments) {
      for (const Audience audience : {Audience::caseworker, Audience::colleague, Audience::case_file}) {
        const Explanation e = explain(office.input, office.policy, plan, a.case_id, a.role, audience, 1000);
        const std::string holder = e.caseworker.value();
        RC_ASSERT(!e.relaxation);
        RC_ASSERT(e.alternatives.size() <= (audience == Audience::caseworker ? 1u : 0u));
        if (audience != Audience::colleague) RC_ASSERT(e.excluded.empty());
        std::vector<Reason> all = e.why;
        for (const Alternative& alternative : e.alternatives) {
          RC_ASSERT(alternative.caseworker == e.caseworker);
          RC_ASSERT(alternative.cost == 0);
          RC_ASSERT(alternative.differences.empty());
          all.insert(all.end(), alternative.reasons.begin(), alternative.reasons.end());
        }
        for (const ExcludedCaseworker& excluded : e.excluded) all.insert(all.end(), excluded.reasons.begin(), excluded.reasons.end());
        for (const Reason& reason : all) {
          RC_ASSERT(!protects(reason));
          RC_ASSERT(!names_another(reason, office.input, holder));
          for (const auto& [key, value] : reason.parameters) {
            const bool load = key == "load" || key == "base_load" || key == "hard_limit" || key == "difference";
            RC_ASSERT(!load);
          }
        }
      }
    }
  });
}
