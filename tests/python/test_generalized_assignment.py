"""generalized_assignment on arrays: answers, conversions, errors, and other solvers as oracles."""

from __future__ import annotations

import itertools
import math
import sys
from typing import Any

import evenload
import numpy as np
import pytest
from evenload import InvalidDataError, OverflowError
from evenload.optimize import SolverResult, generalized_assignment

COST = np.array([[1, 5], [2, 9], [4, 3]])
WEIGHT = np.array([[6, 5], [6, 5], [2, 2]])
CAPACITY = np.array([8, 9])


def solve(**changes: Any) -> SolverResult:
    """Solve the small problem with some arguments changed."""
    arguments: dict[str, Any] = {"cost": COST, "weight": WEIGHT, "capacity": CAPACITY}
    arguments.update(changes)
    return generalized_assignment(**arguments)


def generated(kind: str, rows: int, columns: int, seed: int) -> tuple[Any, Any, Any]:
    """Return cost, weight and capacity of type c, d or e of the literature."""
    random = np.random.default_rng(seed)
    shape = (rows, columns)
    if kind == "c":
        weight = random.integers(5, 26, shape)
        cost = random.integers(10, 51, shape)
    elif kind == "d":
        weight = random.integers(1, 101, shape)
        cost = 111 - weight + random.integers(-10, 11, shape)
    else:
        weight = np.floor(1 - 10 * np.log(1 - random.random(shape))).astype(int)
        cost = np.floor(1000 / weight - 10 * random.random(shape)).astype(int)
    return cost, weight, (weight.sum(0) * 4 // 5) // columns


def check_plan(answer: SolverResult, cost: Any, weight: Any, capacity: Any) -> None:
    """Judge an answer by the definition."""
    rows = np.arange(len(cost))
    assert cost[rows, answer.assignment].sum() == answer.objective
    load = np.bincount(
        answer.assignment, weight[rows, answer.assignment], minlength=len(capacity)
    )
    assert (load == answer.load).all()
    assert (load <= capacity).all()
    assert answer.bound <= answer.objective


def test_answer_of_a_small_problem() -> None:
    answer = solve()
    assert answer.assignment.dtype == np.int32
    assert answer.load.dtype == np.int64
    assert answer.assignment.tolist() == [1, 0, 1]
    assert (answer.objective, answer.bound) == (10, 10)
    assert isinstance(answer.objective, int)
    assert (answer.status, answer.stop) == ("optimal", "done")
    assert answer.work > 0
    assert [(x.name, x.value, x.bound, x.gap, x.proven) for x in answer.levels] == [
        ("cost", 10, 10, 0, True)
    ]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint8, np.float64, object])
def test_arrays_of_any_layout_and_kind(order: Any, kind: Any) -> None:
    answer = solve(
        cost=COST.astype(kind, order=order), weight=WEIGHT.astype(kind, order=order).tolist()
    )
    assert answer.assignment.tolist() == [1, 0, 1]


def test_forbidden_pairs_by_mask_and_by_weight() -> None:
    mask = np.array([[True, True], [False, True], [True, True]])
    assert solve(allowed=mask).objective == 13
    weight = WEIGHT.copy()
    weight[1, 0] = np.iinfo(np.int64).max
    assert solve(weight=weight).objective == 13


def test_negative_costs() -> None:
    assert solve(cost=COST - 100).objective == -290


def test_infeasible_is_proven_and_has_no_objective() -> None:
    answer = solve(capacity=[6, 4])
    assert (answer.status, answer.stop) == ("infeasible", "done")
    assert math.isnan(answer.objective)
    assert math.isnan(answer.bound)
    assert answer.assignment.tolist() == [-1, -1, -1]
    assert answer.levels == []


def test_nothing_at_all_is_an_answer() -> None:
    answer = generalized_assignment(np.empty((0, 2), int), np.empty((0, 2), int), [3, 3])
    assert (answer.objective, answer.status) == (0, "optimal")


def test_start_is_kept_and_mended() -> None:
    assert solve(start=[1, 0, 1], work_limit=0).objective == 10
    assert solve(start=[0, 0, 0]).objective == 10


def test_same_answer_on_any_number_of_threads() -> None:
    problem = generated("d", 60, 6, 3)
    answers = [
        generalized_assignment(*problem, threads=threads, work_limit=500_000)
        for threads in (1, 2, 4, 1)
    ]
    for answer in answers:
        check_plan(answer, *problem)
        assert answer.assignment.tolist() == answers[0].assignment.tolist()
        assert (answer.bound, answer.work) == (answers[0].bound, answers[0].work)


def test_progress_and_stop_keep_the_best_plan() -> None:
    problem = generated("d", 200, 20, 4)
    seen: list[str] = []

    def watch(progress: Any) -> bool:
        seen.append(progress.phase)
        return len(seen) < 8

    answer = generalized_assignment(*problem, work_limit=10**12, time_limit=60, progress=watch)
    assert answer.stop == "cancelled"
    assert len(seen) == 8
    token = evenload.StopToken()
    token.request_stop()
    assert generalized_assignment(*problem, stop=token).stop == "cancelled"


@pytest.mark.parametrize(
    ("changes", "code", "column", "row"),
    [
        ({"cost": [1, 2, 3]}, "wrong_type", "cost", None),
        ({"cost": None}, "wrong_type", "cost", None),
        ({"cost": [[1.5, 5], [2, 9], [4, 3]]}, "wrong_type", "cost", 0),
        ({"cost": [[1, 5], [2, float("nan")], [4, 3]]}, "not_finite", "cost", 3),
        ({"cost": [[1, 5, 1], [2, 9, 1], [4, 3, 1]]}, "length_mismatch", "cost", None),
        ({"weight": WEIGHT[:2]}, "length_mismatch", "weight", None),
        ({"weight": -WEIGHT}, "negative_value", "weight", 0),
        ({"capacity": [8, -9]}, "negative_value", "capacity", 1),
        ({"capacity": [[8, 9]]}, "wrong_type", "capacity", None),
        ({"allowed": [[1, 1], [1, 2], [1, 1]]}, "out_of_range", "allowed", 3),
        ({"allowed": [[True, True]]}, "length_mismatch", "allowed", None),
        ({"start": [0, 2, 0]}, "out_of_range", "start", 1),
        ({"start": [0, 1]}, "length_mismatch", "start", None),
    ],
)
def test_wrong_input_names_argument_and_position(
    changes: dict[str, Any], code: str, column: str, row: int | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        solve(**changes)
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, "problem", column, row)


def test_sums_past_exact_range_are_an_overflow() -> None:
    with pytest.raises(OverflowError):
        solve(cost=COST * 2**60)


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_trying_everything(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(1, 6)), int(random.integers(1, 4))
    cost = random.integers(-9, 10, (rows, columns))
    weight = random.integers(0, 8, (rows, columns))
    capacity = random.integers(0, 14, columns)
    best = math.inf
    for plan in itertools.product(range(columns), repeat=rows):
        load = np.bincount(plan, weight[np.arange(rows), plan], minlength=columns)
        if (load <= capacity).all():
            best = min(best, cost[np.arange(rows), plan].sum())
    answer = generalized_assignment(cost, weight, capacity)
    if best == math.inf:
        assert answer.status == "infeasible"
    else:
        assert (answer.status, answer.objective) == ("optimal", best)


@pytest.mark.parametrize("kind", ["c", "d", "e"])
def test_never_contradicts_highs(kind: str) -> None:
    highspy = pytest.importorskip("highspy", reason="the oracle HiGHS is not installed")
    cost, weight, capacity = generated(kind, 30, 8, 11)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", 20.0)
    highs.setOptionValue("threads", 1)
    x = [[highs.addBinary(obj=float(c)) for c in row] for row in cost]
    for row in x:
        highs.addConstr(sum(row) == 1)
    for j, room in enumerate(capacity):
        highs.addConstr(sum(int(weight[i, j]) * x[i][j] for i in range(30)) <= int(room))
    highs.run()
    answer = generalized_assignment(cost, weight, capacity)
    check_plan(answer, cost, weight, capacity)
    value = round(highs.getInfo().objective_function_value)
    assert answer.bound <= value
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        assert answer.objective >= value
        if answer.status == "optimal":
            assert answer.objective == value
    assert answer.objective <= value


@pytest.mark.parametrize("kind", ["c", "d", "e"])
def test_never_contradicts_cp_sat(kind: str) -> None:
    if "highspy" in sys.modules:
        pytest.skip("OR-Tools brings its own HiGHS and does not load beside highspy")
    cp_model = pytest.importorskip(
        "ortools.sat.python.cp_model", reason="the oracle OR-Tools is not installed"
    )
    cost, weight, capacity = generated(kind, 30, 8, 12)
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in row] for row in cost]
    for row in x:
        model.add_exactly_one(row)
    for j, room in enumerate(capacity):
        model.add(sum(int(weight[i, j]) * x[i][j] for i in range(30)) <= int(room))
    model.minimize(sum(int(cost[i, j]) * x[i][j] for i in range(30) for j in range(8)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 20
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    answer = generalized_assignment(cost, weight, capacity)
    check_plan(answer, cost, weight, capacity)
    if status == cp_model.OPTIMAL:
        assert answer.bound <= solver.objective_value <= answer.objective
    assert answer.objective <= solver.objective_value
