#include "anneal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "src/optimize/annealing_random.hpp"

namespace evenload::optimize::detail::machines {

/// Rows of each column in arrays that grow at need, and each row's place there.
class RowLists {
 public:
  RowLists(int columns, std::span<const std::int32_t> column) : rows_(columns), place_(column.size()) {
    const std::size_t room = 2 * column.size() / static_cast<std::size_t>(columns) + 16;
    for (auto& rows : rows_) rows.reserve(room);
    for (std::size_t i = 0; i < column.size(); ++i) add(static_cast<std::int32_t>(i), column[i]);
  }
  const std::vector<std::int32_t>& of(std::int32_t column) const noexcept { return rows_[column]; }
  void move(std::int32_t row, std::int32_t from, std::int32_t to) {
    std::vector<std::int32_t>& rows = rows_[from];
    rows[place_[row]] = rows.back();
    place_[rows.back()] = place_[row];
    rows.pop_back();
    add(row, to);
  }

 private:
  void add(std::int32_t row, std::int32_t column) {
    place_[row] = static_cast<std::int32_t>(rows_[column].size());
    rows_[column].push_back(row);
  }
  std::vector<std::vector<std::int32_t>> rows_;
  std::vector<std::int32_t> place_;
};

/// A step moves a row along a candidate pair, or two or three rows in a cycle or a
/// chain of candidate pairs.
class Cooling::Search {
 public:
  Search(const Machines& in, Candidates candidates, std::vector<double> price,
         const AnnealSettings& settings, std::uint64_t seed, MachinePlan plan)
      : in_(in),
        candidates_(std::move(candidates)),
        price_(std::move(price)),
        target_(settings.target),
        random_(seed),
        plan_(std::move(plan)),
        lists_(in.columns(), plan_.column),
        words_((static_cast<std::size_t>(in.columns()) + 63) / 64),
        mask_(words_ * static_cast<std::size_t>(in.rows())) {
    double time = 0;
    for (int i = 0; i < in.rows(); ++i) {
      const std::int32_t first = candidates_.begin[i];
      for (std::int32_t k = first; k < candidates_.begin[i + 1]; ++k)
        mask_[i * words_ + candidates_.column[k] / 64] |= std::uint64_t{1}
                                                          << (candidates_.column[k] % 64);
      time += static_cast<double>(candidates_.time[first]);
      if (candidates_.begin[i + 1] - first > 1) {
        active_.push_back(i);
      } else if (const std::int32_t to = candidates_.column[first]; plan_.column[i] != to) {
        plan_.load[plan_.column[i]] -= in.time(i, plan_.column[i]);
        plan_.load[to] += candidates_.time[first];
        lists_.move(i, plan_.column[i], to);
        plan_.column[i] = to;
      }
    }
    square_ = settings.convex * in.rows() / time;
    double unit = 0;  // average price
    for (const double p : price_) unit += p / static_cast<double>(price_.size());
    for (const std::int64_t load : plan_.load) over_ += load > target_ ? 1 : 0;
    sweeps_ = active_.empty() ? 0 : std::max<std::int64_t>(settings.steps / sweep, 8);
    temperature_ = settings.hot * unit;
    const auto sweeps = static_cast<double>(std::max<std::int64_t>(sweeps_, 1));
    factor_ = std::pow(settings.cold / settings.hot, 1.0 / sweeps);
  }

  State run(WorkMeter& meter) {
    for (; sweeps_ > 0 && over_ > 0; --sweeps_, temperature_ *= factor_) {
      if (!meter.spend(sweep)) {
        plan_.makespan = *std::max_element(plan_.load.begin(), plan_.load.end());
        return State::paused;
      }
      for (std::int64_t step = 0; step < sweep && over_ > 0; ++step) try_one();
    }
    plan_.makespan = *std::max_element(plan_.load.begin(), plan_.load.end());
    return over_ == 0 ? State::kept : State::missed;
  }

  const MachinePlan& plan() const noexcept { return plan_; }

 private:
  struct Change {
    std::int32_t row, from, to;
    std::int64_t out, in;  // time in the column left and in the column entered
  };

  bool may(std::int32_t row, std::int32_t column) const noexcept {
    return (mask_[row * words_ + column / 64] >> (column % 64) & 1) != 0;
  }

  double energy(std::int32_t column, std::int64_t load) const noexcept {
    if (load <= target_) return 0.0;
    const auto excess = static_cast<double>(load - target_);
    return price_[column] * (excess + square_ * excess * excess);
  }

  double delta(std::int32_t column, std::int64_t change) const noexcept {
    const std::int64_t load = plan_.load[column];
    return energy(column, load + change) - energy(column, load);
  }

  /// The row of `column` that best goes to `to` where `in` comes and `out` leaves, among a few from
  /// a random place on that may; -1 where there is none. `best` is what that adds to the energy.
  std::int32_t best_row(std::int32_t column, std::int32_t to, std::int64_t in, std::int64_t out,
                        double& best) noexcept {
    const std::vector<std::int32_t>& rows = lists_.of(column);
    const auto count = static_cast<std::int32_t>(rows.size());
    if (count == 0) return -1;
    std::int32_t place = random_.below(count);
    std::int32_t found = -1;
    const double column_now = energy(column, plan_.load[column]);
    const double to_now = energy(to, plan_.load[to]);
    int tested = 0;
    std::int32_t tries = std::min(count, most_seen);
    for (; tries > 0 && tested < most_tested; --tries) {
      const std::int32_t k = rows[place];
      if (may(k, to)) {
        ++tested;
        const double added =
            energy(column, plan_.load[column] + in - in_.time(k, column)) - column_now +
            energy(to, plan_.load[to] - out + in_.time(k, to)) - to_now;
        if (found < 0 || added < best) {
          best = added;
          found = k;
        }
      }
      if (++place == count) place = 0;
    }
    return found;
  }

  void try_one() {
    const std::uint64_t bits = random_.next();
    const std::int32_t i = active_[((bits >> 32) * active_.size()) >> 32];
    const std::int32_t first = candidates_.begin[i];
    const auto choices = static_cast<std::uint64_t>(candidates_.begin[i + 1] - first);
    const auto pick = first + static_cast<std::int32_t>(((bits & 0xfff) * choices) >> 12);
    const std::int32_t a = plan_.column[i];
    const std::int32_t b = candidates_.column[pick];
    if (a == b) return;
    const double allowed = temperature_ * thresholds_[bits >> 12 & 1023];
    const std::uint64_t kind = bits >> 22 & 7;
    const Change one{i, a, b, in_.time(i, a), candidates_.time[pick]};
    if (kind < 2) {
      if (delta(a, -one.out) + delta(b, one.in) <= allowed) accept({&one, 1});
      return;
    }
    if (kind < 5) {
      double added = 0;
      const std::int32_t k = best_row(b, a, one.in, one.out, added);
      if (k < 0 || added > allowed) return;
      const std::array<Change, 2> both{one, Change{k, b, a, in_.time(k, b), in_.time(k, a)}};
      accept(both);
      return;
    }
    const std::vector<std::int32_t>& there = lists_.of(b);
    if (there.empty()) return;
    const std::int32_t k = there[random_.below(static_cast<std::int32_t>(there.size()))];
    const std::int32_t from = candidates_.begin[k];
    const std::int32_t next = from + random_.below(candidates_.begin[k + 1] - from);
    const std::int32_t c = candidates_.column[next];
    if (c == b || c == a) return;
    const Change two{k, b, c, in_.time(k, b), candidates_.time[next]};
    const double at_b = delta(b, one.in - two.out);
    if (kind == 5) {
      if (delta(a, -one.out) + at_b + delta(c, two.in) > allowed) return;
      const std::array<Change, 2> both{one, two};
      accept(both);
      return;
    }
    double added = 0;
    const std::int32_t l = best_row(c, a, two.in, one.out, added);
    if (l < 0 || at_b + added > allowed) return;
    const std::array<Change, 3> all{one, two, Change{l, c, a, in_.time(l, c), in_.time(l, a)}};
    accept(all);
  }

  void accept(std::span<const Change> changes) {
    for (const Change& change : changes) {
      over_ -= plan_.load[change.from] > target_ ? 1 : 0;
      plan_.load[change.from] -= change.out;
      over_ += plan_.load[change.from] > target_ ? 1 : 0;
      over_ -= plan_.load[change.to] > target_ ? 1 : 0;
      plan_.load[change.to] += change.in;
      over_ += plan_.load[change.to] > target_ ? 1 : 0;
      plan_.column[change.row] = change.to;
      lists_.move(change.row, change.from, change.to);
    }
  }

  const Machines& in_;
  static constexpr std::int64_t sweep = 1024;
  // Partners compared: more find better ones, but a step should stay cheap.
  static constexpr int most_tested = 4;
  static constexpr int most_seen = 16;

  const Candidates candidates_;
  const std::vector<double> price_;
  std::int64_t target_;
  AnnealingRandom random_;
  MachinePlan plan_;
  RowLists lists_;
  std::size_t words_;
  std::vector<std::uint64_t> mask_;
  const std::array<double, 1024>& thresholds_ = thresholds();
  std::vector<std::int32_t> active_;  // rows with a choice
  double square_ = 0;
  std::int64_t sweeps_ = 0;  // still to come
  double temperature_ = 0;
  double factor_ = 1;
  int over_ = 0;
};

Cooling::Cooling(const Machines& in, Candidates candidates, std::vector<double> weight,
                 const AnnealSettings& settings, std::uint64_t seed, MachinePlan start)
    : search_(std::make_unique<Search>(in, std::move(candidates), std::move(weight), settings, seed,
                                       std::move(start))) {}
Cooling::Cooling(Cooling&&) noexcept = default;
Cooling& Cooling::operator=(Cooling&&) noexcept = default;
Cooling::~Cooling() = default;

Cooling::State Cooling::run(WorkMeter& meter) { return search_->run(meter); }
const MachinePlan& Cooling::plan() const noexcept { return search_->plan(); }

}  // namespace evenload::optimize::detail::machines
