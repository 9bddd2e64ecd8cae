#include "src/core/zone_file.hpp"

#include "error_of.hpp"
#include "zone_bytes.hpp"

using evenload::parse_zone_file;
using evenload::test::error_of;
using evenload::test::ZoneFile;

namespace {

/// Summer from 1000 to 2000 in seconds of 1970.
ZoneFile sample() { return {{3600, 7200}, {{1000, 1}, {2000, 0}}, "CET-1", 0}; }

std::string fault(std::string_view bytes) {
  const auto info = error_of([&] { parse_zone_file(bytes); });
  CHECK(info.code == evenload::ErrorCode::unknown_zone);
  CHECK(info.expected == "a compiled zone file (RFC 8536)");
  return info.found;
}

}  // namespace

TEST_CASE("version 1 has 32-bit times and no rule") {
  const auto zone = parse_zone_file(sample().version_1());
  CHECK(zone.span_at(-5).offset == 3600);
  CHECK(zone.span_at(-5).end == 1000);
  CHECK(zone.span_at(999).offset == 3600);
  CHECK(zone.span_at(1000).offset == 7200);
  CHECK(zone.span_at(1999).end == 2000);
  CHECK(zone.span_at(2000).offset == 3600);
  CHECK(zone.span_at(2000).end == evenload::OffsetSpan::no_end);
  CHECK_FALSE(zone.rule.has_value());
  const ZoneFile early{{-3600, 0}, {{-2'000'000'000, 1}}, {}, 0};
  CHECK(parse_zone_file(early.version_1()).span_at(-2'000'000'001).offset == -3600);
}

TEST_CASE("later versions are read from their 64-bit part") {
  for (const char version : {'2', '3', '4'}) {
    ZoneFile file = sample();
    file.changes[0].at = -5'000'000'000;
    const auto zone = parse_zone_file(file.version_2(version));
    CHECK(zone.changes == std::vector<std::int64_t>{-5'000'000'000, 2000});
    CHECK(zone.offset_before == 3600);
    REQUIRE(zone.rule.has_value());
    CHECK(zone.rule->standard_offset == 3600);
  }
}

TEST_CASE("the rule holds from the last change on, and always where there is none") {
  ZoneFile file = sample();
  file.rule = "AAA0BBB,M3.5.0,M10.5.0";
  CHECK(parse_zone_file(file.version_2()).span_at(1999).offset == 7200);
  CHECK(parse_zone_file(file.version_2()).span_at(2000).offset == 0);
  file.changes.clear();
  CHECK(parse_zone_file(file.version_2()).span_at(-1).offset == 0);
  file.rule.clear();
  CHECK(parse_zone_file(file.version_2()).span_at(-1).offset == 3600);
}

TEST_CASE("malformed zone files are refused with what is wrong") {
  CHECK(fault("") == "a file that ends too soon");
  CHECK(fault("#!/bin/sh and so on") == "another kind of file");
  CHECK(fault(sample().block('1', 4)) == "an unknown version");
  CHECK(fault(ZoneFile{{}, {}, "", 0}.version_1()) == "a file without offsets");
  CHECK(fault(ZoneFile{{0}, {{5, 1}}, "", 0}.version_1()) == "an offset that is not in the file");
  CHECK(fault(ZoneFile{{0}, {{5, 0}, {5, 0}}, "", 0}.version_1()) == "changes out of order");
  CHECK(fault(ZoneFile{{93'600}, {}, "", 0}.version_1()) == "an offset of 93600 s");
  CHECK(fault(ZoneFile{{-90'000}, {}, "", 0}.version_1()) == "an offset of -90000 s");
  CHECK(fault(ZoneFile{{0}, {}, "", 1}.version_1()) == "a zone that counts leap seconds");
  ZoneFile file = sample();
  file.rule = "CET";
  CHECK(fault(file.version_2()) == "the rule \"CET\"");
}

TEST_CASE("a zone file cut anywhere is refused, never read past its end") {
  const std::string whole = sample().version_2();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string cut = whole.substr(0, length);
    CAPTURE(length);
    CHECK_THROWS_AS(parse_zone_file(cut), evenload::InvalidDataError);
  }
  std::string no_newline = whole;
  no_newline[whole.size() - sample().rule.size() - 2] = 'x';
  CHECK(fault(no_newline) == "no rule at its end");
}

TEST_CASE("counts that the bytes do not bear out allocate nothing") {
  std::string huge = ZoneFile{{0}, {}, "", 0}.version_1();
  for (std::size_t i = 20; i < 44; ++i) {
    if (i >= 28 && i < 32) continue;  // no leap seconds
    huge[i] = '\xff';
  }
  CHECK(fault(huge) == "a file that ends too soon");
}
