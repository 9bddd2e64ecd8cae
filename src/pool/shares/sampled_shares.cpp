#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>

#include "evenload/core/random.hpp"
#include "evenload/pool/cost_shares.hpp"
#include "src/pool/routing/student.hpp"
#include "src/pool/skills/refuse.hpp"

namespace evenload::pool {

namespace shares {

using skills::refuse;
using skills::shown;

namespace {

constexpr std::uint32_t order_purpose = 7301;
constexpr std::size_t most_remembered = 1000000;

void check_sampling(std::int32_t players, const CoalitionCost& cost,
                    const SampledSharesOptions& options) {
  if (players < 1 || players > 62) {
    refuse(ErrorCode::out_of_range, "game", "players", std::nullopt, "1 to 62",
           std::to_string(players));
  }
  if (!cost) {
    refuse(ErrorCode::missing_value, "game", "cost", std::nullopt, "a function", "none");
  }
  if (!(options.confidence >= 0.5 && options.confidence < 1)) {
    refuse(ErrorCode::out_of_range, "options", "confidence", std::nullopt, "0.5 to below 1",
           shown(options.confidence));
  }
  if (options.pairs < 20 || options.pairs > 10000000) {
    refuse(ErrorCode::out_of_range, "options", "pairs", std::nullopt, "20 to 10000000",
           std::to_string(options.pairs));
  }
  skills::check_amount("options", "half_width", std::nullopt, options.half_width);
}

/// Costs asked for, remembered.
class AskedCosts {
 public:
  explicit AskedCosts(const CoalitionCost& cost) : cost_(cost) {}
  double operator()(std::uint64_t coalition) {
    if (coalition == 0) return 0;
    if (const auto known = known_.find(coalition); known != known_.end()) return known->second;
    const double value = cost_(coalition);
    ++asked_;
    if (!std::isfinite(value)) {
      refuse(std::isnan(value) ? ErrorCode::missing_value : ErrorCode::not_finite, "game", "cost",
             static_cast<std::size_t>(coalition), "a finite number", shown(value));
    }
    if (known_.size() < most_remembered) known_.emplace(coalition, value);
    return value;
  }
  std::int64_t asked() const { return asked_; }

 private:
  const CoalitionCost& cost_;
  std::unordered_map<std::uint64_t, double> known_;
  std::int64_t asked_ = 0;
};

}  // namespace

}  // namespace shares

SampledShares sampled_shares(std::int32_t players, const CoalitionCost& cost,
                             const SampledSharesOptions& options) {
  using namespace shares;
  check_sampling(players, cost, options);
  const auto n = static_cast<std::size_t>(players);
  AskedCosts asked(cost);
  SampledShares answer;
  answer.total = asked((std::uint64_t{1} << n) - 1);

  std::vector<double> mean(n, 0.0), squares(n, 0.0), pair(n);
  std::vector<std::size_t> order(n);
  const auto join = [&] {
    std::uint64_t coalition = 0;
    double before = 0;
    for (const std::size_t player : order) {
      coalition |= std::uint64_t{1} << player;
      const double after = asked(coalition);
      pair[player] += 0.5 * (after - before);
      before = after;
    }
  };
  const auto half_width = [&](std::size_t i, double quantile) {
    const auto count = static_cast<double>(answer.pairs);
    return quantile * std::sqrt(squares[i] / (count * (count - 1)));
  };
  // All intervals together: each at 1 - (1 - confidence) / players (Bonferroni).
  const double each = 1 - (1 - options.confidence) / static_cast<double>(n);
  const auto quantile = [&] {
    const std::int64_t degrees = std::min<std::int64_t>(answer.pairs - 1, 1000);
    return routing::student_quantile(each, static_cast<int>(degrees));
  };
  answer.stop = options.half_width > 0 ? StopReason::work : StopReason::done;
  // Widths are looked at when the number of pairs has doubled: few looks, little optional stopping.
  std::int64_t next_look = 40;
  while (answer.pairs < options.pairs) {
    if (options.stop.stop_requested() && answer.pairs >= 2) {
      answer.stop = StopReason::cancelled;
      break;
    }
    RandomStream stream({options.seed, static_cast<std::uint32_t>(answer.pairs), 0, order_purpose});
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t k = n; k > 1; --k) {
      std::swap(order[k - 1], order[stream.below(static_cast<std::uint32_t>(k))]);
    }
    std::fill(pair.begin(), pair.end(), 0.0);
    join();
    std::reverse(order.begin(), order.end());
    join();
    ++answer.pairs;
    for (std::size_t i = 0; i < n; ++i) {
      const double step = pair[i] - mean[i];
      mean[i] += step / static_cast<double>(answer.pairs);
      squares[i] += step * (pair[i] - mean[i]);
    }
    if (options.half_width > 0 && answer.pairs == next_look) {
      next_look *= 2;
      const double t = quantile();
      bool narrow = true;
      for (std::size_t i = 0; i < n && narrow; ++i) narrow = half_width(i, t) <= options.half_width;
      if (narrow) {
        answer.stop = StopReason::done;
        break;
      }
    }
  }
  const double t = quantile();
  for (std::size_t i = 0; i < n; ++i) {
    const double half = half_width(i, t);
    answer.share.push_back(mean[i]);
    answer.low.push_back(mean[i] - half);
    answer.high.push_back(mean[i] + half);
  }
  answer.coalitions = asked.asked();
  return answer;
}

}  // namespace evenload::pool
