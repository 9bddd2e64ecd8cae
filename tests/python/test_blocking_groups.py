"""Why rows are left out, through arrays."""

from __future__ import annotations

import numpy as np
import pytest

import evenload
from evenload.optimize import balanced_assignment, blocking_groups

# Five rows of weight 3 share two columns of 7; row 5 has room in column 2.
PROBLEM = {
    "indptr": np.array([0, 2, 4, 6, 8, 10, 12]),
    "indices": np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 2], dtype=np.int32),
    "weight": np.array([3, 3, 3, 3, 3, 3]),
    "capacity": np.array([7, 7, 20]),
    "hard_limit": np.array([7, 7, 20]),
}


def test_the_rows_that_share_too_few_places_are_named() -> None:
    plan = balanced_assignment(**PROBLEM).assignment
    left_out = np.flatnonzero(plan < 0)
    assert left_out.size == 1
    found = blocking_groups(plan, **PROBLEM)
    assert found.stop == "done"
    assert found.work > 0
    (group,) = found.groups
    assert group.rows.tolist() == [0, 1, 2, 3, 4]
    assert group.columns.tolist() == [0, 1]
    assert (group.load, group.room, group.overload) == (15, 14, 0)
    assert (group.proof, group.minimal, group.within_capacity) == ("min_cut", True, False)
    assert found.group_of_row[left_out[0]] == 0
    assert (found.group_of_row >= 0).sum() == 1


def test_rows_behind_overload_ask_for_room_within_the_capacity() -> None:
    found = blocking_groups(
        [0, -1], [0, 1, 2], [0, 0], [3, 4], [5], hard_limit=[20], row_class=["must", "due"]
    )
    (group,) = found.groups
    assert group.within_capacity
    assert (group.load, group.room) == (7, 5)


def test_a_plan_without_gaps_needs_no_explanation() -> None:
    found = blocking_groups([0, 1], [0, 2, 4], [0, 1, 0, 1], [1, 1], [5, 5])
    assert found.groups == []
    assert found.group_of_row.tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("plan", "row"), [([0, 7], 1), ([0], None), ([0, -2], 1)], ids=["pair", "length", "below -1"]
)
def test_a_plan_that_is_none_is_refused(plan: list[int], row: int | None) -> None:
    with pytest.raises(evenload.InvalidDataError) as caught:
        blocking_groups(plan, [0, 1, 2], [0, 0], [1, 1], [5])
    assert caught.value.table == "assignment"
    assert caught.value.row == row


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(TypeError, match="hardlimit"):
        blocking_groups([0], [0, 1], [0], [1], [5], hardlimit=[3])


def test_without_work_nothing_is_claimed() -> None:
    # Three rows of 4 into two columns of 6: only the search can tell.
    found = blocking_groups(
        [0, 1, -1, 0],
        [0, 2, 4, 6, 8],
        [0, 1] * 4,
        [4, 4, 4, 1],
        [6, 6],
        hard_limit=[6, 6],
        work_limit=1,
    )
    assert found.stop == "work"
    assert [group.proof for group in found.groups] == ["not_proven"]
