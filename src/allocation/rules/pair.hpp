/// \file
/// One case, one caseworker, and what every rule needs to look at them. Private.
///
/// A rule is a pair of free function templates in a header of its own: `bar_…(pair, sink)` calls
/// sink(Barrier, make) until it returns false and returns whether the end was reached;
/// `charge_…(pair, sink)` calls sink(price, make), where a price of 0 says something in favour.
/// `make` makes the reason, so that whoever only counts pays for no text.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "src/allocation/explain/notices.hpp"
#include "src/allocation/prepare/prepared.hpp"

namespace evenload::allocation::detail {

/// What stands in the way. `rule` is none where no rule of the policy is meant (capacity, a
/// person's decision, other roles).
struct Barrier {
  ReasonCode code;
  std::optional<Rule> rule;
};

inline bool contains(const std::vector<Index>& sorted, Index value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

struct Pair {
  Pair(const Prepared& prepared, const Member& part, Index person_number)
      : p(prepared),
        member(part),
        c(prepared.cases[at(part.case_index)]),
        number(person_number),
        person(prepared.persons[at(person_number)]) {}

  RuleMode mode(Rule rule) const { return p.policy->rule(rule).mode; }
  bool is_hard(Rule rule) const { return mode(rule) == RuleMode::hard; }
  bool is_soft(Rule rule) const { return mode(rule) == RuleMode::soft; }
  std::int64_t price(Rule rule) const { return p.policy->rule(rule).price; }
  const std::string& id_of(Index other) const { return p.persons[at(other)].row->id.value(); }
  const std::string& name(Index text) const { return p.names.text(text); }

  const Prepared& p;
  const Member& member;
  const PreparedCase& c;
  Index number;
  const Person& person;
};

/// The price of a hard rule that the policy made soft.
template <class Sink>
void charge_rule(const Pair& pair, Rule rule, Sink&& sink) {
  const std::int64_t price = pair.price(rule);
  sink(price, [rule, price] {
    return make_reason(ReasonCode::soft_rule, text_of("rule", std::string(to_string(rule))),
                       whole_of("price", price));
  });
}

}  // namespace evenload::allocation::detail
