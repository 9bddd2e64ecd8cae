"""balanced_assignment on arrays: answers, conversions, errors."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, OverflowError
from evenload.optimize import balanced_assignment, compare, default_work, evaluate

INDPTR = np.array([0, 2, 4, 5], np.int64)
INDICES = np.array([0, 1, 0, 1, 1], np.int32)
WEIGHT = np.array([4, 3, 2], np.int64)
CAPACITY = np.array([10, 10], np.int64)


def solve(**changes: Any) -> Any:
    """Solve the small problem with some arguments changed."""
    arguments: dict[str, Any] = {
        "indptr": INDPTR,
        "indices": INDICES,
        "weight": WEIGHT,
        "capacity": CAPACITY,
    }
    arguments.update(changes)
    return balanced_assignment(**arguments)


def test_answer_of_a_small_problem() -> None:
    answer = solve()
    assert answer.assignment.dtype == np.int32
    assert answer.load.dtype == np.int64
    assert answer.assignment.tolist() == [0, 1, 1]
    assert answer.load.tolist() == [4, 5]
    assert [level.name for level in answer.levels] == ["unassigned", "overload", "balance"]
    assert answer.objective == answer.bound == pytest.approx(4.1)
    assert (answer.status, answer.stop) == ("optimal", "done")
    assert all(
        level.proven and level.gap == 0 and level.absolute_gap == 0 for level in answer.levels
    )


def test_classes_give_three_unassigned_levels() -> None:
    answer = solve(row_class=["must", "due", "may_wait"])
    names = ["unassigned_must", "overload", "unassigned_due", "unassigned_may_wait", "balance"]
    assert [level.name for level in answer.levels] == names
    late = solve(row_class=[0, 1, 2], overload_place="after_unassigned")
    assert [level.name for level in late.levels] == [names[0], *names[2:4], "overload", "balance"]


def test_peak_stands_before_balance() -> None:
    answer = solve(balance="peak")
    assert [level.name for level in answer.levels] == ["unassigned", "overload", "peak", "balance"]
    assert answer.levels[2].value == pytest.approx(0.5)


def test_nothing_at_all_is_an_answer() -> None:
    answer = balanced_assignment([0], [], [], [])
    assert answer.assignment.size == 0
    assert answer.status == "optimal"
    alone = balanced_assignment([0, 0], [], [5], [])
    assert alone.assignment.tolist() == [-1]
    assert alone.levels[0].value == 1


@pytest.mark.parametrize(
    "convert",
    [
        list,
        tuple,
        lambda a: a.astype(np.int16),
        lambda a: a.astype(np.uint64),
        lambda a: a.astype(float),
        lambda a: a.astype(object),
        lambda a: np.repeat(a, 2)[::2],
        lambda a: a.astype(a.dtype.newbyteorder()),
    ],
    ids=["list", "tuple", "int16", "uint64", "float", "object", "strided", "swapped"],
)
def test_whole_numbers_of_any_form_give_the_same_answer(convert: Any) -> None:
    answer = solve(
        indptr=convert(INDPTR),
        indices=convert(INDICES),
        weight=convert(WEIGHT),
        capacity=convert(CAPACITY),
    )
    assert answer.assignment.tolist() == [0, 1, 1]


def test_pandas_and_polars_columns_are_arrays_too() -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    answer = solve(weight=pandas.Series(WEIGHT), capacity=polars.Series(CAPACITY))
    assert answer.assignment.tolist() == [0, 1, 1]


def test_inputs_are_read_and_not_changed() -> None:
    weight = WEIGHT.copy()
    weight.flags.writeable = False
    solve(weight=weight)
    assert weight.tolist() == WEIGHT.tolist()


def test_results_own_their_memory() -> None:
    answer = solve()
    load = answer.load
    del answer
    load += 1
    assert load.tolist() == [5, 6]


@pytest.mark.parametrize("weight", [[4, 4, 3, 3, 2], np.array([4, 4, 3, 3, 2])])
def test_weight_per_pair_is_told_by_its_length(weight: Any) -> None:
    assert solve(weight=weight).load.tolist() == [4, 5]
    assert solve(weight=[4, 9, 9, 3, 2]).load.tolist() == [4, 5]


def test_weight_per_pair_can_be_said_where_lengths_are_equal() -> None:
    indptr, indices = [0, 2, 2], [0, 1]
    per_row = balanced_assignment(indptr, indices, [5, 1], [10, 10])
    per_pair = balanced_assignment(indptr, indices, [5, 1], [10, 10], weight_per_pair=True)
    assert sorted(per_row.load.tolist()) == [0, 5]
    assert per_pair.load.tolist() == [0, 1]


@pytest.mark.parametrize(
    "cost_weight", [0.05, "1/20", Fraction(1, 20), Decimal("0.05"), np.float64(0.05)]
)
def test_cost_weight_is_exact_in_every_form(cost_weight: Any) -> None:
    answer = solve(cost=[0, 100, 0, 100, 0], cost_weight=cost_weight)
    assert (
        answer.objective
        == evaluate(
            answer.assignment,
            INDPTR,
            INDICES,
            WEIGHT,
            CAPACITY,
            cost=[0, 100, 0, 100, 0],
            cost_weight=Fraction(1, 20),
        ).levels["balance"]
    )


def test_fixed_groups_limits_and_start() -> None:
    fixed = solve(fixed=[1, -1, -1], start=[0, 0, 1])
    assert fixed.assignment[0] == 1
    groups = solve(indices=[0, 1, 0, 1, 1], row_group=[0, 0, -1], row_marked=[1, 0, 0])
    assert groups.assignment[0] != groups.assignment[1]
    rules = {"indices": [0, 1, 0, 1, 1], "row_group": [0, 0, -1], "row_marked": [1, 0, 0]}
    apart = solve(**rules, apart_column=[1], apart_other=[0])
    assert apart.assignment.tolist()[:2].count(-1) == 1
    tied = {"tied_row": [0], "tied_other": [1], "column_label": [0, 1]}
    assert -1 in solve(**rules, **tied, tied_alike=[1]).assignment
    assert -1 not in solve(**rules, **tied, tied_alike=[0]).assignment
    limited = solve(
        category_indptr=[0, 1, 2, 3],
        category_indices=[0, 0, 0],
        limit_column=[1],
        limit_category=[0],
        limit_count=[1],
        limit_weight=[-1],
    )
    assert limited.assignment.tolist().count(1) <= 1


def test_work_limit_stops_and_says_so() -> None:
    answer = solve(work_limit=0)
    assert answer.stop in ("work", "done")
    assert answer.assignment.shape == (3,)


def test_same_answer_on_any_number_of_threads_and_every_run() -> None:
    random = np.random.default_rng(5)
    rows, columns = 60, 9
    chosen = random.random((rows, columns)) < 0.4
    indptr = np.concatenate([[0], np.cumsum(chosen.sum(1))])
    arguments = (indptr, np.nonzero(chosen)[1], random.integers(1, 9, rows), np.full(columns, 30))
    answers = [
        balanced_assignment(*arguments, threads=threads, work_limit=200_000)
        for threads in (1, 2, 4, 1)
    ]
    for answer in answers[1:]:
        assert answer.assignment.tolist() == answers[0].assignment.tolist()
        assert answer.levels == answers[0].levels
        assert answer.work == answers[0].work


def test_evaluate_tells_what_is_not_allowed() -> None:
    assert evaluate([0, 0, 0], INDPTR, INDICES, WEIGHT, CAPACITY).allowed is False
    worth = evaluate([-1, 0, 1], INDPTR, INDICES, WEIGHT, CAPACITY, priority=[7, 1, 1])
    assert worth.allowed
    assert worth.levels["unassigned"] == 7
    assert worth.load.tolist() == [3, 2]


def test_compare_is_exact_and_by_level() -> None:
    problem = (INDPTR, INDICES, WEIGHT, CAPACITY)
    assert compare([0, 1, 1], [-1, 0, 1], *problem) == -1
    assert compare([-1, 0, 1], [0, 1, 1], *problem) == 1
    assert compare([0, 1, 1], [0, 1, 1], *problem) == 0


def test_default_work_grows_with_the_problem() -> None:
    assert 0 < default_work(10, 5, 50) < default_work(1000, 100, 10000)


def test_unknown_argument_of_a_problem_is_named() -> None:
    with pytest.raises(TypeError, match="capasity"):
        evaluate([0], [0, 1], [0], [1], [1], capasity=[1])


@pytest.mark.parametrize(
    ("changes", "code", "column", "row"),
    [
        ({"weight": [4.5, 3, 2]}, "wrong_type", "weight", 0),
        ({"weight": [4, float("nan"), 2]}, "not_finite", "weight", 1),
        ({"weight": [4, 3, float("inf")]}, "not_finite", "weight", 2),
        ({"weight": [4, "three", 2]}, "wrong_type", "weight", None),
        ({"weight": np.array([4, None, 2], object)}, "wrong_type", "weight", 1),
        ({"weight": [[4, 3, 2]]}, "wrong_type", "weight", None),
        ({"weight": 4}, "wrong_type", "weight", None),
        ({"weight": [4, 3]}, "length_mismatch", "weight", None),
        ({"weight": [4, -3, 2]}, "negative_value", "weight", 1),
        ({"weight": np.array([4, 2**63, 2], np.uint64)}, "out_of_range", "weight", 1),
        ({"weight": np.array([4, 10**30, 2], object)}, "out_of_range", "weight", 1),
        ({"weight": [4, 1e300, 2]}, "out_of_range", "weight", 1),
        ({"indices": np.array([0, 1, 0, 1, 2**40])}, "out_of_range", "indices", 4),
        ({"indices": [0, 1, 0, 1, 2]}, "out_of_range", "indices", 4),
        ({"indices": [0, 0, 0, 1, 1]}, "duplicate_id", "indices", 1),
        ({"indices": [1, 0, 0, 1, 1]}, "out_of_range", "indices", 1),
        ({"indptr": [0, 2, 4, 9]}, "length_mismatch", "indptr", 3),
        ({"indptr": []}, "length_mismatch", "indptr", None),
        ({"capacity": [10, -1]}, "negative_value", "capacity", 1),
        ({"base_load": [1]}, "length_mismatch", "base_load", None),
        ({"priority": [1, 1, -1]}, "negative_value", "priority", 2),
        ({"row_class": [0, 1, 3]}, "out_of_range", "row_class", 2),
        ({"row_class": ["must", "due", "soon"]}, "out_of_range", "row_class", 2),
        ({"row_marked": [0, 300, 0], "row_group": [0, 0, 0]}, "out_of_range", "row_marked", 1),
        ({"fixed": [1, 1, 0]}, "contradiction", "fixed", 2),
        ({"balance": "even"}, "invalid_argument", "balance", None),
        ({"overload_place": "first"}, "invalid_argument", "overload_place", None),
        ({"cost_weight": "a lot"}, "parse_error", "cost_weight", None),
        ({"cost_weight": [1]}, "wrong_type", "cost_weight", None),
        ({"cost_weight": float("nan")}, "not_finite", "cost_weight", None),
    ],
)
def test_wrong_input_names_argument_and_position(
    changes: dict[str, Any], code: str, column: str, row: int | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        solve(**changes)
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, "problem", column, row)
    assert error.expected
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("options", "column", "code"),
    [
        ({"time_limit": 0}, "time_limit", "out_of_range"),
        ({"time_limit": float("nan")}, "time_limit", "out_of_range"),
        ({"work_limit": -1}, "work_limit", "out_of_range"),
        ({"work_limit": 1.5}, "work_limit", "wrong_type"),
        ({"threads": -1}, "threads", "out_of_range"),
        ({"threads": 2**40}, "threads", "out_of_range"),
        ({"seed": -1}, "seed", "out_of_range"),
        ({"seed": 2**64}, "seed", "out_of_range"),
        ({"seed": "1"}, "seed", "wrong_type"),
    ],
)
def test_wrong_options_are_named(options: dict[str, Any], column: str, code: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        solve(**options)
    assert (caught.value.table, caught.value.column, caught.value.code) == ("options", column, code)


def test_sums_past_exact_range_are_an_overflow() -> None:
    with pytest.raises(OverflowError) as caught:
        solve(weight=[2**61, 2**61, 2**61])
    assert caught.value.code == "overflow"
    with pytest.raises(ArithmeticError):
        solve(weight=[2**61, 2**61, 2**61])
