"""Weights, capacity and measurement."""

from __future__ import annotations

import datetime
import pickle
import warnings
from typing import Any

import pytest
from evenload import InvalidDataError, OverflowError
from evenload.workload import AdditivePoints, Capacity, UnmatchedCasesWarning, measure

# Göteborg model, Nässjö variant (Suntarbetsliv 2018).
NASSJO = Capacity(
    bands=[
        {"from_months": 0, "to_months": 12, "norm": 120},
        {"from_months": 12, "to_months": 36, "norm": 126},
        {"from_months": 36, "to_months": 60, "norm": 138},
        {"from_months": 60, "norm": 150},
    ]
)
# HMPPS probation workload (Ministry of Justice).
HMPPS = Capacity(bands=[{"norm": 2176}], full_time_hours=37, rounding="truncate")


def people(**columns: list[Any]) -> dict[str, list[Any]]:
    """Caseworkers with the given columns."""
    return {"id": [f"p{i}" for i in range(len(next(iter(columns.values()))))], **columns}


@pytest.mark.parametrize(
    ("since", "norm"),
    [("2026-11-22", 120), ("2025-11-23", 126), ("2023-11-23", 138), ("2021-11-23", 150)],
)
def test_nassjo_norms_by_experience(since: str, norm: float) -> None:
    rows = measure(
        {"id": []},
        people(contracted_hours=[40], profession_since=[since]),
        capacity=NASSJO,
        on="2026-11-23",
    )
    assert rows["capacity"].tolist() == [norm]


@pytest.mark.parametrize(("contracted", "available"), [(37, 2070), (30, 1658)])
def test_hmpps_available_points(contracted: int, available: float) -> None:
    reductions = {"caseworker": ["p0"], "class": ["a"], "kind": ["fixed_hours"], "amount": [1.8]}
    rows = measure(
        {"id": []},
        people(contracted_hours=[contracted], profession_since=["2000-01-01"]),
        capacity=HMPPS,
        reductions=reductions,
        on="2026-11-23",
    )
    assert rows["capacity"].tolist() == [available]


def test_bands_and_perceived_stand_beside_the_load(kind: Any) -> None:
    cases = {
        "id": ["a", "b", "c"],
        "current_caseworker": ["p0", "p0", "p1"],
        "state": ["started"] * 3,
        "weight": [60, 49, 90],
        "categories": [["x"], ["x", "y"], []],
    }
    workers = people(capacity=[100, 100, 0], perceived=[4, None, None], unit=["u", "u", "v"])
    bands = [
        {"name": "ok", "from": 0},
        {"name": "full", "from": 1},
        {"name": "over", "from": 1.1, "strictly_above": True},
    ]
    rows = kind.lists(
        measure(kind.make(cases), kind.make(workers), bands=bands, on=datetime.date(2026, 11, 23))
    )
    assert rows["load"] == [109, 90, 0]
    assert rows["ratio"] == [1.09, 0.9, None]
    assert rows["band"] == ["full", "ok", None]
    assert rows["perceived"] == [4, None, None]
    assert rows["cases"] == [2, 1, 0]
    assert rows["count_x"] == [2, 0, 0]
    assert rows["count_y"] == [1, 0, 0]


def test_weights_come_from_the_scheme_where_cases_have_none() -> None:
    points = AdditivePoints.of(
        {"investigation": 12, ("investigation", "follow_up"): 7},
        factors=[
            {"name": "interpreter", "kind": "multiply", "value": 1.25},
            {"name": "travel", "kind": "add", "value": 4},
        ],
        role_shares={"second": 0.5},
    )
    assert points.weight("investigation") == 12
    assert points.weight("investigation", "follow_up") == 7
    assert points.weight("investigation", factors=["travel", "interpreter"]) == 19
    cases = {
        "id": ["a"],
        "current_caseworker": ["p0"],
        "state": ["started"],
        "type": ["investigation"],
        "factors": [["travel"]],
    }
    rows = measure(cases, people(capacity=[100]), weights=points, on="2026-11-23")
    assert rows["load"].tolist() == [16]
    for unknown in (("other",), ("investigation", "", ["none"])):
        with pytest.raises(InvalidDataError) as caught:
            points.weight(*unknown)
        assert caught.value.code == "unknown_weight"
    with pytest.raises(InvalidDataError) as caught:
        points.weight("investigation", on="1969-12-31")
    assert caught.value.code == "unknown_weight"


def test_cases_of_others_are_not_lost() -> None:
    cases = {
        "id": ["a", "b"],
        "current_caseworker": ["p0", "gone"],
        "state": ["started"] * 2,
        "weight": [1, 2],
    }
    with pytest.warns(UnmatchedCasesWarning) as caught:
        rows = measure(cases, people(capacity=[10]), on="2026-11-23")
    assert rows["load"].tolist() == [1]
    warning = caught[0].message
    assert isinstance(warning, UnmatchedCasesWarning)
    assert warning.case_ids == ["b"]
    assert "gone" not in str(warning)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measure(
            {name: values[:1] for name, values in cases.items()},
            people(capacity=[10]),
            on="2026-11-23",
        )


def test_documents_never_change_and_survive_every_journey() -> None:
    points = AdditivePoints.of({"a": "1/17"}, name="caps")
    for document in (points, NASSJO):
        for other in (
            pickle.loads(pickle.dumps(document)),
            type(document).from_json(document.to_json()),
            type(document).from_dict(document.to_dict()),
        ):
            assert other == document
            assert hash(other) == hash(document)
        with pytest.raises(AttributeError):
            document.name = "x"  # type: ignore[union-attr]
    assert points != NASSJO
    assert Capacity.from_toml("bands = [{norm = 120}]") == Capacity(bands=[{"norm": 120}])
    assert Capacity({"bands": [{"norm": 120}]}) == Capacity(bands=[{"norm": 120}])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: AdditivePoints.of({"a": -1}), "negative_value"),
        (lambda: AdditivePoints.of({"a": 1}, effective_from="soon"), "invalid_date"),
        (
            lambda: AdditivePoints(
                [
                    {
                        "version": "1",
                        "effective_from": "2026-01-01",
                        "weights": [{"case_type": "a", "points": 1}] * 2,
                    }
                ]
            ),
            "duplicate_id",
        ),
        (
            lambda: AdditivePoints(
                [{"version": "1", "effective_from": "2026-01-01", "agreement": {"agreed": True}}]
            ),
            "missing_value",
        ),
        (lambda: AdditivePoints([], nmae="x"), None),
        (lambda: Capacity(bands=[{"norm": 120}], full_time_hours=0), "out_of_range"),
        (lambda: Capacity(bands=[{"from_months": 6, "norm": 120}]), "gap_in_bands"),
        (lambda: Capacity(bands=[{"norm": 120, "colour": "red"}]), "unknown_field"),
    ],
)
def test_wrong_schemes_are_refused_at_once(make: Any, code: str | None) -> None:
    if code is None:
        with pytest.raises(TypeError):
            make()
        return
    with pytest.raises(InvalidDataError) as caught:
        make()
    assert caught.value.code == code


def test_wrong_measurements_name_table_column_and_row() -> None:
    cases = {
        "id": ["a", "b"],
        "current_caseworker": ["p0", "p0"],
        "state": ["started"] * 2,
        "weight": [1, -2],
    }
    with pytest.raises(InvalidDataError) as caught:
        measure(cases, people(capacity=[10]), on="2026-11-23")
    assert (caught.value.code, caught.value.table, caught.value.column, caught.value.row) == (
        "negative_value",
        "cases",
        "weight",
        1,
    )
    with pytest.raises(InvalidDataError) as caught:
        measure({"id": []}, people(contracted_hours=[40]), on="2026-11-23")
    assert caught.value.table == "caseworkers"
    with pytest.raises(InvalidDataError) as caught:
        measure({"id": []}, people(capacity=[10]), on=datetime.datetime(2026, 11, 23))
    assert caught.value.code == "wrong_type"
    with pytest.raises(InvalidDataError) as caught:
        measure({"id": []}, people(capacity=[10]), on="2026-11-31")
    assert caught.value.code == "invalid_date"
    big = {
        "id": ["a", "b"],
        "current_caseworker": ["p0", "p0"],
        "state": ["started"] * 2,
        "weight": [2**62, 2**62],
    }
    with pytest.raises(OverflowError):
        measure(big, people(capacity=[10]), on="2026-11-23")
