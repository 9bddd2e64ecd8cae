#include "batch.hpp"

#include <algorithm>
#include <utility>

#include "evenload/allocation/allocate.hpp"

namespace evenload::allocation::replaying {

namespace {

// A replay shows no bounds, so most of what the solver does by default, proving how good a plan is,
// would be in vain. With this much work the weeks of the logs that were tried come out as with ten
// times as much.
constexpr std::int64_t default_batch_work = 50'000;

}  // namespace

AllocationPolicy for_log(AllocationPolicy policy) {
  const AllocationPolicy plain;
  policy.roles = plain.roles;
  policy.roles_of_type = plain.roles_of_type;
  policy.second_role = plain.second_role;
  policy.measurement.weights.reset();
  policy.measurement.capacity.reset();
  return policy;
}

Batches::Batches(const Subject& subject, const AllocationPolicy& policy,
                 const SolveOptions& options)
    : subject_(subject), policy_(policy), options_(options) {
  options_.work_limit = options.work_limit.value_or(default_batch_work);
  for (const LoggedCase& logged : subject.log().cases) no_limit_ = no_limit_ + logged.weight;
  no_limit_ = no_limit_ + subject.even_capacity();
}

BatchAnswer Batches::place(std::size_t week, Date day, const std::vector<std::size_t>& cases,
                           const std::vector<Rational>& loads, double time_limit) {
  const EventLog& log = subject_.log();
  AllocationInput input;
  for (const std::size_t i : cases) {
    const LoggedCase& logged = log.cases[i];
    Case open;
    open.id = CaseId(logged.id);
    open.type = logged.type;
    open.weight = logged.weight;
    open.deadline = logged.deadline;
    input.cases.push_back(std::move(open));
  }
  for (std::size_t j = 0; j < log.resources.size(); ++j) {
    if (!subject_.active(week, j)) continue;
    Caseworker caseworker;
    if (const Caseworker* row = subject_.row(j)) caseworker = *row;
    caseworker.id = CaseworkerId(log.resources[j]);
    if (caseworker.unit.empty() && !caseworker.pool) caseworker.unit = UnitId("log");
    caseworker.capacity = subject_.capacity(week, j);
    caseworker.base_load = loads[j] + subject_.beside(week, j);
    if (subject_.unlimited()) caseworker.hard_limit = no_limit_;
    input.caseworkers.push_back(std::move(caseworker));
  }
  BatchAnswer answer;
  answer.holder.assign(cases.size(), nobody);
  if (input.caseworkers.empty()) return answer;

  policy_.on = day;
  options_.time_limit = time_limit;
  const Plan plan = allocate(input, policy_, options_);
  answer.work = plan.work;
  if (plan.stop == StopReason::time || plan.stop == StopReason::cancelled) answer.stop = plan.stop;
  for (std::size_t k = 0; k < cases.size(); ++k) {
    const Assignment& assignment = plan.assignments[k];
    if (assignment.caseworker.empty()) continue;
    const auto place =
        std::lower_bound(log.resources.begin(), log.resources.end(), assignment.caseworker.value());
    answer.holder[k] = static_cast<std::int32_t>(place - log.resources.begin());
  }
  return answer;
}

}  // namespace evenload::allocation::replaying
