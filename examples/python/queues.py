#!/usr/bin/env python3
"""How many at the counter, how many caseworkers: six questions about waiting.

A caseworker is no server: the counter is staffed by Erlang's formulas, the investigators by the
queue of case managers. Times are in hours at the counter, in weeks for cases.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any, NamedTuple

from evenload import pool
from rich.console import Console
from rich.table import Table

console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)

#: Visitors per hour at intake, eight to five, and minutes for each.
DAY = [14, 22, 26, 20, 12, 18, 24, 16, 8]
MINUTES = 12.0


class Answers(NamedTuple):
    """What the example found."""

    needed: pool.ServersNeeded
    patient: pool.QueuePerformance
    day: pool.PeriodPerformance
    ill: pool.PeriodPerformance
    offices: dict[int, pool.CaseManagerAnswer]
    drawn: pool.CaseManagerSimulation
    returning: pool.ReturningStaffing


def main(arguments: list[str] | None = None) -> Answers:
    """Ask and print all six."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the simulation (default 1)")
    parser.add_argument("--cases", type=int, default=4000, help="simulated in each of 20 runs")
    options = parser.parse_args(arguments)
    per_hour = 60 / MINUTES
    needed, patient = at_the_counter(per_hour)
    day, ill = through_the_day(per_hour)
    offices, drawn = with_caseloads(options.seed, options.cases)
    returning = coming_back()
    return Answers(needed, patient, day, ill, offices, drawn, returning)


def heading(text: str) -> None:
    """Print a question."""
    console.print(f"\n[bold]{text}[/bold]")


def at_the_counter(per_hour: float) -> tuple[pool.ServersNeeded, pool.QueuePerformance]:
    """Staff the busiest hour."""
    heading("1. How many at the counter in the busiest hour?")
    five_minutes = 5 / 60
    needed = pool.servers_needed(max(DAY), per_hour, wait_probability=0.1, tau=five_minutes)
    console.print(
        f"{needed.servers} seats: {needed.wait_exceeds:.1%} wait longer than five minutes, the "
        f"mean wait is {needed.performance.mean_wait * 60:.1f} min, seats are busy "
        f"{needed.performance.utilisation:.0%} of the time."
    )
    assert needed.one_fewer is not None
    console.print(
        f"With one fewer {needed.one_fewer.wait_exceeds(five_minutes):.1%} would wait longer."
    )
    rule = pool.square_root_staffing(max(DAY), per_hour, wait_probability=0.2)
    console.print(
        f"The square-root rule for a wait of one in five says {rule.servers}; exactly it takes "
        f"{rule.exact_servers}."
    )
    heading("2. And if some give up after half an hour?")
    patient = pool.erlang_a(max(DAY), per_hour, needed.servers - 1, 2)
    console.print(
        f"With {needed.servers - 1} seats {patient.abandonment:.1%} leave without having been "
        f"helped; the mean wait of all is {patient.mean_wait * 60:.1f} min."
    )
    return needed, patient


def through_the_day(per_hour: float) -> tuple[pool.PeriodPerformance, pool.PeriodPerformance]:
    """Staff each hour, then lose one seat at the worst time."""
    heading("3. How many in each hour?")
    day = pool.modified_offered_load_staffing(
        DAY, period=1, service=1 / per_hour, wait_probability=0.1, tau=5 / 60, start="empty"
    )
    heading("4. And when two are ill from ten to twelve?")
    short = day.servers.copy()
    short[2:4] -= 2
    ill = pool.backlog_carryover(DAY, short, period=1, mean_service=1 / per_hour, start="empty")
    assert ill.backlog is not None
    table = Table("hour", "visitors", "seats", "P(wait)", "seats, two ill", "P(wait)", "carried on")
    for hour, visitors in enumerate(DAY):
        table.add_row(
            f"{8 + hour}-{9 + hour}",
            str(visitors),
            str(day.servers[hour]),
            f"{day.wait_probability[hour]:.0%}",
            str(short[hour]),
            f"{ill.wait_probability[hour]:.0%}",
            f"{ill.backlog[hour]:.1f}",
        )
    console.print(table)
    return day, ill


def with_caseloads(
    seed: int, cases: int
) -> tuple[dict[int, pool.CaseManagerAnswer], pool.CaseManagerSimulation]:
    """Compare caseload limits of three investigators."""
    heading("5. Which caseload limit keeps families from waiting for an investigator?")
    office: dict[str, Any] = {
        "completion_probability": 0.1,
        "attention_time": 0.11,
        "external_delay": 1.2,
    }
    offices = {}
    table = Table("limit", "most cases a week", "wait, weeks", "at least", "at most", "until done")
    for limit in (4, 5, 6, 8):
        capacity = pool.case_manager_capacity(**office, caseload_limit=limit, workers=3)
        if capacity <= 1.0:
            table.add_row(str(limit), f"{capacity:.2f}", "grows for ever", "", "", "")
            continue
        answer = pool.case_manager_queue(1.0, **office, caseload_limit=limit, workers=3)
        offices[limit] = answer
        best = answer.exact or answer.approximation
        table.add_row(
            f"{limit}{'' if answer.exact else ' (about)'}",
            f"{answer.capacity:.2f}",
            f"{best.mean_wait:.2f}",
            "" if answer.lower is None else f"{answer.lower.mean_wait:.2f}",
            "" if answer.upper is None else f"{answer.upper.mean_wait:.2f}",
            f"{best.mean_time:.1f}",
        )
    console.print(table)
    drawn = pool.simulate_case_managers(
        1.0, **office, caseload_limit=6, workers=3, cases=cases, warm_up=cases // 4, seed=seed
    )
    console.print(
        f"Six each, simulated: {drawn.mean_wait.mean:.2f} ± {drawn.mean_wait.half_width:.2f} "
        f"weeks until a case has an investigator; they are with families "
        f"{drawn.utilisation.mean:.0%} of their time."
    )
    return offices, drawn


def coming_back() -> pool.ReturningStaffing:
    """Staff a duty desk to which two in five come back."""
    heading("6. A duty desk to which people come back the same day")
    plan = pool.erlang_r_staffing(
        DAY, period=1, service_rate=4, return_probability=0.4, return_rate=0.5,
        wait_probability=0.3, start="empty",
    )  # fmt: skip
    console.print("Staff by the hour: " + ", ".join(str(n) for n in plan.servers))
    console.print(f"At the end of the day {plan.load.content_end[-1]:.0f} have yet to come back.")
    return plan


if __name__ == "__main__":
    main()
