"""What others than the allocator read does not depend on what they may not know.

Pairs of inputs differ in one protected fact: an absence, a conflict of interest, newcomer
protection, a risk flag, somebody's capacity or load, the words of an override. Wherever both lead
to the same assignment, a colleague and the case file must read the same, byte for byte; and so must
the holder, but for the own numbers.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import evenload
import pytest

ON = "2026-11-23"
Office = dict[str, list[dict[str, Any]]]
PROTECTED_CODES = {
    "absent",
    "conflict_of_interest",
    "late_start",
    "newcomer_category",
    "newcomer_joint_only",
    "newcomer_limit_reached",
    "zero_capacity",
}
#: The only codes that a colleague may read of somebody who does not have the case.
DECLARED = {
    "not_available",
    "other_unit",
    "other_committee",
    "missing_skill",
    "expired_skill",
    "delegation_too_low",
    "missing_language",
    "not_on_duty",
}


def an_office(draw: random.Random) -> Office:
    """Draw a small office in which every kind of protected fact occurs somewhere."""
    people = [f"p{i}" for i in range(draw.randint(3, 6))]
    categories = ["investigation", "violence", "service"]
    caseworkers = [
        {
            "id": person,
            "unit": draw.choice(["children", "children", "adults"]),
            "capacity": draw.choice([10, 20, 20, 30]),
            "base_load": draw.choice([0, 2, 5, 9]),
            "skills": draw.sample(["court", "interview"], draw.randint(0, 2)),
            "delegation_level": draw.randint(0, 2),
            "languages": draw.sample(["ar", "so"], draw.randint(0, 1)),
            "on_duty": draw.random() < 0.5,
            "protected_until": "2027-03-31" if draw.random() < 0.2 else None,
            "protected_new_cases": draw.choice([None, 1, 2]),
            "protected_categories": draw.sample(categories, draw.randint(0, 1)),
            "joint_only_categories": draw.sample(categories, draw.randint(0, 1)),
            "wished_categories": draw.sample(categories, draw.randint(0, 1)),
            "unwished_categories": [],
        }
        for person in people
    ]
    cases = []
    for number in range(draw.randint(2, 6)):
        holder = draw.choice([*people, None, None, None])
        cases.append(
            {
                "id": f"c{number}",
                "unit": draw.choice(["children", "children", "adults"]),
                "weight": draw.choice([1, 2, 4, 7]),
                "class": draw.choice(["must", "must", "due", "may_wait"]),
                "categories": draw.sample(categories, draw.randint(0, 2)),
                "required_skills": ["court"] if draw.random() < 0.2 else [],
                "preferred_skills": ["interview"] if draw.random() < 0.3 else [],
                "delegation_level": draw.choice([0, 0, 1]),
                "language": draw.choice([None, None, None, "ar"]),
                "interpreter": draw.random() < 0.5,
                "risk": draw.random() < 0.2,
                "duty": draw.random() < 0.1,
                "previous_caseworker": draw.choice([*people, None, None]),
                "family_caseworker": draw.choice([*people, None, None, None]),
                "current_caseworker": holder,
                "state": None if holder is None else draw.choice(["announced", "started"]),
                "roles": draw.choice([["lead"], ["lead", "second"]]),
                "held_by": draw.choice(people) if holder is None and draw.random() < 0.1 else None,
            }
        )
    office: Office = {"cases": cases, "caseworkers": caseworkers}
    office["exclusions"] = [
        {"case": c["id"], "caseworker": draw.choice(people)} for c in cases if draw.random() < 0.3
    ]
    office["absences"] = [
        {"caseworker": person, "from": "2026-11-20", "to": "2026-12-31", "share": 1}
        for person in people
        if draw.random() < 0.2
    ]
    office["overrides"] = [
        {
            "case": case["id"],
            "role": "lead",
            "kind": kind,
            "caseworker": None if kind == "leave_unassigned" else draw.choice(people),
            "reason": f"words-{case['id']}",
        }
        for case in cases
        if case["held_by"] is None and draw.random() < 0.2
        for kind in [draw.choice(["assign", "forbid", "leave_unassigned"])]
    ]
    return office


def frames(office: Office) -> dict[str, dict[str, list[Any]]]:
    """Turn rows into columns; tables without rows are left out."""
    return {
        name: {column: [row[column] for row in rows] for column in rows[0]}
        for name, rows in office.items()
        if rows
    }


def allocated(office: Office, rules: dict[str, Any]) -> evenload.Plan:
    """Allocate; the work is bounded, which is enough for offices of this size."""
    policy = evenload.AllocationPolicy(on=ON, rules=rules)
    return evenload.allocate(**frames(office), policy=policy, threads=1, work_limit=200_000)


# A change gives the changed office and whom the fact is about (None: nobody in particular).
Change = Callable[[random.Random, Office], tuple[Office, str | None]]


def _absence(draw: random.Random, office: Office) -> tuple[Office, str | None]:
    person = draw.choice(office["caseworkers"])["id"]
    there = [row for row in office["absences"] if row["caseworker"] != person]
    if len(there) == len(office["absences"]):
        last = draw.choice(["2026-11-24", "2026-12-04", None])
        there.append({"caseworker": person, "from": "2026-11-20", "to": last, "share": 1})
    return {**office, "absences": there}, person


def _conflict(draw: random.Random, office: Office) -> tuple[Office, str | None]:
    pair = {
        "case": draw.choice(office["cases"])["id"],
        "caseworker": draw.choice(office["caseworkers"])["id"],
    }
    there = [row for row in office["exclusions"] if row != pair]
    if len(there) == len(office["exclusions"]):
        there.append(pair)
    return {**office, "exclusions": there}, pair["caseworker"]


def _protection(draw: random.Random, office: Office) -> tuple[Office, str | None]:
    changed = copy.deepcopy(office)
    person = draw.choice(changed["caseworkers"])
    if person["protected_until"] is None:
        person["protected_until"] = "2027-03-31"
        person["protected_new_cases"] = draw.choice([0, 1])
    else:
        person["protected_until"] = None
    return changed, person["id"]


def _risk(draw: random.Random, office: Office) -> tuple[Office, str | None]:
    changed = copy.deepcopy(office)
    case = draw.choice(changed["cases"])
    case["risk"] = not case["risk"]
    return changed, None


def _room(draw: random.Random, office: Office) -> tuple[Office, str | None]:
    changed = copy.deepcopy(office)
    person = draw.choice(changed["caseworkers"])
    if draw.random() < 0.5:
        person["capacity"] = draw.choice([0, 5, 40])
    else:
        person["base_load"] = draw.choice([0, 12, 60])
    return changed, person["id"]


def _words(draw: random.Random, office: Office) -> tuple[Office, str | None]:
    changed = copy.deepcopy(office)
    for row in changed["overrides"]:
        row["reason"] = "words-of-another-kind"
    return changed, None


CHANGES: dict[str, Change] = {
    "absence": _absence,
    "conflict": _conflict,
    "protection": _protection,
    "risk": _risk,
    "room": _room,
    "words": _words,
}
RULES: list[dict[str, Any]] = [
    {},
    {"unit_border": ("soft", 20), "family": "hard", "reopening": "hard"},
    {"continuity": "hard", "delegation": ("soft", 5), "duty": ("soft", 5)},
]


def who(plan: evenload.Plan) -> list[tuple[Any, ...]]:
    """Return the assignment as everybody may know it."""
    told = ("case", "role", "caseworker", "state", "overridden")
    return list(zip(*(plan.assignments[column].tolist() for column in told), strict=True))


def seen(plan: evenload.Plan, case: str, role: str, audience: str) -> dict[str, Any]:
    """Return everything that a reader gets: document, sentences in both languages, frames."""
    found = plan.explain(case, role, audience, top=100)
    reasons = [*found.why]
    for alternative in found.alternatives:
        reasons += alternative.reasons
    for excluded in found.excluded:
        reasons += excluded.reasons
    return {
        "document": json.loads(found.to_json()),
        "sentences": [r.sentence(language) for r in reasons for language in ("en", "sv")],
        "excluded": {n: c.tolist() for n, c in found.excluded_frame().items()},
        "codes": [r.code for r in reasons],
        "parameters": [dict(r.parameters) for r in reasons],
    }


def without_own_numbers(view: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the holder sees of the own load; the fact is about the holder then."""
    rest = copy.deepcopy(view)
    for row in rest["document"]["alternatives"]:
        for number in ("capacity", "load_before", "load_after", "ratio_before", "ratio_after"):
            row.pop(number, None)
    return rest


@pytest.mark.parametrize("kind", list(CHANGES))
def test_views_do_not_depend_on_protected_facts(kind: str) -> None:
    compared: Counter[str] = Counter()
    for number in range(150):
        draw = random.Random(f"{kind}-{number}")
        office = an_office(draw)
        rules = draw.choice(RULES)
        other_office, about = CHANGES[kind](draw, office)
        try:
            plan, other = allocated(office, rules), allocated(other_office, rules)
        except evenload.InvalidDataError as error:  # decisions that contradict each other
            assert error.code == "contradiction"
            continue
        if who(plan) != who(other):
            continue
        for case, role, holder, *_ in who(plan):
            for audience in ("colleague", "case_file", "caseworker"):
                one, two = (seen(p, case, role, audience) for p in (plan, other))
                if audience == "caseworker" and about is not None and about == holder:
                    one, two = without_own_numbers(one), without_own_numbers(two)
                assert one == two, (kind, number, case, role, audience)
                compared[audience] += 1
    assert min(compared.values()) >= 100, compared


def test_no_view_says_what_is_protected() -> None:
    read: Counter[str] = Counter()
    for number in range(200):
        draw = random.Random(f"views-{number}")
        office = an_office(draw)
        people = {row["id"] for row in office["caseworkers"]}
        try:
            plan = allocated(office, draw.choice(RULES))
        except evenload.InvalidDataError as error:
            assert error.code == "contradiction"
            continue
        for case, role, holder, *_ in who(plan):
            for audience in ("colleague", "case_file", "caseworker"):
                view = seen(plan, case, role, audience)
                document = view["document"]
                text = json.dumps(view, ensure_ascii=False)
                assert not PROTECTED_CODES & set(view["codes"])
                assert not any(evenload.Reason(code, {}).is_protected for code in view["codes"])
                assert "words-" not in text
                assert not any("price" in parameters for parameters in view["parameters"])
                assert "relaxation" not in document or document["relaxation"] is None
                listed = [row["caseworker"] for row in document["excluded"]]
                if audience == "colleague":
                    assert listed == sorted(people - {holder})
                    assert set(view["excluded"]["reason"]) <= DECLARED
                    assert document["alternatives"] == []
                else:
                    assert listed == []
                for row in document["alternatives"]:
                    assert audience == "caseworker" and row["caseworker"] == holder
                    assert (row["rank"], row["cost"]) == (1, 0)
                    assert not row["differences"]
                others = people - {holder, *listed}
                named = {str(v) for p in view["parameters"] for v in p.values()}
                assert not named & others
                read.update(view["codes"])
    # The offices are not so tame that nothing could have leaked.
    assert {"not_available", "chosen_by_rules", "decided_by_person", "left_by_person"} <= set(read)
    assert {"other_unit", "awaiting_allocation", "started_stays", "held_for_now"} <= set(read)


def test_whoever_is_away_reads_like_whoever_was_merely_not_chosen() -> None:
    cases = {"id": ["c"], "weight": [4]}
    people = {"id": ["Kim", "Lo", "Max"], "capacity": [20, 20, 20], "base_load": [0, 5, 10]}
    away = {"caseworker": ["Lo"], "from": ["2026-11-01"], "to": [None]}
    there = evenload.allocate(cases, people, policy={"on": ON})
    gone = evenload.allocate(cases, people, policy={"on": ON}, absences=away)
    assert [a.caseworker for a in there.explain("c").alternatives] == ["Kim", "Lo", "Max"]
    assert [a.caseworker for a in gone.explain("c").alternatives] == ["Kim", "Max"]
    for audience in ("colleague", "case_file", "caseworker"):
        one, two = (p.explain("c", audience=audience) for p in (there, gone))
        assert one == two
        assert [r.code for r in one.why] == ["chosen_by_rules"]
    colleague = gone.explain("c", audience="colleague")
    assert [(e.caseworker, [r.code for r in e.reasons]) for e in colleague.excluded] == [
        ("Lo", ["not_available"]),
        ("Max", ["not_available"]),
    ]


def test_whoever_is_the_only_one_reads_like_the_best_of_many() -> None:
    cases = {"id": ["c"], "weight": [4]}
    people = {"id": ["Kim", "Lo"], "capacity": [20, 20], "base_load": [0, 5]}
    conflict = {"case": ["c"], "caseworker": ["Lo"]}
    free = evenload.allocate(cases, people, policy={"on": ON})
    barred = evenload.allocate(cases, people, policy={"on": ON}, exclusions=conflict)
    assert [r.code for r in free.explain("c").why] == ["best_level"]
    assert [r.code for r in barred.explain("c").why] == ["only_eligible"]
    for audience in ("colleague", "case_file", "caseworker"):
        assert free.explain("c", audience=audience) == barred.explain("c", audience=audience)


def test_what_is_left_over_does_not_tell_why() -> None:
    cases = {"id": ["c"], "weight": [4]}
    full = {"id": ["Kim"], "capacity": [20], "base_load": [24]}
    conflict = {"case": ["c"], "caseworker": ["Kim"]}
    no_room = evenload.allocate(cases, full, policy={"on": ON})
    nobody = evenload.allocate(cases, full, policy={"on": ON}, exclusions=conflict)
    assert [r.code for r in no_room.explain("c").why] == ["no_room"]
    assert [r.code for r in nobody.explain("c").why] == ["no_eligible_caseworker"]
    for audience in ("colleague", "case_file", "caseworker"):
        view = nobody.explain("c", audience=audience)
        assert view == no_room.explain("c", audience=audience)
        assert [r.code for r in view.why] == ["awaiting_allocation"]
