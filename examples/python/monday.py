#!/usr/bin/env python3
"""Monday's allocation: measure the workload, share out the new cases, show why, write the page.

Without options it takes the example municipality in examples/data. With --cases and --caseworkers it takes your own
tables, CSV or XLSX; docs/data-model.md describes every column, and only a few are needed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import evenload
import workload
from evenload import report
from evenload.io import read_table, read_toml
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data"
OTHER_TABLES = (
    "units",
    "absences",
    "reductions",
    "skills",
    "exclusions",
    "limits",
    "assignments",
    "overrides",
)
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def main(arguments: list[str] | None = None) -> Path:
    """Do the whole job and return where the page is."""
    options = read_options(arguments)
    policy = evenload.AllocationPolicy.from_toml(options.policy) if options.policy else None
    labels = read_toml(options.labels, "labels") if options.labels else {}
    cases, caseworkers = read_table(options.cases), read_table(options.caseworkers)
    others = {name: read_table(path) for name in OTHER_TABLES if (path := getattr(options, name))}

    plan = evenload.allocate(
        cases,
        caseworkers,
        policy=policy,
        **others,
        time_limit=options.time_limit,
        work_limit=options.work_limit,
        seed=options.seed,
    )
    measured = measure(cases, caseworkers, plan.policy, others)
    model, say = report.describe(
        plan, language=options.language, labels=labels, measurement=measured
    )

    print_measurement(model, say)
    print_allocation(model, say)
    print_undistributed(model, say)
    print_levels(model, say)

    options.page.parent.mkdir(parents=True, exist_ok=True)
    title = {"en": "Monday's allocation", "sv": "Måndagens fördelning"}
    page = report.write_page(
        options.page,
        plan,
        title=title,
        language=options.language,
        measurement=measured,
        labels=labels,
        workload=workload.measure_municipality(plan.policy) if options.example else None,
    )
    console.print(
        f"\n[bold]The page:[/] {page}" if options.language == "en" else f"\n[bold]Sidan:[/] {page}",
        soft_wrap=True,
    )
    return page


def measure(cases, caseworkers, policy, others):
    """Measure the workload before anything new; None where the policy has no weights to measure with."""
    rule = policy.to_dict().get("measurement", {})
    if not rule.get("bands"):
        return None
    return evenload.workload.measure(
        cases,
        caseworkers,
        rule=rule,
        on=policy.on,
        zone=policy.zone,
        absences=others.get("absences"),
        reductions=others.get("reductions"),
        assignments=others.get("assignments"),
    )


def print_measurement(model, say):
    """Print the measured workload, unit by unit, in the order of the table."""
    words = say.words
    if not model.measured:
        return
    table = Table(
        title=words.text("measurement_caption", day=words.day(model.made.day)), title_justify="left"
    )
    for name in ("caseworker", "cases", "before", "capacity", "share", "band", "own_rating"):
        table.add_column(
            words.text(name), justify="left" if name in ("caseworker", "band") else "right"
        )
    for row in model.measured:
        rating = "" if row.perceived is None else words.number(row.perceived)
        table.add_row(row.caseworker, str(row.cases), words.number(row.load), words.number(row.capacity), words.percent(row.ratio),
                      words.label(row.band, "band"), rating)  # fmt: skip
    console.print(table)


def print_allocation(model, say):
    """Print who gets what, with the first reason for each."""
    words = say.words
    for group in model.groups:
        table = Table(title=f"{words.text('allocation')}: {say.group(group)}", title_justify="left")
        for name in ("caseworker", "share", "cases", "why"):
            table.add_column(words.text(name), justify="left")
        for person in group.people:
            for index, task in enumerate(person.tasks):
                share = words.text(
                    "before_after",
                    before=words.percent(person.ratio_before),
                    after=words.percent(person.ratio_after),
                )
                kind = words.label(task.facts.type, "type")
                table.add_row(
                    *((person.id, share) if index == 0 else ("", "")),
                    f"{task.case} {kind} ({words.label(task.role, 'role')}, {words.points(task.load)})",
                    say.reasons(task.why[:2]),
                )
        console.print(table)


def print_undistributed(model, say):
    """Print what is left, why, and the smallest change that would place it."""
    words = say.words
    if not model.undistributed:
        console.print(words.text("undistributed_none"))
        return
    table = Table(title=words.text("undistributed"), title_justify="left")
    for name in ("cases", "why", "relaxation"):
        table.add_column(words.text(name))
    for item in model.undistributed:
        what = f"{item.rank}. {item.task.case} {words.label(item.task.facts.type, 'type')} ({say.waiting(item)})"
        table.add_row(
            what,
            say.reason(item.reason),
            "" if item.is_a_decision else say.relaxation(item.relaxation),
        )
    console.print(table)


def print_levels(model, say):
    """Print how good the plan is: each goal in a sentence."""
    console.print(f"\n[bold]{say.headline(model)}[/]")
    for index, level in enumerate(model.levels, start=1):
        console.print(f"{index}. {say.level(level)}")
    for notice in model.notices:
        console.print(f"• {say.reason(notice)}")


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Read which tables: own ones, or the example's where none are named."""
    parser = argparse.ArgumentParser(
        prog="examples/run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cases", type=Path, help="table of open cases, CSV or XLSX")
    parser.add_argument("--caseworkers", type=Path, help="table of caseworkers")
    parser.add_argument(
        "--policy",
        type=Path,
        help="rules, weights and capacities as TOML; examples/data/policy.toml shows all of them",
    )
    for name in OTHER_TABLES:
        parser.add_argument(f"--{name}", type=Path, help=f"table of {name}")
    parser.add_argument("--labels", type=Path, help="what ids are called on the page, TOML")
    parser.add_argument(
        "--language",
        choices=("en", "sv"),
        default="en",
        help="language of the tables, and of the page when it opens",
    )
    parser.add_argument(
        "--page",
        type=Path,
        default=ROOT / "build" / "examples" / "monday.html",
        help="where to write the page",
    )
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds; a safety net")
    parser.add_argument("--work-limit", type=int, help="deterministic units of work")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    if bool(options.cases) != bool(options.caseworkers):
        parser.error("--cases and --caseworkers belong together")
    options.example = not options.cases
    if options.example:
        for name in ("cases", "caseworkers", *OTHER_TABLES):
            if getattr(options, name) is None and (DATA / f"{name}.csv").exists():
                setattr(options, name, DATA / f"{name}.csv")
        options.policy = options.policy or DATA / "policy.toml"
        options.labels = options.labels or DATA / "labels.toml"
    return options


if __name__ == "__main__":
    try:
        main()
    except (evenload.EvenloadError, OSError) as error:
        sys.exit(f"error: {error}")
