#include "source.hpp"

#include <algorithm>

#include "evenload/core/errors.hpp"
#include "src/pool/demand/season.hpp"
#include "src/pool/refusal.hpp"

namespace evenload::pool::sizing {

void check_source(const DemandSource& source, std::int64_t units, std::int64_t weeks,
                  const char* table) {
  if (source.model != nullptr) {
    check(*source.model);
    if (source.model->units() != units) {
      refuse_input(ErrorCode::length_mismatch, table, "units", std::nullopt,
                   "the " + std::to_string(source.model->units()) + " units of the demand model",
                   std::to_string(units));
    }
    check_whole(source.first_week, 0, 51, table, "first_week");
    return;
  }
  check_whole(source.scenario_count, 1, 1000000, table, "scenarios");
  const auto places = static_cast<std::size_t>(units * weeks);
  check_length(source.scenarios.size(), static_cast<std::size_t>(source.scenario_count) * places,
               table, "scenarios", "scenarios x units x weeks");
  check_numbers(source.scenarios, 0, 1e9, table, "scenarios");
  if (!source.probability.empty()) {
    check_length(source.probability.size(), static_cast<std::size_t>(source.scenario_count), table,
                 "probability", "scenarios");
    check_probabilities(source.probability, table, "probability");
  }
  for (std::int64_t u = 0; u < units; ++u) {
    bool any = false;
    for (std::int64_t s = 0; s < source.scenario_count && !any; ++s) {
      const auto from = static_cast<std::size_t>(s * units * weeks + u * weeks);
      const auto line = source.scenarios.subspan(from, static_cast<std::size_t>(weeks));
      any = std::any_of(line.begin(), line.end(), [](double hours) { return hours > 0; });
    }
    if (!any) {
      refuse_input(ErrorCode::out_of_range, table, "scenarios", u,
                   "a unit with demand in some scenario; leave out a unit without", "0 hours");
    }
  }
}

ScenarioSource::ScenarioSource(const DemandSource& source, std::int64_t units, std::int64_t weeks,
                               std::uint64_t seed)
    : source_(source),
      places_(static_cast<std::size_t>(units * weeks)),
      weeks_(weeks),
      seed_(seed) {
  if (source.model != nullptr) rows_ = season_rows(*source.model, weeks, source.first_week);
}

std::span<const double> ScenarioSource::hours(std::int64_t scenario,
                                              std::vector<double>& own) const {
  if (given()) {
    return source_.scenarios.subspan(static_cast<std::size_t>(scenario) * places_, places_);
  }
  const auto s = static_cast<std::uint32_t>(scenario);
  const DemandParameters& parameters =
      parameters_of(*source_.model, source_.parameter_uncertainty, seed_, s);
  std::vector<double> mean(places_);
  own.resize(places_);
  mean_cases_into(*source_.model, parameters, weeks_, rows_, mean);
  draw_scenario(*source_.model, parameters, mean, weeks_, seed_, s, own, {});
  return own;
}

}  // namespace evenload::pool::sizing
