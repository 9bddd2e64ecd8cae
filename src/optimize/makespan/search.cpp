#include "search.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "candidates.hpp"

namespace evenload::optimize::detail::machines {

namespace {

/// One way to anneal. Different structures ask for different ones, so they race.
struct Style {
  int pairs;     // candidates a row
  double slack;  // their largest reduced cost, as a share of what any plan within the target can use
  bool priced;   // overload weighs by the column's price, not the same everywhere
  double hot, cold, convex;
};
constexpr std::array<Style, Searcher::style_count> styles{{
    {5, 0.25, true, 0.6, 0.06, 0.0},
    {5, 0.3, true, 1.5, 0.12, 0.0},
    {6, 0.5, true, 3.0, 0.3, 0.0},
    {4, 0.1, true, 0.4, 0.05, 0.0},
    {3, 0.25, false, 2.0, 0.1, 0.3},
    {6, 0.1, false, 0.6, 0.06, 0.3},
    {5, 1.0, false, 2.0, 0.1, 0.3},
    {3, 0.05, false, 0.6, 0.1, 0.3},
    {12, 1.0, false, 1.0, 0.1, 1.0},
}};

}  // namespace

/// Equation 14, overload spread over all columns: what another target would take where rows are
/// many and short.
double Searcher::reach(const MachinePlan& plan) const noexcept {
  double over = 0;
  for (const std::int64_t load : plan.load)
    over += static_cast<double>(std::max<std::int64_t>(load - target_, 0));
  return static_cast<double>(target_) + over / in_.columns();
}

void Searcher::start(const MachinePlan& from, const LinearDual& linear, bool polish) {
  polishing_ = polish;
  const Style& style = styles[order_[turn_]];
  // A pair whose reduced cost is above the distance of target and relaxation is in no plan within
  // the target; nor do plans use up much of it for one pair.
  const double room = std::max(static_cast<double>(target_) - linear.value, 0.5);
  // Temperatures in steps of load: one, or where times are large what a row may waste.
  const double unit = std::max(1.0, room * in_.columns() / in_.rows());
  AnnealSettings settings;
  settings.target = target_;
  settings.steps = polish ? std::max<std::int64_t>(steps_ / 8, 8) : steps_;
  settings.hot = (polish ? std::min(4 * style.cold, style.hot) : style.hot) * unit;
  settings.cold = style.cold * unit;
  settings.convex = style.convex;
  std::vector<double> weight = linear.price;
  if (!style.priced) weight = weight_;
  const std::uint64_t seed =
      (seed_ * 0x9e3779b97f4a7c15ULL) ^ (++coolings_ * 0xbf58476d1ce4e5b9ULL);
  cooling_.emplace(
      in_, choose_candidates(in_, linear.price, target_, style.slack * room, style.pairs),
      std::move(weight), settings, seed, from);
}

/// The styles race: all with short coolings, the better half with coolings three times as long, and
/// so on. The last two go on together, since what is best in a short time need not be in a long
/// one.
void Searcher::next_style() {
  if (order_.empty()) {
    order_.resize(style_count);
    std::iota(order_.begin(), order_.end(), 0);
    // Enough for every row, but the first answers must not take all the time there is.
    const std::int64_t rows = in_.rows();
    steps_ = std::max<std::int64_t>(1000 * std::min<std::int64_t>(rows, 4000) + 20 * rows, 50'000);
    turn_ = 0;
    return;
  }
  if (++turn_ < order_.size()) return;
  turn_ = 0;
  std::stable_sort(order_.begin(), order_.end(),
                   [&](int a, int b) { return reached_[a] < reached_[b]; });
  constexpr std::int64_t most_steps = std::int64_t{1} << 60;
  steps_ = std::min(order_.size() > 2 ? steps_ * 3 : steps_ + steps_ / 2, most_steps);
  order_.resize(std::max<std::size_t>((order_.size() + 1) / 2, 2));
}

/// Equation 13. A column that a cooling leaves too full is stuck there, by whole rows that no other
/// column has room for: it weighs more from now on, until the search makes room.
void Searcher::learn(const MachinePlan& plan) {
  std::int64_t most = 0;
  for (const std::int64_t load : plan.load) most = std::max(most, load - target_);
  double sum = 0;
  const double even = 1.0 / static_cast<double>(weight_.size());
  for (std::size_t j = 0; j < weight_.size(); ++j) {
    const double over = static_cast<double>(std::max<std::int64_t>(plan.load[j] - target_, 0));
    const double share = most > 0 ? over / static_cast<double>(most) : 0.0;
    weight_[j] = std::min(weight_[j] * (1.0 + share), 30 * even);
    weight_[j] = 0.9 * weight_[j] + 0.1 * even;
    sum += weight_[j];
  }
  for (double& weight : weight_) weight /= sum;
}

void Searcher::begin_main(const MachinePlan& plan, std::int64_t bound, const LinearDual& linear) {
  const std::size_t m = linear.price.size();
  if (weight_.empty()) weight_.assign(m, 1.0 / static_cast<double>(m));
  next_style();
  const double hope = hope_ < 0 ? static_cast<double>(bound) : hope_;
  // Half a step of load above what was come near to asks for a longer cooling only.
  target_ = static_cast<std::int64_t>(bold_ ? std::floor(hope) : std::floor(hope + 0.7));
  target_ = std::clamp(target_, bound, plan.makespan - 1);
  start(plan, linear, false);
}

void Searcher::run(MachinePlan& plan, std::int64_t bound, const LinearDual& linear,
                   WorkMeter& meter) {
  while (plan.makespan > bound && !meter.stopped()) {
    // Others may have found or proven more meanwhile.
    if (cooling_ && (target_ >= plan.makespan || target_ < bound)) cooling_.reset();
    if (!cooling_) {
      if (!meter.spend(1 + static_cast<std::int64_t>(in_.rows()) * in_.columns() / 16)) return;
      begin_main(plan, bound, linear);
    }
    const Cooling::State state = cooling_->run(meter);
    const MachinePlan& now = cooling_->plan();
    if (now.makespan < plan.makespan) plan = now;
    if (state == Cooling::State::paused) return;
    if (!polishing_) {
      const double reached = reach(now);
      reached_[order_[turn_]] = reached;
      hope_ = hope_ < 0 ? reached : std::min(hope_, reached);
      if (state == Cooling::State::kept) {
        hope_ = std::min(hope_, static_cast<double>(target_) - 0.3);
        cooling_.reset();
        continue;
      }
      learn(now);
      end_ = now;
      step_ = 1;
      target_ = std::max(target_ + 1, static_cast<std::int64_t>(reached));
    } else {
      if (state == Cooling::State::kept) {
        cooling_.reset();
        continue;
      }
      target_ += step_;
      step_ *= 2;
    }
    if (target_ >= plan.makespan) {
      cooling_.reset();
      continue;
    }
    if (!meter.spend(1 + static_cast<std::int64_t>(in_.rows()) * in_.columns() / 16)) {
      cooling_.reset();
      return;
    }
    start(end_, linear, true);
  }
}

}  // namespace evenload::optimize::detail::machines
