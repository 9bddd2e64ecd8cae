#include "kind_weights.hpp"

#include <algorithm>
#include <chrono>

#include "evenload/core/errors.hpp"
#include "src/core/locate.hpp"

namespace evenload::workload {

Rational load_on(const HeldCase& held, const MeasurementRule& rule, Date day) {
  // Asked of measure() itself, so that a series and a measurement cannot drift apart.
  MeasuredCaseworker holder;
  holder.id = CaseworkerId("holder");
  holder.capacity = Rational(1);
  HeldCase one = held;
  one.case_id = CaseId("case");
  one.caseworker = holder.id;
  MeasurementRule weights;
  weights.weights = rule.weights;
  return measure({&one, 1}, {&holder, 1}, weights, day).rows[0].load;
}

std::int32_t version_on(const MeasurementRule& rule, Date day) {
  if (!rule.weights) return 0;
  const auto& tables = rule.weights->tables;
  const auto in_force = std::find_if(tables.begin(), tables.end(), [&](const auto& table) {
    return table.effective_from <= day && (!table.effective_to || day < *table.effective_to);
  });
  return static_cast<std::int32_t>(in_force - tables.begin());
}

KindWeights kind_weights(const HeldCases& held, const MeasurementRule& rule,
                         const std::vector<Date>& days) {
  KindWeights answer;
  const std::size_t kinds = held.kinds.size();
  // Versions in the order in which they come into force, with the days on which each is measured.
  std::vector<std::int32_t> found;
  std::vector<std::pair<std::size_t, std::size_t>> span;  // first and last day of a run
  for (std::size_t day = 0; day < days.size(); ++day) {
    const std::int32_t version = version_on(rule, days[day]);
    if (found.empty() || found.back() != version) {
      found.push_back(version);
      span.emplace_back(day, day);
    }
    span.back().second = day;
    answer.version.push_back(static_cast<std::int32_t>(found.size()) - 1);
  }

  std::vector<std::int64_t> needed_by(found.size() * kinds, -1);
  for (std::size_t row = 0; row < held.rows(); ++row) {
    for (std::size_t run = 0; run < found.size(); ++run) {
      const std::int64_t first = days[span[run].first].time_since_epoch().count();
      const std::int64_t last = days[span[run].second].time_since_epoch().count();
      // The measuring days of the run that lie within the row.
      const std::int64_t begin = std::max<std::int64_t>(held.from[row], first);
      const std::int64_t end = std::min<std::int64_t>(held.to[row], last);
      if (end < begin || first + (begin - first + 6) / 7 * 7 > end) continue;
      std::int64_t& needed = needed_by[run * kinds + static_cast<std::size_t>(held.kind[row])];
      if (needed < 0) needed = static_cast<std::int64_t>(row);
    }
  }

  std::vector<Rational> loads(needed_by.size());
  for (std::size_t i = 0; i < needed_by.size(); ++i) {
    if (needed_by[i] < 0) continue;
    const auto row = static_cast<std::size_t>(needed_by[i]);
    loads[i] = in_held_cases(row, [&] {
      return load_on(held.kinds[i % kinds], rule, days[span[i / kinds].first]);
    });
  }
  answer.denominator = located("held_cases", "weight", std::nullopt,
                               [&] { return common_denominator(loads); });
  answer.numerators.assign(needed_by.size(), -1);
  for (std::size_t i = 0; i < needed_by.size(); ++i) {
    if (needed_by[i] < 0) continue;
    answer.numerators[i] = located("held_cases", "weight", needed_by[i],
                                   [&] { return scaled(loads[i], answer.denominator); });
  }
  return answer;
}

}  // namespace evenload::workload
