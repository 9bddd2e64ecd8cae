/// \file
/// Two linear loads that feed each other, constant within a period. Private.
#pragma once

namespace evenload::pool::queueing {

/// (R1, R2).
struct TwoLoads {
  double needy = 0;
  double content = 0;
};

/// (25): x(t) = equilibrium + Φ(t) (x(0) - equilibrium), both eigenvalues real and below 0.
class ReturningFlow {
 public:
  ReturningFlow(double service_rate, double return_probability, double return_rate) noexcept;
  TwoLoads equilibrium(double arrival_rate) const noexcept;
  TwoLoads after(double time, TwoLoads from, double arrival_rate) const noexcept;
  /// Mean and largest R1 over [0, time].
  double mean_needy(double time, TwoLoads from, double arrival_rate) const noexcept;
  double peak_needy(double time, TwoLoads from, double arrival_rate) const noexcept;

 private:
  /// Shares of R1 - equilibrium that fall at the fast and at the slow rate.
  struct Modes {
    double fast = 0, slow = 0;
  };
  Modes needy_modes(TwoLoads off) const noexcept;

  double mu_, p_, delta_;
  double fast_, slow_;  ///< rates of fall, fast >= slow > 0
};

}  // namespace evenload::pool::queueing
