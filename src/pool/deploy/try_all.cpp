// The proof for small problems: all ways between the bound and the plan, all combinations of them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "search.hpp"

namespace evenload::pool::detail {

namespace {

constexpr std::size_t most_ways = 200'000;  // of one member

struct Candidate {
  Schedule way;
  std::vector<double> score;  // under every minorant
};

class Exhaustion {
 public:
  Exhaustion(const DeployInstance& in, const Minorant& best, const std::vector<Minorant>& others,
             std::vector<Schedule>& ways, std::int64_t work, WorkMeter& meter)
      : in_(in), ways_(ways), work_(work), meter_(meter), state_(in, ways), upper_(state_.objective()) {
    minorants_.push_back(&best);
    for (const Minorant& other : others) minorants_.push_back(&other);
  }

  bool run(const std::vector<Paths>& paths) {
    if (!collect(paths)) return false;
    order_.resize(in_.members);
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(),
              [&](int a, int b) { return lists_[a].size() != lists_[b].size() ? lists_[a].size() < lists_[b].size() : a < b; });
    // The least that the members after a place add to each minorant.
    rest_.assign(order_.size() + 1, std::vector<double>(minorants_.size(), 0.0));
    for (std::size_t k = order_.size(); k-- > 0;) {
      for (std::size_t j = 0; j < minorants_.size(); ++j) {
        double least = std::numeric_limits<double>::infinity();
        for (const Candidate& candidate : lists_[order_[k]]) least = std::min(least, candidate.score[j]);
        rest_[k][j] = rest_[k + 1][j] + least;
      }
    }
    std::vector<double> sum(minorants_.size());
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] = minorants_[j]->constant;
    chosen_ = ways_;
    return descend(0, sum);
  }

 private:
  bool spend(std::int64_t units) {
    spent_ += units;
    return meter_.spend(units) && spent_ < work_;
  }
  /// Some thousand additions were rounded.
  double slack() const { return 1e-11 * (1 + std::abs(upper_)); }

  bool collect(const std::vector<Paths>& paths) {
    lists_.resize(in_.members);
    const double margin = upper_ - minorants_.front()->bound + slack();
    for (int m = 0; m < in_.members; ++m) {
      bool room = true;
      const bool all = paths[m].within(margin, [&](const Schedule& way, double) {
        room = lists_[m].size() < most_ways && spend(4);
        if (room) lists_[m].push_back({way, {}});
        return room;
      });
      if (!all) return false;
      Contribution part;
      for (Candidate& candidate : lists_[m]) {
        contribute(in_, m, candidate.way, part);
        for (const Minorant* minorant : minorants_) {
          double score = part.cost + minorant->burden_price[m] * part.burden;
          for (std::size_t k = 0; k < part.supply.size(); ++k) score += minorant->slope[k] * part.supply[k];
          candidate.score.push_back(score);
        }
        if (!spend(1 + static_cast<std::int64_t>(part.supply.size() * minorants_.size()) / 32)) return false;
      }
      std::sort(lists_[m].begin(), lists_[m].end(),
                [](const Candidate& a, const Candidate& b) { return a.score.front() < b.score.front(); });
    }
    return true;
  }

  bool descend(std::size_t place, const std::vector<double>& sum) {
    if (place == order_.size()) return judge();
    const int m = order_[place];
    std::vector<double> next(sum.size());
    for (const Candidate& candidate : lists_[m]) {
      if (!spend(1)) return false;
      // Sorted by the first minorant: what follows is no better.
      if (sum[0] + candidate.score[0] + rest_[place + 1][0] - slack() >= upper_) break;
      bool hopeless = false;
      for (std::size_t j = 0; j < sum.size() && !hopeless; ++j) {
        next[j] = sum[j] + candidate.score[j];
        hopeless = next[j] + rest_[place + 1][j] - slack() >= upper_;
      }
      if (hopeless) continue;
      chosen_[m] = candidate.way;
      if (!descend(place + 1, next)) return false;
    }
    return true;
  }

  bool judge() {
    std::vector<std::pair<int, Schedule>> changes;
    for (int m = 0; m < in_.members; ++m) {
      if (!(chosen_[m] == state_.ways()[m])) changes.emplace_back(m, chosen_[m]);
    }
    if (changes.empty()) return true;
    const double value = state_.tried(changes);
    if (value < upper_) {
      state_.accept();
      upper_ = value;
      ways_ = state_.ways();
    }
    return spend(state_.work());
  }

  const DeployInstance& in_;
  std::vector<Schedule>& ways_;
  std::int64_t work_;
  std::int64_t spent_ = 0;
  WorkMeter& meter_;
  PlanState state_;
  double upper_;
  std::vector<const Minorant*> minorants_;
  std::vector<std::vector<Candidate>> lists_;
  std::vector<int> order_;
  std::vector<std::vector<double>> rest_;
  std::vector<Schedule> chosen_;
};

}  // namespace

bool try_all(const DeployInstance& in, const std::vector<Paths>& paths, const Minorant& best,
             const std::vector<Minorant>& others, std::vector<Schedule>& ways, std::int64_t work, WorkMeter& meter) {
  return Exhaustion(in, best, others, ways, work, meter).run(paths);
}

}  // namespace evenload::pool::detail
