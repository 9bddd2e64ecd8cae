"""The rest of the week: verbs after Monday's allocation, from Python and as documents."""

from __future__ import annotations

import json
from typing import Any

import evenload
import pytest

MONDAY = {"on": "2026-11-23"}
PEOPLE = {"id": ["Kim", "Lo", "Max"], "unit": ["a"] * 3, "capacity": [10, 10, 10]}


def held(count: int = 4, by: str = "Kim") -> dict[str, list[Any]]:
    """Return started cases of one caseworker."""
    return {
        "id": [f"c{i}" for i in range(count)],
        "weight": [3] * count,
        "state": ["started"] * count,
        "current_caseworker": [by] * count,
    }


def test_rebalance_says_what_each_move_is_worth() -> None:
    answer = evenload.rebalance(held(), PEOPLE, most_moves=2, policy=MONDAY)
    moves = answer.table("moves")
    assert len(moves["case"]) == 2
    assert set(moves["from"]) == {"Kim"}
    assert moves["overload"].tolist() == [-2, 0]
    values = answer.table("by_moves")
    assert values["most_moves"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert answer.plan.status == "optimal"
    for case, to in zip(moves["case"], moves["to"], strict=True):
        assert answer.plan.explain(case).caseworker == to


def test_pinned_cases_stay() -> None:
    answer = evenload.rebalance(
        held(), PEOPLE, most_moves=4, pinned=["c0", "c1", "c2"], policy=MONDAY
    )
    assert answer.table("moves")["case"].tolist() == ["c3"]


def test_redistribute_and_cover() -> None:
    cases = held() | {"deadline": ["2026-11-25T15:00:00Z", None, None, None]}
    gone = evenload.redistribute("Kim", cases, PEOPLE, hand_over_weeks=0, policy=MONDAY)
    assert sorted(gone.table("handed_over")["case"]) == ["c0", "c1", "c2", "c3"]
    assert gone.table("handed_over")["case"][0] == "c0"  # the nearest deadline
    loads = dict(zip(gone.plan.loads["caseworker"], gone.plan.loads["load_after"], strict=True))
    assert loads == {"Kim": 0, "Lo": 6, "Max": 6}

    visits = {"case": ["c3"], "on": ["2026-11-24"]}
    away = evenload.cover(
        "Kim", "2026-11-23", "2026-11-27", cases, PEOPLE, visits=visits, policy=MONDAY
    )
    assert away.table("lent")["case"].tolist() == ["c0", "c3"]
    assert away.table("waiting")["case"].tolist() == ["c1", "c2"]
    long = evenload.cover("Kim", "2026-11-23", None, cases, PEOPLE, policy=MONDAY)
    assert len(long.table("handed_over")["case"]) == 4


def test_replan_keeps_what_was_announced() -> None:
    cases = {"id": ["c1", "c2", "c3"], "weight": [3, 3, 3]}
    plan = evenload.allocate(cases, PEOPLE, policy=MONDAY)
    before = dict(zip(plan.assignments["case"], plan.assignments["caseworker"], strict=True))
    changed = {"id": ["c1", "c2", "c3", "new"], "weight": [3, 3, 3, 5]}
    answer = evenload.replan(plan, changed, PEOPLE)
    after = dict(
        zip(answer.plan.assignments["case"], answer.plan.assignments["caseworker"], strict=True)
    )
    assert {case: after[case] for case in before} == before
    assert [level.name for level in answer.plan.levels][:2] == ["unassigned_must", "changes"]

    absences = {"caseworker": [before["c1"]], "from": ["2026-11-20"], "to": ["2027-01-31"]}
    ill = evenload.replan(plan, changed, PEOPLE, absences=absences)
    rows = ill.table("changes")
    assert rows["case"].tolist() == ["c1"]
    assert rows["cause"].tolist() == ["cannot_stay"]
    assert rows["reasons"].tolist() == [["absent"]]


def test_plan_ahead_from_a_table_and_from_a_forecast() -> None:
    cases = {"id": ["c1"], "weight": [3], "unit": ["a"], "class": ["may_wait"]}
    table = {"unit": ["a"], "week": ["2026-11-23"], "cases": [9], "weight": [3]}
    answer = evenload.plan_ahead(table, cases, PEOPLE, policy=MONDAY)
    assert answer.table("rooms")["reserved"].tolist() == [27]
    assert answer.plan.undistributed["case"].tolist() == ["c1"]
    costs = dict(
        zip(answer.table("cost")["level"], answer.table("cost")["difference"], strict=True)
    )
    assert costs["unassigned_may_wait"] == 1

    forecast = {
        "unit": ["a"],
        "type": ["follow_up"],
        "week": ["2026-11-23"],
        "expected": [2.0],
        "low_80": [0.0],
        "high_80": [4.0],
    }
    policy = evenload.AllocationPolicy(
        on="2026-11-23", weights=evenload.workload.AdditivePoints.of({"follow_up": 2})
    )
    mean = evenload.plan_ahead(forecast, cases, PEOPLE, policy=policy)
    safe = evenload.plan_ahead(forecast, cases, PEOPLE, quantile=0.9, policy=policy)
    assert mean.table("rooms")["wanted"].tolist() == [4]
    assert safe.table("rooms")["wanted"].tolist() == [8]
    with pytest.raises(evenload.InvalidDataError) as error:
        evenload.plan_ahead(forecast, cases, PEOPLE, quantile=0.99, policy=policy)
    assert (error.value.table, error.value.column) == ("inflow", "high_98")


def test_what_if_compares() -> None:
    cases = {"id": ["c1", "c2"], "weight": [4, 4]}
    answer = evenload.what_if(
        cases,
        PEOPLE,
        capacities={"caseworker": ["Kim"], "capacity": [0]},
        without_caseworkers=["Lo"],
        policy=MONDAY,
    )
    assert answer.table("loads")["after"].tolist() == [0, 0, 8]
    levels = answer.table("levels")
    assert levels["level"].tolist() == ["unassigned_must", "overload", "balance"]
    assert levels["difference"][2] == pytest.approx(6.4 - 3.2)
    other = evenload.what_if(cases, PEOPLE, changed_policy={"new_cases_limit": 0}, policy=MONDAY)
    assert len(other.plan.undistributed["case"]) == 2


@pytest.mark.parametrize(
    ("call", "table", "column"),
    [
        (lambda: evenload.rebalance(held(), PEOPLE, most_moves=-1), "rebalance", "most_moves"),
        (lambda: evenload.rebalance(held(), PEOPLE, price=-1), "rebalance", "price"),
        (lambda: evenload.rebalance(held(), PEOPLE, pinned=["x"]), "rebalance", "pinned"),
        (lambda: evenload.redistribute("x", held(), PEOPLE), "redistribute", "caseworker"),
        (
            lambda: evenload.cover("Kim", "2026-12-02", "2026-12-01", held(), PEOPLE),
            "cover",
            "to",
        ),
        (
            lambda: evenload.cover(
                "Kim",
                "2026-12-02",
                "2026-12-03",
                held(),
                PEOPLE,
                visits={"case": ["x"], "on": ["2026-12-02"]},
                policy=MONDAY,
            ),
            "cover.visits",
            "case",
        ),
        (
            lambda: evenload.what_if(held(), PEOPLE, weights={"case": ["x"], "weight": [1]}),
            "changes.weights",
            "case",
        ),
        (
            lambda: evenload.what_if(held(), PEOPLE, weights={"cases": ["x"]}),
            "weights",
            "cases",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(call: Any, table: str, column: str) -> None:
    with pytest.raises(evenload.InvalidDataError) as error:
        call()
    assert (error.value.table, error.value.column) == (table, column)


def test_a_table_that_is_not_there_is_refused() -> None:
    answer = evenload.rebalance(held(), PEOPLE, policy=MONDAY)
    with pytest.raises(evenload.InvalidDataError):
        answer.table("dance")
    with pytest.raises(TypeError, match="absence"):
        evenload.rebalance(held(), PEOPLE, absence={})  # type: ignore[call-arg]


REQUESTS: dict[str, dict[str, Any]] = {
    "rebalance": {"settings": {"most_moves": 1}},
    "redistribute": {"settings": {"caseworker": "Kim"}},
    "cover": {"settings": {"caseworker": "Kim", "from": "2026-11-23", "to": "2026-11-24"}},
    "replan": {},
    "plan_ahead": {
        "settings": {
            "inflow": [{"unit": "a", "week": "2026-11-23", "cases": 1, "weight": 2}],
        }
    },
    "what_if": {"settings": {"without_caseworkers": ["Lo"]}},
}


@pytest.mark.parametrize("verb", REQUESTS)
def test_documents_fit_their_schemas(verb: str, repository: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    rows = [
        {"id": f"c{i}", "weight": 3, "state": "started", "current_caseworker": "Kim"}
        for i in range(4)
    ]
    people = [{"id": name, "unit": "a", "capacity": 10} for name in ("Kim", "Lo")]
    request = {
        "schema_version": "1.0",
        "call": verb,
        "input": {"cases": rows, "caseworkers": people},
        "policy": MONDAY,
        "with_input": True,
        "language": "sv",
        **REQUESTS[verb],
    }
    if verb == "replan":
        plan = {**request, "call": "allocate"}
        plan.pop("with_input")
        request["plan"] = json.loads(evenload.call_document(plan))["result"]
    answer = json.loads(evenload.call_document(request))
    assert "error" not in answer, answer
    schemas = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (repository / "docs" / "schemas").rglob("*.schema.json")
    ]
    registry = referencing.Registry().with_resources(
        [(schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas]
    )
    for name, document in (("document_call", request), ("document_answer", answer)):
        schema = next(s for s in schemas if s["$id"] == f"urn:evenload:schema:{name}:1")
        jsonschema.Draft202012Validator(schema, registry=registry).validate(document)
    wrong = json.loads(evenload.call_document({**request, "settings": {"x": 1}}))
    assert wrong["error"]["name"] in ("unknown_field", "missing_value")
