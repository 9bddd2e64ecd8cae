"""A row for every rule about cases, and what the rule did."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def plan(load):
    return load("case_rules").main()


def who(plan, case, role="lead"):
    rows = plan.assignments
    found = zip(rows["case"], rows["role"], rows["caseworker"], strict=True)
    return next(worker for name, of, worker in found if (name, of) == (case, role))


def test_every_rule_has_its_row(plan):
    assert plan.status == "optimal"
    assert who(plan, "open") == "Bo"
    assert who(plan, "same client") == "Bo"
    assert who(plan, "sibling") == "Cai"
    assert who(plan, "back again") == "Dana"
    assert who(plan, "interpreter") is not None
    assert who(plan, "came from Berg") is not None
    assert who(plan, "linked 1") == who(plan, "linked 2")
    assert who(plan, "report 1") == "Ada"


def test_threats_are_for_two_who_are_there_and_work_together(plan):
    pair = {who(plan, "threats"), who(plan, "threats", "second")}
    assert len(pair) == 2
    assert "Cai" not in pair  # away on the day of the visit
    assert pair != {"Bo", "Dana"}
    assert "away_on_visit_day" in {r.code for r in plan.why_not("threats", "Cai")}
    assert who(plan, "placed child", "foster") == "Eli"


def test_the_border_has_one_agreement(plan):
    assert "other_municipality" in {r.code for r in plan.why_not("placed child", "Finn")}
    assert plan.why_not("sibling", "Finn") == []


def test_what_is_on_its_way_is_said(plan):
    codes = [notice.code for notice in plan.notices]
    assert {"event_in_open_case", "room_reserved", "handed_over"} <= set(codes)
    loads = dict(zip(plan.loads["caseworker"], plan.loads["load_before"], strict=True))
    assert loads["Bo"] == pytest.approx(4 + 2 + 1)  # the case, its new report, a third of the room
    assert loads["Cai"] == pytest.approx(1)
    rows = plan.assignments
    load = dict(zip(rows["case"], rows["load"], strict=True))
    assert load["came from Berg"] == pytest.approx(5 * 1.2)


def test_it_is_printed(load, capsys):
    load("case_rules").main()
    assert "placed child" in capsys.readouterr().out
