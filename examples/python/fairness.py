#!/usr/bin/env python3
"""What fairness costs: leximin, the price of wishes, remembered vacancies, another order of levels.

No caseworker is ranked: the curves and tables speak of plans.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import evenload

CATEGORIES = ["court", "housing", "children"]


def office(seed: int, cases: int = 30, people: int = 12) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw cases and caseworkers; the same for the same seed."""
    draw = random.Random(seed)
    rows = {
        "id": [f"case {number:02}" for number in range(cases)],
        "type": [draw.choice(CATEGORIES) for _ in range(cases)],
        "weight": [draw.choice([2, 3, 4, 6]) for _ in range(cases)],
        "class": [draw.choice(["must", "due", "may_wait"]) for _ in range(cases)],
    }
    staff = {
        "id": [f"worker {letter}" for letter in "ABCDEFGHIJKLMNOP"[:people]],
        "unit": ["children and families"] * people,
        "capacity": [draw.choice([15, 18, 20]) for _ in range(people)],
        "base_load": [draw.choice([0, 2, 4]) for _ in range(people)],
        "unwished_categories": [
            [draw.choice(CATEGORIES)] if draw.random() < 0.6 else [] for _ in range(people)
        ],
        "wished_categories": [
            [draw.choice(CATEGORIES)] if draw.random() < 0.3 else [] for _ in range(people)
        ],
    }
    return rows, staff


@dataclass
class Answers:
    """What the example found."""

    even: evenload.Plan
    curve: evenload.TradeOff
    orders: evenload.LevelOrders
    remembered: evenload.Plan


def main(arguments: list[str] | None = None) -> Answers:
    """Allocate, trace, print; draw where a file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--plot", type=Path, help="PNG of the curve of wishes")
    options = parser.parse_args(arguments)
    cases, people = office(options.seed)
    policy = evenload.AllocationPolicy(on="2026-11-23", cost_weight="1/10")

    even = evenload.allocate(cases, people, policy=policy.replace(balance="leximin"))
    assert even.sorted_ratios is not None
    shown = ", ".join(f"{ratio:.2f}" for ratio in even.sorted_ratios.ratios)
    print(f"Leximin, worst first: {shown}; {even.sorted_ratios.proven} proven")

    curve = evenload.trade_off(cases, people, "wishes", policy=policy)
    print("\nWhat wishes cost in balance")
    print("  against wishes   price   balance   no plan below")
    for point in curve.points:
        place = (point.rule_cost, point.balance)
        mark = " <- the policy" if place == (curve.current.rule_cost, curve.current.balance) else ""
        columns = f"{point.broken:14}  {point.rule_cost:6}  {point.balance:8.2f}"
        print(f"  {columns}  {point.balance_bound:14.2f}{mark}")

    full = office(options.seed, cases=40, people=9)
    orders = evenload.level_orders(*full, policy=policy)
    print("\nA fuller office: overload early and late")
    for order in orders.orders:
        levels = ", ".join(f"{level['level']} {level['value']:g}" for level in order["levels"])
        print(
            f"  {order['overload_place']}: {levels}; {order['placed_otherwise']} placed otherwise"
        )

    # Somebody carried a vacant post for two weeks.
    carried = {
        "caseworker": ["worker A"] * 2,
        "week": ["2026-11-09", "2026-11-16"],
        "load": [24, 25],
        "capacity": [18, 18],
    }
    remembers = policy.replace(carry_over={"half_life_weeks": 4})
    remembered = evenload.allocate(cases, people, policy=remembers, carried_load=carried)
    print("\n" + "\n".join(notice.sentence() for notice in remembered.notices))

    if options.plot is not None:
        from evenload import plots

        plots.trade_off_curve(curve).figure.savefig(options.plot, dpi=120)
    return Answers(even, curve, orders, remembered)


if __name__ == "__main__":
    main()
