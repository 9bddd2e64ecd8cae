"""Kernels on arrays, without any domain: rows are pieces of work, columns are people."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._convex_transport import (
    ConvexTransportResult,
    ConvexTransportState,
    check_duals,
    convex_transport,
)
from evenload._levels import Level, levels_from
from evenload._progress import ProgressOption, callback
from evenload._solver import SolverResult

__all__ = [
    "ConvexTransportResult",
    "ConvexTransportState",
    "Evaluation",
    "SolverResult",
    "balanced_assignment",
    "check_duals",
    "compare",
    "convex_transport",
    "default_work",
    "evaluate",
    "generalized_assignment",
    "makespan",
]

_ROW_CLASSES = {"must": 0, "due": 1, "may_wait": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What a given assignment is worth.

    Attributes
    ----------
    allowed : bool
        Every rule is kept.
    levels : dict of str to float
        Value of each level, in order.
    load : numpy.ndarray of int64
        Load of each column, base load included.
    """

    allowed: bool
    levels: dict[str, float]
    load: npt.NDArray[np.int64]


def balanced_assignment(
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    cost: npt.ArrayLike | None = None,
    base_load: npt.ArrayLike | None = None,
    hard_limit: npt.ArrayLike | None = None,
    priority: npt.ArrayLike | None = None,
    row_class: npt.ArrayLike | None = None,
    cost_weight: Any = 0,
    balance: str = "squares",
    overload_place: str = "after_must",
    weight_per_pair: bool | None = None,
    category_indptr: npt.ArrayLike | None = None,
    category_indices: npt.ArrayLike | None = None,
    category_amount: npt.ArrayLike | None = None,
    limit_column: npt.ArrayLike | None = None,
    limit_category: npt.ArrayLike | None = None,
    limit_count: npt.ArrayLike | None = None,
    limit_weight: npt.ArrayLike | None = None,
    row_group: npt.ArrayLike | None = None,
    row_marked: npt.ArrayLike | None = None,
    fixed: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> SolverResult:
    """Assign n rows to m columns, levels in strict order, balance of load last.

    The levels are: the priority left unassigned, the overload, and sum(load² / capacity) +
    cost_weight * sum(cost). With `row_class` the unassigned are three levels (``must`` before the
    overload, ``due`` and ``may_wait`` after it); with ``balance="peak"`` the largest load /
    capacity stands before the last level.

    Contiguous int64 arrays (int32 for `indices` and other columns of the problem) are read where
    they lie; anything else is converted with checks. Do not change them while the call runs in
    another thread.

    Parameters
    ----------
    indptr, indices : array of int, shapes (n + 1,) and (k,)
        Columns that may take each row, compressed by row, strictly increasing within a row.
    weight : array of int, shape (n,) or (k,)
        Load that a row adds: one per row, or one per pair. Units are the caller's.
    capacity : array of int, shape (m,)
        A column of capacity 0 takes nothing and stands outside the balance.
    cost : array of int, shape (k,), optional
        Cost of each pair, at least 0; all 0 by default.
    base_load, hard_limit : array of int, shape (m,), optional
        Load that is there already (default 0), and the load that no assignment may pass (default
        5/4 of capacity).
    priority : array of int, shape (n,), optional
        What it counts to leave a row unassigned; 1 by default.
    row_class : array of int or str, shape (n,), optional
        0 or ``"must"``, 1 or ``"due"``, 2 or ``"may_wait"``.
    cost_weight : int, float, Fraction, Decimal or str
        Load units per unit of cost; a float is read as the simplest fraction that rounds to it.
    balance : {"squares", "peak"}
        See above.
    overload_place : {"after_must", "after_unassigned"}
        Whether overload comes before or after the rows of class due and may_wait.
    weight_per_pair : bool, optional
        Says which of the two `weight` is; by default its length decides, per row where n equals k.
    category_indptr, category_indices, category_amount : array of int, optional
        Categories of each row, compressed by row, and how much the row counts there (1 by default).
    limit_column, limit_category, limit_count, limit_weight : array of int, optional
        One limit per element: most of a category that a column takes, by amount and by weight; -1
        for no limit.
    row_group, row_marked : array of int, shape (n,), optional
        Rows of a group (from 0, -1 for none) go to different columns; the others only if the marked
        one is placed.
    fixed, start : array of int, shape (n,), optional
        Columns that are set, and a plan to start from; -1 where free.
    time_limit : float
        Seconds; a safety net. The usual stop is the work.
    work_limit : int, optional
        Deterministic units; by default what `default_work` gives for the size.
    threads : int
        0 for as many as the machine has. The answer does not depend on it.
    seed : int
        At least 0.
    progress : bool or callable, optional
        True for a bar (needs tqdm), or a function of `Progress` that may return False to stop.
        Ctrl-C raises KeyboardInterrupt in any case; to keep the best plan so far, return False or
        use `stop`.
    stop : StopToken, optional
        Stops the solve from elsewhere.

    Returns
    -------
    SolverResult
        The same for the same problem, seed and work, on any number of threads.

    Raises
    ------
    InvalidDataError
        Names table ``"problem"``, the argument as column, and the position as row.
    OverflowError
        Sums leave the range of exact arithmetic.

    Examples
    --------
    Three rows, two columns; the third row can only go to the second column.

    >>> from evenload.optimize import balanced_assignment
    >>> answer = balanced_assignment([0, 2, 4, 5], [0, 1, 0, 1, 1], [4, 3, 2], [10, 10])
    >>> answer.assignment.tolist(), answer.load.tolist()
    ([0, 1, 1], [4, 5])
    >>> [(level.name, level.value) for level in answer.levels]
    [('unassigned', 0.0), ('overload', 0.0), ('balance', 4.1)]
    >>> answer.status
    'optimal'
    """
    problem = _core.BalancedAssignmentProblem(
        indptr,
        indices,
        weight,
        weight_per_pair,
        capacity,
        base_load,
        hard_limit,
        priority,
        _class_numbers(row_class),
        cost,
        cost_weight,
        balance,
        overload_place,
        category_indptr,
        category_indices,
        category_amount,
        limit_column,
        limit_category,
        limit_count,
        limit_weight,
        row_group,
        row_marked,
        fixed,
        start,
    )
    with callback(progress, "balanced assignment") as report:
        assignment, load, rows, status, stopped, work = _core.balanced_assignment(
            problem, time_limit, work_limit, threads, seed, report, stop
        )
    levels = levels_from(rows)
    if not problem.has_classes:
        levels = [replace(level, name=_plain(level.name)) for level in levels]
    last = levels[-1]
    return SolverResult(assignment, load, last.value, last.bound, status, stopped, work, levels)


def makespan(
    times: npt.ArrayLike,
    *,
    base_load: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> SolverResult:
    """Give every row to one column so that the largest column sum is as small as possible.

    A contiguous int64 array is read where it lies; anything else is converted with checks. Do not
    change it while the call runs in another thread.

    Parameters
    ----------
    times : array of int, shape (n, m)
        Load that each row adds in each column, at least 0; -1 where the column may not take it.
    base_load : array of int, shape (m,), optional
        Load that is there already; 0 by default.
    start : array of int, shape (n,), optional
        Column of each row, or -1: a plan to start from; forbidden pairs in it are dropped.
    time_limit : float
        Seconds; a safety net.
    work_limit : int, optional
        Deterministic units of work, of some 50 ns; by default what the size suggests.
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
    SolverResult
        One level, ``"makespan"``. The bound is proven; ``"optimal"`` where it meets the objective.
        Where a row has no column the status is ``"infeasible"``: all rows unassigned, objective and
        bound NaN, no level.

    Raises
    ------
    InvalidDataError
        Names table ``"problem"``, the argument as column, and the row (of `times`: the first
        dimension).
    OverflowError
        Sums could pass 2**62.

    Examples
    --------
    >>> from evenload.optimize import makespan
    >>> answer = makespan([[5, 9], [4, 9], [9, 4], [9, 3]])
    >>> answer.assignment.tolist(), answer.load.tolist()
    ([0, 0, 1, 1], [9, 7])
    >>> answer.objective, answer.bound, answer.status
    (9.0, 9.0, 'optimal')
    """
    with callback(progress, "makespan") as report:
        assignment, load, objective, bound, status, stopped, work = _core.makespan(
            times, base_load, start, time_limit, work_limit, threads, seed, report, stop
        )
    if objective is None or bound is None:
        return SolverResult(assignment, load, math.nan, math.nan, status, stopped, work, [])
    value, proven = float(objective), objective == bound
    low = value if proven else _not_above(bound)
    if value == 0:
        gap: float | None = 0.0
    else:
        gap = (value - low) / value if low > 0 else None
    level = Level("makespan", value, low, gap, value - low, None, proven)
    return SolverResult(assignment, load, value, low, status, stopped, work, [level])


def _not_above(whole: int) -> float:
    """Return the nearest float that is not above a whole number."""
    near = float(whole)
    return math.nextafter(near, -math.inf) if int(near) > whole else near


def generalized_assignment(
    cost: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    allowed: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> SolverResult:
    """Assign every row to one column at least total cost, within the columns' capacities.

    Contiguous int64 arrays are read where they lie; anything else is converted with checks. Do not
    change them while the call runs in another thread.

    Parameters
    ----------
    cost, weight : array of int, shape (n, m)
        What it costs to put a row into a column (either sign), and the capacity that this uses (at
        least 0). A pair whose weight is above the column's capacity is forbidden.
    capacity : array of int, shape (m,)
        At least 0.
    allowed : array of bool, shape (n, m), optional
        False forbids the pair.
    start : array of int, shape (n,), optional
        A plan to start from, -1 where free; mended where it breaks a capacity.
    time_limit : float
        Seconds; a safety net. The usual stop is the work.
    work_limit : int, optional
        Deterministic units, some 50 ns each; by default some seconds' worth, more for large
        problems.
    threads : int
        At least 0. The search runs in the calling thread, whatever the number.
    seed : int
        At least 0.
    progress : bool or callable, optional
        As in `balanced_assignment`.
    stop : StopToken, optional
        Stops the solve from elsewhere.

    Returns
    -------
    SolverResult
        With one level, ``"cost"``. The status ``"optimal"`` and ``"infeasible"`` are proven; with
        ``"infeasible"`` and ``"unknown"`` every row is -1, the objective is NaN, and there are no
        levels. No assignment costs less than `bound`, which is NaN where none exists.

    Raises
    ------
    InvalidDataError
        Names table ``"problem"``, the argument as column, and the position, counted row after row,
        as row.
    OverflowError
        Sums leave the range of exact arithmetic.

    Examples
    --------
    Three rows, two columns; the first two rows do not fit into the first column together.

    >>> from evenload.optimize import generalized_assignment
    >>> answer = generalized_assignment(
    ...     [[1, 5], [2, 9], [4, 3]], [[6, 5], [6, 5], [2, 2]], [8, 9]
    ... )
    >>> answer.assignment.tolist(), answer.load.tolist()
    ([1, 0, 1], [6, 7])
    >>> answer.objective, answer.bound, answer.status
    (10, 10, 'optimal')
    """
    with callback(progress, "generalized assignment") as report:
        assignment, load, objective, bound, gap, status, stopped, work = (
            _core.generalized_assignment(
                cost,
                weight,
                capacity,
                allowed,
                start,
                time_limit,
                work_limit,
                threads,
                seed,
                report,
                stop,
            )
        )
    levels = []
    if objective is not None:
        distance = objective - bound
        levels.append(Level("cost", objective, bound, gap, distance, None, distance == 0))
    value = math.nan if objective is None else objective
    proven = math.nan if status == "infeasible" else bound
    return SolverResult(assignment, load, value, proven, status, stopped, work, levels)


def evaluate(
    assignment: npt.ArrayLike,
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    **problem: Any,
) -> Evaluation:
    """Evaluate an assignment by the definition of the levels.

    Parameters
    ----------
    assignment : array of int, shape (n,)
        Column of each row, -1 for unassigned.
    indptr, indices, weight, capacity : array of int
        As in `balanced_assignment`.
    **problem
        The other arguments of `balanced_assignment` that describe the problem.

    Returns
    -------
    Evaluation
        Values are exact sums, shown as the nearest float.

    Raises
    ------
    InvalidDataError
        The problem breaks its contract, the assignment has another length, or names a column that
        is not there.

    Examples
    --------
    >>> from evenload.optimize import evaluate
    >>> worth = evaluate([0, 0, 1], [0, 2, 4, 5], [0, 1, 0, 1, 1], [4, 3, 2], [10, 10])
    >>> worth.allowed, worth.levels
    (True, {'unassigned': 0.0, 'overload': 0.0, 'balance': 5.3})
    """
    arrays = _problem(indptr, indices, weight, capacity, problem)
    allowed, names, values, load = _core.evaluate(arrays, assignment)
    if not arrays.has_classes:
        names = [_plain(name) for name in names]
    return Evaluation(allowed, dict(zip(names, values, strict=True)), load)


def compare(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    **problem: Any,
) -> int:
    """Compare two allowed assignments exactly, level by level.

    Parameters
    ----------
    a, b : array of int, shape (n,)
        The assignments.
    indptr, indices, weight, capacity : array of int
        As in `balanced_assignment`.
    **problem
        The other arguments of `balanced_assignment` that describe the problem.

    Returns
    -------
    int
        -1 where `a` is better, 1 where `b` is, 0 where all levels are equal.

    Examples
    --------
    >>> from evenload.optimize import compare
    >>> compare([0, 1, 1], [0, 0, 1], [0, 2, 4, 5], [0, 1, 0, 1, 1], [4, 3, 2], [10, 10])
    -1
    """
    return _core.compare(_problem(indptr, indices, weight, capacity, problem), a, b)


def default_work(rows: int, columns: int, pairs: int) -> int:
    """Return the work limit that a problem of that size has where none is given.

    Examples
    --------
    >>> from evenload.optimize import default_work
    >>> default_work(200, 40, 2000) > 0
    True
    """
    return _core.default_work(rows, columns, pairs)


def _problem(
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    rest: dict[str, Any],
) -> _core.BalancedAssignmentProblem:
    optional = (
        "base_load",
        "hard_limit",
        "priority",
        "row_class",
        "cost",
        "category_indptr",
        "category_indices",
        "category_amount",
        "limit_column",
        "limit_category",
        "limit_count",
        "limit_weight",
        "row_group",
        "row_marked",
        "fixed",
        "start",
        "weight_per_pair",
    )
    arguments: dict[str, Any] = dict.fromkeys(optional)
    arguments.update(cost_weight=0, balance="squares", overload_place="after_must")
    unknown = sorted(set(rest) - set(arguments))
    if unknown:
        raise TypeError(f"unexpected keyword argument {unknown[0]!r}")
    arguments.update(rest)
    arguments["row_class"] = _class_numbers(arguments["row_class"])
    return _core.BalancedAssignmentProblem(
        indptr=indptr, indices=indices, weight=weight, capacity=capacity, **arguments
    )


def _class_numbers(row_class: npt.ArrayLike | None) -> npt.ArrayLike | None:
    """Turn names of classes into numbers; C++ refuses the -1 of an unknown name."""
    if row_class is None:
        return None
    array = np.asarray(row_class)
    if array.dtype.kind not in "UTO":
        return array
    return np.array([_ROW_CLASSES.get(c, -1) if isinstance(c, str) else c for c in array.tolist()])


def _plain(name: str) -> str:
    return "unassigned" if name == "unassigned_must" else name
