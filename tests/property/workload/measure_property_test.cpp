#include "evenload/workload/measure.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "catch.hpp"
#include "evenload/workload/document.hpp"
#include "generators.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

/// A random order of 0 … size − 1.
std::vector<std::size_t> some_order(std::size_t size) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[static_cast<std::size_t>(pick(static_cast<int>(i)))]);
  return order;
}

template <class Value>
std::vector<Value> in_order(const std::vector<Value>& values, const std::vector<std::size_t>& order) {
  std::vector<Value> result;
  for (const std::size_t i : order) result.push_back(values[i]);
  return result;
}

/// What a case should weigh, written down a second time from equation (1).
Rational naive_load(const WeightTable& table, const HeldCase& held) {
  const auto found = [&](const auto& rows, auto matches) {
    auto best = rows.end();
    for (auto row = rows.begin(); row != rows.end(); ++row) {
      if (matches(*row) && (best == rows.end() || row->case_type == held.case_type)) best = row;
    }
    return best;
  };
  Rational share = 1;
  const auto share_row = found(table.role_shares, [&](const RoleShare& row) {
    return row.role == held.role && (row.case_type.empty() || row.case_type == held.case_type);
  });
  if (share_row != table.role_shares.end()) share = share_row->share;
  if (held.weight) return *held.weight * share;

  std::map<std::string, CaseWeight> phases;
  for (const CaseWeight& row : table.weights) {
    if (row.case_type == held.case_type) phases.emplace(row.phase, row);
  }
  const CaseWeight& row = phases.contains(held.phase) ? phases.at(held.phase) : phases.at("");
  Rational weight = row.weight;
  for (const FactorKind kind : {FactorKind::multiply, FactorKind::add}) {
    for (const std::string& name : held.factors) {
      const auto factor = found(table.factors, [&](const WeightFactor& f) {
        return f.name == name && (f.case_type.empty() || f.case_type == held.case_type);
      });
      if (factor->kind != kind) continue;
      weight = kind == FactorKind::add ? weight + factor->value : weight * factor->value;
    }
  }
  weight = std::max(weight, row.minimum.value_or(0));
  if (row.maximum && weight > *row.maximum) weight = *row.maximum;
  return weight * share;
}

std::set<CaseId> as_set(const std::vector<CaseId>& ids) { return {ids.begin(), ids.end()}; }

MeasurementResult single(const Measurement& row) { return {{row}, {}, {}}; }

}  // namespace

TEST_CASE("a load is the sum of its parts") {
  evenload::test::property("any cases and people", [] {
    const MeasurementRule rule = some_rule();
    const auto cases = some_cases(12);
    const auto people = some_people();
    const MeasurementResult result = measure(cases, people, rule, some_day());
    std::int64_t counted = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      Rational sum = people[i].base_load + people[i].work_for_others - people[i].work_by_others;
      if (result.rows[i].capacity > Rational(0)) sum = sum + rule.fixed_load;
      for (const HeldCase& held : cases) {
        if (held.caseworker == people[i].id) sum = sum + naive_load(rule.weights->tables[0], held);
      }
      RC_ASSERT(result.rows[i].load == std::max(sum, Rational(0)));
      counted += result.rows[i].cases;
    }
    RC_ASSERT(counted + static_cast<std::int64_t>(result.unmatched.size()) == static_cast<std::int64_t>(cases.size()));
  });
}

TEST_CASE("ratio and band follow from load and capacity") {
  evenload::test::property("any cases and people", [] {
    const MeasurementRule rule = some_rule();
    const MeasurementResult result = measure(some_cases(12), some_people(), rule, some_day());
    for (const Measurement& row : result.rows) {
      RC_ASSERT(row.ratio.has_value() == (row.capacity != Rational(0)));
      RC_ASSERT(row.band.empty() == (!row.ratio || rule.bands.empty()));
      if (!row.ratio) continue;
      if (rule.ratio_decimals) {
        Rational half(1, 2);
        for (int i = 0; i < *rule.ratio_decimals; ++i) half = half / Rational(10);
        RC_ASSERT(*row.ratio - half <= row.load / row.capacity);
        RC_ASSERT(row.load / row.capacity < *row.ratio + half);
      } else {
        RC_ASSERT(*row.ratio * row.capacity == row.load);
      }
      for (const LoadBand& band : rule.bands) {
        const bool reached = band.strictly_above ? *row.ratio > band.from : *row.ratio >= band.from;
        if (band.name == row.band) {
          RC_ASSERT(reached);
        } else {
          RC_ASSERT(reached == (band.from < band_of(rule.bands, *row.ratio).from));
        }
      }
    }
  });
}

TEST_CASE("permuting the rows permutes the answer and nothing else") {
  evenload::test::property("any cases and people", [] {
    const MeasurementRule rule = some_rule();
    const auto cases = some_cases(12);
    const auto people = some_people();
    const Date on = some_day();
    const auto order = some_order(people.size());
    const MeasurementResult straight = measure(cases, people, rule, on);
    const MeasurementResult permuted = measure(in_order(cases, some_order(cases.size())), in_order(people, order), rule, on);
    for (std::size_t i = 0; i < order.size(); ++i) {
      RC_ASSERT(to_json(single(permuted.rows[i])) == to_json(single(straight.rows[order[i]])));
    }
    RC_ASSERT(as_set(permuted.unmatched) == as_set(straight.unmatched));
    RC_ASSERT(permuted.unmatched.size() == straight.unmatched.size());
  });
}
