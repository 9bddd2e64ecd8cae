"""Phase model, arrivals, forecast and rolling origin: answers, truth, refusals."""

from __future__ import annotations

import datetime
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError
from evenload.workload import (
    AdditivePoints,
    fit_arrivals,
    fit_phases,
    forecast,
    rolling_origin,
    rolling_origin_daily,
)
from evenload.workload._counts import draw_counts, fit_counts, normal_scores, solve_correlation


@pytest.fixture(scope="module")
def soak() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "soak" / "forecast.py"
    spec = importlib.util.spec_from_file_location("evenload_soak_forecast", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def log(soak: ModuleType) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = soak.simulate_log(7, weeks=208)
    return made


def error_of(call: Any) -> InvalidDataError:
    with pytest.raises(InvalidDataError) as caught:
        call()
    return caught.value


# ---- phases


def test_kaplan_meier_of_the_leukaemia_trial() -> None:
    # One day a week: the trial's weeks are periods of days here.
    weeks = [
        6,
        6,
        6,
        -6,
        7,
        -9,
        10,
        -10,
        -11,
        13,
        16,
        -17,
        -19,
        -20,
        22,
        23,
        -25,
        -32,
        -32,
        -34,
        -35,
    ]
    end = datetime.date(2026, 3, 31)
    rows = []
    for w in weeks:
        # Who is censored after w periods entered so that the log ends then.
        start = end - datetime.timedelta(days=-w) if w < 0 else datetime.date(2026, 1, 1)
        rows.append((start, start + datetime.timedelta(days=w) if w > 0 else None))
    table = {
        "case": list(range(21)),
        "phase": ["remission"] * 21,
        "from": [r[0] for r in rows],
        "to": [r[1] for r in rows],
    }
    model = fit_phases(table, step="day", observed_until=end, min_at_risk=1, tail_events=0)
    alive = model.survival("", "remission", 24)
    published = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    for week, value in published.items():
        assert alive[week] == pytest.approx(value, abs=5e-5)


def test_frames_of_a_model(log: dict[str, list[Any]]) -> None:
    model = fit_phases(log, observed_until="2025-12-28")
    assert model.types == ["follow_up", "inquiry"]
    assert model.phases == ["closing", "intake", "work"]
    lasting = model.durations(replications=200)
    many = lasting["at_risk"] >= 50
    assert np.sum(many) > 40
    assert np.all((lasting["low"] <= lasting["survival"])[many])
    assert np.all((lasting["high"] >= lasting["survival"])[many])
    assert np.all(lasting["low"] <= lasting["high"])
    moves = model.transitions()
    pairs = {(p, n) for p, n in zip(moves["phase"], moves["next"], strict=True)}
    assert ("closing", "work") in pairs
    assert ("intake", "closing") not in pairs
    open_cases = model.open_cases()
    assert len(open_cases["case"]) > 50
    path = model.remaining("inquiry", "work", age=3, periods=40)
    assert path.shape == (40, 3)
    assert np.all(path.sum(axis=1) <= 1 + 1e-9)
    assert np.all(np.diff(path.sum(axis=1)) <= 1e-9)
    assert model.remaining("inquiry", periods=4)[0].sum() <= 1
    assert json.loads(model.to_json())["types"] == model.types


def test_a_log_that_begins_late_gives_the_same_curve(
    soak: ModuleType, log: dict[str, list[Any]]
) -> None:
    """What was closed before is not in the log; delayed entry makes up for it."""
    begin = datetime.date(2024, 1, 1)
    last = {}
    for case, to in zip(log["case"], log["to"], strict=True):
        last[case] = to
    keep = [k for k, c in enumerate(log["case"]) if last[c] is None or last[c] >= begin]
    late = {name: [cells[k] for k in keep] for name, cells in log.items()}
    model = fit_phases(late, observed_from=begin, observed_until="2025-12-28")
    truth = soak.true_survival("work", 21)
    found = model.survival("inquiry", "work", 21)
    assert model.rows_before > 0
    assert found[6] == pytest.approx(truth[6], abs=0.06)
    assert found[14] == pytest.approx(truth[14], abs=0.06)
    naive = fit_phases(late, observed_until="2025-12-28").survival("inquiry", "work", 21)
    assert naive[6] > found[6] + 0.005


def test_any_frame_goes_in_and_comes_out(log: dict[str, list[Any]]) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(log)
    frame["from"] = pandas.to_datetime(frame["from"])
    frame["to"] = pandas.to_datetime(frame["to"])
    model = fit_phases(frame, observed_until="2025-12-28")
    assert isinstance(model.transitions(), pandas.DataFrame)
    assert model.to_json() == fit_phases(log, observed_until="2025-12-28").to_json()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"to": ["2026-01-01", None]}, ("ends_before_start", "to", 0)),
        ({"to": ["2026-01-07", None]}, ("contradiction", "to", 0)),
        ({"type": ["x", "y"]}, ("contradiction", "type", 1)),
        ({"from": ["2026-01-05", None]}, ("missing_value", "from", 1)),
        ({"from": ["2026-01-05", "soon"]}, ("invalid_date", "from", 1)),
        ({"scale": [1, -1]}, ("negative_value", "scale", 1)),
        ({"phase": ["p", ""]}, ("missing_value", "phase", 1)),
    ],
)
def test_bad_logs(change: dict[str, Any], place: tuple[str, str, int]) -> None:
    table = {
        "case": ["a", "a"],
        "phase": ["p", "q"],
        "from": ["2026-01-05", "2026-01-19"],
        **change,
    }
    error = error_of(lambda: fit_phases(table, observed_until="2026-03-01"))
    assert (error.code, error.column, error.row) == place
    assert error.table == "case_phases"


def test_bad_arguments_of_phases() -> None:
    table = {"case": ["a", "a"], "phase": ["q", "p"], "from": ["2026-01-05", "2026-01-19"]}
    assert error_of(lambda: fit_phases(table, step="month")).code == "out_of_range"
    assert error_of(lambda: fit_phases(table, min_at_risk=0)).column == "min_at_risk"
    forward = error_of(
        lambda: fit_phases(table, phases=["p", "q"], forward_only=True, observed_until="2026-03-01")
    )
    assert (forward.code, forward.row) == ("contradiction", 1)
    model = fit_phases(table, observed_until="2026-03-01")
    assert error_of(lambda: model.survival("x", "p", 3)).code == "unknown_id"
    assert error_of(lambda: model.remaining("", "p", periods=0)).code == "out_of_range"
    empty: dict[str, list[Any]] = {"case": [], "phase": [], "from": []}
    assert error_of(lambda: fit_phases(empty)).code == "missing_value"


def test_week_53_and_the_change_of_clocks() -> None:
    table = {
        "case": ["a"], "phase": ["p"], "from": ["2026-12-21"], "to": ["2027-01-04"],
    }  # fmt: skip
    assert fit_phases(table, observed_until="2027-01-10", tail_events=0, min_at_risk=1).survival(
        "", "p", 3
    ).tolist() == [1, 1, 0]
    # 2026-03-28 23:30 in UTC is already Sunday, the day of 23 hours, in Stockholm.
    pandas = pytest.importorskip("pandas")
    spring = pandas.DataFrame({"date": pandas.to_datetime(["2026-03-28T23:30Z"] * 3, utc=True)})
    window = {"observed_from": "2026-03-16", "observed_until": "2026-04-12"}
    model = fit_arrivals(spring, **window)
    assert model.expected("2026-03-29", 1)[0, 0] > 0


# ---- counts and arrivals


def test_count_regression_finds_the_top_of_its_likelihood() -> None:
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(600), np.arange(600) % 3 == 1, np.sin(np.arange(600) / 9)]) * 1.0
    mean = np.exp(x @ np.array([0.8, -0.6, 0.4]))
    y = rng.negative_binomial(2.5, 2.5 / (2.5 + mean))
    fit = fit_counts(y, x, np.arange(600) // 7)
    score = x.T @ ((y - fit.mean) / (1 + fit.dispersion * fit.mean))
    assert np.max(np.abs(score)) < 1e-4
    assert fit.dispersion_low < 0.4 < fit.dispersion_high
    assert fit.dispersion_low < fit.dispersion < fit.dispersion_high
    error = np.sqrt(np.diag(fit.covariance))
    assert np.all(np.abs(fit.coefficients - [0.8, -0.6, 0.4]) < 4 * error)


def test_count_regression_agrees_with_statsmodels() -> None:
    discrete = pytest.importorskip("statsmodels.discrete.discrete_model")
    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(2000), rng.standard_normal(2000)])
    mean = np.exp(x @ np.array([1.0, 0.3]))
    y = rng.negative_binomial(3, 3 / (3 + mean))
    ours = fit_counts(y, x, np.arange(2000))
    theirs = discrete.NegativeBinomial(y, x).fit(disp=0).params
    assert ours.coefficients == pytest.approx(theirs[:2], abs=1e-3)
    assert ours.dispersion == pytest.approx(theirs[2], rel=0.01)


def test_drawn_counts_have_their_quantiles() -> None:
    z = np.linspace(-4, 4, 801)
    counts = draw_counts(z, np.full(801, 3.7), 0.4)
    r = 1 / 0.4
    p = q = (r / (r + 3.7)) ** r
    table = [q]
    for k in range(200):
        p *= (r + k) / (k + 1) * 3.7 / (3.7 + r)
        q += p
        table.append(q)
    from statistics import NormalDist

    expected = np.searchsorted(np.array(table), [NormalDist().cdf(v) for v in z])
    assert counts.tolist() == expected.tolist()
    assert draw_counts(np.array([3.0]), np.array([0.0]), 0.4).tolist() == [0]


def test_covariance_of_counts_has_no_attenuation() -> None:
    """Equation (10) against correlated counts that were drawn, at a small mean."""
    rng = np.random.default_rng(5)
    z = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=200_000).T
    y = draw_counts(z, np.full(z.shape, 0.5), 0.3)
    scores = normal_scores(np.array([0.5]), 0.3)[0]
    factorial = np.cumprod(np.arange(1, 13.0))
    product = float(np.mean((y[0] - 0.5) * (y[1] - 0.5)))
    found = solve_correlation(np.array([product]), (scores**2 / factorial)[None])[0]
    assert found == pytest.approx(0.6, abs=0.02)
    assert np.corrcoef(y)[0, 1] < 0.5  # what correlating the counts would have said


def test_arrivals_find_the_truth(soak: ModuleType) -> None:
    rows = soak.recovery(range(2))
    for name, held, asked, error in rows:
        assert held >= 0.5 * asked, name
        assert abs(error) < 0.15, name


def arrivals_of(log: dict[str, list[Any]]) -> dict[str, list[Any]]:
    seen: dict[str, int] = {}
    for k, case in enumerate(log["case"]):
        seen.setdefault(case, k)
    rows = list(seen.values())
    return {
        "date": [log["from"][k] for k in rows],
        "unit": [log["unit"][k] for k in rows],
        "type": [log["type"][k] for k in rows],
    }


def test_simulated_arrivals_have_the_moments_of_the_model(log: dict[str, list[Any]]) -> None:
    model = fit_arrivals(arrivals_of(log), season="yearly", harmonics=1)
    drawn = model.simulate("2026-01-05", 14, replications=3000, seed=1)
    expected = model.expected("2026-01-05", 14)
    assert drawn.shape == (3000, 6, 14)
    assert np.allclose(drawn.mean(axis=0), expected, rtol=0.15, atol=0.06)
    assert np.all(expected[:, [5, 6, 12, 13]] == 0)  # weekends are closed
    again = model.simulate("2026-01-05", 14, replications=3000, seed=1)
    assert np.array_equal(drawn, again)
    # Busy together: the correlation of two units' counts is the model's.
    pair = np.corrcoef(drawn[:, 0, 0], drawn[:, 2, 0])[0, 1]
    assert pair > 0.1


def test_holidays_are_a_level_of_their_own() -> None:
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=d) for d in range(180)]
    free = [d for d in days if d.day == 13 and d.weekday() < 5]
    counts = [0 if d.weekday() > 4 else 1 if d in free else 5 + d.day % 3 for d in days]
    coming = datetime.date(2026, 7, 13)
    model = fit_arrivals({"date": days, "count": counts}, holidays=[*free, coming])
    expected = model.expected(coming - datetime.timedelta(days=7), 14)[0]
    assert expected[7] == pytest.approx(1, abs=0.3)
    assert expected[0] == pytest.approx(6, abs=0.7)
    assert expected[5] == expected[6] == 0


@pytest.mark.parametrize(
    ("table", "code", "column"),
    [
        ({"date": ["2026-01-05"], "count": [-1]}, "negative_value", "count"),
        ({"date": ["2026-01-05"], "count": [1.5]}, "wrong_type", "count"),
        ({"date": ["2026-01-05"], "count": [float("inf")]}, "not_finite", "count"),
        ({"date": ["2026-13-05"]}, "invalid_date", "date"),
        ({"date": [None, "2026-01-05"]}, "missing_value", "date"),
        ({"date": []}, "missing_value", "date"),
        ({"day": ["2026-01-05"]}, "unknown_field", "day"),
        ({"count": [1]}, "missing_column", "date"),
        ({"date": ["2026-01-05"], "count": [0]}, "missing_value", "date"),
    ],
)
def test_bad_arrivals(table: dict[str, list[Any]], code: str, column: str) -> None:
    error = error_of(lambda: fit_arrivals(table))
    assert (error.code, error.column) == (code, column)


def test_a_season_needs_two_years() -> None:
    days = [datetime.date(2024, 1, 1) + datetime.timedelta(days=d) for d in range(729)]
    table = {"date": days, "count": [1 + d.day % 4 for d in days]}
    error = error_of(lambda: fit_arrivals(table, season="yearly"))
    assert (error.code, error.column, error.found) == ("out_of_range", "season", "729 days")
    assert error_of(lambda: fit_arrivals(table, season="weekly")).code == "out_of_range"
    assert error_of(lambda: fit_arrivals(table, harmonics=0)).column == "harmonics"
    window = {"observed_from": "2026-02-01", "observed_until": "2026-01-01"}
    assert error_of(lambda: fit_arrivals(table, **window)).code == "ends_before_start"


# ---- forecast


def test_forecast_frames(log: dict[str, list[Any]], soak: ModuleType) -> None:
    made = forecast(
        log, weights=soak.WEIGHTS, weeks=6, observed_until="2025-12-28", replications=300
    )
    assert made.draws.shape == (300, 3, 6)
    loads = made.loads
    assert list(loads["unit"][:7]) == ["north"] * 6 + ["south"]
    assert made.weeks[0] == datetime.date(2025, 12, 29)
    assert np.allclose(loads["expected"], loads["from_open_cases"] + loads["from_new_cases"])
    assert np.all(loads["low_90"] <= loads["low_80"])
    assert np.all(loads["high_80"] <= loads["high_90"])
    mean = made.draws.mean(axis=0).ravel()
    assert np.allclose(mean, loads["expected"], rtol=0.05)
    document = json.loads(made.to_json())
    assert document["loads"]["week"][0] == "2025-12-29"
    one = forecast(
        log, weights=soak.WEIGHTS, weeks=6, observed_until="2025-12-28", replications=300, threads=1
    )
    assert np.array_equal(made.draws, one.draws)


def test_forecast_by_days_agrees_with_weeks(log: dict[str, list[Any]], soak: ModuleType) -> None:
    def made(step: str, until: str) -> Any:
        return forecast(
            log, weights=soak.WEIGHTS, weeks=4, observed_until=until, replications=50, step=step
        )

    weekly, daily = made("week", "2025-12-28"), made("day", "2025-12-28")
    assert daily.weeks == weekly.weeks
    assert np.allclose(daily.loads["expected"], weekly.loads["expected"], rtol=0.12)
    # A log that ends on a Wednesday: the first whole week to come.
    assert made("day", "2025-12-24").weeks[0] == datetime.date(2025, 12, 29)


def test_weights_change_with_the_week(log: dict[str, list[Any]]) -> None:
    versions = [
        {"version": v, "effective_from": a, "effective_to": b, "weights": [
            {"case_type": t, "points": p} for t in ("inquiry", "follow_up")]}
        for v, a, b, p in (("1", "2020-01-01", "2026-01-12", 10), ("2", "2026-01-12", None, 20))
    ]  # fmt: skip
    scheme = AdditivePoints(versions)
    made = forecast(log, weights=scheme, weeks=4, observed_until="2025-12-28", replications=20)
    flat = forecast(
        log, weights={"inquiry": 10, "follow_up": 10}, weeks=4, observed_until="2025-12-28",
        replications=20, role_share={"inquiry": 1.0},
    )  # fmt: skip
    ratio = made.loads["expected"] / flat.loads["expected"]
    assert ratio[:4] == pytest.approx([1, 1, 2, 2])


def test_bad_forecasts(log: dict[str, list[Any]]) -> None:
    def refused(**change: Any) -> InvalidDataError:
        given = {"weights": {"inquiry": 1, "follow_up": 1}, "observed_until": "2025-12-28"}
        return error_of(lambda: forecast(log, **{**given, **change}))

    assert refused(weights={"inquiry": 1}).code == "unknown_weight"
    assert refused(weights={"inquiry": -1, "follow_up": 1}).code == "negative_value"
    assert refused(weights={"inquiry": float("nan"), "follow_up": 1}).code == "not_finite"
    assert refused(weeks=0).code == "out_of_range"
    assert refused(levels=[1.2]).column == "level"
    assert refused(replications=0).code == "out_of_range"
    assert refused(role_share=-1).column == "role_share"
    assert refused(season="yearly", observed_until="2023-06-04").column == "season"
    days = [f"2026-01-{d:02}" for d in range(5, 31)]
    other = fit_arrivals({"date": days, "unit": ["east"] * 26})
    assert refused(arrivals=other).code == "unknown_id"


# ---- rolling origin


def test_rolling_origin_uses_only_what_was_known(log: dict[str, list[Any]]) -> None:
    weights = {"inquiry": 6.0, "follow_up": 2.5}
    common: dict[str, Any] = {
        "weights": weights, "horizon": 3, "every": 50, "replications": 60,
        "first_origin": "2024-12-30",
    }  # fmt: skip
    whole = rolling_origin(log, observed_until="2025-12-28", **common)
    first = [k for k, o in enumerate(whole.forecasts["origin"]) if str(o)[:10] == "2024-12-30"]
    points = [float(whole.forecasts["point"][k]) for k in first]
    cut = forecast(
        log, weights=weights, weeks=3, observed_until="2024-12-29", replications=60
    )  # fmt: skip
    ours = [
        p
        for p, k in zip(points, first, strict=True)
        if whole.forecasts["model"][k] == "evenload" and whole.forecasts["target"][k] == "load"
    ]
    assert ours == pytest.approx(list(cut.loads["expected"]))


def test_rolling_origin_beats_naive_on_simulated_logs(soak: ModuleType) -> None:
    log = soak.simulate_log(11, weeks=156)
    made = rolling_origin(
        log, weights=soak.WEIGHTS, horizon=8, every=4, replications=200,
        first_origin="2023-10-02", observed_until="2024-12-29", season=None,
        holidays=soak.holidays_of(range(2022, 2026)),
    )  # fmt: skip
    rows = soak.average([made.scores])
    ours = {r["horizon"]: r for r in rows if r["model"] == "evenload" and r["target"] == "load"}
    naive = {r["horizon"]: r for r in rows if r["model"] == "naive" and r["target"] == "load"}
    assert ours[8]["mae"] < naive[8]["mae"]
    assert ours[8]["pinball"] < naive[8]["pinball"]
    covered = [r["coverage_90"] for r in ours.values()]
    assert 0.7 < float(np.mean(covered)) <= 1
    assert json.loads(made.to_json())["scores"]["model"]


def test_rolling_origin_on_the_permit_log(soak: ModuleType) -> None:
    permits = soak.permit_log()
    if permits is None:
        pytest.skip("permit_receipts is not in ../shared (EVENLOAD_SHARED names the place)")
    window = {"observed_from": "2010-10-04", "observed_until": "2011-12-04"}
    holidays = soak.dutch_holidays()
    made = rolling_origin(
        permits,
        weights={"": 1.0},
        horizon=4,
        every=8,
        replications=100,
        holidays=holidays,
        **window,
    )
    assert set(made.scores["model"]) == {"evenload", "naive", "seasonal_naive"}
    seen: dict[str, str] = {}
    for case, day in zip(permits["case"], permits["from"], strict=True):
        seen.setdefault(case, day)
    daily = rolling_origin_daily(
        {"date": list(seen.values())}, horizon=7, every=28, replications=100, holidays=holidays,
        **window,
    )  # fmt: skip
    rows = soak.average([daily.scores])
    ours = np.mean([r["pinball"] for r in rows if r["model"] == "evenload"])
    naive = np.mean([r["pinball"] for r in rows if r["model"] == "naive"])
    assert ours < naive
    error = error_of(
        lambda: rolling_origin_daily({"date": list(seen.values())}, season="yearly", **window)
    )
    assert error.column == "season"


def test_bad_rolling_origins(log: dict[str, list[Any]]) -> None:
    weights = {"inquiry": 1.0, "follow_up": 1.0}
    late = error_of(lambda: rolling_origin(log, weights=weights, first_origin="2030-01-07"))
    assert (late.code, late.column) == ("out_of_range", "first_origin")
    assert error_of(lambda: rolling_origin(log, weights=weights, horizon=0)).column == "horizon"
    assert error_of(lambda: rolling_origin(log, weights=weights, every=0)).column == "every"
    days = {"date": ["2026-01-05", "2026-01-12"]}
    assert error_of(lambda: rolling_origin_daily(days)).column == "first_origin"


# ---- picture


def test_the_plot_returns_its_axes(log: dict[str, list[Any]], soak: ModuleType) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from evenload.plots import load_forecast

    made = forecast(
        log, weights=soak.WEIGHTS, weeks=6, observed_until="2025-12-28", replications=50
    )
    axes = load_forecast(made, "north", past=[100.0, 110, 120], capacity=140)
    assert "points" in axes.get_ylabel()
    assert {"expected", "measured", "capacity", "80 % interval", "90 % interval"} == {
        text.get_text() for text in axes.get_legend().get_texts()
    }
    _, own = plt.subplots()
    assert load_forecast(made, "south", ax=own) is own
    assert error_of(lambda: load_forecast(made)).code == "unknown_id"
    plt.close("all")
