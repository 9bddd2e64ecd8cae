/// \file
/// Rules about caseworkers for random offices: what is generated, and the same rules once more from
/// their definition in docs/models/allocation.md, written without a look at the engine.
#pragma once

#include "any_rows.hpp"
#include <chrono>
#include <map>
#include <set>

#include "../../unit/allocation/scenario.hpp"
#include "property.hpp"

namespace evenload::allocation::test {

inline bool one_in(int chance) { return draw(0, chance) == 0; }
inline CaseworkerId any_worker() { return CaseworkerId("w" + std::to_string(draw(0, 3))); }

inline Instant hour(const char* date, int hours) {
  return Zone::load().to_instant(day(date), std::chrono::hours(hours));
}

/// Makes an office in which rules about caseworkers matter. Monday 23 November 2026.
inline void add_people_rules(AllocationInput& input, AllocationPolicy& policy) {
  const auto known = [&](const CaseworkerId& id) {
    return std::any_of(input.caseworkers.begin(), input.caseworkers.end(),
                       [&](const Caseworker& w) { return w.id == id; });
  };
  if (one_in(3)) policy.newcomer_second_share = Rational(draw(0, 3), 4);
  if (one_in(4)) policy.roles[1].student_may = true;
  if (one_in(5)) policy.week_cases_limit = draw(0, 3);
  if (one_in(4)) policy.rule(Rule::travel) = {RuleMode::hard, 0};
  if (one_in(3)) policy.travel_limit = Rational(3, 2);
  if (one_in(6)) policy.rule(Rule::named_decider).mode = RuleMode::off;
  if (one_in(4)) policy.rule(Rule::remote) = {RuleMode::soft, 3};
  if (one_in(4)) policy.rule(Rule::two_worker_lead).mode = RuleMode::off;
  bool boss = false;
  for (Caseworker& w : input.caseworkers) {
    w.delegation_level = draw(0, 3);
    w.agency = one_in(6);
    w.student = one_in(8);
    if (one_in(3)) {
      w.decider = one_in(2) ? CaseworkerId("boss") : any_worker();
      boss = boss || w.decider.value() == "boss";
    }
    if (one_in(6)) w.week_cases_limit = draw(0, 3);
    if (one_in(6)) w.week_cases = draw(0, 2);
    if (one_in(6)) w.remote_days = {1, 2, 3, 4, 5};
    if (one_in(5)) {  // three weeks into the introduction
      w.introduced = day("2026-11-02");
      ProtectionStep step;
      step.from_week = draw(0, 5);
      if (one_in(2)) step.new_cases = draw(0, 2);
      if (one_in(2)) step.new_weight = Rational(draw(0, 8), 2);
      if (one_in(2)) step.load_share = Rational(draw(0, 5), 4);
      step.newcomer = one_in(2);
      input.protection.push_back({w.id, step});
    }
    if (one_in(5)) {
      DutyTurn turn;
      turn.caseworker = w.id;
      const bool today = one_in(2);
      turn.from = hour(today ? "2026-11-23" : "2026-11-19", 8);
      turn.to = hour(today ? "2026-11-24" : "2026-11-20", 8);
      if (one_in(3)) turn.types = {"other"};
      turn.during = static_cast<NewWork>(draw(0, 3));
      turn.after = static_cast<NewWork>(draw(0, 3));
      turn.after_days = draw(2, 5);
      input.duty.push_back(turn);
    }
    if (one_in(3)) input.travel.push_back({w.id, {}, "far", Rational(draw(0, 5), 2)});
    if (one_in(6)) input.specialisms.push_back({w.id, "type", Rational(1, 2)});
    if (one_in(3)) {
      Delegation row{w.id, "", one_in(3) ? "other" : "", 2, {}, {}};
      if (one_in(3)) row.to = day(one_in(2) ? "2026-11-22" : "2026-11-23");
      if (!row.to && one_in(4)) row.from = day("2026-11-24");
      input.delegations.push_back(row);
    }
  }
  if (boss) input.delegations.push_back({CaseworkerId("boss"), "", "", 2, {}, {}});
  if (boss && one_in(2)) {
    input.deciders.push_back({CaseworkerId("boss"), draw(0, 2), draw(0, 4), 0, {}});
  }
  const CaseworkerId inside = any_worker();
  if (known(inside) && one_in(2)) input.deciders.push_back({inside, 0, {}, 0, draw(0, 3)});
  for (Case& c : input.cases) {
    if (one_in(3)) c.delegation_level = draw(1, 3);
    if (one_in(6)) c.duty = true;
    if (one_in(4)) c.place = "far";
    if (one_in(5)) c.on_site = true;
    if (one_in(5)) c.visits = {day(one_in(2) ? "2026-11-24" : "2026-11-21")};
    if (one_in(3)) c.assigned = day(one_in(2) ? "2026-11-23" : "2026-11-20");
  }
  if (one_in(5)) {
    CategoryLimit limit;
    limit.category = "type";
    limit.cases = draw(0, 3);
    limit.period = LimitPeriod::week;
    input.limits.push_back(limit);
  }
}

/// The rules about caseworkers, by definition.
struct PeopleOracle {
  const AllocationInput& input;
  const AllocationPolicy& policy;

  static bool stands(const Case& c) {
    return c.state == AssignmentState::announced || c.state == AssignmentState::started;
  }
  static bool leads(const std::string& role) { return role == "lead"; }

  const ProtectionStep* step_of(const Caseworker& w) const {
    for (const OwnProtectionStep& row : input.protection) {
      if (row.caseworker == w.id && row.step.from_week <= 3) return &row.step;
    }
    return nullptr;
  }
  bool is_newcomer(const Caseworker& w) const {
    const ProtectionStep* step = step_of(w);
    return w.protected_until.has_value() || (step != nullptr && step->newcomer);
  }
  Rational share(const std::string& role, const Caseworker& w) const {
    if (leads(role)) return 1;
    return is_newcomer(w) && policy.newcomer_second_share ? *policy.newcomer_second_share
                                                          : Rational(1, 2);
  }

  std::int64_t level(const CaseworkerId& id) const {
    std::int64_t best = 0;
    for (const Caseworker& w : input.caseworkers) {
      if (w.id != id) continue;
      if (w.agency) return 0;
      best = w.delegation_level;
    }
    for (const Delegation& row : input.delegations) {
      const bool begun = !row.from || *row.from <= day("2026-11-23");
      const bool over = row.to && *row.to < day("2026-11-23");
      if (row.caseworker == id && row.type.empty() && begun && !over) {
        best = std::max(best, row.level);
      }
    }
    return best;
  }
  bool excluded(const Case& c, const CaseworkerId& id) const {
    return std::any_of(input.exclusions.begin(), input.exclusions.end(), [&](const Exclusion& e) {
      return e.case_id == c.id && e.caseworker == id;
    });
  }
  bool lacks_delegation(const Case& c, const Caseworker& w, const std::string& role) const {
    return leads(role) && level(w.id) < c.delegation_level;
  }
  /// Who decides for somebody who lacks the delegation; "" where nobody may.
  std::string decider(const Case& c, const Caseworker& w) const {
    if (policy.rule(Rule::named_decider).mode == RuleMode::off) return "";
    if (w.decider.empty() || w.decider == w.id || level(w.decider) < c.delegation_level) return "";
    if (excluded(c, w.decider)) return "";
    for (const Caseworker& other : input.caseworkers) {
      const auto& absences = other.working_time.absences;
      const bool away = !absences.empty() && absences[0].to > day("2026-11-26");
      if (other.id == w.decider && away) return "";
    }
    return w.decider.value();
  }
  bool on_duty(const Caseworker& w) const {
    return std::any_of(input.duty.begin(), input.duty.end(), [&](const DutyTurn& turn) {
      return turn.caseworker == w.id && turn.types.empty() && turn.to > hour("2026-11-23", 8);
    });
  }
  /// Days on which an on-site case meets remote work.
  std::int64_t remote_clashes(const Case& c, const Caseworker& w) const {
    if (!c.on_site || w.remote_days.empty()) return 0;
    if (c.visits.empty()) return 1;
    return c.visits[0] == day("2026-11-24") ? 1 : 0;
  }
  const Travel* way(const Case& c, const Caseworker& w) const {
    for (const Travel& row : input.travel) {
      if (row.caseworker == w.id && row.place == c.place) return &row;
    }
    return nullptr;
  }

  bool may(const Case& c, const std::string& role, const Caseworker& w) const {
    if (lacks_delegation(c, w, role) && decider(c, w).empty()) return false;
    if (w.student && !(role == "second" && policy.roles[1].student_may)) return false;
    const bool together = c.risk;  // which adds the second role
    if (policy.rule(Rule::two_worker_lead).mode == RuleMode::hard && together && leads(role) &&
        is_newcomer(w)) {
      return false;
    }
    if (c.duty && !on_duty(w)) return false;
    if (!c.visits.empty() && c.visits[0] == day("2026-11-24")) {
      for (const auto& absence : w.working_time.absences) {
        if (absence.from <= c.visits[0] && c.visits[0] <= absence.to) return false;
      }
    }
    if (policy.rule(Rule::remote).mode == RuleMode::hard && remote_clashes(c, w) > 0) return false;
    const Travel* travel = way(c, w);
    const bool hard = policy.rule(Rule::travel).mode == RuleMode::hard;
    return !(hard && policy.travel_limit && travel != nullptr &&
             travel->amount > *policy.travel_limit);
  }

  std::int64_t price(const Case& c, const std::string& role, const Caseworker& w) const {
    std::int64_t price = 0;
    if (lacks_delegation(c, w, role) && !decider(c, w).empty()) price += 3;
    if (policy.rule(Rule::remote).mode == RuleMode::soft) price += 3 * remote_clashes(c, w);
    if (policy.rule(Rule::travel).mode == RuleMode::soft) {
      if (const Travel* travel = way(c, w)) price += (travel->amount + Rational(1, 2)).floor();
    }
    bool wanted = false;
    bool own = false;
    for (const Specialism& row : input.specialisms) {
      own = own || row.caseworker == w.id;
      bool has_any = false;  // every case is of the type, so whoever has one has enough
      for (const Case& other : input.cases) {
        has_any = has_any || (stands(other) && other.current_caseworker == row.caseworker &&
                              *other.weight > Rational(0));
      }
      wanted = wanted || !has_any;
    }
    return wanted && !own ? price + 5 : price;
  }

  /// Whether the new work of one caseworker keeps the limits: (case, role) that the plan gives.
  bool keeps_limits(const Caseworker& w, const std::set<const Case*>& cases,
                    const std::vector<std::pair<const Case*, std::string>>& slots,
                    const Rational& standing) const {
    const auto count = static_cast<std::int64_t>(cases.size());
    std::int64_t received = 0;
    for (const Case& c : input.cases) {
      const bool this_week = c.assigned && *c.assigned == day("2026-11-23");
      if (this_week && stands(c) && c.current_caseworker == w.id) ++received;
    }
    const auto& own = w.week_cases_limit;
    const auto& most = own ? own : policy.week_cases_limit;
    if (most && count > std::max<std::int64_t>(0, *most - received - w.week_cases)) return false;
    for (const CategoryLimit& limit : input.limits) {
      if (count > std::max<std::int64_t>(0, *limit.cases - received)) return false;
    }
    Rational load;
    Rational besides_duty;
    std::int64_t cases_besides = 0;
    for (const Case* c : cases) cases_besides += c->duty ? 0 : 1;
    for (const auto& [c, role] : slots) {
      const Rational part = *c->weight * (leads(role) ? Rational(1) : Rational(1, 2));
      load = load + part;
      if (!c->duty) besides_duty = besides_duty + part;
    }
    if (const ProtectionStep* step = step_of(w)) {
      if (step->new_cases && count > *step->new_cases) return false;
      if (step->new_weight && load > *step->new_weight) return false;
      if (step->load_share) {
        const Rational room = *step->load_share * *w.capacity - standing;
        if (load > std::max(Rational(0), room)) return false;
      }
    }
    NewWork around = NewWork::as_usual;
    for (const DutyTurn& turn : input.duty) {
      if (turn.caseworker != w.id) continue;
      const bool today = turn.to > hour("2026-11-23", 8);
      if (today) around = std::max(around, turn.during);
      else if (turn.after_days >= 3) around = std::max(around, turn.after);
    }
    if (around == NewWork::none && cases_besides > 0) return false;
    if (around == NewWork::half) {
      const Rational room = std::max(Rational(0), *w.capacity - standing);
      if (besides_duty > room * Rational(1, 2)) return false;
    }
    return true;
  }

  /// Whether deciders have room for what the plan gives to those whose decisions come to them.
  bool keeps_rooms(const std::map<std::string, std::int64_t>& decisions) const {
    for (const Decider& row : input.deciders) {
      const auto taken = decisions.find(row.caseworker.value());
      if (taken == decisions.end()) continue;
      if (row.limit && taken->second > std::max<std::int64_t>(0, *row.limit - row.decisions)) {
        return false;
      }
      if (row.week_limit && taken->second > *row.week_limit) return false;
    }
    return true;
  }
};

}  // namespace evenload::allocation::test
