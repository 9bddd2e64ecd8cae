// The cheapest single change that would place a decision: one rule not applied to one caseworker, or so much more room.
#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "src/allocation/rules/pair_rules.hpp"
#include "undistributed.hpp"

namespace evenload::allocation::detail {

namespace {

/// Which rule one would rather not apply, cheapest first; rules that are not here are never relaxed (conflict of interest above all).
constexpr std::array<Rule, 18> relaxable = {
    Rule::preferred_skills, Rule::planned_handover, Rule::continuity, Rule::reopening,  Rule::family,
    Rule::language,         Rule::duty,        Rule::required_skills, Rule::parallel_roles, Rule::unit_border,
    Rule::travel,           Rule::remote,      Rule::delegation, Rule::two_worker_lead,
    Rule::newcomer_protection, Rule::deadline_absence, Rule::absence, Rule::committee_border,
};

/// Smaller is cheaper: what else is in the way, then which rule or limit, then how much, then how loaded the person would be.
struct Price {
  int obstacles = 0;
  int kind = 0;
  Rational extra_load;
  double ratio = 0;
  friend bool operator<(const Price& a, const Price& b) {
    return std::tie(a.obstacles, a.kind, a.extra_load, a.ratio) < std::tie(b.obstacles, b.kind, b.extra_load, b.ratio);
  }
};

/// Keeps the cheapest; persons come by id, so ties go to the first.
class Cheapest {
 public:
  void offer(const Price& price, Relaxation relaxation) {
    if (best_ && !(price < price_)) return;
    price_ = price;
    best_ = std::move(relaxation);
  }
  std::optional<Relaxation> take() { return std::move(best_); }

 private:
  Price price_;
  std::optional<Relaxation> best_;
};

class Search {
 public:
  Search(const Prepared& p, const Candidates& candidates, const State& state, Index number)
      : p_(p), candidates_(candidates), state_(state), number_(number), row_(p.rows[at(number)]) {}

  /// One rule that stands alone between the row and somebody, preferably somebody with room.
  std::optional<Relaxation> of_rules() {
    for (std::size_t i = 0; i < p_.persons.size(); ++i) {
      const Index person = to_index(i);
      if (state_.taken_by_group(number_, person)) continue;
      std::optional<Rule> only;
      std::optional<Reason> reason;
      int reasons = 0;
      const bool one_rule = for_each_barrier(p_, row_, person, [&](const Barrier& barrier, const auto& make) {
        if (!barrier.rule || (only && *only != *barrier.rule)) return false;
        only = barrier.rule;
        ++reasons;
        if (!reason) reason = make();
        return true;
      });
      if (!one_rule || !only) continue;
      const auto rank = std::find(relaxable.begin(), relaxable.end(), *only);
      if (rank == relaxable.end()) continue;
      const Rational extra = past_limit(person);
      const int obstacles = static_cast<int>(state_.obstacles(number_, person).size());
      const int kind = static_cast<int>(rank - relaxable.begin()) * 16 + std::min(reasons, 15);
      cheapest_.offer({obstacles, kind, extra, ratio_after(person)}, {id(person), *reason, extra});
    }
    return cheapest_.take();
  }

  /// The limit that gives way most cheaply among those who may take the row.
  std::optional<Relaxation> of_room() {
    for (const Index person : candidates_.of(row_)) {
      if (state_.taken_by_group(number_, person)) continue;
      std::optional<Reason> base;
      const bool allowed = for_each_barrier(p_, row_, person, [&](const Barrier& barrier, const auto& make) {
        if (barrier.code != ReasonCode::base_past_hard_limit) return false;
        base = make();
        return true;
      });
      if (!allowed) continue;
      const std::vector<Reason> obstacles = state_.obstacles(number_, person);
      if (obstacles.empty()) continue;
      const Reason& reason = base ? *base : obstacles.front();
      const Rational extra = past_limit(person);
      cheapest_.offer({static_cast<int>(obstacles.size()), kind_of(obstacles.front().code), extra, ratio_after(person)}, {id(person), reason, extra});
    }
    return cheapest_.take();
  }

  /// The smallest overload that placing the row would cause.
  std::optional<Relaxation> of_overload() {
    for (const Index person : eligible_persons(p_, candidates_, row_)) {
      if (state_.taken_by_group(number_, person) || !state_.fits(number_, person)) continue;
      const Person& who = p_.persons[at(person)];
      const std::int64_t load = state_.load(person);
      const std::int64_t after = load + pair_load(p_, row_, person);
      const std::int64_t added = std::max<std::int64_t>(0, after - who.scaled_capacity) - std::max<std::int64_t>(0, load - who.scaled_capacity);
      const Rational extra = p_.points(added);
      cheapest_.offer({0, 0, extra, ratio_after(person)}, {id(person), make_reason(ReasonCode::would_overload), extra});
    }
    return cheapest_.take();
  }

 private:
  const CaseworkerId& id(Index person) const { return p_.persons[at(person)].row->id; }

  std::int64_t after(Index person) const { return state_.load(person) + pair_load(p_, row_, person); }

  Rational past_limit(Index person) const {
    const Person& who = p_.persons[at(person)];
    if (after(person) <= who.scaled_limit) return 0;
    return p_.points(after(person)) - who.hard_limit;
  }

  double ratio_after(Index person) const {
    const Person& who = p_.persons[at(person)];
    return who.scaled_capacity == 0 ? 0 : static_cast<double>(after(person)) / static_cast<double>(who.scaled_capacity);
  }

  /// An agreed number gives way before somebody is overloaded, and both before a newcomer's protection.
  static int kind_of(ReasonCode code) {
    if (code == ReasonCode::past_hard_limit) return 1;
    return code == ReasonCode::newcomer_limit_reached ? 2 : 0;
  }

  const Prepared& p_;
  const Candidates& candidates_;
  const State& state_;
  Index number_;
  const Row& row_;
  Cheapest cheapest_;
};

}  // namespace

std::optional<Relaxation> cheapest_relaxation(const Prepared& p, const Candidates& candidates, const State& state, Index row, const Reason& reason) {
  Search search(p, candidates, state, row);
  switch (reason.code) {
    case ReasonCode::no_eligible_caseworker:
    case ReasonCode::two_workers_needed:
    case ReasonCode::linked_cases_share_nobody: return search.of_rules();
    case ReasonCode::no_room:
    case ReasonCode::displaced_by_others: return search.of_room();
    case ReasonCode::would_overload: return search.of_overload();
    default: return std::nullopt;
  }
}

}  // namespace evenload::allocation::detail
