#include "evenload/core/ids.hpp"

#include <optional>

#include "evenload/core/errors.hpp"
#include "utf8.hpp"

namespace evenload {

void check_id(std::string_view text, std::string_view table, std::string_view column,
              std::int64_t row) {
  const auto fail = [&](std::string expected, std::string found) {
    throw InvalidDataError({ErrorCode::invalid_id, std::string(table), std::string(column),
                            row < 0 ? std::nullopt : std::optional(row), std::move(expected),
                            std::move(found)});
  };
  if (text.empty()) fail("an id of 1 to 128 bytes", "an empty text");
  if (text.size() > maximum_id_bytes)
    fail("an id of 1 to 128 bytes", std::to_string(text.size()) + " bytes");
  for (std::string_view rest = text; !rest.empty();) {
    const utf8::Decoded next = utf8::decode(rest);
    if (next.bytes == 0) fail("an id in well-formed UTF-8", utf8::quote(text));
    if (utf8::is_control(next.code_point))
      fail("an id without control characters", utf8::quote(text));
    rest.remove_prefix(next.bytes);
  }
}

}  // namespace evenload
