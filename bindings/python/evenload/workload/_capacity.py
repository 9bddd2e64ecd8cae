"""Capacity of caseworkers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from evenload import _core
from evenload._documents import dump, versioned
from evenload._errors import InvalidDataError
from evenload.workload._document import Document


class Capacity(Document):
    """How hours become capacity: norm * (hours left for cases) / full-time hours.

    Parameters
    ----------
    rule : mapping, optional
        The whole rule as one mapping; or its fields by keyword:
    bands : iterable of mapping
        Norm by experience: ``from_months``, ``to_months``, ``norm``, ``name``; half-open, without
        gap or overlap.
    full_time_hours : number
        Hours a week.
    clock : {"profession", "employer", "case_type"}
        Which experience is meant.
    rounding : {"none", "truncate"}
        Whether capacity is cut to a whole number.
    classes : iterable of mapping
        What reductions of a class take, so that rows need only say who and when: ``name``, ``kind``
        (``"fixed_hours"`` or ``"share"``), ``amount`` or ``steps`` (``from_months``, ``to_months``,
        ``amount``), ``maximum``, ``clock`` (steps on a clock of experience, for everybody),
        ``everyone``, ``rest_days`` after the last day.
    holidays : iterable, optional
        Dates, (date, share) pairs, or a calendar of Python's ``holidays`` library; days on which
        nobody works. None: holidays are not taken off.

    Raises
    ------
    InvalidDataError
        ``gap_in_bands`` or ``overlap_in_bands`` names both rows.

    Examples
    --------
    >>> from evenload.workload import Capacity
    >>> rule = Capacity(bands=[{"to_months": 12, "norm": 120}, {"from_months": 12, "norm": 150}])
    >>> rule.to_dict()["full_time_hours"]
    40

    A newcomer's year, a mentor's hours, Christmas:

    >>> rule = Capacity(
    ...     bands=[{"norm": 100}],
    ...     classes=[
    ...         {"name": "newcomer", "kind": "share", "clock": "employer",
    ...          "steps": [{"to_months": 6, "amount": 0.4}, {"from_months": 6, "to_months": 12,
    ...                     "amount": 0.2}]},
    ...         {"name": "mentor", "kind": "fixed_hours", "amount": 3},
    ...     ],
    ...     holidays=["2026-12-24", "2026-12-25"],
    ... )
    >>> [row["name"] for row in rule.to_dict()["classes"]]
    ['newcomer', 'mentor']
    """

    __slots__ = ()
    _table = "capacity"
    _normal = staticmethod(_core.normal_capacity_rule)

    def __init__(
        self,
        rule: Mapping[str, Any] | None = None,
        *,
        bands: Iterable[Mapping[str, Any]] | None = None,
        full_time_hours: Any = None,
        clock: str | None = None,
        rounding: str | None = None,
        classes: Iterable[Mapping[str, Any]] | None = None,
        holidays: Iterable[Any] | None = None,
    ) -> None:
        document = dict(rule or {})
        fields = {
            "bands": bands,
            "full_time_hours": full_time_hours,
            "clock": clock,
            "rounding": rounding,
            "classes": classes,
            "holidays": None if holidays is None else as_holidays(holidays),
        }
        document.update({key: value for key, value in fields.items() if value is not None})
        object.__setattr__(self, "_json", self._normal(dump(versioned(document))))


def as_holidays(holidays: Iterable[Any]) -> list[dict[str, Any]]:
    """Give dates, (date, share) pairs, a mapping of either or rows the form of the document."""
    if isinstance(holidays, (str, datetime.date)):
        holidays = [holidays]
    if isinstance(holidays, Mapping):  # the calendars of Python's holidays map dates to names
        holidays = [
            day if share is None or isinstance(share, str) else (day, share)
            for day, share in holidays.items()
        ]
    rows: list[dict[str, Any]] = []
    for position, entry in enumerate(holidays):
        if isinstance(entry, Mapping):
            rows.append(dict(entry))
        elif isinstance(entry, (tuple, list)) and len(entry) == 2:
            rows.append({"date": _day(entry[0], position), "share": entry[1]})
        else:
            rows.append({"date": _day(entry, position)})
    return rows


def _day(entry: Any, position: int) -> Any:
    """Return a date; a local midnight counts as one, as in every table."""
    if isinstance(entry, str):
        return entry
    if isinstance(entry, np.datetime64):
        entry = entry.astype("datetime64[us]").item()
    if isinstance(entry, datetime.datetime) and entry.time() == datetime.time():
        return entry.date()
    if isinstance(entry, datetime.date) and not isinstance(entry, datetime.datetime):
        return entry
    raise InvalidDataError(
        "wrong_type",
        table="capacity_rule.holidays",
        column="date",
        row=position,
        expected="a date, or a date and a share",
        found=repr(entry),
    )
