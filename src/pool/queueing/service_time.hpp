/// \file
/// Survival of a service time, integrated. Private.
#pragma once

#include "evenload/pool/time_varying.hpp"

namespace evenload::pool::queueing {

void check_service(const ServiceTime& service);
/// ∫_0^age P(S > u) du = E min(S, age); age >= 0.
double service_until(const ServiceTime& service, double age);

}  // namespace evenload::pool::queueing
