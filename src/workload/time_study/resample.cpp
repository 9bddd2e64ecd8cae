#include "resample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "evenload/core/random.hpp"
#include "fit.hpp"
#include "parallel.hpp"

namespace evenload::workload::time_study {

namespace {

constexpr std::uint32_t resampling_purpose = 0x7453'0002;

/// What one thread needs; nothing is allocated per resample after the first.
struct Workspace {
  Workspace(std::size_t free, std::size_t groups, const Centre& centre)
      : sum(free), factor(free), inverse(free), sandwich(free), cone(centre.constraints, centre.scale), times(groups), plain(free), variance(free) {}
  Normal sum;
  Square factor, inverse;
  Sandwich sandwich;
  ConeSolver cone;
  std::vector<std::int32_t> times, binding;
  std::vector<double> plain, variance;
};

/// One resample; false where it does not tell the types apart.
bool replicate(const Centre& centre, std::uint64_t seed, std::size_t replication, Workspace& work, std::span<double> weights, std::span<double> distance) {
  const std::size_t free = weights.size(), groups = centre.groups.size();
  std::fill(work.times.begin(), work.times.end(), 0);
  RandomStream random({seed, static_cast<std::uint32_t>(replication), 0, resampling_purpose});
  for (std::size_t k = 0; k < groups; ++k) ++work.times[random.below(static_cast<std::uint32_t>(groups))];

  std::fill(work.sum.gram.values.begin(), work.sum.gram.values.end(), 0.0);
  std::fill(work.sum.moment.begin(), work.sum.moment.end(), 0.0);
  for (std::size_t k = 0; k < groups; ++k) {
    if (work.times[k] == 0) continue;
    const auto times = static_cast<double>(work.times[k]);
    const Normal& group = centre.groups[k];
    for (std::size_t i = 0; i < free; ++i) {
      double* target = work.sum.gram.row(i);
      const double* source = group.gram.row(i);
      for (std::size_t j = i; j < free; ++j) target[j] += times * source[j];
      work.sum.moment[i] += times * group.moment[i];
    }
  }
  for (std::size_t i = 0; i < centre.ridge.values.size(); ++i) work.sum.gram.values[i] += centre.ridge.values[i];

  work.factor.values = work.sum.gram.values;
  if (!cholesky(work.factor, singular_pivot)) return false;
  invert_cholesky(work.factor, work.inverse);
  multiply(work.inverse, work.sum.moment.data(), work.plain.data());

  work.sandwich.clear();
  for (std::size_t k = 0; k < groups; ++k) {
    if (work.times[k] > 0) work.sandwich.add(centre.groups[k], static_cast<double>(work.times[k]), work.plain);
  }
  work.sandwich.variances(work.inverse, static_cast<double>(groups), work.variance);
  for (std::size_t j = 0; j < free; ++j) {
    const double away = std::abs(work.plain[j] - centre.unconstrained[j]);
    distance[j] = work.variance[j] > 0 ? away / std::sqrt(work.variance[j]) : (away > 0 ? std::numeric_limits<double>::infinity() : 0.0);
  }
  std::copy(work.plain.begin(), work.plain.end(), weights.begin());
  work.binding = centre.binding;
  work.cone.solve(work.inverse, weights, work.binding);
  return true;
}

}  // namespace

Resamples resample(const Centre& centre, std::int32_t count, const SolveOptions& control) {
  Resamples result;
  const std::size_t free = centre.unconstrained.size(), groups = centre.groups.size();
  const auto replications = static_cast<std::size_t>(count);
  if (count == 0 || free == 0) return result;
  result.weights.resize(replications * free);
  result.distance.resize(replications * free);
  std::vector<std::uint8_t> good(replications, 0);
  std::vector<Workspace> workspaces;
  const std::size_t slots = slot_count(control, replications);
  workspaces.reserve(slots);
  for (std::size_t slot = 0; slot < slots; ++slot) workspaces.emplace_back(free, groups, centre);
  const auto body = [&](std::size_t r, std::size_t slot) {
    good[r] = replicate(centre, control.seed, r, workspaces[slot], {result.weights.data() + r * free, free}, {result.distance.data() + r * free, free}) ? 1 : 0;
  };
  result.stop = for_each(replications, control, "resample", body);
  if (result.stop != StopReason::done) return {{}, {}, 0, 0, result.stop};
  for (std::size_t r = 0; r < replications; ++r) {
    if (good[r] == 0) {
      ++result.left_out;
      continue;
    }
    const auto to = static_cast<std::size_t>(result.used++);
    if (to == r) continue;
    std::copy_n(result.weights.data() + r * free, free, result.weights.data() + to * free);
    std::copy_n(result.distance.data() + r * free, free, result.distance.data() + to * free);
  }
  result.weights.resize(static_cast<std::size_t>(result.used) * free);
  result.distance.resize(static_cast<std::size_t>(result.used) * free);
  return result;
}

void Sandwich::clear() { std::fill(meat_.values.begin(), meat_.values.end(), 0.0); }

void Sandwich::add(const Normal& group, double times, std::span<const double> weights) {
  const std::size_t free = meat_.size;
  multiply(group.gram, weights.data(), score_.data());
  for (std::size_t j = 0; j < free; ++j) score_[j] = group.moment[j] - score_[j];
  for (std::size_t i = 0; i < free; ++i) {
    const double scale = times * score_[i];
    double* target = meat_.row(i);
    for (std::size_t j = i; j < free; ++j) target[j] += scale * score_[j];
  }
}

void Sandwich::variances(const Square& inverse, double groups, std::span<double> out) {
  const std::size_t free = meat_.size;
  mirror(meat_);
  for (std::size_t t = 0; t < free; ++t) {
    multiply(meat_, inverse.row(t), product_.data());
    double sum = 0;
    for (std::size_t j = 0; j < free; ++j) sum += product_[j] * inverse.row(t)[j];
    out[t] = std::max(0.0, sum) * groups / (groups - 1);
  }
}

}  // namespace evenload::workload::time_study
