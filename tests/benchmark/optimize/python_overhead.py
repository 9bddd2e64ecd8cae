"""Row `python_overhead`: the Python call on arrays beside the C++ call on the same arrays."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import Any

from benchmark.measurement import Settings, SkippedError, say
from benchmark.optimize import balanced_problem, convex_transport
from benchmark.report import Section

GOAL = 0.05
ROUNDS, CALLS = 7, 5


def balanced(settings: Settings) -> tuple[str, str, list[object], Callable[[], Any]]:
    """Return name, program, its arguments, and the Python call."""
    import numpy as np
    from evenload.optimize import balanced_assignment

    if settings.quick:
        problem = balanced_problem.with_every_feature(24, 8, 7)
    else:
        settings.need_shared("tools")
        problem = balanced_problem.family(settings.shared, 200, 40, 8, 101, 1.0, 0.05)
    path = settings.stored("overhead_problem")
    balanced_problem.store(problem, path)
    narrow = {
        "indices",
        "limit_column",
        "limit_category",
        "row_group",
        "fixed",
        "start",
        "row_class",
        "category_indices",
    }
    arrays: dict[str, Any] = {
        name: np.array(values, np.int32 if name in narrow else np.int64)
        for name, values in problem.items()
        if name not in ("cost_weight", "weight_per_pair")
    }
    lambda_ = problem["cost_weight"]
    return (
        f"balanced_assignment {len(problem['indptr']) - 1} × {len(problem['capacity'])}",
        "balanced_assignment",
        [path],
        lambda: balanced_assignment(**arrays, cost_weight=lambda_),
    )


def transport(settings: Settings) -> tuple[str, str, list[object], Callable[[], Any]]:
    """Return name, program, its arguments, and the Python call."""
    import numpy as np
    from evenload.optimize import convex_transport as solve

    n, m, degree = (200, 10, 4) if settings.quick else (10_000, 200, 10)
    arrays = convex_transport.generate(n, m, degree, 101)
    path = settings.stored("overhead_arrays")
    convex_transport.store(arrays, path)
    a = {name: np.frombuffer(values, values.typecode) for name, values in arrays.items()}
    return (
        f"convex_transport {n:,} × {m} × {degree}",
        "convex_transport",
        ["--read", path],
        lambda: solve(
            a["indptr"], a["indices"], a["cost"], a["slot_cost"], slot_indptr=a["slot_indptr"]
        ),
    )


def measure(settings: Settings) -> Section:
    """Time both calls in turn and return the section."""
    if importlib.util.find_spec("evenload") is None:
        raise SkippedError("the Python package is not installed in this environment")
    section = Section(
        "Python call on arrays",
        "at most 5 % more than the C++ call.",
        ("call", "C++ ms", "Python ms", "more %", "≤ 5 %"),
    )
    reached = 0
    rounds = 1 if settings.quick else ROUNDS
    for make in (balanced, transport):
        name, program, arguments, call = make(settings)
        plain: list[float] = []
        python: list[float] = []
        for _ in range(rounds):
            lines = settings.answers(program, "--repeats", CALLS, *arguments)
            plain += lines[0]["seconds"]
            for _ in range(CALLS):
                begin = time.perf_counter()
                answer = call()
                python.append(time.perf_counter() - begin)
            assert answer.assignment.tolist() == lines[0]["plan"], f"{name}: the plans differ"
        more = min(python) / min(plain) - 1
        reached += more <= GOAL
        cells = [
            name,
            f"{1000 * min(plain):.3f}",
            f"{1000 * min(python):.3f}",
            f"{100 * more:+.2f}",
        ]
        section.rows.append([*cells, "yes" if more <= GOAL else "**no**"])
        say("  " + " | ".join(section.rows[-1]))
    section.verdicts = [
        (f"≤ 5 % more: {reached} of {len(section.rows)}", reached == len(section.rows))
    ]
    section.notes = [
        f"Least of {rounds * CALLS} calls each, in {rounds} turns of {CALLS}; equal plans are "
        "asserted. "
        "Arrays are contiguous and of the right type, so that Python reads them where they lie."
    ]
    return section
