"""A standing state: deltas, versions, keys, warm recommendations, save and load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import evenload
import pytest
from evenload import AllocationState, InvalidDataError

PEOPLE = {"id": ["Kim", "Lo"], "capacity": [20, 20]}
CASES = {"id": ["c1", "c2"], "weight": [6, 4]}
POLICY = {"on": "2026-11-23"}


def office() -> AllocationState:
    return AllocationState(CASES, PEOPLE, policy=POLICY)


def announce(case: str, caseworker: str) -> dict[str, Any]:
    return {"change": "announce", "case": case, "caseworker": caseworker}


def test_every_kind_of_change() -> None:
    state = office()
    absence = {"from": "2026-11-23", "to": "2026-12-31"}
    decision = {"case": "c2", "kind": "forbid", "caseworker": "Lo", "reason": "agreed"}
    row = {"id": "c3", "weight": "7/2", "received": "2026-11-20"}
    changes: list[dict[str, Any]] = [
        {"change": "add_case", "case": row},
        {"change": "change_case", "case": {**row, "priority": 3}},
        {"change": "assign", "case": "c1", "caseworker": "Kim"},
        {"change": "announce", "case": "c1"},
        {"change": "start", "case": "c1"},
        {"change": "release", "case": "c1"},
        {
            "change": "add_caseworker",
            "caseworker": {"id": "Max", "capacity": 5},
            "absences": [absence],
        },
        {"change": "change_caseworker", "caseworker": {"id": "Max", "capacity": 9}},
        {"change": "add_absence", "caseworker": "Lo", "absence": absence},
        {"change": "remove_absence", "caseworker": "Lo", "absence": absence},
        {"change": "add_exclusion", "case": "c1", "caseworker": "Lo"},
        {"change": "remove_exclusion", "case": "c1", "caseworker": "Lo"},
        {"change": "add_override", "override": decision},
        {"change": "withdraw_override", "override": decision},
        {"change": "remove_caseworker", "caseworker": "Max"},
        {"change": "close_case", "case": "c2"},
    ]
    answer = state.apply(changes, key="all", base_version=0, by_role="unit manager")
    assert answer == (1, False)
    assert [change["change"] for change in state.history[0]["changes"]] == [
        change["change"] for change in changes
    ]
    tables = state.snapshot()
    assert [row["id"] for row in tables["cases"]] == ["c1", "c3"]
    assert tables["cases"][0]["state"] == "started"
    assert [row["id"] for row in tables["caseworkers"]] == ["Kim", "Lo"]
    assert not {"overrides", "exclusions", "absences"} & set(tables)


def test_two_managers_cannot_overwrite_each_other_unknowingly() -> None:
    state = office()
    seen = state.version
    state.apply([announce("c1", "Kim")], key="one", base_version=seen, by_role="unit manager")
    with pytest.raises(InvalidDataError, match="unit manager: announce c1 Kim") as caught:
        state.apply([announce("c1", "Lo")], key="two", base_version=seen)
    assert caught.value.code == "stale_version"
    assert state.apply([announce("c2", "Lo")], key="two", base_version=seen, merge=True) == (
        2,
        True,
    )
    assert state.apply([announce("c1", "Kim")], key="one", base_version=seen, by_role="unit manager") == (1, False)  # fmt: skip
    assert state.version == 2


def test_a_refused_delta_leaves_the_state_as_it_was() -> None:
    state = office()
    before = state.to_json()
    for changes in (
        [announce("c1", "Kim"), announce("c9", "Kim")],
        [{"change": "add_case", "case": {"id": "c1", "weight": 1}}],
        [{"change": "add_case", "case": {"id": "c4", "wieght": 1}}],
        [{"change": "move", "case": "c1"}],
    ):
        with pytest.raises(InvalidDataError):
            state.apply(changes, key="k", base_version=0)
        assert state.to_json() == before


def test_questions_are_answered_as_from_a_fresh_input() -> None:
    state = office()
    state.apply([announce("c1", "Kim")], key="k", base_version=0)
    held = {**CASES, "current_caseworker": ["Kim", None], "state": ["announced", "open"]}
    new = {"id": "new", "weight": "7/3", "priority": 2}
    assert state.recommend("c2") == evenload.recommend("c2", held, PEOPLE, policy=POLICY)
    assert state.recommend(new) == evenload.recommend(new, held, PEOPLE, policy=POLICY)
    assert state.allocate() == evenload.allocate(held, PEOPLE, policy=POLICY)
    assert state.undistributed()["case"].tolist() == ["c2"]
    with pytest.raises(InvalidDataError, match="duplicate_id"):
        state.recommend({"id": "c1", "weight": 1})
    with pytest.raises(InvalidDataError, match="wrong_type"):
        state.recommend(None)


def test_save_and_load(tmp_path: Path) -> None:
    state = office()
    state.apply([announce("c1", "Kim")], key="k", base_version=0)
    state.save(tmp_path / "state.json")
    loaded = AllocationState.load(tmp_path / "state.json")
    assert loaded.to_json() == state.to_json()
    assert loaded.version == 1
    assert loaded.history == state.history
    assert repr(loaded) == "<AllocationState version 1>"
    assert loaded.recommend("c2") == state.recommend("c2")
    with pytest.raises(InvalidDataError, match="unsupported_schema"):
        AllocationState.from_json(state.to_json().replace('"1.0"', '"9.0"', 1))
