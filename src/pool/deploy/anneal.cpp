// Annealing over the stays of all members.
#include <algorithm>
#include <cmath>

#include "search.hpp"
#include "src/optimize/annealing_random.hpp"

namespace evenload::pool::detail {

namespace {

using optimize::detail::AnnealingRandom;

class Annealer {
 public:
  Annealer(const DeployInstance& in, std::vector<Schedule> start, const std::vector<std::vector<Column>>& columns,
           std::uint64_t seed)
      : in_(in), columns_(columns), random_(seed), state_(in, std::move(start)), best_(state_.ways()), best_value_(state_.objective()) {
    units_.resize(in.members);
    for (int m = 0; m < in.members; ++m) {
      for (int u = 0; u < in.units; ++u) {
        if (in.qualified[in.at(m, u)] != 0) units_[m].push_back(u);
      }
    }
  }

  std::vector<Schedule> run(std::int64_t work, WorkMeter& meter) {
    if (in_.members == 0) return best_;
    std::int64_t spent = 0;
    // Temperatures from how much a random change matters.
    double sum = 0;
    int counted = 0;
    for (int k = 0; k < 400 && counted < 60 && spent < work; ++k) {
      ++spent;
      if (!propose()) continue;
      const double change = state_.tried(changes_) - state_.objective();
      spent += state_.work();
      if (change == 0) continue;
      sum += std::abs(change);
      ++counted;
    }
    if (counted == 0) return best_;
    const double hot = 0.1 * sum / counted;
    const double cold = 0.01 * hot;
    const auto& thresholds = optimize::detail::thresholds();
    while (spent < work) {
      const double progress = static_cast<double>(spent) / static_cast<double>(work);
      const double heat = hot * std::pow(cold / hot, progress);
      for (int k = 0; k < 32; ++k) {
        const std::int64_t before = spent;
        ++spent;
        if (propose()) {
          const double value = state_.tried(changes_);
          spent += state_.work();
          if (value <= state_.objective() + heat * thresholds[random_.next() & 1023]) {
            state_.accept();
            if (value < best_value_ - 1e-12 * std::abs(best_value_)) {
              best_value_ = value;
              best_ = state_.ways();
            }
          }
        }
        if (!meter.spend(spent - before)) return best_;
      }
    }
    return best_;
  }

 private:
  int end_of(const Schedule& way, int k) const {
    return k + 1 < static_cast<int>(way.size()) ? way[k + 1].begin : in_.periods;
  }
  bool coin() { return in_.kept_weeks > 0 && (random_.next() & 1) != 0; }
  int step() {
    // Small shifts more often than large ones.
    const int reach = (random_.next() & 3) == 0 ? 2 * in_.per_week : std::max(1, in_.per_week / 2);
    const int size = 1 + random_.below(reach);
    return (random_.next() & 1) != 0 ? size : -size;
  }

  /// Two stays at one unit in a row become one.
  void merge(Schedule& way) const {
    std::size_t kept = 0;
    for (std::size_t k = 0; k < way.size(); ++k) {
      if (kept > 0 && way[kept - 1].unit == way[k].unit) continue;
      way[kept++] = way[k];
    }
    way.resize(kept);
  }

  bool change_one(int m, Schedule& way) {
    const int size = static_cast<int>(way.size());
    switch (random_.below(7)) {
      case 0:
      case 1: {  // a move earlier or later
        if (size < 2) return false;
        way[1 + random_.below(size - 1)].begin += step();
        break;
      }
      case 2: {  // another unit
        const int k = random_.below(size);
        way[k].unit = units_[m][random_.below(static_cast<int>(units_[m].size()))];
        break;
      }
      case 3: {  // a new stay inside one, and back, or on to the end
        const int k = random_.below(size);
        const int begin = way[k].begin;
        const int end = end_of(way, k);
        if (end - begin < 2) return false;
        const int from = begin + 1 + random_.below(end - begin - 1);
        const int unit = units_[m][random_.below(static_cast<int>(units_[m].size()))];
        const int to = std::min(end, from + in_.minimum_stay + random_.below(2 * in_.per_week + in_.minimum_stay));
        Schedule more{{unit, from, coin()}};
        if (to < end && (random_.next() & 1) != 0) more.push_back({way[k].unit, to, coin()});
        way.insert(way.begin() + k + 1, more.begin(), more.end());
        break;
      }
      case 4: {  // one stay less
        if (size < 2) return false;
        const int k = random_.below(size);
        if (k == 0) way[1].begin = 0;
        way.erase(way.begin() + k);
        if (way.front().begin != 0) return false;
        if (k == 0 && in_.start_unit[m] < 0) way.front().keeps = false;
        break;
      }
      case 5: {  // keep, or hand over
        if (in_.kept_weeks == 0) return false;
        const int k = random_.below(size);
        way[k].keeps = !way[k].keeps;
        break;
      }
      default: {  // a way of the relaxed problem
        const auto& columns = columns_[m];
        if (columns.empty()) return false;
        const std::size_t count = columns.size();
        way = columns[count - 1 - static_cast<std::size_t>(random_.below(static_cast<int>(count)))].way;
        break;
      }
    }
    merge(way);
    return allowed(in_, m, way);
  }

  /// The same move on two members: their rests from one day on change hands.
  bool exchange(int a, int b) {
    const int cut = random_.below(in_.periods);
    const auto split = [&](const Schedule& from, const Schedule& rest) {
      Schedule way;
      for (const Stay& stay : from) {
        if (stay.begin < cut) way.push_back(stay);
      }
      for (std::size_t k = 0; k < rest.size(); ++k) {
        const int end = k + 1 < rest.size() ? rest[k + 1].begin : in_.periods;
        if (end <= cut) continue;
        way.push_back({rest[k].unit, std::max(cut, rest[k].begin), rest[k].keeps});
      }
      merge(way);
      return way;
    };
    const Schedule first = split(state_.ways()[a], state_.ways()[b]);
    const Schedule second = split(state_.ways()[b], state_.ways()[a]);
    if (!allowed(in_, a, first) || !allowed(in_, b, second)) return false;
    changes_ = {{a, first}, {b, second}};
    return true;
  }

  bool propose() {
    const int a = random_.below(in_.members);
    const int kind = random_.below(10);
    if (in_.members > 1 && kind < 2) {
      int b = random_.below(in_.members - 1);
      b += b >= a ? 1 : 0;
      if (kind == 0) return exchange(a, b);
      Schedule first = state_.ways()[a];
      Schedule second = state_.ways()[b];
      if (!change_one(a, first) || !change_one(b, second)) return false;
      changes_ = {{a, std::move(first)}, {b, std::move(second)}};
      return true;
    }
    Schedule way = state_.ways()[a];
    if (!change_one(a, way) || way == state_.ways()[a]) return false;
    changes_ = {{a, std::move(way)}};
    return true;
  }

  const DeployInstance& in_;
  const std::vector<std::vector<Column>>& columns_;
  AnnealingRandom random_;
  PlanState state_;
  std::vector<Schedule> best_;
  double best_value_;
  std::vector<std::vector<int>> units_;
  std::vector<std::pair<int, Schedule>> changes_;
};

}  // namespace

std::vector<Schedule> anneal(const DeployInstance& in, std::vector<Schedule> start,
                             const std::vector<std::vector<Column>>& columns, std::uint64_t seed, std::int64_t work,
                             WorkMeter& meter) {
  return Annealer(in, std::move(start), columns, seed).run(work, meter);
}

}  // namespace evenload::pool::detail
