#include "search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenload::pool::sizing {

namespace {

/// Costs are equal when they differ by less than this share.
constexpr double equal_cost = 1e-9;

bool below(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
  for (std::size_t p = 0; p < a.size(); ++p) {
    if (a[p] > b[p]) return false;
  }
  return true;
}

/// Most members of one kind that keep a pool cheaper than `limit`, or −1.
std::int64_t most_cheaper(double before, double each, double limit, std::int64_t most) {
  const double room = limit * (1 - equal_cost) - before;
  if (!(room > 0)) return -1;
  if (room / each > static_cast<double>(most)) return most;
  auto members = static_cast<std::int64_t>(std::floor(room / each));
  while (members >= 0 && before + each * static_cast<double>(members) >= limit * (1 - equal_cost)) {
    --members;
  }
  return members;
}

class PoolSearch {
 public:
  PoolSearch(std::span<const double> cost, std::span<const std::int64_t> most,
             const MeetsRisk& meets, std::int64_t& tried)
      : cost_(cost), most_(most), meets_(meets), tried_(tried), members_(cost.size(), 0) {}

  std::optional<Members> run() {
    if (!ask(Members(most_.begin(), most_.end()))) return std::nullopt;
    list(0, 0);
    return best_;
  }

 private:
  bool ask(const Members& members) {
    for (const Members& one : failed_) {
      if (below(members, one)) return false;
    }
    for (const Members& one : met_) {
      if (below(one, members)) return true;
    }
    ++tried_;
    const bool answer = meets_(members);
    (answer ? met_ : failed_).push_back(members);
    return answer;
  }

  void list(std::size_t p, double cost) {
    const std::int64_t last = best_ ? most_cheaper(cost, cost_[p], best_cost_, most_[p]) : most_[p];
    if (p + 1 == cost_.size()) {
      bisect(p, cost, last);
      return;
    }
    for (std::int64_t m = 0; m <= last; ++m) {
      const double here = cost + cost_[p] * static_cast<double>(m);
      if (best_ && here >= best_cost_ * (1 - equal_cost)) break;
      members_[p] = m;
      list(p + 1, here);
    }
    members_[p] = 0;
  }

  void bisect(std::size_t p, double cost, std::int64_t last) {
    if (last < 0) return;
    members_[p] = last;
    if (ask(members_)) {
      std::int64_t low = -1;
      std::int64_t high = last;
      while (high - low > 1) {
        members_[p] = low + (high - low) / 2;
        (ask(members_) ? high : low) = members_[p];
      }
      members_[p] = high;
      best_ = members_;
      best_cost_ = cost + cost_[p] * static_cast<double>(high);
    }
    members_[p] = 0;
  }

  std::span<const double> cost_;
  std::span<const std::int64_t> most_;
  const MeetsRisk& meets_;
  std::int64_t& tried_;
  Members members_;
  std::vector<Members> failed_;
  std::vector<Members> met_;
  std::optional<Members> best_;
  double best_cost_ = std::numeric_limits<double>::infinity();
};

bool list_frontier(std::span<const double> cost, std::span<const std::int64_t> most, double limit,
                   std::size_t capacity, std::size_t p, double spent, Members& members,
                   std::vector<Members>& found) {
  const std::int64_t last = most_cheaper(spent, cost[p], limit, most[p]);
  if (last < 0) return true;
  if (p + 1 < cost.size()) {
    for (std::int64_t m = 0; m <= last; ++m) {
      members[p] = m;
      const double here = spent + cost[p] * static_cast<double>(m);
      if (!list_frontier(cost, most, limit, capacity, p + 1, here, members, found)) return false;
    }
    members[p] = 0;
    return true;
  }
  members[p] = last;
  const double all = spent + cost[p] * static_cast<double>(last);
  for (std::size_t q = 0; q < cost.size(); ++q) {
    if (members[q] < most[q] && all + cost[q] < limit * (1 - equal_cost)) return true;
  }
  if (found.size() >= capacity) return false;
  found.push_back(members);
  return true;
}

}  // namespace

double pool_cost(std::span<const double> cost, std::span<const std::int64_t> members) {
  double sum = 0;
  for (std::size_t p = 0; p < cost.size(); ++p) sum += cost[p] * static_cast<double>(members[p]);
  return sum;
}

std::optional<Members> cheapest_pool(std::span<const double> cost,
                                     std::span<const std::int64_t> most, const MeetsRisk& meets,
                                     std::int64_t& tried) {
  return PoolSearch(cost, most, meets, tried).run();
}

std::optional<std::vector<Members>> cheaper_frontier(std::span<const double> cost,
                                                     std::span<const std::int64_t> most,
                                                     double limit, std::size_t capacity) {
  std::vector<Members> found;
  Members members(cost.size(), 0);
  if (!(limit > 0)) return found;
  if (!list_frontier(cost, most, limit, capacity, 0, 0, members, found)) return std::nullopt;
  return found;
}

}  // namespace evenload::pool::sizing
