"""Row `online`: one new row among many that stand, beside a shortest path per insertion."""

from __future__ import annotations

import random
import struct
from array import array
from fractions import Fraction
from pathlib import Path

from benchmark.measurement import Settings, say
from benchmark.report import Section

Arrays = dict[str, array]
GOALS = {0: (5, 20), 2: (50, 200), 3: (50, 200)}  # µs: median, p99; by most moves


def generate(n: int, m: int, degree: int, questions: int, seed: int, share: Fraction) -> Arrays:
    """Make rows that stand and rows that come: weights 1 to 20, costs 0 to 50, capacity 1.05 fair.

    The standing rows came one after the other, each to where the balance rose least.
    """
    draw = random.Random(seed)
    rows = n + questions
    indices = array("i")
    for _ in range(rows):
        indices.extend(sorted(draw.sample(range(m), degree)))
    weight = array("q", draw.choices(range(1, 21), k=rows))
    cost = array("q", draw.choices(range(51), k=rows * degree))
    fair = 1.05 * 10.5 * n / m
    capacity = array("q", [int(fair * draw.uniform(0.8, 1.2)) for _ in range(m)])
    price = float(share)
    load = [0] * m
    start = array("i")
    for i in range(n):
        w = weight[i]
        _, j = min(
            (w * (2 * load[j] + w) / capacity[j] + price * cost[k], j)
            for k, j in enumerate(indices[i * degree : (i + 1) * degree], i * degree)
        )
        load[j] += w
        start.append(j)
    return {
        "indptr": array("q", range(0, rows * degree + 1, degree)),
        "indices": indices,
        "weight": weight,
        "cost": cost,
        "capacity": capacity,
        "start": start,
    }


def store(arrays: Arrays, path: Path) -> None:
    """Write the arrays as ``online_benchmark`` takes them."""
    with path.open("wb") as file:
        for values in arrays.values():
            file.write(struct.pack("=q", len(values)) + values.tobytes())


class Mirror:
    """The plan as it stands at each question, from the changes alone."""

    def __init__(self, arrays: Arrays, share: Fraction) -> None:
        self.arrays, self.share = arrays, share
        self.column = [-1] * len(arrays["weight"])
        self.load = [0] * len(arrays["capacity"])
        for row, column in enumerate(arrays["start"]):
            self.put(row, column)

    def put(self, row: int, column: int) -> None:
        """Move a row to a column, or out of the plan."""
        if self.column[row] >= 0:
            self.load[self.column[row]] -= self.arrays["weight"][row]
        self.column[row] = column
        if column >= 0:
            self.load[column] += self.arrays["weight"][row]

    def cost(self, row: int, column: int) -> int:
        """Return the cost of a pair, which must be there."""
        first, last = self.arrays["indptr"][row : row + 2]
        (k,) = (k for k in range(first, last) if self.arrays["indices"][k] == column)
        return self.arrays["cost"][k]

    def worth(self, path: list[int]) -> tuple[int, Fraction]:
        """Return what (row, column, row, column, …) changes overload and balance by, exactly."""
        steps = list(zip(path[::2], path[1::2], strict=True))
        change: dict[int, int] = {}
        cost = 0
        here = None
        for row, column in steps:
            assert here is None or self.column[row] == here, "a row that is not where the path is"
            weight = self.arrays["weight"][row]
            if self.column[row] >= 0:
                change[self.column[row]] = change.get(self.column[row], 0) - weight
                cost -= self.cost(row, self.column[row])
            change[column] = change.get(column, 0) + weight
            cost += self.cost(row, column)
            here = column
        overload, balance = 0, self.share * cost
        for column, more in change.items():
            before, capacity = self.load[column], self.arrays["capacity"][column]
            after = before + more
            assert after <= capacity + capacity // 4, "past the hard limit"
            overload += max(0, after - capacity) - max(0, before - capacity)
            balance += Fraction(after * after - before * before, capacity)
        return overload, balance


def judged(arrays: Arrays, share: Fraction, answer: dict) -> tuple[int, int, int]:
    """Return how many judged answers are better than, equal to and worse than the peer's."""
    mirror = Mirror(arrays, share)
    changes = iter([*answer["changes"], [1 << 60]])
    change = next(changes)
    better = equal = worse = 0
    for (question, *ours), (_, *theirs) in zip(
        answer["answers"], answer["peer_answers"], strict=True
    ):
        while change[0] < question:
            for row, column in zip(change[1::2], change[2::2], strict=True):
                mirror.put(row, column)
            change = next(changes)
        mine, other = mirror.worth(ours), mirror.worth(theirs)
        # Answers are least up to 2^-46 of the largest numbers (docs/models/online.md, equation 10).
        near = mine[0] == other[0] and abs(mine[1] - other[1]) < Fraction(1, 10**8)
        equal += near
        better += not near and mine < other
        worse += not near and mine > other
    return better, equal, worse


def measure(settings: Settings) -> Section:
    """Run every setting and return the section."""
    section = Section(
        "Online assignment",
        "one new row among 1,000 columns and 100,000 open rows, 100,000 questions after warm-up, "
        "one in ten committed; staying put: median ≤ 5 µs, 99th percentile ≤ 20 µs; with up to "
        "two and three moves: median ≤ 50 µs, 99th percentile ≤ 200 µs; no allocation.",
        (
            "setting",
            "median µs",
            "p99 µs",
            "wall median, p99 µs",
            "proven %",
            "commit µs",
            "close µs",
            "allocations",
            "+MB",
            "peer median µs",
            "ours better, equal, worse",
            "reached",
        ),
    )
    n, m, degree, questions = (500, 20, 5, 1100) if settings.quick else (100_000, 1000, 10, 110_000)
    reached = no_worse = 0
    for percent in (0, 5):
        share = Fraction(percent, 100)
        arrays = generate(n, m, degree, questions, 101, share)
        path = settings.stored("online_arrays")
        store(arrays, path)
        for moves, (median, p99) in GOALS.items():
            (answer,) = settings.answers("online", "--moves", moves, "--lambda", percent, path)
            ours, peer = answer["asking"], answer["peer"]
            better, equal, worse = judged(arrays, share, answer)
            fast = ours["median"] <= median and ours["p99"] <= p99 and answer["allocations"] == 0
            reached += fast
            no_worse += worse == 0
            cells = [
                f"λ {percent / 100:g}, {f'up to {moves} moves' if moves else 'staying put'}",
                f"{ours['median']:.1f}",
                f"{ours['p99']:.1f}",
                f"{ours['wall_median']:.1f}, {ours['wall_p99']:.1f}",
                f"{100 * answer['proven']:.1f}",
                f"{answer['committing']['median']:.0f}",
                f"{answer['closing']['median']:.0f}",
                str(answer["allocations"]),
                f"{answer['megabytes']:.0f}",
                f"{peer['median']:.1f}",
                f"{better}, {equal}, {worse}",
                "yes" if fast else "**no**",
            ]
            section.rows.append(cells)
            say("  " + " | ".join(cells))
    count = len(section.rows)
    section.verdicts = [
        (f"fast, nothing allocated: {reached} of {count}", reached == count),
        (f"no answer worse than the peer's: {no_worse} of {count}", no_worse == count),
    ]
    section.notes = [
        "Weights 1–20, costs 0–50, degree 10, capacities 1.05 times the fair share give or take a "
        "fifth. For each row that stays, the one that stood longest is closed. Times are processor "
        "time of the thread, of a question alone; wall time beside them is also what else the "
        "machine did. Commit and close: medians. +MB: what the state adds to the inputs. The peer "
        "builds a shortest path for each row from nothing, round by round over all rows of all "
        "columns reached, and keeps the best way to each column and incoming weight; it is asked "
        "at some of the questions, on the same plan. Both answers are valued exactly, from the "
        "problem and the changes so far.",
    ]
    return section
