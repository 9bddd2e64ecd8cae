"""Replay of an event log under policies, beside what happened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evenload import _core
from evenload._arguments import need_mapping, zone_of
from evenload._documents import dump, versioned
from evenload._errors import InvalidDataError
from evenload._frames import Frame, ToFrame, read_all, read_with_kind
from evenload._progress import ProgressOption, callback
from evenload.policy import AllocationPolicy, policy_for

__all__ = ["XES_MAPPING", "PolicyComparison", "ReplayResult", "compare_policies", "replay"]

#: Columns as process-mining tools export them (IEEE 1849), open from first to last event.
XES_MAPPING: dict[str, Any] = {
    "case_column": "case:concept:name",
    "activity_column": "concept:name",
    "time_column": "time:timestamp",
    "resource_column": "org:resource",
    "open": "events",
}

Durations = Literal["kept", "resampled", "scaled"]
Policy = AllocationPolicy | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class ReplayResult:
    """Week by week: what happened, and what the policy would have done.

    Attributes
    ----------
    weeks : frame of the kind of the log
        One row per week; what is replayed is the mean over the replications.
    measures : frame of the kind of the log
        One row per measure: ``happened``; ``reference`` (holders as they were, under the lengths
        of the replications); ``replayed`` with ``deviation``, ``low`` and ``high``;
        ``difference`` (replayed less reference, in pairs) with the same three.
    summary : dict
        Counts over the whole log, the weeks in one row (``summary``), the measures by name, and
        sentences on what the log does not tell (``cannot_know``).
    """

    weeks: Any
    measures: Any
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PolicyComparison:
    """Several policies over the same log, with common random numbers.

    Attributes
    ----------
    measures : frame of the kind of the log
        One row per policy and measure: ``policy``, ``measure``, ``happened``, ``mean``,
        ``deviation``, ``low``, ``high``, and the ``difference`` to the baseline in pairs with its
        own three.
    replications : frame of the kind of the log
        One row per replication and policy, one column per measure.
    summary : dict
        As of `ReplayResult`, with ``policies`` and ``baseline``.
    """

    measures: Any
    replications: Any
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Given:
    """A log as the compiled part takes it."""

    log: _core.Table
    mapping: str
    people: dict[str, _core.Table]
    to_frame: ToFrame


def _given(
    log: Frame,
    mapping: Mapping[str, Any] | None,
    caseworkers: Frame | None,
    caseworker_weeks: Frame | None,
    zone: str,
) -> _Given:
    columns = XES_MAPPING if mapping is None else need_mapping(mapping, "mapping")
    zone = zone_of(columns, zone)
    table, to_frame = read_with_kind("log", log, zone)
    people = {"caseworkers": caseworkers, "caseworker_weeks": caseworker_weeks}
    return _Given(table, dump(versioned(columns)), read_all(people, zone), to_frame)


def _settings(
    durations: str,
    elasticity: float,
    batch_days: Iterable[int],
    replications: int,
    coverage: float,
) -> str:
    return dump(
        versioned(
            {
                "durations": durations,
                "elasticity": elasticity,
                "batch_days": list(batch_days),
                "replications": replications,
                "coverage": coverage,
            }
        )
    )


def replay(
    log: Frame,
    caseworkers: Frame | None = None,
    *,
    mapping: Mapping[str, Any] | None = None,
    caseworker_weeks: Frame | None = None,
    policy: Policy = None,
    durations: Durations = "kept",
    elasticity: float = 0.0,
    batch_days: Iterable[int] = (),
    replications: int = 1,
    coverage: float = 0.95,
    time_limit: float = 60.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> ReplayResult:
    """Replay an event log with the real allocator: only who holds a case is decided anew.

    What the words mean, the equations, and what such a log cannot tell: ``docs/models/replay.md``.

    Parameters
    ----------
    log : frame
        One row per event; `evenload.io.read_table` reads CSV, Excel, Parquet and XES.
    caseworkers : frame, optional
        ``id`` and ``capacity``, and any other column of the data model; whoever has capacity in a
        week is there. Without it everybody active in the log is there, with the same capacity.
    mapping : mapping, optional
        Which columns mean what, and how to read them: ``case_column``, ``time_column``,
        ``resource_column``, …; without it the names of XES, and cases that are open from their
        first to their last event.
    caseworker_weeks : frame, optional
        Capacity and base load of single weeks: ``caseworker``, ``week``, ``capacity``,
        ``base_load``.
    policy : AllocationPolicy or mapping, optional
        The rules.
    durations : {"kept", "resampled", "scaled"}
        Cases take as long as they took, or lengths drawn from those of their type in the log
        (Kaplan–Meier), or as long as they took at the pace of their holder's load.
    elasticity : number
        With ``"scaled"``: of a case's length with its holder's ratio, 0 to 10. An assumption; the
        log does not tell it.
    batch_days : iterable of int
        Days on which what has come since is placed, 1 Monday to 7 Sunday. None: each week's cases
        at once, on its Monday, as if the week were known.
    replications : int
        How often it is replayed, with other drawn lengths and another seed of the allocator.
    coverage : number
        Of the intervals over the replications.
    time_limit : float
        Seconds for the whole call; a safety net.
    work_limit : int, optional
        Deterministic units of work for each batch.
    threads, seed, progress, stop
        As in `evenload.allocate`. Cancelling keeps whole replications.

    Returns
    -------
    ReplayResult

    Raises
    ------
    InvalidDataError
        Names table ``"log"``, ``"mapping"``, ``"settings"``, ``"caseworkers"`` or
        ``"caseworker_weeks"``, column and row.

    Examples
    --------
    >>> import evenload
    >>> log = {"case": ["a", "a", "b"], "activity": ["open", "close", "open"],
    ...        "who": ["Kim", "Kim", "Lo"],
    ...        "time": ["2026-03-02T08:00:00Z", "2026-03-04T08:00:00Z", "2026-03-03T08:00:00Z"]}
    >>> columns = {"case_column": "case", "activity_column": "activity", "time_column": "time",
    ...            "resource_column": "who", "open": "events"}
    >>> result = evenload.replay(log, mapping=columns)
    >>> result.summary["cases"]
    2
    >>> result.summary["happened"]["case_days"]
    2.0
    """
    chosen = policy_for(policy)
    given = _given(log, mapping, caseworkers, caseworker_weeks, chosen.zone)
    settings = _settings(durations, elasticity, batch_days, replications, coverage)
    with callback(progress, "replay") as report:
        weeks, measures, document = _core.replay(
            given.log,
            given.mapping,
            given.people.get("caseworkers"),
            given.people.get("caseworker_weeks"),
            chosen._core,
            settings,
            time_limit,
            work_limit,
            threads,
            seed,
            report,
            stop,
        )
    summary: dict[str, Any] = json.loads(document)
    summary.pop("weeks", None)
    return ReplayResult(given.to_frame(weeks), given.to_frame(measures), summary)


def _named(policies: Mapping[str, Policy], baseline: str | None) -> tuple[list[Any], int]:
    names = [str(name) for name in need_mapping(policies, "policies")]
    named = [
        (str(name), None if policy is None else policy_for(policy)._core)
        for name, policy in policies.items()
    ]
    if baseline is None:
        return named, 0
    if baseline not in names:
        raise InvalidDataError(
            "unknown_id",
            table="policies",
            column="baseline",
            expected="the name of one of the policies",
            found=str(baseline),
        )
    return named, names.index(baseline)


def compare_policies(
    log: Frame,
    policies: Mapping[str, Policy],
    caseworkers: Frame | None = None,
    *,
    baseline: str | None = None,
    mapping: Mapping[str, Any] | None = None,
    caseworker_weeks: Frame | None = None,
    durations: Durations = "kept",
    elasticity: float = 0.0,
    batch_days: Iterable[int] = (),
    replications: int = 20,
    coverage: float = 0.95,
    time_limit: float = 60.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> PolicyComparison:
    """Replay a log under several policies, which share their random numbers.

    In one replication all policies meet the same lengths of cases and the same seed of the
    allocator, so that their differences are taken pair by pair.

    Parameters
    ----------
    log : frame
        One row per event.
    policies : mapping of str to AllocationPolicy, mapping or None
        By name; None stands for the holders as they were.
    caseworkers, mapping, caseworker_weeks
        As in `replay`.
    baseline : str, optional
        What the others are compared with; the first where it is left out.
    durations, elasticity, batch_days, replications, coverage
        As in `replay`.
    time_limit, work_limit, threads, seed, progress, stop
        As in `replay`.

    Returns
    -------
    PolicyComparison

    Raises
    ------
    InvalidDataError
        As `replay`, and ``"policies"``.

    Examples
    --------
    >>> import evenload
    >>> log = {"case": ["a", "a", "b", "c"], "who": ["Kim", "Kim", "Kim", "Lo"],
    ...        "time": ["2026-03-02T08:00:00Z", "2026-03-04T08:00:00Z", "2026-03-03T08:00:00Z",
    ...                 "2026-03-03T09:00:00Z"]}
    >>> columns = {"case_column": "case", "time_column": "time", "resource_column": "who",
    ...            "open": "events", "owner": "most_events"}
    >>> both = evenload.compare_policies(log, {"as it was": None, "squares": {}}, mapping=columns,
    ...                                  durations="resampled", replications=5)
    >>> both.summary["replications"], both.summary["baseline"]
    (5, 'as it was')
    """
    named, position = _named(policies, baseline)
    given = _given(log, mapping, caseworkers, caseworker_weeks, policy_for(None).zone)
    settings = _settings(durations, elasticity, batch_days, replications, coverage)
    with callback(progress, "compare policies") as report:
        measures, runs, document = _core.compare_policies(
            given.log,
            given.mapping,
            given.people.get("caseworkers"),
            given.people.get("caseworker_weeks"),
            named,
            position,
            settings,
            time_limit,
            work_limit,
            threads,
            seed,
            report,
            stop,
        )
    return PolicyComparison(given.to_frame(measures), given.to_frame(runs), json.loads(document))
