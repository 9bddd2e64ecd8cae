/// \file
/// Whether some decisions can all be placed when only some of the reasons against it are in force.
/// Private. Equations (1) and (2) of docs/models/causes.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "evenload/allocation/causes.hpp"
#include "evenload/core/control.hpp"
#include "irreducible.hpp"
#include "reason_keys.hpp"
#include "src/allocation/solve/problem.hpp"

namespace evenload::allocation::detail {

/// The input as it would be without some of the links, and the rows that are asked about.
struct World;

/// One set of decisions, and everything that may stand against it.
class Question {
 public:
  /// \param targets  open roles; all roles of a case or link belong together.
  /// \param overload  points that may be added above the capacities, where `within_capacity`.
  Question(const AllocationInput& input, const AllocationPolicy& policy,
           const std::vector<CaseRole>& targets, bool within_capacity, const Rational& overload,
           const CausesOptions& options, WorkMeter& meter);
  ~Question();
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  std::size_t reasons() const noexcept { return keys_.size(); }
  Verdict ask(const InForce& in_force);
  /// The reason as part of a set; `needed` stays false.
  Cause describe(std::size_t reason, const std::vector<std::size_t>& set);

 private:
  World& world_of(const InForce& in_force);
  std::unique_ptr<World> make_world(const std::set<std::string>& lifted_links) const;
  void collect_reasons(World& world);
  void bind_reasons(World& world);
  Verdict solve(World& world, const InForce& in_force);
  Index scope_of(const Prepared& p, Index person) const;
  ReasonKey quota_key_of(const World& world, std::size_t limit) const;

  const AllocationInput& input_;
  const AllocationPolicy& policy_;
  const std::vector<CaseRole>& targets_;
  bool within_capacity_;
  Rational overload_;
  const CausesOptions& options_;
  WorkMeter& meter_;
  std::set<std::string> links_;  // of the targets
  std::map<std::set<std::string>, std::unique_ptr<World>> worlds_;
  std::vector<ReasonKey> keys_;  // increasing
};

}  // namespace evenload::allocation::detail
