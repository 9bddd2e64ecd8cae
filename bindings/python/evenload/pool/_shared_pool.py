"""A pool that municipalities share. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload.pool._cost_shares import CostShares, members, shares_from
from evenload.pool._unit_demand import NormalDemand, ScenarioMean, demand_row, known, units_of

#: Names of border modes, as the compiled part numbers them.
BORDERS = ("staff_data_only", "by_agreement", "same_committee")
#: Why somebody may take a case type of a municipality.
ALLOWED = ("at_home", "same_committee", "by_agreement")


@dataclass(frozen=True)
class PoolMember:
    """Somebody whose hours the pool may use.

    Attributes
    ----------
    id, home : str
        Who, and the municipality that employs them.
    hours, cost : float
        A week.
    case_types : sequence of str, optional
        What they are qualified for; by default everything.
    away_efficiency : float
        Demand served by an hour in another municipality, 0.01 to 1.
    """

    id: str
    home: str
    hours: float
    cost: float = 0.0
    case_types: Sequence[str] | None = None
    away_efficiency: float = 1.0


#: Demand by (municipality, case type): scenarios, or a law.
PoolDemand = Mapping[tuple[str, str], npt.ArrayLike] | NormalDemand


@dataclass(frozen=True)
class SharedPool:
    """The answer of `shared_pool`.

    Attributes
    ----------
    cost, cost_error, shortage_hours : mapping of tuples of str to float
        By coalition, money and hours a week, expected.
    shares : CostShares
        Shares of the cost of all together.
    share_error : mapping of str to float
        Standard errors of the Shapley shares; 0 where the scenarios were given.
    saving : ScenarioMean
        What all save together over each alone.
    eligibility : mapping of (str, str, str) to str
        By (member, municipality, case type): ``"at_home"``, ``"same_committee"``,
        ``"by_agreement"``, or why not: ``"not_qualified"``, ``"no_case_sharing"``,
        ``"not_in_agreement"``.
    hours_between : mapping of (str, str) to float
        By (home, served): hours a week in one best plan.
    """

    municipalities: tuple[str, ...]
    cost: Mapping[tuple[str, ...], float]
    cost_error: Mapping[tuple[str, ...], float]
    shortage_hours: Mapping[tuple[str, ...], float]
    shares: CostShares
    share_error: Mapping[str, float]
    saving: ScenarioMean
    eligibility: Mapping[tuple[str, str, str], str]
    hours_between: Mapping[tuple[str, str], float]
    scenarios: int
    exact: bool

    def may_work(self, member: str) -> dict[str, list[str]]:
        """Return the case types that a member may take, by municipality."""
        found: dict[str, list[str]] = {}
        for (one, place, case_type), reason in self.eligibility.items():
            if one == member and reason in ALLOWED:
                found.setdefault(place, []).append(case_type)
        return found


def _border_numbers(
    border: str | Mapping[tuple[str, str], str], places: Mapping[str, int]
) -> list[int]:
    modes = {name: number for number, name in enumerate(BORDERS)}
    if isinstance(border, str):
        return [known(modes, border, "shared_pool", "border", None)] * len(places) ** 2
    numbers = [0] * len(places) ** 2
    for row, ((home, served), mode) in enumerate(border.items()):
        at = known(places, home, "shared_pool", "border", row) * len(places)
        at += known(places, served, "shared_pool", "border", row)
        numbers[at] = known(modes, mode, "shared_pool", "border", row)
    return numbers


def shared_pool(
    staff: Iterable[PoolMember],
    demand: PoolDemand,
    *,
    border: str | Mapping[tuple[str, str], str] = "staff_data_only",
    agreed_types: Iterable[str] = (),
    shortage_cost: float,
    joint_cost: float = 0.0,
    joining_cost: float = 0.0,
    probability: npt.ArrayLike | None = None,
    scenarios: int = 2000,
    tolerance: float = 1e-9,
    seed: int = 0,
    threads: int = 0,
    stop: _core.StopToken | None = None,
) -> SharedPool:
    """Tell what a pool across municipalities costs every coalition, and what each should pay.

    Parameters
    ----------
    staff : iterable of PoolMember
        Those whose hours may be shared.
    demand : mapping of (str, str) to array, or NormalDemand
        Hours a week by (municipality, case type); a pair that is left out has none. Scenarios are
        common to all: row k of each array is the same week.
    border : str or mapping of (str, str) to str
        ``"staff_data_only"`` (plans are shared, cases are not), ``"by_agreement"`` (named case
        types) or ``"same_committee"``, between all or by (home, served); pairs that are left out
        share staff data only.
    agreed_types : iterable of str
        Case types that the agreement names.
    shortage_cost : float
        Money for an hour of demand that is not served.
    joint_cost, joining_cost : float
        Money a week as soon as two work together, and for each of them.
    probability : array of float, optional
        Of the scenarios; by default all alike.
    scenarios : int
        Drawn ones, where a law is given.
    tolerance : float
        As in `cost_shares`.
    seed, threads : int
        Equal seeds give equal answers on any number of threads.
    stop : StopToken, optional
        Stops the call from elsewhere; what is cancelled raises `InvalidDataError`.

    Returns
    -------
    SharedPool

    Raises
    ------
    InvalidDataError
        Names table ``"shared_pool"`` or ``"demand"``, column and row: a member without a
        qualification, a municipality without demand, unknown names, more than 12 municipalities.

    Examples
    --------
    >>> from evenload import pool
    >>> answer = pool.shared_pool(
    ...     [pool.PoolMember("Kim", "Skara", 40), pool.PoolMember("Lo", "Götene", 40)],
    ...     {("Skara", "inquiry"): [50, 30], ("Götene", "inquiry"): [20, 60]},
    ...     border="by_agreement",
    ...     agreed_types=["inquiry"],
    ...     shortage_cost=10,
    ... )
    >>> answer.saving.mean, dict(answer.shares.shapley)
    (100.0, {'Skara': 0.0, 'Götene': 50.0})
    >>> answer.may_work("Kim")
    {'Skara': ['inquiry'], 'Götene': ['inquiry']}
    """
    listed = list(staff)
    named = units_of(demand)
    towns = tuple(dict.fromkeys([place for place, _ in named] + [one.home for one in listed]))
    types = tuple(dict.fromkeys(case_type for _, case_type in named))
    place = {name: at for at, name in enumerate(towns)}
    kind = {name: at for at, name in enumerate(types)}
    for row, one in enumerate(listed):
        if any(one.id == other.id for other in listed[:row]):
            raise InvalidDataError(
                "duplicate_id", table="shared_pool", column="id", row=row,
                expected="each member once", found=one.id + " again",
            )  # fmt: skip
    qualified = []
    for row, one in enumerate(listed):
        able = {
            known(kind, name, "shared_pool", "case_types", row)
            for name in (types if one.case_types is None else one.case_types)
        }
        qualified += [int(at in able) for at in range(len(types))]
    agreed = {known(kind, name, "shared_pool", "agreed_types", None) for name in agreed_types}
    cells = [(town, case_type) for town in towns for case_type in types]
    filled: PoolDemand
    if isinstance(demand, NormalDemand):
        filled = NormalDemand(
            {cell: demand.mean.get(cell, 0.0) for cell in cells},
            {cell: demand.deviation.get(cell, 0.0) for cell in cells},
            demand.truncation,
            demand.correlation,
        )
    else:
        length = len(next(iter(demand.values()), [])) if demand else 0  # type: ignore[arg-type]
        filled = {cell: demand.get(cell, [0.0] * length) for cell in cells}
    found = _core.shared_pool(
        len(towns), len(types), [place[one.home] for one in listed], [one.hours for one in listed],
        [one.cost for one in listed], qualified, [one.away_efficiency for one in listed],
        _border_numbers(border, place), [int(at in agreed) for at in range(len(types))],
        demand_row(filled, cells, probability), shortage_cost, joint_cost, joining_cost,
        scenarios, tolerance, seed, threads, stop,
    )  # fmt: skip
    if found["stop"] == "cancelled":
        raise InvalidDataError(
            "invalid_argument", table="arguments", column="stop",
            expected="a call that runs to its end", found="a request to stop",
        )  # fmt: skip

    def by_coalition(column: str) -> dict[tuple[str, ...], float]:
        return {members(mask, towns): float(value) for mask, value in enumerate(found[column])}

    keys = [(one.id, town, case_type) for one in listed for town, case_type in cells]
    between = [(home, served) for home in towns for served in towns]
    return SharedPool(
        towns, by_coalition("cost"), by_coalition("cost_error"), by_coalition("shortage_hours"),
        shares_from(found["shares"], towns),
        {town: float(error) for town, error in zip(towns, found["share_error"], strict=True)},
        ScenarioMean(*found["saving"]), dict(zip(keys, found["eligibility"], strict=True)),
        {pair: float(hours) for pair, hours in zip(between, found["hours_between"], strict=True)},
        found["scenarios"], found["exact"],
    )  # fmt: skip
