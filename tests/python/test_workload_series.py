"""Series, trend, alarm, what changed."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError
from evenload.workload import (
    STILL_HELD,
    AdditivePoints,
    Autoregression,
    alarm,
    alarms,
    changes,
    cusum_run_length,
    cusum_threshold,
    fit_autoregression,
    measure,
    rate_cells,
    trend,
    weekly_load,
    weekly_series,
)

HELD: dict[str, list[Any]] = {
    "case": ["a", "b", "b", "c", "d"],
    "caseworker": ["Ann", "Ann", "Bo", "Bo", "Gone"],
    "unit": ["u", "u", "u", "v", None],
    "type": ["x", "x", "x", "y", "y"],
    "role": ["lead", "lead", "lead", "lead", "lead"],
    "factors": [["far"], [], [], [], []],
    "from": ["2026-01-01", "2026-01-01", "2026-01-13", "2026-01-10", "2026-01-01"],
    "to": [None, "2026-01-12", None, "2026-01-20", None],
}
PEOPLE: dict[str, list[Any]] = {
    "id": ["Ann", "Bo", "Cy"],
    "unit": ["u", "u", "v"],
    "capacity": [20, 20, 10],
    "perceived": [3, None, 5],
}
POINTS = AdditivePoints.of(
    {"x": 8, "y": "9/2"}, factors=[{"name": "far", "kind": "add", "value": 2}]
)
BANDS = [{"name": "ok", "from": 0}, {"name": "over", "from": "4/5"}]


def ar1(phi: float, weeks: int, seed: int) -> list[float]:
    """A series whose weeks resemble each other."""
    noise = np.random.default_rng(seed).normal(size=weeks + 100)
    path = [0.0]
    for step in noise:
        path.append(phi * path[-1] + step)
    return path[-weeks:]


def test_a_series_is_a_measurement_on_each_day(kind: Any) -> None:
    series = weekly_series(
        kind.make(HELD), kind.make(PEOPLE), first="2026-01-01", last="2026-01-31",
        weekday="wednesday", weights=POINTS, bands=BANDS,
    )  # fmt: skip
    people = kind.lists(series.people)
    assert kind.owns(series.units)
    days = ["2026-01-07", "2026-01-14", "2026-01-21", "2026-01-28"]
    assert people["week"][:4] == ["2026-W02", "2026-W03", "2026-W04", "2026-W05"]
    for at, day in enumerate(days):
        rows = [
            row
            for row, (begin, end) in enumerate(zip(HELD["from"], HELD["to"], strict=True))
            if begin <= day and (end is None or day <= end)
        ]
        cases = {name: [HELD[name][row] for row in rows] for name in ("type", "role", "factors")}
        cases |= {
            "id": [HELD["case"][row] for row in rows],
            "current_caseworker": [HELD["caseworker"][row] for row in rows],
        }
        with pytest.warns(UserWarning):
            measured = measure(cases, PEOPLE, weights=POINTS, bands=BANDS, on=day)
        for name in ("load", "ratio", "band", "cases"):
            assert people[name][at::4] == list(measured[name]), (day, name)
    units = kind.lists(series.units)
    assert units["cases"] == [2, 3, 2, 2, 0, 0, 0, 0]
    assert units["ratings"] == [1, 1, 1, 1, 1, 1, 1, 1]
    assert kind.lists(series.municipality)["cases"] == [2, 3, 2, 2]
    assert kind.lists(series.unheld)["load"][-4:] == [4.5] * 4
    assert series.unknown_holders == ["Gone"]


def test_without_person_level_no_person_comes_out() -> None:
    series = weekly_series(
        HELD, PEOPLE, first="2026-01-01", last="2026-01-31", weights=POINTS,
        person_level=False, smallest_group=2,
    )  # fmt: skip
    assert series.people is None
    assert series.unknown_holders == []
    assert series.unknown_holder_count == 1
    assert set(series.units["unit"]) == {"u + v"}  # v alone would be Cy
    for frame in (series.units, series.municipality, series.unheld):
        assert "caseworker" not in frame
        assert not {"Ann", "Bo", "Cy", "Gone"} & {str(cell) for c in frame.values() for cell in c}
    assert changes(HELD, PEOPLE, start="2026-01-05", end="2026-01-26", weights=POINTS,
                   person_level=False).people is None  # fmt: skip
    with pytest.raises(InvalidDataError) as caught:
        weekly_series(HELD, PEOPLE, first="2026-01-01", last="2026-01-31", weights=POINTS,
                      person_level=False, smallest_group=4)  # fmt: skip
    assert caught.value.code == "out_of_range"
    people = weekly_series(HELD, PEOPLE, first="2026-01-01", last="2026-12-31", weights=POINTS)
    with pytest.raises(InvalidDataError) as caught:
        alarms(people.people, by="caseworker", person_level=False)
    assert caught.value.code == "unsupported"


def test_weeks_of_caseworkers_go_over_the_table() -> None:
    weeks = {"caseworker": ["Ann"], "week": ["2026-W03"], "capacity": [10], "perceived": [9]}
    series = weekly_series(HELD, PEOPLE, first="2026-01-01", last="2026-01-20", weights=POINTS,
                           caseworker_weeks=weeks)  # fmt: skip
    assert series.people["capacity"].tolist()[:3] == [20, 10, 20]
    assert series.people["perceived"].tolist()[:3] == [3, 9, 3]


def test_wrong_holdings_name_table_column_and_row() -> None:
    closed = {**HELD, "to": [None, "2025-12-31", None, None, None]}
    both = {**HELD, "to": [None] * 5}
    for held, code, row in ((closed, "ends_before_start", 1), (both, "overlap_in_bands", 2)):
        with pytest.raises(InvalidDataError) as caught:
            weekly_series(held, PEOPLE, first="2026-01-01", last="2026-01-31", weights=POINTS)
        assert (caught.value.code, caught.value.table, caught.value.row) == (
            code,
            "held_cases",
            row,
        )
    shared = weekly_series(both, PEOPLE, first="2026-01-14", last="2026-01-20", weights=POINTS,
                           overlap="share")  # fmt: skip
    assert shared.units["cases"].tolist()[0] == 3
    with pytest.raises(InvalidDataError) as caught:
        weekly_series(HELD, PEOPLE, first="2026-01-01", last="2026-01-31", weekday="someday")
    assert caught.value.column == "weekday"


def test_parts_of_a_change_sum_exactly(kind: Any) -> None:
    found = changes(
        kind.make(HELD), kind.make(PEOPLE), start="2026-01-05", end="2026-01-14", weights=POINTS
    )
    for frame in (found.people, found.units, found.municipality):
        rows = kind.lists(frame)
        groups = len(rows["part"]) // 12
        for group in range(groups):
            for name in ("load_exact", "ratio_exact"):
                cells = rows[name][12 * group : 12 * group + 12]
                if cells[0] is None:
                    continue
                exact = [Fraction(cell) for cell in cells]
                assert sum(exact[:-1]) == exact[-1]
    people = kind.lists(found.people)
    by_part = dict(zip(people["part"][12:24], people["load"][12:24], strict=True))
    assert by_part["taken_over"] == 8
    assert by_part["new"] == 4.5
    units = kind.lists(found.units)
    assert dict(zip(units["part"][:12], units["load"][:12], strict=True))["taken_over"] == 0


def test_arrays_are_summed_where_they_lie() -> None:
    draw = np.random.default_rng(3)
    n, people, weeks = 500, 12, 20
    holder = draw.integers(-1, people, n).astype(np.int32)
    first = draw.integers(0, 140, n).astype(np.int32)
    last = np.minimum(first.astype(np.int64) + draw.integers(0, 90, n), 200).astype(np.int32)
    last[::5] = STILL_HELD
    weight = draw.integers(0, 50, n)
    category = draw.integers(-1, 3, n).astype(np.int32)
    unit = (np.arange(people) % 4 - 1).astype(np.int32)
    sums = weekly_load(
        holder, first, last, weight, first_day=3, weeks=weeks, people=people, category=category,
        categories=3, unit=unit, units=3, threads=2,
    )  # fmt: skip
    days = 3 + 7 * np.arange(weeks)
    held = (first[:, None] <= days) & (days <= last[:, None])
    for person in range(people):
        own = held[holder == person]
        assert np.array_equal(sums.people.load[person], weight[holder == person] @ own)
        assert np.array_equal(sums.people.cases[person], own.sum(0))
        for code in range(3):
            rows = (holder == person) & (category == code)
            assert np.array_equal(sums.people.by_category[code, person], held[rows].sum(0))
    assert np.array_equal(sums.units.load[1], sums.people.load[unit == 1].sum(0))
    assert np.array_equal(sums.municipality.load[0], sums.people.load.sum(0))
    capacity = np.full((people, weeks), 40)
    ratio, band = rate_cells(
        sums.people.load, capacity, bands=[{"from": 0}, {"from": 1, "strictly_above": True}]
    )
    assert np.array_equal(ratio, sums.people.load / 40)
    assert np.array_equal(band, (sums.people.load > 40).astype(np.int32))
    with pytest.raises(InvalidDataError) as caught:
        weekly_load(holder, last, first, weight, first_day=3, weeks=weeks, people=people)
    assert caught.value.code == "ends_before_start"


def test_run_lengths_and_thresholds() -> None:
    assert cusum_run_length(0.5, 5) == pytest.approx(465, abs=1)
    assert cusum_run_length(0.5, cusum_threshold(0.5, 365)) == pytest.approx(365)
    assert cusum_threshold(0.5, 365, side="upper") < cusum_threshold(0.5, 365)
    with pytest.raises(InvalidDataError):
        cusum_threshold(0.5, 365, side="left")


def test_the_rate_of_false_alarms_holds() -> None:
    for phi in (0.0, 0.8, 0.95):
        values = ar1(phi, 40_000, 11)
        chart = alarm(values, model=Autoregression((phi,), 1.0, 0.0), run_length=100)
        assert 40_000 / len(chart.weeks) == pytest.approx(100, rel=0.13)


def test_a_unit_has_one_rate() -> None:
    weeks = [f"2026-W{week:02}" for week in range(1, 53)]
    people = [f"p{i:02}" for i in range(10)]
    values = np.array([ar1(0.6, 52, seed) for seed in range(10)]) * 0.05 + 0.9
    values[3, 5] = math.nan
    values[7, 40:] += 0.6
    frame = {
        "caseworker": np.repeat(people, 52).tolist(),
        "week": weeks * 10,
        "ratio": values.ravel(),
    }
    found = alarms(frame, by="caseworker", weeks_between=520)
    assert found["threshold"][0] == pytest.approx(cusum_threshold(0.5, 5200))
    hits = [(c, w) for c, w, k in zip(found["caseworker"], found["week"], found["alarm"]) if k]
    assert hits
    assert {who for who, _ in hits} == {"p07"}
    assert all(week > "2026-W40" for _, week in hits)
    planned = alarms(frame, by="caseworker", weeks_between=520, planned=["2026-W41"])
    assert not any(planned["alarm"])
    single = alarms(frame, by="caseworker", weeks_between=520, pooled=False)
    assert len(single["alarm"]) == 520
    with pytest.raises(InvalidDataError) as caught:
        alarms(frame, by="caseworker", planned=["2027-W01"])
    assert caught.value.column == "planned"
    with pytest.raises(InvalidDataError) as caught:
        alarms(frame, by="unit")
    assert caught.value.code == "missing_column"


def test_models_and_trends() -> None:
    fit = fit_autoregression([ar1(0.7, 26, seed) for seed in range(40)])
    assert fit.phi[0] == pytest.approx(0.7, abs=0.07)
    assert fit.phi_found[0] < fit.phi[0]
    assert fit.mean is None
    one = fit_autoregression(ar1(0.7, 26, 1), correction="cautious")
    assert one.phi[0] > one.phi_found[0]
    with pytest.raises(InvalidDataError):
        fit_autoregression([1.0, 1.0, 1.0])
    smooth = trend([1, math.nan, 3], half_life=2)
    assert smooth.level[1] == 1
    assert smooth.weight[1] < 1
    assert alarm(ar1(0.5, 60, 2)).alarm[:26].tolist() == [0] * 26
