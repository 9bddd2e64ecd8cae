#include "enum_names.hpp"
#include "evenload/allocation/tables.hpp"
#include "json.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

using json_io::name_of;

std::string parameters_text(const Reason& reason) { return json_io::dump(parameters_json(reason), "reason"); }

template <class Value>
auto always(const Value& value) {
  return std::optional<Value>(value);
}

std::vector<std::string> code_names(const std::vector<Reason>& reasons) {
  std::vector<std::string> names;
  for (const Reason& reason : reasons) names.emplace_back(to_string(reason.code));
  return names;
}

/// One row per reason of an excluded caseworker.
struct ExcludedRow {
  const CaseworkerId* caseworker;
  const Reason* reason;
};

}  // namespace

Table assignments_table(const Plan& plan) {
  using Row = Assignment;
  return std::move(TableBuilder<Row>("assignments", plan.assignments, EmptyColumns::keep)
                       .id("case", [](const Row& a) { return a.case_id; })
                       .text("role", [](const Row& a) { return a.role; })
                       .text("phase", [](const Row& a) { return a.phase; })
                       .id("caseworker", [](const Row& a) { return a.caseworker; })
                       .text("state", [](const Row& a) { return name_of(assignment_states, a.state); })
                       .flag("overridden", [](const Row& a) { return a.overridden; })
                       .number("load", [](const Row& a) { return always(a.load); })
                       .column<std::int64_t>("cost", [](const Row& a) { return always(a.cost); }))
      .done();
}

Table undistributed_table(const std::vector<Undistributed>& list) {
  using Row = Undistributed;
  return std::move(
             TableBuilder<Row>("undistributed", list, EmptyColumns::keep)
                 .column<std::int64_t>("rank", [](const Row& u) { return always(u.rank); })
                 .id("case", [](const Row& u) { return u.case_id; })
                 .text("role", [](const Row& u) { return u.role; })
                 .text("class", [](const Row& u) { return name_of(case_classes, u.case_class); })
                 .text("unit", [](const Row& u) { return u.unit.value(); })
                 .number("load", [](const Row& u) { return always(u.load); })
                 .column<std::int64_t>("slack_days", [](const Row& u) { return u.slack_days; })
                 .column<std::int64_t>("waiting_days", [](const Row& u) { return u.waiting_days; })
                 .text("reason", [](const Row& u) { return to_string(u.reason.code); })
                 .text("reason_parameters", [](const Row& u) { return parameters_text(u.reason); })
                 .id("relaxation_caseworker", [](const Row& u) { return u.relaxation ? u.relaxation->caseworker : CaseworkerId(); })
                 .text("relaxation_reason", [](const Row& u) { return u.relaxation ? to_string(u.relaxation->reason.code) : std::string_view(); })
                 .text("relaxation_parameters", [](const Row& u) { return u.relaxation ? parameters_text(u.relaxation->reason) : std::string(); })
                 .number("relaxation_extra_load",
                         [](const Row& u) { return u.relaxation ? std::optional(u.relaxation->extra_load) : std::nullopt; })
                 .id("held_by", [](const Row& u) { return u.held_by; })
                 .column<Date>("held_until", [](const Row& u) { return u.held_until; }))
      .done();
}

Table loads_table(const Plan& plan) {
  using Row = CaseworkerLoad;
  return std::move(TableBuilder<Row>("loads", plan.loads, EmptyColumns::keep)
                       .id("caseworker", [](const Row& l) { return l.caseworker; })
                       .text("unit", [](const Row& l) { return l.unit.value(); })
                       .flag("pool", [](const Row& l) { return l.pool; })
                       .number("capacity", [](const Row& l) { return always(l.capacity); })
                       .number("hard_limit", [](const Row& l) { return always(l.hard_limit); })
                       .number("load_before", [](const Row& l) { return always(l.load_before); })
                       .number("load_after", [](const Row& l) { return always(l.load_after); })
                       .number("ratio_before", [](const Row& l) { return l.ratio_before; })
                       .number("ratio_after", [](const Row& l) { return l.ratio_after; })
                       .text("band_before", [](const Row& l) { return l.band_before; })
                       .text("band_after", [](const Row& l) { return l.band_after; })
                       .number("remembered", [](const Row& l) { return always(l.remembered); })
                       .column<std::int64_t>("new_cases", [](const Row& l) { return always(l.new_cases); })
                       .number("perceived", [](const Row& l) { return l.perceived; }))
      .done();
}

Table levels_table(const std::vector<optimize::Level>& levels) {
  using Row = optimize::Level;
  return std::move(TableBuilder<Row>("levels", levels, EmptyColumns::keep)
                       .text("level", [](const Row& l) { return name_of(level_kinds, l.kind); })
                       .column<double>("value", [](const Row& l) { return always(l.value); })
                       .column<double>("bound", [](const Row& l) { return always(l.bound); })
                       .column<double>("gap", [](const Row& l) { return l.gap; })
                       .column<double>("absolute_gap", [](const Row& l) { return always(l.absolute_gap); })
                       .column<double>("variable_gap", [](const Row& l) { return l.variable_gap; })
                       .flag("proven", [](const Row& l) { return l.proven; }))
      .done();
}

Table alternatives_table(const Explanation& explanation) {
  using Row = Alternative;
  TableBuilder<Row> builder("alternatives", explanation.alternatives, EmptyColumns::keep);
  builder.column<std::int64_t>("rank", [](const Row& a) { return always(a.rank); })
      .id("caseworker", [](const Row& a) { return a.caseworker; })
      .flag("chosen", [](const Row& a) { return a.chosen; })
      .number("capacity", [](const Row& a) { return always(a.capacity); })
      .number("load_before", [](const Row& a) { return always(a.load_before); })
      .number("load_after", [](const Row& a) { return always(a.load_after); })
      .number("ratio_before", [](const Row& a) { return a.ratio_before; })
      .number("ratio_after", [](const Row& a) { return a.ratio_after; })
      .column<std::int64_t>("cost", [](const Row& a) { return always(a.cost); });
  // One column for each level that any alternative names, in the order of the levels.
  for (const auto& level : level_kinds) {
    const auto difference = [&](const Row& a) -> std::optional<double> {
      for (const LevelDifference& one : a.differences) {
        if (one.level == level.value) return one.difference;
      }
      return std::nullopt;
    };
    const auto& all = explanation.alternatives;
    if (std::any_of(all.begin(), all.end(), [&](const Row& a) { return difference(a).has_value(); })) {
      builder.column<double>("difference_" + std::string(level.name), difference);
    }
  }
  builder.list("reasons", [](const Row& a) { return code_names(a.reasons); });
  return std::move(builder).done();
}

Table excluded_table(const Explanation& explanation) {
  std::vector<ExcludedRow> rows;
  for (const ExcludedCaseworker& excluded : explanation.excluded) {
    for (const Reason& reason : excluded.reasons) rows.push_back({&excluded.caseworker, &reason});
  }
  return std::move(TableBuilder<ExcludedRow>("excluded", rows, EmptyColumns::keep)
                       .id("caseworker", [](const ExcludedRow& r) { return *r.caseworker; })
                       .text("reason", [](const ExcludedRow& r) { return to_string(r.reason->code); })
                       .text("reason_parameters", [](const ExcludedRow& r) { return parameters_text(*r.reason); }))
      .done();
}

}  // namespace evenload::allocation
