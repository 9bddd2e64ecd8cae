#include "evenload/pool/erlang_r.hpp"

#include <algorithm>
#include <cmath>

#include "src/pool/queueing/checks.hpp"
#include "src/pool/queueing/erlang.hpp"
#include "src/pool/queueing/periods.hpp"
#include "src/pool/queueing/returning.hpp"

namespace evenload::pool {

namespace queueing {

// With p = 0 nobody is content; any return rate does.
ReturningFlow::ReturningFlow(double service_rate, double return_probability,
                             double return_rate) noexcept
    : mu_(service_rate),
      p_(return_probability),
      delta_(return_probability > 0 ? return_rate : 2 * service_rate) {
  const double half = (mu_ + delta_) / 2;
  const double root = std::hypot((mu_ - delta_) / 2, std::sqrt(p_ * mu_ * delta_));
  fast_ = half + root;
  // The product of both is µδ(1 - p); the difference half - root would lose its digits.
  slow_ = mu_ / fast_ * delta_ * (1 - p_);
}

TwoLoads ReturningFlow::equilibrium(double arrival_rate) const noexcept {
  const double needy = arrival_rate / (mu_ * (1 - p_));
  return {needy, p_ * mu_ * needy / delta_};
}

ReturningFlow::Modes ReturningFlow::needy_modes(TwoLoads off) const noexcept {
  // x' of R1 = δ x2 - µ x1 = -(fast a + slow b), x1 = a + b.
  const double fall = mu_ * off.needy - delta_ * off.content;
  Modes modes;
  if (fast_ - slow_ <= 1e-9 * fast_) return {0, off.needy};
  modes.fast = (fall - slow_ * off.needy) / (fast_ - slow_);
  modes.slow = off.needy - modes.fast;
  return modes;
}

TwoLoads ReturningFlow::after(double time, TwoLoads from, double arrival_rate) const noexcept {
  const TwoLoads rest = equilibrium(arrival_rate);
  const TwoLoads off{from.needy - rest.needy, from.content - rest.content};
  // Φ = e^-slow t I + (e^-fast t - e^-slow t) / (slow - fast) (M + slow I), M the matrix.
  const double slow = std::exp(-slow_ * time);
  const double gap = fast_ - slow_;
  const double share = gap > 0 ? -slow * std::expm1(-gap * time) / gap : slow * time;
  const double needy = (slow_ - mu_) * off.needy + delta_ * off.content;
  const double content = p_ * mu_ * off.needy + (slow_ - delta_) * off.content;
  return {std::max(0.0, rest.needy + slow * off.needy + share * needy),
          std::max(0.0, rest.content + slow * off.content + share * content)};
}

double ReturningFlow::mean_needy(double time, TwoLoads from, double arrival_rate) const noexcept {
  const TwoLoads rest = equilibrium(arrival_rate);
  const TwoLoads end = after(time, from, arrival_rate);
  // Integrating both equations: ∫ off = -M^-1 (off(0) - off(t)) with det M = µδ(1 - p).
  const double d1 = from.needy - end.needy;
  const double d2 = from.content - end.content;
  return rest.needy + (d1 + d2) / (mu_ * (1 - p_)) / time;
}

double ReturningFlow::peak_needy(double time, TwoLoads from, double arrival_rate) const noexcept {
  const TwoLoads rest = equilibrium(arrival_rate);
  double peak = std::max(from.needy, after(time, from, arrival_rate).needy);
  const Modes modes = needy_modes({from.needy - rest.needy, from.content - rest.content});
  // One extreme at most: fast a e^-fast t = -slow b e^-slow t.
  const double ratio = -(fast_ * modes.fast) / (slow_ * modes.slow);
  if (ratio > 1 && std::isfinite(ratio) && fast_ > slow_) {
    const double turn = std::log(ratio) / (fast_ - slow_);
    if (turn < time) peak = std::max(peak, after(turn, from, arrival_rate).needy);
  }
  return peak;
}

void check_periods(std::span<const double> arrival_rate, double period) {
  if (arrival_rate.empty()) {
    throw InvalidDataError({ErrorCode::missing_value, "periods", "arrival_rate", std::nullopt,
                            "at least one period", "none"});
  }
  positive(period, "periods", "period");
  for (std::size_t row = 0; row < arrival_rate.size(); ++row) {
    non_negative(arrival_rate[row], "periods", "arrival_rate", static_cast<std::int64_t>(row));
  }
}

SeriesStart check_start(SeriesStart start) {
  whole_within(static_cast<std::int32_t>(start), 0, 2, "periods", "start");
  return start;
}

}  // namespace queueing

namespace {

void check_work(const ReturningWork& work) {
  queueing::positive(work.service_rate, "work", "service_rate");
  queueing::non_negative(work.return_probability, "work", "return_probability");
  if (work.return_probability >= 1) {
    queueing::refuse_number(ErrorCode::out_of_range, "work", "return_probability",
                            "at least 0 and below 1 (else nobody ever leaves)",
                            work.return_probability);
  }
  if (work.return_probability > 0) queueing::positive(work.return_rate, "work", "return_rate");
  server_kind(static_cast<std::int32_t>(work.server));
}

}  // namespace

ErlangRAnswer erlang_r(double arrival_rate, const ReturningWork& work, std::int64_t servers) {
  check_work(work);
  queueing::non_negative(arrival_rate, "queue", "arrival_rate");
  ErlangRAnswer answer;
  answer.visit_rate = queueing::in_double_range(arrival_rate / (1 - work.return_probability),
                                                "queue", "arrival_rate");
  Queue queue{answer.visit_rate, work.service_rate, servers, 0, work.server};
  answer.performance = erlang_c(queue);
  answer.needy_load = answer.performance.offered_load;
  const double visits = 1 / (1 - work.return_probability);
  const double outside =
      work.return_probability > 0 ? work.return_probability * visits / work.return_rate : 0;
  answer.content_load = arrival_rate * outside;
  answer.mean_time = visits * (1 / work.service_rate + answer.performance.mean_wait) + outside;
  return answer;
}

OfferedLoadPath erlang_r_load(std::span<const double> arrival_rate, double period,
                              const ReturningWork& work, SeriesStart start) {
  check_work(work);
  queueing::check_periods(arrival_rate, period);
  queueing::check_start(start);
  const queueing::ReturningFlow flow(work.service_rate, work.return_probability, work.return_rate);
  queueing::TwoLoads now;
  const auto run = [&](queueing::TwoLoads loads) {
    for (const double rate : arrival_rate) loads = flow.after(period, loads, rate);
    return loads;
  };
  if (start == SeriesStart::steady) now = flow.equilibrium(arrival_rate[0]);
  if (start == SeriesStart::cyclic) {
    // A cycle maps x to Φ x + v; its fixed point needs Φ of the whole cycle, taken from two
    // differences.
    const double whole = period * static_cast<double>(arrival_rate.size());
    const queueing::TwoLoads empty = run({0, 0});
    const queueing::TwoLoads first = flow.after(whole, {1, 0}, 0);
    const queueing::TwoLoads second = flow.after(whole, {0, 1}, 0);
    const double a = 1 - first.needy, b = -second.needy;
    const double c = -first.content, d = 1 - second.content;
    const double determinant = a * d - b * c;
    now = {(empty.needy * d - b * empty.content) / determinant,
           (a * empty.content - c * empty.needy) / determinant};
  }
  OfferedLoadPath path;
  for (const double rate : arrival_rate) {
    path.needy_mean.push_back(flow.mean_needy(period, now, rate));
    path.needy_peak.push_back(flow.peak_needy(period, now, rate));
    now = flow.after(period, now, rate);
    path.needy_end.push_back(now.needy);
    path.content_end.push_back(now.content);
  }
  for (const double load : path.needy_peak) queueing::in_double_range(load, "periods", "load");
  return path;
}

StaffingPath erlang_r_staffing(std::span<const double> arrival_rate, double period,
                               const ReturningWork& work, SeriesStart start,
                               double wait_probability, std::optional<double> patience_rate) {
  StaffingPath answer;
  answer.load = erlang_r_load(arrival_rate, period, work, start);
  QueueTarget target;
  target.wait_probability = wait_probability;
  const QueueModel model = patience_rate ? QueueModel::patience : QueueModel::delay;
  for (const double load : answer.load.needy_peak) {
    const Queue queue{load * work.service_rate, work.service_rate, 0, patience_rate.value_or(0),
                      work.server};
    const ServersNeeded needed = servers_needed(queue, model, target);
    answer.servers.push_back(needed.servers);
    answer.wait_probability.push_back(needed.wait_exceeds);
  }
  return answer;
}

}  // namespace evenload::pool
