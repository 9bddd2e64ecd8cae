#include "exact.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "src/core/int128.hpp"

namespace evenload::optimize::detail::machines {

namespace {

class DepthFirst {
 public:
  DepthFirst(const Machines& in, std::span<const double> price, std::int64_t incumbent,
             std::int64_t bound, WorkMeter& meter)
      : in_(in), meter_(meter), bound_(bound), column_(in.rows(), -1) {
    load_.assign(in.base().begin(), in.base().end());
    for (const double p : price) {
      whole_.push_back(static_cast<std::int64_t>(std::clamp(p, 0.0, 1.0) * 0x1p30));
      total_ += whole_.back();
    }
    for (int i = 0; i < in.rows(); ++i) {
      int128 least = -1;
      for (int j = 0; j < in.columns(); ++j) {
        if (in.time(i, j) < 0) continue;
        const int128 cost = wide::multiply(whole_[j], in.time(i, j));
        if (least < 0 || cost < least) least = cost;
      }
      least_.push_back(least);
      priced_ += least;
    }
    for (int j = 0; j < in.columns(); ++j) {
      priced_ += wide::multiply(whole_[j], in.base()[j]);
      // Columns that look alike are tried once while they carry the same load.
      int same = j;
      for (int k = 0; k < j && same == j; ++k) {
        bool alike = true;
        for (int i = 0; i < in.rows() && alike; ++i) alike = in.time(i, j) == in.time(i, k);
        if (alike) same = k;
      }
      kind_.push_back(same);
    }
    aim(incumbent - 1);
  }

  ExactAnswer run() {
    descend(in_.rows());
    return {!meter_.stopped(), std::move(best_)};
  }

 private:
  void aim(std::int64_t target) {
    target_ = target;
    allowed_ = wide::multiply(total_, target);
  }

  bool fits(int i, int j) const noexcept {
    const std::int64_t time = in_.time(i, j);
    return time >= 0 && time <= target_ - load_[j] && priced_ + waste(i, j) <= allowed_;
  }
  int128 waste(int i, int j) const noexcept {
    return wide::multiply(whole_[j], in_.time(i, j)) - least_[i];
  }

  /// The open row with the fewest columns; -1 where one has none.
  int row_to_branch() const noexcept {
    int chosen = -1;
    int fewest = in_.columns() + 1;
    for (int i = 0; i < in_.rows(); ++i) {
      if (column_[i] >= 0) continue;
      int count = 0;
      for (int j = 0; j < in_.columns() && count < fewest; ++j) count += fits(i, j) ? 1 : 0;
      if (count == 0) return -1;
      if (count < fewest) {
        fewest = count;
        chosen = i;
      }
    }
    return chosen;
  }

  /// False where the search is over: stopped, or as good as can be.
  bool descend(int open) {
    if (!meter_.spend(1 + static_cast<std::int64_t>(open) * in_.columns() / 8)) return false;
    if (priced_ > allowed_) return true;
    if (open == 0) {
      best_ = plan_of(in_, column_);
      aim(best_->makespan - 1);
      return target_ >= bound_;
    }
    const int i = row_to_branch();
    if (i < 0) return true;
    std::vector<std::pair<int128, int>> order;
    for (int j = 0; j < in_.columns(); ++j) {
      if (!fits(i, j)) continue;
      const bool seen = std::any_of(order.begin(), order.end(), [&](const auto& other) {
        return kind_[other.second] == kind_[j] && load_[other.second] == load_[j];
      });
      if (!seen) order.emplace_back(waste(i, j), j);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [extra, j] : order) {
      if (!fits(i, j)) continue;  // the target may have been lowered
      column_[i] = j;
      load_[j] += in_.time(i, j);
      priced_ += extra;
      const bool go_on = descend(open - 1);
      priced_ -= extra;
      load_[j] -= in_.time(i, j);
      column_[i] = -1;
      if (!go_on) return false;
    }
    return true;
  }

  const Machines& in_;
  WorkMeter& meter_;
  std::int64_t bound_;
  std::int64_t target_ = 0;
  std::vector<std::int64_t> whole_, load_;
  std::int64_t total_ = 0;
  std::vector<int128> least_;
  std::vector<int> kind_;
  int128 priced_ = 0;   // of the loads so far and the least of the open rows
  int128 allowed_ = 0;  // of any plan within the target
  std::vector<std::int32_t> column_;
  std::optional<MachinePlan> best_;
};

}  // namespace

ExactAnswer exact_search(const Machines& in, std::span<const double> price, std::int64_t incumbent,
                         std::int64_t bound, WorkMeter& meter) {
  return DepthFirst(in, price, incumbent, bound, meter).run();
}

}  // namespace evenload::optimize::detail::machines
