#include <algorithm>
#include <cmath>
#include <string>

#include "check.hpp"
#include "curves.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/random.hpp"
#include "evenload/workload/load_forecast.hpp"
#include "replications.hpp"

namespace evenload::workload {

namespace {

constexpr std::uint32_t open_purpose = 2;
constexpr std::uint32_t new_purpose = 3;
constexpr std::uint32_t arrival_purpose = 4;
/// A circle of stays without length that a resample happens to hold is broken after so many.
constexpr int most_in_a_period = 1000;

/// Adds the load of one case's drawn path to a unit's line.
class PathDrawer {
 public:
  PathDrawer(const PhaseModel& model, const LoadForecastInput& input)
      : model_(model), input_(input), destinations_(model.phases.size() + 1) {}

  /// \param t first period at whose end the case may be somewhere
  /// \param age survived so far in `phase`; -1: enters it in period t
  void add(RandomStream& stream, std::int32_t type, std::int32_t phase, std::int64_t age,
           std::int64_t t, double scale, double* load, double* cases) const {
    int without_length = 0;
    while (t < input_.periods) {
      // P(longer than d | longer than age) >= u as long as the case stays.
      const double u = 1 - stream.uniform();
      const PhaseCurve& curve = model_.curves[model_.cell(type, phase)];
      const double* hazards = nullptr;
      double here = 1;
      const std::int64_t since = t;
      for (; t < input_.periods; ++t) {
        ++age;
        hazards = detail::hazards_at(curve, age, destinations_);
        here *= 1 - detail::leaving_at(hazards, destinations_);
        if (here < u) break;
        load[t] += scale * weight(t, type, phase);
        cases[t] += 1;
      }
      if (t == input_.periods) return;
      const std::size_t to = destination(stream, hazards);
      if (to + 1 == destinations_) return;
      phase = static_cast<std::int32_t>(to);
      age = -1;
      without_length = t == since ? without_length + 1 : 0;
      if (without_length > most_in_a_period) {
        load[t] += scale * weight(t, type, phase);
        cases[t] += 1;
        ++t;
        age = 0;
        without_length = 0;
      }
    }
  }

 private:
  double weight(std::int64_t t, std::int32_t type, std::int32_t phase) const {
    const std::size_t cells = model_.types.size() * model_.phases.size();
    return input_.weight[static_cast<std::size_t>(t) * cells + model_.cell(type, phase)];
  }

  std::size_t destination(RandomStream& stream, const double* hazards) const {
    double rest = stream.uniform() * detail::leaving_at(hazards, destinations_);
    std::size_t last = destinations_ - 1;
    for (std::size_t r = 0; r < destinations_; ++r) {
      if (hazards[r] == 0) continue;
      last = r;
      if (rest < hazards[r]) return r;
      rest -= hazards[r];
    }
    return last;
  }

  const PhaseModel& model_;
  const LoadForecastInput& input_;
  std::size_t destinations_;
};

/// Poisson by multiplication, in pieces so that exp does not vanish.
std::int64_t draw_poisson(RandomStream& stream, double mean) {
  std::int64_t count = 0;
  while (mean > 0) {
    const double piece = std::min(mean, 50.0);
    mean -= piece;
    const double end = std::exp(-piece);
    for (double product = 1 - stream.uniform(); product > end; product *= 1 - stream.uniform()) {
      ++count;
    }
  }
  return count;
}

std::int32_t draw_start(RandomStream& stream, const PhaseModel& model, std::int32_t type) {
  std::int64_t all = 0;
  const auto phases = static_cast<std::int32_t>(model.phases.size());
  for (std::int32_t p = 0; p < phases; ++p) all += model.starts[model.cell(type, p)];
  double rest = stream.uniform() * static_cast<double>(all);
  std::int32_t last = 0;
  for (std::int32_t p = 0; p < phases; ++p) {
    const auto here = static_cast<double>(model.starts[model.cell(type, p)]);
    if (here == 0) continue;
    last = p;
    if (rest < here) return p;
    rest -= here;
  }
  return last;
}

void refuse_option(const char* name, std::string expected, std::int64_t found) {
  throw InvalidDataError({ErrorCode::out_of_range, "simulation_options", name, std::nullopt,
                          std::move(expected), std::to_string(found)});
}

void check_simulation(const LoadForecastInput& input, const LoadSimulationOptions& options) {
  if (options.replications < 1 || options.replications > 1000000) {
    refuse_option("replications", "1 to 1000000", options.replications);
  }
  if (options.threads < 0) refuse_option("threads", "a number of at least 0", options.threads);
  if (options.mean_over < 1 || options.mean_over > input.periods) {
    refuse_option("mean_over", "1 to " + std::to_string(input.periods), options.mean_over);
  }
  if (input.arrival_draws.empty()) {
    for (std::size_t k = 0; k < input.arrival_mean.size(); ++k) {
      if (input.arrival_mean[k] <= 1e6) continue;
      throw InvalidDataError({ErrorCode::out_of_range, "arrivals", "mean",
                              static_cast<std::int64_t>(k), "at most 1000000 cases in a period",
                              std::to_string(input.arrival_mean[k])});
    }
    return;
  }
  const std::size_t expected = static_cast<std::size_t>(options.replications) *
                               input.series.size() * static_cast<std::size_t>(input.periods);
  if (input.arrival_draws.size() != expected) {
    throw InvalidDataError({ErrorCode::length_mismatch, "arrivals", "draws", std::nullopt,
                            std::to_string(expected) + " numbers",
                            std::to_string(input.arrival_draws.size())});
  }
  for (std::size_t k = 0; k < input.arrival_draws.size(); ++k) {
    if (input.arrival_draws[k] >= 0) continue;
    throw InvalidDataError({ErrorCode::negative_value, "arrivals", "draws",
                            static_cast<std::int64_t>(k), "a number of at least 0",
                            std::to_string(input.arrival_draws[k])});
  }
}

}  // namespace

LoadSimulation simulate_load(const PhaseModel& model, const LoadForecastInput& input,
                             const LoadSimulationOptions& options) {
  detail::check_input(model, input);
  check_simulation(input, options);
  const auto units = static_cast<std::size_t>(input.units);
  const auto periods = static_cast<std::size_t>(input.periods);
  const auto points = static_cast<std::size_t>(input.periods / options.mean_over);
  LoadSimulation answer;
  answer.points = static_cast<std::int64_t>(points);
  answer.load.assign(static_cast<std::size_t>(options.replications) * units * points, 0);
  answer.cases.assign(answer.load.size(), 0);

  const auto simulate = [&](std::int64_t replication) {
    const auto r = static_cast<std::uint32_t>(replication);
    PhaseModel drawn;
    if (options.parameter_uncertainty) drawn = resample(model, options.seed, r);
    const PhaseModel& own = options.parameter_uncertainty ? drawn : model;
    const PathDrawer paths(own, input);
    std::vector<double> load(units * periods, 0);
    std::vector<double> cases(units * periods, 0);
    for (std::size_t k = 0; k < input.open_cases.size(); ++k) {
      const OpenCase& open = input.open_cases[k];
      RandomStream stream({options.seed, r, static_cast<std::uint32_t>(k), open_purpose});
      const std::size_t line = static_cast<std::size_t>(open.unit) * periods;
      paths.add(stream, open.type, open.phase, open.age, 0, open.scale, load.data() + line,
                cases.data() + line);
    }
    for (std::size_t s = 0; s < input.series.size(); ++s) {
      const ArrivalSeries& series = input.series[s];
      const auto entity = static_cast<std::uint32_t>(s);
      RandomStream stream({options.seed, r, entity, new_purpose});
      RandomStream arrivals({options.seed, r, entity, arrival_purpose});
      const std::size_t line = static_cast<std::size_t>(series.unit) * periods;
      for (std::size_t t = 0; t < periods; ++t) {
        const std::int64_t count =
            input.arrival_draws.empty()
                ? draw_poisson(arrivals, input.arrival_mean[s * periods + t])
                : input.arrival_draws[(static_cast<std::size_t>(replication) *
                                           input.series.size() + s) * periods + t];
        for (std::int64_t k = 0; k < count; ++k) {
          const std::int32_t phase = draw_start(stream, own, series.type);
          paths.add(stream, series.type, phase, -1, static_cast<std::int64_t>(t), series.scale,
                    load.data() + line, cases.data() + line);
        }
      }
    }
    const auto over = static_cast<std::size_t>(options.mean_over);
    for (std::size_t unit = 0; unit < units; ++unit) {
      for (std::size_t point = 0; point < points; ++point) {
        double load_sum = 0;
        double case_sum = 0;
        for (std::size_t k = 0; k < over; ++k) {
          load_sum += load[unit * periods + point * over + k];
          case_sum += cases[unit * periods + point * over + k];
        }
        const std::size_t to =
            (static_cast<std::size_t>(replication) * units + unit) * points + point;
        answer.load[to] = load_sum / static_cast<double>(over);
        answer.cases[to] = case_sum / static_cast<double>(over);
      }
    }
  };
  answer.replications =
      detail::run_replications(options.replications, options.threads, options.stop, simulate);
  if (answer.replications < options.replications) answer.stop = StopReason::cancelled;
  const std::size_t kept = static_cast<std::size_t>(answer.replications) * units * points;
  answer.load.resize(kept);
  answer.cases.resize(kept);
  return answer;
}

std::vector<double> load_quantile(const LoadSimulation& simulation, double q) {
  if (!(q >= 0 && q <= 1)) {
    throw InvalidDataError({ErrorCode::out_of_range, "simulation", "quantile", std::nullopt,
                            "0 to 1", std::to_string(q)});
  }
  if (simulation.replications < 1) {
    throw InvalidDataError({ErrorCode::out_of_range, "simulation", "replications", std::nullopt,
                            "at least one", std::to_string(simulation.replications)});
  }
  const auto replications = static_cast<std::size_t>(simulation.replications);
  const std::size_t places = simulation.load.size() / replications;
  std::vector<double> answer(places);
  std::vector<double> draws(replications);
  const double rank = q * static_cast<double>(replications - 1);
  const auto below = static_cast<std::size_t>(rank);
  for (std::size_t place = 0; place < places; ++place) {
    for (std::size_t r = 0; r < replications; ++r) draws[r] = simulation.load[r * places + place];
    std::sort(draws.begin(), draws.end());
    const std::size_t above = std::min(below + 1, replications - 1);
    answer[place] =
        draws[below] + (rank - static_cast<double>(below)) * (draws[above] - draws[below]);
  }
  return answer;
}

Rational phase_load(const WeightTable& table, std::string_view case_type, std::string_view phase,
                    std::span<const std::string> roles) {
  Rational share = roles.empty() ? 1 : 0;
  for (const std::string& role : roles) share = share + role_share(table, role, case_type);
  return case_weight(table, case_type, phase, {}) * share;
}

}  // namespace evenload::workload
