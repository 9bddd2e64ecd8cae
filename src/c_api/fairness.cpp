/// \file
/// What fairness costs: curves and orders of levels.
#include "evenload_c/fairness.h"

#include <memory>

#include "evenload/allocation/fairness.hpp"
#include "guard.hpp"
#include "handles.hpp"
#include "options.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

/// Hands out both or neither.
void give(Table table, std::string json, evenload_table** table_out, evenload_text** text_out) {
  std::unique_ptr<evenload_table> made(table_out == nullptr ? nullptr : make_table(std::move(table)));
  std::unique_ptr<evenload_text> text(text_out == nullptr ? nullptr : make_text(std::move(json)));
  if (table_out != nullptr) *table_out = made.release();
  if (text_out != nullptr) *text_out = text.release();
}

}  // namespace

extern "C" {

evenload_status evenload_allocation_trade_off(evenload_context* context, const evenload_input* input, const evenload_policy* policy, const char* subject,
                                              int32_t most_solves, const evenload_solve_options* options, evenload_table** points, evenload_text** out) {
  if (points != nullptr) *points = nullptr;
  if (out != nullptr) *out = nullptr;
  return guarded(context, [&] {
    const allocation::TradeOff curve = allocation::trade_off(*needed(input, "input").input, *needed(policy, "policy").policy, &needed(subject, "subject"), most_solves,
                                                             solve_options(options));
    give(allocation::trade_off_table(curve), allocation::to_json(curve), points, out);
  });
}

evenload_status evenload_allocation_level_orders(evenload_context* context, const evenload_input* input, const evenload_policy* policy,
                                                 const evenload_solve_options* options, evenload_table** levels, evenload_text** out) {
  if (levels != nullptr) *levels = nullptr;
  if (out != nullptr) *out = nullptr;
  return guarded(context, [&] {
    const auto orders = allocation::level_orders(*needed(input, "input").input, *needed(policy, "policy").policy, solve_options(options));
    give(allocation::level_orders_table(orders), allocation::to_json(orders), levels, out);
  });
}

}  // extern "C"
