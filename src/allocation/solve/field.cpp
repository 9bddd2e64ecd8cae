// Who could have one decision, and what each choice would be worth.
#include <algorithm>
#include <utility>

#include "src/allocation/explain/explanation.hpp"
#include "src/allocation/explain/notices.hpp"
#include "src/allocation/read/refuse.hpp"
#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

Index find_slot(const Prepared& p, const CaseId& case_id, std::string_view role, std::string_view table) {
  const auto found = p.case_of.find(case_id);
  if (found == p.case_of.end()) {
    refuse_row(ErrorCode::unknown_id, table, "case", std::nullopt, "a case of the cases table", case_id.value());
  }
  const PreparedCase& c = p.cases[at(found->second)];
  for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
    if (p.role(p.slots[at(k)]).name == role) return k;
  }
  refuse_row(ErrorCode::unknown_id, table, "role", std::nullopt, "a role of case " + case_id.value(), std::string(role));
}

/// Better first; ties go by id, which is the order of persons.
bool Field::before(const Choice& a, const Choice& b) const {
  const int order = chooser_.compare(a, b);
  return order != 0 ? order < 0 : a.person < b.person;
}

Field::Field(const Prepared& p, const State& state, Index row, Index chosen, int top)
    : p_(p), state_(state), number_(row), chosen_(chosen), chooser_(p, state, row), top_(static_cast<std::size_t>(std::max(0, top))) {
  for (std::size_t i = 0; i < p.persons.size(); ++i) {
    const Index person = to_index(i);
    std::vector<Reason> reasons = barriers_of(p, p.rows[at(row)], person);
    if (auto clash = state.clash_with_group(row, person)) reasons.push_back(std::move(*clash));
    if (reasons.empty()) {
      ++allowed_;
      reasons = state.obstacles(row, person);
    }
    if (reasons.empty() || person == chosen) {
      choices_.push_back(chooser_.choice(person));
    } else {
      excluded_.push_back({p.persons[i].row->id, std::move(reasons)});
    }
  }
  // Those who are shown, the next best, and the chosen one among them.
  ordered_ = std::min(choices_.size(), std::max<std::size_t>(top_, 1) + 1);
  std::partial_sort(choices_.begin(), choices_.begin() + static_cast<std::ptrdiff_t>(ordered_), choices_.end(),
                    [&](const Choice& a, const Choice& b) { return before(a, b); });
}

const Choice& Field::chosen() const {
  return *std::find_if(choices_.begin(), choices_.end(), [&](const Choice& choice) { return choice.person == chosen_; });
}

const Choice* Field::next_best() const noexcept {
  const auto other = std::find_if(choices_.begin(), choices_.end(), [&](const Choice& choice) { return choice.person != chosen_; });
  return other == choices_.end() ? nullptr : &*other;
}

Alternative Field::alternative(const Choice& choice, std::int64_t rank, const Choice& baseline) const {
  const Person& who = p_.persons[at(choice.person)];
  const Row& row = p_.rows[at(number_)];
  const std::int64_t hold = who.scaled_base - base_without(p_, row, choice.person);
  const std::int64_t before = state_.load(choice.person) - hold;
  const std::int64_t after = before + pair_load(p_, row, choice.person);
  Alternative alternative;
  alternative.rank = rank;
  alternative.caseworker = who.row->id;
  alternative.chosen = choice.person == chosen_;
  alternative.capacity = who.capacity;
  alternative.load_before = p_.points(before);
  alternative.load_after = p_.points(after);
  if (who.scaled_capacity > 0) {
    alternative.ratio_before = Rational(before, who.scaled_capacity);
    alternative.ratio_after = Rational(after, who.scaled_capacity);
  }
  alternative.cost = choice.cost;
  alternative.differences = chooser_.differences(choice, baseline);
  alternative.reasons = prices_of(p_, row, choice.person);
  if (who.remembered > Rational(0)) {
    alternative.reasons.push_back(make_reason(ReasonCode::remembered_load, text_of("caseworker", who.row->id.value()), number_of("load", who.remembered)));
  }
  return alternative;
}

std::vector<Alternative> Field::alternatives(const Choice& baseline) const {
  std::vector<Alternative> alternatives;
  std::size_t others = 0;
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    const bool is_chosen = choices_[i].person == chosen_;
    if (!is_chosen && (i >= ordered_ || others++ >= top_)) continue;
    std::size_t rank = i;
    if (i >= ordered_) {
      const auto better = [&](const Choice& other) { return before(other, choices_[i]); };
      rank = static_cast<std::size_t>(std::count_if(choices_.begin(), choices_.end(), better));
    }
    alternatives.push_back(alternative(choices_[i], static_cast<std::int64_t>(rank) + 1, baseline));
  }
  return alternatives;
}

}  // namespace evenload::allocation::detail
