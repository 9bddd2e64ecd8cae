/// \file
/// Who has what at one moment, what is left of limits, and what keeps one more decision from fitting in. Private.
#pragma once

#include <optional>
#include <vector>

#include "evenload/allocation/plan.hpp"
#include "src/allocation/prepare/prepared.hpp"

namespace evenload::allocation::detail {

enum class QuotaKind {
  new_cases,
  new_weight,
  rest_cases,   // besides cases for those on duty; likewise the next
  rest_weight,
  decisions,    // that a decider would take for one person
  category_cases,
  category_weight,
};

/// Something that new work uses up, per person.
struct QuotaCategory {
  QuotaKind kind = QuotaKind::new_cases;
  Index category = none;
  Index person = none;  // of decisions
};

struct Quota {
  Index category = none;  // of `Quotas::categories`
  std::int64_t most = 0;
};

/// All limits on new work in one form: a category, an amount per row, a most per person. Equation (10).
struct Quotas {
  explicit Quotas(const Prepared& p);
  std::vector<QuotaCategory> categories;
  std::vector<std::vector<Quota>> of_person;  // by category
  std::vector<std::size_t> first_of;          // per person, how many quotas come before; one more for all
  std::int64_t amount(const Prepared& p, const Row& row, Index category) const;
};

/// Open rows with their persons. What stands is part of the persons' base.
class State {
 public:
  State(const Prepared& p, const Quotas& quotas);
  /// As a plan says; rows that the plan does not know stay unassigned.
  State(const Prepared& p, const Quotas& quotas, const Plan& plan);

  Index person_of(Index row) const { return person_of_row_[at(row)]; }
  std::int64_t load(Index person) const { return load_[at(person)]; }
  void place(Index row, Index person);
  void remove(Index row);

  /// Everything that keeps an unassigned row from this person for want of room; empty: it fits.
  std::vector<Reason> obstacles(Index row, Index person) const;
  bool fits(Index row, Index person) const;
  /// Whether an open row of the group is with this person, or with somebody with whom this person may not have it.
  bool taken_by_group(Index row, Index person) const;
  /// Why so.
  std::optional<Reason> clash_with_group(Index row, Index person) const;

 private:
  bool is_decision(const Quota& quota) const;
  /// What is used of the person's quota; of decisions, by everybody with the same decider.
  std::int64_t used(Index person, std::size_t quota) const;
  void use(Index row, Index person, std::int64_t sign);
  template <class Found>
  bool find_clash(Index row, Index person, Found found) const;

  const Prepared& p_;
  const Quotas& quotas_;
  std::vector<Index> person_of_row_;
  std::vector<std::int64_t> load_;
  std::vector<std::int64_t> used_;  // per person and its quotas, from Quotas::first_of
  std::vector<std::int64_t> decisions_;  // per decider, of everybody together
};

}  // namespace evenload::allocation::detail
