/// \file
/// A standing state under random changes, against a mirror of plain arrays: every question against all columns and all paths, every level
/// against its definition, and now and then against a state built from scratch.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "evenload/core/errors.hpp"
#include "evenload/optimize/online.hpp"
#include "property.hpp"

namespace {

namespace optimize = evenload::optimize;
using optimize::OnlineAssignment;
using optimize::OnlineExclusion;

/// All capacities divide it, and all denominators of lambda.
constexpr std::int64_t online_scale = 27720;

struct MirrorRow {
  std::int64_t id = -1;
  std::vector<std::int32_t> columns;
  std::vector<std::int64_t> weight, cost;
  std::int64_t priority = 1;
  std::int32_t row_class = 0;
  std::vector<std::int32_t> categories;
  std::vector<std::int64_t> amount;
  bool fixed = false;
  std::int32_t column = -1;

  optimize::OnlineRow view() const {
    optimize::OnlineRow row;
    row.columns = columns;
    row.weight = weight;
    row.cost = cost;
    row.priority = priority;
    row.row_class = static_cast<optimize::RowClass>(row_class);
    row.categories = categories;
    row.category_amount = amount;
    return row;
  }
  int pair(std::int32_t column_wanted) const {
    const auto found = std::find(columns.begin(), columns.end(), column_wanted);
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
  }
};

struct MirrorColumn {
  std::int64_t capacity = 0, base = 0, limit = 0;
};
struct MirrorLimit {
  std::int32_t column, category;
  std::int64_t count, weight;
};

/// Overload, and balance in parts of online_scale.
using Worth = std::pair<std::int64_t, std::int64_t>;

struct OnlineMirror {
  std::vector<MirrorColumn> columns;
  std::vector<MirrorLimit> limits;
  std::vector<MirrorRow> rows;
  std::int64_t lambda_numerator = 0, lambda_denominator = 1;
  bool after_unassigned = false;
  bool wide = false;  ///< more weights than are told apart, and sums so large that the least is found up to 1/100 only

  std::vector<std::int64_t> loads() const {
    std::vector<std::int64_t> load;
    for (const MirrorColumn& c : columns) load.push_back(c.base);
    for (const MirrorRow& row : rows) {
      if (row.column >= 0) load[row.column] += row.weight[row.pair(row.column)];
    }
    return load;
  }
  Worth worth() const {
    Worth worth{0, 0};
    const auto load = loads();
    for (std::size_t j = 0; j < columns.size(); ++j) {
      worth.first += std::max<std::int64_t>(0, load[j] - columns[j].capacity);
      if (columns[j].capacity > 0) worth.second += load[j] * load[j] * (online_scale / columns[j].capacity);
    }
    for (const MirrorRow& row : rows) {
      if (row.column >= 0) worth.second += row.cost[row.pair(row.column)] * lambda_numerator * (online_scale / lambda_denominator);
    }
    return worth;
  }
  /// The rules of a column, for a row that has just come there.
  OnlineExclusion refusal(const MirrorRow& row, std::int32_t j) const {
    if (columns[j].capacity == 0) return OnlineExclusion::zero_capacity;
    if (columns[j].base > columns[j].limit) return OnlineExclusion::base_past_hard_limit;
    if (loads()[j] > columns[j].limit) return OnlineExclusion::hard_limit;
    for (const std::int32_t category : row.categories) {
      for (const MirrorLimit& limit : limits) {
        if (limit.column != j || limit.category != category) continue;
        std::int64_t count = 0, weight = 0;
        for (const MirrorRow& other : rows) {
          if (other.column != j) continue;
          for (std::size_t k = 0; k < other.categories.size(); ++k) {
            if (other.categories[k] != category) continue;
            count += other.amount[k];
            weight += other.weight[other.pair(j)];
          }
        }
        if (limit.count >= 0 && count > limit.count) return OnlineExclusion::category_count;
        if (limit.weight >= 0 && weight > limit.weight) return OnlineExclusion::category_weight;
      }
    }
    return OnlineExclusion::none;
  }
  OnlineAssignment from_scratch() const {
    std::vector<std::int64_t> indptr{0}, weight, cost, capacity, base, hard, priority, category_indptr{0}, amount, limit_count, limit_weight;
    std::vector<std::int32_t> indices, row_class, category, limit_column, limit_category, fixed, start;
    for (const MirrorRow& row : rows) {
      indices.insert(indices.end(), row.columns.begin(), row.columns.end());
      for (std::size_t k = 0; k < row.columns.size(); ++k) {
        weight.push_back(row.weight[k]);
        cost.push_back(row.cost[k]);
      }
      indptr.push_back(static_cast<std::int64_t>(indices.size()));
      priority.push_back(row.priority);
      row_class.push_back(row.row_class);
      category.insert(category.end(), row.categories.begin(), row.categories.end());
      amount.insert(amount.end(), row.amount.begin(), row.amount.end());
      category_indptr.push_back(static_cast<std::int64_t>(category.size()));
      fixed.push_back(row.fixed ? row.column : -1);
      start.push_back(row.column);
    }
    for (const MirrorColumn& c : columns) {
      capacity.push_back(c.capacity);
      base.push_back(c.base);
      hard.push_back(c.limit);
    }
    for (const MirrorLimit& limit : limits) {
      limit_column.push_back(limit.column);
      limit_category.push_back(limit.category);
      limit_count.push_back(limit.count);
      limit_weight.push_back(limit.weight);
    }
    optimize::BalancedAssignmentProblem p;
    p.indptr = indptr;
    p.indices = indices;
    p.weight = weight;
    p.weight_per_pair = true;
    p.capacity = capacity;
    p.base_load = base;
    p.hard_limit = hard;
    p.priority = priority;
    p.row_class = row_class;
    p.cost = cost;
    p.cost_weight = evenload::Rational(lambda_numerator, lambda_denominator);
    p.overload_place = after_unassigned ? optimize::OverloadPlace::after_unassigned : optimize::OverloadPlace::after_must;
    p.category_indptr = category_indptr;
    p.category_indices = category;
    p.category_amount = amount;
    p.limit_column = limit_column;
    p.limit_category = limit_category;
    p.limit_count = limit_count;
    p.limit_weight = limit_weight;
    p.fixed = fixed;
    p.start = start;
    return OnlineAssignment(p);
  }
};

class OnlineRandom {
 public:
  explicit OnlineRandom(std::uint32_t seed) : random_(seed) {}
  std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(end)); }
  bool one_in(std::int64_t n) { return below(n) == 0; }

  MirrorColumn column() {
    MirrorColumn c;
    c.capacity = one_in(8) ? 0 : 1 + below(12);
    c.base = one_in(3) ? below(6) : 0;
    c.limit = one_in(6) ? below(8) : c.capacity + below(6);
    return c;
  }
  MirrorRow row(const OnlineMirror& mirror, bool equal) {
    MirrorRow row;
    const auto draw = [&] { return mirror.wide ? below(200) : below(5); };
    const std::int64_t weight = equal ? 2 : draw();
    for (std::int32_t j = 0; j < static_cast<std::int32_t>(mirror.columns.size()); ++j) {
      if (one_in(3)) continue;
      row.columns.push_back(j);
      row.weight.push_back(equal || one_in(2) ? weight : draw());
      row.cost.push_back(below(4));
    }
    row.priority = below(3);
    row.row_class = static_cast<std::int32_t>(below(3));
    for (std::int32_t category = 0; category < 2; ++category) {
      if (!one_in(2)) continue;
      row.categories.push_back(category);
      row.amount.push_back(below(3));
    }
    return row;
  }
  OnlineMirror mirror(bool equal) {
    OnlineMirror mirror;
    const std::int64_t m = 1 + below(5);
    for (std::int64_t j = 0; j < m; ++j) mirror.columns.push_back(column());
    mirror.wide = !equal && one_in(10);
    for (MirrorColumn& c : mirror.columns) c.limit += mirror.wide ? below(1500) : 0;
    for (std::int32_t j = 0; j < m; ++j) {
      for (std::int32_t category = 0; category < 2; ++category) {
        if (one_in(3)) mirror.limits.push_back({j, category, below(4) - 1, below(8) - 1});
      }
    }
    if (!one_in(3)) {
      mirror.lambda_numerator = 1 + below(3);
      mirror.lambda_denominator = 1 + below(5);
    }
    mirror.after_unassigned = one_in(2);
    for (std::int64_t i = 0, n = mirror.wide ? 45 : below(9); i < n; ++i) {
      mirror.rows.push_back(row(mirror, equal));
      MirrorRow& placed = mirror.rows.back();
      placed.id = i;
      if (placed.columns.empty() || one_in(5)) continue;
      placed.column = placed.columns[static_cast<std::size_t>(below(static_cast<std::int64_t>(placed.columns.size())))];
      placed.fixed = one_in(4);
    }
    return mirror;
  }

 private:
  std::mt19937 random_;
};

struct PathSearch {
  OnlineMirror mirror;  // the new row last
  std::optional<Worth> best;
  int best_moves = 0;

  /// rows[mover] has just come to its column; all of its column's others may go on.
  void extend(std::size_t mover, int moves, int left, std::vector<char>& visited) {
    const std::int32_t here = mirror.rows[mover].column;
    if (mirror.refusal(mirror.rows[mover], here) == OnlineExclusion::none) {
      const Worth worth = mirror.worth();
      if (!best || worth < *best) {
        best = worth;
        best_moves = moves;
      } else if (worth == *best) {
        best_moves = std::min(best_moves, moves);
      }
    }
    if (left == 0) return;
    for (std::size_t i = 0; i + 1 < mirror.rows.size(); ++i) {
      if (mirror.rows[i].column != here || mirror.rows[i].fixed || i == mover) continue;
      for (const std::int32_t to : mirror.rows[i].columns) {
        if (visited[to]) continue;
        visited[to] = 1;
        mirror.rows[i].column = to;
        if (mirror.refusal(mirror.rows[mover], here) == OnlineExclusion::none) extend(i, moves + 1, left - 1, visited);
        mirror.rows[i].column = here;
        visited[to] = 0;
      }
    }
  }
  void run(int moves) {
    const std::size_t last = mirror.rows.size() - 1;
    for (const std::int32_t to : mirror.rows[last].columns) {
      std::vector<char> visited(mirror.columns.size(), 0);
      visited[to] = 1;
      mirror.rows[last].column = to;
      extend(last, 0, moves, visited);
    }
    mirror.rows[last].column = -1;
  }
};

/// The levels in order, of the row placed with that change, or left out.
std::array<std::int64_t, 5> online_levels(const OnlineMirror& mirror, const MirrorRow& row, std::optional<Worth> placed) {
  std::array<std::int64_t, 3> out{};
  if (!placed) out[row.row_class] = row.priority;
  const Worth worth = placed.value_or(Worth{0, 0});
  if (mirror.after_unassigned) return {out[0], out[1], out[2], worth.first, worth.second};
  return {out[0], worth.first, out[1], out[2], worth.second};
}

std::int64_t scaled_balance(double balance) { return std::llround(balance * static_cast<double>(online_scale)); }

void ask_best(OnlineAssignment& state, const OnlineMirror& mirror, const MirrorRow& row, std::size_t count) {
  const Worth before = mirror.worth();
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int32_t>> expected;
  std::vector<OnlineExclusion> codes(mirror.columns.size(), OnlineExclusion::not_a_pair);
  OnlineMirror with = mirror;
  with.rows.push_back(row);
  for (const std::int32_t j : row.columns) {
    with.rows.back().column = j;
    codes[j] = with.refusal(with.rows.back(), j);
    if (codes[j] != OnlineExclusion::none) continue;
    const Worth after = with.worth();
    expected.emplace_back(after.first - before.first, after.second - before.second, j);
  }
  std::sort(expected.begin(), expected.end());
  expected.resize(std::min(expected.size(), count));
  const auto found = state.best(row.view(), count);
  RC_ASSERT(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) {
    const auto& [overload, balance, column] = expected[k];
    RC_ASSERT(found[k].column == column);
    RC_ASSERT(found[k].difference.overload == overload);
    RC_ASSERT(scaled_balance(found[k].difference.balance) == balance);
    RC_ASSERT(found[k].better_than_out == (online_levels(mirror, row, Worth{overload, balance}) < online_levels(mirror, row, std::nullopt)));
  }
  const auto exclusions = state.exclusions(row.view());
  RC_ASSERT(std::vector<OnlineExclusion>(exclusions.begin(), exclusions.end()) == codes);
}

optimize::OnlineAnswer ask_moves(OnlineAssignment& state, const OnlineMirror& mirror, const MirrorRow& row, int moves) {
  const Worth before = mirror.worth();
  PathSearch search{mirror, std::nullopt, 0};
  search.mirror.rows.push_back(row);
  search.run(moves);
  const auto answer = state.best_with_moves(row.view(), moves, 1000000000);
  RC_ASSERT(answer.proven);
  std::optional<Worth> change;
  if (search.best) change = Worth{search.best->first - before.first, search.best->second - before.second};
  const bool placed = change && online_levels(mirror, row, change) < online_levels(mirror, row, std::nullopt);
  RC_ASSERT((answer.column >= 0) == placed);
  if (!placed) {
    RC_ASSERT(answer.moves.empty());
    RC_ASSERT(answer.difference.unassigned[row.row_class] == row.priority);
    return answer;
  }
  RC_ASSERT(answer.difference.overload == change->first);
  RC_ASSERT(answer.difference.unassigned == (std::array<std::int64_t, 3>{}));
  if (mirror.wide) {
    RC_ASSERT(std::abs(scaled_balance(answer.difference.balance) - change->second) < online_scale / 100);
    return answer;
  }
  RC_ASSERT(scaled_balance(answer.difference.balance) == change->second);
  RC_ASSERT(static_cast<int>(answer.moves.size()) == search.best_moves);
  return answer;
}

void move_in(OnlineMirror& mirror, std::span<const optimize::OnlineMove> moves) {
  for (const auto& move : moves) {
    const auto row = std::find_if(mirror.rows.begin(), mirror.rows.end(), [&](const MirrorRow& r) { return r.id == move.row; });
    RC_ASSERT(row != mirror.rows.end());
    RC_ASSERT(row->column == move.from);
    row->column = move.to;
  }
}

void same_state(const OnlineAssignment& state, const OnlineMirror& mirror) {
  const auto load = mirror.loads();
  for (std::size_t j = 0; j < load.size(); ++j) RC_ASSERT(state.load(static_cast<std::int32_t>(j)) == load[j]);
  RC_ASSERT(state.rows() == static_cast<std::int64_t>(mirror.rows.size()));
  std::array<std::int64_t, 3> out{};
  for (const MirrorRow& row : mirror.rows) {
    RC_ASSERT(state.column_of(row.id) == row.column);
    if (row.column < 0) out[row.row_class] += row.priority;
  }
  const auto levels = state.levels();
  const Worth worth = mirror.worth();
  RC_ASSERT(levels.unassigned == out);
  RC_ASSERT(levels.overload == worth.first);
  RC_ASSERT(scaled_balance(levels.balance) == worth.second);
}

void random_sequence(std::uint32_t seed) {
  OnlineRandom random(seed);
  const bool equal = random.one_in(3);
  OnlineMirror mirror = random.mirror(equal);
  OnlineAssignment state = mirror.from_scratch();
  same_state(state, mirror);
  std::vector<OnlineMirror> undo;   // before each change that can be undone
  std::map<std::int64_t, bool> gone;
  std::vector<optimize::OnlineChange> seen;
  optimize::OnlineSnapshot snapshot = state.snapshot();
  OnlineMirror snapshot_mirror = mirror;
  std::vector<OnlineMirror> snapshot_undo = undo;
  for (int step = 0; step < 12; ++step) {
    const MirrorRow asked = random.row(mirror, equal);
    ask_best(state, mirror, asked, static_cast<std::size_t>(random.below(4)) + 1);
    const int moves = static_cast<int>(random.below(4));
    const auto answer = ask_moves(state, mirror, asked, moves);
    const std::int64_t version = state.version();
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2: {
        undo.push_back(mirror);
        const auto id = state.commit(asked.view(), answer.column, answer.moves);
        move_in(mirror, answer.moves);
        mirror.rows.push_back(asked);
        mirror.rows.back().id = id;
        mirror.rows.back().column = answer.column;
        RC_ASSERT(state.delta(version).size() == answer.moves.size() + 1);
        break;
      }
      case 3:
      case 4: {
        if (mirror.rows.empty()) break;
        undo.push_back(mirror);
        const auto at = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(mirror.rows.size())));
        const auto closed = mirror.rows[at];
        state.close_row(closed.id);
        mirror.rows.erase(mirror.rows.begin() + static_cast<std::ptrdiff_t>(at));
        const optimize::OnlineChange expected{version + 1, optimize::OnlineChangeKind::closed, closed.id, closed.column, -1};
        RC_ASSERT(state.delta(version) == std::vector{expected});
        RC_ASSERT_THROWS_AS(state.close_row(closed.id), evenload::InvalidDataError);
        break;
      }
      case 5: {
        undo.push_back(mirror);
        const auto j = random.below(static_cast<std::int64_t>(mirror.columns.size()));
        const MirrorColumn c = random.column();
        mirror.columns[j] = c;
        state.change_column(static_cast<std::int32_t>(j), {c.capacity, c.base, c.limit});
        break;
      }
      case 6:
        if (random.one_in(3)) {
          state.forget();
          undo.clear();
        } else if (undo.empty()) {
          RC_ASSERT_THROWS_AS(state.undo(), evenload::InvalidDataError);
        } else {
          state.undo();
          mirror = undo.back();
          undo.pop_back();
        }
        break;
      default:
        if (random.one_in(3)) {
          const auto standing = state.standing();
          state = OnlineAssignment(standing.problem(), standing.ids);
          RC_ASSERT(state.version() == version);
          undo.clear();
        } else if (random.one_in(2)) {
          snapshot = state.snapshot();
          snapshot_mirror = mirror;
          snapshot_undo = undo;
        } else {
          state.restore(snapshot);
          mirror = snapshot_mirror;
          undo = snapshot_undo;
        }
    }
    same_state(state, mirror);
  }
  // As one built from scratch, whose ids are others.
  OnlineAssignment fresh = mirror.from_scratch();
  OnlineMirror renamed = mirror;
  for (std::size_t i = 0; i < renamed.rows.size(); ++i) renamed.rows[i].id = static_cast<std::int64_t>(i);
  const MirrorRow asked = random.row(mirror, equal);
  ask_best(fresh, renamed, asked, 5);
  ask_best(state, mirror, asked, 5);
  ask_moves(fresh, renamed, asked, 3);
  ask_moves(state, mirror, asked, 3);
}

}  // namespace

TEST_CASE("a standing state under random changes answers as all columns and all paths do", "[optimize][online]") {
  evenload::test::property("random sequences", [](std::uint32_t seed) {
    for (std::uint32_t k = 0; k < 30; ++k) random_sequence(seed * 30 + k);
  });
}
