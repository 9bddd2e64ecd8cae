"""evenload.pool: cost_shares, sampled_shares, shared_pool."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from evenload import InvalidDataError, StopToken, pool

LEMAIRE = {
    ("1",): -46125,
    ("2",): -17437.5,
    ("3",): -5812.5,
    ("1", "2"): -69187.5,
    ("1", "3"): -53812.5,
    ("2", "3"): -30750,
    ("1", "2", "3"): -90000,
}


def coalitions(names: str) -> list[tuple[str, ...]]:
    return [c for size in range(1, len(names) + 1) for c in itertools.combinations(names, size)]


def test_a_published_game() -> None:
    shares = pool.cost_shares(LEMAIRE)
    assert shares.core_point == pytest.approx({"1": -52687.5, "2": -24468.75, "3": -12843.75})
    assert shares.shapley == pytest.approx({"1": -51750, "2": -25875, "3": -12375})
    assert shares.core == "not_empty"
    assert "so that nobody" in shares.sentences()[1]


def test_every_order() -> None:
    random = np.random.default_rng(1)
    cost = {c: float(random.uniform(0, 10)) for c in coalitions("abcd")}
    cost[()] = 0.0
    mean = dict.fromkeys("abcd", 0.0)
    for order in itertools.permutations("abcd"):
        for place, name in enumerate(order):
            joined = tuple(sorted(order[: place + 1]))
            before = tuple(sorted(order[:place]))
            mean[name] += (cost[joined] - cost[before]) / math.factorial(4)
    assert pool.cost_shares(cost).shapley == pytest.approx(mean)


def test_an_independent_linear_program_agrees() -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed")
    random = np.random.default_rng(5)
    for players in (2, 3, 5, 7):
        names = "abcdefg"[:players]
        cost = {c: float(random.uniform(0, 1) + len(c) ** 0.8) for c in coalitions(names)}
        proper = [c for c in cost if len(c) < players]
        rows = [[float(name in c) for name in names] + [-1.0] for c in proper]
        answer = optimize.linprog(
            [0.0] * players + [1.0],
            rows,
            [cost[c] for c in proper],
            [[1.0] * players + [0.0]],
            [cost[tuple(names)]],
            bounds=[(None, None)] * (players + 1),
        )
        found = pool.cost_shares(cost)
        assert found.least_excess == pytest.approx(answer.fun, abs=1e-9)
        assert (found.core == "empty") == (answer.fun > 1e-8)


def test_sentences_name_who_objects() -> None:
    gloves = {c: -float("l" in c and len(c) > 1) for c in coalitions("lrs")}
    shares = pool.cost_shares(gloves)
    assert not shares.shapley_in_core
    assert "could object" in " ".join(shares.sentences())
    cars = {c: float(len(c) // 2 + len(c) % 2) for c in coalitions("abc")}
    assert "core is empty" in " ".join(pool.cost_shares(cars).sentences())
    plain = pool.cost_shares(cars, examine_core=False)
    assert (plain.core, plain.core_point) == ("not_examined", {})


def test_many_players_are_sampled() -> None:
    names = [f"m{k}" for k in range(30)]
    asked = []

    def cost(towns: tuple[str, ...]) -> float:
        asked.append(towns)
        return math.sqrt(sum(int(town[1:]) + 1 for town in towns))

    found = pool.sampled_shares(names, cost, pairs=300, half_width=0.2)
    assert found.stop == "done"
    assert sum(found.shapley.values()) == pytest.approx(found.total)
    assert found.coalitions == len(asked) == len(set(asked))
    assert all(found.low[n] <= found.shapley[n] <= found.high[n] for n in names)
    assert found.shapley["m29"] > found.shapley["m0"]
    with pytest.raises(ZeroDivisionError):
        pool.sampled_shares(names, lambda towns: 1 / 0)


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        ({("a",): 1.0, ("b",): 1.0}, "missing_value"),
        ({("a",): 1.0, ("b",): 1.0, ("a", "b"): 2.0, ("b", "a"): 2.0}, "duplicate_id"),
        ({("a",): math.nan}, "missing_value"),
        ({("a",): math.inf}, "not_finite"),
        ({(): 1.0, ("a",): 1.0}, "contradiction"),
        ({}, "out_of_range"),
        ({tuple(f"{k}" for k in range(21)): 1.0}, "out_of_range"),
    ],
)
def test_bad_games_are_named(cost: dict, code: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        pool.cost_shares(cost)
    assert (error.value.table, error.value.code) == ("game", code)


STAFF = [
    pool.PoolMember("Kim", "Skara", 40, cost=100),
    pool.PoolMember("Lo", "Götene", 40, cost=100),
    pool.PoolMember("Bo", "Lidköping", 40, cost=100, case_types=["inquiry"]),
]
WEEKS = {
    ("Skara", "inquiry"): [50, 20],
    ("Skara", "follow-up"): [0, 10],
    ("Götene", "inquiry"): [20, 50],
    ("Götene", "follow-up"): [10, 10],
    ("Lidköping", "inquiry"): [0, 40],
    ("Lidköping", "follow-up"): [30, 0],
}


def test_borders_and_shares() -> None:
    together = pool.shared_pool(STAFF, WEEKS, border="same_committee", shortage_cost=10)
    towns = together.municipalities
    assert towns == ("Skara", "Götene", "Lidköping")
    assert together.cost[towns] == pytest.approx(350)
    assert together.cost["Skara", "Lidköping"] == pytest.approx(200)
    assert together.saving.mean == pytest.approx(250)
    assert together.shares.core == "not_empty"
    assert together.eligibility["Bo", "Skara", "follow-up"] == "not_qualified"
    assert together.may_work("Bo") == {town: ["inquiry"] for town in towns}

    apart = pool.shared_pool(STAFF, WEEKS, shortage_cost=10)
    assert apart.saving.mean == pytest.approx(0)
    assert apart.may_work("Kim") == {"Skara": ["inquiry", "follow-up"]}
    one_way = pool.shared_pool(
        STAFF, WEEKS, border={("Skara", "Götene"): "by_agreement"},
        agreed_types=["inquiry"], shortage_cost=10,
    )  # fmt: skip
    assert one_way.eligibility["Kim", "Götene", "inquiry"] == "by_agreement"
    assert one_way.eligibility["Kim", "Götene", "follow-up"] == "not_in_agreement"
    assert one_way.eligibility["Lo", "Skara", "inquiry"] == "no_case_sharing"
    assert one_way.hours_between["Götene", "Skara"] == 0
    assert 0 < one_way.saving.mean < together.saving.mean


def test_working_together_may_cost_more_than_it_brings() -> None:
    dear = pool.shared_pool(
        STAFF, WEEKS, border="same_committee", shortage_cost=10, joint_cost=1000
    )
    assert dear.saving.mean < 0
    assert dear.shares.core == "empty"
    assert sum(one.weight * one.cost for one in dear.shares.certificate) < dear.shares.total


def test_drawn_demand_has_errors() -> None:
    law = pool.NormalDemand(dict.fromkeys(WEEKS, 20.0), dict.fromkeys(WEEKS, 8.0))
    first = pool.shared_pool(STAFF, law, border="same_committee", shortage_cost=10, threads=1)
    again = pool.shared_pool(STAFF, law, border="same_committee", shortage_cost=10, threads=3)
    assert first == again
    assert all(error > 0 for error in first.share_error.values())
    assert not first.exact


@pytest.mark.parametrize(
    ("staff", "change", "column", "code"),
    [
        ([pool.PoolMember("Kim", "Skara", 40, case_types=[])], {}, "qualified", "missing_value"),
        ([pool.PoolMember("Kim", "Skara", -1)], {}, "hours", "negative_value"),
        ([pool.PoolMember("Kim", "Falun", 40)], {}, "hours", "missing_value"),
        ([STAFF[0], STAFF[0]], {}, "id", "duplicate_id"),
        ([], {}, "home", "missing_value"),
        (STAFF, {"border": "open"}, "border", "unknown_id"),
        (STAFF, {"agreed_types": ["other"]}, "agreed_types", "unknown_id"),
        (STAFF, {"shortage_cost": -1}, "shortage_cost", "negative_value"),
        (STAFF, {"probability": [0.5, 0.4]}, "probability", "out_of_range"),
    ],
)
def test_bad_pools_are_named(staff: list, change: dict, column: str, code: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        pool.shared_pool(staff, WEEKS, **{"shortage_cost": 10, **change})
    assert (error.value.column, error.value.code) == (column, code)


def test_a_stopped_call_tells_nothing_half_done() -> None:
    token = StopToken()
    token.request_stop()
    with pytest.raises(InvalidDataError, match="stop"):
        pool.shared_pool(STAFF, WEEKS, shortage_cost=10, stop=token)
