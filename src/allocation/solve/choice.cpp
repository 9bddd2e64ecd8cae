#include "choice.hpp"

#include <algorithm>

#include "problem.hpp"
#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

using optimize::LevelKind;

int128 floor_quotient(int128 numerator, std::int64_t denominator) noexcept {
  const int128 quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

/// a/b against c/d by their continued fractions, so that nothing is multiplied.
int compare_fractions(uint128 a, uint128 b, uint128 c, uint128 d) noexcept {
  for (int sign = 1;; sign = -sign) {
    const uint128 q = a / b;
    const uint128 r = c / d;
    if (q != r) return q < r ? -sign : sign;
    a -= q * b;
    c -= r * d;
    if (a == 0 || c == 0) return a == c ? 0 : (a == 0 ? -sign : sign);
    std::swap(a, b);
    std::swap(c, d);
  }
}

int sign_of(std::int64_t a, std::int64_t b) noexcept { return a < b ? -1 : a > b ? 1 : 0; }

int compare_ratios(std::int64_t load, std::int64_t capacity, std::int64_t other_load, std::int64_t other_capacity) noexcept {
  const int128 left = wide::multiply(load, other_capacity);
  const int128 right = wide::multiply(other_load, capacity);
  return left < right ? -1 : left > right ? 1 : 0;
}

struct LoadRatio {
  std::int64_t load = 0;
  std::int64_t capacity = 1;
};

/// Ratios of those whose loads two choices leave different, sorted: after `a` and after `b`. All others have the same in both.
struct ChangedRatios {
  std::vector<LoadRatio> a, b;
};

ChangedRatios changed_ratios(const Choice& a, const Choice& b) {
  ChangedRatios changed;
  if (a.person == b.person) return changed;
  if (a.capacity > 0) {
    changed.a.push_back({a.load_after, a.capacity});
    changed.b.push_back({a.load_before, a.capacity});
  }
  if (b.capacity > 0) {
    changed.a.push_back({b.load_before, b.capacity});
    changed.b.push_back({b.load_after, b.capacity});
  }
  for (auto* ratios : {&changed.a, &changed.b}) {
    std::sort(ratios->begin(), ratios->end(), [](const LoadRatio& x, const LoadRatio& y) { return compare_ratios(x.load, x.capacity, y.load, y.capacity) > 0; });
  }
  return changed;
}

int compare_leximin(const Choice& a, const Choice& b) {
  const ChangedRatios changed = changed_ratios(a, b);
  for (std::size_t k = 0; k < changed.a.size(); ++k) {
    const int order = compare_ratios(changed.a[k].load, changed.a[k].capacity, changed.b[k].load, changed.b[k].capacity);
    if (order != 0) return order;
  }
  return 0;
}

/// At the first position where they differ.
double leximin_difference(const Choice& a, const Choice& b) {
  const ChangedRatios changed = changed_ratios(a, b);
  const auto ratio = [](const LoadRatio& one) { return static_cast<long double>(one.load) / static_cast<long double>(one.capacity); };
  for (std::size_t k = 0; k < changed.a.size(); ++k) {
    const LoadRatio& left = changed.a[k];
    const LoadRatio& right = changed.b[k];
    if (compare_ratios(left.load, left.capacity, right.load, right.capacity) != 0) return static_cast<double>(ratio(left) - ratio(right));
  }
  return 0;
}

}  // namespace

FractionSum::FractionSum(int128 a, std::int64_t a_denominator, int128 b, std::int64_t b_denominator) {
  const int128 a_whole = floor_quotient(a, a_denominator);
  const int128 b_whole = floor_quotient(b, b_denominator);
  const auto a_rest = static_cast<uint128>(a - a_whole * a_denominator);
  const auto b_rest = static_cast<uint128>(b - b_whole * b_denominator);
  whole_ = a_whole + b_whole;
  denominator_ = static_cast<uint128>(a_denominator) * static_cast<uint128>(b_denominator);
  rest_ = a_rest * static_cast<uint128>(b_denominator) + b_rest * static_cast<uint128>(a_denominator);
  if (rest_ >= denominator_) {
    rest_ -= denominator_;
    whole_ += 1;
  }
}

int compare(const FractionSum& a, const FractionSum& b) noexcept {
  if (a.whole_ != b.whole_) return a.whole_ < b.whole_ ? -1 : 1;
  return compare_fractions(a.rest_, a.denominator_, b.rest_, b.denominator_);
}

double difference(const FractionSum& a, const FractionSum& b) noexcept {
  // Rounding is monotone: the parts keep their order, and a whole step outweighs any difference of the rests.
  const auto rest = [](const FractionSum& x) { return static_cast<long double>(x.rest_) / static_cast<long double>(x.denominator_); };
  return static_cast<double>(static_cast<long double>(a.whole_ - b.whole_) + (rest(a) - rest(b)));
}

Chooser::Chooser(const Prepared& p, const State& state, Index row)
    : p_(p), state_(state), number_(row), row_(p.rows[at(row)]), kinds_(level_kinds(p)), cost_weight_(p.policy->cost_weight * Rational(p.denominator)) {
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Index person = to_index(i);
    const auto above = [&](Index other) {
      return other == none || compare_ratios(load_without_row(person), p.persons[i].scaled_capacity, load_without_row(other),
                                             p.persons[at(other)].scaled_capacity) > 0;
    };
    if (p.persons[i].scaled_capacity == 0) continue;
    if (above(peak_person_)) {
      second_person_ = peak_person_;
      peak_person_ = person;
    } else if (above(second_person_)) {
      second_person_ = person;
    }
  }
}

/// A hold on these very cases ends when they are placed.
std::int64_t Chooser::load_without_row(Index person) const {
  return state_.load(person) - (p_.persons[at(person)].scaled_base - base_without(p_, row_, person));
}

Choice Chooser::left_unassigned() const {
  Choice choice;
  choice.unassigned = row_.priority;
  if (peak_person_ != none) {
    choice.peak_load = load_without_row(peak_person_);
    choice.peak_capacity = p_.persons[at(peak_person_)].scaled_capacity;
  }
  return choice;
}

Choice Chooser::choice(Index person) const {
  const Person& who = p_.persons[at(person)];
  const std::int64_t capacity = who.scaled_capacity;
  const std::int64_t before = load_without_row(person);
  const std::int64_t weight = pair_load(p_, row_, person);
  const std::int64_t after = checked_add(before, weight);
  Choice choice;
  choice.person = person;
  choice.cost = cost_of(p_, row_, person);
  choice.load_before = before;
  choice.load_after = after;
  choice.capacity = capacity;
  choice.overload = std::max<std::int64_t>(0, after - capacity) - std::max<std::int64_t>(0, before - capacity);
  const Index other_peak = person == peak_person_ ? second_person_ : peak_person_;
  if (other_peak != none) {
    choice.peak_load = load_without_row(other_peak);
    choice.peak_capacity = p_.persons[at(other_peak)].scaled_capacity;
  }
  if (capacity > 0 && compare_ratios(after, capacity, choice.peak_load, choice.peak_capacity) > 0) {
    choice.peak_load = after;
    choice.peak_capacity = capacity;
  }
  // (after^2 - before^2) / capacity + lambda * cost; without capacity a load stands outside the balance.
  const int128 squares = capacity == 0 ? 0 : static_cast<int128>(before) * 2 * weight + wide::multiply(weight, weight);
  choice.balance = FractionSum(squares, std::max<std::int64_t>(1, capacity), wide::multiply(choice.cost, cost_weight_.numerator()),
                               cost_weight_.denominator());
  return choice;
}

int Chooser::compare_level(LevelKind kind, const Choice& a, const Choice& b) const {
  switch (kind) {
    case LevelKind::overload: return sign_of(a.overload, b.overload);
    case LevelKind::peak: return compare_ratios(a.peak_load, a.peak_capacity, b.peak_load, b.peak_capacity);
    case LevelKind::balance: return detail::compare(a.balance, b.balance);
    case LevelKind::leximin: return compare_leximin(a, b);
    case LevelKind::cost: return cost_weight_ == Rational(0) ? 0 : sign_of(a.cost, b.cost);
    default: break;
  }
  const bool of_this_class = (kind == LevelKind::unassigned_must && row_.row_class == CaseClass::must) ||
                             (kind == LevelKind::unassigned_due && row_.row_class == CaseClass::due) ||
                             (kind == LevelKind::unassigned_may_wait && row_.row_class == CaseClass::may_wait);
  return of_this_class ? sign_of(a.unassigned, b.unassigned) : 0;
}

int Chooser::compare(const Choice& a, const Choice& b) const {
  for (const LevelKind kind : kinds_) {
    if (const int order = compare_level(kind, a, b); order != 0) return order;
  }
  return 0;
}

std::vector<LevelDifference> Chooser::differences(const Choice& a, const Choice& b) const {
  const auto denominator = static_cast<double>(p_.denominator);
  std::vector<LevelDifference> differences;
  for (const LevelKind kind : kinds_) {
    double value = 0;
    switch (kind) {
      case LevelKind::overload: value = static_cast<double>(a.overload - b.overload) / denominator; break;
      case LevelKind::peak:
        if (compare_level(kind, a, b) != 0) {
          value = static_cast<double>(static_cast<long double>(a.peak_load) / static_cast<long double>(a.peak_capacity) -
                                      static_cast<long double>(b.peak_load) / static_cast<long double>(b.peak_capacity));
        }
        break;
      case LevelKind::balance: value = difference(a.balance, b.balance) / denominator; break;
      case LevelKind::leximin: value = leximin_difference(a, b); break;
      case LevelKind::cost: value = static_cast<double>(a.cost - b.cost) * p_.policy->cost_weight.to_double(); break;
      default:
        if (compare_level(kind, a, b) != 0) value = static_cast<double>(a.unassigned - b.unassigned);
        break;
    }
    differences.push_back({kind, value});
  }
  return differences;
}

}  // namespace evenload::allocation::detail
