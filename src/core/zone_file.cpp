#include "zone_file.hpp"

#include <algorithm>

#include "evenload/core/errors.hpp"
#include "utf8.hpp"

namespace evenload {

namespace {

// Bounds of RFC 8536 for the offset of a zone: −25 to +26 hours, both excluded.
constexpr std::int64_t least_offset = -89'999;
constexpr std::int64_t greatest_offset = 93'599;

[[noreturn]] void refuse_zone_file(std::string found) {
  throw InvalidDataError({ErrorCode::unknown_zone,
                          {},
                          {},
                          std::nullopt,
                          "a compiled zone file (RFC 8536)",
                          std::move(found)});
}

class ZoneFileReader {
 public:
  explicit ZoneFileReader(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(std::uint64_t count) {
    if (count > rest_.size()) refuse_zone_file("a file that ends too soon");
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  /// A number in network byte order, two's complement.
  static std::int64_t number(std::string_view bytes) {
    std::uint64_t value = !bytes.empty() && (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0
                              ? ~std::uint64_t{0}
                              : 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
  }

  struct Header {
    char version = 0;
    std::uint64_t ut_flags = 0, standard_flags = 0, leaps = 0, changes = 0, types = 0,
                  name_bytes = 0;
  };

  Header header() {
    if (take(4) != "TZif") refuse_zone_file("another kind of file");
    Header header;
    header.version = take(1).front();
    take(15);
    for (std::uint64_t* count : {&header.ut_flags, &header.standard_flags, &header.leaps,
                                 &header.changes, &header.types, &header.name_bytes}) {
      *count = static_cast<std::uint64_t>(number(take(4))) & 0xFFFF'FFFFU;
    }
    return header;
  }

  void skip_block(const Header& header, std::uint64_t time_bytes) {
    take(header.changes * (time_bytes + 1) + header.types * 6 + header.name_bytes +
         header.leaps * (time_bytes + 4) + header.standard_flags + header.ut_flags);
  }

  ZoneOffsets block(const Header& header, std::uint64_t time_bytes) {
    // Zones under right/ count leap seconds, which instants in UTC days of 86,400 seconds do not.
    if (header.leaps != 0) refuse_zone_file("a zone that counts leap seconds");
    if (header.types == 0) refuse_zone_file("a file without offsets");
    const std::string_view times = take(header.changes * time_bytes);
    const std::string_view types = take(header.changes);
    const std::string_view type_records = take(header.types * 6);
    take(header.name_bytes + header.standard_flags + header.ut_flags);

    const auto offset_of = [&](std::size_t type) {
      if (type >= header.types) refuse_zone_file("an offset that is not in the file");
      const std::int64_t offset = number(type_records.substr(type * 6, 4));
      if (offset < least_offset || offset > greatest_offset)
        refuse_zone_file("an offset of " + std::to_string(offset) + " s");
      return offset;
    };
    ZoneOffsets offsets;
    offsets.offset_before = offset_of(0);
    for (std::size_t i = 0; i < types.size(); ++i) {
      const std::int64_t at = number(times.substr(i * static_cast<std::size_t>(time_bytes),
                                                  static_cast<std::size_t>(time_bytes)));
      if (!offsets.changes.empty() && at <= offsets.changes.back())
        refuse_zone_file("changes out of order");
      offsets.changes.push_back(at);
      offsets.offsets_after.push_back(offset_of(static_cast<unsigned char>(types[i])));
    }
    return offsets;
  }

  std::optional<PosixRule> footer() {
    if (take(1) != "\n") refuse_zone_file("no rule at its end");
    const std::size_t length = rest_.find('\n');
    if (length == std::string_view::npos) refuse_zone_file("a rule without an end");
    const std::string_view text = take(length);
    if (text.empty()) return std::nullopt;
    const auto rule = parse_posix_rule(text);
    if (!rule) refuse_zone_file("the rule " + utf8::quote(text));
    return rule;
  }

 private:
  std::string_view rest_;
};

}  // namespace

OffsetSpan ZoneOffsets::span_at(std::int64_t utc) const noexcept {
  const auto next = std::upper_bound(changes.begin(), changes.end(), utc);
  if (next == changes.end() && rule) return rule->span_at(utc);
  const std::int64_t end = next == changes.end() ? OffsetSpan::no_end : *next;
  if (next == changes.begin()) return {offset_before, end};
  return {offsets_after[static_cast<std::size_t>(next - changes.begin()) - 1], end};
}

ZoneOffsets parse_zone_file(std::string_view bytes) {
  ZoneFileReader reader(bytes);
  const auto first = reader.header();
  if (first.version == '\0') return reader.block(first, 4);
  if (first.version < '2') refuse_zone_file("an unknown version");
  // Since version 2 the same follows with 64-bit times; the first part is for old readers.
  reader.skip_block(first, 4);
  const auto second = reader.header();
  ZoneOffsets offsets = reader.block(second, 8);
  offsets.rule = reader.footer();
  return offsets;
}

}  // namespace evenload
