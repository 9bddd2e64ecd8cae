#include "verb_answers.hpp"

#include <array>
#include <algorithm>

#include "enum_names.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

using json_io::array_of;
using json_io::name_of;
using json_io::put;
using json_io::to_json;

template <class IdType>
void put_known_id(Json& object, const char* key, const IdType& id) {
  if (!id.empty()) object[key] = to_json(id);
}

Json difference_json(const LevelDifference& one) {
  return {{"level", std::string(name_of(level_kinds, one.level))}, {"difference", one.difference}};
}

Json level_object(const optimize::Level& level) {
  Json object{{"level", std::string(name_of(level_kinds, level.kind))},
              {"value", level.value},
              {"bound", level.bound},
              {"absolute_gap", level.absolute_gap},
              {"proven", level.proven}};
  put(object, "gap", level.gap);
  put(object, "variable_gap", level.variable_gap);
  return object;
}

Json levels_array(const std::vector<optimize::Level>& levels) { return array_of(levels, level_object); }

Json move_json(const Move& move) {
  Json object{{"case", to_json(move.case_id)}, {"role", move.role}, {"load", to_json(move.load)}};
  put_known_id(object, "from", move.from);
  put_known_id(object, "to", move.to);
  if (!move.differences.empty()) object["differences"] = array_of(move.differences, difference_json);
  return object;
}

Json plan_object(const Plan& plan, const Catalogue* catalogue) {
  Json object = json_of(plan, catalogue);
  object["schema_version"] = std::string("1.0");
  return object;
}

/// The columns that every row with a move begins with.
template <class Row, class Get>
void move_columns(TableBuilder<Row>& table, Get move) {
  table.id("case", [=](const Row& row) { return move(row).case_id; })
      .text("role", [=](const Row& row) { return move(row).role; })
      .id("from", [=](const Row& row) { return move(row).from; })
      .id("to", [=](const Row& row) { return move(row).to; })
      .number("load", [=](const Row& row) { return std::optional(move(row).load); });
}

const Move& itself(const Move& move) { return move; }

Table moves_table(const std::vector<Move>& moves, const std::vector<optimize::Level>& levels) {
  TableBuilder<Move> table("moves", moves, EmptyColumns::keep);
  move_columns(table, itself);
  for (std::size_t k = 0; k < levels.size(); ++k) {
    table.column<double>(std::string(name_of(level_kinds, levels[k].kind)), [=](const Move& move) {
      return k < move.differences.size() ? std::optional(move.differences[k].difference) : std::nullopt;
    });
  }
  return std::move(table).done();
}

/// One row per number of moves and level.
struct ValueRow {
  const MovesValue* value;
  const optimize::Level* level;
};

Table by_moves_table(const std::vector<MovesValue>& values) {
  std::vector<ValueRow> rows;
  for (const MovesValue& value : values) {
    for (const optimize::Level& level : value.levels) rows.push_back({&value, &level});
  }
  using Row = ValueRow;
  return std::move(TableBuilder<Row>("by_moves", rows, EmptyColumns::keep)
                       .column<std::int64_t>("most_moves", [](const Row& r) { return std::optional(r.value->most_moves); })
                       .column<std::int64_t>("moves", [](const Row& r) { return std::optional(r.value->moves); })
                       .text("level", [](const Row& r) { return name_of(level_kinds, r.level->kind); })
                       .column<double>("value", [](const Row& r) { return std::optional(r.level->value); })
                       .column<double>("bound", [](const Row& r) { return std::optional(r.level->bound); })
                       .flag("proven", [](const Row& r) { return r.level->proven; }))
      .done();
}

Table handed_over_table(const std::vector<HandedOver>& rows) {
  using Row = HandedOver;
  TableBuilder<Row> table("handed_over", rows, EmptyColumns::keep);
  move_columns(table, [](const Row& row) -> const Move& { return row.move; });
  table.column<Date>("deadline", [](const Row& row) { return row.deadline; })
      .flag("urgent", [](const Row& row) { return row.urgent; })
      .number("hand_over_load", [](const Row& row) { return std::optional(row.hand_over_load); })
      .number("mean_hand_over_load", [](const Row& row) { return std::optional(row.mean_hand_over_load); });
  return std::move(table).done();
}

Json redistributed_json(const Redistributed& answer) {
  return {{"caseworker", to_json(answer.caseworker)},
          {"from", to_json(answer.from)},
          {"hand_over_until", to_json(answer.hand_over_until)},
          {"load", to_json(answer.load)},
          {"hand_over_load", to_json(answer.hand_over_load)},
          {"handed_over", array_of(answer.handed_over, [](const HandedOver& one) {
             Json object = move_json(one.move);
             put(object, "deadline", one.deadline);
             object["urgent"] = one.urgent;
             object["hand_over_load"] = to_json(one.hand_over_load);
             object["mean_hand_over_load"] = to_json(one.mean_hand_over_load);
             return object;
           })}};
}

std::vector<std::string> cause_names(const std::vector<CoverCause>& causes) {
  std::vector<std::string> names;
  for (const CoverCause cause : causes) names.emplace_back(to_string(cause));
  return names;
}

std::vector<std::string> date_texts(const std::vector<Date>& dates) {
  std::vector<std::string> texts;
  for (const Date date : dates) texts.push_back(evenload::to_string(date));
  return texts;
}

Table lent_table(const Covered& answer) {
  using Row = Lent;
  TableBuilder<Row> table("lent", answer.lent, EmptyColumns::keep);
  move_columns(table, [](const Row& row) -> const Move& { return row.move; });
  table.list("causes", [](const Row& row) { return cause_names(row.causes); })
      .column<Date>("deadline", [](const Row& row) { return row.deadline; })
      .list("visits", [](const Row& row) { return date_texts(row.visits); })
      .column<Date>("until", [&](const Row&) { return answer.to; })
      .column<Date>("back_on", [&](const Row&) { return answer.back_on; });
  return std::move(table).done();
}

Table waiting_table(const std::vector<Waiting>& rows) {
  using Row = Waiting;
  return std::move(TableBuilder<Row>("waiting", rows, EmptyColumns::keep)
                       .id("case", [](const Row& row) { return row.case_id; })
                       .text("role", [](const Row& row) { return row.role; })
                       .number("load", [](const Row& row) { return std::optional(row.load); }))
      .done();
}

Table changes_table(const std::vector<PlanChange>& rows) {
  using Row = PlanChange;
  TableBuilder<Row> table("changes", rows, EmptyColumns::keep);
  move_columns(table, [](const Row& row) -> const Move& { return row.move; });
  table.text("cause", [](const Row& row) { return to_string(row.cause); })
      .list("reasons", [](const Row& row) {
        std::vector<std::string> names;
        for (const Reason& reason : row.reasons) names.emplace_back(to_string(reason.code));
        return names;
      });
  return std::move(table).done();
}

Table ids_table(const char* name, const std::vector<CaseId>& ids) {
  return std::move(TableBuilder<CaseId>(name, ids, EmptyColumns::keep).id("case", [](const CaseId& id) { return id; })).done();
}

Table rooms_table(const std::vector<ReservedRoom>& rows) {
  using Row = ReservedRoom;
  return std::move(TableBuilder<Row>("rooms", rows, EmptyColumns::keep)
                       .text("unit", [](const Row& row) { return row.unit.value(); })
                       .text("type", [](const Row& row) { return row.type; })
                       .column<Date>("week", [](const Row& row) { return std::optional(row.week); })
                       .number("cases", [](const Row& row) { return std::optional(row.cases); })
                       .number("wanted", [](const Row& row) { return std::optional(row.wanted); })
                       .number("reserved", [](const Row& row) { return std::optional(row.reserved); }))
      .done();
}

/// A level with the reserve and without.
struct CostRow {
  const optimize::Level* with;
  const optimize::Level* without;
  double difference;
};

Table cost_table(const PlannedAhead& answer) {
  std::vector<CostRow> rows;
  for (std::size_t k = 0; k < answer.cost.size(); ++k) {
    rows.push_back({&answer.plan.levels[k], &answer.without[k], answer.cost[k].difference});
  }
  using Row = CostRow;
  return std::move(TableBuilder<Row>("cost", rows, EmptyColumns::keep)
                       .text("level", [](const Row& r) { return name_of(level_kinds, r.with->kind); })
                       .column<double>("without", [](const Row& r) { return std::optional(r.without->value); })
                       .column<double>("with_reserve", [](const Row& r) { return std::optional(r.with->value); })
                       .column<double>("difference", [](const Row& r) { return std::optional(r.difference); }))
      .done();
}

Table otherwise_table(const std::vector<Assignment>& rows) {
  using Row = Assignment;
  return std::move(TableBuilder<Row>("otherwise", rows, EmptyColumns::keep)
                       .id("case", [](const Row& row) { return row.case_id; })
                       .text("role", [](const Row& row) { return row.role; })
                       .id("caseworker", [](const Row& row) { return row.caseworker; }))
      .done();
}

Table comparison_levels_table(const std::vector<LevelComparison>& rows) {
  using Row = LevelComparison;
  const auto value = [](const std::optional<optimize::Level>& level) { return level ? std::optional(level->value) : std::nullopt; };
  const auto bound = [](const std::optional<optimize::Level>& level) { return level ? std::optional(level->bound) : std::nullopt; };
  return std::move(TableBuilder<Row>("levels", rows, EmptyColumns::keep)
                       .text("level", [](const Row& row) { return name_of(level_kinds, row.level); })
                       .column<double>("before", [=](const Row& row) { return value(row.before); })
                       .column<double>("before_bound", [=](const Row& row) { return bound(row.before); })
                       .column<double>("after", [=](const Row& row) { return value(row.after); })
                       .column<double>("after_bound", [=](const Row& row) { return bound(row.after); })
                       .column<double>("difference", [](const Row& row) { return row.difference; })
                       .column<double>("least", [](const Row& row) { return row.least; })
                       .column<double>("most", [](const Row& row) { return row.most; }))
      .done();
}

Table load_differences_table(const std::vector<LoadDifference>& rows) {
  using Row = LoadDifference;
  return std::move(TableBuilder<Row>("loads", rows, EmptyColumns::keep)
                       .id("caseworker", [](const Row& row) { return row.caseworker; })
                       .number("before", [](const Row& row) { return std::optional(row.before); })
                       .number("after", [](const Row& row) { return std::optional(row.after); })
                       .number("ratio_before", [](const Row& row) { return row.ratio_before; })
                       .number("ratio_after", [](const Row& row) { return row.ratio_after; }))
      .done();
}

Json comparison_json(const LevelComparison& row) {
  Json object{{"level", std::string(name_of(level_kinds, row.level))}};
  if (row.before) object["before"] = level_object(*row.before);
  if (row.after) object["after"] = level_object(*row.after);
  put(object, "difference", row.difference);
  put(object, "least", row.least);
  put(object, "most", row.most);
  return object;
}

}  // namespace

VerbResult result_of(Rebalanced answer, const Catalogue* catalogue) {
  VerbResult result;
  result.tables.emplace("moves", moves_table(answer.moves, answer.plan.levels));
  result.tables.emplace("by_moves", by_moves_table(answer.by_moves));
  result.json = {{"plan", plan_object(answer.plan, catalogue)},
                 {"moves", array_of(answer.moves, move_json)},
                 {"by_moves", array_of(answer.by_moves, [](const MovesValue& value) {
                    return Json{{"most_moves", value.most_moves}, {"moves", value.moves}, {"levels", levels_array(value.levels)}};
                  })}};
  result.proposal = std::move(answer);
  return result;
}

VerbResult result_of(Redistributed answer, const Catalogue* catalogue) {
  VerbResult result;
  result.tables.emplace("handed_over", handed_over_table(answer.handed_over));
  result.json = redistributed_json(answer);
  result.json["plan"] = plan_object(answer.plan, catalogue);
  result.proposal = std::move(answer);
  return result;
}

VerbResult result_of(Covered answer, const Catalogue* catalogue) {
  VerbResult result;
  result.tables.emplace("lent", lent_table(answer));
  result.tables.emplace("waiting", waiting_table(answer.waiting));
  static const std::vector<HandedOver> nothing;
  result.tables.emplace("handed_over", handed_over_table(answer.redistributed ? answer.redistributed->handed_over : nothing));
  Json& json = result.json;
  json = {{"caseworker", to_json(answer.caseworker)},
          {"from", to_json(answer.from)},
          {"lent", array_of(answer.lent, [](const Lent& one) {
             Json object = move_json(one.move);
             object["causes"] = cause_names(one.causes);
             put(object, "deadline", one.deadline);
             object["visits"] = date_texts(one.visits);
             return object;
           })},
          {"waiting", array_of(answer.waiting, [](const Waiting& one) {
             return Json{{"case", to_json(one.case_id)}, {"role", one.role}, {"load", to_json(one.load)}};
           })}};
  put(json, "to", answer.to);
  put(json, "back_on", answer.back_on);
  if (answer.redistributed) json["redistributed"] = redistributed_json(*answer.redistributed);
  json["plan"] = plan_object(answer.plan, catalogue);
  result.proposal = std::move(answer);
  return result;
}

VerbResult result_of(Replanned answer, const Catalogue* catalogue) {
  VerbResult result;
  result.tables.emplace("changes", changes_table(answer.changes));
  result.tables.emplace("closed", ids_table("closed", answer.closed));
  result.json = {{"plan", plan_object(answer.plan, catalogue)},
                 {"changes", array_of(answer.changes, [&](const PlanChange& one) {
                    Json object = move_json(one.move);
                    object["cause"] = std::string(to_string(one.cause));
                    object["reasons"] = json_of(one.reasons, catalogue);
                    return object;
                  })},
                 {"closed", array_of(answer.closed, [](const CaseId& id) { return to_json(id); })}};
  result.proposal = std::move(answer);
  return result;
}

VerbResult result_of(PlannedAhead answer, const Catalogue* catalogue) {
  VerbResult result;
  result.tables.emplace("rooms", rooms_table(answer.rooms));
  result.tables.emplace("cost", cost_table(answer));
  result.tables.emplace("otherwise", otherwise_table(answer.otherwise));
  result.json = {{"plan", plan_object(answer.plan, catalogue)},
                 {"rooms", array_of(answer.rooms, [](const ReservedRoom& room) {
                    Json object{{"week", to_json(room.week)},
                                {"cases", to_json(room.cases)},
                                {"wanted", to_json(room.wanted)},
                                {"reserved", to_json(room.reserved)}};
                    put_known_id(object, "unit", room.unit);
                    put(object, "type", room.type);
                    return object;
                  })},
                 {"without", levels_array(answer.without)},
                 {"cost", array_of(answer.cost, difference_json)},
                 {"otherwise", array_of(answer.otherwise, [](const Assignment& one) {
                    Json object{{"case", to_json(one.case_id)}, {"role", one.role}};
                    put_known_id(object, "caseworker", one.caseworker);
                    return object;
                  })}};
  result.proposal = std::move(answer);
  return result;
}

VerbResult result_of(WhatIf answer, const Catalogue* catalogue) {
  VerbResult result;
  result.tables.emplace("levels", comparison_levels_table(answer.levels));
  result.tables.emplace("moves", moves_table(answer.moves, {}));
  result.tables.emplace("loads", load_differences_table(answer.loads));
  result.json = {{"plan", plan_object(answer.after.plan, catalogue)},
                 {"before", plan_object(answer.before.plan, catalogue)},
                 {"levels", array_of(answer.levels, comparison_json)},
                 {"moves", array_of(answer.moves, move_json)},
                 {"loads", array_of(answer.loads, [](const LoadDifference& row) {
                    Json object{{"caseworker", to_json(row.caseworker)}, {"before", to_json(row.before)}, {"after", to_json(row.after)}};
                    put(object, "ratio_before", row.ratio_before);
                    put(object, "ratio_after", row.ratio_after);
                    return object;
                  })}};
  result.proposal = std::move(answer.after);
  return result;
}

namespace {

constexpr std::array<std::string_view, 6> verb_names = {"rebalance", "redistribute", "cover", "replan", "plan_ahead", "what_if"};

}  // namespace

bool is_verb(std::string_view name) noexcept { return std::find(verb_names.begin(), verb_names.end(), name) != verb_names.end(); }

VerbResult call_verb(std::string_view verb, const AllocationInput& input, const AllocationPolicy& policy, const Plan* announced,
                     ObjectReader& settings, const SolveOptions& options, const Catalogue* catalogue) {
  if (verb == "rebalance") {
    const RebalanceOptions read = read_rebalance_settings(settings);
    settings.finish();
    return result_of(rebalance(input, policy, read, options), catalogue);
  }
  if (verb == "redistribute") {
    const RedistributeSettings read = read_redistribute_settings(settings);
    settings.finish();
    return result_of(redistribute(input, policy, read.caseworker, read.options, options), catalogue);
  }
  if (verb == "cover") {
    const CoverSettings read = read_cover_settings(settings);
    settings.finish();
    return result_of(cover(input, policy, read.caseworker, read.options, options), catalogue);
  }
  if (verb == "replan") {
    settings.finish();
    return result_of(replan(announced == nullptr ? Plan() : *announced, input, policy, options), catalogue);
  }
  if (verb == "plan_ahead") {
    const PlanAheadOptions read = read_plan_ahead_settings(settings);
    settings.finish();
    return result_of(plan_ahead(input, policy, read, options), catalogue);
  }
  if (verb == "what_if") {
    const WhatIfChanges read = read_what_if_settings(settings);
    settings.finish();
    return result_of(what_if(input, policy, read, options), catalogue);
  }
  throw InvalidDataError({ErrorCode::unsupported, "verb", "name", std::nullopt,
                          "rebalance, redistribute, cover, replan, plan_ahead or what_if", std::string(verb)});
}

VerbAnswer answer_verb(std::string_view verb, const AllocationInput& input, const AllocationPolicy& policy, const Plan* announced,
                       std::string_view settings, const SolveOptions& options) {
  const Json document = settings.empty() ? Json::object() : json_io::parse(settings, verb);
  ObjectReader reader(document, std::string(verb));
  if (reader.has("schema_version")) reader.schema_version({});
  VerbResult result = call_verb(verb, input, policy, announced, reader, options, nullptr);
  result.json["schema_version"] = std::string("1.0");
  return {std::move(result.proposal), std::move(result.tables), json_io::dump(result.json, verb)};
}

}  // namespace evenload::allocation
