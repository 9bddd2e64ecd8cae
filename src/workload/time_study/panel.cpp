// Equations (9) to (11) of docs/models/time_study.md.
#include "evenload/workload/panel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "columns.hpp"
#include "evenload/core/errors.hpp"
#include "limits.hpp"
#include "src/core/column_values.hpp"

namespace evenload::workload {

namespace {

using time_study::check_amount;
using time_study::number;

constexpr double not_a_number_here = std::numeric_limits<double>::quiet_NaN();

/// Linear between order statistics (type 7 of Hyndman & Fan 1996). `sorted` is not empty.
double panel_quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

/// RAND/UCLA: the interpercentile range over the one that a panel with this asymmetry needs to disagree.
double disagreement_on_scale(double p30, double p70, double low, double high) {
  const double to_nine = 8 / (high - low);
  const double range = (p70 - p30) * to_nine;
  const double centre = 1 + (0.5 * (p30 + p70) - low) * to_nine;
  constexpr double symmetric = 2.35, correction = 1.5, middle = 5;
  return range / (symmetric + correction * std::abs(middle - centre));
}

double share_of(double change, double before) { return before > 0 ? change / before : (change == 0 ? 0.0 : not_a_number_here); }

}  // namespace

std::vector<PanelResult> panel_rounds(std::span<const PanelEstimate> estimates, const PanelOptions& options) {
  const auto refuse = [](const char* column, const char* expected) {
    throw InvalidDataError({ErrorCode::out_of_range, "options", column, std::nullopt, expected, "something else"});
  };
  const bool scaled = options.scale_low.has_value() || options.scale_high.has_value();
  if (scaled && !(options.scale_low && options.scale_high && *options.scale_low >= 0 && *options.scale_low < *options.scale_high && *options.scale_high <= time_study::largest_amount)) {
    refuse("scale", "both ends, at least 0, the lower one first");
  }
  if (!(options.stable_within >= 0 && options.stable_within <= 1e9)) refuse("stable_within", "a share of at least 0");
  if (!(options.agreed_spread > 0 && options.agreed_spread <= 1e9)) refuse("agreed_spread", "a share above 0");

  std::map<std::pair<std::int64_t, std::string>, std::vector<double>> by_round;
  std::set<std::tuple<std::int64_t, std::string, std::string>> told;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const PanelEstimate& one = estimates[i];
    const auto row = static_cast<std::int64_t>(i);
    check_amount(one.estimate, "panel", "estimate", i);
    if (one.round < 1) throw InvalidDataError({ErrorCode::out_of_range, "panel", "round", row, "1 or more", std::to_string(one.round)});
    if (scaled && (one.estimate < *options.scale_low || one.estimate > *options.scale_high)) {
      throw InvalidDataError({ErrorCode::out_of_range, "panel", "estimate", row, "a value on the scale", number(one.estimate)});
    }
    if (!told.emplace(one.round, one.type, one.panelist).second) {
      throw InvalidDataError({ErrorCode::duplicate_id, "panel", "panelist", row, "one estimate of a panelist for a type in a round", one.panelist});
    }
    by_round[{one.round, one.type}].push_back(one.estimate);
  }

  std::vector<PanelResult> results;
  std::map<std::string, PanelResult> last;
  for (auto& [key, values] : by_round) {
    std::sort(values.begin(), values.end());
    PanelResult one;
    one.round = key.first;
    one.type = key.second;
    one.panelists = static_cast<std::int64_t>(values.size());
    one.median = panel_quantile(values, 0.5);
    one.low_quartile = panel_quantile(values, 0.25);
    one.high_quartile = panel_quantile(values, 0.75);
    const double p30 = panel_quantile(values, 0.3), p70 = panel_quantile(values, 0.7);
    one.disagreement = scaled ? disagreement_on_scale(p30, p70, *options.scale_low, *options.scale_high)
                              : share_of(p70 - p30, one.median * options.agreed_spread);
    one.median_change = one.spread_change = not_a_number_here;
    if (const auto before = last.find(one.type); before != last.end()) {
      const PanelResult& earlier = before->second;
      one.median_change = share_of(one.median - earlier.median, earlier.median);
      one.spread_change = share_of((one.high_quartile - one.low_quartile) - (earlier.high_quartile - earlier.low_quartile), earlier.high_quartile - earlier.low_quartile);
      one.stable = std::abs(one.median_change) <= options.stable_within;
    }
    last[one.type] = one;
    results.push_back(std::move(one));
  }
  return results;
}

std::vector<PanelEstimate> read_panel(const Table& panel) {
  const ColumnReader round(panel, "round");
  const auto panelist = ColumnReader::required(panel, "panelist");
  const auto type = ColumnReader::required(panel, "type");
  const auto estimate = ColumnReader::required(panel, "estimate");
  std::vector<PanelEstimate> estimates;
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    estimates.push_back({round.integer_or(row, 1), panelist.id(row), needed_text(type, row), estimate.non_negative(row).to_double()});
  }
  return estimates;
}

Table to_table(std::span<const PanelResult> results) {
  using Row = PanelResult;
  using namespace time_study;
  Table table("panel_rounds", results.size());
  table.add(integers("round", results, [](const Row& r) { return r.round; }));
  table.add(texts("type", results, [](const Row& r) { return r.type; }));
  table.add(integers("panelists", results, [](const Row& r) { return r.panelists; }));
  table.add(floats("median", results, [](const Row& r) { return r.median; }));
  table.add(floats("low_quartile", results, [](const Row& r) { return r.low_quartile; }));
  table.add(floats("high_quartile", results, [](const Row& r) { return r.high_quartile; }));
  table.add(floats("disagreement", results, [](const Row& r) { return r.disagreement; }));
  table.add(booleans("disagrees", results, [](const Row& r) { return r.disagreement > 1; }));
  table.add(floats("median_change", results, [](const Row& r) { return r.median_change; }));
  table.add(floats("spread_change", results, [](const Row& r) { return r.spread_change; }));
  table.add(booleans("stable", results, [](const Row& r) { return r.stable; }));
  return table;
}

std::vector<ComparedWeight> compare_weights(const TimeStudyFit& fit, std::span<const IntendedWeight> intended, bool match_hours) {
  std::map<std::string, double> by_type;
  double points = 0, hours = 0;
  for (std::size_t i = 0; i < intended.size(); ++i) {
    check_amount(intended[i].weight, "intended", "weight", i);
    const auto row = static_cast<std::int64_t>(i);
    const auto studied = std::find_if(fit.weights.begin(), fit.weights.end(), [&](const FittedWeight& w) { return w.type == intended[i].type; });
    if (studied == fit.weights.end()) throw InvalidDataError({ErrorCode::unknown_id, "intended", "type", row, "a type of the study", intended[i].type});
    if (!by_type.emplace(intended[i].type, intended[i].weight).second) {
      throw InvalidDataError({ErrorCode::duplicate_id, "intended", "type", row, "each type once", intended[i].type});
    }
    if (std::isnan(studied->hours)) continue;
    points += intended[i].weight * studied->cases;
    hours += studied->total_hours;
  }
  double factor = 1;
  if (match_hours) {
    if (!(points > 0)) throw InvalidDataError({ErrorCode::out_of_range, "intended", "weight", std::nullopt, "a weight above 0 for a type with cases", "none"});
    factor = hours / points;
  }
  std::vector<ComparedWeight> compared;
  for (const FittedWeight& weight : fit.weights) {
    const auto found = by_type.find(weight.type);
    if (found == by_type.end()) continue;
    ComparedWeight one{weight.type, factor * found->second, weight.hours, weight.low, weight.high, not_a_number_here, "unknown"};
    if (one.intended > 0) one.ratio = one.observed / one.intended;
    if (!std::isnan(one.low)) one.verdict = one.intended < one.low ? "above" : one.intended > one.high ? "below" : "within";
    compared.push_back(std::move(one));
  }
  return compared;
}

std::vector<IntendedWeight> read_intended(const Table& intended) {
  const auto type = ColumnReader::required(intended, "type");
  const auto weight = ColumnReader::required(intended, "weight");
  std::vector<IntendedWeight> weights;
  for (std::size_t row = 0; row < intended.rows(); ++row) weights.push_back({needed_text(type, row), weight.non_negative(row).to_double()});
  return weights;
}

Table to_table(std::span<const ComparedWeight> compared) {
  using Row = ComparedWeight;
  using namespace time_study;
  Table table("compared_weights", compared.size());
  table.add(texts("type", compared, [](const Row& r) { return r.type; }));
  table.add(floats("intended", compared, [](const Row& r) { return r.intended; }));
  table.add(floats("observed", compared, [](const Row& r) { return r.observed; }));
  table.add(floats("low", compared, [](const Row& r) { return r.low; }));
  table.add(floats("high", compared, [](const Row& r) { return r.high; }));
  table.add(floats("ratio", compared, [](const Row& r) { return r.ratio; }));
  table.add(texts("verdict", compared, [](const Row& r) { return r.verdict; }));
  return table;
}

}  // namespace evenload::workload
