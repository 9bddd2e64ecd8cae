"""Pictures of a time study: weights beside intended ones, hours fitted and logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from evenload.plots._style import GRID, INK, LESS, MORE, MUTED, new_axes, plain
from evenload.workload import TimeStudyFit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def study_weights(
    fit: TimeStudyFit, intended: Mapping[str, float] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw each type's hours with the interval, and the intended hours beside them.

    Parameters
    ----------
    fit : TimeStudyFit
        What `evenload.workload.fit_time_study` gave.
    intended : mapping, optional
        Type to hours, such as the medians of a panel.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib.axes.Axes
        Types by their weight, the heaviest on top.
    """
    columns = fit.columns
    known = [i for i, hours in enumerate(columns["hours"]) if not np.isnan(hours)]
    known = [i for i in known if columns["type"][i] != "share_of_presence"]
    order = sorted(known, key=lambda i: (columns["hours"][i], str(columns["type"][i])))
    ax = new_axes(ax, 6.4, 1.2 + 0.3 * max(3, len(order)))
    low, high, hours = (columns[name].astype(float) for name in ("low", "high", "hours"))
    for row, i in enumerate(order):
        if not np.isnan(low[i]):
            ax.plot([low[i], high[i]], [row, row], color=LESS, linewidth=3, solid_capstyle="butt")
        at_zero = columns["status"][i] == "zero"
        ax.plot(
            hours[i],
            row,
            "o",
            color=LESS,
            markerfacecolor="white" if at_zero else LESS,
            markersize=6,
            zorder=3,
        )
        given = (intended or {}).get(str(columns["type"][i]))
        if given is not None:
            ax.plot(given, row, "D", color=MORE, markersize=6, zorder=4)
    ax.set_yticks(range(len(order)), [str(columns["type"][i]) for i in order])
    ax.set_ylim(-0.7, len(order) - 0.3)
    ax.set_xlim(left=min(0.0, ax.get_xlim()[0]))
    ax.set_xlabel("hours a case")
    percent = round(100 * float(fit.summary["level"]))
    marks: list[Any] = [
        *ax.plot([], [], "o-", color=LESS, linewidth=3, label=f"observed, {percent} % interval")
    ]
    if intended:
        marks += ax.plot([], [], "D", color=MORE, linestyle="none", label="intended")
    ax.legend(handles=marks, loc="lower right", frameon=False, labelcolor=INK)
    ax.set_title("Hours that a case takes", loc="left", color=INK)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    plain(ax)
    return ax


def study_calibration(fit: TimeStudyFit, *, ax: Axes | None = None, bins: int = 10) -> Axes:
    """Draw logged against fitted hours, row by row and as means of equally many rows.

    Parameters
    ----------
    fit : TimeStudyFit
        What `evenload.workload.fit_time_study` gave.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure otherwise.
    bins : int
        Groups of rows whose means are marked.

    Returns
    -------
    matplotlib.axes.Axes
        Means below the diagonal at its upper end tell of a log that the working week cuts off.
    """
    ax = new_axes(ax, 5.2, 5.0)
    fitted, logged = fit.fitted, fit.logged
    ax.plot(
        fitted,
        logged,
        ".",
        color=MUTED,
        markersize=3,
        alpha=max(0.15, min(0.8, 400 / max(1, len(fitted)))),
        rasterized=len(fitted) > 2000,
        label="a row of the log",
    )
    order = np.argsort(fitted, kind="stable")
    groups = [group for group in np.array_split(order, max(1, bins)) if len(group)]
    ax.plot(
        [fitted[group].mean() for group in groups],
        [logged[group].mean() for group in groups],
        "o",
        color=LESS,
        markersize=7,
        markeredgecolor="white",
        label=f"mean of {len(groups[0])} rows" if groups else None,
    )
    most = float(max(np.max(fitted, initial=1.0), np.max(logged, initial=1.0))) * 1.03
    ax.plot([0, most], [0, most], color=INK, linewidth=1, label="fitted = logged", zorder=1)
    ax.set_xlim(0, most)
    ax.set_ylim(0, most)
    ax.set_aspect("equal")
    ax.set_xlabel("fitted hours")
    ax.set_ylabel("hours logged, with overtime and undone work")
    explained = fit.summary["r_squared"]
    text = "" if explained is None or np.isnan(explained) else f", R² {explained:.2f}"
    ax.set_title(f"Calibration of the time study{text}", loc="left", color=INK)
    ax.legend(loc="upper left", frameon=False, labelcolor=INK)
    ax.grid(color=GRID, linewidth=0.6)
    plain(ax)
    return ax
