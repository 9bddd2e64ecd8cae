/* The whole C ABI of evenload. */
#ifndef EVENLOAD_C_EVENLOAD_H
#define EVENLOAD_C_EVENLOAD_H

#include "evenload_c/allocation.h"
#include "evenload_c/allocation_state.h"
#include "evenload_c/audit.h"
#include "evenload_c/blocking_groups.h"
#include "evenload_c/causes.h"
#include "evenload_c/convex_transport.h"
#include "evenload_c/core.h"
#include "evenload_c/cost_shares.h"
#include "evenload_c/cross_training.h"
#include "evenload_c/deploy.h"
#include "evenload_c/document.h"
#include "evenload_c/fairness.h"
#include "evenload_c/forecast.h"
#include "evenload_c/generalized_assignment.h"
#include "evenload_c/makespan.h"
#include "evenload_c/online.h"
#include "evenload_c/optimize.h"
#include "evenload_c/pool_size.h"
#include "evenload_c/queueing.h"
#include "evenload_c/replay.h"
#include "evenload_c/time_study.h"
#include "evenload_c/verbs.h"
#include "evenload_c/workload.h"
#include "evenload_c/workload_series.h"

#endif
