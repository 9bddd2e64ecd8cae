"""Why rows are left out. Offered by `evenload.optimize`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._progress import ProgressOption, callback
from evenload.optimize._problem import problem_of


@dataclass(frozen=True, slots=True, eq=False)
class BlockingGroup:
    """Rows that cannot all be placed, whatever the plan.

    Attributes
    ----------
    rows : numpy.ndarray of int32
        Increasing; at least one of them is left out.
    columns : numpy.ndarray of int32
        All columns that could take one of the rows.
    load : int
        Sum of the rows' lightest pairs.
    room : int
        What the columns could take beside base loads and fixed rows: up to the hard limits, or,
        with `within_capacity`, up to the capacities and `overload` more in all.
    within_capacity : bool
        The row's level stands behind overload: it is placed only where it raises none.
    overload : int
        What the plan itself spends above the capacities; part of `room`.
    proof : {"min_cut", "weight", "search", "not_proven"}
        More rows than places; more load than room; shown by balanced_assignment on the group alone,
        all rules included; or nothing found within the work limit (then the group is the row).
    minimal : bool
        Proven: without any one of its rows the others can all be placed.
    """

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    load: int
    room: int
    within_capacity: bool
    overload: int
    proof: str
    minimal: bool


@dataclass(frozen=True, slots=True, eq=False)
class BlockingGroups:
    """What `blocking_groups` found.

    Attributes
    ----------
    groups : list of BlockingGroup
    group_of_row : numpy.ndarray of int32, shape (n,)
        Position in `groups` for each row that is left out, else -1.
    stop : {"done", "work", "time", "cancelled"}
    work : int
        Deterministic units done.
    """

    groups: list[BlockingGroup]
    group_of_row: npt.NDArray[np.int32]
    stop: str
    work: int


def blocking_groups(
    assignment: npt.ArrayLike,
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    weight: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
    **problem: Any,
) -> BlockingGroups:
    """Explain every row that an assignment leaves out by rows that compete with it.

    Only rows of the same level or an earlier one compete. A minimum cut answers exactly for rows
    of equal weight; others get a certificate by weight where there is one, else a search within
    the work limit, else ``not_proven`` (docs/models/blocking_groups.md).

    Parameters
    ----------
    assignment : array of int, shape (n,)
        Column of each row, -1 for left out; as `balanced_assignment` returns it.
    indptr, indices, weight, capacity : array of int
        As in `balanced_assignment`.
    time_limit, work_limit, progress, stop
        As in `balanced_assignment`. One thread is used.
    **problem
        The other arguments of `balanced_assignment` that describe the problem.

    Returns
    -------
    BlockingGroups

    Raises
    ------
    InvalidDataError
        The problem breaks its contract, or the assignment has another length, uses a pair that is
        not there or moves a fixed row.

    Examples
    --------
    Three cases of weight 2 for one caseworker who may take 5:

    >>> from evenload.optimize import blocking_groups
    >>> found = blocking_groups([0, -1, 0], [0, 1, 2, 3], [0, 0, 0], [2, 2, 2], [4])
    >>> group = found.groups[found.group_of_row[1]]
    >>> group.rows.tolist(), group.load, group.room, group.proof, group.minimal
    ([0, 1, 2], 6, 5, 'min_cut', True)
    """
    arrays = problem_of(indptr, indices, weight, capacity, problem)
    with callback(progress, "blocking groups") as report:
        groups, of_row, stopped, work = _core.blocking_groups(
            arrays, assignment, time_limit, work_limit, report, stop
        )
    return BlockingGroups([BlockingGroup(*group) for group in groups], of_row, stopped, work)
