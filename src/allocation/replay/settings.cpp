/// \file
/// Settings of a replay: checked, read and written.
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "document.hpp"
#include "src/allocation/documents/json.hpp"
#include "src/allocation/documents/requests.hpp"
#include "src/allocation/read/refuse.hpp"

namespace evenload::allocation {

namespace {

constexpr std::array<json_io::Choice<Durations>, 3> duration_names = {
    {{"kept", Durations::kept},
     {"resampled", Durations::resampled},
     {"scaled", Durations::scaled}}};

constexpr double most_elasticity = 10;
constexpr std::int64_t most_replications = 100'000;

[[noreturn]] void refuse_setting(ErrorCode code, const char* column, std::string expected,
                                 std::string found) {
  detail::refuse_row(code, "settings", column, std::nullopt, std::move(expected), std::move(found));
}

}  // namespace

std::string_view name_of(Durations durations) noexcept {
  return duration_names[static_cast<std::size_t>(durations)].name;
}

std::string_view name_of(ReplayMeasure measure) noexcept {
  constexpr std::array<std::string_view, replay_measures> names = {
      "spread",        "peak",    "highest",           "load_away",    "hand_overs",
      "undistributed", "waiting", "first_action_days", "not_acted_on", "deadline_breaches",
      "continuity",    "holders", "case_days"};
  return names[static_cast<std::size_t>(measure)];
}

void check(const ReplaySettings& settings) {
  const auto known = static_cast<std::int32_t>(settings.durations);
  if (known < 0 || known >= static_cast<std::int32_t>(duration_names.size())) {
    refuse_setting(ErrorCode::out_of_range, "durations", "0 to 2", std::to_string(known));
  }
  const double elasticity = settings.elasticity;
  if (!(elasticity >= 0 && elasticity <= most_elasticity)) {
    refuse_setting(ErrorCode::out_of_range, "elasticity", "a number from 0 to 10",
                   std::to_string(elasticity));
  }
  if (elasticity != 0 && settings.durations != Durations::scaled) {
    refuse_setting(ErrorCode::contradiction, "elasticity", "0, or durations that are \"scaled\"",
                   std::to_string(elasticity));
  }
  std::set<int> days;
  for (const int day : settings.batch_days) {
    if (day < 1 || day > 7) {
      refuse_setting(ErrorCode::out_of_range, "batch_days", "days from 1 (Monday) to 7 (Sunday)",
                     std::to_string(day));
    }
    if (!days.insert(day).second) {
      refuse_setting(ErrorCode::duplicate_id, "batch_days", "each day once", std::to_string(day));
    }
  }
  if (settings.replications < 1 || settings.replications > most_replications) {
    refuse_setting(ErrorCode::out_of_range, "replications", "a number from 1 to 100000",
                   std::to_string(settings.replications));
  }
  if (!(settings.coverage > 0 && settings.coverage < 1)) {
    refuse_setting(ErrorCode::out_of_range, "coverage", "a number above 0 and below 1",
                   std::to_string(settings.coverage));
  }
}

namespace replaying {

ReplaySettings read_settings(ObjectReader& r) {
  ReplaySettings settings;
  settings.durations = r.choice("durations", duration_names, settings.durations);
  settings.elasticity = r.number("elasticity", settings.elasticity);
  for (const std::int64_t day : r.integers("batch_days")) {
    if (day < 1 || day > 7) {
      r.fail("batch_days", ErrorCode::out_of_range, "days from 1 (Monday) to 7 (Sunday)");
    }
    settings.batch_days.push_back(static_cast<int>(day));
  }
  settings.replications = r.integer("replications", settings.replications);
  settings.coverage = r.number("coverage", settings.coverage);
  check(settings);
  return settings;
}

json_io::Json json_of(const ReplaySettings& settings) {
  return {{"durations", name_of(settings.durations)},
          {"elasticity", settings.elasticity},
          {"batch_days", settings.batch_days},
          {"replications", settings.replications},
          {"coverage", settings.coverage}};
}

std::vector<NamedPolicy> read_named_policies(ObjectReader& r) {
  return r.objects("policies", [](ObjectReader& row) {
    NamedPolicy one;
    one.name = row.text("name");
    one.policy = row.maybe_object("policy", nested(read_policy));
    return one;
  });
}

}  // namespace replaying

ReplaySettings replay_settings_from_json(std::string_view json) {
  return json_io::read_document(json, "settings", replaying::read_settings);
}

std::string to_json(const ReplaySettings& settings) {
  check(settings);
  return json_io::dump_document(replaying::json_of(settings), "settings");
}

std::vector<NamedPolicy> named_policies_from_json(std::string_view json) {
  return json_io::read_document(json, "policies", replaying::read_named_policies);
}

}  // namespace evenload::allocation
