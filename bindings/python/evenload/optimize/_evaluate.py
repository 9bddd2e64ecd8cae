"""What a balanced assignment is worth by definition. Offered by `evenload.optimize`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload.optimize._problem import plain, problem_of


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
    arrays = problem_of(indptr, indices, weight, capacity, problem)
    allowed, names, values, load = _core.evaluate(arrays, assignment)
    if not arrays.has_classes:
        names = [plain(name) for name in names]
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
    return _core.compare(problem_of(indptr, indices, weight, capacity, problem), a, b)
