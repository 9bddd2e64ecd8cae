/// \file
/// Who changes hands: rows that somebody has, rows that nobody has, and what each choice is worth.
/// Equations (1) to (4) of docs/models/verbs.md. Private.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "evenload/core/rational.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "src/allocation/solve/state.hpp"

namespace evenload::allocation::detail {

/// One choice for a row: who, what they then carry more, and the price.
struct ChangePair {
  Index person = none;
  std::int64_t load = 0;
  std::int64_t cost = 0;
};

struct ChangeRow {
  std::vector<ChangePair> pairs;      // who may take it anew, ascending by person; never who has it
  ChangePair stay;                    // with whom it is; person none: nobody, or it may not stay
  bool may_be_left = true;
  CaseClass row_class = CaseClass::must;
  std::int64_t priority = 0;          // what leaving it counts
  std::int64_t size = 0;              // assignments that change unless it stays; 0: nobody had it
  std::int64_t forced = 0;            // assignments that change whatever is chosen
  Index group = none;                 // rows of a group go to different people
  bool marked = false;                // the group's other rows wait for this one
  std::vector<std::pair<Index, bool>> ties;  // row, whether in one unit (true) or different ones
  std::vector<std::pair<Index, std::int64_t>> amounts;  // quota category, amount
};

/// Limits of several people that have one sum: a decider's room.
struct SharedRoom {
  std::int64_t room = 0;
  std::vector<std::pair<Index, std::size_t>> members;  // person, position among the quotas
};

struct ChangeProblem {
  std::vector<ChangeRow> rows;
  std::vector<std::vector<Index>> groups;      // rows by group
  std::vector<std::vector<Index>> apart;       // per person whom they do not work with, sorted
  std::vector<Index> unit;                     // per person, or none
  std::vector<std::int64_t> capacity;          // per person, on the common denominator
  std::vector<std::int64_t> limit;
  std::vector<std::int64_t> base;
  std::vector<std::vector<Quota>> quotas;      // per person
  std::vector<SharedRoom> shared;              // besides
  bool stays_use_quotas = false;               // whether what stays uses up limits on new work
  Rational cost_weight;                        // times the common denominator
  std::vector<optimize::LevelKind> kinds;      // in order
  std::size_t persons() const noexcept { return capacity.size(); }
};

/// Per row its choice: a pair of the row, its `stay`, or nullptr where it is left.
using Choices = std::vector<const ChangePair*>;

/// Whether two people may have two rows of one group.
bool may_meet(const ChangeProblem& problem, Index row, Index person, Index other_row, Index other);

/// The whole-number levels by what they count, and the two of the balance.
struct ChangeValue {
  enum Count : std::size_t { must = 0, due = 1, may_wait = 2, overload = 3, changes = 4 };
  std::array<std::int64_t, 5> whole{};
  std::int64_t peak_load = 0;
  std::int64_t peak_capacity = 1;
  long double balance = 0;
};

/// Choices with what they are worth, kept up to date row by row.
class ChangeState {
 public:
  ChangeState(const ChangeProblem& problem, Choices choices);

  const ChangeProblem& problem() const noexcept { return *problem_; }
  const Choices& choices() const noexcept { return choices_; }
  const ChangePair* choice(Index row) const { return choices_[at(row)]; }
  Index person(Index row) const { return choice(row) == nullptr ? none : choice(row)->person; }
  bool moved(Index row) const;                 // it could stay, and does not
  void set(Index row, const ChangePair* choice);
  /// Takes the last `set` of the row back, rounding errors included.
  void undo(Index row, const ChangePair* before, long double squares) {
    set(row, before);
    squares_ = squares;
  }
  long double squares() const noexcept { return squares_; }
  /// Whether the rules hold around a row that was set last: limits of its person, and its group.
  bool allowed(Index row) const;
  bool all_allowed() const;
  std::int64_t moves() const noexcept { return moves_; }
  std::int64_t load(Index person) const { return load_[at(person)]; }
  ChangeValue value() const;
  /// Sums anew what is kept up to date in floating point.
  void settle();

 private:
  void add_load(Index person, std::int64_t load);
  void use(Index row, const ChangePair& choice, std::int64_t sign);
  bool person_allowed(Index person) const;
  bool group_allowed(Index row) const;

  const ChangeProblem* problem_;
  Choices choices_;
  std::vector<std::int64_t> load_;
  std::vector<std::int64_t> new_rows_;
  std::vector<std::vector<std::int64_t>> used_;
  std::array<std::int64_t, 5> whole_{};
  std::int64_t moves_ = 0;
  std::int64_t cost_ = 0;
  std::int64_t changes_ = 0;
  long double squares_ = 0;
  bool has_peak_ = false;
};

/// -1 where `a` is better. Values closer than `tolerance` on the last level count as equal.
int compare(const ChangeProblem& problem, const ChangeValue& a, const ChangeValue& b,
            long double tolerance);
/// The same without rounding.
int compare_exactly(const ChangeState& a, const ChangeState& b);
/// Rounding errors of a balance of this size stay below this.
long double tolerance_of(long double balance) noexcept;
/// Values of the levels as doubles, in order; overload and balance on the common denominator.
std::vector<double> level_values(const ChangeState& state);

}  // namespace evenload::allocation::detail
