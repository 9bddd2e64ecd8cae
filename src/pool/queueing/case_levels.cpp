#include "src/pool/queueing/case_levels.hpp"

#include <Eigen/LU>
#include <cmath>

namespace evenload::pool::queueing {

namespace {

using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::VectorXd;

/// Local rates with the diagonal that makes all rates of a row sum to 0.
MatrixXd with_diagonal(const MatrixXd& local, const MatrixXd& up, const MatrixXd* down) {
  MatrixXd rates = local;
  rates.diagonal().setZero();
  VectorXd out = rates.rowwise().sum() + up.rowwise().sum();
  if (down != nullptr) out += down->rowwise().sum();
  rates.diagonal() = -out;
  return rates;
}

/// First-passage matrix G of one level down, by logarithmic reduction (Latouche & Ramaswami 1993).
MatrixXd first_passage(const MatrixXd& up, const MatrixXd& local, const MatrixXd& down) {
  const Eigen::Index size = up.rows();
  const MatrixXd identity = MatrixXd::Identity(size, size);
  Eigen::PartialPivLU<MatrixXd> base(-local);
  MatrixXd high = base.solve(up);
  MatrixXd low = base.solve(down);
  MatrixXd passage = low;
  MatrixXd reach = high;
  for (int step = 0; step < 60; ++step) {
    const MatrixXd both = high * low + low * high;
    Eigen::PartialPivLU<MatrixXd> solver(identity - both);
    high = solver.solve(high * high);
    low = solver.solve(low * low);
    const MatrixXd gain = reach * low;
    passage += gain;
    reach = reach * high;
    if (gain.cwiseAbs().maxCoeff() < 1e-16) break;
  }
  return passage;
}

}  // namespace

LevelLaw stationary_law(const CaseLevels& chain) {
  const std::size_t last = chain.levels.size() - 1;
  const MatrixXd& up = chain.levels[last].up;
  const Eigen::Index size = up.rows();
  const MatrixXd repeat_local = with_diagonal(chain.levels[last].local, up, &chain.repeat_down);
  const MatrixXd passage = first_passage(up, repeat_local, chain.repeat_down);
  // R = up (-(local + up G))^-1, (16).
  const MatrixXd ratio =
      (-(repeat_local + up * passage)).transpose().partialPivLu().solve(up.transpose()).transpose();

  // From the top down: what a level gives back to itself through the levels above it, (17).
  std::vector<MatrixXd> ratios(last);
  MatrixXd closed =
      with_diagonal(chain.levels[last].local, up, last > 0 ? &chain.levels[last].down : nullptr) +
      ratio * chain.repeat_down;
  for (std::size_t level = last; level-- > 0;) {
    const CaseLevel& here = chain.levels[level];
    ratios[level] = (-closed).transpose().partialPivLu().solve(here.up.transpose()).transpose();
    closed = with_diagonal(here.local, here.up, level > 0 ? &here.down : nullptr) +
             ratios[level] * chain.levels[level + 1].down;
  }

  LevelLaw law;
  law.levels.resize(last + 1);
  // Nobody there is one state, so its law is 1 before scaling.
  law.levels[0] = RowVectorXd::Ones(1);
  double total = 1;
  for (std::size_t level = 0; level < last; ++level) {
    law.levels[level + 1] = law.levels[level] * ratios[level];
    total += law.levels[level + 1].sum();
    if (total > 1e200) {
      for (std::size_t k = 0; k <= level + 1; ++k) law.levels[k] /= total;
      total = 1;
    }
  }
  const MatrixXd rest = MatrixXd::Identity(size, size) - ratio;
  const Eigen::PartialPivLU<MatrixXd> solver(rest.transpose());
  law.above = solver.solve((law.levels[last] * ratio).transpose()).transpose();
  const RowVectorXd weighted = solver.solve(law.above.transpose()).transpose();
  total += law.above.sum();
  for (RowVectorXd& level : law.levels) level /= total;
  law.above /= total;
  law.mean_above = weighted.sum() / total;
  return law;
}

}  // namespace evenload::pool::queueing
