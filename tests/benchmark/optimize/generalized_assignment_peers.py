"""Run OR-Tools CP-SAT or HiGHS on generalized assignment instances, one thread, and judge what they say.

    python generalized_assignment_peers.py [--solver cp-sat] [--seconds 60] FILE...

Files as for generalized_assignment_benchmark, whose ``--out`` writes generated ones. Prints one tab-separated line a
problem: name, solver, seconds, objective, bound, status. With ``--table OURS...`` the tables of that program are
read and printed beside the peer's results instead: ``--peer FILE`` names the file that holds those.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path


def read(path: Path) -> tuple[list[list[int]], list[list[int]], list[int]]:
    """Return cost and weight, each columns x rows, and capacity."""
    numbers = [int(word) for word in path.read_text(encoding="utf-8").split()]
    columns, rows = numbers[:2]
    at = 2
    matrices = []
    for _ in range(2):
        matrices.append([numbers[at + j * rows : at + (j + 1) * rows] for j in range(columns)])
        at += columns * rows
    return matrices[0], matrices[1], numbers[at : at + columns]


def judged(cost: list, weight: list, capacity: list, plan: list[int]) -> int | None:
    """Return the cost of a plan by the definition, or None where it breaks a capacity."""
    load = [0] * len(capacity)
    for i, j in enumerate(plan):
        load[j] += weight[j][i]
    if any(used > room for used, room in zip(load, capacity, strict=True)):
        return None
    return sum(cost[j][i] for i, j in enumerate(plan))


def cp_sat(cost: list, weight: list, capacity: list, seconds: float) -> tuple[list[int] | None, float, str]:
    """Solve with CP-SAT."""
    from ortools.sat.python import cp_model

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
    status = solver.solve(model)
    plan = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        plan = [next(j for j in range(columns) if solver.value(x[j][i])) for i in range(rows)]
    return plan, solver.best_objective_bound, solver.status_name(status)


def highs(cost: list, weight: list, capacity: list, seconds: float) -> tuple[list[int] | None, float, str]:
    """Solve with HiGHS."""
    import highspy

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
    info = solver.getInfo()
    plan = None
    if info.primal_solution_status == 2:
        value = solver.getSolution().col_value
        plan = [max(range(columns), key=lambda j: value[j * rows + i]) for i in range(rows)]
    return plan, info.mip_dual_bound, solver.modelStatusToString(solver.getModelStatus())


def lines(path: Path) -> list[list[str]]:
    """Return the cells of a tab-separated file."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]


def table(ours: list[Path], peer: Path | None) -> None:
    """Print our runs and the peer's side by side."""
    other = {row[0]: row[3] for row in lines(peer)} if peer else {}
    runs = [{row[0]: row for row in lines(path) if row[0] != "instance"} for path in ours]
    print("| instance |" + " objective | bound | % | s |" * len(runs) + " best known | peer |")
    print("|---|" + "---|---|---|---|" * len(runs) + "---|---|")
    for name, first in runs[0].items():
        cells = [name]
        for run in runs:
            row = run.get(name)
            cells += [row[4], row[5], row[8], row[3]] if row else ["", "", "", ""]
        print("| " + " | ".join([*cells, first[7], other.get(name, "")]) + " |")


def main() -> None:
    """Run the peer, or print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--solver", choices=["cp-sat", "highs"], default="cp-sat")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--peer", type=Path)
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    if arguments.table:
        table(arguments.files, arguments.peer)
        return
    solve = cp_sat if arguments.solver == "cp-sat" else highs
    for path in arguments.files:
        cost, weight, capacity = read(path)
        begin = time.perf_counter()
        plan, bound, status = solve(cost, weight, capacity, arguments.seconds)
        took = time.perf_counter() - begin
        value = "-" if plan is None else judged(cost, weight, capacity, plan)
        if value is None:
            raise SystemExit(f"{path.name}: {arguments.solver} broke a capacity")
        print(path.name, arguments.solver, f"{took:.1f}", value, f"{bound:.2f}", status, sep="\t", flush=True)


if __name__ == "__main__":
    main()
