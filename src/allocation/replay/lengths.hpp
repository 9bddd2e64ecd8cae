/// \file
/// How long cases take: kept, drawn from the log, or at the pace of their holder's load. Private.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "evenload/workload/phases.hpp"
#include "subject.hpp"

namespace evenload::allocation::replaying {

/// Days from the first to the last open day; without an end in sight.
inline constexpr double endless = std::numeric_limits<double>::infinity();

/// Length of each case of the log, counted in days from its first one, under the settings.
class Lengths {
 public:
  explicit Lengths(const Subject& subject);
  double kept(std::size_t index) const;
  /// \param age days that the case is open already when the replay begins: it is no shorter
  double drawn(std::size_t index, std::int64_t age, std::uint64_t seed,
               std::uint32_t replication) const;

 private:
  const Subject& subject_;
  std::map<std::string, std::int32_t> types_;
  /// By type: share of the cases that are open for more than so many days after their first.
  std::vector<std::vector<double>> survival_;
};

/// What a holder's ratio was as it happened, segment by segment: what the pace of a replay refers
/// to.
class Reference {
 public:
  explicit Reference(const Subject& subject);
  /// To be called while the log is run as it happened; 0: no ratio.
  void note(std::size_t week, std::size_t segment, std::size_t person, double ratio);
  /// To be called when all is noted.
  void finish();
  /// Ratio under which the case stood there; past its days as it happened the mean of them. 0:
  /// none.
  double ratio(std::size_t index, std::size_t week, std::size_t segment) const;

 private:
  double noted(std::size_t index, std::size_t week, std::size_t segment) const;
  std::size_t place(std::size_t week, std::size_t segment) const {
    return (week * subject_.segments_per_week() + segment) * subject_.people();
  }

  const Subject& subject_;
  std::vector<double> ratios_;  ///< week × segment × person
  std::vector<double> mean_;    ///< by case
};

/// Days of work done in one day: (ratio as it happened / ratio now)^elasticity, from 1/4 to 4.
/// 1 where either is not known.
double pace(double happened, double now, double elasticity);

}  // namespace evenload::allocation::replaying
