"""Bad input of an allocation: the error names table, column and row, quickly, and nothing is half-done."""

from __future__ import annotations

import datetime
import time
from typing import Any

import evenload
import numpy as np
import pytest
from evenload import InvalidDataError

ON = datetime.date(2026, 11, 23)
POLICY = {"on": ON}
PEOPLE = {"id": ["Kim", "Lo"], "capacity": [20, 20]}
ROWS = 1_000_000
BAD_ROW = 987_654


def refused(**tables: Any) -> InvalidDataError:
    """Return the error of an allocation."""
    tables.setdefault("caseworkers", PEOPLE)
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(**tables, policy=POLICY)
    return caught.value


def where(error: InvalidDataError) -> tuple[str | None, str | None, int | None, str]:
    """Return what an error points at."""
    return error.table, error.column, error.row, error.code


@pytest.fixture(scope="module")
def million() -> dict[str, Any]:
    """A million cases without a fault."""
    return {
        "id": [f"c{row}" for row in range(ROWS)],
        "weight": np.full(ROWS, 2.0),
        "received": np.full(ROWS, np.datetime64("2026-11-20")),
        "class": ["due"] * ROWS,
    }


@pytest.mark.parametrize(
    ("column", "bad", "code"),
    [
        ("weight", -1.0, "negative_value"),
        ("class", "soon", "out_of_range"),
        ("id", "c17", "duplicate_id"),
        ("id", None, "missing_value"),
    ],
)
def test_one_bad_cell_in_a_million_rows(
    million: dict[str, Any], column: str, bad: Any, code: str
) -> None:
    cells = million[column].copy()
    cells[BAD_ROW] = bad
    start = time.process_time()
    error = refused(cases={**million, column: cells})
    seconds = time.process_time() - start
    assert where(error) == ("cases", column, BAD_ROW, code)
    assert len(str(error)) < 400  # never a whole record
    # Reading takes about two seconds of one processor; looking at all pairs would take hours.
    assert seconds < 60


def test_one_bad_cell_in_a_million_rows_of_text(million: dict[str, Any]) -> None:
    received = ["2026-11-20"] * ROWS
    received[BAD_ROW] = "2026-02-30"
    error = refused(cases={**million, "received": received})
    assert where(error) == ("cases", "received", BAD_ROW, "invalid_date")
    assert error.found == '"2026-02-30"'


def test_one_bad_reference_in_a_long_side_table() -> None:
    count = 200_000
    people = ["Kim", "Lo"] * (count // 2)
    people[150_001] = "Nobody"
    absences = {"caseworker": people, "from": ["2026-11-23"] * count, "share": [0.0] * count}
    error = refused(cases={"id": ["c"], "weight": [2]}, absences=absences)
    assert where(error) == ("absences", "caseworker", 150_001, "unknown_id")
    assert error.found == '"Nobody"'


def test_bad_cells_are_found_in_every_kind_of_frame(kind: Any) -> None:
    cases = kind.make({"id": ["a", "b", "c"], "weight": [1.0, -2.0, 3.0]})
    error = refused(cases=cases, caseworkers=kind.make(PEOPLE))
    assert where(error) == ("cases", "weight", 1, "negative_value")


def test_a_skill_that_has_expired_is_said_as_such() -> None:
    cases = {
        "id": ["today", "later"],
        "weight": [2, 2],
        "required_skills": [["court"], ["court"]],
        "start": ["2026-11-23", "2026-12-01"],
    }
    skills = {
        "caseworker": ["Kim", "Lo"],
        "skill": ["court", "court"],
        "valid_until": ["2026-11-30", "2026-11-22"],
    }
    plan = evenload.allocate(cases, PEOPLE, policy=POLICY, skills=skills)
    holders = dict(
        zip(plan.assignments["case"], plan.assignments["caseworker"].tolist(), strict=True)
    )
    assert holders == {"today": "Kim", "later": None}
    (reason,) = plan.why_not("today", "Lo")
    assert (reason.code, dict(reason.parameters)) == (
        "expired_skill",
        {"skill": "court", "expired": datetime.date(2026, 11, 22)},
    )
    # The last valid day still counts; the day after does not.
    assert plan.why_not("today", "Kim") == []
    assert [r.code for r in plan.why_not("later", "Kim")] == ["expired_skill"]
    assert plan.undistributed["reason"].tolist() == ["no_eligible_caseworker"]
    assert plan.undistributed["relaxation_reason"].tolist() == ["expired_skill"]


def _decision(**columns: Any) -> dict[str, list[Any]]:
    row = {"case": "c", "kind": "assign", "caseworker": "Lo", "reason": "asked for"}
    return {name: [value] for name, value in {**row, **columns}.items()}


def test_an_override_onto_an_excluded_pair_needs_a_reason_and_is_reported() -> None:
    cases = {"id": ["c"], "weight": [2], "unit": ["children"]}
    people = {**PEOPLE, "unit": ["children", "adults"]}
    conflict = {"case": ["c"], "caseworker": ["Lo"]}
    for reason in ("", None):
        error = refused(
            cases=cases, caseworkers=people, exclusions=conflict, overrides=_decision(reason=reason)
        )
        assert where(error) == ("overrides", "reason", 0, "missing_value")
    plan = evenload.allocate(
        cases, people, policy=POLICY, exclusions=conflict, overrides=_decision()
    )
    assert plan.assignments["caseworker"].tolist() == ["Lo"]
    assert plan.assignments["overridden"].tolist() == [True]
    told = [dict(n.parameters) for n in plan.notices if n.code == "override_against_rule"]
    assert {t["rule"] for t in told} == {"conflict_of_interest", "unit_border"}
    assert {(t["case"], t["caseworker"]) for t in told} == {("c", "Lo")}
    (why,) = plan.explain("c").why
    assert (why.code, why.parameters["reason"]) == ("set_by_override", "asked for")
    assert [r.code for r in plan.explain("c", audience="colleague").why] == ["decided_by_person"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"caseworker": "Nobody"}, ("overrides", "caseworker", 0, "unknown_id")),
        ({"case": "x"}, ("overrides", "case", 0, "unknown_id")),
        ({"kind": "give"}, ("overrides", "kind", 0, "out_of_range")),
        ({"caseworker": None}, ("overrides", "caseworker", 0, "missing_value")),
        ({"kind": "leave_unassigned"}, ("overrides", "caseworker", 0, "contradiction")),
    ],
)
def test_overrides_that_make_no_sense(changes: dict[str, Any], place: tuple[Any, ...]) -> None:
    error = refused(cases={"id": ["c"], "weight": [2]}, overrides=_decision(**changes))
    assert where(error) == place


def test_decisions_that_contradict_each_other_are_refused() -> None:
    overrides = {
        "case": ["c", "c"],
        "kind": ["assign", "assign"],
        "caseworker": ["Kim", "Lo"],
        "reason": ["one", "other"],
    }
    error = refused(cases={"id": ["c"], "weight": [2]}, overrides=overrides)
    assert (error.table, error.row, error.code) == ("overrides", 1, "contradiction")
    overrides["kind"][1] = "forbid"
    overrides["caseworker"][1] = "Kim"
    error = refused(cases={"id": ["c"], "weight": [2]}, overrides=overrides)
    assert (error.table, error.row, error.code) == ("overrides", 1, "contradiction")


def test_two_workers_of_whom_only_one_may() -> None:
    cases = {"id": ["c"], "weight": [2], "risk": [True]}
    conflict = {"case": ["c"], "caseworker": ["Lo"]}
    plan = evenload.allocate(cases, PEOPLE, policy=POLICY, exclusions=conflict)
    holders = dict(
        zip(plan.assignments["role"], plan.assignments["caseworker"].tolist(), strict=True)
    )
    assert holders == {"lead": "Kim", "second": None}
    assert plan.undistributed["reason"].tolist() == ["two_workers_needed"]


def test_linked_cases_without_a_common_caseworker() -> None:
    cases = {"id": ["a", "b"], "weight": [2, 2], "link": ["siblings", "siblings"]}
    conflicts = {"case": ["a", "b"], "caseworker": ["Kim", "Lo"]}
    plan = evenload.allocate(cases, PEOPLE, policy=POLICY, exclusions=conflicts)
    assert plan.assignments["caseworker"].tolist() == [None, None]
    assert plan.undistributed["reason"].tolist() == ["linked_cases_share_nobody"] * 2
    assert plan.explain("a").why[0].parameters["link"] == "siblings"


def test_a_reason_for_a_conflict_of_interest_is_not_taken() -> None:
    exclusions = {"case": ["c"], "caseworker": ["Lo"], "reason": ["cousin"]}
    error = refused(cases={"id": ["c"], "weight": [2]}, exclusions=exclusions)
    assert (error.table, error.column, error.code) == ("exclusions", "reason", "unsupported")
    assert "cousin" not in str(error)


def test_a_misspelt_column_is_named_with_the_nearest() -> None:
    error = refused(cases={"id": ["c"], "wieght": [2]})
    assert (error.table, error.column, error.code) == ("cases", "wieght", "unknown_field")
    assert error.expected is not None and "weight" in error.expected
