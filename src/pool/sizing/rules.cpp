#include <algorithm>
#include <cmath>

#include "evenload/core/errors.hpp"
#include "evenload/pool/pool_rules.hpp"
#include "src/pool/refusal.hpp"
#include "src/workload/normal.hpp"

namespace evenload::pool {

namespace {

void check_rules(const PoolRulesInput& input) {
  const char* table = "pool_rules";
  const std::size_t units = input.mean.size();
  sizing::check_whole(static_cast<std::int64_t>(units), 1, 10000, table, "units");
  sizing::check_numbers(input.mean, 0, 1e12, table, "mean");
  sizing::check_length(input.deviation.size(), units, table, "deviation", "units");
  sizing::check_numbers(input.deviation, 0, 1e12, table, "deviation");
  if (input.correlation.size() != 1) {
    sizing::check_length(input.correlation.size(), units * units, table, "correlation",
                         "units x units, or one");
  }
  sizing::check_numbers(input.correlation, -1, 1, table, "correlation");
  sizing::check_number(input.rate_deviation, 0, 1e12, table, "rate_deviation");
  sizing::check_number(input.own_hours, 0, 1e12, table, "own_hours");
  sizing::check_number(input.member_hours, 0, 1e6, table, "member_hours");
  sizing::check_number(input.risk, 0, 1, table, "risk");
  sizing::check_number(input.factor, 0, 1e6, table, "factor");
  sizing::check_number(input.exponent, 0, 1, table, "exponent");
  sizing::check_number(input.capacity_cost, 0, 1e12, table, "capacity_cost");
  sizing::check_number(input.shortage_cost, 0, 1e12, table, "shortage_cost");
  const auto above_zero = [&](bool holds, const char* column, const char* expected) {
    if (holds) return;
    sizing::refuse_input(ErrorCode::out_of_range, table, column, std::nullopt, expected, "0 or 1");
  };
  above_zero(input.member_hours > 0, "member_hours", "more than 0");
  above_zero(input.shortage_cost > 0, "shortage_cost", "more than 0");
  above_zero(input.risk > 0 && input.risk < 1, "risk", "above 0 and below 1");
  above_zero(std::any_of(input.mean.begin(), input.mean.end(), [](double m) { return m > 0; }),
             "mean", "demand in some unit");
}

}  // namespace

PoolRules pool_rules(const PoolRulesInput& input) {
  check_rules(input);
  const std::size_t units = input.mean.size();
  PoolRules rules;
  double mean = 0;
  double variance = 0;
  for (std::size_t u = 0; u < units; ++u) {
    mean += input.mean[u];
    rules.split_deviation += input.deviation[u];
    variance += input.deviation[u] * input.deviation[u];
    for (std::size_t v = u + 1; v < units; ++v) {
      const double rho =
          input.correlation.size() == 1 ? input.correlation[0] : input.correlation[u * units + v];
      variance += 2 * rho * input.deviation[u] * input.deviation[v];
    }
  }
  if (variance < -1e-9 * rules.split_deviation * rules.split_deviation) {
    sizing::refuse_input(ErrorCode::contradiction, "pool_rules", "correlation", std::nullopt,
                         "correlations that leave the sum a variance of at least 0",
                         sizing::number_text(variance));
  }
  rules.z = workload::normal::quantile(1 - input.risk);
  rules.offered = mean / input.member_hours;
  rules.pooled_deviation = std::sqrt(std::max(variance, 0.0));
  rules.safety_ratio =
      rules.split_deviation > 0 ? rules.pooled_deviation / rules.split_deviation : 1;
  const auto staff = [&](double members) {
    return RuleStaff{members, std::max(0.0, members - input.own_hours / input.member_hours)};
  };
  rules.pooled = staff((mean + rules.z * rules.pooled_deviation) / input.member_hours);
  rules.split = staff((mean + rules.z * rules.split_deviation) / input.member_hours);
  rules.square_root = staff(rules.offered + rules.z * std::sqrt(rules.offered));
  rules.power = staff(rules.offered + input.factor * std::pow(rules.offered, input.exponent));
  rules.critical_ratio = std::max(0.0, 1 - input.capacity_cost / input.shortage_cost);
  if (rules.critical_ratio > 0 && rules.critical_ratio < 1) {
    const double quantile = workload::normal::quantile(rules.critical_ratio);
    rules.newsvendor = staff(
        std::max(0.0, mean + quantile * input.rate_deviation) / input.member_hours);
  } else if (rules.critical_ratio >= 1) {
    sizing::refuse_input(ErrorCode::out_of_range, "pool_rules", "capacity_cost", std::nullopt,
                         "more than 0: capacity without cost has no size", "0");
  }
  rules.rates_govern = input.rate_deviation / input.member_hours > std::sqrt(rules.offered);
  return rules;
}

}  // namespace evenload::pool
