"""Plots draw what they are given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from evenload.plots import load_heat_map, person_series, what_changed  # noqa: E402
from evenload.workload import Autoregression, alarm  # noqa: E402
from matplotlib import pyplot  # noqa: E402

WEEKS = [f"2026-W{week:02}" for week in range(1, 11)]


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    pyplot.close("all")


def test_heat_map_has_a_cell_per_caseworker_and_week() -> None:
    ratio = np.linspace(0.5, 1.4, 20)
    ratio[3] = np.nan
    frame = {"caseworker": ["a"] * 10 + ["b"] * 10, "week": WEEKS * 2, "ratio": ratio}
    marks = {"caseworker": ["b"], "week": ["2026-W09"], "alarm": ["upper"]}
    ax = load_heat_map(frame, alarms=marks)
    (image,) = ax.get_images()
    assert image.get_array().shape == (2, 10)
    assert np.ma.count_masked(image.get_array()) == 1
    assert image.norm.vcenter == 1
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    (mark,) = ax.get_lines()
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (8, 1)
    assert ax.get_xlabel() == "ISO week"


def test_series_shows_measured_trend_alarm_and_rating() -> None:
    values = [0.9, 0.9, 0.95, 0.9, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3]
    chart = alarm(values, model=Autoregression((), 0.05, 0.9), threshold=5)
    _, given = pyplot.subplots()
    ax = person_series(
        values, WEEKS, bands=[{"name": "ok", "from": 0}, {"name": "over", "from": 1.1}],
        chart=chart, perceived=[3] * 10, ax=given,
    )  # fmt: skip
    assert ax is given
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert {"Measured", "Alarm, rising", "Own rating (right)"} <= set(labels)
    measured = next(line for line in ax.get_lines() if line.get_label() == "Measured")
    assert measured.get_ydata().tolist() == values
    assert "over" in [text.get_text() for text in ax.texts]
    with pytest.raises(InvalidDataError):
        person_series(values, WEEKS[:3])


def test_waterfall_steps_lead_from_before_to_after() -> None:
    frame = {
        "part": ["from", "new", "closed", "phase", "to"],
        "load": [80.0, 12.0, -6.0, 0.0, 86.0],
    }
    ax = what_changed(frame)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Before", "New cases", "Closed", "After",
    ]  # fmt: skip
    bars = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    assert bars == [(0, 80), (80, 12), (92, -6), (0, 86)]
    assert "does not begin at 0" in ax.get_xlabel()
    with pytest.raises(InvalidDataError):
        what_changed({"part": ["from", "to"] * 2, "load": [1.0] * 4})
    with pytest.raises(InvalidDataError) as caught:
        what_changed({"part": ["from", "to"]})
    assert caught.value.code == "missing_column"
