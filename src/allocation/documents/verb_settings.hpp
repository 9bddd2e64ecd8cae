/// \file
/// Settings of the verbs from JSON objects. Private.
#pragma once

#include "evenload/allocation/cover.hpp"
#include "evenload/allocation/plan_ahead.hpp"
#include "evenload/allocation/rebalance.hpp"
#include "evenload/allocation/redistribute.hpp"
#include "evenload/allocation/replan.hpp"
#include "evenload/allocation/what_if.hpp"
#include "json.hpp"

namespace evenload::allocation {

RebalanceOptions read_rebalance_settings(ObjectReader& r);
/// With the caseworker who leaves.
struct RedistributeSettings {
  CaseworkerId caseworker;
  RedistributeOptions options;
};
RedistributeSettings read_redistribute_settings(ObjectReader& r);
struct CoverSettings {
  CaseworkerId caseworker;
  CoverOptions options;
};
CoverSettings read_cover_settings(ObjectReader& r);
PlanAheadOptions read_plan_ahead_settings(ObjectReader& r);
WhatIfChanges read_what_if_settings(ObjectReader& r);

}  // namespace evenload::allocation
