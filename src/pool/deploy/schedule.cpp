#include "schedule.hpp"

#include <algorithm>
#include <cmath>

namespace evenload::pool::detail {

bool allowed(const DeployInstance& in, int member, const Schedule& schedule) {
  if (schedule.empty() || schedule.front().begin != 0 || schedule.front().keeps) {
    // A member who moves on at once may keep cases of the unit where the plan found them.
    if (schedule.empty() || schedule.front().begin != 0 || in.start_unit[member] < 0 ||
        schedule.front().unit == in.start_unit[member])
      return false;
  }
  const int start = in.start_unit[member];
  for (std::size_t k = 0; k < schedule.size(); ++k) {
    const Stay& stay = schedule[k];
    const int end = k + 1 < schedule.size() ? schedule[k + 1].begin : in.periods;
    if (end <= stay.begin || end > in.periods || in.qualified[in.at(member, stay.unit)] == 0) return false;
    if (stay.keeps && in.kept_weeks == 0) return false;
    const bool moves = k > 0 || (start >= 0 && stay.unit != start);
    if (moves && in.may_move[stay.begin] == 0) return false;
    if (k > 0 && schedule[k - 1].unit == stay.unit) return false;
    if (k == 0 && moves && in.start_stay[member] < in.minimum_stay) return false;
    const int before = k == 0 && !moves && start >= 0 ? in.start_stay[member] : 0;
    if (end < in.periods && end - stay.begin + before < in.minimum_stay) return false;
    const double* cost = in.cost_at(member, stay.unit);
    for (int t = stay.begin; t < end; ++t) {
      if (std::isinf(cost[t])) return false;
    }
  }
  return true;
}

void contribute(const DeployInstance& in, int member, const Schedule& schedule, Contribution& into,
                CostParts* parts) {
  into.supply.assign(static_cast<std::size_t>(in.units) * in.weeks, 0.0);
  into.cost = into.burden = 0;
  int before = in.start_unit[member];  // the unit left last, with its level when it was left
  int before_level = before >= 0 ? in.start_level[member] : 0;
  int remembered = -1;  // the one before that, and its level now
  int remembered_level = 0;
  for (std::size_t k = 0; k < schedule.size(); ++k) {
    const Stay& stay = schedule[k];
    const int end = k + 1 < schedule.size() ? schedule[k + 1].begin : in.periods;
    const int unit = stay.unit;
    const bool goes_on = k == 0 && before == unit;
    int level = in.least[in.at(member, unit)];
    if (goes_on) {
      level = before_level;
    } else if (unit == remembered) {
      level = std::max(level, remembered_level);
    }
    const bool moves = before >= 0 && !goes_on;
    bool keeps = false;
    if (moves) {
      const auto move = in.move[static_cast<std::size_t>(before) * in.units + unit];
      into.cost += static_cast<double>(move);
      keeps = stay.keeps;
      if (!keeps) {
        into.cost += static_cast<double>(in.hand_price[before]);
        into.supply[static_cast<std::size_t>(before) * in.weeks + in.week_of(stay.begin)] -=
            static_cast<double>(in.hand_minutes[before]);
      }
      if (parts != nullptr) {
        parts->move += move;
        if (!keeps) parts->hand_over += in.hand_price[before];
      }
    }
    const double* cost = in.cost_at(member, unit);
    double* here = into.supply.data() + static_cast<std::size_t>(unit) * in.weeks;
    double* there = keeps ? into.supply.data() + static_cast<std::size_t>(before) * in.weeks : nullptr;
    for (int t = stay.begin; t < end; ++t) {
      const int stayed = t - stay.begin;
      const int week = in.week_of(t);
      const int kept = keeps ? in.keeping(stayed) : 0;
      here[week] += in.effective_at(member, unit, in.risen(level, stayed), kept)[week];
      if (kept > 0) there[week] += in.kept_at(member, before, before_level, kept - 1)[week];
      into.cost += cost[t];
      if (parts != nullptr) parts->place_and_change += static_cast<std::int64_t>(cost[t]);
    }
    into.burden += static_cast<double>(in.burden[in.at(member, unit)] * (end - stay.begin));
    if (moves || before < 0 || k > 0) {
      remembered = before;
      remembered_level = before >= 0 ? in.faded(before_level, end - stay.begin) : 0;
    }
    before = unit;
    before_level = in.risen(level, end - stay.begin);
  }
}

}  // namespace evenload::pool::detail
