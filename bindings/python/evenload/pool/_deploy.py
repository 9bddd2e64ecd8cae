"""Where the members of a pool work. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._progress import ProgressOption, callback

__all__ = ["DeployProblem", "Deployment", "clairvoyant_bound", "deploy", "evaluate_deployment"]

Block = Literal["day", "week", "month"]

# Prices are kept as whole numbers of 1/6000: a hundredth an hour is one of them a minute.
PER_UNIT = 6000
PER_HOUR = PER_UNIT // 60


def _refuse(column: str, expected: str, found: str, code: str = "out_of_range") -> InvalidDataError:
    return InvalidDataError(code, table="problem", column=column, expected=expected, found=found)


def _numbers(values: Any, column: str, ndim: int | None = None) -> npt.NDArray[np.float64]:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _refuse(column, "numbers", type(values).__name__, "wrong_type") from error
    if ndim is not None and array.ndim != ndim:
        raise _refuse(column, f"an array of {ndim} dimensions", f"{array.ndim}", "wrong_type")
    bad = np.flatnonzero(~np.isfinite(array.ravel()))
    if bad.size:
        raise InvalidDataError(
            "not_finite", table="problem", column=column, row=int(bad[0]),
            expected="a finite number", found=str(array.ravel()[bad[0]]),
        )  # fmt: skip
    return array


def _whole(values: Any, scale: float, column: str) -> npt.NDArray[np.int64]:
    """Return values times scale, rounded to the nearest whole number."""
    scaled = np.rint(_numbers(values, column) * scale)
    if np.any(np.abs(scaled) > 2**62):
        raise _refuse(column, "smaller numbers", "more than 2**62 of the smallest units")
    return np.ascontiguousarray(scaled.ravel().astype(np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class DeployProblem:
    """A deployment problem. Hours, shares and prices as people write them.

    With S scenarios, U units, W weeks, M members and P = W times `periods_per_week` periods.

    Attributes
    ----------
    demand : array, shape (S, U, W) or (U, W)
        Hours of new work.
    own_capacity : array, shape (U, W) or (S, U, W)
        Hours of the units' own caseworkers.
    hours : array, shape (M, W)
        Hours of the members at work, absence deducted.
    efficiency : array, shape (M, U), optional
        Share of a settled caseworker of the unit's own, up to 1; 0: not qualified. Default: 1.
    periods_per_week : int
        5: members may change between days; 1: between weeks.
    block : {"day", "week", "month"} or array of bool, shape (P,)
        Where members may move: at every period, between weeks, every fourth week, or as marked.
    minimum_stay : int
        In periods.
    scenario_weight : array of int, shape (S,), optional
        Alike by default.
    backlog : array, shape (U, A), optional
        Hours that wait when the first week begins, by weeks of age.
    backlog_price : array, shape (U, K) or (K,)
        Price of an hour that waits at a week's end, and what each week of age adds; to a
        hundredth. A deadline of k weeks is a high price at position k. Work is done oldest first.
    end_price : float or array, shape (U,)
        Price of an hour that still waits when the last week ends, on top.
    settling : sequence of float
        Share of the efficiency after 0, 1, 2 … weeks at a unit; never falls.
    fading_weeks : int
        Weeks away that undo a week of settling; 0: it is never undone. The unit left last is
        remembered, older ones are not.
    least_level : array of int, shape (M, U), optional
        Weeks of settling that are never lost, as in a member's home unit.
    kept_share : sequence of float
        Share of a member's hours that cases kept from the unit left last take in the first,
        second … week after. Empty: cases are handed over.
    hand_over_price, hand_over_hours : float or array, shape (U,)
        What it costs to leave a unit without its cases.
    place_price : array, shape (M, U), optional
        Of a period there: travel, or below 0 a wish.
    move_price : float or array, shape (U, U)
        Of a move between units.
    burden : array of int, shape (M, U), optional
        Burden of a period there, for fairness between members.
    fairness_price : float
        Of a unit of difference between the largest and the smallest burden.
    start, start_level, start_stay : array of int, shape (M,), optional
        Where members are (-1: free), their weeks of settling and their periods there.
    last_plan : array of int, shape (M, P), optional
        The plan before, -1 where it says nothing, for a rolling horizon.
    change_price : float
        Of a period that differs from it.
    fixed : array of int, shape (M, P), optional
        Units that are not open, -1 elsewhere.
    tail_weight, tail_level : float
        The aim is ``(1 - tail_weight) * mean + tail_weight * CVaR`` at `tail_level`.
    units, members : sequence of str, optional
        Names, for what is shown.
    """

    demand: npt.ArrayLike
    own_capacity: npt.ArrayLike
    hours: npt.ArrayLike
    efficiency: npt.ArrayLike | None = None
    periods_per_week: int = 5
    block: Block | Sequence[bool] = "day"
    minimum_stay: int = 1
    scenario_weight: npt.ArrayLike | None = None
    backlog: npt.ArrayLike | None = None
    backlog_price: npt.ArrayLike = (1.0,)
    end_price: npt.ArrayLike = 0.0
    settling: Sequence[float] = (1.0,)
    fading_weeks: int = 0
    least_level: npt.ArrayLike | None = None
    kept_share: Sequence[float] = ()
    hand_over_price: npt.ArrayLike = 0.0
    hand_over_hours: npt.ArrayLike = 0.0
    place_price: npt.ArrayLike | None = None
    move_price: npt.ArrayLike = 0.0
    burden: npt.ArrayLike | None = None
    fairness_price: float = 0.0
    start: npt.ArrayLike | None = None
    start_level: npt.ArrayLike | None = None
    start_stay: npt.ArrayLike | None = None
    last_plan: npt.ArrayLike | None = None
    change_price: float = 0.0
    fixed: npt.ArrayLike | None = None
    tail_weight: float = 0.0
    tail_level: float = 0.9
    units: Sequence[str] | None = None
    members: Sequence[str] | None = None

    def shape(self) -> tuple[int, int, int, int]:
        """Return scenarios, units, weeks and members."""
        demand = self._demand()
        hours = _numbers(self.hours, "hours")
        return (*demand.shape, hours.shape[0] if hours.ndim == 2 else 0)

    def _demand(self) -> npt.NDArray[np.float64]:
        demand = _numbers(self.demand, "demand")
        if demand.ndim == 2:
            demand = demand[np.newaxis]
        if demand.ndim != 3:
            raise _refuse("demand", "an array of 2 or 3 dimensions", f"{demand.ndim}", "wrong_type")
        return demand

    def _blocks(self, weeks: int) -> npt.NDArray[np.uint8] | None:
        periods = weeks * self.periods_per_week
        if isinstance(self.block, str):
            if self.block == "day":
                return None
            if self.block not in ("week", "month"):
                raise _refuse("block", "day, week, month or marks", self.block)
            length = self.periods_per_week * (1 if self.block == "week" else 4)
            return np.asarray(np.arange(periods) % length == 0, dtype=np.uint8)
        return np.asarray(np.asarray(self.block, dtype=bool), dtype=np.uint8)

    def arrays(self) -> dict[str, Any]:
        """Return what the compiled part takes: whole minutes, thousandths and 1/6000 of prices."""
        demand = self._demand()
        scenarios, units, weeks = demand.shape
        hours = _numbers(self.hours, "hours")
        if hours.size == 0:
            hours = hours.reshape(0, weeks)
        if hours.ndim != 2 or hours.shape[1] != weeks:
            raise _refuse("hours", f"members × {weeks} weeks", str(hours.shape), "length_mismatch")
        members = hours.shape[0]
        own = _numbers(self.own_capacity, "own_capacity")
        if own.shape not in ((units, weeks), demand.shape):
            raise _refuse(
                "own_capacity",
                f"{(units, weeks)} or {demand.shape}",
                str(own.shape),
                "length_mismatch",
            )
        prices = _numbers(self.backlog_price, "backlog_price")
        if prices.ndim == 1:
            prices = np.broadcast_to(prices, (units, prices.shape[0]))
        if prices.ndim != 2 or prices.shape[0] != units or prices.shape[1] == 0:
            raise _refuse(
                "backlog_price", f"{units} units × ages", str(prices.shape), "length_mismatch"
            )
        backlog = None if self.backlog is None else _numbers(self.backlog, "backlog", 2)
        if backlog is not None and backlog.shape[0] != units:
            raise _refuse("backlog", f"{units} units × ages", str(backlog.shape), "length_mismatch")

        def by_unit(value: npt.ArrayLike, scale: float, column: str) -> npt.NDArray[np.int64]:
            given = _numbers(value, column)
            if given.ndim == 0:
                given = np.full(units, float(given))
            return _whole(given, scale, column)

        def by_pair(value: npt.ArrayLike | None, scale: float, column: str) -> Any:
            if value is None:
                return None
            given = _numbers(value, column)
            if given.shape != (members, units):
                raise _refuse(column, str((members, units)), str(given.shape), "length_mismatch")
            return _whole(given, scale, column)

        def places(value: npt.ArrayLike | None) -> Any:
            return None if value is None else np.asarray(value).ravel()

        move = _numbers(self.move_price, "move_price")
        if move.ndim == 0:
            move = float(move) * (1 - np.eye(units))
        if move.shape != (units, units):
            raise _refuse("move_price", str((units, units)), str(move.shape), "length_mismatch")
        efficiency = np.ones((members, units)) if self.efficiency is None else self.efficiency
        return {
            "units": units,
            "weeks": weeks,
            "members": members,
            "scenarios": scenarios,
            "periods_per_week": self.periods_per_week,
            "demand": _whole(demand, 60, "demand"),
            "own_capacity": _whole(own, 60, "own_capacity"),
            "scenario_weight": places(self.scenario_weight),
            "backlog": None if backlog is None else _whole(backlog, 60, "backlog"),
            "backlog_ages": 0 if backlog is None else backlog.shape[1],
            "backlog_price": _whole(prices, PER_HOUR, "backlog_price"),
            "price_ages": prices.shape[1],
            "end_price": by_unit(self.end_price, PER_HOUR, "end_price"),
            "minutes": _whole(hours, 60, "hours"),
            "efficiency": by_pair(efficiency, 1000, "efficiency"),
            "settling": _whole(list(self.settling), 1000, "settling"),
            "fading_weeks": self.fading_weeks,
            "least_level": places(self.least_level),
            "kept_share": _whole(list(self.kept_share), 1000, "kept_share"),
            "hand_over_price": by_unit(self.hand_over_price, PER_UNIT, "hand_over_price"),
            "hand_over_minutes": by_unit(self.hand_over_hours, 60, "hand_over_hours"),
            "minimum_stay": self.minimum_stay,
            "block_start": self._blocks(weeks),
            "place_price": by_pair(self.place_price, PER_UNIT, "place_price"),
            "move_price": _whole(move, PER_UNIT, "move_price"),
            "burden": by_pair(self.burden, 1, "burden"),
            "fairness_price": int(_whole(self.fairness_price, PER_UNIT, "fairness_price")[0]),
            "start_unit": places(self.start),
            "start_level": places(self.start_level),
            "start_stay": places(self.start_stay),
            "last_plan": places(self.last_plan),
            "change_price": int(_whole(self.change_price, PER_UNIT, "change_price")[0]),
            "fixed": places(self.fixed),
            "tail_weight": int(_whole(self.tail_weight, 1000, "tail_weight")[0]),
            "tail_level": int(_whole(self.tail_level, 1000, "tail_level")[0]),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Deployment:
    """Who is where, and what it is worth.

    Attributes
    ----------
    plan : numpy.ndarray of int32, shape (M, P)
        Unit of each member and period.
    handed_over : numpy.ndarray of bool, shape (M, P)
        True in the first period of a stay where the cases of the unit before were handed over.
    objective, bound : float
        What the plan is worth, and what no plan can go below.
    mean, tail : float
        Of the losses; `tail` is the mean of the worst share of them.
    costs : dict
        ``"place"``, ``"move"``, ``"hand_over"``, ``"change"``, ``"fairness"``.
    loss : numpy.ndarray, shape (S,)
    burden : numpy.ndarray of int64, shape (M,)
    supply : numpy.ndarray, shape (U, W)
        Effective hours of the pool.
    backlog : numpy.ndarray, shape (S, U, W)
        Hours that wait as a week ends.
    backlog_by_age : numpy.ndarray, shape (U, W, K)
        Mean hours at least so many weeks old as a week ends.
    status : {"optimal", "feasible", "infeasible"}
    stop : {"done", "work", "time", "cancelled"}
    work : int
        Deterministic units done.
    problem : DeployProblem
    """

    plan: npt.NDArray[np.int32]
    handed_over: npt.NDArray[np.bool_]
    objective: float
    bound: float
    mean: float
    tail: float
    costs: Mapping[str, float]
    loss: npt.NDArray[np.float64]
    burden: npt.NDArray[np.int64]
    supply: npt.NDArray[np.float64]
    backlog: npt.NDArray[np.float64]
    backlog_by_age: npt.NDArray[np.float64]
    status: str
    stop: str
    work: int
    problem: DeployProblem

    @property
    def gap(self) -> float | None:
        """(objective - bound) / objective; 0 where both are 0, None where only the bound is."""
        if self.objective == self.bound:
            return 0.0
        return (self.objective - self.bound) / self.objective if self.bound != 0 else None

    def stays(self) -> dict[str, list[Any]]:
        """Return one row for each stay: member, unit, first and last period, handed_over.

        Returns
        -------
        dict of lists
            ``pandas.DataFrame(deployment.stays())`` makes a frame of it. Periods count from 0.
        """
        rows: dict[str, list[Any]] = {
            "member": [], "unit": [], "first": [], "last": [], "handed_over": []
        }  # fmt: skip
        units, members = self.problem.units, self.problem.members
        for m, way in enumerate(self.plan):
            begins = [0, *(np.flatnonzero(np.diff(way)) + 1).tolist()]
            for begin, end in zip(begins, [*begins[1:], len(way)], strict=True):
                u = int(way[begin])
                rows["member"].append(m if members is None else members[m])
                rows["unit"].append(u if units is None else units[u])
                rows["first"].append(begin)
                rows["last"].append(end - 1)
                rows["handed_over"].append(bool(self.handed_over[m, begin]))
        return rows


def _deployment(
    answer: Mapping[str, Any], problem: DeployProblem, given: Mapping[str, Any]
) -> Deployment:
    scenarios, units, weeks = given["scenarios"], given["units"], given["weeks"]
    shape = (given["members"], weeks * problem.periods_per_week)
    feasible = answer["status"] != "infeasible"
    empty = np.empty((shape[0], 0))
    cost = {
        name: answer[name] / PER_UNIT
        for name in ("place", "move", "hand_over", "change", "fairness")
    }
    size = (scenarios, units, weeks) if feasible else (0, units, weeks)
    return Deployment(
        plan=answer["unit"].reshape(shape) if feasible else empty.astype(np.int32),
        handed_over=(answer["handed_over"].reshape(shape) if feasible else empty).astype(bool),
        objective=answer["objective"] / PER_UNIT if feasible else float("nan"),
        bound=answer["bound"] / PER_UNIT if feasible else float("nan"),
        mean=answer["mean"] / PER_UNIT,
        tail=answer["tail"] / PER_UNIT,
        costs=cost,
        loss=answer["loss"] / PER_UNIT,
        burden=answer["burden"],
        supply=(answer["supply"] / 60).reshape(units if feasible else 0, weeks),
        backlog=(answer["backlog"] / 60).reshape(size),
        backlog_by_age=(answer["mean_by_age"] / 60).reshape(
            units if feasible else 0, weeks, given["price_ages"]
        ),
        status=answer["status"],
        stop=answer["stop"],
        work=answer["work"],
        problem=problem,
    )


def deploy(
    problem: DeployProblem,
    *,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> Deployment:
    """Plan where the members of a pool work.

    One plan for all scenarios. Work that is not done waits, and its price grows with its age;
    members settle in and lose it again, stay for a minimum time, keep cases or hand them over.

    Parameters
    ----------
    problem : DeployProblem
    time_limit : float
        Seconds; a safety net.
    work_limit : int, optional
        Deterministic units of work; by default what the size suggests.
    threads : int
        0 for as many as the machine has; the answer does not depend on it.
    seed : int
        Equal seeds give equal answers.
    progress : bool or callable, optional
        True for a bar (needs tqdm), or a function of `Progress` that may return False to stop.
    stop : StopToken, optional
        Stops the solve from elsewhere.

    Returns
    -------
    Deployment
        With a proven bound. ``status`` is ``"infeasible"`` where a member has no way that keeps
        the rules: the plan is empty, objective and bound are NaN.

    Raises
    ------
    InvalidDataError
        Names table ``"problem"``, the field as column and the position in it.
    OverflowError
        Losses could pass 2**53 of the smallest units.

    Notes
    -----
    Model and bounds: ``docs/models/pool_deployment.md``.

    Examples
    --------
    >>> from evenload.pool import DeployProblem, deploy
    >>> plan = deploy(DeployProblem(
    ...     demand=[[100, 100, 100], [100, 130, 130]], own_capacity=[[95] * 3, [100] * 3],
    ...     hours=[[30, 30, 30]], units=["North", "South"], members=["Kim"], start=[0],
    ...     backlog_price=[1, 4], minimum_stay=5,
    ... ))
    >>> plan.stays()["unit"], plan.stays()["first"], plan.status
    (['North', 'South'], [0, 5], 'optimal')
    >>> plan.objective == plan.bound
    True
    """
    given = problem.arrays()
    with callback(progress, "deploy") as report:
        answer = _core.deploy(given, time_limit, work_limit, threads, seed, report, stop)
    return _deployment(answer, problem, given)


def evaluate_deployment(
    problem: DeployProblem, plan: npt.ArrayLike, handed_over: npt.ArrayLike | None = None
) -> Deployment:
    """Say what a given plan is worth.

    Parameters
    ----------
    problem : DeployProblem
    plan : array of int, shape (M, P)
    handed_over : array of bool, shape (M, P), optional
        By default cases are handed over at every move.

    Returns
    -------
    Deployment
        Its bound is minus infinity.

    Raises
    ------
    InvalidDataError
        The plan breaks a rule (table ``"deployment"``), or as for `deploy`.

    Examples
    --------
    >>> from evenload.pool import DeployProblem, evaluate_deployment
    >>> problem = DeployProblem([[40, 40]], [[30, 30]], [[10, 10]], periods_per_week=1)
    >>> evaluate_deployment(problem, [[0, 0]]).objective
    0.0
    """
    given = problem.arrays()
    units = np.asarray(plan).ravel()
    handed = None if handed_over is None else np.asarray(handed_over, dtype=np.uint8).ravel()
    answer = dict(_core.evaluate_deployment(given, units, handed))
    answer["unit"] = units.astype(np.int32)
    answer["handed_over"] = np.zeros(units.size, np.uint8) if handed is None else handed
    if handed is None:
        moves = np.diff(units.reshape(given["members"], -1), axis=1, prepend=-1) != 0
        start = given["start_unit"]
        moves[:, 0] = (
            False if start is None else (start >= 0) & (start != units.reshape(moves.shape)[:, 0])
        )
        answer["handed_over"] = moves.astype(np.uint8).ravel()
    answer.update(bound=float("-inf"), status="feasible", stop="done", work=0)
    return _deployment(answer, problem, given)


def clairvoyant_bound(
    problem: DeployProblem,
    *,
    time_limit: float = 60.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    stop: _core.StopToken | None = None,
) -> float:
    """Say what no plan can go below even if every scenario were known beforehand.

    The distance from here to `Deployment.objective` is at most what better information, or
    planning anew every week, could bring.

    Parameters
    ----------
    problem : DeployProblem
    time_limit, work_limit, threads, seed, stop
        As for `deploy`; limits are for all scenarios together.

    Returns
    -------
    float
        Infinite where a member has no way.

    Examples
    --------
    >>> from evenload.pool import DeployProblem, clairvoyant_bound, deploy
    >>> two = DeployProblem([[[50], [40]], [[40], [50]]], [[40], [40]], [[10]], minimum_stay=5)
    >>> clairvoyant_bound(two), deploy(two).objective
    (0.0, 5.0)
    """
    bound = _core.clairvoyant_bound(
        problem.arrays(), time_limit, work_limit, threads, seed, None, stop
    )
    return float("inf") if bound is None else bound / PER_UNIT
