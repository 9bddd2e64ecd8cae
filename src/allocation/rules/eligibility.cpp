// Rules to sparse eligibility and soft prices.
#include "eligibility.hpp"

#include <numeric>

#include "pair_rules.hpp"

namespace evenload::allocation::detail {

Candidates::Candidates(const Prepared& p) : p_(p), everybody_(p.persons.size()) {
  std::iota(everybody_.begin(), everybody_.end(), 0);
  if (p.policy->rule(Rule::unit_border).mode != RuleMode::hard) return;
  of_unit_.resize(p.units.size());
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Person& person = p.persons[i];
    if (person.all_units) {
      for (auto& members : of_unit_) members.push_back(to_index(i));
    } else {
      for (const Index unit : person.units) {
        if (unit != none) of_unit_[at(unit)].push_back(to_index(i));
      }
    }
  }
}

const std::vector<Index>& Candidates::of(const Row& row) const {
  if (of_unit_.empty()) return everybody_;
  const std::vector<Index>* fewest = &everybody_;
  for (const Member& member : row.members) {
    for (const Index unit : member.units) {
      if (of_unit_[at(unit)].size() < fewest->size()) fewest = &of_unit_[at(unit)];
    }
  }
  return *fewest;
}

std::vector<Index> eligible_persons(const Prepared& p, const Candidates& candidates, const Row& row) {
  std::vector<Index> eligible;
  for (const Index person : candidates.of(row)) {
    if (is_eligible(p, row, person)) eligible.push_back(person);
  }
  return eligible;
}

bool is_eligible(const Prepared& p, const Row& row, Index person) {
  return for_each_barrier(p, row, person, [](const Barrier&, const auto&) { return false; });
}

std::vector<Reason> barriers_of(const Prepared& p, const Row& row, Index person) {
  std::vector<Reason> reasons;
  for_each_barrier(p, row, person, [&](const Barrier&, const auto& make) {
    Reason reason = make();
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(std::move(reason));
    return true;
  });
  return reasons;
}

std::int64_t cost_of(const Prepared& p, const Member& member, Index person) {
  std::int64_t cost = 0;
  PairRules(p, member, person).prices([&](std::int64_t price, const auto&) { cost = checked_add(cost, price); });
  return cost;
}

std::int64_t cost_of(const Prepared& p, const Row& row, Index person) {
  std::int64_t cost = 0;
  for (const Member& member : row.members) cost = checked_add(cost, cost_of(p, member, person));
  return cost;
}

std::vector<Reason> prices_of(const Prepared& p, const Row& row, Index person) {
  std::vector<Reason> reasons;
  for_each_price(p, row, person, [&](std::int64_t, const auto& make) {
    Reason reason = make();
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(std::move(reason));
  });
  return reasons;
}

}  // namespace evenload::allocation::detail
