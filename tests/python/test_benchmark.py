"""The benchmark runner: its evaluator against the library's, and how it renews the document."""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from evenload.optimize import balanced_assignment, evaluate

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmark import report
from benchmark.optimize import balanced, balanced_problem


def _arguments(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: values for name, values in problem.items() if name != "weight_per_pair"}


@pytest.mark.parametrize("seed", range(12))
def test_evaluator_agrees_with_the_library(seed: int) -> None:
    """Two evaluators, thousands of plans, allowed or not."""
    problem = balanced_problem.with_every_feature(14, 5, seed)
    arguments = {**_arguments(problem), "weight_per_pair": True}
    solved = balanced_assignment(**arguments).assignment.tolist()
    draw = random.Random(seed)
    allowed = 0
    for number in range(120):
        plan = list(solved)
        for i in draw.sample(range(14), number % 6):
            row = problem["indices"][problem["indptr"][i] : problem["indptr"][i + 1]]
            plan[i] = draw.choice([-1, *row])
        theirs = evaluate(plan, **{k: v for k, v in arguments.items() if k != "start"})
        try:
            ours = balanced_problem.evaluate(problem, plan)
        except balanced_problem.BrokenRuleError:
            assert not theirs.allowed
            continue
        assert theirs.allowed
        allowed += 1
        assert [name for name, _ in ours] == list(theirs.levels)
        assert [float(value) for _, value in ours] == list(theirs.levels.values())
    assert allowed >= 20


def test_a_level_decides_where_the_earlier_ones_are_equal() -> None:
    """Lexicographic order."""
    ours = [("unassigned_must", Fraction(0)), ("overload", Fraction(3)), ("balance", Fraction(9))]
    theirs = [("unassigned_must", Fraction(0)), ("overload", Fraction(4)), ("balance", Fraction(1))]
    assert balanced.difference(ours, theirs) == (-1, "better, overload 1")
    assert balanced.difference(theirs, ours) == (1, "worse, overload 1")
    assert balanced.difference(ours, ours) == (0, "equal")


def test_a_bound_past_the_plan_of_a_peer_is_noticed() -> None:
    """Only levels whose earlier ones are as good are compared."""
    ours = [("unassigned_must", Fraction(0)), ("overload", Fraction(3))]
    told = [{"bound": 0.0}, {"bound": 2.5}]
    balanced.check_bounds(
        "", told, ours, [("unassigned_must", Fraction(1)), ("overload", Fraction(0))]
    )
    with pytest.raises(AssertionError, match="overload"):
        balanced.check_bounds(
            "", told, ours, [("unassigned_must", Fraction(0)), ("overload", Fraction(2))]
        )


def test_sections_of_other_rows_are_kept() -> None:
    """A run replaces its own sections."""
    order = ["first", "second", "third"]
    document = report.renewed("", {"third": "3\n", "first": "1\n"}, order)
    document = report.renewed(document, {"second": "2\n", "first": "1 again\n"}, order)
    assert report.MARK.findall(document) == [
        ("first", "1 again\n"),
        ("second", "2\n"),
        ("third", "3\n"),
    ]
    assert document.startswith("# Benchmarks\n")
    assert report.renewed(document, {}, order) == document
