#pragma once

/// \file
/// RapidCheck properties inside Catch2 test cases. RapidCheck's own adapter knows Catch2 2 only.
///
///     TEST_CASE("a bound never exceeds the optimum") {
///       evenload::test::property("tiny problems", [](const std::vector<int>& weights) {
///         RC_ASSERT(...);
///       });
///     }
///
/// The environment variable RC_PARAMS ("max_success=5000 seed=7") steers the number of examples.

#include <sstream>
#include <string>
#include <utility>

#include <rapidcheck.h>

#include "catch.hpp"

namespace evenload::test {

/// Checks `testable` on generated inputs; fails the running test case with the shrunk counterexample.
/// An exhausted generator (too many discarded inputs) fails too.
template <class Testable>
void property(const std::string& description, Testable&& testable) {
  const auto result = rc::detail::checkTestable(std::forward<Testable>(testable));
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  INFO(description << "\n" << text.str());
  CHECK(result.template is<rc::detail::SuccessResult>());
}

}  // namespace evenload::test
