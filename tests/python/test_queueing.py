"""Queues from Python: published numbers, independent sums, arrays, refusals."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, OverflowError, StopToken, pool

OFFICE: dict[str, Any] = {
    "completion_probability": 0.2,
    "attention_time": 0.2,
    "external_delay": 1.0,
    "caseload_limit": 4,
    "workers": 2,
}


def refused(code: str, column: str | None, table: str, call: Any, **arguments: Any) -> Any:
    with pytest.raises(InvalidDataError) as caught:
        call(**arguments)
    assert (caught.value.code, caught.value.column, caught.value.table) == (code, column, table)
    return caught.value


def test_published_numbers() -> None:
    c = pool.erlang_c(48, 1, 50)
    assert c.wait_probability == pytest.approx(0.694456, abs=5e-7)
    assert c.mean_wait * 60 == pytest.approx(20.834, abs=5e-4)
    assert c.mean_queue == pytest.approx(16.667, abs=5e-4)
    a = pool.erlang_a(48, 1, 50, 0.5)
    assert a.wait_probability == pytest.approx(0.467774, abs=5e-7)
    assert a.mean_wait * 60 == pytest.approx(3.709470, abs=5e-7)
    assert a.abandonment == pytest.approx(0.030912, abs=5e-7)
    assert a.utilisation == pytest.approx(0.930324, abs=5e-7)
    half = pool.square_root_staffing(100, 1, safety=0.5)
    assert half.performance.wait_probability == pytest.approx(0.515707, abs=5e-7)
    assert half.limit_probability == pytest.approx(0.504539, abs=5e-7)
    assert pool.erlang_c(9, 1, 10).wait_probability == pytest.approx(0.67, abs=5e-3)
    slots = pool.erlang_c(108, 1, 120, server="caseload_slot")
    assert slots.wait_probability == pytest.approx(0.18, abs=5e-3)
    assert slots.server == "caseload_slot"


def test_sums_with_rational_terms_agree() -> None:
    """B from Python's whole numbers, which never round."""
    from fractions import Fraction

    for servers, load in [(1, Fraction(1, 3)), (7, Fraction(9, 2)), (60, Fraction(55))]:
        terms = [load**k / math.factorial(k) for k in range(servers + 1)]
        lost = terms[-1] / sum(terms)
        delay = servers * lost / (servers - load * (1 - lost))
        b = pool.erlang_b(float(load), 1, servers)
        assert b.blocking == pytest.approx(float(lost), rel=1e-13)
        c = pool.erlang_c(float(load), 1, servers)
        assert c.wait_probability == pytest.approx(float(delay), rel=1e-12)


def test_tails_and_inverses() -> None:
    for queue in (pool.erlang_c(48, 1, 50), pool.erlang_a(48, 1, 50, 0.5)):
        assert queue.wait_exceeds(0) == pytest.approx(queue.wait_probability, rel=1e-12)
        step = 0.002
        tail = np.array([queue.wait_exceeds(step * k) for k in range(4001)])
        assert (np.diff(tail) <= 0).all()
        if queue.abandonment:
            integral = step * (tail.sum() - (tail[0] + tail[-1]) / 2)
            assert integral == pytest.approx(queue.mean_wait, rel=1e-4)
    assert pool.erlang_b(3, 1, 2).wait_exceeds(1) == 0
    found = pool.servers_needed(1000, 1, wait_probability=0.2, tau=0.01)
    assert found.wait_exceeds <= 0.2
    assert found.performance.wait_exceeds(0.01) == pytest.approx(found.wait_exceeds)
    assert found.one_fewer is not None and found.one_fewer.wait_exceeds(0.01) > 0.2
    assert pool.servers_needed(0.5, 1, mean_wait=100).one_fewer is None
    assert pool.servers_needed(10, 1, blocking=0.04).servers == 15
    patient = pool.servers_needed(1000, 1, patience_rate=0.5, abandonment=0.02)
    assert patient.servers < 1000
    for p in (0.01, 0.5, 0.9):
        assert pool.halfin_whitt(pool.halfin_whitt_safety(p)) == pytest.approx(p)
        assert pool.garnett(pool.garnett_safety(p, 0.3), 0.3) == pytest.approx(p)


def test_a_million_servers() -> None:
    c = pool.erlang_c(999_000, 1, 1_000_000)
    assert 0.2 < c.wait_probability < 0.25
    assert c.relative_error < 2e-10


def test_answers_are_frozen() -> None:
    answer = pool.erlang_c(1, 1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.mean_wait = 0.0  # type: ignore[misc]


def test_case_managers() -> None:
    answer = pool.case_manager_queue(1.2, **OFFICE)
    assert answer.server == "worker_giving_attention"
    assert answer.capacity == pool.case_manager_capacity(**OFFICE)
    assert answer.exact and answer.lower and answer.upper
    assert answer.lower.mean_wait < answer.exact.mean_wait < answer.upper.mean_wait
    drawn = pool.simulate_case_managers(1.2, **OFFICE, level=0.999, seed=3)
    for name in ("wait_probability", "mean_wait", "attention_wait", "mean_time"):
        mean = getattr(drawn, name)
        assert mean.low <= getattr(answer.exact, name) <= mean.high, name
    few = {"replications": 3, "cases": 500}
    assert pool.simulate_case_managers(1.2, **OFFICE, **few, threads=1) == (
        pool.simulate_case_managers(1.2, **OFFICE, **few, threads=2)
    )
    assert pool.case_manager_queue(1.2, **OFFICE, work_limit=0).exact is None
    stop = StopToken()
    stop.request_stop()
    assert pool.simulate_case_managers(1.2, **OFFICE, stop=stop).cancelled
    with_one = {**OFFICE, "completion_probability": 1.0, "caseload_limit": 1}
    server = pool.case_manager_queue(8, **with_one).exact
    assert server is not None
    assert server.mean_wait == pytest.approx(pool.erlang_c(8, 5, 2).mean_wait)


def test_returning_work_over_a_day() -> None:
    rates = [0, 4, 8, 4]
    work = {"service_rate": 2.0, "return_probability": 0.5, "return_rate": 1.0}
    load = pool.erlang_r_load(rates, period=1, **work)
    # Small steps of both equations, from where the cycle begins.
    needy, content = load.needy_end[-1], load.content_end[-1]
    for row, rate in enumerate(rates):
        for _ in range(20000):
            needy, content = (
                needy + 5e-5 * (rate + content - 2 * needy),
                content + 5e-5 * (needy - content),
            )
        assert needy == pytest.approx(load.needy_end[row], rel=1e-3)
        assert content == pytest.approx(load.content_end[row], rel=1e-3)
    plan = pool.erlang_r_staffing(rates, period=1, **work, wait_probability=0.3)
    assert (plan.wait_probability <= 0.3).all()
    assert (plan.servers > plan.load.needy_peak).all()
    steady = pool.erlang_r(3, 2, 4, return_probability=0.5, return_rate=1)
    assert steady.performance.wait_exceeds(0) == pytest.approx(steady.performance.wait_probability)


def test_queues_over_time() -> None:
    rates = np.array([4.0, 8.0, 12.0, 6.0])
    for shape in ("exponential", "deterministic", "lognormal", "erlang"):
        service = pool.ServiceTime(0.5, shape, squared_variation=2.0, stages=3)
        load = pool.offered_load(rates, period=1, service=service)
        assert (load.peak >= load.end - 1e-12).all()
    exponential = pool.offered_load(rates, period=1, service=0.5)
    plan = pool.modified_offered_load_staffing(rates, period=1, service=0.5, wait_probability=0.2)
    assert (plan.wait_probability <= 0.2).all()
    np.testing.assert_allclose(plan.offered_load, exponential.peak)
    again = pool.modified_offered_load(rates, plan.servers, period=1, service=0.5)
    np.testing.assert_array_equal(again.wait_probability, plan.wait_probability)
    assert again.backlog is None
    patient = pool.modified_offered_load(
        rates, [2, 2, 2, 2], period=1, service=0.5, patience_rate=1, server="line"
    )
    assert (patient.abandonment > 0).all()
    over = pool.backlog_carryover(rates, [5, 5, 5, 5], period=1, mean_service=0.5)
    assert over.backlog is not None and over.backlog[2] > over.backlog[0]


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_numbers_that_are_none(bad: float) -> None:
    refused("not_finite", "arrival_rate", "queue", pool.erlang_c, arrival_rate=bad, service_rate=1,
            servers=2)  # fmt: skip


def test_refusals() -> None:
    queue = {"arrival_rate": 1.0, "service_rate": 1.0, "servers": 2}
    error = refused("out_of_range", "servers", "queue", pool.erlang_c, **{**queue, "servers": 1})
    assert "erlang_a" in error.expected
    refused(
        "negative_value", "arrival_rate", "queue", pool.erlang_b, **{**queue, "arrival_rate": -1}
    )
    refused("wrong_type", "servers", "queue", pool.erlang_b, **{**queue, "servers": 2.5})
    refused("wrong_type", "service_rate", "queue", pool.erlang_b, **{**queue, "service_rate": "1"})
    refused("out_of_range", "servers", "queue", pool.erlang_b, **{**queue, "servers": 2**70})
    refused("out_of_range", "server", "queue", pool.erlang_b, **queue, server="caseworker")
    refused("out_of_range", "patience_rate", "queue", pool.erlang_a, **queue, patience_rate=0)
    rates = {"arrival_rate": 5.0, "service_rate": 1.0}
    refused("missing_value", None, "target", pool.servers_needed, **rates)
    refused("out_of_range", "wait_probability", "target", pool.servers_needed, **rates,
            wait_probability=0)  # fmt: skip
    refused("unsupported", "abandonment", "target", pool.servers_needed, **rates, abandonment=0.1)
    refused("contradiction", "safety", "question", pool.square_root_staffing, **rates)
    refused("out_of_range", "exponent", "question", pool.power_staffing, offered_load=1, safety=1,
            exponent=2)  # fmt: skip
    with pytest.raises(OverflowError):
        pool.power_staffing(1e15, 1, 0.5)
    refused(
        "out_of_range", "arrival_rate", "queue", pool.case_manager_queue, arrival_rate=9, **OFFICE
    )
    refused("out_of_range", "caseload_limit", "queue", pool.case_manager_queue, arrival_rate=1,
            **{**OFFICE, "caseload_limit": 0})  # fmt: skip
    refused("out_of_range", "seed", "options", pool.simulate_case_managers, arrival_rate=1,
            **OFFICE, seed=-1)  # fmt: skip
    refused("out_of_range", "threads", "options", pool.simulate_case_managers, arrival_rate=1,
            **OFFICE, threads=-1)  # fmt: skip
    work = {"service_rate": 2.0, "return_probability": 1.0, "return_rate": 1.0}
    refused("out_of_range", "return_probability", "work", pool.erlang_r, arrival_rate=1, servers=9,
            **work)  # fmt: skip
    periods: dict[str, Any] = {"servers": [5, 5], "period": 1, "service": 0.5}
    error = refused("negative_value", "arrival_rate", "periods", pool.modified_offered_load,
                    arrival_rate=[1, -1], **periods)  # fmt: skip
    assert error.row == 1
    error = refused("out_of_range", "servers", "periods", pool.modified_offered_load,
                    arrival_rate=[1, 90], **periods)  # fmt: skip
    assert "backlog_carryover" in error.expected
    refused("length_mismatch", "servers", "periods", pool.modified_offered_load, arrival_rate=[1],
            **periods)  # fmt: skip
    refused("wrong_type", "servers", "periods", pool.modified_offered_load, arrival_rate=[1],
            **{**periods, "servers": [1.5]})  # fmt: skip
    refused("length_mismatch", "arrival_rate", "periods", pool.modified_offered_load,
            arrival_rate=[[1]], **periods)  # fmt: skip
    refused("wrong_type", "arrival_rate", "periods", pool.modified_offered_load,
            arrival_rate=["a"], **periods)  # fmt: skip
    refused("out_of_range", "start", "periods", pool.modified_offered_load, arrival_rate=[1, 1],
            **periods, start="now")  # fmt: skip
    refused("out_of_range", "shape", "service", pool.offered_load, arrival_rate=[1], period=1,
            service=pool.ServiceTime(1, "normal"))  # fmt: skip
    refused("out_of_range", "period", "periods", pool.backlog_carryover, arrival_rate=[1],
            servers=[5], period=0.1, mean_service=1)  # fmt: skip
