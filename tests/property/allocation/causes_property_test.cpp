// Small random offices: sets of reasons against brute force over all subsets, reliefs against brute
// force over all plans.
#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include "blocked_office.hpp"
#include "evenload/allocation/causes.hpp"
#include "evenload/allocation/document.hpp"
#include "src/allocation/causes/irreducible.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

/// The most worth that any plan of this input places, from the definition: levels in order, by
/// enumeration. Cases of one role, no links.
struct Enumerated {
  const AllocationInput& input;
  const AllocationPolicy& policy;
  std::function<bool(const Case&, const Caseworker&)> may;

  std::vector<Rational> best() const {
    std::vector<Rational> least;
    std::vector<int> with(input.cases.size(), -1);
    walk(0, with, least);
    return least;
  }

 private:
  void walk(std::size_t i, std::vector<int>& with, std::vector<Rational>& least) const {
    if (i == with.size()) {
      std::vector<Rational> now = levels(with);
      if (!now.empty() && (least.empty() || now < least)) least = std::move(now);
      return;
    }
    for (int j = -1; j < static_cast<int>(input.caseworkers.size()); ++j) {
      if (j >= 0 && !may(input.cases[i], input.caseworkers[static_cast<std::size_t>(j)])) continue;
      with[i] = j;
      walk(i + 1, with, least);
    }
  }

  /// Must, overload, due, may wait; empty where a limit is broken.
  std::vector<Rational> levels(const std::vector<int>& with) const {
    std::vector<Rational> values(4);
    std::vector<Rational> load;
    std::vector<std::int64_t> count(input.caseworkers.size(), 0);
    for (const Caseworker& w : input.caseworkers) load.push_back(w.base_load);
    for (std::size_t i = 0; i < with.size(); ++i) {
      const Case& c = input.cases[i];
      if (with[i] < 0) {
        const std::size_t level =
            c.case_class == CaseClass::must ? 0 : static_cast<std::size_t>(c.case_class) + 1;
        values[level] = values[level] + Rational(c.priority);
        continue;
      }
      const auto j = static_cast<std::size_t>(with[i]);
      load[j] = load[j] + *c.weight;
      ++count[j];
    }
    for (std::size_t j = 0; j < load.size(); ++j) {
      const Caseworker& w = input.caseworkers[j];
      const Rational most = w.hard_limit ? *w.hard_limit : *w.capacity * Rational(5, 4);
      if (count[j] > 0 && (load[j] > most || *w.capacity == Rational(0))) return {};
      if (w.new_cases_limit && count[j] > *w.new_cases_limit) return {};
      for (const CategoryLimit& limit : input.limits) {
        if ((limit.caseworker.empty() || limit.caseworker == w.id) && limit.cases &&
            count[j] > *limit.cases)
          return {};
      }
      values[1] = values[1] + std::max(Rational(0), load[j] - *w.capacity);
    }
    return values;
  }
};

Rational worth_between(const std::vector<Rational>& before, const std::vector<Rational>& after) {
  return Rational(100) * (before[0] - after[0]) + Rational(10) * (before[2] - after[2]) +
         (before[3] - after[3]);
}

/// What a change opens and moves, written anew: pairs that may, and another input.
std::vector<Rational> best_with(const Blocked& office, const std::vector<ReliefChange>& changes) {
  AllocationInput input = office.input;
  const auto worker = [&](const CaseworkerId& id) -> Caseworker& {
    return *std::find_if(input.caseworkers.begin(), input.caseworkers.end(),
                         [&](const Caseworker& w) { return w.id == id; });
  };
  for (const ReliefChange& change : changes) {  // limits for everybody are theirs, too
    if (change.kind != ReliefKind::new_caseworker) continue;
    Caseworker w = a_worker("new", change.capacity);
    w.unit = change.unit;
    w.pool = change.unit.empty();
    for (const std::string& skill : change.skills) w.skills[skill] = std::nullopt;
    w.delegation_level = change.delegation_level;
    if (!change.language.empty()) w.languages = {change.language};
    input.caseworkers.push_back(w);
  }
  for (const ReliefChange& change : changes) {
    switch (change.kind) {
      case ReliefKind::interpreter:
        for (Case& c : input.cases) c.interpreter = c.interpreter || c.id == change.case_id;
        break;
      case ReliefKind::hard_limit_raised: {
        Caseworker& w = worker(change.caseworker);
        w.hard_limit = (w.hard_limit ? *w.hard_limit : *w.capacity * Rational(5, 4)) + change.by;
        break;
      }
      case ReliefKind::capacity_raised: {
        Caseworker& w = worker(change.caseworker);
        if (!w.hard_limit) w.hard_limit = *w.capacity * Rational(5, 4);
        w.capacity = *w.capacity + change.by;
        break;
      }
      case ReliefKind::new_cases_raised:
        *worker(change.caseworker).new_cases_limit += change.by.floor();
        break;
      case ReliefKind::category_limit_raised: {
        std::vector<CategoryLimit> limits;
        for (const CategoryLimit& limit : input.limits) {
          for (const Caseworker& w : input.caseworkers) {
            limits.push_back({w.id, limit.category,
                              *limit.cases + (w.id == change.caseworker ? change.by.floor() : 0),
                              std::nullopt});
          }
        }
        input.limits = limits;
        break;
      }
      default:
        break;
    }
  }
  const auto may = [&](const Case& c, const Caseworker& w) {
    std::set<Rule> rules = broken(input, c, w);
    if (w.pool) rules.erase(Rule::unit_border);
    for (const ReliefChange& change : changes) {
      switch (change.kind) {
        case ReliefKind::rule_for_case:
          if (c.id == change.case_id) rules.erase(*change.rule);
          break;
        case ReliefKind::rule_for_caseworker:
        case ReliefKind::absence_moved:
          if (w.id == change.caseworker) rules.erase(*change.rule);
          break;
        case ReliefKind::border_opened:
          if (c.unit == change.case_unit && w.unit == change.unit) rules.erase(Rule::unit_border);
          break;
        default:
          break;
      }
    }
    return rules.empty();
  };
  return Enumerated{input, office.policy, may}.best();
}

}  // namespace

TEST_CASE("irreducible sets and remedies are those of brute force over all subsets") {
  evenload::test::property("abstract", [] {
    // Any monotone question: it blocks where one of these sets is in force.
    const auto count = static_cast<std::size_t>(draw(0, 8));
    std::vector<unsigned> blocking;
    for (int k = draw(0, 5); k > 0; --k)
      blocking.push_back(static_cast<unsigned>(draw(0, 1 << count)));
    const auto blocks = [&](unsigned in_force) {
      return std::any_of(blocking.begin(), blocking.end(),
                         [&](unsigned set) { return (set & ~in_force) == 0; });
    };
    const auto mask = [](const auto& flags) {
      unsigned bits = 0;
      for (std::size_t i = 0; i < flags.size(); ++i) bits |= flags[i] != 0 ? 1U << i : 0U;
      return bits;
    };
    const auto bits_of = [](const std::vector<std::size_t>& list) {
      unsigned bits = 0;
      for (const std::size_t i : list) bits |= 1U << i;
      return bits;
    };
    const auto found = detail::irreducible_sets(
        count,
        [&](const detail::InForce& in_force) {
          return blocks(mask(in_force)) ? detail::Verdict::impossible : detail::Verdict::placeable;
        },
        1000, 100000);
    std::set<unsigned> sets;
    std::set<unsigned> remedies;
    for (unsigned one = 0; one < 1U << count; ++one) {
      bool least = blocks(one);
      bool enough = !blocks((1U << count) - 1 - one);
      for (std::size_t i = 0; i < count; ++i) {
        if ((one >> i & 1U) == 0) continue;
        least = least && !blocks(one & ~(1U << i));
        enough = enough && blocks((1U << count) - 1 - (one & ~(1U << i)));
      }
      if (least) sets.insert(one);
      if (enough && one != 0) remedies.insert(one);
    }
    std::set<unsigned> told;
    for (const auto& set : found.sets) {
      RC_ASSERT(set.proven());
      told.insert(bits_of(set.reasons));
    }
    RC_ASSERT(told == sets);
    std::set<unsigned> cures;
    for (const auto& remedy : found.remedies) cures.insert(bits_of(remedy));
    RC_ASSERT(cures == remedies);
    RC_ASSERT(found.all);
    RC_ASSERT(found.blocks == !sets.empty());
  });
}

TEST_CASE("what is left over has reasons that are proven, and the plan agrees with them") {
  evenload::test::property("sets", [] {
    const Blocked office = any_blocked(true);
    const Plan plan = allocate(office.input, office.policy);
    CausesOptions options;
    options.most_changes = 0;
    options.most_sets = 20;
    const WhyUnplaced why = why_unplaced(office.input, office.policy, &plan, {}, options);
    RC_ASSERT(why.blocked.empty() == plan.undistributed.empty());
    std::set<std::pair<std::string, std::string>> explained;
    for (const BlockedCases& blocked : why.blocked) {
      RC_ASSERT(!blocked.left_over.empty());
      for (const CaseRole& one : blocked.left_over)
        explained.insert({one.case_id.value(), one.role});
      RC_ASSERT(blocked.missing == StopReason::done);
      RC_ASSERT(blocked.all_sets || blocked.sets.size() == 20);
      RC_ASSERT(!blocked.sets.empty());
      for (const CauseSet& set : blocked.sets) {
        RC_ASSERT(set.proven);
        for (const Cause& cause : set.causes) check(cause.reason);
      }
      // Asked for by name, the same cases block again, or compete with others.
      std::vector<CaseId> ids;
      for (const CaseRole& one : blocked.cases) ids.push_back(one.case_id);
      const WhyUnplaced again = why_unplaced(office.input, office.policy, &plan, ids, options);
      RC_ASSERT(!again.blocked.empty());
    }
    for (const Undistributed& left : plan.undistributed) {
      RC_ASSERT(explained.count({left.case_id.value(), left.role}) == 1);
    }
  });
}

TEST_CASE("reliefs place what they say, and the cheapest single change is that of brute force") {
  evenload::test::property("reliefs", [] {
    const Blocked office = any_blocked(false);
    const auto usual = [&](const Case& c, const Caseworker& w) {
      return broken(office.input, c, w).empty();
    };
    const std::vector<Rational> today = Enumerated{office.input, office.policy, usual}.best();
    CausesOptions options;
    options.most_reliefs = 1000;
    options.most_plans = 100'000;
    options.most_changes = draw(0, 6) == 0 ? 2 : 1;
    const WhyUnplaced why = why_unplaced(office.input, office.policy, nullptr, {}, options);
    RC_ASSERT(why.all_examined);
    RC_ASSERT(why.combined_proven);
    const auto judge = [&](const Relief& relief) {
      RC_LOG() << to_json(office.input) << "\n" << to_json(why) << "\n";
      RC_ASSERT(relief.worth == worth_between(today, best_with(office, relief.changes)));
      RC_ASSERT(relief.worth <= why.most_worth);
      Rational cost;
      for (const ReliefChange& change : relief.changes) {
        cost = cost + change.cost;
        check(change.reason);
        RC_ASSERT(!change.rule || *change.rule != Rule::conflict_of_interest);
      }
      RC_ASSERT(cost == relief.cost);
    };
    std::optional<Rational> cheapest;
    for (const Relief& relief : why.single) {
      judge(relief);
      RC_ASSERT(relief.changes.size() == 1);
      if (!cheapest || relief.cost < *cheapest) cheapest = relief.cost;
    }
    Rational most;
    for (const Relief& relief : why.single) most = std::max(most, relief.worth);
    for (const Relief& relief : why.combined) {
      judge(relief);
      RC_ASSERT(relief.worth > most);
      most = relief.worth;
    }

    // All single changes of these kinds, written down anew.
    std::optional<Rational> least;
    const auto offer = [&](const ReliefChange& change, Rational cost) {
      if (least && *least <= cost) return;
      if (worth_between(today, best_with(office, {change})) > Rational(0)) least = cost;
    };
    const std::vector<std::pair<Rule, int>> prices = {{Rule::required_skills, 4},
                                                      {Rule::delegation, 5},
                                                      {Rule::language, 3},
                                                      {Rule::unit_border, 4}};
    const Plan plan = allocate(office.input, office.policy);
    for (const Undistributed& left : plan.undistributed) {
      for (const auto& [rule, price] : prices) {
        ReliefChange change;
        change.kind = ReliefKind::rule_for_case;
        change.rule = rule;
        change.case_id = left.case_id;
        offer(change, price);
      }
      ReliefChange change;
      change.kind = ReliefKind::interpreter;
      change.case_id = left.case_id;
      offer(change, 2);
    }
    for (const Caseworker& w : office.input.caseworkers) {
      ReliefChange change;
      change.caseworker = w.id;
      change.kind = ReliefKind::rule_for_caseworker;
      for (const auto& [rule, price] : prices) {
        if (rule == Rule::unit_border) continue;
        change.rule = rule;
        offer(change, 2 * price);
      }
      change.rule = Rule::newcomer_protection;
      offer(change, 12);
      change.kind = ReliefKind::absence_moved;
      change.rule = Rule::absence;
      offer(change, 6);
      change.rule.reset();
      for (int by = 1; by <= 30 && *w.capacity > Rational(0); ++by) {
        change.by = by;
        change.kind = ReliefKind::hard_limit_raised;
        offer(change, 2 * by);
        change.kind = ReliefKind::capacity_raised;
        offer(change, by);
        if (w.new_cases_limit && by <= 5) {
          change.kind = ReliefKind::new_cases_raised;
          offer(change, by);
        }
        if (!office.input.limits.empty() && by <= 5) {
          change.kind = ReliefKind::category_limit_raised;
          offer(change, by);
        }
      }
    }
    for (const char* of : {"u0", "u1"}) {
      ReliefChange change;
      change.kind = ReliefKind::border_opened;
      change.case_unit = UnitId(of);
      change.unit = UnitId(std::string(of) == "u0" ? "u1" : "u0");
      offer(change, 8);
    }
    if (least) {
      RC_ASSERT(cheapest.has_value());
      RC_ASSERT(*cheapest <= *least);
      if (*cheapest < Rational(40)) RC_ASSERT(*cheapest == *least);
    } else {
      RC_ASSERT(!cheapest || *cheapest >= Rational(40));
    }
  });
}

TEST_CASE("permuting the rows permutes the causes' answer and nothing else") {
  evenload::test::property("causes permuted", [] {
    const Blocked office = any_blocked(true);
    Blocked turned = office;
    std::reverse(turned.input.cases.begin(), turned.input.cases.end());
    std::reverse(turned.input.caseworkers.begin(), turned.input.caseworkers.end());
    std::reverse(turned.input.exclusions.begin(), turned.input.exclusions.end());
    CausesOptions options;
    options.most_changes = 1;
    const WhyUnplaced a = why_unplaced(office.input, office.policy, nullptr, {}, options);
    const WhyUnplaced b = why_unplaced(turned.input, turned.policy, nullptr, {}, options);
    RC_ASSERT(a.blocked.size() == b.blocked.size());
    for (std::size_t i = 0; i < a.blocked.size(); ++i) {
      RC_ASSERT(a.blocked[i].cases == b.blocked[i].cases);
      RC_ASSERT(a.blocked[i].caseworkers == b.blocked[i].caseworkers);
      RC_ASSERT(a.blocked[i].sets.size() == b.blocked[i].sets.size());
      for (std::size_t s = 0; s < a.blocked[i].sets.size(); ++s) {
        RC_ASSERT(a.blocked[i].sets[s].causes.size() == b.blocked[i].sets[s].causes.size());
        for (std::size_t k = 0; k < a.blocked[i].sets[s].causes.size(); ++k) {
          RC_ASSERT(a.blocked[i].sets[s].causes[k].reason == b.blocked[i].sets[s].causes[k].reason);
          RC_ASSERT(a.blocked[i].sets[s].causes[k].caseworkers ==
                    b.blocked[i].sets[s].causes[k].caseworkers);
        }
      }
    }
    RC_ASSERT(a.single.size() == b.single.size());
    for (std::size_t i = 0; i < a.single.size(); ++i) {
      RC_ASSERT(a.single[i].changes.front().reason == b.single[i].changes.front().reason);
      RC_ASSERT(a.single[i].worth == b.single[i].worth);
      RC_ASSERT(a.single[i].placed.size() == b.single[i].placed.size());
    }
    RC_ASSERT(a.work == b.work);
  });
}
