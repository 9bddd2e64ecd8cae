"""Rules about caseworkers through tables: authority, duty, introduction, ways, specialisms."""

from __future__ import annotations

import datetime
import json

import evenload
import pytest
from evenload import AllocationPolicy, InvalidDataError

CASES = {"id": ["c1", "c2"], "weight": [2, 2], "delegation_level": [2, 0], "duty": [False, True]}
PEOPLE = {
    "id": ["Kim", "Lo"],
    "capacity": [10, 10],
    "delegation_level": [2, 2],
    "agency": [False, True],
    "decider": [None, "head"],
}
POLICY = AllocationPolicy(on="2026-11-23")


def who(plan: evenload.Plan) -> dict[str, str | None]:
    return dict(zip(plan.assignments["case"], plan.assignments["caseworker"], strict=True))


def test_a_decider_with_room_lets_agency_staff_lead() -> None:
    duty = {"caseworker": ["Lo"], "from": ["2026-11-23"], "to": ["2026-11-23"]}
    head = {"caseworker": ["head"], "level": [2]}
    barred = {"case": ["c1"], "caseworker": ["Kim"]}
    plan = evenload.allocate(
        CASES, PEOPLE, policy=POLICY, duty=duty, delegations=head, exclusions=barred
    )
    assert who(plan) == {"c1": "Lo", "c2": "Lo"}
    full = {"caseworker": ["head"], "decisions": [3], "limit": [3]}
    plan = evenload.allocate(
        CASES, PEOPLE, policy=POLICY, duty=duty, delegations=head, exclusions=barred, deciders=full
    )
    assert who(plan)["c1"] is None
    excluded = plan.explain("c1").excluded
    assert {r.code for e in excluded for r in e.reasons} == {
        "conflict_of_interest",
        "decider_without_room",
    }
    colleague = plan.explain("c1", audience="colleague")
    assert {r.code for e in colleague.excluded for r in e.reasons} == {"not_available"}


def test_every_side_table_comes_back_from_json() -> None:
    tables: evenload._tables.SideTables = {
        "delegations": {"caseworker": ["Kim"], "level": [2], "to": [datetime.date(2026, 12, 31)]},
        "deciders": {"caseworker": ["head"], "limit": [4]},
        "duty": {
            "caseworker": ["Kim"],
            "from": ["2026-11-23 08:00"],
            "to": ["2026-11-23 16:00"],
            "share": [0.5],
            "after": ["half"],
        },
        "protection": {"caseworker": ["Lo"], "from_week": [0], "new_cases": [1]},
        "travel": {"caseworker": ["Kim"], "place": ["north"], "amount": [12.5]},
        "specialisms": {"caseworker": ["Lo"], "category": ["foster_home"], "share": [0.3]},
    }
    people = {**PEOPLE, "introduced": [None, "2026-11-02"], "remote_days": [["mon"], []]}
    plan = evenload.allocate(CASES, people, policy=POLICY, **tables)
    document = json.loads(plan.to_json())
    for name in tables:
        assert len(document["input"][name]) == 1, name
    again = evenload.call_document(
        {
            "schema_version": "1.0",
            "call": "allocate",
            "input": document["input"],
            "policy": document["policy"],
        }
    )
    assert json.loads(again)["result"]["assignments"] == document["plan"]["assignments"]


def test_an_introduction_of_the_policy() -> None:
    steps = [
        {"to_week": 4, "new_cases": 1},
        {"from_week": 4, "load_share": "4/5", "newcomer": False},
    ]
    policy = POLICY.replace(protection=[{"name": "year", "steps": steps}])
    assert policy.to_dict()["protection"][0]["steps"][1]["load_share"] == "4/5"
    people = {
        "id": ["Lo"],
        "capacity": [10],
        "introduced": ["2026-11-16"],
        "protection_class": ["year"],
    }
    cases = {"id": ["a", "b"], "weight": [1, 1]}
    assert len(evenload.allocate(cases, people, policy=policy).undistributed["case"]) == 1
    people["introduced"] = ["2026-10-01"]
    assert len(evenload.allocate(cases, people, policy=policy).undistributed["case"]) == 0
    with pytest.raises(InvalidDataError) as refused:
        POLICY.replace(protection=[{"name": "x", "steps": [{"from_week": 2, "to_week": 1}]}])
    assert refused.value.table == "policy.protection[0].steps"


def test_who_is_on_duty_at_the_moment() -> None:
    duty = {
        "caseworker": ["Kim", "Lo"],
        "from": ["2026-11-23 08:00", "2026-11-23 16:00"],
        "to": ["2026-11-23 16:00", "2026-11-24 08:00"],
    }
    cases = {"id": ["c"], "weight": [1], "duty": [True]}
    for hour, expected in ((9, "Kim"), (17, "Lo")):
        at = datetime.datetime(2026, 11, 23, hour, tzinfo=datetime.timezone.utc)
        plan = evenload.allocate(cases, PEOPLE, policy=POLICY.replace(at=at), duty=duty)
        assert who(plan) == {"c": expected}
    advice = evenload.recommend("c", cases, PEOPLE, policy=POLICY.replace(at=at), duty=duty)
    assert [a.caseworker for a in advice.alternatives] == ["Lo"]


def test_recommend_among_those_on_duty_now() -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    hours = datetime.timedelta(hours=2)
    duty = {
        "caseworker": ["Kim", "Lo"],
        "from": [now - hours, now - 3 * hours],
        "to": [now + hours, now - 2 * hours],
    }
    cases = {"id": ["c"], "weight": [1], "duty": [True]}
    advice = evenload.recommend("c", cases, PEOPLE, on="now", duty=duty)
    assert [a.caseworker for a in advice.alternatives] == ["Kim"]
    assert [e.caseworker for e in advice.excluded] == ["Lo"]
    assert advice.excluded[0].reasons[0].code == "not_on_duty"


def test_shares_of_turns_as_a_document() -> None:
    policy = POLICY.to_dict()
    table = {"caseworkers": [{"id": "Kim", "capacity": 5}], "cases": []}
    table["duty"] = [{"caseworker": "Kim", "from": "2026-11-23", "to": "2026-11-24"}]
    request = {
        "schema_version": "1.0",
        "call": "duty_shares",
        "input": table,
        "policy": policy,
        "first": "2026-11-23",
        "last": "2026-11-29",
    }
    (row,) = json.loads(evenload.call_document(request))["result"]["duty_shares"]
    assert (row["caseworker"], row["turns"], row["expected_turns"]) == ("Kim", 1, 1)
    wrong = json.loads(evenload.call_document({**request, "participants": ["Lo"]}))
    assert wrong["error"]["table"] == "participants"


def test_shares_of_turns() -> None:
    people = {"id": ["Kim", "Lo", "Max"], "contracted_hours": [40, 20, 40]}
    turns = {
        "caseworker": ["Lo", "Kim", "Lo"],
        "from": ["2026-11-23 08:00", "2026-11-28 08:00", "2026-12-03 08:00"],
        "to": ["2026-11-23 16:00", "2026-11-28 20:00", "2026-12-03 16:00"],
    }
    away = {"caseworker": ["Max"], "from": ["2026-11-01"], "to": ["2026-12-31"]}
    shares = evenload.duty_shares(people, turns, "2026-11-23", "2026-12-06", absences=away)
    assert shares["caseworker"].tolist() == ["Kim", "Lo", "Max"]
    assert shares["turns"].tolist() == [1, 2, 0]
    assert shares["free_day_turns"].tolist() == [1, 0, 0]
    assert shares["expected_turns"].tolist() == [2.0, 1.0, 0.0]
    assert sum(shares["hours"]) == pytest.approx(sum(shares["expected_hours"]))
    with pytest.raises(InvalidDataError) as refused:
        evenload.duty_shares(people, turns, "2026-11-23", "2026-12-06", participants=["Kim"])
    assert (refused.value.table, refused.value.row) == ("duty", 0)


@pytest.mark.parametrize(
    ("table", "rows", "column", "code"),
    [
        ("delegations", {"caseworker": ["Kim"], "level": [-1]}, "level", "negative_value"),
        ("delegations", {"caseworker": ["X"], "level": [1]}, "caseworker", "unknown_id"),
        ("deciders", {"caseworker": ["head", "head"]}, "caseworker", "duplicate_id"),
        (
            "duty",
            {"caseworker": ["Kim"], "from": ["2026-11-24"], "to": ["2026-11-23"]},
            "to",
            "ends_before_start",
        ),
        (
            "duty",
            {"caseworker": ["Kim"], "from": ["2026-11-23"], "to": ["2026-11-23"], "share": [2]},
            "share",
            "out_of_range",
        ),
        ("protection", {"caseworker": ["X"]}, "caseworker", "unknown_id"),
        ("travel", {"place": ["a"], "amount": [1]}, "unit", "missing_value"),
        (
            "travel",
            {"caseworker": ["Kim"], "place": ["a"], "amount": [-1]},
            "amount",
            "negative_value",
        ),
        (
            "specialisms",
            {"caseworker": ["Kim"], "category": ["a"], "share": [1.5]},
            "share",
            "out_of_range",
        ),
    ],
)
def test_refusals_name_the_place(
    table: str, rows: dict[str, list[object]], column: str, code: str
) -> None:
    with pytest.raises(InvalidDataError) as refused:
        evenload.allocate(CASES, PEOPLE, policy=POLICY, **{table: rows})  # type: ignore[arg-type]
    assert (refused.value.table, refused.value.column) == (table, column)
    assert refused.value.code == code
