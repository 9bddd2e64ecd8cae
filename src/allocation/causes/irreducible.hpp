/// \file
/// Irreducible blocking sets of any collection of reasons, by asking whether subsets block.
/// Private.
///
/// Knows no domain: reasons are numbers, `ask` answers for a subset. One set is found by deletion
/// (Chinneck and Dravnieks 1991; chunks first, as QuickXplain), several by a map of what is
/// explored (MARCO: Liffiton, Previti, Malik and Marques-Silva 2016). Equations (3) and (4) of
/// docs/models/causes.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace evenload::allocation::detail {

enum class Verdict { placeable, impossible, unknown };

/// Which reasons are in force, one flag each.
using InForce = std::vector<std::uint8_t>;

struct IrreducibleSet {
  std::vector<std::size_t> reasons;  ///< increasing
  std::vector<std::uint8_t> needed;  ///< of each: without it the answer was `placeable`
  bool proven() const noexcept;
};

struct IrreducibleSets {
  std::vector<IrreducibleSet> sets;  ///< the fewest reasons first, then by number
  /// Reasons whose removal suffices, none of them superfluous.
  std::vector<std::vector<std::size_t>> remedies;
  bool all = false;      ///< no other irreducible set exists
  bool blocks = false;   ///< all reasons together were shown to block
  bool answered = true;  ///< no answer was `unknown`
};

/// \param count  number of reasons; `ask` must be monotone: more reasons never place more.
/// \param most_sets  stops after so many. \param most_answers  answers asked for at most.
/// Reasons with smaller numbers are left out first, so that sets keep the later ones.
IrreducibleSets irreducible_sets(std::size_t count,
                                 const std::function<Verdict(const InForce&)>& ask,
                                 std::size_t most_sets, std::size_t most_answers);

}  // namespace evenload::allocation::detail
