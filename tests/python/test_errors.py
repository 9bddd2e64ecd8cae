"""Errors: the same fields from C++, JSON, Arrow and pickles, and every code that data can reach."""

from __future__ import annotations

import builtins
import pickle
import re
from pathlib import Path
from typing import Any

import evenload
import pytest
from evenload import EvenloadError, InvalidDataError, OverflowError
from evenload.optimize import balanced_assignment
from evenload.workload import AdditivePoints, Capacity

Lists = dict[str, list[Any]]

ERRORS = [
    InvalidDataError(
        "negative_value", table="cases", column="weight", row=3, expected="at least 0", found="-2"
    ),
    InvalidDataError("parse_error"),
    OverflowError("overflow", table="problem", column="weight", row=0),
    EvenloadError("internal", found="Å"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: e.code)
def test_errors_survive_pickle_json_and_arrow(error: EvenloadError) -> None:
    for copy in (
        pickle.loads(pickle.dumps(error)),
        EvenloadError.from_json(error.to_json()),
        type(error).from_json(error.to_json()),
        EvenloadError.from_arrow(error.to_arrow()),
    ):
        assert copy == error
        assert type(copy) is type(error)
        assert str(copy) == str(error)
        assert hash(copy) == hash(error)


def test_errors_survive_other_arrow_libraries() -> None:
    pyarrow, polars = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    for error in ERRORS:
        assert EvenloadError.from_arrow(pyarrow.table(error.to_arrow())) == error
        assert EvenloadError.from_arrow(polars.DataFrame(error.to_arrow())) == error


def test_classes_fit_the_builtin_ones() -> None:
    assert issubclass(InvalidDataError, ValueError)
    assert issubclass(OverflowError, builtins.OverflowError)
    assert issubclass(OverflowError, ArithmeticError)
    assert InvalidDataError("parse_error") != OverflowError("overflow")


def test_text_and_absent_fields() -> None:
    error = ERRORS[0]
    assert str(error) == "cases.weight, row 3: expected at least 0, found -2 (negative_value)"
    bare = InvalidDataError("parse_error")
    assert (bare.table, bare.column, bare.row, bare.expected, bare.found) == (None,) * 5


def test_wrong_documents_of_errors_are_refused() -> None:
    for text in ("", "[]", '{"code": "no_such_code"}', '{"code": "overflow", "row": "x"}'):
        with pytest.raises(InvalidDataError) as caught:
            EvenloadError.from_json(text)
        assert caught.value.code == "parse_error"
    with pytest.raises(InvalidDataError):
        OverflowError.from_json(ERRORS[0].to_json())
    with pytest.raises(InvalidDataError):
        InvalidDataError("no_such_code")


def changed(table: Lists, **columns: Any) -> Lists:
    """Return the table with columns replaced, added, or (None) left out."""
    return {name: values for name, values in {**table, **columns}.items() if values is not None}


BAD = [
    # column, values over the six cases, code, row
    ("id", None, "missing_column", None),
    ("id", ["c1", "c2", "c3", "c1", "c5", "c6"], "duplicate_id", 3),
    ("id", ["c1", "", "c3", "c4", "c5", "c6"], "missing_value", 1),
    ("id", ["c1", "x" * 129, "c3", "c4", "c5", "c6"], "invalid_id", 1),
    ("id", ["c1", "a\nb", "c3", "c4", "c5", "c6"], "invalid_id", 1),
    ("weight", [12, 7, -5, 6, 10, 4], "negative_value", 2),
    ("weight", [12, 7, float("inf"), 6, 10, 4], "not_finite", 2),
    ("weight", [12, 7, "heavy", 6, 10, 4], "wrong_type", 2),
    ("weight", [12, 7, True, 6, 10, 4], "wrong_type", 2),
    ("priority", [1, 1, -1, 1, 1, 1], "negative_value", 2),
    ("priority", [1, 1, 1.5, 1, 1, 1], "wrong_type", 2),
    ("class", ["must", "due", "soon", "must", "must", "must"], "out_of_range", 2),
    ("received", ["2026-11-20", "2026-02-29", None, None, None, None], "invalid_date", 1),
    ("start", ["2026-11-23", "soon", None, None, None, None], "invalid_date", 1),
    ("risk", ["yes", "no", "perhaps", None, None, None], "wrong_type", 2),
    ("wieght", [1] * 6, "unknown_field", None),
    ("held_until", ["2026-12-01"] + [None] * 5, "missing_value", 0),
]


@pytest.mark.parametrize(("column", "values", "code", "row"), BAD, ids=lambda v: str(v)[:24])
def test_bad_cases_name_table_column_and_row(
    column: str,
    values: Any,
    code: str,
    row: int | None,
    kind: Any,
    cases: Lists,
    caseworkers: Lists,
    policy: evenload.AllocationPolicy,
) -> None:
    if (
        kind.name in ("polars", "pyarrow", "arrow-stream")
        and values is not None
        and len({type(v) for v in values if v is not None}) > 1
    ):
        pytest.skip("an Arrow column has one type")
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(
            kind.make(changed(cases, **{column: values})), kind.make(caseworkers), policy=policy
        )
    error = caught.value
    wanted = "held_by" if column == "held_until" else column
    assert (error.code, error.table, error.column, error.row) == (code, "cases", wanted, row)


@pytest.mark.parametrize(
    ("column", "values", "code", "row"),
    [
        ("id", None, "missing_column", None),
        ("id", ["Kim", "Lo", "Kim", "Åsa"], "duplicate_id", 2),
        ("capacity", [30, 25, -1, 20], "negative_value", 2),
        ("capacity", None, "missing_column", 0),
        ("base_load", [0, float("nan"), "much", 0], "wrong_type", 2),
        ("hard_limit", [40, 40, -40, 40], "negative_value", 2),
        ("pool", [False, "maybe", False, True], "wrong_type", 1),
        ("unit", ["children", "x" * 129, "adults", None], "invalid_id", 1),
        ("protected_until", ["2026-13-01", None, None, None], "invalid_date", 0),
    ],
    ids=lambda v: str(v)[:24],
)
def test_bad_caseworkers_name_table_column_and_row(
    column: str,
    values: Any,
    code: str,
    row: int | None,
    cases: Lists,
    caseworkers: Lists,
    policy: evenload.AllocationPolicy,
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(cases, changed(caseworkers, **{column: values}), policy=policy)
    error = caught.value
    wanted = "contracted_hours" if (column, code) == ("capacity", "missing_column") else column
    assert (error.code, error.table, error.column, error.row) == (code, "caseworkers", wanted, row)


@pytest.mark.parametrize(
    ("table", "rows", "code", "column", "row"),
    [
        ("exclusions", {"case": ["c1"]}, "missing_column", "caseworker", None),
        (
            "absences",
            {"caseworker": ["Kim"], "from": ["2026-11-30"], "to": ["2026-11-23"]},
            "ends_before_start",
            "to",
            0,
        ),
        (
            "absences",
            {"caseworker": ["Nobody"], "from": ["2026-11-23"], "to": ["2026-11-30"]},
            "unknown_id",
            "caseworker",
            0,
        ),
        (
            "absences",
            {"caseworker": ["Kim"], "from": ["2026-11-23"], "to": ["2026-11-30"], "share": [1.5]},
            "out_of_range",
            "share",
            0,
        ),
        (
            "reductions",
            {"caseworker": ["Kim"], "class": ["a"], "kind": ["some"], "amount": [1]},
            "out_of_range",
            "kind",
            0,
        ),
        ("skills", {"caseworker": ["Kim"], "skill": [None]}, "missing_value", "skill", 0),
        (
            "overrides",
            {"case": ["c1"], "kind": ["assign"], "caseworker": ["Kim"], "reason": [None]},
            "missing_value",
            "reason",
            0,
        ),
        (
            "overrides",
            {"case": ["nope"], "kind": ["assign"], "caseworker": ["Kim"], "reason": ["r"]},
            "unknown_id",
            "case",
            0,
        ),
        ("units", {"id": ["children", "children"]}, "duplicate_id", "id", 1),
    ],
)
def test_bad_further_tables_name_table_column_and_row(
    table: str,
    rows: Lists,
    code: str,
    column: str,
    row: int | None,
    cases: Lists,
    caseworkers: Lists,
    policy: evenload.AllocationPolicy,
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(cases, caseworkers, policy=policy, **{table: rows})
    error = caught.value
    assert (error.code, error.table, error.column, error.row) == (code, table, column, row)


def test_numbers_past_exact_arithmetic_are_an_overflow(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    with pytest.raises(OverflowError) as caught:
        evenload.allocate(changed(cases, weight=[2**62] * 6), caseworkers, policy=policy)
    assert caught.value.code == "overflow"


def test_unknown_case_types_need_a_weight(
    caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(
            {"id": ["a"], "type": ["report"], "unit": ["children"]}, caseworkers, policy=policy
        )
    assert caught.value.table == "cases"
    assert caught.value.row == 0
    weighted = policy.replace(weights=evenload.workload.AdditivePoints.of({"other": 3}))
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(
            {"id": ["a"], "type": ["report"], "unit": ["children"]}, caseworkers, policy=weighted
        )
    assert (caught.value.code, caught.value.table, caught.value.row) == (
        "unknown_weight",
        "cases",
        0,
    )


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        (
            [{"from_months": 0, "to_months": 12, "norm": 120}, {"from_months": 13, "norm": 150}],
            "gap_in_bands",
        ),
        (
            [{"from_months": 0, "to_months": 12, "norm": 120}, {"from_months": 11, "norm": 150}],
            "overlap_in_bands",
        ),
    ],
)
def test_gaps_and_overlaps_in_bands(bands: list[dict[str, int]], code: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.AllocationPolicy(capacity={"bands": bands})
    assert caught.value.code == code
    assert caught.value.row == 1
    assert caught.value.table is not None and "bands" in caught.value.table


def test_unknown_zone_names_itself() -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate({"id": []}, {"id": []}, policy={"zone": "Europe/Nowhere"})
    assert caught.value.code == "unknown_zone"


def test_odd_but_possible_input_is_reported_not_refused(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    odd = changed(caseworkers, capacity=[30, 0, 30, 20], base_load=[60, 12, 8, 5])
    plan = evenload.allocate(cases, odd, policy=policy)
    codes = {notice.code for notice in plan.notices}
    assert {"work_to_cover", "base_load_past_hard_limit", "unknown_previous_caseworker"} <= codes
    taken = set(plan.assignments["caseworker"]) - {None}
    assert not taken & {"Kim", "Lo"}


def test_an_empty_week_and_an_empty_house_are_answers(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    nothing = evenload.allocate({"id": [], "weight": []}, caseworkers, policy=policy)
    assert nothing.status == "optimal"
    assert len(nothing.assignments["case"]) == 0
    nobody = evenload.allocate(cases, {"id": [], "capacity": []}, policy=policy)
    assert len(nobody.undistributed["case"]) == 6
    assert set(nobody.undistributed["reason"]) == {"no_eligible_caseworker"}


PEOPLE = {"id": ["Kim"], "unit": ["u"], "capacity": [20]}
DAY = {"on": "2026-11-23"}


def allocate(cases: Lists, people: Lists = PEOPLE, **tables: Any) -> Any:
    """Allocate on the fixed Monday."""
    return evenload.allocate(cases, people, policy=DAY, **tables)


def bands(*edges: tuple[int, int]) -> list[dict[str, int]]:
    """Experience bands with these edges."""
    return [{"from_months": a, "to_months": b, "norm": 1} for a, b in edges]


EVERY_CODE = {
    "invalid_argument": lambda: balanced_assignment([0], [], [], [], balance="even"),
    "overflow": lambda: balanced_assignment([0, 1, 2], [0, 0], [2**62, 2**62], [1]),
    "missing_column": lambda: allocate({"weight": [1]}),
    "wrong_type": lambda: allocate({"id": ["a"], "weight": ["heavy"]}),
    "length_mismatch": lambda: allocate({"id": ["a", "b"], "weight": [1]}),
    "missing_value": lambda: allocate({"id": [None], "weight": [1]}),
    "not_finite": lambda: allocate({"id": ["a"], "weight": [float("inf")]}),
    "negative_value": lambda: allocate({"id": ["a"], "weight": [-1]}),
    "out_of_range": lambda: allocate({"id": ["a"], "weight": [1], "class": ["soon"]}),
    "duplicate_id": lambda: allocate({"id": ["a", "a"], "weight": [1, 1]}),
    "unknown_id": lambda: allocate(
        {"id": ["a"], "weight": [1]}, skills={"caseworker": ["Lo"], "skill": ["court"]}
    ),
    "invalid_id": lambda: allocate({"id": ["x" * 129], "weight": [1]}),
    "invalid_date": lambda: allocate({"id": ["a"], "weight": [1], "start": ["2026-02-29"]}),
    "unknown_zone": lambda: evenload.AllocationPolicy(zone="Mars/Olympus"),
    "gap_in_bands": lambda: Capacity(bands=bands((0, 12), (13, 24))),
    "overlap_in_bands": lambda: Capacity(bands=bands((0, 12), (11, 24))),
    "unknown_weight": lambda: AdditivePoints.of({"a": 1}).weight("b"),
    "contradiction": lambda: balanced_assignment([0, 0], [], [1], [1], fixed=[0]),
    "unsupported": lambda: evenload.Reason("absent").sentence("fi"),
    "parse_error": lambda: evenload.AllocationPolicy.from_json("{"),
    "unsupported_schema": lambda: evenload.AllocationPolicy.from_json('{"schema_version": "9.0"}'),
    "ends_before_start": lambda: allocate(
        {"id": ["a"], "weight": [1]},
        absences={"caseworker": ["Kim"], "from": ["2026-11-30"], "to": ["2026-11-23"]},
    ),
    "unknown_field": lambda: allocate({"id": ["a"], "wieght": [1]}),
    "stale_version": lambda: changed_twice(),
}


def changed_twice() -> None:
    """Change a state twice from the same version."""
    state = evenload.AllocationState({"id": ["a"], "weight": [1]}, {"id": ["Kim"], "capacity": [9]})
    for key in ("first", "second"):
        change = {"change": "announce", "case": "a", "caseworker": "Kim"}
        state.apply([change], key=key, base_version=0)


@pytest.mark.parametrize("code", EVERY_CODE)
def test_every_code_that_data_can_reach(code: str) -> None:
    with pytest.raises(EvenloadError) as caught:
        EVERY_CODE[code]()
    error = caught.value
    assert error.code == code
    assert isinstance(error, OverflowError if code == "overflow" else InvalidDataError)
    assert EvenloadError.from_json(error.to_json()) == error


def test_no_code_is_forgotten(repository: Path) -> None:
    header = (repository / "include" / "evenload" / "core" / "errors.hpp").read_text(
        encoding="utf-8"
    )
    body = header[header.index("enum class ErrorCode") :]
    names = set(re.findall(r"^\s+(\w+) = \d+,", body[: body.index("};")], re.MULTILINE))
    # The first two are ours to prevent; no data can be cyclic yet.
    assert names - {"internal", "out_of_memory", "cycle"} == set(EVERY_CODE)
