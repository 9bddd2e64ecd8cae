"""Units side by side, and those who lead them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, read_with_kind
from evenload.workload._document import DEFAULT_ZONE, iso_date
from evenload.workload._measure import tables_of
from evenload.workload._rule import MeasurementRule, rule_document


@dataclass(frozen=True)
class UnitComparison:
    """Units under their own schemes, on the one scale they share.

    Attributes
    ----------
    units : frame
        One row per unit: unit, scheme, version, family, agreed, people, cases, load, capacity,
        ratio, lowest, median, highest (of the people's ratios), over_capacity,
        without_capacity, not_weighed.
    cross : frame
        Each unit under each other unit's scheme: unit, scheme_of, ratio, weighed, not_weighed.
    cannot_tell : frame
        What the numbers leave open: caveat, unit, other, and the sentence in ``en`` and ``sv``.
    sentences : tuple of str
        The same in plain words.
    """

    units: Any
    cross: Any
    cannot_tell: Any
    sentences: tuple[str, ...]


def compare_units(
    cases: Frame,
    caseworkers: Frame,
    rules: Mapping[str, MeasurementRule | Mapping[str, Any]],
    *,
    on: datetime.date | str | None = None,
    absences: Frame | None = None,
    reductions: Frame | None = None,
    assignments: Frame | None = None,
    zone: str = DEFAULT_ZONE,
) -> UnitComparison:
    """Measure units under different schemes, on the scale they share: the share of capacity used.

    Parameters
    ----------
    cases, caseworkers, absences, reductions, assignments : frame
        As in `measure`; a caseworker belongs to the unit that their row names.
    rules : mapping of str to MeasurementRule
        One rule for each unit, so that no unit mixes families.
    on : date or str, optional
        Today in `zone` by default.
    zone : str
        Named zone of times without an offset.

    Returns
    -------
    UnitComparison
        Frames of the kind of `cases`, and what the comparison cannot tell.

    Raises
    ------
    InvalidDataError
        As `measure`.

    Examples
    --------
    >>> from evenload.workload import CaseloadCaps, AdditivePoints, compare_units
    >>> cases = {"id": ["1", "2"], "type": ["child", "adult"], "current_caseworker": ["A", "B"]}
    >>> people = {"id": ["A", "B"], "unit": ["children", "adults"], "contracted_hours": [40, 40]}
    >>> compared = compare_units(
    ...     cases,
    ...     people,
    ...     {
    ...         "children": {"weights": AdditivePoints.of({"child": 12}),
    ...                      "capacity": {"bands": [{"norm": 120}]}},
    ...         "adults": {"weights": CaseloadCaps.of({"adult": 20}),
    ...                    "capacity": {"bands": [{"norm": 1}]}},
    ...     },
    ...     on="2026-11-23",
    ... )
    >>> dict(zip(compared.units["unit"].tolist(), compared.units["ratio"].tolist()))
    {'children': 0.1, 'adults': 0.05}
    >>> compared.sentences[2]
    'children and adults weigh in different units: compare shares of capacity, never loads.'
    """
    if not isinstance(rules, Mapping):
        raise InvalidDataError(
            "wrong_type",
            table="rules",
            expected="a mapping of units to rules",
            found=type(rules).__name__,
        )
    case_table, to_frame = read_with_kind("cases", cases, zone)
    units, cross, caveats = _core.compare_units(
        tables_of(case_table, caseworkers, absences, reductions, assignments, zone),
        [(str(unit), rule_document(rule)) for unit, rule in rules.items()],
        iso_date(on, zone),
    )
    sentences = caveats.column(caveats.column_names.index("en"))[2]
    return UnitComparison(to_frame(units), to_frame(cross), to_frame(caveats), tuple(sentences))


def measure_supervisors(
    cases: Frame,
    caseworkers: Frame,
    *,
    rule: MeasurementRule | Mapping[str, Any] | None = None,
    full_time_hours: float | None = None,
    most_people: int | None = None,
    on: datetime.date | str | None = None,
    absences: Frame | None = None,
    reductions: Frame | None = None,
    assignments: Frame | None = None,
    zone: str = DEFAULT_ZONE,
) -> Any:
    """Measure supervisors: how many they lead, what they carry, what they hold for now.

    Parameters
    ----------
    cases, caseworkers, absences, reductions, assignments, rule, on, zone
        As in `measure`; the column ``supervisor`` of `caseworkers` says who leads whom.
    full_time_hours : float, optional
        Hours a week of a full-time contract; those of the rule's capacity by default, else 40.
    most_people : int, optional
        Whom one supervisor should lead (5 by the CWLA standard).

    Returns
    -------
    frame of the kind of `cases`
        One row per supervisor: supervisor, unit, span (people led), span_full_time, span_ratio,
        own_load, own_capacity, own_ratio, held_cases, team_load, team_capacity, team_ratio,
        over_capacity (people led whose load is above their capacity). Missing where the supervisor
        is not among the caseworkers.

    Raises
    ------
    InvalidDataError
        ``cycle`` for somebody who leads themselves, directly or through others; as `measure`.

    Examples
    --------
    >>> from evenload.workload import measure_supervisors
    >>> people = {"id": ["S", "A", "B"], "capacity": [20, 100, 100], "contracted_hours": [40, 40, 20],
    ...           "supervisor": [None, "S", "S"]}
    >>> cases = {"id": ["1"], "weight": [8], "current_caseworker": ["S"]}
    >>> led = measure_supervisors(cases, people, most_people=5, on="2026-11-23")
    >>> led["span"].tolist(), led["span_full_time"].tolist(), led["held_cases"].tolist()
    ([2], [1.5], [1])
    """
    case_table, to_frame = read_with_kind("cases", cases, zone)
    document = rule_document(rule)
    if full_time_hours is None:
        capacity = json.loads(document).get("capacity") or {}
        full_time_hours = float(Fraction(str(capacity.get("full_time_hours", 40))))
    table = _core.measure_supervisors(
        tables_of(case_table, caseworkers, absences, reductions, assignments, zone),
        document,
        iso_date(on, zone),
        float(full_time_hours),
        most_people,
    )
    return to_frame(table)
