#include "src/pool/queueing/service_time.hpp"

#include <algorithm>
#include <cmath>

#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/poisson.hpp"
#include "src/workload/normal.hpp"

namespace evenload::pool::queueing {

namespace {

/// P(Poisson(mean) <= count).
double poisson_at_most(std::int64_t count, double mean) {
  double term = poisson_probability(count, mean);
  double sum = 0;
  for (std::int64_t k = count; k >= 0; --k) {
    sum += term;
    term *= static_cast<double>(k) / mean;
    if (static_cast<double>(k) < mean && term < 1e-18 * sum) break;
  }
  return std::min(1.0, sum);
}

}  // namespace

void check_service(const ServiceTime& service) {
  positive(service.mean, "service", "mean");
  whole_within(static_cast<std::int32_t>(service.shape), 0, 3, "service", "shape");
  if (service.shape == ServiceShape::lognormal) {
    positive(service.squared_variation, "service", "squared_variation");
  }
  if (service.shape == ServiceShape::erlang) {
    whole_within(service.stages, 1, 1000, "service", "stages");
  }
}

double service_until(const ServiceTime& service, double age) {
  const double mean = service.mean;
  if (age <= 0) return 0;
  switch (service.shape) {
    case ServiceShape::exponential:
      return -mean * std::expm1(-age / mean);
    case ServiceShape::deterministic:
      return std::min(mean, age);
    case ServiceShape::lognormal: {
      const double variance = std::log1p(service.squared_variation);
      const double sigma = std::sqrt(variance);
      const double z = (std::log(age / mean) + variance / 2) / sigma;
      return age * workload::normal::below(-z) + mean * workload::normal::below(z - sigma);
    }
    case ServiceShape::erlang: {
      const double stages = service.stages;
      const double y = stages * age / mean;
      return mean * (1 - poisson_at_most(service.stages, y)) +
             age * poisson_at_most(service.stages - 1, y);
    }
  }
  return 0;
}

}  // namespace evenload::pool::queueing
