#include "evenload/pool/square_root_staffing.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/erlang.hpp"
#include "src/workload/normal.hpp"

namespace evenload::pool {

namespace {

namespace normal = workload::normal;
using queueing::most_servers;

/// φ(x) / (1 - Φ(x)); a continued fraction where both vanish.
double normal_hazard(double x) {
  if (x < 6) return normal::density(x) / normal::below(-x);
  double fraction = x;
  for (int k = 60; k > 0; --k) fraction = x + k / fraction;
  return fraction;
}

/// The β in (low, high) where a falling probability is p.
template <class Probability>
double where_it_is(double p, double low, double high, Probability&& probability) {
  for (int step = 0; step < 200; ++step) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (probability(middle) > p ? low : high) = middle;
  }
  return high;
}

double checked_ratio(double ratio) { return queueing::positive(ratio, "queue", "patience_ratio"); }

double finite_safety(double safety) {
  if (!std::isfinite(safety)) {
    queueing::refuse_number(ErrorCode::not_finite, "question", "safety", "a finite number", safety);
  }
  return safety;
}

double delay_limit(double safety) {
  return 1 / (1 + safety * normal::below(safety) / normal::density(safety));
}

double patience_limit(double safety, double ratio) {
  const double root = std::sqrt(ratio);
  // h(-β) falls to 0 for large β, where nobody waits.
  const double free = normal_hazard(-safety);
  if (free == 0) return 0;
  return 1 / (1 + root * normal_hazard(safety / root) / free);
}

std::int64_t rounded_up(double servers) {
  if (servers > static_cast<double>(most_servers)) {
    throw OverflowError({ErrorCode::overflow, "question", "servers", std::nullopt,
                         "at most " + std::to_string(most_servers) + " servers",
                         queueing::number_text(servers)});
  }
  // 100 + 0.5 √100 is 105, whatever the last digit says.
  const double slack = 1e-12 * std::abs(servers);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(servers - slack)));
}

}  // namespace

double halfin_whitt(double safety) {
  if (finite_safety(safety) <= 0) {
    queueing::refuse_number(ErrorCode::out_of_range, "question", "safety",
                            "a number above 0 (at or below it nobody is served in time)", safety);
  }
  return delay_limit(safety);
}

double halfin_whitt_safety(double wait_probability) {
  queueing::inside_unit(wait_probability, "question", "wait_probability");
  return where_it_is(wait_probability, 0, 40, delay_limit);
}

double garnett(double safety, double patience_ratio) {
  checked_ratio(patience_ratio);
  return patience_limit(finite_safety(safety), patience_ratio);
}

double garnett_safety(double wait_probability, double patience_ratio) {
  queueing::inside_unit(wait_probability, "question", "wait_probability");
  const double reach = 40 * std::max(1.0, std::sqrt(checked_ratio(patience_ratio)));
  return where_it_is(wait_probability, -reach, 40,
                     [&](double safety) { return patience_limit(safety, patience_ratio); });
}

SquareRootAnswer square_root_staffing(const SquareRootQuestion& question) {
  if (question.safety.has_value() == question.wait_probability.has_value()) {
    throw InvalidDataError({ErrorCode::contradiction, "question", "safety", std::nullopt,
                            "either a safety or a wait probability",
                            question.safety ? "both" : "neither"});
  }
  Queue queue{question.arrival_rate, question.service_rate, 1, question.patience_rate.value_or(0),
              question.server};
  const QueueModel model = question.patience_rate ? QueueModel::patience : QueueModel::delay;
  queueing::check_queue(queue, model, false);
  queueing::positive(question.arrival_rate, "queue", "arrival_rate");
  SquareRootAnswer answer;
  answer.offered_load = question.arrival_rate / question.service_rate;
  const double ratio = queue.patience_rate / queue.service_rate;
  const bool patient = model == QueueModel::delay;
  if (question.wait_probability) {
    answer.safety = patient ? halfin_whitt_safety(*question.wait_probability)
                            : garnett_safety(*question.wait_probability, ratio);
    QueueTarget target;
    target.wait_probability = question.wait_probability;
    answer.exact_servers = servers_needed(queue, model, target).servers;
  } else {
    answer.safety = finite_safety(*question.safety);
    if (patient) halfin_whitt(answer.safety);
  }
  answer.unrounded = answer.offered_load + answer.safety * std::sqrt(answer.offered_load);
  queue.servers = rounded_up(answer.unrounded);
  // A β so small that rounding leaves no spare server: the next one is the rule's answer.
  if (patient && !(queueing::spare_rate(queue) > 0)) ++queue.servers;
  answer.servers = queue.servers;
  const double reached =
      (static_cast<double>(queue.servers) - answer.offered_load) / std::sqrt(answer.offered_load);
  answer.limit_probability = patient ? delay_limit(reached) : patience_limit(reached, ratio);
  answer.performance = patient ? erlang_c(queue) : erlang_a(queue);
  return answer;
}

std::int64_t power_staffing(double offered_load, double safety, double exponent) {
  queueing::positive(offered_load, "question", "offered_load");
  finite_safety(safety);
  if (!(exponent >= 0.5 && exponent <= 1)) {
    queueing::refuse_number(ErrorCode::out_of_range, "question", "exponent", "0.5 to 1", exponent);
  }
  return rounded_up(offered_load + safety * std::pow(offered_load, exponent));
}

}  // namespace evenload::pool
