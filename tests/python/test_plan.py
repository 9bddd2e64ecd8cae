"""Plans and explanations: what they hold, who may read it, and how they travel."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import evenload
import pytest
from evenload import Explanation, InvalidDataError, Plan

Lists = dict[str, list[Any]]


def test_a_plan_holds_what_was_asked(plan: Plan) -> None:
    who = dict(zip(plan.assignments["case"], plan.assignments["caseworker"], strict=True))
    assert who["c1"] in ("Kim", "Lo", "Åsa")
    assert who["c2"] in ("Kim", "Åsa"), "only they have the skill"
    assert who["c6"] is None
    assert plan.undistributed["case"].tolist() == ["c6"]
    assert plan.status in ("optimal", "feasible")
    assert plan.stop == "done"
    assert plan.work > 0
    assert [level.name for level in plan.levels] == [
        "unassigned_must",
        "overload",
        "unassigned_due",
        "unassigned_may_wait",
        "balance",
    ]
    assert plan.levels[0].value == 1
    assert all(level.bound <= level.value for level in plan.levels)
    before = sum(plan.loads["load_before"])
    placed = sum(
        load
        for load, w in zip(plan.assignments["load"], plan.assignments["caseworker"], strict=True)
        if w
    )
    assert sum(plan.loads["load_after"]) == pytest.approx(before + placed)


def test_notices_are_reasons_with_sentences(plan: Plan) -> None:
    notice = next(n for n in plan.notices if n.code == "unknown_previous_caseworker")
    assert dict(notice.parameters) == {"case": "c4", "caseworker": "Gone"}
    assert "Gone" in notice.sentence()
    assert notice.sentence("sv") != notice.sentence("en")
    with pytest.raises(InvalidDataError) as caught:
        notice.sentence("fi")
    assert caught.value.code == "unsupported"


def test_the_audit_record_repeats_the_proposal(
    cases: Lists, caseworkers: Lists, plan: Plan
) -> None:
    audit = plan.audit()
    assert audit["on"] == "2026-11-23"
    assert audit["policy"] == "default"
    assert audit["version"] == evenload.__version__
    assert audit["work"] == plan.work
    assert (audit["cases"], audit["caseworkers"]) == (6, 4)
    again = evenload.allocate(
        cases, caseworkers, policy=plan.policy, seed=audit["seed"], work_limit=audit["work"]
    )
    assert again.assignments["caseworker"].tolist() == plan.assignments["caseworker"].tolist()


def test_the_day_is_today_where_the_policy_names_none(cases: Lists, caseworkers: Lists) -> None:
    import datetime
    import zoneinfo

    now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Stockholm")).date()
    plan = evenload.allocate(cases, caseworkers)
    shown = datetime.date.fromisoformat(plan.audit()["on"])
    assert now <= shown <= now + datetime.timedelta(days=1)  # midnight may pass in between
    assert plan.policy is not None and plan.policy.on == shown


def test_plans_survive_pickle_json_and_arrow_and_still_explain(plan: Plan) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    journeys = [
        pickle.loads(pickle.dumps(plan)),
        copy.deepcopy(plan),
        Plan.from_json(plan.to_json()),
        Plan.from_arrow(plan.to_arrow()),
        Plan.from_arrow(pyarrow.table(plan.to_arrow())),
    ]
    for other in journeys:
        assert other == plan
        assert other.levels == plan.levels
        assert (other.status, other.stop, other.work, other.notices) == (
            plan.status,
            plan.stop,
            plan.work,
            plan.notices,
        )
        assert other.audit() == plan.audit()
        assert other.explain("c2") == plan.explain("c2")
        for name, values in plan.assignments.items():
            assert other.assignments[name].tolist() == values.tolist()


def test_pickles_keep_the_callers_kind(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy, kind: Any
) -> None:
    plan = evenload.allocate(kind.make(cases), caseworkers, policy=policy)
    other = pickle.loads(pickle.dumps(plan))
    assert type(other.assignments) is type(plan.assignments)
    assert type(pickle.loads(pickle.dumps(plan.explain("c1"))).alternatives_frame()) is type(
        plan.assignments
    )


def test_a_plan_of_its_own_document_cannot_explain(plan: Plan) -> None:
    bare = Plan.from_json(plan.to_json(parts="plan"))
    assert bare.levels == plan.levels
    with pytest.raises(InvalidDataError) as caught:
        bare.explain("c1")
    assert caught.value.code == "missing_value"
    with pytest.raises(InvalidDataError):
        plan.to_json(parts="some")


def test_arrow_without_metadata_is_refused(plan: Plan) -> None:
    polars = pytest.importorskip("polars")
    with pytest.raises(InvalidDataError) as caught:
        Plan.from_arrow(polars.DataFrame(plan.to_arrow()))
    assert caught.value.column == "metadata"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"plan": {"assignments": 3}}', "null"])
def test_wrong_plan_documents_are_refused(text: str) -> None:
    with pytest.raises(InvalidDataError):
        Plan.from_json(text)


def test_an_explanation_names_reasons_and_alternatives(plan: Plan) -> None:
    found = plan.explain("c1")
    assert (found.case_id, found.role, found.audience) == ("c1", "lead", "allocator")
    assert found.caseworker == plan.assignments["caseworker"][0]
    assert found.why
    ranks = [a.rank for a in found.alternatives]
    assert ranks == sorted(ranks)
    assert sum(a.chosen for a in found.alternatives) == 1
    for one in found.alternatives:
        assert one.load_after == one.load_before + 12
        assert one.ratio_after == pytest.approx(one.load_after / one.capacity)
    excluded = {e.caseworker: {r.code for r in e.reasons} for e in found.excluded}
    assert excluded["Max"] == {"other_unit"}
    assert {r.code for r in plan.why_not("c1", "Max")} == {"other_unit"}
    assert plan.why_not("c1", "Kim") == []
    assert evenload.explain(plan, "c1") == found
    assert len(plan.explain("c1", top=1).alternatives) == 2
    assert found.text() and found.text("sv")


def test_what_is_left_tells_why_and_what_would_help(plan: Plan) -> None:
    found = plan.explain("c6")
    assert found.caseworker is None
    assert found.why[0].code == "no_eligible_caseworker"
    assert found.relaxation is not None
    assert found.relaxation.reason.code == "missing_skill"
    assert found.relaxation.reason.parameters["skill"] == "deaf-blind interpreting"


def test_only_the_allocator_reads_protected_reasons(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    plan = evenload.allocate(
        cases, caseworkers, policy=policy, exclusions={"case": ["c1"], "caseworker": ["Lo"]}
    )
    seen = {e.caseworker: {r.code for r in e.reasons} for e in plan.explain("c1").excluded}
    assert "conflict_of_interest" in seen["Lo"]
    for audience in ("caseworker", "colleague", "case_file"):
        text = plan.explain("c1", audience=audience).to_json()
        assert "conflict_of_interest" not in text
    with pytest.raises(InvalidDataError):
        plan.explain("c1", audience="everyone")


def test_unknown_cases_and_roles_are_named(plan: Plan) -> None:
    for arguments in (("nope",), ("c1", "chair")):
        with pytest.raises(InvalidDataError) as caught:
            plan.explain(*arguments)
        assert caught.value.code == "unknown_id"


def test_explanations_survive_pickle_json_and_arrow(plan: Plan) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for case in ("c1", "c6"):
        found = plan.explain(case)
        for other in (
            pickle.loads(pickle.dumps(found)),
            Explanation.from_json(found.to_json()),
            Explanation.from_arrow(found.to_arrow()),
            Explanation.from_arrow(pyarrow.table(found.to_arrow())),
        ):
            assert other == found
            assert other.why == found.why
            assert other.alternatives == found.alternatives
            assert other.excluded == found.excluded
            assert other.relaxation == found.relaxation


def test_ones_own_sentences_are_used(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    own = policy.replace(sentences={"en": {"other_unit": "Works elsewhere."}})
    plan = evenload.allocate(cases, caseworkers, policy=own)
    excluded = next(e for e in plan.explain("c1").excluded if e.caseworker == "Max")
    assert excluded.reasons[0].sentence() == "Works elsewhere."
    assert excluded.reasons[0].sentence("sv") != "Works elsewhere."


def test_recommend_an_open_case_and_a_new_one(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    advice = evenload.recommend("c1", cases, caseworkers, policy=policy)
    assert advice.case_id == "c1"
    assert {a.caseworker for a in advice.alternatives} == {"Kim", "Lo", "Åsa"}
    new = {
        "id": "new",
        "unit": "adults",
        "weight": 5,
        "previous_caseworker": "Max",
        "deadline": None,
    }
    fresh = evenload.recommend(new, cases, caseworkers, policy=policy, top=1)
    assert [a.caseworker for a in fresh.alternatives] == ["Max"]
    pandas = pytest.importorskip("pandas")
    assert evenload.recommend(pandas.Series(new), cases, caseworkers, policy=policy, top=1) == fresh
    with pytest.raises(InvalidDataError) as caught:
        evenload.recommend("nope", cases, caseworkers, policy=policy)
    assert caught.value.code == "unknown_id"
    with pytest.raises(InvalidDataError) as caught:
        evenload.recommend({**new, "weight": -1}, cases, caseworkers, policy=policy)
    assert (caught.value.code, caught.value.table, caught.value.column, caught.value.row) == (
        "negative_value",
        "case",
        "weight",
        0,
    )
    with pytest.raises(InvalidDataError) as caught:
        evenload.recommend(3.5, cases, caseworkers, policy=policy)
    assert caught.value.code == "wrong_type"


def test_recommend_takes_a_day(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    away = {"caseworker": ["Kim"], "from": ["2026-12-07"], "to": ["2027-03-31"]}
    now = evenload.recommend("c1", cases, caseworkers, policy=policy, absences=away)
    later = evenload.recommend(
        "c1", cases, caseworkers, policy=policy, absences=away, on="2026-12-14"
    )
    assert "Kim" in {a.caseworker for a in now.alternatives}
    assert "Kim" not in {a.caseworker for a in later.alternatives}
    assert evenload.recommend("c1", cases, caseworkers, policy=policy, on="today").case_id == "c1"


def test_undistributed_lists_what_is_open(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    rows = evenload.undistributed(cases, caseworkers, policy=policy)
    assert rows["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    assert set(rows["case"]) == set(cases["id"])
    assert rows["case"][-1] == "c4", "may_wait comes last"


def test_overrides_are_inputs_and_stand_in_the_audit(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    overrides = {
        "case": ["c1"],
        "kind": ["assign"],
        "caseworker": ["Lo"],
        "reason": ["knows the family"],
        "decided_by_role": ["unit manager"],
    }
    plan = evenload.allocate(cases, caseworkers, policy=policy, overrides=overrides)
    assert plan.assignments["caseworker"][0] == "Lo"
    assert bool(plan.assignments["overridden"][0])
    assert plan.audit()["overrides"][0]["reason"] == "knows the family"


def test_announced_and_started_stay_put(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    held = dict(
        cases,
        current_caseworker=["Lo", None, None, None, None, None],
        state=["started", None, None, None, None, None],
    )
    plan = evenload.allocate(held, caseworkers, policy=policy)
    assert plan.assignments["caseworker"][0] == "Lo"
    assert plan.assignments["state"][0] == "started"


def test_a_cancelled_allocation_keeps_its_incumbent(
    cases: Lists, caseworkers: Lists, policy: evenload.AllocationPolicy
) -> None:
    token = evenload.StopToken()
    token.request_stop()
    plan = evenload.allocate(cases, caseworkers, policy=policy, stop=token)
    assert plan.stop in ("cancelled", "done")
    assert len(plan.assignments["case"]) == 6


def test_the_document_call_gives_the_same_plan(plan: Plan) -> None:
    whole = json.loads(plan.to_json())
    request = {
        "schema_version": "1.0",
        "call": "allocate",
        "input": whole["input"],
        "policy": whole["policy"],
        "extensions": {"mine": 1},
    }
    answer = json.loads(evenload.call_document(request))
    assert answer["extensions"] == {"mine": 1}
    ours = [(a["case"], a.get("caseworker")) for a in whole["plan"]["assignments"]]
    result = answer["result"].get("plan", answer["result"])
    assert [(a["case"], a.get("caseworker")) for a in result["assignments"]] == ours
    wrong = json.loads(evenload.call_document({"schema_version": "1.0", "call": "guess"}))
    assert wrong["error"]["name"]
