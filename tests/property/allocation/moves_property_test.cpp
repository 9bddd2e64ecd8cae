// rebalance and replan against all plans of small random offices, by the levels' definition in points.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "../../unit/allocation/scenario.hpp"
#include "evenload/allocation/rebalance.hpp"
#include "evenload/allocation/replan.hpp"
#include "property.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;
using optimize::LevelKind;

namespace {

std::string name_of(char prefix, int number) { return std::string(1, prefix) + std::to_string(number); }
int roll(int from, int to) { return *rc::gen::inRange(from, to); }

struct Week {
  AllocationInput input;
  AllocationPolicy policy = monday();
};

Week any_week(bool standing) {
  Week week;
  week.policy.cost_weight = Rational(roll(0, 3), roll(1, 4));
  if (roll(0, 4) == 0) week.policy.balance = optimize::Balance::peak;
  if (roll(0, 4) == 0) week.policy.overload_place = optimize::OverloadPlace::after_unassigned;
  if (roll(0, 4) == 0) week.policy.new_cases_limit = roll(0, 3);
  const int workers = roll(1, 4);
  for (int j = 0; j < workers; ++j) {
    Caseworker w = a_worker(name_of('w', j), Rational(roll(0, 9), roll(1, 3)));
    w.base_load = Rational(roll(0, 4), 2);
    if (roll(0, 2) == 0) w.unit = UnitId(name_of('u', roll(0, 2)));
    week.input.caseworkers.push_back(w);
  }
  const int cases = roll(0, 6);
  for (int i = 0; i < cases; ++i) {
    Case c = a_case(name_of('c', i), Rational(roll(0, 7), roll(1, 3)));
    c.case_class = static_cast<CaseClass>(roll(0, 3));
    c.priority = roll(0, 4);
    if (roll(0, 3) == 0) c.unit = UnitId(name_of('u', roll(0, 2)));
    if (roll(0, 3) == 0) c.previous_caseworker = CaseworkerId(name_of('w', roll(0, 3)));
    if (roll(0, 5) == 0) c.risk = true;
    if (standing && roll(0, 2) == 0) c = held_case(c, name_of('w', roll(0, workers)), static_cast<AssignmentState>(roll(2, 4)));
    week.input.cases.push_back(c);
    if (roll(0, 5) == 0) week.input.exclusions.push_back({c.id, CaseworkerId(name_of('w', roll(0, 3)))});
  }
  return week;
}

/// One role of one case, and who has it so far.
struct Part {
  const Case* row;
  bool lead;
  std::string home;       // "" where nobody has it
  bool may_stay = true;
  bool may_be_left = true;
  bool stay_is_new = false;  // counts towards limits, and pays its prices
};

struct Brute {
  const Week& week;
  std::vector<Part> parts;
  std::int64_t price = 0;
  bool count_changes = false;
  std::map<std::int64_t, std::vector<Rational>> best;  // by number of moves

  const Caseworker* worker(const std::string& id) const {
    for (const Caseworker& w : week.input.caseworkers) {
      if (w.id.value() == id) return &w;
    }
    return nullptr;
  }
  bool excluded(const Case& c, const std::string& id) const {
    return std::any_of(week.input.exclusions.begin(), week.input.exclusions.end(),
                       [&](const Exclusion& e) { return e.case_id == c.id && e.caseworker.value() == id; });
  }
  bool may(const Case& c, const Caseworker& w) const {
    return *w.capacity > Rational(0) && (c.unit.empty() || c.unit == w.unit) && !excluded(c, w.id.value());
  }
  Rational load(const Part& part) const { return *part.row->weight * (part.lead ? Rational(1) : Rational(1, 2)); }
  std::int64_t cost(const Part& part, const std::string& id) const {
    const bool stays = !part.home.empty() && id == part.home;
    if (stays && !part.stay_is_new) return 0;
    std::int64_t cost = 0;
    const std::string before = worker(part.home) != nullptr ? part.home : part.lead ? part.row->previous_caseworker.value() : "";
    if (worker(before) != nullptr && before != id) cost += 10;
    if (!part.home.empty() && part.may_stay && !stays) cost += price;
    return cost;
  }

  void try_plan(const std::vector<std::string>& who, std::int64_t moves) {
    std::map<std::string, Rational> loads;
    std::map<std::string, std::int64_t> fresh;
    std::map<std::string, std::int64_t> counted;
    for (const Caseworker& w : week.input.caseworkers) loads[w.id.value()] = w.base_load;
    std::map<CaseClass, Rational> left;
    Rational cost_sum;
    std::int64_t changes = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Part& part = parts[i];
      if (!part.home.empty() && who[i] != part.home) ++changes;
      if (who[i].empty()) {
        left[part.row->case_class] = left[part.row->case_class] + Rational(part.row->priority);
        continue;
      }
      loads[who[i]] = loads[who[i]] + load(part);
      cost_sum = cost_sum + Rational(cost(part, who[i]));
      const bool stays = who[i] == part.home;
      if (!stays) ++fresh[who[i]];
      if (!stays || part.stay_is_new) ++counted[who[i]];
      for (std::size_t k = 0; k < i; ++k) {
        if (parts[k].row == part.row && who[k] == who[i]) return;
      }
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].lead || who[i].empty() || who[i] == parts[i].home) continue;
      for (std::size_t k = 0; k < parts.size(); ++k) {
        if (parts[k].row == parts[i].row && parts[k].lead && who[k].empty()) return;
      }
    }
    Rational overload, peak, squares;
    for (const Caseworker& w : week.input.caseworkers) {
      const std::string& id = w.id.value();
      const Rational& capacity = *w.capacity;
      if (fresh[id] > 0 && loads[id] > capacity * Rational(5, 4)) return;
      if (fresh[id] > 0 && week.policy.new_cases_limit && counted[id] > *week.policy.new_cases_limit) return;
      overload = overload + std::max(Rational(0), loads[id] - capacity);
      if (capacity == Rational(0)) continue;
      peak = std::max(peak, loads[id] / capacity);
      squares = squares + loads[id] * loads[id] / capacity;
    }
    std::vector<Rational> values{left[CaseClass::must]};
    if (count_changes) values.push_back(Rational(changes));
    const bool after_must = week.policy.overload_place == optimize::OverloadPlace::after_must;
    if (after_must) values.push_back(overload);
    values.push_back(left[CaseClass::due]);
    values.push_back(left[CaseClass::may_wait]);
    if (!after_must) values.push_back(overload);
    if (week.policy.balance == optimize::Balance::peak) values.push_back(peak);
    values.push_back(squares + week.policy.cost_weight * cost_sum);
    std::vector<Rational>& so_far = best[moves];
    if (so_far.empty() || values < so_far) so_far = std::move(values);
  }

  void run() {
    std::vector<std::string> who(parts.size());
    const std::function<void(std::size_t, std::int64_t)> choose = [&](std::size_t i, std::int64_t moves) {
      if (i == parts.size()) {
        try_plan(who, moves);
        return;
      }
      const Part& part = parts[i];
      const bool has = !part.home.empty() && part.may_stay;
      if (has) {
        who[i] = part.home;
        choose(i + 1, moves);
      }
      for (const Caseworker& w : week.input.caseworkers) {
        if (w.id.value() == part.home || !may(*part.row, w)) continue;
        who[i] = w.id.value();
        choose(i + 1, moves + (has ? 1 : 0));
      }
      if (!part.may_be_left) return;
      who[i].clear();
      choose(i + 1, moves + (has ? 1 : 0));
    };
    choose(0, 0);
  }

  /// The best with at most so many moves.
  std::vector<Rational> at_most(std::int64_t moves) const {
    std::vector<Rational> found;
    for (const auto& [number, values] : best) {
      if (number <= moves && (found.empty() || values < found)) found = values;
    }
    return found;
  }
};

/// The levels that are shown, in the order of the definition; classes that nobody has are 0 and not shown.
void check_levels(const std::vector<optimize::Level>& levels, const Week& week, bool changes, const std::vector<Rational>& best) {
  std::vector<LevelKind> order{LevelKind::unassigned_must};
  if (changes) order.push_back(LevelKind::changes);
  const bool after_must = week.policy.overload_place == optimize::OverloadPlace::after_must;
  if (after_must) order.push_back(LevelKind::overload);
  order.insert(order.end(), {LevelKind::unassigned_due, LevelKind::unassigned_may_wait});
  if (!after_must) order.push_back(LevelKind::overload);
  if (week.policy.balance == optimize::Balance::peak) order.push_back(LevelKind::peak);
  order.push_back(LevelKind::balance);
  RC_ASSERT(order.size() == best.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    const auto shown = std::find_if(levels.begin(), levels.end(), [&](const optimize::Level& level) { return level.kind == order[k]; });
    const double expected = best[k].to_double();
    if (shown == levels.end()) {
      RC_ASSERT(expected == 0);
      continue;
    }
    RC_ASSERT(std::abs(shown->value - expected) <= 1e-9 * (1 + std::abs(expected)));
    RC_ASSERT(shown->bound <= shown->value);
    if (shown->proven) RC_ASSERT(shown->bound == shown->value);
  }
}

}  // namespace

TEST_CASE("rebalance finds the best plan for every number of moves") {
  evenload::test::property("brute force", [] {
    const Week week = any_week(true);
    RebalanceOptions options;
    options.most_moves = roll(0, 4);
    options.price = roll(0, 4);
    Brute brute{week, {}, options.price, false, {}};
    for (const Case& c : week.input.cases) {
      const bool stands = c.state != AssignmentState::open;
      brute.parts.push_back({&c, true, stands ? c.current_caseworker.value() : "", true, !stands, false});
      if (c.risk) brute.parts.push_back({&c, false, "", true, true, false});
    }
    brute.run();
    const Rebalanced result = rebalance(week.input, week.policy, options);
    RC_ASSERT(static_cast<std::int64_t>(result.by_moves.size()) == options.most_moves + 1);
    for (const MovesValue& value : result.by_moves) {
      check_levels(value.levels, week, false, brute.at_most(value.most_moves));
    }
    // The plan is what its levels say, and the moves are what differs.
    check_levels(result.plan.levels, week, false, brute.at_most(options.most_moves));
    std::set<std::string> moved;
    for (const Move& move : result.moves) moved.insert(move.case_id.value());
    RC_ASSERT(static_cast<std::int64_t>(result.moves.size()) <= options.most_moves);
    for (const Case& c : week.input.cases) {
      if (c.state == AssignmentState::open) continue;
      RC_ASSERT((who(result.plan, c.id.value()) != c.current_caseworker.value()) == (moved.count(c.id.value()) == 1));
    }
    // Differences of the moves add up to what all of them change; open roles may be placed otherwise besides.
    const bool none_open = std::none_of(week.input.cases.begin(), week.input.cases.end(),
                                        [](const Case& c) { return c.state == AssignmentState::open || c.risk; });
    if (none_open && !result.moves.empty()) {
      double sum = 0;
      for (const Move& move : result.moves) sum += move.differences.back().difference;
      const double total = result.plan.levels.back().value - result.by_moves[0].levels.back().value;
      RC_ASSERT(std::abs(sum - total) <= 1e-9 * (1 + std::abs(total)));
    }
  });
}

TEST_CASE("replan changes as little as can be of what was announced") {
  evenload::test::property("brute force", [] {
    Week week = any_week(false);
    const Plan announced = allocate(week.input, week.policy);
    // Something happens: somebody may not have a case, a case comes, a capacity falls.
    if (!week.input.cases.empty() && roll(0, 2) == 0) {
      week.input.exclusions.push_back({week.input.cases[0].id, CaseworkerId(name_of('w', roll(0, 3)))});
    }
    if (roll(0, 2) == 0) week.input.caseworkers[0].capacity = Rational(roll(0, 5), 2);
    if (roll(0, 3) > 0) {
      Case c = a_case("new", Rational(roll(1, 7), roll(1, 3)));
      if (roll(0, 2) == 0) c.unit = UnitId(name_of('u', roll(0, 2)));
      c.case_class = static_cast<CaseClass>(roll(0, 3));
      week.input.cases.push_back(c);
    }
    if (announced.assignments.empty()) return;
    Brute brute{week, {}, 0, true, {}};
    for (const Case& c : week.input.cases) {
      for (const bool lead : {true, false}) {
        if (!lead && !c.risk) continue;
        Part part{&c, lead, "", true, true, true};
        for (const Assignment& one : announced.assignments) {
          if (one.case_id == c.id && one.role == (lead ? "lead" : "second")) part.home = one.caseworker.value();
        }
        if (!part.home.empty()) part.may_stay = brute.worker(part.home) != nullptr && brute.may(c, *brute.worker(part.home));
        brute.parts.push_back(part);
      }
    }
    brute.run();
    const Replanned result = replan(announced, week.input, week.policy);
    check_levels(result.plan.levels, week, true, brute.at_most(1000));
    double changes = 0;
    for (const optimize::Level& level : result.plan.levels) {
      if (level.kind == LevelKind::changes) changes = level.value;
    }
    RC_ASSERT(static_cast<double>(result.changes.size()) == changes);
    for (const PlanChange& change : result.changes) RC_ASSERT(who(result.plan, change.move.case_id.value(), change.move.role) == change.move.to.value());
  });
}

TEST_CASE("permuting the rows permutes a rebalanced plan and nothing else") {
  evenload::test::property("permutation", [] {
    const Week week = any_week(true);
    Week turned = week;
    std::reverse(turned.input.cases.begin(), turned.input.cases.end());
    std::reverse(turned.input.caseworkers.begin(), turned.input.caseworkers.end());
    RebalanceOptions options;
    options.most_moves = 2;
    const Rebalanced a = rebalance(week.input, week.policy, options);
    const Rebalanced b = rebalance(turned.input, turned.policy, options);
    RC_ASSERT(a.moves.size() == b.moves.size());
    for (std::size_t i = 0; i < a.moves.size(); ++i) {
      RC_ASSERT(a.moves[i].case_id == b.moves[i].case_id);
      RC_ASSERT(a.moves[i].to == b.moves[i].to);
    }
    for (const Assignment& one : a.plan.assignments) RC_ASSERT(one.caseworker == assignment(b.plan, one.case_id.value(), one.role).caseworker);
    RC_ASSERT(a.plan.work == b.plan.work);
  });
}
