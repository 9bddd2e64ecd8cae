// Sets of reasons that keep cases out, against brute force: every subset of the reasons that an
// office has, each answered by trying all plans under just these.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "blocked_office.hpp"
#include "evenload/allocation/causes.hpp"

using namespace evenload;
using namespace evenload::allocation;
using namespace evenload::allocation::test;

namespace {

/// What stands in the way, what it asks for, and the unit of the people.
using BruteReason = std::tuple<std::string, std::string, std::string>;
using BruteReasons = std::set<BruteReason>;

std::string asked_for(const Case& c, Rule rule) {
  switch (rule) {
    case Rule::unit_border: return c.unit.value();
    case Rule::required_skills: return c.required_skills.front();
    case Rule::delegation: return std::to_string(c.delegation_level);
    case Rule::language: return c.language;
    case Rule::newcomer_protection: return c.type;
    default: return {};
  }
}

Rational limit_of(const Caseworker& w) {
  return w.hard_limit ? *w.hard_limit : *w.capacity * Rational(5, 4);
}

struct BruteOffice {
  const Blocked& office;
  bool within_capacity;  ///< nothing of it is must

  /// Every reason, whether it binds or not.
  BruteReasons all() const {
    BruteReasons found;
    for (const Caseworker& w : office.input.caseworkers) {
      const std::string unit = w.unit.value();
      found.insert({"hard_limits", "", unit});
      if (within_capacity) found.insert({"capacities", "", unit});
      if (*w.capacity == Rational(0)) found.insert({"zero_capacity", "", unit});
      if (w.new_cases_limit) found.insert({"new_case_limit", "", unit});
      if (!office.input.limits.empty()) found.insert({"category_limits", "type", unit});
      for (const Case& c : office.input.cases) {
        for (const Rule rule : broken(office.input, c, w)) {
          found.insert({std::string(to_string(rule)), asked_for(c, rule), unit});
        }
      }
    }
    return found;
  }

  bool barred(const BruteReasons& in_force, const Case& c, const Caseworker& w) const {
    const std::string unit = w.unit.value();
    if (*w.capacity == Rational(0) && in_force.count({"zero_capacity", "", unit}) != 0) return true;
    if (w.base_load > limit_of(w) && in_force.count({"hard_limits", "", unit}) != 0) return true;
    for (const Rule rule : broken(office.input, c, w)) {
      if (in_force.count({std::string(to_string(rule)), asked_for(c, rule), unit}) != 0) return true;
    }
    return false;
  }

  bool may_stand(const BruteReasons& in_force, const std::vector<std::size_t>& with) const {
    const auto& workers = office.input.caseworkers;
    for (std::size_t j = 0; j < workers.size(); ++j) {
      const Caseworker& w = workers[j];
      const std::string unit = w.unit.value();
      Rational load = w.base_load;
      std::int64_t count = 0;
      for (std::size_t i = 0; i < with.size(); ++i) {
        if (with[i] != j) continue;
        load = load + *office.input.cases[i].weight;
        ++count;
      }
      if (count == 0) continue;
      if (in_force.count({"hard_limits", "", unit}) != 0 && load > limit_of(w)) return false;
      if (in_force.count({"capacities", "", unit}) != 0 && load > std::max(*w.capacity, w.base_load)) return false;
      if (w.new_cases_limit && in_force.count({"new_case_limit", "", unit}) != 0 && count > *w.new_cases_limit) return false;
      for (const CategoryLimit& limit : office.input.limits) {
        if (in_force.count({"category_limits", "type", unit}) != 0 && count > *limit.cases) return false;
      }
    }
    return true;
  }

  /// Whether these reasons alone keep the cases from being placed together.
  bool blocks(const BruteReasons& in_force, std::size_t i, std::vector<std::size_t>& with) const {
    if (i == office.input.cases.size()) return !may_stand(in_force, with);
    for (std::size_t j = 0; j < office.input.caseworkers.size(); ++j) {
      if (barred(in_force, office.input.cases[i], office.input.caseworkers[j])) continue;
      with[i] = j;
      if (!blocks(in_force, i + 1, with)) return false;
    }
    return true;
  }
  bool blocks(const BruteReasons& in_force) const {
    std::vector<std::size_t> with(office.input.cases.size());
    return blocks(in_force, 0, with);
  }
};

BruteReason reason_told(const Cause& cause) {
  const auto said = [&](std::string_view name) {
    for (const auto& [key, value] : cause.reason.parameters) {
      if (key == name) return std::get<std::string>(value);
    }
    return std::string();
  };
  const std::string unit = cause.unit.value();
  switch (cause.reason.code) {
    case ReasonCode::cause_hard_limits: return {"hard_limits", "", unit};
    case ReasonCode::cause_capacities: return {"capacities", "", unit};
    case ReasonCode::zero_capacity: return {"zero_capacity", "", unit};
    default: return {said("rule"), said("detail"), unit};
  }
}

}  // namespace

TEST_CASE("sets of reasons are those of brute force over all subsets of an office's reasons") {
  std::int64_t examined = 0;
  std::int64_t with_several = 0;
  evenload::test::property("sets by brute force", [&] {
    Blocked office = any_blocked(false);
    if (office.input.caseworkers.empty()) office.input.caseworkers.push_back(a_worker("w0"));
    const bool must = draw(0, 2) == 0;
    office.input.cases.resize(std::min<std::size_t>(office.input.cases.size(), 3));
    office.input.caseworkers.resize(std::min<std::size_t>(office.input.caseworkers.size(), 3));
    std::erase_if(office.input.exclusions, [&](const Exclusion& e) {
      return e.case_id.value() > office.input.cases.back().id.value();
    });
    for (Case& c : office.input.cases) c.case_class = must ? CaseClass::must : CaseClass::due;
    const BruteOffice brute{office, !must};
    const BruteReasons universe = brute.all();
    if (universe.size() > 11) return;  // 2^11 subsets are enough
    ++examined;

    std::vector<CaseId> ids;
    for (const Case& c : office.input.cases) ids.push_back(c.id);
    CausesOptions options;
    options.most_changes = 0;
    options.most_sets = 100;
    const WhyUnplaced why = why_unplaced(office.input, office.policy, nullptr, ids, options);

    // From the definition: a set blocks, and without any one of its reasons it does not.
    const std::vector<BruteReason> list(universe.begin(), universe.end());
    std::set<BruteReasons> least;
    std::vector<bool> blocks(std::size_t{1} << list.size());
    for (std::size_t mask = 0; mask < blocks.size(); ++mask) {
      BruteReasons in_force;
      for (std::size_t k = 0; k < list.size(); ++k) {
        if ((mask >> k & 1U) != 0) in_force.insert(list[k]);
      }
      blocks[mask] = brute.blocks(in_force);
      bool irreducible = blocks[mask];
      for (std::size_t k = 0; k < list.size() && irreducible; ++k) {
        irreducible = (mask >> k & 1U) == 0 || !blocks[mask & ~(std::size_t{1} << k)];
      }
      if (irreducible) least.insert(std::move(in_force));
    }

    if (least.empty()) {
      // Together they fit: what is told of them is about others, and there is nobody else.
      RC_ASSERT(why.blocked.empty());
      return;
    }
    RC_ASSERT(why.blocked.size() == 1);
    const BlockedCases& blocked = why.blocked.front();
    RC_ASSERT(blocked.cases.size() == office.input.cases.size());
    RC_ASSERT(blocked.missing == StopReason::done);
    RC_ASSERT(blocked.all_sets);
    std::set<BruteReasons> told;
    for (const CauseSet& set : blocked.sets) {
      RC_ASSERT(set.proven);
      BruteReasons reasons;
      for (const Cause& cause : set.causes) {
        RC_ASSERT(cause.needed);
        check(cause.reason);
        reasons.insert(reason_told(cause));
      }
      RC_ASSERT(reasons.size() == set.causes.size());
      told.insert(std::move(reasons));
    }
    RC_ASSERT(told.size() == blocked.sets.size());
    RC_ASSERT(told == least);
    with_several += least.size() > 1 ? 1 : 0;
  });
  CHECK(examined > 0);
  CHECK(with_several > 0);
}
