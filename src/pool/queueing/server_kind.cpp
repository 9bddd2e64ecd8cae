#include "evenload/pool/server_kind.hpp"

#include "src/pool/queueing/checks.hpp"

namespace evenload::pool {

std::string_view to_string(ServerKind kind) noexcept {
  switch (kind) {
    case ServerKind::line:
      return "line";
    case ServerKind::caseload_slot:
      return "caseload_slot";
    case ServerKind::worker_giving_attention:
      return "worker_giving_attention";
  }
  return "unknown";
}

std::string_view describe(ServerKind kind) noexcept {
  switch (kind) {
    case ServerKind::line:
      return "A server is a counter, telephone line or seat at intake.";
    case ServerKind::caseload_slot:
      return "A server is room for one open case in a caseload.";
    case ServerKind::worker_giving_attention:
      return "A server is a worker who gives attention to one open case at a time.";
  }
  return "";
}

ServerKind server_kind(std::int32_t number) {
  queueing::whole_within(number, 0, 2, "queue", "server");
  return static_cast<ServerKind>(number);
}

}  // namespace evenload::pool
