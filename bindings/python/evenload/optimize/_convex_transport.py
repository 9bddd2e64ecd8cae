"""Transport at convex cost: exact, with dual prices. Offered by `evenload.optimize`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._levels import exact_level
from evenload._progress import ProgressOption, callback
from evenload._solver import SolverResult


@dataclass(frozen=True, slots=True, eq=False)
class ConvexTransportResult(SolverResult):
    """Answer of `convex_transport`; its prices prove it (`check_duals`).

    Attributes
    ----------
    row_price : numpy.ndarray of int64
        What one more row like this would cost.
    column_price : numpy.ndarray of int64
        What one more slot is worth: between the dearest slot in use and the cheapest one free.
    outside_price : int
        What leaving a row out counts as; more than any plan could save by it.
    unassigned, cost : int
        The two levels, exact.
    """

    row_price: npt.NDArray[np.int64]
    column_price: npt.NDArray[np.int64]
    outside_price: int
    unassigned: int
    cost: int


def convex_transport(
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    cost: npt.ArrayLike,
    slot_cost: npt.ArrayLike,
    *,
    slot_indptr: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
    prices: npt.ArrayLike | None = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> ConvexTransportResult:
    """Assign as many of n rows as possible to m columns, then at least cost; exact.

    The cost is that of the pairs used plus, for each column, that of its first slots, as many as
    it holds rows. Contiguous int64 arrays (int32 for `indices`) are read where they lie; anything
    else is converted with checks.

    Parameters
    ----------
    indptr, indices : array of int, shapes (n + 1,) and (k,)
        Columns that may take each row, compressed by row, strictly increasing within a row.
    cost : array of int, shape (k,)
        Cost of each pair; any sign.
    slot_cost : array of int, shape (m, slots), or (s,) with `slot_indptr`
        Cost of the first, second ... row in a column; non-decreasing.
    slot_indptr : array of int, shape (m + 1,), optional
        First slot of each column, where columns have different numbers of slots.
    start : array of int, shape (n,), optional
        A plan to start from; -1 where free.
    prices : array of int, shape (m,), optional
        Column prices to start from, such as `column_price` of an earlier answer.
    time_limit, work_limit, threads, seed, progress, stop
        As in `balanced_assignment`; without a work limit it runs to the optimum. Nothing in it is
        random, and the answer does not depend on the number of threads.

    Returns
    -------
    ConvexTransportResult
        Levels ``"unassigned"`` and ``"cost"``; optimal unless interrupted.

    Raises
    ------
    InvalidDataError
        Names table ``"problem"``, the argument as column, and the position as row.
    OverflowError
        Numbers leave the range of exact arithmetic.

    Examples
    --------
    Three rows that all like column 0, whose second and third slot are dear.

    >>> from evenload.optimize import convex_transport
    >>> answer = convex_transport(
    ...     [0, 2, 4, 6], [0, 1, 0, 1, 0, 1], [0, 2, 0, 2, 0, 3], [[0, 5, 9], [0, 1, 9]]
    ... )
    >>> answer.load.tolist(), answer.cost, answer.status
    ([1, 2], 5, 'optimal')
    """
    problem = _problem(indptr, indices, cost, slot_cost, slot_indptr, start, prices)
    with callback(progress, "convex transport") as report:
        row = _core.convex_transport(problem, time_limit, work_limit, threads, seed, report, stop)
    return _result(row)


def check_duals(
    answer: ConvexTransportResult,
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    cost: npt.ArrayLike,
    slot_cost: npt.ArrayLike,
    *,
    slot_indptr: npt.ArrayLike | None = None,
) -> str:
    """Check plan and prices of an answer by their definition, from the problem alone.

    Parameters
    ----------
    answer : ConvexTransportResult
        What is to be checked.
    indptr, indices, cost, slot_cost, slot_indptr : array of int
        As in `convex_transport`.

    Returns
    -------
    str
        The first condition that fails; empty where the prices prove the plan optimal.

    Examples
    --------
    >>> from evenload.optimize import check_duals, convex_transport
    >>> problem = [0, 2, 4], [0, 1, 0, 1], [0, 2, 0, 2], [[0, 5], [0, 1]]
    >>> check_duals(convex_transport(*problem), *problem)
    ''
    """
    return _core.check_duals(
        _problem(indptr, indices, cost, slot_cost, slot_indptr, None, None),
        answer.assignment,
        answer.row_price,
        answer.column_price,
        answer.outside_price,
    )


class ConvexTransportState:
    """A transport problem that changes little by little, kept optimal from where it stands.

    Parameters
    ----------
    indptr, indices, cost, slot_cost, slot_indptr, start, prices
        As in `convex_transport`; nothing is read from them later.
    time_limit, work_limit, threads, seed, progress, stop
        Of the first solve.

    Examples
    --------
    >>> from evenload.optimize import ConvexTransportState
    >>> state = ConvexTransportState([0, 2, 4], [0, 1, 0, 1], [0, 2, 0, 2], [[0, 5], [0, 1]])
    >>> row = state.insert_row([0, 1], [0, 9])
    >>> state.solve()
    'optimal'
    >>> state.column_of(row), state.solution().cost
    (0, 5)
    """

    __slots__ = ("_state",)

    def __init__(
        self,
        indptr: npt.ArrayLike,
        indices: npt.ArrayLike,
        cost: npt.ArrayLike,
        slot_cost: npt.ArrayLike,
        *,
        slot_indptr: npt.ArrayLike | None = None,
        start: npt.ArrayLike | None = None,
        prices: npt.ArrayLike | None = None,
        time_limit: float = 10.0,
        work_limit: int | None = None,
        threads: int = 0,
        seed: int = 0,
        progress: ProgressOption = None,
        stop: _core.StopToken | None = None,
    ) -> None:
        problem = _problem(indptr, indices, cost, slot_cost, slot_indptr, start, prices)
        with callback(progress, "convex transport") as report:
            self._state = _core.ConvexTransportState(
                problem, time_limit, work_limit, threads, seed, report, stop
            )

    def insert_row(self, columns: npt.ArrayLike, cost: npt.ArrayLike) -> int:
        """Add a row with its columns, strictly increasing, and costs; return its number."""
        return self._state.insert_row(columns, cost)

    def remove_row(self, row: int) -> None:
        """Take a row out for good; its number is not used again."""
        self._state.remove_row(row)

    def change_cost(self, row: int, column: int, cost: int) -> None:
        """Change the cost of one of a row's pairs."""
        self._state.change_cost(row, column, cost)

    def solve(
        self,
        *,
        time_limit: float = 10.0,
        work_limit: int | None = None,
        threads: int = 0,
        seed: int = 0,
        progress: ProgressOption = None,
        stop: _core.StopToken | None = None,
    ) -> str:
        """Make plan and prices optimal again; return the status."""
        with callback(progress, "convex transport") as report:
            return self._state.solve(time_limit, work_limit, threads, seed, report, stop)

    def column_of(self, row: int) -> int:
        """Return where a row stands: a column, or -1."""
        return self._state.column_of(row)

    def solution(self) -> ConvexTransportResult:
        """Return the whole answer as it stands; removed rows are -1 with price 0."""
        return _result(self._state.solution())


def _problem(
    indptr: npt.ArrayLike,
    indices: npt.ArrayLike,
    cost: npt.ArrayLike,
    slot_cost: npt.ArrayLike,
    slot_indptr: npt.ArrayLike | None,
    start: npt.ArrayLike | None,
    prices: npt.ArrayLike | None,
) -> _core.ConvexTransportProblem:
    slots = np.asarray(slot_cost)
    if slot_indptr is not None:
        columns = max(np.asarray(slot_indptr).size - 1, 0)
    elif slots.ndim == 2:
        columns = slots.shape[0]
        slots = slots.reshape(-1)
    else:
        raise InvalidDataError(
            "wrong_type",
            table="problem",
            column="slot_cost",
            row=None,
            expected="an array of columns by slots, or slot_indptr with it",
            found=f"{slots.ndim} dimensions",
        )
    return _core.ConvexTransportProblem(
        indptr, indices, cost, columns, slots, slot_indptr, start, prices
    )


def _result(row: tuple) -> ConvexTransportResult:  # type: ignore[type-arg]
    (
        assignment,
        load,
        row_price,
        column_price,
        outside_price,
        unassigned,
        unassigned_bound,
        cost,
        cost_bound,
        status,
        stopped,
        work,
    ) = row
    return ConvexTransportResult(
        assignment=assignment,
        load=load,
        objective=float(cost),
        bound=float(cost_bound),
        status=status,
        stop=stopped,
        work=work,
        levels=[
            exact_level("unassigned", unassigned, unassigned_bound),
            exact_level("cost", cost, cost_bound),
        ],
        row_price=row_price,
        column_price=column_price,
        outside_price=outside_price,
        unassigned=unassigned,
        cost=cost,
    )
