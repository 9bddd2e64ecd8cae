"""convex_transport on arrays: answers, proofs, changes, conversions, errors."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, OverflowError, StopToken
from evenload.optimize import ConvexTransportState, check_duals, convex_transport
from hypothesis import given, settings
from hypothesis import strategies as st

PROBLEM: dict[str, Any] = {
    "indptr": np.array([0, 2, 4, 6], np.int64),
    "indices": np.array([0, 1, 0, 1, 0, 1], np.int32),
    "cost": np.array([0, 2, 0, 2, 0, 3], np.int64),
    "slot_cost": np.array([[0, 5, 9], [0, 1, 9]], np.int64),
}


def test_answer_with_its_proof() -> None:
    answer = convex_transport(**PROBLEM)
    assert answer.assignment.dtype == np.int32
    assert answer.load.tolist() == [1, 2]
    assert (answer.objective, answer.bound, answer.cost, answer.unassigned) == (5, 5, 5, 0)
    assert [(level.name, level.value, level.proven) for level in answer.levels] == [
        ("unassigned", 0.0, True),
        ("cost", 5.0, True),
    ]
    assert (answer.status, answer.stop) == ("optimal", "done")
    assert check_duals(answer, **PROBLEM) == ""
    wrong = replace(answer, column_price=answer.column_price + 1)
    assert "equation" in check_duals(wrong, **PROBLEM)


def test_ragged_slots_and_any_whole_numbers() -> None:
    ragged = {**PROBLEM, "slot_cost": [0.0, 5.0, 0.0], "slot_indptr": [0, 2, 3]}
    answer = convex_transport(**{k: np.asarray(v).tolist() for k, v in ragged.items()})
    assert answer.load.tolist() == [2, 1]
    assert check_duals(answer, **ragged) == ""


def test_start_and_prices_of_an_earlier_answer() -> None:
    first = convex_transport(**PROBLEM)
    again = convex_transport(**PROBLEM, start=first.assignment, prices=first.column_price)
    assert again.assignment.tolist() == first.assignment.tolist()
    assert convex_transport(**PROBLEM, threads=4, seed=9).work == first.work


def test_interrupted_it_says_so() -> None:
    token = StopToken()
    token.request_stop()
    answer = convex_transport(**PROBLEM, stop=token)
    assert answer.stop == "cancelled"
    assert convex_transport(**PROBLEM, work_limit=0).stop == "work"
    assert convex_transport(**PROBLEM, progress=lambda _: False).stop == "cancelled"


def test_a_state_follows_changes() -> None:
    state = ConvexTransportState(**PROBLEM)
    row = state.insert_row([1], [0])
    state.change_cost(0, 0, 40)
    state.remove_row(1)
    assert state.solve() == "optimal"
    assert state.column_of(row) == 1
    assert state.column_of(1) == -1
    cold = convex_transport(
        [0, 2, 2, 4, 5], [0, 1, 0, 1, 1], [40, 2, 0, 3, 0], PROBLEM["slot_cost"]
    )
    assert state.solution().cost == cold.cost
    with pytest.raises(InvalidDataError) as caught:
        state.remove_row(1)
    assert (caught.value.table, caught.value.row) == ("row", 1)


@pytest.mark.parametrize(
    ("changes", "code", "column", "row"),
    [
        ({"indptr": [0, 2, 4, 7]}, "length_mismatch", "indptr", 3),
        ({"indices": [0, 2, 0, 1, 0, 1]}, "out_of_range", "indices", 1),
        ({"cost": [0.5, 2, 0, 2, 0, 3]}, "wrong_type", "cost", 0),
        ({"cost": [0, 2]}, "length_mismatch", "cost", None),
        ({"slot_cost": [[0, 5, 4], [0, 1, 9]]}, "out_of_range", "slot_cost", 2),
        ({"slot_cost": [0, 5, 9]}, "wrong_type", "slot_cost", None),
        ({"slot_cost": [0, 5], "slot_indptr": [0, 2, 1]}, "out_of_range", "slot_indptr", 2),
        ({"start": [0, 0, 2]}, "out_of_range", "start", 2),
        ({"prices": [1]}, "length_mismatch", "prices", None),
    ],
)
def test_wrong_input_names_argument_and_position(
    changes: dict[str, Any], code: str, column: str, row: int | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        convex_transport(**{**PROBLEM, **changes})
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, "problem", column, row)


def test_numbers_past_exact_range_are_an_overflow() -> None:
    with pytest.raises(OverflowError):
        convex_transport(**{**PROBLEM, "cost": [2**60, 0, 0, 0, 0, 0]})


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_plan_is_better(data: st.DataObject) -> None:
    columns = data.draw(st.integers(0, 3))
    pairs = [
        sorted(data.draw(st.sets(st.integers(0, columns - 1)))) if columns else []
        for _ in range(data.draw(st.integers(0, 5)))
    ]
    cost = [[data.draw(st.integers(-5, 9)) for _ in row] for row in pairs]
    slots = [sorted(data.draw(st.lists(st.integers(-3, 9), max_size=3))) for _ in range(columns)]
    problem = {
        "indptr": np.cumsum([0, *map(len, pairs)]),
        "indices": [j for row in pairs for j in row],
        "cost": [c for row in cost for c in row],
        "slot_cost": [s for column in slots for s in column],
        "slot_indptr": np.cumsum([0, *map(len, slots)]),
    }
    answer = convex_transport(**problem)
    worths = []
    for plan in product(*[[-1, *range(len(row))] for row in pairs]):
        load = [0] * columns
        total = 0
        for i, k in enumerate(plan):
            if k >= 0:
                load[pairs[i][k]] += 1
                total += cost[i][k]
        if all(a <= len(column) for a, column in zip(load, slots, strict=True)):
            total += sum(sum(column[:a]) for a, column in zip(load, slots, strict=True))
            worths.append((plan.count(-1), total))
    assert (answer.unassigned, answer.cost) == min(worths)
    assert check_duals(answer, **problem) == ""
