"""Generalized assignment. Offered by `evenload.optimize`."""

from __future__ import annotations

import math

import numpy.typing as npt

from evenload import _core
from evenload._levels import Level
from evenload._progress import ProgressOption, callback
from evenload._solver import SolverResult


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
