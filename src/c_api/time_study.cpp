/// \file
/// Time studies and panels: tables in, a fit as a handle, tables out.
#include "evenload_c/time_study.h"

#include <cstdint>
#include <string>

#include "arrays.hpp"
#include "evenload/workload/panel.hpp"
#include "evenload/workload/time_study.hpp"
#include "guard.hpp"
#include "options.hpp"
#include "versioned.hpp"

struct evenload_time_study {
  evenload::workload::TimeStudyFit fit;
};

namespace {

using namespace evenload;
using namespace evenload::c_api;

std::string type_at(const char* const* names, std::size_t i, const char* argument) { return &needed(names[i], argument); }

workload::TimeStudyOptions time_study_options(const evenload_time_study_options* pointer, const evenload_solve_options* control) {
  const evenload_time_study_options defaults = EVENLOAD_TIME_STUDY_OPTIONS_INIT;
  const evenload_time_study_options given = versioned(pointer, defaults, "options");
  workload::TimeStudyOptions options;
  options.fixed_part = static_cast<workload::FixedPart>(given.fixed_part);
  options.level = given.level;
  options.bootstraps = given.bootstraps;
  options.keep_replicates = given.keep_replicates != 0;
  options.pool_units = given.pool_units != 0;
  options.allow_singular = given.allow_singular != 0;
  const auto fixed = static_cast<std::size_t>(size_of(given.fixed_count, "options.fixed_count"));
  const auto order = static_cast<std::size_t>(size_of(given.order_count, "options.order_count"));
  if (fixed > 0) {
    needed(given.fixed_types, "options.fixed_types");
    needed(given.fixed_hours, "options.fixed_hours");
  }
  if (order > 0) {
    needed(given.lower_types, "options.lower_types");
    needed(given.higher_types, "options.higher_types");
  }
  for (std::size_t i = 0; i < fixed; ++i) options.fixed.push_back({type_at(given.fixed_types, i, "options.fixed_types"), given.fixed_hours[i]});
  for (std::size_t i = 0; i < order; ++i) {
    options.order.push_back({type_at(given.lower_types, i, "options.lower_types"), type_at(given.higher_types, i, "options.higher_types")});
  }
  options.control = solve_options(control);
  return options;
}

const workload::TimeStudyFit& fit_in(const evenload_time_study* study) { return needed(study, "study").fit; }

}  // namespace

extern "C" {

void evenload_time_study_options_init(evenload_time_study_options* options) {
  if (options == nullptr) return;
  *options = evenload_time_study_options EVENLOAD_TIME_STUDY_OPTIONS_INIT;
}

evenload_status evenload_workload_fit_time_study(evenload_context* context, const evenload_table* log, const evenload_time_study_options* options,
                                                 const evenload_solve_options* control, evenload_time_study** out) {
  return guarded_make(context, out, [&] {
    const workload::TimeStudyOptions read = time_study_options(options, control);
    const workload::TimeStudyData data = workload::read_time_log(needed(log, "log").table);
    return new evenload_time_study{workload::fit_time_study(data.view(), read)};
  });
}

evenload_status evenload_time_study_weights(evenload_context* context, const evenload_time_study* study, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(workload::weights_table(fit_in(study))); });
}

evenload_status evenload_time_study_workers(evenload_context* context, const evenload_time_study* study, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(workload::workers_table(fit_in(study))); });
}

evenload_status evenload_time_study_collinearity(evenload_context* context, const evenload_time_study* study, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(workload::collinearity_table(fit_in(study))); });
}

evenload_status evenload_time_study_units(evenload_context* context, const evenload_time_study* study, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(workload::units_table(fit_in(study))); });
}

evenload_status evenload_time_study_summary(evenload_context* context, const evenload_time_study* study, evenload_table** out) {
  return guarded_make(context, out, [&] { return make_table(workload::summary_table(fit_in(study))); });
}

evenload_status evenload_time_study_to_json(evenload_context* context, const evenload_time_study* study, evenload_text** out) {
  return guarded_make(context, out, [&] { return make_text(workload::to_json(fit_in(study))); });
}

int64_t evenload_time_study_rows(const evenload_time_study* study) { return study == nullptr ? 0 : study->fit.rows; }

int64_t evenload_time_study_replicate_values(const evenload_time_study* study) { return study == nullptr ? 0 : static_cast<int64_t>(study->fit.replicates.size()); }

evenload_status evenload_time_study_fitted(evenload_context* context, const evenload_time_study* study, size_t capacity, double* out) {
  return guarded(context, [&] { copy_out(fit_in(study).fitted, capacity, out); });
}

evenload_status evenload_time_study_replicates(evenload_context* context, const evenload_time_study* study, size_t capacity, double* out) {
  return guarded(context, [&] { copy_out(fit_in(study).replicates, capacity, out); });
}

evenload_status evenload_time_study_compare(evenload_context* context, const evenload_time_study* study, const evenload_table* intended, int32_t match_hours, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const auto weights = workload::read_intended(needed(intended, "intended").table);
    return make_table(workload::to_table(workload::compare_weights(fit_in(study), weights, match_hours != 0)));
  });
}

void evenload_time_study_destroy(evenload_time_study** study) { destroy(study); }

void evenload_panel_options_init(evenload_panel_options* options) {
  if (options == nullptr) return;
  *options = evenload_panel_options EVENLOAD_PANEL_OPTIONS_INIT;
}

evenload_status evenload_workload_panel_rounds(evenload_context* context, const evenload_table* panel, const evenload_panel_options* options, evenload_table** out) {
  return guarded_make(context, out, [&] {
    const evenload_panel_options defaults = EVENLOAD_PANEL_OPTIONS_INIT;
    const evenload_panel_options given = versioned(options, defaults, "options");
    workload::PanelOptions read;
    if (given.has_scale != 0) {
      read.scale_low = given.scale_low;
      read.scale_high = given.scale_high;
    }
    read.stable_within = given.stable_within;
    read.agreed_spread = given.agreed_spread;
    const auto estimates = workload::read_panel(needed(panel, "panel").table);
    return make_table(workload::to_table(workload::panel_rounds(estimates, read)));
  });
}

}  // extern "C"
