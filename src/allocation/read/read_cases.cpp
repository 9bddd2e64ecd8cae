#include "columns.hpp"
#include "evenload/core/errors.hpp"
#include "read_input.hpp"
#include "src/allocation/documents/enum_names.hpp"

namespace evenload::allocation {

namespace {

constexpr auto case_columns = std::to_array<std::string_view>(
    {"id", "system", "type", "phase", "weight", "factors", "class", "priority", "categories", "unit", "received", "deadline", "start",
     "required_skills", "preferred_skills", "delegation_level", "language", "interpreter", "risk", "duty", "previous_caseworker",
     "previous_caseworker_system", "closed", "family_caseworker", "family_caseworker_system", "current_caseworker",
     "current_caseworker_system", "state", "released", "roles", "link", "held_by", "held_by_system", "held_until", "assigned", "place", "on_site", "visits",
     "client", "transferred"});

std::vector<Date> read_days(const ColumnReader& column, std::size_t row) {
  std::vector<Date> days;
  for (const std::string& entry : column.list(row)) {
    try {
      days.push_back(parse_date(entry));
    } catch (const InvalidDataError&) {
      column.fail(row, ErrorCode::invalid_date, "dates, parted by semicolons (2026-12-01; 2026-12-08)");
    }
  }
  return days;
}

}  // namespace

std::vector<Case> read_cases(const Table& table, const CaseIndex& ids, const CaseworkerIndex& caseworkers, const Zone& zone) {
  check_columns(table, case_columns);
  const ColumnReader type(table, "type"), phase(table, "phase"), weight(table, "weight"), factors(table, "factors");
  const ColumnReader case_class(table, "class"), priority(table, "priority"), categories(table, "categories"), unit(table, "unit");
  const MomentReader received(table, "received", zone, DayMeans::its_start), deadline(table, "deadline", zone, DayMeans::its_end);
  const ColumnReader start(table, "start");
  const ColumnReader required_skills(table, "required_skills"), preferred_skills(table, "preferred_skills");
  const ColumnReader delegation_level(table, "delegation_level"), language(table, "language"), interpreter(table, "interpreter");
  const ColumnReader risk(table, "risk"), duty(table, "duty"), closed(table, "closed");
  const ColumnReader state(table, "state"), released(table, "released"), roles(table, "roles"), link(table, "link");
  const ColumnReader held_until(table, "held_until");
  const ColumnReader assigned(table, "assigned"), place(table, "place"), on_site(table, "on_site"), visits(table, "visits");
  const ColumnReader client(table, "client"), transferred(table, "transferred");
  const IdReader<CaseworkerId> previous(table, "previous_caseworker"), family(table, "family_caseworker");
  const IdReader<CaseworkerId> current(table, "current_caseworker"), held_by(table, "held_by");

  std::vector<Case> cases(table.rows());
  for (std::size_t row = 0; row < cases.size(); ++row) {
    Case& one = cases[row];
    one.id = ids[row];
    one.type = type.text_or(row, {});
    one.phase = phase.text_or(row, {});
    one.weight = maybe_non_negative(weight, row);
    one.factors = factors.list(row);
    one.case_class = choice_or(case_class, row, case_classes, CaseClass::must);
    one.priority = count_or(priority, row, 1);
    one.categories = categories.list(row);
    if (unit.has(row)) one.unit = UnitId(unit.id(row));
    one.received = received.maybe(row);
    one.deadline = deadline.maybe(row);
    one.start = start.maybe_date(row);
    one.required_skills = required_skills.list(row);
    one.preferred_skills = preferred_skills.list(row);
    one.delegation_level = count_or(delegation_level, row, 0);
    one.language = language.text_or(row, {});
    one.interpreter = interpreter.boolean_or(row, false);
    one.risk = risk.boolean_or(row, false);
    one.duty = duty.boolean_or(row, false);
    one.previous_caseworker = caseworkers.resolve(previous, row);
    one.closed = closed.maybe_date(row);
    one.family_caseworker = caseworkers.resolve(family, row);
    one.current_caseworker = caseworkers.resolve(current, row);
    // Whoever is named has the case, unless the state says that it is only proposed.
    one.state = choice_or(state, row, assignment_states, current.has(row) ? AssignmentState::started : AssignmentState::open);
    one.released = released.boolean_or(row, false);
    one.roles = roles.list(row);
    one.link = link.text_or(row, {});
    one.held_by = caseworkers.resolve(held_by, row);
    one.held_until = held_until.maybe_date(row);
    one.assigned = assigned.maybe_date(row);
    one.place = place.text_or(row, {});
    one.on_site = on_site.boolean_or(row, false);
    one.visits = read_days(visits, row);
    one.client = client.text_or(row, {});
    one.transferred = transferred.maybe_date(row);
    if (one.held_until && one.held_by.empty()) held_by.fail(row, ErrorCode::missing_value, "who holds the case, as held_until is given");
  }
  return cases;
}

}  // namespace evenload::allocation
