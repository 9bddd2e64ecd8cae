"""A country to test with: small municipalities, each with its own tables."""

from __future__ import annotations

import random
from typing import Any

ON = "2026-11-23"
Tables = dict[str, dict[str, list[Any]]]


def municipality(name: str, seed: int = 0, cases: int | None = None) -> Tables:
    """Draw one municipality; the same name and seed give the same one."""
    draw = random.Random(f"{seed}-{name}")
    count = draw.randint(4, 14) if cases is None else cases
    people = [f"{name} {i}" for i in range(max(2, count // 3))]
    ids = [f"{name[:2]}-{i}" for i in range(count)]
    return {
        "cases": {
            "id": ids,
            "unit": [draw.choice(["children", "adults"]) for _ in ids],
            "weight": [draw.choice([2, 3, 5, 8]) for _ in ids],
            "class": [draw.choice(["must", "due", "may_wait"]) for _ in ids],
            "previous_caseworker": [draw.choice([*people, None, None]) for _ in ids],
        },
        "caseworkers": {
            "id": people,
            "unit": [("children", "adults")[i % 2] for i in range(len(people))],
            "capacity": [draw.choice([10, 15, 20]) for _ in people],
            "base_load": [draw.choice([0, 2, 5]) for _ in people],
        },
        "absences": {"caseworker": [people[0]], "from": ["2026-11-20"], "to": ["2026-11-27"]},
        "exclusions": {"case": [ids[0]], "caseworker": [people[-1]]},
    }


def country(size: int, seed: int = 0) -> dict[str, Tables]:
    """Draw a country; names are not in alphabetical order."""
    names = [f"Kommun {chr(65 + (7 * i) % 26)}{i}" for i in range(size)]
    return {name: municipality(name, seed) for name in names}


def whole(problems: dict[str, Tables]) -> Tables:
    """Put the tables of a country together, a column more for the municipality."""
    big: Tables = {}
    for name, tables in problems.items():
        for table, columns in tables.items():
            target = big.setdefault(table, {column: [] for column in ["kommun", *columns]})
            target["kommun"] += [name] * len(next(iter(columns.values())))
            for column, cells in columns.items():
                target[column] += cells
    return big
