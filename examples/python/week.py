#!/usr/bin/env python3
"""A planner's week on the example municipality, after Monday's allocation.

Monday: somebody falls ill; what cannot wait is lent out. Tuesday: room is kept for the cases of
the coming weeks. Wednesday: somebody leaves for good. Thursday: an urgent case arrives and the
plan is changed as little as can be. Friday: a few moves even the load out, and a change of the
rules is tried before it is decided.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import evenload
import pandas as pd
from evenload.io import read_table
from rich.console import Console
from rich.table import Table

DATA = Path(__file__).resolve().parents[1] / "data"
SIDE_TABLES = ("units", "absences", "skills", "exclusions", "limits", "assignments", "overrides")
ILL, LEAVES = "Barn 04", "Vuxen 02"
console = Console(highlight=False, width=120)


def main(arguments: list[str] | None = None) -> dict[str, evenload.VerbAnswer]:
    """Go through the week and return what each day answered."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--work-limit", type=int, help="deterministic units for each day")
    work = {"work_limit": options.parse_args(arguments).work_limit}
    policy = evenload.AllocationPolicy.from_toml(DATA / "policy.toml")
    cases = pd.DataFrame(read_table(DATA / "cases.csv"))
    people = pd.DataFrame(read_table(DATA / "caseworkers.csv"))
    side = {name: read_table(DATA / f"{name}.csv") for name in SIDE_TABLES}
    plan = evenload.allocate(cases, people, policy=policy, **side, **work)
    console.print(f"[bold]Monday, the allocation[/]: {len(plan.undistributed)} left over\n")

    answers = {
        "cover": fall_ill(cases, people, policy, side, work),
        "plan_ahead": look_ahead(cases, people, policy, side, work),
        "redistribute": leave(cases, people, policy, side, work),
        "replan": urgent_case(plan, cases, people, policy, side, work),
        "rebalance": even_out(cases, people, policy, side, work),
        "what_if": try_a_rule(cases, people, policy, side, work),
    }
    compare_four(cases, people, policy, side)
    return answers


def fall_ill(cases, people, policy, side, work):
    """Lend out what has a deadline, a visit or a risk within the week."""
    held = cases[(cases["current_caseworker"] == ILL) & (cases["state"] == "started")]
    visits = {"case": held["id"].head(1).tolist(), "on": ["2026-11-25"] * min(1, len(held))}
    days = ("2026-11-23", "2026-11-27")
    answer = evenload.cover(ILL, *days, cases, people, visits=visits, policy=policy, **side, **work)
    lent, waiting = answer.table("lent"), answer.table("waiting")
    show(f"Monday: {ILL} is ill until Friday, {len(waiting)} cases wait", lent,
         ("case", "to", "causes", "back_on"))  # fmt: skip
    return answer


def look_ahead(cases, people, policy, side, work):
    """Keep room for eight investigations in two weeks."""
    expected = {
        "unit": ["children", "children"],
        "type": ["child_investigation"] * 2,
        "phase": ["investigation"] * 2,
        "week": ["2026-11-30", "2026-12-07"],
        "cases": [4, 4],
    }
    answer = evenload.plan_ahead(expected, cases, people, policy=policy, **side, **work)
    show("Tuesday: room for what is expected", answer.table("rooms"),
         ("unit", "week", "cases", "wanted", "reserved"))  # fmt: skip
    show("what that costs", answer.table("cost"), ("level", "without", "with_reserve"))
    return answer


def leave(cases, people, policy, side, work):
    """Hand all cases over, the nearest deadline first."""
    answer = evenload.redistribute(
        LEAVES, cases, people, first_day="2026-12-01", policy=policy, **side, **work
    )
    show(f"Wednesday: {LEAVES} leaves", answer.table("handed_over").head(8),
         ("case", "to", "deadline", "hand_over_load"))  # fmt: skip
    return answer


def urgent_case(plan, cases, people, policy, side, work):
    """Place an urgent case; what was announced on Monday stays, unless it must not."""
    urgent = cases[cases["unit"] == "children"].tail(1)
    urgent = urgent.assign(id="C-URGENT", state=None, **{"class": "must"})
    changed = pd.concat([cases, urgent], ignore_index=True)
    answer = evenload.replan(plan, changed, people, policy=policy, **side, **work)
    changes = len(answer.table("changes"))
    assigned = answer.plan.assignments.set_index("case")["caseworker"]
    console.print(
        f"[bold]Thursday, an urgent case[/]: to {assigned['C-URGENT']}, {changes} changes\n"
    )
    return answer


def even_out(cases, people, policy, side, work):
    """Find up to three moves, and what each number of moves is worth."""
    answer = evenload.rebalance(cases, people, most_moves=3, price=5, policy=policy, **side, **work)
    show(
        "Friday: moves that pay",
        answer.table("moves"),
        ("case", "from", "to", "overload", "balance"),
    )
    values = answer.table("by_moves")
    show("what another move is worth", values[values["level"] == "balance"],
         ("most_moves", "moves", "value", "bound"))  # fmt: skip
    return answer


def try_a_rule(cases, people, policy, side, work):
    """Try fewer new cases each before it is decided."""
    answer = evenload.what_if(
        cases,
        people,
        changed_policy=policy.replace(new_cases_limit=3),
        policy=policy,
        **side,
        **work,
    )
    show("Friday: at most three new cases each?", answer.table("levels"),
         ("level", "before", "after", "difference"))  # fmt: skip
    return answer


def compare_four(cases, people, policy, side):
    """Print four caseworkers side by side for the first case that is open."""
    waiting = evenload.undistributed(cases, people, policy=policy, **side)
    advice = evenload.recommend(waiting["case"].iloc[0], cases, people, policy=policy, **side)
    console.print(f"[bold]Who could take {advice.case_id}?[/]")
    console.print(advice.side_by_side())


def show(title, frame, columns):
    """Print some columns of a frame."""
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name.replace("_", " "))
    for row in frame[list(columns)].itertuples(index=False):
        table.add_row(*map(cell, row))
    console.print(table)


def cell(value):
    """Write a cell for people."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return "" if value != value else f"{value:.2f}"
    return "" if value is None or value is pd.NaT else str(value).removesuffix(" 00:00:00")


if __name__ == "__main__":
    main()
