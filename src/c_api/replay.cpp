/// \file
/// Replay of an event log.
#include "evenload_c/replay.h"

#include <memory>
#include <string>
#include <vector>

#include "evenload/allocation/replay.hpp"
#include "guard.hpp"
#include "options.hpp"
#include "versioned.hpp"

namespace {

using namespace evenload;
using namespace evenload::c_api;

constexpr int week_days = 7;

allocation::ReplayLog replay_log_of(const evenload_replay_log* given) {
  const evenload_replay_log defaults = EVENLOAD_REPLAY_LOG_INIT;
  const evenload_replay_log read = versioned(&needed(given, "log"), defaults, "log");
  const auto table = [](const evenload_table* one) {
    return one == nullptr ? nullptr : &one->table;
  };
  allocation::ReplayLog log;
  log.log = &needed(read.log, "log.log").table;
  log.mapping =
      workload::log_mapping_from_json({&needed(read.mapping, "log.mapping"), read.mapping_size});
  log.caseworkers = table(read.caseworkers);
  log.caseworker_weeks = table(read.caseworker_weeks);
  return log;
}

allocation::ReplaySettings replay_settings_of(const evenload_replay_settings* given) {
  const evenload_replay_settings defaults = EVENLOAD_REPLAY_SETTINGS_INIT;
  const evenload_replay_settings read = versioned(given, defaults, "settings");
  allocation::ReplaySettings settings;
  settings.durations = static_cast<allocation::Durations>(read.durations);
  settings.elasticity = read.elasticity;
  settings.coverage = read.coverage;
  settings.replications = read.replications;
  if (read.batch_days >> week_days != 0) {
    refuse("settings.batch_days", "bits 0 (Monday) to 6 (Sunday)", std::to_string(read.batch_days));
  }
  for (int day = 0; day < week_days; ++day) {
    if ((read.batch_days >> day & 1U) != 0) settings.batch_days.push_back(day + 1);
  }
  return settings;
}

template <class Handle>
void forget(Handle** out) {
  if (out != nullptr) *out = nullptr;
}

/// What is asked for of a result; all of it is made before any of it is given.
template <class First, class Second, class Json>
void give(evenload_table** first, First make_first, evenload_table** second, Second make_second,
          evenload_text** text, Json make_json) {
  std::unique_ptr<evenload_table> one(first == nullptr ? nullptr : make_table(make_first()));
  std::unique_ptr<evenload_table> two(second == nullptr ? nullptr : make_table(make_second()));
  std::unique_ptr<evenload_text> json(text == nullptr ? nullptr : make_text(make_json()));
  if (first != nullptr) *first = one.release();
  if (second != nullptr) *second = two.release();
  if (text != nullptr) *text = json.release();
}

}  // namespace

extern "C" {

void evenload_replay_log_init(evenload_replay_log* log) {
  if (log != nullptr) *log = evenload_replay_log EVENLOAD_REPLAY_LOG_INIT;
}

void evenload_replay_settings_init(evenload_replay_settings* settings) {
  if (settings != nullptr) *settings = evenload_replay_settings EVENLOAD_REPLAY_SETTINGS_INIT;
}

evenload_status evenload_allocation_replay(
    evenload_context* context, const evenload_replay_log* log, const evenload_policy* policy,
    const evenload_replay_settings* settings, const evenload_solve_options* options,
    evenload_table** out_weeks, evenload_table** out_measures, evenload_text** out_json) {
  forget(out_weeks);
  forget(out_measures);
  forget(out_json);
  return guarded(context, [&] {
    const allocation::ReplayResult result =
        allocation::replay(replay_log_of(log), *needed(policy, "policy").policy,
                           replay_settings_of(settings), solve_options(options));
    give(
        out_weeks, [&] { return allocation::to_table(result); }, out_measures,
        [&] { return allocation::measures_table(result); }, out_json,
        [&] { return allocation::to_json(result); });
  });
}

evenload_status evenload_allocation_compare_policies(
    evenload_context* context, const evenload_replay_log* log, const char* const* names,
    const evenload_policy* const* policies, int64_t n, int64_t baseline,
    const evenload_replay_settings* settings, const evenload_solve_options* options,
    evenload_table** out_measures, evenload_table** out_replications, evenload_text** out_json) {
  forget(out_measures);
  forget(out_replications);
  forget(out_json);
  return guarded(context, [&] {
    if (n < 1) refuse("n", "at least one policy", std::to_string(n));
    if (baseline < 0 || baseline >= n) {
      refuse("baseline", "a position below n", std::to_string(baseline));
    }
    needed(names, "names");
    needed(policies, "policies");
    std::vector<allocation::NamedPolicy> named;
    for (int64_t k = 0; k < n; ++k) {
      allocation::NamedPolicy one;
      one.name = &needed(names[k], "names");
      if (policies[k] != nullptr) one.policy = *policies[k]->policy;
      named.push_back(std::move(one));
    }
    const allocation::PolicyComparison comparison =
        allocation::compare_policies(replay_log_of(log), named, static_cast<std::size_t>(baseline),
                                     replay_settings_of(settings), solve_options(options));
    give(
        out_measures, [&] { return allocation::to_table(comparison); }, out_replications,
        [&] { return allocation::replications_table(comparison); }, out_json,
        [&] { return allocation::to_json(comparison); });
  });
}

}  // extern "C"
