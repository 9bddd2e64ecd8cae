"""Arguments of demand, size and worth: arrays of a stated shape, or an error that names them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload._errors import InvalidDataError

Floats = npt.NDArray[np.float64]


def numbers(values: Any, name: str, table: str = "arguments") -> Floats:
    """Return an array of numbers."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidDataError(
            "wrong_type", table=table, column=name, expected="numbers",
            found=type(values).__name__,
        ) from error  # fmt: skip


def line(values: Any, name: str) -> list[float]:
    """Return numbers in one line."""
    flat: list[float] = numbers(values, name).ravel().tolist()
    return flat


def real(value: Any, name: str) -> float:
    """Return one number."""
    array = numbers(value, name)
    if array.ndim != 0:
        raise InvalidDataError(
            "wrong_type", table="arguments", column=name, expected="one number",
            found=f"{array.ndim} dimensions",
        )  # fmt: skip
    return float(array)


def whole(value: Any, name: str) -> int:
    """Return one whole number."""
    given = real(value, name)
    if not math.isfinite(given) or given != math.floor(given) or abs(given) > 2**53:
        raise InvalidDataError(
            "wrong_type", table="arguments", column=name, expected="a whole number",
            found=str(value),
        )  # fmt: skip
    return int(given)


def by_unit(values: Any, name: str, units: Sequence[str]) -> Floats:
    """Return a number for each unit, from one number, one for each, or a mapping."""
    if isinstance(values, Mapping):
        unknown = [str(u) for u in values if str(u) not in units]
        missing = [u for u in units if u not in {str(k) for k in values}]
        if unknown or missing:
            raise InvalidDataError(
                "unknown_id" if unknown else "missing_value", table="arguments", column=name,
                expected="the units " + ", ".join(units), found=", ".join(unknown or missing),
            )  # fmt: skip
        values = [values[u] for u in units]
    array = numbers(values, name)
    if array.ndim == 0:
        return np.full(len(units), float(array))
    if array.shape != (len(units),):
        raise _shape(name, f"one number, or {len(units)} (one for each unit)", array)
    return array


def by_week(values: Any, name: str, units: Sequence[str], weeks: int) -> Floats:
    """Return units × weeks, from one number, one for each unit, all of them, or a mapping."""
    if isinstance(values, Mapping):
        rows = []
        for unit in units:
            if unit not in values:
                raise InvalidDataError(
                    "missing_value", table="arguments", column=name,
                    expected="the units " + ", ".join(units), found=f"no {unit}",
                )  # fmt: skip
            row = numbers(values[unit], name)
            if row.ndim and row.shape != (weeks,):
                raise _shape(name, f"one number, or {weeks} (one for each week), of {unit}", row)
            rows.append(np.broadcast_to(row, (weeks,)))
        return np.ascontiguousarray(rows)
    array = numbers(values, name)
    if array.shape == (len(units),):
        array = array[:, None]
    elif array.ndim and array.shape != (len(units), weeks):
        raise _shape(name, f"one number, {len(units)} units, or {len(units)} × {weeks}", array)
    return np.ascontiguousarray(np.broadcast_to(array, (len(units), weeks)))


def unit_names(units: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """Return the names, or made ones: unit 1, unit 2, …."""
    if units is None:
        return tuple(f"unit {k + 1}" for k in range(count))
    names = tuple(str(u) for u in units)
    if len(names) != count:
        raise InvalidDataError(
            "length_mismatch", table="arguments", column="units", expected=f"{count} names",
            found=str(len(names)),
        )  # fmt: skip
    for row, name in enumerate(names):
        if name in names[:row]:
            raise InvalidDataError(
                "duplicate_id", table="arguments", column="units", row=row,
                expected="each unit once", found=name,
            )  # fmt: skip
    return names


def choice(value: str, name: str, choices: Sequence[str]) -> int:
    """Return the position of a name among those known."""
    if value not in choices:
        raise InvalidDataError(
            "out_of_range", table="arguments", column=name,
            expected="one of " + ", ".join(choices), found=str(value),
        )  # fmt: skip
    return choices.index(value)


def _shape(name: str, expected: str, array: Floats) -> InvalidDataError:
    return InvalidDataError(
        "length_mismatch", table="arguments", column=name, expected=expected,
        found=" × ".join(str(n) for n in array.shape) + " numbers",
    )  # fmt: skip
