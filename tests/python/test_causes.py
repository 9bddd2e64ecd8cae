"""Why cases are left over, and what would help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import evenload
import pytest

POLICY = {"on": "2026-11-23"}
CASES = {
    "id": ["c1", "c2", "c3"],
    "weight": [5, 5, 5],
    "unit": ["A", "A", "A"],
    "delegation_level": [0, 0, 2],
}
PEOPLE = {
    "id": ["Kim", "Lo"],
    "unit": ["A", "B"],
    "capacity": [8, 40],
    "delegation_level": [1, 2],
}


@pytest.fixture(scope="module")
def why() -> evenload.WhyUnplaced:
    return evenload.why_unplaced(CASES, PEOPLE, policy=POLICY)


def test_reasons_name_rules_units_and_people(why: evenload.WhyUnplaced) -> None:
    blocked = why.blocked
    assert blocked["case"].tolist() == ["c3"]
    assert blocked["left_over"].tolist() == [True]
    causes = why.causes
    assert causes["proven"].all()
    assert causes["needed"].all()
    rules = [json.loads(p)["rule"] for p in causes["reason_parameters"]]
    assert {"delegation", "unit_border"} <= set(rules)
    assert set(causes["unit"]) == {"A", "B"}
    assert ["Kim"] in list(causes["caseworkers"])


def test_reliefs_say_what_they_cost_and_place(why: evenload.WhyUnplaced) -> None:
    reliefs = why.reliefs
    assert (reliefs["worth"] > 0).all()
    by_change = dict(zip(reliefs["change"], reliefs["placed"], strict=True))
    assert by_change["border_opened"] == ["c3"]
    assert why.stop == "done"
    assert why.all_examined
    assert why.most_worth == 100.0
    assert why.work > 0
    first = why.to_dict()["single"][0]
    placed = {one["case"]: one["caseworker"] for one in first["placed"]}
    assert placed["c3"] in ("Kim", "Lo", "new")


def test_words_are_there_in_both_languages(why: evenload.WhyUnplaced) -> None:
    assert "keeps 1 of the caseworkers out in unit A." in why.text()
    assert "Regeln" in why.text("sv")
    with pytest.raises(evenload.InvalidDataError) as error:
        why.text("la")
    assert error.value.code == "unsupported"
    assert "1 group" in repr(why)


def test_own_sentences_come_first() -> None:
    policy = {**POLICY, "sentences": {"en": {"change_border": "Open {unit} to {case_unit}!"}}}
    own = evenload.why_unplaced(CASES, PEOPLE, policy=policy)
    assert "Open B to A!" in own.text()


def test_a_plan_and_named_cases_can_be_given() -> None:
    plan = evenload.allocate(CASES, PEOPLE, policy=POLICY)
    asked = evenload.why_unplaced(CASES, PEOPLE, policy=POLICY, plan=plan, only=["c1", "c2"])
    assert asked.blocked["case"].tolist() == []  # two of five points fit below the limit of ten
    heavy = {**CASES, "weight": [6, 6, 6], "delegation_level": [0, 0, 0]}
    three = evenload.why_unplaced(heavy, PEOPLE, policy=POLICY, only=["c1", "c2"])
    assert three.blocked["case"].tolist() == ["c1", "c2"]


def test_frames_come_back_in_the_callers_kind() -> None:
    pandas = pytest.importorskip("pandas")
    answer = evenload.why_unplaced(pandas.DataFrame(CASES), pandas.DataFrame(PEOPLE), policy=POLICY)
    assert isinstance(answer.causes, pandas.DataFrame)
    assert isinstance(answer.reliefs, pandas.DataFrame)
    assert len(answer.blocked) == 1


def test_costs_and_bans_decide_the_order() -> None:
    cheap = evenload.why_unplaced(
        CASES, PEOPLE, policy=POLICY, costs={"new_caseworker": "1/2"}, never=["border"]
    )
    assert cheap.reliefs["change"][0] == "new_caseworker"
    assert cheap.reliefs["cost"][0] == 0.5
    assert "border_opened" not in set(cheap.reliefs["change"])


@pytest.mark.parametrize("audience", ["caseworker", "colleague", "case_file"])
def test_others_read_no_people_and_no_protected_reason(audience: str) -> None:
    exclusions = {"case": ["c3"], "caseworker": ["Kim"]}
    cases = {**CASES, "unit": ["A", "A", None], "delegation_level": [0, 0, 0]}
    people = {**PEOPLE, "capacity": [8, 0]}
    seen = evenload.why_unplaced(
        cases, people, policy=POLICY, exclusions=exclusions, audience=audience
    )
    text = json.dumps(seen.to_dict())
    for word in ("Kim", "Lo", "conflict", "zero_capacity", "cause_protected_rule", "hard_limits"):
        assert word not in text
    assert len(seen.reliefs["change"]) == 0
    assert seen.to_dict()["blocked"][0]["sets"] == []
    assert [one["case"] for one in seen.to_dict()["blocked"][0]["left_over"]] == ["c3"]


@pytest.mark.parametrize(
    ("options", "table", "column"),
    [
        ({"most_sets": 0}, "options", "most_sets"),
        ({"most_changes": 9}, "options", "most_changes"),
        ({"costs": {"bordr": 1}}, "options", "costs"),
        ({"costs": {"border": -1}}, "options", "costs.border"),
        ({"never": ["conflict_of_interest"]}, "options", "never"),
        ({"audience": "press"}, "causes_question", "audience"),
        ({"reasons_by": "team"}, "causes_question", "reasons_by"),
        ({"options": {"limit_step": 0}}, "options", "limit_step"),
        ({"options": {"stepp": 0}}, "causes_question", "stepp"),
        ({"only": ["nobody"]}, "cases", "id"),
        ({"plan": "plan"}, "options", "plan"),
    ],
)
def test_bad_questions_are_refused(options: dict[str, Any], table: str, column: str) -> None:
    with pytest.raises(evenload.InvalidDataError) as error:
        evenload.why_unplaced(CASES, PEOPLE, policy=POLICY, **options)
    assert (error.value.table, error.value.column) == (table, column)


def test_a_plan_of_other_tables_is_refused() -> None:
    plan = evenload.allocate({"id": ["x"], "weight": [1]}, PEOPLE, policy=POLICY)
    with pytest.raises(evenload.InvalidDataError) as error:
        evenload.why_unplaced(CASES, PEOPLE, policy=POLICY, plan=plan)
    assert error.value.table == "plan"


def test_the_document_call_answers_as_its_schema_says(why: evenload.WhyUnplaced) -> None:
    plan = evenload.allocate(CASES, PEOPLE, policy=POLICY)
    whole = json.loads(plan.to_json())
    request = {
        "schema_version": "1.0",
        "call": "why_unplaced",
        "input": whole["input"],
        "policy": whole["policy"],
        "plan": whole["plan"],
        "cases": ["c3"],
        "causes": {"most_sets": 2, "costs": {"border": 7}, "class_worth": {"must": 50}},
        "language": "en",
    }
    answer = json.loads(evenload.call_document(request))
    assert "error" not in answer, answer
    result = answer["result"]
    assert result["blocked"][0]["sets"][0]["causes"][0]["reason"]["sentence"]
    assert result["most_worth"] == 50

    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    folder = Path(__file__).resolve().parents[2] / "docs" / "schemas"
    schemas = {p.name: json.loads(p.read_text("utf-8")) for p in folder.rglob("*.schema.json")}
    resources = [referencing.Resource.from_contents(one) for one in schemas.values()]
    registry = referencing.Registry().with_resources([(r.id(), r) for r in resources])

    def check(name: str, document: Any) -> None:
        schema = schemas[f"{name}.schema.json"]
        jsonschema.Draft202012Validator(schema, registry=registry).validate(document)

    check("document_call", request)
    check("document_answer", answer)
    check("why_unplaced", why.to_dict())
    check("causes_question", {"schema_version": "1.0", **request["causes"]})
