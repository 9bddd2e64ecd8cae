/// \file
/// Names of enumerators in tables and documents. Private.
#pragma once

#include <array>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/policy.hpp"
#include "src/core/json_reader.hpp"
#include "src/workload/reduction_kinds.hpp"

namespace evenload::allocation {

using json_io::Choice;

inline constexpr std::array<Choice<CaseClass>, 3> case_classes = {
    {{"must", CaseClass::must}, {"due", CaseClass::due}, {"may_wait", CaseClass::may_wait}}};

inline constexpr std::array<Choice<AssignmentState>, 4> assignment_states = {{{"open", AssignmentState::open},
                                                                              {"proposed", AssignmentState::proposed},
                                                                              {"announced", AssignmentState::announced},
                                                                              {"started", AssignmentState::started}}};

inline constexpr std::array<Choice<OverrideKind>, 3> override_kinds = {{{"assign", OverrideKind::assign},
                                                                        {"forbid", OverrideKind::forbid},
                                                                        {"leave_unassigned", OverrideKind::leave_unassigned}}};

inline constexpr std::array<Choice<LimitPeriod>, 2> limit_periods = {
    {{"allocation", LimitPeriod::allocation}, {"week", LimitPeriod::week}}};

inline constexpr std::array<Choice<NewWork>, 3> new_work_choices = {
    {{"as_usual", NewWork::as_usual}, {"half", NewWork::half}, {"none", NewWork::none}}};

/// By ISO number, from Monday.
inline constexpr std::array<std::string_view, 7> weekday_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

using workload::reduction_kinds;

inline constexpr std::array<Choice<RuleMode>, 3> rule_modes = {
    {{"off", RuleMode::off}, {"soft", RuleMode::soft}, {"hard", RuleMode::hard}}};

inline constexpr std::array<Choice<optimize::Balance>, 3> balances = {
    {{"squares", optimize::Balance::squares}, {"peak", optimize::Balance::peak}, {"leximin", optimize::Balance::leximin}}};

inline constexpr std::array<Choice<optimize::OverloadPlace>, 2> overload_places = {
    {{"after_must", optimize::OverloadPlace::after_must}, {"after_unassigned", optimize::OverloadPlace::after_unassigned}}};

inline constexpr std::array<Choice<optimize::LevelKind>, 9> level_kinds = {
    {{"unassigned_must", optimize::LevelKind::unassigned_must},
     {"overload", optimize::LevelKind::overload},
     {"unassigned_due", optimize::LevelKind::unassigned_due},
     {"unassigned_may_wait", optimize::LevelKind::unassigned_may_wait},
     {"peak", optimize::LevelKind::peak},
     {"balance", optimize::LevelKind::balance},
     {"leximin", optimize::LevelKind::leximin},
     {"cost", optimize::LevelKind::cost},
     {"changes", optimize::LevelKind::changes}}};

inline constexpr std::array<Choice<DeadlineUnit>, 6> deadline_units = {{{"hours", DeadlineUnit::hours},
                                                                        {"days", DeadlineUnit::days},
                                                                        {"working_days", DeadlineUnit::working_days},
                                                                        {"weeks", DeadlineUnit::weeks},
                                                                        {"months", DeadlineUnit::months},
                                                                        {"years", DeadlineUnit::years}}};

inline constexpr std::array<Choice<RollOver>, 2> roll_overs = {
    {{"none", RollOver::none}, {"next_working_day", RollOver::next_working_day}}};

inline constexpr std::array<Choice<Outcome>, 4> outcomes = {{{"optimal", Outcome::optimal},
                                                             {"feasible", Outcome::feasible},
                                                             {"infeasible", Outcome::infeasible},
                                                             {"unknown", Outcome::unknown}}};

inline constexpr std::array<Choice<StopReason>, 4> stop_reasons = {{{"done", StopReason::done},
                                                                    {"work", StopReason::work},
                                                                    {"time", StopReason::time},
                                                                    {"cancelled", StopReason::cancelled}}};

inline constexpr std::array<Choice<Audience>, 4> audiences = {{{"allocator", Audience::allocator},
                                                               {"caseworker", Audience::caseworker},
                                                               {"colleague", Audience::colleague},
                                                               {"case_file", Audience::case_file}}};

}  // namespace evenload::allocation
