/// \file
/// Somebody is away for a while: what cannot wait is lent to others and comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evenload/allocation/redistribute.hpp"

namespace evenload::allocation {

/// A visit, meeting or hearing that is booked.
struct Visit {
  CaseId case_id;
  Date on{};
};

struct CoverOptions {
  Date from{};                      ///< first day away
  std::optional<Date> to;           ///< last day away; none: not known
  std::vector<Visit> visits;
  /// An absence of more days than this, or without a known end, hands the cases over for good.
  std::int64_t redistribute_after_days = 90;
  RedistributeOptions redistribute; ///< for that; its `from` is not used
};

/// Why a case cannot wait until the caseworker is back.
enum class CoverCause : std::int32_t { deadline = 0, visit = 1, risk = 2 };
std::string_view to_string(CoverCause cause) noexcept;

struct Lent {
  Move move;
  std::vector<CoverCause> causes;   ///< all that hold
  std::optional<Date> deadline;
  std::vector<Date> visits;         ///< inside the window
};

struct Waiting {
  CaseId case_id;
  std::string role;
  Rational load;
};

struct Covered : Proposal {
  CaseworkerId caseworker;
  Date from{};
  std::optional<Date> to;
  std::optional<Date> back_on;      ///< when what was lent comes back: the first working day after
  std::vector<Lent> lent;           ///< by case id and role
  std::vector<Waiting> waiting;     ///< stays with the caseworker
  std::optional<Redistributed> redistributed;  ///< where the absence is too long; the rest is empty then
};

/// Lends out, for the window only, what the caseworker has with a deadline, a visit or a risk
/// inside it; the rest waits. Linked cases are lent together. Everybody else keeps what they have,
/// open cases are placed besides, the caseworker takes nothing. Capacities are means over the
/// window's weeks. The caseworker has no capacity in the plan, so that nothing is divided by it.
/// \throws InvalidDataError as allocate; table "cover": unknown_id for the caseworker or a visit's
///         case, ends_before_start for an empty window, negative_value; as redistribute.
Covered cover(const AllocationInput& input, const AllocationPolicy& policy,
              const CaseworkerId& caseworker, const CoverOptions& cover,
              const SolveOptions& options = {});

}  // namespace evenload::allocation
