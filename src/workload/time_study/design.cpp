#include "design.hpp"

#include <algorithm>
#include <compare>
#include <numeric>
#include <string_view>
#include <unordered_set>

#include "evenload/core/errors.hpp"
#include "evenload/core/ids.hpp"
#include "evenload/core/random.hpp"
#include "limits.hpp"

namespace evenload::workload::time_study {

namespace {

/// More than this many groups make resampling dearer and intervals no better.
constexpr std::size_t most_groups = 400;
constexpr std::uint32_t grouping_purpose = 0x7453'0001;

constexpr const char* log_table = "time_log";

double at(std::span<const double> values, std::size_t row, double otherwise) {
  return values.empty() ? otherwise : values[row];
}

/// Rows by worker, then by all that they say: rows that are still alike may stand in either order.
std::vector<std::size_t> canonical_order(const TimeStudy& study) {
  const std::size_t types = study.types.size();
  std::vector<std::size_t> order(study.rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto differs = [&](const auto& values) { return !values.empty() && values[a] != values[b]; };
    if (differs(study.workers)) return study.workers[a] < study.workers[b];
    if (differs(study.units)) return study.units[a] < study.units[b];
    if (differs(study.hours)) return study.hours[a] < study.hours[b];
    for (std::size_t t = 0; t < types; ++t) {
      const double left = study.counts[a * types + t], right = study.counts[b * types + t];
      if (left != right) return left < right;
    }
    for (const auto values : {study.overtime, study.undone, study.hours_present, study.observation_weight}) {
      if (differs(values)) return values[a] < values[b];
    }
    return false;
  });
  return order;
}

/// Workers into groups of nearly equal number, by a shuffle that the seed decides.
std::vector<std::int32_t> grouping(std::size_t workers, std::size_t groups, std::uint64_t seed) {
  std::vector<std::int32_t> group(workers);
  for (std::size_t k = 0; k < workers; ++k) group[k] = static_cast<std::int32_t>(k % groups);
  if (groups == workers) return group;
  RandomStream random({seed, 0, 0, grouping_purpose});
  for (std::size_t k = workers; k-- > 1;) {
    std::swap(group[k], group[random.below(static_cast<std::uint32_t>(k + 1))]);
  }
  return group;
}

void check_length(std::size_t found, std::size_t rows, const char* column, bool needed) {
  if (found == rows || (found == 0 && !needed)) return;
  throw InvalidDataError({ErrorCode::length_mismatch, log_table, column, std::nullopt,
                          std::to_string(rows) + " values", std::to_string(found)});
}

void check_amounts(std::span<const double> values, const char* column) {
  for (std::size_t i = 0; i < values.size(); ++i) check_amount(values[i], log_table, column, i);
}

}  // namespace

std::vector<std::string> weight_names(const TimeStudy& study, FixedPart part) {
  std::vector<std::string> names(study.types.begin(), study.types.end());
  if (part == FixedPart::per_row) names.emplace_back("fixed_hours");
  if (part == FixedPart::per_hour_present) names.emplace_back("share_of_presence");
  std::unordered_set<std::string_view> seen;
  for (const std::string& name : names) {
    if (seen.insert(name).second) continue;
    throw InvalidDataError({ErrorCode::duplicate_id, log_table, "count_" + name, std::nullopt,
                            "each type once, and none called as the fixed part", name});
  }
  return names;
}

void check(const TimeStudy& study, const TimeStudyOptions& options) {
  evenload::check(options.control);
  const auto refuse = [](const char* column, const char* expected, std::string found) {
    throw InvalidDataError({ErrorCode::out_of_range, "options", column, std::nullopt, expected, std::move(found)});
  };
  if (!(options.level > 0 && options.level < 1)) refuse("level", "a share between 0 and 1", number(options.level));
  if (options.bootstraps != 0 && (options.bootstraps < 99 || options.bootstraps > 1'000'000)) {
    refuse("bootstraps", "0, or 99 to 1,000,000", std::to_string(options.bootstraps));
  }
  const auto part = static_cast<std::int32_t>(options.fixed_part);
  if (part < 0 || part > static_cast<std::int32_t>(FixedPart::per_worker)) refuse("fixed_part", "one of its names", std::to_string(part));

  const std::size_t rows = study.rows, types = study.types.size();
  if (types == 0) {
    throw InvalidDataError({ErrorCode::missing_column, log_table, "count_", std::nullopt, "at least one type", "none"});
  }
  if (types > most_weights) {
    throw InvalidDataError({ErrorCode::out_of_range, log_table, "count_", std::nullopt,
                            "at most " + std::to_string(most_weights) + " types", std::to_string(types)});
  }
  for (const std::string& type : study.types) check_id(type, log_table, "count_", 0);
  if (rows > study.counts.size() / types || study.counts.size() != rows * types) {
    throw InvalidDataError({ErrorCode::length_mismatch, log_table, "counts", std::nullopt,
                            "rows times types values", std::to_string(study.counts.size())});
  }
  check_length(study.hours.size(), rows, "hours", true);
  check_length(study.overtime.size(), rows, "overtime", false);
  check_length(study.undone.size(), rows, "undone", false);
  check_length(study.hours_present.size(), rows, "hours_present", options.fixed_part == FixedPart::per_hour_present);
  check_length(study.observation_weight.size(), rows, "observation_weight", false);
  check_length(study.workers.size(), rows, "caseworker", options.fixed_part == FixedPart::per_worker);
  check_length(study.units.size(), rows, "unit", options.pool_units);
  for (std::size_t i = 0; i < study.counts.size(); ++i) {
    if (study.counts[i] >= 0 && study.counts[i] <= largest_amount) continue;
    check_amount(study.counts[i], log_table, "count_" + study.types[i % types], i / types);
  }
  check_amounts(study.hours, "hours");
  check_amounts(study.overtime, "overtime");
  check_amounts(study.undone, "undone");
  check_amounts(study.hours_present, "hours_present");
  check_amounts(study.observation_weight, "observation_weight");
  for (std::size_t i = 0; i < study.observation_weight.size(); ++i) {
    if (study.observation_weight[i] > 0) continue;
    throw InvalidDataError({ErrorCode::out_of_range, log_table, "observation_weight", static_cast<std::int64_t>(i), "a number above 0", "0"});
  }
}

Design::Design(const TimeStudy& study, const TimeStudyOptions& options, const KnownWeights& known,
               std::vector<std::string> weight_names)
    : rows(study.rows), free(known.weights.size()), names(std::move(weight_names)), order(canonical_order(study)) {
  const std::size_t types = study.types.size(), all_names = names.size();
  all.assign(rows * all_names, 0.0);
  hours.resize(rows);
  y.resize(rows);
  weight.resize(rows);
  x.resize(rows * free);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t from = order[i];
    double* values = all.data() + i * all_names;
    std::copy_n(study.counts.data() + from * types, types, values);
    if (options.fixed_part == FixedPart::per_row) values[types] = 1;
    if (options.fixed_part == FixedPart::per_hour_present) values[types] = study.hours_present[from];
    hours[i] = study.hours[from] + at(study.overtime, from, 0) + at(study.undone, from, 0);
    weight[i] = at(study.observation_weight, from, 1);
    y[i] = hours[i];
    for (std::size_t w = 0; w < all_names; ++w) {
      if (known.fixed[w]) y[i] -= *known.fixed[w] * values[w];
    }
    for (std::size_t k = 0; k < free; ++k) x[i * free + k] = values[known.weights[k]];
  }

  worker_start.push_back(0);
  for (std::size_t i = 0; i < rows; ++i) {
    const bool last = i + 1 == rows || study.workers.empty() || study.workers[order[i]] != study.workers[order[i + 1]];
    if (!last) continue;
    worker_start.push_back(i + 1);
    if (!study.workers.empty()) workers.push_back(study.workers[order[i]]);
  }
  groups = std::min(worker_count(), most_groups);
  if (groups > 0) group = grouping(worker_count(), groups, options.control.seed);

  if (options.fixed_part != FixedPart::per_worker) return;
  level_hours.resize(worker_count());
  level_x.assign(worker_count() * free, 0.0);
  for (std::size_t k = 0; k < worker_count(); ++k) {
    double total = 0, sum = 0;
    double* mean = level_x.data() + k * free;
    for (std::size_t i = worker_start[k]; i < worker_start[k + 1]; ++i) {
      total += weight[i];
      sum += weight[i] * y[i];
      for (std::size_t j = 0; j < free; ++j) mean[j] += weight[i] * x[i * free + j];
    }
    level_hours[k] = sum / total;
    for (std::size_t j = 0; j < free; ++j) mean[j] /= total;
    for (std::size_t i = worker_start[k]; i < worker_start[k + 1]; ++i) {
      y[i] -= level_hours[k];
      for (std::size_t j = 0; j < free; ++j) x[i * free + j] -= mean[j];
    }
  }
}

void Design::add(std::size_t first, std::size_t last, Normal& sum) const {
  for (std::size_t i = first; i < last; ++i) {
    const double* values = x.data() + i * free;
    for (std::size_t j = 0; j < free; ++j) {
      if (values[j] == 0) continue;  // most counts are
      const double scale = weight[i] * values[j];
      double* target = sum.gram.row(j);
      for (std::size_t k = j; k < free; ++k) target[k] += scale * values[k];
      sum.moment[j] += scale * y[i];
    }
  }
}

std::vector<Normal> Design::by_group() const {
  std::vector<Normal> sums(groups, Normal(free));
  for (std::size_t k = 0; k < worker_count(); ++k) {
    add(worker_start[k], worker_start[k + 1], sums[static_cast<std::size_t>(group[k])]);
  }
  for (Normal& sum : sums) mirror(sum.gram);
  return sums;
}

void mirror(Square& a) {
  for (std::size_t i = 0; i < a.size; ++i) {
    for (std::size_t j = 0; j < i; ++j) a.row(i)[j] = a.row(j)[i];
  }
}

}  // namespace evenload::workload::time_study
