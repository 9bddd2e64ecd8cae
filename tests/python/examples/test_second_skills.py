"""The example of second skills and of a pool that three towns share."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def answers(load):
    return load("second_skills").main([])


def test_the_order_brings_most_of_what_is_possible(answers):
    training = answers.training
    possible = training.full.mean - training.before.mean
    reached = training.steps[-1].throughput.mean - training.before.mean
    assert reached > 0.75 * possible
    assert training.best_step > 0
    assert all(step.bound.mean >= step.throughput.mean for step in training.steps)


def test_an_hour_that_is_worth_little_pays_for_no_training(load):
    assert load("second_skills").second_skills(1.0).best_step == 0


def test_borders_decide_what_a_pool_saves(answers):
    saving = {border: one.saving.mean for border, one in answers.pools.items()}
    assert saving["staff_data_only"] == pytest.approx(-2400)
    assert saving["staff_data_only"] < saving["by_agreement"] < saving["same_committee"]
    assert saving["same_committee"] > 0


def test_shares_add_up(answers):
    for one in answers.pools.values():
        assert sum(one.shares.shapley.values()) == pytest.approx(one.shares.total)
        assert one.shares.core == ("empty" if one.saving.mean < 0 else one.shares.core)
