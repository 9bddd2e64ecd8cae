#include "src/pool/skills/search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace evenload::pool::skills {

namespace {

/// A gain below this share of what is served is rounding.
constexpr double least_share = 1e-9;
constexpr std::size_t screened_scenarios = 100;
constexpr std::size_t exchange_rounds = 30;

class OrderSearch {
 public:
  OrderSearch(const DesignEvaluator& search, const Purchase& purchase)
      : search_(search),
        purchase_(purchase),
        model_(search.model()),
        thin_(thinned(search.sample(), screened_scenarios)),
        screen_(search.with(thin_)) {
    least_ = least_share * std::max(1.0, search_.mean_throughput({}));
  }

  Design run() {
    Design design = greedy({}, all());
    if (purchase_.look_ahead && !design.empty()) {
      exchange(design);
      // The set in its own best order; look-ahead is for finding sets, and this one is found.
      const bool kept = std::exchange(purchase_.look_ahead, false);
      Design ordered = greedy({}, design);
      purchase_.look_ahead = kept;
      // What adds nothing at its turn may still be needed by what comes after it.
      for (const std::int32_t c : design) {
        if (std::find(ordered.begin(), ordered.end(), c) == ordered.end()) ordered.push_back(c);
      }
      return ordered;
    }
    return design;
  }

 private:
  Design all() const {
    Design every(model_.candidates.size());
    std::iota(every.begin(), every.end(), 0);
    return every;
  }
  double cost(std::int32_t c) const { return model_.cost[static_cast<std::size_t>(c)]; }
  double cost(const Design& design) const {
    double sum = 0;
    for (const std::int32_t c : design) sum += cost(c);
    return sum;
  }
  bool priced() const { return std::isfinite(purchase_.budget); }
  bool affordable(double money) const { return money <= purchase_.budget * (1 + 1e-12); }
  /// What is compared: the gain, or the gain for the money where money is short.
  double rate(double gain, double money, double skills) const {
    return priced() ? gain / std::max(money, 1e-9) : gain / skills;
  }

  struct Pair {
    std::int32_t first = -1, second = -1;
    double gain = 0, rate = 0;
  };

  /// The pair that gives most together, both affordable; screened on a few scenarios, then told by
  /// all. A pair may give something where each of its skills alone gives nothing.
  Pair best_pair(const Design& design, const Design& allowed,
                 const std::vector<double>& single) const {
    const double spent = cost(design);
    Design firsts;
    for (const std::int32_t c : allowed) {
      if (!contains(design, c) && affordable(spent + cost(c))) firsts.push_back(c);
    }
    std::stable_sort(firsts.begin(), firsts.end(), [&](std::int32_t a, std::int32_t b) {
      return single[static_cast<std::size_t>(a)] > single[static_cast<std::size_t>(b)];
    });
    const std::size_t width = model_.gains ? 16 : 200;
    if (firsts.size() > width) firsts.resize(width);
    const std::vector<double> alone = screen_.mean_gains(design);
    std::vector<Pair> pairs;
    for (const std::int32_t first : firsts) {
      Design with = design;
      with.push_back(first);
      const std::vector<double> after = screen_.mean_gains(with);
      for (const std::int32_t second : allowed) {
        if (second == first || contains(design, second)) continue;
        const double money = cost(first) + cost(second);
        if (!affordable(spent + money)) continue;
        const double gain =
            alone[static_cast<std::size_t>(first)] + after[static_cast<std::size_t>(second)];
        pairs.push_back({first, second, gain, rate(gain, money, 2)});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.rate > b.rate; });
    Pair best;
    std::vector<std::int32_t> told;
    for (const Pair& pair : pairs) {
      if (std::find(told.begin(), told.end(), pair.first) != told.end()) continue;
      if (told.size() == 4) break;
      told.push_back(pair.first);
      Design with = design;
      with.push_back(pair.first);
      const std::vector<double> after = search_.mean_gains(with);
      for (const std::int32_t second : allowed) {
        if (second == pair.first || contains(design, second)) continue;
        const double money = cost(pair.first) + cost(second);
        if (!affordable(spent + money)) continue;
        const double gain =
            single[static_cast<std::size_t>(pair.first)] + after[static_cast<std::size_t>(second)];
        const double found = rate(gain, money, 2);
        if (found > best.rate) best = {pair.first, second, gain, found};
      }
    }
    return best;
  }

  Design greedy(Design design, const Design& allowed) const {
    double spent = cost(design);
    while (design.size() < std::min(purchase_.most, allowed.size())) {
      const std::vector<double> single = search_.mean_gains(design);
      std::int32_t best = -1;
      double best_rate = 0;
      for (const std::int32_t c : allowed) {
        const double gain = single[static_cast<std::size_t>(c)];
        if (contains(design, c) || gain <= least_ || !affordable(spent + cost(c))) continue;
        const double found = rate(gain, cost(c), 1);
        if (found > best_rate) {
          best_rate = found;
          best = c;
        }
      }
      if (purchase_.look_ahead && design.size() + 2 <= purchase_.most) {
        const Pair pair = best_pair(design, allowed, single);
        // Two together must beat the best one by more than rounding.
        if (pair.first >= 0 && pair.gain > 2 * least_ && pair.rate > best_rate * (1 + 1e-9)) {
          const bool swap = single[static_cast<std::size_t>(pair.second)] >
                            single[static_cast<std::size_t>(pair.first)];
          design.push_back(swap ? pair.second : pair.first);
          design.push_back(swap ? pair.first : pair.second);
          spent += cost(pair.first) + cost(pair.second);
          continue;
        }
      }
      if (best < 0) break;
      design.push_back(best);
      spent += cost(best);
    }
    return design;
  }

  /// Exchanges one bought skill for another as long as that serves more.
  void exchange(Design& design) const {
    const DesignEvaluator& judge = model_.gains ? screen_ : search_;
    double value = judge.mean_throughput(design);
    for (std::size_t round = 0; round < exchange_rounds; ++round) {
      double best = value + least_;
      std::size_t out = design.size();
      std::int32_t in = -1;
      for (std::size_t k = 0; k < design.size(); ++k) {
        Design without = design;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(k));
        const double base = judge.mean_throughput(without);
        const double spent = cost(without);
        const std::vector<double> gains = judge.mean_gains(without);
        for (std::size_t c = 0; c < gains.size(); ++c) {
          const auto candidate = static_cast<std::int32_t>(c);
          if (candidate == design[k] || contains(without, candidate)) continue;
          if (!affordable(spent + cost(candidate)) || base + gains[c] <= best) continue;
          best = base + gains[c];
          out = k;
          in = candidate;
        }
      }
      if (in < 0) return;
      const std::int32_t kept = design[out];
      design[out] = in;
      if (&judge == &screen_) {
        Design before = design;
        before[out] = kept;
        if (search_.mean_throughput(design) <= search_.mean_throughput(before) + least_) {
          design = before;
          return;
        }
      }
      value = judge.mean_throughput(design);
    }
  }

  static bool contains(const Design& design, std::int32_t c) {
    return std::find(design.begin(), design.end(), c) != design.end();
  }

  const DesignEvaluator& search_;
  Purchase purchase_;
  const SkillModel& model_;
  DemandSample thin_;
  DesignEvaluator screen_;
  double least_ = 0;
};

/// Sum of the `k` largest prices, and the constant: a bound from one dual solution.
struct Cut {
  BatchSums by_batch;         // batches × (1 + candidates)
  std::vector<double> total;  // 1 + candidates
};

Cut cut_of(BatchSums sums, std::size_t batches) {
  Cut cut{std::move(sums), {}};
  const std::size_t width = cut.by_batch.size() / batches;
  cut.total.assign(width, 0.0);
  for (std::size_t b = 0; b < batches; ++b) {
    for (std::size_t c = 0; c < width; ++c) cut.total[c] += cut.by_batch[b * width + c];
  }
  return cut;
}

std::vector<std::size_t> dearest(const std::vector<double>& total, std::size_t k) {
  std::vector<std::size_t> order(total.size() - 1);
  std::iota(order.begin(), order.end(), std::size_t{1});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return total[a] > total[b]; });
  order.resize(std::min(k, order.size()));
  return order;
}

double bound_of(const Cut& cut, std::size_t k) {
  double bound = cut.total[0];
  for (const std::size_t c : dearest(cut.total, k)) bound += cut.total[c];
  return bound;
}

}  // namespace

Design best_order(const DesignEvaluator& search, const Purchase& purchase) {
  if (purchase.most == 0 || search.model().candidates.empty()) return {};
  return OrderSearch(search, purchase).run();
}

std::vector<ScenarioMean> gain_bounds(const DesignEvaluator& search, std::size_t most) {
  std::vector<ScenarioMean> bounds;
  const std::size_t count = search.model().candidates.size();
  if (most == 0 || count == 0) return bounds;
  const DemandSample& sample = search.sample();
  const std::size_t batches = sample.batches();
  const BatchSums before = search.throughput({});

  // Prices answer shares, shares follow the prices: fictitious play, whose average prices tend to
  // the best ones. Every answer on the way is a bound already.
  std::vector<Cut> cuts;
  constexpr std::size_t turns = 8;
  std::vector<std::size_t> sizes;
  for (std::size_t k = 1; k <= most; k += std::max<std::size_t>(1, k / 4)) sizes.push_back(k);
  if (sizes.back() != most) sizes.push_back(most);
  for (const std::size_t k : sizes) {
    std::vector<double> share(count,
                              std::min(1.0, static_cast<double>(k) / static_cast<double>(count)));
    BatchSums sum;
    for (std::size_t turn = 0; turn < turns; ++turn) {
      BatchSums found = search.prices(share);
      if (sum.empty()) sum.assign(found.size(), 0.0);
      for (std::size_t at = 0; at < sum.size(); ++at) sum[at] += found[at];
      cuts.push_back(cut_of(std::move(found), batches));
      BatchSums average = sum;
      for (double& price : average) price /= static_cast<double>(turn + 1);
      cuts.push_back(cut_of(std::move(average), batches));
      const double step = 2.0 / static_cast<double>(turn + 3);
      for (double& own : share) own *= 1 - step;
      for (const std::size_t c : dearest(cuts.back().total, k)) share[c - 1] += step;
    }
  }

  // One skill alone needs no relaxation: every one of them is told.
  const BatchSums singles = search.gains({});
  for (std::size_t k = 1; k <= most; ++k) {
    BatchSums sums(batches, 0.0);
    if (k == 1) {
      std::vector<double> total(count, 0.0);
      for (std::size_t b = 0; b < batches; ++b) {
        for (std::size_t c = 0; c < count; ++c) total[c] += singles[b * count + c];
      }
      const auto best =
          static_cast<std::size_t>(std::max_element(total.begin(), total.end()) - total.begin());
      for (std::size_t b = 0; b < batches; ++b) sums[b] = singles[b * count + best];
    } else {
      const Cut& best = *std::min_element(
          cuts.begin(), cuts.end(),
          [&](const Cut& a, const Cut& b) { return bound_of(a, k) < bound_of(b, k); });
      const std::size_t width = count + 1;
      const std::vector<std::size_t> chosen = dearest(best.total, k);
      for (std::size_t b = 0; b < batches; ++b) {
        sums[b] = best.by_batch[b * width] - before[b];
        for (const std::size_t c : chosen) sums[b] += best.by_batch[b * width + c];
      }
    }
    bounds.push_back(mean_of(sample, sums));
  }
  return bounds;
}

}  // namespace evenload::pool::skills
