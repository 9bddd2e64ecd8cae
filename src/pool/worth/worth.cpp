#include <algorithm>
#include <cmath>
#include <vector>

#include "evenload/pool/pool_worth.hpp"
#include "project.hpp"
#include "src/pool/refusal.hpp"
#include "src/pool/sizing/interval.hpp"
#include "src/workload/phases/replications.hpp"

namespace evenload::pool {

namespace worth {

namespace {

WorthEstimate estimate_of(std::span<const double> values, double alpha) {
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double half = values.size() < 2
                          ? 0
                          : sizing::student_quantile(alpha / 2, n - 1) *
                                std::sqrt(squares / (n - 1) / n);
  return {mean, mean - half, mean + half};
}

/// Equation (35).
WorthVerdict verdict_of(const WorthEstimate& difference, double margin) {
  if (difference.low >= -margin && difference.high <= margin) return WorthVerdict::equal;
  if (difference.high < 0) return WorthVerdict::helps;
  if (difference.low > 0) return WorthVerdict::hurts;
  return WorthVerdict::undecided;
}

double quantile_of(std::vector<double>& values, double q) {
  const auto at = static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

struct Runs {
  std::vector<ReplicationRun> runs;
  std::vector<double> weekly;  ///< replications × arms × weeks
};

bool all_settled(const PoolWorth& answer) {
  return std::none_of(answer.comparisons.begin(), answer.comparisons.end(),
                      [](const WorthComparison& one) {
                        return one.measure == WorthMeasure::shortage &&
                               one.verdict == WorthVerdict::undecided;
                      });
}

void summarise(const Runs& done, const WorthOptions& options, double alpha, std::size_t weeks,
               PoolWorth& answer) {
  const std::size_t n = done.runs.size();
  std::vector<double> values(n);
  answer.measures.clear();
  answer.comparisons.clear();
  answer.final_backlog.assign(worth_arms, 0);
  answer.handovers = 0;
  for (std::size_t arm = 0; arm < worth_arms; ++arm) {
    for (std::size_t m = 0; m < worth_measures; ++m) {
      for (std::size_t r = 0; r < n; ++r) values[r] = done.runs[r][arm].measures[m];
      answer.measures.push_back(estimate_of(values, alpha));
    }
    for (std::size_t r = 0; r < n; ++r) {
      answer.final_backlog[arm] += done.runs[r][arm].final_backlog / static_cast<double>(n);
    }
  }
  constexpr auto pool = static_cast<std::size_t>(WorthArm::pool);
  for (std::size_t r = 0; r < n; ++r) {
    answer.handovers += done.runs[r][pool].handovers / static_cast<double>(n);
  }
  for (const WorthArm other : {WorthArm::nothing, WorthArm::fixed_posts, WorthArm::agency}) {
    for (std::size_t m = 0; m < worth_measures; ++m) {
      const auto arm = static_cast<std::size_t>(other);
      for (std::size_t r = 0; r < n; ++r) {
        values[r] = done.runs[r][pool].measures[m] - done.runs[r][arm].measures[m];
      }
      WorthComparison one{other, static_cast<WorthMeasure>(m), estimate_of(values, alpha), {}};
      const double margin =
          options.equal_margin * std::fabs(answer.measures[arm * worth_measures + m].mean);
      one.verdict = verdict_of(one.difference, margin);
      answer.comparisons.push_back(one);
    }
  }
  const std::size_t places = worth_arms * weeks;
  answer.weekly_shortage.assign(places, 0);
  answer.weekly_low.resize(places);
  answer.weekly_high.resize(places);
  for (std::size_t k = 0; k < places; ++k) {
    for (std::size_t r = 0; r < n; ++r) {
      values[r] = done.weekly[r * places + k];
      answer.weekly_shortage[k] += values[r] / static_cast<double>(n);
    }
    answer.weekly_low[k] = quantile_of(values, 0.05);
    answer.weekly_high[k] = quantile_of(values, 0.95);
  }
}

Frictions frictions_of(const WorthProblem& problem) {
  return {problem.efficiency, problem.travel_hours, problem.handover_hours};
}

struct BreakEvenStopped {};

/// Paired differences of the arms under given frictions, on fixed replications.
class PairedDifference {
 public:
  PairedDifference(const Project& project, const WorthProblem& problem, Friction friction,
                   WorthArm against, WorthMeasure measure, const WorthOptions& options)
      : project_(project),
        problem_(problem),
        friction_(friction),
        against_(static_cast<std::size_t>(against)),
        measure_(static_cast<std::size_t>(measure)),
        options_(options) {}

  /// Most of the friction: 0 is none, 1 this.
  double most() const {
    switch (friction_) {
      case Friction::travel: return problem_.member_hours;
      case Friction::handover: return 20 * problem_.member_hours;
      default: return 1;
    }
  }

  WorthEstimate operator()(double amount) {
    Frictions frictions = frictions_of(problem_);
    if (friction_ == Friction::travel) frictions.travel_hours = amount;
    if (friction_ == Friction::handover) frictions.handover_hours = amount;
    if (friction_ == Friction::efficiency) frictions.efficiency = 1 - amount;
    const auto pool = static_cast<std::size_t>(WorthArm::pool);
    // The other arm knows no friction: once is enough.
    const bool first = other_.empty();
    const std::uint32_t arms = 1U << pool | (first ? 1U << against_ : 0U);
    const std::int64_t n = project_.size();
    values_.resize(static_cast<std::size_t>(n));
    if (first) other_.resize(values_.size());
    const auto run_one = [&](std::int64_t r) {
      const auto at = static_cast<std::size_t>(r);
      const ReplicationRun run = project_.run(r, frictions, arms, {});
      if (first) other_[at] = run[against_].measures[measure_];
      values_[at] = run[pool].measures[measure_] - other_[at];
    };
    if (workload::detail::run_replications(n, options_.threads, options_.stop, run_one) < n) {
      throw BreakEvenStopped{};
    }
    return estimate_of(values_, 1 - options_.confidence);
  }

 private:
  const Project& project_;
  const WorthProblem& problem_;
  Friction friction_;
  std::size_t against_;
  std::size_t measure_;
  const WorthOptions& options_;
  std::vector<double> other_;
  std::vector<double> values_;
};

/// Where `value` passes 0 between a point where it is below and one where it is not.
template <class Value>
double passing_zero(Value&& value, double below, double above) {
  for (int step = 0; step < 26; ++step) {
    const double middle = (below + above) / 2;
    (value(middle) < 0 ? below : above) = middle;
  }
  return (below + above) / 2;
}

BreakEven find_break_even(PairedDifference& difference, Friction friction,
                          std::int64_t replications) {
  BreakEven answer;
  answer.value = answer.helps_until = answer.hurts_from = std::nan("");
  answer.replications = replications;
  const double most = difference.most();
  const WorthEstimate gentle = difference(0);
  const WorthEstimate hard = difference(most);
  answer.gentle_difference = gentle.mean;
  answer.hard_difference = hard.mean;
  const auto shown = [&](double amount) {
    return friction == Friction::efficiency ? 1 - amount : amount;
  };
  const auto root = [&](auto part) {
    return shown(
        passing_zero([&](double x) { return part(difference(x)); }, 0.0, most));
  };
  if (gentle.high < 0 && hard.high >= 0) {
    answer.helps_until = root([](const WorthEstimate& d) { return d.high; });
  }
  if (gentle.low < 0 && hard.low >= 0) {
    answer.hurts_from = root([](const WorthEstimate& d) { return d.low; });
  }
  if (gentle.mean >= 0) {
    answer.kind = BreakEvenKind::never;
  } else if (hard.mean < 0) {
    answer.kind = BreakEvenKind::always;
  } else {
    answer.value = root([](const WorthEstimate& d) { return d.mean; });
  }
  return answer;
}

}  // namespace

}  // namespace worth

std::string_view to_string(WorthArm arm) noexcept {
  switch (arm) {
    case WorthArm::pool: return "pool";
    case WorthArm::fixed_posts: return "fixed_posts";
    case WorthArm::agency: return "agency";
    default: return "nothing";
  }
}

std::string_view to_string(WorthMeasure measure) noexcept {
  switch (measure) {
    case WorthMeasure::money: return "money";
    case WorthMeasure::burden: return "burden";
    case WorthMeasure::alarm_weeks: return "alarm_weeks";
    default: return "shortage";
  }
}

std::string_view to_string(WorthVerdict verdict) noexcept {
  switch (verdict) {
    case WorthVerdict::helps: return "helps";
    case WorthVerdict::hurts: return "hurts";
    case WorthVerdict::equal: return "equal";
    default: return "undecided";
  }
}

std::string_view to_string(Friction friction) noexcept {
  switch (friction) {
    case Friction::efficiency: return "efficiency";
    case Friction::handover: return "handover";
    default: return "travel";
  }
}

std::string_view to_string(BreakEvenKind kind) noexcept {
  switch (kind) {
    case BreakEvenKind::always: return "always";
    case BreakEvenKind::never: return "never";
    default: return "found";
  }
}

PoolWorth pool_worth(const WorthProblem& problem, const WorthOptions& options) {
  worth::check_worth(problem);
  worth::check_worth_options(options, problem);
  worth::Project project(problem, options);
  const bool given = problem.demand.model == nullptr;
  const std::int64_t most = given ? project.available() : options.most_replications;
  std::int64_t replications = given ? most : options.replications;
  std::int64_t looks = 1;
  for (std::int64_t n = replications; n < most; n *= 2) ++looks;
  const double alpha = (1 - options.confidence) / static_cast<double>(looks);
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  const std::size_t places = worth_arms * weeks;
  const worth::Frictions frictions = worth::frictions_of(problem);
  PoolWorth answer;
  worth::Runs done;
  for (;;) {
    const std::size_t from = done.runs.size();
    if (!project.grow(replications, options.stop)) {
      answer.stop = StopReason::cancelled;
      break;
    }
    done.runs.resize(static_cast<std::size_t>(replications));
    done.weekly.resize(done.runs.size() * places);
    const std::int64_t more = replications - static_cast<std::int64_t>(from);
    const auto run = [&](std::int64_t k) {
      const std::size_t r = from + static_cast<std::size_t>(k);
      done.runs[r] = project.run(static_cast<std::int64_t>(r), frictions, 0b1111,
                                 std::span(done.weekly).subspan(r * places, places));
    };
    if (workload::detail::run_replications(more, options.threads, options.stop, run) < more) {
      answer.stop = StopReason::cancelled;  // what the look before said stays
      break;
    }
    answer.posts = project.posts();
    answer.replications = replications;
    ++answer.looks;
    worth::summarise(done, options, alpha, weeks, answer);
    if (worth::all_settled(answer) || replications >= most) break;
    replications = std::min(2 * replications, most);
  }
  return answer;
}

BreakEven pool_break_even(const WorthProblem& problem, Friction friction, WorthArm against,
                          WorthMeasure measure, const WorthOptions& options) {
  worth::check_worth(problem);
  worth::check_worth_options(options, problem);
  sizing::check_whole(static_cast<std::int64_t>(friction), 0, 2, "worth_options", "friction");
  sizing::check_whole(static_cast<std::int64_t>(measure), 0, 3, "worth_options", "measure");
  sizing::check_whole(static_cast<std::int64_t>(against), 0, 3, "worth_options", "against");
  if (against == WorthArm::pool) {
    sizing::refuse_input(ErrorCode::out_of_range, "worth_options", "against", std::nullopt,
                         "nothing, fixed_posts or agency", "pool");
  }
  worth::Project project(problem, options);
  const bool given = problem.demand.model == nullptr;
  BreakEven answer;
  const double nan = std::nan("");
  answer.value = answer.helps_until = answer.hurts_from = nan;
  if (!project.grow(given ? project.available() : options.most_replications, options.stop)) {
    return answer;
  }
  worth::PairedDifference difference(project, problem, friction, against, measure, options);
  try {
    return worth::find_break_even(difference, friction, project.size());
  } catch (const worth::BreakEvenStopped&) {
    return answer;
  }
}

}  // namespace evenload::pool
