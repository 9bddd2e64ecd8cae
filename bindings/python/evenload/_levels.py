"""Levels of an answer: what was reached, and how far from the best it can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level of an answer; levels stand in strict order, the first weighing most.

    Attributes
    ----------
    name : str
        ``"unassigned"`` (or ``"unassigned_must"``, ``"unassigned_due"``,
        ``"unassigned_may_wait"``), ``"overload"``, ``"peak"``, ``"balance"``,
        ``"makespan"`` or ``"cost"``.
    value : float
        What this answer reaches; smaller is better.
    bound : float
        No answer whose earlier levels are as good can be below this; rounded to the safe side.
    gap : float or None
        (value - bound) / value; 0 where both are 0, None where only the bound is 0.
    absolute_gap : float
        value - bound.
    variable_gap : float or None
        For balance: the gap relative to what can vary, value - (sum of loads)² / (sum of
        capacities).
    proven : bool
        Value and bound are exactly equal.
    """

    name: str
    value: float
    bound: float
    gap: float | None
    absolute_gap: float
    variable_gap: float | None
    proven: bool


def levels_from(
    rows: Iterable[tuple[str, float, float, float | None, float, float | None, bool]],
) -> list[Level]:
    """Make levels from what the compiled part returns."""
    return [Level(*row) for row in rows]
