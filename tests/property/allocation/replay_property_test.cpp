// Replays of random logs: against a count day by day, and what may change nothing.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "evenload/allocation/replay.hpp"
#include "property.hpp"

// Names of its own: several tests are compiled as one source.
namespace evenload::allocation::replay_property {

using M = ReplayMeasure;
using std::chrono::days;

namespace {

const Date first_monday = parse_date("2026-03-02");

int any(int from, int to) { return *rc::gen::inRange(from, to); }
std::string named(char prefix, int number) {
  return std::string(1, prefix) + std::to_string(number);
}

struct Event {
  int matter, day, minute, who;
};
struct Matter {
  int first, last;  // days from the first Monday
  bool ended;
  std::optional<int> deadline;
  int type;
};
struct Office {
  std::vector<Matter> matters;
  std::vector<Event> events;  // in order of time, no two at one instant
  int people;
};

Office any_office() {
  Office office;
  office.people = any(1, 4);
  std::set<std::pair<int, int>> taken;
  const int matters = any(1, 8);
  for (int i = 0; i < matters; ++i) {
    Matter one{any(0, 30), 0, any(0, 5) != 0, std::nullopt, any(0, 2)};
    one.last = one.first + any(0, 20);
    if (any(0, 2) == 0) one.deadline = one.first + any(0, 20);
    office.matters.push_back(one);
    const int events = any(1, 4);
    for (int e = 0; e < events; ++e) {
      Event event{i, one.first + any(0, 21), any(0, 1000), any(0, office.people)};
      while (!taken.emplace(event.day, event.minute).second) ++event.minute;
      office.events.push_back(event);
    }
  }
  return office;
}

Table table_of(const Office& office, const std::vector<std::size_t>& order) {
  std::vector<std::string> ids, kinds, people;
  std::vector<Instant> times;
  std::vector<Date> starts, ends, deadlines;
  std::vector<std::uint8_t> has_end, has_deadline;
  for (const std::size_t k : order) {
    const Event& event = office.events[k];
    const Matter& matter = office.matters[static_cast<std::size_t>(event.matter)];
    ids.push_back(named('c', event.matter));
    kinds.push_back(named('t', matter.type));
    people.push_back(named('p', event.who));
    times.push_back(Instant(first_monday + days(event.day)) + std::chrono::minutes(event.minute));
    starts.push_back(first_monday + days(matter.first));
    ends.push_back(first_monday + days(matter.last));
    has_end.push_back(matter.ended ? 1 : 0);
    deadlines.push_back(first_monday + days(matter.deadline.value_or(0)));
    has_deadline.push_back(matter.deadline ? 1 : 0);
  }
  Table table("log", order.size());
  table.add({"case", std::move(ids), {}});
  table.add({"kind", std::move(kinds), {}});
  table.add({"who", std::move(people), {}});
  table.add({"time", std::move(times), {}});
  table.add({"start", std::move(starts), {}});
  table.add({"end", std::move(ends), std::move(has_end)});
  table.add({"deadline", std::move(deadlines), std::move(has_deadline)});
  return table;
}

std::vector<std::size_t> in_order(const Office& office) {
  std::vector<std::size_t> order(office.events.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  return order;
}

LogMapping any_mapping() {
  LogMapping mapping;
  mapping.case_column = "case";
  mapping.type_column = "kind";
  mapping.time_column = "time";
  mapping.resource_column = "who";
  mapping.start_column = "start";
  mapping.end_column = "end";
  mapping.deadline_column = "deadline";
  mapping.zone = "UTC";
  mapping.open = any(0, 3) == 0 ? OpenReading::events : OpenReading::dates;
  mapping.owner = static_cast<OwnerReading>(any(1, 4));
  mapping.active = static_cast<ActiveReading>(any(0, 2));
  mapping.patience_weeks = any(0, 3);
  return mapping;
}

ReplayLog given_log(const Table& table, const LogMapping& mapping) {
  ReplayLog log;
  log.log = &table;
  log.mapping = mapping;
  return log;
}

ReplaySettings any_settings() {
  ReplaySettings settings;
  settings.durations = static_cast<Durations>(any(0, 3));
  if (settings.durations == Durations::scaled) settings.elasticity = any(0, 9) / 4.0;
  for (int day = 1; day <= 7; ++day) {
    if (any(0, 3) == 0) settings.batch_days.push_back(day);
  }
  settings.replications = any(1, 4);
  return settings;
}

std::optional<double> of(const ReplayMeasures& measures, M measure) {
  return measures[static_cast<std::size_t>(measure)];
}

/// What happened, counted case by case and week by week without the module's code. For the readings
/// `dates` and `last_event`, and activity by events in the week.
struct Counted {
  double breaches = 0, hand_overs = 0, first_weeks = 0, weeks = 0, holders = 0, away = 0;
  double days = 0, ended = 0;
  std::vector<double> peak, spread;
};

Counted count(const Office& office) {
  int last_day = 0;
  int first_day = 1000;
  std::map<int, std::vector<Event>> of_matter;
  std::set<std::pair<int, int>> active;  // week, person
  for (const Event& event : office.events) {
    last_day = std::max(last_day, event.day);
    first_day = std::min(first_day, event.day);
    of_matter[event.matter].push_back(event);
    active.emplace(event.day / 7, event.who);
  }
  for (auto& [matter, events] : of_matter) {
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
      return std::pair(a.day, a.minute) < std::pair(b.day, b.minute);
    });
  }
  const int begin = first_day / 7;
  const int end = last_day / 7;
  Counted counted;
  std::map<int, int> holder, first_holder;
  std::map<int, std::set<int>> holders;
  std::vector<std::map<int, double>> loads;
  double all_load = 0;
  for (int week = begin; week <= end; ++week) {
    std::map<int, double> load;
    for (const auto& [matter, events] : of_matter) {
      const Matter& one = office.matters[static_cast<std::size_t>(matter)];
      const int last = std::max(one.first, one.ended ? one.last : last_day);
      if (one.first > 7 * week + 6 || last < 7 * week) continue;
      all_load += 1;
      int now = events.front().who;
      for (const Event& event : events) {
        if (event.day <= 7 * week + 6) now = event.who;
      }
      counted.hand_overs += holder.count(matter) != 0 && holder[matter] != now ? 1 : 0;
      holder[matter] = now;
      first_holder.emplace(matter, now);
      holders[matter].insert(now);
      counted.weeks += 1;
      counted.first_weeks += now == first_holder[matter] ? 1 : 0;
      if (active.count({week, now}) != 0) {
        load[now] += 1;
      } else {
        counted.away += 1;
      }
    }
    loads.push_back(load);
  }
  const double share = all_load / static_cast<double>(active.size());
  for (int week = begin; week <= end; ++week) {
    std::vector<double> ratios;
    for (int who = 0; who < office.people; ++who) {
      if (active.count({week, who}) == 0) continue;
      ratios.push_back(loads[static_cast<std::size_t>(week - begin)][who] /
                       (share > 0 ? share : 1));
    }
    if (ratios.empty()) continue;
    double mean = 0;
    for (const double r : ratios) mean += r / static_cast<double>(ratios.size());
    double variance = 0;
    for (const double r : ratios) variance += (r - mean) * (r - mean);
    counted.spread.push_back(std::sqrt(variance / static_cast<double>(ratios.size())));
    counted.peak.push_back(*std::max_element(ratios.begin(), ratios.end()));
  }
  for (const auto& [matter, seen] : holders) {
    const Matter& one = office.matters[static_cast<std::size_t>(matter)];
    counted.holders += static_cast<double>(seen.size());
    const int last = one.ended ? std::max(one.first, one.last) : last_day;
    const bool closes = one.ended && last <= 7 * end + 6;
    if (one.deadline)
      counted.breaches += (closes ? std::min(last, last_day) : last_day) > *one.deadline ? 1 : 0;
    if (closes) {
      counted.ended += 1;
      counted.days += last - one.first + 1;
    }
  }
  counted.holders /= static_cast<double>(std::max<std::size_t>(1, holders.size()));
  return counted;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

bool near(double a, double b) { return std::fabs(a - b) <= 1e-9 * std::max(1.0, std::fabs(b)); }

}  // namespace

TEST_CASE("what happened is what a count case by case says", "[replay]") {
  evenload::test::property("random logs", [] {
    const Office office = any_office();
    LogMapping mapping = any_mapping();
    mapping.open = OpenReading::dates;
    mapping.owner = OwnerReading::last_event;
    mapping.active = ActiveReading::events_in_week;
    const Table table = table_of(office, in_order(office));
    const ReplayMeasures happened = replay(given_log(table, mapping), AllocationPolicy()).happened;
    const Counted counted = count(office);
    RC_ASSERT(*of(happened, M::deadline_breaches) == counted.breaches);
    RC_ASSERT(*of(happened, M::hand_overs) == counted.hand_overs);
    RC_ASSERT(near(*of(happened, M::spread), mean_of(counted.spread)));
    RC_ASSERT(near(*of(happened, M::peak), mean_of(counted.peak)));
    if (counted.weeks > 0) {
      RC_ASSERT(near(*of(happened, M::continuity), counted.first_weeks / counted.weeks));
      RC_ASSERT(near(*of(happened, M::holders), counted.holders));
    }
    if (counted.ended > 0) {
      RC_ASSERT(near(*of(happened, M::case_days), counted.days / counted.ended));
    }
  });
}

TEST_CASE("holders as they were reproduce what happened unless lengths are drawn", "[replay]") {
  evenload::test::property("random logs and settings", [] {
    const Office office = any_office();
    const LogMapping mapping = any_mapping();
    ReplaySettings settings = any_settings();
    const Table table = table_of(office, in_order(office));
    const std::vector<NamedPolicy> arms = {{"was", std::nullopt}, {"also", std::nullopt}};
    const PolicyComparison result = compare_policies(given_log(table, mapping), arms, 0, settings);
    RC_ASSERT(result.replications == settings.replications);
    for (std::size_t m = 0; m < replay_measures; ++m) {
      for (const ComparedPolicy& arm : result.policies) {
        if (arm.difference[m].mean) RC_ASSERT(*arm.difference[m].mean == 0.0);
        if (settings.durations == Durations::resampled) continue;
        RC_ASSERT(arm.measures[m].mean == result.happened[m]);
      }
    }
  });
}

TEST_CASE("order of rows and threads change no bit of a replay", "[replay]") {
  evenload::test::property("random logs and settings", [] {
    const Office office = any_office();
    const LogMapping mapping = any_mapping();
    const ReplaySettings settings = any_settings();
    const Table table = table_of(office, in_order(office));
    SolveOptions options;
    options.threads = 1;
    options.work_limit = 500;
    options.seed = static_cast<std::uint64_t>(any(0, 100));
    const std::string expected =
        to_json(replay(given_log(table, mapping), AllocationPolicy(), settings, options));
    std::vector<std::size_t> order = in_order(office);
    for (std::size_t k = order.size(); k > 1; --k) {
      std::swap(order[k - 1], order[static_cast<std::size_t>(any(0, static_cast<int>(k)))]);
    }
    const Table mixed = table_of(office, order);
    options.threads = 3;
    RC_ASSERT(to_json(replay(given_log(mixed, mapping), AllocationPolicy(), settings, options)) ==
              expected);
  });
}

TEST_CASE("a replay loses no case and gives none to somebody who is not there", "[replay]") {
  evenload::test::property("random logs and settings", [] {
    const Office office = any_office();
    const LogMapping mapping = any_mapping();
    ReplaySettings settings = any_settings();
    settings.replications = 1;
    const Table table = table_of(office, in_order(office));
    const ReplayResult result = replay(given_log(table, mapping), AllocationPolicy(), settings);
    for (const ReplayWeek& week : result.weeks) {
      if (settings.durations == Durations::kept && settings.batch_days.empty()) {
        // Without a limit and without a wait everything is placed, unless nobody is there.
        if (week.active > 0) RC_ASSERT(week.undistributed == 0.0);
        RC_ASSERT(week.waiting == 0.0);
      }
      RC_ASSERT(week.open_cases_replayed >= static_cast<double>(week.new_cases));
      RC_ASSERT(week.load_away_replayed + week.undistributed + week.waiting <=
                week.open_cases_replayed);
      RC_ASSERT(week.peak_replayed >= 0.0);
      if (week.active == 0) RC_ASSERT(week.peak_replayed == 0.0);
    }
    const auto kept_places = of(result.happened, M::continuity).has_value();
    if (kept_places) RC_ASSERT(*of(result.happened, M::continuity) <= 1.0);
  });
}

TEST_CASE("a longer wait never shortens a case", "[replay]") {
  evenload::test::property("random logs, batches on fewer days", [] {
    const Office office = any_office();
    LogMapping mapping = any_mapping();
    mapping.active = ActiveReading::first_to_last;
    ReplaySettings settings;
    settings.batch_days = {any(1, 8)};
    const Table table = table_of(office, in_order(office));
    const ReplayResult weekly = replay(given_log(table, mapping), AllocationPolicy(), settings);
    settings.batch_days = {};
    const ReplayResult known = replay(given_log(table, mapping), AllocationPolicy(), settings);
    for (std::size_t w = 0; w < weekly.weeks.size(); ++w) {
      RC_ASSERT(weekly.weeks[w].open_cases_replayed >= known.weeks[w].open_cases_replayed);
    }
    RC_ASSERT(*weekly.replayed[static_cast<std::size_t>(M::deadline_breaches)].mean >=
              *known.replayed[static_cast<std::size_t>(M::deadline_breaches)].mean);
  });
}

}  // namespace evenload::allocation::replay_property
