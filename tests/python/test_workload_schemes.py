"""Three families of weights, conversion, shipped rules, units side by side, supervisors."""

from __future__ import annotations

import datetime
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from evenload import AllocationPolicy, InvalidDataError, allocate
from evenload.workload import (
    AdditivePoints,
    Capacity,
    CaseloadCaps,
    HoursPerMonth,
    MeasurementRule,
    WeightScheme,
    compare_drafts,
    compare_units,
    measure,
    measure_supervisors,
    shipped_rules,
    shipped_text,
)


def held(counts: dict[str, int], who: str = "Kim") -> dict[str, list[Any]]:
    """Cases of each type, all with one holder."""
    types = [kind for kind, count in counts.items() for _ in range(count)]
    return {
        "id": [str(i) for i in range(len(types))],
        "type": types,
        "current_caseworker": [who] * len(types),
    }


def ratio(rule: MeasurementRule, counts: dict[str, int], **columns: Any) -> float:
    """Load over capacity of one full-time caseworker."""
    hours = float(Fraction(rule.to_dict()["capacity"]["full_time_hours"]))
    people = {
        "id": ["Kim"],
        "contracted_hours": [hours],
        "profession_since": ["2010-01-01"],
        "employer_since": ["2010-01-01"],
        **{name: [value] for name, value in columns.items()},
    }
    answer: list[float] = measure(held(counts), people, rule=rule, on="2026-11-23")[
        "ratio"
    ].tolist()
    return answer[0]


@pytest.mark.parametrize("name", sorted(shipped_rules()))
def test_shipped_rules_are_whole_and_say_where_they_come_from(name: str) -> None:
    rule = MeasurementRule.shipped(name)
    assert MeasurementRule.from_json(rule.to_json()) == rule
    assert rule.weights is not None
    tables = rule.weights.to_dict()["tables"]
    assert all(table["source"] for table in tables)
    assert shipped_text(name).startswith("#")
    first = tables[0]["weights"][0]
    weight = rule.weights.weight(first["case_type"], first.get("phase", ""), on="2026-11-23")
    assert weight > 0


@pytest.mark.parametrize(
    ("name", "counts", "expected"),
    [
        ("cwla", {"family": 17}, 1),
        ("cwla", {"investigation": 12}, 1),
        ("cwla", {"family": 10, "investigation": 4}, 10 / 17 + 4 / 12),
        ("delaware", {"treatment": 12}, 1),
        ("delaware", {"investigation": 10}, 84 / 89),
        ("california_sb2030_minimal", {"emergency_response": 13}, 1),
        ("california_sb2030_minimal", {"permanent_placement": 20}, 20 / 23.7),
        ("california_sb2030_optimal", {"reunification": 10}, 10 / 11.9),
        ("california_sb2030_optimal", {"family_maintenance": 5}, 5 / 10.2),
        ("denmark", {"child": 30}, 1),
        ("denmark", {"child": 20}, 20 / 30),
        ("slough", {"light": 5, "heavy": 4}, 0.6),
        ("nassjo", {"court_statement": 50}, 1),
    ],
)
def test_published_numbers(name: str, counts: dict[str, int], expected: float) -> None:
    assert ratio(MeasurementRule.shipped(name), counts) == pytest.approx(expected, abs=5e-4)


def test_wirral_is_a_hundred_with_fifteen_fixed() -> None:
    rule = MeasurementRule.shipped("wirral")
    # Twelve children and the fixed part fill a first-year worker's 90 points.
    assert ratio(rule, {"child": 12}, profession_since="2026-03-01") == 1.0
    assert ratio(rule, {"child": 12}) == 0.9
    bands = measure(
        held({"child": 13}),
        {"id": ["Kim"], "contracted_hours": [37], "profession_since": ["2026-03-01"]},
        rule=rule,
        on="2026-11-23",
    )
    assert bands["band"].tolist() == ["over"]


@pytest.mark.parametrize(
    ("months", "share"), [(0, 0.2), (5, 0.2), (6, 0.4), (11, 0.4), (12, 0.6), (17, 0.6), (18, 1)]
)
def test_hmpps_trainees(months: int, share: float) -> None:
    year, month = divmod(2026 * 12 + 10 - months, 12)
    people = {"id": ["Kim"], "contracted_hours": [37]}
    reductions = {
        "caseworker": ["Kim"],
        "class": ["trainee"],
        "from": [f"{year}-{month + 1:02}-23"],
    }
    rows = measure(
        held({}),
        people,
        rule=MeasurementRule.shipped("hmpps"),
        reductions=reductions,
        on="2026-11-23",
    )
    assert rows["capacity"].tolist() == [int(2176 * Fraction(str(share)))]


def test_classes_and_holidays_by_keyword() -> None:
    holidays = {"2026-12-24": "Christmas Eve", "2026-12-25": "Christmas Day"}
    rule = Capacity(
        bands=[{"norm": 40}],
        classes=[{"name": "mentor", "kind": "fixed_hours", "amount": 5}],
        holidays=holidays,
    )
    rows = measure(
        held({}),
        {"id": ["Kim", "Lo"], "contracted_hours": [40, 40]},
        capacity=rule,
        reductions={"caseworker": ["Kim"], "class": ["mentor"]},
        on="2026-12-21",
    )
    assert rows["capacity"].tolist() == [21, 24]
    half = Capacity(bands=[{"norm": 40}], holidays=[("2026-12-23", 0.5)])
    rows = measure(
        held({}), {"id": ["Kim"], "contracted_hours": [40]}, capacity=half, on="2026-12-21"
    )
    assert rows["capacity"].tolist() == [36]


def test_holidays_in_every_form() -> None:
    day = datetime.date(2026, 11, 23)
    people = {"id": ["Kim"], "contracted_hours": [40]}

    def hours(holidays: Any) -> float:
        rule = Capacity(bands=[{"norm": 40}], holidays=holidays)
        answer: list[float] = measure(held({}), people, capacity=rule, on=day)["capacity"].tolist()
        return answer[0]

    for whole in ([day], "2026-11-23", {day: "a name"}, np.array([day], "datetime64[D]")):
        assert hours(whole) == 32
    assert hours([datetime.datetime(2026, 11, 23)]) == 32
    for half in ({day: Decimal("0.5")}, {day: Fraction(1, 2)}, [(day, 0.5)], {"2026-11-23": 0.5}):
        assert hours(half) == 36
    for wrong in ([20261123], [(day,)], [datetime.datetime(2026, 11, 23, 8)]):
        with pytest.raises(InvalidDataError) as error:
            hours(wrong)
        assert error.value.column == "date"


def test_holidays_of_a_country() -> None:
    calendars = pytest.importorskip("holidays", reason="the extra `calendar` is not installed")
    swedish = calendars.country_holidays("SE", years=2026)
    rule = Capacity(bands=[{"norm": 40}], holidays=swedish)
    people = {"id": ["Kim"], "contracted_hours": [40]}
    easter = measure(held({}), people, capacity=rule, on="2026-04-03")
    assert easter["capacity"].tolist() == [32]  # Good Friday; the Monday after is of the next week
    assert measure(held({}), people, capacity=rule, on="2026-04-06")["capacity"].tolist() == [32]


def test_flexible_hours_in_columns() -> None:
    rule = Capacity(bands=[{"norm": 40}])
    people = {
        "id": ["a", "b", "c"],
        "contracted_hours": [36, None, 40],
        "weekday_hours": ["8;8;8;8;8;0;0;8;8;8;8;0;0;0", "10;10;10;10;0", None],
        "cycle_from": ["2026-11-23", None, None],
    }
    away = {"caseworker": ["b", "c"], "from": ["2026-11-27"] * 2, "to": ["2026-11-27"] * 2}
    first = measure(held({}), people, capacity=rule, absences=away, on="2026-11-23")
    second = measure(held({}), people, capacity=rule, absences=away, on="2026-11-30")
    assert first["capacity"].tolist() == [40, 40, 32]
    assert second["capacity"].tolist() == [32, 40, 40]


def test_conversion_keeps_every_ratio() -> None:
    rule = MeasurementRule.shipped("wirral")
    hours = rule.convert("hours_per_month", full_time=100, as_full_time="110.5")
    caps = rule.convert("caseload_caps", full_time=100, as_full_time=1)
    assert isinstance(hours.weights, HoursPerMonth)
    assert isinstance(caps.weights, CaseloadCaps)
    for other in (hours, caps):
        assert ratio(other, {"child": 9}) == ratio(rule, {"child": 9})
    assert caps.weights.to_dict()["tables"][0]["weights"][0]["cap"] == 16
    assert hours.to_dict()["weights"]["assumption"] == "100 points = 221/2 hours a month"
    back = caps.convert("additive_points", full_time=1, as_full_time=100)
    assert back.to_dict()["fixed_load"] == 15


def test_documents_know_their_family() -> None:
    caps = CaseloadCaps.of({"a": 17, ("a", "late"): "34/3"})
    for journey in (
        WeightScheme.from_json(caps.to_json()),
        CaseloadCaps.from_dict(caps.to_dict()),
        pickle.loads(pickle.dumps(caps)),
    ):
        assert journey == caps
        assert type(journey) is CaseloadCaps
    assert CaseloadCaps.of({"a": 17}).weight("a") == 1 / 17
    with pytest.raises(InvalidDataError, match="additive_points") as error:
        AdditivePoints.from_json(caps.to_json())
    assert error.value.column == "family"
    with pytest.raises(TypeError):
        WeightScheme([])


@pytest.mark.parametrize(
    ("make", "code", "column"),
    [
        (lambda: CaseloadCaps.of({"a": 0}), "out_of_range", "cap"),
        (lambda: CaseloadCaps.of({"a": float("nan")}), "not_finite", "cap"),
        (lambda: HoursPerMonth.of({"a": -1}), "negative_value", "hours"),
        (
            lambda: AdditivePoints.of({"a": 1}).convert(
                "caseload_caps", full_time=0, as_full_time=1
            ),
            "out_of_range",
            "full_time_from",
        ),
        (
            lambda: CaseloadCaps.of({"a": 1}).convert(
                "additive_points", full_time=17, as_full_time=100
            ),
            "out_of_range",
            "full_time_from",
        ),
        (
            lambda: CaseloadCaps.of({"a": 1}).convert("hours", full_time=1, as_full_time=100),  # type: ignore[arg-type]
            "out_of_range",
            "family",
        ),
        (lambda: MeasurementRule.shipped("wonderland"), "unknown_id", "name"),
        (lambda: MeasurementRule(fixed_load=-1), "negative_value", "fixed_load"),
        (
            lambda: MeasurementRule().convert("caseload_caps", full_time=1, as_full_time=1),
            "missing_value",
            "weights",
        ),
        (lambda: Capacity(bands=[{"norm": 1}], holidays=["2026-02-30"]), "invalid_date", "date"),
        (
            lambda: Capacity(bands=[{"norm": 1}], classes=[{"name": "a", "kind": "often"}]),
            "out_of_range",
            "kind",
        ),
    ],
)
def test_wrong_schemes(make: Any, code: str, column: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        make()
    assert (error.value.code, error.value.column) == (code, column)


def test_units_side_by_side(kind: Any) -> None:
    cases = {
        "id": [str(i) for i in range(8)],
        "type": ["child"] * 5 + ["family"] * 3,
        "current_caseworker": ["A"] * 5 + ["B"] * 3,
    }
    people = {"id": ["A", "B"], "unit": ["children", "families"], "contracted_hours": [37, 40]}
    people["profession_since"] = ["2015-01-01"] * 2
    compared = compare_units(
        kind.make(cases),
        kind.make(people),
        {
            "children": MeasurementRule.shipped("wirral"),
            "families": MeasurementRule.shipped("cwla"),
        },
        on="2026-11-23",
    )
    assert kind.owns(compared.units)
    units = kind.lists(compared.units)
    assert units["ratio"] == [(15 + 5 * 6.25) / 100, 3 / 17]
    assert units["family"] == ["additive_points", "caseload_caps"]
    cross = kind.lists(compared.cross)
    assert cross["not_weighed"] == [5, 3]
    assert any("different units" in sentence for sentence in compared.sentences)
    assert len(compared.sentences) == len(kind.lists(compared.cannot_tell)["caveat"])


def test_units_need_rules() -> None:
    with pytest.raises(InvalidDataError) as error:
        compare_units(held({}), {"id": [], "capacity": []}, [("a", {})])  # type: ignore[arg-type]
    assert error.value.table == "rules"


def test_supervisors() -> None:
    people = {
        "id": ["S", *"ABCDEF"],
        "contracted_hours": [40] * 7,
        "capacity": [10] + [100] * 6,
        "supervisor": [None] + ["S"] * 6,
    }
    cases = {"id": ["1", "2"], "weight": [4, 120], "current_caseworker": ["S", "A"]}
    led = measure_supervisors(cases, people, most_people=5, on="2026-11-23")
    assert led["span"].tolist() == [6]
    assert led["span_ratio"].tolist() == [1.2]
    assert led["own_ratio"].tolist() == [0.4]
    assert led["over_capacity"].tolist() == [1]
    rule = MeasurementRule.shipped("hmpps")
    part_time = {"id": ["A"], "contracted_hours": [37], "supervisor": ["X"]}
    assert measure_supervisors(held({}), part_time, rule=rule, on="2026-11-23")[
        "span_full_time"
    ].tolist() == [1.0]
    untold = {"id": ["A"], "capacity": [10], "supervisor": ["X"]}
    assert np.isnan(measure_supervisors(held({}), untold, on="2026-11-23")["span_full_time"][0])
    people["supervisor"] = ["A", "S", None, None, None, None, None]
    with pytest.raises(InvalidDataError) as error:
        measure_supervisors(cases, people, on="2026-11-23")
    assert (error.value.code, error.value.column) == ("cycle", "supervisor")


def test_a_draft_is_tried_on_weeks_that_were(kind: Any) -> None:
    scheme = AdditivePoints(
        [
            {
                "version": "now",
                "effective_from": "2026-01-01",
                "effective_to": "2027-01-01",
                "weights": [{"case_type": "child", "points": 10}],
            },
            {
                "version": "draft",
                "effective_from": "2027-01-01",
                "weights": [{"case_type": "child", "points": 12}],
            },
        ]
    )
    held_cases = {
        "case": ["1", "2"],
        "caseworker": ["Kim", "Lo"],
        "type": ["child", "child"],
        "from": ["2026-10-01", "2026-10-14"],
    }
    people = {"id": ["Kim", "Lo"], "unit": ["u", "u"], "capacity": [20, 20]}
    rules = [MeasurementRule(weights=scheme.only_version(name)) for name in ("now", "draft")]
    compared = compare_drafts(
        kind.make(held_cases), kind.make(people), *rules, first="2026-10-05", last="2026-10-26"
    )
    assert kind.owns(compared.units)
    rows = kind.lists(compared.people)
    assert rows["difference"] == pytest.approx([0.1, 0.05])
    assert kind.lists(compared.municipality)["difference"] == pytest.approx([0.075])
    quiet = compare_drafts(
        held_cases, people, *rules, first="2026-10-05", last="2026-10-26",
        person_level=False, smallest_group=2,
    )  # fmt: skip
    assert quiet.people is None
    with pytest.raises(InvalidDataError) as error:
        scheme.only_version("2025")
    assert error.value.code == "unknown_id"


def test_cwla_takes_one_new_case_for_six_open_ones() -> None:
    """The standard's limit on new work, from the counts that the measurement gives."""
    held = {"Kim": 12, "Lo": 6, "Max": 5}
    open_cases = [(f"{who}-{k}", who) for who, number in held.items() for k in range(number)]
    names, holders = zip(*open_cases, strict=True)
    cases = {
        "id": list(names), "type": ["family"] * len(names), "current_caseworker": list(holders),
        "state": ["started"] * len(names),
    }  # fmt: skip
    people = {"id": list(held), "unit": ["children"] * 3, "contracted_hours": [40] * 3}
    rule = MeasurementRule.shipped("cwla")
    measured = measure(cases, people, rule=rule, on="2026-11-23")
    counts = dict(zip(measured["caseworker"], measured["cases"], strict=True))
    assert counts == held

    parts = {key: part for key, part in rule.to_dict().items() if key != "schema_version"}
    policy = AllocationPolicy.from_dict({"on": "2026-11-23", "measurement": parts})
    new = {"id": [f"new-{k}" for k in range(9)], "type": ["family"] * 9}
    everything = {
        "id": cases["id"] + new["id"], "type": cases["type"] + new["type"],
        "current_caseworker": cases["current_caseworker"] + [None] * 9,
        "state": cases["state"] + [None] * 9,
    }  # fmt: skip
    limited = {**people, "new_cases_limit": [int(counts[who]) // 6 for who in people["id"]]}
    plan = allocate(everything, limited, policy=policy)
    placed = [who for name, who in zip(plan.assignments["case"], plan.assignments["caseworker"],
                                       strict=True) if name.startswith("new") and who]  # fmt: skip
    assert sorted(placed) == ["Kim", "Kim", "Lo"]
    assert len(plan.undistributed["case"]) == 6
