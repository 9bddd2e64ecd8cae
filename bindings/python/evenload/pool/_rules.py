"""Rules of thumb for the size of a pool. Offered by `evenload.pool`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from evenload import _core
from evenload.pool._demand import DemandModel
from evenload.pool._inputs import line, numbers, real

if TYPE_CHECKING:
    from evenload.pool._size import SizingProblem


@dataclass(frozen=True, slots=True)
class RuleStaff:
    """What a rule says: members in all, and those that the pool has to bring; not rounded.

    Attributes
    ----------
    staff : float
        Own staff and pool.
    pool : float
        Beyond the own staff.
    """

    staff: float
    pool: float


@dataclass(frozen=True, slots=True)
class PoolRules:
    """Rules of thumb beside a simulated size.

    Attributes
    ----------
    z : float
        Normal quantile of the risk.
    offered : float
        R: mean hours over a member's hours.
    pooled_deviation, split_deviation : float
        Of the sum, and the sum of the units' own, hours.
    safety_ratio : float
        Safety of the pooled over that of the split; 1 where all units move as one.
    pooled, split : RuleStaff
        Mean and z times the deviation.
    square_root : RuleStaff
        R + z √R.
    power : RuleStaff
        R + β R^c.
    critical_ratio : float
        1 - cost of capacity / cost of shortage, at least 0.
    newsvendor : RuleStaff
        The quantile of the critical ratio, of the rates alone.
    rates_govern : bool
        The rates move by more than √R: the newsvendor side governs, and square roots mislead.
    """

    z: float
    offered: float
    pooled_deviation: float
    split_deviation: float
    safety_ratio: float
    pooled: RuleStaff
    split: RuleStaff
    square_root: RuleStaff
    power: RuleStaff
    critical_ratio: float
    newsvendor: RuleStaff
    rates_govern: bool


def rules(
    mean: Any,
    deviation: Any,
    *,
    member_hours: float,
    correlation: Any = 0.0,
    rate_deviation: float = 0.0,
    own_hours: float = 0.0,
    risk: float = 0.05,
    factor: float = 1.0,
    exponent: float = 0.5,
    capacity_cost: float = 1.0,
    shortage_cost: float = 3.0,
) -> PoolRules:
    """Size staff by square roots, by correlation, and by newsvendor.

    Closed forms for normal demand (``docs/models/pool_size.md``, 23–27). K equal units at
    correlation r need a pooled safety of z s √(K (1 + (K - 1) r)), split z s K.

    Parameters
    ----------
    mean, deviation : sequence of float
        Of each unit's hours a week.
    member_hours : float
        Hours of a member a week.
    correlation : float or array
        Between units: one for all pairs, or units × units.
    rate_deviation : float
        Deviation of the sum that comes from the rates, hours.
    own_hours : float
        Of the units' own staff.
    risk : float
        Above 0 and below 1.
    factor, exponent : float
        β and c of R + β R^c.
    capacity_cost, shortage_cost : float
        Of an hour.

    Returns
    -------
    PoolRules

    Raises
    ------
    InvalidDataError
        Table ``"pool_rules"``.

    Examples
    --------
    >>> from evenload import pool
    >>> three = pool.rules([100] * 3, [20] * 3, member_hours=36, correlation=0.5)
    >>> round(three.safety_ratio, 2)
    0.82
    """
    row = _core.pool_rules(
        line(mean, "mean"), line(deviation, "deviation"), line(correlation, "correlation"),
        real(rate_deviation, "rate_deviation"),
        real(member_hours, "member_hours"), real(own_hours, "own_hours"), real(risk, "risk"),
        real(factor, "factor"), real(exponent, "exponent"), real(capacity_cost, "capacity_cost"),
        real(shortage_cost, "shortage_cost"),
    )  # fmt: skip
    (z, offered, pooled_deviation, split_deviation, ratio, pooled, split, root, power, critical,
     newsvendor, govern) = row  # fmt: skip
    return PoolRules(
        z, offered, pooled_deviation, split_deviation, ratio, RuleStaff(*pooled),
        RuleStaff(*split), RuleStaff(*root), RuleStaff(*power), critical, RuleStaff(*newsvendor),
        govern,
    )  # fmt: skip


def rules_beside(problem: SizingProblem, first_week: int) -> PoolRules:
    """Apply the rules to the week with most demand beyond the units' own hours."""
    demand = problem.demand
    if isinstance(demand, DemandModel):
        moments = demand.moments(problem.weeks, first_week=first_week)
        mean, deviation = moments.mean, moments.deviation
        correlation: Any = moments.correlation
    else:
        array = numbers(demand, "scenarios")
        mean, deviation = array.mean(axis=0), array.std(axis=0)
        correlation = None
    week = int(np.argmax(mean.sum(axis=0) - problem.capacity.sum(axis=0)))
    if correlation is None:
        correlation = _sample_correlation(numbers(demand, "scenarios")[:, :, week])
        # What is given does not tell rates from chance: all of it is taken for rates.
        own = deviation[:, week]
        rate = float(np.sqrt(max(0.0, own @ correlation @ own)))
    else:
        shared = float(demand.common_variance)
        expected = mean[:, week]
        together = shared * (expected.sum() ** 2 - (expected**2).sum())
        rate = float(np.sqrt((moments.rate_deviation[:, week] ** 2).sum() + together))
    return rules(
        mean[:, week], deviation[:, week], member_hours=problem.hours, correlation=correlation,
        rate_deviation=rate, own_hours=float(problem.capacity[:, week].sum()),
        risk=problem.least_risk,
    )  # fmt: skip


def _sample_correlation(hours: Any) -> Any:
    centred = hours - hours.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    safe = np.where(spread > 0, spread, 1.0)
    together = (centred.T @ centred) / len(hours) / np.outer(safe, safe)
    np.fill_diagonal(together, 1.0)
    return np.clip(together, -1.0, 1.0)
