"""Errors: what went wrong, and in which table, column and row."""

from __future__ import annotations

import builtins
from typing import Any, TypeVar

from evenload import _core

_E = TypeVar("_E", bound="EvenloadError")


class EvenloadError(Exception):
    """Base of all exceptions of evenload.

    An exception means that the caller broke a contract. That nothing fits, that time is up, or that
    a solve was cancelled are answers, never exceptions.

    Parameters
    ----------
    code : str
        Stable name of what is wrong, such as ``"duplicate_id"``. Names are only ever added.
    table, column : str, optional
        Where it is wrong: ``"cases"``, ``"weight"``.
    row : int, optional
        Position from 0 in that table, as the caller gave it.
    expected, found : str, optional
        What would have been right, and what stood there instead.

    Examples
    --------
    >>> from evenload import InvalidDataError
    >>> error = InvalidDataError("negative_value", table="cases", column="weight", row=3,
    ...                          expected="a number of at least 0", found="-2")
    >>> print(error)
    cases.weight, row 3: expected a number of at least 0, found -2 (negative_value)
    >>> InvalidDataError.from_json(error.to_json()) == error
    True
    """

    code: str
    table: str | None
    column: str | None
    row: int | None
    expected: str | None
    found: str | None

    def __init__(
        self,
        code: str = "internal",
        *,
        table: str | None = None,
        column: str | None = None,
        row: int | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        super().__init__(
            _core.describe_error(code, table or "", column or "", row, expected or "", found or "")
        )
        self.code = code
        self.table = table or None
        self.column = column or None
        self.row = row
        self.expected = expected or None
        self.found = found or None

    def _fields(self) -> tuple[str, str, str, int | None, str, str]:
        return (
            self.code,
            self.table or "",
            self.column or "",
            self.row,
            self.expected or "",
            self.found or "",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), *self._fields()))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, EvenloadError)
            and type(self) is type(other)
            and self._fields() == other._fields()
        )

    def __hash__(self) -> int:
        return hash((type(self), self._fields()))

    def to_json(self) -> str:
        """Return the error as a JSON object; the same as from C++ and C."""
        return _core.error_to_json(*self._fields())

    @classmethod
    def from_json(cls: type[_E], json: str) -> _E:
        """Read what `to_json` wrote. The class follows from the code."""
        return _checked(cls, _from_fields(*_core.error_from_json(json)))

    def to_arrow(self) -> _core.Table:
        """Return a table of one row that any Arrow library can read."""
        names = ("code", "table", "column", "row", "expected", "found")
        return _core.Table.from_columns(
            "error", [(n, [v], False) for n, v in zip(names, self._fields(), strict=True)], "UTC"
        )

    @classmethod
    def from_arrow(cls: type[_E], table: Any) -> _E:
        """Read what `to_arrow` gave, from any object with ``__arrow_c_stream__``."""
        read = _core.Table.from_arrow("error", table, "UTC")
        cells = {}
        for index in range(len(read.column_names)):
            name, _, values, valid = read.column(index)
            cells[name] = values[0] if valid is None or valid[0] else None
        row = cells.get("row")
        texts = {n: cells.get(n) or "" for n in ("code", "table", "column", "expected", "found")}
        return _checked(
            cls,
            _from_fields(
                texts["code"],
                texts["table"],
                texts["column"],
                None if row is None else int(row),
                texts["expected"],
                texts["found"],
            ),
        )


class InvalidDataError(EvenloadError, ValueError):
    """Data breaks the contract in ``docs/data-model.md``; nothing half-done is returned."""


class OverflowError(EvenloadError, builtins.OverflowError):
    """A number leaves the range of exact arithmetic."""


def _class_of(code: str) -> type[EvenloadError]:
    if code == "overflow":
        return OverflowError
    return EvenloadError if code in ("internal", "out_of_memory") else InvalidDataError


def _from_fields(
    code: str, table: str, column: str, row: int | None, expected: str, found: str
) -> EvenloadError:
    """Make the exception for an error of C++; called from there."""
    return _rebuild(_class_of(code), code, table, column, row, expected, found)


def _rebuild(
    cls: type[_E], code: str, table: str, column: str, row: int | None, expected: str, found: str
) -> _E:
    return cls(code, table=table, column=column, row=row, expected=expected, found=found)


def _checked(cls: type[_E], error: EvenloadError) -> _E:
    if not isinstance(error, cls):
        raise InvalidDataError(
            "invalid_argument",
            table="error",
            column="code",
            expected=f"an error of class {cls.__name__}",
            found=error.code,
        )
    return error
