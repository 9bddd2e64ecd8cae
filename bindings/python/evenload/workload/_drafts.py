"""The same weeks under two sets of weights. Offered by `evenload.workload`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._frames import Frame, read, read_with_kind
from evenload.workload._document import DEFAULT_ZONE, iso_date
from evenload.workload._rule import MeasurementRule, rule_document
from evenload.workload._series import maybe_table, weekday_number


@dataclass(frozen=True)
class DraftComparison:
    """What a draft would have changed; frames of the caller's kind.

    Attributes
    ----------
    people : frame or None
        A row per caseworker: weeks, load_a, load_b (means), ratio_a, ratio_b, difference (of the
        ratios), weeks_over_a, weeks_over_b; None where `person_level` was False.
    units, municipality : frame
        The same for groups.
    """

    people: Any
    units: Any
    municipality: Any


def compare_drafts(
    held_cases: Frame,
    caseworkers: Frame,
    a: MeasurementRule | Mapping[str, Any],
    b: MeasurementRule | Mapping[str, Any],
    *,
    first: datetime.date | str,
    last: datetime.date | str,
    weekday: str = "monday",
    absences: Frame | None = None,
    reductions: Frame | None = None,
    caseworker_weeks: Frame | None = None,
    person_level: bool = True,
    smallest_group: int = 3,
    overlap: str = "refuse",
    threads: int = 0,
    zone: str = DEFAULT_ZONE,
) -> DraftComparison:
    """Measure the same weeks, such as last month, under two rules, and tell the differences.

    Parameters
    ----------
    held_cases, caseworkers : frame
        As in `weekly_series`.
    a, b : MeasurementRule or mapping
        Two whole rules; a draft version alone is ``scheme.only_version("2027-draft")``.
    first, last, weekday, absences, reductions, caseworker_weeks, person_level, smallest_group
        As in `weekly_series`.
    overlap, threads, zone
        As in `weekly_series`.

    Returns
    -------
    DraftComparison
        Means over the weeks in which there was a capacity under both rules.

    Raises
    ------
    InvalidDataError
        As `weekly_series`, for either rule.

    Examples
    --------
    >>> from evenload.workload import AdditivePoints, compare_drafts
    >>> held = {"case": ["1", "2"], "caseworker": ["Kim", "Lo"], "type": ["child", "adult"],
    ...         "from": ["2026-10-01", "2026-10-01"]}
    >>> people = {"id": ["Kim", "Lo"], "unit": ["u", "u"], "capacity": [20, 20]}
    >>> now = {"weights": AdditivePoints.of({"child": 10, "adult": 8})}
    >>> draft = {"weights": AdditivePoints.of({"child": 12, "adult": 7})}
    >>> compared = compare_drafts(held, people, now, draft, first="2026-10-05", last="2026-11-01")
    >>> compared.people["difference"].round(3).tolist()
    [0.1, -0.05]
    """
    table, to_frame = read_with_kind("held_cases", held_cases, zone)
    people, units, municipality = _core.compare_drafts(
        table,
        read("caseworkers", caseworkers, zone),
        maybe_table("absences", absences, zone),
        maybe_table("reductions", reductions, zone),
        maybe_table("caseworker_weeks", caseworker_weeks, zone),
        rule_document(a),
        rule_document(b),
        iso_date(first, zone),
        iso_date(last, zone),
        weekday_number(weekday),
        person_level,
        smallest_group,
        overlap,
        threads,
    )
    return DraftComparison(
        None if people is None else to_frame(people), to_frame(units), to_frame(municipality)
    )
