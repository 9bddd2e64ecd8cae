"""Offices to allocate in: tables as frames, and the same as arrays by rules written out here.

`arrays` reads the rows as the tables of docs/models/allocation.md say and shares no code with the
library: what it makes is the peer's problem, and what every plan, ours and theirs, is judged by.
"""

from __future__ import annotations

import datetime
import random
from fractions import Fraction
from typing import Any

from benchmark.optimize.balanced_problem import Problem

Rows = dict[str, list[Any]]

MONDAY = datetime.date(2026, 11, 23)
POLICY = {"on": MONDAY.isoformat(), "cost_weight": "1/20"}
TYPES = {"report": 3, "assessment": 6, "investigation": 10, "follow_up": 4, "placement": 14}
CLASSES = ("must", "due", "may_wait")
PREFERRED, CONTINUITY, FAMILY, WISHES, LATE, INTERPRETER = 5, 10, 15, 5, 2, 5


def office(cases: int, people: int, seed: int) -> dict[str, Rows]:
    """Return tables `cases`, `caseworkers` and `absences`: units of some twenty with a small pool.

    Of the capacity three quarters are taken by what is open already; the new cases take a little
    less than the rest. Skills, delegation, languages, previous and family caseworkers, wishes,
    newcomers and absences are drawn so that each rule says something about some pairs.
    """
    draw = random.Random(seed)
    units = [f"unit {u:02d}" for u in range(max(2, people // 20))]
    kinds = list(TYPES)
    names = [f"w{j:04d}" for j in range(people)]
    load = [TYPES[draw.choice(kinds)] + draw.randrange(3) for _ in range(cases)]
    share = sum(load) / people
    workers: Rows = {"id": names}
    pool = [draw.random() < 0.03 for _ in names]
    workers["unit"] = [None if p else units[j % len(units)] for j, p in enumerate(pool)]
    workers["pool"] = pool
    workers["capacity"] = [max(20, round(share * 4 * draw.uniform(0.8, 1.2))) for _ in names]
    workers["base_load"] = [int(c * draw.uniform(0.6, 0.8)) for c in workers["capacity"]]
    workers["skills"] = [
        [
            s
            for s, chance in (("court", 0.6), ("children", 0.7), ("honour", 0.3))
            if draw.random() < chance
        ]
        for _ in names
    ]
    workers["delegation_level"] = [draw.choice([1, 2, 2, 3]) for _ in names]
    workers["languages"] = [draw.sample(["ar", "so", "uk"], draw.choice([0, 0, 1])) for _ in names]
    newcomer = [draw.random() < 0.1 for _ in names]
    workers["protected_until"] = [datetime.date(2027, 3, 1) if n else None for n in newcomer]
    workers["protected_categories"] = [["placement"] if n else [] for n in newcomer]
    workers["unwished_categories"] = [["placement"] if draw.random() < 0.1 else [] for _ in names]
    workers["wished_categories"] = [["follow_up"] if draw.random() < 0.1 else [] for _ in names]

    table: Rows = {"id": [f"c{i:06d}" for i in range(cases)]}
    table["unit"] = [draw.choice(units) for _ in range(cases)]
    table["weight"] = load
    table["type"] = [draw.choice(kinds) for _ in range(cases)]
    table["class"] = [draw.choices(CLASSES, (7, 2, 1))[0] for _ in range(cases)]
    table["priority"] = [draw.choice([1, 1, 2, 5]) for _ in range(cases)]
    table["required_skills"] = [["court"] if draw.random() < 0.15 else [] for _ in range(cases)]
    table["preferred_skills"] = [
        [draw.choice(["children", "honour"])] if draw.random() < 0.3 else [] for _ in range(cases)
    ]
    table["delegation_level"] = [draw.choice([0, 0, 1, 1, 2]) for _ in range(cases)]
    speaks = [draw.random() < 0.05 for _ in range(cases)]
    table["language"] = [draw.choice(["ar", "so", "uk"]) if s else None for s in speaks]
    table["interpreter"] = speaks
    members = {
        unit: [w for w, u in zip(names, workers["unit"], strict=True) if u == unit]
        for unit in units
    }
    table["previous_caseworker"] = [
        draw.choice(members[u]) if draw.random() < 0.2 else None for u in table["unit"]
    ]
    table["family_caseworker"] = [
        draw.choice(members[u]) if draw.random() < 0.05 else None for u in table["unit"]
    ]
    received = [MONDAY - datetime.timedelta(days=draw.randrange(21)) for _ in range(cases)]
    table["received"] = received
    table["deadline"] = [
        day + datetime.timedelta(days=120) if draw.random() < 0.3 else None for day in received
    ]
    away = [w for w in names if draw.random() < 0.05]
    last = [MONDAY + datetime.timedelta(days=draw.choice([0, 1, 30])) for _ in away]
    absences: Rows = {"caseworker": away, "from": [MONDAY] * len(away), "to": last}
    return {"cases": table, "caseworkers": workers, "absences": absences}


def _records(rows: Rows) -> list[dict[str, Any]]:
    return [dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)]


def _late(last: datetime.date | None) -> tuple[bool, int]:
    """Return whether someone is away for the whole first week, and their working days away."""
    if last is None:
        return False, 0
    days = sum(
        (MONDAY + datetime.timedelta(days=d)).weekday() < 5 for d in range((last - MONDAY).days + 1)
    )
    return days >= 5, days


def _price(
    case: dict[str, Any], worker: dict[str, Any], by_name: dict[str, Any], wished: bool, late: int
) -> int:
    price = PREFERRED * sum(s not in worker["skills"] for s in case["preferred_skills"])
    if case["language"] and case["language"] not in worker["languages"]:
        price += INTERPRETER
    if case["previous_caseworker"] and case["previous_caseworker"] != worker["id"]:
        price += CONTINUITY
    family = by_name.get(case["family_caseworker"])
    if family is not None and family is not worker:
        price += FAMILY - FAMILY // 2 if family["unit"] == worker["unit"] else FAMILY
    if case["type"] in worker["unwished_categories"]:
        price += WISHES
    elif case["type"] not in worker["wished_categories"] and wished:
        price += WISHES // 2
    return price + LATE * late


def arrays(tables: dict[str, Rows]) -> Problem:
    """Return the problem as lists, by the rules in their default setting."""
    workers = _records(tables["caseworkers"])
    by_name = {w["id"]: w for w in workers}
    away = dict(zip(tables["absences"]["caseworker"], tables["absences"]["to"], strict=True))
    absent = [_late(away.get(w["id"])) for w in workers]
    wished = {c for w in workers for c in w["wished_categories"]}
    of_unit: dict[Any, list[int]] = {}
    for case_unit in set(tables["cases"]["unit"]):
        of_unit[case_unit] = [
            j for j, w in enumerate(workers) if w["pool"] or w["unit"] == case_unit
        ]
    indptr, indices, cost = [0], [], []
    for case in _records(tables["cases"]):
        for j in of_unit[case["unit"]]:
            worker = workers[j]
            gone, late = absent[j]
            if gone or any(s not in worker["skills"] for s in case["required_skills"]):
                continue
            if worker["delegation_level"] < case["delegation_level"]:
                continue
            if worker["protected_until"] and case["type"] in worker["protected_categories"]:
                continue
            if worker["base_load"] * 4 > worker["capacity"] * 5:
                continue
            indices.append(j)
            cost.append(_price(case, worker, by_name, case["type"] in wished, late))
        indptr.append(len(indices))
    capacity = tables["caseworkers"]["capacity"]
    return {
        "indptr": indptr,
        "indices": indices,
        "weight": list(tables["cases"]["weight"]),
        "cost": cost,
        "cost_weight": Fraction(1, 20),
        "capacity": list(capacity),
        "base_load": list(tables["caseworkers"]["base_load"]),
        "hard_limit": [c * 5 // 4 for c in capacity],
        "priority": list(tables["cases"]["priority"]),
        "row_class": [CLASSES.index(c) for c in tables["cases"]["class"]],
    }


def frames(tables: dict[str, Rows], kind: str) -> dict[str, Any]:
    """Return the tables as frames of ``"pandas"`` or ``"polars"``."""
    if kind == "pandas":
        import pandas

        return {name: pandas.DataFrame(rows) for name, rows in tables.items()}
    import polars

    return {name: polars.DataFrame(rows) for name, rows in tables.items()}
