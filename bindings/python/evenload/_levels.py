"""Levels of an answer: what was reached, and how far from the best it can be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Level:
    """One level of an answer; levels stand in strict order, the first weighing most.

    Attributes
    ----------
    name : str
        ``"unassigned"`` (or ``"unassigned_must"``, ``"unassigned_due"``,
        ``"unassigned_may_wait"``), ``"overload"``, ``"peak"``, ``"leximin"``, ``"balance"``,
        ``"changes"``, ``"makespan"`` or ``"cost"``.
    value : float
        What this answer reaches; smaller is better.
    bound : float
        No answer whose earlier levels are as good can be below this; rounded to the safe side.
    gap : float or None
        (value - bound) / |value|; 0 where both are equal, None where only one of them is 0.
    absolute_gap : float
        value - bound.
    variable_gap : float or None
        For balance: the gap relative to what can vary, value - (sum of loads)² / (sum of
        capacities).
    proven : bool
        Value and bound are exactly equal; for leximin: all ratios are proven, of which value is the
        largest.
    """

    name: str
    value: float
    bound: float
    gap: float | None
    absolute_gap: float
    variable_gap: float | None
    proven: bool


@dataclass(frozen=True, slots=True, eq=False)
class SortedRatios:
    """What ``balance="leximin"`` compares, position by position. It names nobody.

    Attributes
    ----------
    ratios : numpy.ndarray of float
        Load / capacity of all who have capacity, largest first.
    proven : int
        How many from the first on are proven: none of these can be smaller in a plan whose earlier
        levels and ratios are no larger.
    next_bound : float or None
        Lower bound at the first position that is not proven; None where all are.
    """

    ratios: npt.NDArray[np.float64]
    proven: int
    next_bound: float | None


def ratios_from(
    row: tuple[npt.NDArray[np.float64], int, float | None] | None,
) -> SortedRatios | None:
    """Make them from what the compiled part returns."""
    return None if row is None else SortedRatios(*row)


def levels_from(
    rows: Iterable[tuple[str, float, float, float | None, float, float | None, bool]],
) -> list[Level]:
    """Make levels from what the compiled part returns."""
    return [Level(*row) for row in rows]


def exact_level(name: str, value: int, bound: int) -> Level:
    """Make a level of whole numbers; the bound shown is not above the exact one."""
    shown = float(value)
    if value == bound:
        return Level(name, shown, shown, 0.0, 0.0, None, True)
    low = float(bound)
    if int(low) > bound:
        low = math.nextafter(low, -math.inf)
    gap = (shown - low) / abs(shown) if value != 0 and bound != 0 else None
    return Level(name, shown, low, gap, shown - low, None, False)
