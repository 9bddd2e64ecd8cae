/// \file
/// The input as it would be without some links, with the rows that are asked about. Private.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "irreducible.hpp"
#include "src/allocation/solve/problem.hpp"

namespace evenload::allocation::detail {

/// A person as one row sees them, and the reasons that bar the pair.
struct AskedPair {
  Index person = none;
  std::int64_t load = 0;
  std::vector<std::size_t> bars;
};

struct AskedRow {
  std::size_t position = 0;  // among the kernel's rows
  Index row = none;
  std::vector<AskedPair> pairs;
  std::optional<std::size_t> decision;  // a person's, that keeps it back
  std::optional<std::size_t> roles;     // that its group asks for different people
  std::optional<std::size_t> tie;       // that its group asks for one unit, or for different ones
};

inline constexpr std::size_t unbound = static_cast<std::size_t>(-1);

struct World {
  AllocationInput changed;  // only where links are lifted
  Prepared p;
  Quotas quotas;
  KernelProblem kernel;
  std::vector<AskedRow> rows;
  std::vector<std::size_t> hard_limit_of;  // by person
  std::vector<std::size_t> capacity_of;    // by person
  std::vector<std::size_t> quota_of;       // by limit of the kernel's problem
  std::size_t apart = unbound;             // that pairs of people are kept apart

  World(AllocationInput without_links, const AllocationInput* unchanged,
        const AllocationPolicy& policy)
      : changed(std::move(without_links)),
        p(prepare(unchanged == nullptr ? changed : *unchanged, policy)),
        quotas(p),
        kernel(p, quotas) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;
};

/// Whether a reason is in force.
inline bool in(const InForce& in_force, std::size_t reason) {
  // A reason without a number belongs to the cases as they are: it stays.
  return reason == unbound || in_force[reason] != 0;
}

}  // namespace evenload::allocation::detail
