"""Measure rows and renew their sections of docs/benchmarks.md; `tests/benchmark/run` calls it."""

from __future__ import annotations

import argparse
import importlib
import os
import shlex
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from benchmark import report  # noqa: E402
from benchmark.measurement import Settings, SkippedError, say  # noqa: E402

PEERS = ("ortools", "highspy", "polars", "numpy", "scipy", "evenload")

# Name of a row and the module that measures it, in the order of the document.
ROWS = {
    "balanced": "benchmark.optimize.balanced",
    "weighted": "benchmark.optimize.weighted",
    "convex_transport": "benchmark.optimize.convex_transport",
    "generalized_assignment": "benchmark.optimize.generalized_assignment",
    "makespan": "benchmark.optimize.makespan",
    "online": "benchmark.optimize.online",
    "weekly_series": "benchmark.workload.weekly_series",
    "time_study": "benchmark.workload.time_study",
    "allocate": "benchmark.allocation.allocate",
    "recommend": "benchmark.allocation.recommend",
    "deploy": "benchmark.pool.deploy",
    "scaling": "benchmark.optimize.scaling",
    "python_overhead": "benchmark.optimize.python_overhead",
}


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="tests/benchmark/run", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one of {', '.join(ROWS)}; all without"
    )
    parser.add_argument(
        "--seconds-scale",
        type=float,
        default=1.0,
        metavar="X",
        help="times every limit in seconds, ours and theirs",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="tiny problems, to see that all runs; writes nothing unless --document is given",
    )
    parser.add_argument(
        "--full", action="store_true", help="every instance, not a chosen part: hours"
    )
    parser.add_argument("--only", default="", metavar="REGEX", help="instances with such a name")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--programs", type=Path, default=ROOT / "build/benchmark/tests/benchmark")
    parser.add_argument("--document", type=Path, help="instead of docs/benchmarks.md")
    options = parser.parse_args(words)
    for name in options.names:
        if name not in ROWS:
            parser.error(f"{name} is none of {', '.join(ROWS)}")
    if not options.seconds_scale > 0:
        parser.error("--seconds-scale must be positive")
    return options


def main(words: list[str]) -> int:
    """Measure the rows that are asked for."""
    options = arguments(words)
    shared = Path(os.environ.get("EVENLOAD_SHARED", ROOT.parent / "shared"))
    settings = Settings(
        options.programs.resolve(),
        options.programs.resolve() / "problems",
        shared,
        options.seconds_scale,
        options.quick,
        options.full,
        not options.no_peers,
        options.only,
    )
    shown = [w for w in words if not w.startswith("--programs") and w != str(options.programs)]
    command = shlex.join(["tests/benchmark/run", *shown])
    place = report.machine()
    peers = PEERS if settings.peers else ("numpy", "evenload")
    document = options.document or (None if options.quick else ROOT / "docs/benchmarks.md")
    missed = skipped = 0
    for name in options.names or ROWS:
        say(f"== {name}")
        begin = time.perf_counter()
        try:
            section = importlib.import_module(ROWS[name]).measure(settings)
        except SkippedError as reason:
            say(f"{name}: skipped, {reason}")
            skipped += 1
            continue
        for what, reached in section.verdicts:
            missed += not reached
            say(f"{name}: {what}: {'yes' if reached else 'NO'}")
        say(f"{name}: {len(section.rows)} lines in {time.perf_counter() - begin:.0f} s")
        text = section.text() + "\n" + report.stamp(command, place, report.versions(peers, {}))
        if document:
            # Written after each row: what is measured is kept, whatever comes after it.
            before = document.read_text(encoding="utf-8") if document.exists() else ""
            document.write_text(report.renewed(before, {name: text}, list(ROWS)), encoding="utf-8")
        else:
            print(text)
    if missed:
        say(f"goals not reached: {missed}")
    return 3 if skipped else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
