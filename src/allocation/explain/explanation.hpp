/// \file
/// The parts that explain and recommend share. Private.
#pragma once

#include <string_view>
#include <vector>

#include "evenload/allocation/explain.hpp"
#include "src/allocation/rules/eligibility.hpp"
#include "src/allocation/solve/choice.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation::detail {

/// The slot of a case and role. \throws InvalidDataError(unknown_id) naming `table`.
Index find_slot(const Prepared& p, const CaseId& case_id, std::string_view role, std::string_view table);

/// Everybody for one row, all others staying put: who may and has room, ranked, and what keeps the rest away.
class Field {
 public:
  /// \param state  has the row unassigned.
  /// \param chosen who has the row now, or none; stays in the field whatever rules say, as a person may have decided so.
  /// \param top    how many besides the chosen one anybody will ask for; the others are not put in order.
  Field(const Prepared& p, const State& state, Index row, Index chosen, int top);

  /// Whether nobody may take it and has room.
  bool empty() const noexcept { return choices_.empty(); }
  /// The choice of the one who has it. There must be one.
  const Choice& chosen() const;
  const std::vector<ExcludedCaseworker>& excluded() const noexcept { return excluded_; }
  const Chooser& chooser() const noexcept { return chooser_; }
  /// How many may take it by the rules, room aside.
  int allowed() const noexcept { return allowed_; }
  /// The best choice that is not the chosen one; nullptr where there is none.
  const Choice* next_best() const noexcept;
  /// The chosen one and the best `top` others, in rank order, against `baseline`.
  std::vector<Alternative> alternatives(const Choice& baseline) const;

 private:
  bool before(const Choice& a, const Choice& b) const;
  Alternative alternative(const Choice& choice, std::int64_t rank, const Choice& baseline) const;

  const Prepared& p_;
  const State& state_;
  Index number_;
  Index chosen_;
  Chooser chooser_;
  std::vector<Choice> choices_;  // the first `ordered_` are the best, in rank order
  std::size_t ordered_ = 0;
  std::size_t top_ = 0;
  std::vector<ExcludedCaseworker> excluded_;
  int allowed_ = 0;
};

/// The best `top` persons for one open slot, all that stands staying put and nothing else being placed.
Explanation recommended(const Prepared& p, const Quotas& quotas, Index slot, int top);

/// What other readers than the allocator may see of an explanation.
Explanation seen_by(const Prepared& p, Audience audience, Explanation explanation);

}  // namespace evenload::allocation::detail
