"""Run OR-Tools' min-cost flow, and then convex_transport and LEMON, on the same arrays.

    python tests/benchmark/optimize/convex_transport.py PROGRAM [--rows N --columns M ...]

PROGRAM is the built ``convex_transport_benchmark``. Needs numpy and ortools. Times are medians,
from arrays to the answer.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from ortools.graph.python import min_cost_flow


def generate(options: argparse.Namespace) -> dict[str, np.ndarray]:
    """Make rows with distinct random columns, and slot costs that rise linearly."""
    random = np.random.default_rng(options.seed)
    n, m, degree = options.rows, options.columns, options.degree
    indices = random.integers(0, m, (n, degree), dtype=np.int32)
    while True:
        indices.sort(axis=1)
        twice = (np.diff(indices, axis=1) == 0).any(axis=1)
        if not twice.any():
            break
        indices[twice] = random.integers(0, m, (int(twice.sum()), degree), dtype=np.int32)
    slots = int(np.ceil(options.slots_per_row * n / m))
    slope = options.slope * (0.5 + random.random(m))
    return {
        "indptr": np.arange(0, n * degree + 1, degree, dtype=np.int64),
        "indices": indices.reshape(-1),
        "cost": random.integers(0, options.most_cost + 1, n * degree, dtype=np.int64),
        "slot_indptr": np.arange(0, m * slots + 1, slots, dtype=np.int64),
        "slot_cost": np.floor(slope[:, None] * np.arange(slots)).astype(np.int64).reshape(-1),
    }


def ortools_cost(arrays: dict[str, np.ndarray]) -> int | None:
    """Solve by SimpleMinCostFlow: one arc per pair, one per slot."""
    n, m = arrays["indptr"].size - 1, arrays["slot_indptr"].size - 1
    rows = np.repeat(np.arange(n), np.diff(arrays["indptr"]))
    columns = n + np.repeat(np.arange(m), np.diff(arrays["slot_indptr"]))
    tails = np.concatenate([rows, columns])
    heads = np.concatenate([n + arrays["indices"], np.full(columns.size, n + m)])
    costs = np.concatenate([arrays["cost"], arrays["slot_cost"]])
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones_like(costs), costs)
    supplies = np.zeros(n + m + 1, np.int64)
    supplies[:n] = 1
    supplies[-1] = -n
    flow.set_nodes_supplies(np.arange(n + m + 1), supplies)
    return flow.optimal_cost() if flow.solve() == flow.OPTIMAL else None


def main() -> None:
    """Time one instance."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=1000)
    parser.add_argument("--degree", type=int, default=10)
    parser.add_argument("--most-cost", type=int, default=50)
    parser.add_argument("--slots-per-row", type=float, default=1.6)
    parser.add_argument("--slope", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    arrays = generate(options)
    wall, processor, cost = [], [], None
    for _ in range(options.repeats):
        begin, ticks = time.perf_counter(), time.process_time()
        cost = ortools_cost(arrays)
        wall.append(time.perf_counter() - begin)
        processor.append(time.process_time() - ticks)
    print(
        f"OR-Tools min-cost flow {statistics.median(wall):.4f} s"
        f" (processor {statistics.median(processor):.4f})  cost {cost}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "arrays"
        with path.open("wb") as file:
            for values in arrays.values():
                file.write(np.int64(values.size).tobytes() + values.tobytes())
        subprocess.run([options.program.resolve(), "--read", path], check=True)


if __name__ == "__main__":
    main()
