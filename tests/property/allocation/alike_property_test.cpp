// Rows that look alike to the rules: what is shared among them is what the rules say of each.
#include <string>

#include "../../unit/allocation/scenario.hpp"
#include "property.hpp"
#include "src/allocation/alike.hpp"
#include "src/allocation/pair_rules.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

int draw(int from, int to) { return *rc::gen::inRange(from, to); }

template <class Value>
Value one_of(std::initializer_list<Value> values) {
  return *(values.begin() + draw(0, static_cast<int>(values.size())));
}

std::vector<std::string> some_of(std::initializer_list<const char*> texts) {
  std::vector<std::string> chosen;
  for (const char* text : texts) {
    if (draw(0, 3) == 0) chosen.emplace_back(text);
  }
  return chosen;
}

CaseworkerId somebody() { return CaseworkerId("w" + std::to_string(draw(0, 6))); }

Caseworker any_worker(int number) {
  Caseworker w = a_worker("w" + std::to_string(number), Rational(draw(0, 12)));
  w.base_load = Rational(draw(0, 8));
  w.unit = UnitId(one_of({"a", "b"}));
  if (draw(0, 5) == 0) {
    w.pool = true;
    w.unit = UnitId();
    if (draw(0, 2) == 0) w.pool_units = {UnitId("a")};
  }
  for (const std::string& skill : some_of({"court", "young"})) {
    w.skills[skill] = draw(0, 2) == 0 ? std::optional(day("2026-11-25")) : std::nullopt;
  }
  w.delegation_level = draw(0, 3);
  w.languages = some_of({"ar", "so"});
  w.on_duty = draw(0, 2) == 0;
  if (draw(0, 3) == 0) w.protected_until = day("2027-01-01");
  w.protected_categories = some_of({"type", "other"});
  w.joint_only_categories = some_of({"type", "extra"});
  w.wished_categories = some_of({"type", "extra"});
  w.unwished_categories = some_of({"other", "extra"});
  if (draw(0, 3) == 0) w = away(w, "2026-11-20", one_of({"2026-11-23", "2026-11-25", "2026-12-24"}));
  return w;
}

Case any_case(int number) {
  Case c = a_case("c" + std::to_string(number), Rational(draw(1, 4)));
  c.type = one_of({"type", "other"});
  c.phase = one_of({"", "phase"});
  c.categories = some_of({"extra"});
  if (draw(0, 3) != 0) c.unit = UnitId(one_of({"a", "b"}));
  if (draw(0, 2) == 0) c.start = day(one_of({"2026-11-23", "2026-11-26", "2026-12-01"}));
  if (draw(0, 3) == 0) c.deadline = moment(one_of({"2026-11-23T20:00:00Z", "2026-11-25T20:00:00Z"}));
  if (draw(0, 3) == 0) c.received = moment(one_of({"2026-11-20T08:00:00Z", "2026-10-01T08:00:00Z"}));
  c.required_skills = some_of({"court"});
  c.preferred_skills = some_of({"young", "court"});
  c.delegation_level = draw(0, 3);
  if (draw(0, 3) == 0) c.language = one_of({"ar", "so"});
  c.interpreter = draw(0, 2) == 0;
  c.risk = draw(0, 5) == 0;
  c.duty = draw(0, 4) == 0;
  if (draw(0, 3) == 0) c.previous_caseworker = somebody();
  if (draw(0, 4) == 0) c.closed = day(one_of({"2026-09-01", "2025-01-01"}));
  if (draw(0, 4) == 0) c.family_caseworker = somebody();
  if (draw(0, 5) == 0) {
    c = held_case(c, somebody().value(), one_of({AssignmentState::announced, AssignmentState::started}));
    c.released = draw(0, 2) == 0;
  }
  if (draw(0, 6) == 0) c.link = one_of({"l", "m"});
  return c;
}

}  // namespace

TEST_CASE("persons and prices found once for a group are those of every row in it") {
  evenload::test::property("grouped against one by one", [] {
    AllocationInput input;
    AllocationPolicy policy = monday();
    for (std::size_t r = 0; r < rule_count; ++r) {
      const auto rule = static_cast<Rule>(r);
      const auto mode = static_cast<RuleMode>(draw(0, 3));
      if (draw(0, 3) == 0 && allows(rule, mode)) policy.rule(rule).mode = mode;
    }
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
