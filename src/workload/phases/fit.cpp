#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "check.hpp"
#include "curves.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/random.hpp"
#include "evenload/workload/phases.hpp"

namespace evenload::workload {

namespace {

constexpr std::int64_t oldest = 100000;
constexpr std::uint32_t resample_purpose = 1;

void check_stay(const PhaseStay& stay, std::int64_t row, std::size_t types, std::size_t phases) {
  detail::refuse_outside("stays", "type", row, stay.type, static_cast<std::int64_t>(types));
  detail::refuse_outside("stays", "phase", row, stay.phase, static_cast<std::int64_t>(phases));
  detail::refuse_outside("stays", "first_age", row, stay.first_age, oldest + 1);
  detail::refuse_outside("stays", "last_age", row, stay.last_age, oldest + 1);
  detail::refuse_outside("stays", "case_index", row, stay.case_index,
                         std::numeric_limits<std::int32_t>::max());
  if (stay.last_age < stay.first_age) {
    throw InvalidDataError({ErrorCode::out_of_range, "stays", "last_age", row,
                            "at least the first age, " + std::to_string(stay.first_age),
                            std::to_string(stay.last_age)});
  }
  if (stay.next != case_closed && stay.next != still_there) {
    detail::refuse_outside("stays", "next", row, stay.next, static_cast<std::int64_t>(phases));
  }
}

void check_options(const PhaseFitOptions& options) {
  const auto needs = [](const char* name, std::int64_t value, std::int64_t least) {
    if (value >= least && value <= oldest) return;
    throw InvalidDataError({ErrorCode::out_of_range, "fit_options", name, std::nullopt,
                            std::to_string(least) + " to " + std::to_string(oldest),
                            std::to_string(value)});
  };
  needs("smoothing", options.smoothing, 0);
  needs("min_at_risk", options.min_at_risk, 1);
  needs("tail_events", options.tail_events, 0);
}

}  // namespace

PhaseModel fit_phases(std::vector<std::string> types, std::vector<std::string> phases,
                      std::span<const PhaseStay> stays, const PhaseFitOptions& options) {
  check_options(options);
  if (stays.empty()) {
    throw InvalidDataError({ErrorCode::missing_value, "stays", "phase", std::nullopt,
                            "at least one stay", "none"});
  }
  if (types.size() * phases.size() > 1000000) {
    throw InvalidDataError({ErrorCode::out_of_range, "stays", "phase", std::nullopt,
                            "at most a million pairs of type and phase",
                            std::to_string(types.size() * phases.size())});
  }
  for (std::size_t row = 0; row < stays.size(); ++row) {
    check_stay(stays[row], static_cast<std::int64_t>(row), types.size(), phases.size());
  }
  PhaseModel model;
  model.types = std::move(types);
  model.phases = std::move(phases);
  model.options = options;
  model.stays.assign(stays.begin(), stays.end());
  model.counts = detail::count_stays(model.types.size(), model.phases.size(), stays, {});
  model.starts = detail::count_starts(model.types.size(), model.phases.size(), stays, {});
  model.curves.reserve(model.counts.size());
  for (const PhaseCounts& counts : model.counts) {
    model.curves.push_back(detail::curve_of(counts, model.phases.size() + 1, options));
  }
  return model;
}

PhaseModel resample(const PhaseModel& model, std::uint64_t seed, std::uint32_t replication) {
  // The cases of each type, in the order of their numbers.
  std::vector<std::vector<std::int64_t>> cases(model.types.size());
  std::int64_t last = -1;
  for (const PhaseStay& stay : model.stays) {
    cases[static_cast<std::size_t>(stay.type)].push_back(stay.case_index);
    last = std::max(last, stay.case_index);
  }
  std::vector<std::int32_t> copies(static_cast<std::size_t>(last + 1), 0);
  for (std::size_t type = 0; type < cases.size(); ++type) {
    auto& own = cases[type];
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
    RandomStream stream(
        {seed, replication, static_cast<std::uint32_t>(type), resample_purpose});
    for (std::size_t draw = 0; draw < own.size(); ++draw) {
      ++copies[static_cast<std::size_t>(own[stream.below(static_cast<std::uint32_t>(own.size()))])];
    }
  }
  PhaseModel drawn;
  drawn.types = model.types;
  drawn.phases = model.phases;
  drawn.options = model.options;
  drawn.counts = detail::count_stays(model.types.size(), model.phases.size(), model.stays, copies);
  drawn.starts = detail::count_starts(model.types.size(), model.phases.size(), model.stays, copies);
  drawn.curves.reserve(drawn.counts.size());
  for (std::size_t cell = 0; cell < drawn.counts.size(); ++cell) {
    if (detail::was_seen(drawn.counts[cell])) {
      drawn.curves.push_back(
          detail::curve_of(drawn.counts[cell], model.phases.size() + 1, model.options));
    } else {
      drawn.counts[cell] = model.counts[cell];
      drawn.curves.push_back(model.curves[cell]);
    }
  }
  // A type none of whose drawn cases was seen to begin still begins where it did.
  for (std::size_t type = 0; type < model.types.size(); ++type) {
    const auto begin = drawn.starts.begin() + static_cast<std::ptrdiff_t>(type * model.phases.size());
    const auto end = begin + static_cast<std::ptrdiff_t>(model.phases.size());
    if (std::any_of(begin, end, [](std::int64_t n) { return n > 0; })) continue;
    std::copy_n(model.starts.begin() + static_cast<std::ptrdiff_t>(type * model.phases.size()),
                model.phases.size(), begin);
  }
  return drawn;
}

std::vector<double> incidence(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                              std::int64_t ages) {
  detail::check_cell(model, type, phase);
  detail::check_span("ages", ages);
  const std::size_t destinations = model.phases.size() + 1;
  const PhaseCurve& curve = model.curves[model.cell(type, phase)];
  std::vector<double> answer(static_cast<std::size_t>(ages) * destinations, 0);
  double here = 1;
  for (std::int64_t age = 0; age < ages; ++age) {
    const double* hazards = detail::hazards_at(curve, age, destinations);
    const auto row = static_cast<std::size_t>(age) * destinations;
    for (std::size_t r = 0; r < destinations; ++r) {
      answer[row + r] = (age == 0 ? 0 : answer[row - destinations + r]) + here * hazards[r];
    }
    here *= 1 - detail::leaving_at(hazards, destinations);
  }
  return answer;
}

std::vector<double> survival(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                             std::int64_t ages) {
  detail::check_cell(model, type, phase);
  detail::check_span("ages", ages);
  const std::size_t destinations = model.phases.size() + 1;
  const PhaseCurve& curve = model.curves[model.cell(type, phase)];
  std::vector<double> answer(static_cast<std::size_t>(ages), 0);
  double here = 1;
  for (std::int64_t age = 0; age < ages; ++age) {
    here *= 1 - detail::leaving_at(detail::hazards_at(curve, age, destinations), destinations);
    answer[static_cast<std::size_t>(age)] = here;
  }
  return answer;
}

}  // namespace evenload::workload
