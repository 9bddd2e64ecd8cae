"""Row `weekly_series`: a year of measurements from NumPy arrays, beside the same in Polars."""

from __future__ import annotations

import importlib.util
import statistics
import time
from typing import Any

from benchmark.measurement import Settings, SkippedError, say
from benchmark.report import Section

GOAL = 3.0
ROUNDS = 15
BANDS = ("0", "4/5", "1")


def problem(rows: int, people: int, weeks: int) -> dict[str, Any]:
    """Draw held cases of some months each, with capacities by week."""
    import numpy as np

    draw = np.random.default_rng(52)
    first_day = 20_458  # a Monday
    begin = first_day + draw.integers(-200, 7 * weeks, rows)
    return {
        "holder": draw.integers(0, people, rows).astype(np.int32),
        "first": begin.astype(np.int32),
        "last": (begin + draw.geometric(1 / 120, rows)).astype(np.int32),
        "weight": draw.integers(4, 40, rows),
        "category": draw.integers(0, 8, rows).astype(np.int32),
        "case": draw.permutation(rows).astype(np.int32),
        "unit": (np.arange(people, dtype=np.int32) * 40) // people,
        "capacity": draw.integers(600, 1200, (people, weeks)),
        "first_day": first_day,
        "weeks": weeks,
        "people": people,
    }


def ours(p: dict[str, Any]) -> dict[str, Any]:
    """Sum people, units and the municipality; rate and band them."""
    import numpy as np
    from evenload.workload import rate_cells, weekly_load

    sums = weekly_load(
        p["holder"], p["first"], p["last"], p["weight"], first_day=p["first_day"],
        weeks=p["weeks"], people=p["people"], case=p["case"], cases=len(p["case"]),
        category=p["category"], categories=8, unit=p["unit"], units=40, threads=0,
    )  # fmt: skip
    bands = [{"from": start} for start in BANDS]
    units = np.add.reduceat(p["capacity"], p["starts"], axis=0)
    everybody = p["capacity"].sum(0, keepdims=True)
    answer = {}
    for name, grid, capacity in (
        ("people", sums.people, p["capacity"]),
        ("units", sums.units, units),
        ("municipality", sums.municipality, everybody),
    ):
        ratio, band = rate_cells(grid.load, capacity, bands=bands)
        answer[name] = (grid.load, grid.cases, grid.by_category, ratio, band)
    return answer


def theirs(p: dict[str, Any]) -> dict[str, Any]:
    """Do the same by the same idea: differences, one aggregation, one running sum, then groups.

    Every person's differences sum to 0 (what ends with the last week stands in a week of its own),
    so that one running sum over all cells is right and no window per person is needed.
    """
    import polars as pl

    weeks, people = p["weeks"], p["people"]
    stride = weeks + 1
    last_day = p["first_day"] + 7 * (weeks - 1)
    counts = [f"c{k}" for k in range(8)]
    held = p["frame"].lazy().select(
        "weight",
        "category",
        key=pl.col("holder") * stride,
        a=(pl.col("first").clip(p["first_day"], None) - p["first_day"] + 6) // 7,
        b=(pl.col("last").clip(None, last_day) - p["first_day"]) // 7,
    ).filter((pl.col("a") <= pl.col("b")) & (pl.col("a") < weeks))  # fmt: skip
    sides = [
        held.select(
            key=pl.col("key") + edge, load=sign * pl.col("weight"), cases=pl.lit(sign, pl.Int32),
            category="category",
        )
        for edge, sign in ((pl.col("a"), 1), (pl.col("b") + 1, -1))
    ]  # fmt: skip
    empty = p["cells"].lazy()
    one = pl.col("cases")
    cells = (
        pl.concat([*sides, empty])
        .group_by("key")
        .agg(
            pl.col("load").sum(),
            one.sum(),
            *(one.filter(pl.col("category") == k).sum().alias(c) for k, c in enumerate(counts)),
        )
        .sort("key")
        .with_columns(pl.col("load", "cases", *counts).cum_sum())
        .filter(pl.col("key") % stride < weeks)
        .collect()
        .hstack(p["capacities"])
    )
    sums = [pl.col("load", "cases", *counts, "capacity").sum()]
    rated = [
        (pl.col("load") / pl.col("capacity")).alias("ratio"),
        pl.when(pl.col("load") >= pl.col("capacity"))
        .then(2)
        .when(5 * pl.col("load") >= 4 * pl.col("capacity"))
        .then(1)
        .otherwise(0)
        .cast(pl.Int32)
        .alias("band"),
    ]
    lazy = cells.lazy()
    units = lazy.group_by("unit", "week").agg(*sums).sort("unit", "week").with_columns(rated)
    everybody = lazy.group_by("week").agg(*sums).sort("week").with_columns(rated)
    frames = pl.collect_all([lazy.with_columns(rated), units, everybody])
    answer = {}
    for (name, groups), frame in zip(
        (("people", people), ("units", 40), ("municipality", 1)), frames, strict=True
    ):
        answer[name] = (frame, groups)
    return answer


def prepare(p: dict[str, Any]) -> None:
    """Make what both sides are given before the clock starts."""
    import numpy as np

    p["starts"] = np.searchsorted(p["unit"], np.arange(40))
    if importlib.util.find_spec("polars") is None:
        return
    import polars as pl

    weeks, people = p["weeks"], p["people"]
    p["frame"] = pl.DataFrame({n: p[n] for n in ("holder", "first", "last", "weight", "category")})
    grid = np.arange(people * (weeks + 1), dtype=np.int32)
    p["cells"] = pl.DataFrame(
        {
            "key": grid,
            "load": np.zeros(grid.size, np.int64),
            "cases": np.zeros(grid.size, np.int32),
            "category": np.full(grid.size, -1, np.int32),
        }
    )
    p["capacities"] = pl.DataFrame(
        {
            "unit": np.repeat(p["unit"], weeks),
            "week": np.tile(np.arange(weeks, dtype=np.int32), people),
            "capacity": p["capacity"].ravel(),
        }
    )


def check_equal(mine: dict[str, Any], frames: dict[str, Any], weeks: int) -> None:
    """Raise unless every cell of both answers is the same."""
    import numpy as np

    for name, (frame, groups) in frames.items():
        load, cases, by_category, ratio, band = mine[name]
        shape = (groups, weeks)
        assert np.array_equal(frame["load"].to_numpy().reshape(shape), load), name
        assert np.array_equal(frame["cases"].to_numpy().reshape(shape), cases), name
        for k in range(8):
            assert np.array_equal(frame[f"c{k}"].to_numpy().reshape(shape), by_category[k]), name
        assert np.array_equal(frame["ratio"].to_numpy().reshape(shape), ratio), name
        assert np.array_equal(frame["band"].to_numpy().reshape(shape), band), name


def measure(settings: Settings) -> Section:
    """Time both in turn and return the section."""
    for module in ("numpy", "evenload"):
        if importlib.util.find_spec(module) is None:
            raise SkippedError(f"{module} is not installed in this environment")
    peers = settings.peers and importlib.util.find_spec("polars") is not None
    section = Section(
        "Weekly series",
        "1,000 caseworkers × 52 weeks × 1e5 cases from NumPy against the same in Polars: ≥ 3 ×.",
        (
            "caseworkers × weeks × cases",
            "ours ms",
            "Polars ms",
            "ours CPU ms",
            "Polars CPU ms",
            "times as quick",
            "≥ 3",
        ),
    )
    sizes = [(100, 12, 2_000)] if settings.quick else [(1000, 52, 100_000), (1000, 52, 1_000_000)]
    reached = []
    for people, weeks, rows in sizes:
        p = problem(rows, people, weeks)
        prepare(p)
        plain: list[float] = []
        polars: list[float] = []
        plain_cpu: list[float] = []
        polars_cpu: list[float] = []
        for _ in range(2 if settings.quick else ROUNDS):
            begin, cpu = time.perf_counter(), time.process_time()
            mine = ours(p)
            plain.append(time.perf_counter() - begin)
            plain_cpu.append(time.process_time() - cpu)
            if peers:
                begin, cpu = time.perf_counter(), time.process_time()
                frames = theirs(p)
                polars.append(time.perf_counter() - begin)
                polars_cpu.append(time.process_time() - cpu)
                check_equal(mine, frames, weeks)
        own = 1000 * statistics.median(plain)
        cells = [f"{people:,} × {weeks} × {rows:,}", f"{own:.2f}"]
        if peers:
            other = 1000 * statistics.median(polars)
            ratio = other / own
            if rows == sizes[0][2]:
                reached.append(ratio >= GOAL)
            cells.append(f"{other:.2f}")
            cells += [f"{1000 * statistics.median(own):.2f}" for own in (plain_cpu, polars_cpu)]
            cells += [f"{ratio:.1f}", "yes" if ratio >= GOAL else "**no**"]
        else:
            cells += ["-", f"{1000 * statistics.median(plain_cpu):.2f}", "-", "-", "-"]
        section.rows.append(cells)
        say("  " + " | ".join(cells))
    if reached:
        section.verdicts = [("≥ 3 × Polars at 1e5 cases", all(reached))]
    section.notes = [
        f"Medians of {ROUNDS} turns, ours and Polars after each other, both on all cores; CPU is "
        "the time of all threads together. Both answer people, 40 units and the municipality: load, "
        "cases, cases of eight categories, ratio and one of three bands, by week; every cell of "
        "every turn is compared, and equal. Both use differences and one running sum. Polars reads "
        "a frame made beforehand, with the empty cells and the capacities laid out in order (no "
        "join is timed), in lazy queries. Ours reads the NumPy arrays, checks every code, date and "
        "weight, and that no two rows of a case meet; sums of capacities per unit are inside both "
        "times."
    ]
    return section
