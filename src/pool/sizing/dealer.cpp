#include "dealer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "evenload/pool/pool_size.hpp"
#include "src/pool/refusal.hpp"

namespace evenload::pool {

namespace sizing {

namespace {

/// Hours are equal when they differ by less than this share of the week's need.
constexpr double equal_share = 1e-9;
/// Subsets are listed up to so many units.
constexpr std::size_t most_listed = 10;

}  // namespace

void SmallProgram::reset(std::size_t rows, std::size_t columns) {
  rows_ = rows;
  columns_ = columns;
  width_ = columns + rows + 1;
  table_.assign((rows + 1) * width_, 0);
  basis_.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    basis_[row] = columns + row;
    table_[row * width_ + columns + row] = 1;
  }
}

double SmallProgram::solve() {
  constexpr double tiny = 1e-11;
  double* objective = table_.data() + rows_ * width_;
  // The last line holds reduced costs, so that a negative one improves.
  for (std::size_t column = 0; column < columns_; ++column) objective[column] = -objective[column];
  const std::size_t patience = 20 * (rows_ + columns_);
  for (std::size_t step = 0;; ++step) {
    std::size_t enter = width_;
    double best = -tiny;
    for (std::size_t column = 0; column + 1 < width_; ++column) {
      if (objective[column] >= best) continue;
      enter = column;
      if (step >= patience) break;
      best = objective[column];
    }
    if (enter == width_) break;
    std::size_t leave = rows_;
    double ratio = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
      const double pivot = table_[row * width_ + enter];
      if (pivot <= tiny) continue;
      const double here = table_[row * width_ + width_ - 1] / pivot;
      const bool tie = leave < rows_ && here == ratio && basis_[row] < basis_[leave];
      if (leave == rows_ || here < ratio || tie) {
        leave = row;
        ratio = here;
      }
    }
    if (leave == rows_) break;  // unbounded: no program here is
    double* own = table_.data() + leave * width_;
    const double pivot = own[enter];
    for (std::size_t k = 0; k < width_; ++k) own[k] /= pivot;
    for (std::size_t row = 0; row <= rows_; ++row) {
      double* other = table_.data() + row * width_;
      const double factor = other[enter];
      if (row == leave || factor == 0) continue;
      for (std::size_t k = 0; k < width_; ++k) other[k] -= factor * own[k];
      other[enter] = 0;
      if (row < rows_) other[width_ - 1] = std::max(other[width_ - 1], 0.0);
    }
    basis_[leave] = enter;
  }
  return objective[width_ - 1];
}

Dealer::Dealer(std::size_t units, std::size_t profiles, std::span<const double> efficiency)
    : units_(units),
      profiles_(profiles),
      efficiency_(efficiency.begin(), efficiency.end()),
      alike_(profiles, 0),
      works_in_(profiles, 0),
      order_(profiles),
      by_subsets_(units <= most_listed),
      rest_(units) {
  for (std::size_t p = 0; p < profiles; ++p) {
    for (std::size_t u = 0; u < units; ++u) {
      const double e = efficiency[p * units + u];
      if (e <= 0) continue;
      if (works_in_[p] != 0 && e != alike_[p]) by_subsets_ = false;
      alike_[p] = std::max(alike_[p], e);
      works_in_[p] |= 1U << u;
    }
  }
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    return std::popcount(works_in_[a]) < std::popcount(works_in_[b]);
  });
  if (by_subsets_) sums_.resize(std::size_t{1} << units);
}

double Dealer::deficit(std::span<const double> need, std::span<const double> hours, double total,
                       std::uint32_t& least) {
  const std::uint32_t sets = 1U << units_;
  double most = 0;
  least = 0;
  sums_[0] = 0;
  for (std::uint32_t set = 1; set < sets; ++set) {
    sums_[set] = sums_[set & (set - 1)] + need[static_cast<std::size_t>(std::countr_zero(set))];
    double more = sums_[set];
    for (std::size_t p = 0; p < profiles_; ++p) {
      if ((works_in_[p] & set) != 0) more -= alike_[p] * hours[p];
    }
    if (more > most + equal_share * total) {
      most = more;
      least = set;
    } else if (more > most - equal_share * total && more > equal_share * total) {
      // Sets of greatest deficit are closed under intersection: the least lies in all of them.
      least &= set;
    }
  }
  return most;
}

bool Dealer::covers_greedily(std::span<const double> need, std::span<const double> hours) {
  std::copy(need.begin(), need.end(), rest_.begin());
  double missing = std::accumulate(rest_.begin(), rest_.end(), 0.0);
  const double enough = equal_share * missing;
  for (const std::size_t p : order_) {
    double left = hours[p];
    while (left > 0) {
      std::size_t best = units_;
      double most = 0;
      for (std::size_t u = 0; u < units_; ++u) {
        const double e = efficiency_[p * units_ + u];
        if (rest_[u] > 0 && e > most) {
          best = u;
          most = e;
        }
      }
      if (best == units_) break;
      if (rest_[best] <= most * left) {
        left -= rest_[best] / most;
        missing -= rest_[best];
        rest_[best] = 0;
      } else {
        rest_[best] -= most * left;
        missing -= most * left;
        left = 0;
      }
    }
  }
  return missing <= enough;
}

double Dealer::common_share(std::span<const double> need, std::span<const double> hours,
                            std::uint32_t active, std::uint32_t usable, std::uint32_t& held) {
  double total = 0;
  for (std::size_t u = 0; u < units_; ++u) total += (active >> u & 1U) != 0 ? need[u] : 0;
  const std::size_t share = profiles_ * units_;
  program_.reset(units_ + profiles_, share + 1);
  for (std::size_t u = 0; u < units_; ++u) {
    if ((active >> u & 1U) == 0) continue;
    program_.at(u, share) = need[u] / total;
    for (std::size_t p = 0; p < profiles_; ++p) {
      program_.at(u, p * units_ + u) = -efficiency_[p * units_ + u];
    }
  }
  for (std::size_t p = 0; p < profiles_; ++p) {
    for (std::size_t u = 0; u < units_; ++u) {
      // Where an hour may not go, its column can only cost.
      program_.at(units_ + p, p * units_ + u) = 1;
    }
    program_.limit(units_ + p) = (usable >> p & 1U) != 0 ? hours[p] / total : 0;
  }
  program_.gain(share) = 1;
  const double best = program_.solve();
  held = 0;
  for (std::size_t u = 0; u < units_; ++u) {
    if ((active >> u & 1U) != 0 && program_.price(u) * need[u] > equal_share * total) {
      held |= 1U << u;
    }
  }
  return best;
}

std::uint32_t Dealer::short_units(std::span<const double> need, std::span<const double> hours) {
  double total = 0;
  std::uint32_t active = 0;
  for (std::size_t u = 0; u < units_; ++u) {
    total += need[u];
    if (need[u] > 0) active |= 1U << u;
  }
  if (active == 0) return 0;
  double all_hours = 0;
  for (const double h : hours) all_hours += h;
  if (all_hours <= 0) return active;
  if (by_subsets_) {
    std::uint32_t least = 0;
    return deficit(need, hours, total, least) > equal_share * total ? least & active : 0;
  }
  if (covers_greedily(need, hours)) return 0;
  // Equation (16): who holds the common share down is short, with all who could help there.
  std::uint32_t usable = (1U << profiles_) - 1;
  std::uint32_t missing = 0;
  while (active != 0) {
    std::uint32_t held = 0;
    if (common_share(need, hours, active, usable, held) >= 1 - equal_share) break;
    if (held == 0) held = active;  // rounding hid the price: the safe side
    missing |= held;
    active &= ~held;
    for (std::size_t p = 0; p < profiles_; ++p) {
      if ((works_in_[p] & held) != 0) usable &= ~(1U << p);
    }
  }
  return missing;
}

double Dealer::undone(std::span<const double> need, std::span<const double> hours) {
  const double total = std::accumulate(need.begin(), need.end(), 0.0);
  if (total <= 0) return 0;
  if (by_subsets_) {
    std::uint32_t least = 0;
    return deficit(need, hours, total, least);
  }
  if (covers_greedily(need, hours)) return 0;
  program_.reset(units_ + profiles_, profiles_ * units_);
  for (std::size_t u = 0; u < units_; ++u) {
    program_.limit(u) = need[u] / total;
    for (std::size_t p = 0; p < profiles_; ++p) {
      program_.at(u, p * units_ + u) = efficiency_[p * units_ + u];
      program_.gain(p * units_ + u) = efficiency_[p * units_ + u];
      program_.at(units_ + p, p * units_ + u) = 1;
    }
  }
  for (std::size_t p = 0; p < profiles_; ++p) program_.limit(units_ + p) = hours[p] / total;
  return std::max(0.0, total * (1 - program_.solve()));
}

void Dealer::leximin(std::span<const double> need, std::span<const double> hours,
                     std::span<double> undone) {
  std::uint32_t active = 0;
  for (std::size_t u = 0; u < units_; ++u) {
    undone[u] = 0;
    if (need[u] > 0) active |= 1U << u;
  }
  std::uint32_t usable = (1U << profiles_) - 1;
  while (active != 0) {
    std::uint32_t held = 0;
    const double share = common_share(need, hours, active, usable, held);
    if (share >= 1 - equal_share) return;
    if (held == 0) held = active;
    for (std::size_t u = 0; u < units_; ++u) {
      if ((held >> u & 1U) != 0) undone[u] = (1 - share) * need[u];
    }
    active &= ~held;
    for (std::size_t p = 0; p < profiles_; ++p) {
      if ((works_in_[p] & held) != 0) usable &= ~(1U << p);
    }
  }
}

}  // namespace sizing

std::vector<double> deal_out(std::span<const double> need, std::span<const double> efficiency,
                             std::span<const double> hours) {
  const char* table = "pool_week";
  sizing::check_whole(static_cast<std::int64_t>(need.size()), 1, 20, table, "units");
  sizing::check_whole(static_cast<std::int64_t>(hours.size()), 1, 20, table, "profiles");
  sizing::check_numbers(need, 0, 1e12, table, "need");
  sizing::check_numbers(hours, 0, 1e12, table, "hours");
  sizing::check_length(efficiency.size(), need.size() * hours.size(), table, "efficiency",
                       "profiles x units");
  sizing::check_numbers(efficiency, 0, 1, table, "efficiency");
  sizing::Dealer dealer(need.size(), hours.size(), efficiency);
  std::vector<double> undone(need.size());
  dealer.leximin(need, hours, undone);
  return undone;
}

}  // namespace evenload::pool
