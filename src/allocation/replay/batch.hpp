/// \file
/// Places the cases of one batch with the real allocator. Private.
#pragma once

#include <cstdint>
#include <vector>

#include "evenload/core/control.hpp"
#include "subject.hpp"

namespace evenload::allocation::replaying {

struct BatchAnswer {
  std::vector<std::int32_t> holder;  ///< by case of the batch; nobody where there was no room
  std::int64_t work = 0;
  StopReason stop = StopReason::done;  ///< time or cancelled; then `holder` is not to be used
};

/// The policy as far as a log can be subject to it: one role with the whole weight, and neither
/// weight table nor capacity rule.
AllocationPolicy for_log(AllocationPolicy policy);

class Batches {
 public:
  /// \param policy as for_log gives it
  Batches(const Subject& subject, const AllocationPolicy& policy, const SolveOptions& options);
  /// \param loads of the people without the cases that are to be placed
  BatchAnswer place(std::size_t week, Date day, const std::vector<std::size_t>& cases,
                    const std::vector<Rational>& loads, double time_limit);

 private:
  const Subject& subject_;
  AllocationPolicy policy_;
  SolveOptions options_;
  Rational no_limit_;
};

}  // namespace evenload::allocation::replaying
