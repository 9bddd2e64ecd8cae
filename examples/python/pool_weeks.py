"""Three pool members, three units, twelve weeks: where they work, and what waits with and without them.

Run: python examples/python/pool_weeks.py [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from evenload.pool import Deployment, DeployProblem, deploy, evaluate_deployment

UNITS = ["Intake", "North", "South"]
MEMBERS = ["Kim", "Robin", "Sam"]
WEEKS = 12


def demand(scenarios: int = 20, seed: int = 7) -> np.ndarray:
    """Return hours of new work: an autumn peak at the intake, which reaches the units later."""
    draw = np.random.default_rng(seed)
    mean = np.array([[210.0] * WEEKS, [330.0] * WEEKS, [290.0] * WEEKS])
    mean[0, 1:5] += 70
    mean[1, 4:8] += 60
    shared = draw.gamma(80, 1 / 80, (scenarios, 1, WEEKS))
    own = draw.gamma(150, 1 / 150, (scenarios, 3, WEEKS))
    return mean * shared * own


def problem() -> DeployProblem:
    """Return the pool's situation: a vacancy in South, nobody settled yet, cases follow members."""
    capacity = np.array([[205.0] * WEEKS, [325.0] * WEEKS, [290.0] * WEEKS])
    capacity[2, 3:9] -= 60  # a vacancy
    hours = np.full((3, WEEKS), 34.0)
    hours[1, 6:8] = 0  # Robin is away
    return DeployProblem(
        demand=demand(),
        own_capacity=capacity,
        hours=hours,
        efficiency=[[0.95, 0.9, 0.9], [0.9, 1.0, 0.9], [0, 0.95, 0.95]],  # Sam: not at the intake
        backlog=[[30, 5], [20, 0], [25, 10]],
        backlog_price=[[1, 1, 6], [1, 0.5, 1], [1, 0.5, 1]],  # the intake's deadline is two weeks
        end_price=4,
        settling=[0.6, 0.8, 0.9, 1.0],
        fading_weeks=2,
        kept_share=[0.25, 0.1],
        hand_over_price=6,
        hand_over_hours=4,
        minimum_stay=10,
        move_price=2,
        burden=[[0, 1, 2], [1, 0, 1], [0, 1, 0]],
        fairness_price=0.5,
        tail_weight=0.3,
        tail_level=0.8,
        units=UNITS,
        members=MEMBERS,
    )


def nobody(full: DeployProblem, plan: Deployment) -> Deployment:
    """Return what happens where the members have no hours: no pool."""
    away = replace(full, hours=np.zeros((3, WEEKS)), hand_over_hours=0.0)
    return evaluate_deployment(away, plan.plan, plan.handed_over)


def main(argv: list[str] | None = None) -> tuple[Deployment, Deployment]:
    """Print the plan and what it is worth; with --pictures, draw both pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder for pictures")
    arguments = parser.parse_args(argv)

    situation = problem()
    plan = deploy(situation)
    for member, unit, first, last, handed in zip(*plan.stays().values(), strict=True):
        words = " (cases of the unit before are handed over)" if handed else ""
        print(f"{member:6} {unit:7} week {first // 5 + 1:2} to {last // 5 + 1:2}{words}")
    without = nobody(situation, plan)
    for u, name in enumerate(UNITS):
        before, after = (one.backlog[:, u, -1].mean() for one in (without, plan))
        print(f"{name:7} waits after {WEEKS} weeks: {before:5.0f} h without, {after:5.0f} h with")
    gap = plan.gap or 0.0
    print(
        f"objective {plan.objective:.0f}, no plan below {plan.bound:.0f} ({gap:.2%}), {plan.status}"
    )

    if arguments.pictures:
        from matplotlib import pyplot

        from evenload import plots

        arguments.pictures.mkdir(parents=True, exist_ok=True)
        ax = plots.pool_timeline(plan)
        ax.figure.savefig(arguments.pictures / "pool_timeline.png", dpi=110)
        figure, axes = pyplot.subplots(1, 3, figsize=(13, 3.4), layout="constrained", sharey=True)
        for u, ax in enumerate(axes):
            plots.backlog_bands(plan, without, unit=u, title=f"What waits: {UNITS[u]}", ax=ax)
        figure.savefig(arguments.pictures / "pool_backlog.png", dpi=110)
    return plan, without


if __name__ == "__main__":
    main()
