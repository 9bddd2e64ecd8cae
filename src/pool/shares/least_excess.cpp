#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "src/pool/shares/game.hpp"

namespace evenload::pool::shares {

namespace {

constexpr std::size_t stalls_before_bland = 40;

/// What a basic column is.
struct Column {
  enum class Kind { artificial, coalition, fixed } kind = Kind::artificial;
  std::uint32_t coalition = 0;  // the row of an artificial one
  int sign = 1;                 // fixed columns are free: they come with both signs
  Fraction cost;                // of the objective
};

/// max Σ -cost λ over Σ_S∋i λ_S + Σ ν = 0 (all players i), Σ λ_S = 1, λ >= 0, ν free. Rows:
/// players, then the sum. The prices of an optimal basis are the shares (negated) and the excess.
class DualSimplexProgram {
 public:
  DualSimplexProgram(std::size_t players, std::span<const double> cost,
                     std::span<const FixedCoalition> fixed)
      : n_(players), rows_(players + 1), cost_(cost), known_(decided(players, fixed)) {
    const std::uint32_t all = (1U << n_) - 1;
    fixed_.push_back({all, Fraction(cost_[all])});
    for (const FixedCoalition& one : fixed) {
      fixed_.push_back({one.coalition, Fraction(cost_[one.coalition]) + one.excess});
    }
    inverse_.assign(rows_ * rows_, Fraction(0));
    level_.assign(rows_, Fraction(0));
    level_[n_] = 1;
    for (std::size_t r = 0; r < rows_; ++r) {
      inverse_[r * rows_ + r] = 1;
      Column column;
      column.coalition = static_cast<std::uint32_t>(r);
      basis_.push_back(column);
    }
    scale_ = 1e-300;
    for (const double value : cost_) scale_ = std::max(scale_, std::abs(value));
  }

  LeastExcess solve() {
    for (first_phase_ = true;; first_phase_ = false) {
      optimise();
      if (!first_phase_) break;
    }
    LeastExcess found;
    for (std::size_t i = 0; i < n_; ++i) found.shares.push_back(-price_[i]);
    found.excess = price_[n_];
    for (std::size_t r = 0; r < rows_; ++r) {
      if (basis_[r].kind == Column::Kind::coalition && level_[r] > 0) {
        found.weights.emplace_back(basis_[r].coalition, level_[r]);
      }
    }
    std::sort(found.weights.begin(), found.weights.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return found;
  }

 private:
  Fraction objective(const Column& column) const {
    if (first_phase_) return column.kind == Column::Kind::artificial ? Fraction(-1) : Fraction(0);
    return -column.cost;
  }

  void price() {
    price_.assign(rows_, Fraction(0));
    for (std::size_t r = 0; r < rows_; ++r) {
      const Fraction value = objective(basis_[r]);
      if (value == 0) continue;
      for (std::size_t c = 0; c < rows_; ++c) {
        if (inverse_[r * rows_ + c] != 0) price_[c] += value * inverse_[r * rows_ + c];
      }
    }
  }

  /// Reduced cost of a coalition: how far its players' shares pass its cost and the excess.
  Fraction exact_reduced(std::uint32_t coalition) const {
    Fraction value = -price_[n_];
    if (!first_phase_) value -= Fraction(cost_[coalition]);
    for (std::size_t i = 0; i < n_; ++i) {
      if (holds(coalition, i)) value -= price_[i];
    }
    return value;
  }

  std::optional<Column> entering(bool bland) {
    for (const auto& [coalition, value] : fixed_) {
      Fraction reduced = first_phase_ ? Fraction(0) : -value;
      for (std::size_t i = 0; i < n_; ++i) {
        if (holds(coalition, i)) reduced -= price_[i];
      }
      if (reduced != 0) {
        Column column;
        column.kind = Column::Kind::fixed;
        column.coalition = coalition;
        column.sign = reduced > 0 ? 1 : -1;
        column.cost = column.sign > 0 ? value : -value;
        return column;
      }
    }
    // Doubles tell almost all coalitions apart; those too close to call are told in fractions.
    const std::size_t count = std::size_t{1} << n_;
    sums_.assign(count, 0.0);
    std::vector<double> share(n_);
    double size = scale_;
    for (std::size_t i = 0; i < n_; ++i) {
      share[i] = -price_[i].convert_to<double>();
      size = std::max(size, std::abs(share[i]));
    }
    const double excess = price_[n_].convert_to<double>();
    const double doubt = 1e-12 * static_cast<double>(n_ + 2) * std::max(size, std::abs(excess));
    std::uint32_t best = 0;
    double most = doubt;
    std::vector<std::uint32_t> close;
    for (std::uint32_t s = 1; s + 1 < count; ++s) {
      std::size_t low = 0;
      while (!holds(s, low)) ++low;
      sums_[s] = sums_[s & (s - 1)] + share[low];
      if (known_[s] != 0) continue;
      const double reduced = sums_[s] - excess - (first_phase_ ? 0.0 : cost_[s]);
      if (reduced > most) {
        most = reduced;
        best = s;
        if (bland && close.empty()) break;
      } else if (reduced > -doubt && best == 0) {
        close.push_back(s);
      }
    }
    const auto coalition_column = [&](std::uint32_t s) {
      Column column;
      column.kind = Column::Kind::coalition;
      column.coalition = s;
      column.cost = Fraction(cost_[s]);
      return column;
    };
    if (bland || best == 0) {
      for (const std::uint32_t s : close) {
        if (best != 0 && s > best) break;
        if (exact_reduced(s) > 0) return coalition_column(s);
      }
    }
    if (best != 0) return coalition_column(best);
    return std::nullopt;
  }

  void optimise() {
    std::size_t stalls = 0;
    for (;;) {
      price();
      const std::optional<Column> column = entering(stalls > stalls_before_bland);
      if (!column) return;
      std::vector<Fraction> direction(rows_, Fraction(0));
      for (std::size_t r = 0; r < rows_; ++r) {
        Fraction& own = direction[r];
        for (std::size_t i = 0; i < n_; ++i) {
          if (holds(column->coalition, i)) own += inverse_[r * rows_ + i];
        }
        if (column->kind == Column::Kind::coalition) own += inverse_[r * rows_ + n_];
        if (column->sign < 0) own = -own;
      }
      const std::optional<std::size_t> leaving = leaves(direction);
      // The sum of the weights is 1 and fixed columns are independent: nothing grows for ever.
      if (!leaving) return;
      stalls = level_[*leaving] == 0 ? stalls + 1 : 0;
      pivot(*leaving, direction, *column);
    }
  }

  std::optional<std::size_t> leaves(const std::vector<Fraction>& direction) const {
    std::optional<std::size_t> best;
    Fraction least;
    const auto rank = [&](std::size_t r) {
      // Bland's order: artificial columns first to go, then fixed ones, then by coalition.
      return std::pair(basis_[r].kind == Column::Kind::artificial ? 0
                       : basis_[r].kind == Column::Kind::fixed    ? 1
                                                                  : 2,
                       basis_[r].coalition);
    };
    for (std::size_t r = 0; r < rows_; ++r) {
      if (direction[r] == 0) continue;
      const bool empty_artificial =
          basis_[r].kind == Column::Kind::artificial && level_[r] == 0 && !first_phase_;
      if (direction[r] < 0 && !empty_artificial) continue;
      const Fraction ratio = empty_artificial ? Fraction(0) : Fraction(level_[r] / direction[r]);
      if (!best || ratio < least || (ratio == least && rank(r) < rank(*best))) {
        best = r;
        least = ratio;
      }
    }
    return best;
  }

  void pivot(std::size_t row, const std::vector<Fraction>& direction, const Column& column) {
    const Fraction scale = 1 / direction[row];
    Fraction* own = inverse_.data() + row * rows_;
    for (std::size_t c = 0; c < rows_; ++c) {
      if (own[c] != 0) own[c] *= scale;
    }
    level_[row] *= scale;
    for (std::size_t r = 0; r < rows_; ++r) {
      if (r == row || direction[r] == 0) continue;
      Fraction* other = inverse_.data() + r * rows_;
      for (std::size_t c = 0; c < rows_; ++c) {
        if (own[c] != 0) other[c] -= direction[r] * own[c];
      }
      if (level_[row] != 0) level_[r] -= direction[r] * level_[row];
    }
    basis_[row] = column;
  }

  std::size_t n_, rows_;
  std::span<const double> cost_;
  std::vector<char> known_;
  std::vector<std::pair<std::uint32_t, Fraction>> fixed_;
  std::vector<Fraction> inverse_, level_, price_;
  std::vector<Column> basis_;
  std::vector<double> sums_;
  double scale_ = 0;
  bool first_phase_ = true;
};

}  // namespace

std::vector<char> decided(std::size_t players, std::span<const FixedCoalition> fixed) {
  // Rank modulo a prime: minors of 0-1 matrices of this size are far below it, so nothing is lost.
  constexpr std::int64_t prime = 2147483647;
  const auto product = [](std::int64_t a, std::int64_t b) { return a * b % prime; };
  std::vector<std::vector<std::int64_t>> rows;
  std::vector<std::size_t> lead;
  const auto reduced = [&](std::uint32_t coalition) {
    std::vector<std::int64_t> row(players);
    for (std::size_t i = 0; i < players; ++i) row[i] = holds(coalition, i) ? 1 : 0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const std::int64_t factor = row[lead[k]];
      if (factor == 0) continue;
      for (std::size_t i = 0; i < players; ++i) {
        row[i] = (row[i] + prime - product(factor, rows[k][i])) % prime;
      }
    }
    return row;
  };
  const auto add = [&](std::uint32_t coalition) {
    std::vector<std::int64_t> row = reduced(coalition);
    const auto at = std::find_if(row.begin(), row.end(), [](std::int64_t v) { return v != 0; });
    if (at == row.end()) return;
    std::int64_t inverse = 1, base = *at;
    for (std::int64_t power = prime - 2; power > 0; power >>= 1) {
      if ((power & 1) != 0) inverse = product(inverse, base);
      base = product(base, base);
    }
    for (std::int64_t& value : row) value = product(value, inverse);
    lead.push_back(static_cast<std::size_t>(at - row.begin()));
    rows.push_back(std::move(row));
  };
  add((1U << players) - 1);
  for (const FixedCoalition& one : fixed) add(one.coalition);
  std::vector<char> known(std::size_t{1} << players, 0);
  for (std::uint32_t s = 1; s + 1 < known.size(); ++s) {
    const std::vector<std::int64_t> row = reduced(s);
    known[s] = std::all_of(row.begin(), row.end(), [](std::int64_t v) { return v == 0; }) ? 1 : 0;
  }
  return known;
}

LeastExcess least_excess(std::size_t players, std::span<const double> cost,
                         std::span<const FixedCoalition> fixed) {
  return DualSimplexProgram(players, cost, fixed).solve();
}

std::vector<Fraction> nucleolus(std::size_t players, std::span<const double> cost,
                                const LeastExcess& first) {
  std::vector<FixedCoalition> fixed;
  LeastExcess stage = first;
  for (;;) {
    for (const auto& [coalition, weight] : stage.weights) {
      // Dependent ones follow from the others; the program wants its columns independent.
      if (decided(players, fixed)[coalition] == 0) fixed.push_back({coalition, stage.excess});
    }
    const std::vector<char> known = decided(players, fixed);
    if (std::all_of(known.begin() + 1, known.end() - 1, [](char k) { return k != 0; })) break;
    stage = least_excess(players, cost, fixed);
  }
  return stage.shares;
}

}  // namespace evenload::pool::shares
