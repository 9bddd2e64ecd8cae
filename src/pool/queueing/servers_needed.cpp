#include <algorithm>
#include <cmath>
#include <string>

#include "evenload/pool/erlang.hpp"
#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/erlang.hpp"

namespace evenload::pool {

namespace {

using queueing::most_servers;

void refuse_part(const char* column, const char* expected) {
  throw InvalidDataError(
      {ErrorCode::unsupported, "target", column, std::nullopt, expected, "a value"});
}

void check_target(QueueModel model, const QueueTarget& target) {
  const bool loss = model == QueueModel::loss;
  if (target.blocking && !loss) refuse_part("blocking", "nothing: only a loss queue turns away");
  if (target.wait_probability && loss) {
    refuse_part("wait_probability", "nothing: nobody waits in a loss queue");
  }
  if (target.mean_wait && loss) refuse_part("mean_wait", "nothing: nobody waits in a loss queue");
  if (target.abandonment && model != QueueModel::patience) {
    refuse_part("abandonment", "nothing: only those with a patience give up");
  }
  if (!target.blocking && !target.wait_probability && !target.mean_wait && !target.abandonment &&
      !target.utilisation) {
    throw InvalidDataError({ErrorCode::missing_value, "target", "", std::nullopt,
                            "at least one part of a target", "none"});
  }
  if (target.blocking) queueing::inside_unit(*target.blocking, "target", "blocking");
  if (target.wait_probability) {
    queueing::inside_unit(*target.wait_probability, "target", "wait_probability");
  }
  queueing::non_negative(target.tau, "target", "tau");
  if (target.mean_wait) queueing::positive(*target.mean_wait, "target", "mean_wait");
  if (target.abandonment) queueing::inside_unit(*target.abandonment, "target", "abandonment");
  if (target.utilisation) queueing::inside_unit(*target.utilisation, "target", "utilisation");
}

/// One number of servers: is there a steady state, and does it meet the target.
struct TriedServers {
  bool stable = false;
  bool meets = false;
  QueuePerformance performance;
  double exceeds = 0;
};

TriedServers try_servers(Queue queue, QueueModel model, const QueueTarget& target,
                         std::int64_t servers) {
  TriedServers tried;
  queue.servers = servers;
  if (servers < (model == QueueModel::loss ? 0 : 1)) return tried;
  if (model == QueueModel::delay && !(queueing::spare_rate(queue) > 0)) return tried;
  tried.stable = true;
  if (model == QueueModel::loss) {
    tried.performance = queueing::loss_performance(queue);
  } else if (model == QueueModel::delay) {
    tried.performance = queueing::delay_performance(queue);
    tried.exceeds = queueing::delay_exceeds(queue, target.tau);
  } else {
    tried.performance = queueing::patience_performance(queue);
    tried.exceeds = queueing::patience_exceeds(queue, target.tau);
  }
  const QueuePerformance& found = tried.performance;
  tried.meets = (!target.blocking || found.blocking <= *target.blocking) &&
                (!target.wait_probability || tried.exceeds <= *target.wait_probability) &&
                (!target.mean_wait || found.mean_wait <= *target.mean_wait) &&
                (!target.abandonment || found.abandonment <= *target.abandonment) &&
                (!target.utilisation || found.utilisation <= *target.utilisation);
  // No server is never busy; a target on utilisation alone means somebody who serves.
  if (servers == 0 && target.utilisation && queue.arrival_rate > 0) tried.meets = false;
  return tried;
}

}  // namespace

ServersNeeded servers_needed(const Queue& queue, QueueModel model, const QueueTarget& target) {
  queueing::whole_within(static_cast<std::int32_t>(model), 0, 2, "queue", "model");
  queueing::check_queue(queue, model, false);
  check_target(model, target);
  // Every part falls as servers are added, so the answer lies between one that fails and one that
  // does not.
  std::int64_t fails = model == QueueModel::loss ? -1 : 0;
  std::int64_t meets = 1;
  const double load = queue.arrival_rate / queue.service_rate;
  if (load < static_cast<double>(most_servers)) {
    meets = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(load)));
  } else {
    meets = most_servers;
  }
  for (std::int64_t step = 1; !try_servers(queue, model, target, meets).meets; step *= 2) {
    fails = meets;
    if (meets == most_servers) {
      throw InvalidDataError({ErrorCode::out_of_range, "target", "", std::nullopt,
                              "what " + std::to_string(most_servers) + " servers can meet",
                              "a stricter target"});
    }
    meets = std::min(most_servers, meets + step);
  }
  while (meets - fails > 1) {
    const std::int64_t middle = fails + (meets - fails) / 2;
    (try_servers(queue, model, target, middle).meets ? meets : fails) = middle;
  }
  ServersNeeded answer;
  const TriedServers enough = try_servers(queue, model, target, meets);
  answer.servers = meets;
  answer.performance = enough.performance;
  answer.wait_exceeds = enough.exceeds;
  const TriedServers fewer = try_servers(queue, model, target, meets - 1);
  if (fewer.stable) answer.one_fewer = fewer.performance;
  return answer;
}

}  // namespace evenload::pool
