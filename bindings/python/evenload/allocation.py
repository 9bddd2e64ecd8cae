"""Monday's allocation: who takes which case, who next, and what is left."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evenload import _core
from evenload._documents import dump
from evenload._errors import InvalidDataError
from evenload._frames import Frame, read
from evenload._progress import ProgressOption, callback
from evenload._tables import SideTables, read_input
from evenload.plan import Explanation, Plan
from evenload.policy import AllocationPolicy, policy_for

if TYPE_CHECKING:
    from evenload._tables import Unpack

__all__ = ["allocate", "call_document", "explain", "recommend", "undistributed"]

_Policy = AllocationPolicy | Mapping[str, Any] | None


def allocate(
    cases: Frame,
    caseworkers: Frame,
    *,
    policy: _Policy = None,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
    **tables: Unpack[SideTables],
) -> Plan:
    """Propose who takes which open case, levels in strict order.

    Parameters
    ----------
    cases, caseworkers : frame
        Tables of ``docs/data-model.md``; both may be empty. A frame is a pandas, Polars or PyArrow
        table, anything else that narwhals knows or that has ``__arrow_c_stream__``, or a mapping of
        columns. Loads are in points (or whatever unit the weights have); times without an offset
        are local to the policy's zone.
    policy : AllocationPolicy or mapping, optional
        The rules; the default policy where none is given. Where it names no day, the day is today.
    time_limit : float
        Seconds; a safety net. The usual stop is the work.
    work_limit : int, optional
        Deterministic units; by default the solver's own for the size.
    threads : int
        0 for as many as the machine has. The answer does not depend on it.
    seed : int
        At least 0.
    progress : bool or callable, optional
        True for a bar (needs tqdm), or a function of `Progress` that may return False to stop.
        Ctrl-C raises KeyboardInterrupt in any case; to keep the best plan so far, return False or
        use `stop`.
    stop : StopToken, optional
        Stops the solve from elsewhere.
    **tables : frame, optional
        Further tables of ``docs/data-model.md``: `units`, `absences`, `reductions`, `skills`,
        `exclusions`, `limits`, `assignments`, `overrides`, `carried_load`.

    Returns
    -------
    Plan
        Its frames are of the kind of `cases`. Permuting rows permutes the answer and nothing else.

    Raises
    ------
    InvalidDataError
        Names table, column and row; nothing half-done is returned.
    OverflowError
        Numbers leave the range of exact arithmetic.

    Examples
    --------
    >>> import evenload
    >>> units = ["children", "children", "adults"]
    >>> cases = {"id": ["c1", "c2", "c3"], "weight": [6, 4, 5], "unit": units}
    >>> people = {"id": ["Kim", "Lo", "Max"], "unit": units, "capacity": [20, 10, 10]}
    >>> plan = evenload.allocate(cases, people, policy=evenload.AllocationPolicy(on="2026-11-23"))
    >>> plan.status
    'optimal'
    >>> dict(zip(plan.assignments["case"], plan.assignments["caseworker"]))
    {'c1': 'Kim', 'c2': 'Lo', 'c3': 'Max'}
    """
    chosen = policy_for(policy)
    source, to_frame = read_input(cases, caseworkers, tables, chosen)
    with callback(progress, "allocation") as report:
        core = _core.allocate(
            source, chosen._core, time_limit, work_limit, threads, seed, report, stop
        )
    return Plan(core, source, chosen, to_frame)


def undistributed(
    cases: Frame,
    caseworkers: Frame,
    *,
    policy: _Policy = None,
    **tables: Unpack[SideTables],
) -> Any:
    """List every open case as it stands now, ranked; nothing is proposed.

    Parameters
    ----------
    cases, caseworkers, policy, **tables
        As in `allocate`.

    Returns
    -------
    frame of the kind of `cases`
        rank, case, role, class, unit, load, slack_days, waiting_days, reason, and the cheapest
        relaxation; ranked by class, slack to the deadline, waiting, id.

    Raises
    ------
    InvalidDataError
        Names table, column and row.

    Examples
    --------
    >>> import evenload
    >>> cases = {"id": ["c1", "c2"], "weight": [6, 4], "class": ["may_wait", "must"]}
    >>> people = {"id": ["Kim"], "unit": ["children"], "capacity": [20]}
    >>> rows = evenload.undistributed(cases, people, policy={"on": "2026-11-23"})
    >>> rows["case"].tolist()
    ['c2', 'c1']
    """
    chosen = policy_for(policy)
    source, to_frame = read_input(cases, caseworkers, tables, chosen)
    return to_frame(_core.undistributed(source, chosen._core))


def recommend(
    case: Any,
    cases: Frame,
    caseworkers: Frame,
    *,
    role: str = "lead",
    top: int = 4,
    policy: _Policy = None,
    on: Any = None,
    **tables: Unpack[SideTables],
) -> Explanation:
    """Recommend caseworkers for one case, everything else staying as it is.

    Parameters
    ----------
    case : str, int, (system, id) or mapping
        Id of an open case in `cases`; or a new case as one row: a mapping of columns to values, or
        a series.
    cases, caseworkers, policy, **tables
        As in `allocate`.
    role : str
        The role.
    top : int
        How many caseworkers.
    on : date or str, optional
        Day, over the policy's; ``"today"`` for today in its zone, ``"now"`` for this moment: who
        is on duty now.

    Returns
    -------
    Explanation
        `alternatives` holds the best caseworkers, with what each changes on every level against
        leaving the case unassigned.

    Raises
    ------
    InvalidDataError
        Names table, column and row; ``unknown_id`` for a case that is not there.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "unit": ["children", "children"], "capacity": [20, 10]}
    >>> nothing_open = {"id": [], "weight": []}
    >>> new = {"id": "new", "weight": 6}
    >>> advice = evenload.recommend(new, nothing_open, people, on="2026-11-23")
    >>> [(a.caseworker, a.load_after) for a in advice.alternatives]
    [('Kim', 6.0), ('Lo', 6.0)]
    """
    chosen = policy_for(policy)
    if on is not None:
        now = on == "now"
        day = _core.today(chosen.zone) if now or on == "today" else on
        moment = {"at": datetime.datetime.now(datetime.timezone.utc)} if now else {}
        chosen = chosen.replace(on=day, **moment)
    source, to_frame = read_input(cases, caseworkers, tables, chosen)
    if not isinstance(case, (str, int, tuple)):
        source, case = _with_new_case(source, case, caseworkers, chosen.zone)
    core = _core.recommend(source, chosen._core, case, role, top)
    return Explanation(core, chosen.sentences, to_frame)


def explain(
    plan: Plan, case_id: Any, role: str = "lead", audience: str = "allocator", top: int = 4
) -> Explanation:
    """Explain one role of one case of a plan; the same as `Plan.explain`.

    Examples
    --------
    >>> import evenload
    >>> people = {"id": ["Kim", "Lo"], "unit": ["children", "children"], "capacity": [20, 10]}
    >>> plan = evenload.allocate({"id": ["c1"], "weight": [6]}, people, policy={"on": "2026-11-23"})
    >>> evenload.explain(plan, "c1").caseworker
    'Kim'
    """
    return plan.explain(case_id, role, audience, top)


def call_document(
    document: str | Mapping[str, Any],
    *,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    threads: int = 0,
    seed: int = 0,
    progress: ProgressOption = None,
    stop: _core.StopToken | None = None,
) -> str:
    """Answer one JSON document with another: the same call as from C++ and C.

    Parameters
    ----------
    document : str or mapping
        ``{"schema_version": "1.0", "call": "allocate" | "explain" | "recommend" | "undistributed" |
        "measure" | "duty_shares", …}``, see ``docs/schemas``.
    time_limit, work_limit, threads, seed, progress, stop
        As in `allocate`.

    Returns
    -------
    str
        The answer; an error is a document, too.
    """
    text = document if isinstance(document, str) else dump(document)
    with callback(progress, "document") as report:
        return _core.call_document(text, time_limit, work_limit, threads, seed, report, stop)


def _with_new_case(
    source: _core.AllocationInput, case: Any, caseworkers: Frame, zone: str
) -> tuple[_core.AllocationInput, Any]:
    if hasattr(case, "to_dict"):  # a pandas series
        case = case.to_dict()
    if not isinstance(case, Mapping):
        raise InvalidDataError(
            "wrong_type",
            table="case",
            expected="an id, or a mapping of columns to values",
            found=type(case).__name__,
        )
    cells = [(str(name), [value], False) for name, value in case.items() if value is not None]
    row = _core.AllocationInput.from_tables(
        {
            "cases": _core.Table.from_columns("case", cells, zone),
            "caseworkers": read("caseworkers", caseworkers, zone),
        },
        zone,
    )
    return source.with_cases_of(row), row.case_ids[0]
