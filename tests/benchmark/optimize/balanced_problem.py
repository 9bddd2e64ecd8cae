"""Balanced assignment problems as plain lists: made, stored for the C++ program, and judged.

The evaluator knows the definition of rules and levels alone (docs/models/balanced_assignment.md,
equations 1 to 6) and shares no code with the library.
"""

from __future__ import annotations

import importlib.util
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

Problem = dict[str, Any]

CLASSES = ("unassigned_must", "unassigned_due", "unassigned_may_wait")


class BrokenRuleError(ValueError):
    """A plan that the rules do not allow."""


def family(
    shared: Path, n: int, m: int, degree: int, seed: int, tight: float, cost_weight: float
) -> Problem:
    """Return a problem of the family in ``tools/balanced_instances.py`` of the shared folder."""
    path = shared / "tools" / "balanced_instances.py"
    spec = importlib.util.spec_from_file_location("balanced_instances", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.instance(n, m, degree, seed, tight=tight, cost_weight=cost_weight)
    names = (
        "indptr",
        "indices",
        "cost",
        "weight",
        "capacity",
        "base_load",
        "hard_limit",
        "priority",
    )
    problem: Problem = {name: [int(value) for value in made[name]] for name in names}
    problem["cost_weight"] = Fraction(str(cost_weight))
    return problem


def with_every_feature(n: int, m: int, seed: int) -> Problem:
    """Return a problem that uses every field: classes, loads per pair, limits, groups, a start.

    Units of about twelve columns with a pool, mean load a little above mean capacity; a tenth of
    the rows in pairs of a marked lead and a second, some larger groups without a mark.
    """
    draw = random.Random(seed)
    units = max(1, m // 12)
    unit = [draw.randrange(units) for _ in range(m)]
    pool = [draw.random() < 0.08 for _ in range(m)]
    capacity = [draw.choice([60, 96, 104, 120, 126, 138, 150]) for _ in range(m)]
    capacity[draw.randrange(m)] = 0
    base_weight = [draw.choice([2, 3, 4, 4, 5, 5, 6, 8, 10, 14]) for _ in range(n)]
    own_unit = [draw.randrange(units) for _ in range(n)]
    indptr, indices, weight, cost = [0], [], [], []
    for i in range(n):
        able = [j for j in range(m) if unit[j] == own_unit[i] or pool[j]] or list(range(m))
        count = min(len(able), max(1, round(draw.gauss(8, 2.5))))
        for j in sorted(draw.sample(able, count)):
            indices.append(j)
            # Who knows the case needs less for it, a newcomer more.
            weight.append(max(1, base_weight[i] + draw.choice([-1, 0, 0, 0, 1, 2])))
            cost.append(draw.randrange(51))
        indptr.append(len(indices))
    # Groups: the first of each is the marked row, save in every fifth group.
    row_group, row_marked = [-1] * n, [0] * n
    order = draw.sample(range(n), n)
    group = 0
    while len(order) > 0.8 * n:
        rows = [order.pop() for _ in range(min(len(order), draw.choice([2, 2, 2, 3])))]
        for i in rows:
            row_group[i] = group
        row_marked[rows[0]] = int(group % 5 != 4)
        group += 1
    category_indptr, category_indices, category_amount = [0], [], []
    for _ in range(n):
        for category in sorted(draw.sample(range(3), draw.choice([0, 1, 1, 2]))):
            category_indices.append(category)
            category_amount.append(draw.choice([1, 1, 1, 2]))
        category_indptr.append(len(category_indices))
    limits = sorted({(draw.randrange(m), draw.randrange(3)) for _ in range(m)})
    limit_count = [draw.choice([-1, 2, 3, 4]) for _ in limits]
    limit_weight = [draw.choice([-1, 15, 25, 40]) for _ in limits]
    limited = {column for column, _ in limits}
    # Fixed rows stand among rows without group, in columns without limit.
    fixed = [-1] * n
    for i in draw.sample(order, min(len(order), max(1, n // 20))):
        free = [j for j in indices[indptr[i] : indptr[i + 1]] if j not in limited and capacity[j]]
        fixed[i] = draw.choice(free) if free else -1
    start = [-1] * n
    for i in draw.sample(range(n), n // 2):
        start[i] = draw.choice(indices[indptr[i] : indptr[i + 1]])
    open_load = sum(base_weight)
    spare = max(0, int(1.05 * sum(capacity)) - open_load)
    share = [draw.gammavariate(8, 1) for _ in range(m)]
    base_load = [
        min(int(part / sum(share) * spare), int(1.05 * c)) if c else 3
        for part, c in zip(share, capacity, strict=True)
    ]
    return {
        "indptr": indptr,
        "indices": indices,
        "weight": weight,
        "weight_per_pair": [1],
        "cost": cost,
        "cost_weight": Fraction(1, 20),
        "capacity": capacity,
        "base_load": base_load,
        "hard_limit": [c * 5 // 4 for c in capacity],
        "priority": [draw.choice([1, 1, 2, 5, 20]) for _ in range(n)],
        "row_class": [draw.choice([0, 0, 0, 1, 1, 2]) for _ in range(n)],
        "category_indptr": category_indptr,
        "category_indices": category_indices,
        "category_amount": category_amount,
        "limit_column": [j for j, _ in limits],
        "limit_category": [k for _, k in limits],
        "limit_count": limit_count,
        "limit_weight": limit_weight,
        "row_group": row_group,
        "row_marked": row_marked,
        "fixed": fixed,
        "start": start,
    }


def store(problem: Problem, path: Path) -> None:
    """Write a problem as ``balanced_assignment_benchmark`` reads it."""
    with path.open("w", encoding="ascii") as file:
        for name, values in problem.items():
            if name == "cost_weight":
                values = [values.numerator, values.denominator]
            print(name, len(values), *values, file=file)


def pairs(problem: Problem, i: int) -> list[tuple[int, int, int]]:
    """Return (column, load, cost) of each pair of a row."""
    first, last = problem["indptr"][i], problem["indptr"][i + 1]
    per_pair = problem.get("weight_per_pair", [0])[0]
    return [
        (problem["indices"][k], problem["weight"][k if per_pair else i], problem["cost"][k])
        for k in range(first, last)
    ]


def categories(problem: Problem, i: int) -> dict[int, int]:
    """Return the amount of a row in each of its categories."""
    if "category_indptr" not in problem:
        return {}
    first, last = problem["category_indptr"][i], problem["category_indptr"][i + 1]
    return {
        problem["category_indices"][k]: problem["category_amount"][k] for k in range(first, last)
    }


def limits(problem: Problem) -> list[tuple[int, int, int, int]]:
    """Return (column, category, most by amount, most by load) of each limit."""
    names = ("limit_column", "limit_category", "limit_count", "limit_weight")
    return list(zip(*(problem.get(name, []) for name in names), strict=True))


def evaluate(problem: Problem, plan: list[int]) -> list[tuple[str, Fraction]]:
    """Return the levels of a plan, exact and in order; a plan that is not allowed is an error."""
    n = len(problem["indptr"]) - 1
    m = len(problem["capacity"])
    fixed = problem.get("fixed", [-1] * n)
    row_class = problem.get("row_class", [0] * n)
    if len(plan) != n:
        raise BrokenRuleError(f"{len(plan)} rows in the plan of {n}")
    left = [0, 0, 0]
    load = list(problem["base_load"])
    added: set[int] = set()
    used = 0
    taken: list[tuple[int, int, int]] = []
    for i, j in enumerate(plan):
        if fixed[i] >= 0 and j != fixed[i]:
            raise BrokenRuleError(f"row {i} is fixed in column {fixed[i]}")
        if j < 0:
            left[row_class[i]] += problem["priority"][i]
            continue
        found = [(w, c) for column, w, c in pairs(problem, i) if column == j]
        if len(found) != 1:
            raise BrokenRuleError(f"row {i} may not go to column {j}")
        load[j] += found[0][0]
        used += found[0][1]
        taken.append((i, j, found[0][0]))
        if fixed[i] < 0:
            added.add(j)
    for j in added:
        if problem["capacity"][j] == 0 or load[j] > problem["hard_limit"][j]:
            raise BrokenRuleError(f"column {j} takes more than it may")
    for column, category, count, weight in limits(problem):
        mine = [(i, w, categories(problem, i).get(category)) for i, j, w in taken if j == column]
        mine = [entry for entry in mine if entry[2] is not None]
        amounts = [(i, a) for i, _, a in mine]
        loads = [(i, w) for i, w, _ in mine]
        for most, counted in ((count, amounts), (weight, loads)):
            new = any(value > 0 and fixed[i] < 0 for i, value in counted)
            if most >= 0 and new and sum(value for _, value in counted) > most:
                raise BrokenRuleError(f"column {column} passes its limit of category {category}")
    group = problem.get("row_group", [-1] * n)
    marked = problem.get("row_marked", [0] * n)
    mark = {group[i]: i for i in range(n) if marked[i]}
    seen: dict[tuple[int, int], int] = {}
    for i, j, _ in taken:
        if group[i] < 0:
            continue
        other = seen.setdefault((group[i], j), i)
        if other != i and (fixed[i] < 0 or fixed[other] < 0):
            raise BrokenRuleError(f"rows {other} and {i} of a group share column {j}")
        if fixed[i] < 0 and group[i] in mark and plan[mark[group[i]]] < 0:
            raise BrokenRuleError(f"row {i} is placed without the marked row of its group")
    capacity = problem["capacity"]
    over = sum(max(0, load[j] - capacity[j]) for j in range(m))
    squares = sum(
        (Fraction(load[j] ** 2, capacity[j]) for j in range(m) if capacity[j]), Fraction(0)
    )
    levels = [("unassigned_must", Fraction(left[0])), ("overload", Fraction(over))]
    if "row_class" in problem:
        levels += [(CLASSES[k], Fraction(left[k])) for k in (1, 2)]
    return [*levels, ("balance", squares + problem["cost_weight"] * used)]
