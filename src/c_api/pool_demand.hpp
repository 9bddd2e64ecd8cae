/// \file
/// A demand model behind its handle, and its parameters as one line of numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/pool/demand_fit.hpp"
#include "evenload_c/pool_size.h"

struct evenload_demand_model {
  evenload::pool::DemandModel model;
  evenload::pool::DemandParameters standard_error;
};
