#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "civil.hpp"
#include "evenload/core/calendar.hpp"
#include "evenload/core/errors.hpp"
#include "int128.hpp"
#include "utf8.hpp"
#include "zone_file.hpp"

namespace evenload {

struct Zone::Data {
  std::string name;
  ZoneOffsets offsets;
};

namespace {

constexpr std::array<std::string_view, 4> usual_directories = {
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
constexpr std::int64_t micro = 1'000'000;
constexpr std::int64_t micro_per_day = 86'400 * micro;
constexpr std::size_t longest_name = 128;
constexpr std::size_t largest_file = 1 << 20;  // the largest zone has 4 KB

/// A name of the zone database: parts of letters, digits and + - _ ., none of them "." or "..", so
/// that it stays below the directory.
bool is_zone_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > longest_name) return false;
  const auto belongs = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '_' || c == '.';
  };
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    if (!std::all_of(part.begin(), part.end(), belongs)) return false;
    begin = end + 1;
  }
  return true;
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(largest_file, '\0');
  // A folder can be opened too; only reading fails.
  if (!file ||
      (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && !file.eof()))
    return std::nullopt;
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

[[noreturn]] void refuse_zone(std::string expected, std::string_view name) {
  throw InvalidDataError(
      {ErrorCode::unknown_zone, {}, {}, std::nullopt, std::move(expected), utf8::quote(name)});
}

/// Microseconds since 1970-01-01 on the clock of the zone.
std::int64_t local_micros(const ZoneOffsets& offsets, Instant instant) noexcept {
  const std::int64_t utc = instant.time_since_epoch().count();
  const int128 local =
      utc + static_cast<int128>(offsets.span_at(floor_divide(utc, micro)).offset) * micro;
  constexpr int128 least = Instant::min().time_since_epoch().count();
  constexpr int128 most = Instant::max().time_since_epoch().count();
  return static_cast<std::int64_t>(std::clamp(local, least, most));
}

}  // namespace

Zone::Zone(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Zone Zone::utc() { return Zone(std::make_shared<const Data>(Data{"UTC", {}})); }

Zone Zone::load(std::string_view name, std::string_view directory) {
  if (!is_zone_name(name)) refuse_zone("the name of a time zone such as Europe/Stockholm", name);
  std::string looked;
  const auto look_in = [&](std::string_view place) -> std::optional<Zone> {
    looked.append(looked.empty() ? "" : ", ").append(place);
    const std::string path = std::string(place) + "/" + std::string(name);
    const auto bytes = read_file(path);
    if (!bytes) return std::nullopt;
    try {
      return Zone(std::make_shared<const Data>(Data{std::string(name), parse_zone_file(*bytes)}));
    } catch (const InvalidDataError& error) {
      ErrorInfo info = error.info();
      info.found = path + ": " + info.found;
      throw InvalidDataError(std::move(info));
    }
  };
  if (!directory.empty()) {
    if (auto zone = look_in(directory)) return *std::move(zone);
  } else if (name == "UTC" || name == "Etc/UTC") {
    // Needs no file, so it is there on machines without zone files too.
    return Zone(std::make_shared<const Data>(Data{std::string(name), {}}));
  } else {
    for (const std::string_view place : usual_directories) {
      if (auto zone = look_in(place)) return *std::move(zone);
    }
  }
  refuse_zone("a time zone in " + looked, name);
}

const std::string& Zone::name() const noexcept { return data_->name; }

Date Zone::local_date(Instant instant) const noexcept {
  return Date{
      std::chrono::days{floor_divide(local_micros(data_->offsets, instant), micro_per_day)}};
}

TimeOfDay Zone::local_time(Instant instant) const noexcept {
  return TimeOfDay{floor_modulo(local_micros(data_->offsets, instant), micro_per_day) /
                   (60 * micro)};
}

Instant Zone::to_instant(Date date, std::chrono::microseconds since_midnight,
                         LocalChoice choice) const noexcept {
  // Far outside the years of the contract the answer is the nearest instant that there is.
  constexpr auto margin = static_cast<int128>(2) * micro_per_day;
  constexpr int128 least = Instant::min().time_since_epoch().count() + margin;
  constexpr int128 most = Instant::max().time_since_epoch().count() - margin;
  const int128 wanted =
      static_cast<int128>(date.time_since_epoch().count()) * micro_per_day + since_midnight.count();
  if (wanted < least) return Instant::min();
  if (wanted > most) return Instant::max();

  const auto local = static_cast<std::int64_t>(wanted);
  const std::int64_t local_second = floor_divide(local, micro);
  const auto at_offset = [&](std::int64_t offset) {
    return Instant{std::chrono::microseconds{local - offset * micro}};
  };
  // No offset is as large as 26 hours: every UTC second that the clock can show as this one lies in
  // the window.
  constexpr std::int64_t reach = std::int64_t{26} * 3600;
  std::optional<std::int64_t> answer;
  std::optional<std::int64_t> before_gap;
  std::optional<std::int64_t> previous;
  for (std::int64_t begin = local_second - reach; begin <= local_second + reach;) {
    const OffsetSpan span = data_->offsets.span_at(begin);
    const std::int64_t utc = local_second - span.offset;
    if (utc >= begin && utc < span.end) {
      if (choice == LocalChoice::earliest) return at_offset(span.offset);
      answer = span.offset;
    } else if (previous && local_second - *previous >= begin && utc < begin) {
      // The clock jumped over it at `begin`. By the old offset it comes as much later as was
      // skipped.
      before_gap = previous;
    }
    previous = span.offset;
    if (span.end == OffsetSpan::no_end) break;
    begin = span.end;
  }
  if (answer) return at_offset(*answer);
  return at_offset(before_gap ? *before_gap : previous.value_or(0));
}

}  // namespace evenload
