"""Row `generalized_assignment`: beside CP-SAT and HiGHS on types A to E, one thread."""

from __future__ import annotations

import csv
import multiprocessing
import time
from pathlib import Path

from benchmark.measurement import Settings, say
from benchmark.report import Section

SHORT, LONG = 10.0, 60.0
CHOSEN = (
    "a20200",
    "b20200",
    "c10400",
    "c20400",
    "d10400",
    "d20200",
    "d20400",
    "e05200",
    "e10400",
    "e20100",
)

Instance = tuple[list[list[int]], list[list[int]], list[int]]


def read(path: Path) -> Instance:
    """Return cost and weight, each columns × rows, and capacity."""
    numbers = [int(word) for word in path.read_text(encoding="utf-8").split()]
    columns, rows = numbers[:2]
    at = 2
    matrices = []
    for _ in range(2):
        matrices.append([numbers[at + j * rows : at + (j + 1) * rows] for j in range(columns)])
        at += columns * rows
    return matrices[0], matrices[1], numbers[at : at + columns]


def judged(instance: Instance, plan: list[int]) -> int:
    """Return the cost of a plan by the definition; raises where it breaks a rule."""
    cost, weight, capacity = instance
    load = [0] * len(capacity)
    assert len(plan) == len(cost[0]) and all(0 <= j < len(capacity) for j in plan), (
        "a row is left out"
    )
    for i, j in enumerate(plan):
        load[j] += weight[j][i]
    assert all(used <= room for used, room in zip(load, capacity, strict=True)), (
        "a capacity is passed"
    )
    return sum(cost[j][i] for i, j in enumerate(plan))


def cp_sat(instance: Instance, seconds: float) -> list[int] | None:
    """Solve with CP-SAT, one worker."""
    from ortools.sat.python import cp_model

    cost, weight, capacity = instance
    model = cp_model.CpModel()
    columns, rows = len(capacity), len(cost[0])
    x = [[model.new_bool_var("") for _ in range(rows)] for _ in range(columns)]
    for i in range(rows):
        model.add_exactly_one(x[j][i] for j in range(columns))
    for j in range(columns):
        model.add(sum(weight[j][i] * x[j][i] for i in range(rows)) <= capacity[j])
    model.minimize(sum(cost[j][i] * x[j][i] for j in range(columns) for i in range(rows)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [next(j for j in range(columns) if solver.value(x[j][i])) for i in range(rows)]


def highs(instance: Instance, seconds: float) -> list[int] | None:
    """Solve with HiGHS, in a process of its own: OR-Tools brings another version of its library."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(highs_here, (instance, seconds))


def highs_here(instance: Instance, seconds: float) -> list[int] | None:
    """Solve with HiGHS, one thread."""
    import highspy

    cost, weight, capacity = instance
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", 1)
    columns, rows = len(capacity), len(cost[0])
    x = [[solver.addBinary(obj=float(cost[j][i])) for i in range(rows)] for j in range(columns)]
    for i in range(rows):
        solver.addConstr(sum(x[j][i] for j in range(columns)) == 1)
    for j in range(columns):
        solver.addConstr(sum(weight[j][i] * x[j][i] for i in range(rows)) <= capacity[j])
    solver.run()
    if solver.getInfo().primal_solution_status != 2:
        return None
    value = solver.getSolution().col_value
    return [max(range(columns), key=lambda j: value[j * rows + i]) for i in range(rows)]


def instances(settings: Settings) -> list[tuple[Path, int | None]]:
    """Return files and best known values."""
    if settings.quick:
        names = ["a:3x12:1", "d:4x16:1"]
        settings.stored("x")
        settings.answers(
            "generalized_assignment", "--seconds", 0.1, "--out", settings.scratch, *names
        )
        return [(settings.scratch / name, None) for name in names]
    folder = settings.need_shared("data/gap")
    with (folder / "best_known.tsv").open(encoding="utf-8") as file:
        known = {
            row["instance"]: int(row["best_known"]) for row in csv.DictReader(file, delimiter="\t")
        }
    chosen = [name for name in known if settings.full or name in CHOSEN]
    return [(folder / name, known[name]) for name in chosen if (folder / name).exists()]


def measure(settings: Settings) -> Section:
    """Run every instance and return the section."""
    short, long = settings.seconds(SHORT, 0.3), settings.seconds(LONG, 0.6)
    peers = (
        [(f"CP-SAT, {long:g} s", cp_sat), (f"HiGHS, {long:g} s", highs)] if settings.peers else []
    )
    section = Section(
        "Generalized assignment",
        "over the best known at 60 s: types A, B, C, E mean ≤ 0.02 %, D ≤ 0.15 %; at 10 s never "
        "worse than CP-SAT at 60 s. One thread.",
        (
            "instance",
            "best known",
            f"ours, {short:g} s",
            "%",
            f"ours, {long:g} s",
            "%",
            "bound",
            "s",
            *(c for name, _ in peers for c in (name, "%")),
            f"at {short:g} s never worse than CP-SAT",
        ),
    )
    over: dict[str, list[float]] = {}
    worse = 0
    for path, best in instances(settings):
        if not settings.wanted(path.name):
            continue
        instance = read(path)
        (quick,) = settings.answers("generalized_assignment", "--seconds", short, path)
        (answer,) = settings.answers("generalized_assignment", "--seconds", long, path)
        for one in (quick, answer):
            if one["value"] is not None:
                value = judged(instance, one["plan"])
                assert value == one["value"] >= one["bound"], (
                    f"{path.name}: {one['value']} is {value}"
                )
        assert best is None or answer["bound"] <= best, (
            f"{path.name}: our bound passes a known plan"
        )
        base = best if best is not None else answer["bound"]

        def share(value: int | None, base: int = base) -> str:
            return "–" if value is None else f"{100 * (value - base) / base:.4f}"

        cells = [path.name, str(best or "–"), str(quick["value"]), share(quick["value"])]
        cells += [
            str(answer["value"]),
            share(answer["value"]),
            str(answer["bound"]),
            f"{answer['seconds'][0]:.1f}",
        ]
        if best is not None and answer["value"] is not None:
            over.setdefault(path.name[0], []).append(100 * (answer["value"] - best) / best)
        verdict = ""
        for name, solve in peers:
            begin = time.perf_counter()
            plan = solve(instance, long)
            say(f"  {path.name}: {name} took {time.perf_counter() - begin:.1f} s")
            value = None if plan is None else judged(instance, plan)
            assert value is None or answer["bound"] <= value, (
                f"{path.name}: our bound passes a plan"
            )
            cells += [str(value or "no plan"), share(value)]
            if solve is cp_sat:
                lost = value is not None and (quick["value"] is None or quick["value"] > value)
                worse += lost
                verdict = "**no**" if lost else "yes"
        section.rows.append([*cells, verdict])
        say("  " + " | ".join(section.rows[-1]))
    low = [value for kind, values in over.items() if kind in "abce" for value in values]
    for what, values, most in (("A, B, C, E", low, 0.02), ("D", over.get("d", []), 0.15)):
        if values:
            mean = sum(values) / len(values)
            text = f"mean over the best known, {what}: {mean:.4f} % of {len(values)} (≤ {most} %)"
            section.verdicts.append((text, mean <= most))
    if settings.peers:
        count = len(section.rows)
        text = f"at {short:g} s never worse than CP-SAT at {long:g} s: {count - worse} of {count}"
        section.verdicts.append((text, worse == 0))
    if not settings.full or settings.only:
        section.notes.append("A chosen part of the instances; `--full` runs all of them.")
    return section
