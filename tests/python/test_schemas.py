"""What Python writes is what the published schemas describe, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import evenload
import pytest
from evenload.audit import Head
from evenload.workload import (
    AdditivePoints,
    Capacity,
    CaseloadCaps,
    HoursPerMonth,
    MeasurementRule,
    shipped_rules,
)

jsonschema = pytest.importorskip("jsonschema")
referencing = pytest.importorskip("referencing")

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = sorted((ROOT / "docs" / "schemas").rglob("*.schema.json"))
DOCUMENTS = sorted((ROOT / "examples" / "data" / "documents").glob("*.json"))


def name_of(path: Path) -> str:
    """Return ``plan`` for ``plan.schema.json``."""
    return path.name.removesuffix(".schema.json")


def load(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def validator(path: Path) -> Any:
    """Return a validator that knows all schemas by their ids."""
    resources = [referencing.Resource.from_contents(load(schema)) for schema in SCHEMAS]
    registry = referencing.Registry().with_resources([(r.id(), r) for r in resources])
    return jsonschema.Draft202012Validator(load(path), registry=registry)


@pytest.fixture
def written(plan: evenload.Plan) -> dict[str, Any]:
    """Every document that Python writes, by the name of its schema."""
    assert plan.policy is not None
    rule = plan.policy.to_dict()["measurement"]
    weights = AdditivePoints.of(
        {"a": "1/17", ("b", "x"): 2.5},
        factors=[{"name": "f", "kind": "add", "value": 2}],
        role_shares={"second": 0.5},
    )
    whole = json.loads(plan.to_json())
    key = evenload.AuditKey(bytes(range(32)), "2026")
    head = Head(log="default", length=3, hash="0f" * 32, at="2026-11-23T08:00:00.000000Z")
    wrong = json.loads(evenload.call_document({"schema_version": "1.0", "call": "guess"}))
    request = {
        "schema_version": "1.0",
        "call": "allocate",
        "input": whole["input"],
        "policy": whole["policy"],
    }
    announce = {"change": "announce", "case": "c1", "caseworker": "Kim"}
    delta = {"schema_version": "1.0", "key": "k", "base_version": 0, "changes": [announce]}
    state = evenload.AllocationState(
        {"id": ["c1"], "weight": [6]}, {"id": ["Kim"], "capacity": [20]}, policy=plan.policy
    )
    state.apply([announce], key="k", base_version=0, by_role="unit manager")
    return {
        "allocation_delta": [delta],
        "allocation_state": [json.loads(state.to_json())],
        "plan": [json.loads(plan.to_json(parts="plan"))],
        "allocation_policy": [
            plan.policy.to_dict(),
            evenload.AllocationPolicy(weights=weights).to_dict(),
        ],
        "allocation_input": [whole["input"]],
        "sealed_record": [
            json.loads(plan.audit(key).to_json()),
            json.loads(plan.audit(key, decided_by_role="unit manager").to_json()),
        ],
        "verification": [
            json.loads(evenload.verify(plan.audit(key), plan, key=given).to_json())
            for given in (key, bytes(32))
        ],
        "audit_head": [json.loads(head.to_json()), json.loads(head.sealed(key).to_json())],
        "explanation": [
            json.loads(plan.explain(case, audience=audience).to_json())
            for case in ("c1", "c6")
            for audience in ("allocator", "caseworker", "colleague", "case_file")
        ],
        "error": [wrong["error"]],
        "weight_scheme": [
            weights.to_dict(),
            CaseloadCaps.of({"a": 17}).to_dict(),
            HoursPerMonth.of({"a": 8.4})
            .convert("caseload_caps", full_time=89, as_full_time=1)
            .to_dict(),
        ],
        "capacity_rule": [
            Capacity(bands=[{"norm": 120}]).to_dict(),
            MeasurementRule.shipped("hmpps").to_dict()["capacity"] | {"schema_version": "1.0"},
            Capacity(bands=[{"norm": 1}], holidays=[("2026-12-24", 0.5)]).to_dict(),
        ],
        "measurement_rule": [
            {"schema_version": "1.0", **rule},
            *(MeasurementRule.shipped(name).to_dict() for name in shipped_rules()),
        ],
        "document_call": [request],
        "document_answer": [
            json.loads(evenload.call_document(request)),
            wrong,
        ],
    }


def test_there_are_schemas() -> None:
    assert {"weight_scheme", "capacity_rule", "measurement_rule", "measurement_result"} <= set(
        map(name_of, SCHEMAS)
    )


@pytest.mark.parametrize("path", SCHEMAS, ids=name_of)
def test_schemas_are_schemas_with_a_stable_id(path: Path) -> None:
    schema = load(path)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith("urn:evenload:schema:")


@pytest.mark.parametrize("path", SCHEMAS, ids=name_of)
def test_what_is_written_fits_its_schema(path: Path, written: dict[str, Any]) -> None:
    if name_of(path) not in written:
        pytest.skip("not a document that Python writes by itself")
    check = validator(path)
    for document in written[name_of(path)]:
        check.validate(document)


@pytest.mark.parametrize("path", SCHEMAS, ids=name_of)
def test_what_is_misspelt_does_not_fit(path: Path, written: dict[str, Any]) -> None:
    if name_of(path) not in written or "additionalProperties" not in load(path):
        pytest.skip("not a document that Python writes by itself, or an open one")
    document = {**written[name_of(path)][0], "misspelt": 1}
    assert not validator(path).is_valid(document)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_example_documents_fit_their_schema(path: Path) -> None:
    if path.name == "wrong_request.json":
        pytest.skip("wrong on purpose")
    by_name = {name_of(schema): schema for schema in SCHEMAS}
    name = {"request": "document_call", "answer": "document_answer"}.get(
        path.stem.rsplit("_", 1)[-1], path.stem
    )
    validator(by_name.get(name) or by_name[f"allocation_{name}"]).validate(load(path))


@pytest.mark.parametrize(
    "path", [p for p in DOCUMENTS if p.stem.endswith("_request")], ids=lambda path: path.name
)
def test_example_requests_get_the_answer_that_stands_beside_them(path: Path) -> None:
    expected = load(path.with_name(path.name.replace("_request", "_answer")))
    answer = json.loads(evenload.call_document(path.read_text(encoding="utf-8")))
    for document in (expected, answer):
        plan = document.get("result", {}).get("plan", document.get("result", {}))
        for where in (plan, plan.get("audit", {}) if isinstance(plan, dict) else {}):
            where.pop("work", None)  # may fall from release to release
    assert answer == expected
