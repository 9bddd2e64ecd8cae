#include <algorithm>

#include "columns.hpp"
#include "evenload/core/errors.hpp"
#include "read_input.hpp"
#include "src/allocation/documents/enum_names.hpp"
#include "src/workload/working_time_tables.hpp"

namespace evenload::allocation {

namespace {

constexpr auto caseworker_columns = std::to_array<std::string_view>(
    {"id", "system", "unit", "pool", "pool_units", "capacity", "contracted_hours", "weekday_hours", "cycle_from", "supervisor", "supervisor_system", "profession_since", "employer_since",
     "case_type_since", "fixed_duty_hours", "duty_share", "base_load", "work_for_others", "work_by_others", "hard_limit", "skills", "delegation_level", "languages", "on_duty",
     "protected_until", "protected_new_cases", "protected_new_weight", "protected_categories", "joint_only_categories",
     "new_cases_limit", "wished_categories", "unwished_categories", "perceived", "agency", "student", "decider", "decider_system", "introduced",
     "protection_class", "week_cases_limit", "week_cases", "remote_days"});

Skill parse_skill(const ColumnReader& column, std::size_t row, std::string entry) {
  const std::size_t colon = entry.rfind(':');
  if (colon == std::string::npos || !looks_like_date(std::string_view(entry).substr(colon + 1))) return {std::move(entry), std::nullopt};
  try {
    const Date last_day = parse_date(std::string_view(entry).substr(colon + 1));
    return {entry.substr(0, colon), last_day};
  } catch (const InvalidDataError&) {
    column.fail(row, ErrorCode::invalid_date, "skills, each with its last valid day after a colon where it has one (court:2027-06-30)");
  }
}

std::vector<int> read_weekdays(const ColumnReader& column, std::size_t row) {
  std::vector<int> days;
  for (const std::string& entry : column.list(row)) {
    const auto found = std::find(weekday_names.begin(), weekday_names.end(), entry);
    if (found == weekday_names.end()) {
      column.fail(row, ErrorCode::out_of_range, "weekdays among mon, tue, wed, thu, fri, sat, sun");
    }
    days.push_back(static_cast<int>(found - weekday_names.begin()) + 1);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace

bool looks_like_date(std::string_view text) noexcept {
  constexpr std::string_view shape = "0000-00-00";
  return text.size() == shape.size() && std::equal(text.begin(), text.end(), shape.begin(), [](char c, char expected) {
           return expected == '0' ? c >= '0' && c <= '9' : c == '-';
         });
}

void add_skill(Caseworker& caseworker, Skill skill) {
  const auto [entry, is_new] = caseworker.skills.try_emplace(std::move(skill.first), skill.second);
  if (is_new || !entry->second) return;
  entry->second = skill.second ? std::max(entry->second, skill.second) : std::nullopt;
}

std::vector<Caseworker> read_caseworkers(const Table& table, const CaseworkerIndex& ids) {
  check_columns(table, caseworker_columns);
  const ColumnReader unit(table, "unit"), pool(table, "pool"), pool_units(table, "pool_units");
  const ColumnReader capacity(table, "capacity");
  const workload::WorkingTimeColumns working_time(table);
  const IdReader<CaseworkerId> supervisor(table, "supervisor");
  const ColumnReader base_load(table, "base_load"), work_for_others(table, "work_for_others"), work_by_others(table, "work_by_others");
  const ColumnReader hard_limit(table, "hard_limit"), skills(table, "skills");
  const ColumnReader delegation_level(table, "delegation_level"), languages(table, "languages"), on_duty(table, "on_duty");
  const ColumnReader protected_until(table, "protected_until"), protected_new_cases(table, "protected_new_cases");
  const ColumnReader protected_new_weight(table, "protected_new_weight"), protected_categories(table, "protected_categories");
  const ColumnReader joint_only_categories(table, "joint_only_categories"), new_cases_limit(table, "new_cases_limit");
  const ColumnReader wished_categories(table, "wished_categories"), unwished_categories(table, "unwished_categories");
  const ColumnReader perceived(table, "perceived");
  const ColumnReader agency(table, "agency"), student(table, "student"), introduced(table, "introduced");
  const ColumnReader protection_class(table, "protection_class"), remote_days(table, "remote_days");
  const ColumnReader week_cases_limit(table, "week_cases_limit"), week_cases(table, "week_cases");
  const IdReader<CaseworkerId> decider(table, "decider");

  std::vector<Caseworker> caseworkers(table.rows());
  for (std::size_t row = 0; row < caseworkers.size(); ++row) {
    Caseworker& one = caseworkers[row];
    one.id = ids[row];
    if (unit.has(row)) one.unit = UnitId(unit.id(row));
    one.pool = pool.boolean_or(row, false);
    for (std::string& served : pool_units.list(row)) {
      check_id(served, table.name(), "pool_units", static_cast<std::int64_t>(row));
      one.pool_units.emplace_back(std::move(served));
    }
    one.capacity = maybe_non_negative(capacity, row);
    if (!one.capacity && !working_time.tells_hours(row)) {
      const ColumnReader& hours = working_time.contracted_hours();
      const ColumnReader& needed = capacity.present() && !hours.present() ? capacity : hours;
      needed.fail(row, needed.present() ? ErrorCode::missing_value : ErrorCode::missing_column, "contracted hours a week, or a capacity");
    }
    one.working_time = working_time.read(row);
    if (supervisor.has(row)) one.supervisor = ids.resolve(supervisor, row);
    // What others do on one's own cases lightens the load, but not below nothing.
    one.base_load = std::max(Rational(0), non_negative_or_zero(base_load, row) + non_negative_or_zero(work_for_others, row) -
                                              non_negative_or_zero(work_by_others, row));
    one.hard_limit = maybe_non_negative(hard_limit, row);
    for (std::string& entry : skills.list(row)) add_skill(one, parse_skill(skills, row, std::move(entry)));
    one.delegation_level = count_or(delegation_level, row, 0);
    one.languages = languages.list(row);
    one.on_duty = on_duty.boolean_or(row, false);
    one.protected_until = protected_until.maybe_date(row);
    one.protected_new_cases = maybe_count(protected_new_cases, row);
    one.protected_new_weight = maybe_non_negative(protected_new_weight, row);
    one.protected_categories = protected_categories.list(row);
    one.joint_only_categories = joint_only_categories.list(row);
    one.new_cases_limit = maybe_count(new_cases_limit, row);
    one.wished_categories = wished_categories.list(row);
    one.unwished_categories = unwished_categories.list(row);
    if (perceived.has(row)) one.perceived = perceived.rational(row);
    one.agency = agency.boolean_or(row, false);
    one.student = student.boolean_or(row, false);
    if (decider.has(row)) one.decider = ids.resolve(decider, row);
    one.introduced = introduced.maybe_date(row);
    one.protection_class = protection_class.text_or(row, {});
    one.week_cases_limit = maybe_count(week_cases_limit, row);
    one.week_cases = count_or(week_cases, row, 0);
    one.remote_days = read_weekdays(remote_days, row);
  }
  return caseworkers;
}

}  // namespace evenload::allocation
