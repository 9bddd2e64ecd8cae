"""How many skills are enough for those who answer calls. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evenload import _core
from evenload.pool._unit_demand import known


@dataclass(frozen=True)
class AgentGroup:
    """People who answer the same types, best first.

    Attributes
    ----------
    skills : sequence of str
        Types, the own one first.
    handling_time : float or sequence of float
        Mean time of a call, by skill or of all.
    agents : int
        How many.
    """

    skills: Sequence[str]
    handling_time: float | Sequence[float]
    agents: int = 1


@dataclass(frozen=True)
class Interval:
    """A mean over replications with Student's interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class RoutingMeasure:
    """Shares of calls, and their wait.

    Attributes
    ----------
    blocked : Interval
        Share that finds no waiting space.
    waits, waits_longer : Interval
        Share of the others that waits at all, and longer than the target.
    mean_wait : Interval
        Of the others, in the unit of time of the rates.
    """

    blocked: Interval
    waits: Interval
    waits_longer: Interval
    mean_wait: Interval


@dataclass(frozen=True)
class RoutingResult:
    """The answer of `skill_routing`.

    Attributes
    ----------
    server : str
        What a server is here: one person at a telephone or counter, one call at a time.
    away : Interval
        Share of answered calls that are nobody's own type.
    """

    all: RoutingMeasure
    by_type: Mapping[str, RoutingMeasure]
    utilisation: Interval
    away: Interval
    handling_time: Interval
    replications: int
    stop: str
    server: str = "telephone or counter: one person, one call at a time"


def even_skills(types: int, per_type: int, skills: int) -> list[list[int]]:
    """Spread skills evenly: each type has `per_type` agents of its own, each with `skills` types.

    Parameters
    ----------
    types, per_type, skills : int
        Types of calls, agents of each, and types that each agent answers.

    Returns
    -------
    list of list of int
        By agent, the own type first; every pair of a first and a second type comes equally often
        where the numbers allow it.

    Examples
    --------
    >>> from evenload import pool
    >>> pool.even_skills(3, 2, 2)
    [[0, 1], [0, 2], [1, 2], [1, 0], [2, 0], [2, 1]]
    """
    return _core.even_skills(types, per_type, skills)


def skill_routing(
    arrival_rate: Mapping[str, float],
    agents: Iterable[AgentGroup],
    *,
    waiting_spaces: int | None = None,
    target_wait: float = 0.0,
    calls: int = 200000,
    warm_up: int = 20000,
    replications: int = 10,
    confidence: float = 0.95,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> RoutingResult:
    """Simulate calls of several types and the people who answer them.

    A call goes to the person who has been idle longest among those whose first skill it is, else
    whose second, and so on. Where handling takes as long whoever answers, two skills each do nearly
    as well as all; where it takes longer away from one's own type, they need not.

    Parameters
    ----------
    arrival_rate : mapping of str to float
        Calls per unit of time, by type.
    agents : iterable of AgentGroup
        Who answers what, and how long it takes them.
    waiting_spaces : int, optional
        Calls that can wait; by default there is no limit, and the load must be below the agents.
    target_wait : float
        Of `waits_longer`.
    calls, warm_up, replications : int
        Arrivals measured in each replication, arrivals before, and how many there are.
    confidence : float
        Of the intervals.
    seed : int
        Designs compared under one seed meet the same calls.
    threads : int
        0 for as many as the machine has; the answer does not depend on it.
    stop : StopToken, optional
        Stops the call from elsewhere.

    Returns
    -------
    RoutingResult

    Raises
    ------
    InvalidDataError
        Names table ``"routing"`` or ``"options"``, column and row.

    Examples
    --------
    >>> from evenload import pool
    >>> rates = dict.fromkeys("ABCDEF", 1.4)
    >>> def blocked(skills):
    ...     team = [
    ...         pool.AgentGroup(["ABCDEF"[type] for type in own], 10.0)
    ...         for own in pool.even_skills(6, 15, skills)
    ...     ]
    ...     return pool.skill_routing(
    ...         rates, team, waiting_spaces=30, calls=20000, warm_up=2000
    ...     ).all.blocked.mean
    >>> one, two, all_of_them = blocked(1), blocked(2), blocked(6)
    >>> two - all_of_them < 0.1 * (one - all_of_them)
    True
    """
    types = list(arrival_rate)
    place = {name: at for at, name in enumerate(types)}
    rows = []
    for row, group in enumerate(agents):
        skills = [known(place, skill, "routing", "skills", row) for skill in group.skills]
        time = group.handling_time
        times = [float(time)] * len(skills) if isinstance(time, (int, float)) else list(time)
        rows.append((group.agents, skills, times))
    found = _core.simulate_routing(
        [float(rate) for rate in arrival_rate.values()],
        rows,
        -1 if waiting_spaces is None else waiting_spaces,
        calls,
        warm_up,
        replications,
        confidence,
        target_wait,
        seed,
        threads,
        stop,
    )

    def measure(row: Sequence[Sequence[float]]) -> RoutingMeasure:
        return RoutingMeasure(*(Interval(*one) for one in row))

    return RoutingResult(
        measure(found["all"]),
        {name: measure(row) for name, row in zip(types, found["by_type"], strict=False)},
        Interval(*found["utilisation"]),
        Interval(*found["away"]),
        Interval(*found["handling_time"]),
        found["replications"],
        found["stop"],
    )
