"""How large a pool must be for a stated risk. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evenload import _core
from evenload._errors import InvalidDataError
from evenload.pool._demand import DemandModel
from evenload.pool._inputs import (
    Floats,
    by_unit,
    by_week,
    choice,
    line,
    numbers,
    real,
    unit_names,
    whole,
)
from evenload.pool._rules import PoolRules, rules_beside

SCOPES = ("unit_week", "week", "horizon")


@dataclass(frozen=True, eq=False)
class Profile:
    """A kind of member: where such a one may work, how long, at what cost.

    Attributes
    ----------
    name : str
        Stands in the answers.
    efficiency : float, sequence or mapping
        Hours done in each unit by an hour of the member, 0 (not qualified) to 1; units that a
        mapping does not name are 0.
    hours : float
        Of a member in a week, when there.
    cost : float
        Of a member, in any money for any time.
    presence : float
        Share of weeks in which a member is there.
    absence_weeks : float, optional
        Mean length of an absence; weeks are independent where it is not given.
    most : int, optional
        Most members, up to 64; as many as could be of use where it is not given.
    """

    name: str = "pool"
    efficiency: Any = 1.0
    hours: float = 36.0
    cost: float = 1.0
    presence: float = 1.0
    absence_weeks: float | None = None
    most: int | None = None


@dataclass(frozen=True, eq=False)
class PoolRisk:
    """What is said of one pool.

    Attributes
    ----------
    members : dict
        Profile to number of members.
    cost : float
        Of all of them.
    worst, low, high : float
        Largest probability of a shortage beyond the threshold, measured by what is allowed, and its
        interval (for all constraints together); equal where exact.
    allowed : float
        The risk that is allowed there.
    unit : str or None
        Where it is worst; None where the scope is larger than a unit.
    week : int or None
        When; None for the whole horizon.
    meets, fails : bool
        Proven to meet every risk, or to miss one, at the confidence asked for.
    shortage, shortage_error : float
        Mean hours a week that nobody does, and its standard error.
    idle_share : float
        Share of the pool's hours for which there is no work.
    beyond_demand : bool
        In no week seen is there work for all its hours.
    probability : numpy.ndarray
        Of each constraint: units × weeks, weeks, or one.
    """

    members: dict[str, int]
    cost: float
    worst: float
    low: float
    high: float
    allowed: float
    unit: str | None
    week: int | None
    meets: bool
    fails: bool
    shortage: float
    shortage_error: float
    idle_share: float
    beyond_demand: bool
    probability: Floats

    def reason(self) -> str:
        """Say in a sentence how large the risk is, and where.

        Returns
        -------
        str
        """
        who = ", ".join(f"{n} {name}" for name, n in self.members.items())
        where = f" in {self.unit}" if self.unit is not None else ""
        when = f" in week {self.week}" if self.week is not None else ""
        span = f"{self.worst:.2%}"
        if self.low != self.high:
            span += f" ({self.low:.2%} to {self.high:.2%})"
        verdict = "meets" if self.meets else "misses" if self.fails else "may or may not meet"
        return (
            f"{who}: a risk of {span}{where}{when}, {verdict} {self.allowed:.2%}; "
            f"{self.shortage:.1f} hours a week undone"
        )


@dataclass(frozen=True, eq=False)
class PoolSize:
    """The cheapest pool for a stated risk, and why no smaller one will do.

    Attributes
    ----------
    verdict : {"exact", "proven", "sufficient", "not_settled", "infeasible"}
        ``"proven"``: the pool meets the risk and every cheaper one misses it, at the confidence
        asked for; ``"sufficient"``: it meets the risk, a cheaper one is not excluded;
        ``"infeasible"``: no pool within what is allowed meets it in the sample (then `pool` is the
        largest).
    members : dict
        Profile to number of members, of `pool`.
    pool : PoolRisk or None
        The cheapest; None where it was stopped before anything was known.
    safe : PoolRisk or None
        The cheapest that the sample itself proves; the same as `pool` unless not settled.
    smaller : list of PoolRisk
        The pool less one member of each kind that it has.
    cheaper : list of PoolRisk
        The largest of the pools that cost less: where all miss the risk, every cheaper pool does.
    cheaper_open : int
        How many of them are not proven to miss it.
    scenarios, looks, pools_tried : int
        In the last look (search and check have as many each), looks taken, pools simulated.
    stop : {"done", "cancelled"}
        Why it stopped.
    rules : PoolRules or None
        Rules of thumb for the busiest week; None where nothing was known.
    """

    verdict: str
    members: dict[str, int]
    pool: PoolRisk | None
    safe: PoolRisk | None
    smaller: list[PoolRisk]
    cheaper: list[PoolRisk]
    cheaper_open: int
    scenarios: int
    looks: int
    pools_tried: int
    stop: str
    rules: PoolRules | None

    def reasons(self) -> list[str]:
        """Give a sentence for the pool and for each of the next smaller ones.

        Returns
        -------
        list of str
        """
        return [one.reason() for one in ([self.pool] if self.pool else []) + self.smaller]


@dataclass(frozen=True)
class SizingProblem:
    """A sizing problem in the shape that the core takes; made by `problem_of`."""

    compiled: Any
    units: tuple[str, ...]
    profiles: tuple[str, ...]
    weeks: int
    scope: str
    demand: Any
    capacity: Floats
    least_risk: float
    hours: float

    def read(self, row: Any) -> PoolRisk | None:
        """Turn a row of the core into a risk."""
        members = row[0]
        if not members:
            return None
        probability = row[14]
        if self.scope == "unit_week":
            probability = probability.reshape(len(self.units), self.weeks)
        (cost, worst, low, high, allowed, unit, week, meets, fails, shortage, error, idle,
         beyond) = row[1:14]  # fmt: skip
        return PoolRisk(
            dict(zip(self.profiles, members, strict=True)), cost, worst, low, high, allowed,
            None if unit < 0 else self.units[unit], None if week < 0 else week, meets, fails,
            shortage, error, idle, beyond, probability,
        )  # fmt: skip

    def read_all(self, rows: Any) -> list[PoolRisk]:
        """Turn rows of the core into risks."""
        return [risk for row in rows if (risk := self.read(row)) is not None]


def demand_source(
    demand: Any, units: Sequence[str] | None, probability: Any, first_week: int,
    parameter_uncertainty: bool, weeks: int,
) -> tuple[Any, tuple[str, ...], int]:  # fmt: skip
    """Read a model or an array of scenarios: (source, units, weeks)."""
    if isinstance(demand, DemandModel):
        if probability is not None:
            raise InvalidDataError(
                "contradiction", table="arguments", column="probability",
                expected="no probabilities beside a model", found="probabilities",
            )  # fmt: skip
        names = tuple(demand.units or ())
        if units is not None and tuple(units) != names:
            raise InvalidDataError(
                "contradiction", table="arguments", column="units",
                expected="the units of the model: " + ", ".join(names),
                found=", ".join(str(u) for u in units),
            )  # fmt: skip
        source = _core.DemandSource(
            demand._compiled(), np.zeros(0), 0, [], whole(first_week, "first_week"),
            parameter_uncertainty,
        )  # fmt: skip
        return source, names, whole(weeks, "weeks")
    array = numbers(demand, "scenarios", "pool_problem")
    if array.ndim != 3 or array.shape[0] == 0:
        raise InvalidDataError(
            "length_mismatch", table="pool_problem", column="scenarios",
            expected="a DemandModel, or scenarios × units × weeks",
            found=" × ".join(str(n) for n in array.shape) + " numbers",
        )  # fmt: skip
    names = unit_names(units, array.shape[1])
    weight: list[float] = [] if probability is None else line(probability, "probability")
    source = _core.DemandSource(
        None, np.ascontiguousarray(array).ravel(), array.shape[0], weight, 0, False
    )
    return source, names, array.shape[2]


def problem_of(
    demand: Any,
    capacity: Any,
    profiles: Sequence[Profile] | Profile,
    *,
    risk: Any,
    threshold: Any,
    scope: str,
    weeks: int,
    units: Sequence[str] | None,
    probability: Any,
    first_week: int,
    parameter_uncertainty: bool,
) -> SizingProblem:
    """Bring the arguments of `size` and `risk` into the shape that the core takes."""
    source, names, weeks = demand_source(
        demand, units, probability, first_week, parameter_uncertainty, weeks
    )
    kinds = [profiles] if isinstance(profiles, Profile) else list(profiles)
    labels = tuple(kind.name for kind in kinds)
    for row, label in enumerate(labels):
        if label in labels[:row]:
            raise InvalidDataError(
                "duplicate_id", table="profiles", column="name", row=row,
                expected="each name once", found=label,
            )  # fmt: skip
    own = by_week(capacity, "capacity", names, weeks)
    allowed = by_unit(risk, "risk", names)
    spells = [kind.absence_weeks for kind in kinds]
    spells = [1 / kind.presence if s is None and 0 < kind.presence <= 1 else s
              for s, kind in zip(spells, kinds, strict=True)]  # fmt: skip
    most = [kind.most for kind in kinds]
    if any(m is None for m in most) and any(m is not None for m in most):
        most = [64 if m is None else m for m in most]
    compiled = _core.PoolProblem(
        source, len(names), weeks, line(own, "capacity"),
        line(by_unit(threshold, "threshold", names), "threshold"), line(allowed, "risk"),
        [e for kind in kinds for e in line(_efficiency(kind, names), "efficiency")],
        [real(kind.hours, "hours") for kind in kinds], [real(kind.cost, "cost") for kind in kinds],
        [real(kind.presence, "presence") for kind in kinds],
        [] if all(kind.absence_weeks is None for kind in kinds) else
        [real(s, "absence_weeks") for s in spells],
        [] if any(m is None for m in most) else [whole(m, "most") for m in most],
        choice(scope, "scope", SCOPES),
    )  # fmt: skip
    hours = float(kinds[0].hours) if kinds else 0.0
    return SizingProblem(
        compiled, names, labels, weeks, scope, demand, own, float(np.min(allowed)), hours
    )


def _efficiency(kind: Profile, units: tuple[str, ...]) -> Floats:
    given = kind.efficiency
    if isinstance(given, Mapping):
        unknown = [str(u) for u in given if str(u) not in units]
        if unknown:
            raise InvalidDataError(
                "unknown_id", table="profiles", column="efficiency",
                expected="the units " + ", ".join(units), found=", ".join(unknown),
            )  # fmt: skip
        given = [given.get(unit, 0.0) for unit in units]
    return by_unit(given, "efficiency", units)


def size(
    demand: DemandModel | Any,
    capacity: Any,
    profiles: Sequence[Profile] | Profile | None = None,
    *,
    risk: Any = 0.05,
    threshold: Any = 0.0,
    scope: str = "unit_week",
    weeks: int = 52,
    units: Sequence[str] | None = None,
    probability: Any = None,
    first_week: int = 0,
    parameter_uncertainty: bool = True,
    confidence: float = 0.95,
    scenarios: int = 1024,
    most_scenarios: int = 16384,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> PoolSize:
    """Find the cheapest pool with which a shortage is as rare as asked for.

    Each week's pool hours go where hours are missing, so that every unit gets as even a share of
    its need as qualifications allow. Search and proof use different scenarios; all pools are tried
    on the same ones (``docs/models/pool_size.md``, 13–22).

    Parameters
    ----------
    demand : DemandModel or array
        A model, or hours of given scenarios: scenarios × units × weeks.
    capacity : float, array or mapping
        The units' own hours a week: one number, one for each unit, or units × weeks.
    profiles : Profile or sequence of Profile, optional
        Kinds of members; one who may work everywhere, 36 hours, where not given.
    risk : float, sequence or mapping
        ε: probability of a shortage that is allowed, above 0 and below 1; for each unit in each
        week unless the scope says otherwise (then the least of the units' counts).
    threshold : float, sequence or mapping
        Hours a week that may be missing in a unit before it is a shortage.
    scope : {"unit_week", "week", "horizon"}
        Each unit in each week; all units at once in each week; all units in all weeks.
    weeks : int
        Horizon; that of the scenarios where they are given.
    units : sequence of str, optional
        Names of the units of given scenarios.
    probability : sequence, optional
        Of given scenarios: they are then the whole distribution, and the answer is exact. Without,
        they are a sample.
    first_week : int
        Week of the year of the first week, 0 to 51.
    parameter_uncertainty : bool
        Each scenario takes one of the model's draws.
    confidence : float
        Of all statements together.
    scenarios, most_scenarios : int
        In the first look and in the last; they double until the answer is proven.
    seed, threads : int
        Equal seeds give equal answers on any number of threads.
    stop : StopToken, optional
        Stops it from elsewhere.

    Returns
    -------
    PoolSize

    Raises
    ------
    InvalidDataError
        Names ``"pool_problem"``, ``"pool_options"``, ``"profiles"`` or ``"arguments"``, column and
        row; a risk of 0 or 1 is told what to do instead.

    Examples
    --------
    >>> from evenload import pool
    >>> demand = pool.DemandModel({"north": 9, "south": 7, "west": 8}, hours_per_case=10,
    ...                           own_variance=0.1)
    >>> answer = pool.size(demand, {"north": 100, "south": 80, "west": 90}, weeks=4,
    ...                    threshold=10, risk=0.1)
    >>> answer.members, answer.verdict
    ({'pool': 2}, 'proven')
    >>> print(answer.smaller[0].fails)
    True
    """
    problem = problem_of(
        demand, capacity, Profile() if profiles is None else profiles, risk=risk,
        threshold=threshold, scope=scope, weeks=weeks, units=units, probability=probability,
        first_week=first_week, parameter_uncertainty=parameter_uncertainty,
    )  # fmt: skip
    (verdict, best, safe, smaller, cheaper, cheaper_open, done, looks, tried, _, stopped) = (
        problem.compiled.size(
            real(confidence, "confidence"), whole(scenarios, "scenarios"),
            whole(most_scenarios, "most_scenarios"), seed, threads, stop,
        )
    )  # fmt: skip
    pool = problem.read(best)
    return PoolSize(
        verdict, {} if pool is None else pool.members, pool, problem.read(safe),
        problem.read_all(smaller), problem.read_all(cheaper), cheaper_open, done, looks, tried,
        stopped, rules_beside(problem, first_week) if looks else None,
    )  # fmt: skip


def risk(
    demand: DemandModel | Any,
    capacity: Any,
    members: Any,
    profiles: Sequence[Profile] | Profile | None = None,
    *,
    risk: Any = 0.05,
    threshold: Any = 0.0,
    scope: str = "unit_week",
    weeks: int = 52,
    units: Sequence[str] | None = None,
    probability: Any = None,
    first_week: int = 0,
    parameter_uncertainty: bool = True,
    confidence: float = 0.95,
    scenarios: int = 4096,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> list[PoolRisk]:
    """Tell the risk that given pools leave, all on the same scenarios.

    Parameters
    ----------
    demand, capacity, profiles, risk, threshold, scope, weeks, units, probability, first_week, \
    parameter_uncertainty, seed, threads, stop
        As in `size`.
    members : sequence
        Numbers of members, one pool each; with several profiles, pools × profiles.
    confidence : float
        Of each pool's interval, for all its constraints together.
    scenarios : int
        How many.

    Returns
    -------
    list of PoolRisk

    Raises
    ------
    InvalidDataError
        As `size`; table ``"pools"`` for members that are negative or more than 64.

    Examples
    --------
    >>> from evenload import pool
    >>> demand = pool.DemandModel({"north": 9, "south": 7}, hours_per_case=10, own_variance=0.1)
    >>> curve = pool.risk(demand, {"north": 100, "south": 80}, members=range(4), weeks=4)
    >>> [one.worst > another.worst for one, another in zip(curve, curve[1:])]
    [True, True, True]
    """
    problem = problem_of(
        demand, capacity, Profile() if profiles is None else profiles, risk=risk,
        threshold=threshold, scope=scope, weeks=weeks, units=units, probability=probability,
        first_week=first_week, parameter_uncertainty=parameter_uncertainty,
    )  # fmt: skip
    asked = numbers(list(members), "members")
    if asked.ndim == 1 and len(problem.profiles) == 1:
        asked = asked[:, None]
    if asked.ndim != 2 or asked.shape[1] != len(problem.profiles):
        raise InvalidDataError(
            "length_mismatch", table="pools", column="members",
            expected=f"pools × {len(problem.profiles)} profiles",
            found=" × ".join(str(n) for n in asked.shape) + " numbers",
        )  # fmt: skip
    flat = [whole(m, "members") for m in asked.ravel()]
    rows = problem.compiled.risk(
        flat, real(confidence, "confidence"), whole(scenarios, "scenarios"), seed, threads, stop
    )
    return problem.read_all(rows)


def deal_out(need: Any, profiles: Sequence[Profile] | Profile, members: Any) -> dict[str, float]:
    """Deal out a week's pool hours, as even as may be in shares of need.

    Parameters
    ----------
    need : sequence or mapping
        Hours that are missing in each unit.
    profiles : Profile or sequence of Profile
        Kinds of members.
    members : int or sequence of int
        How many of each are there.

    Returns
    -------
    dict
        Unit to hours that stay undone.

    Raises
    ------
    InvalidDataError
        Tables ``"pool_week"``, ``"profiles"`` or ``"arguments"``.

    Examples
    --------
    >>> from evenload import pool
    >>> pool.deal_out({"north": 20, "south": 60}, pool.Profile(hours=20), 2)
    {'north': 10.0, 'south': 30.0}
    """
    names = [str(u) for u in need] if isinstance(need, Mapping) else None
    units = unit_names(names, len(names) if names is not None else numbers(need, "need").size)
    kinds = [profiles] if isinstance(profiles, Profile) else list(profiles)
    there = [whole(m, "members") for m in numbers(members, "members").ravel()]
    if len(there) != len(kinds):
        raise InvalidDataError(
            "length_mismatch", table="arguments", column="members",
            expected=f"a number for each of {len(kinds)} profiles", found=str(len(there)),
        )  # fmt: skip
    undone = _core.deal_out(
        line(by_unit(need, "need", units), "need"),
        [e for kind in kinds for e in line(_efficiency(kind, units), "efficiency")],
        [real(kind.hours, "hours") * count for kind, count in zip(kinds, there, strict=True)],
    )
    return {unit: round(float(hours), 9) for unit, hours in zip(units, undone, strict=True)}
