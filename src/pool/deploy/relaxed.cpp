#include "relaxed.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

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

double typical_minutes(const DeployInstance& in) {
  double sum = 0;
  double count = 0;
  for (int m = 0; m < in.members; ++m) {
    for (int u = 0; u < in.units; ++u) {
      if (in.qualified[in.at(m, u)] == 0) continue;
      for (int t = 0; t < in.weeks; ++t) sum += in.per_week * in.effective_at(m, u, in.levels - 1, 0)[t];
      count += in.weeks;
    }
  }
  return count > 0 ? std::max(1.0, sum / count) : 1.0;
}

bool is_at(const Schedule& way, int period, int unit) {
  std::size_t k = 0;
  while (k + 1 < way.size() && way[k + 1].begin <= period) ++k;
  return way[k].unit == unit;
}

}  // namespace

Relaxation::Relaxation(const DeployInstance& in, std::vector<Paths>& paths, optimize::detail::Team& team)
    : in_(in),
      paths_(paths),
      team_(team),
      loss_(in),
      risk_(in),
      cells_(static_cast<std::size_t>(in.units) * in.weeks),
      typical_(typical_minutes(in)),
      columns_(in.members),
      active_(in.members) {
  mixture_.assign(cells_, 0.0);
  burden_.assign(in.members, 0.0);
}

void Relaxation::set(const std::vector<Fix>& fixes) {
  for (int m = 0; m < in_.members; ++m) {
    std::vector<std::pair<int, int>> of_member;
    for (const Fix& fix : fixes) {
      if (fix.member == m) of_member.emplace_back(fix.period, fix.unit);
    }
    paths_[m].fix(std::move(of_member));
  }
}

Relaxation::Answer Relaxation::solve(const std::vector<Fix>& fixes, const Minorant* from, const Schedule* way, double cutoff,
                                     int rounds, std::int64_t work) {
  set(fixes);
  if (way != nullptr) add(fixes.back().member, *way);
  start_mixture(fixes);
  Answer answer;
  answer.bound = -std::numeric_limits<double>::infinity();
  const std::int64_t end = spent_ + work;
  // Fine enough that what rounding off loses is of no matter.
  const double finest = std::max(0.25, typical_ / 400);
  double width = std::max(1.0, typical_ / (from == nullptr ? 4 : 40));
  bool news = false;
  const auto offer = [&](Minorant& minorant) {
    if (minorant.bound > answer.bound) {
      answer.bound = minorant.bound;
      answer.best = minorant;
    }
    last_.push_back(std::move(minorant));
    if (last_.size() > 8) last_.erase(last_.begin());
  };
  Minorant first;
  if (from != nullptr) {
    first = *from;
  } else {
    evaluate(width, first.slope, first.burden_price);
    first.constant = 0;
    for (int s = 0; s < in_.scenarios; ++s) first.constant += weights_[s] * loss_.linear()[s];
    for (std::size_t k = 0; k < cells_; ++k) first.constant -= first.slope[k] * mixture_[k];
    if (!answer_ways(first, news)) {
      answer.bound = std::numeric_limits<double>::infinity();
      return answer;
    }
  }
  offer(first);
  double last = answer.bound;
  int stalled = 0;
  for (int round = 0; round < rounds && spent_ < end && team_.reason() == StopReason::done && answer.bound < cutoff; ++round) {
    improve(width);
    Minorant minorant;
    value_ = evaluate(width, minorant.slope, minorant.burden_price);
    // What the linear functions say of the mixture, less what their slopes do: burdens have no constant.
    for (int s = 0; s < in_.scenarios; ++s) minorant.constant += weights_[s] * loss_.linear()[s];
    for (std::size_t k = 0; k < cells_; ++k) minorant.constant -= minorant.slope[k] * mixture_[k];
    if (!answer_ways(minorant, news)) break;
    const double gap = value_ - minorant.bound;
    offer(minorant);
    const double gain = answer.bound - last;
    last = answer.bound;
    // Finer where this smoothing is nearly solved.
    if (gap >= 2e-3 * std::abs(value_) && gain >= 1e-4 * std::abs(value_)) continue;
    if (width > finest) {
      width = std::max(finest, width / 2);
    } else if (gap < 3e-4 * std::abs(value_) || !news || ++stalled > 3) {
      break;
    }
  }
  return answer;
}

Minorant Relaxation::narrowed(const Minorant& minorant, const std::vector<Fix>& fixes, const Fix& next, Schedule& way) {
  std::vector<std::pair<int, int>> of_member{{next.period, next.unit}};
  for (const Fix& fix : fixes) {
    if (fix.member == next.member) of_member.emplace_back(fix.period, fix.unit);
  }
  Paths& paths = paths_[next.member];
  paths.fix(std::move(of_member));
  Minorant narrow = minorant;
  double& least = narrow.least[next.member];
  const double before = least;
  least = paths.price(minorant.slope, minorant.burden_price[next.member]);
  spent_ += 1 + paths.steps() / 16;
  way = paths.best();
  // The way cannot be cheaper under more fixes; what was taken off for rounding stays off.
  narrow.bound += std::max(0.0, least - before);
  return narrow;
}

/// The columns that keep the fixes, with the weights that they had, made up to a mixture.
void Relaxation::start_mixture(const std::vector<Fix>& fixes) {
  for (int m = 0; m < in_.members; ++m) {
    active_[m].clear();
    double sum = 0;
    for (std::size_t k = 0; k < columns_[m].size(); ++k) {
      Column& column = columns_[m][k];
      bool keeps = true;
      for (const Fix& fix : fixes) keeps = keeps && (fix.member != m || is_at(column.way, fix.period, fix.unit));
      if (!keeps) {
        column.weight = 0;
        continue;
      }
      active_[m].push_back(static_cast<int>(k));
      sum += column.weight;
    }
    for (const int k : active_[m]) {
      columns_[m][k].weight = sum > 1e-9 ? columns_[m][k].weight / sum : 1.0 / static_cast<double>(active_[m].size());
    }
  }
  mix();
}

void Relaxation::mix() {
  mixture_.assign(cells_, 0.0);
  cost_ = 0;
  burden_.assign(in_.members, 0.0);
  for (int m = 0; m < in_.members; ++m) {
    for (const int k : active_[m]) {
      const Column& column = columns_[m][k];
      if (column.weight == 0) continue;
      for (const auto& [cell, minutes] : column.supply) mixture_[cell] += column.weight * minutes;
      cost_ += column.weight * column.cost;
      burden_[m] += column.weight * column.burden;
    }
  }
}

/// Fairness and its prices, smoothed over `width` units of burden: never above the true one.
double Relaxation::fairness(double width, std::vector<double>& price) const {
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
double Relaxation::burden_width() const {
  double most = 0;
  for (const std::int64_t b : in_.burden) most = std::max(most, static_cast<double>(b) * in_.periods);
  return std::max(1e-3, most * 0.01);
}

/// Value and slopes at the mixture.
double Relaxation::evaluate(double width, std::vector<double>& slope, std::vector<double>& burden_price) {
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
void Relaxation::improve(double width) {
  const auto unit = 1 + static_cast<std::int64_t>(in_.net.size() * static_cast<std::size_t>(1 + in_.ages) / 128);
  std::vector<std::vector<double>> x(in_.members), gradient(in_.members), trial(in_.members), next_gradient(in_.members);
  for (int m = 0; m < in_.members; ++m) {
    for (const int k : active_[m]) x[m].push_back(columns_[m][k].weight);
  }
  const auto set = [&](const std::vector<std::vector<double>>& values) {
    for (int m = 0; m < in_.members; ++m) {
      for (std::size_t k = 0; k < values[m].size(); ++k) columns_[m][active_[m][k]].weight = values[m][k];
    }
    mix();
  };
  const auto gradients = [&](std::vector<std::vector<double>>& into) {
    const double value = evaluate(width, slope_, burden_price_);
    for (int m = 0; m < in_.members; ++m) {
      into[m].resize(active_[m].size());
      for (std::size_t k = 0; k < into[m].size(); ++k) {
        const Column& column = columns_[m][active_[m][k]];
        double sum = column.cost + burden_price_[m] * column.burden;
        for (const auto& [cell, minutes] : column.supply) sum += slope_[cell] * minutes;
        into[m][k] = sum;
      }
    }
    spent_ += unit;
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
}

/// The cheapest ways under a minorant, which complete it. False where a member has none.
bool Relaxation::answer_ways(Minorant& minorant, bool& news) {
  minorant.least.assign(in_.members, 0.0);
  std::vector<Schedule> ways(in_.members);
  const std::vector<std::int64_t> limits(in_.members, std::numeric_limits<std::int64_t>::max() / 4);
  team_.run("price", limits, [&](std::size_t m, WorkMeter& meter) {
    minorant.least[m] = paths_[m].price(minorant.slope, minorant.burden_price[m]);
    meter.spend(1 + paths_[m].steps() / 16);
    if (std::isfinite(minorant.least[m])) ways[m] = paths_[m].best();
  });
  for (int m = 0; m < in_.members; ++m) {
    spent_ += 1 + paths_[m].steps() / 16;
    if (ways[m].empty()) return false;
  }
  minorant.bound = safe(minorant);
  news = false;
  for (int m = 0; m < in_.members; ++m) news = add(m, ways[m]) || news;
  return true;
}

/// Some thousand additions, each off by at most 2^-53 of what was added.
double Relaxation::safe(const Minorant& minorant) const {
  double magnitude = std::abs(minorant.constant);
  double bound = minorant.constant;
  for (std::size_t k = 0; k < cells_; ++k) magnitude += std::abs(minorant.slope[k] * mixture_[k]);
  for (const double least : minorant.least) {
    bound += least;
    magnitude += std::abs(least);
  }
  return bound - 1e-12 * magnitude;
}

bool Relaxation::add(int m, const Schedule& way) {
  std::vector<Column>& columns = columns_[m];
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
  column.weight = active_[m].empty() ? 1 : 0;
  active_[m].push_back(static_cast<int>(columns.size()));
  columns.push_back(std::move(column));
  if (columns.back().weight > 0) mix();
  return true;
}

}  // namespace evenload::pool::detail
