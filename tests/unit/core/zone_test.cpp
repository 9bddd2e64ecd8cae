#include <filesystem>
#include <fstream>

#include "error_of.hpp"
#include "evenload/core/calendar.hpp"
#include "zone_bytes.hpp"

using evenload::Instant;
using evenload::LocalChoice;
using evenload::parse_date;
using evenload::parse_instant;
using evenload::parse_time_of_day;
using evenload::to_string;
using evenload::Zone;
using evenload::test::error_of;
using evenload::test::refusal;
using evenload::test::ZoneFile;
using std::chrono::hours;
using std::chrono::microseconds;

namespace {

/// A folder of zone files that goes away with the test.
class ZoneFolder {
 public:
  ZoneFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("evenload-zones-" +
               std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()))) {
    std::filesystem::create_directories(path_ / "Europe");
  }
  ~ZoneFolder() { std::filesystem::remove_all(path_); }
  ZoneFolder(const ZoneFolder&) = delete;
  ZoneFolder& operator=(const ZoneFolder&) = delete;

  std::string path() const { return path_.string(); }
  Zone add(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return Zone::load(name, path());
  }

 private:
  std::filesystem::path path_;
};

std::string utc_of(const Zone& zone, std::string_view date, std::string_view time,
                   LocalChoice choice = LocalChoice::earliest) {
  return to_string(zone.to_instant(parse_date(date), parse_time_of_day(time), choice));
}

std::string local(const Zone& zone, std::string_view instant) {
  const Instant at = parse_instant(instant);
  return to_string(zone.local_date(at)) + " " + std::to_string(zone.local_time(at).count());
}

void check_stockholm(const Zone& zone) {
  CHECK(zone.name() == "Europe/Stockholm");
  for (const auto& [spring, autumn] :
       {std::pair{"2026-03-29", "2026-10-25"}, {"2080-03-31", "2080-10-27"}}) {
    CAPTURE(spring);
    const std::string s = spring;
    const std::string a = autumn;
    CHECK(utc_of(zone, s, "01:59") == s + "T00:59:00Z");
    // 02:00 to 03:00 does not exist: it moves forward by the gap, whichever is asked for.
    for (const LocalChoice choice : {LocalChoice::earliest, LocalChoice::latest}) {
      CHECK(utc_of(zone, s, "02:00", choice) == s + "T01:00:00Z");
      CHECK(utc_of(zone, s, "02:30", choice) == s + "T01:30:00Z");
    }
    CHECK(utc_of(zone, s, "03:00") == s + "T01:00:00Z");
    CHECK(local(zone, s + "T01:30:00Z") == s + " 210");
    // 02:00 to 03:00 comes twice.
    CHECK(utc_of(zone, a, "01:59") ==
          to_string(parse_date(a) - std::chrono::days{1}) + "T23:59:00Z");
    CHECK(utc_of(zone, a, "02:00", LocalChoice::earliest) == a + "T00:00:00Z");
    CHECK(utc_of(zone, a, "02:00", LocalChoice::latest) == a + "T01:00:00Z");
    CHECK(utc_of(zone, a, "02:59", LocalChoice::earliest) == a + "T00:59:00Z");
    CHECK(utc_of(zone, a, "02:59", LocalChoice::latest) == a + "T01:59:00Z");
    CHECK(utc_of(zone, a, "03:00", LocalChoice::earliest) == a + "T02:00:00Z");
    CHECK(local(zone, a + "T00:30:00Z") == a + " 150");
    CHECK(local(zone, a + "T01:30:00Z") == a + " 150");
  }
  CHECK(local(zone, "2026-11-22T23:00:00Z") == "2026-11-23 0");
  CHECK(local(zone, "2026-11-22T22:59:59.999999Z") == "2026-11-22 1439");
}

}  // namespace

TEST_CASE("UTC is there without files") {
  CHECK(Zone::utc().name() == "UTC");
  CHECK(Zone::load("UTC").name() == "UTC");
  CHECK(Zone::load("Etc/UTC").name() == "Etc/UTC");
  CHECK(utc_of(Zone::utc(), "2026-11-23", "08:15") == "2026-11-23T08:15:00Z");
  CHECK(local(Zone::utc(), "2026-11-23T08:15:59Z") == "2026-11-23 495");
}

TEST_CASE("Stockholm follows its rule, now and in 2080") {
  const ZoneFolder folder;
  check_stockholm(folder.add("Europe/Stockholm",
                             ZoneFile{{3600}, {}, "CET-1CEST,M3.5.0,M10.5.0/3", 0}.version_2()));
}

TEST_CASE("Stockholm from the machine's own zone files") {
  std::optional<Zone> zone;
  try {
    zone = Zone::load();
  } catch (const evenload::InvalidDataError&) {
    WARN("skipped: this machine has no zone files");
    return;
  }
  check_stockholm(*zone);
  CHECK(utc_of(*zone, "1899-01-01", "00:00") ==
        "1898-12-31T22:59:46Z");  // fourteen seconds past the full hour until 1900
  CHECK(utc_of(*zone, "1985-07-01", "00:00") == "1985-06-30T22:00:00Z");
}

TEST_CASE("a day that a zone skipped moves to the next") {
  // Samoa left out 30 December 2011: at 10:00 UTC it went from -10 to +14 hours.
  const ZoneFolder folder;
  const std::int64_t at =
      parse_instant("2011-12-30T10:00:00Z").time_since_epoch().count() / 1'000'000;
  const Zone zone =
      folder.add("Samoa", ZoneFile{{-36'000, 50'400}, {{at, 1}}, "<+14>-14", 0}.version_2());
  CHECK(utc_of(zone, "2011-12-29", "23:59") == "2011-12-30T09:59:00Z");
  CHECK(utc_of(zone, "2011-12-30", "12:00") == "2011-12-30T22:00:00Z");
  CHECK(local(zone, "2011-12-30T22:00:00Z") == "2011-12-31 720");
  CHECK(utc_of(zone, "2011-12-31", "00:00") == "2011-12-30T10:00:00Z");
}

TEST_CASE("changes close to each other are all seen") {
  // Three offsets within four hours: 0, +1 h from 10:00, +3 h from 12:00, 0 from 14:00 UTC.
  const ZoneFolder folder;
  const std::int64_t ten =
      parse_instant("2030-01-01T10:00:00Z").time_since_epoch().count() / 1'000'000;
  const Zone zone = folder.add(
      "Jumpy", ZoneFile{{0, 3600, 10'800}, {{ten, 1}, {ten + 7200, 2}, {ten + 14'400, 0}}, "", 0}
                   .version_2());
  CHECK(utc_of(zone, "2030-01-01", "10:30") == "2030-01-01T10:30:00Z");
  CHECK(utc_of(zone, "2030-01-01", "13:30") == "2030-01-01T12:30:00Z");
  CHECK(utc_of(zone, "2030-01-01", "15:00") == "2030-01-01T12:00:00Z");
  CHECK(utc_of(zone, "2030-01-01", "15:00", LocalChoice::latest) == "2030-01-01T15:00:00Z");
}

TEST_CASE("seconds and days beyond midnight count on") {
  const ZoneFolder folder;
  const Zone zone = folder.add("Europe/Stockholm",
                               ZoneFile{{3600}, {}, "CET-1CEST,M3.5.0,M10.5.0/3", 0}.version_2());
  CHECK(to_string(zone.to_instant(parse_date("2026-11-23"), hours{24})) == "2026-11-23T23:00:00Z");
  CHECK(to_string(zone.to_instant(parse_date("2026-11-23"), -microseconds{1})) ==
        "2026-11-22T22:59:59.999999Z");
  CHECK(to_string(zone.to_instant(parse_date("2026-10-25"), hours{24})) == "2026-10-25T23:00:00Z");
}

TEST_CASE("the end of time is no overflow") {
  const ZoneFolder folder;
  const Zone zone = folder.add("Europe/Stockholm",
                               ZoneFile{{3600}, {}, "CET-1CEST,M3.5.0,M10.5.0/3", 0}.version_2());
  CHECK(zone.to_instant(evenload::Date::max(), hours{0}) == Instant::max());
  CHECK(zone.to_instant(evenload::Date::min(), hours{0}) == Instant::min());
  CHECK(to_string(zone.local_date(Instant::max())) == "+294247-01-10");
  CHECK(to_string(zone.local_date(Instant::min())) == "-290308-12-21");
}

TEST_CASE("unknown zones are refused with where they were looked for") {
  CHECK(refusal([] { Zone::load("Europe/Skövde"); }) ==
        "expected the name of a time zone such as Europe/Stockholm, found \"Europe/Skövde\" "
        "(unknown_zone)");
  const auto info = error_of([] { Zone::load("Europe/Atlantis"); });
  CHECK(info.code == evenload::ErrorCode::unknown_zone);
  CHECK(info.expected ==
        "a time zone in /usr/share/zoneinfo, /usr/lib/zoneinfo, /usr/share/lib/zoneinfo, "
        "/etc/zoneinfo");
  CHECK(info.found == "\"Europe/Atlantis\"");
  const ZoneFolder folder;
  CHECK(refusal([&] { Zone::load("UTC", folder.path()); }) ==
        "expected a time zone in " + folder.path() + ", found \"UTC\" (unknown_zone)");
  CHECK(refusal([&] { Zone::load("Europe", folder.path()); }) ==
        "expected a time zone in " + folder.path() + ", found \"Europe\" (unknown_zone)");
}

TEST_CASE("names that leave the folder are refused before anything is opened") {
  const ZoneFolder folder;
  folder.add("secret", ZoneFile{}.version_1());
  for (const std::string name :
       {"../secret", "Europe/../secret", "/etc/localtime", "./secret", "Europe/./x", "Europe//x",
        "Europe/", "", "..", ".", "a\\b", "a:b", "a b"}) {
    const auto info = error_of([&] { Zone::load(name, folder.path() + "/Europe"); });
    CHECK(info.code == evenload::ErrorCode::unknown_zone);
    CHECK(info.expected == "the name of a time zone such as Europe/Stockholm");
  }
  CHECK_THROWS_AS(Zone::load(std::string("secret\0", 7), folder.path()),
                  evenload::InvalidDataError);
  CHECK_THROWS_AS(Zone::load(std::string(129, 'a'), folder.path()), evenload::InvalidDataError);
}

TEST_CASE("a file that is no zone is refused by its path") {
  const ZoneFolder folder;
  CHECK(refusal([&] { folder.add("zone.tab", "# a table"); }) ==
        "expected a compiled zone file (RFC 8536), found " + folder.path() +
            "/zone.tab: another kind of file (unknown_zone)");
}
