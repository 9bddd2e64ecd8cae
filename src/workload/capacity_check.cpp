// Checks of capacity rules; capacity itself is in capacity.cpp.

#include <map>
#include <set>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"
#include "evenload/workload/capacity.hpp"
#include "src/core/utf8.hpp"

namespace evenload::workload {

namespace {

/// One array of a rule, so that an error needs only row, column and what was wrong.
class Rows {
 public:
  explicit Rows(std::string name) : name_(std::move(name)) {}
  [[noreturn]] void fail(std::size_t row, std::string_view column, ErrorCode code, std::string expected, std::string found) const {
    throw InvalidDataError(
        {code, name_, std::string(column), static_cast<std::int64_t>(row), std::move(expected), std::move(found)});
  }
  /// Hours a week, or a share.
  void amount(std::size_t row, std::string_view column, ReductionKind kind, const Rational& value) const {
    if (value < Rational(0)) fail(row, column, ErrorCode::negative_value, "at least 0", value.to_string());
    if (kind == ReductionKind::share && value > Rational(1)) {
      fail(row, column, ErrorCode::out_of_range, "a share from 0 to 1", value.to_string());
    }
  }

 private:
  std::string name_;
};

void check_steps(const ReductionClass& kind, const Rows& rows) {
  for (std::size_t row = 0; row < kind.steps.size(); ++row) {
    const ReductionStep& step = kind.steps[row];
    rows.amount(row, "amount", kind.kind, step.amount);
    if (step.from_months < 0) {
      rows.fail(row, "from_months", ErrorCode::negative_value, "at least 0 months", std::to_string(step.from_months));
    }
    if (step.to_months && *step.to_months <= step.from_months) {
      rows.fail(row, "to_months", ErrorCode::out_of_range, "more than from_months, which is " + std::to_string(step.from_months),
                std::to_string(*step.to_months));
    }
    if (row == 0) continue;
    const auto& before = kind.steps[row - 1].to_months;
    if (before == step.from_months) continue;
    const bool gap = before && *before < step.from_months;
    rows.fail(row, "from_months", gap ? ErrorCode::gap_in_bands : ErrorCode::overlap_in_bands,
              "a step from where row " + std::to_string(row - 1) + " ends",
              "row " + std::to_string(row - 1) + " to " + (before ? std::to_string(*before) + " months" : std::string("no end")) + "; row " +
                  std::to_string(row) + " from " + std::to_string(step.from_months) + " months");
  }
}

void check_classes(const std::vector<ReductionClass>& classes, const std::string& path) {
  const Rows rows(path);
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t row = 0; row < classes.size(); ++row) {
    const ReductionClass& kind = classes[row];
    if (kind.name.empty()) rows.fail(row, "name", ErrorCode::missing_value, "a name", "nothing");
    if (const auto [first, is_new] = seen.try_emplace(kind.name, row); !is_new) {
      rows.fail(row, "name", ErrorCode::duplicate_id, "each class once",
                utf8::quote(kind.name) + " in row " + std::to_string(first->second) + " and row " + std::to_string(row));
    }
    if (kind.amount) rows.amount(row, "amount", kind.kind, *kind.amount);
    if (kind.maximum) rows.amount(row, "maximum", kind.kind, *kind.maximum);
    if (kind.amount && kind.maximum && *kind.amount > *kind.maximum) {
      rows.fail(row, "amount", ErrorCode::out_of_range, "at most the maximum, which is " + kind.maximum->to_string(),
                kind.amount->to_string());
    }
    if (kind.amount && !kind.steps.empty()) {
      rows.fail(row, "steps", ErrorCode::contradiction, "either one amount or steps", "both");
    }
    if (kind.clock && kind.steps.empty()) {
      rows.fail(row, "clock", ErrorCode::contradiction, "steps that count on this clock", "no steps");
    }
    if (kind.everyone && !kind.clock && !kind.amount) {
      rows.fail(row, "everyone", ErrorCode::missing_value, "an amount, or steps on a clock, as there are no rows", "neither");
    }
    if (kind.rest_days < 0 || kind.rest_days > 31) {
      rows.fail(row, "rest_days", ErrorCode::out_of_range, "0 to 31 working days", std::to_string(kind.rest_days));
    }
    check_steps(kind, Rows(path + "[" + std::to_string(row) + "].steps"));
  }
}

void check_holidays(const std::vector<Holiday>& holidays, const std::string& path) {
  const Rows rows(path);
  std::set<Date> seen;
  for (std::size_t row = 0; row < holidays.size(); ++row) {
    const Holiday& holiday = holidays[row];
    if (holiday.share <= Rational(0) || holiday.share > Rational(1)) {
      rows.fail(row, "share", ErrorCode::out_of_range, "a share above 0, up to 1", holiday.share.to_string());
    }
    if (!seen.insert(holiday.date).second) {
      rows.fail(row, "date", ErrorCode::duplicate_id, "each day once", to_string(holiday.date));
    }
  }
}

}  // namespace

void check(const CapacityRule& rule, std::string_view path) {
  const std::string place(path);
  if (rule.full_time_hours <= Rational(0)) {
    throw InvalidDataError(
        {ErrorCode::out_of_range, place, "full_time_hours", {}, "more than 0 hours a week", rule.full_time_hours.to_string()});
  }
  check_bands(rule.bands, place + ".bands");
  check_classes(rule.classes, place + ".classes");
  check_holidays(rule.holidays, place + ".holidays");
}

}  // namespace evenload::workload
