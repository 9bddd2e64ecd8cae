#include "paths.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenload::pool::detail {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Least sum of two rows; four at a time, for they do not depend on each other.
double least_sum(const double* a, const double* b, int count) {
  double best[4] = {never, never, never, never};
  int k = 0;
  for (; k + 4 <= count; k += 4) {
    for (int j = 0; j < 4; ++j) {
      const double sum = a[k + j] + b[k + j];
      best[j] = sum < best[j] ? sum : best[j];
    }
  }
  for (; k < count; ++k) best[0] = std::min(best[0], a[k] + b[k]);
  return std::min(std::min(best[0], best[1]), std::min(best[2], best[3]));
}

}  // namespace

Paths::Paths(const DeployInstance& in, int member) : in_(in), member_(member) {
  for (int u = 0; u < in.units; ++u) {
    if (in.qualified[in.at(member, u)] != 0) units_.push_back(u);
  }
  const auto stays = static_cast<std::size_t>(2) * (in.periods + 1) * in.units * in.levels;
  stay_.assign(stays, never);
  leave_.assign(static_cast<std::size_t>(in.periods + 1) * in.units * in.levels, never);
  period_.resize(static_cast<std::size_t>(in.units) * in.periods);
  least_left_.assign(in.units, 0);
  for (const int u : units_) {
    const int least = in.least[in.at(member, u)];
    least_left_[u] = in.risen(least, in.minimum_stay);
    // The first stay may have less of its minimum left.
    if (in.start_unit[member] == u) least_left_[u] = std::min(least_left_[u], in.start_level[member]);
    most_entry_ = std::max({most_entry_, least, in.faded(in.levels - 1, in.minimum_stay)});
    for (const int v : units_) goes_back_ = goes_back_ || returns_matter(u, v, in.levels - 1);
  }
  if (goes_back_) node_.assign(stays * in.units * in.levels, never);
  moved_.assign(leave_.size() * in.units * in.levels, never);
  kept_.assign(leave_.size(), never);
}

/// Is anything left of the level at `before` after the shortest stay at `unit`?
bool Paths::returns_matter(int unit, int before, int before_level) const {
  return before != unit && in_.faded(before_level, in_.minimum_stay) > in_.least[in_.at(member_, before)];
}

void Paths::run_costs(bool keeps, int begin, int unit, int level, std::vector<double>& into) const {
  into.resize(in_.periods - begin + 1);
  const double* fixed = period_.data() + static_cast<std::size_t>(unit) * in_.periods;
  const double* slope = slope_.data() + static_cast<std::size_t>(unit) * in_.weeks;
  double sum = 0;
  into[0] = 0;
  for (int t = begin; t < in_.periods;) {
    const int stayed = t - begin;
    // Level and week of keeping change after whole weeks of the stay.
    const int same = std::min(in_.periods, begin + (stayed / in_.per_week + 1) * in_.per_week);
    const double* minutes = in_.effective_at(member_, unit, in_.risen(level, stayed), keeps ? in_.keeping(stayed) : 0);
    for (; t < same; ++t) {
      const int week = in_.week_of(t);
      sum += fixed[t] + slope[week] * minutes[week];
      into[t - begin + 1] = sum;
    }
  }
}

double Paths::kept_value(int t, int unit, int level) const {
  double sum = 0;
  const double* slope = slope_.data() + static_cast<std::size_t>(unit) * in_.weeks;
  for (int k = 0; k < in_.kept_weeks; ++k) {
    const double* minutes = in_.kept_at(member_, unit, level, k);
    const int end = std::min(in_.periods, t + (k + 1) * in_.per_week);
    for (int day = t + k * in_.per_week; day < end; ++day) sum += slope[in_.week_of(day)] * minutes[in_.week_of(day)];
  }
  return sum;
}

double Paths::handed_value(int t, int unit) const {
  return static_cast<double>(in_.hand_price[unit]) -
         slope_[static_cast<std::size_t>(unit) * in_.weeks + in_.week_of(t)] * static_cast<double>(in_.hand_minutes[unit]);
}

double Paths::value(const Node& n) const {
  const double forgotten = stay_[stay_index(n.keeps, n.begin, n.unit, n.level)];
  if (!goes_back_ || n.before < 0 || n.before_level < least_left_[n.before] ||
      !returns_matter(n.unit, n.before, n.before_level)) {
    return forgotten;
  }
  return node_[node_index(n)];
}

void Paths::fill_values() {
  if (in_.kept_weeks == 0) return;
  for (const int u : units_) {
    for (int level = 0; level < in_.levels; ++level) {
      for (int t = 0; t < in_.periods; ++t) {
        if (in_.may_move[t] != 0) kept_[leave_index(t, u, level)] = kept_value(t, u, level);
      }
    }
  }
  steps_ += static_cast<std::int64_t>(units_.size()) * in_.levels * in_.periods * in_.kept_weeks * in_.per_week;
}

void Paths::fill_stays(int t) {
  if (t > 0 && in_.may_move[t] == 0) return;
  for (const int u : units_) {
    for (int level = in_.least[in_.at(member_, u)]; level <= most_entry_; ++level) {
      for (int keeps = 0; keeps <= (in_.kept_weeks > 0 ? 1 : 0); ++keeps) {
        run_costs(keeps != 0, t, u, level, run_);
        double best = never;
        for (int end = first_end(t, 0); end <= in_.periods;) {
          const int stayed = end - t;
          const int same = std::min(in_.periods + 1, t + (stayed / in_.per_week + 1) * in_.per_week);
          const double* leave = leave_.data() + leave_index(end, u, in_.risen(level, stayed));
          best = std::min(best, least_sum(run_.data() + stayed, leave, same - end));
          end = same;
        }
        steps_ += 2 * (in_.periods - t);
        stay_[stay_index(keeps != 0, t, u, level)] = best;
        if (!goes_back_) continue;
        for (const int v : units_) {
          for (int old = least_left_[v]; old < in_.levels; ++old) {
            if (!returns_matter(u, v, old)) continue;
            const Node n{t, u, level, v, old, keeps != 0};
            node_[node_index(n)] = return_value(n);
          }
        }
      }
    }
  }
}

/// Least cost from arrival on where the unit left last may be gone back to before it is forgotten. The sums of the stay
/// stand in `run_`.
double Paths::return_value(const Node& n) {
  double best = never;
  const int floor = in_.least[in_.at(member_, n.before)];
  for (int end = first_end(n.begin, 0); end < in_.periods;) {
    const int stayed = end - n.begin;
    const int back = in_.faded(n.before_level, stayed);
    if (back <= floor) break;
    // Both levels change after whole weeks.
    const int same = std::min(in_.periods, n.begin + (stayed / in_.per_week + 1) * in_.per_week);
    const double* moved = moved_.data() + move_index(end, n.unit, in_.risen(n.level, stayed), n.before, back);
    best = std::min(best, least_sum(run_.data() + stayed, moved, same - end));
    steps_ += same - end;
    end = same;
  }
  best += static_cast<double>(in_.move[static_cast<std::size_t>(n.unit) * in_.units + n.before]);
  return std::min(best, stay_[stay_index(n.keeps, n.begin, n.unit, n.level)]);
}

/// Least cost from leaving one unit for another on, with the better of keeping and handing over.
void Paths::fill_moves(int t) {
  if (t == in_.periods || in_.may_move[t] == 0) return;
  for (const int u : units_) {
    const double handed = handed_value(t, u);
    for (int left = 0; left < in_.levels; ++left) {
      const double kept = kept_[leave_index(t, u, left)];
      for (const int v : units_) {
        if (v == u) continue;
        for (int entry = in_.least[in_.at(member_, v)]; entry <= most_entry_; ++entry) {
          double best = handed + value({t, v, entry, u, left, false});
          if (in_.kept_weeks > 0) best = std::min(best, kept + value({t, v, entry, u, left, true}));
          moved_[move_index(t, u, left, v, entry)] = best;
          ++steps_;
        }
      }
    }
  }
}

/// Least cost of leaving a unit at t, wherever to but a unit that is still remembered from before.
void Paths::fill_leave(int t) {
  for (const int u : units_) {
    for (int level = 0; level < in_.levels; ++level) {
      double best = t == in_.periods ? 0 : never;
      for (const int v : units_) {
        if (v == u || t == in_.periods || in_.may_move[t] == 0) continue;
        const auto move = static_cast<double>(in_.move[static_cast<std::size_t>(u) * in_.units + v]);
        best = std::min(best, move + moved_[move_index(t, u, level, v, in_.least[in_.at(member_, v)])]);
      }
      leave_[leave_index(t, u, level)] = best;
    }
  }
}

double Paths::price(std::span<const double> slope, double burden_price) {
  slope_.assign(slope.begin(), slope.end());
  burden_price_ = burden_price;
  steps_ = 0;
  for (const int u : units_) {
    const double load = burden_price * static_cast<double>(in_.burden[in_.at(member_, u)]);
    const double* cost = in_.cost_at(member_, u);
    double* into = period_.data() + static_cast<std::size_t>(u) * in_.periods;
    for (int t = 0; t < in_.periods; ++t) into[t] = cost[t] + load;
    for (const auto& [period, unit] : fixed_) {
      if (unit != u) into[period] = never;
    }
  }
  fill_values();
  for (int t = in_.periods; t >= 0; --t) {
    if (t < in_.periods) fill_stays(t);
    fill_moves(t);
    fill_leave(t);
  }
  least_ = never;
  walk_start(never, [&](const Schedule&, double) { return false; });  // sets least_
  return least_;
}

/// All ways on from leaving `unit` at t, `from` being the node of that stay (none at the start): visit(node, cost).
template <class Visit>
bool Paths::for_each_next(int t, int unit, int level, const Node* from, double cost, const Visit& visit) const {
  if (in_.may_move[t] == 0) return true;
  const double handed = cost + handed_value(t, unit);
  const double kept = in_.kept_weeks > 0 ? cost + kept_value(t, unit, level) : never;
  for (const int v : units_) {
    if (v == unit) continue;
    const auto move = static_cast<double>(in_.move[static_cast<std::size_t>(unit) * in_.units + v]);
    int entry = in_.least[in_.at(member_, v)];
    if (from != nullptr && v == from->before) entry = std::max(entry, in_.faded(from->before_level, t - from->begin));
    if (!visit(Node{t, v, entry, unit, level, false}, handed + move)) return false;
    if (kept < never && !visit(Node{t, v, entry, unit, level, true}, kept + move)) return false;
  }
  return true;
}

bool Paths::walk(const Node& n, double cost, double most, Schedule& way,
                 const std::function<bool(const Schedule&, double)>& visit) const {
  way.push_back({n.unit, n.begin, n.keeps});
  std::vector<double> run;
  run_costs(n.keeps, n.begin, n.unit, n.level, run);
  bool go_on = true;
  for (int end = first_end(n.begin, 0); end <= in_.periods && go_on; ++end) {
    const double here = cost + run[end - n.begin];
    if (here == never) break;
    if (end == in_.periods) {
      if (here <= most) go_on = visit(way, here);
      break;
    }
    const int left = in_.risen(n.level, end - n.begin);
    go_on = for_each_next(end, n.unit, left, &n, here, [&](const Node& next, double so_far) {
      return so_far + value(next) > most || walk(next, so_far, most, way, visit);
    });
  }
  way.pop_back();
  return go_on;
}

/// The start: in a unit already, or free. With `most` infinite only the least cost is found.
bool Paths::walk_start(double most, const std::function<bool(const Schedule&, double)>& visit) const {
  auto& least = const_cast<Paths*>(this)->least_;
  const bool only_least = most == never;
  Schedule way;
  const int start = in_.start_unit[member_];
  if (start < 0) {
    for (const int u : units_) {
      const Node node{0, u, in_.least[in_.at(member_, u)], -1, 0, false};
      const double total = value(node);
      if (only_least) {
        least = std::min(least, total);
      } else if (total <= most && !walk(node, 0, most, way, visit)) {
        return false;
      }
    }
    return true;
  }
  const int level = in_.start_level[member_];
  std::vector<double> run;
  run_costs(false, 0, start, level, run);
  for (int end = first_end(0, in_.start_stay[member_]); end <= in_.periods; ++end) {
    const double here = run[end];
    if (here == never) break;
    if (only_least) {
      least = std::min(least, here + leave_[leave_index(end, start, in_.risen(level, end))]);
      continue;
    }
    way.clear();
    if (end > 0) way.push_back({start, 0, false});
    if (end == in_.periods) return here > most || visit(way, here);
    const bool go_on = for_each_next(end, start, in_.risen(level, end), nullptr, here, [&](const Node& next, double so_far) {
      return so_far + value(next) > most || walk(next, so_far, most, way, visit);
    });
    if (!go_on) return false;
  }
  return true;
}

Schedule Paths::best() const {
  Schedule found;
  // The walk meets the way first that stays within rounding of the least cost.
  const double slack = 1e-9 * (1 + std::abs(least_));
  walk_start(least_ + slack, [&](const Schedule& way, double) {
    found = way;
    return false;
  });
  return found;
}

bool Paths::within(double margin, const std::function<bool(const Schedule&, double)>& visit) const {
  return walk_start(least_ + margin, visit);
}

}  // namespace evenload::pool::detail
