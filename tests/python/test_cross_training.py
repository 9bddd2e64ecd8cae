"""evenload.pool: cross_training, flexibility, compare_designs, skill_routing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from evenload import InvalidDataError, StopToken, pool

NAMES = "abcdefghij"
TEN = {
    "capacity": dict.fromkeys(NAMES, 100.0),
    "skills": {name: [name.upper()] for name in NAMES},
    "demand": pool.NormalDemand(
        dict.fromkeys(NAMES.upper(), 100.0), dict.fromkeys(NAMES.upper(), 40.0)
    ),
}


@pytest.fixture(scope="module")
def ten() -> pool.CrossTraining:
    return pool.cross_training(**TEN, worth_per_hour=1.0, cost=100, weeks=10)


def test_the_known_numbers(ten: pool.CrossTraining) -> None:
    assert ten.before.mean == pytest.approx(855.44, abs=0.05)
    last = ten.steps[-1]
    for found, known in ((last.throughput, 951.6), (ten.full, 955.4)):
        assert abs(found.mean - known) <= 3 * np.hypot(found.standard_error, 0.2)
    assert (last.shape, last.closes) == ("closed_chain", 10)
    assert last.gain.mean > max(step.gain.mean for step in ten.steps[:-1])
    assert len(ten.next) == 90
    assert not ten.exact


def test_sentences_say_what_pays(ten: pool.CrossTraining) -> None:
    text = " ".join(ten.sentences())
    assert "one closed chain" in text
    assert "more than any step before" in text
    # 100 money for a skill over ten weeks: ten skills cost 1000 and bring ten times 96 hours.
    assert ten.best_step == 0
    assert "None of them pays" in text
    worth = pool.cross_training(**TEN, worth_per_hour=2.0, cost=100, weeks=10, scenarios=2000)
    assert worth.best_step == 10
    assert "The first 10 pay best" in " ".join(worth.sentences())


def test_an_independent_linear_program_agrees() -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed")
    random = np.random.default_rng(3)
    capacity = random.uniform(20, 60, 4)
    hours = random.uniform(5, 80, (12, 4))
    efficiency = 0.8
    order = pool.cross_training(
        dict(zip("abcd", capacity, strict=True)),
        {name: [name.upper()] for name in "abcd"},
        {name: hours[:, place] for place, name in enumerate("ABCD")},
        candidate_efficiency=efficiency,
        max_skills=4,
    )
    skills = [(k, k, 1.0) for k in range(4)]
    for step in order.steps:
        skills.append(("abcd".index(step.group), "ABCD".index(step.unit), efficiency))
        served = []
        for week in hours:
            rows = np.zeros((8, len(skills)))
            for at, (group, unit, gain) in enumerate(skills):
                rows[group, at] = 1
                rows[4 + unit, at] = gain
            answer = optimize.linprog(
                [-gain for *_, gain in skills], rows, np.concatenate([capacity, week])
            )
            served.append(-answer.fun)
        assert step.throughput.mean == pytest.approx(np.mean(served), rel=1e-7)


def test_against_every_set_of_skills() -> None:
    random = np.random.default_rng(11)
    capacity = {name: 10.0 for name in "abc"}
    skills = {name: [name.upper()] for name in "abc"}
    weeks = {name: random.integers(0, 21, 5) + 1 for name in "ABC"}
    answer = pool.cross_training(capacity, skills, weeks, max_skills=3)
    others = [(group, unit) for group in "abc" for unit in "ABC" if unit != group.upper()]
    best = max(
        one.throughput.mean
        for one in pool.compare_designs(
            capacity, skills, weeks, list(itertools.combinations(others, 3))
        )
    )
    assert answer.steps[-1].throughput.mean == pytest.approx(best)
    assert answer.steps[-1].bound.mean >= best - 1e-6
    assert answer.exact


def test_nothing_to_learn() -> None:
    answer = pool.cross_training({"a": 10}, {"a": "A"}, {"A": [5, 20]}, candidates=[])
    assert (answer.steps, answer.next) == ((), ())
    assert answer.before.mean == 7.5
    assert "No skill" in answer.sentences()[1]


def test_threads_and_stop() -> None:
    few = {"scenarios": 400, "search_scenarios": 100}
    one = pool.cross_training(**TEN, **few, threads=1)
    assert one == pool.cross_training(**TEN, **few, threads=3)
    assert one != pool.cross_training(**TEN, **few, seed=1)
    token = StopToken()
    token.request_stop()
    assert pool.cross_training(**TEN, stop=token).stop == "cancelled"


@pytest.mark.parametrize(
    ("change", "table", "column", "code"),
    [
        ({"skills": {"a": ["X"], "b": ["B"]}}, "cross_training", "skills", "unknown_id"),
        ({"skills": {"a": ["A"]}}, "cross_training", "skills", "missing_value"),
        ({"capacity": {"a": -1, "b": 1}}, "cross_training", "capacity", "negative_value"),
        ({"demand": {"A": [1, 2], "B": [1]}}, "demand", "hours", "length_mismatch"),
        ({"demand": {"A": [1, 2], "B": [0, 0]}}, "demand", "hours", "missing_value"),
        ({"demand": {"A": [], "B": []}}, "demand", "hours", "missing_value"),
        ({"demand": {"A": [1, np.nan], "B": [1, 1]}}, "demand", "hours", "not_finite"),
        ({"probability": [0.5, 0.6]}, "demand", "probability", "out_of_range"),
        ({"probability": [1.0]}, "demand", "probability", "length_mismatch"),
        ({"weeks": 0}, "options", "weeks", "out_of_range"),
        ({"budget": -1}, "options", "budget", "negative_value"),
        (
            {"candidates": [pool.Training("a", "A")]},
            "cross_training",
            "candidates",
            "contradiction",
        ),
        ({"candidates": [pool.Training("a", "Z")]}, "cross_training", "candidates", "unknown_id"),
        ({"training_hours": 3}, "cross_training", "training_weeks", "contradiction"),
        ({"candidate_efficiency": 0}, "cross_training", "candidate_efficiency", "out_of_range"),
    ],
)
def test_bad_input_is_named(change: dict, table: str, column: str, code: str) -> None:
    given = {
        "capacity": {"a": 10, "b": 10},
        "skills": {"a": ["A"], "b": ["B"]},
        "demand": {"A": [4, 16], "B": [20, 1]},
    }
    with pytest.raises(InvalidDataError) as error:
        pool.cross_training(**{**given, **change})
    assert (error.value.table, error.value.column, error.value.code) == (table, column, code)


def test_a_law_names_every_unit() -> None:
    with pytest.raises(InvalidDataError) as error:
        pool.cross_training({"a": 1}, {"a": "A"}, pool.NormalDemand({"A": 1}, {}))
    assert (error.value.column, error.value.code) == ("deviation", "missing_value")


def test_flexibility_names_chains_and_bottlenecks() -> None:
    two = pool.flexibility({"a": ["A", "B"], "b": ["B", "A"], "c": ["C"]})
    assert two.shape == "chains"
    assert [part.shape for part in two.components] == ["closed_chain", "dedicated"]
    assert len(two.components[0].chain) == 4
    served = pool.flexibility(
        {"a": ["A"], "b": ["B"]}, capacity={"a": 5, "b": 9}, demand={"A": 9, "B": 5}
    )
    assert (served.served, served.bottleneck_units, served.bottleneck_groups) == (
        10,
        ("A",),
        ("a",),
    )
    assert served.plan == {("a", "A"): 5, ("b", "B"): 5}
    with pytest.raises(InvalidDataError, match="flexibility"):
        pool.flexibility({"a": ["A", "A"]})


def test_more_skills_than_two_bring_little_and_may_hurt() -> None:
    def blocked(skills: int, away: float) -> pool.Interval:
        team = [
            pool.AgentGroup(["ABCDEF"[k] for k in own], [10.0, *[away] * (skills - 1)])
            for own in pool.even_skills(6, 15, skills)
        ]
        rates = dict.fromkeys("ABCDEF", 1.4)
        result = pool.skill_routing(rates, team, waiting_spaces=30, calls=40000, warm_up=4000)
        assert set(result.by_type) == set("ABCDEF")
        assert "one call at a time" in result.server
        return result.all.blocked

    one, two, six = (blocked(skills, 10.0) for skills in (1, 2, 6))
    assert two.mean - six.mean < 0.1 * (one.mean - six.mean)
    assert blocked(6, 15.0).low > one.high


def test_routing_refuses() -> None:
    with pytest.raises(InvalidDataError) as error:
        pool.skill_routing({"A": 3.0}, [pool.AgentGroup(["A"], 1.0, agents=2)])
    assert (error.value.table, error.value.column) == ("routing", "arrival_rate")
    with pytest.raises(InvalidDataError) as error:
        pool.skill_routing({"A": 1.0}, [pool.AgentGroup(["B"], 1.0)])
    assert error.value.code == "unknown_id"


def test_the_picture(ten: pool.CrossTraining) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed").use("Agg")
    from evenload import plots

    ax = plots.skill_chain(ten)
    texts = {text.get_text() for text in ax.texts}
    assert {str(number) for number in range(1, 11)} <= texts
    assert set(NAMES) <= texts
    assert "one closed chain" in ax.get_title(loc="left")
    assert "open chain" in plots.skill_chain(ten, steps=9).get_title(loc="left")
    assert "nobody" in plots.skill_chain(ten, steps=0).get_title(loc="left")
