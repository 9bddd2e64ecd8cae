"""Row `scaling`: how time grows with rows, columns, pairs a row and threads; draws docs/pictures."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from benchmark.measurement import Settings, say
from benchmark.optimize import balanced_problem as problems
from benchmark.optimize import convex_transport, weighted
from benchmark.report import Section

PICTURE = Path(__file__).resolve().parents[3] / "docs/pictures/scaling.svg"
ROWS, COLUMNS, DEGREE = 10_000, 200, 8
AXES = {
    "rows": (1000, 3000, 10_000, 30_000, 100_000),
    "columns": (20, 60, 200, 600, 2000),
    "pairs a row": (2, 4, 8, 16, 32),
}
QUICK = {"rows": (100, 300), "columns": (5, 20), "pairs a row": (2, 4)}
THREADS = (1, 2, 4)


def shapes(settings: Settings) -> Iterator[tuple[str, int, tuple[int, int, int]]]:
    """Yield the axis, the number on it and the shape."""
    rows, columns, degree = (200, 10, 3) if settings.quick else (ROWS, COLUMNS, DEGREE)
    for axis, numbers in (QUICK if settings.quick else AXES).items():
        for number in numbers:
            shape = {"rows": rows, "columns": columns, "pairs a row": degree, axis: number}
            yield axis, number, (shape["rows"], shape["columns"], shape["pairs a row"])


def side_by_side(problem: problems.Problem, copies: int) -> problems.Problem:
    """Return a problem of that many parts that share nothing."""
    columns, pairs = len(problem["capacity"]), len(problem["indices"])
    result = {
        name: values if name == "cost_weight" else values * copies
        for name, values in problem.items()
    }
    result["indptr"] = [0]
    for k in range(copies):
        result["indptr"] += [pairs * k + end for end in problem["indptr"][1:]]
    result["indices"] = [columns * k + j for k in range(copies) for j in problem["indices"]]
    return result


def measure(settings: Settings) -> Section:
    """Run every shape, draw, and return the section."""
    section = Section(
        "How time grows",
        "none; what to expect where a problem is larger than those above.",
        ("varied", "value", "balanced_assignment s", "convex_transport s"),
    )
    found: dict[str, list[tuple[int, float, float]]] = {}
    for axis, number, (n, m, degree) in shapes(settings):
        arrays = convex_transport.generate(n, m, degree, 101)
        balanced = balanced_seconds(settings, weighted.generate(arrays, 101, Fraction(1, 20)), 2)
        path = settings.stored("convex_transport_arrays")
        convex_transport.store(arrays, path)
        transport = settings.answers("convex_transport", "--repeats", 3, "--read", path)[0]
        seconds = statistics.median(transport["seconds"])
        found.setdefault(axis, []).append((number, balanced, seconds))
        section.rows.append((axis, f"{number:,}", f"{balanced:.3f}", f"{seconds:.4f}"))
        say("  " + " | ".join(section.rows[-1]))
    copies = 2 if settings.quick else 8
    part = weighted.generate(
        convex_transport.generate(ROWS // 4 // copies, 80 // copies, 4, 101), 101, Fraction(1, 20)
    )
    whole = side_by_side(part, copies)
    for threads in THREADS:
        balanced = balanced_seconds(settings, whole, threads)
        found.setdefault("threads", []).append((threads, balanced, float("nan")))
        section.rows.append(("threads", str(threads), f"{balanced:.3f}", "one thread"))
        say("  " + " | ".join(section.rows[-1]))
    if not settings.quick:
        draw(found, PICTURE)
    section.notes = [
        "![Seconds against rows, columns, pairs a row and threads](pictures/scaling.svg)",
        f"Around {ROWS:,} rows, {COLUMNS} columns and {DEGREE} pairs a row, weights and capacities "
        "as in the row `weighted`; default work, which is what balanced_assignment's time follows: "
        f"it finds and proves as much as that allows. Threads: {copies} parts of "
        f"{ROWS // 4 // copies} × {80 // copies} that share nothing; parts are what threads share "
        "out, with the same answer on any number of them. Medians of three repeats.",
    ]
    return section


def balanced_seconds(settings: Settings, problem: problems.Problem, threads: int) -> float:
    """Return the median time."""
    path = settings.stored("scaling_problem")
    problems.store(problem, path)
    (answer,) = settings.answers("balanced_assignment", "--repeats", 3, "--threads", threads, path)
    assert answer["same"]
    problems.evaluate(problem, answer["plan"])
    return statistics.median(answer["seconds"])


def draw(found: dict[str, list[tuple[int, float, float]]], path: Path) -> None:
    """Draw one small picture for each axis."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "evenload"
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, len(found), figsize=(11, 3.2), sharey=True)
    kernels = (("balanced_assignment", "#1f5a7a", "o"), ("convex_transport", "#b5651d", "s"))
    for place, (axis, points) in zip(places, found.items(), strict=True):
        numbers = [point[0] for point in points]
        for k, (kernel, colour, mark) in enumerate(kernels, start=1):
            place.plot(numbers, [point[k] for point in points], mark + "-", color=colour, ms=4)
            if axis == "rows":
                place.annotate(
                    kernel,
                    (numbers[1], points[1][k]),
                    xytext=(4, -14),
                    textcoords="offset points",
                    color=colour,
                    fontsize=9,
                )
        place.set_xscale("log")
        place.set_yscale("log")
        place.set_xticks(numbers, [f"{n // 1000}k" if n >= 1000 else str(n) for n in numbers])
        place.minorticks_off()
        place.set_xlabel(axis)
        place.grid(True, which="major", color="#dddddd", linewidth=0.6)
        place.spines[["top", "right"]].set_visible(False)
    places[0].set_ylabel("seconds")
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
