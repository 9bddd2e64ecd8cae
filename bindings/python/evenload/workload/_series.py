"""Measurement over time. Offered by `evenload.workload`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, read, read_with_kind
from evenload.workload._capacity import Capacity
from evenload.workload._document import DEFAULT_ZONE, iso_date
from evenload.workload._rule import MeasurementRule, rule_document
from evenload.workload._schemes import WeightScheme

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: In `weekly_load`: last day of a case that is still held.
STILL_HELD = np.iinfo(np.int32).max


@dataclass(frozen=True)
class WeeklySeries:
    """Load, capacity and ratio week by week; frames of the caller's kind.

    Attributes
    ----------
    people : frame or None
        A row per caseworker and week; None where `person_level` was False.
    units, municipality : frame
        The same for groups, each case counted once, with ``ratings`` (how many gave their own) and
        for units ``caseworkers``.
    unheld : frame
        Cases that nobody in the table of caseworkers held, by unit of the case.
    unknown_holders : list of str
        Holders outside the table of caseworkers; empty where `person_level` was False.
    unknown_holder_count : int
        How many they are, in any case.
    """

    people: Any
    units: Any
    municipality: Any
    unheld: Any
    unknown_holders: list[str]
    unknown_holder_count: int


@dataclass(frozen=True)
class Changes:
    """What changed between two days, part by part; frames of the caller's kind.

    Attributes
    ----------
    people : frame or None
        Rows ``from``, each part and ``to`` per caseworker; None where `person_level` was False.
    units, municipality : frame
        The same for groups.
    """

    people: Any
    units: Any
    municipality: Any


def weekly_series(
    held_cases: Frame,
    caseworkers: Frame,
    *,
    first: datetime.date | str,
    last: datetime.date | str,
    weekday: str = "monday",
    rule: MeasurementRule | Mapping[str, Any] | None = None,
    weights: WeightScheme | Mapping[str, Any] | None = None,
    capacity: Capacity | Mapping[str, Any] | None = None,
    bands: Iterable[Mapping[str, Any]] | None = None,
    ratio_decimals: int | None = None,
    absences: Frame | None = None,
    reductions: Frame | None = None,
    caseworker_weeks: Frame | None = None,
    person_level: bool = True,
    smallest_group: int = 3,
    overlap: str = "refuse",
    threads: int = 0,
    zone: str = DEFAULT_ZONE,
) -> WeeklySeries:
    """Measure one day of every week: people, units and the municipality.

    On each measuring day the row of a caseworker is what `measure` says of the cases held then,
    exactly; weights are those in force on that day.

    Parameters
    ----------
    held_cases : frame
        Who held which case in which role and phase, from which day to which
        (``docs/data-model.md``).
    caseworkers : frame
        Caseworkers, with their units.
    first, last : date or str
        Measuring days lie between them, both included.
    weekday : str
        ``"monday"`` to ``"sunday"``: the day on which each week is measured.
    rule, weights, capacity, bands, ratio_decimals
        As in `measure`.
    absences, reductions : frame, optional
        As in `measure`.
    caseworker_weeks : frame, optional
        Capacity, base load and own ratings by caseworker and week, over what `caseworkers` says.
    person_level : bool
        False: nothing about a single caseworker comes out, and units of fewer than
        `smallest_group` are put together with others.
    smallest_group : int
        At least 2; of use only without person level.
    overlap : {"refuse", "share"}
        Whether two caseworkers may hold the same role in a case at the same time.
    threads : int
        0 for as many as are worth it; the answer does not depend on it.
    zone : str
        Named zone of times without an offset.

    Returns
    -------
    WeeklySeries
        Frames of the kind of `held_cases`.

    Raises
    ------
    InvalidDataError
        Names table, column and row: a case closed before it was opened, two holders of one role at
        a time, …

    Examples
    --------
    >>> from evenload.workload import weekly_series
    >>> held = {"case": ["a", "b"], "caseworker": ["Kim", "Kim"], "weight": [60, 48],
    ...         "from": ["2026-11-02", "2026-11-11"], "to": [None, "2026-11-20"]}
    >>> people = {"id": ["Kim"], "unit": ["children"], "capacity": [120]}
    >>> series = weekly_series(held, people, first="2026-11-02", last="2026-11-29")
    >>> series.people["week"].tolist()
    ['2026-W45', '2026-W46', '2026-W47', '2026-W48']
    >>> series.people["ratio"].tolist()
    [0.5, 0.5, 0.9, 0.5]
    """
    table, to_frame = read_with_kind("held_cases", held_cases, zone)
    people, units, municipality, unheld, unknown, count = _core.weekly_series(
        table,
        read("caseworkers", caseworkers, zone),
        maybe_table("absences", absences, zone),
        maybe_table("reductions", reductions, zone),
        maybe_table("caseworker_weeks", caseworker_weeks, zone),
        rule_document(
            rule, weights=weights, capacity=capacity, bands=bands, ratio_decimals=ratio_decimals
        ),
        iso_date(first, zone),
        iso_date(last, zone),
        weekday_number(weekday),
        person_level,
        smallest_group,
        overlap,
        threads,
    )
    return WeeklySeries(
        None if people is None else to_frame(people),
        to_frame(units),
        to_frame(municipality),
        to_frame(unheld),
        unknown,
        count,
    )


def changes(
    held_cases: Frame,
    caseworkers: Frame,
    *,
    start: datetime.date | str,
    end: datetime.date | str,
    rule: MeasurementRule | Mapping[str, Any] | None = None,
    weights: WeightScheme | Mapping[str, Any] | None = None,
    capacity: Capacity | Mapping[str, Any] | None = None,
    absences: Frame | None = None,
    reductions: Frame | None = None,
    caseworker_weeks: Frame | None = None,
    person_level: bool = True,
    smallest_group: int = 3,
    zone: str = DEFAULT_ZONE,
) -> Changes:
    """Say what changed between two days, so that the parts sum to the whole.

    Parts, in the order in which changes are attributed: ``new`` and ``closed`` cases; taken over
    ``from_vacancy``; ``taken_over`` from and ``handed_over`` to others; ``phase`` (and type,
    factors, own weight) and ``role`` of cases that stayed; ``weights``, another version of the
    table; load ``beside_cases``; and, of the ratio alone, ``capacity``.

    Parameters
    ----------
    held_cases, caseworkers : frame
        As in `weekly_series`.
    start, end : date or str
        The two days.
    rule, weights, capacity
        As in `measure`.
    absences, reductions, caseworker_weeks : frame, optional
        As in `weekly_series`.
    person_level, smallest_group
        As in `weekly_series`.
    zone : str
        Named zone of times without an offset.

    Returns
    -------
    Changes
        Frames with rows ``from``, each part, ``to``: ``load``, ``ratio`` (missing where a capacity
        is 0), ``capacity``, ``cases`` (how many took part), and exact fractions as text in
        ``load_exact`` and ``ratio_exact``.

    Raises
    ------
    InvalidDataError
        Names table, column and row.

    Examples
    --------
    >>> from evenload.workload import changes
    >>> held = {"case": ["a", "b", "c"], "caseworker": ["Kim"] * 3, "weight": [60, 24, 36],
    ...         "from": ["2026-11-02", "2026-11-02", "2026-11-11"],
    ...         "to": [None, "2026-11-10", None]}
    >>> people = {"id": ["Kim"], "capacity": [120]}
    >>> found = changes(held, people, start="2026-11-09", end="2026-11-16").people
    >>> [(part, load) for part, load in zip(found["part"], found["load"].tolist()) if load]
    [('from', 84.0), ('new', 36.0), ('closed', -24.0), ('to', 96.0)]
    """
    table, to_frame = read_with_kind("held_cases", held_cases, zone)
    people, units, municipality = _core.changes(
        table,
        read("caseworkers", caseworkers, zone),
        maybe_table("absences", absences, zone),
        maybe_table("reductions", reductions, zone),
        maybe_table("caseworker_weeks", caseworker_weeks, zone),
        rule_document(rule, weights=weights, capacity=capacity),
        iso_date(start, zone),
        iso_date(end, zone),
        person_level,
        smallest_group,
    )
    return Changes(
        None if people is None else to_frame(people), to_frame(units), to_frame(municipality)
    )


@dataclass(frozen=True)
class LoadGrid:
    """Sums of one level.

    Attributes
    ----------
    load : array of int64, shape (groups, weeks)
        In the units of the weights.
    cases : array of int32, shape (groups, weeks)
        Each case once per group.
    by_category : array of int32, shape (categories, groups, weeks)
        The same by category.
    """

    load: npt.NDArray[np.int64]
    cases: npt.NDArray[np.int32]
    by_category: npt.NDArray[np.int32]


@dataclass(frozen=True)
class WeeklyLoad:
    """Sums by week on arrays: `LoadGrid` of people, units and the municipality."""

    people: LoadGrid
    units: LoadGrid
    municipality: LoadGrid


def weekly_load(
    holder: npt.ArrayLike,
    first: npt.ArrayLike,
    last: npt.ArrayLike,
    weight: npt.ArrayLike,
    *,
    first_day: int,
    weeks: int,
    people: int,
    case: npt.ArrayLike | None = None,
    cases: int = 0,
    role: npt.ArrayLike | None = None,
    category: npt.ArrayLike | None = None,
    categories: int = 0,
    unit: npt.ArrayLike | None = None,
    units: int = 0,
    threads: int = 1,
) -> WeeklyLoad:
    """Sum held cases by week on arrays of codes; the kernel of `weekly_series`.

    Contiguous arrays of the stated type are read where they lie. Row = one case held by one person
    in one role over the days `first` to `last`.

    Parameters
    ----------
    holder : array of int32, shape (n,)
        A person, or -1 for nobody.
    first, last : array of int32, shape (n,)
        Days since 1970-01-01, both included; `STILL_HELD` for no end.
    weight : array of int64, shape (n,)
        At least 0, on a common denominator of the caller's.
    first_day : int
        First measuring day, days since 1970-01-01; the others follow every seventh day.
    weeks, people, cases, categories, units : int
        How many there are of each; codes lie below.
    case, role, category : array of int32, shape (n,), optional
        Codes. Without `case` every row is a case of its own; two rows of one case and role may not
        meet on any day; category -1 is none.
    unit : array of int32, shape (people,), optional
        Unit of each person, or -1.
    threads : int
        0 for as many as are worth it; the answer does not depend on it.

    Returns
    -------
    WeeklyLoad
        Arrays of whole numbers.

    Raises
    ------
    InvalidDataError
        Names table ``"held_cases"``, the column and the row.

    Examples
    --------
    >>> from evenload.workload import STILL_HELD, weekly_load
    >>> sums = weekly_load([0, 0, 1], [0, 5, 0], [6, STILL_HELD, 13], [3, 4, 5],
    ...                    first_day=0, weeks=3, people=2)
    >>> sums.people.load.tolist()
    [[3, 4, 4], [5, 5, 0]]
    """
    grids = _core.weekly_load(
        holder,
        first,
        last,
        weight,
        case,
        role,
        category,
        unit,
        first_day,
        weeks,
        people,
        units,
        cases,
        categories,
        threads,
    )
    counts = (people, units, 1)
    return WeeklyLoad(
        *(
            LoadGrid(
                grid["load"].reshape(groups, weeks),
                grid["cases"].reshape(groups, weeks),
                grid["by_category"].reshape(categories, groups, weeks),
            )
            for grid, groups in zip(grids, counts, strict=True)
        )
    )


def rate_cells(
    load: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    load_denominator: int = 1,
    capacity_denominator: int = 1,
    bands: Iterable[Mapping[str, Any]] = (),
    ratio_decimals: int | None = None,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Ratio and band of many cells of whole numbers, as `measure` gives them.

    Parameters
    ----------
    load, capacity : array of int64
        Of the same shape, at least 0.
    load_denominator, capacity_denominator : int
        What the whole numbers are counted in.
    bands : iterable of mapping
        ``from`` and, where it starts strictly above, ``strictly_above``; ascending from 0.
    ratio_decimals : int, optional
        Decimals to which the ratio is rounded half up before it is banded.

    Returns
    -------
    (array of float, array of int32)
        Ratio, NaN at zero capacity; position of the band, -1 where there is none.

    Raises
    ------
    InvalidDataError
        Names the argument and the position.

    Examples
    --------
    >>> from evenload.workload import rate_cells
    >>> ratio, band = rate_cells([9, 12], [10, 10], bands=[{"from": 0}, {"from": 1}])
    >>> ratio.tolist(), band.tolist()
    ([0.9, 1.2], [0, 1])
    """
    loads = np.asarray(load)
    starts = [(str(band["from"]), bool(band.get("strictly_above", False))) for band in bands]
    ratio, position = _core.rate_cells(
        loads.reshape(-1),
        load_denominator,
        np.asarray(capacity).reshape(-1),
        capacity_denominator,
        starts,
        -1 if ratio_decimals is None else ratio_decimals,
    )
    return ratio.reshape(loads.shape), position.reshape(loads.shape)


def maybe_table(name: str, frame: Frame | None, zone: str) -> _core.Table | None:
    """Read a table that need not be there."""
    return None if frame is None else read(name, frame, zone)


def weekday_number(name: str) -> int:
    """Return 1 for Monday to 7 for Sunday."""
    if name not in WEEKDAYS:
        raise InvalidDataError(
            "out_of_range", column="weekday", expected="a day such as 'monday'", found=str(name)
        )
    return WEEKDAYS.index(name) + 1
