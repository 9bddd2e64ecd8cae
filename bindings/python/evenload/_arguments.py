"""Checks of arguments that are no tables: what was asked for stands in the error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload._errors import InvalidDataError

__all__ = ["need_mapping", "series_of", "text_pairs", "zone_of"]


def _wrong(name: str, expected: str, value: object) -> InvalidDataError:
    return InvalidDataError(
        "wrong_type", table="arguments", column=name, expected=expected, found=type(value).__name__
    )


def need_mapping(value: Any, name: str) -> Mapping[str, Any]:
    """Return the value, which has to be a mapping."""
    if isinstance(value, Mapping):
        return value
    raise _wrong(name, "a mapping of names to values", value)


def zone_of(mapping: Any, default: str) -> str:
    """Return the zone that the mapping of an event log names."""
    return str(need_mapping(mapping, "mapping").get("zone", default))


def text_pairs(value: Any, name: str) -> list[tuple[str, str]]:
    """Return pairs of texts, as in ``[("follow_up", "inquiry")]``."""
    expected = "pairs of names"
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise _wrong(name, expected, value)
    pairs = []
    for row, pair in enumerate(value):
        if isinstance(pair, (str, bytes)) or not isinstance(pair, Iterable):
            raise InvalidDataError(
                "wrong_type", table="arguments", column=name, row=row, expected=expected,
                found=type(pair).__name__,
            )  # fmt: skip
        both = [str(one) for one in pair]
        if len(both) != 2:
            raise InvalidDataError(
                "length_mismatch", table="arguments", column=name, row=row, expected=expected,
                found=f"{len(both)} of them",
            )  # fmt: skip
        pairs.append((both[0], both[1]))
    return pairs


def series_of(values: Any, name: str = "values") -> npt.NDArray[np.float64]:
    """Return one number a week."""
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _wrong(name, "numbers, one a week", values) from error
    if numbers.ndim != 1:
        raise InvalidDataError(
            "length_mismatch", table="arguments", column=name, expected="numbers in one dimension",
            found=f"{numbers.ndim} dimensions",
        )  # fmt: skip
    return numbers
