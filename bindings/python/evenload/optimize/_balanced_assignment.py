"""Balanced assignment. Offered by `evenload.optimize`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy.typing as npt

from evenload import _core
from evenload._levels import SortedRatios, levels_from, ratios_from
from evenload._progress import ProgressOption, callback
from evenload._solver import SolverResult
from evenload.optimize._problem import class_numbers, plain


@dataclass(frozen=True, slots=True, eq=False)
class BalancedAssignmentResult(SolverResult):
    """Answer of `balanced_assignment`.

    Attributes
    ----------
    sorted_ratios : SortedRatios or None
        With ``balance="leximin"``: the ratios, and how many of them are proven.
    """

    sorted_ratios: SortedRatios | None


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
    apart_column: npt.ArrayLike | None = None,
    apart_other: npt.ArrayLike | None = None,
    column_label: npt.ArrayLike | None = None,
    tied_row: npt.ArrayLike | None = None,
    tied_other: npt.ArrayLike | None = None,
    tied_alike: npt.ArrayLike | None = None,
    fixed: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> BalancedAssignmentResult:
    """Assign n rows to m columns, levels in strict order, balance of load last.

    The levels are: the priority left unassigned, the overload, and sum(load² / capacity) +
    cost_weight * sum(cost). With `row_class` the unassigned are three levels (``must`` before the
    overload, ``due`` and ``may_wait`` after it); with ``balance="peak"`` the largest load /
    capacity stands before the last level. With ``balance="leximin"`` the last levels are the ratios
    load / capacity, worst first, position by position, and then cost_weight * sum(cost); exact where
    all rows of a column add the same load and there are no groups or limits on some of its rows.

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
    balance : {"squares", "peak", "leximin"}
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
    apart_column, apart_other : array of int, optional
        Pairs of columns: no two rows of one group go to both.
    column_label : array of int, shape (m,), optional
        Labels from 0 (-1: like no other) that tied rows compare.
    tied_row, tied_other, tied_alike : array of int, optional
        Pairs of rows of one group that go to columns of one label (1) or of different ones (0).
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
    BalancedAssignmentResult
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

    The worst load is as low as it can be, then the next:

    >>> even = balanced_assignment(
    ...     [0, 2, 4, 5], [0, 1, 0, 1, 1], [2, 2, 2], [10, 5], balance="leximin"
    ... )
    >>> even.sorted_ratios.ratios.tolist(), even.sorted_ratios.proven
    ([0.4, 0.4], 2)
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
        class_numbers(row_class),
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
    problem.meet(apart_column, apart_other, column_label, tied_row, tied_other, tied_alike)
    with callback(progress, "balanced assignment") as report:
        assignment, load, rows, status, stopped, work, ratios = _core.balanced_assignment(
            problem, time_limit, work_limit, threads, seed, report, stop
        )
    levels = levels_from(rows)
    if not problem.has_classes:
        levels = [replace(level, name=plain(level.name)) for level in levels]
    last = levels[-1]
    return BalancedAssignmentResult(
        assignment,
        load,
        last.value,
        last.bound,
        status,
        stopped,
        work,
        levels,
        ratios_from(ratios),
    )


def default_work(rows: int, columns: int, pairs: int) -> int:
    """Return the work limit that a problem of that size has where none is given.

    Examples
    --------
    >>> from evenload.optimize import default_work
    >>> default_work(200, 40, 2000) > 0
    True
    """
    return _core.default_work(rows, columns, pairs)
