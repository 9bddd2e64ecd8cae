#include "evenload/workload/change.hpp"

#include <chrono>
#include <map>

#include "catch.hpp"
#include "generators.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

/// Each case with up to three rows that follow each other, so that no role is held twice.
SeriesInput following_holdings() {
  SeriesInput input;
  HeldCases& held = input.held;
  for (int i = 0; i < 4; ++i) held.holders.emplace_back("person " + std::to_string(i));
  for (HeldCase& kind : some_cases(8)) {
    held.kinds.push_back(kind);
    held.kinds.back().case_id = CaseId();
    held.kinds.back().caseworker = CaseworkerId();
  }
  const auto kinds = static_cast<int>(held.kinds.size());
  for (int one = 0; one < 8 && kinds > 0; ++one) {
    held.cases.emplace_back("case " + std::to_string(one));
    Date from = some_day();
    for (int part = pick(3); part >= 0; --part) {
      const Date to = from + std::chrono::days(pick(40));
      held.case_code.push_back(one);
      held.holder.push_back(pick(5) - 1);
      held.unit.push_back(-1);
      held.kind.push_back(pick(kinds));
      held.from.push_back(static_cast<std::int32_t>(from.time_since_epoch().count()));
      held.to.push_back(static_cast<std::int32_t>(to.time_since_epoch().count()));
      held.from_vacancy.push_back(coin() ? 1 : 0);
      from = to + std::chrono::days(1);
    }
  }
  input.caseworkers = some_people();
  return input;
}

void check_sums(const LoadChange& change) {
  Rational load = change.load_from;
  for (const Rational& part : change.load) load = load + part;
  RC_ASSERT(load == change.load_to);
  RC_ASSERT(change.ratio.has_value() == (change.ratio_from && change.ratio_to));
  RC_ASSERT(change.load[static_cast<std::size_t>(ChangePart::capacity)] == Rational(0));
  if (!change.ratio) return;
  Rational ratio = *change.ratio_from;
  for (const Rational& part : *change.ratio) ratio = ratio + part;
  RC_ASSERT(ratio == *change.ratio_to);
}

std::vector<HeldCase> on_day(const HeldCases& held, Date day) {
  std::vector<HeldCase> cases;
  for (std::size_t row = 0; row < held.rows(); ++row) {
    if (held.holder[row] >= 0 && held.covers(row, day)) cases.push_back(held.held(row));
  }
  return cases;
}

}  // namespace

TEST_CASE("parts of a change sum exactly, and its ends are measurements") {
  evenload::test::property("any holdings, rule and days", [] {
    const SeriesInput input = following_holdings();
    MeasurementRule rule = some_rule();
    WeightTable later = some_weight_table();
    later.version = "2";
    later.effective_from = some_day();
    rule.weights->tables[0].effective_to = later.effective_from;
    rule.weights->tables.push_back(later);
    // Small fractions, so that hundreds of exact sums stay within 64 bits.
    rule.capacity = std::nullopt;
    SeriesInput people = input;
    for (MeasuredCaseworker& person : people.caseworkers) person.capacity = Rational(pick(5) * 10);
    ChangeOptions options;
    options.from = some_day();
    options.to = options.from + std::chrono::days(1 + pick(60));
    const Changes found = changes(people, rule, options);
    const auto before = measure(on_day(input.held, options.from), people.caseworkers, rule, options.from);
    const auto after = measure(on_day(input.held, options.to), people.caseworkers, rule, options.to);
    Rational all_from, all_to;
    for (std::size_t person = 0; person < found.people.size(); ++person) {
      const LoadChange& change = found.people[person];
      RC_ASSERT(change.load_from == before.rows[person].load);
      RC_ASSERT(change.load_to == after.rows[person].load);
      RC_ASSERT(change.capacity_to == after.rows[person].capacity);
      all_from = all_from + change.load_from;
      all_to = all_to + change.load_to;
      check_sums(change);
    }
    for (const LoadChange& change : found.by_unit) check_sums(change);
    check_sums(found.municipality);
    RC_ASSERT(found.municipality.load_from == all_from);
    RC_ASSERT(found.municipality.load_to == all_to);
  });
}
