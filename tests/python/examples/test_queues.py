"""The example of queues: counter, day, caseloads, returns."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def answers(load):
    return load("queues").main(["--cases", "1500"])


def test_the_counter_meets_its_target(answers):
    assert answers.needed.wait_exceeds <= 0.1 < answers.needed.one_fewer.wait_exceeds(5 / 60)
    assert answers.needed.performance.server == "line"
    assert answers.patient.abandonment > 0


def test_the_day_is_staffed_and_a_shortage_is_carried_on(answers):
    assert len(set(answers.day.servers)) > 1
    assert answers.ill.backlog[2] > 2
    assert answers.ill.wait_probability[2] > answers.day.wait_probability[2]


def test_more_slots_shorten_the_wait(answers):
    assert 4 not in answers.offices
    waits = [(a.exact or a.approximation).mean_wait for a in answers.offices.values()]
    assert waits == sorted(waits, reverse=True)
    assert all(a.server == "worker_giving_attention" for a in answers.offices.values())
    assert 0.3 < answers.drawn.utilisation.mean < 0.45


def test_people_still_come_back_at_the_end(answers):
    assert answers.returning.load.content_end[-1] > 1
