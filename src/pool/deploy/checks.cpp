// What a deployment problem must keep: every refusal names the field and the position in it.
#include <cmath>
#include <limits>
#include <string>

#include "evenload/core/errors.hpp"
#include "evenload/pool/deploy.hpp"

namespace evenload::pool {

namespace {

constexpr std::int64_t whole = 1000;            // thousandths
constexpr std::int64_t most_minutes = 1'000'000'000;
constexpr std::int64_t most_price = 1'000'000'000'000;
constexpr double most_loss = 9007199254740992.0;  // 2^53
constexpr std::size_t most_cells = std::numeric_limits<std::int32_t>::max();

[[noreturn]] void refuse_field(ErrorCode code, const char* field, std::optional<std::int64_t> row,
                               std::string expected, std::string found) {
  throw InvalidDataError({code, "problem", field, row, std::move(expected), std::move(found)});
}

template <class T>
void check_numbers(const char* field, std::span<const T> values, std::size_t length, bool optional,
                   std::int64_t least, std::int64_t most) {
  if (values.empty() && optional) return;
  if (values.size() != length) {
    refuse_field(ErrorCode::length_mismatch, field, std::nullopt, std::to_string(length) + " values",
                 std::to_string(values.size()));
  }
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto value = static_cast<std::int64_t>(values[k]);
    if (value >= least && value <= most) continue;
    refuse_field(value < 0 && least == 0 ? ErrorCode::negative_value : ErrorCode::out_of_range, field,
                 static_cast<std::int64_t>(k),
                 "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                 std::to_string(value));
  }
}

void check_whole(const char* field, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most) return;
  refuse_field(ErrorCode::out_of_range, field, std::nullopt,
               "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
               std::to_string(value));
}

void check_sizes(const DeployProblem& p) {
  const auto size = [](const char* field, std::size_t value, std::size_t least) {
    if (value >= least && value <= most_cells) return;
    refuse_field(ErrorCode::out_of_range, field, std::nullopt,
                 "from " + std::to_string(least) + " to " + std::to_string(most_cells), std::to_string(value));
  };
  size("units", p.units, 1);
  size("weeks", p.weeks, 1);
  size("members", p.members, 0);
  size("scenarios", p.scenarios, 1);
  size("price_ages", p.price_ages, 1);
  size("backlog_ages", p.backlog_ages, 0);
  check_whole("periods_per_week", p.periods_per_week, 1, 7);
  const auto product = [](double a, double b, double c, const char* field) {
    if (a * b * c <= static_cast<double>(most_cells)) return;
    throw OverflowError({ErrorCode::overflow, "problem", field, std::nullopt, "at most 2^31 - 1 values", "more"});
  };
  const auto days = static_cast<double>(p.weeks) * p.periods_per_week;
  product(static_cast<double>(p.scenarios), static_cast<double>(p.units),
          static_cast<double>(p.weeks) * static_cast<double>(p.price_ages), "demand");
  product(static_cast<double>(p.members), static_cast<double>(p.units), days, "fixed");
}

/// Whoever is fixed somewhere must be qualified there, and wherever the start says.
void check_places(const DeployProblem& p, std::size_t periods) {
  const auto unit = [&](const char* field, std::span<const std::int32_t> places, std::size_t per_member) {
    for (std::size_t k = 0; k < places.size(); ++k) {
      if (places[k] < 0) continue;
      if (p.efficiency[k / per_member * p.units + static_cast<std::size_t>(places[k])] > 0) continue;
      refuse_field(ErrorCode::contradiction, field, static_cast<std::int64_t>(k),
                   "a unit for which the member is qualified", std::to_string(places[k]));
    }
  };
  unit("fixed", p.fixed, periods);
  unit("start_unit", p.start_unit, 1);
}

void check_losses(const DeployProblem& p) {
  // Every minute that could wait, at the highest price, every week.
  double most = 0;
  for (std::size_t u = 0; u < p.units; ++u) {
    double price = 0;
    for (std::size_t a = 0; a < p.price_ages; ++a) {
      price += static_cast<double>(p.backlog_price[u * p.price_ages + a]);
    }
    const double end = p.end_price.empty() ? 0 : static_cast<double>(p.end_price[u]);
    double before = 0;
    for (std::size_t a = 0; a < p.backlog_ages; ++a) before += static_cast<double>(p.backlog[u * p.backlog_ages + a]);
    double all = 0;
    for (std::size_t s = 0; s < p.scenarios; ++s) {
      double waits = before;
      for (std::size_t t = 0; t < p.weeks; ++t) {
        waits += static_cast<double>(p.demand[(s * p.units + u) * p.weeks + t]);
      }
      all = std::max(all, waits);
    }
    if (!p.hand_over_minutes.empty()) {
      all += static_cast<double>(p.hand_over_minutes[u]) * static_cast<double>(p.members) *
             static_cast<double>(p.weeks) * p.periods_per_week;
    }
    most += all * (price * static_cast<double>(p.weeks) + end);
  }
  if (most < most_loss) return;
  throw OverflowError({ErrorCode::overflow, "problem", "backlog_price", std::nullopt,
                       "losses below 2^53: smaller prices or fewer minutes", "more"});
}

}  // namespace

void check(const DeployProblem& p) {
  check_sizes(p);
  const std::size_t periods = p.weeks * static_cast<std::size_t>(p.periods_per_week);
  const std::size_t cells = p.units * p.weeks;
  check_numbers("demand", p.demand, p.scenarios * cells, false, 0, most_minutes);
  if (p.own_capacity.size() != cells || p.scenarios == 1) {
    check_numbers("own_capacity", p.own_capacity, p.scenarios * cells, false, 0, most_minutes);
  } else {
    check_numbers("own_capacity", p.own_capacity, cells, false, 0, most_minutes);
  }
  check_numbers("scenario_weight", p.scenario_weight, p.scenarios, true, 1, 1'000'000);
  check_numbers("backlog", p.backlog, p.units * p.backlog_ages, false, 0, most_minutes);
  check_numbers("backlog_price", p.backlog_price, p.units * p.price_ages, false, 0, most_price);
  check_numbers("end_price", p.end_price, p.units, true, 0, most_price);
  check_numbers("minutes", p.minutes, p.members * p.weeks, false, 0, 7 * 24 * 60);
  check_numbers("efficiency", p.efficiency, p.members * p.units, false, 0, whole);
  for (std::size_t m = 0; m < p.members; ++m) {
    bool any = false;
    for (std::size_t u = 0; u < p.units; ++u) any = any || p.efficiency[m * p.units + u] > 0;
    if (any) continue;
    refuse_field(ErrorCode::contradiction, "efficiency", static_cast<std::int64_t>(m * p.units),
                 "a unit for which member " + std::to_string(m) + " is qualified", "none");
  }
  check_numbers("settling", p.settling, p.settling.size(), true, 0, whole);
  for (std::size_t k = 1; k < p.settling.size(); ++k) {
    if (p.settling[k] >= p.settling[k - 1]) continue;
    refuse_field(ErrorCode::out_of_range, "settling", static_cast<std::int64_t>(k), "no less than the one before",
                 std::to_string(p.settling[k]));
  }
  if (p.settling.size() > 53) check_whole("settling", static_cast<std::int64_t>(p.settling.size()), 0, 53);
  const std::int64_t levels = p.settling.empty() ? 1 : static_cast<std::int64_t>(p.settling.size());
  check_whole("fading_weeks", p.fading_weeks, 0, 10'000);
  check_numbers("least_level", p.least_level, p.members * p.units, true, 0, levels - 1);
  check_numbers("kept_share", p.kept_share, p.kept_share.size(), true, 0, whole);
  check_whole("minimum_stay", p.minimum_stay, 1, std::numeric_limits<std::int32_t>::max());
  if (static_cast<std::int64_t>(p.kept_share.size()) * p.periods_per_week > p.minimum_stay) {
    refuse_field(ErrorCode::contradiction, "kept_share", std::nullopt,
                 "no more weeks than the minimum stay of " + std::to_string(p.minimum_stay) + " periods has",
                 std::to_string(p.kept_share.size()) + " weeks");
  }
  check_numbers("hand_over_price", p.hand_over_price, p.units, true, 0, most_price);
  check_numbers("hand_over_minutes", p.hand_over_minutes, p.units, true, 0, most_minutes);
  check_numbers("block_start", p.block_start, periods, true, 0, 1);
  check_numbers("place_price", p.place_price, p.members * p.units, true, -most_price, most_price);
  check_numbers("move_price", p.move_price, p.units * p.units, true, 0, most_price);
  check_numbers("burden", p.burden, p.members * p.units, true, 0, most_minutes);
  check_whole("fairness_price", p.fairness_price, 0, most_price);
  const auto last_unit = static_cast<std::int64_t>(p.units) - 1;
  check_numbers("start_unit", p.start_unit, p.members, true, -1, last_unit);
  check_numbers("start_level", p.start_level, p.members, true, 0, levels - 1);
  check_numbers("start_stay", p.start_stay, p.members, true, 0, std::numeric_limits<std::int32_t>::max());
  check_numbers("last_plan", p.last_plan, p.members * periods, true, -1, last_unit);
  check_whole("change_price", p.change_price, 0, most_price);
  check_numbers("fixed", p.fixed, p.members * periods, true, -1, last_unit);
  check_whole("tail_weight", p.tail_weight, 0, whole);
  check_whole("tail_level", p.tail_level, 0, whole - 1);
  check_places(p, periods);
  check_losses(p);
}

}  // namespace evenload::pool
