#!/usr/bin/env python3
# ruff: noqa: D101, D102, D103, D107, E501
"""Write the tables of the example municipality beside this script.

Run `python generate.py` to write them again: the same files, byte for byte, on any machine. Nobody and nothing here is
real. Caseworkers are called after their unit and a number, and the numbers mean nothing.

Two parts: the stock of open cases is drawn at random (seeded) until every caseworker has the load that `CASEWORKERS`
says; the new cases of the week are written down one by one in `new_cases.py`, because each is there for a reason.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import tomllib
from municipality import ABSENCES, ASSIGNMENTS, CASEWORKER_COLUMNS, CASEWORKERS, EXCLUSIONS, LIMITS, OVERRIDES, SKILLS, STOCK, STOCK_OF_ITS_OWN, UNITS
from history import COLUMNS as HISTORY_COLUMNS
from history import history
from new_cases import CASE_COLUMNS, NEW_CASES

HERE = Path(__file__).parent
MONDAY = date(2026, 11, 23)
SEED = 20261123


class Draw:
    """Random choices from `random.random` alone, whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, n: int) -> int:
        return int(self._random.random() * n)

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def weighted(self, choices: list[tuple]) -> tuple:
        left = self._random.random() * sum(choice[0] for choice in choices)
        for choice in choices:
            left -= choice[0]
            if left < 0:
                return choice
        return choices[-1]


def main() -> None:
    policy = tomllib.loads((HERE / "policy.toml").read_text(encoding="utf-8"))
    cases = stock(policy, Draw(SEED)) + NEW_CASES
    write("cases", CASE_COLUMNS, cases)
    write("caseworkers", CASEWORKER_COLUMNS, CASEWORKERS)
    write("units", ["id", "label", "x_label_sv", "committee", "municipality"], UNITS)
    write("absences", ["caseworker", "from", "to", "share"], ABSENCES)
    write("skills", ["caseworker", "skill", "valid_until"], SKILLS)
    write("exclusions", ["case", "caseworker"], EXCLUSIONS)
    write("limits", ["caseworker", "category", "cases", "weight"], LIMITS)
    others = second_roles(cases) + ASSIGNMENTS
    write("assignments", ["case", "role", "caseworker", "state", "released"], others)
    write("held_cases", HISTORY_COLUMNS, history(cases, others, CASEWORKERS, points(policy), MONDAY, Draw(SEED + 1).below))
    write("overrides", ["case", "role", "kind", "caseworker", "reason", "decided_by_role"], OVERRIDES)


def write(name: str, columns: list[str], rows: list[dict]) -> None:
    for row in rows:
        assert set(row) <= set(columns), (name, row)
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def stock(policy: dict, draw: Draw) -> list[dict]:
    """Open cases, each held by someone, until every caseworker has the share of capacity written in `load`."""
    weights = points(policy)
    cases = list(STOCK_OF_ITS_OWN)
    for worker in CASEWORKERS:
        room = STOCK[worker["id"]] * capacity(policy, worker) - float(worker.get("base_load") or 0)
        room -= sum(weights[case["type"], case["phase"]] for case in cases if case["current_caseworker"] == worker["id"])
        while room > 2:
            case = open_case(worker, draw, len(cases))
            cases.append(case)
            room -= weights[case["type"], case["phase"]] + (2 if case.get("factors") == "new_report" else 0)
    return cases


TYPES = {  # how often, type, phase, days open at most
    "children": [(3, "child_investigation", "investigation", 110), (4, "child_service", "follow_up", 700),
                 (0.5, "report_of_concern", "preliminary_assessment", 12), (0.5, "court_statement", "", 60)],
    "adults": [(3, "substance_use", "investigation", 100), (5, "substance_use", "follow_up", 800), (3, "housing", "", 400),
               (1, "adult_assessment", "preliminary_assessment", 14)],
    "support": [(2, "support_application", "investigation", 12), (8, "support_ongoing", "follow_up", 900),
                (3, "support_complex", "follow_up", 900)],
}


def open_case(worker: dict, draw: Draw, number: int) -> dict:
    unit = worker["unit"] or worker["pool_units"].split(";")[draw.below(len(worker["pool_units"].split(";")))]
    _, kind, phase, oldest = draw.weighted(TYPES[unit])
    received = MONDAY - timedelta(days=1 + draw.below(oldest))
    while received.weekday() > 4:
        received -= timedelta(days=1)
    case = {"id": f"{unit[0].upper()}-{1001 + number}", "type": kind, "phase": phase, "class": "due", "unit": unit,
            "received": received.isoformat(), "current_caseworker": worker["id"], "state": "started"}
    if kind == "child_service" and draw.happens(0.1):
        case["factors"] = "new_report"
    return case


def points(policy: dict) -> dict[tuple[str, str], float]:
    table = policy["measurement"]["weights"]["tables"][0]
    shares = {row["case_type"]: row["share"] for row in table["role_shares"] if row["role"] == "lead"}
    return {(row["case_type"], row["phase"]): row["points"] * shares.get(row["case_type"], 1) for row in table["weights"]}


def capacity(policy: dict, worker: dict) -> float:
    """As the library does it, but roughly: only the stock of cases is made with it."""
    rule = policy["measurement"]["capacity"]
    since = date.fromisoformat(worker["profession_since"])
    months = (MONDAY.year - since.year) * 12 + MONDAY.month - since.month
    norm = next(band["norm"] for band in rule["bands"] if months < band.get("to_months", 10**6))
    hours = float(worker["contracted_hours"])
    free = hours - float(worker["fixed_duty_hours"] or 0) - float(worker["duty_share"] or 0) * hours
    return norm * free / rule["full_time_hours"]


def second_roles(cases: list[dict]) -> list[dict]:
    """Give each placed child's foster home a caseworker: the two who know foster care, in turn."""
    carers = ["Barn 10", "Barn 13"]
    placed = [case for case in cases if case["type"] == "child_placement" and case.get("state") == "started"]
    return [{"case": case["id"], "role": "foster_care", "caseworker": carers[i % 2], "state": "started", "released": "no"}
            for i, case in enumerate(placed)]


if __name__ == "__main__":
    main()
