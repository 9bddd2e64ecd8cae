"""Replay of an event log through Python."""

from __future__ import annotations

import json
from typing import Any

import evenload
import pytest
from evenload import InvalidDataError

MAPPING = {
    "case_column": "case",
    "activity_column": "activity",
    "time_column": "time",
    "resource_column": "who",
    "open": "events",
    "active": "first_to_last",
}


def log() -> dict[str, list[Any]]:
    """Three weeks, two people, four cases."""
    return {
        "case": ["a", "a", "b", "b", "c", "c", "d", "d"],
        "activity": ["open", "close"] * 4,
        "who": ["Kim", "Kim", "Kim", "Lo", "Lo", "Lo", "Kim", "Kim"],
        "time": [
            "2026-03-02T08:00:00Z",
            "2026-03-12T08:00:00Z",
            "2026-03-03T08:00:00Z",
            "2026-03-18T08:00:00Z",
            "2026-03-04T08:00:00Z",
            "2026-03-20T08:00:00Z",
            "2026-03-09T08:00:00Z",
            "2026-03-19T08:00:00Z",
        ],
    }


def test_weeks_come_in_the_kind_of_the_log(kind: Any) -> None:
    result = evenload.replay(kind.make(log()), mapping=MAPPING)
    assert kind.owns(result.weeks)
    rows = kind.lists(result.weeks)
    assert len(rows["week"]) == 3
    assert result.summary["cases"] == 4
    assert result.summary["events"] == 8
    assert result.summary["cases_with_several_resources"] == 1
    assert "weeks" not in result.summary


def test_the_answer_repeats_and_can_be_watched() -> None:
    first = evenload.replay(log(), mapping=MAPPING)
    second = evenload.replay(log(), mapping=MAPPING, progress=lambda p: None)
    for name, values in first.weeks.items():
        assert second.weeks[name].tolist() == values.tolist()


@pytest.mark.parametrize(
    ("mapping", "columns", "table"),
    [
        ({**MAPPING, "case_column": "nope"}, {}, "log"),
        (MAPPING, {"time": ["soon"] * 8}, "log"),
        (MAPPING, {"case": [None] + ["a"] * 7}, "log"),
        ({**MAPPING, "open": "always"}, {}, None),
        ({**MAPPING, "colour": "red"}, {}, None),
        ({k: v for k, v in MAPPING.items() if k != "time_column"}, {}, None),
    ],
)
def test_wrong_logs_and_mappings_are_named(
    mapping: dict[str, str], columns: dict[str, Any], table: str | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.replay({**log(), **columns}, mapping=mapping)
    if table:
        assert caught.value.table == table


def column(frame: Any, names: str, values: str) -> dict[str, Any]:
    """Return one column of a mapping of arrays by another."""
    return dict(zip(frame[names], frame[values], strict=True))


def test_measures_stand_beside_what_happened() -> None:
    result = evenload.replay(log(), mapping=MAPPING, replications=3)
    happened = column(result.measures, "measure", "happened")
    assert happened["case_days"] == pytest.approx((11 + 16 + 17 + 11) / 4)
    assert happened["hand_overs"] == 0
    assert column(result.measures, "measure", "reference") == pytest.approx(happened, nan_ok=True)
    replayed = result.summary["replayed"]["spread"]
    assert replayed["low"] <= replayed["mean"] <= replayed["high"]
    assert result.summary["replications"] == 3
    names = {item["name"] for item in result.summary["cannot_know"]}
    assert {"same_duration", "first_action", "arrival_order"} <= names


def test_people_come_from_a_table(kind: Any) -> None:
    people = kind.make({"id": ["Kim", "Lo", "Mo"], "capacity": [2, 2, 4]})
    weeks = kind.make({"caseworker": ["Mo"], "week": ["2026-W10"], "capacity": [0]})
    result = evenload.replay(kind.make(log()), people, mapping=MAPPING, caseworker_weeks=weeks)
    assert kind.owns(result.measures)
    assert kind.lists(result.weeks)["active"] == [2, 3, 3]
    assert "capacity" not in result.summary
    assert "absence" not in {item["name"] for item in result.summary["cannot_know"]}


def test_the_columns_of_xes_need_no_mapping() -> None:
    names = {"case": "case:concept:name", "activity": "concept:name", "who": "org:resource"}
    columns = {names.get(name, "time:timestamp"): cells for name, cells in log().items()}
    assert evenload.replay(columns).summary["cases"] == 4


def test_policies_are_compared_in_pairs() -> None:
    arms = {"was": None, "default": {}, "one each": {"new_cases_limit": 1}}
    both = [
        evenload.compare_policies(
            log(), arms, mapping=MAPPING, durations="resampled", replications=6, seed=3,
            threads=threads,
        )
        for threads in (1, 2)
    ]  # fmt: skip
    assert both[0].summary == both[1].summary
    result = both[0]
    assert result.summary["baseline"] == "was"
    assert len(result.replications["policy"]) == 18
    assert set(result.measures["policy"]) == set(arms)
    runs = result.replications
    spread = {
        name: [s for p, s in zip(runs["policy"], runs["spread"], strict=True) if p == name]
        for name in arms
    }
    pairs = [a - b for a, b in zip(spread["default"], spread["was"], strict=True)]
    told = result.summary["policies"][1]["difference"]["spread"]["mean"]
    assert told == pytest.approx(sum(pairs) / 6)
    other = evenload.compare_policies(
        log(), arms, mapping=MAPPING, baseline="default", replications=1
    )
    assert other.summary["policies"][1]["difference"]["spread"]["mean"] == 0


@pytest.mark.parametrize(
    ("settings", "column_name", "code"),
    [
        ({"replications": 0}, "replications", "out_of_range"),
        ({"elasticity": 0.5}, "elasticity", "contradiction"),
        ({"durations": "scaled", "elasticity": -1.0}, "elasticity", "out_of_range"),
        ({"durations": "longer"}, "durations", "out_of_range"),
        ({"batch_days": [8]}, "batch_days", "out_of_range"),
        ({"batch_days": [1, 1]}, "batch_days", "duplicate_id"),
        ({"coverage": 1.0}, "coverage", "out_of_range"),
    ],
)
def test_wrong_settings_are_named(settings: dict[str, Any], column_name: str, code: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.replay(log(), mapping=MAPPING, **settings)
    assert (caught.value.table, caught.value.column, caught.value.code) == (
        "settings",
        column_name,
        code,
    )


def test_wrong_policies_and_people_are_named() -> None:
    with pytest.raises(InvalidDataError, match="baseline"):
        evenload.compare_policies(log(), {"a": None}, mapping=MAPPING, baseline="b")
    with pytest.raises(InvalidDataError, match="at least one policy"):
        evenload.compare_policies(log(), {}, mapping=MAPPING)
    with pytest.raises(InvalidDataError) as caught:
        evenload.replay(log(), {"id": ["Kim"], "capacity": [-1]}, mapping=MAPPING)
    assert (caught.value.table, caught.value.column, caught.value.row) == (
        "caseworkers",
        "capacity",
        0,
    )


def test_time_that_goes_back_is_refused_where_order_was_promised() -> None:
    columns = log()
    columns["time"][0], columns["time"][1] = columns["time"][1], columns["time"][0]
    assert evenload.replay(columns, mapping=MAPPING).summary["cases"] == 4
    with pytest.raises(InvalidDataError) as caught:
        evenload.replay(columns, mapping={**MAPPING, "in_order": True})
    assert (caught.value.table, caught.value.column, caught.value.row) == ("log", "time", 1)


def call(name: str, **fields: Any) -> dict[str, Any]:
    """Return the answer of a document call."""
    columns = log()
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    request = {"schema_version": "1.0", "call": name, "log": rows, "mapping": MAPPING, **fields}
    answer: dict[str, Any] = json.loads(evenload.call_document(request))
    return answer


def test_documents_say_the_same() -> None:
    settings = {"durations": "resampled", "replications": 4}
    policy = {"on": "2026-11-23"}
    answer = call("replay", policy=policy, settings=settings, options={"seed": 5})["result"]
    result = evenload.replay(log(), mapping=MAPPING, policy=policy, seed=5, **settings)
    for part in ("replayed", "difference", "happened", "summary", "cannot_know"):
        assert answer[part] == result.summary[part]
    policies = [{"name": "was"}, {"name": "default", "policy": policy}]
    answer = call("compare_policies", policies=policies, settings=settings, baseline="default")
    assert answer["result"]["baseline"] == "default"
    assert len(answer["result"]["policies"][0]["replications"]) == 4
    wrong = call("compare_policies", policies=policies, baseline="none")
    assert wrong["error"]["name"] == "unknown_id"
    assert call("replay", policy=policy, settings={"seeds": 3})["error"]["name"] == "unknown_field"
    assert call("replay", policy=policy, log=None)["error"]["name"] == "missing_value"


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("replay", {"policy": {}, "settings": {"replications": 2, "durations": "resampled"}}),
        ("replay", {"policy": {}, "caseworkers": [{"id": "Kim", "capacity": 2}]}),
        (
            "compare_policies",
            {"policies": [{"name": "was"}, {"name": "p", "policy": {}}], "baseline": "p"},
        ),
    ],
)
def test_documents_fit_their_schemas(verb: str, fields: dict[str, Any], repository: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    schemas = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (repository / "docs" / "schemas").rglob("*.schema.json")
    ]
    registry = referencing.Registry().with_resources(
        [(schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas]
    )
    by_title = {schema["title"]: schema for schema in schemas}
    columns = log()
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    request = {"schema_version": "1.0", "call": verb, "log": rows, "mapping": MAPPING, **fields}
    answer = json.loads(evenload.call_document(request))
    assert "error" not in answer, answer
    for title, document in (("DocumentCall", request), ("DocumentAnswer", answer)):
        jsonschema.Draft202012Validator(by_title[title], registry=registry).validate(document)
    request["settings"] = {"seeds": 2}
    check = jsonschema.Draft202012Validator(by_title["DocumentCall"], registry=registry)
    assert not check.is_valid(request)
