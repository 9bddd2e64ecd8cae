#include "evenload/workload/time_study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "property.hpp"

using namespace evenload;
using namespace evenload::workload;

namespace {

double rest_squares(const TimeStudyData& data, const std::vector<double>& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < data.rows; ++i) {
    double rest = data.hours[i];
    for (std::size_t t = 0; t < weights.size(); ++t) rest -= weights[t] * data.counts[i * weights.size() + t];
    sum += rest * rest;
  }
  return sum;
}

/// Plain least squares where groups of types share a weight and group -1 is 0, by Gauss elimination.
bool least_squares(const TimeStudyData& data, const std::vector<int>& group, int groups, std::vector<double>& weights) {
  const std::size_t types = group.size(), n = static_cast<std::size_t>(groups);
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1, 0.0));
  for (std::size_t i = 0; i < data.rows; ++i) {
    std::vector<double> row(n, 0.0);
    for (std::size_t t = 0; t < types; ++t) {
      if (group[t] >= 0) row[static_cast<std::size_t>(group[t])] += data.counts[i * types + t];
    }
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = 0; q < n; ++q) a[p][q] += row[p] * row[q];
      a[p][n] += row[p] * data.hours[i];
    }
  }
  for (std::size_t p = 0; p < n; ++p) {
    std::size_t best = p;
    for (std::size_t q = p; q < n; ++q) best = std::abs(a[q][p]) > std::abs(a[best][p]) ? q : best;
    if (std::abs(a[best][p]) < 1e-9) return false;
    std::swap(a[p], a[best]);
    for (std::size_t q = 0; q < n; ++q) {
      if (q == p) continue;
      const double scale = a[q][p] / a[p][p];
      for (std::size_t k = p; k <= n; ++k) a[q][k] -= scale * a[p][k];
    }
  }
  weights.assign(types, 0.0);
  for (std::size_t t = 0; t < types; ++t) {
    if (group[t] >= 0) weights[t] = a[static_cast<std::size_t>(group[t])][n] / a[static_cast<std::size_t>(group[t])][static_cast<std::size_t>(group[t])];
  }
  return true;
}

/// The least sum of squares over every way to set weights to 0 or equal: the optimum is one of them.
double least_by_force(const TimeStudyData& data, const std::vector<OrderedWeights>& order) {
  const std::size_t types = data.types.size();
  double best = std::numeric_limits<double>::infinity();
  std::vector<int> group(types, -1);
  const auto index = [&](const std::string& name) { return static_cast<std::size_t>(std::find(data.types.begin(), data.types.end(), name) - data.types.begin()); };
  const auto from = [&](const auto& self, std::size_t t, int groups) -> void {
    if (t == types) {
      std::vector<double> weights;
      if (!least_squares(data, group, groups, weights)) return;
      for (const double weight : weights) {
        if (weight < -1e-12) return;
      }
      for (const OrderedWeights& one : order) {
        if (weights[index(one.lower)] > weights[index(one.higher)] + 1e-12) return;
      }
      best = std::min(best, rest_squares(data, weights));
      return;
    }
    for (int g = -1; g <= groups; ++g) {
      group[t] = g;
      self(self, t + 1, std::max(groups, g + 1));
    }
  };
  from(from, 0, 0);
  return best;
}

}  // namespace

TEST_CASE("no set of binding constraints is better than the one found") {
  evenload::test::property("tiny studies with any order", [] {
    TimeStudyData data;
    const auto types = *rc::gen::inRange<std::size_t>(1, 5);
    data.rows = types + *rc::gen::inRange<std::size_t>(1, 8);
    for (std::size_t t = 0; t < types; ++t) data.types.push_back(std::string(1, static_cast<char>('a' + t)));
    for (std::size_t i = 0; i < data.rows * types; ++i) data.counts.push_back(*rc::gen::inRange(0, 5));
    for (std::size_t i = 0; i < data.rows; ++i) data.hours.push_back(*rc::gen::inRange(0, 30));
    TimeStudyOptions options;
    options.bootstraps = 0;
    options.control.threads = 1;
    const auto edges = *rc::gen::inRange(0, 6);
    for (int e = 0; e < edges && types > 1; ++e) {  // from an earlier letter to a later one: no cycle
      const auto low = *rc::gen::inRange<std::size_t>(0, types - 1);
      const auto high = *rc::gen::inRange<std::size_t>(low + 1, types);
      options.order.push_back({data.types[low], data.types[high]});
    }
    TimeStudyFit fit;
    try {
      fit = fit_time_study(data.view(), options);
    } catch (const InvalidDataError& error) {
      RC_PRE(error.code() != ErrorCode::missing_value && error.code() != ErrorCode::unsupported);
      throw;
    }
    std::vector<double> weights;
    for (const FittedWeight& one : fit.weights) {
      RC_ASSERT(one.hours >= 0);
      weights.push_back(one.hours);
    }
    const auto at = [&](const std::string& name) { return weights[static_cast<std::size_t>(name.front() - 'a')]; };
    for (const OrderedWeights& one : options.order) RC_ASSERT(at(one.lower) <= at(one.higher) + 1e-9);
    const double best = least_by_force(data, options.order), ours = rest_squares(data, weights);
    RC_ASSERT(std::abs(ours - best) <= 1e-7 * (1 + best));
  });
}

TEST_CASE("weights scale with the hours and against the counts") {
  evenload::test::property("studies of three types", [] {
    TimeStudyData data;
    data.rows = 12;
    data.types = {"a", "b", "c"};
    for (std::size_t i = 0; i < data.rows * 3; ++i) data.counts.push_back(*rc::gen::inRange(0, 6) + (i % 4 == i / 9 ? 3 : 0));
    for (std::size_t i = 0; i < data.rows; ++i) {
      data.hours.push_back(*rc::gen::inRange(0, 40));
      data.workers.push_back("w" + std::to_string(i % 5));
    }
    TimeStudyOptions options;
    options.bootstraps = 99;
    options.allow_singular = true;
    options.control.threads = 1;
    const TimeStudyFit fit = fit_time_study(data.view(), options);
    for (double& hours : data.hours) hours *= 4;
    for (double& count : data.counts) count *= 0.5;
    const TimeStudyFit other = fit_time_study(data.view(), options);
    for (std::size_t w = 0; w < 3; ++w) {
      if (fit.weights[w].status == WeightStatus::not_identified) continue;
      RC_ASSERT(std::abs(other.weights[w].hours - 8 * fit.weights[w].hours) <= 1e-8 * (1 + other.weights[w].hours));
      const double high = fit.weights[w].high;
      if (!std::isnan(high)) RC_ASSERT(std::abs(other.weights[w].high - 8 * high) <= 1e-7 * (1 + high));
    }
  });
}
