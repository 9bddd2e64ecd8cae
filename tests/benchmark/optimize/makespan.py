"""Row `makespan`: beside CP-SAT on the instances of Fanjul-Peyro and Ruiz, one thread."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from benchmark.measurement import Settings, say
from benchmark.report import Section

SECONDS = 15.0
EVERY = 4  # of the instances, where not all are asked for
SMALL, MEAN_GOAL, PROVEN_GOAL = 30, 0.10, 0.66


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


def judged(times: list[list[int]], plan: list[int]) -> int:
    """Return the largest column sum of a plan that places every row."""
    assert len(plan) == len(times)
    load = [0] * len(times[0])
    for row, j in zip(times, plan, strict=True):
        assert 0 <= j < len(row)
        load[j] += row[j]
    return max(load)


def cp_sat(times: list[list[int]], seconds: float) -> list[int] | None:
    """Solve with CP-SAT, one worker."""
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
    return [next(j for j in range(columns) if solver.value(use[i][j])) for i in range(rows)]


def instances(settings: Settings) -> list[tuple[Path, int | None]]:
    """Return files and best known values."""
    if settings.quick:
        draw = random.Random(3)
        path = settings.stored("makespan_12x3.txt")
        lines = ["12 3 1", "3"]
        lines += [" ".join(f"{j} {draw.randint(1, 20)}" for j in range(3)) for _ in range(12)]
        path.write_text("\n".join(lines) + "\n", encoding="ascii")
        return [(path, None)]
    folder = settings.need_shared("data/rcmax")
    with (folder / "best_known.tsv").open(encoding="utf-8") as file:
        known = list(csv.DictReader(file, delimiter="\t"))
    chosen = known if settings.full else known[::EVERY]
    return [(folder / row["instance"], int(row["best_known"])) for row in chosen]


def measure(settings: Settings) -> Section:
    """Run every instance and return the section."""
    seconds = settings.seconds(SECONDS)
    section = Section(
        "Makespan",
        "at 15 s, one thread: the best known wherever it is ≤ 30; mean ≤ 0.10 % over it on the "
        "rest; proven on ≥ 66 %.",
        (
            "instance",
            "rows × columns",
            "best known",
            "ours",
            "%",
            "bound",
            "proven",
            "s",
            "CP-SAT",
            "%",
        ),
    )
    over: list[float] = []
    theirs: list[float] = []
    proven = small = small_reached = below = better = worse = 0
    for path, best in instances(settings):
        if not settings.wanted(path.name):
            continue
        times = read(path)
        (answer,) = settings.answers("makespan", "--seconds", seconds, path)
        ours = judged(times, answer["plan"])
        assert ours == answer["value"] >= answer["bound"], (
            f"{path.name}: {answer['value']} is {ours}"
        )
        assert best is None or answer["bound"] <= best, (
            f"{path.name}: our bound passes a known plan"
        )
        base = best or answer["bound"]
        share = 100 * (ours - base) / base
        closed = answer["status"] == "optimal"
        proven += closed
        below += best is not None and ours < best
        if base <= SMALL:
            small += 1
            small_reached += ours <= base
        else:
            over.append(share)
        cells = [
            path.stem,
            f"{len(times)} × {len(times[0])}",
            str(best or "–"),
            str(ours),
            f"{share:.3f}",
            str(answer["bound"]),
        ]
        cells += ["yes" if closed else "no", f"{answer['seconds'][0]:.2f}"]
        if settings.peers:
            plan = cp_sat(times, seconds)
            value = None if plan is None else judged(times, plan)
            assert value is None or answer["bound"] <= value, (
                f"{path.name}: our bound passes a plan"
            )
            better += value is None or ours < value
            worse += value is not None and ours > value
            if value is not None and base > SMALL:
                theirs.append(100 * (value - base) / base)
            cells += [
                str(value or "no plan"),
                f"{100 * (value - base) / base:.3f}" if value else "",
            ]
        else:
            cells += ["", ""]
        section.rows.append(cells)
        say("  " + " | ".join(cells))
    count = len(section.rows)
    mean = sum(over) / len(over) if over else 0.0
    section.verdicts = [
        (
            f"best known wherever it is ≤ {SMALL}: {small_reached} of {small}",
            small_reached == small,
        ),
        (
            f"mean over the best known on the rest: {mean:.4f} % of {len(over)} (≤ 0.10 %)",
            mean <= MEAN_GOAL,
        ),
        (f"proven: {proven} of {count} (≥ 66 %)", proven >= PROVEN_GOAL * count),
    ]
    if settings.peers:
        peer = f"; its mean on the rest {sum(theirs) / len(theirs):.4f} %" if theirs else ""
        section.notes.append(
            f"Better than CP-SAT on {better}, worse on {worse} of {count}{peer}. "
            f"Below the best known: {below}."
        )
    if not settings.full or settings.only:
        section.notes.append(f"Every {EVERY}th instance; `--full` runs all of them.")
    return section
