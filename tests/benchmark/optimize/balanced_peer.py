"""CP-SAT on a balanced assignment problem: a solve per level, earlier levels as constraints."""

from __future__ import annotations

import itertools
import math
import time
from dataclasses import dataclass, field
from fractions import Fraction

from benchmark.optimize import balanced_problem as problems


@dataclass
class PeerAnswer:
    """What CP-SAT found: its last plan, its own bound of each level, and which were proven."""

    plan: list[int] | None = None
    bounds: dict[str, float] = field(default_factory=dict)
    proven: dict[str, bool] = field(default_factory=dict)
    seconds: float = 0.0
    processor: float = 0.0


def solve(problem: problems.Problem, seconds: float, workers: int = 2) -> PeerAnswer:
    """Solve within `seconds`: a level gets at most half of what is left, the last one the rest."""
    from ortools.sat.python import cp_model

    begin, ticks = time.perf_counter(), time.process_time()
    model = cp_model.CpModel()
    n = len(problem["indptr"]) - 1
    m = len(problem["capacity"])
    capacity, limit, base = problem["capacity"], problem["hard_limit"], problem["base_load"]
    fixed = problem.get("fixed", [-1] * n)
    group = problem.get("row_group", [-1] * n)
    pairs = [problems.pairs(problem, i) for i in range(n)]
    settled = list(base)
    for i, j in enumerate(fixed):
        settled[j] += next((w for column, w, _ in pairs[i] if column == j), 0) if j >= 0 else 0

    # Rows: one of their columns, or left out. Fixed rows stand, full columns take nothing.
    use: dict[tuple[int, int], cp_model.IntVar] = {}
    out = []
    for i in range(n):
        for j, w, _ in pairs[i]:
            if j == fixed[i] or (fixed[i] < 0 and capacity[j] and settled[j] + w <= limit[j]):
                use[i, j] = model.new_bool_var("")
        out.append(model.new_bool_var(""))
        model.add_exactly_one([out[i], *(use[i, j] for j, _, _ in pairs[i] if (i, j) in use)])
        if fixed[i] >= 0:
            model.add(out[i] == 0)

    # Loads and what passes capacity.
    load, over, most = [], [], []
    for j in range(m):
        most.append(max(settled[j], limit[j] if capacity[j] else 0))
        load.append(model.new_int_var(base[j], most[j], ""))
        over.append(
            model.new_int_var(max(0, settled[j] - capacity[j]), max(0, most[j] - capacity[j]), "")
        )
    terms: list[list[object]] = [[] for _ in range(m)]
    for i in range(n):
        for j, w, _ in pairs[i]:
            if (i, j) in use:
                terms[j].append(w * use[i, j])
    for j in range(m):
        model.add(load[j] == base[j] + sum(terms[j]))
        model.add(over[j] >= load[j] - capacity[j])

    for column, category, count, weight in problems.limits(problem):
        for ceiling, by_amount in ((count, True), (weight, False)):
            if ceiling < 0:
                continue
            counted = []
            for i in range(n):
                amount = problems.categories(problem, i).get(category)
                if amount is not None and (i, column) in use:
                    w = next(w for j, w, _ in pairs[i] if j == column)
                    counted.append((i, amount if by_amount else w))
            stands = sum(value for i, value in counted if fixed[i] == column)
            model.add(sum(v * use[i, column] for i, v in counted) <= max(ceiling, stands))
    for number in set(group) - {-1}:
        rows = [i for i in range(n) if group[i] == number]
        for j in {j for i in rows for j, _, _ in pairs[i]}:
            model.add_at_most_one(use[i, j] for i in rows if (i, j) in use)
        for mark in (i for i in rows if problem["row_marked"][i]):
            for i in rows:
                model.add_implication(out[mark], out[i])

    def priority_of(number: int) -> object:
        rows = (i for i in range(n) if problem.get("row_class", [0] * n)[i] == number)
        return sum(problem["priority"][i] * out[i] for i in rows)

    levels = [("unassigned_must", priority_of(0)), ("overload", sum(over))]
    if "row_class" in problem:
        levels += [("unassigned_due", priority_of(1)), ("unassigned_may_wait", priority_of(2))]

    answer = PeerAnswer()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers

    def level(name: str, objective: object, last: bool, scale: Fraction, shift: Fraction) -> bool:
        left = seconds - (time.perf_counter() - begin)
        if left <= 0:
            return False
        model.minimize(objective)
        solver.parameters.max_time_in_seconds = left if last else left / 2
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        answer.bounds[name] = float(Fraction(solver.best_objective_bound) / scale + shift)
        answer.proven[name] = status == cp_model.OPTIMAL
        answer.plan = [
            next((j for j, _, _ in pairs[i] if (i, j) in use and solver.value(use[i, j])), -1)
            for i in range(n)
        ]
        model.clear_hints()
        for variable in (*use.values(), *out, *load, *over):
            model.add_hint(variable, solver.value(variable))
        return True

    found = 0
    for name, objective in levels:
        if not level(name, objective, False, Fraction(1), Fraction(0)):
            break
        found = round(solver.objective_value)
        model.add(objective <= found)
        if name == "overload":
            for j in range(m):
                ceiling = max(settled[j], capacity[j] + found)
                most[j] = min(most[j], ceiling)
                model.add(load[j] <= most[j])
    else:
        loads = [solver.value(column) for column in load]
        scale, objective = balance(model, problem, load, loads, most, use, pairs)
        level("balance", objective, True, scale, Fraction(0))
    answer.seconds = time.perf_counter() - begin
    answer.processor = time.process_time() - ticks
    return answer


def balance(model, problem, load, loads, most, use, pairs):  # type: ignore[no-untyped-def]
    """Return a common denominator and the balance level times it.

    A load is counted in steps of one, each of them dearer than the one before: exact at every
    plan, and as tight as a linear model can be. (Tangents at whole loads, or a product, gave CP-SAT
    worse bounds and plans.) A common denominator that would pass 2**53 in all is replaced.
    """
    capacity, base = problem["capacity"], problem["base_load"]
    columns = [j for j, c in enumerate(capacity) if c]
    scale = math.lcm(*(capacity[j] for j in columns), problem["cost_weight"].denominator)
    largest = sum(Fraction(most[j] ** 2, capacity[j]) for j in columns)
    ceiling = int(2**53 / largest)
    if scale > ceiling:
        scale = ceiling
    objective = 0
    for j in columns:
        steps = [model.new_bool_var("") for _ in range(base[j], most[j])]
        model.add(load[j] == base[j] + sum(steps))
        for k, step in enumerate(steps):
            model.add_hint(step, base[j] + k < loads[j])
        for step, following in itertools.pairwise(steps):
            model.add_implication(following, step)
        square = base[j] ** 2 + sum((2 * (base[j] + k) + 1) * step for k, step in enumerate(steps))
        objective += round(Fraction(scale, capacity[j])) * square
    price = problem["cost_weight"]
    if price:
        objective += sum(
            round(scale * price * cost) * use[i, j]
            for i, row in enumerate(pairs)
            for j, _, cost in row
            if (i, j) in use
        )
    return Fraction(scale), objective
