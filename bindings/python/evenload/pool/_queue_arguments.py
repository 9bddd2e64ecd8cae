"""Checks of the arguments of queues: what was asked for stands in the error."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload._errors import InvalidDataError

#: What a server may be, in the order of the compiled part.
SERVERS = ("line", "caseload_slot", "worker_giving_attention")
STARTS = ("empty", "steady", "cyclic")
SHAPES = ("exponential", "deterministic", "lognormal", "erlang")

Reals = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def position(name: str, names: tuple[str, ...], column: str, table: str = "queue") -> int:
    """Return the place of a name among those that there are."""
    if name in names:
        return names.index(name)
    raise InvalidDataError(
        "out_of_range", table=table, column=column, expected=" or ".join(names), found=str(name)
    )


def real(value: Any, column: str, table: str = "queue") -> float:
    """Return a number as a float."""
    if not isinstance(value, (str, bytes)):
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):
            pass
    raise InvalidDataError(
        "wrong_type", table=table, column=column, expected="a number", found=type(value).__name__
    )


def maybe_real(value: Any, column: str, table: str = "queue") -> float | None:
    """Return a number as a float, or None."""
    return None if value is None else real(value, column, table)


def whole(value: Any, column: str, table: str = "queue") -> int:
    """Return a whole number that 64 bits hold."""
    try:
        number = operator.index(value)
    except TypeError as error:
        raise InvalidDataError(
            "wrong_type", table=table, column=column, expected="a whole number",
            found=type(value).__name__,
        ) from error  # fmt: skip
    if not -(2**63) <= number < 2**63:
        raise InvalidDataError(
            "out_of_range", table=table, column=column, expected="a number of 64 bits",
            found=str(number),
        )  # fmt: skip
    return number


def seed_of(value: Any) -> int:
    """Return a seed, 0 to 2**64 - 1."""
    try:
        number = operator.index(value)
    except TypeError as error:
        raise InvalidDataError(
            "wrong_type", table="options", column="seed", expected="a whole number",
            found=type(value).__name__,
        ) from error  # fmt: skip
    if not 0 <= number < 2**64:
        raise InvalidDataError(
            "out_of_range", table="options", column="seed", expected="0 to 2**64 - 1",
            found=str(number),
        )  # fmt: skip
    return number


def threads_of(value: Any) -> int:
    """Return a number of threads, 0 to 65536."""
    number = whole(value, "threads", "options")
    if not 0 <= number <= 65536:
        raise InvalidDataError(
            "out_of_range", table="options", column="threads", expected="0 to 65536",
            found=str(number),
        )  # fmt: skip
    return number


def reals(values: Any, column: str) -> Reals:
    """Return one number for each period."""
    try:
        numbers = np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidDataError(
            "wrong_type", table="periods", column=column, expected="numbers, one a period",
            found=type(values).__name__,
        ) from error  # fmt: skip
    _need_one_dimension(numbers.ndim, column)
    return numbers


def counts(values: Any, column: str) -> Counts:
    """Return one whole number for each period."""
    numbers = np.asarray(values)
    if numbers.size and numbers.dtype.kind not in "iu":
        raise InvalidDataError(
            "wrong_type", table="periods", column=column, expected="whole numbers, one a period",
            found=str(numbers.dtype),
        )  # fmt: skip
    _need_one_dimension(numbers.ndim, column)
    return np.ascontiguousarray(numbers, dtype=np.int64)


def _need_one_dimension(dimensions: int, column: str) -> None:
    if dimensions != 1:
        raise InvalidDataError(
            "length_mismatch", table="periods", column=column, expected="one dimension",
            found=f"{dimensions} dimensions",
        )  # fmt: skip
