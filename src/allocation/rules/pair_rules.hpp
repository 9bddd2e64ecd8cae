/// \file
/// The rules, once: what keeps a caseworker from a decision, and what the pair costs. Private.
///
/// Eligibility, prices, explanations and relaxations all walk through these two functions; nothing
/// else knows a rule. Each family of rules is a header in rules/; rules/pair.hpp says what a sink
/// is. Equations (8) and (9) of docs/models/allocation.md.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "absence.hpp"
#include "borders.hpp"
#include "companions.hpp"
#include "decided.hpp"
#include "delegation.hpp"
#include "duty.hpp"
#include "going_back.hpp"
#include "handover.hpp"
#include "language.hpp"
#include "newcomer.hpp"
#include "pair.hpp"
#include "skills.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/prepare/prepared.hpp"
#include "src/allocation/prepare/presence.hpp"
#include "visits.hpp"
#include "ways.hpp"
#include "wishes.hpp"

namespace evenload::allocation::detail {

/// Walks through the rules of one case and one person.
class PairRules {
 public:
  PairRules(const Prepared& p, const Member& member, Index person) : pair_(p, member, person) {}

  /// Calls sink(Barrier, make) until it returns false. \return whether the end was reached.
  template <class Sink>
  bool barriers(Sink&& sink) const {
    return bar_conflict(pair_, sink) &&    //
           bar_forbidden(pair_, sink) &&   //
           bar_unit(pair_, sink) &&        //
           bar_committee(pair_, sink) &&   //
           bar_municipality(pair_, sink) &&  //
           bar_duty(pair_, sink) &&        //
           bar_skills(pair_, sink) &&      //
           bar_delegation(pair_, sink) &&  //
           bar_language(pair_, sink) &&    //
           bar_newcomer(pair_, sink) &&    //
           bar_newcomer_lead(pair_, sink) &&     //
           bar_student(pair_, sink) &&           //
           bar_absence(pair_, sink) &&           //
           bar_deadline_absence(pair_, sink) &&  //
           bar_travel(pair_, sink) &&            //
           bar_remote(pair_, sink) &&            //
           bar_lone_visits(pair_, sink) &&       //
           bar_handover(pair_, sink) &&          //
           bar_going_back(pair_, sink);
  }

  /// Calls sink(price, make); a price of 0 says something in favour.
  template <class Sink>
  void prices(Sink&& sink) const {
    charge_unit(pair_, sink);
    charge_agreement(pair_, sink);
    charge_handover(pair_, sink);
    charge_duty(pair_, sink);
    charge_delegation(pair_, sink);
    charge_skills(pair_, sink);
    charge_language(pair_, sink);
    charge_continuity(pair_, sink);
    charge_family(pair_, sink);
    charge_wishes(pair_, sink);
    charge_specialisms(pair_, sink);
    charge_travel(pair_, sink);
    charge_remote(pair_, sink);
    charge_deadline_absence(pair_, sink);
    charge_late_start(pair_, sink);
  }

 private:
  Pair pair_;
};

/// Standing load of a person without what the row itself already puts there (a hold).
inline std::int64_t base_without(const Prepared& p, const Row& row, Index person) {
  std::int64_t base = p.persons[at(person)].scaled_base;
  for (const auto& [holder, load] : row.holds) {
    if (holder == person) base = checked_subtract(base, scaled(load, p.denominator));
  }
  return base;
}

/// Every barrier between a decision and a person: rules of each of its cases, then what is decided elsewhere, then capacity.
template <class Sink>
bool for_each_barrier(const Prepared& p, const Row& row, Index number, Sink&& sink) {
  for (const Member& member : row.members) {
    if (!PairRules(p, member, number).barriers(sink)) return false;
  }
  if (!row.stays_with.empty() && !contains(row.stays_with, number)) {
    if (!sink(Barrier{ReasonCode::belongs_with, std::nullopt}, [&] {
          return make_reason(ReasonCode::belongs_with, text_of("caseworker", p.persons[at(row.stays_with.front())].row->id.value()));
        })) {
      return false;
    }
  }
  if (!bar_companions(p, row, number, sink)) return false;
  const Person& person = p.persons[at(number)];
  if (person.scaled_capacity == 0) {
    return sink(Barrier{ReasonCode::zero_capacity, std::nullopt}, [] { return make_reason(ReasonCode::zero_capacity); });
  }
  const std::int64_t base = base_without(p, row, number);
  if (base <= person.scaled_limit) return true;
  return sink(Barrier{ReasonCode::base_past_hard_limit, std::nullopt}, [&] {
    return make_reason(ReasonCode::base_past_hard_limit, number_of("base_load", p.points(base)), number_of("hard_limit", person.hard_limit));
  });
}

template <class Sink>
void for_each_price(const Prepared& p, const Row& row, Index person, Sink&& sink) {
  for (const Member& member : row.members) PairRules(p, member, person).prices(sink);
}

bool is_eligible(const Prepared& p, const Row& row, Index person);
std::vector<Reason> barriers_of(const Prepared& p, const Row& row, Index person);
std::int64_t cost_of(const Prepared& p, const Row& row, Index person);
std::int64_t cost_of(const Prepared& p, const Member& member, Index person);
std::vector<Reason> prices_of(const Prepared& p, const Row& row, Index person);

}  // namespace evenload::allocation::detail
