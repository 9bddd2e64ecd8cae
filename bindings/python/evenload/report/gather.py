"""From a plan, which explains itself, to what the page shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw

from evenload import _core
from evenload._frames import to_mapping
from evenload.plan import Plan, Reason

from .model import (
    Alternative,
    CaseFacts,
    Excluded,
    Group,
    Level,
    Made,
    Measured,
    Person,
    PlanModel,
    Relaxation,
    Task,
    Waiting,
    Why,
    grouped,
)

#: States of an assignment that somebody reading this week's page needs; what is under way is only load.
_THIS_WEEK = ("proposed", "announced")

_Key = tuple[str, str]  # case, role


def gather(plan: Plan, measurement: Any = None, top: int = 4) -> PlanModel:
    """Read a plan and ask it for the reasons of everything that is new, announced or left over."""
    document = json.loads(plan.to_json())
    answer = document["plan"]
    made = _made(answer["audit"])
    facts = _case_facts(plan, document.get("input", {}).get("cases", []), made.day)
    tasks: dict[str, list[Task]] = {}
    for row in answer["assignments"]:
        if row["state"] in _THIS_WEEK and row.get("caseworker") is not None:
            tasks.setdefault(_name(row["caseworker"]), []).append(_task(plan, row, facts, top))
    left = {
        (_name(row["case"]), row["role"]): row
        for row in answer["assignments"]
        if row.get("caseworker") is None
    }
    return PlanModel(
        groups=_groups(answer["loads"], tasks),
        undistributed=tuple(_waiting(plan, row, left, facts) for row in answer["undistributed"]),
        levels=tuple(
            Level(
                level.name,
                level.value,
                level.bound,
                level.gap,
                level.absolute_gap,
                level.variable_gap,
                level.proven,
            )
            for level in plan.levels
        ),
        notices=tuple(_why(notice) for notice in plan.notices),
        made=made,
        measured=() if measurement is None else tuple(_measured(rows_of(measurement))),
    )


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """Read the rows of a frame of any kind, missing values as None."""
    if not isinstance(frame, Mapping):
        return [
            {k: _present(v) for k, v in row.items()}
            for row in nw.from_native(frame).iter_rows(named=True)
        ]
    columns = {
        name: values.tolist() if hasattr(values, "tolist") else list(values)
        for name, values in frame.items()
    }
    return [
        {name: _present(value) for name, value in zip(columns, cells, strict=True)}
        for cells in zip(*columns.values(), strict=True)
    ]


def _present(value: Any) -> Any:
    return None if value is None or (not isinstance(value, str) and value != value) else value


def _made(audit: Mapping[str, Any]) -> Made:
    return Made(
        day=date.fromisoformat(audit["on"]),
        policy=audit["policy"],
        seed=int(audit["seed"]),
        work=audit["work"],
        stop=audit["stop"],
        outcome=audit["outcome"],
        cases=audit["cases"],
        caseworkers=audit["caseworkers"],
        version=audit["version"],
    )


def _case_facts(plan: Plan, cases: Iterable[Mapping[str, Any]], day: date) -> dict[str, CaseFacts]:
    """Gather what the table of cases says of each, and the deadlines that follow from the policy."""
    source, policy = plan._whole()
    listed = to_mapping(_core.undistributed(source, policy._core))
    slack = {
        _name(row["case"]): day + timedelta(days=int(row["slack_days"]))
        for row in rows_of(listed)
        if row["slack_days"] is not None
    }
    zone = ZoneInfo(policy.zone)
    facts = {}
    for row in cases:
        name = _name(row["id"])
        facts[name] = CaseFacts(
            type=row.get("type") or "",
            case_class=row.get("class") or "must",
            unit=_name(row.get("unit") or ""),
            deadline=_given_deadline(row.get("deadline"), zone) or slack.get(name),
        )
    return facts


def _given_deadline(text: str | None, zone: ZoneInfo) -> date | datetime | None:
    """Give it in the zone's clock; the end of a day, as a deadline without a time of day is kept, is the day itself."""
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    local = moment if moment.tzinfo is None else moment.astimezone(zone)
    last_minute = local + timedelta(minutes=-1)
    if (last_minute.hour, last_minute.minute) == (23, 59):
        return last_minute.date()
    if (local.hour, local.minute) == (23, 59):
        return local.date()
    return local


def _task(plan: Plan, row: Mapping[str, Any], facts: Mapping[str, CaseFacts], top: int) -> Task:
    case = _name(row["case"])
    explanation = plan.explain(_id(row["case"]), row["role"], "allocator", top)
    return Task(
        case=case,
        role=row["role"],
        phase=row.get("phase") or "",
        state=row["state"],
        overridden=bool(row.get("overridden")),
        load=_number(row["load"]),
        facts=facts.get(case, CaseFacts()),
        why=tuple(_why(reason) for reason in explanation.why),
        alternatives=tuple(
            Alternative(
                caseworker=_name(choice.caseworker),
                load_before=choice.load_before,
                load_after=choice.load_after,
                ratio_after=choice.ratio_after,
                differences=dict(choice.differences),
                reasons=tuple(_why(reason) for reason in choice.reasons),
            )
            for choice in explanation.alternatives
            if not choice.chosen
        ),
        excluded=_excluded(explanation),
    )


def _waiting(
    plan: Plan,
    row: Mapping[str, Any],
    left: Mapping[_Key, Mapping[str, Any]],
    facts: Mapping[str, CaseFacts],
) -> Waiting:
    case = _name(row["case"])
    assignment = left.get((case, row["role"]), {})
    explanation = plan.explain(_id(row["case"]), row["role"])
    known = facts.get(case, CaseFacts())
    task = Task(
        case=case,
        role=row["role"],
        phase=assignment.get("phase") or "",
        state="open",
        overridden=bool(assignment.get("overridden")),
        load=_number(row["load"]),
        facts=CaseFacts(known.type, row["class"], _name(row.get("unit") or ""), known.deadline),
        why=tuple(_why(reason) for reason in explanation.why),
        excluded=_excluded(explanation),
    )
    held_until = row.get("held_until")
    return Waiting(
        rank=row["rank"],
        task=task,
        reason=_why_row(row["reason"]),
        slack_days=row.get("slack_days"),
        waiting_days=row.get("waiting_days"),
        held_by=_name(row["held_by"]) if row.get("held_by") else None,
        held_until=date.fromisoformat(held_until) if held_until else None,
        relaxation=_relaxation(row.get("relaxation")),
    )


def _groups(
    loads: Iterable[Mapping[str, Any]], tasks: Mapping[str, list[Task]]
) -> tuple[Group, ...]:
    """Group by units, in the order in which their first caseworker comes, the pool last; caseworkers in the order of the table."""
    units: dict[tuple[bool, str], list[Person]] = {}
    for row in loads:
        name = _name(row["caseworker"])
        pool = bool(row.get("pool"))
        unit = _name(row.get("unit") or "")
        person = Person(
            id=name,
            unit=unit,
            pool=pool,
            capacity=_number(row["capacity"]),
            hard_limit=_number(row["hard_limit"]),
            before=_number(row["load_before"]),
            after=_number(row["load_after"]),
            ratio_before=_maybe_number(row.get("ratio_before")),
            ratio_after=_maybe_number(row.get("ratio_after")),
            band_before=row.get("band_before") or "",
            band_after=row.get("band_after") or "",
            new_cases=row["new_cases"],
            perceived=_maybe_number(row.get("perceived")),
            tasks=tuple(tasks.get(name, ())),
        )
        units.setdefault((pool, "" if pool else unit), []).append(person)
    return tuple(
        Group(unit, pool, tuple(people))
        for (pool, unit), people in sorted(units.items(), key=lambda item: item[0][0])
    )


def _measured(rows: Iterable[Mapping[str, Any]]) -> Iterable[Measured]:
    for row in rows:
        yield Measured(
            caseworker=_name(row["caseworker"]),
            unit=_name(row.get("unit") or ""),
            load=float(row["load"]),
            capacity=float(row["capacity"]),
            ratio=row.get("ratio"),
            band=row.get("band") or "",
            cases=int(row["cases"]),
            perceived=row.get("perceived"),
        )


def _excluded(explanation: Any) -> tuple[Excluded, ...]:
    return grouped(
        (_name(one.caseworker), [_why(reason) for reason in one.reasons])
        for one in explanation.excluded
    )


def _relaxation(row: Mapping[str, Any] | None) -> Relaxation | None:
    if row is None:
        return None
    return Relaxation(
        _name(row["caseworker"]), _why_row(row["reason"]), _number(row.get("extra_load", 0))
    )


def _why(reason: Reason) -> Why:
    return Why(reason.code, dict(reason.parameters))


def _why_row(row: Mapping[str, Any]) -> Why:
    return Why(row["code"], dict(row["parameters"]))


def _id(value: Any) -> Any:
    """Give an id of a document as the library's calls take it."""
    return (value["system"], value["id"]) if isinstance(value, Mapping) else value


def _name(value: Any) -> str:
    """Give an id as people read it."""
    if isinstance(value, Mapping):
        return f"{value['system']} {value['id']}"
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _number(value: Any) -> float:
    return float(Fraction(value)) if isinstance(value, str) else float(value)


def _maybe_number(value: Any) -> float | None:
    return None if value is None else _number(value)
