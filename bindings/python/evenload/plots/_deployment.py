"""Plots of a pool's deployment. Offered by `evenload.plots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evenload.plots import _style as style
from evenload.pool._deploy import Deployment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Shades of one blue and one orange, then greys; the unit's name stands in every bar besides.
_SHADES = ("#2166ac", "#f0a35a", "#9dc3e6", "#b35806", "#4a4f55", "#c9d9e8", "#f7d7b5", "#8d939a")
_DARK = {"#2166ac", "#b35806", "#4a4f55", "#8d939a"}


def _names(given: object, count: int, word: str) -> list[str]:
    return [f"{word} {k + 1}" for k in range(count)] if given is None else [str(n) for n in given]  # type: ignore[attr-defined]


def pool_timeline(
    deployment: Deployment, *, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw where each member works, week by week.

    A bar is a stay and bears the unit's name where there is room. A dot at its beginning says
    that the cases of the unit before were handed over.

    Parameters
    ----------
    deployment : Deployment
        Answer of `evenload.pool.deploy`.
    title : str, optional
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes
    """
    problem = deployment.problem
    _, units, weeks, members = problem.shape()
    unit_names = _names(problem.units, units, "unit")
    ax = style.new_axes(ax, 7.6, 1.2 + 0.42 * max(1, members))
    per_week = problem.periods_per_week
    stays = deployment.stays()
    place = {name: k for k, name in enumerate(dict.fromkeys(stays["member"]))}
    for member, unit, first, last, handed in zip(*stays.values(), strict=True):
        row = place[member]
        u = unit_names.index(str(unit)) if problem.units is not None else int(unit)
        shade = _SHADES[u % len(_SHADES)]
        begin, width = first / per_week, (last + 1 - first) / per_week
        ax.barh(row, width, left=begin, height=0.72, color=shade, edgecolor="white", linewidth=1.5)
        if width >= 0.013 * weeks * len(unit_names[u]):
            ax.text(
                begin + width / 2,
                row,
                unit_names[u],
                ha="center",
                va="center",
                fontsize=9,
                color="white" if shade in _DARK else style.INK,
            )
        if handed:
            ax.scatter([begin], [row + 0.36], s=26, color=style.INK, zorder=4, clip_on=False)
    names = [str(n) if problem.members is not None else f"member {n + 1}" for n in place]
    ax.set_yticks(range(len(place)), names)
    ax.set_ylim(len(place) - 0.4, -0.6)
    ax.set_xlim(0, weeks)
    step = max(1, -(-weeks // 13))
    ax.set_xticks(np.arange(0, weeks, step) + 0.5, [str(w + 1) for w in range(0, weeks, step)])
    ax.set_xlabel("week" + ("   ● cases handed over" if any(stays["handed_over"]) else ""))
    style.plain(ax)
    ax.spines["left"].set_visible(False)
    ax.set_title(title or "Where the pool works", loc="left", color=style.INK)
    return ax


def backlog_bands(
    deployment: Deployment,
    without: Deployment | None = None,
    *,
    unit: int = 0,
    share: float = 0.8,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what waits in one unit as a band over scenarios, with and without the pool.

    Parameters
    ----------
    deployment : Deployment
        With the pool.
    without : Deployment, optional
        The same demand with another plan, or with nobody in the pool.
    unit : int
        Position of the unit.
    share : float
        Of the scenarios that the band holds, in the middle.
    title : str, optional
        Above the plot.
    ax : matplotlib axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    matplotlib axes
    """
    ax = style.new_axes(ax, 6.4, 3.4)
    low, high = (1 - share) / 2, (1 + share) / 2
    weeks = deployment.backlog.shape[2]
    x = np.arange(1, weeks + 1)
    drawn = [("with the pool", deployment, style.LESS, "-")]
    if without is not None:
        drawn.insert(0, ("without", without, style.MORE, "--"))
    for word, one, colour, line in drawn:
        waits = one.backlog[:, unit]
        if len(waits) > 1:
            band = np.quantile(waits, [low, high], axis=0)
            ax.fill_between(x, band[0], band[1], color=colour, alpha=0.18, linewidth=0)
        middle = np.quantile(waits, 0.5, axis=0)
        ax.plot(x, middle, line, color=colour, linewidth=2)
        ax.annotate(
            word,
            (x[-1], middle[-1]),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )
    ax.set_xlim(1, weeks)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("week")
    ax.set_ylabel("hours that wait")
    ax.grid(axis="y", color=style.GRID, linewidth=0.8)
    style.plain(ax)
    names = _names(deployment.problem.units, deployment.backlog.shape[1], "unit")
    several = deployment.backlog.shape[0] > 1
    words = f"What waits in {names[unit]}" + (
        f" (middle, {share:.0%} of scenarios)" if several else ""
    )
    ax.set_title(title or words, loc="left", color=style.INK)
    return ax
