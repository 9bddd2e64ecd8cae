"""What a pool is worth as a project. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._errors import InvalidDataError
from evenload.pool._demand import DemandModel
from evenload.pool._inputs import Floats, by_unit, by_week, choice, line, real, whole
from evenload.pool._size import demand_source

ARMS = ("nothing", "pool", "fixed_posts", "agency")
MEASURES = ("shortage", "money", "burden", "alarm_weeks")
FRICTIONS = ("travel", "efficiency", "handover")


@dataclass(frozen=True, slots=True)
class WorthEstimate:
    """A mean over replications with its interval.

    Attributes
    ----------
    mean, low, high : float
        The mean, and the ends of its interval.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WorthComparison:
    """The pool against one alternative, replication by replication.

    Attributes
    ----------
    against : {"nothing", "fixed_posts", "agency"}
        The alternative.
    measure : {"shortage", "money", "burden", "alarm_weeks"}
        What is compared; less is better.
    difference : WorthEstimate
        Pool minus alternative.
    verdict : {"helps", "hurts", "equal", "undecided"}
        What the interval says; ``"equal"`` where it lies within the margin asked for.
    """

    against: str
    measure: str
    difference: WorthEstimate
    verdict: str


@dataclass(frozen=True, eq=False)
class PoolWorth:
    """What a pool is worth as a project.

    Attributes
    ----------
    measures : dict
        Arm to measure to `WorthEstimate`: sums over the project. Arms are ``"nothing"``,
        ``"pool"``, ``"fixed_posts"`` and ``"agency"``; ``"shortage"`` is hours left undone at the
        end of a week, summed over weeks (work that waits counts every week), ``"money"`` pay of
        posts and agency, ``"burden"`` money and the price of the shortage, ``"alarm_weeks"`` weeks
        × units over the alarm.
    comparisons : list of WorthComparison
        Against each alternative, by each measure.
    final_backlog : dict
        Arm to mean hours that wait at the end.
    weekly, weekly_low, weekly_high : dict
        Arm to hours undone in each week: mean, 5 % and 95 % quantile over replications.
    handovers : float
        Mean number of times that a member of the pool leaves a unit.
    posts : dict
        Unit to fixed posts.
    replications, looks : int
        How many it took.
    stop : {"done", "cancelled"}
        Why it stopped.
    """

    measures: dict[str, dict[str, WorthEstimate]]
    comparisons: list[WorthComparison]
    final_backlog: dict[str, float]
    weekly: dict[str, Floats]
    weekly_low: dict[str, Floats]
    weekly_high: dict[str, Floats]
    handovers: float
    posts: dict[str, int]
    replications: int
    looks: int
    stop: str

    def against(self, alternative: str, measure: str = "shortage") -> WorthComparison:
        """Give one comparison.

        Parameters
        ----------
        alternative : {"nothing", "fixed_posts", "agency"}
            Against what.
        measure : {"shortage", "money", "burden", "alarm_weeks"}
            By what.

        Returns
        -------
        WorthComparison
        """
        choice(measure, "measure", MEASURES)
        for one in self.comparisons:
            if (one.against, one.measure) == (alternative, measure):
                return one
        raise InvalidDataError(
            "out_of_range", table="arguments", column="alternative",
            expected="one of nothing, fixed_posts, agency, and replications that were run",
            found=str(alternative),
        )  # fmt: skip

    @property
    def verdict(self) -> str:
        """Whether the pool helps against fixed posts, by the shortage."""
        return self.against("fixed_posts").verdict


def _problem(
    demand: Any, capacity: Any, units: Sequence[str] | None, weeks: int, first_week: int,
    parameter_uncertainty: bool, given: dict[str, Any],
) -> tuple[Any, tuple[str, ...], int]:  # fmt: skip
    source, names, weeks = demand_source(
        demand, units, None, first_week, parameter_uncertainty, weeks
    )
    own = by_week(capacity, "capacity", names, weeks)

    def wholes(name: str) -> list[int]:
        value = given.pop(name)
        return [] if value is None else [whole(v, name) for v in by_unit(value, name, names)]

    backlog = given.pop("initial_backlog")
    waiting: list[float] = (
        [] if backlog is None
        else line(by_unit(backlog, "initial_backlog", names), "initial_backlog")
    )  # fmt: skip
    from_units = wholes("from_units")
    posts = wholes("fixed_posts")
    ramp_up = line(given.pop("ramp_up"), "ramp_up")
    whole_names = ("outside", "start", "end", "last_intake", "lead_weeks")
    pairs = [
        (n, float(whole(0 if v is None else v, n)) if n in whole_names
         else real(0 if v is None else v, n))
        for n, v in given.items()
    ]  # fmt: skip
    compiled = _core.WorthProblem(
        source, len(names), weeks, line(own, "capacity"), waiting, from_units, posts, ramp_up, pairs
    )
    return compiled, names, weeks


def worth(
    demand: DemandModel | Any,
    capacity: Any,
    *,
    outside: int = 0,
    from_units: Any = None,
    member_hours: float = 36.0,
    presence: float = 1.0,
    absence_weeks: float | None = None,
    start: int = 0,
    end: int | None = None,
    last_intake: int | None = None,
    hand_back_share: float = 0.5,
    lead_weeks: int = 0,
    ramp_up: Sequence[float] = (),
    efficiency: float = 1.0,
    travel_hours: float = 0.0,
    handover_hours: float = 0.0,
    fixed_posts: Any = None,
    agency_hours: float | None = None,
    agency_factor: float = 2.75,
    agency_efficiency: float = 1.0,
    agency_trigger: float = 0.0,
    hour_cost: float = 1.0,
    shortage_cost: float = 0.0,
    alarm: float = 1.1,
    initial_backlog: Any = None,
    weeks: int = 104,
    units: Sequence[str] | None = None,
    first_week: int = 0,
    parameter_uncertainty: bool = True,
    confidence: float = 0.95,
    equal_margin: float = 0.01,
    replications: int = 256,
    most_replications: int = 4096,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> PoolWorth:
    """Simulate a pool as a project, beside fixed posts, agency staff and nothing.

    All arms meet the same demand and the same absences. What is not done waits. Each member of the
    pool works in one unit a week: where most is left to do, unless moving loses more in the
    hand-over than it gains (``docs/models/pool_size.md``, 28–36).

    Parameters
    ----------
    demand : DemandModel or array
        A model, or hours of given replications: replications × units × weeks.
    capacity : float, array or mapping
        The units' own hours a week, those of members from the units included.
    outside : int
        Members recruited from outside; up to 64 members in all.
    from_units : sequence or mapping, optional
        Members that each unit gives; it loses their hours while the pool lasts.
    member_hours : float
        Of a member in a week.
    presence : float
        Share of weeks in which a member is there.
    absence_weeks : float, optional
        Mean length of an absence; weeks are independent where it is not given.
    start, end : int
        First week of the pool, and the week before which it ends (the last by default).
    last_intake : int, optional
        Last week with new work; after it members stay where they are.
    hand_back_share : float
        Share of their hours that does work after that.
    lead_weeks : int
        Until those from outside begin; holds for fixed posts, too.
    ramp_up : sequence of float
        Share of full work in each week since they began; then 1.
    efficiency : float
        Of work away from home, 0 to 1. Who comes from outside has no home.
    travel_hours : float
        In a week that is worked away from home.
    handover_hours : float
        Extra work in the unit that a member leaves.
    fixed_posts : sequence or mapping, optional
        Posts in each unit, `outside` in all; by mean need where not given.
    agency_hours : float, optional
        Most hours a week; those of `outside` members where not given.
    agency_factor, agency_efficiency, agency_trigger : float
        Price of an hour over `hour_cost`, work done in it, and the hours undone in a unit from
        which agency staff is called.
    hour_cost, shortage_cost : float
        Of an hour of staff, and of an hour undone for a week.
    alarm : float
        Ratio of work to capacity above which a week counts.
    initial_backlog : float, sequence or mapping, optional
        Hours that wait at the start.
    weeks : int
        Length; that of the replications where they are given.
    units : sequence of str, optional
        Names of the units of given replications.
    first_week : int
        Week of the year of the first week, 0 to 51.
    parameter_uncertainty : bool
        Each replication takes one of the model's draws.
    confidence : float
        Of each interval, over all looks.
    equal_margin : float
        Share of the alternative's mean within which a difference is none.
    replications, most_replications : int
        In the first look and in the last; they double until every verdict on the shortage is in.
    seed, threads : int
        Equal seeds give equal answers on any number of threads.
    stop : StopToken, optional
        Stops it from elsewhere.

    Returns
    -------
    PoolWorth

    Raises
    ------
    InvalidDataError
        Names ``"worth_problem"``, ``"worth_options"`` or ``"arguments"``, column and row.

    Examples
    --------
    >>> from evenload import pool
    >>> demand = pool.DemandModel({"north": 12, "south": 12, "west": 12}, hours_per_case=8,
    ...                           own_variance=0.25)
    >>> answer = pool.worth(demand, 82, outside=2, member_hours=30, weeks=52)
    >>> answer.verdict, sum(answer.posts.values())
    ('helps', 2)
    """
    given = {
        "outside": outside, "from_units": from_units, "member_hours": member_hours,
        "presence": presence, "absence_weeks": absence_weeks, "start": start, "end": end,
        "last_intake": last_intake, "hand_back_share": hand_back_share, "lead_weeks": lead_weeks,
        "ramp_up": ramp_up, "efficiency": efficiency, "travel_hours": travel_hours,
        "handover_hours": handover_hours, "fixed_posts": fixed_posts,
        "agency_hours": agency_hours, "agency_factor": agency_factor,
        "agency_efficiency": agency_efficiency, "agency_trigger": agency_trigger,
        "hour_cost": hour_cost, "shortage_cost": shortage_cost, "alarm": alarm,
        "initial_backlog": initial_backlog,
    }  # fmt: skip
    problem, names, length = _problem(
        demand, capacity, units, weeks, first_week, parameter_uncertainty, given
    )
    (measures, comparisons, backlog, weekly, low, high, handovers, posts, done, looks, stopped) = (
        problem.worth(
            real(confidence, "confidence"), real(equal_margin, "equal_margin"),
            whole(replications, "replications"), whole(most_replications, "most_replications"),
            seed, threads, stop,
        )
    )  # fmt: skip
    by_arm: dict[str, dict[str, WorthEstimate]] = {}
    if len(measures):
        table = measures.reshape(len(ARMS), len(MEASURES), 3).tolist()
        by_arm = {
            arm: {m: WorthEstimate(*table[a][k]) for k, m in enumerate(MEASURES)}
            for a, arm in enumerate(ARMS)
        }

    def lines(flat: Floats) -> dict[str, Floats]:
        if not len(flat):
            return {}
        return dict(zip(ARMS, flat.reshape(len(ARMS), length), strict=True))

    return PoolWorth(
        by_arm,
        [WorthComparison(a, m, WorthEstimate(x, y, z), v) for a, m, x, y, z, v in comparisons],
        dict(zip(ARMS, backlog.tolist(), strict=True)) if len(backlog) else {},
        lines(weekly), lines(low), lines(high), handovers,
        dict(zip(names, posts, strict=True)) if posts else {}, done, looks, stopped,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where a friction eats up what a pool is worth.

    Attributes
    ----------
    kind : {"found", "always", "never"}
        ``"always"``: the pool is better however great the friction; ``"never"``: it is no better
        even without.
    value : float
        Where pool and alternative are equal; NaN unless found.
    helps_until, hurts_from : float
        Where the ends of the paired interval pass 0: gentler than the first the pool helps, harder
        than the other it hurts. NaN where that does not happen in the range.
    gentle_difference, hard_difference : float
        Pool minus alternative without the friction, and with most of it.
    replications : int
        How many were compared.
    """

    kind: str
    value: float
    helps_until: float
    hurts_from: float
    gentle_difference: float
    hard_difference: float
    replications: int


def break_even(
    friction: str,
    demand: DemandModel | Any,
    capacity: Any,
    *,
    against: str = "fixed_posts",
    measure: str = "shortage",
    weeks: int = 104,
    units: Sequence[str] | None = None,
    first_week: int = 0,
    parameter_uncertainty: bool = True,
    confidence: float = 0.95,
    replications: int = 1024,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
    **project: Any,
) -> BreakEven:
    """Find the friction at which a pool is worth as much as an alternative.

    Parameters
    ----------
    friction : {"travel", "efficiency", "handover"}
        Hours of travel a week away from home, efficiency away from home, or extra hours at a
        hand-over; the others stay as the project has them.
    demand, capacity, weeks, units, first_week, parameter_uncertainty, seed, threads, stop
        As in `worth`.
    against : {"fixed_posts", "agency", "nothing"}
        The alternative.
    measure : {"shortage", "money", "burden", "alarm_weeks"}
        By what they are compared.
    confidence : float
        Of the paired interval at each friction.
    replications : int
        How many are compared; all where they are given.
    **project
        The other arguments of `worth`, such as ``outside=3``.

    Returns
    -------
    BreakEven

    Raises
    ------
    InvalidDataError
        As `worth`.

    Examples
    --------
    >>> from evenload import pool
    >>> demand = pool.DemandModel({"north": 12, "south": 12, "west": 12}, hours_per_case=8,
    ...                           own_variance=0.25)
    >>> even = pool.break_even("efficiency", demand, 82, outside=3, member_hours=30, weeks=52)
    >>> even.kind, 0.4 < even.value < 1
    ('found', True)
    """
    defaults: dict[str, Any] = {
        "outside": 0, "from_units": None, "member_hours": 36.0, "presence": 1.0,
        "absence_weeks": None, "start": 0, "end": None, "last_intake": None,
        "hand_back_share": 0.5, "lead_weeks": 0, "ramp_up": (), "efficiency": 1.0,
        "travel_hours": 0.0, "handover_hours": 0.0, "fixed_posts": None, "agency_hours": None,
        "agency_factor": 2.75, "agency_efficiency": 1.0, "agency_trigger": 0.0, "hour_cost": 1.0,
        "shortage_cost": 0.0, "alarm": 1.1, "initial_backlog": None,
    }  # fmt: skip
    for name in project:
        choice(name, "project", tuple(defaults))
    problem, _, _ = _problem(
        demand, capacity, units, weeks, first_week, parameter_uncertainty, {**defaults, **project}
    )
    return BreakEven(
        *problem.break_even(
            choice(friction, "friction", FRICTIONS), choice(against, "against", ARMS),
            choice(measure, "measure", MEASURES), real(confidence, "confidence"),
            whole(replications, "replications"), seed, threads, stop,
        )
    )  # fmt: skip
