#!/usr/bin/env python3
"""Rules about cases, a row each: siblings, new reports, hand-overs, foster homes, threats, borders.

A morning of one small municipality and its neighbour. Nobody is real. Each row of the first table is
there for one rule; what the rule did stands beside it. The rules: docs/models/allocation.md.
"""

from __future__ import annotations

import sys
from typing import Any

import evenload
from rich.console import Console
from rich.table import Table

console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)

PEOPLE = {
    "id": ["Ada", "Bo", "Cai", "Dana", "Eli", "Finn"],
    "unit": ["intake", "family", "family", "family", "foster", "neighbour"],
    "pool": [False, False, False, False, False, True],
    "pool_units": ["", "", "", "", "", "family"],
    "capacity": [10, 10, 10, 10, 10, 10],
    "languages": ["", "so", "", "", "", ""],
}
UNITS = {
    "id": ["intake", "family", "foster", "neighbour"],
    "committee": ["board", "board", "board", "board of Berg"],
    "municipality": ["Aby", "Aby", "Aby", "Berg"],
}
CASES: list[dict[str, Any]] = [
    {"id": "open", "weight": 4, "current_caseworker": "Bo", "client": "client 1"},
    {"id": "same client", "weight": 1, "client": "client 1"},
    {"id": "sibling", "weight": 1, "family_caseworker": "Cai"},
    {"id": "back again", "type": "support", "previous_caseworker": "Dana", "closed": "2026-09-01"},
    {"id": "interpreter", "weight": 1, "language": "so", "interpreter": True},
    {"id": "came from Berg", "weight": 5, "transferred": "2026-11-16"},
    {"id": "threats", "weight": 2, "risk": True, "visits": "2026-12-01"},
    {"id": "placed child", "type": "placement", "weight": 2},
    {"id": "report 1", "weight": 1, "unit": "intake"},
    {"id": "linked 1", "weight": 1},
    {"id": "linked 2", "weight": 1},
]
DEFAULTS = {"unit": "family", "weight": 2, "type": "investigation"}
SIDE_TABLES: dict[str, Any] = {
    "units": UNITS,
    "absences": {"caseworker": ["Cai"], "from": ["2026-12-01"], "to": ["2026-12-01"]},
    "events": {"case": ["open"], "kind": ["report"], "from": ["2026-11-20"], "weight": [2]},
    "handovers": {
        "case": ["report 1"],
        "phase": ["investigation"],
        "unit": ["family"],
        "on": ["2026-12-07"],
        "weight": [3],
    },
    "worker_pairs": {"caseworker": ["Bo"], "other": ["Dana"]},
    "links": {"case": ["linked 1"], "other": ["linked 2"]},
    "agreements": {"municipality": ["Aby"], "with": ["Berg"], "case_type": ["investigation"]},
}


def policy() -> evenload.AllocationPolicy:
    """Return the rules of the morning."""
    return evenload.AllocationPolicy(
        on="2026-11-23",
        roles=[
            {"name": "lead"},
            {"name": "second", "share": "1/2", "needs_delegation": False},
            {"name": "foster", "share": "1/2", "needs_delegation": False, "unit": "foster"},
        ],
        roles_of_type=[
            {"case_type": "", "roles": ["lead"]},
            {
                "case_type": "placement",
                "roles": ["lead", "foster"],
                "other_unit": [["lead", "foster"]],
            },
        ],
        reopening_of_type=[{"case_type": "support", "months": 6, "mode": "hard"}],
        interpreter_days=2,
        rules={"continuity": ("soft", 40), "family": ("soft", 40), "planned_handover": ("soft", 5)},
    )


def tables() -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return cases and caseworkers as columns."""
    rows = [DEFAULTS | {"previous_caseworker": None} | row for row in CASES]
    for row in rows:
        if "transferred" in row:
            row["previous_caseworker"] = "somebody in Berg"
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}, PEOPLE


def main() -> evenload.Plan:
    """Allocate, and print who has what and why."""
    cases, caseworkers = tables()
    plan = evenload.allocate(cases, caseworkers, policy=policy(), **SIDE_TABLES)
    table = Table(title="Who has what", title_justify="left")
    for name in ("case", "role", "caseworker", "load", "why"):
        table.add_column(name, justify="right" if name == "load" else "left")
    rows = plan.assignments
    for case, role, caseworker, load in zip(
        rows["case"], rows["role"], rows["caseworker"], rows["load"], strict=True
    ):
        why = plan.explain(case, role=role).why
        reasons = " ".join(reason.sentence() for reason in why)
        table.add_row(case, role, caseworker or "nobody", f"{load:g}", reasons)
    console.print(table)
    for notice in plan.notices:
        console.print(f"- {notice.sentence()}")
    return plan


if __name__ == "__main__":
    main()
