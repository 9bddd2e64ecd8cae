#include "renewal.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "check.hpp"
#include "curves.hpp"
#include "evenload/core/errors.hpp"

namespace evenload::workload::detail {

Renewal::Renewal(const PhaseModel& model, std::int32_t type, std::int64_t periods)
    : model_(&model),
      type_(type),
      phases_(model.phases.size()),
      periods_(static_cast<std::size_t>(periods)),
      stays_(periods_ * phases_),
      leaves_(periods_ * phases_ * phases_) {
  const std::size_t destinations = phases_ + 1;
  for (std::size_t r = 0; r < phases_; ++r) {
    const PhaseCurve& curve = model.curves[model.cell(type, static_cast<std::int32_t>(r))];
    double here = 1;
    for (std::size_t d = 0; d < periods_; ++d) {
      const double* hazards = hazards_at(curve, static_cast<std::int64_t>(d), destinations);
      for (std::size_t p = 0; p < phases_; ++p) {
        leaves_[(d * phases_ + r) * phases_ + p] = here * hazards[p];
      }
      here *= 1 - leaving_at(hazards, destinations);
      stays_[d * phases_ + r] = here;
    }
  }
  factorise();
}

// Stays of age 0 lead on within the period: entries e solve e = outside + Q0ᵀ e.
void Renewal::factorise() {
  bool any = false;
  for (std::size_t k = 0; k < phases_ * phases_; ++k) any = any || leaves_[k] > 0;
  if (!any) return;
  lu_.assign(phases_ * phases_, 0);
  pivot_.resize(phases_);
  for (std::size_t p = 0; p < phases_; ++p) {
    for (std::size_t r = 0; r < phases_; ++r) {
      lu_[p * phases_ + r] = (p == r ? 1.0 : 0.0) - leaves_[r * phases_ + p];
    }
  }
  for (std::size_t k = 0; k < phases_; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i < phases_; ++i) {
      if (std::abs(lu_[i * phases_ + k]) > std::abs(lu_[best * phases_ + k])) best = i;
    }
    pivot_[k] = best;
    if (std::abs(lu_[best * phases_ + k]) < 1e-12) {
      throw InvalidDataError({ErrorCode::cycle, "phase_model", "phase", std::nullopt,
                              "phases that are left for good at some time",
                              "a circle of stays of length 0 in type \"" +
                                  model_->types[static_cast<std::size_t>(type_)] + "\""});
    }
    for (std::size_t c = 0; best != k && c < phases_; ++c) {
      std::swap(lu_[k * phases_ + c], lu_[best * phases_ + c]);
    }
    for (std::size_t i = k + 1; i < phases_; ++i) {
      const double factor = lu_[i * phases_ + k] /= lu_[k * phases_ + k];
      for (std::size_t c = k + 1; c < phases_; ++c) {
        lu_[i * phases_ + c] -= factor * lu_[k * phases_ + c];
      }
    }
  }
}

void Renewal::pass_on(double* entered) const {
  if (lu_.empty()) return;
  for (std::size_t k = 0; k < phases_; ++k) std::swap(entered[k], entered[pivot_[k]]);
  for (std::size_t k = 0; k < phases_; ++k) {
    for (std::size_t i = k + 1; i < phases_; ++i) entered[i] -= lu_[i * phases_ + k] * entered[k];
  }
  for (std::size_t k = phases_; k-- > 0;) {
    for (std::size_t c = k + 1; c < phases_; ++c) entered[k] -= lu_[k * phases_ + c] * entered[c];
    entered[k] /= lu_[k * phases_ + k];
  }
}

void Renewal::add_open(std::int32_t phase, std::int64_t age, double mass,
                       std::vector<double>& entries, std::vector<double>& occupancy) const {
  const std::size_t destinations = phases_ + 1;
  const PhaseCurve& curve = model_->curves[model_->cell(type_, phase)];
  double here = mass;
  for (std::size_t t = 0; t < periods_; ++t) {
    const double* hazards =
        hazards_at(curve, age + 1 + static_cast<std::int64_t>(t), destinations);
    for (std::size_t p = 0; p < phases_; ++p) entries[t * phases_ + p] += here * hazards[p];
    here *= 1 - leaving_at(hazards, destinations);
    occupancy[t * phases_ + static_cast<std::size_t>(phase)] += here;
  }
}

void Renewal::propagate(const std::vector<double>& entries, std::vector<double>& occupancy) const {
  std::vector<double> entered = entries;
  for (std::size_t t = 0; t < periods_; ++t) {
    double* now = entered.data() + t * phases_;
    pass_on(now);
    for (std::size_t r = 0; r < phases_; ++r) {
      if (now[r] == 0) continue;
      occupancy[t * phases_ + r] += now[r] * stays_[r];
      for (std::size_t later = t + 1; later < periods_; ++later) {
        const std::size_t d = later - t;
        occupancy[later * phases_ + r] += now[r] * stays_[d * phases_ + r];
        const double* leaving = leaves_.data() + (d * phases_ + r) * phases_;
        double* then = entered.data() + later * phases_;
        for (std::size_t p = 0; p < phases_; ++p) then[p] += now[r] * leaving[p];
      }
    }
  }
}

}  // namespace evenload::workload::detail

namespace evenload::workload {

std::vector<double> remaining_path(const PhaseModel& model, std::int32_t type, std::int32_t phase,
                                   std::int64_t age, std::int64_t periods) {
  detail::check_open_case(model, type, phase, age, std::nullopt);
  detail::check_span("periods", periods);
  const std::size_t size = static_cast<std::size_t>(periods) * model.phases.size();
  std::vector<double> entries(size, 0);
  std::vector<double> occupancy(size, 0);
  const detail::Renewal renewal(model, type, periods);
  renewal.add_open(phase, age, 1, entries, occupancy);
  renewal.propagate(entries, occupancy);
  return occupancy;
}

std::vector<double> new_case_path(const PhaseModel& model, std::int32_t type,
                                  std::int64_t periods) {
  detail::check_type_begins(model, type, std::nullopt);
  detail::check_span("periods", periods);
  const std::size_t phases = model.phases.size();
  std::vector<double> entries(static_cast<std::size_t>(periods) * phases, 0);
  std::vector<double> occupancy(entries.size(), 0);
  double all = 0;
  for (std::size_t p = 0; p < phases; ++p) {
    entries[p] = static_cast<double>(model.starts[model.cell(type, static_cast<std::int32_t>(p))]);
    all += entries[p];
  }
  for (std::size_t p = 0; p < phases; ++p) entries[p] /= all;
  detail::Renewal(model, type, periods).propagate(entries, occupancy);
  return occupancy;
}

}  // namespace evenload::workload
