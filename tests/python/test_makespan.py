"""Makespan on arrays: answers, oracles, refusals."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, OverflowError, Progress
from evenload.optimize import makespan


def judged(times: np.ndarray, assignment: np.ndarray, base: np.ndarray | None = None) -> int:
    """Return the largest load of an assignment by its definition."""
    load = np.zeros(times.shape[1], np.int64) if base is None else base.astype(np.int64)
    for row, column in enumerate(assignment):
        assert times[row, column] >= 0
        load[column] += times[row, column]
    return int(load.max())


def test_tiny_problems_equal_brute_force() -> None:
    random = np.random.default_rng(7)
    for _ in range(150):
        rows, columns = int(random.integers(1, 7)), int(random.integers(1, 4))
        times = random.integers(-1, 12, (rows, columns))
        base = random.integers(0, 15, columns)
        best = min(
            (
                judged(times, np.array(plan), base)
                for plan in itertools.product(range(columns), repeat=rows)
                if all(times[i, j] >= 0 for i, j in enumerate(plan))
            ),
            default=None,
        )
        answer = makespan(times, base_load=base)
        if best is None:
            assert answer.status == "infeasible"
            continue
        assert (answer.objective, answer.bound, answer.status) == (best, best, "optimal")
        assert judged(times, answer.assignment, base) == best


@pytest.mark.parametrize("family", ["uniform", "machines", "jobs"])
def test_bound_and_objective_around_an_independent_solver(family: str) -> None:
    model = pytest.importorskip(
        "ortools.sat.python.cp_model", reason="OR-Tools, the oracle, is not installed"
    )
    random = np.random.default_rng(11)
    rows, columns = 30, 8
    times = random.integers(1, 101, (rows, columns))
    if family == "machines":
        times = random.integers(1, 101, columns)[None, :] + random.integers(1, 21, (rows, columns))
    elif family == "jobs":
        times = random.integers(1, 101, rows)[:, None] + random.integers(1, 21, (rows, columns))
    cp = model.CpModel()
    use = [[cp.new_bool_var("") for _ in range(columns)] for _ in range(rows)]
    largest = cp.new_int_var(0, int(times.max(1).sum()), "")
    for row in use:
        cp.add_exactly_one(row)
    for j in range(columns):
        cp.add(sum(int(times[i, j]) * use[i][j] for i in range(rows)) <= largest)
    cp.minimize(largest)
    solver = model.CpSolver()
    solver.parameters.max_deterministic_time = 4
    solver.parameters.num_workers = 1
    solver.solve(cp)
    answer = makespan(times, threads=1)
    assert judged(times, answer.assignment) == answer.objective
    assert answer.bound <= solver.objective_value
    assert answer.objective >= math.ceil(solver.best_objective_bound - 1e-6)
    assert answer.objective <= solver.objective_value


def test_level_tells_value_bound_and_gap() -> None:
    answer = makespan([[5, 9], [4, 9], [9, 4], [9, 3]])
    (level,) = answer.levels
    assert (level.name, level.value, level.bound, level.gap) == ("makespan", 9, 9, 0)
    assert level.proven
    assert level.variable_gap is None
    nothing = makespan(np.zeros((0, 3), np.int64))
    assert (nothing.objective, nothing.status, nothing.assignment.size) == (0, "optimal", 0)


def test_infeasible_only_where_a_row_has_no_column() -> None:
    answer = makespan([[1, 2], [-1, -1]], base_load=[3, 4])
    assert answer.status == "infeasible"
    assert math.isnan(answer.objective) and math.isnan(answer.bound)
    assert answer.levels == []
    assert answer.assignment.tolist() == [-1, -1]
    assert answer.load.tolist() == [3, 4]


def test_any_layout_and_kind_of_numbers() -> None:
    times = np.random.default_rng(3).integers(1, 50, (12, 4))
    expected = makespan(times)
    for other in (
        times.tolist(),
        times.astype(np.int32),
        np.asfortranarray(times),
        times.astype(float),
        np.repeat(times, 2, axis=1)[:, ::2],
    ):
        assert makespan(other).objective == expected.objective


def test_same_answer_on_any_number_of_threads() -> None:
    times = np.random.default_rng(1).integers(10, 101, (100, 10))
    answers = [makespan(times, threads=t, work_limit=1_500_000, seed=3) for t in (1, 2, 4, 1)]
    for answer in answers[1:]:
        assert answer.assignment.tolist() == answers[0].assignment.tolist()
        assert (answer.bound, answer.work) == (answers[0].bound, answers[0].work)


def test_a_start_is_kept_where_no_work_may_be_done() -> None:
    times = np.random.default_rng(2).integers(100, 201, (80, 8))
    good = makespan(times, work_limit=2_000_000)
    again = makespan(times, start=good.assignment, work_limit=0)
    assert again.objective <= good.objective
    assert again.stop in ("work", "done")


def test_progress_can_cancel() -> None:
    times = np.random.default_rng(4).integers(100, 1001, (300, 20))
    calls: list[str] = []

    def refuse(state: Progress) -> bool:
        calls.append(state.phase)
        return False

    answer = makespan(times, work_limit=2**50, progress=refuse)
    assert answer.stop == "cancelled"
    assert calls
    assert judged(times, answer.assignment) == answer.objective


@pytest.mark.parametrize(
    ("times", "rest", "code", "column", "row"),
    [
        ([1, 2], {}, "wrong_type", "times", None),
        (3, {}, "wrong_type", "times", None),
        ([[[1]]], {}, "wrong_type", "times", None),
        ([[1, 2], [3, -2]], {}, "negative_value", "times", 1),
        ([[1, 2], [3, 2.5]], {}, "wrong_type", "times", 1),
        ([[1, 2], [float("nan"), 2]], {}, "not_finite", "times", 1),
        ([[1, 2]], {"base_load": [1]}, "length_mismatch", "base_load", None),
        ([[1, 2]], {"base_load": [1, -1]}, "negative_value", "base_load", 1),
        ([[1, 2]], {"start": [2]}, "out_of_range", "start", 0),
        ([[1, 2]], {"start": [0, 0]}, "length_mismatch", "start", None),
    ],
)
def test_wrong_input_names_argument_and_row(
    times: Any, rest: dict[str, Any], code: str, column: str, row: int | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        makespan(times, **rest)
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, "problem", column, row)


def test_sums_past_exact_range_are_an_overflow() -> None:
    with pytest.raises(OverflowError) as caught:
        makespan([[2**61, 2**61], [2**61, 2**61], [2**61, 2**61]])
    assert caught.value.code == "overflow"
