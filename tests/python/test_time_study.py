"""Time studies: against scipy.optimize.nnls, in every kind of frame, and what they refuse."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from evenload import InvalidDataError
from evenload.workload import fit_time_study, panel_rounds


def simulated(seed: int = 1, workers: int = 20, weeks: int = 8, types: int = 5) -> dict[str, list]:
    """Return a log whose second type takes no time."""
    draw = np.random.default_rng(seed)
    weights = np.linspace(0.5, 3, types)
    weights[1] = 0
    counts = draw.poisson(draw.gamma(2, 2, size=(workers, 1, types)), size=(workers, weeks, types))
    hours = counts @ weights + draw.normal(0, 3, size=(workers, weeks))
    log: dict[str, list] = {
        "caseworker": [f"w{k}" for k in range(workers) for _ in range(weeks)],
        "unit": [f"u{k % 3}" for k in range(workers) for _ in range(weeks)],
        "hours": np.maximum(hours, 0).reshape(-1).tolist(),
    }
    for t in range(types):
        log[f"count_t{t}"] = counts[:, :, t].reshape(-1).tolist()
    return log


def counts_of(log: dict[str, list]) -> np.ndarray:
    """Return the counts, rows × types."""
    return np.column_stack([log[name] for name in log if name.startswith("count_")]).astype(float)


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_scipy(seed: int) -> None:
    """The weights are those of scipy's non-negative least squares."""
    nnls = pytest.importorskip("scipy.optimize").nnls
    draw = np.random.default_rng(seed)
    rows, types = int(draw.integers(10, 200)), int(draw.integers(1, 10))
    counts = draw.poisson(2, size=(rows, types)).astype(float) + np.eye(rows, types)
    hours = np.abs(counts @ draw.normal(1, 2, size=types) + draw.normal(0, 2, size=rows))
    log = {"hours": hours, **{f"count_{t}": counts[:, t] for t in range(types)}}
    fit = fit_time_study(log, bootstraps=0)
    expected, _ = nnls(counts, hours)
    np.testing.assert_allclose(fit.columns["hours"], expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(fit.fitted, counts @ expected, rtol=1e-9, atol=1e-8)


def test_weighted_rows_agree_with_scipy() -> None:
    """A row's weight is that of its square."""
    nnls = pytest.importorskip("scipy.optimize").nnls
    log = simulated()
    weight = np.random.default_rng(2).uniform(0.1, 4, size=len(log["hours"]))
    fit = fit_time_study({**log, "observation_weight": weight}, bootstraps=0)
    root = np.sqrt(weight)
    expected, _ = nnls(counts_of(log) * root[:, None], np.asarray(log["hours"]) * root)
    np.testing.assert_allclose(fit.columns["hours"], expected, rtol=1e-9, atol=1e-10)


def test_frames_json_and_pickles() -> None:
    """Answers come in the caller's kind and survive a pickle."""
    pandas = pytest.importorskip("pandas")
    log = pandas.DataFrame(simulated())
    fit = fit_time_study(log, bootstraps=99, pool_units=True, keep_replicates=True)
    assert isinstance(fit.weights, pandas.DataFrame)
    assert list(fit.weights["type"]) == ["t0", "t1", "t2", "t3", "t4"]
    assert len(fit.workers) == 20
    assert len(fit.units) == 15
    assert fit.replicates.shape == (99, 5)
    assert (fit.weights["low"] <= fit.weights["hours"]).all()
    assert 0.5 < fit.summary["r_squared"] < 1
    again = pickle.loads(pickle.dumps(fit))
    pandas.testing.assert_frame_equal(again.weights, fit.weights)
    assert again.to_json() == fit.to_json()
    document = json.loads(fit.to_json())
    assert document["weights"][0]["hours"] == fit.columns["hours"][0]
    assert fit.hours_per_month(4)["t0"] == 4 * fit.hours_per_case()["t0"]


def test_equal_seeds_equal_answers() -> None:
    """Threads do not matter, seeds do."""
    log = simulated()
    one = fit_time_study(log, bootstraps=199, seed=3, threads=1)
    assert fit_time_study(log, bootstraps=199, seed=3, threads=4).to_json() == one.to_json()
    assert fit_time_study(log, bootstraps=199, seed=4).to_json() != one.to_json()


def test_constraints() -> None:
    """Known and ordered weights hold."""
    log = simulated()
    fit = fit_time_study(
        log, bootstraps=0, zero=["t1"], fixed={"t0": 1.0}, order=[("t4", "t2"), ("t3", "t2")]
    )
    hours = dict(zip(fit.columns["type"], fit.columns["hours"], strict=True))
    assert hours["t1"] == 0
    assert hours["t0"] == 1
    assert hours["t4"] <= hours["t2"]
    assert hours["t3"] <= hours["t2"]
    status = dict(zip(fit.columns["type"], fit.columns["status"], strict=True))
    assert status["t0"] == "fixed"
    assert status["t4"] == "tied"


def test_compare_and_panel() -> None:
    """Medians of a panel stand beside the observed weights."""
    fit = fit_time_study(simulated(), bootstraps=99)
    panel = {
        "panelist": ["a", "b", "c"] * 2,
        "type": ["t2"] * 6,
        "round": [1, 1, 1, 2, 2, 2],
        "estimate": [2, 9, 30, 8, 9, 10],
    }
    rounds = panel_rounds(panel)
    assert rounds["disagrees"].tolist() == [True, False]
    assert rounds["stable"].tolist() == [False, True]
    compared = fit.compare({"t2": float(rounds["median"][-1]), "t0": fit.hours_per_case()["t0"]})
    assert compared["type"].tolist() == ["t0", "t2"]
    assert compared["verdict"].tolist() == ["within", "below"]
    points = fit.compare({t: 2 * h for t, h in fit.hours_per_case().items()}, match_hours=True)
    np.testing.assert_allclose(points["intended"], points["observed"])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"hours": [-1.0]}, ("time_log", "hours", 0, "negative_value")),
        ({"hours": [float("nan")]}, ("time_log", "hours", 0, "missing_value")),
        ({"hours": [float("inf")]}, ("time_log", "hours", 0, "not_finite")),
        ({"count_t0": [0.0]}, ("time_log", "count_t0", None, "missing_value")),
        ({"houres": [1.0]}, ("time_log", "houres", None, "unknown_field")),
    ],
)
def test_bad_logs(change: dict[str, list], place: tuple) -> None:
    """Table, column, row and code are named."""
    log = simulated()
    rows = len(log["hours"])
    for name, values in change.items():
        log[name] = (values * rows) if name.startswith("count") else values + log["hours"][1:]
    with pytest.raises(InvalidDataError) as error:
        fit_time_study(log, bootstraps=0)
    found = (error.value.table, error.value.column, error.value.row, error.value.code)
    assert found == place


def test_bad_options() -> None:
    """Options are checked as the log is."""
    log = simulated()
    for options, code in [
        ({"order": [("t0", "t1"), ("t1", "t0")]}, "cycle"),
        ({"zero": ["court"]}, "unknown_id"),
        ({"level": 1.5}, "out_of_range"),
        ({"fixed_part": "per_month"}, "out_of_range"),
        ({"bootstraps": 3}, "out_of_range"),
    ]:
        with pytest.raises(InvalidDataError) as error:
            fit_time_study(log, **options)  # type: ignore[arg-type]
        assert error.value.code == code
    with pytest.raises(InvalidDataError) as error:
        fit_time_study({**log, "count_t5": log["count_t0"]}, bootstraps=0)
    assert error.value.code == "unsupported"
    known = fit_time_study({**log, "count_t5": log["count_t0"]}, bootstraps=99, allow_singular=True)
    status = dict(zip(known.columns["type"], known.columns["status"], strict=True))
    assert status["t0"] == status["t5"] == "not_identified"
    assert "t5" not in known.hours_per_case()


def test_pictures() -> None:
    """Both return the axes they drew on."""
    pyplot = pytest.importorskip("matplotlib.pyplot")
    from evenload.plots import study_calibration, study_weights

    fit = fit_time_study(simulated(), bootstraps=99)
    _, (left, right) = pyplot.subplots(1, 2)
    assert study_weights(fit, {"t0": 1.0}, ax=left) is left
    assert study_calibration(fit, ax=right) is right
    assert next(text.get_text() for text in left.get_yticklabels()) == "t1"
    assert right.get_xlabel() == "fitted hours"
    pyplot.close("all")
