"""Row `convex_transport`: beside OR-Tools' min-cost flow and LEMON's cost scaling."""

from __future__ import annotations

import math
import random
import statistics
import time
from array import array
from pathlib import Path

from benchmark.measurement import Settings, say
from benchmark.report import Section

SIZES = [(100_000, 1000, 10), (10_000, 200, 10)]
SEEDS = (101, 102, 103)
RATIO_GOAL, MEMORY_GOAL = 0.2, 200

Arrays = dict[str, array]


def generate(n: int, m: int, degree: int, seed: int) -> Arrays:
    """Make rows with distinct random columns, costs 0 to 50, 1.6 slots a row at rising cost."""
    draw = random.Random(seed)
    indices = array("i")
    for _ in range(n):
        indices.extend(sorted(draw.sample(range(m), degree)))
    slots = math.ceil(1.6 * n / m)
    slot_cost = array("q")
    for _ in range(m):
        slope = 0.5 + draw.random()
        slot_cost.extend(int(slope * k) for k in range(slots))
    return {
        "indptr": array("q", range(0, n * degree + 1, degree)),
        "indices": indices,
        "cost": array("q", draw.choices(range(51), k=n * degree)),
        "slot_indptr": array("q", range(0, m * slots + 1, slots)),
        "slot_cost": slot_cost,
    }


def store(arrays: Arrays, path: Path) -> None:
    """Write the arrays as ``convex_transport_benchmark --read`` takes them."""
    with path.open("wb") as file:
        for values in arrays.values():
            file.write(array("q", [len(values)]).tobytes() + values.tobytes())


def judged(arrays: Arrays, plan: list[int]) -> tuple[int, int]:
    """Return how many rows a plan leaves out and what it costs, by the definition."""
    left = cost = 0
    held = [0] * (len(arrays["slot_indptr"]) - 1)
    indptr, indices = arrays["indptr"], arrays["indices"]
    for i, j in enumerate(plan):
        if j < 0:
            left += 1
            continue
        (k,) = (k for k in range(indptr[i], indptr[i + 1]) if indices[k] == j)
        cost += arrays["cost"][k]
        held[j] += 1
    for j, count in enumerate(held):
        first, last = arrays["slot_indptr"][j], arrays["slot_indptr"][j + 1]
        assert count <= last - first, f"column {j} holds more than its slots"
        cost += sum(arrays["slot_cost"][first : first + count])
    return left, cost


def or_tools(arrays: Arrays, repeats: int) -> tuple[list[float], list[int] | None]:
    """Solve by SimpleMinCostFlow: one arc per pair, one per slot. Returns seconds and the plan."""
    import numpy as np
    from ortools.graph.python import min_cost_flow

    a = {name: np.frombuffer(values, values.typecode) for name, values in arrays.items()}
    n, m = a["indptr"].size - 1, a["slot_indptr"].size - 1
    seconds = []
    plan = None
    for _ in range(repeats):
        begin = time.perf_counter()
        rows = np.repeat(np.arange(n), np.diff(a["indptr"]))
        columns = n + np.repeat(np.arange(m), np.diff(a["slot_indptr"]))
        tails = np.concatenate([rows, columns])
        heads = np.concatenate([n + a["indices"], np.full(columns.size, n + m)])
        costs = np.concatenate([a["cost"], a["slot_cost"]])
        flow = min_cost_flow.SimpleMinCostFlow()
        arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones_like(costs), costs)
        supplies = np.zeros(n + m + 1, np.int64)
        supplies[:n] = 1
        supplies[-1] = -n
        flow.set_nodes_supplies(np.arange(n + m + 1), supplies)
        if flow.solve() != flow.OPTIMAL:
            return [], None
        seconds.append(time.perf_counter() - begin)
        used = flow.flows(arcs[: rows.size]) > 0
        found = np.full(n, -1)
        found[rows[used]] = a["indices"][used]
        plan = found.tolist()
    return seconds, plan


def measure(settings: Settings) -> Section:
    """Run every instance and return the section."""
    section = Section(
        "Convex transport",
        "exact in at most 1/5 of the time of the faster peer, OR-Tools' min-cost flow or LEMON's "
        "cost scaling; at most 200 MB beyond the inputs.",
        (
            "instance",
            "cost",
            "proven",
            "ours s",
            "+MB",
            "OR-Tools s",
            "LEMON s",
            "ours / faster peer",
            "≤ 1/5",
            "≤ 200 MB",
        ),
    )
    reached = small = 0
    sizes = [(200, 10, 4)] if settings.quick else SIZES
    seeds = SEEDS if settings.full else SEEDS[:1]
    repeats = 1 if settings.quick else 5
    for n, m, degree in sizes:
        for seed in seeds:
            arrays = generate(n, m, degree, seed)
            name = f"{n:,} × {m:,} × {degree}, seed {seed}"
            path = settings.stored("convex_transport_arrays")
            store(arrays, path)
            ours, *lemon = settings.answers(
                "convex_transport", "--repeats", repeats, "--read", path
            )
            left, cost = judged(arrays, ours["plan"])
            assert (left, cost) == (ours["unassigned"], ours["value"]), (
                f"{name}: the plan costs {cost}"
            )
            assert ours["proven"], f"{name}: the prices prove nothing"
            mine = statistics.median(ours["seconds"])
            cells = [name, str(cost), "yes", f"{mine:.4f}", f"{ours['megabytes']:.0f}"]
            times = []
            if settings.peers:
                seconds, plan = or_tools(arrays, min(repeats, 3))
                assert plan is None or judged(arrays, plan) == (0, cost), (
                    f"{name}: OR-Tools differs"
                )
                times += [statistics.median(seconds)] if plan else []
                cells.append(f"{times[-1]:.4f}" if plan else "no plan")
                for peer in lemon:
                    assert judged(arrays, peer["plan"]) == (0, cost), f"{name}: LEMON differs"
                    times.append(statistics.median(peer["seconds"]))
                    cells.append(f"{times[-1]:.4f}")
                cells += ["not built"] * (not lemon)
            cells += [""] * (7 - len(cells))
            ratio = mine / min(times) if times else math.nan
            reached += ratio <= RATIO_GOAL
            small += ours["megabytes"] <= MEMORY_GOAL
            cells += (
                [f"{ratio:.3f}", "yes" if ratio <= RATIO_GOAL else "**no**"] if times else ["", ""]
            )
            cells += ["yes" if ours["megabytes"] <= MEMORY_GOAL else "**no**"]
            section.rows.append(cells)
            say("  " + " | ".join(cells))
    count = len(section.rows)
    section.verdicts = [
        *(
            [(f"≤ 1/5 of the faster peer: {reached} of {count}", reached == count)]
            if settings.peers
            else []
        ),
        (f"≤ 200 MB beyond the inputs: {small} of {count}", small == count),
    ]
    section.notes = [
        "Costs 0–50, 1.6 slots a row, slot costs that rise linearly. Median seconds from arrays "
        "to the answer, of five repeats, the peers three; a peer's graph is built from the arrays, "
        "as it must be. Equal costs are asserted, and "
        "our dual prices checked.",
    ]
    return section
