#include <algorithm>
#include <tuple>

#include "check.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/workload/load_forecast.hpp"
#include "renewal.hpp"

namespace evenload::workload {

namespace {

/// Occupancy of one unit and type, counted and weighed.
struct Flow {
  std::vector<double> entries;
  std::vector<double> occupancy;
  bool used = false;
  explicit Flow(std::size_t size) : entries(size, 0), occupancy(size, 0) {}
};

}  // namespace

ExpectedLoad expected_load(const PhaseModel& model, const LoadForecastInput& input) {
  detail::check_input(model, input);
  const auto units = static_cast<std::size_t>(input.units);
  const auto periods = static_cast<std::size_t>(input.periods);
  const std::size_t types = model.types.size();
  const std::size_t phases = model.phases.size();
  ExpectedLoad answer;
  answer.open_load.assign(units * periods, 0);
  answer.new_load.assign(units * periods, 0);
  answer.cases.assign(units * types * phases * periods, 0);

  // Sorted, so that the order of the rows does not change the sums.
  std::vector<OpenCase> open(input.open_cases.begin(), input.open_cases.end());
  std::sort(open.begin(), open.end(), [](const OpenCase& a, const OpenCase& b) {
    return std::tie(a.type, a.unit, a.phase, a.age, a.scale) <
           std::tie(b.type, b.unit, b.phase, b.age, b.scale);
  });
  std::size_t at = 0;
  for (std::size_t type = 0; type < types; ++type) {
    const auto type_number = static_cast<std::int32_t>(type);
    const bool needed =
        (at < open.size() && open[at].type == type_number) ||
        std::any_of(input.series.begin(), input.series.end(),
                    [&](const ArrivalSeries& series) { return series.type == type_number; });
    if (!needed) continue;
    const detail::Renewal renewal(model, type_number, input.periods);
    const std::size_t size = periods * phases;
    const auto add_cases = [&](std::size_t unit, const Flow& flow) {
      for (std::size_t t = 0; t < periods; ++t) {
        for (std::size_t p = 0; p < phases; ++p) {
          answer.cases[((unit * types + type) * phases + p) * periods + t] +=
              flow.occupancy[t * phases + p];
        }
      }
    };
    const auto add_load = [&](std::size_t unit, const Flow& flow, std::vector<double>& load) {
      for (std::size_t t = 0; t < periods; ++t) {
        for (std::size_t p = 0; p < phases; ++p) {
          load[unit * periods + t] +=
              flow.occupancy[t * phases + p] * input.weight[(t * types + type) * phases + p];
        }
      }
    };
    for (std::size_t unit = 0; unit < units; ++unit) {
      Flow counted(size);
      Flow weighed(size);
      for (; at < open.size() && open[at].type == type_number &&
             static_cast<std::size_t>(open[at].unit) == unit;
           ++at) {
        const OpenCase& one = open[at];
        renewal.add_open(one.phase, one.age, 1, counted.entries, counted.occupancy);
        renewal.add_open(one.phase, one.age, one.scale, weighed.entries, weighed.occupancy);
        counted.used = true;
      }
      if (counted.used) {
        renewal.propagate(counted.entries, counted.occupancy);
        renewal.propagate(weighed.entries, weighed.occupancy);
        add_cases(unit, counted);
        add_load(unit, weighed, answer.open_load);
      }
      Flow arriving(size);
      Flow arriving_weighed(size);
      double starts = 0;
      for (std::size_t p = 0; p < phases; ++p) {
        starts += static_cast<double>(model.starts[type * phases + p]);
      }
      for (std::size_t s = 0; s < input.series.size(); ++s) {
        const ArrivalSeries& series = input.series[s];
        if (series.type != type_number || static_cast<std::size_t>(series.unit) != unit) continue;
        arriving.used = true;
        for (std::size_t t = 0; t < periods; ++t) {
          const double mean = input.arrival_mean[s * periods + t];
          for (std::size_t p = 0; p < phases; ++p) {
            const double here =
                mean * static_cast<double>(model.starts[type * phases + p]) / starts;
            arriving.entries[t * phases + p] += here;
            arriving_weighed.entries[t * phases + p] += here * series.scale;
          }
        }
      }
      if (!arriving.used) continue;
      renewal.propagate(arriving.entries, arriving.occupancy);
      renewal.propagate(arriving_weighed.entries, arriving_weighed.occupancy);
      add_cases(unit, arriving);
      add_load(unit, arriving_weighed, answer.new_load);
    }
  }
  return answer;
}

}  // namespace evenload::workload
