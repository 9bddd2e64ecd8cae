"""Records of the verbs: asked again, from the answer, from JSON and from the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import evenload
import pytest
from evenload.cli import main

KEY = evenload.AuditKey(bytes(range(32)), "2026")
PEOPLE = {"id": ["Kim", "Lo", "Max"], "capacity": [10, 10, 10], "unit": ["a", "a", "a"]}
CASES = {
    "id": ["c1", "c2", "c3", "c4", "c5"],
    "weight": [3, 3, 3, 3, 2],
    "unit": ["a"] * 5,
    "state": ["started"] * 4 + ["open"],
    "current_caseworker": ["Kim"] * 4 + [None],
    "deadline": ["2026-11-25T15:00:00Z", None, None, None, None],
}
MORE = {name: [*values, values[-1]] for name, values in CASES.items()} | {
    "id": [*CASES["id"], "c6"],
}
MONDAY = {"policy": {"on": "2026-11-23"}, "seed": 3, "work_limit": 400_000}
DAYS = "2026-11-23", "2026-11-27"
INFLOW = {"unit": ["a"], "week": ["2026-11-23"], "cases": [2], "weight": [4]}


def replanned() -> evenload.VerbAnswer:
    """Plan anew for one case more."""
    return evenload.replan(evenload.allocate(CASES, PEOPLE, **MONDAY), MORE, PEOPLE, **MONDAY)


ASKED: dict[str, Callable[[], evenload.VerbAnswer]] = {
    "rebalance": lambda: evenload.rebalance(CASES, PEOPLE, most_moves=2, **MONDAY),
    "redistribute": lambda: evenload.redistribute("Kim", CASES, PEOPLE, **MONDAY),
    "cover": lambda: evenload.cover("Kim", *DAYS, CASES, PEOPLE, **MONDAY),
    "replan": replanned,
    "plan_ahead": lambda: evenload.plan_ahead(INFLOW, CASES, PEOPLE, **MONDAY),
    "what_if": lambda: evenload.what_if(CASES, PEOPLE, without_caseworkers=["Lo"], **MONDAY),
}


@pytest.fixture(scope="module", params=sorted(ASKED))
def answer(request: pytest.FixtureRequest) -> evenload.VerbAnswer:
    """Each verb once."""
    return ASKED[request.param]()


def test_a_record_names_the_verb_and_verifies(answer: evenload.VerbAnswer) -> None:
    record = answer.audit(KEY, decided_by_role="unit manager")
    assert record.verb == answer.verb == record.to_dict()["proposal"]["verb"]
    for question in (answer, answer.question):
        verification = evenload.verify(record, question, key=KEY, threads=2)
        assert (verification.agrees, verification.repetition) == (True, "repeated")
        # The repeated plan explains itself with what it answers, as the verb's own does.
        assert verification.plan == answer.plan
    read = evenload.VerbQuestion.from_json(answer.question.to_json())
    assert evenload.verify(record, read, key=KEY)
    assert json.loads(read.to_json()) == json.loads(answer.question.to_json())


def test_the_question_is_a_document_call(answer: evenload.VerbAnswer) -> None:
    call = json.loads(answer.question.to_json())
    assert call["extensions"]["answer"] == json.loads(answer.to_json())
    call["options"] = {"seed": 3, "work_limit": 400_000}
    told = json.loads(evenload.call_document(call))
    assert told["result"] == json.loads(answer.to_json())


def test_other_settings_are_another_question(answer: evenload.VerbAnswer) -> None:
    record = answer.audit(KEY)
    call = json.loads(answer.question.to_json())
    if answer.verb == "replan":
        call["plan"]["assignments"][-1]["caseworker"] = "Max"
    else:
        call["settings"]["urgent_factor"] = 5
    other = evenload.VerbQuestion.from_json(json.dumps(call))
    assert evenload.verify(record, other, key=KEY).differs == ["question"]
    call = json.loads(answer.question.to_json())
    call["input"]["cases"][0]["weight"] = 7
    other = evenload.VerbQuestion.from_json(json.dumps(call))
    assert evenload.verify(record, other, key=KEY).differs == ["input"]


def test_the_plan_of_a_verb_is_no_allocation(answer: evenload.VerbAnswer) -> None:
    with pytest.raises(evenload.InvalidDataError) as caught:
        answer.plan.audit(KEY)
    assert (caught.value.column, caught.value.code) == ("verb", "contradiction")
    record = answer.audit(KEY)
    assert "question" in evenload.verify(record, answer.plan, key=KEY).differs


def test_a_question_is_read_with_care() -> None:
    for text, code in (
        ("{}", "unsupported"),
        ('{"call": "allocate"}', "unsupported"),
        ('{"call": "cover", "input": {}}', "missing_value"),
        ("no question", "parse_error"),
    ):
        with pytest.raises(evenload.InvalidDataError) as caught:
            evenload.VerbQuestion.from_json(text)
        assert caught.value.code == code


def test_a_store_asks_verbs_again(tmp_path: Any) -> None:
    pytest.importorskip("sqlalchemy")
    from evenload.audit import AuditStore

    with AuditStore(f"sqlite:///{tmp_path / 'audit.db'}", key=KEY) as store:
        for verb in sorted(ASKED):
            made = ASKED[verb]()
            store.append(made.audit(KEY, decided_by_role="unit manager"), made)
        # A payload without its question says so, and is not taken for erased.
        store.append(made.audit(KEY), made.plan)
        verdicts = [one.verdict for one in store.verify(recompute=True).recomputed]
        assert verdicts == ["agrees"] * 6 + ["no_inputs"]
        store.erase(1, by_role="archivist", why="retention_over")
        report = store.verify(recompute=True)
        assert report.chain_holds and report.recomputed[0].verdict == "inputs_erased"


def test_a_question_verifies_on_the_command_line(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ASKED["cover"]()
    (tmp_path / "question.json").write_text(made.question.to_json(), encoding="utf-8")
    (tmp_path / "key").write_bytes(bytes(range(32)))
    (tmp_path / "record.json").write_text(made.audit(KEY).to_json(), encoding="utf-8")
    words = ["verify", "--record", "record.json", "--plan", "question.json", "--key-file", "key"]
    assert (
        main([str(tmp_path / word) if "." in word or word == "key" else word for word in words])
        == 0
    )
    assert "question\tagrees" in capsys.readouterr().out
