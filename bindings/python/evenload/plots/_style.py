"""Colours and axes that the plots share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenload._errors import EvenloadError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import LinearSegmentedColormap

# Blue and orange part in every kind of colour vision, and in grey by their lightness.
INK = "#1b1f24"
MUTED = "#6a737d"
GRID = "#d8dce0"
LESS = "#2166ac"
MORE = "#b35806"
TOTAL = "#4a4f55"


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or one on a figure of its own (inches)."""
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError as error:
        raise EvenloadError("plots need matplotlib: pip install evenload[report]") from error
    _, made = pyplot.subplots(figsize=(width, height), layout="constrained")
    return made


def load_colours() -> LinearSegmentedColormap:
    """Return colours that darken with the load and change from blue to orange in the middle."""
    from matplotlib.colors import LinearSegmentedColormap

    stops = [(0, "#fbfdff"), (0.5, "#9dc3e6"), (0.5, "#f0a35a"), (1, "#6b2700")]
    return LinearSegmentedColormap.from_list("evenload_load", stops)


def plain(ax: Axes) -> None:
    """Take away what carries no data."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GRID)
    ax.tick_params(colors=INK, length=0)
    ax.set_axisbelow(True)


def week_ticks(ax: Axes, weeks: list[str], most: int = 9) -> None:
    """Name some of the weeks, the year only where it changes."""
    step = max(1, -(-len(weeks) // most))
    places = list(range(0, len(weeks), step))
    labels, year = [], ""
    for place in places:
        own, _, week = weeks[place].partition("-W")
        labels.append(f"W{week}\n{own}" if own != year and week else (f"W{week}" if week else own))
        year = own
    ax.set_xticks(places, labels)
