#!/usr/bin/env python3
"""Workload over time: units under two schemes, half a year of weeks, alarms, what changed, a draft, and load to come.

Without options it takes the example municipality in examples/data and writes pictures to build/examples. With
--event-log it measures a log of events (CSV, Parquet, XES) week by week under the assumptions of a mapping.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

import evenload
import pandas as pd
from evenload import plots, report, workload
from evenload.io import read_table, read_toml
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data"
WEEKS = 26
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def main(arguments: list[str] | None = None) -> None:
    """Measure the municipality, or a log."""
    options = read_options(arguments)
    options.pictures.mkdir(parents=True, exist_ok=True)
    if options.event_log:
        measure_log(options)
        return
    policy = evenload.AllocationPolicy.from_toml(DATA / "policy.toml")
    told = measure_municipality(policy)
    print_schemes(told.comparison)
    print_series(told)
    print_changes(told.changes)
    try_the_draft(policy)
    look_ahead(policy)
    draw(told, policy, options.pictures)


def history(monday: date):
    """Read who held what: held cases, everybody there was, and their absences; somebody left on the way."""
    former = read_table(DATA / "former_caseworkers.csv")
    people = pd.concat([read_table(DATA / "caseworkers.csv"), former], ignore_index=True)
    left = pd.DataFrame(
        {"caseworker": ["Barn 17"], "from": ["2026-09-14"], "to": [None], "share": ["1"]}
    )
    absences = pd.concat([read_table(DATA / "absences.csv"), left], ignore_index=True)
    return (
        read_table(DATA / "held_cases.csv"),
        people.astype(object),
        absences,
        monday - timedelta(weeks=WEEKS),
    )


def measure_municipality(policy) -> report.Workload:
    """Everything that the page's section on workload shows."""
    monday = date.fromisoformat(str(policy.on))
    rule = policy.to_dict()["measurement"]
    held, people, absences, first = history(monday)
    series = workload.weekly_series(
        held, people, first=first, last=monday, rule=rule, absences=absences
    )
    units = series.units[series.units["unit"].notna()]
    caps = workload.MeasurementRule.from_toml(DATA / "caps.toml")
    return report.Workload(
        series=workload.WeeklySeries(
            series.people,
            units,
            series.municipality,
            series.unheld,
            series.unknown_holders,
            series.unknown_holder_count,
        ),
        changes=workload.changes(
            held,
            people,
            start=monday - timedelta(weeks=1),
            end=monday,
            rule=rule,
            absences=absences,
        ),
        alarms=workload.alarms(units, by="unit", fit_weeks=13),
        comparison=workload.compare_units(
            read_table(DATA / "cases.csv"),
            # Load beside cases is told in points there, so this comparison leaves it out.
            read_table(DATA / "caseworkers.csv").drop(columns=["base_load"]),
            {"children": rule, "adults": rule, "support": caps},
            on=monday,
            absences=read_table(DATA / "absences.csv"),
            assignments=read_table(DATA / "assignments.csv"),
        ),
    )


def print_schemes(compared) -> None:
    """Units under their own schemes, and under each other's."""
    table = Table(title="Units under their own schemes", title_justify="left")
    for name in ("unit", "scheme", "load", "capacity", "share", "lowest", "highest", "above"):
        table.add_column(name, justify="left" if name in ("unit", "scheme") else "right")
    for row in compared.units.itertuples():
        table.add_row(row.unit, row.scheme, f"{row.load:.1f}", f"{row.capacity:.1f}", f"{row.ratio:.0%}",
                      f"{row.lowest:.0%}", f"{row.highest:.0%}", f"{row.over_capacity} of {row.people}")  # fmt: skip
    console.print(table)
    for row in compared.cross.itertuples():
        if row.scheme_of == "support" or row.unit == "support":
            console.print(
                f"  {row.unit} under the scheme of {row.scheme_of}: {row.ratio:.0%}, {row.not_weighed} cases not weighed"
            )
    for sentence in compared.sentences:
        console.print(f"• {sentence}")


def print_series(told) -> None:
    """Share of capacity by unit every fourth week, and the alarms."""
    units = told.series.units
    weeks = list(dict.fromkeys(units["week"]))[::-4][::-1]
    table = Table(title="Share of capacity, every fourth week", title_justify="left")
    table.add_column("unit")
    for week in weeks:
        table.add_column(week, justify="right")
    for unit, rows in units.groupby("unit", sort=False):
        shares = rows.set_index("week")["ratio"]
        table.add_row(unit, *(f"{shares[week]:.0%}" for week in weeks))
    console.print(table)
    raised = told.alarms[told.alarms["alarm"].notna()]
    for row in raised.itertuples():
        console.print(
            f"• {row.unit}: an alarm in {row.week} ({row.alarm}), {row.ratio:.0%} where {row.expected:.0%} was expected"
        )
    if raised.empty:
        console.print("• No alarm.")


def print_changes(changed) -> None:
    """What changed since last Monday; the parts sum to the whole."""
    rows = changed.units.pivot_table(index="unit", columns="part", values="load", sort=False)
    shown = [part for part in rows.columns if part in ("from", "to") or rows[part].any()]
    table = Table(title="What changed since last Monday, in points", title_justify="left")
    table.add_column("unit")
    for part in shown:
        table.add_column(part, justify="right")
    for unit, row in rows.iterrows():
        table.add_row(
            str(unit),
            *(
                f"{row[part]:.1f}" if part in ("from", "to") else f"{row[part]:+.1f}"
                for part in shown
            ),
        )
    console.print(table)


def try_the_draft(policy) -> None:
    """Last month under the weights in force and under the draft."""
    monday = date.fromisoformat(str(policy.on))
    rule = policy.to_dict()["measurement"]
    held, people, absences, _ = history(monday)
    scheme = workload.WeightScheme.from_dict(rule["weights"])
    compared = workload.compare_drafts(
        held,
        people,
        {**rule, "weights": scheme.only_version("2026-1").to_dict()},
        {**rule, "weights": scheme.only_version("2027-draft").to_dict()},
        first=monday - timedelta(weeks=4),
        last=monday - timedelta(days=1),
        absences=absences,
    )
    table = Table(title="Last month under the draft for 2027", title_justify="left")
    for name in ("unit", "now", "draft", "difference"):
        table.add_column(name, justify="left" if name == "unit" else "right")
    for row in compared.units[compared.units["unit"].notna()].itertuples():
        table.add_row(
            row.unit,
            f"{row.ratio_a:.1%}",
            f"{row.ratio_b:.1%}",
            f"{100 * row.difference:+.1f} percentage points",
        )
    console.print(table)
    most = compared.people.loc[compared.people["difference"].abs().idxmax()]
    console.print(
        f"• The largest difference for one person: {100 * most['difference']:+.1f} percentage points."
    )


def look_ahead(policy) -> None:
    """Say how the weights of two families convert, with the assumption stated."""
    rule = policy.to_dict()["measurement"]
    scheme = workload.WeightScheme.from_dict(rule["weights"]).only_version("2026-1")
    hours = scheme.convert("hours_per_month", full_time=150, as_full_time=110)
    console.print(
        f"\n[bold]As hours[/] ({hours.to_dict()['assumption']}, an assumption of this example): a child investigation "
        f"{hours.weight('child_investigation', 'investigation'):.1f} hours a month, an ongoing support case {hours.weight('support_ongoing', 'follow_up'):.1f}."
    )


def draw(told, policy, folder: Path) -> None:
    """Write the pictures: heat map of a unit, one person's series, what changed."""
    people = told.series.people
    children = people[(people["unit"] == "children") & (people["caseworker"] != "Barn 17")]
    save(plots.load_heat_map(children, title="Children and families"), folder / "heat_map.png")
    one = people[people["caseworker"] == "Barn 12"]
    chart = workload.alarm(one["ratio"].to_numpy(), fit_weeks=13)
    bands = policy.to_dict()["measurement"]["bands"]
    axes = plots.person_series(
        one["ratio"].to_numpy(), list(one["week"]), bands=bands, chart=chart, title="Barn 12"
    )
    save(axes, folder / "person_series.png")
    changed = told.changes.units[told.changes.units["unit"] == "children"]
    save(
        plots.what_changed(changed, title="Children and families: what changed since last Monday"),
        folder / "what_changed.png",
    )
    console.print(f"\n[bold]Pictures:[/] {folder}", soft_wrap=True)


def measure_log(options) -> None:
    """A log of events, week by week, under one scheme: every case weighs what the mapping says."""
    mapping = read_toml(options.mapping, "mapping")
    held = workload.holdings_of_log(read_table(options.event_log), mapping)
    rows = held.held_cases
    if not len(rows):
        console.print("The log holds no case with a holder.")
        return
    series = workload.weekly_series(
        rows,
        held.caseworkers,
        caseworker_weeks=held.caseworker_weeks,
        first=str(min(rows["from"]))[:10],
        last=str(max(rows["to"]))[:10],
        overlap="share",
    )
    weeks = series.municipality
    console.print(
        f"{held.summary['cases']} cases, {held.summary['events']} events, {held.summary['resources']} people; "
        f"capacity of one who is active: {held.summary['capacity']}."
    )
    table = Table(title="The log, every eighth week, measured on Mondays", title_justify="left")
    for name in ("week", "cases", "load", "capacity", "share"):
        table.add_column(name, justify="right")
    for row in weeks.iloc[::8].itertuples():
        table.add_row(
            row.week,
            str(row.cases),
            f"{row.load:.0f}",
            f"{row.capacity:.1f}",
            "–" if pd.isna(row.ratio) else f"{row.ratio:.0%}",
        )
    console.print(table)
    for sentence in held.summary["cannot_know"]:
        console.print(f"• {sentence[options.language]}")
    axes = plots.load_heat_map(series.people, title="People in the log, by week")
    save(axes, options.pictures / "log_heat_map.png")
    console.print(f"\n[bold]Picture:[/] {options.pictures / 'log_heat_map.png'}", soft_wrap=True)


def save(axes, path: Path) -> None:
    """Write one picture."""
    axes.figure.savefig(path, dpi=120, bbox_inches="tight")


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Read what to measure, and where pictures go."""
    parser = argparse.ArgumentParser(
        prog="examples/run --workload",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--event-log", type=Path, help="log of events: CSV, Parquet or XES")
    parser.add_argument(
        "--mapping",
        type=Path,
        default=DATA / "permit_receipts.toml",
        help="which column means what (TOML)",
    )
    parser.add_argument("--language", choices=("en", "sv"), default="en")
    parser.add_argument(
        "--pictures", type=Path, default=ROOT / "build" / "examples", help="folder for the pictures"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
