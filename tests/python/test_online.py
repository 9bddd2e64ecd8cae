"""OnlineAssignment on arrays: questions, changes, history, storing, threads, refusals."""

from __future__ import annotations

import pickle
import threading
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, OverflowError
from evenload.optimize import (
    OnlineAssignment,
    OnlineChange,
    OnlineMove,
    OnlineRow,
    balanced_assignment,
    evaluate,
)

# Column 0 is nearly full; its rows 0 and 1 could go to column 1.
PROBLEM: dict[str, Any] = {
    "indptr": np.array([0, 2, 4, 5], np.int64),
    "indices": np.array([0, 1, 0, 1, 1], np.int32),
    "weight": np.array([4, 5, 3], np.int64),
    "capacity": np.array([10, 10], np.int64),
    "start": np.array([0, 0, 1], np.int32),
}


def drawn(seed: int, rows: int = 60, columns: int = 9) -> dict[str, Any]:
    """Draw a problem whose rows stand somewhere."""
    random = np.random.default_rng(seed)
    pairs = [np.sort(random.choice(columns, 4, replace=False)) for _ in range(rows)]
    return {
        "indptr": 4 * np.arange(rows + 1),
        "indices": np.concatenate(pairs).astype(np.int32),
        "weight": random.integers(1, 20, rows),
        "capacity": random.integers(60, 120, columns),
        "cost": random.integers(0, 30, 4 * rows),
        "cost_weight": Fraction(1, 20),
        "hard_limit": np.full(columns, 10**6),
        "start": np.array([random.choice(row) for row in pairs], np.int32),
    }


def worth(problem: dict[str, Any], load: np.ndarray, cost: int) -> tuple[int, Fraction]:
    """Return overload and balance by their definition."""
    overload = int(np.maximum(load - problem["capacity"], 0).sum())
    squares = sum(
        Fraction(int(x) ** 2, int(c)) for x, c in zip(load, problem["capacity"], strict=True)
    )
    return overload, squares + problem["cost_weight"] * cost


@pytest.mark.parametrize("seed", range(5))
def test_the_best_five_are_those_of_the_definition(seed: int) -> None:
    problem = drawn(seed)
    state = OnlineAssignment(**problem)
    random = np.random.default_rng(seed + 100)
    before = worth(problem, state.load, 0)
    columns = np.arange(9)
    weight, cost = random.integers(0, 20, 9), random.integers(0, 30, 9)
    expected = []
    for j in columns:
        load = state.load
        load[j] += weight[j]
        after = worth(problem, load, int(cost[j]))
        expected.append((after[0] - before[0], after[1] - before[1], int(j)))
    expected.sort()
    best = state.best(OnlineRow(columns, weight, cost=cost))
    assert [(c.overload, c.column) for c in best] == [(o, j) for o, _, j in expected[:5]]
    assert [c.balance for c in best] == pytest.approx([float(b) for _, b, _ in expected[:5]])
    assert all(c.better_than_out for c in best)
    assert len(state.best(OnlineRow(columns, weight), 3)) == 3


def test_codes_say_why_a_column_may_not() -> None:
    state = OnlineAssignment(
        [0, 2],
        [4, 5],
        [1],
        [10, 0, 10, 10, 10, 10, 10],
        base_load=[0, 0, 20, 9, 0, 0, 0],
        hard_limit=[12] * 7,
        fixed=[4],
        category_indptr=[0, 1],
        category_indices=[7],
        limit_column=[4, 5],
        limit_category=[7, 7],
        limit_count=[1, -1],
        limit_weight=[-1, 3],
    )
    row = OnlineRow(range(1, 7), 4, categories=[7])
    assert state.exclusions(row) == [
        "not_a_pair",
        "zero_capacity",
        "base_past_hard_limit",
        "hard_limit",
        "category_count",
        "category_weight",
        "none",
    ]
    assert [c.column for c in state.best(row)] == [6]


def test_moves_make_room_and_are_never_more_than_asked_for() -> None:
    problem = drawn(7)
    state = OnlineAssignment(**problem)
    row = OnlineRow([0, 3], 15, cost=[4, 0])
    stay = state.best(row)[0]
    before = (stay.overload, stay.balance)
    for moves in range(4):
        answer = state.best_with_moves(row, moves, work_limit=10**7)
        assert answer.proven
        assert len(answer.moves) <= moves
        assert (answer.overload, answer.balance) <= before
        before = (answer.overload, answer.balance)
        path = [answer.column, *(move.to_column for move in answer.moves)]
        assert [move.from_column for move in answer.moves] == path[:-1]
        assert len(set(path)) == len(path)
        again = pickle.loads(pickle.dumps(state))
        levels = again.levels
        again.commit(row, answer.column, answer.moves)
        assert again.levels.overload - levels.overload == answer.overload
        assert again.levels.balance - levels.balance == pytest.approx(answer.balance)
    quick = state.best_with_moves(row, 3, work_limit=0)
    assert (quick.overload, quick.balance) <= (stay.overload, stay.balance)


def test_changes_history_and_undo() -> None:
    state = OnlineAssignment(**PROBLEM)
    row = OnlineRow([0], 3)
    new = state.commit(row, 0, [(0, 0, 1)])
    assert (state.version, state.rows, state.column_of(0), state.column_of(new)) == (1, 4, 1, 0)
    assert state.load.tolist() == [8, 7]
    assert state.delta(0) == [
        OnlineChange(1, "moved", 0, 0, 1),
        OnlineChange(1, "added", new, -1, 0),
    ]
    state.undo()
    assert state.load.tolist() == [9, 3]
    state.close_row(1)
    state.move_rows(np.array([[0, 0, 1]]))
    state.change_column(1, capacity=5)
    assert [change.kind for change in state.delta(2)] == ["closed", "moved", "column_changed"]
    assert state.levels.overload == 2
    state.change_column(1, base_load=1)
    assert state.load.tolist() == [0, 8]
    state.undo()
    state.undo()
    assert state.levels.overload == 0
    left_out = state.commit(OnlineRow([1], 3, priority=4, row_class="due"), -1)
    assert state.levels.unassigned == (0, 4, 0)
    state.move_rows([OnlineMove(left_out, -1, 1)])
    assert state.levels.unassigned == (0, 0, 0)
    state.forget()
    with pytest.raises(InvalidDataError):
        state.undo()


def test_a_snapshot_brings_everything_back() -> None:
    state = OnlineAssignment(**PROBLEM)
    state.close_row(2)
    snapshot = state.snapshot()
    row = OnlineRow([0, 1], 6)
    first = state.best(row)
    state.commit(row, 1)
    state.undo()
    state.change_column(0, capacity=1)
    state.restore(snapshot)
    assert (state.version, state.best(row)) == (1, first)
    state.undo()
    assert state.column_of(2) == 1


def test_what_stands_can_be_stored_and_planned_anew() -> None:
    state = OnlineAssignment(**drawn(3))
    row = OnlineRow([0, 3, 5], [3, 4, 5], cost=[1, 2, 3], row_class="may_wait")
    gone = state.commit(row, 3)
    kept = state.commit(row, 5)
    state.close_row(gone)
    state.close_row(0)
    again = pickle.loads(pickle.dumps(state))
    assert (again.version, again.rows) == (state.version, state.rows)
    assert again.load.tolist() == state.load.tolist()
    assert again.levels == state.levels
    assert again.best(row) == state.best(row)
    assert again.column_of(kept) == 5
    assert not {again.commit(row, 3), again.commit(row, 3)} & {0, gone, kept}

    arrays, ids = state.problem()
    assert ids.tolist() == [*range(1, 60), kept]
    worth = evaluate(arrays.pop("start"), **arrays)
    assert worth.load.tolist() == state.load.tolist()
    assert worth.levels["balance"] == state.levels.balance
    better = balanced_assignment(**arrays)
    assert better.objective < worth.levels["balance"]


def test_any_whole_numbers_and_arrays_read_where_they_lie() -> None:
    state = OnlineAssignment(**{k: np.asarray(v).tolist() for k, v in PROBLEM.items()})
    columns = np.array([0, 1], np.int32)
    weight = np.array([2, 2], np.int64)
    row = OnlineRow(columns, weight)
    assert state.best(row)[0].column == 1
    weight[1] = 9
    assert state.best(row)[0].column == 0
    assert state.best(OnlineRow([0.0, 1.0], 2.0)) == state.best(OnlineRow((0, 1), np.int8(2)))


@pytest.mark.parametrize(
    ("arguments", "changes", "code", "column", "row"),
    [
        (([1, 0], 1), {}, "out_of_range", "columns", 1),
        (([0, 0], 1), {}, "duplicate_id", "columns", 1),
        (([0, 2], 1), {}, "out_of_range", "columns", 1),
        (([0, 0.5], 1), {}, "wrong_type", "columns", 1),
        (([0, 1], [1, 2, 3]), {}, "length_mismatch", "weight", None),
        (([0, 1], -1), {}, "negative_value", "weight", 0),
        (([0, 1], 1), {"cost": [1]}, "length_mismatch", "cost", None),
        (([0, 1], 1), {"priority": -1}, "negative_value", "priority", 0),
        (([0, 1], 1), {"row_class": "soon"}, "out_of_range", "row_class", None),
        (([0, 1], 1), {"categories": [3, 3]}, "duplicate_id", "categories", 1),
    ],
)
def test_wrong_rows_name_argument_and_position(
    arguments: tuple[Any, ...], changes: dict[str, Any], code: str, column: str, row: int | None
) -> None:
    state = OnlineAssignment(**PROBLEM)
    with pytest.raises(InvalidDataError) as caught:
        state.best(OnlineRow(*arguments, **changes))
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, "row", column, row)
    assert state.version == 0


def test_other_wrong_input() -> None:
    state = OnlineAssignment(**PROBLEM)
    row = OnlineRow([0, 1], 1)
    wrong = [
        (lambda: state.commit(row, 0, [(0, 1, 0)]), ("contradiction", "moves", "from")),
        (lambda: state.commit(row, 0, [(9, 0, 1)]), ("unknown_id", "moves", "row")),
        (lambda: state.commit(row, 0, [(0, 0, 2**40)]), ("out_of_range", "moves", "to")),
        (lambda: state.commit(row, 0, [(0, 0)]), ("wrong_type", "moves", None)),
        (lambda: state.commit(row, 2), ("unknown_id", "row", "column")),
        (lambda: state.best_with_moves(row, 9), ("out_of_range", "options", "moves")),
        (lambda: state.change_column(5, capacity=1), ("out_of_range", "column", "column")),
        (lambda: state.delta(4), ("out_of_range", "state", "version")),
        (
            lambda: OnlineAssignment(**PROBLEM, balance="peak"),
            ("unsupported", "problem", "balance"),
        ),
        (
            lambda: OnlineAssignment(**PROBLEM, row_group=[0, 0, -1]),
            ("unsupported", "problem", "row_group"),
        ),
    ]
    for call, expected in wrong:
        with pytest.raises(InvalidDataError) as caught:
            call()
        error = caught.value
        assert (error.code, error.table, error.column) == expected
    with pytest.raises(OverflowError):
        state.best(OnlineRow([0], 2**62))
    with pytest.raises(TypeError, match="colour"):
        OnlineAssignment(**PROBLEM, colour=[1])
    assert (state.version, state.load.tolist()) == (0, [9, 3])


def test_nothing_to_ask_about() -> None:
    state = OnlineAssignment([0], [], [], [])
    row = OnlineRow([], 1)
    assert state.best(row) == []
    assert state.exclusions(row) == []
    assert state.best_with_moves(row, 3).column == -1
    assert state.column_of(state.commit(row, -1)) == -1


def test_other_threads_run_during_a_long_question() -> None:
    state = OnlineAssignment(**drawn(11, rows=4000, columns=200))
    row = OnlineRow(range(200), 40)
    ticks = 0
    done = threading.Event()

    def count() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.0005)

    counter = threading.Thread(target=count)
    counter.start()
    try:
        started = time.perf_counter()
        while time.perf_counter() - started < 0.2:
            before = ticks
            state.best_with_moves(row, 8, work_limit=2_000_000)
            if ticks > before + 5:  # far more than the switch interval lets in between two calls
                break
    finally:
        done.set()
        counter.join()
    assert ticks > before + 5


def test_threads_may_share_a_state() -> None:
    problem = drawn(13)
    state = OnlineAssignment(**problem)
    row = OnlineRow([2, 4], 3)
    expected = state.best(row)

    def work() -> None:
        for _ in range(200):
            state.close_row(state.commit(row, 2))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (state.version, state.rows) == (1600, 60)
    assert state.best(row) == expected
