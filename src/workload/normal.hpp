/// \file
/// The normal distribution and Student's, as the alarm needs them. Private.
#pragma once

namespace evenload::workload::normal {

double density(double x) noexcept;
/// P(X <= x); exact to the last digits in the lower tail, too.
double below(double x) noexcept;
/// The x with P(X <= x) = p, 0 < p < 1. Wichura (1988), Applied Statistics algorithm 241.
double quantile(double p) noexcept;
/// The standard normal value that is as far out as `t` is among Student's t with `freedom` > 0
/// degrees of freedom: quantile of P(T <= t), kept exact in both tails.
double from_student(double t, double freedom) noexcept;
/// Regularised incomplete beta function I_x(a, b), a, b > 0, to about 1e-14.
double incomplete_beta(double a, double b, double x) noexcept;

}  // namespace evenload::workload::normal
