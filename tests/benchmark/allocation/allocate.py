"""Row `allocate`: from frames to a plan with explanations, beside the same model through CP-SAT."""

from __future__ import annotations

import importlib.util
import resource
import statistics
import time
from fractions import Fraction
from typing import Any

from benchmark.allocation import offices
from benchmark.measurement import Settings, SkippedError, say
from benchmark.optimize import balanced_peer
from benchmark.optimize import balanced_problem as problems
from benchmark.optimize.balanced import difference
from benchmark.report import Section

PEER_SECONDS = 60.0
EXPLAINED = 1_000  # cases of a plan, evenly chosen where it has more

# cases, caseworkers, goal in seconds, repeats, whether CP-SAT is run without --full
SIZES = [
    (60, 40, 0.020, 9, True),
    (1_000, 100, 0.3, 5, True),
    (100_000, 1_000, 15.0, 3, False),
]


def ours(frames: dict[str, Any], ids: list[str]) -> tuple[Any, dict[str, float]]:
    """Return the plan and seconds: proposal, answers as frames, explanations with sentences."""
    import evenload

    marks = [time.perf_counter()]
    plan = evenload.allocate(
        frames["cases"],
        frames["caseworkers"],
        absences=frames["absences"],
        policy=offices.POLICY,
        time_limit=600,
    )
    marks.append(time.perf_counter())
    assert len(plan.assignments) >= len(ids)
    assert len(plan.loads) and plan.undistributed is not None
    marks.append(time.perf_counter())
    for case in ids:
        assert plan.explain(case).text()
    marks.append(time.perf_counter())
    parts = dict(
        zip(("plan", "frames", "explain"), map(float.__rsub__, marks, marks[1:]), strict=True)
    )
    return plan, {**parts, "all": marks[-1] - marks[0]}


def levels_of(
    plan: Any, tables: dict[str, offices.Rows], problem: problems.Problem
) -> list[tuple[str, Fraction]]:
    """Judge our plan by the evaluator, and see that it says the same of itself."""
    place = {name: j for j, name in enumerate(tables["caseworkers"]["id"])}
    chosen = [
        place.get(w, -1) if isinstance(w, str) else -1 for w in list(plan.assignments["caseworker"])
    ]
    judged = problems.evaluate(problem, chosen)
    said = {level.name: level for level in plan.levels}
    for name, value in judged:
        if name not in said:
            assert value == 0, f"{name} is {value}, of which the plan does not speak"
            continue
        assert abs(float(value) - said[name].value) <= 1e-9 * (1 + abs(float(value))), name
        assert said[name].bound <= float(value) * (1 + 1e-12), (
            f"the bound of {name} passes the plan"
        )
    return judged


def shown(levels: list[tuple[str, Fraction]]) -> str:
    """Return the values of levels, the balance with one decimal."""
    return " / ".join(f"{float(v):.1f}" if name == "balance" else str(v) for name, v in levels)


def measure(settings: Settings) -> Section:
    """Run every size with pandas and Polars frames and return the section."""
    for module in ("numpy", "evenload", "pandas", "polars"):
        if importlib.util.find_spec(module) is None:
            raise SkippedError(f"{module} is not installed in this environment")
    peers = settings.peers and importlib.util.find_spec("ortools") is not None
    section = Section(
        "Allocation from frames",
        "from frames to a plan with explanations: 60 × 40 ≤ 20 ms, 1,000 × 100 ≤ 0.3 s, "
        "1e5 × 1e3 ≤ 15 s.",
        (
            "cases × caseworkers, frames",
            "median ms",
            "of it proposal",
            "answers as frames",
            "explanations",
            "CPU ms",
            "explained",
            "levels",
            "gap %",
            "+MB",
            "CP-SAT",
            "s",
            "we are",
            "reached",
        ),
    )
    sizes = [(12, 6, 1.0, 2, True)] if settings.quick else SIZES
    reached = []
    for cases, people, goal, repeats, with_peer in sizes:
        name = f"{cases:,} × {people:,}"
        if not settings.wanted(name):
            continue
        tables = offices.office(cases, people, 1)
        problem = offices.arrays(tables)
        step = max(1, cases // EXPLAINED)
        ids = tables["cases"]["id"][::step]
        peer_cells = ["", "", ""]
        for kind in ("pandas", "polars"):
            frames = offices.frames(tables, kind)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            runs = []
            cpu = time.process_time()
            for _ in range(repeats):
                plan, seconds = ours(frames, ids)
                runs.append(seconds)
            cpu = (time.process_time() - cpu) / repeats
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            levels = levels_of(plan, tables, problem)
            median = {part: statistics.median(run[part] for run in runs) for part in runs[0]}
            if peers and kind == "pandas" and (with_peer or settings.full):
                peer = balanced_peer.solve(problem, settings.seconds(PEER_SECONDS, 2))
                peer_cells = ["no plan", f"{peer.seconds:.1f}", "better"]
                if peer.plan is not None:
                    theirs = problems.evaluate(problem, peer.plan)
                    words = difference(levels, theirs)[1]
                    peer_cells = [shown(theirs), f"{peer.seconds:.1f}", words]
            reached.append((f"{name}, {kind}", median["all"] <= goal))
            gap = plan.levels[-1].gap
            cells = [
                f"{name}, {kind}",
                *(f"{1000 * median[part]:.1f}" for part in ("all", "plan", "frames", "explain")),
                f"{1000 * cpu:.1f}",
                "all" if step == 1 else f"every {step}th",
                shown(levels),
                f"{100 * gap:.4f}" if gap is not None else "",
                f"{more:.0f}",
                *peer_cells,
                "yes" if reached[-1][1] else "**no**",
            ]
            section.rows.append(cells)
            say("  " + " | ".join(cells))
    section.verdicts = reached
    section.notes = [
        "Units of twenty with a small pool; skills, delegation, languages, previous and family "
        "caseworkers, wishes, newcomers, absences; rules in their default setting, λ = 0.05, "
        "default work and threads. Medians of wall time; CPU is the mean over all threads. Levels: "
        "unassigned must, overload, unassigned due and may wait, balance. An explanation is asked "
        "for with its sentences. +MB is what the process grew by over the frames. CP-SAT gets the "
        "same rows as arrays, by rules written out in Python (not timed), two workers and "
        f"{PEER_SECONDS:.0f} s, one solve per level; the largest size with `--full` alone, because "
        "its model holds two million variables. Every plan is judged by the evaluator of the row "
        "`balanced`.",
    ]
    return section
