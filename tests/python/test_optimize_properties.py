"""balanced_assignment against every assignment there is, on tiny problems."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from evenload.optimize import balanced_assignment, compare, evaluate
from hypothesis import given, settings
from hypothesis import strategies as st

CLASS_NAMES = ("must", "due", "may_wait")


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Tiny problems with every part that a problem can have."""
    rows, columns = draw(st.integers(0, 5)), draw(st.integers(0, 3))
    pairs = [
        sorted(draw(st.sets(st.integers(0, columns - 1)))) if columns else [] for _ in range(rows)
    ]
    count = sum(map(len, pairs))

    def whole(low: int, high: int, size: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=size, max_size=size))

    problem: dict[str, Any] = {
        "indptr": np.cumsum([0, *map(len, pairs)]).tolist(),
        "indices": [j for row in pairs for j in row],
        "capacity": whole(0, 9, columns),
    }
    problem["weight_per_pair"] = draw(st.booleans())
    problem["weight"] = whole(0, 6, count if problem["weight_per_pair"] else rows)
    if draw(st.booleans()):
        problem["base_load"] = whole(0, 6, columns)
    if draw(st.booleans()):
        problem["hard_limit"] = whole(0, 14, columns)
    if draw(st.booleans()):
        problem["priority"] = whole(0, 3, rows)
    if draw(st.booleans()):
        problem["row_class"] = whole(0, 2, rows)
    if draw(st.booleans()):
        problem["cost"] = whole(0, 9, count)
        problem["cost_weight"] = draw(st.sampled_from([0, 1, Fraction(1, 20)]))
    problem["balance"] = draw(st.sampled_from(["squares", "peak"]))
    problem["overload_place"] = draw(st.sampled_from(["after_must", "after_unassigned"]))
    if draw(st.booleans()):
        problem["row_group"] = whole(-1, 1, rows)
        marked = [0] * rows
        for group in (0, 1):
            members = [i for i in range(rows) if problem["row_group"][i] == group]
            if members and draw(st.booleans()):
                marked[draw(st.sampled_from(members))] = 1
        problem["row_marked"] = marked
    if columns and draw(st.booleans()):
        categories = [sorted(draw(st.sets(st.integers(0, 1)))) for _ in range(rows)]
        problem["category_indptr"] = np.cumsum([0, *map(len, categories)]).tolist()
        problem["category_indices"] = [c for row in categories for c in row]
        problem["limit_column"] = [draw(st.integers(0, columns - 1))]
        problem["limit_category"] = [draw(st.integers(0, 1))]
        problem["limit_count"] = [draw(st.integers(-1, 2))]
        problem["limit_weight"] = [draw(st.integers(-1, 6))]
    return problem


def definition(p: dict[str, Any], plan: tuple[int, ...]) -> tuple[Fraction, ...] | None:
    """Return the levels by the words of the definition; None where a rule is broken."""
    rows, columns = len(p["indptr"]) - 1, len(p["capacity"])
    base = p.get("base_load") or [0] * columns
    limit = p.get("hard_limit") or [5 * c // 4 for c in p["capacity"]]
    priority = p.get("priority") or [1] * rows
    classes = p.get("row_class") or [0] * rows
    load, cost = list(base), 0
    amount: dict[tuple[int, int], list[int]] = {}
    for i, j in enumerate(plan):
        if j < 0:
            continue
        first, last = p["indptr"][i], p["indptr"][i + 1]
        if j not in p["indices"][first:last] or p["capacity"][j] == 0 or base[j] > limit[j]:
            return None
        k = first + p["indices"][first:last].index(j)
        weight = p["weight"][k if p["weight_per_pair"] else i]
        load[j] += weight
        cost += (p.get("cost") or [0] * len(p["indices"]))[k]
        if "category_indptr" in p:
            for c in p["category_indices"][p["category_indptr"][i] : p["category_indptr"][i + 1]]:
                counted = amount.setdefault((j, c), [0, 0])
                counted[0] += 1
                counted[1] += weight
    if any(load[j] > limit[j] for j in set(plan) if j >= 0):
        return None
    if "limit_column" in p:
        counted = amount.get((p["limit_column"][0], p["limit_category"][0]), [0, 0])
        if 0 <= p["limit_count"][0] < counted[0] or 0 <= p["limit_weight"][0] < counted[1]:
            return None
    for group in {g for g in p.get("row_group", []) if g >= 0}:
        members = [i for i in range(rows) if p["row_group"][i] == group]
        placed = [plan[i] for i in members if plan[i] >= 0]
        marked = [i for i in members if p["row_marked"][i]]
        if len(set(placed)) < len(placed) or (marked and plan[marked[0]] < 0 and placed):
            return None
    left = [
        Fraction(sum(priority[i] for i in range(rows) if plan[i] < 0 and classes[i] == c))
        for c in range(3)
    ]
    over = Fraction(sum(max(0, a - c) for a, c in zip(load, p["capacity"], strict=True)))
    counted_columns = [j for j in range(columns) if p["capacity"][j]]
    ratios = [Fraction(load[j], p["capacity"][j]) for j in counted_columns]
    balance = sum((Fraction(load[j] ** 2, p["capacity"][j]) for j in counted_columns), Fraction(0))
    balance += Fraction(p.get("cost_weight", 0)) * cost
    order = [left[0], over, *left[1:]] if p["overload_place"] == "after_must" else [*left, over]
    peak = [max(ratios, default=Fraction(0))] if p["balance"] == "peak" else []
    return (*order, *peak, balance)


@settings(max_examples=400, deadline=None)
@given(problems())
def test_every_level_is_the_best_there_is(p: dict[str, Any]) -> None:
    answer = balanced_assignment(**p)
    found = definition(p, tuple(answer.assignment.tolist()))
    assert found is not None, "the answer breaks a rule"
    rows, columns = len(p["indptr"]) - 1, len(p["capacity"])
    worths = (definition(p, plan) for plan in product(range(-1, columns), repeat=rows))
    best = min(worth for worth in worths if worth is not None)
    values = [level.value for level in answer.levels]
    reached = list(found) if p.get("row_class") else [found[0], *_without_classes(found, p)]
    optimum = list(best) if p.get("row_class") else [best[0], *_without_classes(best, p)]
    assert values == [float(x) for x in reached]
    assert reached == optimum
    for level, exact in zip(answer.levels, optimum, strict=True):
        # A proven bound is shown as the value is: the nearest float, which may lie above.
        assert Fraction(level.bound) <= exact or (level.proven and level.bound == float(exact))


def _without_classes(worth: tuple[Fraction, ...], p: dict[str, Any]) -> list[Fraction]:
    """Overload and what follows, where there is one unassigned level only."""
    over = worth[1] if p["overload_place"] == "after_must" else worth[3]
    return [over, *worth[4:]]


@settings(max_examples=200, deadline=None)
@given(problems(), st.data())
def test_evaluate_and_compare_follow_the_definition(p: dict[str, Any], data: st.DataObject) -> None:
    rows, columns = len(p["indptr"]) - 1, len(p["capacity"])
    plans = [
        tuple(data.draw(st.lists(st.integers(-1, columns - 1), min_size=rows, max_size=rows)))
        for _ in range(2)
    ]
    arrays = [p[name] for name in ("indptr", "indices", "weight", "capacity")]
    rest = {
        key: value
        for key, value in p.items()
        if key not in ("indptr", "indices", "weight", "capacity")
    }
    worths = [definition(p, plan) for plan in plans]
    for plan, worth in zip(plans, worths, strict=True):
        evaluation = evaluate(plan, *arrays, **rest)
        assert evaluation.allowed == (worth is not None)
        if worth is not None:
            expected = (
                list(worth) if p.get("row_class") else [worth[0], *_without_classes(worth, p)]
            )
            assert list(evaluation.levels.values()) == [float(x) for x in expected]
    if worths[0] is not None and worths[1] is not None:
        expected_order = (worths[0] > worths[1]) - (worths[0] < worths[1])
        assert compare(*plans, *arrays, **rest) == expected_order
