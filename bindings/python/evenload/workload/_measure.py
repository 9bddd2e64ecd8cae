"""Measurement of every caseworker on a date."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from evenload import _core
from evenload._frames import Frame, read, read_with_kind
from evenload.workload._capacity import Capacity
from evenload.workload._document import DEFAULT_ZONE, iso_date
from evenload.workload._rule import MeasurementRule, rule_document
from evenload.workload._schemes import WeightScheme


class UnmatchedCasesWarning(UserWarning):
    """Cases whose caseworker is not in the table: they load nobody in the measurement.

    Attributes
    ----------
    case_ids : list of str
        Which cases; the message tells only how many.
    """

    def __init__(self, case_ids: list[str]) -> None:
        self.case_ids = case_ids
        super().__init__(
            f"{len(case_ids)} case(s) held by caseworkers that are not in the table of caseworkers"
        )


def measure(
    cases: Frame,
    caseworkers: Frame,
    *,
    rule: MeasurementRule | Mapping[str, Any] | None = None,
    weights: WeightScheme | Mapping[str, Any] | None = None,
    capacity: Capacity | Mapping[str, Any] | None = None,
    bands: Iterable[Mapping[str, Any]] | None = None,
    fixed_load: Any = None,
    ratio_decimals: int | None = None,
    on: datetime.date | str | None = None,
    absences: Frame | None = None,
    reductions: Frame | None = None,
    assignments: Frame | None = None,
    zone: str = DEFAULT_ZONE,
) -> Any:
    """Measure the load of every caseworker on a date.

    Parameters
    ----------
    cases, caseworkers : frame
        Tables of ``docs/data-model.md``: open cases with their current caseworker, and caseworkers.
    rule : MeasurementRule or mapping, optional
        A whole measurement rule, such as ``MeasurementRule.shipped("cwla")`` or
        ``policy.to_dict()["measurement"]``; the keywords below go over it.
    weights : AdditivePoints, HoursPerMonth, CaseloadCaps or mapping, optional
        Needed where cases carry no weight of their own.
    capacity : Capacity or mapping, optional
        Needed where caseworkers carry no capacity of their own.
    bands : iterable of mapping, optional
        Colour bands of load / capacity, ascending from 0.
    fixed_load : number, optional
        Load that everybody with a capacity carries beside cases, whatever the contract.
    ratio_decimals : int, optional
        Decimals to which the ratio is rounded (half up) before it is banded.
    on : date or str, optional
        Today in `zone` by default.
    absences, reductions : frame, optional
        Tables of ``docs/data-model.md``.
    assignments : frame, optional
        Roles that somebody has beside the lead; each loads its holder with the role's share.
    zone : str
        Named zone of times without an offset.

    Returns
    -------
    frame of the kind of `cases`
        One row per caseworker in their order: caseworker, unit, date, load, capacity, ratio
        (missing at zero capacity), band, perceived, cases, and ``count_<category>`` for every
        category.

    Raises
    ------
    InvalidDataError
        Names table, column and row.

    Warns
    -----
    UnmatchedCasesWarning
        Cases are held by someone who is not in the table of caseworkers.

    Examples
    --------
    >>> from evenload.workload import measure
    >>> cases = {"id": ["a", "b"], "current_caseworker": ["Kim", "Kim"],
    ...          "state": ["started", "started"], "weight": [60, 48]}
    >>> measured = measure(cases, {"id": ["Kim"], "capacity": [120]}, on="2026-11-23")
    >>> measured["load"].tolist(), measured["ratio"].tolist()
    ([108.0], [0.9])
    """
    document = rule_document(
        rule,
        weights=weights,
        capacity=capacity,
        bands=bands,
        fixed_load=fixed_load,
        ratio_decimals=ratio_decimals,
    )
    case_table, to_frame = read_with_kind("cases", cases, zone)
    table, unmatched, _ = _core.measure(
        tables_of(case_table, caseworkers, absences, reductions, assignments, zone),
        document,
        iso_date(on, zone),
    )
    if unmatched:
        warnings.warn(UnmatchedCasesWarning(unmatched), stacklevel=2)
    return to_frame(table)


def tables_of(
    cases: _core.Table,
    caseworkers: Frame,
    absences: Frame | None,
    reductions: Frame | None,
    assignments: Frame | None,
    zone: str,
) -> list[_core.Table]:
    """Read the tables of a measurement beside its cases."""
    frames = {
        "caseworkers": caseworkers,
        "absences": absences,
        "reductions": reductions,
        "assignments": assignments,
    }
    given = {name: frame for name, frame in frames.items() if frame is not None}
    return [cases, *(read(name, frame, zone) for name, frame in given.items())]
