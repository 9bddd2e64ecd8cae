"""Row `weighted`: balanced_assignment on 100,000 rows, within LEMON's time for unit rows."""

from __future__ import annotations

import random
import statistics
from fractions import Fraction

from benchmark.measurement import Settings, say
from benchmark.optimize import balanced_problem as problems
from benchmark.optimize import convex_transport
from benchmark.report import Section, percent

GAP_GOAL = 0.005
SIZES = [(100_000, 1000, 10), (10_000, 200, 10)]
WEIGHTS, SHARES = (2, 3, 4, 5, 6, 8, 10, 14), (8, 12, 20, 20, 16, 12, 8, 4)


def generate(arrays: convex_transport.Arrays, seed: int, cost_weight: Fraction) -> problems.Problem:
    """Give the rows of a transport problem weights, and its columns capacity for all of them.

    Capacities differ as full and part time do; a fifth of them is taken by base loads.
    """
    draw = random.Random(seed)
    n, m = len(arrays["indptr"]) - 1, len(arrays["slot_indptr"]) - 1
    weight = draw.choices(WEIGHTS, SHARES, k=n)
    hours = [
        draw.choice((120, 126, 138, 150)) * draw.choices((1.0, 0.8, 0.75, 0.5), (70, 12, 10, 8))[0]
        for _ in range(m)
    ]
    taken = [draw.gammavariate(8, 1) for _ in range(m)]
    per_hour = 1.25 * sum(weight) / sum(hours)
    per_share = 0.25 * sum(weight) / sum(taken)
    capacity = [round(part * per_hour) for part in hours]
    return {
        "indptr": arrays["indptr"].tolist(),
        "indices": arrays["indices"].tolist(),
        "weight": weight,
        "cost": arrays["cost"].tolist(),
        "cost_weight": cost_weight,
        "capacity": capacity,
        "base_load": [round(part * per_share) for part in taken],
        "hard_limit": [c * 5 // 4 for c in capacity],
        "priority": [1] * n,
    }


def measure(settings: Settings) -> Section:
    """Run every instance and return the section."""
    section = Section(
        "Weighted balanced assignment, large",
        "gap at the last level ≤ 0.5 % within LEMON's time for the same rows without weights.",
        (
            "instance",
            "ours",
            "s",
            "processor s",
            "gap %",
            "levels proven",
            "LEMON s",
            "gap ≤ 0.5 %",
            "within LEMON's time",
        ),
    )
    close = quick = timed = 0
    for n, m, degree in [(300, 10, 4)] if settings.quick else SIZES:
        arrays = convex_transport.generate(n, m, degree, 101)
        path = settings.stored("convex_transport_arrays")
        convex_transport.store(arrays, path)
        lemon: list[dict] = []
        if settings.peers:
            _, *lemon = settings.answers("convex_transport", "--repeats", 3, "--read", path)
        for cost_weight in (Fraction(0), Fraction(1, 20)):
            name = f"{n:,} × {m:,} × {degree}, λ {float(cost_weight):g}"
            if not settings.wanted(name):
                continue
            problem = generate(arrays, 101, cost_weight)
            path = settings.stored("weighted_problem")
            problems.store(problem, path)
            (answer,) = settings.answers("balanced_assignment", path)
            ours = problems.evaluate(problem, answer["plan"])
            last = answer["levels"][-1]
            assert float(ours[-1][1]) == last["value"], f"{name}: the plan is worth {ours[-1][1]}"
            gap = 0.0 if last["proven"] else (last["value"] - last["bound"]) / last["value"]
            seconds = min(answer["seconds"])
            limit = min((statistics.median(peer["seconds"]) for peer in lemon), default=None)
            in_time = limit is not None and seconds <= limit
            cells = [
                name,
                " / ".join(f"{float(v):.2f}" if k == "balance" else str(v) for k, v in ours),
                f"{seconds:.2f}",
                f"{min(answer['processor_seconds']):.2f}",
                percent(gap),
                f"{sum(level['proven'] for level in answer['levels'])} of {len(ours)}",
                f"{limit:.2f}" if limit is not None else "not built",
                "yes" if gap <= GAP_GOAL else "**no**",
                "" if limit is None else "yes" if in_time else "**no**",
            ]
            close += gap <= GAP_GOAL
            quick += in_time
            timed += limit is not None
            section.rows.append(cells)
            say("  " + " | ".join(cells))
    count = len(section.rows)
    section.verdicts = [
        (f"gap ≤ 0.5 %: {close} of {count}", close == count),
        *([(f"within LEMON's time: {quick} of {timed}", quick == timed)] if timed else []),
    ]
    section.notes = [
        "The rows and pairs of the row `convex_transport`, with weights 2 to 14, mean load equal to "
        "mean capacity, a fifth of it base load. Default work and threads, one run. The gap "
        "belongs to the plan's own overload. LEMON: cost scaling on the same rows as units with "
        "rising slot costs."
    ]
    return section
