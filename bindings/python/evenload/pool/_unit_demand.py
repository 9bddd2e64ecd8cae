"""Demand of units: a law to draw from, or scenarios. Offered by `evenload.pool`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload._errors import InvalidDataError

DemandRow = tuple[Any, Any, Any, Any, float, float]


@dataclass(frozen=True)
class ScenarioMean:
    """A mean over scenarios with its standard error: 0 where the scenarios were given."""

    mean: float
    standard_error: float


@dataclass(frozen=True)
class NormalDemand:
    """Weekly demand drawn from normal laws that are cut off.

    Attributes
    ----------
    mean, deviation : mapping of str to float
        By unit, hours a week; the deviation is that before the cut.
    truncation : float
        Cut at so many deviations on either side; what is below 0 counts as 0.
    correlation : float
        Of any two units, 0 to below 1.
    """

    mean: Mapping[Any, float]
    deviation: Mapping[Any, float]
    truncation: float = 2.0
    correlation: float = 0.0


#: Scenarios by unit (one number each), or a law.
Demand = Mapping[Any, npt.ArrayLike] | NormalDemand


def known(names: Mapping[Any, int], name: Any, table: str, column: str, row: int | None) -> int:
    """Return the position of a name, or refuse it."""
    if name in names:
        return names[name]
    raise InvalidDataError(
        "unknown_id", table=table, column=column, row=row,
        expected="one of " + ", ".join(map(str, names)), found=str(name),
    )  # fmt: skip


def units_of(demand: Demand) -> list[Any]:
    """Return the units that a demand names, in its order."""
    return list(demand.mean if isinstance(demand, NormalDemand) else demand)


def demand_row(
    demand: Demand, units: Sequence[Any], probability: npt.ArrayLike | None
) -> DemandRow:
    """Return what the compiled part takes."""
    if isinstance(demand, NormalDemand):
        places = {unit: place for place, unit in enumerate(units)}
        for unit in demand.deviation:
            known(places, unit, "demand", "deviation", None)
        for place, unit in enumerate(units):
            if unit not in demand.deviation:
                raise InvalidDataError(
                    "missing_value", table="demand", column="deviation", row=place,
                    expected="one of every unit", found=f"none of {unit}",
                )  # fmt: skip
        mean = [float(demand.mean[unit]) for unit in units]
        deviation = [float(demand.deviation[unit]) for unit in units]
        law = (float(demand.truncation), float(demand.correlation))
        return (None, None, mean, deviation, *law)
    columns = [np.atleast_1d(np.asarray(demand[unit], dtype=float)) for unit in units]
    lengths = {len(column) for column in columns}
    for place, column in enumerate(columns):
        if column.ndim != 1 or len(column) != len(columns[0]):
            raise InvalidDataError(
                "length_mismatch", table="demand", column="hours", row=place,
                expected=f"{len(columns[0])} scenarios as in {units[0]}",
                found=f"{column.size} in {units[place]}",
            )  # fmt: skip
    hours = np.stack(columns, axis=1) if lengths else np.zeros((0, 0))
    chances = None if probability is None else np.asarray(probability, dtype=float)
    return (hours, chances, None, None, 2.0, 0.0)
