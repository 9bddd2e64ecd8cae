"""Deployment of a pool: what it answers, what it refuses, and a count of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenload import InvalidDataError, OverflowError, StopToken
from evenload.pool import DeployProblem, clairvoyant_bound, deploy, evaluate_deployment


def small(**more: Any) -> DeployProblem:
    """Two units, three weeks, two members."""
    given: dict[str, Any] = dict(
        demand=[[[60, 70, 50], [80, 60, 90]], [[70, 70, 80], [60, 60, 60]]],
        own_capacity=[[50, 50, 50], [50, 50, 50]],
        hours=[[20, 20, 20], [20, 10, 20]],
        backlog_price=[1, 2],
        periods_per_week=1,
    )
    return DeployProblem(**{**given, **more})


def counted(problem: DeployProblem, plan: np.ndarray) -> float:
    """Objective of a plan of settled members who change weekly at no cost, by counting."""
    demand = np.asarray(problem.demand, float)
    losses = []
    for scenario in demand:
        loss = 0.0
        for u, arrivals in enumerate(scenario):
            queue: list[float] = []
            for t, new in enumerate(arrivals):
                queue.append(new)
                work = np.asarray(problem.own_capacity)[u, t]
                work += sum(
                    np.asarray(problem.hours)[m, t] for m in range(len(plan)) if plan[m, t] == u
                )
                for k, waits in enumerate(queue):
                    done = min(waits, work)
                    queue[k] -= done
                    work -= done
                loss += sum(queue) + 2 * sum(queue[:-1])
        losses.append(loss)
    return float(np.mean(losses))


def test_a_plan_is_best_of_all_counted() -> None:
    problem = small()
    plan = deploy(problem)
    assert plan.status == "optimal"
    every = np.array(np.meshgrid(*[[0, 1]] * 6)).T.reshape(-1, 2, 3)
    values = [counted(problem, one) for one in every]
    assert plan.objective == pytest.approx(min(values))
    assert plan.bound == plan.objective and plan.gap == 0
    assert counted(problem, plan.plan) == pytest.approx(plan.objective)
    for one in every[::7]:
        assert evaluate_deployment(problem, one).objective == pytest.approx(counted(problem, one))


def test_shapes_and_parts() -> None:
    problem = small(move_price=3.0, start=[0, 1], fairness_price=0.25, burden=[[0, 2], [1, 0]],
                    tail_weight=0.5, tail_level=0.5)  # fmt: skip
    plan = deploy(problem)
    assert problem.shape() == (2, 2, 3, 2)
    assert plan.plan.shape == plan.handed_over.shape == (2, 3)
    assert plan.backlog.shape == (2, 2, 3) and plan.backlog_by_age.shape == (2, 3, 2)
    assert plan.backlog_by_age[:, :, 0] == pytest.approx(plan.backlog.mean(axis=0))
    assert plan.tail == pytest.approx(plan.loss.max())
    assert plan.mean == pytest.approx(plan.loss.mean())
    risk = 0.5 * plan.mean + 0.5 * plan.tail
    assert plan.objective == pytest.approx(risk + sum(plan.costs.values()))
    spread = plan.burden.max() - plan.burden.min()
    assert plan.costs["fairness"] == pytest.approx(0.25 * spread)
    again = evaluate_deployment(problem, plan.plan, plan.handed_over)
    assert again.objective == pytest.approx(plan.objective)
    assert again.bound == float("-inf")
    assert plan.supply.sum() == pytest.approx(np.sum(problem.hours))


def test_stays_have_names() -> None:
    plan = deploy(
        small(units=["North", "South"], members=["Kim", "Sam"], start=[0, 0], start_stay=[1, 1])
    )
    stays = plan.stays()
    assert set(stays["member"]) == {"Kim", "Sam"}
    assert set(stays["unit"]) <= {"North", "South"}
    assert all(first <= last for first, last in zip(stays["first"], stays["last"], strict=True))
    moved = evaluate_deployment(plan.problem, [[0, 1, 1], [1, 1, 1]]).stays()
    assert moved["handed_over"] == [False, True, True]


@pytest.mark.parametrize("threads", [1, 2])
def test_equal_seeds_equal_plans(threads: int) -> None:
    draw = np.random.default_rng(3)
    problem = DeployProblem(
        demand=draw.gamma(9, 12, (5, 3, 6)), own_capacity=np.full((3, 6), 90.0), hours=np.full((3, 6), 34.0),
        backlog_price=[1, 1, 4], settling=[0.6, 0.9, 1], fading_weeks=1, minimum_stay=5,
        kept_share=[0.2], hand_over_price=5, end_price=3,
    )  # fmt: skip
    plan = deploy(problem, threads=threads, work_limit=300_000, seed=4)
    other = deploy(problem, threads=3, work_limit=300_000, seed=4)
    assert np.array_equal(plan.plan, other.plan)
    assert (plan.objective, plan.bound, plan.work) == (other.objective, other.bound, other.work)
    assert plan.bound <= plan.objective
    assert clairvoyant_bound(problem, work_limit=500_000) <= plan.objective


def test_a_member_without_a_way() -> None:
    problem = small(periods_per_week=5, minimum_stay=5, fixed=[[0, 1, 0] + [-1] * 12, [-1] * 15])
    plan = deploy(problem)
    assert plan.status == "infeasible"
    assert plan.plan.shape == (2, 0) and np.isnan(plan.objective) and np.isnan(plan.bound)
    assert clairvoyant_bound(problem) == float("inf")


def test_stops_when_told_to() -> None:
    token = StopToken()
    token.request_stop()
    plan = deploy(small(), stop=token)
    assert plan.stop == "cancelled" and plan.plan.shape == (2, 3)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"demand": [[1, -2, 3], [1, 2, 3]]}, "demand", "negative_value"),
        ({"demand": [[1, float("nan"), 3], [1, 2, 3]]}, "demand", "not_finite"),
        ({"demand": [1, 2, 3]}, "demand", "wrong_type"),
        ({"hours": [[1, 2]]}, "hours", "length_mismatch"),
        ({"hours": [[1, 2, 200]]}, "minutes", "out_of_range"),
        ({"own_capacity": [[1, 2, 3]]}, "own_capacity", "length_mismatch"),
        ({"efficiency": [[0, 0], [1, 1]]}, "efficiency", "contradiction"),
        ({"efficiency": [[1.2, 0], [1, 1]]}, "efficiency", "out_of_range"),
        ({"efficiency": [[1, 1]]}, "efficiency", "length_mismatch"),
        ({"settling": [1.0, 0.5]}, "settling", "out_of_range"),
        ({"kept_share": [0.2, 0.1]}, "kept_share", "contradiction"),
        ({"block": "fortnight"}, "block", "out_of_range"),
        ({"tail_level": 1.0}, "tail_level", "out_of_range"),
        ({"scenario_weight": [1, 0]}, "scenario_weight", "out_of_range"),
        ({"scenario_weight": [1]}, "scenario_weight", "length_mismatch"),
        ({"start": [0, 7]}, "start_unit", "out_of_range"),
        ({"backlog_price": [[1, 2]]}, "backlog_price", "length_mismatch"),
        ({"move_price": [[0, 1]]}, "move_price", "length_mismatch"),
    ],
)
def test_refusals_name_the_field(change: dict[str, Any], column: str, code: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        deploy(small(**change))
    assert caught.value.table == "problem"
    assert (caught.value.column, caught.value.code) == (column, code)


def test_losses_past_exact_numbers_are_refused() -> None:
    with pytest.raises(OverflowError):
        deploy(small(backlog_price=[1e7, 1e7], demand=np.full((2, 2, 3), 1e6)))


def test_a_plan_that_breaks_a_rule_is_refused() -> None:
    problem = replace(small(), minimum_stay=2)
    with pytest.raises(InvalidDataError) as caught:
        evaluate_deployment(problem, [[0, 1, 0], [0, 0, 0]])
    assert caught.value.table == "deployment"
    assert caught.value.row == 0
