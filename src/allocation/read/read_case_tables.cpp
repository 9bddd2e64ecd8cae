// Side tables about cases: events, planned hand-overs, links; pairs of caseworkers; agreements.
#include <array>
#include <set>
#include <tuple>

#include "columns.hpp"
#include "evenload/core/errors.hpp"
#include "read_input.hpp"

namespace evenload::allocation {

namespace {

/// A column that must be there as a whole, with its system beside it.
template <class IdType>
IdReader<IdType> whole_id(const Table& table, std::string_view column) {
  ColumnReader::required(table, column);
  return IdReader<IdType>(table, column);
}

Date needed_date(const ColumnReader& column, std::size_t row) {
  const std::optional<Date> date = column.maybe_date(row);
  if (!date) column.fail(row, ErrorCode::missing_value, "a date");
  return *date;
}

}  // namespace

std::vector<CaseEvent> read_events(const Table& table, const CaseIndex& cases) {
  constexpr auto known = std::to_array<std::string_view>({"case", "case_system", "kind", "from", "until", "weight"});
  check_columns(table, known);
  const auto case_id = whole_id<CaseId>(table, "case");
  const auto from = ColumnReader::required(table, "from");
  const auto weight = ColumnReader::required(table, "weight");
  const ColumnReader kind(table, "kind"), until(table, "until");
  std::vector<CaseEvent> events;
  events.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CaseEvent& one = events.emplace_back();
    one.case_id = cases[cases.known(case_id, row, "cases")];
    one.kind = kind.text_or(row, {});
    one.from = needed_date(from, row);
    one.until = until.maybe_date(row);
    if (one.until && *one.until < one.from) until.fail(row, ErrorCode::ends_before_start, "a last day on or after " + evenload::to_string(one.from));
    const std::optional<Rational> given = maybe_non_negative(weight, row);
    if (!given) weight.fail(row, ErrorCode::missing_value, "what it adds to the weight");
    one.weight = *given;
  }
  return events;
}

std::vector<PlannedHandover> read_handovers(const Table& table, const CaseIndex& cases, const CaseworkerIndex& caseworkers) {
  constexpr auto known =
      std::to_array<std::string_view>({"case", "case_system", "role", "phase", "unit", "on", "weight", "caseworker", "caseworker_system"});
  check_columns(table, known);
  const auto case_id = whole_id<CaseId>(table, "case");
  const auto unit = ColumnReader::required(table, "unit");
  const auto on = ColumnReader::required(table, "on");
  const ColumnReader role(table, "role"), phase(table, "phase"), weight(table, "weight");
  const IdReader<CaseworkerId> caseworker(table, "caseworker");
  std::set<std::tuple<CaseId, std::string, std::string>> seen;
  std::vector<PlannedHandover> handovers;
  handovers.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    PlannedHandover& one = handovers.emplace_back();
    one.case_id = cases[cases.known(case_id, row, "cases")];
    one.role = role.text_or(row, "lead");
    one.phase = phase.text_or(row, {});
    if (!unit.has(row)) unit.fail(row, ErrorCode::missing_value, "the unit that receives the case");
    one.unit = UnitId(unit.id(row));
    one.on = needed_date(on, row);
    one.weight = maybe_non_negative(weight, row);
    one.caseworker = caseworkers.resolve(caseworker, row);
    if (!seen.emplace(one.case_id, one.role, one.phase).second) phase.fail(row, ErrorCode::duplicate_id, "each phase of a case and role once");
  }
  return handovers;
}

std::vector<WorkerPair> read_worker_pairs(const Table& table, const CaseworkerIndex& caseworkers) {
  if (table.find("reason") != nullptr) {
    throw InvalidDataError({ErrorCode::unsupported, table.name(), "reason", std::nullopt,
                            "no such column: why two people do not work together is never stored", "a column of reasons"});
  }
  constexpr auto known = std::to_array<std::string_view>({"caseworker", "caseworker_system", "other", "other_system"});
  check_columns(table, known);
  const auto caseworker = whole_id<CaseworkerId>(table, "caseworker");
  const auto other = whole_id<CaseworkerId>(table, "other");
  std::vector<WorkerPair> pairs;
  pairs.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const auto* id : {&caseworker, &other}) {
      if (!id->has(row)) id->fail(row, ErrorCode::missing_value, "an id");
    }
    pairs.push_back({caseworkers.resolve(caseworker, row), caseworkers.resolve(other, row)});
    if (pairs.back().caseworker == pairs.back().other) other.fail(row, ErrorCode::contradiction, "another caseworker");
  }
  return pairs;
}

std::vector<CaseLink> read_links(const Table& table, const CaseIndex& cases) {
  constexpr auto known = std::to_array<std::string_view>({"case", "case_system", "other", "other_system"});
  check_columns(table, known);
  const auto case_id = whole_id<CaseId>(table, "case");
  const auto other = whole_id<CaseId>(table, "other");
  std::vector<CaseLink> links;
  links.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    links.push_back({cases[cases.known(case_id, row, "cases")], cases[cases.known(other, row, "cases")]});
    if (links.back().case_id == links.back().other) other.fail(row, ErrorCode::cycle, "another case");
  }
  return links;
}

std::vector<Agreement> read_agreements(const Table& table) {
  constexpr auto known = std::to_array<std::string_view>({"municipality", "with", "case_type", "from", "to"});
  check_columns(table, known);
  const auto municipality = ColumnReader::required(table, "municipality");
  const auto with = ColumnReader::required(table, "with");
  const ColumnReader case_type(table, "case_type"), from(table, "from"), to(table, "to");
  std::vector<Agreement> agreements;
  agreements.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    agreements.push_back({needed_text(municipality, row), needed_text(with, row), case_type.text_or(row, {}), from.maybe_date(row), to.maybe_date(row)});
    const Agreement& one = agreements.back();
    if (one.from && one.to && *one.to < *one.from) to.fail(row, ErrorCode::ends_before_start, "a last day on or after " + evenload::to_string(*one.from));
  }
  return agreements;
}

}  // namespace evenload::allocation
