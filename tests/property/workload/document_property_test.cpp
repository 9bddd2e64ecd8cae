#include "evenload/workload/document.hpp"

#include "catch.hpp"
#include "generators.hpp"
#include "src/workload/json.hpp"

using namespace evenload;
using namespace evenload::workload;
using namespace evenload::workload::test;

namespace {

namespace part_json = evenload::workload::json_io;

/// What a struct says through JSON text and back is what it said before; compared as JSON, which leaves nothing out.
template <class Value, class Read>
void check_part(const Value& value, Read read) {
  const auto written = part_json::json_of(value);
  const auto parsed = evenload::json_io::parse(evenload::json_io::dump(written, "part"), "part");
  evenload::json_io::ObjectReader reader(parsed, "part");
  const Value back = read(reader);
  reader.finish();
  RC_ASSERT(part_json::json_of(back) == written);
}

}  // namespace

TEST_CASE("documents survive the way there and back") {
  evenload::test::property("rules and results", [] {
    const MeasurementRule rule = some_rule();
    RC_ASSERT(to_json(weight_scheme_from_json(to_json(*rule.weights))) == to_json(*rule.weights));
    RC_ASSERT(to_json(capacity_rule_from_json(to_json(*rule.capacity))) == to_json(*rule.capacity));
    RC_ASSERT(to_json(measurement_rule_from_json(to_json(rule))) == to_json(rule));
    const MeasurementResult result = measure(some_cases(6), some_people(), rule, some_day());
    RC_ASSERT(to_json(measurement_result_from_json(to_json(result))) == to_json(result));
  });
}

TEST_CASE("a rule that was written and read measures the same") {
  evenload::test::property("any cases and people", [] {
    const MeasurementRule rule = some_rule();
    const auto cases = some_cases(6);
    const auto people = some_people();
    const Date on = some_day();
    RC_ASSERT(to_json(measure(cases, people, measurement_rule_from_json(to_json(rule)), on)) == to_json(measure(cases, people, rule, on)));
  });
}

TEST_CASE("parts survive the way there and back") {
  evenload::test::property("cases and people", [] {
    for (const HeldCase& held : some_cases(4)) check_part(held, part_json::read_held_case);
    for (const MeasuredCaseworker& person : some_people()) {
      check_part(person, part_json::read_measured_caseworker);
      check_part(person.working_time, part_json::read_working_time);
      check_part(person.working_time.experience, part_json::read_experience);
    }
    check_part(some_reduction(), part_json::read_reduction);
    check_part(some_absence(), part_json::read_absence);
    for (const WeightFamily family : {WeightFamily::additive_points, WeightFamily::hours_per_month, WeightFamily::caseload_caps}) {
      WeightScheme scheme = *some_rule().weights;
      scheme.family = family;
      check_part(scheme, part_json::read_weight_scheme);
    }
  });
}

TEST_CASE("any text is read or refused, never more") {
  evenload::test::property("damaged documents", [] {
    std::string text = to_json(some_rule());
    for (int damages = pick(4) + 1; damages > 0; --damages) {
      const auto at = static_cast<std::size_t>(pick(static_cast<int>(text.size())));
      if (coin()) {
        text.erase(at, static_cast<std::size_t>(pick(5)));
      } else {
        text.insert(at, 1, "{}[]\",:0-\x80"[pick(10)]);
      }
      if (text.empty()) text = " ";
    }
    try {
      const MeasurementRule rule = measurement_rule_from_json(text);
      RC_ASSERT(to_json(measurement_rule_from_json(to_json(rule))) == to_json(rule));
    } catch (const Error& error) {
      RC_ASSERT(error.code() != ErrorCode::internal);
    }
  });
}
