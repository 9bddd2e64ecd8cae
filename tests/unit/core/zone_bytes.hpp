#pragma once

/// \file
/// Compiled zone files made by hand (RFC 8536), so that tests do not depend on the machine's.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenload::test {

struct ZoneFile {
  struct Change {
    std::int64_t at = 0;
    int type = 0;
  };
  std::vector<std::int64_t> offsets{0};  ///< by type
  std::vector<Change> changes;
  std::string rule;  ///< from version 2 on
  int leap_seconds = 0;

  static void append(std::string& bytes, std::int64_t value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      bytes +=
          static_cast<char>(static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> shift));
    }
  }

  std::string block(char version, int time_bytes) const {
    std::string bytes = "TZif";
    bytes += version;
    bytes.append(15, '\0');
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{0}, static_cast<std::size_t>(leap_seconds), changes.size(),
          offsets.size(), std::size_t{4}}) {
      append(bytes, static_cast<std::int64_t>(count), 4);
    }
    for (const Change& change : changes) append(bytes, change.at, time_bytes);
    for (const Change& change : changes) append(bytes, change.type, 1);
    for (const std::int64_t offset : offsets) {
      append(bytes, offset, 4);
      bytes.append(2, '\0');
    }
    bytes.append("AAA\0", 4);
    bytes.append(static_cast<std::size_t>(leap_seconds * (time_bytes + 4)), '\0');
    return bytes;
  }

  std::string version_1() const { return block('\0', 4); }
  std::string version_2(char version = '2') const {
    return ZoneFile{{7 * 3600}, {{1, 0}}, {}, 0}.block(version, 4) + block(version, 8) + "\n" +
           rule + "\n";
  }
};

}  // namespace evenload::test
