#!/usr/bin/env python3
"""Who should learn what next, and what a pool across municipalities should cost each of them.

Six units, six groups of caseworkers: the order of second skills that buys most, and where to stop.
Then three municipalities with a pool under three kinds of borders, and fair shares of its cost.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from evenload import pool

UNITS = ["intake", "children 0-12", "youth", "family law", "foster care", "follow-up"]
TOWNS = {"Skara": 90.0, "Götene": 60.0, "Lidköping": 180.0}


def second_skills(worth_per_hour: float) -> pool.CrossTraining:
    """Order second skills; a training takes 24 hours over 6 weeks and costs 9,000."""
    means = dict(zip(UNITS, [120.0, 160.0, 140.0, 80.0, 100.0, 90.0], strict=True))
    return pool.cross_training(
        capacity={f"{unit} group": mean for unit, mean in means.items()},
        skills={f"{unit} group": [unit] for unit in UNITS},
        demand=pool.NormalDemand(
            means, {unit: 0.3 * mean for unit, mean in means.items()}, correlation=0.2
        ),
        cost=9000,
        training_hours=24,
        training_weeks=6,
        candidate_efficiency=0.9,
        worth_per_hour=worth_per_hour,
        weeks=104,
        scenarios=4000,
        search_scenarios=400,
    )


def shared(border: str) -> pool.SharedPool:
    """Cost a pool of three towns under one kind of border."""
    staff = [
        pool.PoolMember(f"{town} {number}", town, 30.0, cost=12000, away_efficiency=0.9)
        for town, hours in TOWNS.items()
        for number in range(1, round(hours / 30) + 1)
    ]
    mean = {}
    for town, hours in TOWNS.items():
        mean[town, "inquiry"] = 0.7 * hours
        mean[town, "follow-up"] = 0.3 * hours
    deviation = {key: 0.4 * hours for key, hours in mean.items()}
    return pool.shared_pool(
        staff,
        pool.NormalDemand(mean, deviation),
        border=border,
        agreed_types=["follow-up"],
        shortage_cost=1100,
        joining_cost=800,
        scenarios=1000,
    )


class Answers(NamedTuple):
    """What the example found."""

    training: pool.CrossTraining
    pools: dict[str, pool.SharedPool]


def main(arguments: list[str] | None = None) -> Answers:
    """Order skills, share a pool, print; draw where a file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worth", type=float, default=500.0, help="of an hour served")
    parser.add_argument("--plot", type=Path, help="PNG of the skill chain")
    options = parser.parse_args(arguments)

    training = second_skills(options.worth)
    print("\n".join(training.sentences()))
    print("\n  skill                                 hours  gain  no set above  net worth, 2 years")
    for number, step in enumerate(training.steps, start=1):
        closes = f", closes {step.closes}" if step.closes else ""
        name = f"{number}. {step.group} -> {step.unit}{closes}"
        print(
            f"  {name:44} {step.throughput.mean:6.1f} {step.gain.mean:5.1f} "
            f"{step.bound.mean:8.1f} {step.net_worth.mean:12.0f}"
        )

    pools = {border: shared(border) for border in pool.BORDERS}
    for border, answer in pools.items():
        saving = answer.saving
        print(f"\n{border}: {saving.mean:.0f} ± {2 * saving.standard_error:.0f} saved a week")
        for town in answer.municipalities:
            share, alone = answer.shares.shapley[town], answer.shares.alone[town]
            print(f"  {town:10} pays {share:8.0f}, alone {alone:8.0f}")
        print("  " + " ".join(answer.shares.sentences()[1:]))

    if options.plot is not None:
        from evenload import plots

        plots.skill_chain(training).figure.savefig(options.plot, dpi=120)
    return Answers(training, pools)


if __name__ == "__main__":
    main()
