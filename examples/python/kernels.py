#!/usr/bin/env python3
"""The kernels on plain arrays: six questions of a planner's week, each answered with its proof.

No tables and no policy: whoever writes a planning notebook or a suite of their own starts here.
Rows are pieces of work, columns are people. What the answers mean: docs/models.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from evenload.optimize import (
    OnlineAssignment,
    OnlineRow,
    SolverResult,
    balanced_assignment,
    blocking_groups,
    convex_transport,
    generalized_assignment,
    makespan,
)
from rich.console import Console
from rich.table import Table

NAMES = ("Amira", "Björn", "Carin", "David", "Elif", "Frida")
console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)


def main(arguments: list[str] | None = None) -> None:
    """Ask and print all six."""
    parser = argparse.ArgumentParser(
        prog="examples/run --kernels", description="The kernels on plain arrays."
    )
    parser.add_argument("--seed", type=int, default=7, help="of the made-up week (default 7)")
    rng = np.random.default_rng(parser.parse_args(arguments).seed)
    week = made_up_week(rng)
    plan = share_out(week)
    explain_left_out(week)
    ask_while_it_stands(week, plan)
    place_in_courses(rng)
    clear_the_backlog(rng)
    visits_of_one_size(rng)


def made_up_week(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Thirty new cases, six caseworkers with open work; each case may go to two to four of them."""
    rows, columns = 30, len(NAMES)
    able = [
        np.sort(rng.choice(columns, size=rng.integers(2, 5), replace=False)) for _ in range(rows)
    ]
    indices = np.concatenate(able).astype(np.int32)
    return {
        "indptr": np.concatenate([[0], np.cumsum([len(columns) for columns in able])]),
        "indices": indices,
        "weight": rng.choice([2, 3, 4, 5, 8], size=rows),
        "cost": rng.integers(0, 20, size=indices.size),  # travel, a language, who knows the family
        "capacity": np.array([100, 100, 80, 120, 60, 100]),
        "base_load": np.array([78, 71, 66, 80, 51, 85]),
    }


def share_out(week: dict[str, np.ndarray]) -> SolverResult:
    """Assign the week's cases."""
    heading("1. Who takes which case?", "balanced_assignment")
    answer = balanced_assignment(**week, cost_weight="0.05")
    table = people_table("before", "after", "of capacity")
    for name, before, after, capacity in zip(
        NAMES, week["base_load"], answer.load, week["capacity"], strict=True
    ):
        table.add_row(name, f"{before}", f"{after}", f"{after / capacity:.0%}")
    console.print(table)
    for level in answer.levels:
        proof = "proven" if level.proven else f"at least {level.bound:.2f}"
        console.print(f"  {level.name}: {level.value:.2f} ({proof})")
    return answer


def explain_left_out(week: dict[str, np.ndarray]) -> None:
    """Ask the same in a week when two are away, and why cases stay behind."""
    heading("2. Björn and David are away. What cannot be placed, and why?", "blocking_groups")
    away = dict(week, hard_limit=np.array([108, 0, 86, 0, 65, 108]))
    answer = balanced_assignment(**away)
    found = blocking_groups(answer.assignment, **away)
    console.print(
        f"  {np.count_nonzero(answer.assignment < 0)} of {answer.assignment.size} cases stay behind."
    )
    proofs = {
        "min_cut": "there are fewer places than cases",
        "weight": "the lightest they can be is more than there is room for",
        "search": "no way of sharing them out fits",
        "not_proven": "not proven within the work limit",
    }
    shown = 3
    for group in found.groups[:shown]:
        left = [int(row) for row in group.rows if answer.assignment[row] < 0]
        others = len(group.rows) - len(left)
        people = ", ".join(NAMES[j] for j in group.columns) or "nobody"
        least = ", not one fewer would do" if group.minimal and others else ""
        console.print(
            f"  • Case {', '.join(map(str, left))}, beside {others} placed ones, has {people}: "
            f"{group.load} points, room for {group.room}; {proofs[group.proof]}{least}."
        )
    if len(found.groups) > shown:
        console.print(f"  … and {len(found.groups) - shown} more.")


def ask_while_it_stands(week: dict[str, np.ndarray], plan: SolverResult) -> None:
    """Keep the plan standing and ask for one more case, without and with others moved."""
    heading("3. Wednesday brings one more case of 6 points. Who?", "OnlineAssignment")
    state = OnlineAssignment(**week, cost_weight="0.05", start=plan.assignment)
    case = OnlineRow([0, 2, 4, 5], 6)
    table = people_table("more overload", "more balance")
    for candidate in state.best(case):
        table.add_row(NAMES[candidate.column], f"{candidate.overload}", f"{candidate.balance:.2f}")
    console.print(table)
    answer = state.best_with_moves(case, 2)
    moves = ", ".join(
        f"case {move.row} from {NAMES[move.from_column]} to {NAMES[move.to_column]}"
        for move in answer.moves
    )
    console.print(
        f"  With up to two cases moved: {NAMES[answer.column]}, {answer.balance:.2f} more"
        f" ({moves or 'nothing moves'})."
    )
    state.commit(case, answer.column, answer.moves)
    state.undo()
    console.print("  Committed, and undone: it was only a question.")


def place_in_courses(rng: np.random.Generator) -> None:
    """Place people in courses of limited size at least cost."""
    heading(
        "4. Forty people, five courses with hours to give: least travel", "generalized_assignment"
    )
    answer = generalized_assignment(
        cost=rng.integers(5, 60, size=(40, 5)),  # minutes of travel
        weight=rng.integers(2, 9, size=(40, 5)),  # hours of guidance that each would need there
        capacity=np.array([45, 40, 38, 36, 30]),
    )
    console.print(
        f"  {answer.objective} minutes in all, no plan needs fewer than {answer.bound} ({answer.status});"
        f" hours used {', '.join(map(str, answer.load))}."
    )


def clear_the_backlog(rng: np.random.Generator) -> None:
    """Share a backlog out so that the last is done soonest."""
    heading("5. A backlog of 60 reviews; everyone has a pace of their own. Done when?", "makespan")
    pace = rng.uniform(0.7, 1.5, size=len(NAMES))
    minutes = np.rint(rng.integers(20, 120, size=(60, 1)) * pace).astype(np.int64)
    answer = makespan(minutes, work_limit=2_000_000)
    console.print(
        f"  After {answer.objective:.0f} minutes; no plan is done before {answer.bound:.0f} ({answer.status})."
    )


def visits_of_one_size(rng: np.random.Generator) -> None:
    """Share out visits of one size, each further one dearer than the last."""
    heading("6. 400 visits of one size, each further one weighs more", "convex_transport")
    visits, most = 400, 110
    slot = np.tile(np.arange(most), (len(NAMES), 1))  # the k-th visit of a person costs k more
    answer = convex_transport(
        np.arange(0, visits * 3 + 1, 3),
        np.sort(rng.permuted(np.tile(np.arange(6), (visits, 1)), axis=1)[:, :3])
        .ravel()
        .astype(np.int32),
        rng.integers(0, 50, size=visits * 3),
        slot,
    )
    table = people_table("visits", "price of one more")
    for name, load, price in zip(NAMES, answer.load, answer.column_price, strict=True):
        table.add_row(name, f"{load}", f"{price}")
    console.print(table)
    console.print(f"  Cost {answer.cost}, {answer.status}; {answer.unassigned} visits left over.")


def people_table(*columns: str) -> Table:
    """Return an empty table with a name and numbers."""
    table = Table()
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def heading(question: str, kernel: str) -> None:
    """Print a question and the kernel that answers it."""
    console.print(f"\n[bold]{question}[/]  [dim]evenload.optimize.{kernel}[/]")


if __name__ == "__main__":
    main()
