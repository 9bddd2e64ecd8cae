#include "relaxed.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace evenload::pool::detail {

namespace {

/// Nearest point of the simplex (Held, Wolfe & Crowder 1974; Duchi and others 2008).
void onto_simplex(std::vector<double>& x, std::vector<double>& sorted) {
  sorted = x;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double sum = 0;
  double shift = 0;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    sum += sorted[k];
    const double candidate = (sum - 1) / static_cast<double>(k + 1);
    if (sorted[k] - candidate > 0) shift = candidate;
  }
  for (double& value : x) value = std::max(0.0, value - shift);
}

class Relaxed {
 public:
  Relaxed(const DeployInstance& in, std::vector<Paths>& paths, double upper, double enough, optimize::detail::Team& team,
          std::int64_t work)
      : in_(in), paths_(paths), upper_(upper), enough_(enough), team_(team), work_(work), loss_(in), risk_(in) {
    answer_.columns.resize(in.members);
    answer_.bound = -std::numeric_limits<double>::infinity();
    cells_ = static_cast<std::size_t>(in.units) * in.weeks;
  }

  RelaxedAnswer run() {
    const double typical = typical_minutes();
    start();
    if (!answer_.feasible) return std::move(answer_);
    double width = std::max(1.0, typical / 4);
    const double finest = std::max(0.25, typical / 400);
    double last = answer_.bound;
    for (int round = 0; round < 400 && !done(); ++round) {
      spent_ += static_cast<std::int64_t>(improve(width));
      if (!price(width)) break;
      if (std::isfinite(upper_) && upper_ - answer_.bound <= enough_ * std::abs(upper_)) break;
      const double gap = value_ - round_bound_;
      // Finer where this smoothing is nearly solved.
      if (gap < 2e-3 * std::abs(value_) || answer_.bound - last < 1e-4 * std::abs(value_)) {
        if (width <= finest && gap < 5e-4 * std::abs(value_)) break;
        if (width > finest) width = std::max(finest, width / 2);
        else if (++stalled_ > 6) break;
      }
      last = answer_.bound;
    }
    return std::move(answer_);
  }

 private:
  bool done() const { return spent_ >= work_ || team_.reason() != StopReason::done; }

  double typical_minutes() const {
    double sum = 0;
    double count = 0;
    for (int m = 0; m < in_.members; ++m) {
      for (int u = 0; u < in_.units; ++u) {
        if (in_.qualified[in_.at(m, u)] == 0) continue;
        for (int t = 0; t < in_.weeks; ++t) sum += in_.per_week * in_.effective_at(m, u, in_.levels - 1, 0)[t];
        count += in_.weeks;
      }
    }
    return count > 0 ? std::max(1.0, sum / count) : 1.0;
  }

  /// Slopes without any pool, and the ways that answer them.
  void start() {
    mixture_.assign(cells_, 0);
    value_ = 0;
    price(std::max(1.0, typical_minutes() / 4));
  }

  void mix() {
    mixture_.assign(cells_, 0);
    cost_ = 0;
    burden_.assign(in_.members, 0);
    for (int m = 0; m < in_.members; ++m) {
      for (const Column& column : answer_.columns[m]) {
        if (column.weight == 0) continue;
        for (const auto& [cell, minutes] : column.supply) mixture_[cell] += column.weight * minutes;
        cost_ += column.weight * column.cost;
        burden_[m] += column.weight * column.burden;
      }
    }
  }

  /// Fairness and its prices, smoothed over `width` units of burden: never above the true one.
  double fairness(double width, std::vector<double>& price) const {
    price.assign(in_.members, 0);
    if (in_.fairness == 0 || in_.members == 0) return 0;
    const auto phi = static_cast<double>(in_.fairness);
    const double high = *std::max_element(burden_.begin(), burden_.end());
    const double low = *std::min_element(burden_.begin(), burden_.end());
    double up = 0;
    double down = 0;
    for (const double b : burden_) {
      up += std::exp((b - high) / width);
      down += std::exp((low - b) / width);
    }
    double value = 0;
    for (int m = 0; m < in_.members; ++m) {
      price[m] = phi * (std::exp((burden_[m] - high) / width) / up - std::exp((low - burden_[m]) / width) / down);
      value += price[m] * burden_[m];
    }
    return value;
  }
  double burden_width() const {
    double most = 0;
    for (const std::int64_t b : in_.burden) most = std::max(most, static_cast<double>(b) * in_.periods);
    return std::max(1e-3, most * 0.01);
  }

  /// Value and slopes at the mixture.
  double evaluate(double width, std::vector<double>& slope, std::vector<double>& burden_price) {
    loss_.evaluate(mixture_, width, losses_);
    double spread = 0;
    if (in_.tail_weight > 0) {
      const auto [low, high] = std::minmax_element(losses_.begin(), losses_.end());
      spread = (*high - *low) * 0.02;
    }
    risk_.weights(losses_, spread, weights_);
    loss_.slope(weights_, slope);
    double value = cost_;
    for (int s = 0; s < in_.scenarios; ++s) value += weights_[s] * losses_[s];
    return value + fairness(burden_width(), burden_price);
  }

  /// A projected gradient with Barzilai-Borwein steps and a non-monotone line search (Birgin, Martinez & Raydan 2000).
  double improve(double width) {
    const double unit = static_cast<double>(in_.net.size()) * (1 + in_.ages) / 16;
    double spent = 0;
    std::vector<std::vector<double>> x(in_.members), gradient(in_.members), trial(in_.members), next_gradient(in_.members);
    for (int m = 0; m < in_.members; ++m) {
      for (const Column& column : answer_.columns[m]) x[m].push_back(column.weight);
    }
    const auto set = [&](const std::vector<std::vector<double>>& values) {
      for (int m = 0; m < in_.members; ++m) {
        for (std::size_t k = 0; k < values[m].size(); ++k) answer_.columns[m][k].weight = values[m][k];
      }
      mix();
    };
    const auto gradients = [&](std::vector<std::vector<double>>& into) {
      const double value = evaluate(width, slope_, burden_price_);
      for (int m = 0; m < in_.members; ++m) {
        into[m].resize(answer_.columns[m].size());
        for (std::size_t k = 0; k < into[m].size(); ++k) {
          const Column& column = answer_.columns[m][k];
          double sum = column.cost + burden_price_[m] * column.burden;
          for (const auto& [cell, minutes] : column.supply) sum += slope_[cell] * minutes;
          into[m][k] = sum;
        }
      }
      spent += unit;
      return value;
    };
    set(x);
    double value = gradients(gradient);
    double step = 0;
    std::vector<double> recent{value};
    std::vector<double> sorted;
    for (int k = 0; k < 40; ++k) {
      // The distance that the projected step goes, and what it promises.
      double largest = 0;
      for (int m = 0; m < in_.members; ++m) {
        if (gradient[m].empty()) continue;
        const auto [low, high] = std::minmax_element(gradient[m].begin(), gradient[m].end());
        largest = std::max(largest, *high - *low);
      }
      if (largest <= 0) break;
      if (step <= 0) step = 0.2 / largest;
      double promise = 0;
      for (int m = 0; m < in_.members; ++m) {
        trial[m] = x[m];
        for (std::size_t c = 0; c < x[m].size(); ++c) trial[m][c] -= step * gradient[m][c];
        onto_simplex(trial[m], sorted);
        for (std::size_t c = 0; c < x[m].size(); ++c) promise += gradient[m][c] * (trial[m][c] - x[m][c]);
      }
      if (promise > -1e-7 * std::abs(value)) break;
      const double reference = *std::max_element(recent.begin(), recent.end());
      double length = 1;
      double found = value;
      bool moved = false;
      std::vector<std::vector<double>> point(in_.members);
      for (int tries = 0; tries < 12 && !moved; ++tries) {
        for (int m = 0; m < in_.members; ++m) {
          point[m] = x[m];
          for (std::size_t c = 0; c < x[m].size(); ++c) point[m][c] += length * (trial[m][c] - x[m][c]);
        }
        set(point);
        found = gradients(next_gradient);
        moved = found <= reference + 1e-4 * length * promise;
        if (!moved) length *= 0.4;
      }
      if (!moved) break;
      double moves = 0;
      double bends = 0;
      for (int m = 0; m < in_.members; ++m) {
        for (std::size_t c = 0; c < x[m].size(); ++c) {
          const double s = point[m][c] - x[m][c];
          moves += s * s;
          bends += s * (next_gradient[m][c] - gradient[m][c]);
        }
      }
      step = bends > 0 ? std::clamp(moves / bends, 1e-6 / largest, 1e4 / largest) : 10 / largest;
      x.swap(point);
      gradient.swap(next_gradient);
      value = found;
      recent.push_back(value);
      if (recent.size() > 6) recent.erase(recent.begin());
    }
    set(x);
    value_ = value;
    return spent;
  }

  /// The bound at the mixture, and the ways that are cheapest there.
  bool price(double width) {
    if (burden_.empty()) burden_.assign(in_.members, 0);
    Minorant minorant;
    value_ = evaluate(width, minorant.slope, minorant.burden_price);
    // What the linear functions say of the mixture, less what their slopes do: burdens have no constant.
    minorant.constant = 0;
    for (int s = 0; s < in_.scenarios; ++s) minorant.constant += weights_[s] * loss_.linear()[s];
    double magnitude = std::abs(value_) + std::abs(cost_);
    for (std::size_t k = 0; k < cells_; ++k) {
      minorant.constant -= minorant.slope[k] * mixture_[k];
      magnitude += std::abs(minorant.slope[k] * mixture_[k]);
    }
    std::vector<double> least(in_.members);
    std::vector<Schedule> ways(in_.members);
    const std::vector<std::int64_t> limits(in_.members, std::numeric_limits<std::int64_t>::max() / 4);
    team_.run("price", limits, [&](std::size_t m, WorkMeter& meter) {
      least[m] = paths_[m].price(minorant.slope, minorant.burden_price[m]);
      meter.spend(1 + paths_[m].steps() / 16);
      if (std::isfinite(least[m])) ways[m] = paths_[m].best();
    });
    double bound = minorant.constant;
    for (int m = 0; m < in_.members; ++m) {
      spent_ += 1 + paths_[m].steps() / 16;
      if (!std::isfinite(least[m])) {
        answer_.feasible = false;
        return false;
      }
      bound += least[m];
      magnitude += std::abs(least[m]);
    }
    // Some thousand additions, each off by at most 2^-53 of what was added.
    minorant.bound = bound - 1e-12 * magnitude;
    round_bound_ = minorant.bound;
    bool news = false;
    for (int m = 0; m < in_.members; ++m) news = add(m, ways[m]) || news;
    if (minorant.bound > answer_.bound) {
      answer_.bound = minorant.bound;
      answer_.best = minorant;
    }
    answer_.others.push_back(std::move(minorant));
    if (answer_.others.size() > 8) answer_.others.erase(answer_.others.begin());
    return news || stalled_++ < 6;
  }

  bool add(int m, const Schedule& way) {
    std::vector<Column>& columns = answer_.columns[m];
    for (const Column& column : columns) {
      if (column.way == way) return false;
    }
    contribute(in_, m, way, contribution_);
    Column column;
    column.way = way;
    column.cost = contribution_.cost;
    column.burden = contribution_.burden;
    for (std::size_t k = 0; k < cells_; ++k) {
      if (contribution_.supply[k] != 0) column.supply.emplace_back(static_cast<int>(k), contribution_.supply[k]);
    }
    column.weight = columns.empty() ? 1 : 0;
    columns.push_back(std::move(column));
    return true;
  }

  const DeployInstance& in_;
  std::vector<Paths>& paths_;
  double upper_;
  double enough_;
  optimize::detail::Team& team_;
  std::int64_t work_;
  std::int64_t spent_ = 0;
  SmoothLoss loss_;
  Risk risk_;
  RelaxedAnswer answer_;
  std::size_t cells_ = 0;
  std::vector<double> mixture_, burden_, losses_, weights_, slope_, burden_price_;
  double cost_ = 0;
  double value_ = 0;
  double round_bound_ = 0;
  int stalled_ = 0;
  Contribution contribution_;
};

}  // namespace

RelaxedAnswer solve_relaxed(const DeployInstance& in, std::vector<Paths>& paths, double upper, double enough,
                            optimize::detail::Team& team, std::int64_t work) {
  return Relaxed(in, paths, upper, enough, team, work).run();
}

}  // namespace evenload::pool::detail
