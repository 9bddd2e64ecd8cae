#include <algorithm>

#include "search.hpp"

namespace evenload::pool::detail {

PlanState::PlanState(const DeployInstance& in, std::vector<Schedule> ways)
    : in_(in),
      unit_loss_(in),
      risk_(in),
      ways_(std::move(ways)),
      parts_(in.members),
      supply_(static_cast<std::size_t>(in.units) * in.weeks, 0.0),
      by_unit_(static_cast<std::size_t>(in.units) * in.scenarios, 0.0),
      loss_(in.scenarios, 0.0),
      burden_(in.members, 0.0) {
  for (int m = 0; m < in.members; ++m) {
    contribute(in, m, ways_[m], parts_[m]);
    for (std::size_t k = 0; k < supply_.size(); ++k) supply_[k] += parts_[m].supply[k];
    cost_ += parts_[m].cost;
    burden_[m] = parts_[m].burden;
  }
  for (int u = 0; u < in.units; ++u) {
    double* part = by_unit_.data() + static_cast<std::size_t>(u) * in.scenarios;
    unit_loss_.add(u, supply_.data() + static_cast<std::size_t>(u) * in.weeks, part);
    for (int s = 0; s < in.scenarios; ++s) loss_[s] += part[s];
  }
  objective_ = total(loss_, cost_, burden_);
  new_by_unit_.resize(by_unit_.size());
}

double PlanState::total(std::span<const double> loss, double cost, std::span<const double> burden) {
  double fairness = 0;
  if (in_.fairness > 0 && !burden.empty()) {
    const auto [low, high] = std::minmax_element(burden.begin(), burden.end());
    fairness = static_cast<double>(in_.fairness) * (*high - *low);
  }
  return risk_.of(loss) + cost + fairness;
}

double PlanState::tried(const std::vector<std::pair<int, Schedule>>& changes) {
  changes_ = changes;
  new_parts_.resize(std::max(new_parts_.size(), changes.size()));
  new_supply_ = supply_;
  new_burden_ = burden_;
  new_cost_ = cost_;
  for (std::size_t k = 0; k < changes.size(); ++k) {
    const int m = changes[k].first;
    contribute(in_, m, changes[k].second, new_parts_[k]);
    new_cost_ += new_parts_[k].cost - parts_[m].cost;
    new_burden_[m] = new_parts_[k].burden;
    for (std::size_t c = 0; c < supply_.size(); ++c) new_supply_[c] += new_parts_[k].supply[c] - parts_[m].supply[c];
  }
  new_units_.clear();
  new_loss_ = loss_;
  for (int u = 0; u < in_.units; ++u) {
    const auto first = static_cast<std::ptrdiff_t>(u) * in_.weeks;
    if (std::equal(supply_.begin() + first, supply_.begin() + first + in_.weeks, new_supply_.begin() + first)) continue;
    new_units_.push_back(u);
    const auto at = static_cast<std::ptrdiff_t>(u) * in_.scenarios;
    double* part = new_by_unit_.data() + at;
    std::fill(part, part + in_.scenarios, 0.0);
    unit_loss_.add(u, new_supply_.data() + first, part);
    for (int s = 0; s < in_.scenarios; ++s) new_loss_[s] += part[s] - by_unit_[at + s];
  }
  work_ = 4 + static_cast<std::int64_t>(new_units_.size()) * in_.weeks * in_.scenarios * in_.ages / 64 +
          static_cast<std::int64_t>(supply_.size()) / 32;
  return new_objective_ = total(new_loss_, new_cost_, new_burden_);
}

void PlanState::accept() {
  for (std::size_t k = 0; k < changes_.size(); ++k) {
    const int m = changes_[k].first;
    ways_[m] = std::move(changes_[k].second);
    std::swap(parts_[m], new_parts_[k]);
  }
  supply_.swap(new_supply_);
  for (const int u : new_units_) {
    const auto at = static_cast<std::ptrdiff_t>(u) * in_.scenarios;
    std::copy_n(new_by_unit_.begin() + at, in_.scenarios, by_unit_.begin() + at);
  }
  loss_.swap(new_loss_);
  burden_.swap(new_burden_);
  cost_ = new_cost_;
  objective_ = new_objective_;
}

}  // namespace evenload::pool::detail
