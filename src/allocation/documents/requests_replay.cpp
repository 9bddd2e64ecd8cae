// replay and compare_policies as document calls.
#include "evenload/allocation/replay.hpp"
#include "requests.hpp"
#include "src/allocation/replay/document.hpp"
#include "src/workload/json.hpp"

namespace evenload::allocation {

namespace {

/// The log of a request with the tables that it lives on.
struct RequestedLog {
  std::optional<Table> log, caseworkers, caseworker_weeks;
  LogMapping mapping;

  explicit RequestedLog(ObjectReader& r) {
    const auto rows = [&](const char* name) {
      const Json* given = r.raw(name);
      return given == nullptr ? std::optional<Table>()
                              : std::optional<Table>(table_of_rows(*given, name));
    };
    log = rows("log");
    if (!log) r.fail("log", ErrorCode::missing_value, "an array of rows, one per event");
    mapping = r.object("mapping", nested(workload::json_io::read_log_mapping));
    caseworkers = rows("caseworkers");
    caseworker_weeks = rows("caseworker_weeks");
  }

  ReplayLog view() const {
    ReplayLog given;
    given.log = &*log;
    given.mapping = mapping;
    given.caseworkers = caseworkers ? &*caseworkers : nullptr;
    given.caseworker_weeks = caseworker_weeks ? &*caseworker_weeks : nullptr;
    return given;
  }
};

ReplaySettings settings_of(ObjectReader& r) {
  return r.maybe_object("settings", nested(replaying::read_settings)).value_or(ReplaySettings());
}

}  // namespace

Json answer_replay_request(Request& request, const SolveOptions& control) {
  const RequestedLog log(request.fields);
  const AllocationPolicy policy = request.fields.object("policy", nested(read_policy));
  const ReplaySettings settings = settings_of(request.fields);
  const SolveOptions options = options_of(request.fields, control);
  request.close();
  return complete(replaying::json_of(replay(log.view(), policy, settings, options)));
}

Json answer_compare_policies_request(Request& request, const SolveOptions& control) {
  const RequestedLog log(request.fields);
  const std::vector<NamedPolicy> policies = replaying::read_named_policies(request.fields);
  const std::string baseline =
      request.fields.text("baseline", policies.empty() ? "" : policies.front().name);
  std::size_t position = 0;
  while (position < policies.size() && policies[position].name != baseline) ++position;
  if (!policies.empty() && position == policies.size()) {
    request.fields.fail("baseline", ErrorCode::unknown_id, "the name of one of the policies");
  }
  const ReplaySettings settings = settings_of(request.fields);
  const SolveOptions options = options_of(request.fields, control);
  request.close();
  return complete(
      replaying::json_of(compare_policies(log.view(), policies, position, settings, options)));
}

}  // namespace evenload::allocation
