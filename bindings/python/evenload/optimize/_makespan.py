"""Least makespan on unrelated machines. Offered by `evenload.optimize`."""

from __future__ import annotations

import math

import numpy.typing as npt

from evenload import _core
from evenload._levels import exact_level
from evenload._progress import ProgressOption, callback
from evenload._solver import SolverResult


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
    level = exact_level("makespan", objective, bound)
    return SolverResult(assignment, load, level.value, level.bound, status, stopped, work, [level])
