// The renewal recursion against stepping every (phase, age) forward, written down a second time.
#include <algorithm>
#include <cmath>
#include <vector>

#include "catch.hpp"
#include "evenload/workload/load_forecast.hpp"
#include "evenload/workload/phases.hpp"
#include "property.hpp"

using namespace evenload::workload;

namespace {

constexpr int phase_count = 3;
constexpr int horizon = 7;

/// A small log in which anything may happen: cycles, delayed entry, censoring, stays of no length.
std::vector<PhaseStay> any_stays() {
  std::vector<PhaseStay> stays;
  const int size = *rc::gen::inRange(6, 40);
  for (int k = 0; k < size; ++k) {
    PhaseStay stay;
    stay.case_index = k;
    stay.phase = k < phase_count ? k : *rc::gen::inRange(0, phase_count);
    stay.first_age = k < phase_count ? 0 : std::max(0, *rc::gen::inRange(-4, 3));
    stay.last_age = stay.first_age + *rc::gen::inRange(0, 5);
    stay.next = *rc::gen::inRange(-2, phase_count);
    stay.starts_case = stay.first_age == 0;
    stays.push_back(stay);
  }
  // Whoever comes in finds a way out, so that no circle of length 0 is for ever.
  for (int p = 0; p < phase_count; ++p) stays.push_back({size + p, 0, p, 0, 2, case_closed, false});
  return stays;
}

/// Hazard of the raw counts or the tail, from the definition.
double hazard(const PhaseModel& model, int phase, std::int64_t age, int to) {
  const PhaseCurve& curve = model.curves[static_cast<std::size_t>(phase)];
  if (age >= curve.tail_from) return curve.tail[static_cast<std::size_t>(to)];
  return curve.hazard[static_cast<std::size_t>(age * (phase_count + 1) + to)];
}

/// Occupancy at the end of each period, from stepping all (phase, age) forward; who leaves at once
/// is sent on round by round until nothing is left to send.
std::vector<double> stepped(const PhaseModel& model, int phase, std::int64_t age) {
  constexpr std::int64_t ages = 64;
  std::vector<double> here(phase_count * ages, 0);  // survived this age
  here[static_cast<std::size_t>(phase * ages + age)] = 1;
  std::vector<double> occupancy;
  for (int t = 0; t < horizon; ++t) {
    std::vector<double> then(here.size(), 0);
    std::vector<double> entering(phase_count, 0);
    const auto move_on = [&](int p, std::int64_t at, double mass, std::vector<double>& leaving) {
      double stays = 1;
      for (int to = 0; to <= phase_count; ++to) {
        const double leaves = hazard(model, p, at, to);
        stays -= leaves;
        if (to < phase_count) leaving[static_cast<std::size_t>(to)] += mass * leaves;
      }
      then[static_cast<std::size_t>(p * ages + at)] += mass * stays;
    };
    for (int p = 0; p < phase_count; ++p) {
      for (std::int64_t a = 0; a + 1 < ages; ++a) {
        move_on(p, a + 1, here[static_cast<std::size_t>(p * ages + a)], entering);
      }
    }
    for (double left = 1; left > 1e-14;) {
      std::vector<double> next(phase_count, 0);
      for (int p = 0; p < phase_count; ++p) {
        move_on(p, 0, entering[static_cast<std::size_t>(p)], next);
      }
      left = 0;
      for (const double mass : next) left += mass;
      entering = next;
    }
    here = then;
    for (int p = 0; p < phase_count; ++p) {
      double sum = 0;
      for (std::int64_t a = 0; a < ages; ++a) sum += here[static_cast<std::size_t>(p * ages + a)];
      occupancy.push_back(sum);
    }
  }
  return occupancy;
}

}  // namespace

TEST_CASE("phases: remaining paths are those of stepping forward") {
  evenload::test::property("tiny chains", [] {
    const PhaseModel model = fit_phases({"t"}, {"a", "b", "c"}, any_stays(),
                                        {*rc::gen::inRange(0, 2), *rc::gen::inRange(1, 6),
                                         *rc::gen::inRange(0, 6)});
    const int phase = *rc::gen::inRange(0, phase_count);
    const int age = *rc::gen::inRange(0, 6);
    const std::vector<double> wanted = stepped(model, phase, age);
    const auto found = remaining_path(model, 0, phase, age, horizon);
    for (std::size_t k = 0; k < wanted.size(); ++k) RC_ASSERT(std::abs(found[k] - wanted[k]) < 1e-9);
    for (int t = 0; t < horizon; ++t) {
      double there = 0;
      for (int p = 0; p < phase_count; ++p) there += found[static_cast<std::size_t>(t * phase_count + p)];
      RC_ASSERT(there <= 1 + 1e-9);
    }
  });
}

TEST_CASE("phases: counts are those of a second count") {
  evenload::test::property("risk sets", [] {
    const std::vector<PhaseStay> stays = any_stays();
    const PhaseModel model = fit_phases({"t"}, {"a", "b", "c"}, stays);
    for (int p = 0; p < phase_count; ++p) {
      const PhaseCounts& counts = model.counts[static_cast<std::size_t>(p)];
      for (std::size_t age = 0; age < counts.at_risk.size(); ++age) {
        std::int64_t risk = 0;
        std::vector<std::int64_t> left(phase_count + 1, 0);
        for (const PhaseStay& stay : stays) {
          const auto a = static_cast<std::int64_t>(age);
          if (stay.phase != p || stay.first_age > a || stay.last_age < a) continue;
          ++risk;
          if (stay.last_age == a && stay.next != still_there) {
            ++left[static_cast<std::size_t>(stay.next == case_closed ? phase_count : stay.next)];
          }
        }
        RC_ASSERT(counts.at_risk[age] == risk);
        for (std::size_t r = 0; r <= phase_count; ++r) {
          RC_ASSERT(counts.events[age * (phase_count + 1) + r] == left[r]);
        }
      }
    }
  });
}

TEST_CASE("phases: expected load is the sum over the cases, in any order") {
  evenload::test::property("open cases", [] {
    const PhaseModel model = fit_phases({"t"}, {"a", "b", "c"}, any_stays());
    std::vector<OpenCase> open;
    const int size = *rc::gen::inRange(0, 8);
    for (int k = 0; k < size; ++k) {
      open.push_back({0, *rc::gen::inRange(0, phase_count), *rc::gen::inRange(0, 9),
                      *rc::gen::inRange(0, 2), .5 * *rc::gen::inRange(0, 4)});
    }
    const std::vector<double> weight(horizon * phase_count, 2.0);
    const LoadForecastInput input{2, horizon, open, {}, {}, {}, weight};
    const ExpectedLoad load = expected_load(model, input);
    std::vector<double> wanted(2 * horizon, 0);
    for (const OpenCase& one : open) {
      const auto path = remaining_path(model, 0, one.phase, one.age, horizon);
      for (int t = 0; t < horizon; ++t) {
        for (int p = 0; p < phase_count; ++p) {
          wanted[static_cast<std::size_t>(one.unit * horizon + t)] +=
              2 * one.scale * path[static_cast<std::size_t>(t * phase_count + p)];
        }
      }
    }
    for (std::size_t k = 0; k < wanted.size(); ++k) RC_ASSERT(std::abs(load.open_load[k] - wanted[k]) < 1e-9);
    std::reverse(open.begin(), open.end());
    RC_ASSERT(expected_load(model, {2, horizon, open, {}, {}, {}, weight}).open_load == load.open_load);
  });
}
