"""Makespan beside CP-SAT on the instances of Fanjul-Peyro and Ruiz; prints a Markdown table.

    python makespan.py PROGRAM [--seconds 15] [--work UNITS] [--no-peer] [--only TEXT] [--every N]

PROGRAM is makespan_benchmark. Instances and best known values: ``data/rcmax`` below
EVENLOAD_SHARED, or below ``shared`` beside the source tree. Every answer, ours and the peer's, is
judged here from the instance file: ours by the largest load that the program counts again, the
peer's by its own assignment.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from pathlib import Path


def folder() -> Path:
    """Return where the instances are."""
    beside = Path(__file__).resolve().parents[4] / "shared"
    return Path(os.environ.get("EVENLOAD_SHARED", str(beside))) / "data" / "rcmax"


def read(path: Path) -> list[list[int]]:
    """Return the times of an instance, by rows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows, columns = (int(word) for word in lines[0].split()[:2])
    times = []
    for line in lines[2 : 2 + rows]:
        numbers = [int(word) for word in line.split()]
        row = [0] * columns
        for machine, time in zip(numbers[::2], numbers[1::2], strict=True):
            row[machine] = time
        times.append(row)
    return times


def peer(times: list[list[int]], seconds: float) -> tuple[int, int] | None:
    """Return makespan and bound of CP-SAT with one worker; None where it has no plan."""
    from ortools.sat.python import cp_model

    rows, columns = len(times), len(times[0])
    model = cp_model.CpModel()
    use = [[model.new_bool_var("") for _ in range(columns)] for _ in range(rows)]
    largest = model.new_int_var(0, sum(max(row) for row in times), "")
    for row in use:
        model.add_exactly_one(row)
    for j in range(columns):
        model.add(sum(times[i][j] * use[i][j] for i in range(rows)) <= largest)
    model.minimize(largest)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    load = [0] * columns
    for i in range(rows):
        chosen = [j for j in range(columns) if solver.value(use[i][j])]
        assert len(chosen) == 1
        load[chosen[0]] += times[i][chosen[0]]
    return max(load), round(solver.best_objective_bound)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--work", type=int)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    data = folder()
    if not (data / "best_known.tsv").exists():
        print(f"makespan: skipped, no instances in {data}")
        return 0
    if not options.no_peer:
        try:
            import ortools  # noqa: F401
        except ImportError:
            print("makespan: without its peer, OR-Tools is not installed", file=sys.stderr)
            options.no_peer = True
    with (data / "best_known.tsv").open(encoding="utf-8") as file:
        known = [row for row in csv.DictReader(file, delimiter="\t") if options.only in row["instance"]]
    print("| instance | n × m | ours | our bound | proven | best known | gap % | CP-SAT | its gap % | s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    gaps: list[float] = []
    peer_gaps: list[float] = []
    proven = small = small_reached = below = 0
    rows = known[:: options.every]
    for row in rows:
        path = data / row["instance"]
        limit = ["--work", str(options.work)] if options.work else ["--seconds", str(options.seconds)]
        done = subprocess.run(
            [options.program, *limit, str(path)], check=True, capture_output=True, text=True
        )
        words = done.stdout.split("\t")
        ours, bound, is_proven, seconds = int(words[3]), int(words[4]), words[5] == "1", words[6]
        best = int(row["best_known"])
        assert int(words[9]) == ours, f"{row['instance']}: {ours} is said, {words[9]} counted"
        assert bound <= best, f"{row['instance']}: bound {bound} past a known plan of {best}"
        gap = 100 * (ours - best) / best
        proven += is_proven
        below += ours < best
        if best <= 30:
            small += 1
            small_reached += ours <= best
        else:
            gaps.append(gap)
        theirs, their_gap = "—", "—"
        if not options.no_peer:
            answer = peer(read(path), options.seconds)
            if answer is not None:
                assert bound <= answer[0], f"{row['instance']}: bound past the peer's plan"
                theirs = str(answer[0])
                value = 100 * (answer[0] - best) / best
                their_gap = f"{value:.3f}"
                if best > 30:
                    peer_gaps.append(value)
        print(
            f"| {row['instance'].removesuffix('.txt')} | {row['n']} × {row['m']} | {ours} | {bound} "
            f"| {'yes' if is_proven else 'no'} | {best} | {gap:.3f} | {theirs} | {their_gap} "
            f"| {seconds} |",
            flush=True,
        )
    print()
    print(f"{len(rows)} instances; proven {proven}; best known ≤ 30 reached {small_reached} of {small}; "
          f"below best known {below}; mean gap of the rest {sum(gaps) / max(len(gaps), 1):.4f} %"
          + (f", CP-SAT {sum(peer_gaps) / len(peer_gaps):.4f} %" if peer_gaps else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
