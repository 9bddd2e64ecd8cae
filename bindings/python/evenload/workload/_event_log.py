"""Event logs as cases that people hold over time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._arguments import zone_of
from evenload._documents import dump, versioned
from evenload._frames import Frame, read_with_kind
from evenload.workload._document import DEFAULT_ZONE


@dataclass(frozen=True, slots=True, eq=False)
class LogHoldings:
    """What an event log says of who held which case when.

    Attributes
    ----------
    held_cases : frame of the kind of the log
        case, caseworker, type, phase, weight, from, to (last day, included).
    caseworkers : frame of the kind of the log
        Everybody who held a case or left an event, with a capacity of 0.
    caseworker_weeks : frame of the kind of the log
        caseworker, week (its Monday), capacity: the weeks in which they are active.
    summary : dict
        Plain counts, the capacity used, and sentences on what such a log cannot tell
        (``cannot_know``, each with ``name``, ``en`` and ``sv``).
    """

    held_cases: Any
    caseworkers: Any
    caseworker_weeks: Any
    summary: dict[str, Any]


def holdings_of_log(log: Frame, mapping: Mapping[str, Any]) -> LogHoldings:
    """Read an event log as cases that people hold, under the assumptions of a mapping.

    Parameters
    ----------
    log : frame
        One row per event; `evenload.io.read_table` reads CSV, Excel, Parquet and XES.
    mapping : mapping
        Which columns mean what, and how to read them; every assumption stands in it. The fields
        are those of `evenload.replay`: ``case_column``, ``time_column``, ``resource_column``, …,
        and ``phase_of_activity`` (rows of ``activity`` and ``phase``).

    Returns
    -------
    LogHoldings
        What `weekly_series` takes.

    Raises
    ------
    InvalidDataError
        Names table ``"log"``, column and row; or ``"mapping"`` and its field.

    Examples
    --------
    >>> from evenload.workload import holdings_of_log
    >>> log = {"case": ["a", "a", "b"], "activity": ["open", "close", "open"],
    ...        "who": ["Kim", "Lo", "Lo"],
    ...        "time": ["2026-03-02T08:00:00Z", "2026-03-04T08:00:00Z", "2026-03-03T08:00:00Z"]}
    >>> columns = {"case_column": "case", "activity_column": "activity", "time_column": "time",
    ...            "resource_column": "who", "open": "events", "owner": "last_event"}
    >>> held = holdings_of_log(log, columns).held_cases
    >>> list(zip(held["case"].tolist(), held["caseworker"].tolist()))
    [('a', 'Kim'), ('a', 'Lo'), ('b', 'Lo')]
    """
    zone = zone_of(mapping, DEFAULT_ZONE)
    table, to_frame = read_with_kind("log", log, zone)
    *tables, summary = _core.holdings_of_log(table, dump(versioned(mapping)))
    held_cases, caseworkers, weeks = map(to_frame, tables)
    return LogHoldings(held_cases, caseworkers, weeks, json.loads(summary))
