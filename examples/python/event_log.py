#!/usr/bin/env python3
"""Replay a log of events week by week with the allocator, and show it beside what happened.

A mapping (TOML) says which column means what; examples/data/permit_receipts.toml is one to copy. The log is replayed under
both readings of "open": from start to end date, and from first to last event. docs/models/replay.md says what that can
tell and what not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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
    policy = evenload.AllocationPolicy.from_toml(options.policy) if options.policy else None
    log = read_table(options.event_log)

    readings = (
        ["dates", "events"]
        if mapping.get("start_column") and mapping.get("end_column")
        else ["events"]
    )
    results = [
        evenload.replay(
            log,
            {**mapping, "open": reading},
            policy=policy,
            time_limit=options.time_limit,
            work_limit=options.work_limit,
        )
        for reading in readings
    ]
    print_results(results, options.language)

    options.page.parent.mkdir(parents=True, exist_ok=True)
    title = {"en": "A log, shared out again", "sv": "En logg, fördelad på nytt"}
    page = report.write_replay_page(options.page, results, title=title, language=options.language)
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
        table.add_column(f"{reading}:\n{story.happened}", justify="right")
        table.add_column(f"\n{story.replayed}", justify="right")
    for measure, *numbers in story.rows:
        table.add_row(measure, *numbers)
    console.print(table)
    for note in story.notes:
        console.print(note)
    console.print(f"\n[bold]{story.unknown_title}[/]")
    for sentence in story.unknown:
        console.print(f"• {sentence}")


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
        "--policy", type=Path, help="rules as TOML; the default policy where none is given"
    )
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
    parser.add_argument("--work-limit", type=int, help="deterministic units of work for each week")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        main()
    except (evenload.EvenloadError, OSError) as error:
        sys.exit(f"error: {error}")
