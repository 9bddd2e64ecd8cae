// Counts, hazards, tails: against published numbers and against counting by hand.
#include <algorithm>
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "error_of.hpp"
#include "evenload/workload/phases.hpp"

using namespace evenload;
using namespace evenload::workload;
using evenload::test::error_of;
using evenload::test::place;

namespace {

const PhaseFitOptions raw_counts{0, 1, 0};

/// Remission times of the 6-MP trial (Freireich et al. 1963), in weeks; negative: censored.
std::vector<PhaseStay> remissions() {
  std::vector<PhaseStay> stays;
  for (const int weeks : {6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32,
                          -32, -34, -35}) {
    PhaseStay stay;
    stay.case_index = static_cast<std::int64_t>(stays.size());
    stay.last_age = std::abs(weeks);
    stay.next = weeks > 0 ? case_closed : still_there;
    stay.starts_case = true;
    stays.push_back(stay);
  }
  return stays;
}

PhaseStay stay_of(std::int64_t number, std::int32_t phase, std::int64_t first, std::int64_t last,
                  std::int32_t next) {
  return {number, 0, phase, first, last, next, first == 0 && phase == 0};
}

}  // namespace

TEST_CASE("phases: Kaplan-Meier on the 6-MP trial") {
  const PhaseModel model = fit_phases({"t"}, {"remission"}, remissions(), raw_counts);
  const std::vector<double> alive = survival(model, 0, 0, 40);
  const std::vector<std::pair<std::size_t, double>> published{
      {6, .8571}, {7, .8067}, {10, .7529}, {13, .6902}, {16, .6275}, {22, .5378}, {23, .4482}};
  for (const auto& [week, value] : published) CHECK(alive[week] == Approx(value).margin(5e-5));
  CHECK(alive[5] == 1.0);
  CHECK(alive[39] == alive[23]);
  CHECK(model.counts[0].at_risk[6] == 21);
  CHECK(model.counts[0].at_risk[7] == 17);
  CHECK(model.counts[0].events[6 * 2 + 1] == 3);
}

TEST_CASE("phases: incidences of all destinations and survival make one") {
  std::vector<PhaseStay> stays;
  for (std::int64_t k = 0; k < 60; ++k) {
    stays.push_back(stay_of(k, 0, 0, k % 7, k % 3 == 0 ? 1 : k % 3 == 1 ? case_closed : still_there));
    if (k % 3 == 0) stays.push_back(stay_of(k, 1, 0, k % 4, k % 2 == 0 ? case_closed : 0));
  }
  const PhaseModel model = fit_phases({"t"}, {"a", "b"}, stays, {1, 5, 6});
  for (std::int32_t phase = 0; phase < 2; ++phase) {
    const auto gone = incidence(model, 0, phase, 20);
    const auto there = survival(model, 0, phase, 20);
    for (std::size_t age = 0; age < 20; ++age) {
      CHECK(gone[age * 3] + gone[age * 3 + 1] + gone[age * 3 + 2] + there[age] == Approx(1));
    }
  }
}

TEST_CASE("phases: delayed entry counts in the risk set from its age on only") {
  const std::vector<PhaseStay> stays{stay_of(0, 0, 0, 1, case_closed), stay_of(1, 0, 0, 3, still_there),
                                     stay_of(2, 0, 2, 4, case_closed), stay_of(3, 0, 3, 3, case_closed)};
  const PhaseModel model = fit_phases({"t"}, {"a"}, stays, raw_counts);
  CHECK(model.counts[0].at_risk == std::vector<std::int64_t>{2, 2, 2, 3, 1});
  const auto there = survival(model, 0, 0, 5);
  CHECK(there[1] == Approx(.5));
  CHECK(there[2] == Approx(.5));
  CHECK(there[3] == Approx(.5 * 2 / 3));
  CHECK(there[4] == Approx(0).margin(1e-12));
  CHECK(model.starts == std::vector<std::int64_t>{2});
}

TEST_CASE("phases: truncation at a late beginning does not bias the curve") {
  // Everybody leaves at age 1 or 5, half each. From age 3 on only the long ones are seen.
  std::vector<PhaseStay> stays;
  for (std::int64_t k = 0; k < 40; ++k) stays.push_back(stay_of(k, 0, 0, k % 2 == 0 ? 1 : 5, case_closed));
  for (std::int64_t k = 40; k < 80; ++k) stays.push_back(stay_of(k, 0, 3, 5, case_closed));
  const auto there = survival(fit_phases({"t"}, {"a"}, stays, raw_counts), 0, 0, 6);
  CHECK(there[1] == Approx(.5));
  CHECK(there[4] == Approx(.5));
  CHECK(there[5] == Approx(0).margin(1e-12));
}

TEST_CASE("phases: the last departures share a geometric tail") {
  std::vector<PhaseStay> stays;
  for (std::int64_t k = 0; k < 30; ++k) stays.push_back(stay_of(k, 0, 0, k, case_closed));
  const PhaseModel model = fit_phases({"t"}, {"a"}, stays, {0, 1, 10});
  const PhaseCurve& curve = model.curves[0];
  CHECK(curve.tail_from == 20);
  CHECK(curve.tail_events == 10);
  CHECK(curve.tail_exposure == 55);
  CHECK(curve.tail[1] == Approx(10.0 / 55));
  const auto there = survival(model, 0, 0, 200);
  CHECK(there[19] == Approx(10.0 / 30));
  CHECK(there[99] == Approx(10.0 / 30 * std::pow(45.0 / 55, 80)));
}

TEST_CASE("phases: too few departures in all make one constant hazard") {
  const std::vector<PhaseStay> stays{stay_of(0, 0, 0, 4, case_closed), stay_of(1, 0, 0, 9, still_there)};
  const PhaseModel model = fit_phases({"t"}, {"a"}, stays);
  CHECK(model.curves[0].tail_from == 0);
  CHECK(model.curves[0].tail[1] == Approx(1.0 / 15));
}

TEST_CASE("phases: windows widen where few are at risk, and the first period keeps to itself") {
  std::vector<PhaseStay> stays;
  for (std::int64_t k = 0; k < 20; ++k) stays.push_back(stay_of(k, 0, 0, k < 10 ? 0 : 1, case_closed));
  for (std::int64_t k = 20; k < 24; ++k) stays.push_back(stay_of(k, 0, 0, k - 18, case_closed));
  const PhaseModel model = fit_phases({"t"}, {"a"}, stays, {0, 7, 0});
  const auto& hazard = model.curves[0].hazard;
  CHECK(hazard[0 * 2 + 1] == Approx(10.0 / 24));
  CHECK(hazard[1 * 2 + 1] == Approx(10.0 / 14));
  CHECK(hazard[2 * 2 + 1] == Approx(12.0 / 21));  // ages 1 to 3: 14 + 4 + 3 at risk
  CHECK(hazard[5 * 2 + 1] == Approx(4.0 / 10));    // ages 2 to 5 for want of later ones
  const PhaseModel smooth = fit_phases({"t"}, {"a"}, stays, {1, 1, 0});
  CHECK(smooth.curves[0].hazard[0 * 2 + 1] == Approx(10.0 / 24));
  CHECK(smooth.curves[0].hazard[1 * 2 + 1] == Approx(11.0 / 18));
}

TEST_CASE("phases: the order of the stays changes nothing") {
  std::vector<PhaseStay> stays = remissions();
  const PhaseModel forward = fit_phases({"t"}, {"a"}, stays);
  std::reverse(stays.begin(), stays.end());
  const PhaseModel backward = fit_phases({"t"}, {"a"}, stays);
  CHECK(forward.curves[0].hazard == backward.curves[0].hazard);
  CHECK(to_json(forward) == to_json(backward));
  CHECK(to_json(resample(forward, 5, 9)) == to_json(resample(backward, 5, 9)));
}

TEST_CASE("phases: a resample draws as many cases, by its key alone") {
  std::vector<PhaseStay> stays = remissions();
  const PhaseModel model = fit_phases({"t"}, {"a"}, stays);
  const PhaseModel drawn = resample(model, 7, 3);
  CHECK(drawn.counts[0].at_risk[0] == 21);
  CHECK(drawn.starts[0] == 21);
  CHECK(drawn.counts[0].events != model.counts[0].events);
  CHECK(to_json(drawn) == to_json(resample(model, 7, 3)));
  CHECK(to_json(drawn) != to_json(resample(model, 7, 4)));
  CHECK(to_json(drawn) != to_json(resample(model, 8, 3)));
}

TEST_CASE("phases: what is wrong is named") {
  const auto refused = [](PhaseStay stay, PhaseFitOptions options = {}) {
    const std::vector<PhaseStay> stays{stay_of(0, 0, 0, 1, case_closed), stay};
    return place(error_of([&] { fit_phases({"t"}, {"a"}, stays, options); }));
  };
  CHECK(refused(stay_of(1, 1, 0, 1, case_closed)) == "stays.phase[1] out_of_range");
  CHECK(refused(stay_of(1, 0, -1, 1, case_closed)) == "stays.first_age[1] out_of_range");
  CHECK(refused(stay_of(1, 0, 2, 1, case_closed)) == "stays.last_age[1] out_of_range");
  CHECK(refused(stay_of(1, 0, 0, std::numeric_limits<std::int64_t>::max(), 0)) ==
        "stays.last_age[1] out_of_range");
  CHECK(refused(stay_of(1, 0, 0, 1, 1)) == "stays.next[1] out_of_range");
  CHECK(refused(stay_of(1, 0, 0, 1, -3)) == "stays.next[1] out_of_range");
  CHECK(refused(stay_of(-1, 0, 0, 1, 0)) == "stays.case_index[1] out_of_range");
  CHECK(refused({1, 2, 0, 0, 1, case_closed, false}) == "stays.type[1] out_of_range");
  CHECK(refused(stay_of(1, 0, 0, 1, 0), {-1, 1, 0}) == "fit_options.smoothing out_of_range");
  CHECK(refused(stay_of(1, 0, 0, 1, 0), {0, 0, 0}) == "fit_options.min_at_risk out_of_range");
  CHECK(refused(stay_of(1, 0, 0, 1, 0), {0, 1, -1}) == "fit_options.tail_events out_of_range");
  CHECK(place(error_of([] { fit_phases({"t"}, {"a"}, {}); })) == "stays.phase missing_value");
  const PhaseModel model = fit_phases({"t"}, {"a"}, remissions());
  CHECK(place(error_of([&] { survival(model, 0, 1, 4); })) == "phase_model.phase out_of_range");
  CHECK(place(error_of([&] { survival(model, 1, 0, 4); })) == "phase_model.type out_of_range");
  CHECK(place(error_of([&] { incidence(model, 0, 0, 0); })) == "forecast.ages out_of_range");
}
