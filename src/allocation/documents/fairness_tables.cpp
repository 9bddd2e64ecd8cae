// Curves and orders of levels as tables and documents.
#include "enum_names.hpp"
#include "evenload/allocation/fairness.hpp"
#include "json.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

namespace {

template <class Value>
std::optional<Value> cell(const Value& value) {
  return value;
}

/// A point, and whether it is the plan of the policy as it stands.
struct PointRow {
  const TradeOff* curve;
  const TradeOffPoint* point;
  bool current;
};

struct OrderRow {
  const OrderedLevels* order;
  const optimize::Level* level;
};

bool same_place(const TradeOffPoint& a, const TradeOffPoint& b) { return a.rule_cost == b.rule_cost && a.balance == b.balance; }

Json json_of_level(const optimize::Level& level) {
  Json object{{"level", std::string(json_io::name_of(level_kinds, level.kind))}, {"value", level.value}, {"bound", level.bound}, {"proven", level.proven}};
  json_io::put(object, "gap", level.gap);
  return object;
}

Json json_of_point(const TradeOffPoint& point) {
  Json object{{"rule_cost", point.rule_cost}, {"broken", point.broken}, {"balance", point.balance}, {"balance_bound", point.balance_bound},
              {"proven", point.proven}, {"supported", point.supported}};
  if (point.weight_from) object["weight_from"] = json_io::to_json(*point.weight_from);
  if (point.weight_to) object["weight_to"] = json_io::to_json(*point.weight_to);
  return object;
}

}  // namespace

Table trade_off_table(const TradeOff& result) {
  std::vector<PointRow> rows;
  bool on_curve = false;
  for (const TradeOffPoint& point : result.points) {
    const bool current = same_place(point, result.current);
    on_curve = on_curve || current;
    rows.push_back({&result, &point, current});
  }
  if (!on_curve) rows.push_back({&result, &result.current, true});
  using Row = PointRow;
  return std::move(TableBuilder<Row>("trade_off", rows, EmptyColumns::keep)
                       .text("subject", [](const Row& r) { return r.curve->subject; })
                       .column<std::int64_t>("rule_cost", [](const Row& r) { return cell(r.point->rule_cost); })
                       .column<std::int64_t>("broken", [](const Row& r) { return cell(r.point->broken); })
                       .column<double>("balance", [](const Row& r) { return cell(r.point->balance); })
                       .column<double>("balance_bound", [](const Row& r) { return cell(r.point->balance_bound); })
                       .flag("proven", [](const Row& r) { return r.point->proven; })
                       .flag("supported", [](const Row& r) { return r.point->supported; })
                       .number("weight_from", [](const Row& r) { return r.point->weight_from; })
                       .number("weight_to", [](const Row& r) { return r.point->weight_to; })
                       .flag("current", [](const Row& r) { return r.current; }))
      .done();
}

Table level_orders_table(const std::vector<OrderedLevels>& orders) {
  std::vector<OrderRow> rows;
  for (const OrderedLevels& order : orders) {
    for (const optimize::Level& level : order.levels) rows.push_back({&order, &level});
  }
  using Row = OrderRow;
  return std::move(TableBuilder<Row>("level_orders", rows, EmptyColumns::keep)
                       .text("overload_place", [](const Row& r) { return json_io::name_of(overload_places, r.order->overload_place); })
                       .flag("of_policy", [](const Row& r) { return r.order->of_policy; })
                       .text("level", [](const Row& r) { return json_io::name_of(level_kinds, r.level->kind); })
                       .column<double>("value", [](const Row& r) { return cell(r.level->value); })
                       .column<double>("bound", [](const Row& r) { return cell(r.level->bound); })
                       .column<double>("gap", [](const Row& r) { return r.level->gap; })
                       .flag("proven", [](const Row& r) { return r.level->proven; })
                       .column<std::int64_t>("placed_otherwise", [](const Row& r) { return cell(r.order->placed_otherwise); })
                       .column<std::int64_t>("undistributed", [](const Row& r) { return cell(r.order->undistributed); }))
      .done();
}

std::string to_json(const TradeOff& result) {
  Json object{{"subject", result.subject},
              {"earlier", json_io::array_of(result.earlier, json_of_level)},
              {"points", json_io::array_of(result.points, json_of_point)},
              {"current", json_of_point(result.current)},
              {"current_weight", json_io::to_json(result.current_weight)},
              {"outcome", std::string(json_io::name_of(outcomes, result.outcome))},
              {"stop", std::string(json_io::name_of(stop_reasons, result.stop))},
              {"work", result.work}};
  return json_io::dump_document(std::move(object), "trade_off");
}

std::string to_json(const std::vector<OrderedLevels>& orders) {
  const auto one = [](const OrderedLevels& order) {
    return Json{{"overload_place", std::string(json_io::name_of(overload_places, order.overload_place))},
                {"of_policy", order.of_policy},
                {"levels", json_io::array_of(order.levels, json_of_level)},
                {"placed_otherwise", order.placed_otherwise},
                {"undistributed", order.undistributed},
                {"outcome", std::string(json_io::name_of(outcomes, order.outcome))},
                {"stop", std::string(json_io::name_of(stop_reasons, order.stop))},
                {"work", order.work}};
  };
  return json_io::dump_document(Json{{"orders", json_io::array_of(orders, one)}}, "level_orders");
}

}  // namespace evenload::allocation
