#include "options.hpp"

#include <string>

#include "handles.hpp"
#include "versioned.hpp"

namespace evenload::c_api {

SolveOptions solve_options(const evenload_solve_options* given) {
  const evenload_solve_options defaults = EVENLOAD_SOLVE_OPTIONS_INIT;
  const evenload_solve_options read = versioned(given, defaults, "options");
  SolveOptions options;
  options.threads = read.threads;
  options.time_limit = read.time_limit;
  if (read.work_limit != -1) options.work_limit = read.work_limit;
  options.seed = read.seed;
  if (read.stop != nullptr) options.stop = read.stop->source.get_token();
  if (read.progress != nullptr) {
    options.progress = [callback = read.progress, user = read.user](const Progress& progress) {
      const std::string phase(progress.phase);
      const evenload_progress shown{progress.work, progress.work_limit, progress.seconds, phase.c_str()};
      return callback(&shown, user) == 0;
    };
  }
  return options;
}

}  // namespace evenload::c_api

using evenload::c_api::destroy;

extern "C" {

void evenload_solve_options_init(evenload_solve_options* options) {
  if (options == nullptr) return;
  *options = evenload_solve_options EVENLOAD_SOLVE_OPTIONS_INIT;
}

evenload_status evenload_stop_create(evenload_stop** out) {
  if (out == nullptr) return EVENLOAD_ERROR_INVALID_ARGUMENT;
  *out = nullptr;
  try {
    *out = new evenload_stop();
    return EVENLOAD_OK;
  } catch (...) {
    return EVENLOAD_ERROR_OUT_OF_MEMORY;
  }
}

void evenload_stop_request(evenload_stop* stop) {
  if (stop != nullptr) stop->source.request_stop();
}

void evenload_stop_destroy(evenload_stop** stop) { destroy(stop); }

}  // extern "C"
