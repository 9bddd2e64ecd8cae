#include "question.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "src/allocation/rules/pair_rules.hpp"
#include "src/core/int128.hpp"
#include "world.hpp"

namespace evenload::allocation::detail {

Question::Question(const AllocationInput& input, const AllocationPolicy& policy,
                   const std::vector<CaseRole>& targets, bool within_capacity,
                   const Rational& overload, const CausesOptions& options, WorkMeter& meter)
    : input_(input),
      policy_(policy),
      targets_(targets),
      within_capacity_(within_capacity),
      overload_(overload),
      options_(options),
      meter_(meter) {
  std::set<CaseId> asked;
  for (const CaseRole& target : targets) asked.insert(target.case_id);
  std::map<std::string, int> of_link;
  for (const Case& c : input.cases) {
    if (!c.link.empty()) ++of_link[c.link];
  }
  for (const Case& c : input.cases) {
    if (!c.link.empty() && asked.count(c.id) != 0 && of_link[c.link] > 1) links_.insert(c.link);
  }
  worlds_[{}] = make_world({});
  collect_reasons(*worlds_[{}]);
  if (!links_.empty()) {
    worlds_[links_] = make_world(links_);
    collect_reasons(*worlds_[links_]);
  }
  for (const std::string& link : links_) {
    keys_.push_back({ReasonKind::link, 0, ReasonCode::linked_cases_share_nobody, -1, link, none});
  }
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  for (auto& [lifted, world] : worlds_) bind_reasons(*world);
}

Question::~Question() = default;

std::unique_ptr<World> Question::make_world(const std::set<std::string>& lifted_links) const {
  AllocationInput changed;
  if (!lifted_links.empty()) {
    changed = input_;
    for (Case& c : changed.cases) {
      if (lifted_links.count(c.link) != 0) c.link.clear();
    }
  }
  auto world = std::make_unique<World>(std::move(changed), lifted_links.empty() ? &input_ : nullptr,
                                       policy_);
  const Prepared& p = world->p;
  std::vector<std::uint8_t> asked(p.rows.size(), 0);
  for (const CaseRole& target : targets_) {
    const PreparedCase& c = p.cases[at(p.case_of.at(target.case_id))];
    for (Index k = c.first_slot; k < c.first_slot + c.slot_count; ++k) {
      if (p.role(p.slots[at(k)]).name == target.role) asked[at(p.slots[at(k)].row)] = 1;
    }
  }
  for (std::size_t i = 0; i < world->kernel.rows.size(); ++i) {
    const Index row = world->kernel.rows[i];
    if (asked[at(row)] == 0 || p.rows[at(row)].fixed != none) continue;
    AskedRow one;
    one.position = i;
    one.row = row;
    world->rows.push_back(std::move(one));
  }
  return world;
}

Index Question::scope_of(const Prepared& p, Index person) const {
  return options_.by_caseworker ? person : p.persons[at(person)].unit;
}

ReasonKey Question::quota_key_of(const World& world, std::size_t limit) const {
  const Index person = world.kernel.limit_column[limit];
  const Index category = world.kernel.limit_category[limit];
  return quota_key(world.p, world.quotas.categories[at(category)], person,
                   scope_of(world.p, person));
}

namespace {

bool shares_group(const Prepared& p, const Row& row) {
  return row.group != none && p.groups[at(row.group)].rows.size() > 1;
}

}  // namespace

void Question::collect_reasons(World& world) {
  const Prepared& p = world.p;
  std::set<ReasonKey> found;
  for (const AskedRow& asked : world.rows) {
    const Row& row = p.rows[at(asked.row)];
    if (row.undecidable()) found.insert(decision_key(p, row));
    if (shares_group(p, row)) {
      found.insert(roles_key(p, row));
      if (!row.ties.empty()) found.insert(tie_key(p, row));
      if (!world.kernel.apart_column.empty()) found.insert(apart_key());
    }
    for (std::size_t j = 0; j < p.persons.size(); ++j) {
      const Index person = to_index(j);
      for_each_bar(p, row, person, scope_of(p, person),
                   [&](ReasonKey key) { found.insert(std::move(key)); });
    }
  }
  for (std::size_t j = 0; j < p.persons.size(); ++j) {
    const Index scope = scope_of(p, to_index(j));
    found.insert(hard_limit_key(scope));
    if (within_capacity_) found.insert(capacity_key(scope));
  }
  for (std::size_t k = 0; k < world.kernel.limit_column.size(); ++k)
    found.insert(quota_key_of(world, k));
  keys_.insert(keys_.end(), found.begin(), found.end());
}

void Question::bind_reasons(World& world) {
  const Prepared& p = world.p;
  const auto number = [&](const ReasonKey& key) {
    const auto place = std::lower_bound(keys_.begin(), keys_.end(), key);
    return place != keys_.end() && *place == key ? static_cast<std::size_t>(place - keys_.begin())
                                                 : unbound;
  };
  for (AskedRow& asked : world.rows) {
    const Row& row = p.rows[at(asked.row)];
    if (row.undecidable()) asked.decision = number(decision_key(p, row));
    if (shares_group(p, row)) {
      asked.roles = number(roles_key(p, row));
      if (!row.ties.empty()) asked.tie = number(tie_key(p, row));
    }
    for (std::size_t j = 0; j < p.persons.size(); ++j) {
      AskedPair pair;
      pair.person = to_index(j);
      pair.load = pair_load(p, row, pair.person);
      for_each_bar(p, row, pair.person, scope_of(p, pair.person), [&](const ReasonKey& key) {
        const std::size_t reason = number(key);
        if (std::find(pair.bars.begin(), pair.bars.end(), reason) == pair.bars.end()) {
          pair.bars.push_back(reason);
        }
      });
      asked.pairs.push_back(std::move(pair));
    }
  }
  world.apart = number(apart_key());
  for (std::size_t j = 0; j < p.persons.size(); ++j) {
    const Index scope = scope_of(p, to_index(j));
    world.hard_limit_of.push_back(number(hard_limit_key(scope)));
    world.capacity_of.push_back(within_capacity_ ? number(capacity_key(scope)) : unbound);
  }
  for (std::size_t k = 0; k < world.kernel.limit_column.size(); ++k) {
    world.quota_of.push_back(number(quota_key_of(world, k)));
  }
}

World& Question::world_of(const InForce& in_force) {
  std::set<std::string> lifted;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i].kind == ReasonKind::link && in_force[i] == 0) lifted.insert(keys_[i].detail);
  }
  std::unique_ptr<World>& world = worlds_[lifted];
  if (!world) {
    world = make_world(lifted);
    // With some links lifted only, a pair of the linked rest may be barred by what no other world
    // has.
    bind_reasons(*world);
  }
  return *world;
}

namespace {

bool barred(const InForce& in_force, const AskedPair& pair) {
  return std::any_of(pair.bars.begin(), pair.bars.end(),
                     [&](std::size_t reason) { return in(in_force, reason); });
}

}  // namespace

Verdict Question::ask(const InForce& in_force) {
  if (meter_.stopped()) return Verdict::unknown;
  World& world = world_of(in_force);
  for (const AskedRow& row : world.rows) {
    if (row.decision && in(in_force, *row.decision)) return Verdict::impossible;
    const bool nobody = std::all_of(row.pairs.begin(), row.pairs.end(),
                                    [&](const AskedPair& pair) { return barred(in_force, pair); });
    if (nobody) return Verdict::impossible;
  }
  if (!meter_.spend(static_cast<std::int64_t>(world.rows.size() + 1))) return Verdict::unknown;
  try {
    return solve(world, in_force);
  } catch (const OverflowError&) {
    return Verdict::unknown;  // without limits the sums leave the kernel's range
  }
}

namespace {

/// The kernel's problem with only the asked rows, and the limits that are in force.
struct Asked {
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<std::int64_t> weight;
  std::vector<std::int64_t> priority, capacity, base_load, hard_limit, limit_count;
  std::vector<std::int32_t> row_group;
  std::vector<std::uint8_t> row_marked;
  std::vector<std::int32_t> tied_row, tied_other;
  std::vector<std::uint8_t> tied_alike;
  bool keeps_apart = true;
  std::int64_t lightest = 0;  // of all asked rows
  std::int64_t heaviest = 0;

  optimize::BalancedAssignmentProblem view(const KernelProblem& kernel) const {
    optimize::BalancedAssignmentProblem problem = kernel.view();
    problem.indptr = indptr;
    problem.indices = indices;
    problem.weight = weight;
    problem.weight_per_pair = true;
    problem.priority = priority;
    problem.row_class = {};
    problem.cost = {};
    problem.cost_weight = 0;
    problem.balance = optimize::Balance::squares;
    problem.overload_place = optimize::OverloadPlace::after_must;
    problem.capacity = capacity;
    problem.base_load = base_load;
    problem.hard_limit = hard_limit;
    if (!limit_count.empty()) problem.limit_count = limit_count;
    if (!row_group.empty()) {
      problem.row_group = row_group;
      problem.row_marked = row_marked;
    }
    problem.tied_row = tied_row;
    problem.tied_other = tied_other;
    problem.tied_alike = tied_alike;
    if (tied_row.empty()) problem.column_label = {};
    if (!keeps_apart) problem.apart_column = problem.apart_other = {};
    problem.start = {};
    return problem;
  }

  /// Ties that are in force, between rows that still share a group.
  void take_ties(const World& world, const InForce& in_force) {
    const KernelProblem& kernel = world.kernel;
    keeps_apart = in(in_force, world.apart);
    std::vector<std::uint8_t> lifted(kernel.rows.size(), 0);
    for (const AskedRow& one : world.rows) {
      lifted[one.position] = one.tie && !in(in_force, *one.tie) ? 1 : 0;
    }
    for (std::size_t k = 0; k < kernel.tied_row.size(); ++k) {
      const auto a = static_cast<std::size_t>(kernel.tied_row[k]);
      const auto b = static_cast<std::size_t>(kernel.tied_other[k]);
      if (lifted[a] != 0 || lifted[b] != 0 || row_group[a] < 0 || row_group[a] != row_group[b]) {
        continue;
      }
      tied_row.push_back(kernel.tied_row[k]);
      tied_other.push_back(kernel.tied_other[k]);
      tied_alike.push_back(kernel.tied_alike[k]);
    }
  }
};

}  // namespace

namespace {

/// A decider's room is shared by several people, which the kernel's limits of single columns do not
/// say.
bool deciders_have_room(const World& world, const InForce& in_force,
                        const std::vector<std::int32_t>& assignment) {
  const Prepared& p = world.p;
  std::vector<std::int64_t> decisions(p.deciders.size(), 0);
  for (std::size_t k = 0; k < world.kernel.limit_column.size(); ++k) {
    const Index category = world.kernel.limit_category[k];
    const bool counts = world.quotas.categories[at(category)].kind == QuotaKind::decisions;
    if (!counts || !in(in_force, world.quota_of[k])) continue;
    const Index person = world.kernel.limit_column[k];
    std::int64_t& of_decider = decisions[at(p.persons[at(person)].decider)];
    for (std::size_t i = 0; i < assignment.size(); ++i) {
      if (assignment[i] != person) continue;
      of_decider += world.quotas.amount(p, p.rows[at(world.kernel.rows[i])], category);
    }
  }
  for (std::size_t d = 0; d < decisions.size(); ++d) {
    if (p.deciders[d].room && decisions[d] > *p.deciders[d].room) return false;
  }
  return true;
}

}  // namespace

Verdict Question::solve(World& world, const InForce& in_force) {
  const Prepared& p = world.p;
  const KernelProblem& kernel = world.kernel;
  Asked asked;
  asked.base_load = kernel.base_load;
  asked.priority.assign(kernel.rows.size(), 0);
  std::vector<std::uint8_t> reached(p.persons.size(), 0);
  std::vector<std::int64_t> standing = kernel.base_load;
  std::size_t next = 0;
  for (std::size_t i = 0; i < kernel.rows.size(); ++i) {
    const Row& row = p.rows[at(kernel.rows[i])];
    if (next < world.rows.size() && world.rows[next].position == i) {
      const AskedRow& one = world.rows[next++];
      asked.priority[i] = 1;
      std::optional<std::int64_t> least;
      std::int64_t most = 0;
      for (const AskedPair& pair : one.pairs) {
        if (barred(in_force, pair)) continue;
        asked.indices.push_back(pair.person);
        asked.weight.push_back(pair.load);
        reached[at(pair.person)] = 1;
        least = least ? std::min(*least, pair.load) : pair.load;
        most = std::max(most, pair.load);
      }
      asked.lightest = checked_add(asked.lightest, least.value_or(0));
      asked.heaviest = checked_add(asked.heaviest, most);
      // A case that is held no longer puts its load on its holder.
      if (row.undecidable()) {
        for (const auto& [holder, load] : row.holds) {
          asked.base_load[at(holder)] -= scaled(load, p.denominator);
          standing[at(holder)] -= scaled(load, p.denominator);
        }
      }
    } else if (row.fixed != none) {
      const std::int64_t load = pair_load(p, row, row.fixed);
      asked.indices.push_back(row.fixed);
      asked.weight.push_back(load);
      standing[at(row.fixed)] = checked_add(standing[at(row.fixed)], load);
    }
    asked.indptr.push_back(static_cast<std::int64_t>(asked.indices.size()));
  }
  if (!kernel.row_group.empty()) {
    asked.row_group = kernel.row_group;
    asked.row_marked = kernel.row_marked;
    for (const AskedRow& one : world.rows) {
      if (!one.roles || in(in_force, *one.roles)) continue;
      asked.row_group[one.position] = -1;
      asked.row_marked[one.position] = 0;
    }
    asked.take_ties(world, in_force);
  }
  asked.limit_count = kernel.limit_count;
  for (std::size_t k = 0; k < asked.limit_count.size(); ++k) {
    if (!in(in_force, world.quota_of[k])) asked.limit_count[k] = -1;
  }

  // Equation (2): overload counts from what stands; where capacity is not asked for, there is none.
  const std::int64_t spare = within_capacity_ ? scaled(overload_, p.denominator) : 0;
  int128 room = spare;
  bool unlimited = false;
  for (std::size_t j = 0; j < p.persons.size(); ++j) {
    const Person& person = p.persons[j];
    const std::int64_t beyond = checked_add(standing[j], checked_add(asked.heaviest, 1));
    const bool hard = in(in_force, world.hard_limit_of[j]);
    const bool within = within_capacity_ && in(in_force, world.capacity_of[j]);
    asked.hard_limit.push_back(hard ? person.scaled_limit : beyond);
    asked.capacity.push_back(within ? std::max(person.scaled_capacity, standing[j]) : beyond);
    if (reached[j] == 0) continue;
    std::int64_t most = asked.hard_limit.back();
    if (within) most = std::min(most, asked.capacity.back());
    if (!hard && !within) unlimited = true;
    room += std::max<std::int64_t>(0, most - standing[j]);
  }
  if (!unlimited && int128(asked.lightest) > room) return Verdict::impossible;
  // The kernel gives nothing to columns without capacity, not even what weighs nothing; moved by
  // one, they are as full as before.
  for (std::size_t j = 0; j < p.persons.size(); ++j) {
    if (asked.capacity[j] != 0) continue;
    asked.capacity[j] = 1;
    asked.base_load[j] = checked_add(asked.base_load[j], 1);
    asked.hard_limit[j] = checked_add(asked.hard_limit[j], 1);
  }

  const auto is_placed = [&](const optimize::BalancedAssignmentResult& result) {
    return std::all_of(world.rows.begin(), world.rows.end(), [&](const AskedRow& one) {
      return result.assignment[one.position] != none;
    });
  };
  // Most questions are easy: the work grows only where the answer stays open.
  for (std::int64_t work = 30'000; work <= 3'000'000; work *= 10) {
    SolveOptions own;
    own.time_limit = options_.solve.time_limit;
    own.stop = options_.solve.stop;
    own.seed = options_.solve.seed;
    own.threads = 1;
    own.work_limit = work;
    const auto result = optimize::balanced_assignment(asked.view(kernel), own);
    const bool goes_on = meter_.spend(result.work);
    if (result.levels.at(0).bound > 0) return Verdict::impossible;
    const optimize::Level& overload = result.levels.at(1);
    if (is_placed(result)) {
      if (!deciders_have_room(world, in_force, result.assignment)) return Verdict::unknown;
      if (!within_capacity_) return Verdict::placeable;
      int128 added = 0;
      for (std::size_t j = 0; j < result.load.size(); ++j) {
        added += std::max<std::int64_t>(0, result.load[j] - asked.capacity[j]);
      }
      if (added <= spare) return Verdict::placeable;
      if (overload.bound > static_cast<double>(spare)) return Verdict::impossible;
    }
    if (!goes_on || result.stop == StopReason::done) break;
  }
  return Verdict::unknown;
}

}  // namespace evenload::allocation::detail
