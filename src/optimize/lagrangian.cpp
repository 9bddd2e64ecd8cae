#include "lagrangian.hpp"

#include "exact_sum.hpp"
#include "smooth_dual.hpp"

namespace evenload::optimize::detail {

std::int64_t SafeBound::whole() const noexcept {
  const int128 rounded = -floor_divide(-value, static_cast<int128>(1) << shift);
  return wide::fits_int64(rounded) ? static_cast<std::int64_t>(rounded) : 0;
}

std::optional<SafeBound> lagrangian_bound(const Relaxation& relaxation, const Plan& plan, double goal, WorkMeter& meter,
                                          const std::optional<Multipliers>& start) {
  const Multipliers multipliers = maximise_dual(relaxation, plan, goal, meter, 1e-6, start ? &*start : nullptr);
  const auto safe = relaxation.safe_value(multipliers);
  if (!safe) return std::nullopt;
  return SafeBound{*safe, relaxation.shift()};
}

}  // namespace evenload::optimize::detail
