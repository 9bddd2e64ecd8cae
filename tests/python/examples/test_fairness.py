"""The example of fairness: leximin, the price of wishes, orders of levels, remembered load."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def answers(load):
    return load("fairness").main([])


def test_the_ratios_fall_and_name_nobody(answers):
    ratios = answers.even.sorted_ratios.ratios
    assert (ratios[:-1] >= ratios[1:]).all()
    assert len(ratios) == 12


def test_wishes_cost_balance(answers):
    points = answers.curve.points
    assert len(points) >= 3
    assert [p.rule_cost for p in points] == sorted((p.rule_cost for p in points), reverse=True)
    assert all(a.balance < b.balance for a, b in zip(points, points[1:]))
    assert all(p.balance_bound <= p.balance for p in points)


def test_both_orders_are_there(answers):
    assert [order["of_policy"] for order in answers.orders.orders] == [True, False]


def test_who_carried_a_vacancy_has_room(answers):
    loads = dict(
        zip(answers.remembered.loads["caseworker"], answers.remembered.loads["remembered"])
    )
    assert loads["worker A"] > 0
    assert sum(loads.values()) == loads["worker A"]
