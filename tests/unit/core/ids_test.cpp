#include "evenload/core/ids.hpp"

#include <type_traits>
#include <unordered_set>

#include "error_of.hpp"

using evenload::CaseId;
using evenload::CaseworkerId;
using evenload::check_id;
using evenload::test::refusal;

TEST_CASE("ids of different kinds do not mix") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<CaseId, CaseworkerId>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<CaseId, CaseworkerId>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, CaseId>);
}

TEST_CASE("ids compare by system, then value, bytewise") {
  CHECK(CaseId("a") == CaseId("a"));
  CHECK(CaseId("a") != CaseId("b"));
  CHECK(CaseId("s", "a") != CaseId("a"));
  CHECK(CaseId("10") < CaseId("9"));
  CHECK(CaseId("z") < CaseId("ä"));
  CHECK(CaseId("Z") < CaseId("a"));
  CHECK(CaseId("z") < CaseId("s", "a"));
  CHECK(CaseId("s", "a") < CaseId("s", "b"));
  CHECK(CaseId("a") < CaseId("aa"));
  CHECK(CaseId().empty());
  CHECK_FALSE(CaseId("s", "a").empty());
  CHECK(CaseId("s", "a").system() == "s");
  CHECK(CaseId("s", "a").value() == "a");
}

TEST_CASE("ids hash as they compare") {
  const std::unordered_set<CaseId> ids{CaseId("a"), CaseId("s", "a"), CaseId("a", "s"),
                                       CaseId("a")};
  CHECK(ids.size() == 3);
  CHECK(ids.count(CaseId("s", "a")) == 1);
  CHECK(std::hash<CaseId>{}(CaseId("s", "a")) != std::hash<CaseId>{}(CaseId("a", "s")));
}

TEST_CASE("an id is UTF-8 of 1 to 128 bytes without control characters") {
  const std::string longest(128, 'x');
  for (const std::string& id : {std::string("a"), std::string("Ärende 17/2026"), std::string("例"),
                                std::string(" "), longest}) {
    CHECK_NOTHROW(check_id(id, "cases", "id", 0));
  }
  const auto refused = [](std::string_view id) {
    return refusal([&] { check_id(id, "cases", "id", 2); });
  };
  CHECK(refused("") ==
        "cases.id, row 2: expected an id of 1 to 128 bytes, found an empty text (invalid_id)");
  CHECK(refused(longest + "x") ==
        "cases.id, row 2: expected an id of 1 to 128 bytes, found 129 bytes (invalid_id)");
  CHECK(
      refused("a\xff") ==
      "cases.id, row 2: expected an id in well-formed UTF-8, found \"a\xEF\xBF\xBD\" (invalid_id)");
  CHECK(refused("a\nb") ==
        "cases.id, row 2: expected an id without control characters, found \"a\xEF\xBF\xBD"
        "b\" (invalid_id)");
  CHECK(refused(std::string_view("a\0b", 3)).find("control characters") != std::string::npos);
  CHECK(refused("\xC2\x9F").find("control characters") != std::string::npos);
}

TEST_CASE("a negative row means that there is none") {
  CHECK(refusal([] { check_id("", "policy", "unit", -1); }) ==
        "policy.unit: expected an id of 1 to 128 bytes, found an empty text (invalid_id)");
}
