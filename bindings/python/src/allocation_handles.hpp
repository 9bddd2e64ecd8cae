// Input, policy, plan and explanation as Python holds them: shared, never changed after they were made.
#pragma once

#include <memory>

#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"

namespace evenload::python {

struct InputHandle {
  std::shared_ptr<const allocation::AllocationInput> input;
};
struct PolicyHandle {
  std::shared_ptr<const allocation::AllocationPolicy> policy;
};
struct PlanHandle {
  std::shared_ptr<const allocation::Plan> plan;
};
struct ExplanationHandle {
  std::shared_ptr<const allocation::Explanation> explanation;
};

}  // namespace evenload::python
