/// \file
/// Results of replays as tables.
#include <utility>

#include "evenload/allocation/replay.hpp"
#include "src/core/cells.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

/// A row of what several policies or one came to in one measure.
struct MeasureRow {
  std::string policy;
  ReplayMeasure measure{};
  std::optional<double> happened;
  ReplayEstimate reference, value, difference;
};

using Rows = TableBuilder<MeasureRow>;

void add_estimate(Rows& table, const std::string& name, ReplayEstimate MeasureRow::*member,
                  const std::string& prefix) {
  const auto add = [&](const std::string& column, std::optional<double> ReplayEstimate::*part) {
    table.column<double>(column, [=](const MeasureRow& row) { return row.*member.*part; });
  };
  add(name, &ReplayEstimate::mean);
  add(prefix + "deviation", &ReplayEstimate::deviation);
  add(prefix + "low", &ReplayEstimate::low);
  add(prefix + "high", &ReplayEstimate::high);
}

}  // namespace

Table to_table(const ReplayResult& result) {
  Table table("replay", result.weeks.size());
  const auto add = [&](const char* name, auto cells, auto value) {
    cells.reserve(result.weeks.size());
    for (const ReplayWeek& week : result.weeks) cells.push_back(value(week));
    table.add({name, std::move(cells), {}});
  };
  using Week = ReplayWeek;
  add("week", Texts(), [](const Week& week) { return evenload::to_string(week.week); });
  add("active", Integers(), [](const Week& week) { return week.active; });
  add("open_cases", Integers(), [](const Week& week) { return week.open_cases; });
  add("open_cases_replayed", Floats(), [](const Week& week) { return week.open_cases_replayed; });
  add("new_cases", Integers(), [](const Week& week) { return week.new_cases; });
  add("undistributed", Floats(), [](const Week& week) { return week.undistributed; });
  add("waiting", Floats(), [](const Week& week) { return week.waiting; });
  add("spread_happened", Floats(), [](const Week& week) { return week.spread_happened; });
  add("spread_replayed", Floats(), [](const Week& week) { return week.spread_replayed; });
  add("peak_happened", Floats(), [](const Week& week) { return week.peak_happened; });
  add("peak_replayed", Floats(), [](const Week& week) { return week.peak_replayed; });
  add("load_away_happened", Floats(), [](const Week& week) { return week.load_away_happened; });
  add("load_away_replayed", Floats(), [](const Week& week) { return week.load_away_replayed; });
  add("hand_overs_happened", Integers(), [](const Week& week) { return week.hand_overs_happened; });
  add("hand_overs_replayed", Floats(), [](const Week& week) { return week.hand_overs_replayed; });
  add("resource_changes", Integers(), [](const Week& week) { return week.resource_changes; });
  return table;
}

Table measures_table(const ReplayResult& result) {
  std::vector<MeasureRow> rows;
  for (std::size_t m = 0; m < replay_measures; ++m) {
    rows.push_back({"", static_cast<ReplayMeasure>(m), result.happened[m], result.reference[m],
                    result.replayed[m], result.difference[m]});
  }
  Rows table("measures", rows, EmptyColumns::keep);
  table.text("measure", [](const MeasureRow& row) { return name_of(row.measure); });
  table.column<double>("happened", [](const MeasureRow& row) { return row.happened; });
  table.column<double>("reference", [](const MeasureRow& row) { return row.reference.mean; });
  add_estimate(table, "replayed", &MeasureRow::value, "");
  add_estimate(table, "difference", &MeasureRow::difference, "difference_");
  return std::move(table).done();
}

Table to_table(const PolicyComparison& comparison) {
  std::vector<MeasureRow> rows;
  for (const ComparedPolicy& one : comparison.policies) {
    for (std::size_t m = 0; m < replay_measures; ++m) {
      rows.push_back({one.name,
                      static_cast<ReplayMeasure>(m),
                      comparison.happened[m],
                      {},
                      one.measures[m],
                      one.difference[m]});
    }
  }
  Rows table("policies", rows, EmptyColumns::keep);
  table.text("policy", [](const MeasureRow& row) { return row.policy; });
  table.text("measure", [](const MeasureRow& row) { return name_of(row.measure); });
  table.column<double>("happened", [](const MeasureRow& row) { return row.happened; });
  add_estimate(table, "mean", &MeasureRow::value, "");
  add_estimate(table, "difference", &MeasureRow::difference, "difference_");
  return std::move(table).done();
}

Table replications_table(const PolicyComparison& comparison) {
  struct Row {
    std::int64_t replication;
    const ComparedPolicy* policy;
  };
  std::vector<Row> rows;
  for (std::int64_t r = 0; r < comparison.replications; ++r) {
    for (const ComparedPolicy& one : comparison.policies) rows.push_back({r, &one});
  }
  TableBuilder<Row> table("replications", rows, EmptyColumns::keep);
  table.column<std::int64_t>("replication",
                             [](const Row& row) { return std::optional(row.replication); });
  table.text("policy", [](const Row& row) { return row.policy->name; });
  for (std::size_t m = 0; m < replay_measures; ++m) {
    const std::string name(name_of(static_cast<ReplayMeasure>(m)));
    table.column<double>(name, [m](const Row& row) {
      return row.policy->replications[static_cast<std::size_t>(row.replication)][m];
    });
  }
  return std::move(table).done();
}

}  // namespace evenload::allocation
