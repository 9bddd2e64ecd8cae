// Sums of held cases by week: docs/models/workload_series.md (1)–(3).

#include "evenload/workload/load_spans.hpp"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

#include "evenload/core/errors.hpp"
#include "src/core/int128.hpp"

namespace evenload::workload {

namespace {

using Code = std::int32_t;

constexpr std::size_t rows_worth_a_thread = 50'000;
constexpr std::size_t no_row = std::numeric_limits<std::size_t>::max();

[[noreturn]] void fail_span(std::string_view column, std::size_t row, ErrorCode code,
                            std::string expected, std::string found) {
  throw InvalidDataError({code, "held_cases", std::string(column), static_cast<std::int64_t>(row),
                          std::move(expected), std::move(found)});
}

void check_length(std::string_view column, std::size_t size, std::size_t expected, bool optional) {
  if (size == expected || (optional && size == 0)) return;
  throw InvalidDataError({ErrorCode::length_mismatch, "held_cases", std::string(column),
                          std::nullopt, std::to_string(expected) + " values",
                          std::to_string(size)});
}

/// The measuring weeks that a row covers: first <= w <= last, none where last < first.
struct Weeks {
  Code first = 0;
  Code last = -1;
};

class Calendar {
 public:
  explicit Calendar(const LoadSpans& spans)
      : first_day_(spans.first_day),
        last_day_(std::int64_t{spans.first_day} + 7 * (static_cast<std::int64_t>(spans.weeks) - 1)),
        last_week_(static_cast<Code>(spans.weeks) - 1) {}
  Weeks of(Code from, Code to) const {
    const std::int64_t begin = std::int64_t{from} - first_day_;
    const std::int64_t end = std::int64_t{to} - first_day_;
    if (end < 0 || from > last_day_) return {};
    return {begin <= 0 ? 0 : static_cast<Code>((begin + 6) / 7),
            to >= last_day_ ? last_week_ : static_cast<Code>(end / 7)};
  }

 private:
  std::int64_t first_day_;
  std::int64_t last_day_;
  Code last_week_;
};

/// One group and category over weeks, to be counted once where several rows say it.
struct Interval {
  std::int64_t key;
  Weeks weeks;
};

/// Calls emit(key, weeks) for the union of each key's intervals.
template <class Emit>
void unite(std::vector<Interval>& intervals, Emit emit) {
  std::sort(intervals.begin(), intervals.end(), [](const Interval& a, const Interval& b) {
    return a.key != b.key ? a.key < b.key : a.weeks.first < b.weeks.first;
  });
  for (std::size_t i = 0; i < intervals.size();) {
    Interval whole = intervals[i];
    for (++i; i < intervals.size() && intervals[i].key == whole.key &&
              intervals[i].weeks.first <= whole.weeks.last + 1;
         ++i) {
      whole.weeks.last = std::max(whole.weeks.last, intervals[i].weeks.last);
    }
    emit(whole.key, whole.weeks);
  }
}

/// Difference arrays of one level. A row of weeks + 1 cells per group; the last takes what ends
/// with the last week.
struct Differences {
  std::size_t groups = 0;
  std::size_t stride = 0;
  std::vector<std::int64_t> load;
  std::vector<Code> cases;
  std::vector<Code> by_category;

  Differences(std::size_t group_count, std::size_t weeks, std::size_t categories)
      : groups(group_count),
        stride(weeks + 1),
        load(groups * stride),
        cases(groups * stride),
        by_category(categories * groups * stride) {}

  std::size_t at(std::size_t group, Code week) const {
    return group * stride + static_cast<std::size_t>(week);
  }
  void add_load(std::size_t group, Weeks weeks, std::int64_t weight) {
    load[at(group, weeks.first)] += weight;
    load[at(group, weeks.last + 1)] -= weight;
  }
  void add_case(std::size_t group, Weeks weeks, Code count = 1) {
    cases[at(group, weeks.first)] += count;
    cases[at(group, weeks.last + 1)] -= count;
  }
  void add_category(std::size_t category, std::size_t group, Weeks weeks, Code count = 1) {
    const std::size_t block = category * groups * stride;
    by_category[block + at(group, weeks.first)] += count;
    by_category[block + at(group, weeks.last + 1)] -= count;
  }
};

/// Running sums of rows of weeks + 1 cells, written as rows of weeks cells.
template <class Cell>
void running_sums(const std::vector<Cell>& differences, std::size_t weeks, std::size_t first,
                  std::size_t last, std::vector<Cell>& out) {
  for (std::size_t row = first; row < last; ++row) {
    const Cell* from = differences.data() + row * (weeks + 1);
    Cell* to = out.data() + row * weeks;
    Cell sum = 0;
    for (std::size_t week = 0; week < weeks; ++week) to[week] = sum += from[week];
  }
}

class SpanSums {
 public:
  SpanSums(const LoadSpans& spans, int threads)
      : spans_(spans),
        calendar_(spans),
        rows_(spans.holder.size()),
        people_(spans.people, spans.weeks, spans.categories),
        unheld_(spans.units + 1, spans.weeks, spans.categories),
        units_(spans.units, spans.weeks, spans.categories),
        all_(1, spans.weeks, spans.categories) {
    const auto wanted = static_cast<std::size_t>(
        threads > 0 ? static_cast<unsigned>(threads)
                    : std::max(1U, std::thread::hardware_concurrency()));
    const std::size_t useful =
        threads > 0 ? wanted : std::max<std::size_t>(1, rows_ / rows_worth_a_thread);
    threads_ = std::max<std::size_t>(1, std::min({wanted, useful, spans.people}));
  }

  WeeklyLoad sums() {
    find_version_ends();
    find_shared_cases();
    in_parallel([this](std::size_t part) { add_rows(part); });
    const std::size_t bad = *std::min_element(bad_rows_.begin(), bad_rows_.end());
    if (bad != no_row) explain_row(bad);
    check_total();
    add_shared_cases();
    return finish();
  }

 private:
  bool is_shared(std::size_t row) const {
    return !rows_of_case_.empty() && rows_of_case_[code_of(row)] > 1;
  }
  std::size_t code_of(std::size_t row) const {
    return static_cast<std::size_t>(spans_.case_code[row]);
  }

  /// How many rows each case has. Codes are checked here, as everything after relies on them.
  void find_shared_cases() {
    if (spans_.case_code.empty()) return;
    rows_of_case_.assign(spans_.cases, 0);
    for (std::size_t row = 0; row < rows_; ++row) {
      const Code code = spans_.case_code[row];
      if (code < 0 || static_cast<std::size_t>(code) >= spans_.cases) {
        fail_span("case", row, ErrorCode::out_of_range,
                  "0 to " + std::to_string(spans_.cases) + " exclusive", std::to_string(code));
      }
      ++rows_of_case_[static_cast<std::size_t>(code)];
    }
  }

  /// The people of one part, whose cells no other part touches; the first takes the unheld rows.
  void add_rows(std::size_t part) {
    const auto first = static_cast<Code>(spans_.people * part / threads_);
    const auto last = static_cast<Code>(spans_.people * (part + 1) / threads_);
    uint128 total = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
      const Code holder = spans_.holder[row];
      // What is no code at all is for the first part, too, which finds it wrong.
      const bool odd = holder < 0 || static_cast<std::size_t>(holder) >= spans_.people;
      if (odd ? part != 0 : holder < first || holder >= last) continue;
      if (odd && holder != -1) return mark(part, row);
      const Code to = spans_.to[row];
      if (to < spans_.from[row]) return mark(part, row);
      const Weeks weeks = calendar_.of(spans_.from[row], to);
      Code unit = -1;
      if (odd && !spans_.case_unit.empty()) unit = spans_.case_unit[row];
      if (unit < -1 || unit >= static_cast<Code>(spans_.units)) return mark(part, row);
      Differences& sums = odd ? unheld_ : people_;
      const std::size_t group = !odd ? static_cast<std::size_t>(holder)
                                : unit < 0 ? spans_.units
                                           : static_cast<std::size_t>(unit);
      if (!add_weight(sums, group, row, weeks, total)) return mark(part, row);
      if (!categories_fit(row)) return mark(part, row);
      if (weeks.last < weeks.first || is_shared(row)) continue;
      sums.add_case(group, weeks);
      each_category(row, [&](std::size_t category) { sums.add_category(category, group, weeks); });
    }
    totals_[part] = total;
  }

  void mark(std::size_t part, std::size_t row) { bad_rows_[part] = row; }

  /// Adds a row's weight, split where another version of the weights comes into force.
  bool add_weight(Differences& sums, std::size_t group, std::size_t row, Weeks weeks,
                  uint128& total) const {
    if (spans_.kind.empty()) {
      const std::int64_t weight = spans_.weight[row];
      if (weight < 0) return false;
      total += static_cast<uint128>(weight);
      if (weeks.first <= weeks.last) sums.add_load(group, weeks, weight);
      return true;
    }
    const Code kind = spans_.kind[row];
    if (kind < 0 || static_cast<std::size_t>(kind) >= spans_.kinds) return false;
    for (Code week = weeks.first; week <= weeks.last;) {
      const Code version = spans_.version[static_cast<std::size_t>(week)];
      Code end = version_end_[static_cast<std::size_t>(week)];
      end = std::min(end, weeks.last);
      if (version < 0) return false;
      const std::int64_t weight =
          spans_.kind_weight[static_cast<std::size_t>(version) * spans_.kinds +
                             static_cast<std::size_t>(kind)];
      if (weight < 0) return false;
      total += static_cast<uint128>(weight);
      sums.add_load(group, {week, end}, weight);
      week = end + 1;
    }
    return true;
  }

  template <class Each>
  void each_category(std::size_t row, Each each) const {
    if (spans_.category.empty()) return;
    if (spans_.category_indptr.empty()) {
      if (spans_.category[row] >= 0) each(static_cast<std::size_t>(spans_.category[row]));
      return;
    }
    const auto end = static_cast<std::size_t>(spans_.category_indptr[row + 1]);
    for (auto k = static_cast<std::size_t>(spans_.category_indptr[row]); k < end; ++k) {
      each(static_cast<std::size_t>(spans_.category[k]));
    }
  }

  bool categories_fit(std::size_t row) const {
    if (spans_.category.empty()) return true;
    const bool lists = !spans_.category_indptr.empty();
    const auto fits = [&](Code code) {
      return code >= (lists ? 0 : -1) && code < static_cast<Code>(spans_.categories);
    };
    if (!lists) return fits(spans_.category[row]);
    const std::int64_t begin = spans_.category_indptr[row];
    const std::int64_t end = spans_.category_indptr[row + 1];
    if (begin < 0 || end < begin || end > static_cast<std::int64_t>(spans_.category.size())) {
      return false;
    }
    return std::all_of(spans_.category.begin() + begin, spans_.category.begin() + end, fits);
  }

  /// Throws what is wrong with a row that add_rows refused.
  [[noreturn]] void explain_row(std::size_t row) const {
    const auto refuse_code = [&](std::string_view column, std::int64_t found, std::size_t end) {
      fail_span(column, row, ErrorCode::out_of_range,
                "a code below " + std::to_string(end) + ", or -1 for none", std::to_string(found));
    };
    const Code holder = spans_.holder[row];
    if (holder < -1 || (holder >= 0 && static_cast<std::size_t>(holder) >= spans_.people)) {
      refuse_code("caseworker", holder, spans_.people);
    }
    if (spans_.to[row] < spans_.from[row]) {
      fail_span("to", row, ErrorCode::ends_before_start, "a last day on or after the first",
                "day " + std::to_string(spans_.from[row]) + " to " +
                    std::to_string(spans_.to[row]));
    }
    if (!spans_.case_unit.empty() && holder == -1 &&
        (spans_.case_unit[row] < -1 || spans_.case_unit[row] >= static_cast<Code>(spans_.units))) {
      refuse_code("unit", spans_.case_unit[row], spans_.units);
    }
    if (!categories_fit(row)) {
      fail_span("categories", row, ErrorCode::out_of_range,
                "codes below " + std::to_string(spans_.categories), "another one");
    }
    if (spans_.kind.empty()) {
      fail_span("weight", row, ErrorCode::negative_value, "at least 0",
                std::to_string(spans_.weight[row]));
    }
    if (spans_.kind[row] < 0 || static_cast<std::size_t>(spans_.kind[row]) >= spans_.kinds) {
      refuse_code("kind", spans_.kind[row], spans_.kinds);
    }
    fail_span("type", row, ErrorCode::unknown_weight,
              "a weight on every day on which the case is measured", "none in force");
  }

  void check_total() const {
    uint128 total = 0;
    for (const uint128 part : totals_) total += part;
    if (total >> 62 == 0) return;
    throw OverflowError({ErrorCode::overflow, "held_cases", "weight", std::nullopt,
                         "weights of all rows below 2^62 on their common denominator", "more"});
  }

  /// Cases with several rows: no two in one slot at a time, and counted once per group.
  void add_shared_cases() {
    if (rows_of_case_.empty()) return;
    std::vector<std::int64_t> begin(spans_.cases + 1, 0);
    for (std::size_t code = 0; code < spans_.cases; ++code) {
      begin[code + 1] = begin[code] + (rows_of_case_[code] > 1 ? rows_of_case_[code] : 0);
    }
    std::vector<std::uint32_t> rows(static_cast<std::size_t>(begin.back()));
    std::vector<std::int64_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t row = 0; row < rows_; ++row) {
      if (is_shared(row)) {
        rows[static_cast<std::size_t>(next[code_of(row)]++)] = static_cast<std::uint32_t>(row);
      }
    }
    std::vector<Interval> intervals;
    for (std::size_t code = 0; code < spans_.cases; ++code) {
      const std::span<std::uint32_t> own(rows.data() + begin[code], rows.data() + begin[code + 1]);
      if (own.empty()) continue;
      check_slots(own);
      count_people(own, intervals);
      count_groups(own, intervals);
    }
  }

  void check_slots(std::span<std::uint32_t> own) const {
    const auto slot = [&](std::size_t row) { return spans_.slot.empty() ? 0 : spans_.slot[row]; };
    std::sort(own.begin(), own.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (slot(a) != slot(b)) return slot(a) < slot(b);
      return spans_.from[a] != spans_.from[b] ? spans_.from[a] < spans_.from[b] : a < b;
    });
    for (std::size_t i = 1; i < own.size(); ++i) {
      const std::uint32_t before = own[i - 1];
      const std::uint32_t row = own[i];
      if (slot(before) != slot(row) || spans_.to[before] < spans_.from[row]) continue;
      fail_span("from", std::max(before, row), ErrorCode::overlap_in_bands,
                "one holder of a role in a case at a time",
                "rows " + std::to_string(std::min(before, row)) + " and " +
                    std::to_string(std::max(before, row)) + " meet");
    }
  }

  /// Cases per person and category, each once, whatever the number of roles.
  void count_people(std::span<const std::uint32_t> own, std::vector<Interval>& intervals) {
    count_by(own, intervals, [&](std::size_t row) {
      return spans_.holder[row] >= 0 ? spans_.holder[row] : Code{-1};
    }, [&](std::size_t group, Weeks weeks) { people_.add_case(group, weeks); },
    [&](std::size_t category, std::size_t group, Weeks weeks) {
      people_.add_category(category, group, weeks);
    });
    count_by(own, intervals, [&](std::size_t row) {
      if (spans_.holder[row] >= 0) return Code{-1};
      const Code unit = spans_.case_unit.empty() ? -1 : spans_.case_unit[row];
      return unit < 0 ? static_cast<Code>(spans_.units) : unit;
    }, [&](std::size_t group, Weeks weeks) { unheld_.add_case(group, weeks); },
    [&](std::size_t category, std::size_t group, Weeks weeks) {
      unheld_.add_category(category, group, weeks);
    });
  }

  /// Units and the municipality are sums over people, so what several people of one group share is
  /// counted too often there: these differences put it right.
  void count_groups(std::span<const std::uint32_t> own, std::vector<Interval>& intervals) {
    const auto unit_of = [&](Code person) {
      return person < 0 || spans_.unit.empty() ? Code{-1}
                                               : spans_.unit[static_cast<std::size_t>(person)];
    };
    const auto correct = [&](Differences& sums, auto group_of) {
      count_by(own, intervals, [&](std::size_t row) { return group_of(spans_.holder[row]); },
               [&](std::size_t group, Weeks weeks) { sums.add_case(group, weeks); },
               [&](std::size_t category, std::size_t group, Weeks weeks) {
                 sums.add_category(category, group, weeks);
               });
      count_by(own, intervals,
               [&](std::size_t row) { return group_of(spans_.holder[row]) < 0 ? -1 : spans_.holder[row]; },
               [&](std::size_t person, Weeks weeks) {
                 sums.add_case(static_cast<std::size_t>(group_of(static_cast<Code>(person))), weeks, -1);
               },
               [&](std::size_t category, std::size_t person, Weeks weeks) {
                 sums.add_category(category, static_cast<std::size_t>(group_of(static_cast<Code>(person))),
                                   weeks, -1);
               });
    };
    correct(units_, unit_of);
    correct(all_, [](Code person) { return person < 0 ? Code{-1} : Code{0}; });
  }

  /// Unites the weeks of each group, and of each group and category, and counts them.
  template <class GroupOf, class AddCase, class AddCategory>
  void count_by(std::span<const std::uint32_t> own, std::vector<Interval>& intervals,
                GroupOf group_of, AddCase add_case, AddCategory add_category) const {
    intervals.clear();
    for (const std::uint32_t row : own) {
      const Weeks weeks = calendar_.of(spans_.from[row], spans_.to[row]);
      const Code group = group_of(row);
      if (group >= 0 && weeks.first <= weeks.last) intervals.push_back({group, weeks});
    }
    unite(intervals, [&](std::int64_t key, Weeks weeks) {
      add_case(static_cast<std::size_t>(key), weeks);
    });
    if (spans_.category.empty()) return;
    intervals.clear();
    const auto count = static_cast<std::int64_t>(spans_.categories);
    for (const std::uint32_t row : own) {
      const Weeks weeks = calendar_.of(spans_.from[row], spans_.to[row]);
      const Code group = group_of(row);
      if (group < 0 || weeks.first > weeks.last) continue;
      each_category(row, [&](std::size_t category) {
        intervals.push_back({group * count + static_cast<std::int64_t>(category), weeks});
      });
    }
    unite(intervals, [&](std::int64_t key, Weeks weeks) {
      add_category(static_cast<std::size_t>(key % count), static_cast<std::size_t>(key / count),
                   weeks);
    });
  }

  WeeklyLoad finish() {
    WeeklyLoad answer;
    const std::size_t weeks = spans_.weeks;
    const auto make = [&](LoadGrid& grid, const Differences& from) {
      grid.groups = from.groups;
      grid.load.resize(from.groups * weeks);
      grid.cases.resize(from.groups * weeks);
      grid.by_category.resize(spans_.categories * from.groups * weeks);
    };
    const auto sum = [&](LoadGrid& grid, const Differences& from, std::size_t first,
                         std::size_t last) {
      running_sums(from.load, weeks, first, last, grid.load);
      running_sums(from.cases, weeks, first, last, grid.cases);
      for (std::size_t k = 0; k < spans_.categories; ++k) {
        running_sums(from.by_category, weeks, k * from.groups + first, k * from.groups + last,
                     grid.by_category);
      }
    };
    make(answer.people, people_);
    make(answer.unheld, unheld_);
    make(answer.units, units_);
    make(answer.municipality, all_);
    in_parallel([&](std::size_t part) {
      sum(answer.people, people_, spans_.people * part / threads_,
          spans_.people * (part + 1) / threads_);
    });
    sum(answer.unheld, unheld_, 0, unheld_.groups);
    sum(answer.units, units_, 0, units_.groups);
    sum(answer.municipality, all_, 0, 1);
    add_people(answer);
    return answer;
  }

  /// People into their units and into the municipality.
  void add_people(WeeklyLoad& answer) const {
    const std::size_t weeks = spans_.weeks;
    const auto add = [&](const auto& from, std::size_t row, auto& to, std::size_t to_row) {
      for (std::size_t w = 0; w < weeks; ++w) to[to_row * weeks + w] += from[row * weeks + w];
    };
    for (std::size_t person = 0; person < spans_.people; ++person) {
      add(answer.people.load, person, answer.municipality.load, 0);
      add(answer.people.cases, person, answer.municipality.cases, 0);
      const Code unit = spans_.unit.empty() ? -1 : spans_.unit[person];
      if (unit >= 0) {
        add(answer.people.load, person, answer.units.load, static_cast<std::size_t>(unit));
        add(answer.people.cases, person, answer.units.cases, static_cast<std::size_t>(unit));
      }
      for (std::size_t k = 0; k < spans_.categories; ++k) {
        const std::size_t row = k * spans_.people + person;
        add(answer.people.by_category, row, answer.municipality.by_category, k);
        if (unit >= 0) {
          add(answer.people.by_category, row, answer.units.by_category,
              k * spans_.units + static_cast<std::size_t>(unit));
        }
      }
    }
  }

  template <class Task>
  void in_parallel(Task task) {
    bad_rows_.assign(std::max(bad_rows_.size(), threads_), no_row);
    totals_.resize(threads_);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t part = next++; part < threads_; part = next++) task(part);
    };
    std::vector<std::thread> helpers;
    helpers.reserve(threads_ - 1);
    try {
      while (helpers.size() + 1 < threads_) helpers.emplace_back(work);
    } catch (const std::system_error&) {
      // No more threads to be had: the ones there are do the work, with the same answer.
    }
    work();
    for (std::thread& helper : helpers) helper.join();
  }

  /// The last week on which the version of each week stays in force.
  void find_version_ends() {
    version_end_.resize(spans_.version.size());
    for (std::size_t week = spans_.version.size(); week-- > 0;) {
      const bool same =
          week + 1 < spans_.version.size() && spans_.version[week + 1] == spans_.version[week];
      version_end_[week] = same ? version_end_[week + 1] : static_cast<Code>(week);
    }
  }

  const LoadSpans& spans_;
  Calendar calendar_;
  std::size_t rows_;
  std::size_t threads_ = 1;
  Differences people_, unheld_, units_, all_;
  std::vector<Code> rows_of_case_;
  std::vector<Code> version_end_;
  std::vector<std::size_t> bad_rows_;
  std::vector<uint128> totals_;
};

void check_spans(const LoadSpans& spans) {
  const std::size_t rows = spans.holder.size();
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<Code>::max());
  const auto refuse = [](std::string_view what, std::size_t found) {
    throw InvalidDataError({ErrorCode::out_of_range, "held_cases", std::string(what), std::nullopt,
                            "fewer than 2^31", std::to_string(found)});
  };
  for (const auto& [what, size] : {std::pair<std::string_view, std::size_t>{"rows", rows},
                                   {"people", spans.people},
                                   {"units", spans.units},
                                   {"cases", spans.cases},
                                   {"categories", spans.categories},
                                   {"weeks", spans.weeks}}) {
    if (size >= most) refuse(what, size);
  }
  // Cells that memory can hold, before any of it is asked for.
  const uint128 cells = static_cast<uint128>(spans.people + spans.units + 2) * (spans.weeks + 1) *
                        (spans.categories + 1);
  if (cells >> 40 != 0) refuse("people × weeks × categories", static_cast<std::size_t>(most));
  check_length("from", spans.from.size(), rows, false);
  check_length("to", spans.to.size(), rows, false);
  check_length("case", spans.case_code.size(), rows, true);
  check_length("role", spans.slot.size(), rows, true);
  check_length("unit", spans.case_unit.size(), rows, true);
  check_length("caseworkers.unit", spans.unit.size(), spans.people, true);
  if (spans.category_indptr.empty()) {
    check_length("categories", spans.category.size(), rows, true);
  } else {
    check_length("category_indptr", spans.category_indptr.size(), rows + 1, false);
  }
  if (spans.kind.empty()) {
    check_length("weight", spans.weight.size(), rows, false);
  } else {
    check_length("kind", spans.kind.size(), rows, false);
    check_length("version", spans.version.size(), spans.weeks, false);
    for (std::size_t week = 0; week < spans.weeks; ++week) {
      const Code version = spans.version[week];
      if (version >= 0 &&
          (static_cast<std::size_t>(version) + 1) * spans.kinds > spans.kind_weight.size()) {
        throw InvalidDataError({ErrorCode::out_of_range, "held_cases", "version",
                                static_cast<std::int64_t>(week), "a row of kind_weight",
                                std::to_string(version)});
      }
    }
  }
  for (std::size_t person = 0; person < spans.unit.size(); ++person) {
    if (spans.unit[person] >= -1 && spans.unit[person] < static_cast<Code>(spans.units)) continue;
    throw InvalidDataError({ErrorCode::out_of_range, "caseworkers", "unit",
                            static_cast<std::int64_t>(person),
                            "a code below " + std::to_string(spans.units) + ", or -1 for none",
                            std::to_string(spans.unit[person])});
  }
}

}  // namespace

WeeklyLoad weekly_load(const LoadSpans& spans, int threads) {
  if (threads < 0) {
    throw InvalidDataError({ErrorCode::negative_value, {}, "threads", std::nullopt, "at least 0",
                            std::to_string(threads)});
  }
  check_spans(spans);
  return SpanSums(spans, threads).sums();
}

}  // namespace evenload::workload
