#include "branch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenload::pool::detail {

namespace {

struct Open {
  std::vector<Fix> fixes;
  Relaxation::Answer answer;
  int member = -1, period = 0;  ///< where to branch; -1: nowhere, the mixture is a plan
};

class Tree {
 public:
  Tree(const DeployInstance& in, std::vector<Paths>& paths, Relaxation& relaxation, std::vector<Schedule>& ways,
       std::uint64_t seed, std::int64_t work, optimize::detail::Team& team)
      : in_(in), paths_(paths), relaxation_(relaxation), ways_(ways), seed_(seed), team_(team),
        work_(work), end_(relaxation.spent() + work), upper_(PlanState(in, ways).objective()) {}

  BranchAnswer run(Relaxation::Answer root) {
    offer({}, std::move(root));
    while (!open_.empty() && !over()) {
      const auto next = std::min_element(open_.begin(), open_.end(), [](const Open& a, const Open& b) {
        return a.answer.bound < b.answer.bound;
      });
      const Open node = std::move(*next);
      open_.erase(next);
      if (node.answer.bound >= upper_) continue;
      if (!expand(node)) {
        open_.push_back(node);
        break;
      }
    }
    double bound = closed_bound_;
    for (const Open& node : open_) bound = std::min(bound, node.answer.bound);
    return {std::min(bound, upper_), bound >= upper_};
  }

 private:
  bool over() const { return relaxation_.spent() + other_ >= end_ || team_.reason() != StopReason::done; }

  /// Where the members are least decided: the period and member with the smallest largest share of one unit.
  void choose(Open& node) const {
    double least = 1 - 1e-6;
    const int step = std::max(1, in_.minimum_stay / 2);
    std::vector<double> share(in_.units);
    for (int m = 0; m < in_.members; ++m) {
      const std::vector<Column>& columns = relaxation_.columns()[m];
      for (int t = std::min(step / 2, in_.periods - 1); t < in_.periods; t += step) {
        std::fill(share.begin(), share.end(), 0.0);
        for (const Column& column : columns) {
          if (column.weight == 0) continue;
          std::size_t k = 0;
          while (k + 1 < column.way.size() && column.way[k + 1].begin <= t) ++k;
          share[column.way[k].unit] += column.weight;
        }
        const double most = *std::max_element(share.begin(), share.end());
        if (most >= least) continue;
        least = most;
        node.member = m;
        node.period = t;
      }
    }
  }

  /// A plan from the mixture, and a short search from there.
  void round_and_search(std::int64_t work) {
    work = std::max<std::int64_t>(1, work);
    std::vector<Schedule> start;
    for (const auto& columns : relaxation_.columns()) {
      const auto most = std::max_element(columns.begin(), columns.end(),
                                         [](const auto& a, const auto& b) { return a.weight < b.weight; });
      start.push_back(most->way);
    }
    std::vector<std::vector<Schedule>> found(2, start);
    const std::vector<std::int64_t> limits(2, work);
    const std::uint64_t seed = ++seed_;
    team_.run("improve", limits, [&](std::size_t k, WorkMeter& meter) {
      found[k] = anneal(in_, start, relaxation_.columns(), seed * 0x9e3779b97f4a7c15ULL + k + 1, work, meter);
    });
    other_ += 2 * work;
    for (std::vector<Schedule>& ways : found) {
      const double value = PlanState(in_, ways).objective();
      if (value >= upper_) continue;
      upper_ = value;
      ways_ = std::move(ways);
    }
  }

  /// Few members, few ways left: all of them. True where the node needs no more.
  bool finish(const std::vector<Fix>& fixes, const Relaxation::Answer& answer) {
    if (in_.members > most_tried_members) return false;
    const std::int64_t share = std::min(finishing_work, end_ - relaxation_.spent() - other_);
    if (share <= 0) return false;
    bool all = false;
    relaxation_.set(fixes);
    team_.run("prove", std::vector<std::int64_t>{share}, [&](std::size_t, WorkMeter& meter) {
      for (int m = 0; m < in_.members; ++m) paths_[m].price(answer.best.slope, answer.best.burden_price[m]);
      all = try_all(in_, paths_, answer.best, relaxation_.last_minorants(), ways_, share, meter);
      other_ += meter.work();
    });
    upper_ = std::min(upper_, PlanState(in_, ways_).objective());
    return all;
  }

  void offer(std::vector<Fix> fixes, Relaxation::Answer answer) {
    if (answer.bound >= upper_) return;
    Open node{std::move(fixes), std::move(answer), -1, 0};
    choose(node);
    if (nodes_ == 0) {
      round_and_search(work_ / 8);
    } else if (node.member < 0 || nodes_ % 8 == 0) {
      round_and_search(work_ / 100);
    }
    ++nodes_;
    if (node.answer.bound >= upper_ || finish(node.fixes, node.answer)) return;
    if (node.member < 0) {
      // The mixture is one plan, and its bound as near as smoothing lets it come.
      closed_bound_ = std::min(closed_bound_, node.answer.bound);
      return;
    }
    open_.push_back(std::move(node));
  }

  /// False where the work ended before all children were bounded.
  bool expand(const Open& node) {
    struct Child {
      Minorant narrow;
      Schedule way;
      int unit;
    };
    std::vector<Child> children;
    for (int u = 0; u < in_.units; ++u) {
      if (in_.qualified[in_.at(node.member, u)] == 0) continue;
      Child child;
      child.unit = u;
      child.narrow = relaxation_.narrowed(node.answer.best, node.fixes, {node.member, node.period, u}, child.way);
      if (child.narrow.bound < upper_) children.push_back(std::move(child));
      if (over()) return false;
    }
    std::sort(children.begin(), children.end(), [](const Child& a, const Child& b) {
      return a.narrow.bound != b.narrow.bound ? a.narrow.bound < b.narrow.bound : a.unit < b.unit;
    });
    std::size_t done = 0;
    for (const Child& child : children) {
      if (child.narrow.bound >= upper_) return true;  // sorted: the rest is no better
      std::vector<Fix> fixes = node.fixes;
      fixes.push_back({node.member, node.period, child.unit});
      Relaxation::Answer answer = relaxation_.solve(fixes, &child.narrow, &child.way, upper_, 3, end_ - relaxation_.spent() - other_);
      // No child is below its parent.
      if (answer.bound < node.answer.bound) {
        answer.bound = node.answer.bound;
      }
      offer(std::move(fixes), std::move(answer));
      ++done;
      if (over() && done < children.size()) return false;
    }
    return true;
  }

  static constexpr int most_tried_members = 5;
  static constexpr std::int64_t finishing_work = 400'000;

  const DeployInstance& in_;
  std::vector<Paths>& paths_;
  Relaxation& relaxation_;
  std::vector<Schedule>& ways_;
  std::uint64_t seed_;
  optimize::detail::Team& team_;
  std::int64_t work_;
  std::int64_t end_;
  std::int64_t other_ = 0;  // work besides the relaxation's
  double upper_;
  double closed_bound_ = std::numeric_limits<double>::infinity();
  std::vector<Open> open_;
  std::int64_t nodes_ = 0;
};

}  // namespace

BranchAnswer branch_and_bound(const DeployInstance& in, std::vector<Paths>& paths, Relaxation& relaxation,
                              Relaxation::Answer root, std::vector<Schedule>& ways, std::uint64_t seed,
                              std::int64_t work, optimize::detail::Team& team) {
  return Tree(in, paths, relaxation, ways, seed, work, team).run(std::move(root));
}

}  // namespace evenload::pool::detail
