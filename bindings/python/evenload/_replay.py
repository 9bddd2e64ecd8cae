"""Replay of an event log under a policy, beside what happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenload import _core
from evenload._arguments import zone_of
from evenload._documents import dump, versioned
from evenload._frames import Frame, read_with_kind
from evenload._progress import ProgressOption, callback
from evenload.policy import AllocationPolicy, policy_for

__all__ = ["ReplayResult", "replay"]


@dataclass(frozen=True, slots=True, eq=False)
class ReplayResult:
    """Week by week: what happened, and what the policy would have done.

    Attributes
    ----------
    weeks : frame of the kind of the log
        One row per week.
    summary : dict
        Counts over the whole log, its median span, and names of what the log does not tell
        (``cannot_know``).
    """

    weeks: Any
    summary: dict[str, Any]


def replay(
    log: Frame,
    mapping: Mapping[str, Any],
    *,
    policy: AllocationPolicy | Mapping[str, Any] | None = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> ReplayResult:
    """Replay an event log with the real allocator.

    Cases keep the times they had; only who holds them is decided anew, week by week.

    Parameters
    ----------
    log : frame
        One row per event.
    mapping : mapping
        Which columns mean what, and how to read them: ``case_column``, ``activity_column``,
        ``time_column``, ``resource_column``, …; see ``docs/schemas``.
    policy : AllocationPolicy or mapping, optional
        The rules.
    time_limit : float
        Seconds per week of the log.
    work_limit, threads, seed, progress, stop
        As in `evenload.allocate`.

    Returns
    -------
    ReplayResult

    Raises
    ------
    InvalidDataError
        Names table ``"log"``, column and row.

    Examples
    --------
    >>> import evenload
    >>> log = {"case": ["a", "a", "b"], "activity": ["open", "close", "open"],
    ...        "who": ["Kim", "Kim", "Lo"],
    ...        "time": ["2026-03-02T08:00:00Z", "2026-03-04T08:00:00Z", "2026-03-03T08:00:00Z"]}
    >>> columns = {"case_column": "case", "activity_column": "activity", "time_column": "time",
    ...            "resource_column": "who", "open": "events"}
    >>> evenload.replay(log, columns).summary["cases"]
    2
    """
    chosen = policy_for(policy)
    zone = zone_of(mapping, chosen.zone)
    table, to_frame = read_with_kind("log", log, zone)
    with callback(progress, "replay") as report:
        weeks, document = _core.replay(
            table,
            dump(versioned(mapping)),
            chosen._core,
            time_limit,
            work_limit,
            threads,
            seed,
            report,
            stop,
        )
    summary: dict[str, Any] = json.loads(document)
    summary.pop("weeks", None)
    return ReplayResult(to_frame(weeks), summary)
