/// \file
/// What a "server" of a queueing formula is. A caseworker with a caseload is none: the formulas of
/// Erlang hold for what serves one thing at a time.
#pragma once

#include <cstdint>
#include <string_view>

namespace evenload::pool {

/// Append-only; the C ABI and Python show the same numbers and names.
enum class ServerKind : std::int32_t {
  line = 0,                    ///< counter, telephone line, seat at intake: one visitor at a time
  caseload_slot = 1,           ///< room for one open case in somebody's caseload
  worker_giving_attention = 2  ///< somebody who works on one of several open cases at a time
};

/// "line", "caseload_slot", "worker_giving_attention".
std::string_view to_string(ServerKind kind) noexcept;
/// A sentence that says what the server is, for reports.
std::string_view describe(ServerKind kind) noexcept;
/// \throws InvalidDataError(out_of_range) where the number is none of them.
ServerKind server_kind(std::int32_t number);

}  // namespace evenload::pool
