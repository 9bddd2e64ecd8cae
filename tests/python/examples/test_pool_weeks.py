"""The example of a pool's twelve weeks."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def answers(load, tmp_path_factory):
    out = tmp_path_factory.mktemp("pool")
    plan, without = load("pool_weeks").main(["--pictures", str(out)])
    return plan, without, out


def test_the_plan_is_worth_having(answers):
    plan, without, _ = answers
    assert plan.bound <= plan.objective < without.objective
    assert plan.gap < 0.05
    assert plan.backlog[:, :, -1].sum() < without.backlog[:, :, -1].sum()


def test_the_plan_keeps_the_rules(answers):
    plan, _, _ = answers
    assert not (plan.plan[2] == 0).any(), "Sam is not qualified for the intake"
    stays = plan.stays()
    ends = {(m, last) for m, last in zip(stays["member"], stays["last"], strict=True)}
    for member, first, last in zip(stays["member"], stays["first"], stays["last"], strict=True):
        assert last - first + 1 >= 10 or last == 59
    assert len(ends) == len(stays["member"])


def test_both_pictures_are_drawn(answers):
    _, _, out = answers
    assert (out / "pool_timeline.png").stat().st_size > 5000
    assert (out / "pool_backlog.png").stat().st_size > 5000
