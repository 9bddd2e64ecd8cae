/// \file
/// What the opaque handles of the C ABI hold.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "evenload/allocation/allocation_state.hpp"
#include "evenload/allocation/data.hpp"
#include "evenload/allocation/explain.hpp"
#include "evenload/allocation/plan.hpp"
#include "evenload/allocation/policy.hpp"
#include "evenload/allocation/verbs_document.hpp"
#include "evenload/core/errors.hpp"
#include "evenload/core/table.hpp"
#include "evenload/optimize/balanced_assignment.hpp"
#include "evenload/optimize/convex_transport.hpp"
#include "evenload/optimize/makespan.hpp"
#include "evenload/workload/measure.hpp"
#include "evenload_c/evenload.h"

struct evenload_context {
  evenload_status status = EVENLOAD_OK;
  evenload::ErrorInfo info;
  std::string message;
  const char* fixed_message = "";  ///< shown where no memory was left for the message itself
};

struct evenload_text {
  std::string text;
};

struct evenload_stop {
  std::stop_source source;
};

struct evenload_table {
  evenload::Table table;
};

struct evenload_solution {
  evenload::optimize::BalancedAssignmentResult result;
};

struct evenload_convex_transport_solution {
  evenload::optimize::ConvexTransportResult result;
};

struct evenload_convex_transport_state {
  evenload::optimize::ConvexTransportState state;
};

struct evenload_makespan_solution {
  evenload::optimize::MakespanResult result;
};

struct evenload_measurement_rule {
  evenload::workload::MeasurementRule rule;
};

// A plan shares its input and policy, an explanation its policy: handles may be destroyed in any order.
struct evenload_policy {
  std::shared_ptr<const evenload::allocation::AllocationPolicy> policy;
};

struct evenload_input {
  std::shared_ptr<const evenload::allocation::AllocationInput> input;
};

struct evenload_plan {
  std::shared_ptr<const evenload::allocation::AllocationInput> input;
  std::shared_ptr<const evenload::allocation::AllocationPolicy> policy;
  evenload::allocation::Plan plan;
  // Made with the first explanation and kept; several threads may ask at once.
  mutable std::mutex mutex{};
  mutable std::optional<evenload::allocation::Explainer> explainer{};
};

struct evenload_verb_answer {
  std::shared_ptr<const evenload::allocation::AllocationInput> input;  // what the plan answers
  std::shared_ptr<const evenload::allocation::AllocationPolicy> policy;
  evenload::allocation::VerbAnswer answer;
  // What the verb was asked; a record is sealed over that.
  std::shared_ptr<const evenload::allocation::AllocationInput> asked_input;
  std::shared_ptr<const evenload::allocation::AllocationPolicy> asked_policy;
  std::string settings;
  std::optional<evenload::allocation::Plan> announced;
};

struct evenload_allocation_state {
  evenload::allocation::AllocationState state;
};

struct evenload_explanation {
  std::shared_ptr<const evenload::allocation::AllocationPolicy> policy;
  evenload::allocation::Explanation explanation;
};

namespace evenload::c_api {

/// Destroys what *handle points to and forgets it.
template <class Handle>
void destroy(Handle** handle) noexcept {
  if (handle == nullptr) return;
  delete *handle;
  *handle = nullptr;
}

inline evenload_text* make_text(std::string text) { return new evenload_text{std::move(text)}; }
inline evenload_table* make_table(Table table) { return new evenload_table{std::move(table)}; }

}  // namespace evenload::c_api
