/// \file
/// A study made ready to be fitted: checked, in an order of its own, as Gram matrices of groups. Private.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "constraints.hpp"
#include "dense.hpp"
#include "evenload/workload/time_study.hpp"

namespace evenload::workload::time_study {

/// Sum of squares of some rows: w' G w - 2 g' w + ...
struct Normal {
  Normal() = default;
  explicit Normal(std::size_t p) : gram(p), moment(p, 0.0) {}
  Square gram;
  std::vector<double> moment;
};

/// The names of all weights, the fixed part last. \throws InvalidDataError as fit_time_study.
std::vector<std::string> weight_names(const TimeStudy& study, FixedPart part);
/// \throws InvalidDataError as fit_time_study.
void check(const TimeStudy& study, const TimeStudyOptions& options);

/// Rows in an order that depends on what they say, not on where they stood.
struct Design {
  Design(const TimeStudy& study, const TimeStudyOptions& options, const KnownWeights& known,
         std::vector<std::string> names);

  std::size_t rows = 0;
  std::size_t free = 0;                ///< weights to be fitted
  std::vector<std::string> names;
  std::vector<std::size_t> order;      ///< row of the study
  std::vector<double> all;             ///< rows × names: counts and fixed part, by rows
  std::vector<double> x;               ///< rows × free, swept by worker where asked for
  std::vector<double> hours;           ///< to be explained: logged, overtime and undone
  std::vector<double> y;               ///< the same without fixed weights, swept as x
  std::vector<double> weight;
  std::vector<double> level_hours;     ///< per_worker: mean hours of the row's worker; else empty
  std::vector<double> level_x;         ///< per_worker: workers × free, mean counts
  std::vector<std::size_t> worker_start;  ///< rows of worker k: [k], [k + 1]
  std::vector<std::string> workers;    ///< empty where rows are independent
  std::vector<std::int32_t> group;     ///< of each worker
  std::size_t groups = 0;

  std::size_t worker_count() const { return worker_start.size() - 1; }
  std::span<const double> row(std::size_t i) const { return {x.data() + i * free, free}; }
  /// Adds rows first..last to a sum.
  void add(std::size_t first, std::size_t last, Normal& sum) const;
  /// One sum for each group, of symmetric matrices in full.
  std::vector<Normal> by_group() const;
};

/// Copies the upper triangle below.
void mirror(Square& a);

}  // namespace evenload::workload::time_study
