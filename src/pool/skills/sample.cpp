#include "src/pool/skills/sample.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <string>

#include "evenload/core/random.hpp"
#include "src/pool/skills/refuse.hpp"

namespace evenload::pool::skills {

namespace {

void check_hours(const char* column, std::span<const double> values) {
  check_amounts("demand", column, values);
  for (std::size_t at = 0; at < values.size(); ++at) {
    if (values[at] > most_hours) {
      throw OverflowError({ErrorCode::overflow, "demand", column, static_cast<std::int64_t>(at),
                           "at most 1e9 hours a week", shown(values[at])});
    }
  }
}

void check_law(const UnitDemand& demand, std::size_t units, bool every_unit) {
  check_length("demand", "mean", demand.mean.size(), units);
  check_length("demand", "deviation", demand.deviation.size(), units);
  check_hours("mean", demand.mean);
  check_hours("deviation", demand.deviation);
  if (!(demand.truncation > 0) || demand.truncation > 8) {
    refuse(ErrorCode::out_of_range, "demand", "truncation", std::nullopt,
           "standard deviations above 0, at most 8", shown(demand.truncation));
  }
  if (!(demand.correlation >= 0 && demand.correlation < 1)) {
    refuse(ErrorCode::out_of_range, "demand", "correlation", std::nullopt, "0 to below 1",
           shown(demand.correlation));
  }
  for (std::size_t u = 0; every_unit && u < units; ++u) {
    if (demand.mean[u] == 0 && demand.deviation[u] == 0) {
      refuse(ErrorCode::missing_value, "demand", "mean", u, "a demand above 0 in some scenario",
             "none");
    }
  }
}

void check_given(const UnitDemand& demand, std::size_t units, bool every_unit) {
  const auto scenarios = static_cast<std::size_t>(demand.scenarios);
  if (scenarios > 10000000 || scenarios * units > 1000000000) {
    refuse(ErrorCode::out_of_range, "demand", "scenarios", std::nullopt, "at most 10000000",
           std::to_string(demand.scenarios));
  }
  check_length("demand", "hours", demand.hours.size(), scenarios * units);
  check_hours("hours", demand.hours);
  if (!demand.probability.empty()) {
    check_length("demand", "probability", demand.probability.size(), scenarios);
    check_amounts("demand", "probability", demand.probability);
    const double sum = std::accumulate(demand.probability.begin(), demand.probability.end(), 0.0);
    if (std::abs(sum - 1) > 1e-9) {
      refuse(ErrorCode::out_of_range, "demand", "probability", std::nullopt, "a sum of 1",
             shown(sum));
    }
  }
  for (std::size_t u = 0; every_unit && u < units; ++u) {
    bool some = false;
    for (std::size_t s = 0; s < scenarios && !some; ++s) some = demand.hours[s * units + u] > 0;
    if (!some) {
      refuse(ErrorCode::missing_value, "demand", "hours", u, "a demand above 0 in some scenario",
             "unit " + std::to_string(u) + " has none");
    }
  }
}

/// One Latin hypercube: each unit's draws fall in `size` slices of equal probability, one in each.
class Hypercube {
 public:
  Hypercube(std::size_t size, std::uint64_t seed, std::uint32_t batch, SamplePurpose purpose)
      : order_(size), seed_(seed), batch_(batch), purpose_(purpose) {}

  /// Draw s of entity `entity` goes to take(s, uniform in (0, 1)).
  template <class Take>
  void each(std::uint32_t entity, Take&& take) {
    RandomStream stream({seed_, batch_, entity, static_cast<std::uint32_t>(purpose_)});
    std::iota(order_.begin(), order_.end(), 0U);
    for (std::size_t k = order_.size(); k > 1; --k) {
      std::swap(order_[k - 1], order_[stream.below(static_cast<std::uint32_t>(k))]);
    }
    for (std::size_t s = 0; s < order_.size(); ++s) {
      const double within = std::max(stream.uniform(), 0x1p-54);
      take(s, (order_[s] + within) / static_cast<double>(order_.size()));
    }
  }

 private:
  std::vector<std::uint32_t> order_;
  std::uint64_t seed_;
  std::uint32_t batch_;
  SamplePurpose purpose_;
};

void draw_batch(const UnitDemand& demand, DemandSample& sample, std::size_t batch,
                std::uint64_t seed, SamplePurpose purpose) {
  const std::size_t first = sample.begin[batch];
  const std::size_t size = sample.begin[batch + 1] - first;
  Hypercube cube(size, seed, static_cast<std::uint32_t>(batch), purpose);
  const double low = normal_below(-demand.truncation);
  const double inside = 1 - 2 * low;
  const double common_share = std::sqrt(demand.correlation);
  const double own_share = std::sqrt(1 - demand.correlation);
  std::vector<double> common(size, 0.0);
  if (demand.correlation > 0) {
    cube.each(0, [&](std::size_t s, double p) { common[s] = normal_quantile(p); });
  }
  for (std::size_t u = 0; u < sample.units; ++u) {
    cube.each(static_cast<std::uint32_t>(u + 1), [&](std::size_t s, double p) {
      if (demand.correlation > 0) {
        p = normal_below(common_share * common[s] + own_share * normal_quantile(p));
      }
      const double score = normal_quantile(std::clamp(low + inside * p, 1e-17, 1 - 1e-16));
      sample.hours[(first + s) * sample.units + u] =
          std::max(0.0, demand.mean[u] + demand.deviation[u] * score);
    });
  }
}

void round_to_whole(DemandSample& sample) {
  sample.whole.reserve(sample.hours.size());
  for (const double hours : sample.hours) sample.whole.push_back(whole_hours(hours));
}

}  // namespace

void check_demand(const UnitDemand& demand, std::int32_t units, bool every_unit) {
  if (demand.scenarios < 0) {
    refuse(ErrorCode::out_of_range, "demand", "scenarios", std::nullopt, "0 or more",
           std::to_string(demand.scenarios));
  }
  if (demand.scenarios == 0) {
    if (!demand.hours.empty()) {
      refuse(ErrorCode::length_mismatch, "demand", "hours", std::nullopt, "as many scenarios",
             "none");
    }
    check_law(demand, static_cast<std::size_t>(units), every_unit);
  } else {
    check_given(demand, static_cast<std::size_t>(units), every_unit);
  }
}

DemandSample make_sample(const UnitDemand& demand, std::int32_t units, std::int64_t scenarios,
                         std::uint64_t seed, SamplePurpose purpose) {
  DemandSample sample;
  sample.units = static_cast<std::size_t>(units);
  if (demand.scenarios > 0) {
    sample.exact = true;
    sample.scenarios = static_cast<std::size_t>(demand.scenarios);
    sample.hours.assign(demand.hours.begin(), demand.hours.end());
    sample.weight.assign(demand.probability.begin(), demand.probability.end());
    if (sample.weight.empty()) {
      sample.weight.assign(sample.scenarios, 1.0 / static_cast<double>(sample.scenarios));
    }
    const std::size_t batches = std::min(sample.scenarios, drawn_batches);
    for (std::size_t b = 0; b <= batches; ++b) {
      sample.begin.push_back(sample.scenarios * b / batches);
    }
  } else {
    const std::size_t size =
        (static_cast<std::size_t>(scenarios) + drawn_batches - 1) / drawn_batches;
    sample.scenarios = size * drawn_batches;
    sample.hours.resize(sample.scenarios * sample.units);
    sample.weight.assign(sample.scenarios, 1.0 / static_cast<double>(sample.scenarios));
    for (std::size_t b = 0; b <= drawn_batches; ++b) sample.begin.push_back(b * size);
    for (std::size_t b = 0; b < drawn_batches; ++b) draw_batch(demand, sample, b, seed, purpose);
  }
  round_to_whole(sample);
  return sample;
}

DemandSample thinned(const DemandSample& sample, std::size_t most) {
  if (sample.scenarios <= most) return sample;
  DemandSample thin;
  thin.units = sample.units;
  thin.exact = sample.exact;
  const std::size_t batches = sample.batches();
  const std::size_t each = std::max<std::size_t>(1, most / batches);
  double total = 0;
  thin.begin.push_back(0);
  for (std::size_t b = 0; b < batches; ++b) {
    const std::size_t size = sample.begin[b + 1] - sample.begin[b];
    const std::size_t taken = std::min(each, size);
    for (std::size_t k = 0; k < taken; ++k) {
      const std::size_t s = sample.begin[b] + size * k / taken;
      const auto row = sample.at(s);
      thin.hours.insert(thin.hours.end(), row.begin(), row.end());
      thin.weight.push_back(sample.weight[s]);
      total += sample.weight[s];
    }
    thin.begin.push_back(thin.weight.size());
  }
  thin.scenarios = thin.weight.size();
  for (double& weight : thin.weight) {
    weight = total > 0 ? weight / total : 1.0 / static_cast<double>(thin.scenarios);
  }
  round_to_whole(thin);
  return thin;
}

double normal_below(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double normal_quantile(double p) {
  // Acklam's rational approximation (relative error 1e-9), then one step of Halley.
  constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                          6.680131188771972e+01, -1.328068155288572e+01};
  constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                          3.754408661907416e+00};
  if (p > 0.5) return -normal_quantile(1 - p);
  double x = 0;
  if (p < 0.02425) {
    const double q = std::sqrt(-2 * std::log(p));
    x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
        ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  } else {
    const double q = p - 0.5, r = q * q;
    x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
        (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
  }
  const double error = normal_below(x) - p;
  const double step = error * std::sqrt(2 * std::numbers::pi) * std::exp(0.5 * x * x);
  return x - step / (1 + 0.5 * x * step);
}

ScenarioMean mean_of(const DemandSample& sample, std::span<const double> batch_sums) {
  ScenarioMean found;
  for (const double sum : batch_sums) found.mean += sum;
  const auto batches = static_cast<double>(batch_sums.size());
  if (sample.exact || batches < 2) return found;
  double squares = 0;
  for (const double sum : batch_sums) {
    const double apart = sum * batches - found.mean;
    squares += apart * apart;
  }
  found.standard_error = std::sqrt(squares / (batches * (batches - 1)));
  return found;
}

}  // namespace evenload::pool::skills

namespace evenload::pool {

std::vector<double> draw_demand(const UnitDemand& demand, std::int32_t units,
                                std::int64_t scenarios, std::uint64_t seed) {
  using namespace skills;
  if (units < 1 || units > 1000) {
    refuse(ErrorCode::out_of_range, "demand", "units", std::nullopt, "1 to 1000",
           std::to_string(units));
  }
  if (scenarios < 20 || scenarios > 10000000) {
    refuse(ErrorCode::out_of_range, "options", "scenarios", std::nullopt, "20 to 10000000",
           std::to_string(scenarios));
  }
  check_demand(demand, units);
  return make_sample(demand, units, scenarios, seed, SamplePurpose::drawn).hours;
}

double dedicated_throughput(std::span<const double> capacity, std::span<const double> mean,
                            std::span<const double> deviation, double truncation) {
  using namespace skills;
  UnitDemand law;
  law.mean = mean;
  law.deviation = deviation;
  law.truncation = truncation;
  if (capacity.empty() || capacity.size() > 1000) {
    refuse(ErrorCode::out_of_range, "demand", "capacity", std::nullopt, "1 to 1000 values",
           std::to_string(capacity.size()));
  }
  check_demand(law, static_cast<std::int32_t>(capacity.size()));
  check_amounts("demand", "capacity", capacity);
  const double inside = 1 - 2 * normal_below(-truncation);
  const auto density = [](double x) {
    return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
  };
  double total = 0;
  for (std::size_t u = 0; u < capacity.size(); ++u) {
    if (mean[u] < truncation * deviation[u]) {
      refuse(ErrorCode::unsupported, "demand", "mean", u,
             "a law that stays above 0 (mean >= truncation x deviation)", shown(mean[u]));
    }
    if (deviation[u] == 0) {
      total += std::min(capacity[u], mean[u]);
      continue;
    }
    const double z = (capacity[u] - mean[u]) / deviation[u];
    if (z >= truncation) {
      total += mean[u];
    } else if (z <= -truncation) {
      total += capacity[u];
    } else {
      const double below = normal_below(z) - normal_below(-truncation);
      const double above = normal_below(truncation) - normal_below(z);
      const double partial = mean[u] * below + deviation[u] * (density(truncation) - density(z));
      total += (partial + capacity[u] * above) / inside;
    }
  }
  return total;
}

}  // namespace evenload::pool
