// Changes as another input, and as pairs that are open.
#include <algorithm>
#include <string>

#include "changes.hpp"
#include "src/allocation/rules/pair_rules.hpp"

namespace evenload::allocation::detail {

namespace {

Caseworker& row_of(const Prepared& p, AllocationInput& input, const CaseworkerId& id) {
  return input.caseworkers[p.persons[at(p.person_of.at(id))].input_row];
}

/// A limit of one caseworker; rows for everybody are written out, so that the others keep theirs.
void raise_category(AllocationInput& input, const ReliefChange& change) {
  std::vector<CategoryLimit> limits;
  for (const CategoryLimit& row : input.limits) {
    const bool concerns = row.category == change.category && row.cases;
    if (!concerns || (!row.caseworker.empty() && row.caseworker != change.caseworker)) {
      limits.push_back(row);
      continue;
    }
    if (row.caseworker.empty()) {
      for (const Caseworker& person : input.caseworkers) {
        if (person.id == change.caseworker) continue;
        CategoryLimit other = row;
        other.caseworker = person.id;
        limits.push_back(std::move(other));
      }
    }
    CategoryLimit own = row;
    own.caseworker = change.caseworker;
    own.cases = checked_add(*row.cases, change.by.floor());
    limits.push_back(std::move(own));
  }
  input.limits = std::move(limits);
}

void add_caseworker(AllocationInput& input, const ReliefChange& change) {
  Caseworker row;
  // Nobody else's id.
  const auto taken = [&](const std::string& id) {
    return std::any_of(input.caseworkers.begin(), input.caseworkers.end(),
                       [&](const Caseworker& other) { return other.id.value() == id; });
  };
  std::string id = "new";
  for (int number = 2; taken(id); ++number) id = "new " + std::to_string(number);
  row.id = CaseworkerId(id);
  row.unit = change.unit;
  row.pool = change.unit.empty();
  row.capacity = change.capacity;
  for (const std::string& skill : change.skills) row.skills.emplace(skill, std::nullopt);
  row.delegation_level = change.delegation_level;
  if (!change.language.empty()) row.languages.push_back(change.language);
  row.on_duty = change.on_duty;
  input.caseworkers.push_back(std::move(row));
}

bool is_waived(const std::vector<Waiver>& waivers, const Prepared& p, const Row& row,
               const Person& person, Rule rule) {
  const auto has_case = [&](const CaseId& id) {
    return std::any_of(row.members.begin(), row.members.end(), [&](const Member& member) {
      return p.cases[at(member.case_index)].row->id == id;
    });
  };
  const auto from_unit = [&](const UnitId& unit) {
    return std::all_of(row.members.begin(), row.members.end(), [&](const Member& member) {
      const Case& c = *p.cases[at(member.case_index)].row;
      return c.unit == unit || c.unit == person.row->unit;
    });
  };
  return std::any_of(waivers.begin(), waivers.end(), [&](const Waiver& waiver) {
    return waiver.rule == rule && (waiver.case_id.empty() || has_case(waiver.case_id)) &&
           (waiver.caseworker.empty() || waiver.caseworker == person.row->id) &&
           (waiver.unit.empty() ||
            (waiver.unit == person.row->unit && from_unit(waiver.case_unit)));
  });
}

bool is_open(const std::vector<Waiver>& waivers, const Prepared& p, const Row& row, Index person) {
  bool waived = false;
  const bool open = for_each_barrier(p, row, person, [&](const Barrier& barrier, const auto&) {
    waived = barrier.rule && !always_stands(*barrier.rule) &&
             is_waived(waivers, p, row, p.persons[at(person)], *barrier.rule);
    return waived;
  });
  return open && waived;
}

}  // namespace

AllocationInput changed_input(const Prepared& p, const AllocationInput& input,
                              const std::vector<ReliefChange>& changes) {
  AllocationInput changed = input;
  // First of all: limits for everybody are theirs, too.
  for (const ReliefChange& change : changes) {
    if (change.kind == ReliefKind::new_caseworker) add_caseworker(changed, change);
  }
  for (const ReliefChange& change : changes) {
    switch (change.kind) {
      case ReliefKind::interpreter:
        changed.cases[p.cases[at(p.case_of.at(change.case_id))].input_row].interpreter = true;
        break;
      case ReliefKind::hard_limit_raised: {
        const Person& person = p.persons[at(p.person_of.at(change.caseworker))];
        row_of(p, changed, change.caseworker).hard_limit = person.hard_limit + change.by;
        break;
      }
      case ReliefKind::capacity_raised: {
        const Person& person = p.persons[at(p.person_of.at(change.caseworker))];
        Caseworker& row = row_of(p, changed, change.caseworker);
        row.capacity = person.capacity + change.by;
        if (!row.hard_limit) row.hard_limit = person.hard_limit;
        break;
      }
      case ReliefKind::new_cases_raised: {
        const Person& person = p.persons[at(p.person_of.at(change.caseworker))];
        row_of(p, changed, change.caseworker).new_cases_limit =
            checked_add(*person.new_cases_limit, change.by.floor());
        break;
      }
      case ReliefKind::category_limit_raised:
        raise_category(changed, change);
        break;
      case ReliefKind::rule_for_caseworker:
        if (change.rule == Rule::newcomer_protection) {
          row_of(p, changed, change.caseworker).protected_until.reset();
        }
        break;
      default:
        break;
    }
  }
  return changed;
}

std::vector<Waiver> waivers_of(const std::vector<ReliefChange>& changes) {
  std::vector<Waiver> waivers;
  for (const ReliefChange& change : changes) {
    Waiver waiver;
    waiver.case_id = change.case_id;
    waiver.caseworker = change.caseworker;
    switch (change.kind) {
      case ReliefKind::rule_for_case:
      case ReliefKind::rule_for_caseworker:
      case ReliefKind::absence_moved:
        waiver.rule = *change.rule;
        break;
      case ReliefKind::border_opened:
        waiver.rule = Rule::unit_border;
        waiver.case_unit = change.case_unit;
        waiver.unit = change.unit;
        break;
      default:
        continue;
    }
    waivers.push_back(std::move(waiver));
  }
  return waivers;
}

void open_pairs(const Prepared& p, KernelProblem& kernel, const std::vector<Waiver>& waivers) {
  if (waivers.empty()) return;
  std::vector<std::int64_t> indptr{0};
  std::vector<std::int32_t> indices;
  std::vector<std::int64_t> weight;
  std::vector<std::int64_t> cost;
  for (std::size_t i = 0; i < kernel.rows.size(); ++i) {
    const Row& row = p.rows[at(kernel.rows[i])];
    auto next = static_cast<std::size_t>(kernel.indptr[i]);
    const auto end = static_cast<std::size_t>(kernel.indptr[i + 1]);
    const bool decided = row.undecidable() || row.fixed != none;
    for (std::size_t j = 0; j < p.persons.size(); ++j) {
      const Index person = to_index(j);
      const bool had = next < end && kernel.indices[next] == person;
      if (!had && (decided || !is_open(waivers, p, row, person))) continue;
      indices.push_back(person);
      cost.push_back(cost_of(p, row, person));
      if (kernel.weight_per_pair) weight.push_back(pair_load(p, row, person));
      if (had) ++next;
    }
    indptr.push_back(static_cast<std::int64_t>(indices.size()));
  }
  kernel.indptr = std::move(indptr);
  kernel.indices = std::move(indices);
  kernel.cost = std::move(cost);
  if (kernel.weight_per_pair) kernel.weight = std::move(weight);
}

}  // namespace evenload::allocation::detail
