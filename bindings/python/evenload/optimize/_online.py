"""A standing plan that is asked and changed row by row. Offered by `evenload.optimize`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload.optimize._problem import class_numbers, problem_of


class OnlineMove(NamedTuple):
    """A standing row that goes from one column to another (-1: left out)."""

    row: int
    from_column: int
    to_column: int


class OnlineCandidate(NamedTuple):
    """A column that may take a row, and what that changes while all others stay put.

    Attributes
    ----------
    column : int
        The column.
    overload : int
        Difference of the overload, in units of load.
    balance : float
        Difference of the balance, sum(load² / capacity) + cost_weight * sum(cost).
    better_than_out : bool
        Better than leaving the row out, compared exactly.
    """

    column: int
    overload: int
    balance: float
    better_than_out: bool


@dataclass(frozen=True, slots=True)
class OnlineAnswer:
    """The best way to take a row in.

    Attributes
    ----------
    column : int
        Where it goes; -1 where leaving it out is best, or nothing else is allowed.
    unassigned : tuple of int
        Difference of the priority left unassigned: must, due, may_wait.
    overload : int
        Difference of the overload, in units of load.
    balance : float
        Difference of the balance.
    moves : tuple of OnlineMove
        Standing rows that make room, in the order of the path.
    proven : bool
        No path is better; else the work limit ended the search.
    work : int
        Deterministic units done, some 100 ns each.
    """

    column: int
    unassigned: tuple[int, int, int]
    overload: int
    balance: float
    moves: tuple[OnlineMove, ...]
    proven: bool
    work: int


class OnlineChange(NamedTuple):
    """One step of the history.

    Attributes
    ----------
    version : int
        Version of the state after it.
    kind : {"added", "closed", "moved", "column_changed"}
        What happened.
    row : int
        Which row; -1 where a column changed.
    from_column, to_column : int
        Columns before and after; -1 for none. Where a column changed, `to_column` is that one.
    """

    version: int
    kind: str
    row: int
    from_column: int
    to_column: int


class OnlineLevels(NamedTuple):
    """Levels of a standing plan; `unassigned` is the priority left out: must, due, may_wait."""

    unassigned: tuple[int, int, int]
    overload: int
    balance: float


class OnlineRow:
    """A row that is asked about or added; its arrays are read where they lie, as far as they fit.

    Parameters
    ----------
    columns : array of int, shape (k,)
        Columns that may take it, strictly increasing.
    weight : int or array of int, shape (k,)
        Load that it adds: one number, or one per column; at least 0.
    cost : array of int, shape (k,), optional
        Cost in each column, at least 0; 0 by default.
    priority : int
        What it counts to leave it out; at least 0.
    row_class : {"must", "due", "may_wait"} or int
        As in `balanced_assignment`.
    categories, category_amount : array of int, optional
        Its categories, and how much it counts in each (1 by default).

    Raises
    ------
    InvalidDataError
        Names table ``"row"`` and the argument where it is no array of whole numbers; anything else
        is found when the row is used.

    Examples
    --------
    >>> from evenload.optimize import OnlineRow
    >>> row = OnlineRow([0, 1], 4, cost=[0, 2], row_class="due")
    """

    __slots__ = ("_row",)

    def __init__(
        self,
        columns: npt.ArrayLike,
        weight: npt.ArrayLike,
        *,
        cost: npt.ArrayLike | None = None,
        priority: int = 1,
        row_class: str | int = "must",
        categories: npt.ArrayLike | None = None,
        category_amount: npt.ArrayLike | None = None,
    ) -> None:
        if not isinstance(weight, np.ndarray) or weight.ndim == 0:
            weight = np.atleast_1d(np.asarray(weight))
        if isinstance(row_class, str):
            numbers = class_numbers([row_class])
            row_class = int(np.asarray(numbers)[0])
        self._row = _core.OnlineRow(
            columns, weight, cost, priority, row_class, categories, category_amount
        )


class OnlineSnapshot:
    """A copy of a whole state, history included; it never changes. Made by `snapshot`."""

    __slots__ = ("_snapshot",)

    def __init__(self, snapshot: _core.OnlineSnapshot) -> None:
        self._snapshot = snapshot


class OnlineAssignment:
    """A standing plan that tells where one more row does best, and changes row by row.

    Levels and rules are those of `balanced_assignment`, without ``balance="peak"`` and row groups.
    Standing rows are kept even past the rules; whatever is added or moved obeys them.

    Rows are named by ids: 0 to n - 1 for those it begins with, larger ones for those added; none is
    used twice. After an error the state is as before. Calls free the GIL and wait for each other,
    so threads may share a state. It can be pickled: rows, ids and version, not the history.

    Parameters
    ----------
    indptr, indices, weight, capacity : array of int
        As in `balanced_assignment`; nothing is read from them later.
    **problem
        The other arguments of `balanced_assignment` that describe the problem. Rows stand where
        `fixed` or else `start` puts them; the fixed ones are never moved.

    Raises
    ------
    InvalidDataError
        As `balanced_assignment`; with code ``"unsupported"`` for ``balance="peak"`` and row groups.
    OverflowError
        Sums leave the range of exact arithmetic.

    Examples
    --------
    Column 0 is nearly full; its rows 0 and 1 could go to column 1.

    >>> from evenload.optimize import OnlineAssignment, OnlineRow
    >>> state = OnlineAssignment(
    ...     [0, 2, 4, 5], [0, 1, 0, 1, 1], [4, 5, 3], [10, 10], start=[0, 0, 1]
    ... )
    >>> row = OnlineRow([0], 3)
    >>> [(c.column, c.overload) for c in state.best(row)]
    [(0, 2)]
    >>> answer = state.best_with_moves(row, 1)
    >>> answer.column, answer.overload, answer.moves
    (0, 0, (OnlineMove(row=0, from_column=0, to_column=1),))
    >>> new = state.commit(row, answer.column, answer.moves)
    >>> state.load.tolist(), new
    ([8, 7], 3)
    >>> state.undo()
    >>> state.load.tolist()
    [9, 3]
    """

    __slots__ = ("_state",)

    def __init__(
        self,
        indptr: npt.ArrayLike,
        indices: npt.ArrayLike,
        weight: npt.ArrayLike,
        capacity: npt.ArrayLike,
        **problem: Any,
    ) -> None:
        self._state = _core.OnlineAssignment(problem_of(indptr, indices, weight, capacity, problem))

    def best(self, row: OnlineRow, count: int = 5) -> list[OnlineCandidate]:
        """Return the best columns for a row while all others stay put, best first.

        Exact order, ties by column. Columns that may not take the row are not among them.
        """
        return [OnlineCandidate._make(c) for c in self._state.best(row._row, count)]

    def exclusions(self, row: OnlineRow) -> list[str]:
        """Return for each column why it may not take the row, ``"none"`` where it may.

        The codes: ``"not_a_pair"``, ``"zero_capacity"``, ``"base_past_hard_limit"``,
        ``"hard_limit"``, ``"category_count"``, ``"category_weight"``.
        """
        return self._state.exclusions(row._row)

    def best_with_moves(
        self, row: OnlineRow, moves: int, *, work_limit: int | None = None
    ) -> OnlineAnswer:
        """Return the best way to take a row in while at most `moves` (0 to 8) others make room.

        They move along one path: the row into a column, a row of that into the next, and so on.
        The default work limit stands for some 0.1 ms.
        """
        column, unassigned, overload, balance, path, proven, work = self._state.best_with_moves(
            row._row, moves, work_limit
        )
        steps = tuple(map(OnlineMove._make, path))
        return OnlineAnswer(column, unassigned, overload, balance, steps, proven, work)

    def commit(
        self, row: OnlineRow, column: int, moves: Iterable[tuple[int, int, int]] = ()
    ) -> int:
        """Add a row to a column (-1: left out), make the moves, all or nothing; return the id."""
        return self._state.commit(row._row, column, _flat(moves))

    def move_rows(self, moves: Iterable[tuple[int, int, int]]) -> None:
        """Move standing rows, all or nothing; one that was left out comes from column -1."""
        self._state.move_rows(_flat(moves))

    def close_row(self, row: int) -> None:
        """Take a row out for good."""
        self._state.close_row(row)

    def change_column(
        self,
        column: int,
        *,
        capacity: int | None = None,
        base_load: int | None = None,
        hard_limit: int | None = None,
    ) -> None:
        """Change what is given of a column; the rest stays."""
        self._state.change_column(column, capacity, base_load, hard_limit)

    def undo(self) -> None:
        """Take back the last change that has not been taken back; this is a new version."""
        self._state.undo()

    def forget(self) -> None:
        """Give up the history so far, and undo with it; memory of closed rows becomes free."""
        self._state.forget()

    def delta(self, since: int) -> list[OnlineChange]:
        """Return what changed after a version, in order."""
        return [OnlineChange._make(c) for c in self._state.delta(since)]

    def snapshot(self) -> OnlineSnapshot:
        """Return a copy of everything, for `restore`."""
        return OnlineSnapshot(self._state.snapshot())

    def restore(self, snapshot: OnlineSnapshot) -> None:
        """Make everything as it was when the snapshot was taken, ids and version included."""
        self._state.restore(snapshot._snapshot)

    def problem(self) -> tuple[dict[str, Any], npt.NDArray[np.int64]]:
        """Return what stands as arguments of `balanced_assignment`, and the ids of its rows.

        The plan is its `start`: to plan all anew, or to look at what stands.
        """
        arrays, ids, *_ = self._state.standing()
        return arrays, ids

    def column_of(self, row: int) -> int:
        """Return where a row stands: a column, or -1 where it is left out."""
        return self._state.column_of(row)

    @property
    def load(self) -> npt.NDArray[np.int64]:
        """Load of each column, base load included, shape (m,)."""
        return self._state.load

    @property
    def levels(self) -> OnlineLevels:
        """Levels of the plan; takes time linear in rows and columns."""
        return OnlineLevels._make(self._state.levels())

    @property
    def version(self) -> int:
        """Changes so far, undone ones and undoing included."""
        return self._state.version

    @property
    def rows(self) -> int:
        """Rows that are open, left out ones included."""
        return self._state.rows

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle rows, columns, ids and version."""
        return _from_standing, self._state.standing()


def _from_standing(
    arrays: dict[str, Any],
    ids: npt.NDArray[np.int64],
    slots: int,
    generation: int,
    version: int,
) -> OnlineAssignment:
    state = OnlineAssignment.__new__(OnlineAssignment)
    rest = dict(arrays)
    indptr, indices, weight, capacity = map(rest.pop, ("indptr", "indices", "weight", "capacity"))
    state._state = _core.OnlineAssignment.from_standing(
        problem_of(indptr, indices, weight, capacity, rest), ids, slots, generation, version
    )
    return state


def _flat(moves: Iterable[tuple[int, int, int]]) -> npt.NDArray[Any]:
    table = np.asarray(moves if isinstance(moves, np.ndarray) else list(moves))
    if table.size > 0 and (table.ndim != 2 or table.shape[1] != 3):
        raise InvalidDataError(
            "wrong_type",
            table="moves",
            column="",
            row=None,
            expected="rows of three whole numbers: row, from_column, to_column",
            found=f"an array of shape {table.shape}",
        )
    return table.reshape(-1)
