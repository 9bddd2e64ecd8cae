#include "lengths.hpp"

#include <algorithm>
#include <cmath>

#include "evenload/core/random.hpp"

namespace evenload::allocation::replaying {

namespace {

using workload::event_log::monday_at;

constexpr std::uint32_t length_purpose = 1;
constexpr std::int64_t oldest = 100'000;  // days; what a stay may last at most
constexpr double slowest = 0.25;
constexpr double fastest = 4;

}  // namespace

Lengths::Lengths(const Subject& subject) : subject_(subject) {
  if (subject.settings().durations != Durations::resampled) return;
  const EventLog& log = subject.log();
  for (const LoggedCase& logged : log.cases) types_.emplace(logged.type, 0);
  std::vector<std::string> names;
  for (auto& [name, number] : types_) {
    number = static_cast<std::int32_t>(names.size());
    names.push_back(name);
  }
  std::vector<workload::PhaseStay> stays;
  std::int64_t longest = 0;
  for (std::size_t i = 0; i < log.cases.size(); ++i) {
    const LoggedCase& logged = log.cases[i];
    if (logged.steady_holder == nobody) continue;
    workload::PhaseStay stay;
    stay.case_index = static_cast<std::int64_t>(i);
    stay.type = types_.at(logged.type);
    // A case that began before the log is in it only because it had not ended by then.
    const std::int64_t unseen = (subject.first_day() - logged.first).count();
    stay.first_age = std::clamp<std::int64_t>(unseen, 0, oldest);
    stay.last_age = std::min(subject.length(i) - 1, oldest);
    if (stay.last_age < stay.first_age) continue;
    stay.next = subject.ended(i) ? workload::case_closed : workload::still_there;
    stay.starts_case = unseen <= 0;
    longest = std::max(longest, stay.last_age);
    stays.push_back(stay);
  }
  survival_.assign(names.size(), {});
  if (stays.empty()) return;
  // Kaplan–Meier as it stands: no window, no tail.
  const workload::PhaseModel model = workload::fit_phases(names, {"open"}, stays, {0, 1, 0});
  for (std::size_t type = 0; type < names.size(); ++type) {
    survival_[type] = workload::survival(model, static_cast<std::int32_t>(type), 0, longest + 1);
  }
}

double Lengths::kept(std::size_t index) const {
  return subject_.ended(index) ? static_cast<double>(subject_.length(index)) : endless;
}

double Lengths::drawn(std::size_t index, std::int64_t age, std::uint64_t seed,
                      std::uint32_t replication) const {
  const std::vector<double>& beyond =
      survival_[static_cast<std::size_t>(types_.at(subject_.log().cases[index].type))];
  RandomStream stream({seed, replication, static_cast<std::uint32_t>(index), length_purpose});
  const auto from = static_cast<std::size_t>(std::min(age, oldest));
  if (from >= beyond.size()) return endless;
  const double left = stream.uniform() * (from == 0 ? 1.0 : beyond[from - 1]);
  const auto begin = beyond.begin() + static_cast<std::ptrdiff_t>(from);
  const auto last_age =
      std::find_if(begin, beyond.end(), [&](double share) { return share <= left; });
  return last_age == beyond.end() ? endless : static_cast<double>(last_age - beyond.begin()) + 1;
}

Reference::Reference(const Subject& subject)
    : subject_(subject),
      ratios_(subject.log().weeks() * subject.segments_per_week() * subject.people(), 0.0) {}

void Reference::note(std::size_t week, std::size_t segment, std::size_t person, double ratio) {
  ratios_[place(week, segment) + person] = ratio;
}

double Reference::noted(std::size_t index, std::size_t week, std::size_t segment) const {
  const std::int32_t holder = subject_.holder(index, monday_at(subject_.log(), week));
  return holder == nobody ? 0 : ratios_[place(week, segment) + static_cast<std::size_t>(holder)];
}

void Reference::finish() {
  const EventLog& log = subject_.log();
  const std::size_t segments = subject_.segments_per_week();
  mean_.assign(log.cases.size(), 0.0);
  for (std::size_t i = 0; i < log.cases.size(); ++i) {
    const LoggedCase& logged = log.cases[i];
    const Date begin = std::max(logged.first, log.first_monday);
    double sum = 0;
    std::int64_t count = 0;
    for (std::size_t week = log.week_of(begin); week < log.weeks(); ++week) {
      if (monday_at(log, week) > logged.last) break;
      for (std::size_t segment = 0; segment < segments; ++segment) {
        const double ratio = noted(i, week, segment);
        sum += ratio;
        count += ratio > 0 ? 1 : 0;
      }
    }
    if (count > 0) mean_[i] = sum / static_cast<double>(count);
  }
}

double Reference::ratio(std::size_t index, std::size_t week, std::size_t segment) const {
  const LoggedCase& logged = subject_.log().cases[index];
  if (monday_at(subject_.log(), week) <= logged.last) {
    const double there = noted(index, week, segment);
    if (there > 0) return there;
  }
  return mean_[index];
}

double pace(double happened, double now, double elasticity) {
  if (elasticity == 0 || !(happened > 0) || !(now > 0)) return 1;
  return std::clamp(std::pow(happened / now, elasticity), slowest, fastest);
}

}  // namespace evenload::allocation::replaying
