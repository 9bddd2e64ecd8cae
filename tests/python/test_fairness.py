"""Leximin, the trade-off curve, orders of levels and remembered load from Python."""

from __future__ import annotations

import json
from fractions import Fraction

import evenload
import numpy as np
import pytest
from evenload import InvalidDataError
from evenload.optimize import balanced_assignment

DAY = {"on": "2026-11-23"}
CASES = {"id": [f"c{k}" for k in range(6)], "weight": [2] * 6, "type": ["court"] * 6}
PEOPLE = {
    "id": ["x", "y"],
    "unit": ["u", "u"],
    "capacity": [20, 20],
    "unwished_categories": [["court"], []],
}


def test_leximin_of_equal_loads_is_proven():
    random = np.random.default_rng(3)
    rows, columns = 60, 12
    chosen = random.random((rows, columns)) < 0.4
    chosen[:, 0] = True
    indptr = np.concatenate([[0], np.cumsum(chosen.sum(axis=1))])
    capacity = random.integers(40, 90, columns)
    answer = balanced_assignment(
        indptr,
        np.nonzero(chosen)[1],
        np.full(rows, 5),
        capacity,
        base_load=random.integers(0, 20, columns),
        cost=random.integers(0, 9, int(chosen.sum())),
        cost_weight=1,
        balance="leximin",
    )
    assert answer.status == "optimal"
    assert [level.name for level in answer.levels] == ["unassigned", "overload", "leximin", "cost"]
    assert answer.sorted_ratios.proven == columns
    assert answer.sorted_ratios.next_bound is None
    expected = np.sort(answer.load / capacity)[::-1]
    assert np.array_equal(answer.sorted_ratios.ratios, expected)


def test_leximin_in_a_plan():
    plan = evenload.allocate(CASES, PEOPLE, policy={**DAY, "balance": "leximin"})
    assert plan.sorted_ratios.ratios.tolist() == [0.3, 0.3]
    assert plan.levels[-1].name == "cost"
    assert evenload.Plan.from_json(plan.to_json()).sorted_ratios.proven == 2
    assert evenload.allocate(CASES, PEOPLE, policy=DAY).sorted_ratios is None


def test_trade_off_of_wishes():
    curve = evenload.trade_off(CASES, PEOPLE, "wishes", policy=DAY)
    assert [point.broken for point in curve.points] == [3, 2, 1, 0]
    assert all(point.proven and point.supported for point in curve.points)
    assert [Fraction(point.weight_to) for point in curve.points[:-1]] == [
        Fraction(2, 25),
        Fraction(6, 25),
        Fraction(10, 25),
    ]
    assert curve.points[-1].weight_to is None
    assert curve.current.broken == 3
    assert curve.status == "optimal"
    assert list(curve.frame["current"]) == [True, False, False, False]


def test_trade_off_refuses():
    with pytest.raises(InvalidDataError, match="subject"):
        evenload.trade_off(CASES, PEOPLE, "unit_border", policy=DAY)
    with pytest.raises(InvalidDataError, match="most_solves"):
        evenload.trade_off(CASES, PEOPLE, "wishes", most_solves=1, policy=DAY)


def test_level_orders():
    cases = {"id": ["c1", "c2"], "weight": [6, 6], "class": ["must", "may_wait"]}
    people = {"id": ["x"], "unit": ["u"], "capacity": [10]}
    orders = evenload.level_orders(cases, people, policy=DAY)
    assert [order["of_policy"] for order in orders.orders] == [True, False]
    levels = {level["level"]: level["value"] for level in orders.orders[1]["levels"]}
    assert levels["overload"] == 2
    assert len(orders.frame["level"]) == 8


def test_remembered_load_gives_room():
    carried = {"caseworker": ["x", "x"], "week": ["2026-11-09", "2026-09-14"], "extra_load": [8, 8]}
    plain = evenload.allocate(CASES, PEOPLE, policy=DAY, carried_load=carried)
    assert plain.loads["remembered"].tolist() == [0, 0]
    policy = {
        **DAY,
        "carry_over": {"half_life_weeks": 4, "most": 1},
        "rules": {"wishes": {"mode": "off"}},
    }
    plan = evenload.allocate(CASES, PEOPLE, policy=policy, carried_load=carried)
    assert plan.loads["remembered"].tolist() == [7.5, 0]
    assert plan.loads["new_cases"].tolist() == [1, 5]
    assert [notice.code for notice in plan.notices] == ["remembered_load"]
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate(
            CASES, PEOPLE, policy=policy, carried_load={**carried, "extra_load": [8, -1]}
        )
    assert (caught.value.table, caught.value.column, caught.value.row) == (
        "carried_load",
        "extra_load",
        1,
    )


def test_the_document_call_knows_both():
    document = {
        "schema_version": "1.0",
        "input": {
            "cases": [{"id": f"c{k}", "weight": 2, "type": "court"} for k in range(6)],
            "caseworkers": [
                {"id": "x", "unit": "u", "capacity": 20, "unwished_categories": ["court"]},
                {"id": "y", "unit": "u", "capacity": 20},
            ],
        },
        "policy": DAY,
    }
    curve = json.loads(
        evenload.call_document({**document, "call": "trade_off", "subject": "wishes"})
    )
    assert len(curve["result"]["points"]) == 4
    orders = json.loads(evenload.call_document({**document, "call": "level_orders"}))
    assert len(orders["result"]["orders"]) == 2


def test_the_curve_is_drawn():
    pytest.importorskip("matplotlib").use("Agg")
    from evenload import plots

    curve = evenload.trade_off(CASES, PEOPLE, "wishes", policy=DAY)
    axes = plots.trade_off_curve(curve)
    assert axes.get_title(loc="left") == 'What the rule "wishes" costs in balance'
    labels = axes.get_legend_handles_labels()[1]
    assert "the policy as it stands" in labels


def test_a_plan_says_what_another_order_would_be() -> None:
    cases = {"id": ["c1", "c2"], "weight": [6, 6], "class": ["must", "may_wait"]}
    people = {"id": ["Kim"], "unit": ["u"], "capacity": [10]}
    plan = evenload.allocate(cases, people, policy=DAY, seed=5, work_limit=400_000)
    asked = plan.level_orders()
    assert (
        asked.orders
        == evenload.level_orders(cases, people, policy=DAY, seed=5, work_limit=400_000).orders
    )
    assert asked.orders[0]["levels"][0]["value"] == plan.levels[0].value
    alone = evenload.Plan.from_json(plan.to_json(parts="plan"))
    with pytest.raises(InvalidDataError, match="input"):
        alone.level_orders()
