#!/usr/bin/env python3
"""Replay a log of events week by week with the allocator, and show it beside what happened.

A mapping (TOML) says which column means what; examples/data/permit_receipts.toml is one to copy. The log is replayed under
both readings of "open": from start to end date, and from first to last event. Lengths of cases can be kept, drawn from
the log, or made to depend on load; policies can be compared. docs/models/replay.md says what that can tell and what not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import evenload
from evenload import report
from evenload.io import read_table, read_toml
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def main(arguments: list[str] | None = None) -> list[evenload.ReplayResult]:
    """Replay under both readings, print the tables, write the page."""
    options = read_options(arguments)
    mapping = read_toml(options.mapping, "mapping")
    policies = {path.stem: evenload.AllocationPolicy.from_toml(path) for path in options.policy}
    log = read_table(options.event_log)
    people = read_table(options.caseworkers) if options.caseworkers else None
    settings: dict[str, Any] = {
        "durations": options.durations,
        "elasticity": options.elasticity,
        "batch_days": options.batch_days,
        "replications": options.replications,
        "time_limit": options.time_limit,
        "work_limit": options.work_limit,
        "seed": options.seed,
    }

    readings = (
        ["dates", "events"]
        if mapping.get("start_column") and mapping.get("end_column")
        else ["events"]
    )
    results = [
        evenload.replay(
            log,
            people,
            mapping={**mapping, "open": reading},
            policy=next(iter(policies.values()), None),
            **settings,
        )
        for reading in readings
    ]
    print_results(results, options.language)

    comparison = None
    if options.compare or len(policies) > 1:
        was, default = (
            ("as it was", "default") if options.language == "en" else ("som det var", "standard")
        )
        arms = {was: None, **(policies or {default: evenload.AllocationPolicy()})}
        comparison = evenload.compare_policies(
            log, arms, people, mapping={**mapping, "open": readings[0]}, **settings
        )
        print_comparison(comparison, options.language)

    options.page.parent.mkdir(parents=True, exist_ok=True)
    title = {"en": "A log, shared out again", "sv": "En logg, fördelad på nytt"}
    page = report.write_replay_page(
        options.page, results, title=title, language=options.language, comparison=comparison
    )
    console.print(
        f"\n[bold]{'The page' if options.language == 'en' else 'Sidan'}:[/] {page}", soft_wrap=True
    )
    return results


def print_results(results: list[evenload.ReplayResult], language: str) -> None:
    """Print the log in a sentence, one table for both readings, and what the log cannot know."""
    story = report.describe_replay(results, language=language)
    console.print(story.log)
    table = Table(title=story.title, title_justify="left")
    table.add_column(story.measure)
    for reading in story.readings:
        for place, column in enumerate(story.columns):
            table.add_column(
                f"{reading}:\n{column}" if place == 0 else f"\n{column}", justify="right"
            )
    for measure, *numbers in story.rows:
        table.add_row(measure, *numbers)
    console.print(table)
    for note in story.notes:
        console.print(note)
    console.print(f"\n[bold]{story.unknown_title}[/]")
    for sentence in story.unknown:
        console.print(f"• {sentence}")


def print_comparison(comparison: evenload.PolicyComparison, language: str) -> None:
    """Print the policies side by side."""
    told = report.describe_comparison(comparison, language=language)
    table = Table(title=told.caption, title_justify="left")
    table.add_column("")
    for policy in told.policies:
        table.add_column(policy, justify="right")
    for measure, cells in told.rows:
        table.add_row(measure, *("\n".join(filter(None, cell)) for cell in cells))
    console.print()
    console.print(table)


def read_days(text: str) -> list[int]:
    """Read days of the week: ``1,4`` is Mondays and Thursdays."""
    return [int(day) for day in text.split(",") if day]


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Read which log, how to read it, and the rules to replay it with."""
    parser = argparse.ArgumentParser(
        prog="examples/run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--event-log", type=Path, required=True, help="one row per event, CSV or XLSX"
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        default=ROOT / "examples" / "data" / "permit_receipts.toml",
        help="which columns mean what, TOML",
    )
    parser.add_argument(
        "--policy",
        type=Path,
        action="append",
        default=[],
        help="rules as TOML; the default policy where none is given; several are compared",
    )
    parser.add_argument(
        "--compare", action="store_true", help="compare the policies with the holders as they were"
    )
    parser.add_argument(
        "--caseworkers", type=Path, help="who is there with which capacity, CSV or XLSX"
    )
    parser.add_argument("--durations", choices=("kept", "resampled", "scaled"), default="kept")
    parser.add_argument(
        "--elasticity",
        type=float,
        default=0.0,
        help="of a case's length with its holder's load, with --durations scaled",
    )
    parser.add_argument(
        "--batch-days",
        type=read_days,
        default=[],
        help="days on which cases are placed, 1 Monday to 7 Sunday, as 1,4; "
        "otherwise each week's at once",
    )
    parser.add_argument("--replications", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--language", choices=("en", "sv"), default="en")
    parser.add_argument(
        "--page",
        type=Path,
        default=ROOT / "build" / "examples" / "replay.html",
        help="where to write the page",
    )
    parser.add_argument(
        "--time-limit", type=float, default=60.0, help="seconds for each replay; a safety net"
    )
    parser.add_argument("--work-limit", type=int, help="deterministic units of work for each batch")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        main()
    except (evenload.EvenloadError, OSError) as error:
        sys.exit(f"error: {error}")
