"""Load to come, with interval bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from evenload._errors import InvalidDataError
from evenload.workload import LoadForecast

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Blue of Okabe and Ito's palette, which all kinds of colour vision tell from black and grey.
_BLUE = "#0072B2"
_INK = "#222222"


def load_forecast(
    forecast: LoadForecast,
    unit: str | None = None,
    *,
    past: Sequence[float] | None = None,
    capacity: float | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the load of a unit in the coming weeks with the intervals of the forecast.

    Parameters
    ----------
    forecast : LoadForecast
        Made by `evenload.workload.forecast`.
    unit : str, optional
        Which one; not needed where there is only one.
    past : sequence of float, optional
        Load of the weeks before, the last one right before the forecast.
    capacity : float, optional
        A line to compare with, points.
    title : str, optional
        By default the unit.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where none is given.

    Returns
    -------
    matplotlib Axes
    """
    import matplotlib.pyplot as plt
    from matplotlib import dates

    if unit is None and len(forecast.units) == 1:
        unit = forecast.units[0]
    if unit not in forecast.units:
        raise InvalidDataError(
            "unknown_id", table="forecast", column="unit",
            expected="one of " + ", ".join(forecast.units), found=str(unit),
        )  # fmt: skip
    if ax is None:
        _, ax = plt.subplots(figsize=(7.2, 3.8), layout="constrained")
    draws = forecast.draws[:, forecast.units.index(unit)]
    weeks = np.array(forecast.weeks, dtype="datetime64[D]")
    expected = _column(forecast, "expected", unit)
    before = np.array([], dtype=float) if past is None else np.asarray(past, dtype=float)
    days = weeks[0] - np.timedelta64(7, "D") * np.arange(len(before), 0, -1)
    # Bands begin where the past ends, and the palest is the widest.
    joint = len(before) > 0
    x = np.concatenate([days[-1:], weeks]) if joint else weeks
    for shade, level in enumerate(sorted(forecast.levels, reverse=True)):
        low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        if joint:
            low, high = (np.concatenate([before[-1:], end]) for end in (low, high))
        ax.fill_between(
            x, low, high, color=_BLUE, alpha=0.18 + 0.14 * shade, linewidth=0,
            label=f"{100 * level:g} % interval",
        )  # fmt: skip
    line = np.concatenate([before[-1:], expected]) if joint else expected
    ax.plot(x, line, color=_BLUE, linewidth=2, linestyle="--", label="expected")
    if joint:
        ax.plot(days, before, color=_INK, linewidth=1.6, label="measured")
    if capacity is not None:
        ax.axhline(capacity, color=_INK, linewidth=1, linestyle=":", label="capacity")
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Load (points)")
    ax.set_xlabel("Week (Monday)")
    ax.set_title(
        title if title is not None else f"Load to come, {unit}" if unit else "Load to come"
    )
    untyped: Any = dates  # matplotlib has no types for these
    locator = untyped.AutoDateLocator(minticks=4, maxticks=9)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(untyped.ConciseDateFormatter(locator))
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color="#dddddd", linewidth=0.7)
    ax.set_axisbelow(True)
    ax.legend(frameon=False, fontsize="small", loc="lower left", ncols=3)
    return ax


def _column(forecast: LoadForecast, name: str, unit: str) -> Any:
    columns = forecast._columns["loads"]
    return np.array([v for v, u in zip(columns[name], columns["unit"], strict=True) if u == unit])
