"""Row `deploy`: where a pool works, beside HiGHS on the same piecewise-linear model."""

from __future__ import annotations

import importlib.util
import statistics
import time

from benchmark.measurement import Settings, SkippedError, say
from benchmark.report import Section, percent

TIMES_OURS = 20  # seconds of the peer for one of ours

# members, units, weeks, scenarios, seed, days a week, goal in seconds, goal for the gap, peer
SIZES = [
    *[(3, 3, 12, 1, seed, 5, 0.05, 0.0, True) for seed in (1, 2, 3, 4)],
    *[(3, 3, 12, 20, seed, 5, 0.05, 0.0, True) for seed in (1, 2)],
    *[(10, 10, 26, 50, seed, 5, 5.0, 0.01, False) for seed in (1, 2, 3)],
    *[(10, 10, 26, 50, seed, 1, 5.0, 0.01, True) for seed in (1, 2)],
]


def measure(settings: Settings) -> Section:
    """Run every size and return the section."""
    for module in ("numpy", "evenload"):
        if importlib.util.find_spec(module) is None:
            raise SkippedError(f"{module} is not installed in this environment")
    from benchmark.pool import deploy_peer
    from benchmark.pool.deploy_problem import pool
    from evenload.pool import deploy, evaluate_deployment

    peers = settings.peers and importlib.util.find_spec("highspy") is not None
    section = Section(
        "Deployment of a pool",
        "minimum stay, day blocks and fairness on: 3 × 3 × 12 exact in 50 ms; 10 × 10 × 26 with 50 "
        "scenarios within 1 % in 5 s; HiGHS with 20 times our time finds no better plan.",
        (
            "members × units × weeks, scenarios",
            "median s",
            "objective",
            "bound",
            "gap %",
            "of what the pool changes %",
            "HiGHS",
            "its bound",
            "s",
            "columns",
            "we are",
            "reached",
        ),
    )
    reached = []
    sizes = [(2, 2, 6, 3, 1, 1, 5.0, 1.0, True)] if settings.quick else SIZES
    for members, units, weeks, scenarios, seed, days, goal, gap_goal, with_peer in sizes:
        name = f"{members} × {units} × {weeks}, {scenarios}, {'days' if days > 1 else 'weeks'}, seed {seed}"
        if not settings.wanted(name):
            continue
        problem = pool(members, units, weeks, scenarios, seed, days)
        seconds = []
        for _ in range(1 if settings.quick else 3):
            start = time.perf_counter()
            plan = deploy(problem, time_limit=600)
            seconds.append(time.perf_counter() - start)
        ours = statistics.median(seconds)
        gap = plan.gap if plan.gap is not None else 1.0
        nobody = evaluate_nobody(problem, plan)
        changes = (plan.objective - plan.bound) / max(nobody - plan.bound, 1e-9)
        good = ours <= goal and gap <= gap_goal
        cells = ["", "", "", "", ""]
        if peers and with_peer:
            peer = deploy_peer.solve(problem, max(1.0, settings.seconds(TIMES_OURS * ours, 2)))
            words = "better: no plan"
            shown = "none"
            if peer.plan is not None:
                judged = evaluate_deployment(problem, peer.plan, peer.handed_over).objective
                assert abs(judged - peer.objective) <= 1e-4 * abs(judged) + 0.05, (
                    f"{name}: HiGHS says {peer.objective}, the plan is worth {judged}"
                )
                assert plan.bound <= judged * (1 + 1e-6), f"{name}: our bound is above HiGHS' plan"
                difference = (judged - plan.objective) / plan.objective
                words = "equal" if abs(difference) < 1e-6 else f"{'better' if difference > 0 else 'worse'} by {percent(abs(difference))} %"
                good = good and difference > -1e-6
                shown = f"{judged:.1f}"
            cells = [shown, f"{peer.bound:.1f}", f"{peer.seconds:.1f}", str(peer.columns), words]
        section.rows.append([name, f"{ours:.3f}", f"{plan.objective:.1f}", f"{plan.bound:.1f}", percent(gap), percent(changes), *cells, "yes" if good else "**no**"])
        reached.append((name, good))
        say(f"  {' | '.join(section.rows[-1])}")
    section.verdicts = reached
    section.notes = [
        "Vacancies of one to three posts, seasons, autocorrelated demand; settling in over two weeks, a "
        "minimum stay of two, cases kept or handed over, CVaR at 0.8 with weight 0.3 where there are "
        "scenarios. HiGHS gets a network of stays for each member; its plans are judged by "
        "`evaluate_deployment`, its time is without building the model. With days and ten members that model "
        "would hold two million whole columns, and is not run."
    ]
    return section


def evaluate_nobody(problem: object, plan: object) -> float:
    """Return what waiting costs with nobody in the pool."""
    from dataclasses import replace

    import numpy as np

    from evenload.pool import evaluate_deployment

    idle = replace(problem, hours=np.zeros_like(np.asarray(problem.hours)), hand_over_hours=0.0, hand_over_price=0.0, move_price=0.0, fairness_price=0.0)  # type: ignore[type-var]
    return evaluate_deployment(idle, plan.plan, plan.handed_over).objective  # type: ignore[attr-defined]
