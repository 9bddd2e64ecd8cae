// A fit as a document.
#include <cmath>
#include <string>
#include <vector>

#include "evenload/workload/time_study.hpp"
#include "src/core/json_writer.hpp"

namespace evenload::workload {

namespace {

using evenload::json_io::Json;

/// JSON knows no infinity and no NaN: null for both.
Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json json_of_weight(const FittedWeight& w) {
  return {{"type", w.type}, {"hours", finite(w.hours)}, {"low", finite(w.low)}, {"high", finite(w.high)}, {"status", weight_status_name(w.status)},
          {"unconstrained", finite(w.unconstrained)}, {"standard_error", finite(w.standard_error)}, {"zero_share", finite(w.zero_share)},
          {"variance_inflation", finite(w.variance_inflation)}, {"cases", finite(w.cases)}, {"rows", w.rows}, {"workers", w.workers},
          {"total_hours", finite(w.total_hours)}};
}

Json json_of_worker(const StudyWorker& w) {
  return {{"caseworker", w.worker}, {"rows", w.rows}, {"hours", finite(w.hours)}, {"fitted", finite(w.fitted)}, {"residual_mean", finite(w.residual_mean)},
          {"residual_spread", finite(w.residual_spread)}, {"own_level", finite(w.own_level)}, {"leverage", finite(w.leverage)},
          {"influence", finite(w.influence)}, {"influenced", w.influenced}};
}

Json json_of_collinearity(const Collinearity& c) {
  return {{"group", c.group}, {"condition_index", finite(c.condition_index)}, {"type", c.type}, {"part", finite(c.part)}};
}

Json json_of_unit(const UnitWeight& u) {
  return {{"unit", u.unit}, {"type", u.type}, {"own", finite(u.own)}, {"hours", finite(u.hours)}, {"low", finite(u.low)}, {"high", finite(u.high)},
          {"shrinkage", finite(u.shrinkage)}, {"cases", finite(u.cases)}};
}

}  // namespace

std::string to_json(const TimeStudyFit& fit) {
  using evenload::json_io::array_of;
  Json fitted = Json::array();
  for (const double value : fit.fitted) fitted.push_back(finite(value));
  Json object{{"weights", array_of(fit.weights, json_of_weight)}, {"workers", array_of(fit.workers, json_of_worker)},
              {"collinearity", array_of(fit.collinearity, json_of_collinearity)}, {"units", array_of(fit.units, json_of_unit)},
              {"fitted", std::move(fitted)}, {"rows", fit.rows}, {"clusters", fit.clusters}, {"level", finite(fit.level)},
              {"logged_hours", finite(fit.logged_hours)}, {"overtime_hours", finite(fit.overtime_hours)}, {"undone_hours", finite(fit.undone_hours)},
              {"explained_hours", finite(fit.explained_hours)}, {"r_squared", finite(fit.r_squared)}, {"residual_spread", finite(fit.residual_spread)},
              {"intraclass", finite(fit.intraclass)}, {"condition_number", finite(fit.condition_number)}, {"capped_rows", fit.capped_rows},
              {"capped_residual", finite(fit.capped_residual)}, {"bootstraps_used", fit.bootstraps_used},
              {"bootstraps_left_out", fit.bootstraps_left_out}, {"stop", evenload::to_string(fit.stop)}};
  return evenload::json_io::dump_document(std::move(object), "time_study");
}

}  // namespace evenload::workload
