#!/usr/bin/env python3
"""What is left over on Monday: why, and what it would take.

Allocates the example municipality in examples/data, and asks of what is left over: which cases
compete, what keeps them out, and which changes would place them. The answer says what is proven.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import evenload
from evenload.io import read_table
from rich.console import Console
from rich.table import Table

DATA = Path(__file__).resolve().parents[1] / "data"
OTHERS = ("units", "absences", "skills", "exclusions", "limits", "assignments", "overrides")
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def main(arguments: list[str] | None = None) -> evenload.WhyUnplaced:
    """Allocate, ask why, print; return the answer."""
    parser = argparse.ArgumentParser(prog="causes.py", description=__doc__.splitlines()[0])
    parser.add_argument("--language", choices=("en", "sv"), default="en")
    parser.add_argument("--changes", type=int, default=1, help="how many are combined (default 1)")
    parser.add_argument("--most-plans", type=int, default=60, help="plans to solve (default 60)")
    parser.add_argument("--work-limit", type=int, help="deterministic units of work")
    options = parser.parse_args(arguments)

    policy = evenload.AllocationPolicy.from_toml(DATA / "policy.toml")
    tables = {name: read_table(DATA / f"{name}.csv") for name in OTHERS}
    cases, caseworkers = read_table(DATA / "cases.csv"), read_table(DATA / "caseworkers.csv")
    plan = evenload.allocate(
        cases, caseworkers, policy=policy, work_limit=options.work_limit, **tables
    )
    why = evenload.why_unplaced(
        cases,
        caseworkers,
        policy=policy,
        plan=plan,
        most_changes=options.changes,
        most_plans=options.most_plans,
        never=("committee_border",),
        **tables,
    )
    print_groups(why, options.language)
    print_reliefs(why)
    return why


def print_groups(why: evenload.WhyUnplaced, language: str) -> None:
    """Print each group of cases with the sets of reasons that keep it out."""
    console.print(why.text(language).split("\n+")[0])


def print_reliefs(why: evenload.WhyUnplaced) -> None:
    """Print what would help, the cheapest for its worth first."""
    table = Table(title="What would help", title_justify="left")
    for name in ("change", "who or what", "by", "cost", "worth", "places", "proven"):
        table.add_column(name)
    for relief in (*why.to_dict()["single"], *why.to_dict()["combined"]):
        for index, change in enumerate(relief["changes"]):
            about = (change.get(k) for k in ("rule", "case", "caseworker", "case_unit", "unit"))
            first = index == 0
            table.add_row(
                change["kind"],
                ", ".join(str(part) for part in about if part),
                str(change.get("by", "")),
                str(relief["cost"]) if first else "",
                str(relief["worth"]) if first else "",
                ", ".join(one["case"] for one in relief["placed"]) if first else "",
                ("yes" if relief["proven"] else "no") if first else "",
            )
    console.print(table)
    every = "every change was tried" if why.all_examined else "more changes could be tried"
    console.print(f"{every}; nothing can be worth more than {why.most_worth:g}")


if __name__ == "__main__":
    try:
        main()
    except (evenload.EvenloadError, OSError) as error:
        sys.exit(f"error: {error}")
