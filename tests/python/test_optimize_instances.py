"""The instance family of the benchmarks, judged by its own evaluator."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from evenload.optimize import balanced_assignment


@pytest.fixture(scope="module")
def family() -> Any:
    """Load the generator and evaluator that stand beside the source tree."""
    path = Path(__file__).resolve().parents[3] / "shared" / "tools" / "balanced_instances.py"
    if not path.exists():
        pytest.skip("the instance family is not beside this source tree")
    spec = importlib.util.spec_from_file_location("balanced_instances", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("rows", "columns", "cost_weight"), [(60, 12, 0.0), (200, 40, 0.0), (200, 40, 0.05)]
)
def test_levels_agree_with_an_independent_evaluator(
    family: Any, rows: int, columns: int, cost_weight: float
) -> None:
    p = family.instance(rows, columns, 6, seed=20261123, cost_weight=cost_weight)
    answer = balanced_assignment(
        p["indptr"],
        p["indices"],
        p["weight"],
        p["capacity"],
        cost=p["cost"],
        base_load=p["base_load"],
        hard_limit=p["hard_limit"],
        priority=p["priority"],
        cost_weight=cost_weight,
    )
    expected = family.evaluate(p, answer.assignment)
    assert [level.value for level in answer.levels] == pytest.approx(expected, rel=1e-12)
    assert all(level.bound <= level.value for level in answer.levels)
