#include "working_day.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "evenload/core/errors.hpp"
#include "src/core/utf8.hpp"

namespace evenload::workload {

namespace {

constexpr int days_in_week = 7;
constexpr std::size_t most_cycle_weeks = 8;

[[noreturn]] void fail_time(ErrorCode code, std::string_view column, std::string expected, std::string found) {
  throw InvalidDataError({code, "caseworkers", std::string(column), {}, std::move(expected), std::move(found)});
}

std::string numbered(std::string_view kind, std::size_t position) {
  return std::string(kind) + " " + std::to_string(position) + ": ";
}

void check_amount_of(const Reduction& reduction, std::size_t position) {
  if (!reduction.amount) return;
  if (*reduction.amount < Rational(0)) {
    fail_time(ErrorCode::negative_value, "reductions", "an amount of at least 0",
              numbered("reduction", position) + reduction.amount->to_string());
  }
  if (reduction.kind == ReductionKind::share && *reduction.amount > Rational(1)) {
    fail_time(ErrorCode::out_of_range, "reductions", "a share from 0 to 1",
              numbered("reduction", position) + reduction.amount->to_string());
  }
}

/// A pattern of hours is whole weeks of days, none negative, and as many hours as the contract.
void check_weekday_hours(const WorkingTime& person) {
  const std::size_t count = person.weekday_hours.size();
  if (count == 0) return;
  if (count % days_in_week != 0 || count > most_cycle_weeks * days_in_week) {
    fail_time(ErrorCode::length_mismatch, "weekday_hours",
              "hours of 7 days, Monday first, for each of 1 to 8 weeks", std::to_string(count) + " numbers");
  }
  Rational sum;
  for (const Rational& hours : person.weekday_hours) {
    if (hours < Rational(0) || hours > Rational(24)) {
      fail_time(ErrorCode::out_of_range, "weekday_hours", "0 to 24 hours a day", hours.to_string());
    }
    sum = sum + hours;
  }
  const Rational mean = sum / Rational(static_cast<std::int64_t>(count) / days_in_week);
  const Rational difference = mean - person.contracted_hours;
  const Rational minute(1, 60);
  if (difference > minute || difference < Rational(0) - minute) {
    fail_time(ErrorCode::contradiction, "weekday_hours",
              "the contracted hours in a mean week, which are " + person.contracted_hours.to_string(),
              mean.to_string());
  }
}

bool is_weekend(Date day) {
  const std::chrono::weekday weekday(day);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

/// Share of a day that is holiday.
Rational holiday_share(const CapacityRule& rule, Date day) {
  for (const Holiday& holiday : rule.holidays) {
    if (holiday.date == day) return holiday.share;
  }
  return 0;
}

/// Hours of the contract on a day.
Rational planned_hours(const WorkingTime& person, Date day) {
  if (person.weekday_hours.empty()) {
    return is_weekend(day) ? Rational(0) : person.contracted_hours / Rational(5);
  }
  const auto length = static_cast<std::int64_t>(person.weekday_hours.size());
  const std::int64_t since = (day - monday_of(person.cycle_from)).count() % length;
  return person.weekday_hours[static_cast<std::size_t>((since + length) % length)];
}

/// Whether a day is one of the first `rest` working days after `last`.
bool is_rest_after(const CapacityRule& rule, Date last, int rest, Date day) {
  if (day <= last || is_weekend(day) || holiday_share(rule, day) == Rational(1)) return false;
  int before = 0;
  for (Date between = last + std::chrono::days(1); between < day && before < rest; between += std::chrono::days(1)) {
    if (!is_weekend(between) && holiday_share(rule, between) != Rational(1)) ++before;
  }
  return before < rest;
}

/// The amount of the step that holds after so many months; 0 before the first and after the last.
Rational amount_after(const ReductionClass& kind, std::int64_t months) {
  for (const ReductionStep& step : kind.steps) {
    if (step.from_months <= months && (!step.to_months || months < *step.to_months)) return step.amount;
  }
  return 0;
}

/// What is taken from one day: shares of its hours, and hours of a whole week.
class Cut {
 public:
  Cut(const CapacityRule& rule, const WorkingTime& person, Date day) : rule_(rule), person_(person), day_(day) {
    for (const Absence& absence : person.absences) {
      if (absence.from <= day && day <= absence.to) absent_ = absent_ + absence.share;
    }
    for (std::size_t i = 0; i < person.reductions.size(); ++i) add_row(person.reductions[i], i);
    for (const ReductionClass& kind : rule.classes) add_for_everyone(kind);
    absent_ = std::min(absent_, Rational(1));
    if (share_ > Rational(1)) {
      fail_time(ErrorCode::out_of_range, "reductions",
                "proportional reductions of at most 1 in all on " + to_string(day), share_.to_string());
    }
  }
  /// Share of the day's hours that is gone; may pass 1.
  Rational share() const { return absent_ + share_; }
  const Rational& weekly_hours() const noexcept { return fixed_; }

 private:
  void add_row(const Reduction& reduction, std::size_t position) {
    const ReductionClass* kind = class_of(reduction);
    if (kind != nullptr && kind->rest_days > 0 && reduction.to &&
        is_rest_after(rule_, *reduction.to, kind->rest_days, day_)) {
      absent_ = Rational(1);
    }
    if ((reduction.from && day_ < *reduction.from) || (reduction.to && *reduction.to < day_)) return;
    if (!reduction.kind && kind == nullptr) {
      fail_time(ErrorCode::missing_value, "reductions", "a kind, or a class that the capacity rule knows",
                numbered("reduction", position) + utf8::quote(reduction.reduction_class));
    }
    const ReductionKind how = reduction.kind ? *reduction.kind : kind->kind;
    if (kind != nullptr && how != kind->kind) {
      fail_time(ErrorCode::contradiction, "reductions", "the kind of its class in the capacity rule",
                numbered("reduction", position) + utf8::quote(reduction.reduction_class));
    }
    const Rational amount = amount_of(reduction, kind, position);
    if (kind != nullptr && kind->maximum) {
      Rational& sum = of_class_[kind];
      sum = sum + amount;
      if (sum > *kind->maximum) {
        fail_time(ErrorCode::out_of_range, "reductions",
                  "at most " + kind->maximum->to_string() + " of class " + utf8::quote(kind->name) + " in all",
                  numbered("reduction", position) + sum.to_string());
      }
    }
    take(how, amount);
  }

  Rational amount_of(const Reduction& reduction, const ReductionClass* kind, std::size_t position) const {
    if (reduction.amount) {
      return *reduction.amount;
    }
    if (kind != nullptr && kind->amount) return *kind->amount;
    if (kind == nullptr || kind->steps.empty()) {
      fail_time(ErrorCode::missing_value, "reductions", "an amount, or a class with one",
                numbered("reduction", position) + utf8::quote(reduction.reduction_class));
    }
    if (kind->clock) return on_clock(*kind);
    if (!reduction.from) {
      fail_time(ErrorCode::missing_value, "reductions", "a first day, from which its class counts months",
                numbered("reduction", position) + utf8::quote(reduction.reduction_class));
    }
    Experience since_row;
    since_row.profession_since = reduction.from;
    return amount_after(*kind, completed_months(since_row, ExperienceClock::profession, day_));
  }

  Rational on_clock(const ReductionClass& kind) const {
    const std::optional<Date>& since = clock_start(person_.experience, *kind.clock);
    if (since && day_ < *since) return amount_after(kind, 0);
    return amount_after(kind, completed_months(person_.experience, *kind.clock, day_));
  }

  /// A class without rows. Somebody's own row of the class takes its place on the days it covers.
  void add_for_everyone(const ReductionClass& kind) {
    if (!kind.everyone && !kind.clock) return;
    for (const Reduction& reduction : person_.reductions) {
      const bool covers = (!reduction.from || *reduction.from <= day_) && (!reduction.to || day_ <= *reduction.to);
      if (covers && reduction.reduction_class == kind.name) return;
    }
    take(kind.kind, kind.clock ? on_clock(kind) : kind.amount.value_or(Rational(0)));
  }

  void take(ReductionKind kind, const Rational& amount) {
    Rational& sum = kind == ReductionKind::share ? share_ : fixed_;
    sum = sum + amount;
  }

  const ReductionClass* class_of(const Reduction& reduction) const {
    const auto found = std::find_if(rule_.classes.begin(), rule_.classes.end(),
                                    [&](const ReductionClass& kind) { return kind.name == reduction.reduction_class; });
    return found == rule_.classes.end() ? nullptr : &*found;
  }

  const CapacityRule& rule_;
  const WorkingTime& person_;
  Date day_;
  Rational absent_;
  Rational share_;
  Rational fixed_;
  std::map<const ReductionClass*, Rational> of_class_;  ///< what rows of classes with a maximum take
};

}  // namespace

const std::optional<Date>& clock_start(const Experience& experience, ExperienceClock clock) noexcept {
  switch (clock) {
    case ExperienceClock::employer: return experience.employer_since;
    case ExperienceClock::case_type: return experience.case_type_since;
    case ExperienceClock::profession: break;
  }
  return experience.profession_since;
}

void check_working_time(const WorkingTime& person) {
  if (person.contracted_hours < Rational(0)) {
    fail_time(ErrorCode::negative_value, "contracted_hours", "at least 0 hours a week", person.contracted_hours.to_string());
  }
  check_weekday_hours(person);
  for (std::size_t i = 0; i < person.reductions.size(); ++i) {
    const Reduction& reduction = person.reductions[i];
    check_amount_of(reduction, i);
    if (reduction.from && reduction.to && *reduction.to < *reduction.from) {
      fail_time(ErrorCode::ends_before_start, "reductions", "a last day on or after the first",
                numbered("reduction", i) + to_string(*reduction.from) + " to " + to_string(*reduction.to));
    }
  }
  for (std::size_t i = 0; i < person.absences.size(); ++i) {
    const Absence& absence = person.absences[i];
    if (absence.share < Rational(0) || absence.share > Rational(1)) {
      fail_time(ErrorCode::out_of_range, "absences", "a share from 0 to 1", numbered("absence", i) + absence.share.to_string());
    }
    if (absence.to < absence.from) {
      fail_time(ErrorCode::ends_before_start, "absences", "a last day on or after the first",
                numbered("absence", i) + to_string(absence.from) + " to " + to_string(absence.to));
    }
  }
}

Rational hours_for_cases(const CapacityRule& rule, const WorkingTime& person, Date day) {
  const Rational planned = planned_hours(person, day);
  const bool weekend = is_weekend(day);
  if (weekend && planned == Rational(0)) return 0;
  const Rational open = Rational(1) - holiday_share(rule, day);
  if (open == Rational(0)) return 0;
  const Cut cut(rule, person, day);
  Rational hours = planned * (Rational(1) - cut.share());
  if (!weekend) hours = hours - cut.weekly_hours() / Rational(5);
  return hours * open;
}

}  // namespace evenload::workload
