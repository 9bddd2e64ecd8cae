"""The example of the pool: fitted, sized, compared, drawn."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def answers(load, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    found = load("pool_size").main(["--pictures", str(folder)])
    assert len(list(folder.glob("*.png"))) == 4
    return found


def test_the_pool_meets_its_risk_and_a_smaller_one_does_not(answers):
    assert answers.size.verdict in ("proven", "sufficient")
    assert answers.size.pool.meets
    assert not answers.size.smaller[0].meets
    assert answers.size.smaller[0].worst > answers.size.pool.worst
    risks = [one.worst for one in answers.curve]
    assert risks == sorted(risks, reverse=True)


def test_its_worth_is_told_with_intervals(answers):
    for one in answers.worth.comparisons:
        assert one.difference.low <= one.difference.mean <= one.difference.high
    assert answers.worth.against("nothing").verdict == "helps"
    assert answers.as_one.verdict in ("equal", "hurts")
    assert set(answers.breaks) == {"efficiency", "travel", "handover"}


def test_the_fit_is_near_what_was_drawn(answers, load):
    truth = load("pool_size").UNITS
    for mean, expected in zip(answers.fit.model.mean_cases, truth.values(), strict=True):
        assert abs(mean / expected - 1) < 0.2
