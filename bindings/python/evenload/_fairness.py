"""What fairness costs: a rule against balance, one order of levels against another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame
from evenload._progress import ProgressOption, callback
from evenload._tables import SideTables, read_input
from evenload.policy import AllocationPolicy, policy_for

if TYPE_CHECKING:
    from evenload._tables import Unpack

__all__ = ["LevelOrders", "TradeOff", "TradeOffPoint", "level_orders", "trade_off"]

_Policy = AllocationPolicy | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class TradeOffPoint:
    """One plan on the curve. It names nobody.

    Attributes
    ----------
    rule_cost : int
        Cost units of the rule.
    broken : int
        Decisions in which the rule charges its price.
    balance : float
        Sum of load² / capacity with the prices of the other rules, points.
    balance_bound : float
        No plan with as good earlier levels and a rule cost no larger has less.
    proven : bool
        Both agree.
    supported : bool
        Best of all points for some cost weight.
    weight_from, weight_to : str, int, float or None
        Exactly for these cost weights, as a fraction; ``weight_to`` None: for any larger one.
    """

    rule_cost: int
    broken: int
    balance: float
    balance_bound: float
    proven: bool
    supported: bool
    weight_from: Any = None
    weight_to: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class TradeOff:
    """What a rule costs in balance: the plans that no other found plan beats in both.

    Attributes
    ----------
    subject : str
        The rule, or ``"cost"``.
    points : list of TradeOffPoint
        From the rule unheard to the rule heard most.
    current : TradeOffPoint
        The plan of the policy as it stands.
    frame : frame of the kind of the cases
        The same as a table, with a column ``current``.
    earlier : list of dict
        The levels before balance, which are the same in every point.
    status : {"optimal", "feasible"}
        ``"optimal"`` where every point is proven.
    stop : {"done", "work", "time", "cancelled"}
        Why it stopped.
    work : int
        Deterministic units done.
    """

    subject: str
    points: list[TradeOffPoint]
    current: TradeOffPoint
    frame: Any
    earlier: list[dict[str, Any]]
    status: str
    stop: str
    work: int


@dataclass(frozen=True, slots=True, eq=False)
class LevelOrders:
    """What each level would be with overload early and late.

    Attributes
    ----------
    frame : frame of the kind of the cases
        overload_place, of_policy, level, value, bound, gap, proven, placed_otherwise,
        undistributed; the policy's order first.
    orders : list of dict
        The same by order, with status, stop and work.
    """

    frame: Any
    orders: list[dict[str, Any]]


def trade_off(
    cases: Frame,
    caseworkers: Frame,
    subject: str,
    *,
    most_solves: int = 12,
    policy: _Policy = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
    **tables: Unpack[SideTables],
) -> TradeOff:
    """Trace what a wish, a specialism or any soft rule costs in balance.

    Parameters
    ----------
    cases, caseworkers, policy, **tables
        As in `allocate`.
    subject : str
        Name of a rule that has a price, or ``"cost"`` for all prices together.
    most_solves : int
        At most so many problems are solved, each within the time and work limits.
    time_limit, work_limit, threads, seed, progress, stop
        As in `allocate`.

    Returns
    -------
    TradeOff

    Raises
    ------
    InvalidDataError
        As `allocate`; ``invalid_argument`` for a subject that charges nothing here.

    Examples
    --------
    Two caseworkers, one of whom would rather not have court cases.

    >>> import evenload
    >>> cases = {"id": ["c1", "c2"], "weight": [2, 2], "type": ["court", "court"]}
    >>> people = {"id": ["Kim", "Lo"], "unit": ["u", "u"], "capacity": [10, 10]}
    >>> people["unwished_categories"] = [["court"], []]
    >>> curve = evenload.trade_off(cases, people, "wishes", policy={"on": "2026-11-23"})
    >>> [(point.broken, point.balance, point.proven) for point in curve.points]
    [(1, 0.8, True), (0, 1.6, True)]
    >>> curve.points[0].weight_to
    '4/25'
    """
    if type(most_solves) is not int or not 2 <= most_solves <= 1000:
        raise InvalidDataError(
            "out_of_range", column="most_solves", expected="2 to 1000", found=repr(most_solves)
        )
    chosen = policy_for(policy)
    source, to_frame = read_input(cases, caseworkers, tables, chosen)
    with callback(progress, "trade-off") as report:
        table, text = _core.trade_off(
            source,
            chosen._core,
            subject,
            most_solves,
            time_limit,
            work_limit,
            threads,
            seed,
            report,
            stop,
        )
    document = json.loads(text)
    return TradeOff(
        subject,
        [TradeOffPoint(**point) for point in document["points"]],
        TradeOffPoint(**document["current"]),
        to_frame(table),
        document["earlier"],
        document["outcome"],
        document["stop"],
        document["work"],
    )


def level_orders(
    cases: Frame,
    caseworkers: Frame,
    *,
    policy: _Policy = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
    **tables: Unpack[SideTables],
) -> LevelOrders:
    """Show what every level would be with overload before and after the cases that can wait.

    Parameters
    ----------
    cases, caseworkers, policy, time_limit, work_limit, threads, seed, progress, stop, **tables
        As in `allocate`; both orders are solved with the same limits.

    Returns
    -------
    LevelOrders

    Raises
    ------
    InvalidDataError
        As `allocate`.

    Examples
    --------
    >>> import evenload
    >>> cases = {"id": ["c1", "c2"], "weight": [6, 6], "class": ["must", "may_wait"]}
    >>> people = {"id": ["Kim"], "unit": ["u"], "capacity": [10]}
    >>> orders = evenload.level_orders(cases, people, policy={"on": "2026-11-23"})
    >>> [(order["overload_place"], order["undistributed"]) for order in orders.orders]
    [('after_must', 1), ('after_unassigned', 0)]
    """
    chosen = policy_for(policy)
    source, to_frame = read_input(cases, caseworkers, tables, chosen)
    limits = (time_limit, work_limit, threads, seed)
    return orders_of(source, chosen, to_frame, limits, progress, stop)


def orders_of(
    source: _core.AllocationInput,
    policy: AllocationPolicy,
    to_frame: ToFrame,
    limits: tuple[float, int | None, int, int],
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> LevelOrders:
    """Answer for an input that is read already; limits: time, work, threads, seed."""
    with callback(progress, "orders of levels") as report:
        table, text = _core.level_orders(source, policy._core, *limits, report, stop)
    return LevelOrders(to_frame(table), json.loads(text)["orders"])
