"""Sealed records from Python: keys, digests, what a verification says."""

from __future__ import annotations

import hashlib
import json
import pickle
import traceback
from typing import Any

import evenload
import pytest
from evenload import _core

OTHER_KEY = evenload.AuditKey(b"another key of thirty-two bytes!", "2026")


def tables(proposal: Any) -> dict[str, Any]:
    """Return the tables of the proposal as rows, to be changed."""
    return dict(json.loads(proposal.plan.to_json())["input"])


def plan_with(proposal: Any, **changes: Any) -> evenload.Plan:
    """Return the stored plan with another input or policy."""
    document = json.loads(proposal.plan.to_json())
    for name, change in changes.items():
        document[name] = change(document[name])
    return evenload.Plan.from_json(json.dumps(document))


def test_published_digests() -> None:
    # FIPS 180-4 (SHA-256, examples "abc" and the empty text) and RFC 4231, cases 1 and 6.
    assert hashlib.sha256(b"abc").hexdigest() == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert hashlib.sha256(b"").hexdigest() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert evenload.AuditKey(b"\x0b" * 20).digest(b"Hi There") == (
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )
    text = b"Test Using Larger Than Block-Size Key - Hash Key First"
    assert evenload.AuditKey(b"\xaa" * 131).digest(text) == (
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )


@pytest.mark.parametrize("secret", [b"", b"fifteen secrets", "a text of more than sixteen", None])
def test_a_key_is_bytes_enough(proposal: Any, secret: Any) -> None:
    with pytest.raises(evenload.InvalidDataError) as caught:
        evenload.AuditKey(secret)
    assert (caught.value.table, caught.value.column) == ("audit", "key")
    assert "secret" not in str(caught.value)
    with pytest.raises(evenload.InvalidDataError):
        evenload.verify(proposal.record, proposal.plan, key=secret)


def test_a_key_shows_nowhere(proposal: Any) -> None:
    secret = b"kept in a safe, never in a log!!"
    key = evenload.AuditKey(secret, "2026")
    assert repr(key) == "<AuditKey '2026'>"
    assert "safe" not in str(vars(key) if hasattr(key, "__dict__") else "")
    with pytest.raises(TypeError):
        pickle.dumps(key)
    record = proposal.plan.audit(key)
    for text in (record.to_json(), repr(record), evenload.verify(record, proposal.plan, key=key)):
        assert "safe" not in str(text)
        assert secret.hex() not in str(text)
    try:
        evenload.verify("{}", proposal.plan, key=key)
    except evenload.InvalidDataError as error:
        assert "safe" not in "".join(traceback.format_exception(error))


def test_the_digest_is_of_the_documented_form(proposal: Any) -> None:
    document = proposal.record.to_dict()
    form = _core.canonical_input(proposal.plan._input)
    assert document["input_digest"] == proposal.key.digest(b"evenload.input.1\n" + form)
    # The same form from the document, by the rules in docs/models/audit.md.
    rows = {
        name: sorted(
            json.dumps(
                {key: cell for key, cell in row.items() if cell is not None},
                sort_keys=True,
                separators=(",", ":"),
                ensure_ascii=False,
            )
            for row in table
        )
        for name, table in tables(proposal).items()
        if name not in ("schema_version", "extensions")
    }
    text = ",".join(f'"{name}":[{",".join(rows[name])}]' for name in sorted(rows))
    assert form == ("{" + text + "}").encode()


def test_a_record_says_what_was_decided_and_by_whom(proposal: Any) -> None:
    record = proposal.record
    assert record.decided_by_role == "unit manager"
    assert record.key_name == "2026"
    assert record.overrides[0]["reason"] == "knows the family"
    document = record.to_dict()
    assert document["proposal"] == proposal.plan.audit()
    assert [level["level"] for level in document["levels"]] == [
        level.name for level in proposal.plan.levels
    ]
    assert evenload.SealedRecord.from_json(record.to_json()) == record
    assert pickle.loads(pickle.dumps(record)) == record


def test_a_record_verifies_from_tables_in_any_order(proposal: Any) -> None:
    rows = tables(proposal)
    turned = {name: rows[name][::-1] for name in ("cases", "caseworkers", "overrides")}
    frames = {
        name: {column: [row.get(column) for row in table] for column in table[0]}
        for name, table in turned.items()
    }
    answer = evenload.verify(
        proposal.record,
        frames["cases"],
        frames["caseworkers"],
        overrides=frames["overrides"],
        key=proposal.key,
        policy=proposal.plan.policy,
        threads=2,
    )
    assert answer
    assert answer.differs == []
    assert answer.plan is not None
    assert [check.part for check in answer.checks] == [
        "key", "record", "version", "input", "policy", "question", "work", "outcome", "levels",
        "plan",
    ]  # fmt: skip


def test_a_record_verifies_from_a_stored_plan(proposal: Any) -> None:
    stored = evenload.Plan.from_json(proposal.plan.to_json())
    assert evenload.verify(proposal.record.to_json(), stored, key=proposal.key)
    with pytest.raises(TypeError):
        evenload.verify(proposal.record, stored, tables(proposal)["cases"], key=proposal.key)
    with pytest.raises(evenload.InvalidDataError):
        plan_alone = evenload.Plan.from_json(proposal.plan.to_json(parts="plan"))
        evenload.verify(proposal.record, plan_alone, key=proposal.key)


def test_what_differs_is_named(proposal: Any) -> None:
    def heavier(rows: dict[str, Any]) -> dict[str, Any]:
        rows["cases"][0]["weight"] = 7
        return rows

    def pricier(policy: dict[str, Any]) -> dict[str, Any]:
        policy["rules"]["wishes"]["price"] = 6
        return policy

    other_input = evenload.verify(
        proposal.record, plan_with(proposal, input=heavier), key=proposal.key
    )
    assert (other_input.differs, other_input.repetition) == (["input"], "other_question")
    assert other_input["plan"].verdict == "not_checked"
    other_policy = evenload.verify(
        proposal.record, plan_with(proposal, policy=pricier), key=proposal.key
    )
    assert other_policy.differs == ["policy"]
    other_key = evenload.verify(proposal.record, proposal.plan, key=OTHER_KEY)
    assert (other_key.differs, bool(other_key)) == (["key"], False)
    changed = json.loads(proposal.record.to_json())
    changed["decided_by_role"] = "somebody else"
    assert evenload.verify(json.dumps(changed), proposal.plan, key=proposal.key).differs == [
        "record"
    ]


def test_a_record_of_another_version_says_so(proposal: Any) -> None:
    def older(plan: dict[str, Any]) -> dict[str, Any]:
        plan["audit"]["version"] = "0.0.9"
        return plan

    plan = plan_with(proposal, plan=older)
    answer = evenload.verify(plan.audit(proposal.key), plan, key=proposal.key)
    assert answer.differs == ["version"]
    assert answer["version"].recorded == "0.0.9"
    assert answer.agrees  # the same is found
    newer = json.loads(proposal.record.to_json()) | {"schema_version": "2.0"}
    with pytest.raises(evenload.InvalidDataError) as caught:
        evenload.SealedRecord.from_json(json.dumps(newer))
    assert caught.value.code == "unsupported_schema"


def test_what_a_clock_ended_is_not_repeatable(proposal: Any) -> None:
    def stopped(plan: dict[str, Any]) -> dict[str, Any]:
        plan["stop"] = plan["audit"]["stop"] = "time"
        return plan

    plan = plan_with(proposal, plan=stopped)
    answer = evenload.verify(plan.audit(proposal.key), plan, key=proposal.key)
    assert (answer.repetition, answer.agrees) == ("stopped_by_clock", False)


def test_no_digest_without_a_key(proposal: Any) -> None:
    assert "digest" not in json.dumps(proposal.plan.audit())
    with pytest.raises(evenload.InvalidDataError):
        proposal.plan.audit(b"")
