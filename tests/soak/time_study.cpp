// Coverage of the intervals of a time study over many simulated ones:
//   time_study_soak [studies = 1000] [bootstraps = 399]
// One line of a table a plan; ends with 1 where the interior weights are not covered by 87 to 93 %.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "evenload/workload/time_study.hpp"
#include "support/simulated_time_study.hpp"

using namespace evenload;

namespace {

constexpr double level = 90;
constexpr double allowed = 3;

struct Tally {
  std::vector<test::Coverage> interior;  // by type
  test::Coverage zero, percentile, percentile_zero, pooled, thin;
};

void count(const test::StudyPlan& plan, const test::SimulatedStudy& study, const workload::TimeStudyFit& fit, Tally& tally) {
  const auto used = static_cast<std::size_t>(fit.bootstraps_used);
  std::vector<double> draws(used);
  for (std::size_t t = 0; t < plan.types; ++t) {
    const workload::FittedWeight& weight = fit.weights[t];
    const bool is_zero = study.weights[t] == 0;
    (is_zero ? tally.zero : tally.interior[t]).add(study.weights[t], weight.low, weight.high);
    for (std::size_t r = 0; r < used; ++r) draws[r] = fit.replicates[r * fit.weights.size() + t];
    std::sort(draws.begin(), draws.end());
    (is_zero ? tally.percentile_zero : tally.percentile).add(study.weights[t], draws[used / 20], draws[used - 1 - used / 20]);
  }
  for (std::size_t i = 0; i < fit.units.size(); ++i) {
    const workload::UnitWeight& one = fit.units[i];
    const std::size_t t = i % plan.types, unit = std::stoul(one.unit.substr(4));
    if (study.weights[t] > 0) (plan.thin > 0 && unit > 0 ? tally.thin : tally.pooled).add(study.unit_weights[unit][t], one.low, one.high);
  }
}

/// Prints the line of a plan; whether every interior weight is covered as it should be.
bool run(const test::StudyPlan& plan, int studies, int bootstraps) {
  Tally tally;
  tally.interior.resize(plan.types);
  workload::TimeStudyOptions options;
  options.bootstraps = bootstraps;
  options.pool_units = plan.units > 1;
  options.keep_replicates = true;
  options.control.time_limit = 3600;
  for (int s = 0; s < studies; ++s) {
    const test::SimulatedStudy study = test::simulated_study(plan, static_cast<std::uint64_t>(s));
    options.control.seed = static_cast<std::uint64_t>(s);
    count(plan, study, workload::fit_time_study(study.data.view(), options), tally);
  }
  test::Coverage interior;
  double least = 100, most = 0;
  for (const test::Coverage& one : tally.interior) {
    if (one.intervals == 0) continue;
    interior.covered += one.covered;
    interior.intervals += one.intervals;
    interior.width += one.width;
    least = std::min(least, one.percent());
    most = std::max(most, one.percent());
  }
  std::printf("| %zu × %zu × %zu | %zu | %.1f | %.1f to %.1f | %.2f h | %.1f | %.1f, at zero %.1f |", plan.workers, plan.weeks, plan.types, plan.units, interior.percent(), least, most,
              interior.width / static_cast<double>(interior.intervals), tally.zero.percent(), tally.percentile.percent(), tally.percentile_zero.percent());
  if (plan.units > 1) std::printf(" %.1f", tally.pooled.percent());
  if (plan.thin > 0) std::printf(", thin %.1f", tally.thin.percent());
  std::printf(" |\n");
  std::fflush(stdout);
  // With units whose weights differ, the common weight is no parameter of the simulation.
  return plan.units > 1 || (interior.percent() >= level - allowed && interior.percent() <= level + allowed);
}

}  // namespace

int main(int words, char** word) {
  const int studies = words > 1 ? std::atoi(word[1]) : 1000;
  const int bootstraps = words > 2 ? std::atoi(word[2]) : 399;
  if (studies < 1 || bootstraps < 99) {
    std::fprintf(stderr, "usage: time_study_soak [studies] [bootstraps, at least 99]\n");
    return 2;
  }
  std::printf("%d studies each, 90 %% intervals, %d resamples\n\n", studies, bootstraps);
  std::printf("| workers × weeks × types | units | interior, %% | by type | width | zero, %% | percentile of NNLS, %% | pooled, %% |\n|---|---|---|---|---|---|---|---|\n");
  bool good = true;
  good = run({.workers = 60, .weeks = 20, .types = 8}, studies, bootstraps) && good;
  good = run({.workers = 30, .weeks = 12, .types = 8}, studies, bootstraps) && good;
  good = run({.workers = 100, .weeks = 50, .types = 30, .zero = {0, 3, 9}}, studies, bootstraps) && good;
  good = run({.workers = 60, .weeks = 20, .types = 6, .zero = {0}, .units = 6, .unit_spread = 0.2}, studies, bootstraps) && good;
  good = run({.workers = 60, .weeks = 12, .types = 6, .zero = {0}, .units = 7, .unit_spread = 0.2, .thin = 4}, studies, bootstraps) && good;
  return good ? 0 : 1;
}
