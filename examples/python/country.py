#!/usr/bin/env python3
"""A country on a Monday: twenty simulated municipalities, allocated side by side, one table of them all.

Every municipality is a problem of its own, with the policy of examples/data. They are solved on threads; any other executor
(processes, Dask, Ray) gives the same plans, because nothing depends on who computes what. One of the municipalities has a
wrong cell in its tables: it gets an error that says where, and the others get their plans.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import random
import sys
from datetime import date, timedelta
from pathlib import Path

import evenload
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
MONDAY = date(2026, 11, 23)
KINDS = {  # type, phase, class, how often
    "children": [
        ("report_of_concern", "preliminary_assessment", "must", 4),
        ("child_investigation", "investigation", "must", 3),
        ("child_service", "follow_up", "due", 2),
        ("court_statement", "", "may_wait", 1),
    ],
    "adults": [
        ("violence", "investigation", "must", 1),
        ("substance_use", "investigation", "due", 3),
        ("housing", "", "may_wait", 2),
    ],
}
console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def main(arguments: list[str] | None = None) -> evenload.ManyPlans:
    """Simulate, allocate, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--municipalities", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2, help="threads")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    policy = evenload.AllocationPolicy.from_toml(ROOT / "examples" / "data" / "policy.toml")

    # A generator: a municipality is drawn when there is room for it, and forgotten when it is sent.
    problems = (
        (name, municipality(name, options.seed))
        for name in (f"Kommun {number:02}" for number in range(1, options.municipalities + 1))
    )
    with concurrent.futures.ThreadPoolExecutor(options.workers) as executor:
        plans = evenload.allocate_many(
            problems, policy=policy, executor=executor, seed=options.seed, keep="plans"
        )
    print_summary(plans)
    print_one(plans, options.seed)
    return plans


def municipality(name: str, seed: int) -> dict[str, dict[str, list]]:
    """Draw a municipality: a few caseworkers in two units, who have cases already, and the week's new ones."""
    draw = random.Random(f"{seed} {name}")
    people, cases = [], []
    for unit, kinds in KINDS.items():
        staff = draw.randint(3, 9)
        for number in range(staff):
            years = draw.choice([0, 1, 2, 4, 7, 12])
            people.append(
                {
                    "id": f"{unit} {number}",
                    "unit": unit,
                    "contracted_hours": draw.choice([30, 40, 40, 40]),
                    "fixed_duty_hours": 6,
                    "profession_since": MONDAY - timedelta(days=365 * years + 60),
                    "base_load": draw.randint(30, 115),
                    "delegation_level": 3,
                    "protected_until": MONDAY + timedelta(weeks=20) if years == 0 else None,
                    "protected_new_cases": 1 if years == 0 else None,
                }
            )
        for number in range(draw.randint(staff // 2, 2 * staff)):
            kind, phase, case_class, _ = draw.choices(kinds, [k[3] for k in kinds])[0]
            cases.append(
                {
                    "id": f"{unit[0].upper()}-{number}",
                    "type": kind,
                    "phase": phase,
                    "class": case_class,
                    "unit": unit,
                    "received": MONDAY - timedelta(days=draw.randint(3, 12)),
                    "risk": kind == "violence" and draw.random() < 0.5,
                }
            )
    away = draw.choice(people)["id"]
    tables = {
        "cases": columns(cases),
        "caseworkers": columns(people),
        "absences": {"caseworker": [away], "from": [MONDAY], "to": [MONDAY + timedelta(weeks=3)]},
    }
    if name.endswith("13"):  # somebody has typed a minus
        tables["caseworkers"]["contracted_hours"][2] = -40
    return tables


def columns(rows: list[dict]) -> dict[str, list]:
    """Turn rows into columns."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def print_summary(plans: evenload.ManyPlans) -> None:
    """Print a row for each municipality, in the order in which they came; it ranks nobody."""
    table = Table(title="The country's allocation", title_justify="left")
    for heading in ("municipality", "status"):
        table.add_column(heading)
    for heading in ("cases", "staff", "placed", "left", "must left", "overload", "bound", "work"):
        table.add_column(heading, justify="right")
    frame = plans.summary
    numbers = ("cases", "caseworkers", "placed", "undistributed", "unassigned_must", "overload")
    for row, name in enumerate(frame["problem"]):
        if frame["error"][row]:
            table.add_row(name, "error", *[""] * 8)
            continue
        cells = [frame[column][row] for column in (*numbers, "overload_bound", "work")]
        table.add_row(name, frame["status"][row], *(f"{c:,.0f}" if c == c else "" for c in cells))
    console.print(table)
    for name, error in plans.errors.items():
        console.print(f"{name}: {error}")
    console.print(
        f"{frame['placed'].sum()} roles placed, {frame['undistributed'].sum()} left, "
        f"in {len(plans)} municipalities."
    )


def print_one(plans: evenload.ManyPlans, seed: int) -> None:
    """Print why one case is where it is: a plan explains itself wherever it was computed."""
    name = next(name for name in plans if plans.outcome(name).plan is not None)
    plan = plans[name]
    case = plan.assignments["case"][0]
    found = plan.explain(case)
    console.print(f"\n{name}, case {case}: {found.caseworker or 'nobody yet'}. {found.text()}")
    own = evenload.problem_seed(seed, name)
    console.print(f"To repeat this one alone: evenload.allocate(…, seed={own})")


if __name__ == "__main__":
    main()
