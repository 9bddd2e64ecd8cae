#include "evenload/workload/supervision.hpp"

#include <unordered_map>
#include <utility>

#include "evenload/core/errors.hpp"
#include "src/core/locate.hpp"
#include "src/core/table_builder.hpp"
#include "src/core/utf8.hpp"

namespace evenload::workload {

namespace {

using Positions = std::unordered_map<CaseworkerId, std::size_t>;

void check_positive(std::string_view name, const Rational& value) {
  if (value > Rational(0)) return;
  throw InvalidDataError({ErrorCode::out_of_range, {}, std::string(name), {}, "more than 0", value.to_string()});
}

/// Nobody leads themselves, at any distance: following supervisors from anybody ends.
void check_no_cycle(std::span<const MeasuredCaseworker> caseworkers, const Positions& positions) {
  enum class Mark : char { unseen, open, done };
  std::vector<Mark> marks(caseworkers.size(), Mark::unseen);
  std::vector<std::size_t> path;
  for (std::size_t first = 0; first < caseworkers.size(); ++first) {
    path.clear();
    std::size_t at = first;
    while (marks[at] == Mark::unseen) {
      marks[at] = Mark::open;
      path.push_back(at);
      const auto next = positions.find(caseworkers[at].supervisor);
      if (next == positions.end()) break;
      at = next->second;
      if (marks[at] == Mark::open) {
        throw InvalidDataError({ErrorCode::cycle, "caseworkers", "supervisor", static_cast<std::int64_t>(path.back()),
                                "nobody who leads themselves, directly or through others",
                                utf8::quote(caseworkers[path.back()].supervisor.value())});
      }
    }
    for (const std::size_t row : path) marks[row] = Mark::done;
  }
}

std::optional<Rational> ratio_of(const Rational& load, const Rational& capacity) {
  return capacity == Rational(0) ? std::nullopt : std::optional(load / capacity);
}

}  // namespace

std::vector<SupervisorMeasurement> measure_supervisors(std::span<const MeasuredCaseworker> caseworkers, const MeasurementResult& measured,
                                                       const Rational& full_time_hours, const std::optional<Rational>& most_people) {
  check_positive("full_time_hours", full_time_hours);
  if (most_people) check_positive("most_people", *most_people);
  bool same = measured.rows.size() == caseworkers.size();
  for (std::size_t i = 0; same && i < caseworkers.size(); ++i) same = measured.rows[i].caseworker == caseworkers[i].id;
  if (!same) {
    throw InvalidDataError({ErrorCode::length_mismatch, "measurement", "caseworker", {}, "a measurement of these caseworkers",
                            std::to_string(measured.rows.size()) + " rows for " + std::to_string(caseworkers.size()) + " caseworkers"});
  }
  Positions positions;
  for (std::size_t i = 0; i < caseworkers.size(); ++i) positions.emplace(caseworkers[i].id, i);
  check_no_cycle(caseworkers, positions);

  std::vector<SupervisorMeasurement> supervisors;
  Positions place;
  for (std::size_t i = 0; i < caseworkers.size(); ++i) {
    const MeasuredCaseworker& person = caseworkers[i];
    if (person.supervisor.empty()) continue;
    const auto [found, is_new] = place.try_emplace(person.supervisor, supervisors.size());
    if (is_new) {
      supervisors.emplace_back().supervisor = person.supervisor;
      supervisors.back().span_full_time = Rational(0);
    }
    SupervisorMeasurement& one = supervisors[found->second];
    located("caseworkers", "contracted_hours", static_cast<std::int64_t>(i), [&] {
      ++one.span;
      if (person.capacity && person.working_time.contracted_hours == Rational(0)) {
        one.span_full_time = std::nullopt;  // a capacity alone says nothing of a contract
      } else if (one.span_full_time) {
        one.span_full_time = *one.span_full_time + person.working_time.contracted_hours / full_time_hours;
      }
      one.team_load = one.team_load + measured.rows[i].load;
      one.team_capacity = one.team_capacity + measured.rows[i].capacity;
    });
    if (measured.rows[i].load > measured.rows[i].capacity) ++one.over_capacity;
  }
  for (SupervisorMeasurement& one : supervisors) {
    if (most_people) one.span_ratio = Rational(one.span) / *most_people;
    one.team_ratio = ratio_of(one.team_load, one.team_capacity);
    const auto own = positions.find(one.supervisor);
    if (own == positions.end()) continue;
    const Measurement& row = measured.rows[own->second];
    one.measured = true;
    one.unit = row.unit;
    one.own_load = row.load;
    one.own_capacity = row.capacity;
    one.held_cases = row.cases;
  }
  return supervisors;
}

Table to_table(std::span<const SupervisorMeasurement> supervisors) {
  using Row = SupervisorMeasurement;
  const std::vector<Row> rows(supervisors.begin(), supervisors.end());
  const auto if_measured = [](const Row& r, const Rational& value) { return r.measured ? std::optional(value) : std::nullopt; };
  return std::move(TableBuilder<Row>("supervisors", rows, EmptyColumns::keep)
                       .id("supervisor", [](const Row& r) { return r.supervisor; })
                       .text("unit", [](const Row& r) { return r.unit.value(); })
                       .column<std::int64_t>("span", [](const Row& r) { return std::optional(r.span); })
                       .number("span_full_time", [](const Row& r) { return r.span_full_time; })
                       .number("span_ratio", [](const Row& r) { return r.span_ratio; })
                       .number("own_load", [&](const Row& r) { return if_measured(r, r.own_load); })
                       .number("own_capacity", [&](const Row& r) { return if_measured(r, r.own_capacity); })
                       .number("own_ratio", [](const Row& r) { return r.measured ? ratio_of(r.own_load, r.own_capacity) : std::nullopt; })
                       .column<std::int64_t>("held_cases", [](const Row& r) { return r.measured ? std::optional(r.held_cases) : std::nullopt; })
                       .number("team_load", [](const Row& r) { return std::optional(r.team_load); })
                       .number("team_capacity", [](const Row& r) { return std::optional(r.team_capacity); })
                       .number("team_ratio", [](const Row& r) { return r.team_ratio; })
                       .column<std::int64_t>("over_capacity", [](const Row& r) { return std::optional(r.over_capacity); }))
      .done();
}

}  // namespace evenload::workload
