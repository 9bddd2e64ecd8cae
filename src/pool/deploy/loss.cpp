#include "loss.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenload::pool::detail {

void UnitLoss::add(int unit, const double* supply, double* loss) {
  const int scenarios = in_.scenarios;
  const double* price = in_.price.data() + static_cast<std::size_t>(unit) * in_.ages;
  double* backlog = backlog_.data();
  std::fill(backlog_.begin(), backlog_.end(), in_.first_backlog[unit]);
  if (record_ != nullptr) record_->resize(static_cast<std::size_t>(in_.weeks) * scenarios);
  for (int t = 0; t < in_.weeks; ++t) {
    const double* net = in_.net.data() + (static_cast<std::size_t>(unit) * in_.weeks + t) * scenarios;
    const double given = supply[t];
    const double all = price[0] + (t + 1 == in_.weeks ? in_.end_price[unit] : 0.0);
    for (int s = 0; s < scenarios; ++s) {
      const double waits = backlog[s] + net[s] - given;
      backlog[s] = waits > 0 ? waits : 0;
      loss[s] += all * backlog[s];
    }
    for (int a = 1; a < in_.ages; ++a) {
      if (price[a] == 0) continue;
      const double more = price[a];
      const double* recent =
          in_.recent.data() +
          ((static_cast<std::size_t>(unit) * (in_.ages - 1) + a - 1) * in_.weeks + t) * scenarios;
      for (int s = 0; s < scenarios; ++s) {
        const double old = backlog[s] - recent[s];
        loss[s] += more * (old > 0 ? old : 0);
      }
    }
    if (record_ != nullptr) {
      std::copy(backlog_.begin(), backlog_.end(), record_->begin() + static_cast<std::ptrdiff_t>(t) * scenarios);
    }
  }
}

double Risk::mean(std::span<const double> loss) const {
  double sum = 0;
  for (int s = 0; s < in_.scenarios; ++s) sum += in_.share[s] * loss[s];
  return sum;
}

double Risk::tail(std::span<const double> loss) {
  order_.resize(loss.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::sort(order_.begin(), order_.end(),
            [&](int a, int b) { return loss[a] != loss[b] ? loss[a] > loss[b] : a < b; });
  double mass = in_.tail_mass;
  double sum = 0;
  for (const int s : order_) {
    const double part = std::min(mass, in_.share[s]);
    sum += part * loss[s];
    if ((mass -= part) <= 0) break;
  }
  return sum / in_.tail_mass;
}

double Risk::of(std::span<const double> loss) {
  const double average = mean(loss);
  return in_.tail_weight == 0 ? average : (1 - in_.tail_weight) * average + in_.tail_weight * tail(loss);
}

void Risk::weights(std::span<const double> loss, double width, std::vector<double>& into) {
  into.assign(in_.share.begin(), in_.share.end());
  if (in_.tail_weight == 0) return;
  // The level c at which shares cut off smoothly between c and c + width make up the tail's mass.
  const auto part = [&](int s, double c) { return std::clamp((loss[s] - c) / width, 0.0, 1.0); };
  width = std::max(width, 1e-9 * (1 + std::abs(*std::max_element(loss.begin(), loss.end()))));
  double low = *std::min_element(loss.begin(), loss.end()) - 2 * width;
  double high = *std::max_element(loss.begin(), loss.end());
  for (int k = 0; k < 100; ++k) {
    const double c = low + (high - low) / 2;
    double mass = 0;
    for (int s = 0; s < in_.scenarios; ++s) mass += in_.share[s] * part(s, c);
    (mass > in_.tail_mass ? low : high) = c;
  }
  double mass = 0;
  for (int s = 0; s < in_.scenarios; ++s) mass += in_.share[s] * part(s, low);
  for (int s = 0; s < in_.scenarios; ++s) {
    const double inside = mass > 0 ? in_.share[s] * part(s, low) / mass : in_.share[s];
    into[s] = (1 - in_.tail_weight) * in_.share[s] + in_.tail_weight * inside;
  }
}

SmoothLoss::SmoothLoss(const DeployInstance& in)
    : in_(in), pass_(in.net.size()), pull_(in.net.size()), backlog_(in.scenarios), chain_(in.scenarios) {}

void SmoothLoss::evaluate(std::span<const double> supply, double width, std::vector<double>& loss) {
  const int scenarios = in_.scenarios;
  loss.assign(scenarios, 0.0);
  linear_.assign(scenarios, 0.0);
  const double half = width / 2;
  const double narrow = 1 / width;
  double* backlog = backlog_.data();
  double* chain = chain_.data();
  double* total = loss.data();
  double* linear = linear_.data();
  for (int u = 0; u < in_.units; ++u) {
    const double* price = in_.price.data() + static_cast<std::size_t>(u) * in_.ages;
    std::fill(backlog_.begin(), backlog_.end(), in_.first_backlog[u]);
    std::fill(chain_.begin(), chain_.end(), in_.first_backlog[u]);
    for (int t = 0; t < in_.weeks; ++t) {
      const std::size_t cell = (static_cast<std::size_t>(u) * in_.weeks + t) * scenarios;
      const double* net = in_.net.data() + cell;
      double* pass = pass_.data() + cell;
      double* pull = pull_.data() + cell;
      const double given = supply[static_cast<std::size_t>(u) * in_.weeks + t];
      const double all = price[0] + (t + 1 == in_.weeks ? in_.end_price[u] : 0.0);
      // x >= width: x - width / 2; below: x^2 / (2 width); below 0: 0.
      for (int s = 0; s < scenarios; ++s) {
        const double waits = backlog[s] + net[s] - given;
        const double inside = std::min(std::max(waits, 0.0), width);
        pass[s] = inside * narrow;
        backlog[s] = waits > width ? waits - half : inside * inside * narrow / 2;
        chain[s] = pass[s] * (chain[s] + net[s] - given);
        total[s] += all * backlog[s];
        linear[s] += all * chain[s];
        pull[s] = all;
      }
      for (int a = 1; a < in_.ages; ++a) {
        if (price[a] == 0) continue;
        const double more = price[a];
        const double* recent =
            in_.recent.data() +
            ((static_cast<std::size_t>(u) * (in_.ages - 1) + a - 1) * in_.weeks + t) * scenarios;
        for (int s = 0; s < scenarios; ++s) {
          const double old = backlog[s] - recent[s];
          const double inside = std::min(std::max(old, 0.0), width);
          total[s] += more * (old > width ? old - half : inside * inside * narrow / 2);
          pull[s] += more * inside * narrow;
          linear[s] += more * inside * narrow * (chain[s] - recent[s]);
        }
      }
    }
  }
}

void SmoothLoss::slope(std::span<const double> weights, std::vector<double>& into) const {
  const int scenarios = in_.scenarios;
  into.assign(static_cast<std::size_t>(in_.units) * in_.weeks, 0.0);
  std::vector<double> worth(scenarios);
  for (int u = 0; u < in_.units; ++u) {
    std::fill(worth.begin(), worth.end(), 0.0);
    for (int t = in_.weeks - 1; t >= 0; --t) {
      const std::size_t cell = (static_cast<std::size_t>(u) * in_.weeks + t) * scenarios;
      double sum = 0;
      for (int s = 0; s < scenarios; ++s) {
        worth[s] = (worth[s] + pull_[cell + s]) * pass_[cell + s];
        sum += weights[s] * worth[s];
      }
      into[static_cast<std::size_t>(u) * in_.weeks + t] = -sum;
    }
  }
}

}  // namespace evenload::pool::detail
