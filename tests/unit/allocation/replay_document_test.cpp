// Replays as document calls.
#include <string>

#include "catch.hpp"
#include "evenload/allocation/document.hpp"

namespace evenload::allocation::replay_documents {

namespace {

constexpr const char* log_and_mapping =
    R"("log": [{"case": "a", "who": "Ann", "time": "2026-03-02T09:00:00Z"},
               {"case": "a", "who": "Ann", "time": "2026-03-12T09:00:00Z"},
               {"case": "b", "who": "Bo", "time": "2026-03-03T09:00:00Z"}],
       "mapping": {"case_column": "case", "time_column": "time", "resource_column": "who",
                   "open": "events", "zone": "UTC"})";

std::string answer(const std::string& call, const std::string& rest) {
  return call_document(R"({"schema_version": "1.0", "call": ")" + call + "\", " + log_and_mapping +
                       ", " + rest + "}");
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("replay and compare_policies answer documents", "[replay]") {
  const std::string replayed =
      answer("replay", R"("policy": {}, "settings": {"replications": 2, "durations": "resampled"},
                   "caseworkers": [{"id": "Ann", "capacity": 2}], "extensions": {"ticket": 7})");
  CHECK(has(replayed, R"("call":"replay")"));
  CHECK(has(replayed, R"("replications":2)"));
  CHECK(has(replayed, R"("unknown_caseworkers":["Bo"])"));
  CHECK(has(replayed, R"("extensions":{"ticket":7})"));
  const std::string compared =
      answer("compare_policies", R"("policies": [{"name": "was"}, {"name": "new", "policy": {}}],
                                    "baseline": "new")");
  CHECK(has(compared, R"("baseline":"new")"));
  CHECK(has(compared, R"("name":"was")"));
}

TEST_CASE("wrong documents of replays are refused by name", "[replay]") {
  const std::string no_policy = answer("replay", R"("options": {})");
  CHECK(has(no_policy, R"("name":"missing_value")"));
  CHECK(has(no_policy, R"("column":"policy")"));
  const std::string unknown = answer("replay", R"("policy": {}, "settings": {"seeds": 2})");
  CHECK(has(unknown, R"("name":"unknown_field")"));
  const std::string baseline =
      answer("compare_policies", R"("policies": [{"name": "was"}], "baseline": "is")");
  CHECK(has(baseline, R"("name":"unknown_id")"));
  CHECK(has(baseline, R"("column":"baseline")"));
  const std::string none = answer("compare_policies", R"("policies": [])");
  CHECK(has(none, R"("name":"missing_value")"));
  CHECK(has(none, R"("table":"policies")"));
}

}  // namespace evenload::allocation::replay_documents
