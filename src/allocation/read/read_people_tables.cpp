// Tables about caseworkers: authority, deciders, turns on duty, introduction, travel, specialisms.
#include <algorithm>
#include <set>
#include <tuple>

#include "columns.hpp"
#include "evenload/core/errors.hpp"
#include "read_input.hpp"
#include "src/allocation/documents/enum_names.hpp"

namespace evenload::allocation {

namespace {

template <class IdType>
IdReader<IdType> id_column(const Table& table, std::string_view column) {
  ColumnReader::required(table, column);
  return IdReader<IdType>(table, column);
}

/// Somebody who may stand outside the table of caseworkers.
CaseworkerId anybody(const IdReader<CaseworkerId>& column, const CaseworkerIndex& ids,
                     std::size_t row) {
  if (!column.has(row)) column.fail(row, ErrorCode::missing_value, "an id");
  return ids.resolve(column, row);
}

const CaseworkerId& somebody(const IdReader<CaseworkerId>& column, const CaseworkerIndex& ids,
                             std::size_t row) {
  return ids[ids.known(column, row, "caseworkers")];
}

template <class Key>
void once(std::set<Key>& seen, Key key, const ColumnReader& column, std::size_t row,
          std::string_view what) {
  if (seen.insert(std::move(key)).second) return;
  column.fail(row, ErrorCode::duplicate_id, "each " + std::string(what) + " once");
}

}  // namespace

std::vector<Delegation> read_delegations(const Table& table, const CaseworkerIndex& ids) {
  constexpr auto known = std::to_array<std::string_view>(
      {"caseworker", "caseworker_system", "committee", "type", "level", "from", "to"});
  check_columns(table, known);
  const auto caseworker = id_column<CaseworkerId>(table, "caseworker");
  const auto level = ColumnReader::required(table, "level");
  const ColumnReader committee(table, "committee"), type(table, "type");
  const ColumnReader from(table, "from"), to(table, "to");
  std::vector<Delegation> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Delegation& one = rows.emplace_back();
    one.caseworker = anybody(caseworker, ids, row);
    one.committee = committee.text_or(row, {});
    one.type = type.text_or(row, {});
    if (!level.has(row)) level.fail(row, ErrorCode::missing_value, "a level of at least 0");
    one.level = *maybe_count(level, row);
    one.from = from.maybe_date(row);
    one.to = to.maybe_date(row);
    if (one.from && one.to && *one.to < *one.from) {
      to.fail(row, ErrorCode::ends_before_start,
              "a last day on or after " + evenload::to_string(*one.from));
    }
  }
  return rows;
}

std::vector<Decider> read_deciders(const Table& table, const CaseworkerIndex& ids) {
  constexpr auto known = std::to_array<std::string_view>(
      {"caseworker", "caseworker_system", "decisions", "limit", "week_decisions", "week_limit"});
  check_columns(table, known);
  const auto caseworker = id_column<CaseworkerId>(table, "caseworker");
  const ColumnReader text(table, "caseworker"), decisions(table, "decisions");
  const ColumnReader limit(table, "limit"), week_decisions(table, "week_decisions");
  const ColumnReader week_limit(table, "week_limit");
  std::set<CaseworkerId> seen;
  std::vector<Decider> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Decider& one = rows.emplace_back();
    one.caseworker = anybody(caseworker, ids, row);
    one.decisions = count_or(decisions, row, 0);
    one.limit = maybe_count(limit, row);
    one.week_decisions = count_or(week_decisions, row, 0);
    one.week_limit = maybe_count(week_limit, row);
    once(seen, one.caseworker, text, row, "decider");
  }
  return rows;
}

std::vector<DutyTurn> read_duty(const Table& table, const CaseworkerIndex& ids, const Zone& zone) {
  constexpr auto known = std::to_array<std::string_view>(
      {"caseworker", "caseworker_system", "from", "to", "share", "types", "before", "during",
       "after", "before_days", "after_days"});
  check_columns(table, known);
  const auto caseworker = id_column<CaseworkerId>(table, "caseworker");
  const auto from_column = ColumnReader::required(table, "from");
  const auto to_column = ColumnReader::required(table, "to");
  const MomentReader from(table, "from", zone, DayMeans::its_start);
  const MomentReader to(table, "to", zone, DayMeans::its_end);
  const ColumnReader share(table, "share"), types(table, "types"), before(table, "before");
  const ColumnReader during(table, "during"), after(table, "after");
  const ColumnReader before_days(table, "before_days"), after_days(table, "after_days");
  std::vector<DutyTurn> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    DutyTurn& one = rows.emplace_back();
    one.caseworker = somebody(caseworker, ids, row);
    const std::optional<Instant> begin = from.maybe(row);
    const std::optional<Instant> end = to.maybe(row);
    if (!begin) from_column.fail(row, ErrorCode::missing_value, "the beginning of the turn");
    if (!end) to_column.fail(row, ErrorCode::missing_value, "the end of the turn");
    if (*end <= *begin) {
      to_column.fail(row, ErrorCode::ends_before_start,
                     "an end after " + evenload::to_string(*begin));
    }
    one.from = *begin;
    one.to = *end;
    one.share = share_or(share, row, Rational(0));
    one.types = types.list(row);
    one.before = choice_or(before, row, new_work_choices, NewWork::as_usual);
    one.during = choice_or(during, row, new_work_choices, NewWork::as_usual);
    one.after = choice_or(after, row, new_work_choices, NewWork::as_usual);
    one.before_days = count_or(before_days, row, one.before_days);
    one.after_days = count_or(after_days, row, one.after_days);
  }
  return rows;
}

std::vector<OwnProtectionStep> read_protection(const Table& table, const CaseworkerIndex& ids) {
  constexpr auto known = std::to_array<std::string_view>(
      {"caseworker", "caseworker_system", "from_week", "to_week", "new_cases", "new_weight",
       "load_share", "protected_categories", "joint_only_categories", "newcomer"});
  check_columns(table, known);
  const auto caseworker = id_column<CaseworkerId>(table, "caseworker");
  const ColumnReader from_week(table, "from_week"), to_week(table, "to_week");
  const ColumnReader new_cases(table, "new_cases"), new_weight(table, "new_weight");
  const ColumnReader load_share(table, "load_share");
  const ColumnReader never(table, "protected_categories"), joint(table, "joint_only_categories");
  const ColumnReader newcomer(table, "newcomer");
  std::set<std::pair<CaseworkerId, std::int64_t>> seen;
  std::vector<OwnProtectionStep> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    OwnProtectionStep& one = rows.emplace_back();
    one.caseworker = somebody(caseworker, ids, row);
    ProtectionStep& step = one.step;
    step.from_week = count_or(from_week, row, 0);
    step.to_week = maybe_count(to_week, row);
    if (step.to_week && *step.to_week <= step.from_week) {
      to_week.fail(row, ErrorCode::ends_before_start,
                   "a week after week " + std::to_string(step.from_week));
    }
    step.new_cases = maybe_count(new_cases, row);
    step.new_weight = maybe_non_negative(new_weight, row);
    step.load_share = maybe_non_negative(load_share, row);
    step.protected_categories = never.list(row);
    step.joint_only_categories = joint.list(row);
    step.newcomer = newcomer.boolean_or(row, true);
    once(seen, {one.caseworker, step.from_week}, from_week, row, "week of a caseworker");
  }
  return rows;
}

std::vector<Travel> read_travel(const Table& table, const CaseworkerIndex& ids) {
  constexpr auto known = std::to_array<std::string_view>(
      {"caseworker", "caseworker_system", "unit", "place", "amount"});
  check_columns(table, known);
  const IdReader<CaseworkerId> caseworker(table, "caseworker");
  const ColumnReader unit(table, "unit");
  const auto place = ColumnReader::required(table, "place");
  const auto amount = ColumnReader::required(table, "amount");
  std::set<std::tuple<CaseworkerId, UnitId, std::string>> seen;
  std::vector<Travel> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Travel& one = rows.emplace_back();
    if (caseworker.has(row)) one.caseworker = somebody(caseworker, ids, row);
    if (unit.has(row)) one.unit = UnitId(unit.id(row));
    if (one.caseworker.empty() == one.unit.empty()) {
      unit.fail(row, one.unit.empty() ? ErrorCode::missing_value : ErrorCode::contradiction,
                "a caseworker or a unit, and not both");
    }
    one.place = needed_text(place, row);
    if (!amount.has(row)) amount.fail(row, ErrorCode::missing_value, "a number of at least 0");
    one.amount = *maybe_non_negative(amount, row);
    once(seen, {one.caseworker, one.unit, one.place}, place, row, "way");
  }
  return rows;
}

std::vector<Specialism> read_specialisms(const Table& table, const CaseworkerIndex& ids) {
  constexpr auto known = std::to_array<std::string_view>(
      {"caseworker", "caseworker_system", "category", "share"});
  check_columns(table, known);
  const auto caseworker = id_column<CaseworkerId>(table, "caseworker");
  const auto category = ColumnReader::required(table, "category");
  const auto share = ColumnReader::required(table, "share");
  std::set<std::pair<CaseworkerId, std::string>> seen;
  std::vector<Specialism> rows;
  rows.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Specialism& one = rows.emplace_back();
    one.caseworker = somebody(caseworker, ids, row);
    one.category = needed_text(category, row);
    if (!share.has(row)) share.fail(row, ErrorCode::missing_value, "a share from 0 to 1");
    one.share = share_or(share, row, Rational(0));
    once(seen, {one.caseworker, one.category}, category, row, "specialism of a caseworker");
  }
  return rows;
}

}  // namespace evenload::allocation
