"""The page's section on workload over time: plain rows, in no language yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenload.workload import Changes, UnitComparison, WeeklySeries

from .gather import rows_of

#: Parts of a change, in the order in which they are told.
PARTS = (
    "new",
    "closed",
    "from_vacancy",
    "taken_over",
    "handed_over",
    "phase",
    "role",
    "weights",
    "beside_cases",
    "capacity",
)


@dataclass(frozen=True)
class Workload:
    """What the page's section on workload is made from.

    Attributes
    ----------
    series : WeeklySeries
        Of `evenload.workload.weekly_series`; without person level the section shows units only.
    changes : Changes, optional
        Of `evenload.workload.changes`: what changed since last time.
    alarms : frame, optional
        Of `evenload.workload.alarms` on the units of the series.
    comparison : UnitComparison, optional
        Of `evenload.workload.compare_units`: units under their own schemes.
    """

    series: WeeklySeries
    changes: Changes | None = None
    alarms: Any = None
    comparison: UnitComparison | None = None


@dataclass(frozen=True)
class Weeks:
    """One row of a picture: ratios by week, None where there is no capacity."""

    name: str
    ratios: tuple[float | None, ...]


@dataclass(frozen=True)
class UnitWeeks:
    """A unit over the weeks, and its people."""

    unit: str
    ratios: tuple[float | None, ...]
    people: tuple[Weeks, ...]
    alarms: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class UnitChange:
    """What changed in a unit: load before and after, and each part that is not 0."""

    unit: str
    before: float
    after: float
    ratio_before: float | None
    ratio_after: float | None
    parts: Mapping[str, float]


@dataclass(frozen=True)
class ComparedUnit:
    """A unit under its own scheme."""

    unit: str
    scheme: str
    family: str
    agreed: bool
    load: float
    capacity: float
    ratio: float | None
    lowest: float | None
    highest: float | None
    over: int
    people: int


@dataclass(frozen=True)
class Caveat:
    """What a comparison cannot tell."""

    name: str
    unit: str
    other: str


@dataclass(frozen=True)
class WorkloadModel:
    """All that the section shows."""

    weeks: tuple[str, ...]
    units: tuple[UnitWeeks, ...]
    changes: tuple[UnitChange, ...]
    compared: tuple[ComparedUnit, ...]
    caveats: tuple[Caveat, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts in which any unit changed."""
        return tuple(
            part for part in PARTS if any(change.parts.get(part) for change in self.changes)
        )


def gather_workload(given: Workload) -> WorkloadModel:
    """Read what the section shows from what was measured."""
    units = rows_of(given.series.units)
    weeks = tuple(dict.fromkeys(str(row["week"]) for row in units))
    people = [] if given.series.people is None else rows_of(given.series.people)
    raised = [] if given.alarms is None else rows_of(given.alarms)
    return WorkloadModel(
        weeks=weeks,
        units=tuple(
            UnitWeeks(
                unit,
                ratios,
                tuple(
                    Weeks(name, own)
                    for name, own in _by_week(
                        (row for row in people if (row.get("unit") or "") == unit),
                        "caseworker",
                        weeks,
                    )
                ),
                tuple(
                    (weeks.index(row["week"]), row["alarm"])
                    for row in raised
                    if (row["unit"] or "") == unit and row.get("alarm") and row["week"] in weeks
                ),
            )
            for unit, ratios in _by_week(units, "unit", weeks)
        ),
        changes=() if given.changes is None else tuple(_changes(rows_of(given.changes.units))),
        compared=()
        if given.comparison is None
        else tuple(_compared(row) for row in rows_of(given.comparison.units)),
        caveats=()
        if given.comparison is None
        else tuple(
            Caveat(row["caveat"], row["unit"] or "", row["other"] or "")
            for row in rows_of(given.comparison.cannot_tell)
        ),
    )


def _by_week(
    rows: Iterable[Mapping[str, Any]], by: str, weeks: tuple[str, ...]
) -> list[tuple[str, tuple[float | None, ...]]]:
    found: dict[str, dict[str, float | None]] = {}
    for row in rows:
        found.setdefault(row[by] or "", {})[str(row["week"])] = row["ratio"]
    return [(name, tuple(ratios.get(week) for week in weeks)) for name, ratios in found.items()]


def _changes(rows: list[dict[str, Any]]) -> Iterable[UnitChange]:
    units: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        units.setdefault(row["unit"] or "", {})[row["part"]] = row
    for unit, parts in units.items():
        before, after = parts["from"], parts["to"]
        yield UnitChange(
            unit,
            float(before["load"]),
            float(after["load"]),
            before["ratio"],
            after["ratio"],
            {
                name: float(parts[name]["load"])
                for name in PARTS
                if name in parts and parts[name]["load"]
            },
        )


def _compared(row: Mapping[str, Any]) -> ComparedUnit:
    return ComparedUnit(
        unit=row["unit"] or "",
        scheme=row["scheme"] or "",
        family=row["family"] or "",
        agreed=bool(row["agreed"]),
        load=float(row["load"]),
        capacity=float(row["capacity"]),
        ratio=row["ratio"],
        lowest=row["lowest"],
        highest=row["highest"],
        over=int(row["over_capacity"]),
        people=int(row["people"]),
    )
