// Rows that look alike to the rules: what is shared among them is what the rules say of each.
#include <string>

#include "any_rows.hpp"
#include "src/allocation/rules/alike.hpp"
#include "src/allocation/rules/pair_rules.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

TEST_CASE("persons and prices found once for a group are those of every row in it") {
  evenload::test::property("grouped against one by one", [] {
    AllocationInput input;
    AllocationPolicy policy = any_policy();
    const int workers = draw(0, 6);
    for (int j = 0; j < workers; ++j) input.caseworkers.push_back(any_worker(j));
    const int cases = draw(0, 30);
    for (int i = 0; i < cases; ++i) {
      input.cases.push_back(any_case(i));
      if (draw(0, 8) == 0) input.exclusions.push_back({input.cases.back().id, somebody()});
      if (workers > 0 && draw(0, 8) == 0) {
        input.overrides.push_back(decision("c" + std::to_string(i), OverrideKind::forbid, "w" + std::to_string(draw(0, workers))));
      }
    }
    policy.interpreter_days = draw(0, 3);
    policy.reopening_of_type = {{"other", 3, {one_of({RuleMode::off, RuleMode::soft, RuleMode::hard}), 7}}};
    input.units = {{UnitId("a"), "", "", "m"}, {UnitId("b"), "", "", one_of({"m", "n"})}};
    if (draw(0, 2) == 0) input.agreements = {{"m", "n", one_of({"", "type"}), std::nullopt, day("2026-11-30")}};
    for (const Case& c : input.cases) {
      if (draw(0, 6) != 0) continue;
      const CaseworkerId receiver = draw(0, 2) == 0 ? somebody() : CaseworkerId();
      input.handovers.push_back({c.id, "lead", "", UnitId(one_of({"a", "b"})), day(one_of({"2026-12-01", "2027-03-01"})), Rational(1), receiver});
    }
    const detail::Prepared p = detail::prepare(input, policy);
    const detail::Candidates candidates(p);
    detail::EligiblePairs pairs(p, candidates);
    std::size_t rows = 0;
    for (const detail::Row& row : p.rows) {
      if (row.stands) continue;
      ++rows;
      const detail::PairsOfRow& shared = pairs.of(row);
      std::vector<detail::Index> persons;
      std::vector<std::int64_t> costs;
      for (std::size_t j = 0; j < p.persons.size(); ++j) {
        const detail::Index person = detail::to_index(j);
        if (!detail::is_eligible(p, row, person)) continue;
        persons.push_back(person);
        costs.push_back(detail::cost_of(p, row, person));
      }
      RC_ASSERT(shared.persons == persons);
      RC_ASSERT(shared.costs == costs);
    }
    RC_ASSERT(pairs.groups() <= rows);
  });
}

TEST_CASE("like cases share a group, whatever they weigh and whenever they came") {
  AllocationInput input;
  AllocationPolicy policy = monday();
  for (int j = 0; j < 3; ++j) input.caseworkers.push_back(a_worker("w" + std::to_string(j)));
  for (int i = 0; i < 20; ++i) {
    Case c = a_case("c" + std::to_string(i), Rational(1 + i % 3));
    c.priority = i;
    c.received = moment(i % 2 == 0 ? "2026-11-20T08:00:00Z" : "2026-11-10T08:00:00Z");
    if (i == 7) c.previous_caseworker = CaseworkerId("w1");
    input.cases.push_back(c);
  }
  const detail::Prepared p = detail::prepare(input, policy);
  const detail::Candidates candidates(p);
  detail::EligiblePairs pairs(p, candidates);
  for (const detail::Row& row : p.rows) pairs.of(row);
  CHECK(pairs.groups() == 2);
}
