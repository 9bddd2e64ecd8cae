"""Solve one country on every executor: are the answers equal, and how long does it take."""

from __future__ import annotations

import argparse
import concurrent.futures
import hashlib
import importlib.util
import multiprocessing
import os
import pickle
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import evenload

HERE = Path(__file__).parent
POLICY = evenload.AllocationPolicy(on="2026-11-23")
WORKERS = 2


def country(size: int, cases: int) -> dict[str, Any]:
    """Draw municipalities, the smallest a third of the middle one, the largest thrice."""
    path = HERE.parent / "python" / "many_problems.py"
    spec = importlib.util.spec_from_file_location("many_problems", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sizes = [max(4, round(cases * 3 ** (2 * (i * 7 % size) / size - 1))) for i in range(size)]
    return {f"Kommun {i}": module.municipality(f"K{i}", 1, n) for i, n in enumerate(sizes)}


@contextmanager
def threads() -> Iterator[Any]:
    """Yield threads of this process."""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as executor:
        yield executor


@contextmanager
def processes() -> Iterator[Any]:
    """Yield processes of their own."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=context) as executor:
        yield executor


@contextmanager
def loky() -> Iterator[Any]:
    """Yield loky's reusable processes."""
    from loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=WORKERS)
    yield executor
    executor.shutdown(wait=True)


@contextmanager
def dask() -> Iterator[Any]:
    """Yield a client of a Dask cluster: a scheduler and worker processes."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(WORKERS)
        yield client


@contextmanager
def ray() -> Iterator[Any]:
    """Yield a Ray cluster as an executor."""
    # Ray's workers step back behind everything else on the machine (niceness 15); the others do not.
    os.environ.setdefault("RAY_worker_niceness", "0")
    import ray as library

    library.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False)
    try:
        yield evenload.parallel.RayExecutor()
    finally:
        library.shutdown()


EXECUTORS: dict[str, Callable[[], Any]] = {
    "threads": threads,
    "processes": processes,
    "loky": loky,
    "dask": dask,
    "ray": ray,
}


def loop(problems: dict[str, Any]) -> dict[str, str]:
    """Allocate one after the other, without anything of `allocate_many`."""
    answers = {}
    for name, tables in problems.items():
        seed = evenload.problem_seed(0, name)
        plan = evenload.allocate(
            **tables, policy=POLICY, seed=seed, threads=1, time_limit=float("inf")
        )
        answers[name] = plan.to_json(parts="plan")
    return answers


def digest(answers: dict[str, str]) -> str:
    """Sum the plans up in a few letters, whatever their order."""
    text = "\n".join(f"{name}\t{answers[name]}" for name in sorted(answers))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def main() -> int:
    """Measure, print the table, and fail where an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("executors", nargs="*", metavar="EXECUTOR")
    parser.add_argument("--municipalities", type=int, default=120)
    parser.add_argument("--cases", type=int, default=90)
    parser.add_argument("--chunk", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--document", type=Path)
    options = parser.parse_args()
    chosen = options.executors or ["loop", *EXECUTORS]
    if unknown := set(chosen) - {"loop", *EXECUTORS}:
        parser.error(f"no executor called {sorted(unknown)[0]}")
    problems = country(options.municipalities, options.cases)
    cases = sum(len(tables["cases"]["id"]) for tables in problems.values())

    rows: list[tuple[str, float, float, float, str]] = []
    for name in chosen:
        if name == "loop":
            spent, here = float("inf"), float("inf")
            for _ in range(options.repeat):
                start, busy = time.perf_counter(), time.process_time()
                answers = loop(problems)
                spent = min(spent, time.perf_counter() - start)
                here = min(here, time.process_time() - busy)
            rows.append((name, 0.0, spent, here, digest(answers)))
            continue
        start = time.perf_counter()
        with EXECUTORS[name]() as executor:
            warm = dict(list(problems.items())[: WORKERS * 2])
            evenload.allocate_many(warm, policy=POLICY, executor=executor)
            begun = time.perf_counter() - start
            spent, here = float("inf"), float("inf")
            for _ in range(options.repeat):  # the best of some: machines are rarely idle
                start, busy = time.perf_counter(), time.process_time()
                plans = evenload.allocate_many(
                    problems, policy=POLICY, executor=executor, chunk_size=options.chunk
                )
                spent = min(spent, time.perf_counter() - start)
                here = min(here, time.process_time() - busy)
        answers = {n: plans[n].to_json(parts="plan") for n in plans}
        rows.append((name, begun, spent, here, digest(answers)))
        print(f"{name}: {spent:.1f} s", file=sys.stderr)

    largest = max(problems.values(), key=lambda tables: len(tables["cases"]["id"]))
    versions = ", ".join(f"{m} {version(m)}" for m in ("distributed", "ray", "loky") if has(m))
    lines = [
        f"{options.municipalities} municipalities, {cases} cases; {WORKERS} workers of one thread, "
        f"chunks of {options.chunk}, best of {options.repeat}; {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, {versions}.",
        "",
        "| executor | start, s | s | municipalities a second | processor s here | answers |",
        "|---|---|---|---|---|---|",
    ]
    for name, begun, spent, here, answer in rows:
        speed = options.municipalities / spent
        lines.append(
            f"| {name} | {begun:.1f} | {spent:.1f} | {speed:.1f} | {here:.1f} | {answer} |"
        )
    lines += ["", f"{sizes(largest)}"]
    print("\n".join(lines))
    if options.document:
        options.document.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if len({row[-1] for row in rows}) > 1:
        print("the answers differ", file=sys.stderr)
        return 1
    return 0


def sizes(tables: dict[str, Any]) -> str:
    """Tell how many bytes a municipality is on its way."""
    plans = evenload.allocate_many({"one": tables}, policy=POLICY)
    from evenload._many_worker import parcel_of

    plan = plans["one"]
    source, policy = plan._whole()
    out = len(pickle.dumps(parcel_of(source, policy.to_json(), 0)))
    rows = len(tables["cases"]["id"]) + len(tables["caseworkers"]["id"])
    own = len(pickle.dumps(tables))
    return f"The largest, {rows} rows: {out} bytes out (its tables pickled: {own})."


def has(module: str) -> bool:
    """Whether a library is installed."""
    return importlib.util.find_spec(module) is not None


if __name__ == "__main__":
    raise SystemExit(main())
