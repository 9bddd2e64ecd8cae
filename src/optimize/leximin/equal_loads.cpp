#include "equal_loads.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "evenload/optimize/convex_transport.hpp"
#include "ratios.hpp"
#include "src/core/int128.hpp"

namespace evenload::optimize::detail {

namespace {

/// What using a slot, or leaving out a row, is worth: one whole-number level, and for slots the ratio that they bring about and the one
/// that they end (equation 35). Nothing but the order of these keys matters (equation 36).
struct WorthKey {
  int level = max_whole_levels;  // the level that it counts on; past the last: none
  std::int64_t amount = 0;
  Ratio now{-1, 1};
  Ratio before{-1, 1};
};

int compare_keys(const WorthKey& a, const WorthKey& b) noexcept {
  if (a.level != b.level) return a.level > b.level ? -1 : 1;
  if (a.amount != b.amount) return a.amount < b.amount ? -1 : 1;
  if (const int now = compare(a.now, b.now); now != 0) return now;
  return -compare(a.before, b.before);
}

/// How many rows every column may take, all of the same load; nothing where the rows of a column are not alike.
class EqualSlots {
 public:
  static std::optional<EqualSlots> of(const Instance& in) {
    if (in.has_groups()) return std::nullopt;
    EqualSlots slots;
    slots.weight.assign(in.columns, 0);
    slots.count.assign(in.columns, 0);
    for (int j = 0; j < in.columns; ++j) {
      const std::int32_t first = in.column_begin[j];
      const std::int32_t last = in.column_begin[j + 1];
      if (first == last) continue;
      const std::int64_t weight = in.pair_weight[in.column_pairs[first]];
      for (std::int32_t k = first; k < last; ++k) {
        if (in.pair_weight[in.column_pairs[k]] != weight) return std::nullopt;
      }
      slots.weight[j] = weight;
      slots.count[j] = last - first;
      if (weight > 0) slots.count[j] = std::clamp<std::int64_t>((in.limit[j] - in.base[j]) / weight, 0, slots.count[j]);
    }
    if (in.has_limits() && !slots.cut_by_limits(in)) return std::nullopt;
    return slots;
  }

  std::vector<std::int64_t> weight;
  std::vector<std::int64_t> count;

 private:
  /// A limit that every row of its column counts on alike is a number of slots; one that cannot bind is none.
  bool cut_by_limits(const Instance& in) {
    struct Use {
      std::int32_t column = -1;
      std::int64_t rows = 0;
      std::int64_t amount = 0;
      std::int64_t total = 0;
      bool alike = true;
    };
    std::vector<Use> uses(in.limit_count.size());
    for (std::int32_t pair = 0; pair < in.pairs(); ++pair) {
      for (std::int32_t k = in.limit_begin[pair]; k < in.limit_begin[pair + 1]; ++k) {
        Use& use = uses[in.limit_index[k]];
        if (use.rows > 0 && use.amount != in.limit_amount[k]) use.alike = false;
        use.column = in.pair_column[pair];
        use.amount = in.limit_amount[k];
        use.total += use.amount;
        use.rows += 1;
      }
    }
    for (std::size_t l = 0; l < uses.size(); ++l) {
      const Use& use = uses[l];
      if (use.rows == 0) continue;
      const std::int64_t heavy = weight[use.column];
      const bool count_binds = use.total > in.limit_count[l];
      const bool weight_binds = wide::multiply(heavy, use.rows) > in.limit_weight[l];
      if (!count_binds && !weight_binds) continue;
      const bool all = use.alike && use.rows == in.column_begin[use.column + 1] - in.column_begin[use.column];
      if (!all) return false;
      std::int64_t& slots = count[use.column];
      if (count_binds) slots = std::min(slots, std::max<std::int64_t>(0, in.limit_count[l]) / use.amount);
      if (weight_binds) slots = std::min(slots, std::max<std::int64_t>(0, in.limit_weight[l]) / heavy);
    }
    return true;
  }
};

/// The transport problem of equation 37: a last column takes the rows that are left out.
class LeximinTransport {
 public:
  LeximinTransport(const Instance& in, const EqualSlots& slots) : in_(in) {
    std::vector<WorthKey> keys;
    for (int i = 0; i < in.rows; ++i) {
      WorthKey key;
      if (in.priority[i] > 0) {
        key.level = in.row_level[i];
        key.amount = in.priority[i];
      }
      keys.push_back(key);
    }
    slot_begin_.push_back(0);
    for (int j = 0; j < in.columns; ++j) {
      for (std::int64_t k = 0; k < slots.count[j]; ++k) keys.push_back(slot_key(j, slots.weight[j], k));
      slot_begin_.push_back(static_cast<std::int64_t>(keys.size()) - in.rows);
    }
    rank(keys);
  }

  /// Nothing where the prices leave the range of the transport kernel, or it was interrupted.
  std::optional<Plan> solve(bool priced, const Plan& start, std::int64_t budget, WorkMeter& meter) const {
    const std::optional<std::int64_t> unit = rank_unit(priced);
    if (!unit) return std::nullopt;
    ConvexTransportProblem problem;
    std::vector<std::int64_t> indptr{0};
    std::vector<std::int32_t> indices;
    std::vector<std::int64_t> cost;
    std::vector<std::int32_t> columns(in_.rows, in_.columns);
    for (int i = 0; i < in_.rows; ++i) {
      for (std::int32_t pair = in_.pair_begin[i]; pair < in_.pair_begin[i + 1]; ++pair) {
        indices.push_back(in_.pair_column[pair]);
        cost.push_back(priced ? in_.pair_cost[pair] : 0);
      }
      indices.push_back(in_.columns);
      cost.push_back(row_rank_[i] * *unit);
      indptr.push_back(static_cast<std::int64_t>(indices.size()));
      if (start.pair_of[i] >= 0) columns[i] = in_.pair_column[start.pair_of[i]];
    }
    std::vector<std::int64_t> slot_cost;
    slot_cost.reserve(slot_rank_.size() + in_.rows);
    for (const std::int64_t rank : slot_rank_) slot_cost.push_back(rank * *unit);
    slot_cost.resize(slot_rank_.size() + in_.rows, 0);
    std::vector<std::int64_t> slot_begin = slot_begin_;
    slot_begin.push_back(static_cast<std::int64_t>(slot_cost.size()));
    problem.indptr = indptr;
    problem.indices = indices;
    problem.cost = cost;
    problem.columns = in_.columns + 1;
    problem.slot_indptr = slot_begin;
    problem.slot_cost = slot_cost;
    problem.start = columns;
    return solved(problem, budget, meter);
  }

 private:
  WorthKey slot_key(int column, std::int64_t weight, std::int64_t k) const {
    WorthKey key;
    if (weight == 0) return key;
    const std::int64_t before = in_.base[column] + k * weight;
    const std::int64_t capacity = in_.capacity[column];
    const std::int64_t over = std::max<std::int64_t>(0, before + weight - std::max(before, capacity));
    if (over > 0) {
      key.level = in_.order.overload;
      key.amount = over;
    }
    key.now = {before + weight, capacity};
    key.before = {before, capacity};
    return key;
  }

  void rank(const std::vector<WorthKey>& keys) {
    std::vector<std::int32_t> order(keys.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) { return compare_keys(keys[a], keys[b]) < 0; });
    row_rank_.resize(in_.rows);
    slot_rank_.resize(keys.size() - in_.rows);
    for (std::size_t k = 0; k < order.size(); ++k) {
      if (k > 0 && compare_keys(keys[order[k - 1]], keys[order[k]]) != 0) ++top_;
      const std::int32_t at = order[k];
      (at < in_.rows ? row_rank_[at] : slot_rank_[at - in_.rows]) = top_;
    }
  }

  /// How many cost units a rank is worth: more than all costs together. Nothing past what the kernel takes.
  std::optional<std::int64_t> rank_unit(bool priced) const {
    int128 unit = 1;
    if (priced) {
      for (int i = 0; i < in_.rows; ++i) {
        std::int64_t dearest = 0;
        for (std::int32_t pair = in_.pair_begin[i]; pair < in_.pair_begin[i + 1]; ++pair) dearest = std::max(dearest, in_.pair_cost[pair]);
        unit += dearest;
      }
    }
    // Equation 3 of convex_transport.md: the price of leaving a row out stays below 2^58, all costs together below 2^62.
    const int128 dearest = (top_ + 1) * unit;
    constexpr int128 one = 1;
    if (dearest > (one << 56) / (in_.columns + 2) || dearest > (one << 61) / (in_.rows + 1)) return std::nullopt;
    return static_cast<std::int64_t>(unit);
  }

  std::optional<Plan> solved(const ConvexTransportProblem& problem, std::int64_t budget, WorkMeter& meter) const {
    SolveOptions options;
    options.work_limit = std::max<std::int64_t>(0, budget);
    options.time_limit = std::numeric_limits<double>::max();  // the meter looks at the clock
    options.threads = 1;
    std::int64_t spent = 0;
    options.progress = [&](const Progress& progress) {
      const std::int64_t more = progress.work - std::exchange(spent, progress.work);
      return meter.spend(more);
    };
    const ConvexTransportResult result = convex_transport(problem, options);
    meter.spend(result.work - spent);
    if (result.outcome != Outcome::optimal) return std::nullopt;
    std::vector<std::int32_t> pair_of(in_.rows, -1);
    for (int i = 0; i < in_.rows; ++i) {
      if (result.assignment[i] < in_.columns) pair_of[i] = in_.find_pair(i, result.assignment[i]);
    }
    return valued(in_, std::move(pair_of));
  }

  const Instance& in_;
  std::vector<std::int64_t> slot_begin_;
  std::vector<std::int64_t> row_rank_;
  std::vector<std::int64_t> slot_rank_;
  std::int64_t top_ = 0;
};

}  // namespace

std::optional<EqualLoadsPlan> solve_equal_loads(const Instance& instance, const Plan& start, std::int64_t budget, WorkMeter& meter) {
  const std::int64_t end = meter.work() + budget;
  const std::optional<EqualSlots> slots = EqualSlots::of(instance);
  if (!slots) return std::nullopt;
  const LeximinTransport transport(instance, *slots);
  EqualLoadsPlan found;
  if (auto plan = transport.solve(is_priced(instance), start, budget, meter)) {
    found = {std::move(*plan), true, true};
    return found;
  }
  if (meter.stopped() || !is_priced(instance)) return std::nullopt;
  if (auto plan = transport.solve(false, start, end - meter.work(), meter)) {
    found = {std::move(*plan), true, false};
    return found;
  }
  return std::nullopt;
}

}  // namespace evenload::optimize::detail
