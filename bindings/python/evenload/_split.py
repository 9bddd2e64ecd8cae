"""One big table of many municipalities, split by a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import numpy.typing as npt

from evenload._errors import InvalidDataError
from evenload._frames import Frame, read, to_mapping

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Part:
    """The tables of one problem, and in which rows of the whole they stood."""

    tables: dict[str, Frame]
    rows: dict[str, Rows]


def split_tables(by: str, tables: Mapping[str, Frame | None]) -> Iterator[tuple[str, Part]]:
    """Yield a name and its tables for every value of a column.

    In the order in which the values first occur, cases before caseworkers before the rest. The
    column itself is left out of the parts. A table without rows of a value is empty there.
    """
    given = {name: frame for name, frame in tables.items() if frame is not None}
    first = [name for name in ("cases", "caseworkers") if name in given]
    order = [*first, *(name for name in given if name not in first)]
    sliced = {name: _Sliced(name, given[name], by) for name in order}
    names = dict.fromkeys(value for name in order for value in sliced[name].rows)
    for value in names:
        parts = {name: sliced[name].part(value) for name in order}
        rows = {name: sliced[name].rows.get(value, _NONE) for name in order}
        yield value, Part(parts, rows)


_NONE: Rows = np.empty(0, dtype=np.intp)


class _Sliced:
    """One table with its rows by value of the column."""

    def __init__(self, name: str, frame: Frame, by: str) -> None:
        self._frame = _eager(name, frame)
        self._by = by
        columns = self._frame.columns if isinstance(self._frame, nw.DataFrame) else self._frame
        if by not in columns:
            raise InvalidDataError(
                "missing_column",
                table=name,
                column=by,
                expected="the column that says to which problem a row belongs",
                found="no such column",
            )
        self.rows = _rows_by_value(name, by, self._column())

    def _column(self) -> list[Any]:
        if isinstance(self._frame, nw.DataFrame):
            return self._frame[self._by].to_list()
        return _cells(self._frame[self._by])

    def part(self, value: str) -> Frame:
        rows = self.rows.get(value, _NONE)
        if isinstance(self._frame, nw.DataFrame):
            kept = [column for column in self._frame.columns if column != self._by]
            return self._frame[rows.tolist(), kept].to_native()
        return {
            column: cells[rows]
            if isinstance(cells, np.ndarray)
            else [cells[row] for row in rows.tolist()]
            for column, cells in self._frame.items()
            if column != self._by
        }


def _eager(name: str, frame: Frame) -> Any:
    """Give the frame rows that can be picked: narwhals, or a mapping of arrays and lists."""
    if isinstance(frame, Mapping):
        return {
            str(column): cells if isinstance(cells, (np.ndarray, list, tuple)) else _cells(cells)
            for column, cells in frame.items()
        }
    known = nw.from_native(frame, pass_through=True)
    if isinstance(known, nw.LazyFrame):
        return known.collect()
    if isinstance(known, nw.DataFrame):
        return known
    return to_mapping(read(name, frame, "UTC"))


def _cells(values: Any) -> list[Any]:
    for method in ("tolist", "to_list", "to_pylist"):
        if hasattr(values, method):
            cells: list[Any] = getattr(values, method)()
            return cells
    return list(values)


def _rows_by_value(table: str, by: str, cells: list[Any]) -> dict[str, Rows]:
    rows: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        if cell is None or cell != cell or cell == "":
            raise InvalidDataError(
                "missing_value",
                table=table,
                column=by,
                row=row,
                expected="to which problem the row belongs",
                found="nothing",
            )
        rows.setdefault(str(cell), []).append(row)
    return {value: np.array(found, dtype=np.intp) for value, found in rows.items()}
