#include "evenload/pool/case_manager.hpp"

#include <algorithm>
#include <cmath>

#include "src/pool/queueing/case_manager.hpp"
#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/erlang.hpp"

namespace evenload::pool {

namespace queueing {

double external_load(const CaseManagerQueue& queue) noexcept {
  if (queue.completion_probability >= 1) return 0;
  return (1 - queue.completion_probability) * queue.external_delay / queue.attention_time;
}

void check_case_managers(const CaseManagerQueue& queue) {
  if (!(queue.completion_probability > 0 && queue.completion_probability <= 1)) {
    non_negative(queue.completion_probability, "queue", "completion_probability");
    refuse_number(ErrorCode::out_of_range, "queue", "completion_probability",
                  "above 0 and at most 1", queue.completion_probability);
  }
  positive(queue.attention_time, "queue", "attention_time");
  if (queue.completion_probability < 1) positive(queue.external_delay, "queue", "external_delay");
  whole_within(queue.caseload_limit, 1, 1'000'000, "queue", "caseload_limit");
  whole_within(queue.workers, 1, 1'000'000, "queue", "workers");
  whole_within(queue.workers * queue.caseload_limit, 1, 10'000'000, "queue",
               "workers * caseload_limit");
  in_double_range(external_load(queue), "queue", "external_delay");
  in_double_range(1e7 / queue.attention_time, "queue", "attention_time");
}

double check_stable_case_managers(const CaseManagerQueue& queue) {
  check_case_managers(queue);
  positive(queue.arrival_rate, "queue", "arrival_rate");
  const double capacity = case_manager_capacity(queue);
  if (!(queue.arrival_rate < capacity)) {
    refuse_number(ErrorCode::out_of_range, "queue", "arrival_rate",
                  "below the capacity of " + number_text(capacity) +
                      " (at or beyond it the queue grows for ever)",
                  queue.arrival_rate);
  }
  return capacity;
}

CaseManagerMeasures approximate_measures(const CaseManagerQueue& queue) {
  const double external = external_load(queue);
  const auto workers = static_cast<double>(queue.workers);
  const double rate = queue.completion_probability / queue.attention_time;
  // 1/B by its recursion in the number of cases; only two numbers are needed at a time.
  double fewer = 1, more = 1;
  const auto next = [&](double lost, double cases) {
    return external == 0 ? 0 : external * lost / (cases + external * lost);
  };
  more = next(fewer, 1);
  // Weights relative to the level before would overflow as products: rescaled on the way.
  double weight = 1, total = 1, cases_in = 0, needy_in = 0;
  double last_rate = 0;
  const std::int64_t slots = queue.workers * queue.caseload_limit;
  double caseload = 0;     // whole cases that everybody has
  std::int64_t ahead = 0;  // workers who have one more
  double needy_now = 0;
  for (std::int64_t cases = 1; cases <= slots; ++cases) {
    if (++ahead > queue.workers) {
      ahead = 1;
      caseload += 1;
      fewer = more;
      more = next(fewer, caseload + 1);
    }
    const auto with_more = static_cast<double>(ahead);
    const double with_fewer = workers - with_more;
    last_rate = rate * (with_fewer * (1 - fewer) + with_more * (1 - more));
    needy_now =
        static_cast<double>(cases) - external * (with_fewer * (1 - fewer) + with_more * (1 - more));
    weight *= queue.arrival_rate / last_rate;
    total += weight;
    cases_in += weight * static_cast<double>(cases);
    needy_in += weight * needy_now;
    if (total > 1e200) {
      weight /= total;
      cases_in /= total;
      needy_in /= total;
      total = 1;
    }
  }
  const double fall = queue.arrival_rate / last_rate;
  const double above = weight * fall / (1 - fall);
  const double queued = above / (1 - fall);
  total += above;
  cases_in += above * static_cast<double>(slots);
  needy_in += above * needy_now;
  CaseManagerMeasures answer;
  const double busy = queue.arrival_rate * queue.attention_time / queue.completion_probability;
  answer.wait_probability = (weight + above) / total;
  answer.mean_queue = queued / total;
  answer.mean_wait = answer.mean_queue / queue.arrival_rate;
  answer.mean_caseload = cases_in / total / workers;
  answer.attention_wait =
      std::max(0.0, needy_in / total - busy) * queue.completion_probability / queue.arrival_rate;
  answer.mean_time = (answer.mean_queue + cases_in / total) / queue.arrival_rate;
  return answer;
}

}  // namespace queueing

double case_manager_capacity(const CaseManagerQueue& queue) {
  queueing::check_case_managers(queue);
  const double lost = queueing::blocking(queue.caseload_limit, queueing::external_load(queue));
  return static_cast<double>(queue.workers) * queue.completion_probability *
         ((1 - lost) / queue.attention_time);
}

CaseManagerAnswer case_manager_queue(const CaseManagerQueue& queue,
                                     const CaseManagerOptions& options) {
  CaseManagerAnswer answer;
  queueing::non_negative(options.work_limit, "options", "work_limit");
  answer.capacity = queueing::check_stable_case_managers(queue);
  answer.utilisation = queue.arrival_rate * queue.attention_time /
                       (queue.completion_probability * static_cast<double>(queue.workers));
  answer.exact = queueing::exact_measures(queue, options.work_limit);
  answer.pooled = queueing::pooled_measures(queue, options.work_limit);
  CaseManagerQueue one = queue;
  one.arrival_rate /= static_cast<double>(queue.workers);
  one.workers = 1;
  answer.split = queueing::pooled_measures(one, options.work_limit);
  if (answer.split) answer.split->mean_queue *= static_cast<double>(queue.workers);
  answer.approximation = queueing::approximate_measures(queue);
  return answer;
}

}  // namespace evenload::pool
